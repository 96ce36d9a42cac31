import { at } from '../../../src/core/absence.js'
import {
  add,
  addAt,
  cast,
  concat,
  dimension,
  div,
  exp,
  floor,
  iota,
  less,
  logSoftmax,
  matmul,
  mul,
  piece,
  reshape,
  sigmoid,
  slice,
  softmax,
  sqrt,
  sub,
  sum,
  sumTo,
  take,
  transpose,
  where,
  zeros,
} from './operators.js'
import { type Dim, divideDims, multiplyDims } from './shape.js'
import { type Tensor, withGradient } from './tensor.js'

/*
 * Parts of a network whose gradient is written by hand, because the hand's version reuses what the forward pass has
 * computed, or touches less memory, than differentiating operator by operator.
 */

/**
 * y = x / rms(x) * w, rms(x) = sqrt(mean(x^2) + epsilon) over the last axis (Zhang & Sennrich 2019).
 * x [..., d], weight [d] -> [..., d].
 */
export function rmsNorm(x: Tensor, weight: Tensor, epsilon: number): Tensor {
  const d = weight.shape[0] as number
  const meanSquare = mul(sum(mul(x, x), [-1]), 1 / d) // [..., 1]
  const scale = div(1, sqrt(add(meanSquare, epsilon))) // [..., 1]
  const unit = mul(x, scale) // [..., d]
  return withGradient(mul(unit, weight), [x, weight], (g) => {
    const gw = mul(g, weight)
    // dx = scale * (g w - unit * mean(g w unit))
    const dx = mul(scale, sub(gw, mul(unit, mul(sum(mul(gw, unit), [-1]), 1 / d))))
    return [dx, sumTo(mul(g, unit), weight.shape)]
  })
}

/**
 * silu(gate) * up, silu(x) = x * sigmoid(x): the gate of SwiGLU (Shazeer 2020).
 *
 * These are the widest values of a layer, so nothing but gate and up is kept for the way back: sigmoid(gate) is made again, as 1 - sigmoid(-gate), for
 * a runtime that met sigmoid(gate) twice would make it once and keep it.
 */
export function siluGate(gate: Tensor, up: Tensor): Tensor {
  return withGradient(mul(mul(gate, sigmoid(gate)), up), [gate, up], (g) => {
    const rest = sigmoid(mul(gate, -1))
    const s = sub(1, rest)
    // silu' = s + gate * s * (1 - s)
    const inner = mul(mul(g, up), s)
    return [add(inner, mul(inner, mul(gate, rest))), mul(mul(g, gate), s)]
  })
}

/** sqrt(2 / pi) and the cube's factor of GELU's approximation. */
const GELU = { root: Math.sqrt(2 / Math.PI), cube: 0.044715 } as const

/** x * (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2 (Hendrycks & Gimpel 2016), which is x * sigmoid of twice that. */
export function gelu(x: Tensor): Tensor {
  const square = mul(x, x)
  const s = sigmoid(mul(mul(x, add(1, mul(square, GELU.cube))), 2 * GELU.root))
  const y = mul(x, s)
  return withGradient(y, [x], (g) => {
    const slope = mul(add(1, mul(square, 3 * GELU.cube)), 2 * GELU.root)
    // d (x s) = s + x s (1 - s) slope
    return [mul(g, add(s, mul(mul(y, sub(1, s)), slope)))]
  })
}

/** What a query must not see gets this added to its score: far below any score, and still a number. */
const hidden = -1e9

/**
 * The bias that lets query i see key j only where j <= i < reach[j]: int32 reach [batch, total] -> [batch, 1, seq, total].
 * The queries are the last `seq` of the `total` places; without a cache they are all of them.
 *
 * One vector says every mask this package needs. Plain causal text: reach = seq. Documents packed one after another:
 * reach[j] = end of j's document. Padding: reach[j] = 0. A prefix tree in depth-first order: reach[j] = end of j's subtree,
 * so that a node sees its ancestors and itself.
 */
