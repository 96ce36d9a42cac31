import { halfTable } from './formats/half.js'
import { scaleAndMinimum } from './formats/k-quants.js'
import { TENSOR_FORMATS } from './formats/tensor-types.js'
import type { QuantizedMatrix, TensorInfo } from './types.js'

/*
 * Stored matrices as matrices for computing with, code for code: nothing is quantized twice. Scales within a super-block become scales of their own in
 * float32, which hold such products exactly.
 *
 * - Q8_0: int8. Q5_0: int8, code = q - 16. Q6_K: int8 in blocks of 16, scale = d scale_j, code = q - 32.
 * - Q4_0, Q4_1: themselves. Q4_K: q4_1, scale = d scale_j, minimum = -dmin minimum_j.
 */

/** What reads one block of the file, `blockSize` elements, into a matrix. */
type ReadBlock = (bytes: Uint8Array, at: number, element: number, into: QuantizedMatrix) => void

interface Layout {
  format: 'int8' | 'q4_0' | 'q4_1'
  /** Elements that share a scale in the matrix. */
  blockSize: number
  read: ReadBlock
}

const halfAt = (bytes: Uint8Array, at: number) =>
  halfTable()[(bytes[at] as number) | ((bytes[at + 1] as number) << 8)] as number

/** 16 bytes of nibbles, low ones of elements 0 to 15 and high ones of 16 to 31 -> two neighbours a byte, the even one low. */
function pairNibbles(bytes: Uint8Array, at: number, codes: Uint8Array, to: number): void {
  for (let j = 0; j < 8; j++) {
    const a = bytes[at + 2 * j] as number
    const b = bytes[at + 2 * j + 1] as number
    codes[to + j] = (a & 15) | ((b & 15) << 4)
    codes[to + 8 + j] = (a >> 4) | (b & 240)
  }
}

const layouts: Partial<Record<TensorInfo['type'], Layout>> = {
  Q8_0: {
    format: 'int8',
    blockSize: 32,
    read(bytes, at, element, { codes, scales }) {
      scales[element / 32] = halfAt(bytes, at)
      codes.set(bytes.subarray(at + 2, at + 34), element)
    },
  },
  Q5_0: {
    format: 'int8',
    blockSize: 32,
    read(bytes, at, element, { codes, scales }) {
      scales[element / 32] = halfAt(bytes, at)
      for (let j = 0; j < 16; j++) {
        const q = bytes[at + 6 + j] as number
        const low = bytes[at + 2 + (j >> 3)] as number // fifth bits of the first 16, then of the others
        const high = bytes[at + 4 + (j >> 3)] as number
        codes[element + j] = ((q & 15) | (((low >> (j & 7)) & 1) << 4)) - 16
        codes[element + 16 + j] = ((q >> 4) | (((high >> (j & 7)) & 1) << 4)) - 16
      }
    },
  },
  Q6_K: {
    format: 'int8',
    blockSize: 16,
    read(bytes, at, element, { codes, scales }) {
      const d = halfAt(bytes, at + 208)
      for (let j = 0; j < 16; j++) scales[element / 16 + j] = d * (((bytes[at + 192 + j] as number) << 24) >> 24)
      for (let i = 0; i < 256; i++) {
        const part = i >> 7 // halves of 128: four runs of 32 that share bytes of upper bits
        const within = i & 127
        const low = bytes[at + 64 * part + (within & 63)] as number
        const high = (bytes[at + 128 + 32 * part + (within & 31)] as number) >> (2 * (within >> 5))
        codes[element + i] = ((within < 64 ? low & 15 : low >> 4) | ((high & 3) << 4)) - 32
      }
    },
  },
  Q4_0: {
    format: 'q4_0',
    blockSize: 32,
    read(bytes, at, element, { codes, scales }) {
      scales[element / 32] = halfAt(bytes, at)
      pairNibbles(bytes, at + 2, codes, element / 2)
    },
  },
  Q4_1: {
    format: 'q4_1',
    blockSize: 32,
    read(bytes, at, element, { codes, scales, minimums }) {
      scales[element / 32] = halfAt(bytes, at)
      if (minimums) minimums[element / 32] = halfAt(bytes, at + 2)
      pairNibbles(bytes, at + 4, codes, element / 2)
    },
  },
  Q4_K: {
    format: 'q4_1',
    blockSize: 32,
    read(bytes, at, element, { codes, scales, minimums }) {
      const [d, dmin] = [halfAt(bytes, at), halfAt(bytes, at + 2)]
      for (let j = 0; j < 8; j++) {
        const { scale, minimum } = scaleAndMinimum(bytes, at + 4, j)
        scales[element / 32 + j] = d * scale
        if (minimums) minimums[element / 32 + j] = -dmin * minimum
        const nibbles = at + 16 + 32 * (j >> 1)
        const shift = 4 * (j & 1)
        for (let i = 0; i < 16; i++) {
          const low = ((bytes[nibbles + 2 * i] as number) >> shift) & 15
          const high = ((bytes[nibbles + 2 * i + 1] as number) >> shift) & 15
          codes[element / 2 + 16 * j + i] = low | (high << 4)
        }
      }
    },
  },
}

/** The format that a matrix of this type is computed with; undefined where it becomes float32. */
export const storedFormat = (type: TensorInfo['type']) => layouts[type]?.format

/** Undefined where the stored type has no such form or the tensor is no matrix. */
export function fromStored({ shape, type }: TensorInfo, bytes: Uint8Array): QuantizedMatrix | undefined {
  const [rows, columns] = shape
  const layout = layouts[type]
  if (layout === undefined || shape.length !== 2 || rows === undefined || columns === undefined) return undefined
  const { format, blockSize } = layout
  const { blockSize: elements, blockBytes } = TENSOR_FORMATS[type]
  const size = rows * columns
  const matrix: QuantizedMatrix = {
    format,
    rows,
    columns,
    blockSize,
    codes: new Uint8Array(format === 'int8' ? size : size / 2),
    scales: new Float32Array(size / blockSize),
    ...(format === 'q4_1' && { minimums: new Float32Array(size / blockSize) }),
  }
  for (let block = 0; block < size / elements; block++) layout.read(bytes, block * blockBytes, block * elements, matrix)
  return matrix
}
