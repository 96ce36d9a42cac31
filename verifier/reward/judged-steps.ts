import { at, defined } from '../../src/core/absence.js'
import { messageOf } from '../../src/core/errors.js'
import type { LanguageModel } from '../../src/models/types.js'
import type { Trajectory } from '../judge/layout.js'
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
  /** Every reward that was asked and has a value. */
  features?: Readonly<Record<string, number>>
  reason?: string
}

/** Steps `start` to `end` of a chain, and perhaps its outcome. */
export interface Part {
  chain: Trajectory
  start: number
  end: number
  outcome: boolean
}

export interface Judged {
  steps: JudgedStep[]
  /** By reward, one for each step; without a value where there is a reason. */
  values: Map<StepReward, (number | null)[]>
  outcome?: Score
}

/** All parts in one call of `score`. */
export async function judgeSteps(options: ModelJudgeOptions, parts: readonly Part[], work: Work): Promise<Judged[]> {
  const asked: Asked[] = []
  for (const part of parts) asked.push(await askAbout(options, part, work))
  const scores = (
    await scoreTogether(
      options.model,
      asked.flatMap(({ scorings }) => scorings),
      work,
    )
  ).values()
  return parts.map((part, p) => {
    const { scorings, rationales } = at(asked, p)
    return read(
      options,
      part,
      rationales,
      scorings.map(() => scores.next().value as Score),
    )
  })
}

interface Asked {
  scorings: Scoring[]
  rationales: Rationale[]
}

/** The formulas of a part, a step's rewards side by side; the outcome's is the last. */
async function askAbout(options: ModelJudgeOptions, part: Part, work: Work): Promise<Asked> {
  const { rewards = ['process'], maxSteps = 1000 } = options
  const { chain, start, end, outcome } = part
  const before = (i: number): Trajectory => ({ ...chain, steps: chain.steps.slice(0, i) })
  const indices = Array.from({ length: Math.max(0, Math.min(end, maxSteps) - start) }, (_, k) => start + k)
  const rationales: Rationale[] = rewards.some(needsRationale)
    ? await writeRationales(options, indices.map(before), work)
    : indices.map(() => undefined)
  const scorings = indices.flatMap((i, k) =>
    rewards.map((reward) => formula(reward, before(i), chain.steps[i] as string, rationales[k])),
  )
  if (outcome && end <= maxSteps) scorings.push(outcomeReward(chain))
  return { scorings, rationales }
}

function read(
  { rewards = ['process'], maxSteps = 1000 }: ModelJudgeOptions,
  { start, end, outcome }: Part,
  rationales: readonly Rationale[],
  scores: readonly Score[],
): Judged {
  const judgedEnd = Math.max(start, Math.min(end, maxSteps))
  const values = new Map<StepReward, (number | null)[]>(rewards.map((reward) => [reward, []]))
  const steps = rationales.map((written, k): JudgedStep => {
    const index = start + k
    const own = rewards.map((reward, r) => toReward(reward, at(scores, k * rewards.length + r)))
    for (const [r, reward] of rewards.entries()) values.get(reward)?.push(own[r]?.value ?? null)
    const [first] = own
    const of = (wanted: (reward: StepReward) => boolean) => own.find((_, r) => wanted(at(rewards, r)))?.value
    const features = Object.fromEntries(
      rewards.flatMap((reward, r) => {
        const value = own[r]?.value
        return typeof value === 'number' ? [[reward, value]] : []
      }),
    )
    const [process, implicitly, rationale] = [of((each) => each === 'process'), of(isImplicit), written?.value]
    return {
      index,
      reward: first?.value ?? null,
      ...(typeof process === 'number' ? { process } : {}),
      ...(typeof implicitly === 'number' ? { implicit: implicitly } : {}),
      ...defined({ rationale }),
      features,
      ...(first?.reason === undefined ? {} : { reason: first.reason }),
    }
  })
  for (let index = judgedEnd; index < end; index++)
    steps.push({ index, reward: null, reason: `only the first ${maxSteps} steps of a chain are judged` })
  return { steps, values, ...(outcome && end <= maxSteps ? { outcome: scores.at(-1) as Score } : {}) }
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
          return { reason: messageOf(error) }
        },
      ),
    )
  }
  return rationales
}
