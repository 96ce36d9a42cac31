import { at } from '../../src/core/absence.js'
import { seededRandom } from '../../src/core/statistics/random.js'
import { bootstrapInterval, type Interval, mean } from '../../src/core/statistics/statistics.js'

/** Winning indices with their shares of the choice (ties are split); no entry where nobody can win. */
export type Choose<Candidate> = (candidates: readonly Candidate[]) => ReadonlyMap<number, number>

export interface CurvePoint {
  k: number
  /** Share of problems solved in [0, 1]: the mean over problems of the expected outcome over k-subsets of their candidates. */
  accuracy: number
  ci95: Interval
  /** Problems with at least k candidates; the others cannot say anything about k. */
  problems: number
}

export interface OverKOptions {
  /** Sizes (default 1, 2, 4, … and the largest set's size). */
  ks?: readonly number[]
  /** Up to this many subsets are enumerated, which is exact; beyond, as many are drawn by seed (default 64). */
  subsets?: number
  seed?: number
}

/**
 * Accuracy of a way to choose, over the number of candidates it may choose from: majority@k, weighted@k, best-of-k.
 * The expectation runs over subsets WITHOUT replacement of the recorded candidates, so it is unbiased for every k <= n.
 */
export function accuracyOverK<Candidate extends { correct: boolean }>(
  problems: readonly (readonly Candidate[])[],
  choose: Choose<Candidate>,
  {
    ks = doublings(Math.max(0, ...problems.map((candidates) => candidates.length))),
    subsets = 64,
    seed = 0,
  }: OverKOptions = {},
): CurvePoint[] {
  return ks.flatMap((k) => {
    const scores = problems.flatMap((candidates, index) =>
      candidates.length < k
        ? []
        : [mean(subsetsOf(candidates, k, subsets, `${seed}:${k}:${index}`).map((subset) => chance(subset, choose)))],
    )
    if (scores.length === 0) return []
    return [{ k, accuracy: mean(scores), ci95: bootstrapInterval(scores, { seed }), problems: scores.length }]
  })
}

/** 1, 2, 4, … and the largest. */
export function doublings(largest: number): number[] {
  const ks: number[] = []
  for (let k = 1; k < largest; k *= 2) ks.push(k)
  return largest > 0 ? [...ks, largest] : ks
}

/** Chance that the choice is right. */
export function chance<Candidate extends { correct: boolean }>(
  candidates: readonly Candidate[],
  choose: Choose<Candidate>,
): number {
  let sum = 0
  for (const [index, share] of choose(candidates)) if (candidates[index]?.correct) sum += share
  return sum
}

function subsetsOf<Item>(items: readonly Item[], k: number, most: number, seed: string): Item[][] {
  if (binomial(items.length, k) <= most) return [...combinations(items, k)]
  const random = seededRandom(seed)
  return Array.from({ length: most }, () => {
    // Partial Fisher-Yates: the first k places are a uniform k-subset.
    const pool = [...items]
    for (let i = 0; i < k; i++) {
      const j = i + random.int(pool.length - i)
      const held = at(pool, i)
      pool[i] = at(pool, j)
      pool[j] = held
    }
    return pool.slice(0, k)
  })
}

function* combinations<Item>(items: readonly Item[], k: number, from = 0): Generator<Item[]> {
  if (k === 0) {
    yield []
    return
  }
  for (let i = from; i <= items.length - k; i++) {
    for (const rest of combinations(items, k - 1, i + 1)) yield [at(items, i), ...rest]
  }
}

/** C(n, k) as a number; exact up to 2^53. */
export function binomial(n: number, k: number): number {
  if (k < 0 || k > n) return 0
  let result = 1
  for (let i = 1; i <= Math.min(k, n - k); i++) result = (result * (n - Math.min(k, n - k) + i)) / i
  return Math.round(result)
}
