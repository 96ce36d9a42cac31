import Fraction from 'fraction.js'

const units =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  )
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ')
const small = new Map<string, number>([
  ...units.map((word, value) => [word, value] as const),
  ...tens.map((word, index) => [word, 20 + 10 * index] as const),
])
const large = new Map([
  ['hundred', 100],
  ['thousand', 1e3],
  ['million', 1e6],
  ['billion', 1e9],
])
const parts = new Map([
  ['half', 2],
  ['halves', 2],
  ['third', 3],
  ['quarter', 4],
  ['fourth', 4],
  ['fifth', 5],
  ['sixth', 6],
  ['seventh', 7],
  ['eighth', 8],
  ['ninth', 9],
  ['tenth', 10],
])
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
const beginnings = new Set(['half', 'a', 'an', ...small.keys(), ...multiples.keys()])
const LONGEST = 12

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
  const under = parts.get(next.word) ?? (next.word.endsWith('s') ? parts.get(next.word.slice(0, -1)) : undefined)
  if (under === undefined || over <= 0 || over > 20) return null
  // "twenty fifth" is an ordinal; "two third" hardly occurs.
  if (over > 1 && !next.word.endsWith('s')) return null
  return { value: new Fraction(over, under), end: next.end, kind: 'part' }
}

function readCount(text: string, first: { word: string; end: number }): { value: number; end: number } | null {
  let group = small.get(first.word)
  if (group === undefined) return null
  let total = 0
  let { end } = first
  let last = group
  for (let count = 0; count < 12; count++) {
    let next = wordAfter(text, end)
    if (next?.word === 'and' && (last === 100 || last >= 1000)) next = wordAfter(text, next.end)
    if (next === null) break
    const unit = small.get(next.word)
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
