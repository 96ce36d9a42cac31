import * as z from 'zod'
import { RationaleError } from '../../src/core/errors.js'
import { readLinesAs } from '../../src/core/records/ndjson.js'
import { parquetRecords } from '../sources/parquet.js'
import { tableRecords } from '../sources/table.js'

/** Rows of a CSV, TSV or NDJSON file (.gz too) or a Parquet file, by its name; `onReject` hears of those that cannot be read. */
export async function* rowsOfFile(
  path: string,
  onReject: (reason: string) => void,
): AsyncGenerator<Readonly<Record<string, unknown>>> {
  const kind = /\.(csv|tsv|parquet|ndjson|jsonl)(?:\.gz)?$/i.exec(path)?.[1]?.toLowerCase()
  switch (kind) {
    case 'csv':
    case 'tsv':
      for await (const row of tableRecords(path, kind === 'tsv' ? '\t' : ',')) {
        if ('bad' in row) onReject(row.bad)
        else yield row.row
      }
      return
    case 'parquet':
      yield* parquetRecords(path)
      return
    case 'ndjson':
    case 'jsonl':
      for await (const each of readLinesAs(path, z.record(z.string(), z.unknown()), { uniqueIds: false })) {
        if ('reason' in each) onReject(`line ${each.line}: ${each.reason}`)
        else yield each.record
      }
      return
    default:
      throw new RationaleError('input', `cannot tell the format of ${path}`, {
        expected: 'a name that ends in .csv, .tsv, .ndjson or .jsonl (.gz too), or in .parquet',
      })
  }
}
