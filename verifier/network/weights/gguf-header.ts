import { RationaleError } from '../../../src/core/errors.js'
import { malformed, quote, type ReadableFile } from './files.js'
import { elementCount, TENSOR_FORMATS, tensorBytes } from './formats/tensor-types.js'
import { GgufCursor, type GgufValue } from './gguf-cursor.js'
import type { TensorInfo, TensorType } from './types.js'

/*
 * GGUF: magic, u32 version, u64 tensor count, u64 metadata count; key/value pairs; tensor infos; padding to the alignment; data.
 *
 * Read here and not by @huggingface/gguf: that reader fills a file that ends early with zeros, takes a key twice, keys a plain object by what
 * the file says, and does not hold tensors against the file's size.
 */

export interface GgufTensor extends TensorInfo {
  /** Byte in the file. */
  position: number
}

export interface GgufHeader {
  metadata: Map<string, GgufValue>
  /** By GGUF's own names. */
  tensors: Map<string, GgufTensor>
}

/** ggml's type numbers. */
export const GGML_TYPES: ReadonlyMap<number, TensorType> = new Map([
  [0, 'F32'],
  [1, 'F16'],
  [2, 'Q4_0'],
  [3, 'Q4_1'],
  [6, 'Q5_0'],
  [7, 'Q5_1'],
  [8, 'Q8_0'],
  [10, 'Q2_K'],
  [11, 'Q3_K'],
  [12, 'Q4_K'],
  [13, 'Q5_K'],
  [14, 'Q6_K'],
  [15, 'Q8_K'],
  [16, 'IQ2_XXS'],
  [17, 'IQ2_XS'],
  [18, 'IQ3_XXS'],
  [19, 'IQ1_S'],
  [20, 'IQ4_NL'],
  [21, 'IQ3_S'],
  [22, 'IQ2_S'],
  [23, 'IQ4_XS'],
  [24, 'I8'],
  [25, 'I16'],
  [26, 'I32'],
  [27, 'I64'],
  [28, 'F64'],
  [29, 'IQ1_M'],
  [30, 'BF16'],
  [34, 'TQ1_0'],
  [35, 'TQ2_0'],
  [39, 'MXFP4'],
  [40, 'NVFP4'],
  [41, 'Q1_0'],
])

const MOST_ENTRIES = 100_000
const MOST_DIMENSIONS = 4
const LARGEST_ALIGNMENT = 1 << 20

/** @throws RationaleError `model-file` where a count, string, dimension or offset cannot be, `unsupported` for versions before 2 and other element types. */
export function readGgufHeader(file: ReadableFile): GgufHeader {
  const cursor = new GgufCursor(file)
  if (file.size < 24 || cursor.u32() !== 0x46554747) throw malformed(file.path, 'not a GGUF file (no magic number)')
  const version = cursor.u32()
  if (version !== 2 && version !== 3) {
    throw new RationaleError('unsupported', `${file.path}: GGUF version`, {
      expected: '2 or 3, little-endian',
      found: String(version),
      remedy: 'convert the model again with a current llama.cpp',
    })
  }
  // A tensor info takes at least 8 + 4 + 4 + 8 bytes, a key/value pair at least 8 + 4 + 1.
  const tensorCount = cursor.count('tensor count', 24, MOST_ENTRIES)
  const metadataCount = cursor.count('metadata count', 13, MOST_ENTRIES)
  const metadata = new Map<string, GgufValue>()
  for (let i = 0; i < metadataCount; i++) {
    const key = cursor.string()
    if (metadata.has(key)) throw malformed(file.path, `metadata key ${quote(key)} is there twice`)
    metadata.set(key, cursor.value(cursor.u32(), 0))
  }
  const alignment = metadata.get('general.alignment') ?? 32
  if (
    typeof alignment !== 'number' ||
    alignment < 8 ||
    alignment > LARGEST_ALIGNMENT ||
    (alignment & (alignment - 1)) !== 0
  ) {
    throw malformed(file.path, 'general.alignment', { expected: 'a power of two from 8', found: String(alignment) })
  }
  const placed: (TensorInfo & { offset: number })[] = []
  for (let i = 0; i < tensorCount; i++) placed.push(readTensorInfo(file.path, cursor, alignment))
  const dataStart = Math.ceil(cursor.position / alignment) * alignment
  return { metadata, tensors: placeTensors(file, placed, dataStart) }
}

function readTensorInfo(path: string, cursor: GgufCursor, alignment: number): TensorInfo & { offset: number } {
  const name = cursor.string()
  const dimensionCount = cursor.u32()
  if (dimensionCount < 1 || dimensionCount > MOST_DIMENSIONS) {
    throw malformed(path, `tensor ${quote(name)} has ${dimensionCount} dimensions`, {
      expected: `1 to ${MOST_DIMENSIONS}`,
    })
  }
  const dimensions: number[] = []
  for (let d = 0; d < dimensionCount; d++) dimensions.push(cursor.u64(`a dimension of ${quote(name)}`))
  const typeNumber = cursor.u32()
  const type = GGML_TYPES.get(typeNumber)
  if (type === undefined) {
    throw new RationaleError('unsupported', `${path}: tensor ${quote(name)} has element type ${typeNumber}`, {
      expected: `one of ${[...GGML_TYPES.values()].join(', ')}`,
      found: 'a type that was taken out of llama.cpp, is newer than this package, or a damaged file',
      remedy: 'fetch or convert the model again as Q8_0, Q4_K, Q6_K or F16',
    })
  }
  const offset = cursor.u64(`the offset of ${quote(name)}`)
  // GGUF lists the innermost dimension first.
  const shape = dimensions.reverse()
  const count = elementCount(shape)
  const bytes = count === undefined || count === 0 ? undefined : tensorBytes(type, count)
  if (bytes === undefined || (shape.at(-1) as number) % TENSOR_FORMATS[type].blockSize !== 0) {
    throw malformed(path, `tensor ${quote(name)}: shape [${shape.join(', ')}] is impossible for ${type}`)
  }
  if (offset % alignment !== 0) throw malformed(path, `tensor ${quote(name)} is not aligned to ${alignment}`)
  return { name, shape, type, bytes, offset }
}

function placeTensors(
  file: ReadableFile,
  placed: (TensorInfo & { offset: number })[],
  dataStart: number,
): Map<string, GgufTensor> {
  const tensors = new Map<string, GgufTensor>()
  let end = 0
  for (const { offset, ...info } of [...placed].sort((a, b) => a.offset - b.offset)) {
    if (offset < end) throw malformed(file.path, `tensor ${quote(info.name)} overlaps the one before it`)
    end = offset + info.bytes
    if (!(dataStart + end <= file.size)) {
      throw malformed(file.path, `tensor ${quote(info.name)} lies past the end of the file`, {
        expected: `at least ${dataStart + end} bytes`,
        found: `${file.size}`,
      })
    }
    if (tensors.has(info.name)) throw malformed(file.path, `tensor ${quote(info.name)} is there twice`)
    tensors.set(info.name, { ...info, position: dataStart + offset })
  }
  return tensors
}
