import type { Ranking, Verdict } from '../../core/records/types.js'
import { sayProbability } from '../../core/records/verdict-words.js'
import { make } from './dom.js'

/** Which solution to take, and how the vote came out. */
export function showVote(ranking: Ranking, verdicts: readonly Verdict[]): HTMLElement {
  const { best, ranked, reason } = ranking
  const answerOf = (index: number) => verdicts[index]?.answer ?? 'none was read'
  const chosen =
    best === null
      ? `No solution is chosen: ${reason ?? 'none could be judged'}.`
      : `Solution ${best + 1} is chosen. Its answer: ${ranking.answer ?? answerOf(best)}.`
  const why = reason === undefined || best === null ? [] : [make('p', 'muted', `${reason}.`)]
  const rows = [...ranked]
    .sort((a, b) => a.index - b.index)
    .map(({ index, probability, reward }) => {
      const row = make(
        'tr',
        index === best ? 'best' : '',
        make('td', '', `${index + 1}${index === best ? ', chosen' : ''}`),
        make('td', '', answerOf(index)),
        make('td', '', probability === null ? '–' : sayProbability(probability)),
        make('td', '', reward === null ? '–' : reward.toFixed(2)),
      )
      return row
    })
  const head = ['Solution', 'Answer', 'Probability', 'Reward'].map((name) => make('th', '', name))
  const table = make('table', '', make('thead', '', make('tr', '', ...head)), make('tbody', '', ...rows))
  const scroll = make('div', 'scroll', table)
  scroll.tabIndex = 0 // on a phone the keyboard scrolls it
  return make('div', 'card', make('h2', '', 'The vote'), make('p', 'sentence', chosen), ...why, scroll)
}
