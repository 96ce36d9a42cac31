import { RationaleError } from '../../../src/core/errors.js'
import { multiply } from '../weights/low-rank-source.js'
import { linearModules } from '../weights/shapes.js'
import { fillNormal, type Network, type Weight } from './parameters.js'

/*
 * W [out, in] replaced by B A, b [out, rank], a [rank, in]: out * in numbers become rank * (out + in)  (FinGPT-HPC).
 */

/** The largest rank at which B A holds `compression` times fewer numbers than W: out in / (compression (out + in)). */
export const rankFor = (out: number, input: number, compression: number): number =>
  Math.max(1, Math.floor((out * input) / (compression * (out + input))))

export interface LowRankOptions {
  /** One rank for all layers; or … */
  rank?: number
  /** … how many times fewer numbers each layer holds. */
  compression?: number
  /** `svd`: the best approximation of the trained weight; `random`: a fresh start whose product has the deviation that W has. */
  start: 'svd' | 'random'
  random: () => number
}

/** The network with every linear layer of its decoder layers as a product of two narrow ones; the rest is shared. */
export function lowRankNetwork(network: Network, options: LowRankOptions): Network {
  const { rank, compression, start, random } = options
  if ((rank === undefined) === (compression === undefined) || (rank ?? 1) < 1 || (compression ?? 1) <= 0)
    throw new RationaleError('configuration', 'low-rank layers need either a rank or a compression', {
      expected: 'rank >= 1, or compression > 0',
      found: `rank ${rank}, compression ${compression}`,
    })
  const weights = new Map(network.weights)
  for (const [name, weight] of network.weights) {
    if (!linearModules.some((module) => name.endsWith(`${module}.weight`))) continue
    if (weight.kind !== 'dense')
      throw new RationaleError('unsupported', `${name} is ${weight.kind}: only a float32 matrix can be factored`)
    const [out, input] = weight.shape as [number, number]
    const r = Math.min(out, input, rank ?? rankFor(out, input, compression as number))
    weights.set(
      name,
      start === 'svd'
        ? factor(weight.data, out, input, r, random)
        : freshFactors(out, input, r, deviationOf(weight.data), random),
    )
  }
  return { config: network.config, weights }
}

const deviationOf = (w: Float32Array) => Math.sqrt(w.reduce((sum, x) => sum + x * x, 0) / w.length)

/** Entries of one deviation s such that those of B A, sums of `rank` products, have that of W: rank * s^4 = deviation^2. */
function freshFactors(out: number, input: number, rank: number, target: number, random: () => number): Weight {
  const deviation = Math.sqrt(target / Math.sqrt(rank))
  const [a, b] = [new Float32Array(rank * input), new Float32Array(out * rank)]
  fillNormal(a, deviation, random)
  fillNormal(b, deviation, random)
  return { kind: 'low-rank', rank, shape: [out, input], a, b }
}

/**
 * The best approximation of W by a product of that rank: B = U sqrt(S), A = sqrt(S) V^T of its singular value decomposition,
 * by subspace iteration on a random start (Halko, Martinsson & Tropp 2011) with a few columns to spare.
 */
export function factor(
  w: Float32Array,
  out: number,
  input: number,
  rank: number,
  random: () => number,
): Weight & { kind: 'low-rank' } {
  const width = Math.min(out, input, rank + Math.max(8, rank >> 2))
  const start = new Float32Array(input * width)
  fillNormal(start, 1, random)
  let q = orthonormal(multiply(w, start, out, input, width), out, width)
  const wt = transposed(w, out, input)
  for (let round = 0; round < 6; round++) {
    const back = orthonormal(multiply(wt, q, input, out, width), input, width)
    q = orthonormal(multiply(w, back, out, input, width), out, width)
  }
  const small = multiply(transposed(q, out, width), w, width, out, input) // Q^T W: [width, in]
  const { values, vectors } = symmetricEigen(
    multiply(small, transposed(small, width, input), width, input, width),
    width,
  )
  const [a, b] = [new Float32Array(rank * input), new Float32Array(out * rank)]
  for (let r = 0; r < rank; r++) {
    const singular = Math.sqrt(Math.max(0, values[r] as number))
    const [root, inverse] = [Math.sqrt(singular), singular > 0 ? 1 / Math.sqrt(singular) : 0]
    for (let i = 0; i < width; i++) {
      const e = vectors[i * width + r] as number
      // U = Q E, so column r of B is sqrt(s) Q e; row r of A is sqrt(s) v^T = e^T Q^T W / sqrt(s)
      for (let o = 0; o < out; o++)
        b[o * rank + r] = (b[o * rank + r] as number) + root * e * (q[o * width + i] as number)
      for (let j = 0; j < input; j++)
        a[r * input + j] = (a[r * input + j] as number) + inverse * e * (small[i * input + j] as number)
    }
  }
  return { kind: 'low-rank', rank, shape: [out, input], a, b }
}

