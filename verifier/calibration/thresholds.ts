import { at } from '../../src/core/absence.js'
import { seededRandom } from '../../src/core/statistics/random.js'
import { harmonicF1 } from '../../src/core/statistics/statistics.js'

export interface LabelledRewards {
  /** One for each step; null where there is none. */
  rewards: readonly (number | null)[]
  /** 0-based, -1 for none. */
  firstError: number
}

export interface StepThreshold {
  threshold: number
  /** On the data it was chosen on: optimistic. */
  f1: number
  errorAccuracy: number
  correctAccuracy: number
}

/**
 * The threshold t of greatest ProcessBench F1, where the first step with reward < t is called wrong. In one sweep: a right chain is called right
 * for t <= min r; the error e of a wrong chain is found for r_e < t <= min of the rewards before it. Of equally good thresholds, the middle
 * of the widest run is taken. `leastCorrect`: thresholds that call fewer of the right chains right are passed over (default 0: none), for a verifier
 * that people read, which must not cry wolf.
 */
export function fitStepThreshold(rows: readonly LabelledRewards[], { leastCorrect = 0 } = {}): StepThreshold {
  const intervals = rows.map(({ rewards, firstError }) => {
    const before = firstError === -1 ? rewards : rewards.slice(0, firstError)
    const high = Math.min(1, ...before.map((reward) => reward ?? 1))
    const low = firstError === -1 ? Number.NEGATIVE_INFINITY : (rewards[firstError] ?? Number.POSITIVE_INFINITY)
    return { low, high, wrong: firstError !== -1 }
  })
  const errors = intervals.filter(({ wrong }) => wrong).length
  const rights = intervals.length - errors
  // At t just above `low` an interval begins to count, just above `high` it ceases to.
  const changes = new Map<number, { errors: number; rights: number }>()
  const change = (at: number, wrong: boolean, by: number) => {
    const entry = changes.get(at) ?? { errors: 0, rights: 0 }
    if (wrong) entry.errors += by
    else entry.rights += by
    changes.set(at, entry)
  }
  let [hitErrors, hitRights] = [0, 0]
  for (const { low, high, wrong } of intervals) {
    if (!(low < high)) continue
    if (low < 0) hitRights++
    else change(low, wrong, 1)
    change(high, wrong, -1)
  }
  const share = (hits: number, all: number) => (all === 0 ? 0 : hits / all)
  let best = { threshold: 0, f1: -1, errorAccuracy: 0, correctAccuracy: 0 }
  let widest = 0
  const edges = [...new Set([0, 1, ...changes.keys()])].sort((a, b) => a - b)
  for (const [i, edge] of edges.entries()) {
    const { errors: e = 0, rights: r = 0 } = changes.get(edge) ?? {}
    hitErrors += e
    hitRights += r
    const next = edges[i + 1]
    if (next === undefined) break
    const [errorAccuracy, correctAccuracy] = [share(hitErrors, errors), share(hitRights, rights)]
    const f1 = harmonicF1(errorAccuracy, correctAccuracy)
    if (correctAccuracy < leastCorrect) continue
    if (f1 > best.f1 + 1e-12 || (f1 > best.f1 - 1e-12 && next - edge > widest)) {
      best = { threshold: (edge + next) / 2, f1, errorAccuracy, correctAccuracy }
      widest = next - edge
    }
  }
  return best
}

/** ProcessBench's F1 of a given threshold. */
export function stepF1(
  rows: readonly LabelledRewards[],
  threshold: number | ((row: number) => number),
): Omit<StepThreshold, 'threshold'> {
  const counts = { wrong: 0, right: 0, wrongHits: 0, rightHits: 0 }
  for (const [index, { rewards, firstError }] of rows.entries()) {
    const t = typeof threshold === 'number' ? threshold : threshold(index)
    const named = rewards.findIndex((reward) => reward !== null && reward < t)
    if (firstError === -1) counts.right++
    else counts.wrong++
    if (named === firstError) {
      if (firstError === -1) counts.rightHits++
      else counts.wrongHits++
    }
  }
  const errorAccuracy = counts.wrong === 0 ? 0 : counts.wrongHits / counts.wrong
  const correctAccuracy = counts.right === 0 ? 0 : counts.rightHits / counts.right
  return { f1: harmonicF1(errorAccuracy, correctAccuracy), errorAccuracy, correctAccuracy }
}

/** F1 with, for each chain, a threshold chosen on the other folds: what threshold fitting is worth on questions it has not seen. */
export function crossFitStepThreshold(
  rows: readonly (LabelledRewards & { group: string })[],
  { folds = 5, leastCorrect = 0 } = {},
): Omit<StepThreshold, 'threshold'> {
  const foldOf = rows.map(({ group }) => seededRandom(`fold:${group}`).int(folds))
  const thresholds = Array.from(
    { length: folds },
    (_, fold) =>
      fitStepThreshold(
        rows.filter((_row, i) => foldOf[i] !== fold),
        { leastCorrect },
      ).threshold,
  )
  return stepF1(rows, (row) => at(thresholds, at(foldOf, row)))
}

/**
 * Thresholds of abstention for a wanted risk: `accept` is the least probability at and above which at most `risk` of the chains are wrong,
 * `reject` the greatest below it, at and below which at most `risk` are right. 1 and 0 where none will do (nothing but certainty is accepted).
 */
export function fitAbstention(
  probabilities: readonly (number | null)[],
  labels: readonly boolean[],
  risk: number,
): { accept: number; reject: number } {
  const known = probabilities.flatMap((p, i) =>
    p !== null && Number.isFinite(p) ? [{ p, right: labels[i] === true }] : [],
  )
  const edge = (sorted: typeof known, wrong: (row: { right: boolean }) => boolean) => {
    let found: number | undefined
    let errors = 0
    for (const [i, row] of sorted.entries()) {
      if (wrong(row)) errors++
      if (sorted[i + 1]?.p !== row.p && errors <= risk * (i + 1)) found = row.p
    }
    return found
  }
  const accept =
    edge(
      [...known].sort((a, b) => b.p - a.p),
      ({ right }) => !right,
    ) ?? 1
  // What is accepted is not rejected too.
  const below = known.filter(({ p }) => p < accept).sort((a, b) => a.p - b.p)
  const reject = edge(below, ({ right }) => right) ?? 0
  return { accept, reject }
}
