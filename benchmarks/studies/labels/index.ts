/*
 * Labels from real errors: labelled chains of the development data, without their writers' marks, for `rationale train --task process` and
 * `--method probe`. Training, choosing and measuring parts are told apart by the question alone.
 *
 *     npm run study labels -- --data DATA --output DIR
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createRecordWriter } from '../../../src/core/records/writer.js'
import { decontaminated, type LabelledRecord, labelledChains } from './chains.js'
import { rulePrecision } from './precision.js'

const { values: options } = parseArgs({ options: { data: { type: 'string' }, output: { type: 'string' } } })
if (options.data === undefined || options.output === undefined) {
  console.error('usage: npm run study labels -- --data DATA --output DIR')
  process.exit(2)
}
const { data, output } = options
mkdirSync(output, { recursive: true })

const precision = rulePrecision(data)
console.log('the likely first error against human labels (MR-GSM8K):', precision)

const [test, dev] = [labelledChains(data, 'test'), labelledChains(data, 'dev')]
const keptAside = [...new Set([...test, ...dev].map(({ question }) => question))]
const { clean: train, dropped } = decontaminated(labelledChains(data, 'train'), keptAside)
console.log(`${dropped} training chains share 13 words in a row with a question kept aside: dropped`)

const counts: Record<string, Record<string, number>> = {}
for (const [part, records] of Object.entries({ train, dev, test })) {
  const writer = createRecordWriter(join(output, `${part}.ndjson`))
  for (const record of records) await writer.write(record)
  await writer.commit()
  counts[part] = countsOf(records)
  console.log(part, counts[part])
}
writeFileSync(join(output, 'counts.json'), `${JSON.stringify({ precision, dropped, counts }, null, 2)}\n`)

function countsOf(records: readonly LabelledRecord[]): Record<string, number> {
  const found: Record<string, number> = { chains: records.length, characters: 0 }
  for (const { source, kind, question, context = '', steps } of records) {
    const name = `${source}, ${kind}`
    found[name] = (found[name] ?? 0) + 1
    found.characters = (found.characters ?? 0) + question.length + context.length + steps.join('\n').length
  }
  return found
}
