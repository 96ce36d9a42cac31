/* Who is first in a table: "Tuesday was the warmest", "Mercury comes third". Rows and columns are ranked. */
import { lean } from '../../../../src/core/lean-patterns.js'
import { ordinalOf } from '../../../../src/core/quantities/words.js'
import type { Finding } from '../../../../src/core/records/types.js'
import { rare } from '../../../../src/core/triggers.js'
import { blanked } from '../../blanked.js'
import { finding, hedged } from '../claim.js'
import { sentencesOf } from '../text/sentences.js'
import { type Grid, type GridRow, isPeriodName, shownCell } from './grids.js'
import { isOverSome, meantBy } from './kinds.js'
import { different, headsIn, isOf, rowsIn } from './mentions.js'
import { numbersIn } from './numbers.js'

const MOST =
  'highest|largest|biggest|greatest|most|warmest|hottest|heaviest|tallest|longest|oldest|strongest|priciest|dearest|busiest|wettest|rainiest|richest|maximum|peaked|hit\\sits\\s(?:peak|high)|reached\\sits\\s(?:peak|high(?:est\\spoint)?|maximum)'
const LEAST =
  'lowest|smallest|fewest|least|coldest|coolest|lightest|shortest|youngest|weakest|cheapest|quietest|driest|poorest|minimum|hit\\sits\\slow|reached\\sits\\s(?:low(?:est\\spoint)?|minimum)|bottomed\\sout'
/** Which end they mean is told by what is counted: the best time is the shortest. */
const JUDGED = 'best|fastest|quickest'
const WORST = 'worst|slowest'
const superlative = rare(
  new RegExp(
    String.raw`(?<!\p{L})(?:(second|third|2nd|3rd)[\s-])?(?:(${MOST})|(${LEAST})|(${JUDGED})|(${WORST}))(?:\s(?:massive|expensive|populous|sold|popular))?(?!\p{L}|(?<=most)\s(?:likely|recent|of|important|interesting)(?!\p{L}))`,
    'giu',
  ),
)
/** What is told of several, or of something that no cell holds. */
const unless = rare(
  /\b(?:one\sof|of\s(?:these|those|them)|but\sone|among|except\w*|apart|exclud\w*|besides?|other|after|behind|so\sfar|until|of\sthe\s(?:two|three|four|five|six|first|last|remaining|rest)|between|increas\w*|growth|gr[eo]w\w*|decreas\w*|f[ae]ll|drop\w*|chang\w*|gain\w*|jump\w*|declin\w*|loss\w*|margin|ratio|share|per\b|percent\w*|average|mean|differ\w*|improve\w*|spread|range|swing|rise|rose|total|sum|combined|at\s(?:the\s)?(?:most|least)|almost|both|and\sthe|or|than|neither|half|proportion\w*|relative\w*|value|followed)\b|%/i,
)

/** The same figures by rows and by columns, and the text that they stand in. */
export interface Sides {
  grid: Grid
  other: Grid
  source: string
  question: string
}

const derived =
  /\b(?:growth|gr[eo]w\w*|increas\w*|decreas\w*|chang\w*|declin\w*|margins?|ratios?|shares?|percent\w*|rates?|per|average|mean|relative\w*|proportion\w*|improve\w*|differences?|yields?|returns?)\b|%/i

/** "Highest: Asia.", "The smallest is that of 2021.": of what it is so is not said. */
const isBare = (rest: string): boolean =>
  !/\p{L}{4,}/u.test(rest.replace(/\b(?:that|this|these|those|with|again)\b/gi, ''))

/** "Which region had the highest growth?": what is ranked stands in no cell. */
const asksDerived = (question: string): boolean =>
  sentencesOf(question.replace(/^.*\|.*$/gm, '')).some(({ text }) => superlative.test(text) && derived.test(text))

/**
 * "Tuesday was the warmest", "the fewest orders came in Q2", "West had its best year in 2022": a row in a column, or a column in a row; in any where none is named.
 * "Mercury comes third with 0.330": its rank.
 */
