import { RationaleError } from '../../../src/core/errors.js'
import { malformed, quote, type ReadableFile } from './files.js'
import { elementCount, tensorBytes } from './formats/tensor-types.js'
import { JsonProblem, parseStrictJson, type StrictJson } from './strict-json.js'
import type { TensorInfo, TensorType } from './types.js'

/** The reference implementation's limit. */
const LARGEST_HEADER = 100_000_000

const STORED_TYPES: ReadonlySet<string> = new Set([
  'F64',
  'F32',
  'F16',
  'BF16',
  'I64',
  'I32',
  'I16',
  'I8',
  'U8',
  'BOOL',
] satisfies TensorType[])

export interface SafetensorsHeader {
  tensors: Map<string, TensorInfo & { position: number }>
  metadata: Map<string, string>
}

/**
 * Format: u64 (little-endian) header length; JSON `{name: {dtype, shape, data_offsets: [begin, end]}, __metadata__: {…}}`; bytes. The tensors
 * must cover the bytes without hole, overlap or rest.
 *
 * @throws RationaleError `model-file` where the file breaks a promise of the format.
 */
export function readSafetensorsHeader(file: ReadableFile): SafetensorsHeader {
  if (file.size < 8) throw malformed(file.path, 'too short for a safetensors file', { found: `${file.size} bytes` })
  const prefix = new Uint8Array(8)
  file.readNow(prefix, 0)
  const length = new DataView(prefix.buffer).getBigUint64(0, true)
  if (length > BigInt(Math.min(LARGEST_HEADER, file.size - 8))) {
    throw malformed(file.path, 'header length is past the limit or the end of the file', {
      expected: `at most ${Math.min(LARGEST_HEADER, file.size - 8)} bytes`,
      found: `${length}`,
    })
  }
  const dataStart = 8 + Number(length)
  const bytes = new Uint8Array(Number(length))
  file.readNow(bytes, 8)
  let header: StrictJson
  try {
    header = parseStrictJson(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
  } catch (error) {
    if (error instanceof JsonProblem || error instanceof TypeError) {
      throw malformed(file.path, 'header is not valid JSON', { found: error.message })
    }
    throw error
  }
  if (!(header instanceof Map)) throw malformed(file.path, 'header is not a JSON object')
  const metadata = readMetadata(file.path, header.get('__metadata__'))
  const tensors = new Map<string, TensorInfo & { position: number }>()
  const ranges: { begin: number; end: number; name: string }[] = []
  for (const [name, entry] of header) {
    if (name === '__metadata__') continue
    const { info, begin } = readEntry(file.path, name, entry)
    tensors.set(name, { ...info, position: dataStart + begin })
    ranges.push({ begin, end: begin + info.bytes, name })
  }
  // Zero-sized tensors may share a begin with their neighbour.
  ranges.sort((a, b) => a.begin - b.begin || a.end - b.end)
  let covered = 0
  for (const { begin, end, name } of ranges) {
    if (begin !== covered) {
      throw malformed(file.path, `tensor ${quote(name)} leaves a hole or overlaps another`, {
        expected: `data from byte ${covered}`,
        found: `from ${begin}`,
      })
    }
    covered = end
  }
  if (covered !== file.size - dataStart) {
    throw malformed(file.path, 'tensors do not cover the data', {
      expected: `${file.size - dataStart} bytes`,
      found: `${covered}`,
    })
  }
  return { tensors, metadata }
}

/** Types that the format has and this package does not read: 8-bit floats and smaller, complex and unsigned numbers. */
const PASSED_BY: ReadonlySet<unknown> = new Set([
  ...[
    'F8_E4M3',
    'F8_E5M2',
    'F8_E8M0',
    'F8_E4M3FNUZ',
    'F8_E5M2FNUZ',
    'F6_E2M3',
    'F6_E3M2',
    'F4',
    'C64',
    'U16',
    'U32',
    'U64',
  ],
])

function readEntry(path: string, name: string, entry: StrictJson): { info: TensorInfo; begin: number } {
  if (!(entry instanceof Map)) throw malformed(path, `entry ${quote(name)} is not an object`)
  const type = entry.get('dtype')
  const shape = entry.get('shape')
  const offsets = entry.get('data_offsets')
  if (PASSED_BY.has(type)) {
    throw new RationaleError('unsupported', `${path}: tensor ${quote(name)} holds ${String(type)}`, {
      expected: [...STORED_TYPES].join(', '),
      remedy: 'take the model in bfloat16, float16 or float32, or a GGUF of it',
    })
  }
  if (typeof type !== 'string' || !STORED_TYPES.has(type)) {
    throw malformed(path, `tensor ${quote(name)} has an unknown element type`, {
      expected: [...STORED_TYPES].join(', '),
      found: quote(String(type)),
    })
  }
  if (!Array.isArray(shape) || shape.length > 8 || !shape.every(isCount)) {
    throw malformed(path, `tensor ${quote(name)} has no valid shape`)
  }
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount)) {
    throw malformed(path, `tensor ${quote(name)} has no valid data_offsets`)
  }
  const [begin, end] = offsets as [number, number]
  const count = elementCount(shape as number[])
  const bytes = count === undefined ? undefined : tensorBytes(type as TensorType, count)
  if (bytes === undefined || end - begin !== bytes) {
    throw malformed(path, `tensor ${quote(name)}: shape and data_offsets disagree`, {
      expected: bytes === undefined ? 'a size below 2^53 bytes' : `${bytes} bytes`,
      found: `${end - begin}`,
    })
  }
  return { info: { name, shape: shape as number[], type: type as TensorType, bytes }, begin }
}

function readMetadata(path: string, entry: StrictJson | undefined): Map<string, string> {
  if (entry === undefined) return new Map()
  if (!(entry instanceof Map) || ![...entry.values()].every((value) => typeof value === 'string')) {
    throw malformed(path, '__metadata__ is not an object of strings')
  }
  return entry as Map<string, string>
}

const isCount = (value: StrictJson) => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
