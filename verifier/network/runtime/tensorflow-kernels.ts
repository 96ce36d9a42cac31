import type * as tfjs from '@tensorflow/tfjs-core'
import { type Bindings, bindDim, bindShape, type OperatorName, type Tensor, TO_END } from '../graph/index.js'

export type TensorFlow = typeof tfjs
type Array_ = tfjs.Tensor

/** Runs one node on TensorFlow.js. Integers of every width are int32 there; 4-bit values come unpacked, one an element. */
type Kernel<K extends OperatorName> = (
  tf: TensorFlow,
  inputs: readonly [Array_, Array_, Array_],
  y: Tensor<K>,
  bindings: Bindings,
) => Array_

const leaf = (): never => {
  throw new Error('inputs and constants are not computed')
}

const dtypes = { float32: 'float32', float16: 'float32', bool: 'bool' } as const
const dtypeOf = (y: Tensor) => (y.dtype in dtypes ? dtypes[y.dtype as 'bool'] : 'int32')

/** tfjs's broadcastTo cannot lower ranks of ones; reshape first. */
const grow = (tf: TensorFlow, x: Array_, shape: number[]): Array_ => tf.broadcastTo(x, shape as [number])

/** Transposes the last two axes: wasm's product has a slow path for transposed operands, its transposition does not. */
function flip(tf: TensorFlow, x: Array_): Array_ {
  const order = x.shape.map((_, i) => i)
  const rank = order.length
  return tf.transpose(x, [...order.slice(0, -2), rank - 1, rank - 2])
}

function product(tf: TensorFlow, a: Array_, b: Array_, transposeA: boolean, transposeB: boolean): Array_ {
  if (tf.getBackend() !== 'wasm') return tf.matMul(a, b, transposeA, transposeB)
  return tf.matMul(transposeA ? flip(tf, a) : a, transposeB ? flip(tf, b) : b)
}

function dequantize(tf: TensorFlow, q: Array_, scales: Array_, y: Tensor<'dequantize'>['attributes']): Array_ {
  const units =
    y.levels === undefined ? tf.sub(tf.cast(q, 'float32'), y.zeroPoint) : tf.gather(tf.tensor1d(y.levels), q)
  const [n, blocks] = scales.shape as [number, number]
  return tf.reshape(tf.mul(tf.reshape(units, [n, blocks, y.block]), tf.reshape(scales, [n, blocks, 1])), q.shape)
}

export const kernels: { readonly [K in OperatorName]: Kernel<K> } = {
  input: leaf,
  constant: leaf,
  dimension: (tf, _, y, bindings) => tf.scalar(bindDim(y.attributes.dim, bindings), 'int32'),
  iota: (tf, _, y, bindings) => tf.range(0, bindShape(y.shape, bindings)[0] as number, 1, 'int32'),
  add: (tf, [a, b]) => tf.add(a, b),
  sub: (tf, [a, b]) => tf.sub(a, b),
  mul: (tf, [a, b]) => tf.mul(a, b),
  div: (tf, [a, b]) => tf.div(a, b),
  less: (tf, [a, b]) => tf.less(a, b),
  where: (tf, [condition, a, b], y, bindings) => {
    const shape = bindShape(y.shape, bindings)
    // Flat: WebGPU's selection knows no rank above 4.
    const [c, yes, no] = [condition, a, b].map((x) => tf.reshape(grow(tf, x, shape), [-1])) as [Array_, Array_, Array_]
    return tf.reshape(tf.where(c, yes, no), shape)
  },
  exp: (tf, [x]) => tf.exp(x),
  sqrt: (tf, [x]) => tf.sqrt(x),
  sin: (tf, [x]) => tf.sin(x),
  cos: (tf, [x]) => tf.cos(x),
  sigmoid: (tf, [x]) => tf.sigmoid(x),
  floor: (tf, [x]) => tf.floor(x),
  cast: (tf, [x], y) => tf.cast(x, dtypeOf(y)),
  sum: (tf, [x], y) => tf.sum(x, [...y.attributes.axes], true),
  softmax: (tf, [x]) => tf.softmax(x),
  logSoftmax: (tf, [x]) => tf.logSoftmax(x),
  matmul: (tf, [a, b], y) => product(tf, a, b, y.attributes.transposeA, y.attributes.transposeB),
  reshape: (tf, [x], y, bindings) => tf.reshape(x, bindShape(y.shape, bindings)),
  transpose: (tf, [x], y) => tf.transpose(x, [...y.attributes.order]),
  expand: (tf, [x], y, bindings) => grow(tf, x, bindShape(y.shape, bindings)),
  lastPlaces: (tf, [x, count]) => {
    const [, seq] = x.shape as [number, number]
    const kept = Math.min(count.dataSync()[0] as number, seq) || seq
    return tf.slice(x, [0, seq - kept], [-1, kept])
  },
  slice: (tf, [x], y, bindings) => {
    const { axis, start, end } = y.attributes
    const first = bindDim(start, bindings)
    const size = end === TO_END ? -1 : bindDim(end, bindings) - first
    return tf.slice(
      x,
      x.shape.map((_, i) => (i === axis ? first : 0)),
      x.shape.map((dim, i) => (i === axis ? size : dim)),
    )
  },
  pad: (tf, [x], y) => {
    const { axis, before, after } = y.attributes
    return tf.pad(
      x,
      x.shape.map((_, i): [number, number] => (i === axis ? [before, after] : [0, 0])),
    )
  },
  concat: (tf, inputs, y) => tf.concat([...inputs] as Array_[], y.attributes.axis),
  gather: (tf, [table, indices]) => tf.gather(table, indices as tfjs.Tensor1D),
  scatterAdd: (tf, [updates, indices], y, bindings) => {
    const shape = bindShape(y.shape, bindings)
    const flat = tf.reshape(updates, [indices.size, ...shape.slice(1)])
    return tf.scatterND(tf.reshape(indices, [indices.size, 1]), flat, shape)
  },
  take: (tf, [x, indices]) => tf.gatherND(x, cells(tf, indices)),
  addAt: (tf, [x, indices, updates]) => tf.add(x, tf.scatterND(cells(tf, indices), updates, x.shape)),
  rotate: (tf, [x, cosines, sines], y) => {
    const [batch, seq, heads, d] = x.shape as [number, number, number, number]
    const half = [batch, seq, heads, d / 2]
    const [a, b] = [tf.slice(x, [0, 0, 0, 0], half), tf.slice(x, [0, 0, 0, d / 2], half)]
    const [c, s] = [cosines, sines].map((table) => tf.reshape(table, [batch, seq, 1, d / 2])) as [Array_, Array_]
    const [as, bs] = [tf.mul(a, s), tf.mul(b, s)]
    const [ac, bc] = [tf.mul(a, c), tf.mul(b, c)]
    return y.attributes.direction === 1
      ? tf.concat([tf.sub(ac, bs), tf.add(bc, as)], 3)
      : tf.concat([tf.add(ac, bs), tf.sub(bc, as)], 3)
  },
  dequantize: (tf, [q, scales], y) => dequantize(tf, q, scales, y.attributes),
  matmulNBits: (tf, [x, q, scales], y) => {
    const w = dequantize(tf, q, scales, { block: y.attributes.block, zeroPoint: 8, levels: undefined })
    return product(tf, x, w, false, true)
  },
}

/** (row, index) of each row: int32 [n, 2]. */
const cells = (tf: TensorFlow, indices: Array_): Array_ =>
  tf.stack([tf.range(0, indices.size, 1, 'int32'), tf.reshape(indices, [indices.size])], 1)