export function reachBias(reach: Tensor, seq: Dim = at(reach.shape, 1), past: Dim = 0): Tensor {
  const [batch, total] = reach.shape as readonly [Dim, Dim]
  const place = past === 0 ? iota(seq) : add(iota(seq), dimension(past))
  const query = reshape(place, [1, 1, seq, 1])
  const key = reshape(iota(total), [1, 1, 1, total])
  const reached = less(query, reshape(reach, [batch, 1, 1, total])) // [batch, 1, seq, total]
  return where(less(query, key), hidden, where(reached, 0, hidden))
}

/**
 * Attention with a cache: the queries are the last `seq` of `total` positions; query i sees key j where j is not after it
 * and attentionMask[j] is 1, and, with a sliding window, j is less than `window` positions back.
 * attentionMask int32 [batch, total] -> [batch, 1, seq, total].
 */
export function cacheBias(attentionMask: Tensor, seq: Dim, past: Dim, window?: number): Tensor {
  const [batch, total] = attentionMask.shape as readonly [Dim, Dim]
  const query = reshape(add(iota(seq), dimension(past)), [1, 1, seq, 1])
  const key = reshape(iota(total), [1, 1, 1, total])
  const masked = less(reshape(attentionMask, [batch, 1, 1, total]), 1)
  const bias = where(less(query, key), hidden, where(masked, hidden, 0))
  return window === undefined ? bias : where(less(sub(query, key), window), bias, hidden)
}

/**
 * softmax(q k^T * scale + bias) v, scale 1 / sqrt(d) where none is given, with groups of query heads sharing a key-value head.
 *
 * q [batch, seq, heads, d], k and v [batch, kvHeads, total, d], bias [batch, 1 or heads, seq, total] -> [batch, seq, heads * d].
 * The query heads of a group are stacked along the rows, so keys and values are never repeated.
 */
export function attention(q: Tensor, k: Tensor, v: Tensor, bias: Tensor, given?: number): Tensor {
  const [batch, seq, heads, d] = q.shape as readonly [Dim, Dim, number, number]
  const scale = given ?? 1 / Math.sqrt(d)
  const [, kvHeads, total] = k.shape as readonly [Dim, number, Dim]
  const group = divideDims(heads, kvHeads) as number
  // Heads of one group are neighbours, so [heads, seq] and [kvHeads, group * seq] are the same rows.
  const stacked = [batch, kvHeads, multiplyDims(group, seq), d]
  const byGroup = [batch, kvHeads, multiplyDims(group, seq), total]
  const byHead = [batch, heads, seq, total]
  const stack = (x: Tensor) => reshape(transpose(x, [0, 2, 1, 3]), stacked)
  const unstack = (x: Tensor) => transpose(reshape(x, [batch, heads, seq, d]), [0, 2, 1, 3])

  const qs = stack(q) // [batch, kvHeads, group * seq, d]
  // Scaling beside a product costs nothing: ONNX Runtime folds it in.
  const scores = reshape(mul(matmul(qs, k, { transposeB: true }), scale), byHead)
  const p = reshape(softmax(add(scores, bias)), byGroup)
  const out = matmul(p, v) // [batch, kvHeads, group * seq, d]
  return withGradient(reshape(unstack(out), [batch, seq, heads * d]), [q, k, v, bias], (g) => {
    const go = stack(reshape(g, q.shape))
    const gv = matmul(p, go, { transposeA: true })
    // sum over keys of p * dp equals sum over d of out * g: the smaller of the two (Dao et al. 2022, B.4)
    const gs = mul(p, sub(matmul(go, v, { transposeB: true }), sum(mul(out, go), [-1])))
    const gq = unstack(mul(matmul(gs, k), scale))
    return [gq, mul(matmul(gs, qs, { transposeA: true }), scale), gv, sumTo(reshape(gs, byHead), bias.shape)]
  })
}

