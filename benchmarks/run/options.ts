import type { CandidateSet, LabelledChain, Verifier } from '../../src/core/records/types.js'
import type { LanguageModel } from '../../src/models/types.js'
import type { GradeAnswer } from '../answers.js'
import type { LoadOptions } from '../tasks/load.js'
import type { Search } from './live.js'
import type { Recipe } from './recipe.js'
import type { Metrics, Run, SampleRecord } from './records.js'

/** Records of a file, under the name they have in the tables. */
export interface Recorded<T> {
  name: string
  records: readonly T[]
}

/** What to measure and with what: the recipe's fields, and what only lives in memory. Recorded candidates, labelled chains and tasks may come together. */
export interface RunOptions
  extends Omit<Partial<Recipe>, 'candidates' | 'steps' | 'verifier' | 'generator' | 'searches'> {
  verifier: Verifier
  /** For the recipe, where the verifier's id does not say all of it: the URI with its `?calibration=`. */
  verifierUri?: string | undefined
  generator?: LanguageModel | undefined
  candidates?: Recorded<CandidateSet> | undefined
  steps?: Recorded<LabelledChain> | undefined
  /** Of recorded candidates, only those of these generators. The name selects and is never scored. */
  keepGenerator?: ((generator: string) => boolean) | undefined
  /** Searches to run beside the strategies that choose; they need a generator. Their names stand in the recipe; `preset` says there how they judge. */
  searches?: Record<string, Search>
  grade?: GradeAnswer
  load?: Omit<LoadOptions, 'from' | 'limit'>
  /** Folder for recipe.json, samples.ndjson, metrics.json and run.json; without it nothing is kept. */
  output?: string | undefined
  /** Samples in flight (default 8). */
  concurrency?: number
  version?: string
  signal?: AbortSignal | undefined
  onEvent?: (event: RunEvent) => void
}

export type RunEvent =
  | { type: 'sample'; record: SampleRecord; reused: boolean }
  | { type: 'task'; task: string; samples: number }

export interface RunResult {
  metrics: Metrics
  run: Run
  /** Samples of which at least one chain was judged. */
  judged: number
  /** Samples of which none could be. */
  unjudged: number
  /** Samples that were judged, though a judge could not judge some chain of them. */
  partly: number
  /** The reason of the first of those that could not be judged, or only in part. */
  whyUnjudged?: string
  /** Samples that failed; a rerun tries only these again. */
  failed: number
  /** Samples that an earlier session had finished. */
  reused: number
}
