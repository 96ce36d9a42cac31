import { emptyTally } from '../../src/core/tally.js'
import type { TokenTally } from '../../src/core/types.js'
import type { LanguageModel } from '../../src/models/types.js'
import { aggregate } from './aggregate.js'
import type { Trajectory } from './layout.js'
import { gainReward, implicit, implicitGain, probabilityOf, stepLikelihood } from './likelihood.js'
import { outcomeReward, processReward, valueReward } from './process.js'
import { writeRationale } from './rationale.js'
import { type Score, type Scoring, scoreTogether, type Work } from './scoring.js'

/** What a model can say of a step of a finished chain. */
export const stepRewards = [
  'process',
  'value',
  'likelihood',
  'implicit-mean',
  'implicit-decay',
  'rationale-after',
  'implicit-gain',
] as const
export type StepReward = (typeof stepRewards)[number]

export interface ModelJudgeOptions {
  model: LanguageModel
  /** The first is the step's `reward`; the others are features (default: process). */
  rewards?: readonly StepReward[]
  /** Also ask whether the whole solution is right. */
  outcome?: boolean
  /** Writes rationales, where a reward needs them (default: `model`). */
  rationaleModel?: LanguageModel
  rationaleTokens?: number
  /** Steps past this are not judged, and the chain says so: the text of n steps is read n times (default 1000). */
  maxSteps?: number
}

/** One step, as `streamJudgement` yields it. */
export interface JudgedStep {
  index: number
  /** In [0, 1], or null with a reason. */
  reward: number | null
  process?: number
  implicit?: number
  rationale?: string
  reason?: string
}

export interface ModelJudgement {
  steps: JudgedStep[]
  /** `process:min`, `process:mean`, `process:last`, …, `outcome`. */
  features: Record<string, number>
  /** Every reward of every step; null where there is none. */
  values: Partial<Record<StepReward, (number | null)[]>>
  tokens: TokenTally
  reason?: string
}

/**
 * A model as a judge of finished chains, in the shape that `createVerifier` takes. All rewards of a chain come from one call of `score`.
 * A model that cannot score, or cannot hold the chain, gives the chain its reason.
 */
export function modelJudge(
  options: ModelJudgeOptions,
): (chain: Trajectory, signal?: AbortSignal) => Promise<ModelJudgement> {
  return async (chain, signal) => {
    const tokens = emptyTally()
    const judged = await judgeSteps(options, chain, 0, chain.steps.length, options.outcome ?? false, {
      signal,
      tally: tokens,
    })
    return { ...summary(options, chain, judged), tokens }
  }
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
  for (let start = 0, end = 1; start < chain.steps.length; start = end, end *= 2) {
    yield* (await judgeSteps(options, chain, start, Math.min(end, chain.steps.length), false, work)).steps
  }
}

interface Judged {
  steps: JudgedStep[]
  /** By reward, one for each step; without a value where there is a reason. */
  values: Map<StepReward, (number | null)[]>
  outcome?: Score
}

async function judgeSteps(
  options: ModelJudgeOptions,
  chain: Trajectory,
  start: number,
  end: number,
  outcome: boolean,
  work: Work,
): Promise<Judged> {
  const { model, rewards = ['process'], maxSteps = 1000 } = options
  const judgedEnd = Math.max(start, Math.min(end, maxSteps))
  const before = (i: number): Trajectory => ({ ...chain, steps: chain.steps.slice(0, i) })
  const indices = Array.from({ length: judgedEnd - start }, (_, k) => start + k)
  const rationales = rewards.some(needsRationale)
    ? await writeRationales(options, indices.map(before), work)
    : indices.map(() => undefined)

  const scorings = indices.flatMap((i, k) =>
    rewards.map((reward) => formula(reward, before(i), chain.steps[i] as string, rationales[k])),
  )
  if (outcome && end <= maxSteps) scorings.push(outcomeReward(chain))
  const scores = await scoreTogether(model, scorings, work)

  const values = new Map<StepReward, (number | null)[]>(rewards.map((reward) => [reward, []]))
  const steps = indices.map((index, k): JudgedStep => {
    const own = rewards.map((reward, r) => toReward(reward, scores[k * rewards.length + r] as Score))
    for (const [r, reward] of rewards.entries()) values.get(reward)?.push(own[r]?.value ?? null)
    const [first] = own
    const of = (wanted: (reward: StepReward) => boolean) => own.find((_, r) => wanted(rewards[r] as StepReward))?.value
    const [process, implicitly, rationale] = [of((each) => each === 'process'), of(isImplicit), rationales[k]?.value]
    return {
      index,
      reward: first?.value ?? null,
      ...(typeof process === 'number' ? { process } : {}),
      ...(typeof implicitly === 'number' ? { implicit: implicitly } : {}),
      ...(rationale === undefined ? {} : { rationale }),
      ...(first?.reason === undefined ? {} : { reason: first.reason }),
    }
  })
  for (let index = judgedEnd; index < end; index++)
    steps.push({ index, reward: null, reason: `only the first ${maxSteps} steps of a chain are judged` })
  return { steps, values, ...(outcome && end <= maxSteps ? { outcome: scores.at(-1) as Score } : {}) }
}

function summary(
  { rewards = ['process'] }: ModelJudgeOptions,
  chain: Trajectory,
  { steps, values, outcome }: Judged,
): Omit<ModelJudgement, 'tokens'> {
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
  return { steps, features, values: Object.fromEntries(values), ...(reason === undefined ? {} : { reason }) }
}

type Rationale = { value?: string; reason?: string } | undefined

function formula(reward: StepReward, trajectory: Trajectory, step: string, rationale: Rationale): Scoring {
  if (needsRationale(reward) && rationale?.value === undefined && step.trim() !== '') {
    const reason = rationale?.reason ?? 'there is no rationale'
    return { pairs: [], read: () => ({ value: null, reason }) }
  }
  const text = rationale?.value ?? ''
  switch (reward) {
    case 'process':
      return processReward({ ...trajectory, steps: [...trajectory.steps, step] })
    case 'value':
      return valueReward({ ...trajectory, steps: [...trajectory.steps, step] })
    case 'likelihood':
      return stepLikelihood(trajectory, step)
    case 'implicit-mean':
      return implicit('mean', trajectory, step, text)
    case 'implicit-decay':
      return implicit('decay', trajectory, step, text)
    case 'rationale-after':
      return implicit('rationale-after', trajectory, step, text)
    case 'implicit-gain':
      return implicitGain('mean', trajectory, step, text)
  }
}

function toReward(reward: StepReward, score: Score): Score {
  if (score.value === null || reward === 'process' || reward === 'value') return score
  return { value: reward === 'implicit-gain' ? gainReward(score.value) : probabilityOf(score.value) }
}

const isImplicit = (reward: StepReward) => reward.startsWith('implicit') || reward === 'rationale-after'
const needsRationale = isImplicit

async function writeRationales(
  { model, rationaleModel = model, rationaleTokens: maxTokens = 64 }: ModelJudgeOptions,
  trajectories: readonly Trajectory[],
  work: Work,
): Promise<Rationale[]> {
  const rationales: Rationale[] = []
  for (const trajectory of trajectories) {
    const written = writeRationale(rationaleModel, trajectory, { ...work, maxTokens })
    rationales.push(
      await written.then(
        (value) => ({ value }),
        (error: unknown) => {
          if (work.signal?.aborted) throw error
          return { reason: error instanceof Error ? error.message : String(error) }
        },
      ),
    )
  }
  return rationales
}
