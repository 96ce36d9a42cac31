/* Statistics of lists: "the median of 3, 9, 5 is 9". Computed in all usual meanings. */
import { listOf, type Named } from './named.js'

/** What a list of numbers comes to; several values where a word has several meanings. */
export type Statistic = (numbers: readonly number[]) => number | readonly number[] | null

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0)
const mean = (numbers: readonly number[]) => sum(numbers) / numbers.length
const ascending = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b)

function medianOf(numbers: readonly number[]): number {
  const sorted = ascending(numbers)
  const middle = sorted.length / 2
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2
}

function modesOf(numbers: readonly number[]): number[] | null {
  const counts = new Map<number, number>()
  for (const each of numbers) counts.set(each, (counts.get(each) ?? 0) + 1)
  const most = Math.max(...counts.values())
  return most === 1 ? null : [...counts].flatMap(([value, count]) => (count === most ? [value] : []))
}

/** Of a whole population, and of a sample. */
const variances = (numbers: readonly number[]) => {
  const squares = sum(numbers.map((each) => (each - mean(numbers)) ** 2))
  return [squares / numbers.length, squares / (numbers.length - 1)] as const
}
const deviations = (numbers: readonly number[]) => variances(numbers).map(Math.sqrt)

const isPositive = (numbers: readonly number[]) => numbers.every((each) => each > 0)

const statistic = (name: string, of: Statistic, notBehind?: RegExp, more: Partial<Named> = {}): Named => ({
  kind: 'statistics',
  name,
  link: '(?:of|von|for|between|zwischen)',
  of: listOf(of),
  ...(notBehind === undefined ? {} : { notBehind }),
  ...more,
})

const rangeOf: Statistic = (numbers) => Math.max(...numbers) - Math.min(...numbers)

/** By the words for it. */
export const statisticNamed = (name: string): Statistic | null =>
  byName.find(([names]) => names.test(name))?.[1] ?? null
const byName: readonly (readonly [RegExp, Statistic])[] = [
  [/mean|average/i, mean],
  [/median/i, medianOf],
  [/mode/i, modesOf],
  [/range/i, rangeOf],
]

/** Other means, and other sums, have other names before theirs. */
const qualified =
  /(?:geometric|harmonic|weighted|quadratic|trimmed|root|square|moving|annual|sample of|alternating|digit|interquartile|average of the|geometrisches?|harmonisches?|gewichtetes?|inter|cross|dot|scalar|vector|inner|partial)[-\s]?$/i

/** What is said of a list of numbers that stands there whole. */
export const statistics: readonly Named[] = [
  statistic('arithmetic\\smean|mean|average|Mittelwert|Durchschnitt', mean, qualified, {
    alone: true,
    verb: 'averages?(?:\\sto)?',
  }),
  statistic('median', medianOf, undefined, { alone: true }),
  statistic('modes?|Modus', modesOf, undefined, { alone: true }),
  statistic('range|Spannweite', rangeOf, qualified, { alone: true }),
  statistic('sum|total|Summe', sum, qualified, { verb: '(?:adds?|sums?)s(?:ups)?to' }),
  statistic('product|Produkt', (numbers) => numbers.reduce((a, b) => a * b, 1), qualified),
  statistic('geometric\\smean', (numbers) => (isPositive(numbers) ? Math.exp(mean(numbers.map(Math.log))) : null)),
  statistic('harmonic\\smean', (numbers) => (isPositive(numbers) ? 1 / mean(numbers.map((each) => 1 / each)) : null)),
  statistic('(?:population\\s)?variance|Varianz', variances, /sample\s$/i),
  statistic('sample\\svariance', (numbers) => variances(numbers)[1]),
  statistic('(?:population\\s)?standard\\sdeviation|Standardabweichung', deviations, /sample\s$/i),
  statistic('sample\\sstandard\\sdeviation', (numbers) => deviations(numbers)[1] ?? null),
  statistic('maximum|largest(?:\\snumber|\\svalue)?|greatest(?:\\snumber|\\svalue)?', (numbers) =>
    Math.max(...numbers),
  ),
  statistic('minimum|smallest(?:\\snumber|\\svalue)?|least(?:\\snumber|\\svalue)?', (numbers) => Math.min(...numbers)),
  statistic(
    'difference|Differenz',
    (numbers) =>
      numbers.length === 2
        ? [Math.abs((numbers[0] ?? 0) - (numbers[1] ?? 0)), (numbers[0] ?? 0) - (numbers[1] ?? 0)]
        : null,
    /common\s$/i,
  ),
  statistic('midrange', (numbers) => (Math.max(...numbers) + Math.min(...numbers)) / 2),
]
