/* From one period to the next: "operating profit declined by 40", "West grew every year". Read from the row. */
import type { Finding } from '../../../../src/core/records/types.js'
import { rare } from '../../../../src/core/triggers.js'
import { blanked } from '../../blanked.js'
import { finding, hedged, shown } from '../claim.js'
import { type Grid, type GridRow, orderOf } from './grids.js'
import { different, headsIn, isOf, rowsIn } from './mentions.js'
import { numbersIn, type Told } from './numbers.js'

const UP = 'rose|grew|increased|climbed|went\\sup'
const DOWN = 'fell|declined|decreased|dropped|shrank|went\\sdown|sank'
const moved = rare(
  new RegExp(
    String.raw`(?<!\p{L})(?:(${UP})|(?:${DOWN}))(?:\s(?:slightly|sharply|again|strongly|further))?(?!\p{L})(?:\sby\s(?:about\s|just\s|only\s|exactly\s|roughly\s)?[$€£¥]?\s?(?=\d))?`,
    'giu',
  ),
)
/** What says more than that one figure became another. */
const unless = rare(
  /\b(?:than|share|margin|ratio|relative|points?|per|each|every|average|mean|adjusted|real|nominal|rate|growth|pace|while|whereas|but|although|except|forecast\w*|expected|budget\w*|plan\w*|target|together|combined|total|both|all|more|less|faster|slower|first|then|until|before|after|by\sthe\send)\b/i,
)

const always = rare(
  /\b(?:(?:in|over|during|across)\s(?:every|each|both|all)(?:\s\p{L}+)?\s(?:years?|periods?|quarters?|months?|steps?|intervals?|weeks?)|(?:every|each)\s(?:year|period|quarter|month|week)|throughout|steadily|continuously|consistently|(?:year|month|quarter)\s(?:after|by)\s(?:year|month|quarter)|without\s(?:a\s)?(?:break|interruption))\b/iu,
)
const went = rare(
  new RegExp(
    String.raw`(?<!\p{L})(?:(${UP}|gains|gained|has\sgrown|been\s(?:growing|rising))|(?:${DOWN}|loses|lost|has\sshrunk|been\s(?:falling|shrinking)))(?!\p{L})`,
    'giu',
  ),
)
const notAlways = rare(
  /\b(?:than|share|margin|ratio|faster|slower|not|never|almost|nearly|except|until|more|less|growth|rate|if|per|average|by\sthe\ssame)\b|%/i,
)

/** "The south gained inhabitants throughout", "West grew every year": from each period to the next. */
export function steady(grid: Grid, sentence: string): Finding[] {
  const [match, another] = always.test(sentence) ? went.matchAll(sentence) : []
  if (match === undefined || another !== undefined || grid.heads.length < 3) return []
  const orders = grid.heads.map(orderOf)
  const rows = rowsIn(grid, sentence)
  const [row, other] = different(rows)
  if (row === undefined || other !== undefined || orders.includes(null) || headsIn(grid, sentence).length > 0) return []
  if (notAlways.test(blanked(sentence, rows)) || row.cells.some((cell) => cell === null || cell <= 0)) return []
  const sorted = [...orders.keys()].sort((a, b) => (orders[a] ?? 0) - (orders[b] ?? 0)).map((i) => row.cells[i] ?? 0)
  const isUp = match[1] !== undefined
  const ok = sorted.every((each, i) => i === 0 || (isUp ? each > (sorted[i - 1] ?? 0) : each < (sorted[i - 1] ?? 0)))
  const span = [match.index, match.index + match[0].length] as const
  if (!ok && hedged(sentence, span)) return []
  const path = sorted.map(shown).join(', ')
  return [finding('tables', span, match[0], path, ok, `${row.label} went ${path}`)]
}

