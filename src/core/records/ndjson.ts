import type { Readable } from 'node:stream'
import type { z } from 'zod'
import { at, defined } from '../absence.js'
import { describeIssues, messageOf, RationaleError } from '../errors.js'
import { BadInput, readBytes } from './bytes.js'
import { IdSet } from './id-set.js'
import { parseJson, UnreadableValue } from './json.js'

/** A record that was set aside, or (as a notice) something odd about a line that was read all the same. */
export interface LineNote {
  /** 1-based. */
  line: number
  reason: string
  /** The record's id, where one could be read. */
  id?: string
  /** The record, where it could be read and was not used for another reason: it can be given again. */
  record?: unknown
}

export interface ReadOptions {
  /** Called for every record that is set aside; reading waits for what it returns, so that millions of bad lines take no memory. */
  onReject?: (note: LineNote) => unknown
  /** Called at the first blank line, for a byte-order mark and at the first CRLF line end: harmless. */
  onNotice?: (note: LineNote) => void
  /** A longer line is set aside without being held in memory (default 16 MiB). */
  maxLineBytes?: number
  /** Set aside a record whose `id` was seen before (default true). */
  uniqueIds?: boolean
}

/**
 * Reads newline-delimited JSON, plain or gzip'd (told by content, so it holds for stdin too), in constant memory.
 * Whatever is not a valid record goes to `onReject` with its line number, and reading goes on. Integers that a number cannot hold (above 2^53) come
 * as strings of their digits, so that two ids stay two.
 *
 * Lines are cut here and not by the `ndjson` package's parser, which drops bad lines without their number and holds a line of any length.
 *
 * @throws RationaleError `io` where the file cannot be read, `input` where it is a table by its name.
 */
export async function* readRecords<T>(
  input: string | Readable,
  schema: z.ZodType<T>,
  { onReject = () => {}, ...options }: ReadOptions = {},
): AsyncGenerator<{ record: T; line: number }> {
  for await (const each of readLinesAs(input, schema, options)) {
    if ('reason' in each) await onReject(each)
    else yield each
  }
}

/** Every line of it would be set aside by itself. Commands that take a table do not come here. */
function refuseTable(file: string): void {
  if (!/\.[ct]sv(?:\.gz)?$/i.test(file)) return
  throw new RationaleError('input', `${file} is a table, and NDJSON is read here`, {
    expected: 'one JSON object a line',
    remedy: `convert it: duckdb -c "COPY (FROM '${file}') TO 'records.ndjson' (FORMAT json)"`,
  })
}

/** The same, with what is set aside in its place among the records. */
export async function* readLinesAs<T>(
  input: string | Readable,
  schema: z.ZodType<T>,
  { uniqueIds = true, ...options }: Omit<ReadOptions, 'onReject'> = {},
): AsyncGenerator<{ record: T; line: number } | LineNote> {
  if (typeof input === 'string') refuseTable(input)
  const seen = new IdSet()
  for await (const { line, text, flaw } of readLines(input, options)) {
    if (flaw !== undefined) {
      yield { line, reason: flaw }
      continue
    }
    let value: unknown
    try {
      value = parseJson(text)
    } catch (error) {
      const id = error instanceof UnreadableValue ? recordId(error.value) : undefined
      yield { line, reason: messageOf(error), ...defined({ id }) }
      continue
    }
    const parsed = schema.safeParse(value)
    // As it is used and written: the schema may make text of a number.
    const id = recordId(parsed.success ? parsed.data : value)
    const reason =
      (parsed.error && describeIssues(parsed.error)) ??
      (uniqueIds && id !== undefined && !seen.add(id) ? `duplicate id ${JSON.stringify(id)}` : undefined)
    if (reason !== undefined) yield { line, reason, ...defined({ id, record: parsed.data }) }
    else if (parsed.success) yield { record: parsed.data, line }
  }
}

function recordId(value: unknown): string | undefined {
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : undefined
  return typeof id === 'string' ? id : undefined
}

const LF = 10
const CR = 13

export const NOT_UTF8 = 'not valid UTF-8 (if it is Latin-1: iconv -f LATIN1 -t UTF-8 converts it)'

/** A line with its text, or with what is wrong with it. */
type Line = { line: number } & ({ text: string; flaw?: never } | { text?: never; flaw: string })

/** Lines that are not blank, as text or with what is wrong with them. */
export async function* readLines(
  input: string | Readable,
  { onNotice = () => {}, maxLineBytes = 16 * 1024 * 1024 }: ReadOptions,
): AsyncGenerator<Line> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  const noticed = new Set<string>()
  const notice = (reason: string, at: number) => {
    if (noticed.has(reason)) return
    noticed.add(reason)
    onNotice({ line: at, reason })
  }
  let parts: Buffer[] = []
  let length = 0
  let line = 1

  const take = (bytes: Buffer) => {
    length += bytes.length
    if (length > maxLineBytes) parts = []
    else if (bytes.length > 0) parts.push(bytes)
  }

  const endLine = (): Line | undefined => {
    let bytes = parts.length === 1 ? at(parts, 0) : Buffer.concat(parts)
    const fullLength = length
    parts = []
    length = 0
    const here = line++
    if (fullLength > maxLineBytes)
      return { line: here, flaw: `line of ${fullLength} bytes is longer than ${maxLineBytes}` }
    if (here === 1 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
      notice('byte-order mark', here)
      bytes = bytes.subarray(3)
    }
    if (bytes.at(-1) === CR) {
      notice('CRLF line ends', here)
      bytes = bytes.subarray(0, -1)
    }
    let text: string
    try {
      text = decoder.decode(bytes)
    } catch {
      return { line: here, flaw: NOT_UTF8 }
    }
    if (text.trim() !== '') return { line: here, text }
    notice('blank line', here)
    return undefined
  }

  try {
    for await (const chunk of readBytes(input)) {
      let start = 0
      for (;;) {
        // A file may be nothing but line ends: they are passed over at the speed of the memory.
        if (length === 0 && chunk[start] === LF) {
          notice('blank line', line)
          for (; chunk[start] === LF; start++) line++
        }
        const end = chunk.indexOf(LF, start)
        if (end === -1) break
        take(chunk.subarray(start, end))
        start = end + 1
        const ended = endLine()
        if (ended) yield ended
      }
      take(chunk.subarray(start))
    }
  } catch (error) {
    if (!(error instanceof BadInput)) throw error
    // A damaged end may still hold the whole of a line.
    yield { line, flaw: error.message }
    return
  }
  const ended = length > 0 ? endLine() : undefined
  if (ended) yield ended
}
