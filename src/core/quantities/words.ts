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
const large = new Map([
  ['hundred', 100],
  ['thousand', 1e3],
  ['million', 1e6],
  ['billion', 1e9],
])
const parts = new Map<string, number>([
  ['half', 2],
  ['halve', 2],
  ['quarter', 4],
  ...ordinals.slice(3, 11).map((word, index) => [word, 3 + index] as const),
])

/** The source of a pattern for "two" to "ninety-nine"; "one" is no number more often than it is, and stands apart where it is meant. */
export const COUNT = `(?:${tens.join('|')})(?:[- ](?:${small.slice(1, 10).join('|')}))?|${small.slice(2).reverse().join('|')}`
/** For "first" to "twentieth", "thirtieth" to "hundredth", "4th". */
export const ORDINAL = `${[...ordinals.slice(1), ...tenths.keys()].join('|')}|\\d{1,4}(?:st|nd|rd|th)`
/** For "a half", "two thirds", "3 quarters"; "half" alone is also an adjective. */
export const FRACTION = `(?:an?|\\d{1,3}|${small.slice(1, 10).join('|')})[- ](?:half|halves|quarters?|(?:${ordinals.slice(3, 11).join('|')})s?)`

/** A whole number in digits or words; null for other words. */
export function countOf(text: string): number | null {
  const word = text.toLowerCase()
  if (/^\d/.test(word)) return /^\d+$|^\d{1,3}(?:,\d{3})+$/.test(word) ? Number(word.replaceAll(',', '')) : null
  const [first = '', second] = word.split(/[- ]/)
  const ten = values.get(first) ?? null
  if (second === undefined || ten === null) return ten
  const one = small.indexOf(second)
  return ten >= 20 && one > 0 && one < 10 ? ten + one : null
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
/** How many times: "twice", "four times", and "four" alone. */
export const timesOf = (text: string): number | null =>
  ({ once: 1, twice: 2, thrice: 3 })[text.toLowerCase()] ?? countOf(text.replace(/\stimes?$/i, ''))

/** A whole number below twenty in a word. */
export const countWord = (value: number): string | undefined => small[value]

/** The place that an ordinal names: "third", "3rd" are 3; null for other words. */
export function ordinalOf(text: string): number | null {
  const word = text.toLowerCase()
  const place = tenths.get(word) ?? (/^\d/.test(word) ? Number.parseInt(word, 10) : ordinals.indexOf(word))
  return place < 0 ? null : place
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
  if (first.word === 'a' || first.word === 'an') return readPart(text, first.end, 1)
  const count = readCount(text, first)
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
  return { value: new Fraction(over, under), end: next.end, kind: 'part' }
}

function readCount(text: string, first: { word: string; end: number }): { value: number; end: number } | null {
  let group = values.get(first.word)
  if (group === undefined) return null
  let total = 0
  let { end } = first
  let last = group
  for (let count = 0; count < 12; count++) {
    let next = wordAfter(text, end)
    if (next?.word === 'and' && (last === 100 || last >= 1000)) next = wordAfter(text, next.end)
    if (next === null) break
    const unit = values.get(next.word)
    const power = large.get(next.word)
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
