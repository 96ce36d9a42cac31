/*
 * What the embedded verifier is worth on held-aside questions, part by part, and its calibration:
 *
 *     npm run study embedded -- --model FOLDER --gsm FILE --choice FILE --symbolic FILE --steps FILE --cache FOLDER [--stage choices|steps]
 *       [--write FOLDER/calibration.json] [--verifier qwen-0.5b:PATH [--beside-embedded]] [--share 0.5]
 *
 * FOLDER is what the recipe packed. What the network says of every chain takes minutes and is kept in the cache folder, so that a run goes on where it was
 * killed; the checks look anew each time. Weights are fitted on the held-aside questions alone, which the network and the evidence never saw; every
 * figure is cross-fitted by question, over 10 seeded draws of candidates, with intervals over problems. One stage alone writes nothing. `--verifier` takes the
 * network of a verifier on a pretrained base instead, for the stage `choices`: hours of a processor, so that `--share` takes a part of the questions.
 * `--beside-embedded` puts what ships as `embedded:` beside it, as a second network.
 */

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { at } from '../../../src/core/absence.js'
import { fingerprint } from '../../../src/core/files/fingerprint.js'
import { type PretrainedName, pretrainedOf } from '../../../src/core/pretrained.js'
import { readRecords } from '../../../src/core/records/ndjson.js'
import type { CandidateSet } from '../../../src/core/records/types.js'
import { seededRandom } from '../../../src/core/statistics/random.js'
import { areaUnderCurve, brier, expectedCalibrationError } from '../../../src/core/statistics/statistics.js'
import {
  type Calibration,
  crossFit,
  type Features,
  type FitOptions,
  fitLogistic,
  type LabelledFeatures,
} from '../../../verifier/calibration/calibration.js'
import { networkJudge, openEmbeddedModel } from '../../../verifier/embedded/index.js'
import { openPretrained, PRETRAINED } from '../../../verifier/embedded/pretrained.js'
import { stackFeatures, stackSign, stackStepFeatures, stackStepSign } from '../../../verifier/embedded/stack.js'
import { checkEvidence } from '../../../verifier/evidence/index.js'
import { publicCandidateSetSchema } from '../../public-formats.js'
import { weakGenerators } from '../../selection.js'
import { remembered } from '../remembered.js'
import { type ChoiceRow, printChoices, printExponents } from './choices.js'
import { type JudgedRow, type JudgeFileOptions, judgeFile } from './judged.js'
import { isUnseenGenerator } from './recipe/assemble.js'
import { corrupt, corruptionKinds } from './recipe/corrupt.js'
import {
  crossFitSteps,
  judgeLabelled,
  judgePairs,
  labelledSteps,
  type PairRow,
  printFirstErrors,
  printPairs,
  type StepRow,
} from './steps.js'

const { values: options } = parseArgs({
  options: {
    model: { type: 'string', default: 'verifier/embedded/model' },
    gsm: { type: 'string' },
    choice: { type: 'string' },
    symbolic: { type: 'string' },
    steps: { type: 'string' },
    stage: { type: 'string' },
    cache: { type: 'string', default: 'embedded-cache' },
    limit: { type: 'string', default: '16' },
    pairs: { type: 'string', default: '400' },
    write: { type: 'string' },
    verifier: { type: 'string' },
    share: { type: 'string', default: '1' },
    'beside-embedded': { type: 'boolean', default: false },
  },
})
const DRAWS = 10
const FEWEST_PROBLEMS = 50
/** Of the right chains, at least this share must keep all their steps: whoever reads verdicts stops believing one that cries wolf. */
const LEAST_CORRECT = 0.8
const GENERATORS_BELOW = 0.83
const FIT: FitOptions = { l2: 5, sign: stackSign }
const STEP_FIT: FitOptions = { l2: 5, sign: stackStepSign }
/** Sets whose gains are averaged. */
const aim = ['GSM8K', 'MMLU-Pro finance', 'MMLU-Pro other']

/** What is compared: each is a choice of features for the same logistic model. */
const parts: Record<string, (row: JudgedRow) => Record<string, number>> = {
  style: ({ style, features }) => byKindOf(features, style),
  evidence: ({ features }) => pick(features, ['evidence']),
  process: ({ features }) => pick(features, ['process']),
  value: ({ features }) => pick(features, ['value']),
  network: ({ features }) => pick(features, ['process', 'value']),
  all: ({ features }) => pick(features, ['evidence', 'process', 'value']),
  ...(options['beside-embedded'] && {
    beside: ({ features }) => pick(features, ['evidence', 'beside']),
    'all and beside': ({ features }) => pick(features, ['evidence', 'process', 'value', 'beside']),
  }),
}

/** The same for one step. */
const stepParts: Record<string, (features: Features) => Features> = {
  evidence: ({ process, value, processChange, valueChange, ...checks }) => checks as Features,
  process: ({ process = 0, processChange = 0 }) => ({ process, processChange }),
  network: ({ process = 0, value = 0, processChange = 0, valueChange = 0 }) => ({
    process,
    value,
    processChange,
    valueChange,
  }),
  all: (features) => features,
}

