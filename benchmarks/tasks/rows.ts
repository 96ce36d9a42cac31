import { buffer } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'
import { parse as parseCsv } from 'csv-parse/sync'
import { messageOf, RationaleError } from '../../src/core/errors.js'
import { openInput } from '../../src/core/files/pipe.js'
import { isParquet } from '../../src/core/records/bytes.js'
import { exactIntegers } from '../../src/core/records/json.js'

/** Expanded bytes of one file that are read at most. */
const MAX_BYTES = 1024 * 1024 * 1024

export interface Row {
  value: unknown
  /** Line of a JSONL or CSV record, index of an array's element: for messages and for ids. */
  position: string
}

/**
 * The rows of a published data file: JSON (an array, or an object of arrays), JSONL, CSV, TSV, Parquet or, with `parseText`, plain text;
 * gzip'd or not. Told by content first: published names often say something else.
 *
 * @throws RationaleError `input` where nothing can be made of the file, `io` where it cannot be read.
 */
export async function readRows(
  file: string,
  parseText?: (text: string) => unknown[],
  onReject: (position: string, reason: string) => void = () => {},
): Promise<Row[]> {
  const bytes = await readBytes(file)
  if (isParquet(bytes.toString('latin1', 0, 5))) return indexed(await parquetRows(bytes))
  const text = decode(bytes)
  const name = file.replace(/\.gz$/, '').toLowerCase()
  const start = text.trimStart()
  if (start.startsWith('[') || start.startsWith('{')) return jsonRows(text, file, onReject)
  if (/\.[ct]sv$/.test(name)) {
    const delimiter = name.endsWith('.tsv') ? '\t' : ','
    return indexed(csvRows(text, delimiter, onReject))
  }
  if (parseText !== undefined) return indexed(parseText(text))
  throw new RationaleError('input', `cannot tell the format of ${file}`, {
    expected: 'JSON, JSONL, CSV, TSV or Parquet',
    found: JSON.stringify(start.slice(0, 60)),
  })
}

/** A row of more or fewer cells than the first has names is set aside: most likely a cell with commas is not in quotes. */
function csvRows(text: string, delimiter: string, onReject: (position: string, reason: string) => void): unknown[] {
  return parseCsv(text, {
    columns: true,
    delimiter,
    bom: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_skip(error) {
      onReject(String(error?.lines ?? ''), messageOf(error))
      return undefined
    },
  })
}

async function readBytes(file: string): Promise<Buffer> {
  let bytes: Buffer
  try {
    bytes = await buffer(openInput(file))
  } catch (error) {
    if (error instanceof RationaleError) throw error
    throw new RationaleError('io', `cannot read ${file}`, { found: message(error), cause: error })
  }
  if (!(bytes[0] === 0x1f && bytes[1] === 0x8b)) return bytes
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_BYTES })
  } catch (error) {
    throw new RationaleError('input', `cannot expand ${file}`, { found: message(error), cause: error })
  }
}

/** UTF-8, or Latin-1 where it is not (Financial PhraseBank is published so). */
function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('latin1').decode(bytes)
  }
}

function jsonRows(text: string, file: string, onReject: (position: string, reason: string) => void): Row[] {
  const whole = tryJson(text)
  if (whole.ok) {
    if (Array.isArray(whole.value)) return indexed(whole.value)
    // {"dev": [...], "test": [...]} or {"data": [...]}: the arrays in their order; anything else is one record.
    const lists = Object.entries(whole.value as object).filter(
      ([, value]) => Array.isArray(value) && isRecord(value[0]),
    )
    if (
      lists.length > 0 &&
      lists.every(([key]) => /^(data|dev|test|train|valid|validation|examples|rows)$/.test(key))
    ) {
      return lists.flatMap(([key, value]) =>
        (value as unknown[]).map((row, index) => ({ value: row, position: `${key}-${index}` })),
      )
    }
    return [{ value: whole.value, position: '0' }]
  }
  const rows: Row[] = []
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const parsed = tryJson(line)
    if (parsed.ok) rows.push({ value: parsed.value, position: String(index) })
    else onReject(String(index), `not JSON: ${parsed.reason}`)
  }
  if (rows.length === 0) throw new RationaleError('input', `no JSON record in ${file}`, { found: whole.reason })
  return rows
}

/** Python writes NaN into JSON; it can only mean "no value" here. */
function tryJson(text: string): { ok: true; value: unknown } | { ok: false; reason: string } {
  try {
    return { ok: true, value: JSON.parse(exactIntegers(text)) }
  } catch (error) {
    const cleaned = text.replace(/([:[,]\s*)NaN(?=\s*[,\]}])/g, '$1null')
    if (cleaned === text) return { ok: false, reason: message(error) }
    try {
      return { ok: true, value: JSON.parse(exactIntegers(cleaned)) }
    } catch (second) {
      return { ok: false, reason: message(second) }
    }
  }
}

async function parquetRows(bytes: Buffer): Promise<unknown[]> {
  const { parquetReadObjects } = await import('hyparquet')
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer
  try {
    const rows = await parquetReadObjects({ file })
    return rows.map(plain)
  } catch (error) {
    throw new RationaleError('input', 'cannot read the Parquet file', {
      found: message(error),
      remedy: 'write it with snappy or no compression, or as JSONL',
      cause: error,
    })
  }
}

/** Parquet integers come as bigint. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value)
  if (Array.isArray(value)) return value.map(plain)
  if (isRecord(value) && Object.getPrototypeOf(value) === Object.prototype) {
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plain(member)]))
  }
  return value
}

const indexed = (rows: readonly unknown[]): Row[] => rows.map((value, index) => ({ value, position: String(index) }))
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const message = (error: unknown) => messageOf(error)
