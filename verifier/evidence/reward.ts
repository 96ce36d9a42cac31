/* The reward of a step by its findings: the worst of them counts. */
import { claimKinds, noteKinds } from '../../src/core/records/findings.js'
import type { Finding } from '../../src/core/records/types.js'

/**
 * The rule that turns the findings of one step into its reward.
 *
 * - no finding of a kind that carries reward: null. The step was not checked, and says nothing about the chain;
 * - otherwise the worst of its findings' rewards below.
 *
 * The two values order steps and lie on either side of the threshold; they are no probabilities (the chain's probability is calibrated, by
 * `calibration.ts`). Claims carry reward, notes do not: `npm run study claims` prints in how many right solutions each kind fails.
 */
export const findingReward: Record<Finding['kind'], { passed: number | null; failed: number | null }> = {
  ...worthOf(claimKinds, { passed: 0.9, failed: 0.1 }),
  ...worthOf(noteKinds, { passed: null, failed: null }),
}

function worthOf<Kind extends string, Worth>(kinds: readonly Kind[], worth: Worth): Record<Kind, Worth> {
  // The keys are exactly the kinds that are listed.
  return Object.fromEntries(kinds.map((kind) => [kind, worth])) as Record<Kind, Worth>
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
