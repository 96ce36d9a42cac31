import { statSync } from 'node:fs'
import * as zlib from 'node:zlib'
import type { Compressors } from 'hyparquet'
import { defined } from '../../src/core/absence.js'
import { messageOf, RationaleError } from '../../src/core/errors.js'

/** Rows held at a time; a row group may be larger than memory. */
const ROWS_TOGETHER = 1000

// Node has it from 22.15 on.
const { zstdDecompressSync } = zlib as { zstdDecompressSync?: typeof zlib.gunzipSync }

/** Beside Snappy, which hyparquet reads itself. A page never expands past the size it declares. */
const compressors: Compressors = {
  GZIP: (page, size) => zlib.gunzipSync(page, { maxOutputLength: size }),
  BROTLI: (page, size) => zlib.brotliDecompressSync(page, { maxOutputLength: size }),
  ...defined({
    ZSTD:
      zstdDecompressSync && ((page: Uint8Array, size: number) => zstdDecompressSync(page, { maxOutputLength: size })),
  }),
}

/** Rows of a Parquet file with the named columns, those that it has; all of them where none is named, or the first is missing, so that a message can name them. */
export async function* parquetRecords(
  path: string,
  columns?: readonly [text: string, ...others: string[]],
): AsyncGenerator<Record<string, unknown>> {
  if (/\.gz$/i.test(path))
    throw new RationaleError(
      'input',
      `${path} is Parquet inside gzip, which is not read: Parquet is read from its end`,
      {
        expected: 'a file that ends in .parquet; its pages may be compressed themselves',
        remedy: `gunzip --keep ${path}`,
      },
    )
  const { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects, parquetSchema } = await import('hyparquet')
  try {
    if (!statSync(path).isFile()) throw new Error('not a regular file') // it is read from its end
    const file = await asyncBufferFromFile(path)
    const metadata = await parquetMetadataAsync(file)
    const present = new Set(parquetSchema(metadata).children.map(({ element }) => element.name))
    const wanted =
      columns !== undefined && present.has(columns[0]) ? columns.filter((column) => present.has(column)) : [...present]
    for (let row = 0; row < Number(metadata.num_rows); row += ROWS_TOGETHER) {
      const rowEnd = Math.min(row + ROWS_TOGETHER, Number(metadata.num_rows))
      yield* await parquetReadObjects({ file, metadata, columns: wanted, rowStart: row, rowEnd, compressors })
    }
  } catch (error) {
    throw new RationaleError('input', `cannot read ${path} as Parquet`, {
      found: messageOf(error),
      remedy:
        'check that the file is whole; pages must be uncompressed, Snappy, gzip, Brotli, or Zstandard on Node 22.15 or later',
      cause: error,
    })
  }
}
