import type { Ranking, Verdict } from '../core/records/types.js'
import { explainVote } from '../core/records/vote-words.js'
import { wrapped } from '../core/wrapped.js'
import { colours as pc } from './colours.js'
import { type ShowOptions, showVerdict } from './show-verdict.js'

/** Each solution with its steps, then which one is chosen and why: lines for a terminal, without a last line end. */
export function showRanking(ranking: Ranking, verdicts: readonly Verdict[], options: ShowOptions): string {
  const solutions = verdicts.map(
    (verdict, i) =>
      `${pc.bold(`Solution ${i + 1}${i === ranking.best ? ', chosen' : ''}`)}\n${showVerdict(verdict, options)}\n`,
  )
  const { chosen, why, rule } = explainVote(ranking)
  const vote = [chosen, ...why, rule].flatMap((line, i, { length }) =>
    wrapped(line, options.width).map((row) => (i === length - 1 ? pc.dim(row) : row)),
  )
  return [...solutions, pc.bold(`The vote (${ranking.strategy})`), ...vote].join('\n')
}
