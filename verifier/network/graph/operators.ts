import { at } from '../../../src/core/absence.js'
import {
  addDims,
  broadcastShapes,
  type Dim,
  dimensionError,
  divideDims,
  multiplyDims,
  pieceOf,
  type Shape,
  sameShape,
  showShape,
  sizeOf,
} from './shape.js'
import { type DType, node, scalar, type Tensor } from './tensor.js'

/*
 * The operators: what each does and its shape rule. Their gradients are in gradients.ts, how each is written as ONNX in
 * onnx-operators.ts, and what TensorFlow.js runs for each in ../runtime/tensorflow-kernels.ts; the compiler holds the
 * four lists together. A plain number is accepted wherever a scalar is.
 */

/** A value, or a plain number standing for a scalar. */
export type Operand = Tensor | number

const asTensor = (operand: Operand, dtype: DType): Tensor =>
  typeof operand === 'number' ? scalar(operand, dtype === 'int32' ? 'int32' : 'float32') : operand

type Elementwise2 = 'add' | 'sub' | 'mul' | 'div' | 'less'

function binary(operator: Elementwise2, a: Operand, b: Operand): Tensor {
  const dtype = typeof a === 'number' ? (typeof b === 'number' ? 'float32' : b.dtype) : a.dtype
  const left = asTensor(a, dtype)
  const right = asTensor(b, dtype)
  if (left.dtype !== right.dtype) throw dimensionError(`${operator}: element types differ`, left.dtype, right.dtype)
  const shape = broadcastShapes(left.shape, right.shape, operator)
  return node(operator, [left, right], {}, operator === 'less' ? 'bool' : dtype, shape)
}

/** a + b, broadcasting as NumPy does; so do all the binary operators. */
export const add = (a: Operand, b: Operand): Tensor => binary('add', a, b)
export const sub = (a: Operand, b: Operand): Tensor => binary('sub', a, b)
export const mul = (a: Operand, b: Operand): Tensor => binary('mul', a, b)
export const div = (a: Operand, b: Operand): Tensor => binary('div', a, b)
/** a < b, as bool. */
export const less = (a: Operand, b: Operand): Tensor => binary('less', a, b)

/** `condition ? a : b`, element by element. */
export function where(condition: Tensor, a: Operand, b: Operand): Tensor {
  if (condition.dtype !== 'bool') throw dimensionError('where: the condition must be bool', 'bool', condition.dtype)
  const dtype = typeof a === 'number' ? (typeof b === 'number' ? 'float32' : b.dtype) : a.dtype
  const yes = asTensor(a, dtype)
  const no = asTensor(b, dtype)
  const shape = broadcastShapes(condition.shape, broadcastShapes(yes.shape, no.shape, 'where'), 'where')
  return node('where', [condition, yes, no], {}, dtype, shape)
}

const unary = (operator: 'exp' | 'sqrt' | 'sin' | 'cos' | 'sigmoid' | 'floor', x: Tensor): Tensor =>
  node(operator, [x], {}, x.dtype, x.shape)

export const exp = (x: Tensor): Tensor => unary('exp', x)
export const sqrt = (x: Tensor): Tensor => unary('sqrt', x)
export const sin = (x: Tensor): Tensor => unary('sin', x)
export const cos = (x: Tensor): Tensor => unary('cos', x)
export const sigmoid = (x: Tensor): Tensor => unary('sigmoid', x)
/** Rounds down; its gradient is zero. */
export const floor = (x: Tensor): Tensor => unary('floor', x)
export const neg = (x: Tensor): Tensor => mul(x, -1)

/** Converts between float32, float16, int32, int64 and bool; from bfloat16 too. */
export const cast = (x: Tensor, dtype: DType): Tensor => (x.dtype === dtype ? x : node('cast', [x], {}, dtype, x.shape))

const normalAxis = (axis: number, rank: number): number => {
  const normal = axis < 0 ? axis + rank : axis
  if (!Number.isInteger(normal) || normal < 0 || normal >= rank)
    throw dimensionError('no such axis', `an axis of a value of rank ${rank}`, String(axis))
  return normal
}

/** Sum over `axes` (all of them by default). The axes stay, with size 1. */
export function sum(x: Tensor, axes?: readonly number[]): Tensor {
  const rank = x.shape.length
  const over =
    axes === undefined ? x.shape.map((_, i) => i) : axes.map((axis) => normalAxis(axis, rank)).sort((a, b) => a - b)
  if (over.length === 0) return x
  const kept: Shape = x.shape.map((dim, i) => (over.includes(i) ? 1 : dim))
  return node('sum', [x], { axes: over }, x.dtype, kept)
}

/** exp(x) / sum exp(x) along the last axis. */
export const softmax = (x: Tensor): Tensor => node('softmax', [x], {}, x.dtype, x.shape)
/** log softmax(x) along the last axis. */
export const logSoftmax = (x: Tensor): Tensor => node('logSoftmax', [x], {}, x.dtype, x.shape)

