import { at } from '../absence.js'
import { seededRandom } from './random.js'

/** Lower and upper bound. */
export type Interval = readonly [low: number, high: number]

export interface BootstrapOptions {
  /** Resamples (default 2000). */
  resamples?: number
  seed?: number | string
  /** Coverage (default 0.95). */
  level?: number
}

export interface PairedDifference {
  /** mean(a) - mean(b). */
  difference: number
  ci95: Interval
  /** Two-sided bootstrap p-value of "no difference". */
  p: number
}

/** NaN for no values. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i] as number
  return sum / values.length
}

/** Linear interpolation between order statistics; `sorted` ascending. NaN for no values. */
export function quantile(sorted: ArrayLike<number>, probability: number): number {
  if (sorted.length === 0) return Number.NaN
  const position = (sorted.length - 1) * probability
  const low = Math.floor(position)
  const a = sorted[low] as number
  const b = sorted[Math.min(low + 1, sorted.length - 1)] as number
  return a + (b - a) * (position - low)
}

/** Percentile-bootstrap interval of the mean. Give one value a cluster (a problem's mean over its draws) where observations are not independent. */
export function bootstrapInterval(values: ArrayLike<number>, options: BootstrapOptions = {}): Interval {
  return percentileInterval(resampledMeans(values, options), options.level ?? 0.95)
}

/**
 * Paired bootstrap over problems: a[i] and b[i] belong to the same problem. p = 2 min(P(d* <= 0), P(d* >= 0)), each tail with one
 * observation added so that p is never 0 (Davison & Hinkley 1997, section 4.2).
 */
export function pairedBootstrap(
  a: readonly number[],
  b: readonly number[],
  options: BootstrapOptions = {},
): PairedDifference {
  if (a.length !== b.length) throw new RangeError(`paired values differ in number: ${a.length} and ${b.length}`)
  const differences = a.map((value, i) => value - at(b, i))
  const means = resampledMeans(differences, options)
  let below = 1
  let above = 1
  for (const value of means) {
    if (value <= 0) below++
    if (value >= 0) above++
  }
  return {
    difference: mean(differences),
    ci95: percentileInterval(means, 0.95),
    p: Math.min(1, (2 * Math.min(below, above)) / (means.length + 1)),
  }
}

function resampledMeans(values: ArrayLike<number>, { resamples = 2000, seed = 0 }: BootstrapOptions): Float64Array {
  const random = seededRandom(seed)
  const n = values.length
  const means = new Float64Array(resamples)
  for (let r = 0; r < resamples; r++) {
    let sum = 0
    for (let i = 0; i < n; i++) sum += values[Math.floor(random.uniform() * n)] as number
    means[r] = sum / n
  }
  return means.sort()
}

function percentileInterval(sorted: Float64Array, level: number): Interval {
  return [quantile(sorted, (1 - level) / 2), quantile(sorted, (1 + level) / 2)]
}

/** ProcessBench's F1: the harmonic mean of the accuracy on wrong chains (exact first error) and on right chains (no error named). */
export function harmonicF1(errorAccuracy: number, correctAccuracy: number): number {
  const sum = errorAccuracy + correctAccuracy
  return sum === 0 ? 0 : (2 * errorAccuracy * correctAccuracy) / sum
}

/** Probability that a random positive scores above a random negative, ties counting one half (Mann-Whitney). NaN where one class is empty. */
export function areaUnderCurve(scores: readonly number[], labels: readonly boolean[]): number {
  const order = scores.map((_, i) => i).sort((i, j) => (scores[i] as number) - (scores[j] as number))
  let rankSum = 0
  let positives = 0
  for (let start = 0; start < order.length; ) {
    let end = start
    while (end < order.length && scores[order[end] as number] === scores[order[start] as number]) end++
    const rank = (start + end + 1) / 2 // mean of the 1-based ranks of the tie
    for (let k = start; k < end; k++) {
      if (labels[order[k] as number]) {
        rankSum += rank
        positives++
      }
    }
    start = end
  }
  const negatives = labels.length - positives
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives)
}

/** Mean squared error of probabilities (Brier 1950). */
export function brier(probabilities: readonly number[], labels: readonly boolean[]): number {
  return mean(probabilities.map((p, i) => (p - (labels[i] ? 1 : 0)) ** 2))
}

export interface ReliabilityBin {
  /** Mean predicted probability in the bin. */
  predicted: number
  /** Share of positives in the bin. */
  observed: number
  count: number
}

/** Equal-width bins over [0, 1]; empty bins are left out. */
export function reliability(probabilities: readonly number[], labels: readonly boolean[], bins = 10): ReliabilityBin[] {
  const sums = Array.from({ length: bins }, () => ({ predicted: 0, observed: 0, count: 0 }))
  probabilities.forEach((p, i) => {
    const bin = at(sums, Math.min(bins - 1, Math.floor(p * bins)))
    bin.predicted += p
    bin.observed += labels[i] ? 1 : 0
    bin.count++
  })
  return sums
    .filter((bin) => bin.count > 0)
    .map(({ predicted, observed, count }) => ({ predicted: predicted / count, observed: observed / count, count }))
}

/** ECE = sum over bins of (count / n) |observed - predicted| (Guo et al. 2017). */
export function expectedCalibrationError(
  probabilities: readonly number[],
  labels: readonly boolean[],
  bins = 10,
): number {
  let error = 0
  for (const bin of reliability(probabilities, labels, bins))
    error += (bin.count / probabilities.length) * Math.abs(bin.observed - bin.predicted)
  return error
}
