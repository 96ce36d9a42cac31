/*
 * Calibration of one score: Platt's sigmoid and isotonic regression.
 */

export interface Platt {
  kind: 'platt'
  slope: number
  intercept: number
}

/** Non-decreasing steps: a score takes the value of the last knot at or below it, the first value below all. */
export interface Isotonic {
  kind: 'isotonic'
  knots: { score: number; probability: number }[]
}

/** Null for a score that is missing or not finite. */
export function applySingle(calibration: Platt | Isotonic, score: number | null): number | null {
  if (score === null || !Number.isFinite(score)) return null
  if (calibration.kind === 'platt') return 1 / (1 + Math.exp(-(calibration.slope * score + calibration.intercept)))
  const { knots } = calibration
  let [low, high] = [0, knots.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((knots[middle]?.score as number) <= score) low = middle + 1
    else high = middle
  }
  return knots[Math.max(0, low - 1)]?.probability ?? null
}

/**
 * p = 1 / (1 + exp(-(a s + b))), a and b of least cross-entropy against Platt's smoothed targets (N+ + 1) / (N+ + 2) and 1 / (N- + 2)
 * (Platt 1999; Newton's method with halved steps after Lin, Lin & Weng 2007). Scores that are not finite are left out.
 */
export function fitPlatt(scores: readonly (number | null)[], labels: readonly boolean[]): Platt {
  const rows = scores.flatMap((score, i) =>
    score !== null && Number.isFinite(score) ? [{ score, right: labels[i] === true }] : [],
  )
  const positives = rows.filter(({ right }) => right).length
  const negatives = rows.length - positives
  const target = (right: boolean) => (right ? (positives + 1) / (positives + 2) : 1 / (negatives + 2))
  const loss = (a: number, b: number) =>
    rows.reduce((sum, { score, right }) => sum + softplus(a * score + b) - target(right) * (a * score + b), 0)
  let [slope, intercept] = [0, Math.log((positives + 1) / (negatives + 1))]
  let current = loss(slope, intercept)
  for (let iteration = 0; iteration < 100; iteration++) {
    let [ga, gb, haa, hab, hbb] = [0, 0, 1e-12, 0, 1e-12]
    for (const { score, right } of rows) {
      const p = 1 / (1 + Math.exp(-(slope * score + intercept)))
      const error = p - target(right)
      const curvature = p * (1 - p)
      ga += error * score
      gb += error
      haa += curvature * score * score
      hab += curvature * score
      hbb += curvature
    }
    if (Math.abs(ga) < 1e-9 && Math.abs(gb) < 1e-9) break
    const determinant = haa * hbb - hab * hab
    const [da, db] = [-(hbb * ga - hab * gb) / determinant, -(haa * gb - hab * ga) / determinant]
    let length = 1
    while (length > 1e-10 && !(loss(slope + length * da, intercept + length * db) <= current)) length /= 2
    if (length <= 1e-10) break
    slope += length * da
    intercept += length * db
    current = loss(slope, intercept)
  }
  return { kind: 'platt', slope, intercept }
}

/**
 * The non-decreasing function of least squared error, by pooling adjacent violators (Ayer et al. 1955; Zadrozny & Elkan 2002).
 * Equal scores are one knot. Scores that are not finite are left out.
 */
export function fitIsotonic(scores: readonly (number | null)[], labels: readonly boolean[]): Isotonic {
  const rows = scores
    .flatMap((score, i) => (score !== null && Number.isFinite(score) ? [{ score, right: labels[i] === true }] : []))
    .sort((a, b) => a.score - b.score)
  const pools: { score: number; sum: number; count: number }[] = []
  for (const { score, right } of rows) {
    const last = pools.at(-1)
    if (last?.score === score) {
      last.sum += Number(right)
      last.count++
    } else pools.push({ score, sum: Number(right), count: 1 })
  }
  const merged: typeof pools = []
  for (const pool of pools) {
    const block = { ...pool }
    for (let last = merged.at(-1); last && last.sum * block.count >= block.sum * last.count; last = merged.at(-1)) {
      merged.pop()
      block.score = last.score
      block.sum += last.sum
      block.count += last.count
    }
    merged.push(block)
  }
  return { kind: 'isotonic', knots: merged.map(({ score, sum, count }) => ({ score, probability: sum / count })) }
}

/** log(1 + exp(x)) without overflow. */
const softplus = (x: number) => (x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x)))
