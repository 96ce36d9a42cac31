import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { describeIssues, RationaleError } from '../../src/core/errors.js'
import { readJsonFile } from '../../src/core/files/json-file.js'
import { refuseOthersFiles } from '../../src/core/files/others-files.js'
import { createRecordWriter } from '../../src/core/records/writer.js'
import { costOf } from './cost.js'
import type { RunJournal } from './journal.js'
import type { Recipe } from './recipe.js'
import { LARGEST_OF_A_RUN, type Metrics, type Run, runSchema, type SampleRecord } from './records.js'

interface Input {
  name: string
  records: readonly unknown[]
}

const fingerprints = (inputs: readonly Input[]): Record<string, string> =>
  Object.fromEntries(inputs.map(({ name, records }) => [name, fingerprint(records)]))

/** A recipe of an earlier run, given again, is about its data. @throws RationaleError `configuration` */
export function refuseOtherInputs({ inputs }: Recipe, given: readonly Input[]): void {
  if (inputs === undefined) return
  const found = fingerprints(given)
  const names = [...new Set([...Object.keys(inputs), ...Object.keys(found)])]
  const other = names.filter((name) => inputs[name] !== found[name])
  if (other.length === 0) return
  throw new RationaleError('configuration', 'this recipe was run on other data', {
    expected: `those of ${Object.keys(inputs).join(', ') || 'no file'}, as they were`,
    found: `other records in ${other.join(', ')}`,
    remedy: 'give the files as they were then, or take "inputs" out of the recipe',
  })
}

/** Refuses to mix two recipes in one folder. */
export async function keepRecipe(output: string, recipe: Recipe, inputs: readonly Input[]): Promise<void> {
  const path = join(output, 'recipe.json')
  const wanted: Record<string, unknown> = { ...recipe, inputs: fingerprints(inputs) }
  const before = readObject(path)
  if (before === undefined) {
    refuseOthersFiles(output, ['samples.ndjson', 'metrics.json', 'run.json', 'journal.ndjson'], () => false)
    await writeWhole(path, [wanted])
    return
  }
  const differing = [...new Set([...Object.keys(before), ...Object.keys(wanted)])].filter(
    (key) => JSON.stringify(before[key]) !== JSON.stringify(wanted[key]),
  )
  if (differing.length === 0) return
  const show = (of: Record<string, unknown>) => differing.map((key) => `${key} ${JSON.stringify(of[key])}`).join(', ')
  throw new RationaleError('configuration', `${output} holds a run of another recipe`, {
    expected: show(before),
    found: show(wanted),
    remedy: 'choose another folder, or remove this one',
  })
}

function fingerprint(records: readonly unknown[]): string {
  const hash = createHash('sha256')
  for (const record of records) hash.update(JSON.stringify(record)).update('\n')
  return hash.digest('hex')
}

/** Times of this session added to those of earlier ones in the folder. */
export async function runOf(
  output: string | undefined,
  journal: RunJournal,
  startedAt: string,
  metrics: Metrics,
  { prices }: Recipe,
  version = 'unknown',
): Promise<Run> {
  const before = earlierRun(output)
  const secondsByTask = journal.secondsByTask()
  for (const [task, seconds] of Object.entries(before?.secondsByTask ?? {})) {
    secondsByTask[task] = (secondsByTask[task] ?? 0) + seconds
  }
  return {
    startedAt: before?.startedAt ?? startedAt,
    finishedAt: new Date().toISOString(),
    seconds: Object.values(secondsByTask).reduce((sum, seconds) => sum + seconds, 0),
    secondsByTask,
    sessions: (before?.sessions ?? 0) + journal.sessions,
    ...(prices && { prices, cost: metrics.tasks.reduce((sum, { tokens }) => sum + costOf(tokens, prices), 0) }),
    node: process.versions.node,
    version,
  }
}

/** Undefined where the folder was new, or the run before it left none. */
function earlierRun(output: string | undefined): Run | undefined {
  const found = output === undefined ? undefined : readObject(join(output, 'run.json'))
  if (found === undefined) return undefined
  const parsed = runSchema.safeParse(found)
  if (parsed.success) return parsed.data
  throw new RationaleError('input', `${output}/run.json is not what a benchmark run writes`, {
    found: describeIssues(parsed.error),
    remedy: 'remove it: only the times of earlier sessions stand in it',
  })
}

/** Every file appears whole, or the previous one stays. */
export async function writeResults(
  output: string,
  samples: readonly SampleRecord[],
  metrics: Metrics,
  run: Run,
): Promise<void> {
  await writeWhole(join(output, 'samples.ndjson'), samples)
  await writeWhole(join(output, 'metrics.json'), [metrics])
  await writeWhole(join(output, 'run.json'), [run])
}

async function writeWhole(path: string, records: readonly unknown[]): Promise<void> {
  const writer = createRecordWriter(path)
  for (const record of records) await writer.write(record)
  await writer.commit()
}

/** Undefined where there is none. */
function readObject(path: string): Record<string, unknown> | undefined {
  if (!existsSync(path)) return undefined
  const remedy = 'remove the folder, or choose another one'
  const value = readJsonFile(path, { largest: LARGEST_OF_A_RUN, remedy })
  const parsed = z.record(z.string(), z.unknown()).safeParse(value)
  if (parsed.success) return parsed.data
  throw new RationaleError('input', `${path} is not what a benchmark run writes`, {
    found: describeIssues(parsed.error),
    remedy,
  })
}
