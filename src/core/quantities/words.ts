/* Numbers in English words, their values and the patterns that find them: "seven", "twenty-five", "three quarters", "third". */
import Fraction from 'fraction.js'

const listed = (words: string): readonly string[] => words.split(' ')
/** At the place of their value. */
const small = listed(
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen',
)
const tens = listed('twenty thirty forty fifty sixty seventy eighty ninety')
const ordinals = listed(
  'zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth',
)
const tenths = new Map(
  listed('thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth hundredth').map(
    (word, index) => [word, 30 + 10 * index] as const,
  ),
)
const values = new Map<string, number>([
  ...small.map((word, value) => [word, value] as const),
  ...tens.map((word, index) => [word, 20 + 10 * index] as const),
])
const powers = new Map([
  ['hundred', 100],
  ['thousand', 1e3],
  ['million', 1e6],
  ['billion', 1e9],
])
const parts = new Map<string, number>([
  ['half', 2],
  ['halve', 2],
  ['quarter', 4],
  ...ordinals.slice(3).map((word, index) => [word, 3 + index] as const),
  ...tenths,
])

const one = small.slice(1, 10).join('|')
const ten = tens.join('|')
const large = 'hundred|thousand|million|billion'
const letter = 'A-Za-z'
/** "One" to "ninety-nine". */
const below = `(?:(?:${ten})(?:[- ](?:${one}))?|${small.slice(1).reverse().join('|')})(?![${letter}])`
/** What may stand behind "hundred" and the like: "and twenty-five", "twenty-five", nothing; never a part of that. */
const rest = `(?:(?:[- ]and)?[- ]${below}|(?!(?:[- ]and)?[- ]${below}))`
const larger = `(?:[- ](?:${large})(?![${letter}])${rest})`
/** Not the beginning of "twenty-fifth"; "thirty second" is left, for it may be a time. */
const noOrdinal = `(?![- ](?:${['first', ...ordinals.slice(3, 10)].join('|')})(?![${letter}]))`
/** Not the end of a longer number: "hundred and twenty", "point five". */
const begins = `(?<!\\b(?:${large})(?:[- ]and)?[- ]|\\bpoint[- ])`

/**
 * The source of a pattern for "two", "ninety-nine", "a hundred and five", "two thousand three hundred": always the whole number, none of its parts. "One" alone is no number
 * more often than it is, and stands apart where it is meant.
 */
export const COUNT =
  `${begins}(?:(?:an?|one)${larger}{1,2}|(?:(?:${ten})(?:[- ](?:${one})(?![${letter}])|${noOrdinal})|${small.slice(2).reverse().join('|')})${larger}{0,3})` +
  `(?![- ](?:${large}|point)(?![${letter}]))`
/** For "first" to "ninety-ninth", "hundredth", "4th"; never the end of a longer one. */
export const ORDINAL = `${begins}(?<!\\b(?:${ten})[- ])(?:(?:${ten})[- ](?:${ordinals.slice(1, 10).join('|')})|${[...ordinals.slice(1), ...tenths.keys()].join('|')}|\\d{1,4}(?:st|nd|rd|th))`
/** For "a half", "two thirds", "3 quarters"; "half" alone is also an adjective. */
export const FRACTION = `(?:an?|\\d{1,3}|${small.slice(1, 10).join('|')})[- ](?:half|halves|quarters?|(?:${ordinals.slice(3, 11).join('|')})s?)`

/** A whole number in digits or words, and nothing else; null for other words. */
export function countOf(text: string): number | null {
  if (/^\d/.test(text)) return /^\d+$|^\d{1,3}(?:,\d{3})+$/.test(text) ? Number(text.replaceAll(',', '')) : null
  const word = readNumberWord(text, 0)
  return word?.kind === 'count' && word.end === text.length ? word.value.valueOf() : null
}

const german = listed(
  'null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn zwanzig',
)
export const GERMAN_COUNT = german.slice(2).reverse().join('|')
export const germanCountOf = (text: string): number | null => {
  const value = german.indexOf(text.toLowerCase())
  return value < 0 ? null : value
}

/** For "twice", "four times". */
export const TIMES = `once|twice|thrice|(?:\\d{1,4}|zero|one|${COUNT})\\stimes?`
const often = new Map([
  ['once', 1],
  ['twice', 2],
  ['thrice', 3],
])
/** How many times: "twice", "four times", and "four" alone. */
export const timesOf = (text: string): number | null =>
  often.get(text.toLowerCase()) ?? countOf(text.replace(/\stimes?$/i, ''))

/** A whole number below twenty in a word. */
export const countWord = (value: number): string | undefined => small[value]

/** The place that an ordinal names: "third", "3rd", "twenty-third" are 3, 3 and 23; null for other words. */
export function ordinalOf(text: string): number | null {
  const word = text.toLowerCase()
  if (/^\d/.test(word)) return /^\d+(?:st|nd|rd|th)?$/.test(word) ? Number.parseInt(word, 10) : null
  const [first = '', last = ''] = word.split(/[- ]/)
  const place = ordinals.indexOf(last === '' ? first : last)
  if (last === '') return tenths.get(first) ?? (place < 0 ? null : place)
  return tens.includes(first) && place > 0 && place < 10 ? (values.get(first) ?? 0) + place : null
}

