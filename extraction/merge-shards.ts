import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { at } from '../src/core/absence.js'
import { RationaleError } from '../src/core/errors.js'
import { readJsonFile } from '../src/core/files/json-file.js'
import { lockFolder } from '../src/core/files/lock.js'
import { addTally, emptyTally } from '../src/core/tally.js'
import { writeExport } from './exports.js'
import { JOB_FILES, writeRationales, writeStats } from './job-files.js'
import type { CommitRecord } from './ledger/commit-record.js'
import { differences, readConfiguration } from './ledger/configuration.js'
import { type Decided, openLedger } from './ledger/ledger.js'
import type { ExportName } from './options.js'
import { type ExtractionStats, summarize } from './summary/stats.js'

/** `shard-0-of-4`, … below the job's folder. */
export const shardFolder = (output: string, index: number, of: number) => join(output, `shard-${index}-of-${of}`)

/**
 * What n shards wrote, as one job would have: rationales in the order of the input, statistics, summary. Undefined as long as a shard is missing or
 * unfinished: whichever ends last merges. Where two end together one of them does it for both. Duplicates are looked for within a shard only.
 *
 * @throws RationaleError `configuration` where the shards were mined with different options.
 */
export async function mergeShards(
  output: string,
  of: number,
  options: { export?: ExportName | undefined } = {},
): Promise<ExtractionStats | undefined> {
  const folders = Array.from({ length: of }, (_, index) => shardFolder(output, index, of))
  for (;;) {
    const finished = folders.map(finishedStats)
    if (!finished.every((each) => each !== undefined)) return undefined
    holdOneConfiguration(folders)
    const unlock = lockFor(output)
    if (unlock === undefined) return undefined
    let stats: ExtractionStats
    try {
      stats = await merge(output, folders, finished, options)
    } finally {
      unlock()
    }
    // A shard that ended meanwhile found the folder locked and went its way: its part is taken here.
    if (JSON.stringify(folders.map(finishedStats)) === JSON.stringify(finished)) return stats
  }
}

async function merge(
  output: string,
  folders: readonly string[],
  finished: readonly ExtractionStats[],
  options: { export?: ExportName | undefined },
) {
  const ledgers = folders.map((folder) => openLedger(folder, { readOnly: true }))
  try {
    const merged = inOrder(ledgers)
    writeRationales(output, merged)
    writeExport(options.export, output, merged)
    const { stats, gains } = summarize(merged.records(), together(finished.map(({ run }) => run)))
    const { writeSummary } = await import('./summary/html.js')
    await writeSummary(join(output, JOB_FILES.summary), stats, gains, merged)
    writeStats(output, stats)
    return stats
  } finally {
    for (const ledger of ledgers) ledger.close()
  }
}

/** Undefined where another shard's process is merging: it looks again when it is through. */
function lockFor(output: string): (() => void) | undefined {
  try {
    return lockFolder(output)
  } catch (error) {
    if (error instanceof RationaleError && error.code === 'configuration') return undefined
    throw error
  }
}

function holdOneConfiguration(folders: readonly string[]): void {
  const held = folders.map((folder) => {
    const { shard: _, ...configuration } = readConfiguration(folder)
    return { folder, configuration }
  })
  const first = at(held, 0)
  const changes = held.flatMap(({ folder, configuration }) =>
    differences(first.configuration, configuration).map((change) => `${folder}: ${change}`),
  )
  if (changes.length === 0) return
  throw new RationaleError(
    'configuration',
    `the shards were mined with different options:\n  ${changes.join('\n  ')}`,
    {
      expected: `the options of ${first.folder}`,
      remedy: 'mine the others again with the same options (delete their folders first)',
    },
  )
}

function finishedStats(folder: string): ExtractionStats | undefined {
  const path = join(folder, JOB_FILES.stats)
  if (!existsSync(path)) return undefined
  const stats = readJsonFile(path) as Partial<ExtractionStats> | null
  return stats?.run?.status === 'done' ? (stats as ExtractionStats) : undefined // written whole, or it was not done
}

/** All shards' records by position: each shard's come in order, and positions are the same in every shard. */
function inOrder(ledgers: readonly Decided[]): Decided {
  const owners = new WeakMap<CommitRecord, Decided>()
  return {
    *records() {
      const streams = ledgers.map((ledger) => {
        const records = ledger.records()
        return { ledger, records, next: records.next() }
      })
      for (;;) {
        const open = streams.filter(({ next }) => !next.done)
        const [first, ...others] = open
        if (first === undefined) return
        const least = others.reduce((a, b) => (positionOf(b.next) < positionOf(a.next) ? b : a), first)
        const record = least.next.value as CommitRecord
        owners.set(record, least.ledger)
        least.next = least.records.next()
        yield record
      }
    },
    read: (record) => (owners.get(record) as Decided).read(record),
  }
}

const positionOf = ({ value }: IteratorResult<CommitRecord, void>) => (value as CommitRecord).position

function together(runs: readonly ExtractionStats['run'][]): ExtractionStats['run'] {
  const tokens = emptyTally()
  for (const run of runs) addTally(tokens, run.tokens)
  const sum = (of: (run: ExtractionStats['run']) => number) => runs.reduce((total, run) => total + of(run), 0)
  return {
    ...at(runs, 0),
    tokens,
    cost: runs.some(({ cost }) => cost === null) ? null : sum(({ cost }) => cost ?? 0),
    seconds: sum(({ seconds }) => seconds),
  }
}
