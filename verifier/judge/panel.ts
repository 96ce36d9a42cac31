import { brieflyOf, endsRun } from '../../src/core/errors.js'
import type { TokenTally } from '../../src/core/records/types.js'
import { addTally, emptyTally } from '../../src/core/tally.js'
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

/** What a judge that failed says of a chain: nothing, with the reason. */
export const silent = (chain: PreparedChain, reason: string): Judgement => ({
  steps: chain.steps.map(() => ({ reward: null, checked: [] })),
  features: {},
  reason,
})

/** One of several judges: where it fails, what the others say is kept. What every other chain would meet too is thrown. `name` stands in the reason. */
export function oneOfSeveral(judge: Judge, name: string): Judge {
  const why = (error: unknown) => {
    if (endsRun(error)) throw error
    return `${name} could not judge it: ${brieflyOf(error)}`
  }
  const { many, prompts } = judge
  const kept: Judge = async (chain, ...others) => {
    try {
      return await judge(chain, ...others)
    } catch (error) {
      return silent(chain, why(error))
    }
  }
  if (prompts !== undefined) kept.prompts = prompts
  if (many !== undefined)
    kept.many = async (chains, signal) => {
      try {
        return await many(chains, signal)
      } catch (error) {
        const reason = why(error)
        return { judgements: chains.map((chain) => silent(chain, reason)), tokens: emptyTally() }
      }
    }
  return kept
}