/**
 * Matrix product of the last two axes: [..., m, k] x [..., k, n] -> [..., m, n]; the leading axes broadcast.
 * `transposeA`: a is stored as [..., k, m]; `transposeB`: b is stored as [..., n, k] (as linear layers keep theirs).
 */
export function matmul(a: Tensor, b: Tensor, options: { transposeA?: boolean; transposeB?: boolean } = {}): Tensor {
  const { transposeA = false, transposeB = false } = options
  if (a.shape.length < 2 || b.shape.length < 2)
    throw dimensionError('matmul: needs matrices', 'rank >= 2', `${showShape(a.shape)} x ${showShape(b.shape)}`)
  const [m, k] = transposeA ? [a.shape.at(-1) as Dim, a.shape.at(-2)] : [a.shape.at(-2) as Dim, a.shape.at(-1)]
  const [inner, n] = transposeB ? [b.shape.at(-1), b.shape.at(-2) as Dim] : [b.shape.at(-2), b.shape.at(-1) as Dim]
  if (k !== inner)
    throw dimensionError(
      'matmul: inner dimensions differ',
      `${k} from ${showShape(a.shape)}`,
      `${inner} from ${showShape(b.shape)}`,
    )
  const batch = broadcastShapes(a.shape.slice(0, -2), b.shape.slice(0, -2), 'matmul')
  return node('matmul', [a, b], { transposeA, transposeB }, a.dtype, [...batch, m, n])
}

/** The same elements in another shape of the same size. */
export function reshape(x: Tensor, shape: Shape): Tensor {
  if (sameShape(x.shape, shape)) return x
  if (sizeOf(x.shape) !== sizeOf(shape))
    throw dimensionError(
      'reshape: sizes differ',
      `${sizeOf(x.shape)} elements, as ${showShape(x.shape)} has`,
      showShape(shape),
    )
  return node('reshape', [x], {}, x.dtype, shape)
}

/** Axis i of the result is axis `order[i]` of x. */
export function transpose(x: Tensor, order: readonly number[]): Tensor {
  if (order.length !== x.shape.length || new Set(order).size !== order.length)
    throw dimensionError('transpose: not an order of the axes', `each of ${x.shape.length} axes once`, order.join(', '))
  const shape = order.map((axis) => at(x.shape, normalAxis(axis, order.length)))
  return node('transpose', [x], { order }, x.dtype, shape)
}

/** Repeats along axes of size 1 (and new leading axes) until the shape is `shape`. */
export function expand(x: Tensor, shape: Shape): Tensor {
  if (sameShape(x.shape, shape)) return x
  if (!sameShape(broadcastShapes(x.shape, shape, 'expand'), shape))
    throw dimensionError('expand: cannot shrink', showShape(shape), showShape(x.shape))
  return node('expand', [x], {}, x.dtype, shape)
}

/** Elements `start` to `end` (exclusive) along one axis of known size. */
export function slice(x: Tensor, axis: number, start: number, end: number): Tensor {
  const over = normalAxis(axis, x.shape.length)
  const size = x.shape[over]
  if (start < 0 || end <= start || (typeof size === 'number' && end > size))
    throw dimensionError('slice: out of range', `0 <= start < end <= ${size}`, `${start}, ${end}`)
  const shape = x.shape.map((dim, i) => (i === over ? end - start : dim))
  return node('slice', [x], { axis: over, start, end }, x.dtype, shape)
}

/** The end of an axis whose size only a run knows. */
export const TO_END = 2 ** 31 - 1

/** What comes after the first `count` elements along an axis, whatever its size: `rest` of them. */
export function dropFirst(x: Tensor, axis: number, count: number, rest: Dim): Tensor {
  const over = normalAxis(axis, x.shape.length)
  if (x.shape[over] !== addDims(count, rest))
    throw dimensionError('dropFirst: sizes differ', String(addDims(count, rest)), String(x.shape[over]))
  const shape = x.shape.map((dim, i) => (i === over ? rest : dim))
  return node('slice', [x], { axis: over, start: count, end: TO_END }, x.dtype, shape)
}

/** What lies between two cuts of an axis into `of` parts, whatever its size: the second quarter is `piece(x, axis, 1, 2, 4)`. */
export function piece(x: Tensor, axis: number, from: number, to: number, of: number): Tensor {
  if (from === 0 && to === of) return x
  const over = normalAxis(axis, x.shape.length)
  const whole = at(x.shape, over)
  const cut = (place: number) => (place === of ? TO_END : pieceOf(whole, 0, place, of))
  const shape = x.shape.map((dim, i) => (i === over ? pieceOf(dim, from, to, of) : dim))
  return node('slice', [x], { axis: over, start: from === 0 ? 0 : cut(from), end: cut(to) }, x.dtype, shape)
}

