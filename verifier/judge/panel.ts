import type { TokenTally } from '../../src/core/records/types.js'
import { addTally } from '../../src/core/tally.js'
import { ask, askMany, throwIfAborted } from './ask.js'
import type { Judge, Judgement, PreparedChain } from './judge.js'

/** Chains of one question before one judge, in one pass where it can. Their tokens are added to `total`. */
export async function judgeAll(
  judge: Judge,
  place: number,
  chains: readonly PreparedChain[],
  total: TokenTally,
  signal: AbortSignal | undefined,
): Promise<readonly Judgement[]> {
  const together = await askMany(judge, place, chains, signal)
  if (together !== undefined) {
    addTally(total, together.tokens)
    return together.judgements
  }
  const judgements: Judgement[] = []
  for (const chain of chains) {
    throwIfAborted(signal)
    const { tokens, ...judgement } = await ask(judge, place, chain, signal)
    addTally(total, tokens)
    judgements.push(judgement)
  }
  return judgements
}
