/** Logistic regression on named features, weights on the features' own scale. */
export interface LogisticModel {
  intercept: number
  weights: Readonly<Record<string, number>>
}

export interface LabelledFeatures {
  features: Readonly<Record<string, number>>
  right: boolean
}

/** p(right) = 1 / (1 + exp(-(intercept + sum of weight x feature))); a feature that is missing counts as 0. */
export function applyLogistic(
  { intercept, weights }: LogisticModel,
  features: Readonly<Record<string, number>>,
): number {
  let score = intercept
  for (const name in weights) score += (weights[name] as number) * (features[name] ?? 0)
  return 1 / (1 + Math.exp(-score))
}

/**
 * Maximum likelihood with an L2 penalty on standardized weights, by Newton's method.
 *
 * minimizes sum_i log(1 + exp(-s_i)) + penalty / 2 * |w|^2, s_i = +-(b + w.z_i), z standardized; b is free.
 */
export function fitLogistic(rows: readonly LabelledFeatures[], names: readonly string[], penalty = 20): LogisticModel {
  const size = names.length + 1
  const mean = names.map((name) => average(rows.map(({ features }) => features[name] ?? 0)))
  const deviation = names.map((name, j) =>
    Math.sqrt(average(rows.map(({ features }) => ((features[name] ?? 0) - (mean[j] as number)) ** 2))),
  )
  // A feature that never varies keeps the weight 0.
  const scale = deviation.map((each) => (each > 1e-9 ? 1 / each : 0))
  const z = rows.map(({ features }) => {
    const row = new Float64Array(size)
    row[0] = 1
    for (const [j, name] of names.entries())
      row[j + 1] = ((features[name] ?? 0) - (mean[j] as number)) * (scale[j] as number)
    return row
  })
  const w = new Float64Array(size)
  for (let iteration = 0; iteration < 25; iteration++) {
    const gradient = new Float64Array(size)
    const hessian = Array.from({ length: size }, () => new Float64Array(size))
    for (const [i, row] of z.entries()) {
      let score = 0
      for (let j = 0; j < size; j++) score += (w[j] as number) * (row[j] as number)
      const p = 1 / (1 + Math.exp(-score))
      const residual = p - (rows[i]?.right ? 1 : 0)
      const curvature = Math.max(p * (1 - p), 1e-9)
      for (let j = 0; j < size; j++) {
        const value = row[j] as number
        if (value === 0) continue
        gradient[j] = (gradient[j] as number) + residual * value
        const line = hessian[j] as Float64Array
        for (let k = 0; k <= j; k++) line[k] = (line[k] as number) + curvature * value * (row[k] as number)
      }
    }
    for (let j = 0; j < size; j++) {
      const line = hessian[j] as Float64Array
      line[j] = (line[j] as number) + (j === 0 ? 1e-9 : penalty)
      gradient[j] = (gradient[j] as number) + (j === 0 ? 0 : penalty * (w[j] as number))
    }
    const step = solveSymmetric(hessian, gradient)
    let moved = 0
    for (let j = 0; j < size; j++) {
      w[j] = (w[j] as number) - (step[j] as number)
      moved = Math.max(moved, Math.abs(step[j] as number))
    }
    if (moved < 1e-7) break
  }
  const weights = names.map((name, j) => [name, (w[j + 1] as number) * (scale[j] as number)] as const)
  const shift = weights.reduce((sum, [, weight], j) => sum + weight * (mean[j] as number), 0)
  return {
    intercept: (w[0] as number) - shift,
    weights: Object.fromEntries(weights.filter(([, weight]) => weight !== 0)),
  }
}

/** Cholesky: A = L L^T given by its lower triangle; solves A x = b. */
function solveSymmetric(a: readonly Float64Array[], b: Float64Array): Float64Array {
  const size = b.length
  const at = (i: number, j: number) => (a[i] as Float64Array)[j] as number
  const set = (i: number, j: number, value: number) => {
    ;(a[i] as Float64Array)[j] = value
  }
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = at(i, j)
      for (let k = 0; k < j; k++) sum -= at(i, k) * at(j, k)
      set(i, j, i === j ? Math.sqrt(sum) : sum / at(j, j))
    }
  }
  const x = Float64Array.from(b)
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) x[i] = (x[i] as number) - at(i, k) * (x[k] as number)
    x[i] = (x[i] as number) / at(i, i)
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) x[i] = (x[i] as number) - at(k, i) * (x[k] as number)
    x[i] = (x[i] as number) / at(i, i)
  }
  return x
}

function average(values: readonly number[]): number {
  let sum = 0
  for (const value of values) sum += value
  return values.length === 0 ? 0 : sum / values.length
}
