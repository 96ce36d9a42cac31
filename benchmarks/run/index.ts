import { defined } from '../../src/core/absence.js'
import { checkArguments, type OptionNames, refuseUnknownOptions } from '../../src/core/arguments.js'
import { mapConcurrent } from '../../src/core/concurrency.js'
import { endsRun, reasonOf } from '../../src/core/errors.js'
import { inFolder } from '../../src/core/files/work-folder.js'
import { frozen } from '../../src/core/frozen.js'
import { keepRecipe, refuseOtherInputs, runOf, writeResults } from './folder.js'
import { RunJournal } from './journal.js'
import { taskMetrics } from './metrics.js'
import { notesOf } from './notes.js'
import type { RunOptions, RunResult } from './options.js'
import { type Recipe, recipeSchema } from './recipe.js'
import type { Metrics, SampleRecord } from './records.js'
import { tallyOf } from './unjudged.js'
import { gatherWork } from './work.js'

export type { RunOptions, RunResult } from './options.js'

// The schema holds the recipe's names, all of them and no others.
const recipeNames = Object.fromEntries(
  Object.keys(recipeSchema.shape).map((name) => [name, true]),
) as OptionNames<Recipe>

/**
 * Runs a benchmark: recorded candidates, labelled chains and tasks alike. With an output folder, a run that was cut short goes on where it
 * stopped when it is started again with the same recipe, and a finished one repeats only what failed; samples and metrics come out byte for
 * byte as those of an undisturbed run (of deterministic models), because times stand in run.json alone.
 *
 * @throws RationaleError `configuration`: unknown tasks, no generator for tasks that need one, a folder of another recipe, or one that another run writes into.
 */
export async function runBenchmark(options: RunOptions): Promise<RunResult> {
  checkArguments('runBenchmark', { options: [options, 'object'], verifier: [options?.verifier, 'verifier'] })
  refuseUnknownOptions('runBenchmark', options, {
    ...recipeNames,
    verifierUri: true,
    keepGenerator: true,
    searches: true,
    grade: true,
    load: true,
    output: true,
    concurrency: true,
    version: true,
    signal: true,
    onEvent: true,
  })
  if (options.output === undefined) return runTasks(options)
  return inFolder(options.output, () => runTasks(options))
}

async function runTasks(options: RunOptions): Promise<RunResult> {
  const { output, signal, verifier, concurrency = 8 } = options
  const { stepThreshold } = verifier
  const recipe = recipeOf(options)
  const startedAt = new Date().toISOString()
  const { work, leftOut, inputs } = await gatherWork(options, recipe)
  refuseOtherInputs(recipe, inputs)
  if (output !== undefined) await keepRecipe(output, recipe, inputs)
  const journal = await RunJournal.open(output, startedAt)

  const samples: SampleRecord[] = []
  const tasks: Metrics['tasks'] = []
  let reused = 0
  for (const { task, suite, samples: asked } of work) {
    options.onEvent?.({ type: 'task', task, samples: asked.length })
    const ofTask: SampleRecord[] = []
    const judged = mapConcurrent(asked, { concurrency, signal }, async ({ id, group, category, firstError, judge }) => {
      const known = journal.find(task, id)
      if (known !== undefined) return { record: known, reused: true }
      const found = await judge().catch((error: unknown): SampleRecord => {
        signal?.throwIfAborted()
        if (endsRun(error)) throw error
        return { suite: 'failed', task, id, ...defined({ firstError }), error: reasonOf(error) }
      })
      const record = { ...found, ...defined({ group, category }) }
      await journal.append(record)
      return { record, reused: false }
    })
    for await (const { record, reused: again } of judged) {
      ofTask.push(record)
      if (again) reused++
      options.onEvent?.({ type: 'sample', record: frozen(record), reused: again })
    }
    tasks.push(taskMetrics(task, suite, ofTask, { stepThreshold, recipe }))
    for (const record of ofTask) samples.push(record)
  }

  const notes = notesOf(samples, recipe)
  const metrics: Metrics = {
    format: 1,
    verifier: verifier.id,
    ...defined({ generator: options.generator?.id }),
    ...(leftOut.length > 0 && { leftOut }),
    ...(notes.length > 0 && { notes }),
    tasks,
  }
  const run = await runOf(output, journal, startedAt, metrics, recipe, options.version)
  if (output !== undefined) await writeResults(output, samples, metrics, run)
  await journal.remove()
  return { metrics, run, ...tallyOf(samples), reused }
}

function recipeOf(options: RunOptions): Recipe {
  const { candidates, steps, verifier, generator, searches = {} } = options
  const names = Object.keys(searches)
  const given = Object.fromEntries(Object.entries(options).filter(([key]) => key in recipeSchema.shape))
  return recipeSchema.parse(
    defined({
      ...given,
      verifier: options.verifierUri ?? verifier.id,
      candidates: candidates?.name,
      steps: steps?.name,
      generator: generator?.id,
      searches: names.length === 0 ? undefined : names,
    }),
  )
}
