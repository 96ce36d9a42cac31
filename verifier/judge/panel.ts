import { at } from '../../src/core/absence.js'
import { RationaleError } from '../../src/core/errors.js'
import type { TokenTally } from '../../src/core/records/types.js'
import { addTally } from '../../src/core/tally.js'
import { checkedJudgement } from './checked.js'
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
    if (judgements.length !== chains.length)
      throw new RationaleError('model', `a judge gave ${judgements.length} judgements of ${chains.length} chains`)
    return judgements.map((judgement, i) => checkedJudgement(judgement, at(chains, i).steps.length))
  }
  const judgements: Judgement[] = []
  for (const chain of chains) {
    throwIfAborted(signal)
    const { tokens, ...judgement } = checkedJudgement(await judge(chain, signal), chain.steps.length)
    addTally(total, tokens)
    judgements.push(judgement)
  }
  return judgements
}

export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new RationaleError('aborted', 'verification was aborted', { cause: signal.reason })
}
