import { closeSync, openSync, readSync, statSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { constants, gunzipSync } from 'node:zlib'
import type { Delimiter } from '../../extraction/sources/table.js'
import { type ColumnNames, questionNames, solutionNames } from '../core/records/as-chain.js'
import { isParquet } from '../core/records/bytes.js'
import { transcriptMessages } from '../core/records/transcript.js'

/**
 * How records are written: lines of JSON, one JSON document, a table, a conversation in plain text; `text` and `binary` hold none, and
 * Parquet is for commands that read documents or prices.
 */
export type InputForm =
  | { kind: 'lines' | 'document' | 'transcript' | 'text' | 'binary' | 'parquet' }
  | { kind: 'table'; delimiter: Delimiter }

/** By the name of the file (CSV or TSV, `.gz` or not), else by how it begins. Nothing of stdin (`-`) is taken. */
export async function formOf(file: string, names: ColumnNames = {}): Promise<InputForm> {
  const beginning = file === '-' ? await beginningOfStream(process.stdin) : beginningOfFile(file)
  const [, ending] = /\.(csv|tsv)(?:\.gz)?$/i.exec(file) ?? []
  if (ending === undefined) {
    const form = formIn(beginning, names)
    // However many bad lines it begins with: they are set aside one by one.
    return (form.kind === 'text' || form.kind === 'binary') && /\.(?:ndjson|jsonl)(?:\.gz)?$/i.test(file)
      ? { kind: 'lines' }
      : form
  }
  return { kind: 'table', delimiter: ending.toLowerCase() === 'tsv' ? '\t' : delimiterIn(headOf(beginning), ';,') }
}

/** Of text that begins so. */
function formIn(beginning: string, names: ColumnNames): InputForm {
  const head = headOf(beginning)
  if (head === '') return { kind: 'lines' }
  if (isParquet(beginning)) return { kind: 'parquet' }
  if (head.startsWith('[') || head.startsWith('{')) return { kind: isDocument(head, beginning) ? 'document' : 'lines' }
  const delimiter = delimiterIn(head, '\t;,')
  if (isHead(cellsOf(head, delimiter), names)) return { kind: 'table', delimiter }
  if (transcriptMessages(beginning) !== undefined) return { kind: 'transcript' }
  // A first line that is no JSON may stand before others that are.
  if (/^\s*\{/m.test(beginning)) return { kind: 'lines' }
  return { kind: isBinary(beginning) ? 'binary' : 'text' }
}

/** A workbook, a PDF, UTF-16: bytes that no text has, or several in a row that UTF-8 has not. */
const isBinary = (beginning: string) => beginning.includes('\0') || beginning.includes('\uFFFD\uFFFD')

/** A line of JSON holds a whole object. A list is none, and an object that goes on below in lines which begin none is none either. */
function isDocument(head: string, beginning: string): boolean {
  if (head.startsWith('[')) return true
  const [, ...below] = beginning.trim().split(/[\r\n]+/)
  return !head.trimEnd().endsWith('}') && below.length > 0 && !below.some((line) => line.startsWith('{'))
}

/** The first line that is not blank. */
const headOf = (beginning: string) =>
  beginning
    .replace(/^\uFEFF/, '')
    .trimStart()
    .split(/[\r\n]/, 1)
    .join('')

/** The first of these that cuts the head of a table. */
const delimiterIn = (head: string, known: string): Delimiter =>
  ([...known] as Delimiter[]).find((each) => head.includes(each)) ?? ','

const cellsOf = (head: string, delimiter: Delimiter) =>
  head.split(delimiter).map((cell) => (delimiter === '\t' ? cell.trim() : cell.trim().replace(/^"(.*)"$/, '$1')))

/** It names a question and a solution, or a column that is asked for. */
function isHead(columns: readonly string[], { question, solution }: ColumnNames): boolean {
  if ([question, solution].some((name) => name !== undefined && columns.includes(name))) return true
  return [questionNames, solutionNames].every((known) => known.some((name) => columns.includes(name)))
}

async function beginningOfStream(stream: Readable): Promise<string> {
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    const beginning = Buffer.from(chunk)
    stream.unshift(beginning)
    return textOf(beginning)
  }
  return ''
}

const LONGEST_HEAD = 1 << 16
const LONGEST_UNPACKED = 1 << 24

/** Also of a beginning that is compressed; empty where that cannot be expanded. */
function textOf(bytes: Buffer): string {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes.toString('utf8')
  try {
    return gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: LONGEST_UNPACKED }).toString(
      'utf8',
    )
  } catch {
    return ''
  }
}

/** Only a regular file can be looked at twice. */
function beginningOfFile(file: string): string {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return ''
  const opened = openSync(file, 'r')
  try {
    const bytes = Buffer.alloc(LONGEST_HEAD)
    return textOf(bytes.subarray(0, readSync(opened, bytes)))
  } finally {
    closeSync(opened)
  }
}
