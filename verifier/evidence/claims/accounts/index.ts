/* What steps say of tables and statements in context or question: each reader beside this file, in turn. */
import type { Finding } from '../../../../src/core/records/types.js'
import type { ClaimText } from '../claim.js'
import { sentencesOf } from '../sentences.js'
import { jumps, stretches } from './clocks.js'
import { comparisons, gaps, remainders } from './compared.js'
import { assetIn, depreciations } from './depreciation.js'
import { extremes, type Sides } from './extremes.js'
import { type Grid, type GridRow, gridsIn, turned } from './grids.js'
import { growthReader, partsOfWholes } from './growth.js'
import { depositIn, dueIn, interests, presents } from './interest.js'
import { different, rowsIn } from './mentions.js'
import { otherYears } from './other-years.js'
import { ratioReader } from './ratios.js'
import { readOff, unscaled } from './read-off.js'
import { addedRows, runningReader } from './running.js'
import { leftOut, listedSums, slippedSums, totals } from './totals.js'
import { steady, trends } from './trends.js'

const MAX_STEP = 6000
const MAX_SENTENCE = 400

/** What steps say of the figures in a context or a question: cells, sums, the highest and the lowest of tables; the interest of a deposit, growth over several years, shares of a whole. */
export function accountsReader(question: string, context: string): (claim: ClaimText) => Finding[] {
  const source = `${context}\n\n${question}`
  const grids = gridsIn(source).map((grid) => ({
    grid,
    other: turned(grid),
    source,
    question,
    carried: askedRow(grid, question),
  }))
  const deposit = depositIn(question)
  const due = dueIn(question)
  const asset = assetIn(question)
  const growth = growthReader(question)
  const running = runningReader(question)
  const ratios = ratioReader(
    question,
    context,
    grids.map(({ grid }) => grid),
  )
  return ({ plain }) =>
    sentencesOf(plain.slice(0, MAX_STEP)).flatMap(({ from: start, text: sentence, asks }) => {
      if (asks || sentence.includes('|') || sentence.length < 4 || sentence.length >= MAX_SENTENCE) return []
      const found = [
        ...grids.flatMap((state) => ofGrid(state, sentence)),
        ...interests(sentence, deposit),
        ...presents(sentence, due),
        ...growth(sentence),
        ...depreciations(sentence, asset),
        ...ratios(sentence),
        ...running(sentence),
        ...partsOfWholes(sentence),
      ]
      return found.map((each) => ({ ...each, span: [each.span[0] + start, each.span[1] + start] as const }))
    })
}

function ofGrid(state: Sides & { carried: GridRow | null; question: string }, sentence: string): Finding[] {
  const { grid, other } = state
  const [row, another] = different(rowsIn(grid, sentence))
  const summed = totals(grid, sentence)
  const found = [
    ...readOff(grid, sentence, state.carried),
    ...unscaled(grid, sentence),
    ...otherYears(grid, sentence),
    ...leftOut(grid, state.question, sentence),
    ...[grid, other].flatMap((each) => [
      ...trends(each, sentence),
      ...steady(each, sentence),
      ...comparisons(each, state.source, sentence),
      ...gaps(each, sentence),
      ...stretches(each, sentence),
      ...jumps(each, sentence),
    ]),
    ...extremes(state, sentence),
    ...(summed.length > 0 ? summed : slippedSums(grid, sentence)),
    ...listedSums(grid, sentence),
    ...addedRows(grid, sentence),
    ...remainders(grid, sentence),
  ]
  if (row !== undefined) state.carried = another === undefined ? row : null
  return found
}

/** "How did class 5b develop?": the row that "it" is until another is named. */
function askedRow(grid: Grid, question: string): GridRow | null {
  const [row, another] = different(rowsIn(grid, question))
  return another === undefined ? (row ?? null) : null
}
