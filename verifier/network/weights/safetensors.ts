import { existsSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { messageOf, RationaleError } from '../../../src/core/errors.js'
import { readSmallFile } from '../../../src/core/files/small-file.js'
import { produceWhole } from '../../../src/core/files/whole-file.js'
import { malformed, openForReading, type ReadableFile } from './files.js'
import { elementCount, TENSOR_FORMATS, tensorBytes } from './formats/tensor-types.js'
import { readSafetensorsHeader } from './safetensors-header.js'
import { JsonProblem, parseStrictJson, type StrictJson } from './strict-json.js'
import { readFloats, readStored } from './tensor-reader.js'
import type { TensorInfo, TensorSource } from './types.js'

export interface SafetensorsSource extends TensorSource {
  readonly metadata: ReadonlyMap<string, string>
}

/**
 * Opens `model.safetensors`, or a sharded set through its `….safetensors.index.json`. Only headers are read.
 *
 * @throws RationaleError `model-file` where a file breaks a promise of the format, `io` where it cannot be read.
 */
export function openSafetensors(path: string): SafetensorsSource {
  return path.endsWith('.index.json') ? openSharded(path) : openFiles([path])
}

function openFiles(paths: readonly string[], expected?: ReadonlyMap<string, string>): SafetensorsSource {
  const files: ReadableFile[] = []
  const close = () => {
    for (const file of files) file.close()
  }
  try {
    const places = new Map<string, { file: ReadableFile; position: number; info: TensorInfo }>()
    const metadata = new Map<string, string>()
    for (const path of paths) {
      const file = openForReading(path)
      files.push(file)
      const header = readSafetensorsHeader(file)
      for (const [key, value] of header.metadata) metadata.set(key, value)
      for (const [name, { position, ...info }] of header.tensors) {
        if (places.has(name)) throw malformed(path, `tensor ${JSON.stringify(name)} is in two shards`)
        if (expected && expected.get(name) !== basename(path)) {
          throw malformed(path, `tensor ${JSON.stringify(name)} is not where the index says`)
        }
        places.set(name, { file, position, info })
      }
    }
    if (expected && places.size !== expected.size) {
      throw malformed(dirname(paths[0] ?? ''), 'the index names tensors that no shard has', {
        expected: `${expected.size} tensors`,
        found: `${places.size}`,
      })
    }
    const find = (name: string) => {
      const place = places.get(name)
      if (place) return place
      throw new RationaleError('model-file', `${paths[0]}: no tensor ${JSON.stringify(name)}`)
    }
    return {
      tensors: new Map([...places].map(([name, place]) => [name, place.info])),
      metadata,
      async bytes(name) {
        const { file, position, info } = find(name)
        return readStored(file, position, info)
      },
      async floats(name) {
        const { file, position, info } = find(name)
        return readFloats(file, position, info)
      },
      async close() {
        close()
      },
    }
  } catch (error) {
    close()
    throw error
  }
}

const LARGEST_INDEX = 64 << 20
const MOST_SHARDS = 2000
/** One plain file name: no separator, no drive, no `..`: a shard never lies outside the index's folder. */
const SHARD_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,200}\.safetensors$/

function openSharded(indexPath: string): SafetensorsSource {
  const index = readSmallJson(indexPath, LARGEST_INDEX)
  const map = index instanceof Map ? index.get('weight_map') : undefined
  if (!(map instanceof Map)) throw malformed(indexPath, 'no weight_map')
  const expected = new Map<string, string>()
  for (const [name, shard] of map) {
    if (typeof shard !== 'string' || !SHARD_NAME.test(shard)) {
      throw malformed(indexPath, 'weight_map names something that is no shard beside it', {
        found: String(JSON.stringify(shard)).slice(0, 120),
      })
    }
    expected.set(name, shard)
  }
  const shards = [...new Set(expected.values())].sort()
  if (shards.length === 0 || shards.length > MOST_SHARDS) {
    throw malformed(indexPath, 'number of shards', { expected: `1 to ${MOST_SHARDS}`, found: `${shards.length}` })
  }
  return openFiles(
    shards.map((shard) => join(dirname(indexPath), shard)),
    expected,
  )
}