const { stage, write } = options
if (stage !== undefined && ((stage !== 'choices' && stage !== 'steps') || write !== undefined))
  throw new Error('--stage takes choices or steps, and writes no calibration: that needs both')
const pretrained = options.verifier === undefined ? undefined : pretrainedOf(options.verifier)
if (options.verifier !== undefined && (pretrained === undefined || stage !== 'choices'))
  throw new Error('--verifier takes a verifier on a pretrained base, with --stage choices')
if (options['beside-embedded'] && pretrained === undefined)
  throw new Error('--beside-embedded stands beside the network of --verifier')
mkdirSync(options.cache, { recursive: true })
const opened = pretrained ? await openBased(pretrained) : await openShipped()
const network = await rememberedNetwork(opened)
const second = options['beside-embedded'] ? await openShipped() : undefined
const beside = second && (await rememberedNetwork(second))
const weak = await weakOf(options.gsm)
const rows = stage === 'steps' ? [] : await allSolutions()
if (rows.length > 0) printSolutions(rows)
const labelled = stage === 'choices' ? { chains: [], pairs: [] } : await allSteps(options.steps)
if (labelled.chains.length > 0) printSteps(labelled)
if (write !== undefined) writeCalibration(write)
await opened.close()
await second?.close()

function rememberedNetwork({ judge, weights }: Awaited<ReturnType<typeof openShipped | typeof openBased>>) {
  return remembered(judge, join(options.cache, `network-${weights}.ndjson`))
}

async function openShipped() {
  const model = await openEmbeddedModel({ folder: options.model })
  const weights = ['base.gguf', 'process'].map((part) => fingerprint(join(options.model, part))).join('-')
  return { judge: networkJudge(model), close: () => model.close(), weights }
}

async function openBased({ name, path }: { name: PretrainedName; path: string }) {
  const weights = fingerprint(join(PRETRAINED[name].folder, 'adapter_model.safetensors'))
  return { ...(await openPretrained(name, path)), weights }
}

async function allSolutions(): Promise<JudgedRow[]> {
  const isFinance = ({ category }: CandidateSet) => category === 'business' || category === 'economics'
  return [
    ...(await judged(options.gsm, { setOf: () => 'GSM8K', keep: weak })),
    ...(await judged(options.choice, {
      setOf: (record) => (isFinance(record) ? 'MMLU-Pro finance' : 'MMLU-Pro other'),
    })),
    ...(await judged(options.symbolic, { setOf: () => 'MATH level 5' })),
    ...(pretrained ? [] : await asAccounts()),
  ]
}

async function asAccounts(): Promise<JudgedRow[]> {
  return [
    // No released solutions answer questions about a company's report in words; so the facts of other problems are put into a context.
    ...(await judged(options.gsm, { setOf: () => 'GSM8K as accounts', keep: weak, asAccount: true })),
    ...(await judged(options.choice, { setOf: () => 'MMLU-Pro as accounts', asAccount: true })),
  ]
}

/** Judged rows of a file. */
async function judged(
  file: string | undefined,
  how: Pick<JudgeFileOptions, 'setOf' | 'asAccount'> & Partial<Pick<JudgeFileOptions, 'keep'>>,
): Promise<JudgedRow[]> {
  if (file === undefined) return []
  const found = judgeFile({
    keep: () => true,
    ...how,
    file,
    judgeMany: network.many,
    ...(beside && { besideMany: beside.many }),
    isUnseen: isUnseenGenerator,
    stack: stackFeatures,
    limit: Number(options.limit),
    share: Number(options.share),
  })
  return collected(found, `${file}${how.asAccount ? ', as accounts' : ''}`)
}

async function collected<T>(made: AsyncIterable<T>, name: string): Promise<T[]> {
  const started = performance.now()
  const rows: T[] = []
  for await (const row of made)
    if (rows.push(row) % 1000 === 0)
      console.error(`${name}: ${rows.length}, ${((performance.now() - started) / 1000).toFixed(0)} s`)
  return rows
}

interface LabelledSteps {
  chains: StepRow[]
  pairs: PairRow[]
}

async function allSteps(file: string | undefined): Promise<LabelledSteps> {
  if (file === undefined) throw new Error('--steps FILE is missing: labelled chains, for the rewards of steps')
  const files = [options.gsm, options.symbolic, options.choice].filter((each) => each !== undefined)
  const slip = (chain: { question: string; steps: readonly string[] }, seed: string) =>
    corrupt(chain, seededRandom(seed))
  return {
    chains: await collected(judgeLabelled(file, judgeSteps), file),
    pairs: await collected(
      judgePairs({ files, judge: judgeSteps, corrupt: slip, limit: Number(options.pairs) }),
      'slips',
    ),
  }
}

