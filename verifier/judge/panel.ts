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
  const together = await judgeTogether(judge, place, chains, total, signal)
  if (together !== undefined) return together
  const judgements: Judgement[] = []
  for (const chain of chains) judgements.push(await judgeOne(judge, place, chain, total, signal))
  return judgements
}

/**
 * The same, where a chain at which the judge fails costs that chain alone: its judgement is silent, with the reason. Chains that cannot be judged together
 * are judged one by one. Where the judge fails at all of them, the first error is thrown, and so is what every other chain would meet too.
 */
export async function judgeEach(...[judge, place, chains, total, signal]: Parameters<typeof judgeAll>) {
  try {
    const together = await judgeTogether(judge, place, chains, total, signal)
    if (together !== undefined) return together
  } catch (error) {
    if (endsRun(error) || chains.length === 1) throw error
  }
  const judgements: Judgement[] = []
  const failures: unknown[] = []
  for (const chain of chains) {
    try {
      judgements.push(await judgeOne(judge, place, chain, total, signal))
    } catch (error) {
      if (endsRun(error)) throw error
      failures.push(error)
      judgements.push(silent(chain, brieflyOf(error)))
    }
  }
  if (failures.length > 0 && failures.length === chains.length) throw failures[0]
  return judgements
}

/** Undefined where the judge takes them one by one. */
async function judgeTogether(...[judge, place, chains, total, signal]: Parameters<typeof judgeAll>) {
  const together = await askMany(judge, place, chains, signal)
  if (together !== undefined) addTally(total, together.tokens)
  return together?.judgements
}

async function judgeOne(
  judge: Judge,
  place: number,
  chain: PreparedChain,
  total: TokenTally,
  signal: AbortSignal | undefined,
): Promise<Judgement> {
  throwIfAborted(signal)
  const { tokens, ...judgement } = await ask(judge, place, chain, signal)
  addTally(total, tokens)
  return judgement
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
