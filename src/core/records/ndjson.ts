import { createReadStream, createWriteStream, statSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable, type Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import ndjson from 'ndjson'
import type { z } from 'zod'
import { defined } from '../absence.js'
import { describeIssues, messageOf, RationaleError } from '../errors.js'
import { IdSet } from './id-set.js'

/** A record that was set aside, or (as a notice) something odd about a line that was read all the same. */
export interface LineNote {
  /** 1-based. */
  line: number
  reason: string
  /** The record's id, where one could be read. */
  id?: string
}

export interface ReadOptions {
  /** Called for every record that is set aside. */
  onReject?: (note: LineNote) => void
  /** Called for blank lines, a byte-order mark and CRLF line ends (once): counted, harmless. */
  onNotice?: (note: LineNote) => void
  /** A longer line is set aside without being held in memory (default 16 MiB). */
  maxLineBytes?: number
  /** Set aside a record whose `id` was seen before (default true). */
  uniqueIds?: boolean
}

const MEBIBYTE = 1024 * 1024
/** Text compresses about 10-fold, repetitive logs 100-fold; past this and past GZIP_GRACE it is a bomb. */
const GZIP_MAX_RATIO = 200
const GZIP_GRACE = 256 * MEBIBYTE

/**
 * Reads newline-delimited JSON, plain or gzip'd (told by content, so it holds for stdin too), in constant memory.
 * Whatever is not a valid record goes to `onReject` with its line number, and reading goes on.
 *
 * Lines are cut here and not by the `ndjson` package's parser, which drops bad lines without their number and holds a line of any length.
 *
 * @throws RationaleError `io` where the file cannot be read.
 */
export async function* readRecords<T>(
  input: string | Readable,
  schema: z.ZodType<T>,
  options: ReadOptions = {},
): AsyncGenerator<{ record: T; line: number }> {
  const { onReject = () => {}, uniqueIds = true } = options
  const seen = new IdSet()
  for await (const { text, line } of readLines(input, options)) {
    let value: unknown
    try {
      value = JSON.parse(text)
    } catch (error) {
      onReject({ line, reason: `not JSON: ${messageOf(error)}` })
      continue
    }
    const id = recordId(value)
    const reject = (reason: string) => onReject({ line, reason, ...defined({ id }) })
    // Only an escape can bring these in: raw ones were already refused as bad UTF-8 or bad JSON.
    if (/\\u(?:[dD][89a-fA-F]|0000)/.test(text)) {
      const flaw = badCharacter(value)
      if (flaw) {
        reject(flaw)
        continue
      }
    }
    const parsed = schema.safeParse(value)
    if (!parsed.success) {
      reject(describeIssues(parsed.error))
    } else if (uniqueIds && id !== undefined && !seen.add(id)) {
      reject(`duplicate id ${JSON.stringify(id)}`)
    } else {
      yield { record: parsed.data, line }
    }
  }
}

function recordId(value: unknown): string | undefined {
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : undefined
  return typeof id === 'string' ? id : undefined
}

function badCharacter(value: unknown): string | undefined {
  if (typeof value === 'string') {
    if (!value.isWellFormed()) return 'lone surrogate in a string'
    if (value.includes('\0')) return 'NUL in a string'
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value)) {
      const flaw = badCharacter(key) ?? badCharacter(member)
      if (flaw) return flaw
    }
  }
  return undefined
}

const LF = 10
const CR = 13

async function* readLines(
  input: string | Readable,
  { onReject = () => {}, onNotice = () => {}, maxLineBytes = 16 * MEBIBYTE }: ReadOptions,
): AsyncGenerator<{ text: string; line: number }> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let parts: Buffer[] = []
  let length = 0
  let line = 1
  let sawCarriageReturn = false

  const endLine = (): { text: string; line: number } | undefined => {
    let bytes = parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts)
    const tooLong = length > maxLineBytes
    const fullLength = length
    parts = []
    length = 0
    const at = line++
    if (tooLong) {
      onReject({ line: at, reason: `line of ${fullLength} bytes is longer than ${maxLineBytes}` })
      return undefined
    }
    if (at === 1 && bytes.length >= 3 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
      onNotice({ line: at, reason: 'byte-order mark' })
      bytes = bytes.subarray(3)
    }
    if (bytes.at(-1) === CR) {
      if (!sawCarriageReturn) onNotice({ line: at, reason: 'CRLF line ends' })
      sawCarriageReturn = true
      bytes = bytes.subarray(0, -1)
    }
    let text: string
    try {
      text = decoder.decode(bytes)
    } catch {
      onReject({ line: at, reason: 'not valid UTF-8' })
      return undefined
    }
    if (text.trim() === '') {
      onNotice({ line: at, reason: 'blank line' })
      return undefined
    }
    return { text, line: at }
  }

  try {
    for await (const chunk of readBytes(input)) {
      let start = 0
      for (let end = chunk.indexOf(LF); end !== -1; end = chunk.indexOf(LF, start)) {
        take(chunk.subarray(start, end))
        start = end + 1
        const ended = endLine()
        if (ended) yield ended
      }
      take(chunk.subarray(start))
    }
  } catch (error) {
    if (!(error instanceof BadStream)) throw error
    onReject({ line, reason: error.message })
    return
  }
  if (length > 0) {
    const ended = endLine()
    if (ended) yield ended
  }

  function take(bytes: Buffer): void {
    length += bytes.length
    if (length > maxLineBytes) parts = []
    else if (bytes.length > 0) parts.push(bytes)
  }
}

