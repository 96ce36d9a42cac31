/*
 * Live searches of one generator, at equal tokens:
 *
 *   npm run study searches -- --generator URI --task NAME=FILE[:LIMIT] … [--arm ARM …] [--verifier URI …] [--journal FILE]
 *        [--limit 50] [--n 3] [--maxTurns 8] [--maxStepTokens 48] [--rationaleTokens 32] [--report]
 *
 * Arms (arms.ts): `samples` (always), `step:PRESET[@URI]`, or the URI of a verifier that reranks the samples; `--verifier URI` is
 * short for that arm. NAME is a task of the benchmark (`rationale bench --list`), FILE its published file. Problems are drawn by a seed. With a journal, a
 * second run goes on, and a run with more arms or a higher limit does only what is missing; `--report` only prints.
 */
import { parseArgs } from 'node:util'
import type { Verifier } from '../../../src/core/records/types.js'
import { seededRandom } from '../../../src/core/statistics/random.js'
import { loadVerifier } from '../../../src/load-verifier.js'
import { resolveModel } from '../../../src/models/resolve.js'
import type { LanguageModel } from '../../../src/models/types.js'
import { Journal } from '../../journal.js'
import { findTasks } from '../../tasks/index.js'
import { loadTask } from '../../tasks/load.js'
import { type Budget, type GradedProblem, parseArm, type Result, sampleArm, stepArm, verifierArm } from './arms.js'
import { chancesOf, compare, needsMoreSamples, spentBy, table } from './compare.js'
import { instructionOf } from './worked-examples.js'

const { values: options } = parseArgs({
  options: {
    generator: { type: 'string' },
    task: { type: 'string', multiple: true },
    arm: { type: 'string', multiple: true, default: [] },
    verifier: { type: 'string', multiple: true, default: [] },
    journal: { type: 'string' },
    limit: { type: 'string', default: '50' },
    n: { type: 'string', default: '3' },
    maxTurns: { type: 'string', default: '8' },
    maxStepTokens: { type: 'string', default: '48' },
    rationaleTokens: { type: 'string', default: '32' },
    report: { type: 'boolean', default: false },
  },
})
if (options.generator === undefined || options.task === undefined)
  throw new Error('usage: npm run study searches -- --generator URI --task NAME=FILE[:LIMIT] …')

const arms = [...new Set(['samples', ...options.arm, ...options.verifier])].map(parseArm)
const problems: GradedProblem[] = []
for (const task of options.task) problems.push(...(await draw(task)))
const journal = await Journal.open<Result>(options.journal)
/** By problem and arm. */
const results = new Map<string, Map<string, Result>>()
for (const result of journal.lines) keep(result)
if (!options.report) await run(options.generator)
report()

/** `svamp=FILE:60` -> 60 problems, drawn by a seed. */
async function draw(argument: string): Promise<GradedProblem[]> {
  const [, name = '', file = '', limit = options.limit] = /^([^=]+)=(.*?)(?::(\d+))?$/.exec(argument) ?? []
  const [task] = findTasks([name])
  if (task === undefined) throw new Error(`no task in ${JSON.stringify(argument)}`)
  const samples = await loadTask(task, { from: file })
  const graded = samples.flatMap(({ gold, answer, steps: _steps, firstError: _firstError, ...sample }) =>
    gold === undefined ? [] : [{ ...sample, gold, task: answer ?? task.grader, suite: task.name }],
  )
  return seededRandom('searches').shuffle(graded).slice(0, Number(limit))
}

async function run(generatorUri: string): Promise<void> {
  const models = new Map<string, Promise<LanguageModel>>()
  const verifiers = new Map<string, Promise<Verifier>>()
  const modelAt = (uri: string) => opened(models, uri, resolveModel)
  const generator = await modelAt(generatorUri)
  const started = performance.now()
  let generated = 0
  try {
    for (const [index, problem] of problems.entries()) {
      const budget: Budget = {
        generator,
        instruction: instructionOf(problem.suite),
        n: Number(options.n),
        maxTurns: Number(options.maxTurns),
        maxStepTokens: Number(options.maxStepTokens),
        rationaleTokens: Number(options.rationaleTokens),
      }
      const add = async (result: Result) => {
        generated += result.tokens.generated
        await journal.append(result)
        keep(result)
      }
      for (const arm of arms) {
        if (resultsOf(problem).has(arm.name)) continue
        if (arm.kind === 'samples') await add(await sampleArm(problem, 0, budget))
        if (arm.kind === 'step')
          await add(await stepArm(problem, arm, await modelAt(arm.scorer ?? generatorUri), budget))
        const samples = resultsOf(problem).get('samples')
        if (arm.kind === 'verifier' && samples?.kind === 'samples')
          await add(
            await verifierArm(
              problem,
              samples.samples,
              arm.name,
              await opened(verifiers, arm.uri, (uri) => loadVerifier(uri)),
            ),
          )
      }
      for (let wave = 1; needsMoreSamples(resultsOf(problem)); wave++)
        if (!resultsOf(problem).has(`samples+${wave}`)) await add(await sampleArm(problem, wave, budget))
      const seconds = (performance.now() - started) / 1000
      process.stderr.write(
        `${problem.suite} ${index + 1} of ${problems.length}, ${seconds.toFixed(0)} s, ${generated} tokens generated\n`,
      )
    }
  } finally {
    for (const each of [...models.values(), ...verifiers.values()]) await (await each).close()
  }
}

function keep(result: Result): void {
  const key = keyOf(result)
  results.set(key, (results.get(key) ?? new Map<string, Result>()).set(result.arm, result))
}

function resultsOf(problem: GradedProblem): ReadonlyMap<string, Result> {
  return results.get(keyOf(problem)) ?? new Map()
}

function keyOf({ suite, id }: { suite: string; id: string }): string {
  return `${suite}\t${id}`
}

function opened<T>(cache: Map<string, Promise<T>>, uri: string, open: (uri: string) => Promise<T>): Promise<T> {
  const opening = cache.get(uri) ?? open(uri)
  cache.set(uri, opening)
  return opening
}

/** Only problems on which every arm that was asked for is done: a run that is under way can be looked at. */
function report(): void {
  const done = problems.filter((problem) => arms.every(({ name }) => resultsOf(problem).has(name)))
  const suites = [...new Set(done.map(({ suite }) => suite))]
  console.log(
    `${options.generator}; n ${options.n}, at most ${options.maxTurns} turns of ${options.maxStepTokens} tokens; ${done.length} of ${problems.length} problems done`,
  )
  const named = (problem: GradedProblem) => chancesOf(resultsOf(problem))
  for (const suite of suites)
    console.log(table(suite, compare(done.filter((problem) => problem.suite === suite).map(named))))
  if (suites.length > 1) console.log(table('all', compare(done.map(named))))
  for (const [arm, { tokens, seconds, problems: count }] of spentBy(
    done.flatMap((problem) => [...resultsOf(problem).values()]),
  )) {
    const each = (value: number) => (value / count).toFixed(0)
    const naive = tokens.naive === undefined ? '' : `, scoring in a loop over pairs ${each(tokens.naive)}`
    console.log(
      `${arm}: a problem ${each(tokens.generated)} tokens generated, ${each(tokens.evaluated)} evaluated, ${each(tokens.unique)} unique${naive}, ${(seconds / count).toFixed(1)} s (${count} problems)`,
    )
  }
}
