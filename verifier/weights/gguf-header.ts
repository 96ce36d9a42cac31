import { RationaleError } from '../../src/core/errors.js'
import { malformed, type ReadableFile } from './files.js'
import { elementCount, TENSOR_FORMATS, tensorBytes } from './formats/tensor-types.js'
import type { TensorInfo, TensorType } from './types.js'

/*
 * GGUF: magic, u32 version, u64 tensor count, u64 metadata count; key/value pairs; tensor infos; padding to the alignment; data.
 *
 * Read here and not by @huggingface/gguf: that reader fills a file that ends early with zeros, takes a key twice, keys a plain object by what
 * the file says, and does not hold tensors against the file's size.
 */

export type GgufValue = number | bigint | boolean | string | GgufValue[]

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

const LARGEST_HEADER = 512 << 20
const LARGEST_STRING = 16 << 20
/** Elements of all arrays together; the largest vocabularies hold about half a million tokens and a million merges. */
const MOST_ELEMENTS = 16_000_000
const MOST_ENTRIES = 100_000
const DEEPEST_ARRAY = 3
const MOST_DIMENSIONS = 4
const LARGEST_ALIGNMENT = 1 << 20

/** @throws RationaleError `model-file` where a count, string, dimension or offset cannot be, `unsupported` for versions before 2 and other element types. */
export function readGgufHeader(file: ReadableFile): GgufHeader {
  const cursor = new Cursor(file)
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

function readTensorInfo(path: string, cursor: Cursor, alignment: number): TensorInfo & { offset: number } {
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

const quote = (name: string) => JSON.stringify(name.length > 120 ? `${name.slice(0, 120)}…` : name)

/** Least bytes of one value of each metadata type; index = GGUF's type number. */
const VALUE_BYTES = [1, 1, 2, 2, 4, 4, 4, 1, 8, 12, 8, 8, 8] as const
const STRING = 8
const ARRAY = 9

/** Reads the header in windows, so that neither its size nor what it claims decides how much is in memory. */
class Cursor {
  position = 0
  private readonly file: ReadableFile
  private window = new Uint8Array(0)
  private view = new DataView(this.window.buffer)
  private windowStart = 0
  private elements = 0
  private readonly decoder = new TextDecoder()

  constructor(file: ReadableFile) {
    this.file = file
  }

  /** Start of the next `length` bytes within the window. */
  private take(length: number): number {
    if (this.position + length > Math.min(this.file.size, LARGEST_HEADER)) {
      throw malformed(this.file.path, 'header runs past the end of the file', { found: `${this.file.size} bytes` })
    }
    let at = this.position - this.windowStart
    if (at + length > this.window.length) {
      const size = Math.min(Math.max(length, 1 << 20), this.file.size - this.position)
      this.window = new Uint8Array(size)
      this.view = new DataView(this.window.buffer)
      this.file.readNow(this.window, this.position)
      this.windowStart = this.position
      at = 0
    }
    this.position += length
    return at
  }

  u32(): number {
    const at = this.take(4)
    return this.view.getUint32(at, true)
  }

  u64(what: string): number {
    const at = this.take(8)
    const value = this.view.getBigUint64(at, true)
    if (value > BigInt(Number.MAX_SAFE_INTEGER))
      throw malformed(this.file.path, `${what} is past 2^53`, { found: `${value}` })
    return Number(value)
  }

  /** A count of things of at least `leastBytes` each: no more than what is left of the file can hold. */
  count(what: string, leastBytes: number, most: number): number {
    const value = this.u64(what)
    const room = Math.min(most, Math.floor((this.file.size - this.position) / leastBytes))
    if (value > room) throw malformed(this.file.path, what, { expected: `at most ${room}`, found: `${value}` })
    return value
  }

  string(): string {
    const length = this.count('length of a string', 1, LARGEST_STRING)
    const at = this.take(length)
    return this.decoder.decode(this.window.subarray(at, at + length))
  }

  value(type: number, depth: number): GgufValue {
    const size = VALUE_BYTES[type]
    if (size === undefined) throw malformed(this.file.path, `metadata of unknown type ${type}`)
    if (type === STRING) return this.string()
    if (type === ARRAY) return this.array(depth)
    const at = this.take(size)
    switch (type) {
      case 0:
        return this.view.getUint8(at)
      case 1:
        return this.view.getInt8(at)
      case 2:
        return this.view.getUint16(at, true)
      case 3:
        return this.view.getInt16(at, true)
      case 4:
        return this.view.getUint32(at, true)
      case 5:
        return this.view.getInt32(at, true)
      case 6:
        return this.view.getFloat32(at, true)
      case 7:
        return this.view.getUint8(at) !== 0
      case 12:
        return this.view.getFloat64(at, true)
      default: {
        const wide = type === 10 ? this.view.getBigUint64(at, true) : this.view.getBigInt64(at, true)
        return Number.isSafeInteger(Number(wide)) ? Number(wide) : wide
      }
    }
  }

  private array(depth: number): GgufValue[] {
    if (depth >= DEEPEST_ARRAY) throw malformed(this.file.path, `metadata arrays nested deeper than ${DEEPEST_ARRAY}`)
    const type = this.u32()
    const size = VALUE_BYTES[type]
    if (size === undefined) throw malformed(this.file.path, `metadata array of unknown type ${type}`)
    const length = this.count('length of a metadata array', size, MOST_ELEMENTS - this.elements)
    this.elements += length
    const values: GgufValue[] = []
    for (let i = 0; i < length; i++) values.push(this.value(type, depth + 1))
    return values
  }
}