/** A JSON file of bounded size, parsed strictly. @throws RationaleError `model-file`, `io`. */
function readSmallJson(path: string, largest: number): StrictJson {
  const text = readSmallText(path, largest)
  try {
    return parseStrictJson(text, 64)
  } catch (error) {
    if (error instanceof JsonProblem) throw malformed(path, 'not valid JSON', { found: error.message })
    throw error
  }
}

/** @throws RationaleError `model-file` where the file is larger than `largest` or no UTF-8, `io` where it cannot be read. */
export function readSmallText(path: string, largest: number): string {
  let bytes: Buffer
  try {
    const { size } = statSync(path)
    if (size > largest) {
      throw malformed(path, 'larger than such a file can be', {
        expected: `at most ${largest} bytes`,
        found: `${size}`,
      })
    }
    bytes = readSmallFile(path, largest)
  } catch (error) {
    if (error instanceof RationaleError) throw error
    throw new RationaleError('io', `cannot read ${path}`, {
      found: messageOf(error),
      remedy: existsSync(dirname(path)) ? 'check that the folder holds a model' : 'check the path',
      cause: error,
    })
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw malformed(path, 'not UTF-8')
  }
}

export interface TensorToWrite {
  name: string
  shape: readonly number[]
  type: 'F32' | 'F16' | 'BF16'
  /** Called once, when the tensor's turn comes. */
  data: Float32Array | (() => Promise<Float32Array> | Float32Array)
}

const TYPE_ORDER = { F32: 2, BF16: 1, F16: 0 } as const

/** Elements that are converted at a time. */
const SLICE = 1 << 20

/**
 * Writes tensors one after another (one in memory at a time), in the order of the reference implementation: wide types first, then by name.
 *
 * @throws RationaleError `io` naming the path; the previous file stays.
 */
export async function writeSafetensors(
  path: string,
  tensors: readonly TensorToWrite[],
  metadata: Readonly<Record<string, string>> = { format: 'pt' },
): Promise<void> {
  const sorted = [...tensors].sort(
    (a, b) => TYPE_ORDER[b.type] - TYPE_ORDER[a.type] || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
  )
  const entries: [string, unknown][] = Object.keys(metadata).length > 0 ? [['__metadata__', metadata]] : []
  let offset = 0
  for (const { name, shape, type } of sorted) {
    const bytes = tensorBytes(type, elementCount(shape) ?? Number.NaN)
    if (bytes === undefined) throw new RationaleError('unsupported', `tensor ${name} is too large to write`)
    entries.push([name, { dtype: type, shape, data_offsets: [offset, offset + bytes] }])
    offset += bytes
  }
  const json = `{${entries.map(([name, entry]) => `${JSON.stringify(name)}:${JSON.stringify(entry)}`).join(',')}}`
  const unpadded = new TextEncoder().encode(json)
  const header = new Uint8Array(8 + Math.ceil(unpadded.length / 8) * 8).fill(0x20)
  new DataView(header.buffer).setBigUint64(0, BigInt(header.length - 8), true)
  header.set(unpadded, 8)
  await produceWhole(path, async (write) => {
    await write(header)
    for (const tensor of sorted) {
      const values = typeof tensor.data === 'function' ? await tensor.data() : tensor.data
      if (values.length !== elementCount(tensor.shape)) {
        throw new RangeError(`tensor ${tensor.name}: ${values.length} values for shape [${tensor.shape.join(', ')}]`)
      }
      await writeEncoded(write, tensor.type, values)
    }
  })
}

/** Converts and writes slice by slice: the encoded tensor is never in memory as a whole. Slices are whole blocks. */
export async function writeEncoded(
  write: (bytes: Uint8Array) => Promise<void>,
  type: TensorInfo['type'],
  values: Float32Array,
): Promise<void> {
  const { encode, blockSize, blockBytes } = TENSOR_FORMATS[type]
  if (type === 'F32') return write(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
  if (!encode) throw new RationaleError('unsupported', `${type} cannot be written`)
  const encoded = new Uint8Array((Math.min(SLICE, values.length) / blockSize) * blockBytes)
  for (let at = 0; at < values.length; at += SLICE) {
    const slice = values.subarray(at, at + SLICE)
    const bytes = encoded.subarray(0, (slice.length / blockSize) * blockBytes)
    encode(slice, bytes)
    await write(bytes)
  }
}
