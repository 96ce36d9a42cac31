/*
 * What each reward of a model is worth, alone and combined, with and without the evidence:
 *
 *   npm run study rewards -- --model URI --candidates FILE | --steps FILE [--rewards process,likelihood,…] [--limit 40]
 *        [--candidatesPerProblem 4] [--generatorsBelow 0.8] [--contested] [--rationales URI] [--rationaleTokens 24] [--written FILE] [--no-outcome]
 *        [--held-aside] [--journal FILE] [--curves DIR] [--write calibration.json]
 *
 * `--candidates`: choosing among recorded solutions, against the majority vote. `--steps`: finding the first wrong step. Every chain is judged by itself;
 * labels, grades and names of generators are not shown. `--contested` takes only problems of whose drawn candidates some are right and some are wrong: elsewhere
 * there is nothing to choose. `--rationales` lets another model write the rationales (explicit supervision: one writes, another reads); `--written` keeps
 * them, so that they are written once for several readers. Combinations and thresholds are cross-fitted by question. `--curves` draws reliability and risk
 * over coverage; `--held-aside` takes only questions that no verifier of this package was trained on (src/core/records/split.ts); `--write` fits
 * rewards and evidence on all rows for `loadVerifier` (put it beside the model or adapter). The journal keeps what was judged: a second run goes on,
 * and a higher --limit adds to it.
 */
import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import * as z from 'zod'
import { readRecords } from '../../../src/core/records/ndjson.js'
import type { CandidateSet, LabelledChain } from '../../../src/core/records/types.js'
import { seededRandom } from '../../../src/core/statistics/random.js'
import { mean } from '../../../src/core/statistics/statistics.js'
import { addTally, emptyTally } from '../../../src/core/tally.js'
import { resolveModel } from '../../../src/models/resolve.js'
import { modelJudge, stepRewards } from '../../../verifier/reward/model-judge.js'
import { Journal } from '../../journal.js'
import { publicCandidateSetSchema, publicLabelledChainSchema } from '../../public-formats.js'
import { keepsQuestion, selectSets } from '../../selection.js'
import { drawCurves } from './curves.js'
import { drawNumbered, isContested } from './drawn.js'
import { type JudgedChain, judgeCandidates, judgeLabelled } from './judged-chains.js'
import { onCandidates } from './on-candidates.js'
import { onSteps } from './on-steps.js'
import { combinations, fitRows } from './probabilities.js'
import { rememberedWriter } from './remembered-writer.js'

const { values: options } = parseArgs({
  options: {
    model: { type: 'string' },
    candidates: { type: 'string' },
    steps: { type: 'string' },
    rewards: { type: 'string', default: 'process,likelihood' },
    limit: { type: 'string', default: '40' },
    candidatesPerProblem: { type: 'string', default: '4' },
    generatorsBelow: { type: 'string' },
    contested: { type: 'boolean', default: false },
    rationales: { type: 'string' },
    written: { type: 'string' },
    'no-outcome': { type: 'boolean', default: false },
    rationaleTokens: { type: 'string', default: '24' },
    'held-aside': { type: 'boolean', default: false },
    journal: { type: 'string' },
    curves: { type: 'string' },
    write: { type: 'string' },
  },
})
const data = options.candidates ?? options.steps
if (options.model === undefined || data === undefined)
  throw new Error('usage: npm run study rewards -- --model URI --candidates FILE | --steps FILE')

/** With --held-aside only what the embedded verifier has not seen. */
const keepQuestion = keepsQuestion(options['held-aside'] ? 'held-aside' : 'all')
const rewards = options.rewards.split(',').map((name) => z.enum(stepRewards).parse(name))
const work = options.candidates === undefined ? await labelledChains(data) : await recordedCandidates(data)
const started = performance.now()
const rows = await judgeAll(options.model)
report()
if (options.curves !== undefined)
  console.log(`curves: ${await drawCurves(rows, `${options.model} on ${data}`, data, options.curves)}`)
if (options.write !== undefined) {
  const fitted = fitRows(rows, combinations['rewards and evidence combined'], data)
  if (fitted === undefined) throw new Error('too few right or wrong chains to fit a calibration')
  await writeFile(options.write, `${JSON.stringify(fitted.calibration, null, 2)}\n`)
}

