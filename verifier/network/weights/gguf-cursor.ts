import { malformed, type ReadableFile } from './files.js'

/*
 * The values that a GGUF header is made of: little-endian numbers, strings with their length before them, arrays with their type and length.
 */

export type GgufValue = number | bigint | boolean | string | GgufValue[]

const LARGEST_HEADER = 512 << 20
const LARGEST_STRING = 16 << 20
/** Elements of all arrays together; the largest vocabularies hold about half a million tokens and a million merges. */
const MOST_ELEMENTS = 16_000_000
const DEEPEST_ARRAY = 3

/** Least bytes of one value of each metadata type; index = GGUF's type number. */
const VALUE_BYTES = [1, 1, 2, 2, 4, 4, 4, 1, 8, 12, 8, 8, 8] as const
const STRING = 8
const ARRAY = 9

/** Reads the header in windows, so that neither its size nor what it claims decides how much is in memory. */
export class GgufCursor {
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
