import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { z } from 'zod'
import { benchCandidates, subjectOf } from '../../benchmarks/candidates.js'
import { publicCandidateSetSchema, publicLabelledChainSchema, UNNAMED } from '../../benchmarks/public-formats.js'
import { readPrices } from '../../benchmarks/run/cost.js'
import { type RunOptions, runBenchmark } from '../../benchmarks/run/index.js'
import { recipeSchema } from '../../benchmarks/run/recipe.js'
import { searchesOf, searchNames } from '../../benchmarks/run/searches.js'
import { metricsTable } from '../../benchmarks/run/table.js'
import { benchSteps } from '../../benchmarks/steps.js'
import { type PresetName, presets } from '../../verifier/reward/presets.js'
import { RationaleError } from '../core/errors.js'
import { readRecords } from '../core/records/ndjson.js'
import { heldAside } from '../core/records/split.js'
import { loadVerifier } from '../load-verifier.js'
import { resolveModel } from '../models/resolve.js'
import * as command from './command.js'
import { candidatesTable, stepsTable } from './tables.js'
import { packageVersion } from './version.js'

const { data, n, temperature, maxTokens, perplexity, prices, split } = recipeSchema.shape

const generatorNames = z.string().optional()
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
  searches: z
    .array(z.enum(searchNames))
    .default([])
    .meta({ description: `beside the votes, at the same budget: ${searchNames.join(',')}`, value: 'list' }),
  preset: z
    .enum(Object.keys(presets) as [PresetName, ...PresetName[]])
    .default('process')
    .meta({ description: 'how searches judge steps', value: 'name' }),
  data: data.meta({ ...data.meta(), value: 'where' }),
  offline: z
    .boolean()
    .default(false)
    .meta({ description: 'with --data home: never open a connection, use what an earlier run downloaded' }),
  n: n.meta({ ...n.meta(), value: 'n' }),
  temperature,
  maxTokens: maxTokens.meta({ ...maxTokens.meta(), value: 'n' }),
  perplexity,
  candidatesPerProblem: z
    .union([z.array(z.coerce.number().int().positive()).min(1), z.int().positive()])
    .optional()
    .meta({ description: 'draw this many recorded candidates per problem by seed (default: all)', value: 'k[,k2]' }),
  draws: z.int().positive().default(1).meta({ description: 'independent draws per problem', value: 'n' }),
  generatorsBelow: z.number().positive().max(1).optional().meta({
    description: 'keep only generators (field "model") whose accuracy over the file is below this',
    value: 'share',
  }),
  onlyGenerators: generatorNames.meta({
    description: 'keep only these generators: a file, one a line, or a part of names',
  }),
  excludeGenerators: generatorNames.meta({ description: 'leave out these generators, likewise' }),
  split: split.meta({ ...split.meta(), value: 'part' }),
  subjects: z
    .boolean()
    .default(false)
    .meta({ description: 'finance (business, economics) and other subjects apart too, by the field "category"' }),
  prices: z
    .union([z.string(), prices.unwrap()])
    .optional()
    .meta({ description: 'JSON with the price of a million "generated" and "evaluated" tokens', value: 'file' }),
  limit: command.limitOption,
  seed: command.seedOption,
  output: z.string().optional().meta({
    description: 'folder for samples, metrics and recipe; a second run goes on where the first stopped',
    value: 'dir',
  }),
  json: command.jsonOption,
})
type Options = z.infer<typeof optionsSchema>

