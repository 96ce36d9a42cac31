import {
  add,
  div,
  matmul,
  mul,
  reshape,
  sqrt,
  sub,
  sum,
  type Tensor,
  transpose,
  withGradient,
} from '../../graph/index.js'
import { floatsOf, type Weight } from '../parameters.js'
import type { BaseLayer, Place } from './adapter.js'

/*
 * DoRA (Liu et al. 2024): LoRA's update gives the direction of each row of W, a trained magnitude its length.
 *
 *        x [n, in]
 *            |
 *     V = W + scale * B A        W frozen; A, B trained as in lora.ts
 *            |
 *     m / ||V||  row by row      m [out] trained, ||W|| at the start; ||V|| is no path for gradients (PEFT's rule, 4.3 of the paper)
 *            |
 *          + bias
 *            |
 *            y [n, out]
 */

interface DoraParts {
  path: string
  /** [rank, in] */
  a: Tensor
  /** [out, rank] */
  b: Tensor
  /** [out] */
  magnitude: Tensor
  scale: number
  drop: ((x: Tensor) => Tensor) | undefined
}

export function doraLinear({ path, a, b, magnitude, scale, drop }: DoraParts, place: Place) {
  const squares = rowSquares(place.weight(`${path}.weight`))
  const square = place.value(`${path}.row_squares`, { shape: [squares.length], data: squares })
  return (x: Tensor, { multiply, bias }: BaseLayer): Tensor => {
    // ||W + s B A||^2 = ||W||^2 + 2 s B . (W A^T) + s^2 B A A^T . B, row by row: no [out, in] matrix is made.
    const mixed = sum(mul(b, transpose(multiply(a), [1, 0])), [-1]) // [out, 1]
    const grown = sum(mul(matmul(b, matmul(a, a, { transposeB: true })), b), [-1]) // [out, 1]
    const update = reshape(add(mul(mixed, 2 * scale), mul(grown, scale ** 2)), [squares.length])
    const norm = withGradient(sqrt(add(square, update)), [], () => [])
    const factor = div(magnitude, norm) // [out]
    const seen = drop?.(x) ?? x
    const low = matmul(mul(matmul(seen, a, { transposeB: true }), scale), b, { transposeB: true })
    const wx = multiply(x)
    // With dropout PEFT takes the part that the magnitude adds from what is left of x.
    const turned =
      drop === undefined
        ? mul(add(wx, low), factor)
        : add(wx, add(mul(multiply(seen), sub(factor, 1)), mul(low, factor)))
    return bias === undefined ? turned : add(turned, bias)
  }
}

/** ||row||: what DoRA's magnitude starts as. */
export const rowNorms = (weight: Weight): Float32Array => rowSquares(weight).map(Math.sqrt)

function rowSquares(weight: Weight): Float32Array {
  const data = floatsOf(weight)
  const rows = weight.kind === 'quantized' ? weight.matrix.rows : (weight.shape[0] as number)
  const columns = data.length / rows
  return Float32Array.from({ length: rows }, (_, row) => {
    let total = 0
    for (let i = row * columns; i < (row + 1) * columns; i++) total += (data[i] as number) ** 2
    return total
  })
}

/** m V / ||V|| for V [out, in]. */
export function doraMerged(v: Float32Array, magnitude: Float32Array): Float32Array {
  const columns = v.length / magnitude.length
  const factors = rowNorms({ kind: 'dense', shape: [magnitude.length, columns], data: v }).map(
    (norm, row) => (magnitude[row] as number) / norm,
  )
  return v.map((value, i) => value * (factors[Math.floor(i / columns)] as number))
}