function transposed(a: Float32Array, rows: number, columns: number): Float32Array {
  const t = new Float32Array(a.length)
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) t[j * rows + i] = a[i * columns + j] as number
  return t
}

/** Columns made orthonormal, twice over for accuracy (Gram and Schmidt, modified); a column that vanishes becomes zero. */
function orthonormal(a: Float32Array, rows: number, columns: number): Float32Array {
  const t = transposed(a, rows, columns) // one column a row: neighbours in memory
  for (let j = 0; j < columns; j++) {
    const column = t.subarray(j * rows, (j + 1) * rows)
    const before = Math.sqrt(dot(column, column))
    for (let pass = 0; pass < 2; pass++)
      for (let i = 0; i < j; i++) {
        const other = t.subarray(i * rows, (i + 1) * rows)
        const overlap = dot(column, other)
        for (let r = 0; r < rows; r++) column[r] = (column[r] as number) - overlap * (other[r] as number)
      }
    const length = Math.sqrt(dot(column, column))
    const scale = length > 1e-5 * before ? 1 / length : 0
    for (let r = 0; r < rows; r++) column[r] = (column[r] as number) * scale
  }
  return transposed(t, columns, rows)
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number)
  return sum
}

/** Eigenvalues, largest first, and eigenvectors as columns, of a symmetric matrix, by Jacobi's rotations. */
function symmetricEigen(matrix: Float32Array, n: number): { values: Float64Array; vectors: Float64Array } {
  const a = Float64Array.from(matrix)
  const v = new Float64Array(n * n)
  for (let i = 0; i < n; i++) v[i * n + i] = 1
  const at = (i: number, j: number) => a[i * n + j] as number
  for (let sweep = 0; sweep < 30; sweep++) {
    let off = 0
    let all = 0
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        all += at(i, j) ** 2
        if (i !== j) off += at(i, j) ** 2
      }
    if (off <= 1e-18 * all) break
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(a, v, n, p, q)
  }
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => at(j, j) - at(i, i))
  const vectors = new Float64Array(n * n)
  order.forEach((from, to) => {
    for (let i = 0; i < n; i++) vectors[i * n + to] = v[i * n + from] as number
  })
  return { values: Float64Array.from(order, (i) => at(i, i)), vectors }
}

/** One rotation that makes a[p, q] zero. */
function rotate(a: Float64Array, v: Float64Array, n: number, p: number, q: number): void {
  const apq = a[p * n + q] as number
  if (apq === 0) return
  const theta = ((a[q * n + q] as number) - (a[p * n + p] as number)) / (2 * apq)
  const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1))
  const c = 1 / Math.sqrt(t * t + 1)
  const s = t * c
  const turn = (m: Float64Array, i: number, j: number) => {
    const [x, y] = [m[i] as number, m[j] as number]
    m[i] = c * x - s * y
    m[j] = s * x + c * y
  }
  for (let k = 0; k < n; k++) turn(a, k * n + p, k * n + q)
  for (let k = 0; k < n; k++) turn(a, p * n + k, q * n + k)
  for (let k = 0; k < n; k++) turn(v, k * n + p, k * n + q)
}
