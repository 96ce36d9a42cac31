/*
 * npm run study contamination -- --data FOLDER TRAINING.ndjson …: which benchmark samples stand in training data?
 * The folder holds benchmark files; without it the tasks' built-in samples are checked. Exit code 1 where any is found.
 */
import { parseArgs } from 'node:util'
import * as z from 'zod'
import { readRecords } from '../../src/core/records/ndjson.js'
import { checkContamination } from '../statistics/contamination.js'
import { tasks } from '../tasks/index.js'
import { filesOf, loadTask } from '../tasks/load.js'
import type { Sample } from '../tasks/task.js'

const { values, positionals } = parseArgs({ options: { data: { type: 'string' } }, allowPositionals: true })
if (positionals.length === 0) {
  console.error('usage: npm run study contamination -- [--data FOLDER] TRAINING.ndjson ...')
  process.exit(2)
}

const loaded: { task: string; samples: Sample[] }[] = []
for (const task of tasks) {
  const { data: folder } = values
  if (folder !== undefined && (await filesOf(task, folder)).length === 0) continue
  loaded.push({ task: task.name, samples: await loadTask(task, { from: folder ?? 'sample' }) })
}

/** Every string of a record, whatever its format: documents, rationales, instructions and chains alike. */
function* strings(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value
  else if (typeof value === 'object' && value !== null)
    for (const member of Object.values(value)) yield* strings(member)
}

async function* training() {
  for (const file of positionals) {
    for await (const { record, line } of readRecords(file, z.looseObject({}), { uniqueIds: false })) {
      yield { id: `${file}:${line}`, text: [...strings(record)].join('\n') }
    }
  }
}

const found = (await checkContamination(training(), loaded)).filter((task) => task.trainingRecords > 0)
for (const { task, samples, sampleIds, trainingRecords, trainingIds } of found) {
  console.log(
    `${task}: ${sampleIds.length} of ${samples} samples, in ${trainingRecords} training records (${trainingIds.slice(0, 3).join(', ')}, ...)`,
  )
}
console.log(
  found.length === 0
    ? `no sample of ${loaded.length} tasks found`
    : `${found.length} of ${loaded.length} tasks are touched`,
)
process.exitCode = found.length === 0 ? 0 : 1
