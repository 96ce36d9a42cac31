/* Where a sentence speaks of a row or column, and whether a number is that of a cell. */
import { matchesOf } from '../../../../src/core/triggers.js'
import { blanked } from '../../blanked.js'
import type { Grid, GridHead, GridRow } from './grids.js'

/** Where a row or a column of a table is spoken of. */
interface Mention<Thing> {
  thing: Thing
  from: number
  to: number
}

/** "Year 3", "row 5" name a row that is called 3 or 5; "a coupon of 3", "1.5" do not. */
const isBareNumber = (text: string, { from, to }: { from: number; to: number }): boolean =>
  /^\d{1,2}$/.test(text.slice(from, to)) &&
  !/(?<!\p{L})(?:years?|rows?|no\.?|numbers?|months?|weeks?|days?|quarters?|periods?|class|groups?|levels?|grades?|teams?|stores?|shops?|sites?|plants?|regions?|rooms?|lines?|machines?|lots?|batch|samples?|trials?|players?|students?|items?|products?|models?|units?|phases?|stages?|steps?|tasks?|hours?|ages?|Jahr|Woche|Monat|Tag)\s$/iu.test(
    text.slice(Math.max(0, from - 16), from),
  )

function mentionsOf<Thing extends GridHead | GridRow>(things: readonly Thing[], text: string) {
  const small = text.toLowerCase()
  const all = things.flatMap((thing) =>
    (small.includes(thing.hint) ? matchesOf(thing.named, text) : []).map(({ index, 0: { length } }) => ({
      thing,
      from: index,
      to: index + length,
    })),
  )
  // "Gross profit" is no profit.
  return all
    .filter(
      (each) =>
        !isBareNumber(text, each) &&
        !all.some(
          (other) =>
            other !== each &&
            other.from <= each.from &&
            other.to >= each.to &&
            other.to - other.from > each.to - each.from,
        ),
    )
    .sort((a, b) => a.from - b.from)
}

export const rowsIn = (grid: Grid, text: string): Mention<GridRow>[] => mentionsOf(grid.rows, text)
export const headsIn = (grid: Grid, text: string): Mention<GridHead>[] => mentionsOf(grid.heads, text)

/** A sentence with blanks in place of the names of rows and columns, which may hold any word themselves. */
export const withoutNames = (grid: Grid, sentence: string): string =>
  blanked(sentence, [...rowsIn(grid, sentence), ...headsIn(grid, sentence)])

/** Those that are different things. */
export const different = <Thing>(mentions: readonly Mention<Thing>[]): Thing[] => [
  ...new Set(mentions.map(({ thing }) => thing)),
]

const scales = [1, 1e3, 1e6, 1e9, 1e-3, 1e-6]

/** Whether a number is that of a cell, in whatever thousands, to the digits shown. */
export const isOf = (value: number, scale: number, digits: number, cell: number): boolean =>
  scales.some((by) => {
    const off = Math.abs(value * scale - Math.abs(cell) * by)
    return off <= Math.max(0.5 * 10 ** -digits * scale, 1e-9 * Math.abs(value * scale)) * (1 + 1e-9)
  })

/** The same, with every digit. */
export const isExactly = (value: number, scale: number, cell: number): boolean =>
  scales.some((by) => Math.abs(value * scale - Math.abs(cell) * by) <= 1e-9 * Math.abs(value * scale))
