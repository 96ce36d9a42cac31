/* Numbers read out of a table: "February had 310 orders". The cell of the row and column has to have it. */
import { lean } from '../../../../src/core/lean-patterns.js'
import type { Finding, Span } from '../../../../src/core/records/types.js'
import { matchesOf, rare } from '../../../../src/core/triggers.js'
import { unitSize } from '../amounts/measure.js'
import { finding, hedged } from '../claim.js'
import { type Grid, type GridHead, type GridRow, shownCell } from './grids.js'
import { different, headsIn, isExactly, isOf, rowsIn, withoutNames } from './mentions.js'
import { numbersIn, type Told } from './numbers.js'

/** Under these words a number is another than the one that stands in the table. */
const derived = rare(
  /\b(?:per|each|every|gr[eo]w\w*|grown|chang\w*|increas\w*|decreas\w*|declin\w*|differ\w*|more|less|fewer|higher|lower|larger|smaller|than|ratio|rate|average|mean|median|total\w*|sum|together|both|combined|between|remain\w*|rest|share|half|twice|double\w*|up|down|rose|fell|f[ae]ll\w*|r[io]s\w+|gain\w*|lost|drop\w*|los[es]\w*|(?<!(?:divided|multiplied)\s)by(?!\s\s)|margin|only|left|over|above|below|out|if|plus|minus|times|without|exclud\w*|includ\w*|adjust\w*|estimat\w*|expected|budget\w*|forecast\w*|plan\w*|target|correct\w*|right|back|gets|gives\sup|instead|ahead|behind|lead|weighted|index|rounded|add\w*|subtract\w*|deduct\w*|less|net\sof|all|cumulative|accumulated|since|after|before|opening|closing|beginning|ending|start|another|next|further|new|old|previous|prior|last|at\sleast|almost|nearly|through|until)\b/i,
)
/** "In 2024 it had 26": straight from a verb to the number. */
const verb = lean(
  /(?:(?<!\p{L})(?:is|was|were|are|had|has|have|reached|shows?|showed|recorded|reports?|reported|counts?|counted|sold|earned|saw|got|received|holds|held|brought(?:\sin)?|earns?|scored|weighs|measures|pays?|paid|totall?ed|costs?|stands?\sat|stood\sat|amount(?:s|ed)\sto|came\sto|comes\sto|listed\s(?:with|at|as)|with|of|at)|:|=)\s(?:(?:about|exactly|just|a|an|the\svalue|listed\swith)\s)*[$€£¥]?\s?$/iu,
)
const signs = /[+*×÷=≈<>]|\d\s?[-−–/]\s?[$€£]?\d|\d\s?[·^]/
const turns = /,?\s(?:while|whereas|but)\s|,\s(?:and|which|far|much)\s/g

/** Clauses of a sentence with their places. */
function clausesOf(sentence: string): Span[] {
  const ends = matchesOf(turns, sentence).map(({ index, 0: { length } }) => [index, index + length] as const)
  return [...ends, [sentence.length, sentence.length] as const].map(([end], i) => [ends[i - 1]?.[1] ?? 0, end])
}

/**
 * A number that a sentence reads out of a table: its row and its column are named beside it, or are known from the sentence before. Accused is one that stands in
 * another cell of the row or of the column; the right one is not in the sentence.
 */
