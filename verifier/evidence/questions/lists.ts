/* "What is the median of …?": statistics of numbers that the question lists. */
import { rare } from '../../../src/core/triggers.js'
import { areYears } from '../years.js'
import { type Asked, asSolved, form, numbersIn, type QuestionReader, type Solved } from './form.js'

/** Means, medians and spreads of numbers that the question lists. */
export const listReaders: readonly QuestionReader[] = [
  Object.assign(ofList, {
    source: String.raw`\b(?:median|mean|average|Mittelwert|range|Spannweite|deviation|(?:unbiased )?variance(?: estimator)?)\b`,
  }),
  form(
    'the median of all',
    String.raw`mean of # numbers is #\. # of them are #, #(?:, #)*(?:,? and #)\. (?:What is|Find) the median of all`,
    (numbers) => {
      const [count = 0, mean = 0, , ...known] = numbers
      if (known.length !== count - 1) return null
      const missing = count * mean - known.reduce((a, b) => a + b, 0)
      return { values: [[median([...known, missing])]], way: [count * mean, missing] }
    },
  ),
  form(
    'the mean of the whole class',
    String.raw`(?:class|group|team|company|school) of #, the # (?:\w+ ?){1,2} average #[^?\d]{0,24}the # (?:\w+ ?){1,2} average #[^?]{0,40}(?:average|mean)`,
    ([total = 0, a = 0, x = 0, b = 0, y = 0]) =>
      a + b === total ? { values: [[(a * x + b * y) / total]], way: [a * x, b * y, a * x + b * y] } : null,
  ),
  form(
    'the mean of all',
    String.raw`\b# (?:girls|boys|pupils|students|men|women|people|employees)[^?\d]{0,40}(?:average|mean)[^?\d]{0,24}#[^?]{0,40}?\b# (?:girls|boys|pupils|students|men|women|people|employees)[^?\d]{0,40}(?:average|mean)[^?\d]{0,24}#[^?\d]{0,20}\. (?:What is|Find) the (?:overall |combined |class )?(?:average|mean)[^?]{0,40}\?`,
    ([a = 0, x = 0, b = 0, y = 0]) => ({
      values: [[(a * x + b * y) / (a + b)]],
      way: [a * x, b * y, a + b, a * x + b * y],
    }),
  ),
  Object.assign(frequencies, { source: String.raw`none \d+, (?:one|1) \d+.*(?:mean and the )?\bmedian\b` }),
]

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  const middle = sorted.length / 2
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2
}

const NUMBER = String.raw`-?\d+(?:\.\d+)?`
const list = rare(new RegExp(String.raw`(?<![\d.])${NUMBER}(?:(?:, ?| and |, and )${NUMBER}){2,30}(?![\d]|\.\d)`, 'g'))
const measures: readonly (readonly [RegExp, (numbers: readonly number[]) => readonly number[]])[] = [
  [/\bmedian\b/i, (numbers) => [median(numbers)]],
  [/\b(?:mean|average)\b|\bMittelwert\b/i, (numbers) => [meanOf(numbers)]],
  [/\brange\b|\bSpannweite\b/i, (numbers) => [Math.max(...numbers) - Math.min(...numbers)]],
  [/\bstandard deviation\b/i, (numbers) => [Math.sqrt(variance(numbers, 1)), Math.sqrt(variance(numbers, 0))]],
  [/\bvariance\b/i, (numbers) => [variance(numbers, 1), variance(numbers, 0)]],
]

const meanOf = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0) / numbers.length

/** With one lost degree of freedom the unbiased estimate of a sample, with none that of a population. */
function variance(numbers: readonly number[], lost: 0 | 1): number {
  const mean = meanOf(numbers)
  return numbers.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (numbers.length - lost)
}

/** "Eight parcels took 4, 9, 2, 7, 4, 12, 5 and 3 days. What is the median delivery time?" */
function ofList({ text }: Asked): Solved | null {
  // "range(0, 10, 3)" of a program is no spread.
  if (/\brange ?\(|\bpython\b|\bjavascript\b|\bcode\b/i.test(text)) return null
  const lists = [...list.matchAll(text)]
  const [found] = lists
  if (found === undefined || lists.length > 1) return null
  const numbers = numbersIn(found[0]).map(Number)
  if (areYears(numbers)) return null
  const others = numbersIn(text.replace(found[0], ' ')).map(Number)
  if (
    others.some((each) => each !== numbers.length) ||
    /-/.test(found[0]) ||
    /\b(?:removed|added|replaced|new|missing|weight(?:ed|s)|if|each|both|without|more than|less than|trimmed|moving|of them)\b/i.test(
      text,
    )
  )
    return null
  const question =
    /[^.?]*\?\s*$|(?:find|compute|calculate|estimate|determine)\b[^.?]*[.?]?(?: ?\([^)]*\)\.?)?\s*$/i.exec(text)?.[0] ??
    ''
  const asked = measures.filter(([name]) => name.test(question))
  const [measure] = asked
  if (measure === undefined) return null
  const spread = /deviation|variance/.test(measure[0].source)
  // "the mean and the standard deviation": the first that is named; of a spread only what the question tells apart.
  const wanted = spread || !asked.some(([name]) => /deviation|variance/.test(name.source)) ? measure : null
  if (wanted === null) return null
  const values = wanted[1](numbers)
  const sample = /\bsample\b|unbiased|n ?- ?1|Stichprobe/i.test(text)
  const population = /\bpopulation\b|\bwhole\b|\ball of\b|Grundgesamtheit/i.test(text)
  const kept = !spread
    ? values
    : sample && !population
      ? values.slice(0, 1)
      : population && !sample
        ? values.slice(1)
        : values
  const name = /median|mean|average|range|deviation|variance/i.exec(question)?.[0] ?? 'value'
  const mean = meanOf(numbers)
  const squares = numbers.reduce((sum, each) => sum + (each - mean) ** 2, 0)
  return asSolved(
    `the ${name.toLowerCase().replace('deviation', 'standard deviation')} of the ${numbers.length} numbers`,
    {
      values: [kept],
      way: [
        mean,
        mean * numbers.length,
        squares,
        variance(numbers, 1),
        ...(population || !sample ? [variance(numbers, 0)] : []),
      ],
    },
  )
}

const table = rare(/none (\d+), (?:one|1) (\d+)((?:, \d+ \d+)+)\.[^?]*\bmedian\b/i)

/** "none 6, one 11, two 9, three 4, four 1. What are the mean and the median": how often each value was found. */
function frequencies({ text }: Asked): Solved | null {
  const match = table.exec(text)
  if (match === null) return null
  const pairs = [...(match[3] ?? '').matchAll(/(\d+) (\d+)/g)].map(
    ([, value, count]) => [Number(value), Number(count)] as const,
  )
  const all = [[0, Number(match[1])] as const, [1, Number(match[2])] as const, ...pairs]
  const numbers = all.flatMap(([value, count]) => Array.from({ length: Math.min(count, 500) }, () => value))
  return asSolved('the mean and the median', {
    values: [[meanOf(numbers)], [median(numbers)]],
    way: [meanOf(numbers), numbers.length, meanOf(numbers) * numbers.length],
  })
}
