import * as zlib from 'node:zlib'

/*
 * zlib's own gzip reader goes on behind the end of a member within one call; where what follows is no gzip, it throws away what it had read of the
 * member before. So the members are found here, and zlib expands what is between header and trailer (RFC 1952).
 */

/** Compressed bytes given to zlib at a time: they may expand a thousand-fold before there is a chance to stop. */
const PIECE = 32 * 1024
const LONGEST_HEADER = 128 * 1024
const TRAILER = 8

/** Expands all members, one after the other. What came before a damage is given out first, then `bad` is thrown with the reason. */
export async function* gunzipped(
  source: AsyncIterable<Buffer>,
  bad: (reason: string) => Error,
): AsyncGenerator<Buffer> {
  const input = new Held(source)
  try {
    for (let members = 0; ; members++) {
      const isEnd = members > 0 && (await input.isPadding())
      if (isEnd) return
      const header = await headerOf(input)
      if (header === undefined)
        throw bad(members === 0 ? 'gzip is damaged: bad header' : 'bytes behind the gzip data are no gzip: not read')
      input.drop(header)
      const found = { size: 0, checksum: 0 }
      for await (const chunk of inflated(input, bad)) {
        found.size = (found.size + chunk.length) >>> 0
        found.checksum = crc32(chunk, found.checksum)
        yield chunk
      }
      if (!(await input.has(TRAILER))) throw bad('gzip is damaged: unexpected end of file')
      if (input.bytes.readUInt32LE(0) !== found.checksum) throw bad('gzip is damaged: wrong checksum')
      if (input.bytes.readUInt32LE(4) !== found.size) throw bad('gzip is damaged: wrong length')
      input.drop(TRAILER)
    }
  } finally {
    await input.close()
  }
}

/** Bytes that have been read and not been used. */
class Held {
  bytes: Buffer = Buffer.alloc(0)
  readonly #rest: AsyncIterator<Buffer>

  constructor(source: AsyncIterable<Buffer>) {
    this.#rest = source[Symbol.asyncIterator]()
  }

  /** Reads until so many bytes are here; false where the input has fewer. */
  async has(length: number): Promise<boolean> {
    while (this.bytes.length < length) {
      const next = await this.#rest.next()
      if (next.done) return false
      this.bytes = this.bytes.length === 0 ? next.value : Buffer.concat([this.bytes, next.value])
    }
    return true
  }

  /** Nothing but zeros is left: tapes and block devices pad with them. */
  async isPadding(): Promise<boolean> {
    while (await this.has(1)) {
      const other = this.bytes.findIndex((byte) => byte !== 0)
      if (other !== -1) return false
      this.drop(this.bytes.length)
    }
    return true
  }

  drop(length: number): void {
    this.bytes = this.bytes.subarray(length)
  }

  async close(): Promise<void> {
    await this.#rest.return?.()
  }
}

/** Bytes of a member's header, or undefined where there is none. */
async function headerOf(input: Held): Promise<number | undefined> {
  const fixed = 10
  if (!(await input.has(fixed))) return undefined
  const [a, b, method, flags = 0] = input.bytes
  if (a !== 0x1f || b !== 0x8b || method !== 8 || (flags & 0xe0) !== 0) return undefined
  let length = fixed
  if (flags & 4) {
    if (!(await input.has(length + 2))) return undefined
    length += 2 + input.bytes.readUInt16LE(length)
  }
  // A file name and a comment, each ended by a zero.
  for (const flag of [8, 16]) {
    if (!(flags & flag)) continue
    let end = -1
    for (let have = length + 1; end === -1; have = input.bytes.length + 1) {
      if (have > LONGEST_HEADER || !(await input.has(have))) return undefined
      end = input.bytes.indexOf(0, length)
    }
    length = end + 1
  }
  if (flags & 2) length += 2
  return (await input.has(length)) ? length : undefined
}

/** One member's data; `input` is left at its trailer. */
async function* inflated(input: Held, bad: (reason: string) => Error): AsyncGenerator<Buffer> {
  const inflate = zlib.createInflateRaw({ chunkSize: 64 * 1024 })
  const ready: Buffer[] = []
  let failure: Error | undefined
  inflate.on('data', (chunk: Buffer) => ready.push(chunk))
  inflate.on('error', (error) => {
    failure = error
  })
  let answer = () => {}
  inflate.once('end', () => answer()).once('close', () => answer())
  try {
    for (;;) {
      if (!(await input.has(1))) throw bad('gzip is damaged: unexpected end of file')
      const piece = input.bytes.subarray(0, PIECE)
      const before = inflate.bytesWritten
      // Where the data end inside this piece its write is never answered: the end is.
      await new Promise<void>((resolve) => {
        answer = resolve
        inflate.write(piece, () => resolve())
      })
      yield* ready.splice(0)
      if (failure !== undefined) throw bad(`gzip is damaged: ${failure.message}`)
      const used = inflate.bytesWritten - before
      input.drop(used)
      if (used < piece.length) return
    }
  } finally {
    inflate.destroy()
  }
}

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1
  return value
})

/** Node's own where it has one (from 20.15 and 22.2 on). */
const crc32: (bytes: Buffer, before: number) => number =
  (zlib as { crc32?: typeof zlib.crc32 }).crc32 ??
  ((bytes, before) => {
    let value = ~before
    for (const byte of bytes) value = (table[(value ^ byte) & 0xff] as number) ^ (value >>> 8)
    return ~value >>> 0
  })
