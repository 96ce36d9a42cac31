import type { CandidatesRecord, SampleRecord, StepsRecord } from '../run/records.js'
import type { RunFolder } from './run-folder.js'

/*
 * What the page's script gets: a light index of all samples, and the samples themselves in packed chunks that are opened when looked at.
 */

export interface Entry {
  task: string
  id: string
  /** The beginning of the question: what the list shows. */
  question: string
  /** Which filters it belongs to. */
  tags: string[]
  /** What it has of each facet, in their order. */
  facets: string[][]
  /** Where each run's record lies: chunk and position, or null where the run has none. */
  at: ([chunk: number, position: number] | null)[]
  /** How right each run was, in [0, 1]; null where it has no record. */
  right: (number | null)[]
}

export interface PageIndex {
  runs: { label: string; verifier: string; thresholds: Record<string, number> }[]
  filters: { tag: string; label: string; count: number }[]
  /** What samples can be told apart by beside how they went; none where all are alike. */
  facets: { name: string; values: string[] }[]
  entries: Entry[]
}

const CHUNK = 24

const labels: Record<string, string> = {
  'verifier-right': 'Verifier right, majority wrong',
  'majority-right': 'Majority right, verifier wrong',
  'both-wrong': 'Both wrong, a right one was there',
  'none-right': 'No candidate right',
  'step-found': 'First wrong step found',
  'step-other': 'Another step named',
  'step-missed': 'Wrong step missed',
  'false-alarm': 'Right chain called wrong',
  unparsed: 'No answer read',
  unscored: 'Not scored',
  failed: 'Failed',
  'only-first': 'Only the first run right',
  'only-second': 'Only the second run right',
}

/** A part is what the run measured apart; a category is what a problem's record says of it. */
const facetNames = ['Task', 'Part', 'Category', 'Generator']
const facetsOf = (record: SampleRecord, generator: string | undefined) => {
  const writers = record.suite === 'candidates' ? record.candidates.map((candidate) => candidate.generator) : []
  return [[record.task], [record.group], [record.category], [generator, ...writers]]
}

/** Samples of all runs by task and id, in the order of the first run that has them. */
export function pageEntries(
  runs: readonly RunFolder[],
  compare: boolean,
): { index: PageIndex; chunks: SampleRecord[][] } {
  const chunks: SampleRecord[][] = []
  const entries = new Map<string, Entry>()
  for (const [run, { samples, metrics }] of runs.entries()) {
    for (const record of samples) {
      const key = `${record.task}\u0000${record.id}`
      let entry = entries.get(key)
      if (entry === undefined) {
        const question = record.suite === 'failed' ? record.error : record.question
        entry = {
          task: record.task,
          id: record.id,
          question: question.slice(0, 240),
          tags: [],
          facets: facetNames.map(() => []),
          at: runs.map(() => null),
          right: runs.map(() => null),
        }
        entries.set(key, entry)
      }
      let chunk = chunks.at(-1)
      if (chunk === undefined || chunk.length === CHUNK) {
        chunk = []
        chunks.push(chunk)
      }
      entry.at[run] = [chunks.length - 1, chunk.push(record) - 1]
      for (const [facet, values] of facetsOf(record, metrics.generator).entries())
        for (const value of values) if (value && !entry.facets[facet]?.includes(value)) entry.facets[facet]?.push(value)
      for (const tag of tagsOf(record)) if (!entry.tags.includes(tag)) entry.tags.push(tag)
      entry.right[run] = rightness(record)
    }
  }
  if (compare) for (const entry of entries.values()) entry.tags.push(...comparisonTags(entry.right))
  const all = [...entries.values()]
  const filters = Object.entries(labels)
    .map(([tag, label]) => ({ tag, label, count: all.filter((entry) => entry.tags.includes(tag)).length }))
    .filter((filter) => filter.count > 0)
  const index = {
    runs: runs.map(({ label, metrics }) => ({
      label,
      verifier: metrics.verifier,
      thresholds: Object.fromEntries(
        metrics.tasks.flatMap((task) => (task.suite === 'steps' ? [[task.task, task.threshold]] : [])),
      ),
    })),
    filters: [{ tag: '', label: 'All', count: all.length }, ...filters],
    facets: facetNames.map((name, facet) => {
      const values = [...new Set(all.flatMap(({ facets }) => facets[facet] ?? []))].sort()
      return { name, values: values.length > 1 ? values : [] }
    }),
    entries: all,
  }
  return { index, chunks }
}

/** How right the run was on this sample, in [0, 1]: the weighted vote, or the exact first wrong step. */
export function rightness(record: SampleRecord): number {
  if (record.suite === 'failed') return 0
  if (record.suite === 'steps') return record.verdict.firstError === record.firstError ? 1 : 0
  return (record.outcomes.weighted ?? record.outcomes['best-of-n'])?.correct ?? 0
}

function tagsOf(record: SampleRecord): string[] {
  if (record.suite === 'failed') return ['failed']
  return record.suite === 'steps' ? stepsTags(record) : candidatesTags(record)
}

function candidatesTags(record: CandidatesRecord): string[] {
  const tags: string[] = []
  const verifier = rightness(record)
  const majority = record.outcomes.majority?.correct ?? 0
  const someRight = record.candidates.some((candidate) => candidate.correct)
  if (verifier > majority) tags.push('verifier-right')
  if (majority > verifier) tags.push('majority-right')
  if (someRight && verifier < 0.5 && majority < 0.5) tags.push('both-wrong')
  if (!someRight) tags.push('none-right')
  if (record.candidates.some((candidate) => candidate.key === null)) tags.push('unparsed')
  if (record.candidates.some((candidate) => candidate.verdict.probability === null)) tags.push('unscored')
  return tags
}

function stepsTags({ firstError, verdict }: StepsRecord): string[] {
  if (verdict.firstError === null) return ['unscored']
  if (firstError === -1) return verdict.firstError === -1 ? [] : ['false-alarm']
  if (verdict.firstError === firstError) return ['step-found']
  return [verdict.firstError === -1 ? 'step-missed' : 'step-other']
}

function comparisonTags([first = null, second = null]: readonly (number | null)[]): string[] {
  if (first === null || second === null || first === second) return []
  return [first > second ? 'only-first' : 'only-second']
}
