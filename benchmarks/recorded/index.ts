import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { describeIssues, messageOf, RationaleError } from '../../src/core/errors.js'
import { questionKey } from '../../src/core/records/split.js'
import type { CandidateSet, LabelledChain } from '../../src/core/records/types.js'
import { readRows } from '../tasks/rows.js'
import { candidateSets } from './candidate-sets.js'
import { labelledChains } from './labelled-chains.js'
import { labelledSteps } from './labelled-steps.js'
import type { RecordedLayout } from './layout.js'
import { samplesOfOneModel } from './samples-of-one-model.js'
import { tatQaOutputs } from './tat-qa-outputs.js'

const layouts: readonly RecordedLayout[] = [
  candidateSets,
  labelledSteps,
  labelledChains,
  samplesOfOneModel,
  tatQaOutputs,
]

/** What a name of tasks asks for: every set of recorded outputs and labelled chains in the data. */
export const RECORDED = 'recorded'

export type RecordedSet = { name: string } & (
  | { suite: 'candidates'; records: CandidateSet[] }
  | { suite: 'steps'; records: LabelledChain[] }
)

export interface Recorded {
  /** By name. */
  sets: RecordedSet[]
  /** Files in which there is nothing of the kind, and rows that their file's layout does not read. */
  without: string[]
  rejected: { file: string; position: string; reason: string }[]
}

/**
 * Every set of recorded outputs and labelled chains below a folder (or in one file). What a file holds is told by its first row, not by its name.
 *
 * @throws RationaleError `io` where the folder cannot be read.
 */
export async function loadRecorded(from: string): Promise<Recorded> {
  /** By suite and name: files of one name may hold either. */
  const sets = new Map<string, { name: string; suite: RecordedLayout['suite']; byId: ById }>()
  const found: Recorded = { sets: [], without: [], rejected: [] }
  for (const path of await dataFiles(from)) {
    const file = basename(path).replace(/(\.(?:jsonl?|ndjson|gz))+$/, '')
    const reject = (position: string, reason: string) => found.rejected.push({ file: basename(path), position, reason })
    const rows = await readRows(path, undefined, reject).catch((error: unknown) => {
      if (error instanceof RationaleError && error.code === 'input') return []
      throw error
    })
    const layout = layouts.find(({ schema }) => rows[0] !== undefined && schema.safeParse(rows[0].value).success)
    if (layout === undefined) {
      found.without.push(basename(path))
      continue
    }
    for (const { value, position } of rows) {
      const parsed = layout.schema.safeParse(value)
      if (!parsed.success) {
        reject(position, describeIssues(parsed.error))
        continue
      }
      const { set, record } = layout.read(parsed.data, file, position)
      const { suite } = layout
      const key = `${set}\u0000${suite}`
      const byId: ById = sets.get(key)?.byId ?? new Map()
      sets.set(key, { name: set, suite, byId: add(byId, record) })
    }
  }
  for (const [, { name, suite, byId }] of [...sets].sort(([a], [b]) => (a < b ? -1 : 1))) {
    found.sets.push({ name, suite, records: [...byId.values()] } as RecordedSet)
  }
  return found
}

type ById = Map<string, CandidateSet | LabelledChain>

function add(byId: ById, record: CandidateSet | LabelledChain): ById {
  const before = byId.get(record.id)
  // Of one id are also the first lines of two files without ids: what is asked tells them apart.
  if (before !== undefined && isSet(before) && isSet(record) && areOfOneQuestion(before, record)) {
    return byId.set(record.id, { ...before, candidates: [...before.candidates, ...record.candidates] })
  }
  // Two chains or questions of one id are two; the run tells them apart.
  return byId.set(before === undefined ? record.id : `${record.id}\u0000${byId.size}`, record)
}

const areOfOneQuestion = (a: CandidateSet, b: CandidateSet) => questionKey(a.question) === questionKey(b.question)

const isSet = (record: CandidateSet | LabelledChain): record is CandidateSet => 'candidates' in record

async function dataFiles(from: string): Promise<string[]> {
  const cannot = (error: unknown): never => {
    throw new RationaleError('io', `cannot read ${from}`, {
      found: messageOf(error),
      remedy: 'give --data a folder or a file of recorded outputs',
      cause: error,
    })
  }
  if (!(await stat(from).catch(cannot)).isDirectory()) return [from]
  const entries = await readdir(from, { recursive: true, withFileTypes: true }).catch(cannot)
  return entries
    .filter((entry) => entry.isFile() && /\.(?:jsonl?|ndjson)(?:\.gz)?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}
