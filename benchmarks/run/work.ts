import { defined } from '../../src/core/absence.js'
import { RationaleError } from '../../src/core/errors.js'
import type { CandidateSet, LabelledChain } from '../../src/core/records/types.js'
import type { LanguageModel } from '../../src/models/types.js'
import { loadRecorded, RECORDED, type RecordedSet } from '../recorded/index.js'
import { categoryOf, drawSet, keepsQuestion, selectSets, subjectOf } from '../selection.js'
import { findTasks } from '../tasks/index.js'
import { loadTask } from '../tasks/load.js'
import type { Sample, Task } from '../tasks/task.js'
import { keepsGenerator } from './generators.js'
import { type JudgeTools, judgeCandidates, judgeChain } from './judge.js'
import { solveAndJudge } from './live.js'
import type { RunOptions } from './options.js'
import { type Recipe, sizesOf } from './recipe.js'
import type { Metrics, SampleRecord } from './records.js'

/** What there is to do: of each sample its id, its group and category, and how its record comes about. */
export interface Work {
  task: string
  suite: 'candidates' | 'steps'
  samples: readonly {
    id: string
    group: string | undefined
    category: string | undefined
    firstError?: number
    judge(): Promise<SampleRecord>
  }[]
}

type LeftOut = NonNullable<Metrics['leftOut']>

export interface Gathered {
  work: Work[]
  leftOut: LeftOut
  /** Recorded data as they are measured, and the samples of tasks: a folder keeps to them. */
  inputs: { name: string; records: readonly unknown[] }[]
}

/**
 * The samples of a run: those of recorded candidates, labelled chains and tasks alike. What cannot be measured is left out and named: samples
 * without a gold answer, and tasks that were asked for by domain or `all` and of which the data hold nothing.
 *
 * @throws RationaleError `configuration` for tasks that need a generator, `input` where a task asked for by name or everything is missing.
 */
export async function gatherWork(options: RunOptions, recipe: Recipe): Promise<Gathered> {
  const { generator, verifier, grade, signal, searches = {} } = options
  const [size] = sizesOf(recipe)
  const tools: JudgeTools = { verifier, grade, signal, size }
  const tasks = findTasks(recipe.tasks.filter((name) => name !== RECORDED))
  demandGenerator(tasks, generator)
  const work: Work[] = []
  const leftOut: LeftOut = []
  const recordings = named(await recordedSets(options, recipe, leftOut), tasks)
  const inputs: Gathered['inputs'] = [...recordings]
  const add = <T extends { id: string; details?: unknown; firstError?: number | undefined }>(
    task: string,
    suite: Work['suite'],
    all: readonly T[],
    measurable: (item: T) => boolean,
    judge: (item: T) => Promise<SampleRecord>,
  ) => {
    const kept = all.filter(measurable)
    if (kept.length < all.length) {
      leftOut.push({ task, reason: 'no gold answer', samples: all.length - kept.length })
    }
    const samples = distinct(kept.slice(0, recipe.limit)).map((item) => ({
      id: item.id,
      group: recipe.subjects ? subjectOf(item) : undefined,
      category: categoryOf(item),
      ...(suite === 'steps' && defined({ firstError: item.firstError })),
      judge: () => judge(item),
    }))
    if (samples.length > 0) work.push({ task, suite, samples })
  }

  for (const recorded of recordings) {
    const { name } = recorded
    if (recorded.suite === 'steps') {
      add(
        name,
        'steps',
        recorded.records,
        () => true,
        (chain) => judgeChain(name, chain, tools),
      )
    } else add(name, 'candidates', recorded.records, isGraded, (set) => judgeCandidates(name, set, tools))
  }
  for (const task of tasks) {
    const { name } = task
    const samples = await samplesOf(task, options, recipe)
    if (samples === undefined) {
      leftOut.push({ task: name, reason: 'not in the data' })
      continue
    }
    inputs.push({ name, records: samples })
    if (task.answer === 'steps') {
      add(name, 'steps', samples, isLabelled, (sample) => judgeChain(name, labelledChain(sample), tools))
    } else if (generator !== undefined) {
      add(name, 'candidates', samples, hasGold, (sample) =>
        solveAndJudge(task, sample, generator, tools, recipe, searches),
      )
    }
  }
  if (work.length === 0) {
    throw new RationaleError(leftOut.length === 0 ? 'configuration' : 'input', 'nothing to measure', {
      expected: 'tasks, recorded candidates or labelled chains, with gold answers or grades',
      found: leftOut.map(({ task, reason }) => `${task}: ${reason}`).join('; ') || 'none of them',
    })
  }
  return { work, leftOut, inputs }
}

