import { seededRandom } from '../../src/core/statistics/random.js'
import { mean, type PairedDifference, quantile } from '../../src/core/statistics/statistics.js'

/**
 * Mean over sets of each set's mean difference, every set weighing the same. Problems are resampled within their set, so a large set
 * does not lend its certainty to a small one. p as in `pairedBootstrap`.
 *
 * @param sets of each set, one difference a problem; no set is empty.
 */
export function meanDifference(
  sets: readonly (readonly number[])[],
  { resamples = 2000, seed = 0 }: { resamples?: number; seed?: number } = {},
): PairedDifference {
  const random = seededRandom(`mean over sets ${seed}`)
  const resample = (own: readonly number[]) => {
    let sum = 0
    for (let i = 0; i < own.length; i++) sum += own[random.int(own.length)] as number
    return sum / own.length
  }
  const means = Float64Array.from({ length: resamples }, () => mean(sets.map(resample))).sort()
  const tail = (holds: (value: number) => boolean) => means.filter(holds).length + 1
  const p =
    (2 *
      Math.min(
        tail((value) => value <= 0),
        tail((value) => value >= 0),
      )) /
    (resamples + 1)
  return {
    difference: mean(sets.map((own) => mean(own))),
    ci95: [quantile(means, 0.025), quantile(means, 0.975)],
    p: Math.min(1, p),
  }
}