/**
 * The last `count` places along axis 1, all of them where count is 0: how many is known at run time only, so their dimension needs a name.
 * x [batch, seq, …], count int64 [] -> [batch, kept, …]. For exported layouts: nothing flows back through it.
 */
export const lastPlaces = (x: Tensor, count: Tensor, kept: Dim): Tensor =>
  node('lastPlaces', [x, count], {}, x.dtype, [at(x.shape, 0), kept, ...x.shape.slice(2)])

/** Zeros before and after along one axis. */
export function pad(x: Tensor, axis: number, before: number, after: number): Tensor {
  if (before === 0 && after === 0) return x
  const over = normalAxis(axis, x.shape.length)
  const shape = x.shape.map((dim, i) => (i === over ? addDims(dim, before + after) : dim))
  return node('pad', [x], { axis: over, before, after }, x.dtype, shape)
}

/** Joins along one axis. */
export function concat(parts: readonly Tensor[], axis: number): Tensor {
  const first = parts[0]
  if (first === undefined) throw dimensionError('concat: nothing to join', 'at least one value', '0')
  if (parts.length === 1) return first
  const over = normalAxis(axis, first.shape.length)
  for (const part of parts)
    if (part.shape.length !== first.shape.length || part.shape.some((dim, i) => i !== over && dim !== first.shape[i]))
      throw dimensionError('concat: shapes differ off the axis', showShape(first.shape), showShape(part.shape))
  const joined = addDims(...parts.map((part) => at(part.shape, over)))
  return node(
    'concat',
    parts,
    { axis: over },
    first.dtype,
    first.shape.map((dim, i) => (i === over ? joined : dim)),
  )
}

/** The value of a dimension at run time: int32 []. */
export const dimension = (dim: Dim): Tensor => node('dimension', [], { dim }, 'int32', [])

/** 0, 1, 2, … n-1 as int32 [n]. */
export const iota = (n: Dim): Tensor => node('iota', [], {}, 'int32', [n])

/** Rows of a table: table [rows, ...rest], indices [...at] (int32 or int64) -> [...at, ...rest]. */
export const gather = (table: Tensor, indices: Tensor): Tensor =>
  node('gather', [table, indices], {}, table.dtype, [...indices.shape, ...table.shape.slice(1)])

/** The reverse of gather: sums updates [...at, ...rest] into a zero table [rows, ...rest]; equal indices add up. */
export const scatterAdd = (updates: Tensor, indices: Tensor, rows: Dim): Tensor =>
  node('scatterAdd', [updates, indices], {}, updates.dtype, [rows, ...updates.shape.slice(indices.shape.length)])

/** One element of each row: x [n, v], indices [n] -> [n]. */
export function take(x: Tensor, indices: Tensor): Tensor {
  if (x.shape.length !== 2 || !sameShape(indices.shape, x.shape.slice(0, 1)))
    throw dimensionError(
      'take: one index a row',
      '[n, v] and [n]',
      `${showShape(x.shape)} and ${showShape(indices.shape)}`,
    )
  return node('take', [x, indices], {}, x.dtype, indices.shape)
}

/** x [n, v] with updates [n] added to one element of each row, indices [n]. */
export const addAt = (x: Tensor, indices: Tensor, updates: Tensor): Tensor =>
  node('addAt', [x, indices, updates], {}, x.dtype, x.shape)

/**
 * Rotary positions in the half-split form of LLaMA's published weights (Su et al. 2021): each head's halves (a, b) become
 * (a cos - b sin, b cos + a sin); direction -1 turns back. x [batch, seq, heads, d], cos and sin [batch * seq, d / 2].
 */
export function rotate(x: Tensor, cosines: Tensor, sines: Tensor, direction: 1 | -1 = 1): Tensor {
  const [batch, seq, , d] = x.shape as readonly [Dim, Dim, Dim, Dim]
  const table = [multiplyDims(batch, seq), divideDims(d, 2)]
  for (const given of [cosines, sines])
    if (!sameShape(given.shape, table)) throw dimensionError('rotate: tables', showShape(table), showShape(given.shape))
  return node('rotate', [x, cosines, sines], { direction }, x.dtype, x.shape)
}

/** Zeros of a shape. */
export const zeros = (shape: Shape): Tensor => expand(scalar(0), shape)

/** Sums what broadcasting repeated, so that the result has `shape` again. */
export function sumTo(x: Tensor, shape: Shape): Tensor {
  if (sameShape(x.shape, shape)) return x
  const lead = x.shape.length - shape.length
  const axes = x.shape.map((_, i) => i).filter((i) => i < lead || (shape[i - lead] === 1 && x.shape[i] !== 1))
  return reshape(sum(x, axes), shape)
}
