/* Sums of rows and columns: "over the year A reached 200 units". The cells are added up. */
import { lean } from '../../../../src/core/lean-patterns.js'
import { COUNT, countOf } from '../../../../src/core/quantities/words.js'
import type { Finding } from '../../../../src/core/records/types.js'
import { matchesOf, rare } from '../../../../src/core/triggers.js'
import { finding, hedged, NUMBER, shown } from '../claim.js'
import { columnNumbers, type Grid, turned } from './grids.js'
import { columnsIn, isCalledAsThere, isOneKind, isQualified, isSubtotal } from './kinds.js'
import { different, headsIn, isOf, rowsIn } from './mentions.js'
import { numbersIn, type Told } from './numbers.js'
import { isSlip } from './read-off.js'

const sums = rare(
  /\b(?:in\stotal|total(?:s|ed|led)?(?:\sof)?|in\sall|altogether|sum(?:s)?|together|in\ssum|overall|all\s(?:four|three|two|five|six|twelve)\s\p{L}+|(?:over|across|for)\sthe\s(?:whole\s|full\s|entire\s)?(?:year|period|week|day)|adds?\sup\sto|combined)\b/iu,
)
const unless = rare(
  /\b(?:average|mean|median|per|each|without|except\w*|exclud\w*|more|less|than|of\swhich|assets|liabilities|equity|half|remain\w*|from|by|gr[eo]w\w*|increas\w*|decreas\w*|fell|rose|lead|share|differ\w*|both|first|last|other)\b|%|[+×*/÷]|\d\s?[-−–]\s?\d/i,
)

/** Whether a total is what the chain reckoned before, or may be another that the question asks for. */
export type MayBeOther = (value: number) => boolean

/** A sum over a row or a column that does not add up: "over the year A reached 200 units and B 160", "total orders were 4,500". */
export function totals(grid: Grid, sentence: string, mayBeOther: MayBeOther): Finding[] {
  if (!sums.test(sentence) || unless.test(sentence)) return []
  const rows = rowsIn(grid, sentence)
  const heads = headsIn(grid, sentence)
  const isNamed = ({ from, to }: Told) => [...rows, ...heads].some((each) => from < each.to && to > each.from)
  const numbers = [...numbersIn(sentence), ...inWords(sentence)].filter(
    (each) => !isNamed(each) && !each.isPercent && each.text.length > 1,
  )
  if (heads.length === 0 && rows.length > 0) return ofRows(grid, sentence, rows, numbers, mayBeOther)
  const [head, other] = different(heads)
  return head !== undefined && other === undefined && rows.length === 0 && numbers.length === 1
    ? ofColumn(grid, sentence, grid.heads.indexOf(head), numbers[0], mayBeOther)
    : []
}

const overall = rare(
  /\b(?:in\s(?:total|all)|altogether|together|overall|add\sup\sto|total(?:led)?|sum|(?:across|over|for|in)\sthe\s(?:whole\s|entire\s)?(?:quarter|year|period|week|half-year))\b/iu,
)

/** "Across the quarter 3,630 people came and spent 28,250 in total": the sum of a column with a digit or two wrong, where no row is named. */
export function slippedSums(grid: Grid, sentence: string, mayBeOther: MayBeOther): Finding[] {
  if (!overall.test(sentence) || grid.rows.length < 3 || rowsIn(grid, sentence).length > 0) return []
  if (grid.rows.some(({ isTotal }) => isTotal) || slipUnless.test(sentence) || isQualified(grid, sentence)) return []
  const sums = columnNumbers(grid)
    .map((i) => ({ i, all: grid.rows.flatMap(({ cells }) => cells[i] ?? []) }))
    .filter(({ all }) => all.length === grid.rows.length && all.every((cell) => cell >= 0))
    .filter(({ i }) => isOneKind(grid, i))
  const known = [
    ...grid.rows.flatMap(({ cells }) => [...cells, sumOf(cells)]),
    ...sums.map(({ all }) => sumOf(all)),
  ].flatMap((each) => each ?? [])
  const numbers = numbersIn(sentence).filter(({ isPercent }) => !isPercent)
  return numbers.flatMap((number): Finding[] => {
    const { text, from, to, value, scale, digits } = number
    if (
      /(?:about|roughly|around|some|nearly|almost|over|under|approximately|~|≈)\s?[$€£]?\s?$/i.test(
        sentence.slice(0, from),
      )
    )
      return []
    if (known.some((each) => isOf(value, scale, digits, each)) || hedged(sentence, [from, to])) return []
    if (mayBeOther(value * scale)) return []
    const [column, another] = sums.filter(({ all }) => isSlip(text, sumOf(all)))
    if (column === undefined || another !== undefined || isSubtotal(columnsIn(grid), number)) return []
    const exact = shown(sumOf(column.all))
    return [
      finding(
        'tables',
        [from, to],
        text,
        exact,
        false,
        `${grid.heads[column.i]?.label ?? 'this'} adds up to ${exact}, not ${text}`,
      ),
    ]
  })
}
const slipUnless = rare(
  /\b(?:average|mean|without|except\w*|exclud\w*|more|less|than|first|last|two|both|tax|after|before|profit|left|remain\w*|discount\w*|vat|points)\b|%/i,
)