/**
 * `attention` where no query sees a later key, in so many pieces of the queries: each is compared with the keys up to its own end, so that of four
 * pieces three eighths of the work are not done. seq and total are the same.
 */
export function causalAttention(
  q: Tensor,
  k: Tensor,
  v: Tensor,
  bias: Tensor,
  { scale, pieces }: { scale?: number | undefined; pieces: number },
): Tensor {
  const rows = Array.from({ length: pieces }, (_, i) => {
    const before = (x: Tensor, axis: number) => piece(x, axis, 0, i + 1, pieces)
    const own = (x: Tensor, axis: number) => piece(x, axis, i, i + 1, pieces)
    return attention(own(q, 1), before(k, 2), before(v, 2), before(own(bias, 2), 3), scale)
  })
  return concat(rows, 1)
}

/** log p of one token a row: logits [n, vocabulary], targets int32 [n] -> [n]. */
export const logProbability = (logits: Tensor, targets: Tensor): Tensor => take(logSoftmax(logits), targets)

/**
 * - sum_i weight_i log softmax(logits_i)[target_i], a scalar: logits [n, vocabulary], targets int32 [n], weights [n].
 * Give it only the rows that have a target: the vocabulary is what makes logits large.
 */
export function crossEntropy(logits: Tensor, targets: Tensor, weights: Tensor): Tensor {
  const [n] = logits.shape as readonly [Dim, Dim]
  const logP = logSoftmax(logits)
  const loss = reshape(mul(sum(mul(take(logP, targets), weights)), -1), [])
  return withGradient(loss, [logits], (g) => {
    const w = mul(weights, g)
    // d loss / d logits = weight * (softmax - one hot)
    return [addAt(mul(exp(logP), reshape(w, [n, 1])), targets, mul(w, -1))]
  })
}

/** log sigmoid(x) for x [n]: log softmax of x against 0, which no x overflows. */
export function logSigmoid(x: Tensor): Tensor {
  const column = [at(x.shape, 0), 1]
  const both = concat([reshape(x, column), zeros(column)], 1)
  const y = reshape(slice(logSoftmax(both), 1, 0, 1), x.shape)
  return withGradient(y, [x], (g) => [mul(g, sigmoid(mul(x, -1)))])
}

/** The field of the dropout hash: the largest prime whose products stay exact in float32 (p^2 + 2p < 2^24). */
export const dropoutPrime = 4093

/**
 * Dropout that costs no random operator and repeats exactly from a seed, on every runtime: element (i, j) falls out where
 * (r_i * c_j + s_i + t_j) mod p < rate * p, with r, s drawn anew each step and c, t fixed for each place in the network
 * (a pairwise independent hash; every product is exact in float32). x [n, d], rows [n, 2], columns [2, d], all holding
 * whole numbers in [0, p). What stays is scaled by 1 / (1 - rate).
 */
export function dropout(x: Tensor, rows: Tensor, columns: Tensor, rate: number): Tensor {
  const [r, s] = [slice(rows, 1, 0, 1), slice(rows, 1, 1, 2)] // [n, 1]
  const [c, t] = [slice(columns, 0, 0, 1), slice(columns, 0, 1, 2)] // [1, d]
  const modulo = (v: Tensor) => sub(v, mul(floor(div(add(v, 0.5), dropoutPrime)), dropoutPrime))
  const hash = modulo(add(modulo(mul(r, c)), add(s, t))) // [n, d]
  const keep = mul(cast(less(Math.ceil(rate * dropoutPrime) - 0.5, hash), 'float32'), 1 / (1 - rate))
  return withGradient(mul(x, keep), [x], (g) => [mul(g, keep)])
}

/** sqrt of the sum of the squares of all elements of all values: the norm that clipping looks at. */
export function globalNorm(values: readonly Tensor[]): Tensor {
  const squares = values.map((value) => reshape(sum(mul(value, value)), []))
  return sqrt(squares.reduce((total, square) => add(total, square)))
}
