import { defined } from '../../../src/core/absence.js'
import { seededRandom } from '../../../src/core/statistics/random.js'
import { type FittedCalibration, fitCalibration } from '../../../verifier/calibration/fit.js'
import type { JudgedChain } from './judged-chains.js'

/** Weight of the penalty: there are few rows and many features. */
const L2 = 20

/** What is turned into a probability: each reward alone, all of them, the evidence, both. */
export const combinations = {
  'rewards combined': ({ rewards }: JudgedChain) => rewards,
  'evidence combined': ({ evidence }: JudgedChain) => evidence,
  'rewards and evidence combined': ({ rewards, evidence }: JudgedChain) => ({ ...evidence, ...rewards }),
} satisfies Record<string, (row: JudgedChain) => Record<string, number>>

/** Cross-fitted by question; undefined where a fold would lack right or wrong rows. */
export function fitRows(
  rows: readonly JudgedChain[],
  features: (row: JudgedChain) => Record<string, number>,
  data: string,
): FittedCalibration | undefined {
  const isMixed = [0, 1, 2, 3, 4].every((fold) => {
    const others = rows.filter(({ group }) => seededRandom(`fold:${group}`).int(5) !== fold)
    return others.some(({ right }) => right) && others.some(({ right }) => !right)
  })
  if (!isMixed) return undefined
  const labelled = rows.map((row) => ({ features: features(row), label: row.right, group: row.group }))
  const steps = rows.flatMap((row) =>
    row.firstError === undefined ? [] : [{ rewards: lowest(row), firstError: row.firstError }],
  )
  return fitCalibration(labelled, {
    data,
    date: new Date().toISOString().slice(0, 10),
    l2: L2,
    ...defined({ steps: steps.length === 0 ? undefined : steps }),
  })
}

/** Of each step the lowest reward that there is, as `createVerifier` merges its judges: the first model reward and the evidence. */
export function lowest({ steps }: JudgedChain): (number | null)[] {
  const [first = [], evidence = []] = [Object.values(steps)[0], steps.evidence]
  return first.map((reward, i) => {
    const known = [reward, evidence[i] ?? null].filter((each) => each !== null)
    return known.length === 0 ? null : Math.min(...known)
  })
}