/** The smallest ones tell how many things are added more often than what they come to. */
const word = lean(
  new RegExp(
    String.raw`(?<![\p{L}-])(?!(?:two|three|four)(?!\p{L}))(?:${COUNT})(?![\p{L}-]|\s(?:hundred|thousand|million))`,
    'giu',
  ),
)

/** "Altogether twelve bronze medals": numbers in words. */
const inWords = (sentence: string): Told[] =>
  matchesOf(word, sentence).map(({ index, 0: text }) => ({
    text,
    value: countOf(text) ?? Number.NaN,
    digits: 0,
    from: index,
    to: index + text.length,
    scale: 1,
    isPercent: false,
  }))

interface Sum {
  grid: Grid
  sentence: string
  /** What a sentence says that it comes to. */
  number: Told
  sum: number
  /** What the number may be as well: one of the figures, or a sum of some. */
  others: readonly number[]
  /** Of these a number may be the sum of some. */
  columns: readonly (readonly number[])[]
  /** What is added. */
  what: string
  mayBeOther: MayBeOther
}

function judged({ grid, sentence, number, sum, others, columns, what, mayBeOther }: Sum): Finding[] {
  const { from, to, text, value, scale, digits } = number
  const is = (each: number) => isOf(value, scale, digits, each)
  const ok = is(sum)
  const size = Math.abs(value * scale)
  // What is far off is something else.
  const isNear = [1, 1e3, 1e6].some((by) => size > 0.6 * sum * by && size < 1.6 * sum * by)
  if (!ok && (!isNear || others.some(is) || isQualified(grid, sentence) || isSubtotal(columns, number))) return []
  if (!ok && (hedged(sentence, [from, to]) || mayBeOther(value * scale))) return []
  return [finding('tables', [from, to], text, shown(sum), ok, `${what} adds up to ${shown(sum)}, not ${text}`)]
}

const sumOf = (cells: readonly (number | null)[]) => cells.reduce<number>((sum, cell) => sum + (cell ?? 0), 0)

/** Each row before its number, over columns that are parts of a year. */
function ofRows(
  grid: Grid,
  sentence: string,
  rows: ReturnType<typeof rowsIn>,
  numbers: readonly Told[],
  mayBeOther: MayBeOther,
): Finding[] {
  if (grid.heads.length < 2 || !grid.heads.every(({ isPeriod }) => isPeriod)) return []
  return numbers.flatMap((number, i) => {
    const from = numbers[i - 1]?.to ?? 0
    const [row, other] = rows.filter((each) => each.from >= from && each.to <= number.from)
    if (row === undefined || other !== undefined || row.thing.cells.some((cell) => cell === null)) return []
    const all = row.thing.cells.flatMap((cell) => cell ?? [])
    return judged({
      grid: turned(grid),
      sentence,
      number,
      sum: sumOf(all),
      others: all,
      columns: [all],
      what: row.thing.label,
      mayBeOther,
    })
  })
}

function ofColumn(
  grid: Grid,
  sentence: string,
  column: number,
  number: Told | undefined,
  mayBeOther: MayBeOther,
): Finding[] {
  const cells = grid.rows.map(({ cells }) => cells[column] ?? null)
  if (number === undefined || grid.rows.length < 2 || cells.some((cell) => cell === null)) return []
  if (grid.rows.some(({ isTotal }) => isTotal) || !isOneKind(grid, column)) return []
  const others = grid.rows.flatMap((row) => [...row.cells, sumOf(row.cells)]).flatMap((cell) => cell ?? [])
  const what = grid.heads[column]?.label ?? 'the column'
  return judged({
    grid,
    sentence,
    number,
    sum: sumOf(cells),
    others,
    columns: columnsIn(grid),
    what,
    mayBeOther,
  })
}