/** "Half", "a third", "3 quarters" and nothing else; null for other words. */
export function fractionOf(text: string): Fraction | null {
  const [, over, under = ''] = /^(\d+)[- ](\w+)$/.exec(text) ?? []
  const part = parts.get(under.toLowerCase().replace(/s$/, ''))
  if (over !== undefined) return part === undefined ? null : new Fraction(Number(over), part)
  const word = readNumberWord(text, 0)
  return word?.kind === 'part' && word.end === text.length ? word.value : null
}

const multiples = new Map([
  ['twice', 2],
  ['double', 2],
  ['doubled', 2],
  ['doubles', 2],
  ['thrice', 3],
  ['triple', 3],
  ['tripled', 3],
  ['triples', 3],
  ['quadruple', 4],
  ['dozen', 12],
])

export interface NumberWord {
  value: Fraction
  end: number
  /** "count": three, twenty-five. "part": half, two thirds (something is left to be taken part of). "multiple": twice. */
  kind: 'count' | 'part' | 'multiple'
}

/** Every word that one may begin with. */
const beginnings: ReadonlySet<string> = new Set(['half', 'a', 'an', ...values.keys(), ...multiples.keys()])
const LONGEST = 12

/** Whether a number in words may begin with a word, which is in small letters. */
export const beginsNumber = (word: string): boolean => beginnings.has(word)

/** A number written in English words at `at` ("two hundred and five", "three quarters", "half", "twice"), or null. */
export function readNumberWord(text: string, at: number): NumberWord | null {
  const first = wordAt(text, at)
  if (first === null || !beginnings.has(first.word)) return null
  const multiple = multiples.get(first.word)
  if (multiple !== undefined) return { value: new Fraction(multiple), end: first.end, kind: 'multiple' }
  if (first.word === 'half') return { value: new Fraction(1, 2), end: first.end, kind: 'part' }
  const isArticle = first.word === 'a' || first.word === 'an'
  if (isArticle && !powers.has(wordAfter(text, first.end)?.word ?? '')) return readPart(text, first.end, 1)
  const count = readCount(text, isArticle ? 1 : values.get(first.word), first.end)
  if (count === null) return null
  return readPart(text, count.end, count.value) ?? { value: new Fraction(count.value), end: count.end, kind: 'count' }
}

/** "a third", "two thirds", "one-half": the count and then the name of a part. An ordinal after 1 without "a" or "one" stays an ordinal. */
function readPart(text: string, end: number, over: number): NumberWord | null {
  const next = wordAfter(text, end)
  if (next === null) return null
  const under = parts.get(next.word.replace(/s$/, ''))
  if (under === undefined || over <= 0 || over > 20) return null
  // "twenty fifth" is an ordinal; "two third" hardly occurs.
  if (over > 1 && !next.word.endsWith('s')) return null
  // "A twentieth century", "a fifteenth birthday"
  if (
    under > 10 &&
    /^[\s-](?:century|birthday|anniversary|place|floor|time|day|of\s(?:january|february|march|april|may|june|july|august|september|october|november|december))/i.test(
      text.slice(next.end, next.end + 14),
    )
  )
    return null
  return { value: new Fraction(over, under), end: next.end, kind: 'part' }
}

function readCount(text: string, first: number | undefined, behind: number): { value: number; end: number } | null {
  if (first === undefined) return null
  let group = first
  let total = 0
  let end = behind
  let last = group
  for (let count = 0; count < 12; count++) {
    let next = wordAfter(text, end)
    if (next?.word === 'and' && (last === 100 || last >= 1000)) next = wordAfter(text, next.end)
    if (next === null) break
    const unit = values.get(next.word)
    const power = powers.get(next.word)
    if (unit !== undefined && ((last >= 20 && last < 100 && unit > 0 && unit < 10) || (last >= 100 && unit > 0))) {
      group += unit
      last = unit
    } else if (power === 100 && group < 100) {
      group *= 100
      last = 100
    } else if (power !== undefined && power > 100 && group > 0) {
      total += group * power
      group = 0
      last = power
    } else break
    end = next.end
  }
  return { value: total + group, end }
}

function wordAt(text: string, at: number): { word: string; end: number } | null {
  let end = at
  while (isLatin(text.charCodeAt(end)) && end - at <= LONGEST) end++
  return end === at || end - at > LONGEST ? null : { word: text.slice(at, end).toLowerCase(), end }
}

const isLatin = (code: number) => (code >= 97 && code <= 122) || (code >= 65 && code <= 90)

function wordAfter(text: string, end: number): { word: string; end: number } | null {
  return text[end] === ' ' || text[end] === '-' ? wordAt(text, end + 1) : null
}
