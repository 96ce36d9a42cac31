/*
 * Live searches of one model, at equal tokens:
 *
 *   node dist/benchmarks/searches.js --generator URI --problems FILE [--scorer URI] [--presets process,rationalyst-implicit-mean] [--limit 12]
 *        [--n 3] [--maxTurns 8] [--maxStepTokens 48] [--journal FILE]
 *
 * FILE holds records with `question`, `gold` and perhaps `id`, `options`, `task`. For each problem every preset runs the step search; majority then
 * samples whole solutions until it has spent what the dearest of them spent. The journal keeps solved problems: a second run goes on.
 */
import { createReadStream, existsSync } from 'node:fs'
import { appendFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { answersEqual } from '../src/core/equivalence.js'
import { readRecords } from '../src/core/ndjson.js'
import { seededRandom } from '../src/core/random.js'
import { bootstrapInterval, mean, pairedBootstrap } from '../src/core/statistics.js'
import { resolveModel } from '../src/models/resolve.js'
import { type PresetName, presets } from '../verifier/reward/presets.js'
import { type Solution, type SolveOptions, solve } from '../verifier/search/solve.js'

const { values: options } = parseArgs({
  options: {
    generator: { type: 'string' },
    scorer: { type: 'string' },
    problems: { type: 'string' },
    presets: { type: 'string', default: 'process,rationalyst-implicit-mean' },
    limit: { type: 'string', default: '12' },
    n: { type: 'string', default: '3' },
    maxTurns: { type: 'string', default: '8' },
    maxStepTokens: { type: 'string', default: '48' },
    journal: { type: 'string' },
  },
})
if (options.generator === undefined || options.problems === undefined)
  throw new Error('usage: searches --generator URI --problems FILE')

const problemSchema = z.looseObject({
  id: z.string().optional(),
  question: z.string(),
  gold: z.string(),
  options: z.array(z.string()).optional(),
  task: z.string().optional(),
})
type Result = { id: string; name: string; right: boolean; answered: boolean; tokens: Solution['tokens'] }

const problems: (z.infer<typeof problemSchema> & { id: string })[] = []
for await (const { record, line } of readRecords(options.problems, problemSchema))
  problems.push({ ...record, id: record.id ?? `line ${line}` })
const names = options.presets.split(',').map((name) => {
  if (!Object.hasOwn(presets, name))
    throw new Error(`unknown preset ${name}; there are ${Object.keys(presets).join(', ')}`)
  return name as PresetName
})
const done = await readJournal(options.journal)
const results: Result[] = []
const generator = await resolveModel(options.generator)
const scorer = options.scorer === undefined ? generator : await resolveModel(options.scorer)
try {
  const chosen = seededRandom('searches').shuffle(problems).slice(0, Number(options.limit))
  for (const [index, problem] of chosen.entries()) {
    const { gold, ...question } = problem
    const shared = {
      generator,
      n: Number(options.n),
      maxTurns: Number(options.maxTurns),
      maxStepTokens: Number(options.maxStepTokens),
    }
    let dearest = 0
    for (const preset of ['random', ...names.filter((name) => name !== 'random')] as const) {
      const result = await attempt(preset, question, gold, { ...shared, scorer: { preset, model: scorer } })
      dearest = Math.max(dearest, result.tokens.evaluated + result.tokens.generated)
    }
    const maxTokens = shared.maxTurns * shared.maxStepTokens
    await attempt('majority', question, gold, {
      ...shared,
      strategy: 'majority',
      n: 64,
      batch: 1,
      maxTokens,
      tokenBudget: dearest,
    })
    process.stderr.write(`\r${index + 1} of ${chosen.length} problems`)
  }
} finally {
  await generator.close()
  if (scorer !== generator) await scorer.close()
}
process.stderr.write('\n')
report()

async function attempt(
  name: string,
  problem: Parameters<typeof solve>[0],
  gold: string,
  how: SolveOptions,
): Promise<Result> {
  const known = done.get(`${problem.id}\t${name}`)
  if (known !== undefined) {
    results.push(known)
    return known
  }
  let solution: Solution | undefined
  for await (const event of solve(problem, how)) if (event.type === 'solution') solution = event.solution
  if (solution === undefined) throw new Error(`${problem.id}: no solution event`)
  const { answer, tokens } = solution
  const result = {
    id: problem.id,
    name,
    right: answer !== null && answersEqual(answer, gold, problem),
    answered: answer !== null,
    tokens,
  }
  if (options.journal !== undefined) await appendFile(options.journal, `${JSON.stringify(result)}\n`)
  results.push(result)
  return result
}

async function readJournal(file: string | undefined): Promise<Map<string, Result>> {
  const found = new Map<string, Result>()
  if (file === undefined || !existsSync(file)) return found
  for await (const line of createInterface({ input: createReadStream(file) })) {
    try {
      const result = JSON.parse(line) as Result
      found.set(`${result.id}\t${result.name}`, result)
    } catch {} // the last line of a run that was killed
  }
  return found
}

function report(): void {
  const all = [...new Set(results.map(({ name }) => name))]
  const of = (name: string) => results.filter((result) => result.name === name)
  const grades = (name: string) => of(name).map(({ right }) => Number(right))
  console.log(
    `${options.generator}; ${of('majority').length} problems, n ${options.n}, ${options.maxTurns} turns of ${options.maxStepTokens} tokens`,
  )
  for (const name of all) {
    const [low, high] = bootstrapInterval(grades(name))
    const spent = (field: 'evaluated' | 'unique' | 'generated') =>
      mean(of(name).map(({ tokens }) => tokens[field])).toFixed(0)
    const { difference, ci95, p } = pairedBootstrap(grades(name), grades('majority'))
    console.log(
      `${name.padEnd(28)} ${percent(mean(grades(name)))} [${percent(low)}, ${percent(high)}], answered ${percent(mean(of(name).map(({ answered }) => Number(answered))))}; against majority ${percent(difference)} [${percent(ci95[0])}, ${percent(ci95[1])}], p ${p.toFixed(3)}; tokens a problem: evaluated ${spent('evaluated')}, unique ${spent('unique')}, generated ${spent('generated')}`,
    )
  }
}

function percent(share: number): string {
  return (100 * share).toFixed(1)
}