export const benchCommand = command.defineCommand({
  name: 'bench',
  summary:
    'Measure a verifier: on recorded candidates (--candidates), labelled steps (--steps), every recorded file of a folder (recorded --data DIR), or tasks with a live generator: their names or domains, or all. A recipe goes in as --config.',
  argument: '[tasks...]',
  options: optionsSchema,
  async run(options, terminal) {
    checkSources(options)
    await using verifier = await loadVerifier(options.verifier, { signal: terminal.signal })
    const { seed, limit, output } = options
    const progress = terminal.progress(`judging with ${verifier.id}`)
    const shared = { verifier, seed, signal: terminal.signal, onEvent: () => progress.advance() }
    let rejected = 0
    const read = <T extends { id: string }>(file: string, schema: z.ZodType<T>) =>
      readAll(file, schema, limit, (line, reason) => {
        rejected++
        terminal.say(`line ${line} of ${file}: rejected: ${reason}`)
      })
    try {
      const sets =
        options.candidates === undefined ? undefined : await read(options.candidates, publicCandidateSetSchema)
      const chains = options.steps === undefined ? undefined : await read(options.steps, publicLabelledChainSchema)
      if (output === undefined) {
        const report = sets
          ? await benchCandidates({
              ...shared,
              sets,
              ...(await selection(options)),
              candidatesPerProblem: options.candidatesPerProblem,
              draws: options.draws,
              prices: await pricesOf(options),
              groupOf: options.subjects ? subjectOf : undefined,
            })
          : await benchSteps({ ...shared, chains: chains ?? [] })
        if (!options.json) terminal.out.write(report.suite === 'steps' ? stepsTable(report) : candidatesTable(report))
        return { exit: rejected > 0 ? command.EXIT.partly : command.EXIT.done, json: report }
      }
      const result = await runBenchmark({
        ...recipe(options),
        prices: await pricesOf(options),
        ...shared,
        output,
        ...(sets && { candidates: { name: basename(options.candidates ?? ''), sets } }),
        keepGenerator: await generators(options),
        ...(chains && { steps: { name: basename(options.steps ?? ''), chains } }),
        ...(await generator(options)),
        version: packageVersion(),
        searches: searchesOf(options.searches, options.preset),
        load: {
          offline: options.offline,
          onReject({ file, position, reason }) {
            rejected++
            terminal.say(`${basename(file)} ${position}: rejected: ${reason.split('\n')[0]}`)
          },
        },
      })
      if (!options.json) terminal.out.write(metricsTable(result.metrics, result.run))
      const bad = rejected + result.failed
      return {
        exit: bad > 0 ? command.EXIT.partly : command.EXIT.done,
        json: { ...result.metrics, seconds: result.run.seconds, output },
      }
    } finally {
      progress.stop()
    }
  },
})

function checkSources(options: Options): void {
  const { candidates, steps, tasks, output, generator, draws, subjects, candidatesPerProblem } = options
  const sources = [candidates !== undefined, steps !== undefined, tasks.length > 0].filter(Boolean).length
  const problems = [
    ...(sources === 1 ? [] : ['give one of --candidates FILE, --steps FILE and names of tasks']),
    ...(tasks.length > 0 && output === undefined ? ['tasks need --output DIR'] : []),
    ...(output !== undefined && (draws > 1 || subjects || [candidatesPerProblem].flat().length > 1)
      ? ['--draws, --subjects and several --candidates-per-problem print a table only: leave out --output']
      : []),
    ...(generator !== undefined && tasks.length === 0 ? ['--generator writes candidates for tasks: name some'] : []),
  ]
  if (problems.length > 0) throw new RationaleError('configuration', `rationale bench: ${problems.join('; ')}`)
}

function recipe(options: Options) {
  const { tasks, data, n, temperature, maxTokens, perplexity, limit, generatorsBelow, split } = options
  // One draw, since every sample is written down.
  const [candidatesPerProblem] = [options.candidatesPerProblem].flat()
  const given = { limit, generatorsBelow, candidatesPerProblem }
  const limits = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  return { tasks, data, n, temperature, maxTokens, perplexity, split, ...limits }
}

async function selection(options: Options) {
  const { generatorsBelow, split } = options
  return {
    generatorsBelow,
    keepGenerator: await generators(options),
    keepQuestion: (question: string) => split === 'all' || heldAside(question) === (split === 'held-aside'),
  }
}

async function generators({ onlyGenerators, excludeGenerators }: Options) {
  const [only, excluded] = [await namesOf(onlyGenerators), await namesOf(excludeGenerators)]
  return (name: string) => (only?.(name) ?? true) && !(excluded?.(name) ?? false)
}

/** A file with a whole name a line, or else a part of names, in any case. */
async function namesOf(given: string | undefined): Promise<((name: string) => boolean) | undefined> {
  if (given === undefined) return undefined
  const text = await readFile(given, 'utf8').catch(() => undefined)
  if (text === undefined) return (name) => name.toLowerCase().includes(given.toLowerCase())
  const names = new Set(text.split('\n').map((line) => line.trim()))
  return (name) => names.has(name)
}

async function pricesOf({ prices: given }: Options) {
  return typeof given === 'string' ? await readPrices(given) : given
}

async function generator({ generator: uri }: Options): Promise<Pick<RunOptions, 'generator'>> {
  return uri === undefined ? {} : { generator: await resolveModel(uri) }
}

async function readAll<T extends { id: string }>(
  file: string,
  schema: z.ZodType<T>,
  limit = Number.POSITIVE_INFINITY,
  onReject: (line: number, reason: string) => void,
): Promise<T[]> {
  const records: T[] = []
  const notes = { onReject: (note: { line: number; reason: string }) => onReject(note.line, note.reason) }
  for await (const { record, line } of readRecords(file, schema, notes)) {
    // A file of chains without ids (first lines of ProcessBench's kin) gets them from its lines.
    if (records.push(record.id === UNNAMED ? { ...record, id: `line-${line}` } : record) >= limit) break
  }
  return records
}
