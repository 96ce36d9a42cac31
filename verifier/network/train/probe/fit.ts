import { at } from '../../../../src/core/absence.js'

/** Rows of features [rows * width] with what is known of each. */
export interface Rows {
  width: number
  features: Float32Array
  labels: readonly boolean[]
  /** Weight of each row. */
  weights: readonly number[]
}

/** w . x + b on raw features. */
export interface Linear {
  weights: number[]
  bias: number
}

export interface FitSettings {
  /** Ridge penalty on the weights of standardised features, beside the mean loss of a row. */
  penalty: number
  iterations?: number
}

/** Steps that L-BFGS remembers. */
const MEMORY = 8

/**
 * Logistic regression with a ridge penalty by L-BFGS (Nocedal and Wright 2006, algorithm 7.5) with halving of steps. Features are standardised inside and the
 * standardisation folded into what comes back. Deterministic.
 */
export function fitLinear(rows: Rows, { penalty, iterations = 60 }: FitSettings): Linear {
  const { width, labels } = rows
  const { z, means, scales } = standardised(rows)
  const total = rows.weights.reduce((sum, weight) => sum + weight, 0)

  /** Loss and its gradient [width + 1], the bias last. */
  const evaluate = (beta: Float64Array): { loss: number; gradient: Float64Array } => {
    const gradient = new Float64Array(width + 1)
    let loss = 0
    for (let row = 0; row < labels.length; row++) {
      const start = row * width
      let logit = beta[width] as number
      for (let i = 0; i < width; i++) logit += (z[start + i] as number) * (beta[i] as number)
      const signed = labels[row] ? logit : -logit
      const weight = at(rows.weights, row) / total
      loss += weight * (signed > 0 ? Math.log1p(Math.exp(-signed)) : Math.log1p(Math.exp(signed)) - signed)
      const slope = (weight * (labels[row] ? -1 : 1)) / (1 + Math.exp(signed))
      for (let i = 0; i < width; i++) gradient[i] = (gradient[i] as number) + slope * (z[start + i] as number)
      gradient[width] = (gradient[width] as number) + slope
    }
    for (let i = 0; i < width; i++) {
      loss += (penalty / 2) * (beta[i] as number) ** 2
      gradient[i] = (gradient[i] as number) + penalty * (beta[i] as number)
    }
    return { loss, gradient }
  }

  const beta = minimise(evaluate, new Float64Array(width + 1), iterations)
  const weights = Array.from({ length: width }, (_, i) => (beta[i] as number) / (scales[i] as number))
  const bias = weights.reduce((sum, weight, i) => sum - weight * (means[i] as number), beta[width] as number)
  return { weights, bias }
}

function minimise(
  evaluate: (x: Float64Array) => { loss: number; gradient: Float64Array },
  start: Float64Array,
  iterations: number,
): Float64Array {
  let x = start
  let { loss, gradient } = evaluate(x)
  const steps: { s: Float64Array; y: Float64Array; rho: number }[] = []
  for (let iteration = 0; iteration < iterations; iteration++) {
    const direction = newtonLike(gradient, steps)
    const slope = dot(direction, gradient)
    if (slope > -1e-12) break
    let size = iteration === 0 ? Math.min(1, 1 / Math.sqrt(dot(gradient, gradient))) : 1
    let next = moved(x, direction, size)
    let found = evaluate(next)
    while (found.loss > loss + 1e-4 * size * slope && size > 1e-8) {
      size /= 2
      next = moved(x, direction, size)
      found = evaluate(next)
    }
    if (!(found.loss < loss)) break
    const s = difference(next, x)
    const y = difference(found.gradient, gradient)
    const curvature = dot(s, y)
    if (curvature > 1e-12) steps.push({ s, y, rho: 1 / curvature })
    if (steps.length > MEMORY) steps.shift()
    const gain = loss - found.loss
    x = next
    ;({ loss, gradient } = found)
    if (gain < 1e-7 * Math.abs(loss)) break
  }
  return x
}

/** -H g, where H is what the last steps tell of the inverse Hessian. */
function newtonLike(
  gradient: Float64Array,
  steps: readonly { s: Float64Array; y: Float64Array; rho: number }[],
): Float64Array {
  const q = gradient.map((value) => -value)
  const shares: number[] = []
  for (const { s, y, rho } of steps.toReversed()) {
    const share = rho * dot(s, q)
    shares.push(share)
    for (let i = 0; i < q.length; i++) q[i] = (q[i] as number) - share * (y[i] as number)
  }
  const last = steps.at(-1)
  if (last !== undefined) {
    const scale = 1 / (last.rho * dot(last.y, last.y))
    for (let i = 0; i < q.length; i++) q[i] = (q[i] as number) * scale
  }
  for (const { s, y, rho } of steps) {
    const share = (shares.pop() ?? 0) - rho * dot(y, q)
    for (let i = 0; i < q.length; i++) q[i] = (q[i] as number) + share * (s[i] as number)
  }
  return q
}

function standardised({ width, features, labels }: Rows) {
  const count = labels.length
  const means = new Float64Array(width)
  const scales = new Float64Array(width)
  for (let row = 0; row < count; row++)
    for (let i = 0; i < width; i++) means[i] = (means[i] as number) + (features[row * width + i] as number) / count
  for (let row = 0; row < count; row++)
    for (let i = 0; i < width; i++)
      scales[i] = (scales[i] as number) + ((features[row * width + i] as number) - (means[i] as number)) ** 2 / count
  for (let i = 0; i < width; i++) scales[i] = Math.sqrt(scales[i] as number) || 1
  const z = new Float32Array(features.length)
  for (let row = 0; row < count; row++)
    for (let i = 0; i < width; i++)
      z[row * width + i] = ((features[row * width + i] as number) - (means[i] as number)) / (scales[i] as number)
  return { z, means, scales }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number)
  return sum
}

const moved = (x: Float64Array, direction: Float64Array, size: number) =>
  x.map((value, i) => value + size * (direction[i] as number))
const difference = (a: Float64Array, b: Float64Array) => a.map((value, i) => value - (b[i] as number))
