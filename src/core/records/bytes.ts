import type { Readable } from 'node:stream'
import { messageOf, RationaleError } from '../errors.js'
import { openInput } from '../files/pipe.js'
import { gunzipped } from './gzip.js'

const MEBIBYTE = 1024 * 1024
/** Text compresses about 10-fold, repetitive logs 100-fold; past this and past GZIP_GRACE it is a bomb. */
const GZIP_MAX_RATIO = 200
const GZIP_GRACE = 64 * MEBIBYTE

/** The rest of an input cannot be read: what came before it stands. */
export class BadInput extends Error {}

/**
 * The bytes of a file or stream, gzip'd or not (told by content, so it holds for stdin too), in constant memory. They are UTF-8 as far as their
 * beginning tells.
 *
 * @throws RationaleError `io` where the file cannot be read; BadInput where gzip is damaged or a bomb, or the text is UTF-16.
 */
export async function* readBytes(input: string | Readable): AsyncGenerator<Buffer> {
  const name = typeof input === 'string' ? input : 'path' in input ? String(input.path) : 'standard input'
  const raw = typeof input === 'string' ? openInput(input) : input
  const { first, chunks } = await led(chunksOf(raw, name))
  yield* expectUtf8(isGzip(first) ? expanded(chunks) : chunks)
}

const isGzip = (bytes: Buffer) => bytes[0] === 0x1f && bytes[1] === 0x8b

async function* chunksOf(raw: Readable, name: string): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of raw) yield Buffer.from(chunk)
  } catch (error) {
    if (error instanceof RationaleError) throw error
    throw new RationaleError('io', `cannot read ${name}`, {
      found: messageOf(error),
      remedy: 'check the path and its permissions',
      cause: error,
    })
  }
}

async function* expanded(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let compressed = 0
  let size = 0
  const counted = (async function* () {
    for await (const chunk of chunks) {
      compressed += chunk.length
      yield chunk
    }
  })()
  for await (const chunk of gunzipped(counted, (reason) => new BadInput(reason))) {
    size += chunk.length
    if (size > GZIP_GRACE && size > GZIP_MAX_RATIO * compressed)
      throw new BadInput(`gzip expands more than ${GZIP_MAX_RATIO}-fold: not read further`)
    yield chunk
  }
}

async function* expectUtf8(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const { first, chunks } = await led(bytes)
  if (isUtf16(first)) throw new BadInput('UTF-16, not UTF-8: convert it first (iconv -f UTF-16 -t UTF-8)')
  if (isParquet(first.toString('latin1', 0, LEAD))) throw new BadInput(PARQUET)
  yield* chunks
}

/** By its magic, and a byte behind it that no text has: a table may have a column of the name PAR1. */
export const isParquet = (beginning: string): boolean =>
  beginning.startsWith('PAR1') && /(?![\t\n\r])\p{Cc}/u.test(beginning[4] ?? '')

const PARQUET =
  "Parquet, not text: convert it first (duckdb -c \"COPY (FROM 'FILE.parquet') TO 'FILE.ndjson' (FORMAT json)\")"

/** By its byte-order mark, or by every other byte of the first two characters being zero. */
function isUtf16(first: Buffer): boolean {
  const [a = 1, b = 1, c = 1, d = 1] = first
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) return true
  return (a === 0 && b !== 0 && c === 0 && d !== 0) || (a !== 0 && b === 0 && c !== 0 && d === 0)
}

/** As many bytes as tell what an input is. */
const LEAD = 5

/** The first bytes of an input, as many as it has up to LEAD, and all of its chunks. */
async function led(input: AsyncIterable<Buffer>): Promise<{ first: Buffer; chunks: AsyncIterable<Buffer> }> {
  const rest = input[Symbol.asyncIterator]()
  let first = Buffer.alloc(0)
  while (first.length < LEAD) {
    const next = await rest.next()
    if (next.done) break
    first = Buffer.concat([first, next.value])
  }
  const chunks = (async function* () {
    try {
      if (first.length > 0) yield first
      for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
    } finally {
      await rest.return?.()
    }
  })()
  return { first, chunks }
}
