import { RationaleError } from '../../src/core/errors.js'
import type { TokenTally } from '../../src/core/records/types.js'
import { addTally } from '../../src/core/tally.js'
import type { Judge, Judgement, PreparedChain } from './judge.js'

/** Chains of one question before one judge, in one pass where it can. Their tokens are added to `total`. */
export async function judgeAll(
  judge: Judge,
  chains: readonly PreparedChain[],
  total: TokenTally,
  signal: AbortSignal | undefined,
): Promise<readonly Judgement[]> {
  if (judge.many) {
    const { judgements, tokens } = await judge.many(chains, signal)
    addTally(total, tokens)
    return judgements
  }
  const judgements: Judgement[] = []
  for (const chain of chains) {
    throwIfAborted(signal)
    const { tokens, ...judgement } = await judge(chain, signal)
    addTally(total, tokens)
    judgements.push(judgement)
  }
  return judgements
}

export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new RationaleError('aborted', 'verification was aborted', { cause: signal.reason })
}
