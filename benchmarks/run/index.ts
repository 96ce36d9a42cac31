import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { mapConcurrent } from '../../src/core/concurrency.js'
import { messageOf } from '../../src/core/errors.js'
import type { CandidateSet, LabelledChain, Verifier } from '../../src/core/records/types.js'
import type { LanguageModel } from '../../src/models/types.js'
import type { LoadOptions } from '../tasks/load.js'
import { keepRecipe, runOf, writeWhole } from './folder.js'
import { Journal } from './journal.js'
import type { GradeAnswer } from './judge.js'
import type { Search } from './live.js'
import { taskMetrics } from './metrics.js'
import { type Recipe, recipeSchema } from './recipe.js'
import type { Metrics, Run, SampleRecord } from './records.js'
import { gatherWork } from './work.js'

export interface RunOptions extends Omit<Partial<Recipe>, 'candidates' | 'steps' | 'verifier' | 'generator'> {
  verifier: Verifier
  generator?: LanguageModel | undefined
  /** Recorded candidates, under the name they have in the tables. */
  candidates?: { name: string; sets: readonly CandidateSet[] } | undefined
  /** Labelled chains, likewise. */
  steps?: { name: string; chains: readonly LabelledChain[] } | undefined
  /** Of recorded candidates, only those of these generators. The name selects and is never scored. */
  keepGenerator?: ((generator: string) => boolean) | undefined
  /** Searches to run beside the strategies that choose; they need a generator. */
  searches?: Record<string, Search>
  grade?: GradeAnswer
  load?: Omit<LoadOptions, 'from' | 'limit'>
  /** Folder for recipe.json, samples.ndjson, metrics.json and run.json. */
  output: string
  concurrency?: number
  version?: string
  signal?: AbortSignal | undefined
  onEvent?: (
    event: { type: 'sample'; record: SampleRecord; reused: boolean } | { type: 'task'; task: string; samples: number },
  ) => void
}

export interface RunResult {
  metrics: Metrics
  run: Run
  /** Samples that failed; a rerun tries only these again. */
  failed: number
  /** Samples that an earlier session had finished. */
  reused: number
}

/**
 * Runs a benchmark into a folder. A run that was cut short goes on where it stopped when it is started again with the same recipe, and
 * a finished one repeats only what failed; samples and metrics come out byte for byte as those of an undisturbed run (of deterministic
 * models), because times stand in run.json alone.
 *
 * @throws RationaleError `configuration`: unknown tasks, no generator for tasks that need one, or a folder of another recipe.
 */
export async function runBenchmark(options: RunOptions): Promise<RunResult> {
  const { output, signal, verifier, concurrency = 8 } = options
  const recipe = recipeOf(options)
  const startedAt = new Date().toISOString()
  await mkdir(output, { recursive: true })
  const { work, leftOut, inputs } = await gatherWork(options, recipe)
  await keepRecipe(output, recipe, inputs)
  const journal = await Journal.open(output, startedAt)

  const records: SampleRecord[] = []
  const metrics: Metrics = {
    format: 1,
    verifier: verifier.id,
    ...(options.generator && { generator: options.generator.id }),
    ...(leftOut.length > 0 && { leftOut }),
    tasks: [],
  }
  let reused = 0
  for (const { task, suite, samples } of work) {
    options.onEvent?.({ type: 'task', task, samples: samples.length })
    const ofTask: SampleRecord[] = []
    const judged = mapConcurrent(samples, { concurrency, signal }, async ({ id, judge }) => {
      const known = journal.find(task, id)
      if (known !== undefined) return { record: known, reused: true }
      const record = await judge().catch((error: unknown): SampleRecord => {
        signal?.throwIfAborted()
        return { suite: 'failed', task, id, error: messageOf(error) }
      })
      await journal.append(record)
      return { record, reused: false }
    })
    for await (const { record, reused: again } of judged) {
      ofTask.push(record)
      if (again) reused++
      options.onEvent?.({ type: 'sample', record, reused: again })
    }
    metrics.tasks.push(taskMetrics(task, suite, ofTask, { stepThreshold: verifier.stepThreshold, seed: recipe.seed }))
    records.push(...ofTask)
  }

  const run = await runOf(output, journal, startedAt, metrics, recipe, options.version)
  await writeWhole(join(output, 'samples.ndjson'), records)
  await writeWhole(join(output, 'metrics.json'), [metrics])
  await writeWhole(join(output, 'run.json'), [run])
  await journal.remove()
  return { metrics, run, failed: records.filter((record) => record.suite === 'failed').length, reused }
}

function recipeOf(options: RunOptions): Recipe {
  const { candidates, steps, verifier, generator } = options
  const given = Object.keys(recipeSchema.shape).map((key) => [key, options[key as keyof RunOptions]])
  return recipeSchema.parse({
    ...Object.fromEntries(given.filter(([, value]) => value !== undefined)),
    verifier: verifier.id,
    candidates: candidates?.name,
    steps: steps?.name,
    generator: generator?.id,
  })
}
