import type { Readable } from 'node:stream'
import type { z } from 'zod'
import { at, defined } from '../absence.js'
import { describeIssues, messageOf } from '../errors.js'
import { BadInput, readBytes } from './bytes.js'
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
 * @throws RationaleError `io` where the file cannot be read.
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

/** The same, with what is set aside in its place among the records. */
export async function* readLinesAs<T>(
  input: string | Readable,
  schema: z.ZodType<T>,
  { uniqueIds = true, ...options }: Omit<ReadOptions, 'onReject'> = {},
): AsyncGenerator<{ record: T; line: number } | LineNote> {
  const seen = new IdSet()
  for await (const { line, text, flaw } of readLines(input, options)) {
    if (flaw !== undefined) {
      yield { line, reason: flaw }
      continue
    }
    let value: unknown
    try {
      value = JSON.parse(exactIntegers(text))
    } catch (error) {
      yield { line, reason: `not JSON: ${messageOf(error)}` }
      continue
    }
    const id = recordId(value)
    // Only an escape can bring these in: raw ones were already refused as bad UTF-8 or bad JSON.
    const bad = /\\u(?:[dD][89a-fA-F]|0000)/.test(text) ? badCharacter(value) : undefined
    const parsed = bad === undefined ? schema.safeParse(value) : undefined
    const reason =
      bad ??
      (parsed?.error && describeIssues(parsed.error)) ??
      (uniqueIds && id !== undefined && !seen.add(id) ? `duplicate id ${JSON.stringify(id)}` : undefined)
    if (reason !== undefined) yield { line, reason, ...defined({ id }) }
    else if (parsed?.success) yield { record: parsed.data, line }
  }
}

function recordId(value: unknown): string | undefined {
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : undefined
  return typeof id === 'string' ? id : undefined
}

/** So many digits that it may be more than a number holds; no part of a fraction or of an exponent. */
const longInteger = /(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g

/** JSON with the integers that would be rounded written as strings. */
function exactIntegers(json: string): string {
  if (!/\d{16}/.test(json)) return json
  let exact = ''
  for (let from = 0; from < json.length; ) {
    const quote = json.indexOf('"', from)
    const outside = json.slice(from, quote === -1 ? json.length : quote)
    exact += outside.replace(longInteger, (digits) => (Number.isSafeInteger(Number(digits)) ? digits : `"${digits}"`))
    if (quote === -1) break
    from = stringEnd(json, quote)
    exact += json.slice(quote, from)
  }
  return exact
}

/** Behind the quote that ends the string which begins here. */
function stringEnd(json: string, start: number): number {
  for (let end = json.indexOf('"', start + 1); end !== -1; end = json.indexOf('"', end + 1)) {
    let slashes = 0
    while (json[end - 1 - slashes] === '\\') slashes++
    if (slashes % 2 === 0) return end + 1
  }
  return json.length
}

/** Without recursion: a record may be nested deeper than the stack. */
function badCharacter(record: unknown): string | undefined {
  const open = [record]
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value === 'string') {
      if (!value.isWellFormed()) return 'lone surrogate in a string'
      if (value.includes('\0')) return 'NUL in a string'
    } else if (Array.isArray(value)) {
      for (const member of value) open.push(member)
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, member] of Object.entries(value)) open.push(key, member)
    }
  }
  return undefined
}

const LF = 10
const CR = 13

export const NOT_UTF8 = 'not valid UTF-8 (if it is Latin-1: iconv -f LATIN1 -t UTF-8 converts it)'

/** A line with its text, or with what is wrong with it. */
type Line = { line: number } & ({ text: string; flaw?: never } | { text?: never; flaw: string })

async function* readLines(
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