/** "Operating profit declined by 40": whether a row went up or down from one period to the next that is told, and by how much. */
export function trends(grid: Grid, sentence: string): Finding[] {
  const [match, another] = moved.matchAll(sentence)
  if (match === undefined || another !== undefined) return []
  const heads = grid.heads.length < 2 ? [] : grid.heads.map((head, i) => ({ i, order: orderOf(head) }))
  if (heads.length === 0 || heads.some(({ order }) => order === null)) return []
  const rows = rowsIn(grid, sentence)
  const [row, other] = different(rows)
  if (row === undefined || other !== undefined || (rows[0]?.from ?? 0) > match.index) return []
  if (unless.test(blanked(sentence, rows))) return []
  const told = headsIn(grid, sentence)
  const [from, to] = periodsOf(grid, sentence, told) ?? []
  const [a, b] = [row.cells[from ?? -1] ?? null, row.cells[to ?? -1] ?? null]
  // A loss that falls is a rise.
  if (a === null || b === null || a <= 0 || b <= 0) return []
  const end = match.index + match[0].length
  const by = /\d/.test(sentence.charAt(end)) ? numbersIn(sentence.slice(end))[0] : undefined
  const span = [match.index, end + (by?.to ?? 0)] as const
  const isUp = match[1] !== undefined
  const isRight = isUp ? b > a : b < a
  const ok = isRight && (by === undefined || isBy(by, a, b))
  if (!ok && (hedged(sentence, span) || (isRight && !isNear(by, row, a, b)))) return []
  const what = `${row.label} went from ${a} (${grid.heads[from ?? -1]?.label}) to ${b} (${grid.heads[to ?? -1]?.label})`
  const change = `${shown(b - a)}, that is ${shown((100 * (b - a)) / a)}%`
  return [finding('tables', span, match[0].trim(), change, ok, `${what}: ${change}`)]
}

/** The columns of two periods: both named, or one and the one before it, or the only two. */
function periodsOf(grid: Grid, sentence: string, told: ReturnType<typeof headsIn>): readonly [number, number] | null {
  const orders = grid.heads.map(orderOf)
  const order = (i: number) => orders[i] ?? 0
  const sorted = [...grid.heads.keys()].sort((a, b) => order(a) - order(b))
  const named = sorted.filter((i) => told.some(({ thing }) => thing === grid.heads[i]))
  const [first, second] = named
  if (first !== undefined && second !== undefined) {
    const isInOrder = told[0]?.thing === grid.heads[first] || /\b(?:from|between)\s/i.test(sentence)
    return named.length === 2 && isInOrder ? [first, second] : null
  }
  const [early, late] = sorted
  if (first === undefined)
    return sorted.length === 2 && early !== undefined && late !== undefined ? [early, late] : null
  const before = sorted[sorted.indexOf(first) - 1]
  if (before === undefined || !/\b(?:in|during|for)\s(?:the\s)?$/i.test(sentence.slice(0, told[0]?.from))) return null
  return order(first) - order(before) === 1 ? [before, first] : null
}

function isBy({ value, scale, digits, isPercent }: Told, a: number, b: number): boolean {
  if (!isPercent) return isOf(value, scale, digits, b - a)
  const exact = Math.abs((100 * (b - a)) / a)
  return Math.abs(value - exact) <= 0.51 * 10 ** -digits || Math.abs(value - exact) <= 0.02 * exact
}

/** A change that was reckoned with the wrong base or from other columns, or that lies near: not one of something else. */
function isNear(by: Told | undefined, { cells }: GridRow, a: number, b: number): boolean {
  if (by === undefined) return false
  const exact = by.isPercent ? Math.abs((100 * (b - a)) / a) : Math.abs(b - a)
  const others = cells.flatMap((x) =>
    cells.flatMap((y) => (x === null || y === null || y === 0 ? [] : by.isPercent ? [(100 * (x - y)) / y] : [x - y])),
  )
  return (
    Math.abs(by.value - exact) < 0.3 * exact ||
    others.some((each) => each !== 0 && Math.abs(by.value - Math.abs(each)) <= 0.51 * 10 ** -by.digits)
  )
}
