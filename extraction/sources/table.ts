import type { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse/sync'
import { messageOf } from '../../src/core/errors.js'
import { BadInput, readBytes } from '../../src/core/records/bytes.js'
import { tableRows } from './table-rows.js'

/** Rows that are parsed together: csv-parse takes long to start. */
const BATCH_BYTES = 256 * 1024

/** Of cells. Where a comma is the decimal sign, programs write semicolons. */
export type Delimiter = ',' | ';' | '\t'

export type TableRow = { row: Record<string, unknown> } | { bad: string }

/**
 * Rows of a CSV or TSV file (gzip'd or not) by the names in its first row, and what cannot be read in their places: a row that is too long, that is
 * not UTF-8, whose quote is never closed. A cell may hold line breaks. `sameWidth`: nor can a row of more or fewer cells than the first.
 */
export async function* tableRecords(
  input: string | Readable,
  delimiter: Delimiter,
  { sameWidth = false }: { sameWidth?: boolean } = {},
): AsyncGenerator<TableRow> {
  // TSV as it is found in the wild does not quote.
  const quote = delimiter === '\t' ? null : '"'
  let columns: string[] | undefined
  let lineEnd = '\n'
  let batch: Buffer[] = []
  let size = 0
  /** Rows so far, the header among them. */
  let count = 1

  function* rowsOf(rows: Buffer): Generator<TableRow> {
    const reading = {
      delimiter,
      quote,
      record_delimiter: lineEnd,
      bom: columns === undefined,
      relax_column_count: !sameWidth,
      relax_quotes: true,
      skip_empty_lines: true,
    }
    if (columns === undefined) {
      const cells: string[][] = parse(rows, reading)
      columns = cells[0]
      return
    }
    const records: Record<string, unknown>[] = parse(rows, { ...reading, columns })
    for (const row of records) yield { row }
  }

  function* readBatch(): Generator<TableRow> {
    const rows = batch
    batch = []
    size = 0
    if (rows.length === 0) return
    let read: TableRow[]
    try {
      read = [...rowsOf(Buffer.concat(rows))]
    } catch {
      // One by one, so that the bad one costs itself alone.
      read = []
      for (const row of rows) read.push(...oneRow(row, count + read.length + 1))
    }
    count += read.length
    yield* read
  }

  function oneRow(row: Buffer, place: number): TableRow[] {
    try {
      return [...rowsOf(row)]
    } catch (error) {
      return [{ bad: whyBad(error, place, columns?.length ?? 0) }]
    }
  }

  try {
    for await (const row of tableRows(readBytes(input), delimiter, quote !== null)) {
      if ('flaw' in row) {
        yield* readBatch()
        count++
        yield { bad: row.flaw }
        if (columns === undefined) return // no cell has a name
        continue
      }
      lineEnd = row.lineEnd
      batch.push(row.bytes)
      size += row.bytes.length
      if (columns === undefined || size > BATCH_BYTES) yield* readBatch()
    }
  } catch (error) {
    if (!(error instanceof BadInput)) throw error
    // What came before the damage stands.
    yield* readBatch()
    yield { bad: `the table cannot be read further: ${error.message}` }
    return
  }
  yield* readBatch()
}

/** The parser's own words count lines from the row itself. */
function whyBad(error: unknown, place: number, columns: number): string {
  if (!(error instanceof CsvError) || error.code !== 'CSV_RECORD_INCONSISTENT_COLUMNS') return messageOf(error)
  const record: unknown = 'record' in error ? error.record : undefined
  const cells = Array.isArray(record) ? record.length : 0
  const found = `row ${place} has ${cells} ${cells === 1 ? 'cell' : 'cells'}, the header has ${columns}`
  return cells > columns ? `${found}: a cell that holds the separator stands in quotes` : found
}
