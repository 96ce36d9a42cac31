import type { Dim, Shape } from './shape.js'

/**
 * Element types. `uint4` holds two elements a byte, the even index in the LOW nibble (ONNX's order); such a tensor's
 * last dimension is even. `int64` appears only where an exported layout demands it, `bfloat16` only in inputs.
 */
export type DType = 'float32' | 'float16' | 'bfloat16' | 'int32' | 'int64' | 'int8' | 'uint8' | 'uint4' | 'bool'

export type TypedArray = Float32Array | Uint16Array | Int32Array | BigInt64Array | Int8Array | Uint8Array

/** What the operators know beside their inputs. The keys of this interface are the operators. */
export interface OperatorAttributes {
  /** A value fed at run time. */
  input: { name: string }
  /** A value fixed in the graph. It stays on the device. */
  constant: { name: string | undefined; data: TypedArray }
  /** The value of a dimension: int32 []. */
  dimension: { dim: Dim }
  /** 0, 1, 2, … along a dimension: int32 [n]. */
  iota: { [key: string]: never }
  add: { [key: string]: never }
  sub: { [key: string]: never }
  mul: { [key: string]: never }
  div: { [key: string]: never }
  less: { [key: string]: never }
  where: { [key: string]: never }
  exp: { [key: string]: never }
  sqrt: { [key: string]: never }
  sin: { [key: string]: never }
  cos: { [key: string]: never }
  sigmoid: { [key: string]: never }
  floor: { [key: string]: never }
  cast: { [key: string]: never }
  sum: { axes: readonly number[] }
  softmax: { [key: string]: never }
  logSoftmax: { [key: string]: never }
  matmul: { transposeA: boolean; transposeB: boolean }
  reshape: { [key: string]: never }
  transpose: { order: readonly number[] }
  expand: { [key: string]: never }
  slice: { axis: number; start: Dim; end: Dim }
  lastPlaces: { [key: string]: never }
  pad: { axis: number; before: number; after: number }
  concat: { axis: number }
  gather: { [key: string]: never }
  scatterAdd: { [key: string]: never }
  take: { [key: string]: never }
  addAt: { [key: string]: never }
  rotate: { direction: 1 | -1 }
  dequantize: { block: number; zeroPoint: number; levels: Float32Array | undefined }
  matmulNBits: { block: number }
}

export type OperatorName = keyof OperatorAttributes

/** A hand-written gradient: takes the gradient of the output, returns one gradient an input (undefined: none). */
export interface CustomGradient {
  inputs: readonly Tensor[]
  backward: (gradient: Tensor) => readonly (Tensor | undefined)[]
}

/**
 * A value in the network: an operator applied to other values. Immutable; the graph is what can be reached from the
 * outputs, so a value that nobody uses is not in it. Ids grow from inputs to outputs.
 */
export interface Tensor<K extends OperatorName = OperatorName> {
  readonly id: number
  readonly operator: K
  readonly inputs: readonly Tensor[]
  readonly attributes: OperatorAttributes[K]
  readonly dtype: DType
  readonly shape: Shape
  readonly gradient: CustomGradient | undefined
}

let lastId = 0

/** Makes a node. Only the operators call it: they know the shape rules. */
export function node<K extends OperatorName>(
  operator: K,
  inputs: readonly Tensor[],
  attributes: OperatorAttributes[K],
  dtype: DType,
  shape: Shape,
): Tensor {
  lastId += 1
  return { id: lastId, operator, inputs, attributes, dtype, shape, gradient: undefined } as Tensor
}

/** Narrows a tensor to one operator. */
export const isOperator = <K extends OperatorName>(tensor: Tensor, operator: K): tensor is Tensor<K> =>
  tensor.operator === operator

/**
 * Gives `output` a hand-written gradient with respect to `inputs`; differentiation does not look inside then.
 * Everything in `output` that depends on a trained value must depend on it through `inputs`.
 */
export function withGradient(output: Tensor, inputs: readonly Tensor[], backward: CustomGradient['backward']): Tensor {
  lastId += 1
  return { ...output, id: lastId, gradient: { inputs, backward } }
}

/** A value fed at run time under `name`. */
export const input = (name: string, shape: Shape, dtype: DType = 'float32'): Tensor =>
  node('input', [], { name }, dtype, shape)

/** A value fixed in the graph; the array is not copied. A name makes it findable in an exported file. */
export const constant = (data: TypedArray, shape: readonly number[], dtype: DType = 'float32', name?: string): Tensor =>
  node('constant', [], { name, data }, dtype, shape)

/** A fixed number: shape []. */
export const scalar = (value: number, dtype: 'float32' | 'int32' = 'float32'): Tensor =>
  constant(dtype === 'float32' ? Float32Array.of(value) : Int32Array.of(value), [], dtype)

/** How many bytes `count` elements take. */
export function byteLength(dtype: DType, count: number): number {
  if (dtype === 'uint4') return Math.ceil(count / 2)
  const width = { float32: 4, float16: 2, bfloat16: 2, int32: 4, int64: 8, int8: 1, uint8: 1, bool: 1 }[dtype]
  return width * count
}

/** An array for `count` elements: uint4 is packed two a byte, 16-bit floats and bool are held as Uint16Array and Uint8Array. */
export function allocate(dtype: DType, count: number): TypedArray {
  if (dtype === 'float32') return new Float32Array(count)
  if (dtype === 'float16' || dtype === 'bfloat16') return new Uint16Array(count)
  if (dtype === 'int32') return new Int32Array(count)
  if (dtype === 'int64') return new BigInt64Array(count)
  if (dtype === 'int8') return new Int8Array(count)
  return new Uint8Array(byteLength(dtype, count))
}
