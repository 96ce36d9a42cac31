import { defined } from '../../../src/core/absence.js'
import { add, cast, dequantize, matmul, matmulNBits, type Tensor, withGradient } from '../graph/index.js'
import { NF4_LEVELS } from '../weights/quantize.js'
import type { QuantizedFormat } from '../weights/types.js'
import type { Entry } from './adapters/adapter.js'

/** A linear layer y = W x + bias in a graph, or what an adapter makes of it. */
export interface LinearTensors {
  weight: MatrixTensors
  /** [out] */
  bias?: Tensor | undefined
  adapted?: ReturnType<NonNullable<Entry['linear']>>
}

export type MatrixTensors =
  /** [out, in] */
  | { kind: 'dense'; weight: Tensor }
  /** The bits of 16-bit floats [out, in], once for the way forward and once for the way back */
  | { kind: 'half'; weight: Tensor; again: Tensor }
  /** codes [out, in] (int8 or uint4), scales and minimums [out, in / block] */
  | { kind: 'quantized'; format: QuantizedFormat; block: number; codes: Tensor; scales: Tensor; minimums?: Tensor }
  /** a [rank, in], b [out, rank] */
  | { kind: 'low-rank'; a: Tensor; b: Tensor }

/** x [n, in] -> [n, out]. */
export function linear(x: Tensor, { weight, bias, adapted }: LinearTensors): Tensor {
  const multiply = (v: Tensor) => applyMatrix(v, weight)
  if (adapted !== undefined) return adapted(x, { multiply, bias })
  const y = multiply(x)
  return bias === undefined ? y : add(y, bias)
}

/** x W^T in whatever form W is kept. */
export function applyMatrix(x: Tensor, w: MatrixTensors): Tensor {
  if (w.kind === 'dense') return matmul(x, w.weight, { transposeB: true })
  if (w.kind === 'half') return halfProduct(x, w)
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

/**
 * W in float32 for the moment of the product. The way back reads the same bits as another input: as one value, W in float32 would be kept from the way
 * forward on.
 */
function halfProduct(x: Tensor, { weight, again }: MatrixTensors & { kind: 'half' }): Tensor {
  const y = matmul(x, cast(weight, 'float32'), { transposeB: true })
  return withGradient(y, [x], (g) => [matmul(g, cast(again, 'float32'))])
}