export function extremes(sides: Sides, sentence: string): Finding[] {
  const { grid, other } = sides
  const mayRank = grid.rows.length > 2 && !unless.test(sentence)
  const found = mayRank ? ranks(grid, sentence, rowsIn(grid, sentence)) : []
  // "West, the smallest of the regions, had …"
  const plain = sentence.replace(/(?<=\p{L}),\s(?:the|our|their)\s[^,;]{3,60},(?=\s)/gu, (all) =>
    ' '.repeat(all.length),
  )
  const [match, another] = superlative.matchAll(plain)
  if (match === undefined || another !== undefined) return found
  const named = [...rowsIn(grid, plain), ...headsIn(grid, plain)]
  if (unless.test(blanked(plain, named))) return found
  const rest = blanked(plain, named).replace(match[0], '')
  if (named.length < 2 && isBare(rest) && asksDerived(sides.question)) return found
  if (isForeign(match[0], sides.source)) return found
  const axis = axisOf(sides, plain, match[0], match.index + match[0].length, named)
  if (axis === null) return found
  const readings = [grid, other].flatMap((each) =>
    axis(each) ? (readingOf(each, sides.source, plain, match) ?? []) : [],
  )
  const [first] = readings
  const right = readings.find(({ isSo }) => isSo) ?? first
  const span = [match.index, match.index + match[0].length] as const
  if (right === undefined || (!right.isSo && (hedged(sentence, span) || isOverSome(grid, plain.slice(span[1])))))
    return found
  const { subject, best, what, isSo, column } = right
  const told = `${what} is ${best?.label} with ${shownCell(best?.cells[column])}, not ${subject.label} with ${shownCell(subject.cells[column])}`
  return [...found, finding('tables', span, subject.label, best?.label ?? '', isSo, told)]
}

/** What else than more and less a word says, and what a table has to be about for it. */
const measures: readonly (readonly [RegExp, RegExp])[] = [
  [/^(?:old|young)/i, /\b(?:ages?|years?|born|founded|since)\b/i],
  [
    /^(?:tall|short)/i,
    /\b(?:heights?|lengths?|long|times?|durations?|cm|m|km|min|minutes|seconds|s|h|hours|depart\w*)\b/i,
  ],
  [
    /^long/i,
    /\b(?:lengths?|long|times?|durations?|distances?|cm|m|km|min|minutes|seconds|s|h|hours|days|depart\w*)\b/i,
  ],
  [/^(?:heav|light)/i, /\b(?:mass\w*|weights?|kg|g|tons?|tonnes)\b/i],
  [/^(?:warm|hot|cold|cool)/i, /°|\b(?:temperatures?|degrees|celsius)\b/i],
  [/^(?:wet|rain|dri)/i, /\b(?:rain\w*|precipitation|mm|inch\w*)\b/i],
  [/^(?:cheap|pric|dear)|expensive/i, /[€$£]|\b(?:prices?|costs?|rents?|fees?|EUR|USD|GBP|euros?|dollars?)\b/i],
]

/** "The oldest runner" of a table of times. */
export const isForeign = (word: string, source: string): boolean =>
  measures.some(([said, about]) => said.test(word.replace(/^(?:most|least)\s/i, '')) && !about.test(source))

const follows = lean(
  /^\s(?:(?:single|overall|monthly|yearly|quarterly)\s)?(\p{L}+)(?:\s(item|items|month|year|day|figure|value|block|one)\b)?/iu,
)
const plainly =
  /^(?:in|on|at|of|with|for|among|was|is|were|are|had|came|comes|by|belongs|to|than|from|during|this|here|there|it|throughout|within|across|and|that|overall|has)$/i
const generic =
  /^(?:one|ones|value|values|figure|figures|number|numbers|result|results|entry|entries|item|items|time|amount|reading|level|point|cell|row|line|column|category|position|costs?|expenses?|charges?)$/i
const periods = /^(?:year|month|quarter|day|week|period|season|round)s?$/i

