import { inPlainMath } from '../../core/records/plain-math.js'
import type { Ranking } from '../../core/records/types.js'
import { sayProbability } from '../../core/records/verdict-words.js'
import { explainVote } from '../../core/records/vote-words.js'
import { make } from './dom.js'

/** Which solution to take, and how the vote came out: in words, then in numbers. */
export function showVote(ranking: Ranking): HTMLElement {
  const { best, ranked, votes } = ranking
  const { chosen, why, rule } = explainVote(ranking)
  const weights = new Map(votes.flatMap(({ candidates }) => candidates.map(({ index, weight }) => [index, weight])))
  const rows = [...ranked]
    .sort((a, b) => a.index - b.index)
    .map(({ index, probability, reward, answer }) =>
      make(
        'tr',
        index === best ? 'best' : '',
        make('td', '', `${index + 1}${index === best ? ', chosen' : ''}`),
        make('td', '', answer === undefined ? 'none was read' : inPlainMath(answer)),
        make('td', '', probability === null ? '–' : sayProbability(probability)),
        make('td', '', reward === null ? '–' : reward.toFixed(2)),
        make('td', '', weights.get(index)?.toFixed(2) ?? '–'),
      ),
    )
  const head = ['Solution', 'Answer', 'Probability', 'Reward', 'Weight'].map((name) => make('th', '', name))
  const table = make('table', '', make('thead', '', make('tr', '', ...head)), make('tbody', '', ...rows))
  const scroll = make('div', 'scroll', table)
  scroll.tabIndex = 0 // on a phone the keyboard scrolls it
  return make(
    'div',
    'card',
    make('h2', '', 'The vote'),
    make('p', 'sentence', chosen),
    make('ul', 'why', ...why.map((said) => make('li', '', said))),
    scroll,
    make('p', 'muted', rule),
  )
}