function printSolutions(rows: readonly JudgedRow[]): void {
  const crossFitted = new Map(
    Object.entries(parts).map(([name, featuresOf]) => [name, crossFit(labelledRows(rows, featuresOf), 5, FIT)]),
  )
  const unseen = (row: JudgedRow) => row.unseen
  for (const k of [8, 3]) {
    const how = { k, draws: DRAWS, fewest: k, fewestProblems: FEWEST_PROBLEMS, aim }
    printChoices('all generators', judges(rows, crossFitted), how)
    printChoices('unseen generators', judges(rows, crossFitted, unseen), how)
    printExponents(judges(rows, crossFitted).get('all') ?? [], how)
  }
  trust(rows, crossFitted)
}

function printSteps({ chains, pairs }: LabelledSteps): void {
  const variants = Object.fromEntries(
    Object.entries(stepParts).map(([name, part]) => [name, crossFitSteps(chains, pairs, part, STEP_FIT)]),
  )
  printFirstErrors(variants, LEAST_CORRECT)
  printPairs(variants, corruptionKinds)
}

/** The others leave nothing to choose. */
async function weakOf(file: string | undefined): Promise<(generator: string) => boolean> {
  const sets: CandidateSet[] = []
  if (file !== undefined) {
    for await (const { record } of readRecords(file, publicCandidateSetSchema)) sets.push(record)
  }
  return weakGenerators(sets, GENERATORS_BELOW)
}

function pick(features: Record<string, number>, names: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    Object.entries(features).filter(([name]) => {
      const feature = name.slice(name.indexOf(':') + 1)
      return feature === 'bias' || names.includes(at(feature.split(':'), 0))
    }),
  )
}

function byKindOf(features: Record<string, number>, own: Record<string, number>): Record<string, number> {
  const kind = Object.keys(features).find((name) => name.endsWith(':bias')) as string
  const named = Object.entries(own).map(([name, value]) => [kind.replace('bias', name), value])
  return { [kind]: 1, ...Object.fromEntries(named) }
}

/** Absent is zero, and every row has the same names. */
function labelledRows(
  rows: readonly JudgedRow[],
  featuresOf: (row: JudgedRow) => Record<string, number>,
): LabelledFeatures[] {
  const labelled = rows.map((row) => ({ features: featuresOf(row), label: row.correct, group: row.group }))
  const zeros = Object.fromEntries(labelled.flatMap(({ features }) => Object.keys(features)).map((name) => [name, 0]))
  return labelled.map((row) => ({ ...row, features: { ...zeros, ...row.features } }))
}

type CrossFitted = ReadonlyMap<string, readonly (number | null)[]>

/** Each judge's cross-fitted probabilities, on the rows that are kept. */
function judges(
  rows: readonly JudgedRow[],
  crossFitted: CrossFitted,
  keep: (row: JudgedRow) => boolean = () => true,
): Map<string, ChoiceRow[]> {
  return new Map(
    [...crossFitted].map(([name, probabilities]) => [
      name,
      rows.flatMap((row, i) =>
        keep(row) ? [{ ...row, verdict: { probability: probabilities[i] ?? null, reward: null } }] : [],
      ),
    ]),
  )
}

/** How far the probabilities can be trusted, over the chains of all sets together. */
function trust(rows: readonly JudgedRow[], crossFitted: CrossFitted): void {
  console.log('\ncross-fitted probabilities, all sets together')
  for (const [name, probabilities] of crossFitted) {
    const p = probabilities.map((each) => each ?? 0.5)
    const labels = rows.map(({ correct }) => correct)
    console.log(
      `  ${name.padEnd(9)} ${rows.length} chains; AUC ${areaUnderCurve(p, labels).toFixed(3)} ECE ${expectedCalibrationError(p, labels).toFixed(3)} Brier ${brier(p, labels).toFixed(3)}`,
    )
  }
}

/** Network and checks on the steps of one chain. */
async function judgeSteps(chain: { question: string; steps: readonly string[] }): Promise<(Features | undefined)[]> {
  const judgements = [await network(chain), checkEvidence(chain)]
  return chain.steps.map((_, i) =>
    stackStepFeatures(Object.assign({}, ...judgements.map(({ steps }) => steps[i]?.features))),
  )
}

/** Weights from every held-aside chain; thresholds from cross-fitted probabilities. */
function writeCalibration(path: string): void {
  const { chains, pairs } = labelled
  const calibration: Calibration = {
    version: 1,
    ...fitLogistic(
      labelledRows(rows, ({ features }) => features),
      FIT,
    ),
    // npm run study fresh: the network ranks and accuses nobody; at most 3 of 155 wrong fresh chains are called correct.
    accept: 0.92,
    reject: 0,
    stepThreshold: 0,
    steps: fitLogistic(labelledSteps(chains, pairs), STEP_FIT),
    fittedOn: {
      data: 'held-aside questions (src/core/records/split.ts) of zeroeval_gsm, mmlu_pro, zeroeval_math_l5; steps: step_labels and slips in right solutions',
      chains: rows.length,
      problems: new Set(rows.map(({ group }) => group)).size,
      date: new Date().toISOString().slice(0, 10),
    },
  }
  writeFileSync(path, `${JSON.stringify(calibration, null, 2)}\n`)
  console.log(`\nwritten: ${path}`)
}