export function readOff(grid: Grid, sentence: string, carried: GridRow | null): Finding[] {
  return clausesOf(sentence).flatMap(([start, end]) => {
    const clause = sentence.slice(start, end)
    if (signs.test(clause) || derived.test(withoutNames(grid, clause))) return []
    const rows = rowsIn(grid, clause)
    const heads = headsIn(grid, clause)
    const isNamed = ({ from, to }: Told) => [...rows, ...heads].some((each) => from < each.to && to > each.from)
    const numbers = numbersIn(clause).filter((number) => !isNamed(number))
    return numbers.flatMap((number, i): Finding[] => {
      const before = numbers[i - 1]?.to ?? 0
      const row = rowOf(rows, number, before, carried, clause)
      const column = columnOf(grid, heads, clause, number, before)
      const cell = row?.cells[column ?? -1]
      if (row == null || column === null || cell == null || number.isPercent) return []
      const { text, value, scale, digits } = number
      const span = [start + number.from, start + number.to] as const
      if (isOf(value, scale, digits, cell)) {
        const off = otherScale(grid.scale, number, cell)
        if (off !== null && !hedged(sentence, span))
          return [finding('tables', span, text, off, false, `the table has ${cell} ${off}`)]
        const unit = otherUnit(clause.slice(number.from + text.length), grid.heads[column]?.unit || row.unit)
        const ok = unit === null || value !== Math.abs(cell) || hedged(sentence, span)
        const message = `the table has ${cell} ${unit?.right}, not ${cell} ${unit?.said}`
        return [finding('tables', span, text, String(cell), ok, message)]
      }
      const isThere = numbersIn(sentence).some((each) => isOf(each.value, each.scale, each.digits, cell))
      const why = whyWrong(grid, row, column, number)
      if (why === null || isThere || hedged(sentence, span)) return []
      const head = grid.heads[column]?.label ?? ''
      const message = `the table has ${shownCell(cell)} for ${row.label}${head === '' ? '' : `, ${head}`}; ${why}`
      return [finding('tables', span, text, shownCell(cell), false, message)]
    })
  })
}

const inBase = lean(/^\s(?:dollars|euros?|pounds|tonnes|tons|people|inhabitants|pieces|units)(?!\p{L})/u)

/** "The mine produced 412 tonnes" of a table in 1000 t: a cell with every digit, said in the unit alone. */
export function unscaled(grid: Grid, sentence: string): Finding[] {
  const { scale } = grid
  if (
    scale === null ||
    /thousand|million|billion|\bk\b|1,?000|unit|in\sthe\stable/i.test(sentence) ||
    rowsIn(grid, sentence).length === 0
  )
    return []
  return numbersIn(sentence).flatMap(({ from, to, text, value, isPercent }): Finding[] => {
    const cells = grid.rows.flatMap((row) => row.cells.filter((cell) => cell !== null && Math.abs(cell) === value))
    if (
      isPercent ||
      value < 100 ||
      cells.length === 0 ||
      !inBase.test(sentence.slice(to)) ||
      hedged(sentence, [from, to])
    )
      return []
    const right = `${text} ${scaleWords[scale] ?? ''}`
    return [
      finding(
        'tables',
        [from, to],
        text,
        right,
        false,
        `the table has its figures in ${scaleWords[scale] ?? ''}s: ${right}`,
      ),
    ]
  })
}

const scaleWords: Readonly<Record<number, string>> = { 1e3: 'thousand', 1e6: 'million', 1e9: 'billion' }

/** "Five thousand dollars" of a table in thousands that has 5,000. */
function otherScale(right: number | null, { value, scale }: Told, cell: number): string | null {
  if (right === null || scale === 1) return null
  const times = (value * scale) / (Math.abs(cell) * right)
  return [1e-9, 1e-6, 1e-3, 1e3, 1e6, 1e9].some((by) => Math.abs(times / by - 1) < 0.01)
    ? (scaleWords[right] ?? '')
    : null
}

/** "6052 m" of a column in km: the unit behind a number, where the table has another of the same dimension. */
function otherUnit(behind: string, right: string): { said: string; right: string } | null {
  const said = /^\s?([\p{L}µ]{1,14}[²³]?(?:\/\p{L}{1,4})?)(?![\p{L}\d/^²³])/u.exec(behind)?.[1]
  const [a, b] = [said, right].map((unit) => (unit === undefined || unit === '' ? null : unitSize(unit)))
  if (said === undefined || a == null || b == null || a.dimension !== b.dimension) return null
  return Math.abs(a.size / b.size - 1) < 0.2 ? null : { said, right }
}

