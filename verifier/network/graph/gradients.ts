import { at, defined } from '../../../src/core/absence.js'
import {
  addAt,
  cast,
  concat,
  cos,
  div,
  dropFirst,
  exp,
  expand,
  gather,
  matmul,
  mul,
  neg,
  pad,
  piece,
  reshape,
  rotate,
  scatterAdd,
  sin,
  slice,
  sub,
  sum,
  sumTo,
  TO_END,
  take,
  transpose,
  where,
  zeros,
} from './operators.js'
import { dequantize } from './quantized.js'
import { dimensionError, pieceFrom, pieceOf } from './shape.js'
import { type OperatorName, scalar, type Tensor } from './tensor.js'

/** From the gradient g of a node to the gradients of its inputs, in their order; undefined where nothing flows. */
type Gradient<K extends OperatorName> = (y: Tensor<K>, g: Tensor) => readonly (Tensor | undefined)[]

const none = (): readonly undefined[] => []
/** The inputs of a node, for destructuring: the shape rules have checked how many there are. */
const inputsOf = (y: Tensor) => y.inputs as unknown as readonly [Tensor, Tensor, Tensor]

/** d loss / d input for every operator, given g = d loss / d output. Values that nobody asks for cost nothing. */
export const gradients: { readonly [K in OperatorName]: Gradient<K> } = {
  input: none,
  constant: none,
  dimension: none,
  iota: none,
  add: ({ inputs: [a, b] }, g) => [a && sumTo(g, a.shape), b && sumTo(g, b.shape)],
  sub: ({ inputs: [a, b] }, g) => [a && sumTo(g, a.shape), b && neg(sumTo(g, b.shape))],
  mul: (y, g) => {
    const [a, b] = inputsOf(y)
    return [sumTo(mul(g, b), a.shape), sumTo(mul(g, a), b.shape)]
  },
  // d(a/b) = da / b - (a/b) db / b
  div: (y, g) => {
    const [a, b] = inputsOf(y)
    const ga = div(g, b)
    return [sumTo(ga, a.shape), neg(sumTo(mul(ga, y), b.shape))]
  },
  less: none,
  where: (y, g) => {
    const [condition, a, b] = inputsOf(y)
    return [undefined, sumTo(where(condition, g, 0), a.shape), sumTo(where(condition, 0, g), b.shape)]
  },
  exp: (y, g) => [mul(g, y)],
  // d sqrt(x) = dx / (2 sqrt(x))
  sqrt: (y, g) => [div(mul(g, 0.5), y)],
  sin: (y, g) => [mul(g, cos(inputsOf(y)[0]))],
  cos: (y, g) => [neg(mul(g, sin(inputsOf(y)[0])))],
  // d s(x) = s (1 - s) dx
  sigmoid: (y, g) => [mul(g, mul(y, sub(1, y)))],
  floor: none,
  cast: (y, g) => {
    const [x] = inputsOf(y)
    return [x.dtype === 'float32' || x.dtype === 'float16' ? cast(g, x.dtype) : undefined]
  },
  sum: (y, g) => [expand(g, inputsOf(y)[0].shape)],
  // d softmax: y * (g - sum(g * y))
  softmax: (y, g) => [mul(y, sub(g, sum(mul(g, y), [-1])))],
  // d log softmax: g - softmax * sum(g)
  logSoftmax: (y, g) => [sub(g, mul(exp(y), sum(g, [-1])))],
  matmul: (y, g) => {
    const [a, b] = inputsOf(y)
    const { transposeA, transposeB } = y.attributes
    const ga = transposeA
      ? matmul(b, g, { transposeA: transposeB, transposeB: true })
      : matmul(g, b, { transposeB: !transposeB })
    const gb = transposeB
      ? matmul(g, a, { transposeA: true, transposeB: transposeA })
      : matmul(a, g, { transposeA: !transposeA })
    return [sumTo(ga, a.shape), sumTo(gb, b.shape)]
  },
  reshape: (y, g) => [reshape(g, inputsOf(y)[0].shape)],
  transpose: (y, g) => {
    const back: number[] = []
    y.attributes.order.forEach((axis, i) => {
      back[axis] = i
    })
    return [transpose(g, back)]
  },
  expand: (y, g) => [sumTo(g, inputsOf(y)[0].shape)],
  slice: (y, g) => {
    const { axis, start, end } = y.attributes
    const { shape } = inputsOf(y)[0]
    const own = pieceFrom(at(y.shape, axis))
    if (own === undefined) {
      const size = shape[axis] as number
      return [pad(g, axis, start as number, end === TO_END ? 0 : size - (end as number))]
    }
    const rest = (from: number, to: number) =>
      from === to ? [] : [zeros(shape.map((dim, i) => (i === axis ? pieceOf(own.whole, from, to, own.of) : dim)))]
    return [concat([...rest(0, own.from), g, ...rest(own.to, own.of)], axis)]
  },
  lastPlaces: none,
  pad: (y, g) => {
    const { axis, before } = y.attributes
    const size = inputsOf(y)[0].shape[axis] as number
    return [slice(g, axis, before, before + size)]
  },
  concat: (y, g) => {
    const { axis } = y.attributes
    let start = 0
    return y.inputs.map((part, i) => {
      const size = at(part.shape, axis)
      const own = pieceFrom(size)
      if (own !== undefined && own.whole === y.shape[axis]) return piece(g, axis, own.from, own.to, own.of)
      if (typeof size === 'number') {
        start += size
        return slice(g, axis, start - size, start)
      }
      if (i + 1 < y.inputs.length)
        throw dimensionError('concat: only the last part may be of any size', 'a number', size)
      return dropFirst(g, axis, start, size)
    })
  },
  gather: (y, g) => {
    const [table, indices] = inputsOf(y)
    return [scatterAdd(g, indices, at(table.shape, 0))]
  },
  scatterAdd: (y, g) => [gather(g, inputsOf(y)[1])],
  take: (y, g) => {
    const [x, indices] = inputsOf(y)
    return [addAt(zeros(x.shape), indices, g)]
  },
  addAt: (y, g) => [g, undefined, take(g, inputsOf(y)[1])],
  // A rotation's transpose is the rotation back; the tables are not trained.
  rotate: (y, g) => {
    const [, cosines, sines] = inputsOf(y)
    return [rotate(g, cosines, sines, y.attributes.direction === 1 ? -1 : 1)]
  },
  // The stored integers do not move; scales: d scale = sum over the block of g * (q - zero)
  dequantize: (y, g) => {
    const [q, scales] = inputsOf(y)
    const { block, zeroPoint, levels } = y.attributes
    const unit = dequantize(q, expand(scalar(1), scales.shape), {
      block,
      zeroPoint,
      ...defined({ levels }),
    })
    const blocks = [at(scales.shape, 0), at(scales.shape, 1), block]
    return [undefined, reshape(sum(reshape(mul(g, unit), blocks), [-1]), scales.shape)]
  },
  // y = x W^T, so dx = g W, with W taken back from its 4 bits
  matmulNBits: (y, g) => {
    const [, q, scales] = inputsOf(y)
    return [matmul(g, dequantize(q, scales, { block: y.attributes.block, zeroPoint: 8 }))]
  },
}
