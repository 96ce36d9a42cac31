import { at } from '../../../src/core/absence.js'
import { add, reshape } from './operators.js'
import { type Dim, dimensionError, divideDims, type Shape, sameShape, showShape } from './shape.js'
import { node, type Tensor } from './tensor.js'

/**
 * Numbers back from int8 or 4-bit storage, block by block along the rows.
 *
 * q [n, k] (int8 or uint4), scales [n, k / block] -> float32 [n, k]: (q - zeroPoint) * scale, or `levels[q] * scale`
 * where a table of 16 levels is given (NF4). A minimum that is added per block (Q4_1) is `minimum` [n, k / block].
 */
export function dequantize(
  q: Tensor,
  scales: Tensor,
  options: { block: number; zeroPoint?: number; levels?: Float32Array; minimum?: Tensor },
): Tensor {
  const { block, zeroPoint = 0, levels, minimum } = options
  const [n, k] = q.shape as [Dim, Dim]
  if (!sameShape(scales.shape, [n, divideDims(k, block)]))
    throw dimensionError('dequantize: one scale a block', showShape([n, divideDims(k, block)]), showShape(scales.shape))
  const values = node('dequantize', [q, scales], { block, zeroPoint, levels }, 'float32', q.shape)
  if (minimum === undefined) return values
  const blocks: Shape = [n, divideDims(k, block), block]
  return reshape(add(reshape(values, blocks), reshape(minimum, [n, divideDims(k, block), 1])), [n, k])
}

/** x [m, k] times the transpose of a 4-bit matrix q [n, k] (uint4, zero point 8, scales [n, k / block]) -> [m, n]. */
export function matmulNBits(x: Tensor, q: Tensor, scales: Tensor, block: number): Tensor {
  const [m, k] = x.shape as [Dim, Dim]
  if (x.shape.length !== 2 || q.dtype !== 'uint4' || q.shape[1] !== k)
    throw dimensionError('matmulNBits: [m, k] x uint4 [n, k]', showShape(q.shape), showShape(x.shape))
  return node('matmulNBits', [x, q, scales], { block }, 'float32', [m, at(q.shape, 0)])
}
