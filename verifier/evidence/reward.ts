import type { Finding } from '../../src/core/types.js'

/**
 * The rule that turns the findings of one step into its reward.
 *
 * - no finding of a kind that carries reward: null. The step was not checked, and says nothing about the chain;
 * - otherwise the reward is the probability that the step is right, by its worst finding: each kind's rate on labelled steps (benchmarks/LOG.md).
 *
 * A kind that is wrong in more than one case in ten carries no reward: it is reported as information only.
 */
export const findingReward: Record<Finding['kind'], { passed: number | null; failed: number | null }> = {
  arithmetic: { passed: 0.9, failed: 0.05 },
  answer: { passed: null, failed: null },
  contradiction: { passed: null, failed: null },
  provenance: { passed: null, failed: null },
}

/** A step whose reward is below counts as wrong: it has at least one failed finding of a kind that carries reward. */
export const STEP_THRESHOLD = 0.5

export function stepReward(findings: readonly Finding[]): number | null {
  let reward: number | null = null
  for (const { kind, ok } of findings) {
    const worth = findingReward[kind][ok ? 'passed' : 'failed']
    if (worth !== null && (reward === null || worth < reward)) reward = worth
  }
  return reward
}
