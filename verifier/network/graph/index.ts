export { differentiate } from './differentiate.js'
export * from './fused.js'
export { defineGraph, type Graph, topological } from './graph.js'
export { printOnnx } from './onnx.js'
export type { ExternalPiece } from './onnx-constants.js'
export { type OnnxModel, type PrintOptions, stored } from './onnx-printer.js'
export * from './operators.js'
export {
  type AdamWOptions,
  adamW,
  adamWInPlace,
  adamWInputs,
  normOf,
  type Trained,
  type TrainedArrays,
} from './optimizer.js'
export { peakBytes } from './peak.js'
export * from './quantized.js'
export {
  addDims,
  type Bindings,
  bindDim,
  bindShape,
  type Dim,
  divideDims,
  isBound,
  multiplyDims,
  pieceOf,
  type Shape,
  solveBindings,
} from './shape.js'
export {
  allocate,
  byteLength,
  constant,
  type DType,
  input,
  isOperator,
  type OperatorName,
  scalar,
  type Tensor,
  type TypedArray,
  withGradient,
} from './tensor.js'
export { lanes, VectorMemory, vectorLoop } from './vector-loop.js'