/** The rest of a stream cannot be read: what came before it stands. */
class BadStream extends Error {}

async function* readBytes(input: string | Readable): AsyncGenerator<Buffer> {
  const name = typeof input === 'string' ? input : 'standard input'
  const raw = typeof input === 'string' ? createReadStream(input, { highWaterMark: MEBIBYTE }) : input
  const first = await firstBytes(raw, name)
  if (first.iterator === undefined) return
  const source = chain(first.bytes, first.iterator)
  if (!(first.bytes[0] === 0x1f && first.bytes[1] === 0x8b)) {
    yield* source
    return
  }
  let compressed = 0
  let expanded = 0
  const counted = Readable.from(
    (async function* () {
      for await (const chunk of source) {
        compressed += chunk.length
        yield chunk
      }
    })(),
  )
  const gunzip = counted.pipe(createGunzip())
  counted.on('error', (error) => gunzip.destroy(error))
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) {
      expanded += chunk.length
      if (expanded > GZIP_GRACE && expanded > GZIP_MAX_RATIO * compressed) {
        throw new BadStream(`gzip expands more than ${GZIP_MAX_RATIO}-fold: not read further`)
      }
      yield chunk
    }
  } catch (error) {
    if (error instanceof BadStream || error instanceof RationaleError) throw error
    throw new BadStream(`gzip is damaged: ${messageOf(error)}`)
  } finally {
    gunzip.destroy()
    counted.destroy()
  }
}

/** At least two bytes where there are two, so that gzip's magic number can be seen. */
async function firstBytes(
  raw: Readable,
  name: string,
): Promise<{ bytes: Buffer; iterator: AsyncIterator<Buffer | string> | undefined }> {
  const iterator: AsyncIterator<Buffer | string> = raw[Symbol.asyncIterator]()
  let bytes = Buffer.alloc(0)
  try {
    while (bytes.length < 2) {
      const next = await iterator.next()
      if (next.done) break
      bytes = Buffer.concat([bytes, Buffer.from(next.value)])
    }
  } catch (error) {
    throw new RationaleError('io', `cannot read ${name}`, {
      found: messageOf(error),
      remedy: 'check the path and its permissions',
      cause: error,
    })
  }
  return { bytes, iterator: bytes.length === 0 ? undefined : iterator }
}

async function* chain(first: Buffer, rest: AsyncIterator<Buffer | string>): AsyncGenerator<Buffer> {
  try {
    yield first
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield Buffer.from(next.value)
  } finally {
    await rest.return?.()
  }
}

/** Writes records one a line. Nothing is visible under the final name before `commit`. */
export interface RecordWriter {
  /** Resolves when there is room for more (back-pressure). */
  write(record: unknown): Promise<void>
  /** Flushes and gives the file its name. */
  commit(): Promise<void>
  /** Drops what was written. */
  abort(): Promise<void>
}

/**
 * A file appears under `target` only on `commit` (written beside it, then renamed): a full disk or a crash leaves the previous good file.
 * `.gz` in the name compresses. A stream (stdout) and a device or pipe that exists under the name are written through.
 *
 * @throws RationaleError `io` naming the path, from `write` or `commit`.
 */
export function createRecordWriter(target: string | Writable): RecordWriter {
  const path = typeof target === 'string' ? target : undefined
  // Renaming over /dev/stdout or a named pipe would replace it by a file.
  const isDevice = path !== undefined && statSync(path, { throwIfNoEntry: false })?.isFile() === false
  const written = path === undefined || isDevice ? path : `${path}.${process.pid}.partial`
  const temporary = written === path ? undefined : written
  const sink = written === undefined ? (target as Writable) : createWriteStream(written)
  const encode = ndjson.stringify()
  const compress = path?.endsWith('.gz') ? createGzip() : undefined
  let failure: unknown
  const fail = (error: unknown) => {
    failure ??= error
    encode.destroy()
  }
  encode.on('error', fail)
  compress?.on('error', fail)
  sink.on('error', fail)
  if (compress) encode.pipe(compress).pipe(sink)
  else encode.pipe(sink, { end: path !== undefined }) // a stream that was handed in is not ours to end
  const last = path === undefined ? encode : sink
  const check = () => {
    if (failure === undefined) return
    throw new RationaleError('io', `cannot write ${path ?? 'the output'}`, {
      found: messageOf(failure),
      remedy: 'check free space and permissions; the previous file was left as it was',
      cause: failure,
    })
  }
  return {
    async write(record) {
      check()
      if (!encode.write(record)) await settled(encode, 'drain')
      check()
    },
    async commit() {
      check()
      encode.end()
      await finished(last).catch(fail)
      if (failure !== undefined && temporary !== undefined) await rm(temporary, { force: true })
      check()
      if (temporary !== undefined) await rename(temporary, path as string).catch(fail)
      check()
    },
    async abort() {
      encode.destroy()
      sink.on('error', () => {})
      if (path !== undefined) sink.destroy()
      if (temporary !== undefined) await rm(temporary, { force: true })
    },
  }
}

function settled(stream: NodeJS.EventEmitter, event: string): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      for (const name of [event, 'close', 'error']) stream.off(name, done)
      resolve()
    }
    for (const name of [event, 'close', 'error']) stream.on(name, done)
  })
}
