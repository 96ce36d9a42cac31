import { at, defined } from '../../src/core/absence.js'
import { endsRun, reasonOf } from '../../src/core/errors.js'
import type { LanguageModel } from '../../src/models/types.js'
import type { Judgement, PreparedChain, StepJudgement } from '../judge/judge.js'
import { empty, gainReward, implicit, implicitGain, probabilityOf, stepLikelihood } from './likelihood.js'
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

/** Steps `start` to `end` (excluded) of a chain. */
export interface Stretch {
  chain: PreparedChain
  start: number
  end: number
}

/**
 * A judgement of each stretch, all from one call of `score`. A step's features are its rewards; the only feature of a stretch as a whole is
 * `outcome`, where that is asked for and the stretch reaches the end of its chain.
 */
export async function judgeSteps(
  options: ModelJudgeOptions,
  stretches: readonly Stretch[],
  work: Work,
): Promise<Judgement[]> {
  const asked: Asked[] = []
  for (const stretch of stretches) asked.push(await askAbout(options, stretch, work))
  const scores = await scoreTogether(
    options.model,
    asked.flatMap(({ scorings }) => scorings),
    work,
  )
  let end = 0
  return asked.map((about) => {
    const start = end
    end += about.scorings.length
    return readScores(options, about, scores.slice(start, end))
  })
}

/** What is asked about a stretch: the rewards of each step side by side, the outcome last. */
interface Asked {
  scorings: Scoring[]
  /** One for each judged step; none where no reward needs it. */
  rationales: (Rationale | undefined)[]
  outcome: boolean
  /** Steps past the limit. */
  left: number
}

interface Rationale {
  value?: string
  reason?: string
}

async function askAbout(options: ModelJudgeOptions, { chain, start, end }: Stretch, work: Work): Promise<Asked> {
  const { rewards = ['process'], maxSteps = 1000 } = options
  const judgedEnd = Math.max(start, Math.min(end, maxSteps))
  const steps = chain.steps.slice(start, judgedEnd)
  const before = steps.map((_, k) => ({ ...chain, steps: chain.steps.slice(0, start + k) }))
  const rationales = rewards.some(needsRationale)
    ? await writeRationales(options, before, work)
    : steps.map(() => undefined)
  const scorings = steps.flatMap((step, k) =>
    rewards.map((reward) => formula(reward, at(before, k), step, rationales[k])),
  )
  const outcome = options.outcome === true && end === chain.steps.length && end <= maxSteps
  if (outcome) scorings.push(outcomeReward(chain))
  return { scorings, rationales, outcome, left: end - judgedEnd }
}

function readScores(
  { rewards = ['process'], maxSteps = 1000 }: ModelJudgeOptions,
  { rationales, outcome, left }: Asked,
  scores: readonly Score[],
): Judgement {
  const steps = rationales.map((rationale, k): StepJudgement => {
    const own = rewards.map((reward, r) => ({ reward, ...toReward(reward, at(scores, k * rewards.length + r)) }))
    const [first] = own
    const valued = (is: (reward: StepReward) => boolean) => own.find(({ reward }) => is(reward))?.value ?? undefined
    return {
      reward: first?.value ?? null,
      ...defined({
        process: valued((reward) => reward === 'process'),
        implicit: valued(isImplicit),
        rationale: rationale?.value,
      }),
      checked: own.flatMap(({ reward, value }) => (value === null ? [] : [reward])),
      features: Object.fromEntries(own.flatMap(({ reward, value }) => (value === null ? [] : [[reward, value]]))),
      ...defined({ reason: first?.reason }),
    }
  })
  for (let k = 0; k < left; k++)
    steps.push({ reward: null, reason: `only the first ${maxSteps} steps of a chain are judged` })
  if (!outcome) return { steps, features: {} }
  const { value, reason } = at(scores, scores.length - 1)
  return { steps, features: defined({ outcome: value ?? undefined }), ...defined({ reason }) }
}

function formula(reward: StepReward, chain: PreparedChain, step: string, rationale: Rationale | undefined): Scoring {
  if (needsRationale(reward) && rationale?.value === undefined && step.trim() !== '')
    return empty(rationale?.reason ?? 'there is no rationale')
  const text = rationale?.value ?? ''
  switch (reward) {
    case 'process':
      return processReward({ ...chain, steps: [...chain.steps, step] })
    case 'value':
      return valueReward({ ...chain, steps: [...chain.steps, step] })
    case 'likelihood':
      return stepLikelihood(chain, step)
    case 'implicit-mean':
      return implicit('mean', chain, step, text)
    case 'implicit-decay':
      return implicit('decay', chain, step, text)
    case 'rationale-after':
      return implicit('rationale-after', chain, step, text)
    case 'implicit-gain':
      return implicitGain('mean', chain, step, text)
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
  chains: readonly PreparedChain[],
  work: Work,
): Promise<Rationale[]> {
  const rationales: Rationale[] = []
  for (const chain of chains) {
    try {
      rationales.push({ value: await writeRationale(rationaleModel, chain, { ...work, maxTokens }) })
    } catch (error) {
      if (work.signal?.aborted || endsRun(error)) throw error
      rationales.push({ reason: reasonOf(error) })
    }
  }
  return rationales
}
