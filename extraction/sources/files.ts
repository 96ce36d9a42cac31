import { readdirSync, statSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import * as z from 'zod'
import { messageOf, RationaleError } from '../../src/core/errors.js'
import { readBytes } from '../../src/core/records/bytes.js'
import { NOT_UTF8, readLinesAs } from '../../src/core/records/ndjson.js'
import { parquetRecords } from './parquet.js'
import { namesOf, type Sourced, type SourceFields, toDocument } from './source.js'
import { type TableRow, tableRecords } from './table.js'

const anyRecord = z.record(z.string(), z.unknown())
const kinds = /\.(ndjson|jsonl|json|csv|tsv|txt|md|markdown|parquet)(\.gz)?$/i
/** A plain text file is held whole: past this it is no document. */
const MAX_TEXT_BYTES = 64 * 1024 * 1024

/** Documents of a file, of every readable file below a folder (by name, in order), or of NDJSON on stdin (`-`). */
export async function* fileDocuments(input: string, fields: SourceFields): AsyncGenerator<Sourced> {
  if (input === '-') {
    yield* ndjsonDocuments(process.stdin, fields, 'stdin', '')
    return
  }
  const isFolder = stat(input).isDirectory()
  if (!isFolder) {
    yield* oneFile(input, fields, '')
    return
  }
  const paths = readdirSync(input, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && kinds.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
  if (paths.length === 0) {
    throw new RationaleError('input', `${input} holds no readable file`, {
      expected: 'files named .ndjson, .jsonl, .csv, .tsv, .txt or .md (.gz too), or .parquet',
    })
  }
  // Files number their records alike: an id holds within its file only.
  for (const path of paths) yield* oneFile(path, fields, `${relative(input, path)}:`)
}

async function* oneFile(path: string, fields: SourceFields, idPrefix: string): AsyncGenerator<Sourced> {
  const [, kind = 'ndjson'] = kinds.exec(path) ?? []
  const source = basename(path).replace(/(\.[a-z0-9]{1,8})+$/i, '')
  switch (kind.toLowerCase()) {
    case 'csv':
    case 'tsv':
      yield* records(tableRecords(path, kind.toLowerCase() === 'tsv' ? '\t' : ','), fields, path, source, idPrefix)
      return
    case 'parquet':
      yield* records(rowsOf(parquetRecords(path, [fields.text, fields.id, 'source'])), fields, path, source, idPrefix)
      return
    case 'txt':
    case 'md':
    case 'markdown':
      yield await textDocument(path, fields, source, idPrefix)
      return
    default:
      yield* ndjsonDocuments(path, fields, source, idPrefix)
  }
}

async function* ndjsonDocuments(
  input: string | NodeJS.ReadStream,
  fields: SourceFields,
  source: string,
  idPrefix: string,
): AsyncGenerator<Sourced> {
  for await (const each of readLinesAs(input, anyRecord, { uniqueIds: false })) {
    const where = `line ${each.line}`
    const sourced: Sourced =
      'reason' in each
        ? {
            rejected: {
              id: each.id ?? where,
              source: fields.sourceName ?? source,
              reason: `${where}: ${each.reason}`,
            },
          }
        : toDocument(each.record, fields, source, where)
    yield prefixed(sourced, idPrefix)
  }
}

async function* records(
  rows: AsyncIterable<TableRow>,
  fields: SourceFields,
  path: string,
  source: string,
  idPrefix: string,
): AsyncGenerator<Sourced> {
  let row = 0
  for await (const each of rows) {
    row++
    if ('bad' in each) {
      yield {
        rejected: {
          id: `${idPrefix}row ${row}`,
          source: fields.sourceName ?? source,
          reason: `row ${row}: ${each.bad}`,
        },
      }
      continue
    }
    const { row: record } = each
    // All rows of a table have the same columns. Beside other files, a table without text may lie in the folder.
    if (row === 1 && idPrefix === '' && !(fields.text in record)) {
      throw new RationaleError('configuration', `${path} has no column ${JSON.stringify(fields.text)}`, {
        found: namesOf(record),
        remedy: 'name the column of the text: --text NAME',
      })
    }
    yield prefixed(toDocument(record, fields, source, `row ${row}`), idPrefix)
  }
}

async function* rowsOf(records: AsyncIterable<Record<string, unknown>>): AsyncGenerator<TableRow> {
  for await (const row of records) yield { row }
}

async function textDocument(path: string, fields: SourceFields, source: string, idPrefix: string): Promise<Sourced> {
  const where = idPrefix.slice(0, -1) || basename(path)
  const reject = (reason: string): Sourced => ({ rejected: { id: where, source, reason: `${where}: ${reason}` } })
  const parts: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of readBytes(path)) {
      size += chunk.length
      if (size > MAX_TEXT_BYTES) return reject(`more than ${MAX_TEXT_BYTES} bytes`)
      parts.push(chunk)
    }
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts))
    return toDocument({ text, id: where }, { ...fields, text: 'text', id: 'id' }, source, where)
  } catch (error) {
    return reject(isNotUtf8(error) ? NOT_UTF8 : messageOf(error))
  }
}

/** What a TextDecoder throws; other TypeErrors are faults of ours. */
const isNotUtf8 = (error: unknown) =>
  error instanceof TypeError && 'code' in error && error.code === 'ERR_ENCODING_INVALID_ENCODED_DATA'

function prefixed(sourced: Sourced, prefix: string): Sourced {
  if (prefix === '') return sourced
  if ('rejected' in sourced) return { rejected: { ...sourced.rejected, id: prefix + sourced.rejected.id } }
  return { ...sourced, document: { ...sourced.document, id: prefix + sourced.document.id } }
}

function stat(path: string) {
  try {
    return statSync(path)
  } catch (error) {
    throw new RationaleError('io', `cannot read ${path}`, {
      found: messageOf(error),
      remedy: 'check the path and its permissions',
      cause: error,
    })
  }
}
