import { RationaleError } from '../../src/core/errors.js'

/** Rows held at a time; a row group may be larger than memory. */
const ROWS_TOGETHER = 1000

/** Rows of a Parquet file with the named columns, those that it has. */
export async function* parquetRecords(
  path: string,
  columns: readonly string[],
): AsyncGenerator<Record<string, unknown>> {
  const { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects, parquetSchema } = await import('hyparquet')
  try {
    const file = await asyncBufferFromFile(path)
    const metadata = await parquetMetadataAsync(file)
    const present = new Set(parquetSchema(metadata).children.map(({ element }) => element.name))
    const wanted = columns.filter((column) => present.has(column))
    for (let row = 0; row < Number(metadata.num_rows); row += ROWS_TOGETHER) {
      const rowEnd = Math.min(row + ROWS_TOGETHER, Number(metadata.num_rows))
      yield* await parquetReadObjects({ file, metadata, columns: wanted, rowStart: row, rowEnd })
    }
  } catch (error) {
    throw new RationaleError('input', `cannot read ${path} as Parquet`, {
      found: error instanceof Error ? error.message : String(error),
      remedy: 'check that the file is whole; compressed pages must be Snappy or uncompressed',
      cause: error,
    })
  }
}
