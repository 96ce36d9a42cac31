import { at } from '../../../src/core/absence.js'
import { onnxTypes } from './onnx-constants.js'
import type { OnnxPrinter } from './onnx-printer.js'
import { type Dim, multiplyDims, sizeOf } from './shape.js'
import { type DType, isOperator, type OperatorName, type Tensor } from './tensor.js'

/** Writes one node as ONNX operators (opset 21; MatMulNBits is ONNX Runtime's), the last of which makes `into`. */
type Print<K extends OperatorName> = (y: Tensor<K>, printer: OnnxPrinter, into: string) => void

const same =
  (operator: string) =>
  (y: Tensor, printer: OnnxPrinter, into: string): void => {
    printer.emit(
      operator,
      y.inputs.map((x) => printer.name(x)),
      {},
      into,
    )
  }

const alongLast =
  (operator: string) =>
  (y: Tensor, printer: OnnxPrinter, into: string): void => {
    printer.emit(operator, [printer.name(at(y.inputs, 0))], { axis: -1 }, into)
  }

/** The operand of a product, transposed where asked: ONNX Runtime folds the transposition into the product. */
function oriented(x: Tensor, transposed: boolean, printer: OnnxPrinter): string {
  if (!transposed) return printer.name(x)
  const order = x.shape.map((_, i) => i)
  const rank = order.length
  return printer.emit('Transpose', [printer.name(x)], { perm: [...order.slice(0, -2), rank - 1, rank - 2] })
}

/** Indices as int64 with one more axis of size 1, as ScatterND and GatherElements take them. */
function indexColumn(indices: Tensor, printer: OnnxPrinter): string {
  const wide = printer.emit('Cast', [printer.name(indices)], { to: onnxTypes.int64 })
  return printer.emit('Unsqueeze', [wide, printer.integers([-1])], {})
}

