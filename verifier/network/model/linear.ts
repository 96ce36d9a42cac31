import { defined } from '../../../src/core/absence.js'
import { add, dequantize, dropout, matmul, matmulNBits, mul, type Tensor } from '../graph/index.js'
import { NF4_LEVELS } from '../weights/quantize.js'
import type { QuantizedFormat } from '../weights/types.js'

/** A linear layer y = W x + bias in a graph, with an adapter beside it where there is one. */
export interface LinearTensors {
  weight: MatrixTensors
  /** [out] */
  bias?: Tensor | undefined
  adapter?: AdapterTensors | undefined
}

export type MatrixTensors =
  /** [out, in] */
  | { kind: 'dense'; weight: Tensor }
  /** codes [out, in] (int8 or uint4), scales and minimums [out, in / block] */
  | { kind: 'quantized'; format: QuantizedFormat; block: number; codes: Tensor; scales: Tensor; minimums?: Tensor }
  /** a [rank, in], b [out, rank] */
  | { kind: 'low-rank'; a: Tensor; b: Tensor }

export interface AdapterTensors {
  /** [rank, in] */
  a: Tensor
  /** [out, rank] */
  b: Tensor
  scale: number
  /** In training: the hash's numbers for this layer, see `dropout`. */
  dropout?: { rows: Tensor; columns: Tensor; rate: number } | undefined
}

/** x [n, in] -> [n, out]. */
export function linear(x: Tensor, { weight, bias, adapter }: LinearTensors): Tensor {
  let y = applyMatrix(x, weight)
  if (bias !== undefined) y = add(y, bias)
  if (adapter === undefined) return y
  const { a, b, scale, dropout: drop } = adapter
  const seen = drop === undefined ? x : dropout(x, drop.rows, drop.columns, drop.rate)
  const low = mul(matmul(seen, a, { transposeB: true }), scale) // [n, rank]
  return add(y, matmul(low, b, { transposeB: true }))
}

/** x W^T in whatever form W is kept. */
function applyMatrix(x: Tensor, w: MatrixTensors): Tensor {
  if (w.kind === 'dense') return matmul(x, w.weight, { transposeB: true })
  if (w.kind === 'low-rank') return matmul(matmul(x, w.a, { transposeB: true }), w.b, { transposeB: true })
  const { format, block, codes, scales, minimums } = w
  if (format === 'q4_0') return matmulNBits(x, codes, scales, block)
  // The others have no product of their own: back to float32 for the moment of the product, forward and backward.
  const back = dequantize(codes, scales, {
    block,
    ...defined({ levels: format === 'nf4' ? (NF4_LEVELS as Float32Array) : undefined }),
    ...defined({ minimum: minimums }),
  })
  return matmul(x, back, { transposeB: true })
}
