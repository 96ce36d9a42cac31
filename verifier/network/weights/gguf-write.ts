import { RationaleError } from '../../../src/core/errors.js'
import { produceWhole } from '../../../src/core/files/whole-file.js'
import { elementCount, TENSOR_FORMATS, tensorBytes } from './formats/tensor-types.js'
import { GGML_TYPES } from './gguf-header.js'
import { writeEncoded } from './safetensors.js'
import type { TensorType } from './types.js'

/** A metadata value with its type on disk. */
export type GgufField =
  | { type: 'u32' | 'i32' | 'f32' | 'u64' | 'bool'; value: number | boolean }
  | { type: 'string'; value: string }
  | { type: 'strings'; value: readonly string[] }
  | { type: 'i32s' | 'f32s'; value: readonly number[] }

export interface GgufTensorToWrite {
  /** GGUF's name. */
  name: string
  /** Outermost first. */
  shape: readonly number[]
  type: Extract<TensorType, 'F32' | 'F16' | 'Q8_0' | 'Q4_0'>
  /** Called once, when the tensor's turn comes; rows already in GGUF's order. */
  data: () => Promise<Float32Array> | Float32Array
}

const ALIGNMENT = 32
const TYPE_NUMBERS = new Map([...GGML_TYPES].map(([number, type]) => [type, number]))
const FIELD_TYPES = { u32: 4, i32: 5, f32: 6, bool: 7, string: 8, strings: 8, i32s: 5, f32s: 6, u64: 10 } as const

/**
 * Writes a GGUF v3 file, one tensor in memory at a time.
 *
 * @throws RationaleError `io` naming the path (the previous file stays), `unsupported` where a row is no whole number of blocks.
 */
export async function writeGguf(
  path: string,
  metadata: ReadonlyMap<string, GgufField>,
  tensors: readonly GgufTensorToWrite[],
): Promise<void> {
  const header = new ByteWriter()
  header.u32(0x46554747)
  header.u32(3)
  header.u64(tensors.length)
  header.u64(metadata.size)
  for (const [key, field] of metadata) {
    header.string(key)
    writeField(header, field)
  }
  let offset = 0
  const sizes: number[] = []
  for (const { name, shape, type } of tensors) {
    const bytes = tensorBytes(type, elementCount(shape) ?? Number.NaN)
    if (bytes === undefined || (shape.at(-1) ?? 1) % TENSOR_FORMATS[type].blockSize !== 0) {
      throw new RationaleError('unsupported', `tensor ${name} [${shape.join(', ')}] cannot be written as ${type}`, {
        expected: `rows of a multiple of ${TENSOR_FORMATS[type].blockSize}`,
      })
    }
    header.string(name)
    header.u32(shape.length)
    for (const dimension of [...shape].reverse()) header.u64(dimension)
    header.u32(TYPE_NUMBERS.get(type) as number)
    header.u64(offset)
    sizes.push(bytes)
    offset += padded(bytes)
  }
  header.pad(ALIGNMENT)
  await produceWhole(path, async (write) => {
    await write(header.bytes())
    for (const [i, tensor] of tensors.entries()) {
      const values = await tensor.data()
      if (values.length !== elementCount(tensor.shape)) {
        throw new RangeError(`tensor ${tensor.name}: ${values.length} values for shape [${tensor.shape.join(', ')}]`)
      }
      await writeEncoded(write, tensor.type, values)
      const size = sizes[i] as number
      await write(new Uint8Array(padded(size) - size))
    }
  })
}

const padded = (bytes: number) => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT

function writeField(out: ByteWriter, field: GgufField): void {
  const type = FIELD_TYPES[field.type]
  switch (field.type) {
    case 'strings':
    case 'i32s':
    case 'f32s':
      out.u32(9)
      out.u32(type)
      out.u64(field.value.length)
      for (const value of field.value) {
        if (typeof value === 'string') out.string(value)
        else if (field.type === 'f32s') out.f32(value)
        else out.i32(value)
      }
      return
    case 'string':
      out.u32(type)
      out.string(field.value)
      return
    default:
      out.u32(type)
      if (field.type === 'f32') out.f32(Number(field.value))
      else if (field.type === 'i32') out.i32(Number(field.value))
      else if (field.type === 'u64') out.u64(Number(field.value))
      else if (field.type === 'bool') out.u8(field.value ? 1 : 0)
      else out.u32(Number(field.value))
  }
}

/** Grows by doubling. */
class ByteWriter {
  private buffer = new Uint8Array(1 << 16)
  private view = new DataView(this.buffer.buffer)
  private length = 0
  private readonly encoder = new TextEncoder()

  private reserve(count: number): number {
    const at = this.length
    this.length += count
    if (this.length > this.buffer.length) {
      const larger = new Uint8Array(Math.max(this.length, 2 * this.buffer.length))
      larger.set(this.buffer)
      this.buffer = larger
      this.view = new DataView(larger.buffer)
    }
    return at
  }

  u8(value: number): void {
    this.view.setUint8(this.reserve(1), value)
  }
  u32(value: number): void {
    const at = this.reserve(4)
    this.view.setUint32(at, value, true)
  }
  i32(value: number): void {
    const at = this.reserve(4)
    this.view.setInt32(at, value, true)
  }
  f32(value: number): void {
    const at = this.reserve(4)
    this.view.setFloat32(at, value, true)
  }
  u64(value: number): void {
    const at = this.reserve(8)
    this.view.setBigUint64(at, BigInt(value), true)
  }
  string(value: string): void {
    const bytes = this.encoder.encode(value)
    this.u64(bytes.length)
    const at = this.reserve(bytes.length)
    this.buffer.set(bytes, at)
  }
  pad(alignment: number): void {
    this.reserve((alignment - (this.length % alignment)) % alignment)
  }
  bytes(): Uint8Array {
    return this.buffer.subarray(0, this.length)
  }
}
