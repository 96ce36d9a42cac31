import type { Readable } from 'node:stream'
import type { z } from 'zod'
import { type Delimiter, tableRecords } from '../../extraction/sources/table.js'
import { describeIssues, RationaleError } from '../core/errors.js'
import { nearestName } from '../core/nearest-name.js'
import { type ColumnNames, questionNames, solutionNames } from '../core/records/as-chain.js'
import { IdSet } from '../core/records/id-set.js'
import type { ReadOptions } from '../core/records/ndjson.js'

/** What a table has to hold. */
export type Needs = readonly ('question' | 'solution')[]

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
    needs = ['question', 'solution'],
    onReject = () => {},
  }: Pick<ReadOptions, 'onReject'> & { file: string; delimiter: Delimiter; names: ColumnNames; needs?: Needs },
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
    if (!isNamed) refuseMissingColumns(file, Object.keys(each.row), names, needs)
    isNamed = true
    const { id } = each.row
    const parsed = schema.safeParse(each.row)
    if (!parsed.success) await onReject({ line, reason: describeIssues(parsed.error) })
    else if (typeof id === 'string' && !seen.add(id))
      await onReject({ line, reason: `duplicate id ${JSON.stringify(id)}`, id, record: parsed.data })
    else yield { record: parsed.data, line }
  }
}

const known = { question: questionNames, solution: solutionNames }

function refuseMissingColumns(file: string, columns: readonly string[], names: ColumnNames, needs: Needs): void {
  for (const what of needs) {
    const name = names[what]
    const wanted = name === undefined ? known[what] : [name]
    if (wanted.some((each) => columns.includes(each))) continue
    const near = wanted.map((each) => nearestName(each, columns)).find((each) => each !== undefined)
    throw new RationaleError('configuration', `no column of ${file === '-' ? 'the table' : file} holds the ${what}`, {
      expected: wanted.join(', '),
      found: columns.join(', ') || 'no columns',
      // Who needs both has an option for each.
      remedy:
        needs.length === 1
          ? `give that column the name ${what}`
          : near === undefined
            ? `name it: --${what} NAME`
            : `did you mean --${what} ${near}?`,
    })
  }
}
