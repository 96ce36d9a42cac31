/* Timetables: "From Bruck to Caro it takes 43 minutes", "RE 1 takes 77 minutes", "the longest hop is the one from Caro to Dell". */
import { COUNT, countOf } from '../../../../src/core/quantities/words.js'
import type { Finding } from '../../../../src/core/records/types.js'
import { rare } from '../../../../src/core/triggers.js'
import { finding, hedged, shown } from '../claim.js'
import { type Grid, type GridRow, isClock, isPeriodName } from './grids.js'
import { different, headsIn, rowsIn } from './mentions.js'

const HOURS = String.raw`(?:(\d{1,2}|an?|one|${COUNT})\s(?:h|hours?)(?![\p{L}])(?:\s(?:and\s)?)?)?`
const lasts = rare(
  new RegExp(
    String.raw`(?<!\p{L})(?:takes?|took|needs?|needed|lasts?|is|are|for|only|just|about|exactly|at|,)\s(?:only\s|just\s|exactly\s)?${HOURS}(?:(\d{1,3})\s?(?:min|minutes)(?!\p{L}))`,
    'giu',
  ),
)
const longest = rare(
  /(?<!\p{L})(?:(longest)|shortest)\s(?:[^.;\d]{0,20}\s)?(?:hops?|legs?|stretch(?:es)?|sections?|gaps?|intervals?|stages?)(?!\p{L})/giu,
)
const unless = rare(
  /\b(?:more|less|later|earlier|longer\sthan|shorter\sthan|delay\w*|late|before|wait\w*|walk\w*|if|total|average|second|plus|second-)\b/i,
)

const clocks = ({ cells }: GridRow) => cells.flatMap((cell, i) => (isClock(cell) ? [{ i, cell }] : []))

export function stretches(grid: Grid, sentence: string): Finding[] {
  if (unless.test(sentence) || !grid.rows.some((row) => clocks(row).length > 0)) return []
  const [from, to, third] = different(rowsIn(grid, sentence))
  if (from === undefined || third !== undefined) return []
  const heads = different(headsIn(grid, sentence))
  const times =
    to === undefined
      ? clocks(from).map(({ cell }) => cell)
      : [from, to].flatMap((row) => clocks(row).map(({ cell }) => cell))
  const [a, b] = times
  // A column of times each, or two of them in one row.
  if (a === undefined || b === undefined || times.length !== 2 || (to === undefined && heads.length === 1)) return []
  const exact = Math.round(Math.abs(b - a))
  return [...durations(sentence, exact), ...(to === undefined ? [] : hops(grid, sentence, exact))]
}

function durations(sentence: string, exact: number): Finding[] {
  const [match, another] = lasts.matchAll(sentence)
  if (match === undefined || another !== undefined) return []
  const [all, hours, minutes = ''] = match
  const said = 60 * (hours === undefined ? 0 : (countOf(hours) ?? 1)) + Number(minutes)
  const span = [match.index, match.index + all.length] as const
  const ok = said === exact
  if (!ok && (hedged(sentence, span) || said > 2 * exact || said < 0.5 * exact)) return []
  return [
    finding(
      'tables',
      span,
      `${said} minutes`,
      `${exact} minutes`,
      ok,
      `by the table it takes ${exact} minutes, not ${said}`,
    ),
  ]
}

function hops(grid: Grid, sentence: string, own: number): Finding[] {
  const match = longest.exec(sentence)
  const all = grid.rows.map((row) => clocks(row)[0]?.cell ?? Number.NaN)
  const steps = all.slice(1).map((each, i) => Math.round(each - (all[i] ?? 0)))
  if (match === null || steps.length < 2 || steps.some((each) => !(each > 0)) || !steps.includes(own)) return []
  const extreme = match[1] === undefined ? Math.min(...steps) : Math.max(...steps)
  const span = [match.index, match.index + match[0].length] as const
  const ok = own === extreme
  if (!ok && hedged(sentence, span)) return []
  return [
    finding(
      'tables',
      span,
      `${own} minutes`,
      `${extreme} minutes`,
      ok,
      `the ${match[1] === undefined ? 'shortest' : 'longest'} takes ${extreme} minutes, and this one ${own}`,
    ),
  ]
}

const jump = rare(
  /(?<!\p{L})(?:(biggest|largest|greatest|highest|steepest)|smallest|lowest|least)\s(?:(?:monthly|yearly|annual|single)\s)?(?:steps?|jumps?|changes?|moves?)(?!\p{L})/giu,
)

/** "The smallest step is the one from April to May": of periods that follow each other in one column. */
export function jumps(grid: Grid, sentence: string): Finding[] {
  const match = jump.exec(sentence)
  const [from, to, third] = different(rowsIn(grid, sentence))
  if (match === null || from === undefined || to === undefined || third !== undefined || grid.heads.length > 1)
    return []
  if (unless.test(sentence) || grid.rows.some(({ label }) => !isPeriodName(label))) return []
  const cells = grid.rows.map((row) => row.cells[0] ?? Number.NaN)
  const steps = cells.slice(1).map((each, i) => Math.abs(each - (cells[i] ?? Number.NaN)))
  const [a, b] = [from, to].map((row) => grid.rows.indexOf(row)).sort((x, y) => x - y)
  const own = a !== undefined && b === a + 1 ? steps[a] : undefined
  if (own === undefined || steps.length < 2 || steps.some(Number.isNaN)) return []
  const extreme = match[1] === undefined ? Math.min(...steps) : Math.max(...steps)
  const span = [match.index, match.index + match[0].length] as const
  const ok = Math.abs(own - extreme) < 1e-9
  if (!ok && hedged(sentence, span)) return []
  return [
    finding(
      'tables',
      span,
      shown(own),
      shown(extreme),
      ok,
      `the ${match[0]} is ${shown(extreme)}, and this one ${shown(own)}`,
    ),
  ]
}
