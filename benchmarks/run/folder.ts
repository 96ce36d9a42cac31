import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { messageOf, RationaleError } from '../../src/core/errors.js'
import { createRecordWriter } from '../../src/core/records/writer.js'
import { costOf } from './cost.js'
import type { RunJournal } from './journal.js'
import type { Recipe } from './recipe.js'
import type { Metrics, Run, SampleRecord } from './records.js'

/** Refuses to mix two recipes in one folder. */
export async function keepRecipe(
  output: string,
  recipe: Recipe,
  recorded: readonly { name: string; records: readonly unknown[] }[],
): Promise<void> {
  const path = join(output, 'recipe.json')
  const inputs = Object.fromEntries(recorded.map(({ name, records }) => [name, fingerprint(records)]))
  const wanted: Record<string, unknown> = { ...recipe, inputs }
  const before = await readJson<Record<string, unknown>>(path)
  if (before === undefined) {
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
  const before = output === undefined ? undefined : await readJson<Run>(join(output, 'run.json'))
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

async function readJson<T>(path: string): Promise<T | undefined> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw new RationaleError('io', `cannot read ${path}`, { found: error.message, cause: error })
  })
  if (text === undefined) return undefined
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new RationaleError('input', `${path} is not JSON`, {
      found: messageOf(error),
      remedy: 'remove the folder, or choose another one',
    })
  }
}
