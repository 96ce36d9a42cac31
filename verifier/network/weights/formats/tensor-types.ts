import type { TensorType } from '../types.js'
import { decodeBF16, decodeF16, encodeBF16, encodeF16 } from './half.js'
import { decodeQ4_K, decodeQ5_K, decodeQ6_K } from './k-quants.js'
import { decodeQ4_0, encodeQ4_0 } from './q4-0.js'
import { decodeQ4_1, encodeQ4_1 } from './q4-1.js'
import { decodeQ5_0, decodeQ5_1 } from './q5.js'
import { decodeQ8_0, encodeQ8_0 } from './q8-0.js'

export interface TensorFormat {
  /** Elements that are stored together. */
  blockSize: number
  blockBytes: number
  /** Fills `out` (a whole number of blocks). Absent for integers, which no weight is, and for formats that are passed by. */
  decode?: (bytes: Uint8Array, out: Float32Array) => void
  /** Fills `out` from `values` (a whole number of blocks). */
  encode?: (values: Float32Array, out: Uint8Array) => void
}

const bytesOf = (values: Float32Array) => new Uint8Array(values.buffer, values.byteOffset, values.byteLength)

export const TENSOR_FORMATS: Readonly<Record<TensorType, TensorFormat>> = {
  F64: { blockSize: 1, blockBytes: 8, decode: (bytes, out) => out.set(new Float64Array(bytes.slice().buffer)) },
  F32: {
    blockSize: 1,
    blockBytes: 4,
    decode: (bytes, out) => bytesOf(out).set(bytes),
    encode: (values, out) => out.set(bytesOf(values)),
  },
  F16: { blockSize: 1, blockBytes: 2, decode: decodeF16, encode: encodeF16 },
  BF16: { blockSize: 1, blockBytes: 2, decode: decodeBF16, encode: encodeBF16 },
  I64: { blockSize: 1, blockBytes: 8 },
  I32: { blockSize: 1, blockBytes: 4 },
  I16: { blockSize: 1, blockBytes: 2 },
  I8: { blockSize: 1, blockBytes: 1 },
  U8: { blockSize: 1, blockBytes: 1 },
  BOOL: { blockSize: 1, blockBytes: 1 },
  Q4_0: { blockSize: 32, blockBytes: 18, decode: decodeQ4_0, encode: encodeQ4_0 },
  Q4_1: { blockSize: 32, blockBytes: 20, decode: decodeQ4_1, encode: encodeQ4_1 },
  Q5_0: { blockSize: 32, blockBytes: 22, decode: decodeQ5_0 },
  Q5_1: { blockSize: 32, blockBytes: 24, decode: decodeQ5_1 },
  Q8_0: { blockSize: 32, blockBytes: 34, decode: decodeQ8_0, encode: encodeQ8_0 },
  Q4_K: { blockSize: 256, blockBytes: 144, decode: decodeQ4_K },
  Q5_K: { blockSize: 256, blockBytes: 176, decode: decodeQ5_K },
  Q6_K: { blockSize: 256, blockBytes: 210, decode: decodeQ6_K },
  // Sizes as ggml has them, so that a file's claims can be held against its length before llama.cpp sees it.
  Q2_K: { blockSize: 256, blockBytes: 84 },
  Q3_K: { blockSize: 256, blockBytes: 110 },
  Q8_K: { blockSize: 256, blockBytes: 292 },
  IQ1_S: { blockSize: 256, blockBytes: 50 },
  IQ1_M: { blockSize: 256, blockBytes: 56 },
  IQ2_XXS: { blockSize: 256, blockBytes: 66 },
  IQ2_XS: { blockSize: 256, blockBytes: 74 },
  IQ2_S: { blockSize: 256, blockBytes: 82 },
  IQ3_XXS: { blockSize: 256, blockBytes: 98 },
  IQ3_S: { blockSize: 256, blockBytes: 110 },
  IQ4_NL: { blockSize: 32, blockBytes: 18 },
  IQ4_XS: { blockSize: 256, blockBytes: 136 },
  TQ1_0: { blockSize: 256, blockBytes: 54 },
  TQ2_0: { blockSize: 256, blockBytes: 66 },
  MXFP4: { blockSize: 32, blockBytes: 17 },
  NVFP4: { blockSize: 64, blockBytes: 36 },
  Q1_0: { blockSize: 128, blockBytes: 18 },
}

/** Bytes of `count` elements; undefined where they are no whole number of blocks or pass 2^53. */
export function tensorBytes(type: TensorType, count: number): number | undefined {
  const { blockSize, blockBytes } = TENSOR_FORMATS[type]
  const bytes = (count / blockSize) * blockBytes
  return count % blockSize === 0 && Number.isSafeInteger(bytes) ? bytes : undefined
}

/** Product of the dimensions; undefined past 2^53. */
export function elementCount(shape: readonly number[]): number | undefined {
  let count = 1
  for (const dimension of shape) {
    count *= dimension
    if (!Number.isSafeInteger(count)) return undefined
  }
  return count
}