/** Which side of a table a superlative speaks of, by its noun; null where it speaks of something else ("the weakest start"). */
function axisOf(
  { grid, source }: Sides,
  text: string,
  word: string,
  at: number,
  named: readonly { from: number; to: number }[],
): ((grid: Grid) => boolean) | null {
  const noun = follows.exec(text.slice(at))?.[1]
  // The words just before, without the one that it stands in: a longer text is tried at each of its places.
  const before = text.slice(Math.max(0, at - 100), at).replace(/(?<!\S)\S+$/, '')
  // "Ada earns the most" of a table of hours and rates is computed, and no cell.
  const deed = /\b(earn|pa(?:id|y)|spen|owe)\p{L}*\s(?:the\s)?$/iu.exec(before)?.[1]
  if (deed !== undefined && !grid.heads.some(({ label }) => label.toLowerCase().includes(deed.toLowerCase())))
    return null
  const own = /\b(?:its|their|her|his)\s(?:\p{L}+\s)?$/iu.test(before)
  const isPeriod = ({ rows }: Grid) => rows.every(({ label, isTotal }) => isTotal || isPeriodName(label))
  if (/^(?:peaked|hit|reached|bottomed)/i.test(word)) return isPeriod
  if (own && noun !== undefined && !periods.test(noun)) return (each) => isPeriod(each) || each !== grid
  const isThing = noun === undefined || plainly.test(noun) || generic.test(noun)
  if (isThing || named.some(({ from, to }) => from <= at + 2 && to > at)) return () => true
  const stem = noun.toLowerCase().replace(/(?:ies|es|s|y)$/, '')
  if (periods.test(noun)) return isPeriod
  const labelled = (each: Grid) => each.rows.some(({ label }) => label.toLowerCase().startsWith(stem))
  if (labelled(grid)) return labelled
  return source.toLowerCase().includes(stem) ? (each) => !isPeriod(each) : null
}

interface Reading {
  subject: GridRow
  best: GridRow | undefined
  what: string
  column: number
  isSo: boolean
}

function readingOf(grid: Grid, source: string, sentence: string, match: RegExpExecArray): Reading | null {
  const [all, nth = '', most, least, judged] = match
  const rows = rowsIn(grid, sentence)
  const [only, another] = different(rows)
  const plain = blanked(sentence, headsIn(grid, sentence)).replace(/(?<=\s{4}),/g, ' ')
  const isNear = rows.some(({ from, to }) => {
    const between = from < match.index ? plain.slice(to, match.index) : plain.slice(match.index + all.length, from)
    return !/[,;:.\d]/.test(between.replace(/^:/, ''))
  })
  const subject =
    another === undefined ? (isNear ? only : null) : subjectOf(sentence, rows, match.index, match.index + all.length)
  const columns = subject === undefined || subject === null ? [] : columnsOf(grid, sentence, subject)
  const [first] = columns
  if (subject == null || subject.isTotal || first === undefined || members(grid, first, sentence, subject).length < 3)
    return null
  // "The largest asset is the bank loan": nobody knows what is meant.
  if (meantBy(grid, first, sentence)(subject.label) === false) return null
  const rank = ordinalOf(nth) ?? 1
  const signs = (column: number) => {
    if ((most ?? least) !== undefined) return [most === undefined ? 1 : -1]
    const sign = goodEnd(grid, column, subject, source)
    return sign === 0 ? [1, -1] : [judged === undefined ? -sign : sign]
  }
  const isSo = columns.some((column) =>
    signs(column).some((sign) => isRanked(grid, subject, column, rank, sign, sentence)),
  )
  const head = grid.heads.length > 1 ? ` (${grid.heads[first]?.label})` : ''
  const best = rankedRow(members(grid, first, sentence, subject), first, rank, signs(first)[0] ?? 1)
  return { subject, best, what: `${all}${head}`, column: first, isSo }
}

/** Times are better short, sales are better high; of all else nothing is known. The column tells it, or the row, or the text around. */
function goodEnd({ heads }: Grid, column: number, { label, unit }: GridRow, source: string): -1 | 0 | 1 {
  const head = heads[column]
  const told = [`${head?.label ?? ''} ${head?.unit ?? ''}`, `${label} ${unit}`, source]
  return told.map(endOf).find((each) => each !== 0) ?? 0
}

