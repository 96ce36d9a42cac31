import { at, defined } from '../../src/core/absence.js'
import { checkArguments, refuseUnknownOptions } from '../../src/core/arguments.js'
import { emptyTally } from '../../src/core/tally.js'
import { aggregate } from '../judge/aggregate.js'
import type { Judge, Judgement, PreparedChain, StepJudgement } from '../judge/judge.js'
import { markedText } from '../judge/layout.js'
import { judgeSteps, type ModelJudgeOptions, type StepReward, stepRewards } from './judged-steps.js'
import type { Work } from './scoring.js'

export { type ModelJudgeOptions, type StepReward, stepRewards } from './judged-steps.js'

/** What must be asked for these features (of a calibration); process rewards where they name none. */
export function rewardsFor(features: readonly string[]): Required<Pick<ModelJudgeOptions, 'rewards' | 'outcome'>> {
  // With several judges the place of a judge stands before: `2.process:min`.
  const named = new Set(features.map((feature) => feature.replace(/^\d+\./, '').split(':')[0]))
  const rewards = [...named].flatMap((name) => stepRewards.filter((reward) => reward === name))
  return { rewards: rewards.length === 0 ? ['process'] : rewards, outcome: named.has('outcome') }
}

/**
 * A model as a judge of finished chains. All rewards of a chain come from one call of `score`, with `many` those of all chains: candidates of one
 * question share its tokens, and each is still judged by itself. With `onStep` the steps come as they are judged, in more calls (`streamJudgement`).
 * A model that cannot score, or cannot hold the chain, gives the chain its reason. Features: `process:min`, `process:mean`, `process:last`, …,
 * `outcome`.
 */
export function modelJudge(options: ModelJudgeOptions): Judge & Required<Pick<Judge, 'many'>> {
  checkModelJudge('modelJudge', options)
  const judge = async (chain: PreparedChain, signal?: AbortSignal, onStep?: (step: StepJudgement) => void) => {
    const tokens = emptyTally()
    const work = { signal, tally: tokens }
    const parts: Judgement[] = []
    if (onStep === undefined) parts.push(...(await judgeSteps(options, [whole(chain)], work)))
    else
      for await (const part of inParts(options, chain, work)) {
        parts.push(part)
        part.steps.forEach(onStep)
      }
    return { ...summary(options, chain, parts), tokens }
  }
  const many = async (chains: readonly PreparedChain[], signal?: AbortSignal) => {
    const tokens = emptyTally()
    const parts = await judgeSteps(options, chains.map(whole), { signal, tally: tokens })
    return { judgements: chains.map((chain, i) => summary(options, chain, [at(parts, i)])), tokens }
  }
  // What all rewards share; the marks are asked for at its end and after each step before.
  const prompts = (chain: PreparedChain) => [markedText(chain)]
  return Object.assign(judge, { many, prompts })
}

/**
 * The same step by step. Each call judges as many steps as all calls before it, so the first step comes after one step's work and the whole costs less
 * than three times the tokens of one pass (a model that keeps nothing between calls). Ending the iteration early ends the work.
 */
export async function* streamJudgement(
  options: ModelJudgeOptions,
  chain: PreparedChain,
  work: Work = {},
): AsyncGenerator<StepJudgement> {
  checkModelJudge('streamJudgement', options)
  checkArguments('streamJudgement', { chain: [chain, 'prepared chain'], work: [work, 'options'] })
  refuseUnknownOptions('streamJudgement', work, { signal: true, tally: true })
  for await (const part of inParts({ ...options, outcome: false }, chain, work)) yield* part.steps
}

/** Whether a judgement of the judge of these options holds every reward of every step that holds text, and the outcome where that is asked for. */
export const saysAll =
  ({ rewards = ['process'], outcome = false }: Pick<ModelJudgeOptions, 'rewards' | 'outcome'>) =>
  ({ steps, features }: Judgement, chain: PreparedChain): boolean =>
    (!outcome || features.outcome !== undefined) &&
    rewards.every((reward) =>
      rewardsOf(steps, reward).every((value, i) => value !== null || chain.steps[i]?.trim() === ''),
    )

function checkModelJudge(name: string, options: ModelJudgeOptions): void {
  checkArguments(name, { options: [options, 'object'], model: [options?.model, 'model'] })
  refuseUnknownOptions(name, options, {
    model: true,
    rewards: true,
    outcome: true,
    rationaleModel: true,
    rationaleTokens: true,
    maxSteps: true,
  })
}

async function* inParts(options: ModelJudgeOptions, chain: PreparedChain, work: Work): AsyncGenerator<Judgement> {
  const count = chain.steps.length
  for (let start = 0, end = 1; start < count; start = end, end *= 2)
    yield* await judgeSteps(options, [{ chain, start, end: Math.min(end, count) }], work)
}

const whole = (chain: PreparedChain) => ({ chain, start: 0, end: chain.steps.length })

/** The judgements of a chain's parts, in order -> the chain's. */
function summary(
  { rewards = ['process'] }: ModelJudgeOptions,
  chain: PreparedChain,
  parts: readonly Judgement[],
): Judgement {
  const steps = parts.flatMap((part) => part.steps)
  const features: Record<string, number> = {}
  for (const reward of rewards) {
    for (const how of ['min', 'mean', 'last'] as const) {
      const value = aggregate(rewardsOf(steps, reward), how)
      if (value !== null) features[`${reward}:${how}`] = value
    }
  }
  Object.assign(features, ...parts.map((part) => part.features))
  // An empty step is a fault of that step; anything else leaves the chain unjudged.
  const failed = steps.find(({ reason }, i) => reason !== undefined && chain.steps[i]?.trim() !== '')
  const reason = failed?.reason ?? parts.at(-1)?.reason
  return { steps, features, objections: objectionsTo(steps, features), ...defined({ reason }) }
}

/** What is asked of the solution as a whole accuses none of its steps, so it is said in a sentence. */
function objectionsTo(steps: readonly StepJudgement[], { outcome }: Readonly<Record<string, number>>): string[] {
  const objections: string[] = []
  if (outcome !== undefined && outcome < 0.5)
    objections.push(`Asked whether the answer is right, the model says no (${outcome.toFixed(2)} for yes).`)
  const values = rewardsOf(steps, 'value').filter((value) => value !== null)
  const last = values.at(-1)
  if (last !== undefined && last < 0.5)
    objections.push(`The model expects a wrong answer: after the last step it gives a right one ${last.toFixed(2)}.`)
  return objections
}

/** One reward of every step; null where it has none. */
export function rewardsOf(steps: readonly StepJudgement[], reward: StepReward): (number | null)[] {
  return steps.map(({ features }) => features?.[reward] ?? null)
}
