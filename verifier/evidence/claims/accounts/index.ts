import type { Finding } from '../../../../src/core/records/types.js'
import type { ClaimText } from '../claim.js'
import { extremes } from './extremes.js'
import { type Grid, type GridRow, gridsIn } from './grids.js'
import { different, rowsIn } from './mentions.js'
import { readOff } from './read-off.js'
import { sentencesOf } from './sentences.js'
import { listedSums, totals } from './totals.js'

const MAX_STEP = 6000

/** What steps say of the tables and statements of accounts in a context or a question: cells, sums, the highest and the lowest. */
export function accountsReader(source: string, question: string): (claim: ClaimText) => Finding[] {
  const grids = gridsIn(source).map((grid) => ({ grid, carried: askedRow(grid, question) }))
  return ({ plain }) =>
    grids.flatMap((state) =>
      sentencesOf(plain.slice(0, MAX_STEP)).flatMap(([start, end]) => {
        const { grid } = state
        const sentence = plain.slice(start, end)
        if (sentence.includes('|') || /[?？]\s*$/.test(sentence)) return []
        const [row, another] = different(rowsIn(grid, sentence))
        const found = [
          ...readOff(grid, sentence, state.carried),
          ...extremes(grid, sentence),
          ...totals(grid, sentence),
          ...listedSums(grid, sentence),
        ]
        if (row !== undefined) state.carried = another === undefined ? row : null
        return found.map((each) => ({
          ...each,
          span: [each.span[0] + start, each.span[1] + start] as const,
        }))
      }),
    )
}

/** "How did class 5b develop?": the row that "it" is until another is named. */
function askedRow(grid: Grid, question: string): GridRow | null {
  const [row, another] = different(rowsIn(grid, question))
  return another === undefined ? (row ?? null) : null
}
