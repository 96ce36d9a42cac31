import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import * as z from 'zod'
import { publicCandidateSetSchema, publicLabelledChainSchema, UNNAMED } from '../../benchmarks/public-formats.js'
import { readPrices } from '../../benchmarks/run/cost.js'
import { runBenchmark } from '../../benchmarks/run/index.js'
import type { Recorded } from '../../benchmarks/run/options.js'
import { recipeSchema } from '../../benchmarks/run/recipe.js'
import { searchesOf, searchNames } from '../../benchmarks/run/searches.js'
import { metricsTable } from '../../benchmarks/run/table.js'
import { defined } from '../core/absence.js'
import { RationaleError } from '../core/errors.js'
import { IdSet } from '../core/records/id-set.js'
import { readRecords } from '../core/records/ndjson.js'
import { packageVersion } from '../core/version.js'
import { loadVerifier } from '../load-verifier.js'
import { resolveModel } from '../models/resolve.js'
import { benchAblation } from './bench-ablation.js'
import * as command from './command.js'
import { tellFew } from './few.js'
import type { Progress } from './progress.js'
import { sayUnjudged } from './unjudged.js'

/** The recipe's own options, as flags. */
const recipe = recipeSchema.shape
const flag = <Schema extends z.ZodType>(schema: Schema, value: string): Schema =>
  schema.meta({ ...schema.meta(), value })

const optionsSchema = z.object({
  tasks: z.array(z.string()).default([]),
  candidates: z
    .string()
    .optional()
    .meta({ description: 'CandidateSet records with grades or gold answers', value: 'file' }),
  steps: z
    .string()
    .optional()
    .meta({ description: 'LabelledChain records; ProcessBench files are read as they are', value: 'file' }),
  verifier: command.verifierOption,
  generator: z
    .string()
    .optional()
    .meta({ description: 'model URI that writes candidates for the tasks', value: 'uri' }),
  ablate: z.boolean().default(false).meta({
    description:
      'what each of the verifiers (--verifier A,B) adds, one alone beside evidence:, on --candidates or --steps',
  }),
  searches: z
    .array(z.enum(searchNames))
    .default([])
    .meta({ description: `beside the votes, at the same budget: ${searchNames.join(',')}`, value: 'list' }),
  preset: flag(recipe.preset, 'name'),
  data: flag(recipe.data, 'where'),
  offline: z
    .boolean()
    .default(false)
    .meta({ description: 'with --data home: never open a connection, use what an earlier run downloaded' }),
  n: flag(recipe.n, 'n'),
  temperature: recipe.temperature,
  maxTokens: flag(recipe.maxTokens, 'n'),
  perplexity: recipe.perplexity,
  candidatesPerProblem: flag(recipe.candidatesPerProblem, 'k[,k2]'),
  draws: flag(recipe.draws, 'n'),
  generatorsBelow: flag(recipe.generatorsBelow, 'share'),
  onlyGenerators: flag(recipe.onlyGenerators, 'names'),
  excludeGenerators: flag(recipe.excludeGenerators, 'names'),
  split: flag(recipe.split, 'part'),
  subjects: recipe.subjects,
  prices: z
    .union([z.string(), recipe.prices.unwrap()])
    .optional()
    .meta({ description: 'JSON with the price of a million "generated" and "evaluated" tokens', value: 'file' }),
  limit: flag(recipe.limit, 'n'),
  seed: command.seedOption,
  // Of a recipe that a run has kept; nobody types it.
  inputs: recipe.inputs.meta({ ...recipe.inputs.meta(), hidden: true }),
  output: z.string().optional().meta({
    description: 'folder for samples, metrics and recipe; a second run goes on where the first stopped',
    value: 'dir',
  }),
  ...command.serverOptions,
  json: command.jsonOption,
})
type Options = z.infer<typeof optionsSchema>

export const benchCommand = command.defineCommand({
  name: 'bench',
  summary:
    'Measure a verifier on any of: recorded candidates (--candidates), labelled steps (--steps), every recorded file of a folder (recorded --data DIR), and tasks with a live generator (their names or domains, or all). A recipe goes in as --config.',
  argument: '[tasks...]',
  options: optionsSchema,
  async run(options, terminal) {
    checkSources(options)
    refuseMovedInputs(options)
    if (options.ablate) return await benchAblation({ ...options, data: ablatedOn(options) }, terminal)
    const limits = command.serverLimits(options)
    await using verifier = await loadVerifier(options.verifier, { signal: terminal.signal, ...limits })
    const {
      candidates,
      steps,
      output,
      searches,
      preset,
      offline,
      json,
      generator: uri,
      // Not the run's.
      ablate,
      retries,
      attemptTimeout,
      ...asked
    } = options
    const rejections = tellFew(terminal.say)
    let rejected = 0
    const reject = (where: string, reason: string) => {
      rejected++
      rejections.tell(`${where}: rejected: ${reason.split('\n')[0]}`)
    }
    const most = isPart(options) ? undefined : options.limit
    const recorded = {
      candidates: candidates === undefined ? undefined : await read(candidates, publicCandidateSetSchema, reject, most),
      steps: steps === undefined ? undefined : await read(steps, publicLabelledChainSchema, reject, most),
    }
    const generator = uri === undefined ? undefined : await resolveModel(uri, limits)
    let progress: Progress | undefined
    try {
      const { metrics, run, judged, unjudged, partly, failed, whyUnjudged } = await runBenchmark({
        ...asked,
        verifier,
        verifierUri: asked.verifier,
        generator,
        ...recorded,
        prices: await pricesOf(options),
        preset,
        searches: searchesOf(searches, preset),
        load: { offline, onReject: ({ file, position, reason }) => reject(`${basename(file)} ${position}`, reason) },
        output,
        version: packageVersion(),
        signal: terminal.signal,
        onEvent(event) {
          if (event.type === 'sample') return progress?.advance()
          progress?.stop()
          progress = terminal.progress(`judging ${event.task} with ${verifier.id}`, event.samples)
        },
      })
      progress?.stop() // before the table: on a terminal the bar would share its line
      if (!json) terminal.out.write(metricsTable(metrics, run, { width: command.widthOfTables(terminal) }))
      if (whyUnjudged !== undefined) terminal.say(sayUnjudged({ judged, unjudged, partly, why: whyUnjudged }))
      const { seconds, cost } = run
      return {
        exit: command.exitForBad(rejected + unjudged, rejected + unjudged + judged, undefined, partly),
        json: {
          ...metrics,
          seconds,
          judged,
          unjudged,
          partly,
          ...defined({ whyUnjudged }),
          failed,
          rejected,
          ...defined({ cost, output }),
        },
      }
    } finally {
      rejections.rest()
      progress?.stop()
      await generator?.close()
    }
  },
})

