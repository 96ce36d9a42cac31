import type { Finding } from '../../../../src/core/records/types.js'
import { rare } from '../../../../src/core/triggers.js'
import { finding, hedged } from '../claim.js'
import type { Grid, GridRow } from './grids.js'
import { headsIn, isOf, rowsIn } from './mentions.js'
import { numbersIn } from './sentences.js'

const MOST =
  'highest|largest|biggest|greatest|most|warmest|hottest|heaviest|tallest|longest|oldest|strongest|priciest|dearest|busiest'
const LEAST = 'lowest|smallest|fewest|least|coldest|coolest|lightest|shortest|youngest|weakest|cheapest|quietest'
const superlative = rare(
  new RegExp(
    String.raw`(?<!\p{L})(?:(second|third|2nd|3rd)[\s-])?(?:(${MOST})|(${LEAST}))(?:\s(?:massive|expensive|populous|sold|popular))?(?!\p{L}|(?<=most)\s(?:likely|recent|of)(?!\p{L}))`,
    'giu',
  ),
)
/** What is told of several, or of something that no cell holds. */
const unless = rare(
  /\b(?:one\sof|among|except\w*|apart|exclud\w*|besides?|other|after|behind|so\sfar|until|of\sthe\s(?:two|three|four|five|six|first|last|remaining|rest)|between|increas\w*|growth|gr[eo]w\w*|decreas\w*|f[ae]ll|drop\w*|chang\w*|gain\w*|jump\w*|declin\w*|loss\w*|margin|ratio|share|per\b|percent\w*|average|mean|differ\w*|improve\w*|spread|range|swing|rise|rose|total|sum|combined|at\s(?:the\s)?(?:most|least)|almost|both|and\sthe|or|than|neither|half|proportion\w*|relative\w*|value|followed)\b|%/i,
)
const ordinals: Readonly<Record<string, number>> = {
  first: 1,
  second: 2,
  '2nd': 2,
  third: 3,
  '3rd': 3,
  fourth: 4,
  fifth: 5,
  sixth: 6,
}

/** "Tuesday was the warmest", "the fewest orders came in Q2", "Mercury comes third with 0.330": the rank of a row in a column, or in any where none is named. */
export function extremes(grid: Grid, sentence: string): Finding[] {
  if (grid.rows.length < 3 || unless.test(sentence)) return []
  const rows = rowsIn(grid, sentence)
  return [...superlatives(grid, sentence, rows), ...ranks(grid, sentence, rows)]
}

type Rows = ReturnType<typeof rowsIn>

function superlatives(grid: Grid, sentence: string, rows: Rows): Finding[] {
  return superlative.matchAll(sentence).flatMap((match): Finding[] => {
    const [all, nth = '', most] = match
    const to = match.index + all.length
    const subject = subjectOf(sentence, rows, match.index, to)
    if (subject === null || subject.isTotal) return []
    const rank = ordinals[nth.toLowerCase()] ?? 1
    const columns = columnsOf(grid, sentence, subject)
    const span = [match.index, to] as const
    const isSo = columns.some((column) => isRanked(grid, subject, column, rank, most === undefined ? 1 : -1))
    if (columns.length === 0 || (!isSo && (hedged(sentence, span) || isPeriodOfRow(grid, sentence)))) return []
    const [column = 0] = columns
    const best = rankedRow(grid, column, rank, most === undefined ? 1 : -1)
    const what = `${all}${grid.heads.length > 1 ? ` (${grid.heads[column]?.label})` : ''}`
    return [
      finding(
        'tables',
        span,
        subject.label,
        best?.label ?? '',
        isSo,
        `${what} is ${best?.label} with ${best?.cells[column]}, not ${subject.label} with ${subject.cells[column]}`,
      ),
    ]
  })
}