/** What was handed over, and what the data hold where `recorded` is asked for: the part of it that the recipe measures. */
async function recordedSets(options: RunOptions, recipe: Recipe, leftOut: LeftOut): Promise<RecordedSet[]> {
  const { candidates, steps, keepGenerator } = options
  const { generatorsBelow, split, tasks, data } = recipe
  const isNamed = keepsGenerator(recipe)
  const sets: RecordedSet[] = []
  if (candidates !== undefined) {
    sets.push({ name: candidates.name, suite: 'candidates', records: [...candidates.records] })
  }
  if (steps !== undefined) sets.push({ name: steps.name, suite: 'steps', records: [...steps.records] })
  if (tasks.includes(RECORDED)) sets.push(...(await recordedOfData(data, leftOut)))
  const keepQuestion = keepsQuestion(split)
  return sets.map((recorded): RecordedSet => {
    if (recorded.suite === 'steps') {
      return { ...recorded, records: recorded.records.filter(({ question }) => keepQuestion(question)) }
    }
    const selected = selectSets(recorded.records, {
      generatorsBelow,
      keepGenerator: (name) => isNamed(name) && (keepGenerator?.(name) ?? true),
      keepQuestion,
    })
    return { ...recorded, records: selected.map((set) => drawSet(set, recipe)) }
  })
}

/** Records of a run are found again by the name of their task: two files of one name, or one called as a task is, stay apart. */
function named(sets: readonly RecordedSet[], tasks: readonly Task[]): RecordedSet[] {
  const taken = new Set(tasks.map(({ name }) => name))
  return sets.map((set) => {
    let name = set.name
    for (let time = 2; taken.has(name); time++) name = `${set.name} (${time})`
    taken.add(name)
    return { ...set, name }
  })
}

async function recordedOfData(data: string, leftOut: LeftOut): Promise<RecordedSet[]> {
  if (data === 'sample' || data === 'home') {
    throw new RationaleError('configuration', `${RECORDED}: which recorded outputs?`, {
      expected: '--data with a folder or file of recorded outputs or labelled steps',
      found: `--data ${data}`,
    })
  }
  const { sets, without, rejected } = await loadRecorded(data)
  if (without.length > 0) {
    leftOut.push({ task: RECORDED, reason: `${without.length} files hold no recorded outputs or labelled steps` })
  }
  const [first] = rejected
  if (first !== undefined) {
    const where = `${first.file} ${first.position}: ${first.reason.slice(0, 120)}`
    leftOut.push({ task: RECORDED, reason: `not readable, the first being ${where}`, samples: rejected.length })
  }
  return sets
}

function demandGenerator(tasks: readonly Task[], generator: LanguageModel | undefined): void {
  const needy = tasks.filter((task) => task.answer !== 'steps' && generator === undefined).map((task) => task.name)
  if (needy.length === 0) return
  throw new RationaleError('configuration', `${needy.join(', ')}: these tasks need a generator`, {
    remedy: 'give a model that writes candidates (--generator URI), or recorded candidates (--candidates FILE)',
  })
}

/** Undefined where the data hold nothing of a task that was not asked for by its own name. */
async function samplesOf(task: Task, { load, signal }: RunOptions, recipe: Recipe): Promise<Sample[] | undefined> {
  try {
    return await loadTask(task, { ...load, from: recipe.data, seed: recipe.seed, signal })
  } catch (error) {
    const absent = error instanceof RationaleError && (error.code === 'input' || error.code === 'unsupported')
    if (absent && !recipe.tasks.includes(task.name)) return undefined
    throw error
  }
}

const hasGold = (sample: Sample) => sample.gold !== undefined
const isLabelled = (sample: Sample) => sample.firstError !== undefined && sample.steps !== undefined
const isGraded = ({ gold, candidates }: CandidateSet) =>
  gold !== undefined || candidates.every((candidate) => candidate.correct !== undefined)

function labelledChain({ id, question, context, options, steps = [], firstError = -1 }: Sample): LabelledChain {
  return {
    id,
    question,
    steps,
    firstError,
    ...defined({ context, options }),
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
