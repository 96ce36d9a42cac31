import { closeSync, openSync, readSync, statSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { constants, gunzipSync } from 'node:zlib'
import type { z } from 'zod'
import { tableRecords } from '../../extraction/sources/table.js'
import { describeIssues, RationaleError } from '../core/errors.js'
import { nearestName } from '../core/nearest-name.js'
import { type ColumnNames, questionNames, solutionNames } from '../core/records/as-chain.js'
import { IdSet } from '../core/records/id-set.js'
import type { ReadOptions } from '../core/records/ndjson.js'

type Delimiter = ',' | '\t'

/** What cuts the cells of a file: by its name (CSV or TSV, `.gz` or not), else by how it begins; undefined where it is no table. Nothing of stdin (`-`) is taken. */
export async function delimiterOf(file: string, names: ColumnNames): Promise<Delimiter | undefined> {
  if (file === '-') return delimiterIn(await beginningOfStream(process.stdin), names)
  const [, ending] = /\.(csv|tsv)(?:\.gz)?$/i.exec(file) ?? []
  if (ending !== undefined) return ending.toLowerCase() === 'csv' ? ',' : '\t'
  return delimiterIn(beginningOfFile(file), names)
}

/** Lines of JSON begin with a brace. A first line that names a question and a solution heads a table, and so does one that holds a column which is asked for. */
export function delimiterIn(beginning: string, { question, solution }: ColumnNames): Delimiter | undefined {
  const [head = ''] = beginning
    .replace(/^\uFEFF/, '')
    .trimStart()
    .split(/[\r\n]/, 1)
  if (head === '' || head.startsWith('{')) return undefined
  const delimiter = head.includes('\t') ? '\t' : ','
  const columns = head
    .split(delimiter)
    .map((cell) => (delimiter === ',' ? cell.trim().replace(/^"(.*)"$/, '$1') : cell.trim()))
  if ([question, solution].some((name) => name !== undefined && columns.includes(name))) return delimiter
  const isNamed = (known: readonly string[]) => known.some((name) => columns.includes(name))
  return isNamed(questionNames) && isNamed(solutionNames) ? delimiter : undefined
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

/**
 * Rows of a CSV or TSV file as records, in constant memory; `line` is the row, the first of which names the columns. A row with more or fewer cells than
 * that is set aside: most likely a cell with commas is not in quotes, and half a solution would be judged.
 *
 * @throws RationaleError `configuration` where no column holds the question or the solution.
 */
export async function* readTable<T>(
  source: string | Readable,
  schema: z.ZodType<T>,
  {
    file,
    delimiter,
    names,
    onReject = () => {},
  }: Pick<ReadOptions, 'onReject'> & { file: string; delimiter: Delimiter; names: ColumnNames },
): AsyncGenerator<{ record: T; line: number }> {
  const seen = new IdSet()
  let isNamed = false
  let line = 1
  for await (const each of tableRecords(source, delimiter, { sameWidth: true })) {
    line++
    if ('bad' in each) {
      await onReject({ line, reason: each.bad })
      continue
    }
    if (!isNamed) refuseMissingColumns(file, Object.keys(each.row), names)
    isNamed = true
    const { id } = each.row
    const parsed = schema.safeParse(each.row)
    if (!parsed.success) await onReject({ line, reason: describeIssues(parsed.error) })
    else if (typeof id === 'string' && !seen.add(id))
      await onReject({ line, reason: `duplicate id ${JSON.stringify(id)}`, id })
    else yield { record: parsed.data, line }
  }
}

function refuseMissingColumns(file: string, columns: readonly string[], { question, solution }: ColumnNames): void {
  const asked = [
    { what: 'question', name: question, known: questionNames },
    { what: 'solution', name: solution, known: solutionNames },
  ]
  for (const { what, name, known } of asked) {
    const wanted = name === undefined ? known : [name]
    if (wanted.some((each) => columns.includes(each))) continue
    const near = wanted.map((each) => nearestName(each, columns)).find((each) => each !== undefined)
    throw new RationaleError('configuration', `no column of ${file === '-' ? 'the table' : file} holds the ${what}`, {
      expected: wanted.join(', '),
      found: columns.join(', ') || 'no columns',
      remedy: near === undefined ? `name it: --${what} NAME` : `did you mean --${what} ${near}?`,
    })
  }
}
