import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { mapConcurrent } from '../../src/core/concurrency.js'
import { RationaleError } from '../../src/core/errors.js'
import type { CandidateSet, LabelledChain, Verifier } from '../../src/core/types.js'
import type { LanguageModel } from '../../src/models/types.js'
import { findTasks } from '../tasks/index.js'
import { type LoadOptions, loadTask } from '../tasks/load.js'
import type { Sample } from '../tasks/task.js'
import { keepRecipe, runOf, writeWhole } from './folder.js'
import { Journal } from './journal.js'
import { type GradeAnswer, gradeByTask, type JudgeTools, judgeCandidates, judgeChain } from './judge.js'
import { type Search, solveAndJudge } from './live.js'
import { taskMetrics } from './metrics.js'
import { type Recipe, recipeSchema } from './recipe.js'
import type { Metrics, Run, SampleRecord } from './records.js'

export interface RunOptions extends Omit<Partial<Recipe>, 'candidates' | 'steps' | 'verifier' | 'generator'> {
  verifier: Verifier
  generator?: LanguageModel | undefined
  /** Recorded candidates, under the name they have in the tables. */
  candidates?: { name: string; sets: readonly CandidateSet[] } | undefined
  /** Labelled chains, likewise. */
  steps?: { name: string; chains: readonly LabelledChain[] } | undefined
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

/** What there is to do: one sample's id and how its record comes about. */
interface Work {
  task: string
  suite: 'candidates' | 'steps'
  samples: readonly { id: string; judge(): Promise<SampleRecord> }[]
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
  const work = await gatherWork(options, recipe)
  await keepRecipe(output, recipe, { candidates: options.candidates?.sets, steps: options.steps?.chains })
  const journal = await Journal.open(output, startedAt)

  const records: SampleRecord[] = []
  const metrics: Metrics = {
    format: 1,
    verifier: verifier.id,
    ...(options.generator && { generator: options.generator.id }),
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
        return { suite: 'failed', task, id, error: error instanceof Error ? error.message : String(error) }
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

async function gatherWork(options: RunOptions, recipe: Recipe): Promise<Work[]> {
  const { candidates, steps, generator } = options
  const tools: JudgeTools = {
    verifier: options.verifier,
    grade: options.grade ?? gradeByTask,
    signal: options.signal,
  }
  const tasks = findTasks(recipe.tasks)
  const needy = tasks.filter((task) => task.answer !== 'steps' && generator === undefined)
  if (needy.length > 0) {
    throw new RationaleError(
      'configuration',
      `${needy.map((task) => task.name).join(', ')}: these tasks need a generator`,
      {
        remedy: 'give a model that writes candidates, or recorded candidates',
      },
    )
  }
  if (tasks.length === 0 && candidates === undefined && steps === undefined) {
    throw new RationaleError('configuration', 'nothing to run', {
      expected: 'tasks, recorded candidates or labelled chains',
    })
  }
  const work: Work[] = []
  const first = <T extends { id: string }>(items: readonly T[]) => distinct(items.slice(0, recipe.limit))
  if (candidates !== undefined) {
    const { name, sets } = candidates
    work.push({
      task: name,
      suite: 'candidates',
      samples: first(sets).map((set) => ({ id: set.id, judge: () => judgeCandidates(name, set, tools) })),
    })
  }
  if (steps !== undefined) {
    const { name, chains } = steps
    work.push({
      task: name,
      suite: 'steps',
      samples: first(chains).map((chain) => ({ id: chain.id, judge: () => judgeChain(name, chain, tools) })),
    })
  }
  for (const task of tasks) {
    const loaded = await loadTask(task, {
      ...options.load,
      from: recipe.data,
      limit: recipe.limit,
      signal: options.signal,
    })
    const samples = loaded.map((sample) => ({
      id: sample.id,
      judge: () =>
        task.answer === 'steps'
          ? judgeChain(task.name, labelledChain(sample), tools)
          : solveAndJudge(task, sample, generator as LanguageModel, tools, recipe, options.searches ?? {}),
    }))
    work.push({ task: task.name, suite: task.answer === 'steps' ? 'steps' : 'candidates', samples })
  }
  const empty = work.filter(({ samples }) => samples.length === 0)
  if (empty.length > 0) {
    throw new RationaleError('input', `nothing to judge in ${empty.map(({ task }) => task).join(', ')}`)
  }
  return work
}

function labelledChain({ id, question, context, options, steps = [], firstError = -1 }: Sample): LabelledChain {
  return {
    id,
    question,
    steps,
    firstError,
    ...(context === undefined ? {} : { context }),
    ...(options === undefined ? {} : { options }),
  }
}

/** Records are found again by their ids: a repeated one gets `~2`, `~3`, …. */
function distinct<T extends { id: string }>(items: readonly T[]): T[] {
  const times = new Map<string, number>()
  return items.map((item) => {
    const time = (times.get(item.id) ?? 0) + 1
    times.set(item.id, time)
    return time === 1 ? item : { ...item, id: `${item.id}~${time}` }
  })
}