/** What is judged in one call: the candidates of a problem, or a labelled chain. */
interface Work {
  keys: string[]
  judge: (judge: ReturnType<typeof modelJudge>) => Promise<JudgedChain[]>
}

async function recordedCandidates(file: string): Promise<Work[]> {
  const sets: CandidateSet[] = []
  for await (const { record } of readRecords(file, publicCandidateSetSchema)) sets.push(record)
  const generatorsBelow = options.generatorsBelow === undefined ? undefined : Number(options.generatorsBelow)
  const kept = selectSets(sets, { generatorsBelow, keepQuestion }).filter(({ candidates }) => candidates.length > 1)
  const drawn = seededRandom('rewards')
    .shuffle(kept)
    .map((set) => drawNumbered(set, Number(options.candidatesPerProblem)))
    .filter((candidates) => !options.contested || isContested(candidates))
  return drawn.slice(0, Number(options.limit)).map((candidates) => ({
    keys: candidates.map(({ key }) => key),
    judge: (judge) => judgeCandidates(candidates, judge),
  }))
}

/** One chain a question: near-duplicates of one question would count as many. */
async function labelledChains(file: string): Promise<Work[]> {
  const byQuestion = new Map<string, { chain: LabelledChain; key: string }[]>()
  for await (const { record, line } of readRecords(file, publicLabelledChainSchema, { uniqueIds: false })) {
    if (!keepQuestion(record.question)) continue
    const own = byQuestion.get(record.question) ?? []
    byQuestion.set(record.question, [...own, { chain: record, key: `line ${line}` }])
  }
  return seededRandom('rewards')
    .shuffle([...byQuestion.values()])
    .slice(0, Number(options.limit))
    .flatMap((chains) => {
      const [drawn] = seededRandom(chains[0]?.chain.question ?? '').shuffle(chains)
      return drawn === undefined
        ? []
        : [{ keys: [drawn.key], judge: async (judge) => [await judgeLabelled(drawn.chain, drawn.key, judge)] }]
    })
}

async function judgeAll(uri: string): Promise<JudgedChain[]> {
  const journal = await Journal.open<JudgedChain>(options.journal)
  const known = new Map(journal.lines.map((row) => [row.key, row]))
  const model = await resolveModel(uri)
  const writer = options.rationales === undefined ? model : await resolveModel(options.rationales)
  const found: JudgedChain[] = []
  try {
    const judge = modelJudge({
      model,
      rewards,
      outcome: !options['no-outcome'],
      rationaleModel: await rememberedWriter(writer, options.written),
      rationaleTokens: Number(options.rationaleTokens),
    })
    const all = work.reduce((count, { keys }) => count + keys.length, 0)
    for (const { keys, judge: judged } of work) {
      const before = keys.flatMap((key) => known.get(key) ?? [])
      const rows = before.length === keys.length ? before : await judged(judge)
      for (const row of rows) if (!known.has(row.key)) await journal.append(row)
      found.push(...rows)
      process.stderr.write(`\r${found.length} of ${all} chains, ${((performance.now() - started) / 1000).toFixed(0)} s`)
    }
  } finally {
    await model.close()
    if (writer !== model) await writer.close()
  }
  process.stderr.write('\n')
  return found
}

function report(): void {
  const tokens = emptyTally()
  for (const row of rows) addTally(tokens, row.tokens)
  const { evaluated, unique, generated, naive = Number.NaN } = tokens
  console.log(
    `${options.model}; ${data}: ${new Set(rows.map(({ group }) => group)).size} problems, ${rows.length} chains, ${(100 * mean(rows.map(({ right }) => Number(right)))).toFixed(1)} % right, ${rows.filter(({ reason }) => reason).length} not judged`,
  )
  console.log(
    `tokens: evaluated ${evaluated}, unique ${unique} (evaluated / unique ${(evaluated / unique).toFixed(3)}; a loop over pairs: ${(naive / unique).toFixed(1)}), generated ${generated}; ${((performance.now() - started) / 1000).toFixed(0)} s`,
  )
  for (const line of (options.candidates === undefined ? onSteps : onCandidates)(rows, data as string))
    console.log(line)
}
