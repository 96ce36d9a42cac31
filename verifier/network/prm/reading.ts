import { at, defined } from '../../../src/core/absence.js'
import { aggregate } from '../../judge/aggregate.js'
import type { Judgement } from '../../judge/judge.js'
import type { PrmLayout } from './layout.js'

/* What a process reward model's numbers say of a chain. */

/** `values` [steps, outputs]: the head's outputs at each step, before softmax or sigmoid. */
export function judgementOf(
  layout: PrmLayout,
  values: Float32Array,
  outputs: number,
  steps: readonly string[],
): Judgement {
  const rewards = steps.map((step, i) =>
    step.trim() === '' ? null : rewardOf(layout, values.subarray(i * outputs, (i + 1) * outputs)),
  )
  // Weights of half precision overflow; a server may tell infinity.
  const broken = rewards.findIndex((reward) => reward !== null && !Number.isFinite(reward))
  if (broken !== -1) return unjudged(steps, `step ${broken + 1}: the score is ${rewards[broken]}`)
  const features: Record<string, number> = {}
  for (const how of new Set(['min', 'mean', 'last', layout.aggregation] as const)) {
    const value = aggregate(rewards, how)
    if (value !== null) features[`process:${how}`] = value
  }
  return {
    features,
    steps: rewards.map((reward) => ({
      reward,
      ...defined({ process: reward ?? undefined, reason: reward === null ? 'the step is empty' : undefined }),
      checked: ['process'],
      features: defined({ process: reward ?? undefined }),
    })),
  }
}

/** A step's reward in [0, 1] from the head's outputs: two-way softmax, or the logistic function of one. */
function rewardOf({ read }: PrmLayout, outputs: Float32Array): number {
  const [positive, negative] = read.kind === 'tokens' ? [0, 1] : [read.positive, read.negative]
  const against = read.activation === 'softmax' && negative !== undefined ? at(outputs, negative) : 0
  return 1 / (1 + Math.exp(against - at(outputs, positive)))
}

/** A chain of which the model can say nothing. */
export const unjudged = (steps: readonly string[], reason: string): Judgement => ({
  steps: steps.map(() => ({ reward: null, reason })),
  features: {},
  reason,
})
