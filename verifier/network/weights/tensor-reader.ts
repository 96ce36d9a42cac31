import { RationaleError } from '../../../src/core/errors.js'
import type { ReadableFile } from './files.js'
import { elementCount, TENSOR_FORMATS } from './formats/tensor-types.js'
import type { TensorInfo } from './types.js'

/** Where a stored row belongs among the rows of the tensor that is handed out. */
export type RowOrder = (storedRow: number) => number

/** Stored bytes that are in memory beside the decoded tensor. */
const SLICE_BYTES = 4 << 20

/**
 * One tensor from `position` of a file, decoded slice by slice into its final place: beside the result only one slice is in memory.
 *
 * @throws RationaleError `unsupported` for an element type that holds no weights, or that only llama.cpp reads.
 */
export async function readFloats(
  file: ReadableFile,
  position: number,
  info: TensorInfo,
  order?: RowOrder,
): Promise<Float32Array> {
  const format = TENSOR_FORMATS[info.type]
  if (!format.decode) {
    const isBlocks = format.blockSize > 1
    throw new RationaleError(
      'unsupported',
      `${file.path}: tensor ${info.name} holds ${info.type}${isBlocks ? '' : ', not weights'}`,
      isBlocks
        ? {
            expected: 'F32, F16, BF16, Q4_0, Q4_1, Q5_0, Q5_1, Q8_0, Q4_K, Q5_K or Q6_K',
            remedy:
              'run this file through gguf:, which reads every format of llama.cpp, or take the model in one of these',
          }
        : {},
    )
  }
  const out = allocate(elementCount(info.shape) ?? Number.POSITIVE_INFINITY, info)
  if (info.type === 'F32' && !order) {
    await file.read(new Uint8Array(out.buffer), position)
    return out
  }
  const columns = info.shape.at(-1) ?? 1
  // Whole blocks at a time, and whole rows where rows move.
  const unit = order ? columns : format.blockSize
  const unitBytes = (unit / format.blockSize) * format.blockBytes
  const perSlice = Math.max(1, Math.floor(SLICE_BYTES / unitBytes))
  const units = out.length / unit
  const slice = new Uint8Array(Math.min(units, perSlice) * unitBytes)
  for (let first = 0; first < units; first += perSlice) {
    const count = Math.min(perSlice, units - first)
    const bytes = slice.subarray(0, count * unitBytes)
    await file.read(bytes, position + first * unitBytes)
    if (!order) {
      format.decode(bytes, out.subarray(first * unit, (first + count) * unit))
      continue
    }
    for (let row = 0; row < count; row++) {
      const to = order(first + row) * unit
      format.decode(bytes.subarray(row * unitBytes, (row + 1) * unitBytes), out.subarray(to, to + unit))
    }
  }
  return out
}

/** One tensor as it is stored, rows put in order where `order` says so. */
export async function readStored(
  file: ReadableFile,
  position: number,
  info: TensorInfo,
  order?: RowOrder,
): Promise<Uint8Array> {
  const out = new Uint8Array(info.bytes)
  if (!order) {
    await file.read(out, position)
    return out
  }
  const columns = info.shape.at(-1) as number
  const rows = (elementCount(info.shape) as number) / columns
  const rowBytes = info.bytes / rows
  const perSlice = Math.max(1, Math.floor(SLICE_BYTES / rowBytes))
  const slice = new Uint8Array(Math.min(rows, perSlice) * rowBytes)
  for (let first = 0; first < rows; first += perSlice) {
    const count = Math.min(perSlice, rows - first)
    await file.read(slice.subarray(0, count * rowBytes), position + first * rowBytes)
    for (let row = 0; row < count; row++) {
      out.set(slice.subarray(row * rowBytes, (row + 1) * rowBytes), order(first + row) * rowBytes)
    }
  }
  return out
}

function allocate(count: number, info: TensorInfo): Float32Array {
  try {
    return new Float32Array(count)
  } catch (error) {
    throw new RationaleError('unsupported', `tensor ${info.name} is too large for this process`, {
      found: `${count} elements as float32`,
      remedy: 'use quantized weights',
      cause: error,
    })
  }
}
