import { checkArguments } from '../../src/core/arguments.js'
import { RationaleError } from '../../src/core/errors.js'
import type { Aggregation } from '../../src/core/records/types.js'

/** Step rewards in [0, 1] -> one reward of the chain in [0, 1]. */
const formulas: Record<Aggregation, (rewards: readonly number[]) => number> = {
  min: (rewards) => rewards.reduce((least, reward) => Math.min(least, reward)),
  max: (rewards) => rewards.reduce((most, reward) => Math.max(most, reward)),
  last: (rewards) => rewards.at(-1) as number,
  // (1/n) sum r_i
  mean: (rewards) => rewards.reduce((sum, reward) => sum + reward) / rewards.length,
  // prod r_i
  product: (rewards) => rewards.reduce((product, reward) => product * reward),
  // (prod r_i)^(1/n), by logarithms so that a long chain does not underflow
  'geometric-mean': (rewards) => Math.exp(rewards.reduce((sum, reward) => sum + Math.log(reward), 0) / rewards.length),
}

export const aggregations = Object.keys(formulas) as Aggregation[] // its keys are all of them

/**
 * A step without a reward (null: no check applied to it) is passed over; a chain without any rewarded step has none. A reward that is not
 * finite makes the chain's reward null: it must never win.
 */
export function aggregate(rewards: readonly (number | null)[], how: Aggregation): number | null {
  checkArguments('aggregate', { rewards: [rewards, 'list'] })
  if (!Object.hasOwn(formulas, how))
    throw new RationaleError('configuration', `aggregate: ${JSON.stringify(how)} is no aggregation`, {
      expected: aggregations.join(', '),
    })
  const known = rewards.filter((reward) => reward !== null)
  if (known.length === 0 || !known.every(Number.isFinite)) return null
  return formulas[how](known)
}
