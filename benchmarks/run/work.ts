import { RationaleError } from '../../src/core/errors.js'
import type { CandidateSet, LabelledChain } from '../../src/core/types.js'
import type { LanguageModel } from '../../src/models/types.js'
import { findTasks } from '../tasks/index.js'
import { loadTask } from '../tasks/load.js'
import type { Sample, Task } from '../tasks/task.js'
import type { RunOptions } from './index.js'
import { gradeByTask, type JudgeTools, judgeCandidates, judgeChain } from './judge.js'
import { solveAndJudge } from './live.js'
import type { Recipe } from './recipe.js'
import type { Metrics, SampleRecord } from './records.js'

/** What there is to do: one sample's id and how its record comes about. */
export interface Work {
  task: string
  suite: 'candidates' | 'steps'
  samples: readonly { id: string; judge(): Promise<SampleRecord> }[]
}

type LeftOut = NonNullable<Metrics['leftOut']>

/**
 * The samples of a run. What cannot be measured is left out and named: samples without a gold answer, and tasks that were asked for by
 * domain or `all` and of which the data hold nothing.
 *
 * @throws RationaleError `configuration` for tasks that need a generator, `input` where a task asked for by name or everything is missing.
 */
export async function gatherWork(options: RunOptions, recipe: Recipe): Promise<{ work: Work[]; leftOut: LeftOut }> {
  const { candidates, steps, generator } = options
  const tools: JudgeTools = { verifier: options.verifier, grade: options.grade ?? gradeByTask, signal: options.signal }
  const tasks = findTasks(recipe.tasks)
  demandGenerator(tasks, generator)
  const work: Work[] = []
  const leftOut: LeftOut = []
  const add = <T extends { id: string }>(
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
    const samples = distinct(kept.slice(0, recipe.limit)).map((item) => ({ id: item.id, judge: () => judge(item) }))
    if (samples.length > 0) work.push({ task, suite, samples })
  }

  if (candidates !== undefined) {
    const { name, sets } = candidates
    add(name, 'candidates', sets, isGraded, (set) => judgeCandidates(name, set, tools))
  }
  if (steps !== undefined) {
    const { name, chains } = steps
    add(
      name,
      'steps',
      chains,
      () => true,
      (chain) => judgeChain(name, chain, tools),
    )
  }
  for (const task of tasks) {
    const samples = await samplesOf(task, options, recipe)
    if (samples === undefined) leftOut.push({ task: task.name, reason: 'not in the data' })
    else if (task.answer === 'steps') {
      add(task.name, 'steps', samples, isLabelled, (sample) => judgeChain(task.name, labelledChain(sample), tools))
    } else {
      add(task.name, 'candidates', samples, hasGold, (sample) =>
        solveAndJudge(task, sample, generator as LanguageModel, tools, recipe, options.searches ?? {}),
      )
    }
  }
  if (work.length === 0) {
    throw new RationaleError(leftOut.length === 0 ? 'configuration' : 'input', 'nothing to measure', {
      expected: 'tasks, recorded candidates or labelled chains, with gold answers or grades',
      found: leftOut.map(({ task, reason }) => `${task}: ${reason}`).join('; ') || 'none of them',
    })
  }
  return { work, leftOut }
}

function demandGenerator(tasks: readonly Task[], generator: LanguageModel | undefined): void {
  const needy = tasks.filter((task) => task.answer !== 'steps' && generator === undefined).map((task) => task.name)
  if (needy.length === 0) return
  throw new RationaleError('configuration', `${needy.join(', ')}: these tasks need a generator`, {
    remedy: 'give a model that writes candidates, or recorded candidates',
  })
}

/** Undefined where the data hold nothing of a task that was not asked for by its own name. */
async function samplesOf(task: Task, { load, signal }: RunOptions, recipe: Recipe): Promise<Sample[] | undefined> {
  try {
    return await loadTask(task, { ...load, from: recipe.data, signal })
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
