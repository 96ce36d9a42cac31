/* Rows of tables whose columns are years. */
import { type Grid, gridsIn } from './grids.js'

/** A row of a table whose columns are years. */
export interface Row {
  label: string
  /** Words of the label that tell it from others, in small letters. */
  words: readonly string[]
  cells: ReadonlyMap<string, number>
}

const fillers = new Set('the of in for and to a an at on per by total net from with as'.split(' '))
const wordsOf = (text: string) =>
  (text.toLowerCase().match(/\p{L}{2,}/gu) ?? [])
    .map((word) => (word.length > 3 ? word.replace(/s$/, '') : word))
    .filter((word) => !fillers.has(word))

/** The rows of all tables of a text whose columns are years and nothing else. */
export const rowsByYear = (text: string): Row[] => gridsIn(text).flatMap(yearlyRows)

function yearlyRows({ heads, rows }: Grid): Row[] {
  if (heads.length === 0 || heads.some(({ year, label }) => year === null && label !== '')) return []
  return rows.flatMap(({ label, cells }) => {
    const values = new Map<string, number>()
    for (const [i, { year }] of heads.entries()) {
      const value = cells[i] ?? null
      if (year !== null && value !== null && !values.has(year)) values.set(year, value)
    }
    const words = wordsOf(label)
    return words.length === 0 || values.size === 0 ? [] : [{ label, words, cells: values }]
  })
}