export const onnxOperators: { readonly [K in OperatorName]: Print<K> } = {
  input: () => {},
  constant: () => {},
  dimension: (y, printer, into) => {
    printer.emit('Cast', [printer.dimension(y.attributes.dim, true)], { to: onnxTypes.int32 }, into)
  },
  iota: (y, printer, into) => {
    const limit = printer.emit('Cast', [printer.dimension(at(y.shape, 0), true)], { to: onnxTypes.int32 })
    printer.emit('Range', [printer.int32(0), limit, printer.int32(1)], {}, into)
  },
  // x w + c is one operator in ONNX
  add: (y, printer, into) => {
    const product = printer.folded(y)
    if (product === undefined) return same('Add')(y, printer, into)
    const [a, b] = product.inputs as readonly [Tensor, Tensor]
    const { transposeA, transposeB } = product.attributes
    const other = y.inputs.find((x) => x !== product) as Tensor
    const operands = [a, b, other].map((x) => printer.name(x))
    printer.emit('Gemm', operands, { transA: +transposeA, transB: +transposeB }, into)
  },
  sub: same('Sub'),
  mul: same('Mul'),
  div: same('Div'),
  less: same('Less'),
  where: same('Where'),
  exp: same('Exp'),
  sqrt: same('Sqrt'),
  sin: same('Sin'),
  cos: same('Cos'),
  sigmoid: same('Sigmoid'),
  floor: same('Floor'),
  cast: (y, printer, into) => {
    const x = at(y.inputs, 0)
    const name = x.dtype === 'bfloat16' ? printer.asBfloat16(x) : printer.name(x)
    printer.emit('Cast', [name], { to: onnxTypes[y.dtype] }, into)
  },
  sum: (y, printer, into) => {
    const x = at(y.inputs, 0)
    printer.emit('ReduceSum', [printer.name(x), printer.integers(y.attributes.axes)], { keepdims: 1 }, into)
  },
  softmax: alongLast('Softmax'),
  // Where it has to be spelled out: x - max - log(sum(exp(x - max)))
  logSoftmax: (y, printer, into) => {
    if (printer.has('LogSoftmax')) return alongLast('LogSoftmax')(y, printer, into)
    const [x, axes] = [printer.name(at(y.inputs, 0)), printer.integers([-1])]
    const shifted = printer.emit('Sub', [x, printer.emit('ReduceMax', [x, axes], { keepdims: 1 })], {})
    const total = printer.emit('ReduceSum', [printer.emit('Exp', [shifted], {}), axes], { keepdims: 1 })
    printer.emit('Sub', [shifted, printer.emit('Log', [total], {})], {}, into)
  },
  matmul: (y, printer, into) => {
    const [a, b] = y.inputs as readonly [Tensor, Tensor]
    const { transposeA, transposeB } = y.attributes
    if (printer.isFolded(y)) return
    if (y.shape.length === 2)
      printer.emit('Gemm', [printer.name(a), printer.name(b)], { transA: +transposeA, transB: +transposeB }, into)
    else printer.emit('MatMul', [oriented(a, transposeA, printer), oriented(b, transposeB, printer)], {}, into)
  },
  reshape: (y, printer, into) => {
    const x = at(y.inputs, 0)
    printer.emit('Reshape', [printer.name(x), printer.shape(y.shape, x.shape)], {}, into)
  },
  transpose: (y, printer, into) => {
    printer.emit('Transpose', [printer.name(at(y.inputs, 0))], { perm: y.attributes.order }, into)
  },
  expand: (y, printer, into) => {
    printer.emit('Expand', [printer.name(at(y.inputs, 0)), printer.shape(y.shape)], {}, into)
  },
  slice: (y, printer, into) => {
    const { axis, start, end } = y.attributes
    const range = [start, end].map((place) => printer.dimension(place))
    printer.emit('Slice', [printer.name(at(y.inputs, 0)), ...range, printer.integers([axis])], {}, into)
  },
  // From -count to the end; -0 is the beginning.
  lastPlaces: (y, printer, into) => {
    const [x, count] = y.inputs as readonly [Tensor, Tensor]
    const start = printer.emit('Neg', [printer.emit('Unsqueeze', [printer.name(count), printer.integers([0])], {})], {})
    const end = printer.integers([Number.MAX_SAFE_INTEGER])
    printer.emit('Slice', [printer.name(x), start, end, printer.integers([1])], {}, into)
  },
  pad: (y, printer, into) => {
    const { axis, before, after } = y.attributes
    const x = at(y.inputs, 0)
    const widths = y.shape.map((_, i) => (i === axis ? before : 0))
    const pads = printer.integers([...widths, ...y.shape.map((_, i) => (i === axis ? after : 0))])
    printer.emit('Pad', [printer.name(x), pads], {}, into)
  },
  concat: (y, printer, into) => {
    printer.emit(
      'Concat',
      y.inputs.map((x) => printer.name(x)),
      { axis: y.attributes.axis },
      into,
    )
  },
  gather: same('Gather'),
  // Not ScatterND: with equal indices ONNX Runtime's threads overwrite each other's sums there.
  scatterAdd: (y, printer, into) => {
    const [updates, indices] = y.inputs as readonly [Tensor, Tensor]
    const n = sizeOf(indices.shape)
    const rest = y.shape.slice(1)
    const zeros = printer.emit('ConstantOfShape', [printer.shape(y.shape)], {})
    const wide = printer.emit('Cast', [printer.name(indices)], { to: onnxTypes.int64 })
    const flat = printer.emit('Reshape', [wide, printer.shape([n, ...rest.map(() => 1)])], {})
    const spread = printer.emit('Expand', [flat, printer.shape([n, ...rest])], {})
    const rows = printer.emit('Reshape', [printer.name(updates), printer.shape([n, ...rest])], {})
    printer.emit('ScatterElements', [zeros, spread, rows], { axis: 0, reduction: 'add' }, into)
  },
  take: (y, printer, into) => {
    const [x, indices] = y.inputs as readonly [Tensor, Tensor]
    const column = printer.emit('GatherElements', [printer.name(x), indexColumn(indices, printer)], { axis: 1 })
    printer.emit('Squeeze', [column, printer.integers([1])], {}, into)
  },
  addAt: (y, printer, into) => {
    const [x, indices, updates] = y.inputs as readonly [Tensor, Tensor, Tensor]
    const column = printer.emit('Unsqueeze', [printer.name(updates), printer.integers([-1])], {})
    const at = indexColumn(indices, printer)
    printer.emit('ScatterElements', [printer.name(x), at, column], { axis: 1, reduction: 'add' }, into)
  },
  // ONNX Runtime's operator looks the angles up by position: here place i of the batch has row i of the tables.
  rotate: (y, printer, into) => {
    const [x, cosines, sines] = y.inputs as readonly [Tensor, Tensor, Tensor]
    const [batch, seq, heads, d] = y.shape as readonly [Dim, Dim, Dim, Dim]
    const limit = printer.dimension(multiplyDims(batch, seq), true)
    const places = printer.emit('Range', [printer.int64(0), limit, printer.int64(1)], {})
    const grid = printer.emit('Reshape', [places, printer.shape([batch, seq])], {})
    const flat = printer.emit(
      'Reshape',
      [printer.name(x), printer.shape([batch, seq, multiplyDims(heads, d)], x.shape)],
      {},
    )
    const signed = y.attributes.direction === 1 ? printer.name(sines) : printer.emit('Neg', [printer.name(sines)], {})
    const operands = [flat, grid, printer.name(cosines), signed]
    const turned = printer.emit('RotaryEmbedding', operands, { interleaved: 0 }, undefined, 'com.microsoft')
    printer.emit('Reshape', [turned, printer.shape(y.shape, [batch, seq])], {}, into)
  },
  dequantize: (y, printer, into) => {
    const [q, scales] = y.inputs as readonly [Tensor, Tensor]
    const { block, zeroPoint, levels } = y.attributes
    const { name, dtype } = codes(q, printer)
    if (levels === undefined) {
      const zero = zeroPoint === 0 ? [] : [printer.zeroPoints(dtype, scales, zeroPoint)]
      printer.emit('DequantizeLinear', [name, printer.name(scales), ...zero], { axis: 1, block_size: block }, into)
      return
    }
    // NF4: 16 levels looked up, then one scale a block
    const index = printer.emit('Cast', [name], { to: onnxTypes.int32 })
    const units = printer.emit('Gather', [printer.floats(levels), index], {})
    const blocked = printer.emit('Reshape', [units, printer.shape([...scales.shape, block])], {})
    const column = printer.emit('Unsqueeze', [printer.name(scales), printer.integers([-1])], {})
    printer.emit('Reshape', [printer.emit('Mul', [blocked, column], {}), printer.shape(y.shape)], {}, into)
  },
  // The same bytes as uint8 [n, k / block, block / 2]: MatMulNBits and uint4 tensors order nibbles alike.
  matmulNBits: (y, printer, into) => {
    const [x, q, scales] = y.inputs as readonly [Tensor, Tensor, Tensor]
    const [n, k] = q.shape as readonly [number, number]
    const { block } = y.attributes
    const packed = isOperator(q, 'constant')
      ? printer.constants.place(q.attributes.data, [n, k / block, block / 2], 'uint8')
      : printer.emit('Reshape', [printer.name(q), printer.integers([n, k / block, block / 2])], {})
    const attributes = { K: k, N: n, bits: 4, block_size: block }
    printer.emit('MatMulNBits', [printer.name(x), packed, printer.name(scales)], attributes, into, 'com.microsoft')
  },
}

/**
 * 4-bit codes one an element where they are an input: a runtime takes those as bytes [n, k / 2] only, so they are split here.
 * As constants they are ONNX's own uint4.
 */
function codes(q: Tensor, printer: OnnxPrinter): { name: string; dtype: DType } {
  if (q.dtype !== 'uint4' || isOperator(q, 'constant')) return { name: printer.name(q), dtype: q.dtype }
  const low = printer.emit('BitwiseAnd', [printer.name(q), printer.byte(15)], {})
  const high = printer.emit('BitShift', [printer.name(q), printer.byte(4)], { direction: 'RIGHT' })
  const pair = [low, high].map((half) => printer.emit('Unsqueeze', [half, printer.integers([-1])], {}))
  const both = printer.emit('Concat', pair, { axis: -1 })
  return { name: printer.emit('Reshape', [both, printer.shape(q.shape)], {}), dtype: 'uint8' }
}