export function endOf(text: string): -1 | 0 | 1 {
  const isShort = /\b(?:times?|seconds?|s|min|minutes|duration)\b/i.test(text)
  const isHigh =
    /\b(?:sales|revenues?|profits?|income|visitors?|scores?|points|orders|users|goals|wins|output|customers|members|passengers|turnover|earnings|ratings?)\b/i.test(
      text,
    )
  return isShort === isHigh ? 0 : isShort ? 1 : -1
}

type Rows = ReturnType<typeof rowsIn>

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

/**
 * Among costs those that are paid alone, among assets no debts: what is earned stands beside costs, in some tables with another sign. `own` is the row that is spoken of, which the
 * sentence counts among them; with `open` also those whose names leave it open.
 */
function members(grid: Grid, column: number, sentence: string, own: GridRow, open = false): GridRow[] {
  const isMeant = meantBy(grid, column, sentence)
  const all = grid.rows.filter(
    (row) =>
      !row.isTotal &&
      row.cells[column] != null &&
      (row.label === own.label || (open ? isMeant(row.label) !== false : isMeant(row.label) === true)),
  )
  const isPaid = all.filter(({ cells }) => (cells[column] ?? 0) < 0)
  if (!/\b(?:costs?|expenses?|spending|charges?|outgoings?)\b/i.test(sentence)) return all
  return isPaid.length > 0 ? isPaid.map(positive) : all
}

const positive = (row: GridRow): GridRow => ({
  ...row,
  cells: row.cells.map((cell) => (cell === null ? null : Math.abs(cell))),
})

const rankedRow = (rows: readonly GridRow[], column: number, rank: number, sign: number): GridRow | undefined =>
  [...rows].sort((a, b) => sign * ((a.cells[column] ?? 0) - (b.cells[column] ?? 0)))[rank - 1]

/** Whether it has its place among those that are meant, or among all that may be. */
const isRanked = (grid: Grid, row: GridRow, column: number, rank: number, sign: number, sentence: string): boolean =>
  [false, true].some((open) => hasRank(members(grid, column, sentence, row, open), row, column, rank, sign))

/** Of equal ones each has every place that they share. */
function hasRank(all: readonly GridRow[], row: GridRow, column: number, rank: number, sign: number): boolean {
  const own = (all.find(({ label }) => label === row.label) ?? row).cells[column] ?? 0
  const others = all.map((each) => sign * (each.cells[column] ?? 0))
  const ahead = others.filter((each) => each < sign * own).length
  const level = others.filter((each) => each === sign * own).length
  // The size of a loss may be meant.
  const bySize = [...others].map(Math.abs).filter((each) => each > Math.abs(own)).length
  return (rank > ahead && rank <= ahead + level) || (others.some((each) => each * sign < 0) && bySize < rank)
}

const ranking = rare(
  /\s(?:comes|came|ranks|ranked|is\sranked|placed|finishes|finished)\s(?:in\s)?(?:only\s)?(first|second|third|fourth|fifth|sixth)(?!\p{L})(?!\s(?:to|in\s(?:the\s)?(?:table|list|row)))/giu,
)

function ranks(grid: Grid, sentence: string, rows: Rows): Finding[] {
  return ranking.matchAll(sentence).flatMap((match): Finding[] => {
    const row = rows.find(({ to }) => to === match.index)?.thing
    const rank = ordinalOf(match[1] ?? '') ?? 1
    if (row === undefined || row.isTotal) return []
    const columns = columnsOf(grid, sentence, row)
    const span = [match.index, match.index + match[0].length] as const
    const isSo =
      grid.rows[rank - 1] === row ||
      columns.some((column) => [1, -1].some((sign) => isRanked(grid, row, column, rank, sign, sentence)))
    if (columns.length === 0 || (!isSo && hedged(sentence, span))) return []
    const [column = 0] = columns
    const place = members(grid, column, sentence, row).filter(
      (each) => (each.cells[column] ?? 0) > (row.cells[column] ?? 0),
    ).length
    return [
      finding('tables', span, `${rank}`, `${place + 1}`, isSo, `${row.label} has place ${place + 1}, not ${rank}`),
    ]
  })
}
