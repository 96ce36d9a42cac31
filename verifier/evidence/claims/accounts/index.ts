/* What steps say of tables and statements in context or question: each reader beside this file, in turn. */
import type { Finding } from '../../../../src/core/records/types.js'
import type { ClaimText } from '../claim.js'
import { sentencesOf } from '../text/sentences.js'
import { asksOtherTotal, resultsIn } from './asked-total.js'
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
    asksOther: asksOtherTotal(grid, question),
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
  const reckoned = new Set<number>()
  return ({ plain }) => {
    const step = plain.slice(0, MAX_STEP)
    return sentencesOf(step).flatMap(({ from: start, text: sentence, asks }) => {
      if (asks || sentence.includes('|') || sentence.length < 4 || sentence.length >= MAX_SENTENCE) return []
      const found = [
        ...grids.flatMap((state) => ofGrid(state, sentence, step.slice(start + sentence.length), reckoned)),
        ...interests(sentence, deposit),
        ...presents(sentence, due),
        ...growth(sentence),
        ...depreciations(sentence, asset),
        ...ratios(sentence),
        ...running(sentence),
        ...partsOfWholes(sentence),
      ]
      for (const result of resultsIn(sentence)) reckoned.add(result)
      return found.map((each) => ({ ...each, span: [each.span[0] + start, each.span[1] + start] as const }))
    })
  }
}

interface State extends Sides {
  question: string
  /** The row that "it" is. */
  carried: GridRow | null
  /** The question changes the figures before they are added. */
  asksOther: boolean
}

/** `behind` is what the step says behind the sentence, `reckoned` what the equations before it came to. */
function ofGrid(state: State, sentence: string, behind: string, reckoned: ReadonlySet<number>): Finding[] {
  const { grid, other } = state
  const mayBeOther = (value: number) => state.asksOther || reckoned.has(value)
  const [row, another] = different(rowsIn(grid, sentence))
  const summed = totals(grid, sentence, mayBeOther)
  const found = [
    ...readOff(grid, sentence, state.carried),
    ...unscaled(grid, sentence),
    ...otherYears(grid, sentence),
    ...leftOut(grid, state.question, sentence, behind),
    ...[grid, other].flatMap((each) => [
      ...trends(each, sentence),
      ...steady(each, sentence),
      ...comparisons(each, state.source, sentence),
      ...gaps(each, sentence),
      ...stretches(each, sentence),
      ...jumps(each, sentence),
    ]),
    ...extremes(state, sentence),
    ...(summed.length > 0 ? summed : slippedSums(grid, sentence, mayBeOther)),
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