/** The row that is said to be so: "X is the largest", "X had the fewest orders", "the largest is X", "Warmest: X". */
function subjectOf(sentence: string, rows: Rows, from: number, to: number): GridRow | null {
  const before = rows.filter((row) => row.to <= from).at(-1)
  const behind = rows.find((row) => row.from >= to)
  const isVerb = (text: string) =>
    /^\s(?:(?:day|city|item|product|region|class|quarter|the)\s)?(?:(?:is|was|were|are|had|has|have|saw|shows?|showed|recorded|sold|costs?|scored|received|got|brought\sin|makes\sup|comes\sin\sas|stands\sout\sas|made|with)\s)(?:by\sfar\s|clearly\s)?(?:the\s|our\s|its\s|also\s)*$/iu.test(
      text,
    )
  if (before !== undefined && isVerb(sentence.slice(before.to, from)))
    return rows.filter((row) => row.to <= from && row.thing !== before.thing).length === 0 ? before.thing : null
  if (before !== undefined || behind === undefined) return null
  const between = sentence.slice(to, behind.from)
  return /^(?:\s[\p{L}]+){0,3}(?:,|:|\s(?:is|was|were|are|came\sin|comes\sin|was\sin|is\sin|was\sin|were\sin|were\son|was\son|belongs\sto|goes\sto|has|had))\s(?:in\s|on\s|from\s|by\s)?(?:the\s)?$/iu.test(
    between,
  ) && /^[^\d]*$/.test(between)
    ? behind.thing
    : null
}

/** The columns that may be meant: the ones named, the ones whose cell is said, or all. */
function columnsOf(grid: Grid, sentence: string, row: GridRow): number[] {
  const named = headsIn(grid, sentence).map(({ thing }) => grid.heads.indexOf(thing))
  const all = row.cells.flatMap((cell, i) => (cell === null ? [] : [i]))
  const usable = (named.length > 0 ? [...new Set(named)] : all).filter((i) => row.cells[i] != null)
  if (named.length > 0) return usable
  const numbers = numbersIn(sentence)
  const told = usable.filter((i) =>
    numbers.some(({ value, scale, digits }) => isOf(value, scale, digits, row.cells[i] ?? 0)),
  )
  return told.length > 0 ? told : usable
}

const members = (grid: Grid, column: number) => grid.rows.filter((row) => !row.isTotal && row.cells[column] != null)

function rankedRow(grid: Grid, column: number, rank: number, sign: number): GridRow | undefined {
  return [...members(grid, column)].sort((a, b) => sign * ((a.cells[column] ?? 0) - (b.cells[column] ?? 0)))[rank - 1]
}

/** Of equal ones each has every place that they share. */
function isRanked(grid: Grid, row: GridRow, column: number, rank: number, sign: number): boolean {
  const own = row.cells[column] ?? 0
  const others = members(grid, column).map((each) => sign * (each.cells[column] ?? 0))
  const ahead = others.filter((each) => each < sign * own).length
  const level = others.filter((each) => each === sign * own).length
  // The size of a loss may be meant.
  const bySize = [...others].map(Math.abs).filter((each) => each > Math.abs(own)).length
  return (rank > ahead && rank <= ahead + level) || (others.some((each) => each * sign < 0) && bySize < rank)
}

/** "B had the most pupils in 2024" may mean that 2024 was its best year. */
const isPeriodOfRow = (grid: Grid, sentence: string) =>
  headsIn(grid, sentence).some(({ thing }) => thing.isPeriod) && /\b(?:its|ever|year|quarter|month)\b/i.test(sentence)

const ranking = rare(
  /\s(?:comes|came|ranks|ranked|is\sranked|placed|finishes|finished)\s(?:in\s)?(?:only\s)?(first|second|third|fourth|fifth|sixth)(?!\p{L})(?!\s(?:to|in\s(?:the\s)?(?:table|list|row)))/giu,
)

function ranks(grid: Grid, sentence: string, rows: Rows): Finding[] {
  return ranking.matchAll(sentence).flatMap((match): Finding[] => {
    const row = rows.find(({ to }) => to === match.index)?.thing
    const rank = ordinals[(match[1] ?? '').toLowerCase()] ?? 1
    if (row === undefined || row.isTotal) return []
    const columns = columnsOf(grid, sentence, row)
    const span = [match.index, match.index + match[0].length] as const
    const isSo =
      grid.rows[rank - 1] === row ||
      columns.some((column) => isRanked(grid, row, column, rank, 1) || isRanked(grid, row, column, rank, -1))
    if (columns.length === 0 || (!isSo && hedged(sentence, span))) return []
    const [column = 0] = columns
    const place = members(grid, column).filter((each) => (each.cells[column] ?? 0) > (row.cells[column] ?? 0)).length
    return [
      finding('tables', span, `${rank}`, `${place + 1}`, isSo, `${row.label} has place ${place + 1}, not ${rank}`),
    ]
  })
}
