import { defined } from '../../../src/core/absence.js'
import { halfTable, toHalf } from './formats/half.js'
import type { QuantizedFormat, QuantizedMatrix } from './types.js'

/** The 16 levels of NormalFloat-4 (QLoRA): quantiles of a normal distribution, scaled to [-1, 1], with an exact 0. */
export const NF4_LEVELS: Readonly<Float32Array> = new Float32Array([
  -1, -0.6961928, -0.52507305, -0.3949175, -0.28444138, -0.18477343, -0.09105004, 0, 0.0795803, 0.1609302, 0.2461123,
  0.33791524, 0.44070983, 0.562617, 0.72295684, 1,
])

/** Midpoints between neighbouring levels: level i is nearest between boundaries i - 1 and i. */
const NF4_BOUNDARIES = Float32Array.from(
  { length: 15 },
  (_, i) => ((NF4_LEVELS[i] as number) + (NF4_LEVELS[i + 1] as number)) / 2,
)

/** What each format is usually blocked by; `int8` without a block size has one scale a row. */
export const DEFAULT_BLOCK: Readonly<Record<Exclude<QuantizedFormat, 'int8'>, number>> = { q4_0: 32, q4_1: 32, nf4: 64 }

/**
 * Quantizes W [rows, columns]. Scales (and minimums) of the 4-bit GGUF kinds are rounded to float16, so that a GGUF file holds the same numbers.
 *
 * - int8: scale = amax / 127, code = round(w / scale)
 * - q4_0: scale = (entry of largest magnitude) / -8, code = round(w / scale) + 8
 * - q4_1: minimum = min, scale = (max - min) / 15, code = round((w - minimum) / scale)
 * - nf4:  scale = amax, code = nearest level of w / scale
 *
 * @throws RangeError where the block size does not divide the columns.
 */
export function quantize(
  weights: Float32Array,
  rows: number,
  columns: number,
  format: QuantizedFormat,
  blockSize = format === 'int8' ? columns : DEFAULT_BLOCK[format],
): QuantizedMatrix {
  if (weights.length !== rows * columns) throw new RangeError(`${weights.length} weights for [${rows}, ${columns}]`)
  if (columns % blockSize !== 0 || (format !== 'int8' && blockSize % 2 !== 0)) {
    throw new RangeError(`blocks of ${blockSize} do not divide rows of ${columns}`)
  }
  const blocks = weights.length / blockSize
  const scales = new Float32Array(blocks)
  const minimums = format === 'q4_1' ? new Float32Array(blocks) : undefined
  const codes = new Uint8Array(format === 'int8' ? weights.length : weights.length / 2)
  const half = halfTable()
  const roundHalf = (value: number) => half[toHalf(value)] as number
  for (let block = 0; block < blocks; block++) {
    const start = block * blockSize
    let min = Number.POSITIVE_INFINITY
    let max = Number.NEGATIVE_INFINITY
    for (let i = start; i < start + blockSize; i++) {
      const w = weights[i] as number
      if (w < min) min = w
      if (w > max) max = w
    }
    const amax = Math.max(-min, max)
    if (format === 'int8') {
      const scale = amax / 127
      scales[block] = scale
      const inverse = scale === 0 ? 0 : 1 / scale
      for (let i = start; i < start + blockSize; i++) codes[i] = Math.round((weights[i] as number) * inverse)
    } else if (format === 'q4_0') {
      const scale = (-min > max ? min : max) / -8
      scales[block] = roundHalf(scale)
      const inverse = scale === 0 ? 0 : 1 / scale
      for (let i = start; i < start + blockSize; i += 2) {
        const low = Math.min(15, Math.trunc((weights[i] as number) * inverse + 8.5))
        const high = Math.min(15, Math.trunc((weights[i + 1] as number) * inverse + 8.5))
        codes[i >> 1] = low | (high << 4)
      }
    } else if (minimums) {
      const scale = (max - min) / 15
      scales[block] = roundHalf(scale)
      minimums[block] = roundHalf(min)
      const inverse = scale === 0 ? 0 : 1 / scale
      for (let i = start; i < start + blockSize; i += 2) {
        const low = Math.min(15, Math.trunc(((weights[i] as number) - min) * inverse + 0.5))
        const high = Math.min(15, Math.trunc(((weights[i + 1] as number) - min) * inverse + 0.5))
        codes[i >> 1] = low | (high << 4)
      }
    } else {
      scales[block] = amax
      const inverse = amax === 0 ? 0 : 1 / amax
      for (let i = start; i < start + blockSize; i += 2) {
        codes[i >> 1] =
          nearestLevel((weights[i] as number) * inverse) | (nearestLevel((weights[i + 1] as number) * inverse) << 4)
      }
    }
  }
  return { format, rows, columns, blockSize, codes, scales, ...defined({ minimums }) }
}

/** Binary search over the boundaries: 4 comparisons. */
function nearestLevel(value: number): number {
  let code = value > (NF4_BOUNDARIES[7] as number) ? 8 : 0
  if (value > (NF4_BOUNDARIES[code + 3] as number)) code += 4
  if (value > (NF4_BOUNDARIES[code + 1] as number)) code += 2
  if (value > (NF4_BOUNDARIES[code] as number)) code += 1
  return code
}

/** W [rows, columns] back in float32. */
export function dequantize(matrix: QuantizedMatrix): Float32Array {
  const { format, rows, columns, blockSize, codes, scales, minimums } = matrix
  const out = new Float32Array(rows * columns)
  for (let block = 0; block < scales.length; block++) {
    const scale = scales[block] as number
    const start = block * blockSize
    if (format === 'int8') {
      for (let i = start; i < start + blockSize; i++) out[i] = (((codes[i] as number) << 24) >> 24) * scale
      continue
    }
    const offset = format === 'q4_0' ? -8 * scale : (minimums?.[block] ?? 0)
    for (let i = start; i < start + blockSize; i += 2) {
      const byte = codes[i >> 1] as number
      if (format === 'nf4') {
        out[i] = (NF4_LEVELS[byte & 15] as number) * scale
        out[i + 1] = (NF4_LEVELS[byte >> 4] as number) * scale
      } else {
        out[i] = (byte & 15) * scale + offset
        out[i + 1] = (byte >> 4) * scale + offset
      }
    }
  }
  return out
}