const lists = lean(
  /(?<![\d.,+×*/=-]\s?)((?:[$€£]?\d[\d,.]*(?<![,.])(?:,\s(?:and\s)?|\sand\s)){1,20}[$€£]?\d[\d,.]*(?<![,.])),?\s(?:so|which\smakes|that\smakes|making|giving|in\s(?:sum|total|all)|together|altogether|for\sa\stotal\sof|adding\sup\sto)\s(?:(?!each|per|every|average|mean)[\p{L}'’]+\s){0,4}?([$€£]?\d[\d,.]*(?<![,.]))(?!\d|\s?[%/×*+]|[.,]\d)/giu,
)

/** "The quantities are 3, 6 and 4, so we order 15 pieces": a whole column in a row, and what it is said to add up to. */
export function listedSums(grid: Grid, sentence: string): Finding[] {
  return matchesOf(lists, sentence).flatMap((match): Finding[] => {
    const [all, list = '', said = ''] = match
    const terms = numbersIn(list.replace(/[$€£]/g, '')).map(({ value }) => value)
    const columns = columnNumbers(grid).map((i) =>
      grid.rows.filter(({ isTotal }) => !isTotal).map(({ cells }) => cells[i]),
    )
    if (
      terms.length < 2 ||
      !columns.some((cells) => cells.length === terms.length && terms.every((t, i) => t === cells[i]))
    )
      return []
    const sum = sumOf(terms)
    const value = Number(said.replace(/[$€£,]/g, ''))
    const span = [match.index, match.index + all.length] as const
    const ok = Math.abs(value - sum) < 1e-9 * sum
    // Another figure than the sum may follow: the mean, or the greatest.
    if (!ok && (value <= Math.max(...terms) || value > 2 * sum || hedged(sentence, span))) return []
    return [finding('tables', span, said, shown(sum), ok, `${list} add up to ${shown(sum)}, not ${said}`)]
  })
}

const added = rare(
  new RegExp(
    String.raw`(?<![\d.,])[$€£]?(?:${NUMBER})(?:\s?\+\s?[$€£]?(?:${NUMBER})){2,20}(?!\d|\.\d|\s?[-+×*/])`,
    'g',
  ),
)

const comesTo =
  /\b(?:is|are|was|were|comes?\sto|came\sto|total(?:s|led|ed)?|equals?|makes?|made|reach(?:es|ed)?|amount(?:s|ed)?\sto|adds?\sup\sto|added\sup\sto|sums?\s(?:up\s)?to|gives?)\s(?:exactly\s|just\s|then\s)?$/i
const isCell =
  (cell: number) =>
  ({ value, scale, digits }: Told): boolean =>
    isOf(value, scale, digits, cell)

/** What a question asks for where it does not ask for all. */
const some =
  /\b(?:first|last|until|till|up\sto|since|between|except\w*|exclud\w*|without|besides|only|those|which|quarter|half|part|some|than)\b/i

/** "All expenses come to 66 + 90 + 24" where the column has four rows: a total of what the table is about that leaves one of them out. */
export function leftOut(grid: Grid, question: string, sentence: string, behind: string): Finding[] {
  const { heads, rows } = grid
  if (!/\b(?:all|total)\b/i.test(sentence) || rows.length < 4) return []
  if (rows.some(({ isTotal }) => isTotal) || rowsIn(grid, sentence).length > 0) return []
  if (isQualified(grid, sentence) || !isCalledAsThere(grid, sentence) || some.test(question)) return []
  return added.matchAll(sentence).flatMap((match) => {
    const terms = numbersIn(match[0].replace(/[$€£]/g, '')).map(({ value }) => value)
    const span = [match.index, match.index + match[0].length] as const
    // Behind a colon the sum may be a first part, which the next step goes on from.
    if (!comesTo.test(sentence.slice(0, span[0]))) return []
    return heads.flatMap((_, column): Finding[] => {
      if (!isOneKind(grid, column)) return []
      const left = rows.filter(({ cells }) => !terms.includes(Math.abs(cells[column] ?? 0)))
      const [missing] = left
      const cell = missing?.cells[column]
      if (missing === undefined || cell == null || left.length !== 1 || terms.length !== rows.length - 1) return []
      // "140 + 330 + 41 = 511, then 511 + 60 = 571": it comes behind, or stood before.
      if (numbersIn(`${sentence.slice(0, span[0])}; ${sentence.slice(span[1])}; ${behind}`).some(isCell(cell)))
        return []
      const message = `the total leaves out ${missing.label}, ${cell}`
      return hedged(sentence, span) ? [] : [finding('tables', span, match[0], `with ${missing.label}`, false, message)]
    })
  })
}
