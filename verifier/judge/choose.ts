import { at } from '../../src/core/absence.js'
import { checkArguments, refuseUnknownOptions } from '../../src/core/arguments.js'
import type { CandidateSetInput, Ranking, RankingStrategy, Verdict, Verifier } from '../../src/core/records/types.js'
import { checkedSet } from './checked.js'
import { rank } from './ranking.js'

/** What became of several answers to one question. */
export interface Choice {
  /** The one to give: the winner, or the first where there is none (`ranking.reason` says why). */
  best: number
  ranking: Ranking
  /** Of each candidate, in the order they were given in. */
  verdicts: Verdict[]
}

/** A ranking together with the verdicts that it rests on: for whoever gives the best answer on and says what is known of it. */
export async function choose(
  verifier: Pick<Verifier, 'verifyAll'>,
  set: CandidateSetInput,
  options: { strategy?: RankingStrategy; signal?: AbortSignal | undefined } = {},
): Promise<Choice> {
  checkArguments('choose', { verifier: [verifier, 'verifier'], options: [options, 'options'] })
  refuseUnknownOptions('choose', options, { strategy: true, signal: true })
  const { ranking, verdicts } = await rank(checkedSet(set), (...asked) => verifier.verifyAll(...asked), options)
  return { best: ranking.best ?? at(ranking.ranked, 0).index, ranking, verdicts }
}
