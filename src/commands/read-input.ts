import type { Readable } from 'node:stream'
import type { z } from 'zod'
import { defined } from '../core/absence.js'
import { RationaleError } from '../core/errors.js'
import type { ColumnNames } from '../core/records/as-chain.js'
import { type ReadOptions, readRecords } from '../core/records/ndjson.js'
import type { InputForm } from './input-form.js'
import { readDocument, readTranscript } from './read-document.js'
import { type Needs, readTable } from './table.js'

/**
 * The records of an input of any form. `line` is the line, the row of a table, or the place in a list.
 *
 * @throws RationaleError `input` where it holds no records but a text.
 */
export function readInput<T>(
  source: string | Readable,
  schema: z.ZodType<T>,
  given: Pick<ReadOptions, 'onReject'> & {
    file: string
    form: InputForm
    names: ColumnNames
    textRemedy: string
    needs?: Needs
  },
): AsyncGenerator<{ record: T; line: number }> {
  const { form, names, needs, textRemedy, ...options } = given
  const file = options.file === '-' ? 'standard input' : options.file
  if (form.kind === 'table')
    return readTable(source, schema, { ...options, delimiter: form.delimiter, names, ...defined({ needs }) })
  if (form.kind === 'document') return readDocument(source, schema, { ...options, file })
  if (form.kind === 'transcript') return readTranscript(source, schema, { ...options, file })
  if (form.kind === 'lines') return readRecords(source, schema, options)
  if (form.kind === 'parquet')
    throw new RationaleError('input', `${file} is a Parquet file, which this command does not read`, {
      expected: 'JSON (an object a line, a list, one object), CSV, TSV or a conversation in plain text',
      remedy: `convert it: duckdb -c "COPY (FROM '${file}') TO 'records.ndjson' (FORMAT json)"`,
    })
  if (form.kind === 'binary')
    throw new RationaleError('input', `${file} is no text`, {
      expected: 'JSON (an object a line, a list, one object), CSV, TSV or a conversation in plain text, in UTF-8',
      remedy: 'save a spreadsheet as CSV (UTF-8), or a document as plain text',
    })
  throw new RationaleError('input', `${file} holds a text and no records`, {
    expected:
      'JSON (an object a line, a list, one object), a table whose first row names a question and a solution, or a conversation (User: … Assistant: …)',
    remedy: textRemedy,
  })
}
