import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { parse } from 'csv-parse'
import { messageOf } from '../../src/core/errors.js'

/** Rows of a CSV or TSV file by the names in its first row; a row that cannot be read is given as `{ bad }`. A cell may hold line breaks. */
export async function* tableRecords(
  path: string,
  delimiter: string,
  gz: boolean,
): AsyncGenerator<Record<string, unknown>> {
  const bytes = createReadStream(path)
  const parser = parse({
    delimiter,
    columns: true,
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    // TSV as it is found in the wild does not quote.
    quote: delimiter === '\t' ? null : '"',
    max_record_size: 16 * 1024 * 1024,
  })
  const input = gz ? bytes.pipe(createGunzip()) : bytes
  bytes.on('error', (error: Error) => parser.destroy(error))
  if (gz) input.on('error', (error: Error) => parser.destroy(error))
  input.pipe(parser)
  try {
    for await (const row of parser as AsyncIterable<Record<string, unknown>>) yield row
  } catch (error) {
    // What came before the damage stands.
    yield { bad: `the table cannot be read further: ${messageOf(error)}` }
  } finally {
    bytes.destroy()
    parser.destroy()
  }
}