function checkSources(options: Options): void {
  const { candidates, steps, tasks, generator, searches, preset } = options
  const idle = given(options, (key) => ['n', 'temperature', 'maxTokens', 'perplexity'].includes(key))
  const isAsked = candidates !== undefined || steps !== undefined || tasks.length > 0
  const problems = [
    ...(isAsked ? [] : ['give at least one of --candidates FILE, --steps FILE and names of tasks']),
    ...(generator === undefined && searches.length > 0 ? ['--searches are the generator’s: --generator URI'] : []),
    ...(generator === undefined ? idle : []).map((name) => `${name} is the generator’s: --generator URI`),
    ...(preset !== undefined && searches.length === 0 ? ['--preset is about --searches: name some'] : []),
    ...(generator !== undefined && tasks.length === 0 ? ['--generator writes candidates for tasks: name some'] : []),
  ]
  if (problems.length > 0) throw new RationaleError('configuration', `rationale bench: ${problems.join('; ')}`)
}

/** The one file of an ablation. */
function ablatedOn(options: Options): string {
  const { candidates, steps, tasks, generator } = options
  const [data, ...more] = [candidates, steps].filter((file) => file !== undefined)
  const idle = given(options, (key) => !ofAblations.has(key))
  if (data !== undefined && more.length === 0 && tasks.length === 0 && generator === undefined) {
    if (idle.length === 0) return data
    throw new RationaleError('configuration', `rationale bench: --ablate does nothing with ${idle.join(', ')}`, {
      expected: 'one file with --verifier, --limit and --seed: all of its chains are judged',
      remedy: 'leave it out, or make a file of the part that is wanted',
    })
  }
  throw new RationaleError('configuration', 'rationale bench: --ablate goes with one file', {
    expected: '--candidates FILE (graded) or --steps FILE (labelled)',
  })
}

const ofAblations: ReadonlySet<string> = new Set([
  ...['ablate', 'candidates', 'steps', 'tasks', 'generator'],
  ...['verifier', 'limit', 'seed', 'inputs', 'retries', 'attemptTimeout', 'json'],
])

/** Options of a kind that say something else than they do by themselves, as flags. */
function given(options: Options, isOfKind: (key: string) => boolean): string[] {
  const asked: Readonly<Record<string, unknown>> = options
  return Object.entries(optionsSchema.shape).flatMap(([key, schema]) => {
    const usual = schema.safeParse(undefined).data
    return isOfKind(key) && JSON.stringify(asked[key]) !== JSON.stringify(usual) ? [command.flag(key)] : []
  })
}

/** Whether only some records of a file are measured: then the limit counts those, and all have to be read. */
function isPart({ split, generatorsBelow, onlyGenerators, excludeGenerators }: Options): boolean {
  return split !== 'all' || [generatorsBelow, onlyGenerators, excludeGenerators].some((asked) => asked !== undefined)
}

/** The recipe of a run names its files without their folders, so that it says nothing of the machine that it ran on. */
function refuseMovedInputs({ inputs, candidates, steps }: Options): void {
  if (inputs === undefined) return
  for (const [flag, file] of Object.entries({ candidates, steps })) {
    if (file === undefined || existsSync(file)) continue
    throw new RationaleError('io', `the recipe names the file ${file}, which is not in this folder`, {
      remedy: `run it in the folder of that file, or say where it is: --${flag} FILE`,
    })
  }
}

async function pricesOf({ prices: given }: Options) {
  return typeof given === 'string' ? await readPrices(given) : given
}

async function read<T extends { id: string }>(
  file: string,
  schema: z.ZodType<T>,
  reject: (where: string, reason: string) => void,
  most = Number.POSITIVE_INFINITY,
): Promise<Recorded<T>> {
  const records: T[] = []
  const seen = new IdSet()
  const onReject = ({ line, reason }: { line: number; reason: string }) => reject(`line ${line} of ${file}`, reason)
  for await (const { record, line } of readRecords(file, schema, { onReject, uniqueIds: false })) {
    // Records without ids (TRL's, Math-Shepherd's) get them from their lines.
    const id = record.id === UNNAMED ? `line-${line}` : record.id
    if (!seen.add(id)) onReject({ line, reason: `duplicate id ${JSON.stringify(id)}` })
    else if (records.push({ ...record, id }) >= most) break
  }
  return { name: basename(file), records }
}
