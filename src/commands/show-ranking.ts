import type { Ranking, Verdict } from '../core/records/types.js'
import { sayProbability } from '../core/records/verdict-words.js'
import { colours as pc } from './colours.js'
import { type ShowOptions, showVerdict, wrapped } from './show-verdict.js'

/** Each solution with its steps, then which one is chosen and why: lines for a terminal, without a last line end. */
export function showRanking(ranking: Ranking, verdicts: readonly Verdict[], options: ShowOptions): string {
  const { best, ranked, reason } = ranking
  const answerOf = (index: number) => verdicts[index]?.answer ?? 'none was read'
  const solutions = verdicts.map(
    (verdict, i) =>
      `${pc.bold(`Solution ${i + 1}${i === best ? ', chosen' : ''}`)}\n${showVerdict(verdict, options)}\n`,
  )
  const places = ranked.map(({ index, probability }) => {
    const chance = probability === null ? 'no probability' : `probability ${sayProbability(probability)}`
    return `  ${index === best ? pc.green('✓') : ' '} solution ${index + 1}: answer ${answerOf(index)}, ${chance}`
  })
  const chosen =
    best === null
      ? `No solution is chosen: ${reason ?? 'none could be judged'}.`
      : `Solution ${best + 1} is chosen. Its answer: ${ranking.answer ?? answerOf(best)}.${reason === undefined ? '' : ` ${reason}.`}`
  const vote = [pc.bold(`The vote (${ranking.strategy})`), ...places, chosen]
  return [...solutions, ...vote.flatMap((line) => wrapped(line, options.width))].join('\n')
}