/** A number that stands in another cell, or has a digit or two wrong; any other may have been reckoned. */
function whyWrong(grid: Grid, row: GridRow, column: number, { text, value, scale }: Told): string | null {
  const places = [
    ...row.cells.map((cell, k) => ({ cell, where: `in ${grid.heads[k]?.label ?? 'the table'}` })),
    ...grid.rows.map(({ cells, label }) => ({ cell: cells[column] ?? null, where: `for ${label}` })),
    // Small numbers stand in many cells.
    ...(value > 12 ? grid.rows : []).flatMap(({ cells, label }) =>
      cells.map((cell, k) => ({ cell, where: `for ${label}, ${grid.heads[k]?.label ?? ''}` })),
    ),
  ]
  const taken = places.find(({ cell }) => cell !== null && isExactly(value, scale, cell))
  if (taken !== undefined) return `${text} stands ${taken.where}`
  return isSlip(text, row.cells[column] ?? 0) ? `${text} is another number` : null
}

/** As many digits, of which one or two differ. */
export function isSlip(said: string, cell: number): boolean {
  const [a, b] = [said.replace(/\D/g, ''), String(Math.abs(cell)).replace(/\D/g, '')]
  return a.length === b.length && a.length > 2 && [...a].filter((digit, i) => digit !== b[i]).length <= 2
}

/** "4,200 visitors in March", "62 for the toner". */
const nounBehind = lean(/^(?:\s\p{L}+){0,3}\s(?:in|for|during|on|from|came|were|was|are)\s/u)

function rowOf(
  rows: ReturnType<typeof rowsIn>,
  number: Told,
  before: number,
  carried: GridRow | null,
  clause: string,
): GridRow | null {
  const [only, another] = different(rows)
  if (only === undefined) return /(?<!\p{L})(?:it|its|they|there)(?!\p{L})/iu.test(clause) ? carried : null
  // "510 divided by the EBITDA": what comes behind a number is read with it.
  if (another === undefined)
    return (rows[0]?.from ?? 0) < number.from || nounBehind.test(clause.slice(number.to)) ? only : null
  // "A reached 200 units and B 160": each before its number.
  const own = rows.filter(({ from }) => from >= before && from < number.from)
  return own.length === 1 ? (own[0]?.thing ?? null) : null
}

/** "The cost of sales in 2022, 545 million, was …". */
const isApposed = (clause: string, heads: ReturnType<typeof headsIn>, { from, to }: Told) =>
  heads.some((head) => /^,\s[$€£]?$/.test(clause.slice(head.to, from))) && /^(?:\s\p{L}+)?,\s/u.test(clause.slice(to))

function columnOf(
  grid: Grid,
  heads: ReturnType<typeof headsIn>,
  clause: string,
  number: Told,
  before: number,
): number | null {
  const place = (head: GridHead | undefined) => (head === undefined ? null : grid.heads.indexOf(head))
  // "1,120 orders", "26 in 2024": right behind it.
  const behind = heads.find(
    ({ from }) =>
      from >= number.to && /^\s(?:(?:\p{L}+\s)?(?:in|for|during|by)\s)?$/u.test(clause.slice(number.to, from)),
  )
  if (behind !== undefined) return place(behind.thing)
  if (!verb.test(clause.slice(0, number.from)) && !isApposed(clause, heads, number)) return null
  if (grid.heads.length <= 1) return 0
  const ahead = heads.filter(({ to }) => to <= number.from)
  const own = ahead.filter(({ from }) => from >= before)
  // "In 2023: 510 divided by the EBITDA of 150": the one of the whole clause, where none is nearer.
  const last = own.at(-1)
  // "35 FTE with an average of 51": straight before it.
  if (last !== undefined && /^\s(?:of|is|was|at)\s[$€£]?$/u.test(clause.slice(last.to, number.from)))
    return place(last.thing)
  const [only, another] = different(own.length > 0 ? own : ahead.length === heads.length ? ahead : [])
  return another === undefined ? place(only) : null
}
