import { defined } from '../../src/core/absence.js'
import type { TokenTally } from '../../src/core/records/types.js'
import { emptyTally } from '../../src/core/tally.js'
import type { Trajectory } from '../judge/layout.js'
import { aggregate } from './aggregate.js'
import {
  type Judged,
  type JudgedStep,
  judgeSteps,
  type ModelJudgeOptions,
  type Part,
  type StepReward,
  stepRewards,
} from './judged-steps.js'
import type { Work } from './scoring.js'

export { type JudgedStep, type ModelJudgeOptions, type StepReward, stepRewards } from './judged-steps.js'

export interface ModelJudgement {
  steps: JudgedStep[]
  /** `process:min`, `process:mean`, `process:last`, …, `outcome`. */
  features: Record<string, number>
  /** Every reward of every step; null where there is none. */
  values: Partial<Record<StepReward, (number | null)[]>>
  tokens: TokenTally
  reason?: string
}

/** What must be asked for these features (of a calibration); process rewards where they name none. */
export function rewardsFor(features: readonly string[]): Required<Pick<ModelJudgeOptions, 'rewards' | 'outcome'>> {
  const named = new Set(features.map((feature) => feature.split(':')[0]))
  const rewards = [...named].flatMap((name) => stepRewards.filter((reward) => reward === name))
  return { rewards: rewards.length === 0 ? ['process'] : rewards, outcome: named.has('outcome') }
}

/** In the shape that `createVerifier` takes. */
export interface ModelJudge {
  (chain: Trajectory, signal?: AbortSignal, onStep?: (step: JudgedStep) => void): Promise<ModelJudgement>
  many(
    chains: readonly Trajectory[],
    signal?: AbortSignal,
  ): Promise<{ judgements: Omit<ModelJudgement, 'tokens'>[]; tokens: TokenTally }>
}

/**
 * A model as a judge of finished chains. All rewards of a chain come from one call of `score`, with `many` those of all chains: candidates of one
 * question share its tokens, and each is still judged by itself. With `onStep` the steps come as they are judged, in more calls (`streamJudgement`).
 * A model that cannot score, or cannot hold the chain, gives the chain its reason.
 */
export function modelJudge(options: ModelJudgeOptions): ModelJudge {
  const outcome = options.outcome ?? false
  const judge = async (chain: Trajectory, signal?: AbortSignal, onStep?: (step: JudgedStep) => void) => {
    const tokens = emptyTally()
    const work = { signal, tally: tokens }
    const parts: Judged[] = []
    if (onStep === undefined) parts.push(...(await judgeSteps(options, [whole(chain, outcome)], work)))
    else
      for await (const part of inParts(options, chain, outcome, work)) {
        parts.push(part)
        part.steps.forEach(onStep)
      }
    return { ...summary(options, chain, parts), tokens }
  }
  const many = async (chains: readonly Trajectory[], signal?: AbortSignal) => {
    const tokens = emptyTally()
    const work = { signal, tally: tokens }
    const parts = await judgeSteps(
      options,
      chains.map((chain) => whole(chain, outcome)),
      work,
    )
    return { judgements: chains.map((chain, i) => summary(options, chain, [parts[i] as Judged])), tokens }
  }
  return Object.assign(judge, { many })
}

/**
 * The same step by step. Each call judges as many steps as all calls before it, so the first step comes after one step's work and the whole costs less
 * than three times the tokens of one pass (a model that keeps nothing between calls). Ending the iteration early ends the work.
 */
export async function* streamJudgement(
  options: ModelJudgeOptions,
  chain: Trajectory,
  work: Work = {},
): AsyncGenerator<JudgedStep> {
  for await (const part of inParts(options, chain, false, work)) yield* part.steps
}

async function* inParts(
  options: ModelJudgeOptions,
  chain: Trajectory,
  outcome: boolean,
  work: Work,
): AsyncGenerator<Judged> {
  const count = chain.steps.length
  for (let start = 0, end = 1; start < count; start = end, end *= 2) {
    const part = { chain, start, end: Math.min(end, count), outcome: outcome && end >= count }
    yield (await judgeSteps(options, [part], work))[0] as Judged
  }
}

const whole = (chain: Trajectory, outcome: boolean): Part => ({ chain, start: 0, end: chain.steps.length, outcome })

function summary(
  { rewards = ['process'] }: ModelJudgeOptions,
  chain: Trajectory,
  parts: readonly Judged[],
): Omit<ModelJudgement, 'tokens'> {
  const steps = parts.flatMap((part) => part.steps)
  const values = new Map(rewards.map((reward) => [reward, parts.flatMap((part) => part.values.get(reward) ?? [])]))
  const outcome = parts.at(-1)?.outcome
  const features: Record<string, number> = {}
  for (const reward of rewards) {
    for (const how of ['min', 'mean', 'last'] as const) {
      const value = aggregate(values.get(reward) ?? [], how)
      if (value !== null) features[`${reward}:${how}`] = value
    }
  }
  if (typeof outcome?.value === 'number') features.outcome = outcome.value
  // An empty step is a fault of that step; anything else leaves the chain unjudged.
  const failed = steps.find(({ index, reason }) => reason !== undefined && chain.steps[index]?.trim() !== '')
  const reason = failed?.reason ?? outcome?.reason
  return { steps, features, values: Object.fromEntries(values), ...defined({ reason }) }
}
