/*
 * What the adapter and the heads that `torch_probe.py` trained are worth beside the checks, from the scores that it recorded, and the calibration of the
 * verifier that they become (`smollm2:`, `qwen-0.5b:`, `qwen-1.5b:`):
 *
 *     npm run study probe-stack -- --data DATA --trained OUT --chains LABELS_DIR --pack PACK [--embedded CACHE]
 *       [--verifier smollm2: --write FOLDER/calibration.json [--fresh FILE …]]
 *
 * Questions of the measuring part. Choosing: solutions of generators that nothing was trained on, as many right as wrong ones of each question. Steps:
 * PRMBench and MR-GSM8K, and slips in right solutions. Probabilities are cross-fitted by question, over all sets together. `--embedded` judges the
 * solutions with the shipped network too, and keeps what it says in a file. `--fresh` names the files of fresh chains that the pack was made of, in their order:
 * those that were scored take part in the calibration, and show how far the network may accuse.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { at, defined } from '../../../src/core/absence.js'
import { answerKey } from '../../../src/core/answers/equivalence.js'
import { areaUnderCurve, expectedCalibrationError, mean } from '../../../src/core/statistics/statistics.js'
import { crossFit, type Features, type LabelledFeatures } from '../../../verifier/calibration/calibration.js'
import { logOdds } from '../../../verifier/calibration/log-odds.js'
import { inLogOdds } from '../../../verifier/calibration/rules.js'
import { networkJudge, openEmbeddedModel } from '../../../verifier/embedded/index.js'
import { stackStepSign } from '../../../verifier/embedded/stack.js'
import { checkEvidence, stepFeatureNames } from '../../../verifier/evidence/index.js'
import { weighedEvidence } from '../../../verifier/evidence/weighed.js'
import { prepare } from '../../../verifier/judge/prepare.js'
import { type QuestionKind, questionKind, questionKinds } from '../../../verifier/judge/question-kind.js'
import { printChoices } from '../embedded/choices.js'
import { crossFitSteps, type PairRow, printFirstErrors, printPairs, type StepRow } from '../embedded/steps.js'
import { groupedBy } from '../scores.js'
import { judgementOf, writeCalibration } from './calibration.js'
import { freshChains, type RecordedChain, recordedChains, type WrittenChain, writtenChains } from './recorded.js'

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    trained: { type: 'string' },
    chains: { type: 'string' },
    pack: { type: 'string' },
    embedded: { type: 'string' },
    verifier: { type: 'string', default: 'smollm2:' },
    write: { type: 'string' },
    fresh: { type: 'string', multiple: true, default: [] },
  },
})
const { data, trained, chains, pack } = options
if (data === undefined || trained === undefined || chains === undefined || pack === undefined) {
  console.error(
    'usage: npm run study probe-stack -- --data DATA --trained OUT --chains DIR --pack DIR [--embedded FILE] [--write FILE]',
  )
  process.exit(2)
}
const L2 = 5
const DRAWS = 10
/** Of the right chains, at least this share must keep all their steps, as in the study `embedded`. */
const LEAST_CORRECT = 0.8
/** Every so many pairs of a slip: about as many as the study `embedded` takes. */
const PAIR_EVERY = 4
const GSM8K = 'zeroevalGsm'

interface Row {
  set: string
  kind: QuestionKind
  group: string
  key: string | null
  correct: boolean
  checks: Features
  network: Features
  embedded: Features
  style: Features
}

const recorded = (['dev', 'test'] as const).flatMap((part) => [...recordedChains({ trained, chains, pack }, part)])
const written: WrittenChain[] = []
for await (const each of writtenChains(data, recorded)) written.push(each)
const measured = written.filter(({ record }) => record.id.startsWith('test'))
const solutions = measured.filter(({ record }) => record.kind === 'outcome')
const embedded = options.embedded === undefined ? undefined : await judgedByEmbedded(options.embedded, solutions)
await printSolutions(await Promise.all(solutions.map(rowOf)))
printSteps()
if (options.write !== undefined) {
  const fresh: WrittenChain[] = []
  for await (const each of freshChains({ trained, pack }, options.fresh)) fresh.push(each)
  await writeCalibration(options.write, [...written, ...fresh], options.verifier)
}

async function rowOf({ record, chain, ...scores }: WrittenChain): Promise<Row> {
  const { features } = await weighedEvidence(prepare(chain))
  const characters = record.steps.join('\n').length
  return {
    set: record.source,
    kind: questionKind(chain),
    group: record.question,
    key: chain.answer === undefined ? null : answerKey(chain.answer, defined({ options: record.options })),
    correct: record.correct === true,
    checks: inLogOdds(features),
    network: inLogOdds(judgementOf(scores).features),
    embedded: inLogOdds(embedded?.get(record.id) ?? {}),
    style: {
      characters: Math.log1p(characters),
      steps: Math.log1p(record.steps.length),
      stepLength: Math.log1p(characters / record.steps.length),
    },
  }
}

async function printSolutions(rows: readonly Row[]): Promise<void> {
  const parts: Record<string, (row: Row) => Features> = {
    style: ({ style }) => style,
    evidence: ({ checks }) => checks,
    ...(embedded && { embedded: (row: Row) => row.embedded }),
    network: ({ network }) => network,
    ...(embedded && { 'evidence + embedded': (row: Row) => ({ ...row.checks, ...row.embedded }) }),
    'evidence + network': ({ checks, network }) => ({ ...checks, ...network }),
  }
  const judged = new Map(
    Object.entries(parts).map(([name, featuresOf]) => {
      const labelled = rows.map((row) => ({ features: featuresOf(row), label: row.correct, group: row.group }))
      const shared = crossFit(labelled, 5, { l2: L2 })
      const own = crossFitByKind(rows, labelled)
      const verdict = (i: number) => ({ probability: at(own, i), shared: at(shared, i), reward: null })
      return [name, rows.map((row, i) => ({ ...row, verdict: verdict(i) }))]
    }),
  )
  console.log(
    'right against wrong solutions of one question, by generators that nothing was trained on: AUC / pairs; ECE (with weights that all kinds share)',
  )
  for (const [name, own] of judged) {
    const sets = [...groupedBy(own, ({ set }) => set)].map(
      ([set, each]) =>
        `${set} (${each.length}) ${aucOf(each).toFixed(3)} / ${pairsWon(each).toFixed(3)}; ${eceOf(each, 'probability')} (${eceOf(each, 'shared')})`,
    )
    console.log(`  ${name.padEnd(20)} ${sets.join('   ')}`)
  }
  const aim = [...new Set(rows.map(({ set }) => set))]
  for (const k of [8, 3])
    printChoices('half of the candidates are right', judged, { k, draws: DRAWS, fewest: k, fewestProblems: 20, aim })
}

/** Weights of each kind of question's own, as `calibrate` fits them. */
function crossFitByKind(rows: readonly Row[], labelled: readonly LabelledFeatures[]): (number | null)[] {
  const probabilities: (number | null)[] = rows.map(() => null)
  for (const kind of questionKinds) {
    const places = rows.flatMap((row, i) => (row.kind === kind ? [i] : []))
    if (places.length === 0) continue
    const fitted = crossFit(
      places.map((i) => at(labelled, i)),
      5,
      { l2: L2 },
    )
    for (const [j, place] of places.entries()) probabilities[place] = at(fitted, j)
  }
  return probabilities
}

type Judged = { group: string; correct: boolean; verdict: { probability: number | null; shared: number | null } }

function aucOf(own: readonly Judged[]): number {
  return areaUnderCurve(
    own.map(({ verdict }) => verdict.probability ?? 0.5),
    own.map(({ correct }) => correct),
  )
}

function eceOf(own: readonly Judged[], which: 'probability' | 'shared'): string {
  const p = own.map(({ verdict }) => verdict[which] ?? 0.5)
  const labels = own.map(({ correct }) => correct)
  return expectedCalibrationError(p, labels).toFixed(3)
}

/** How often the right one of two solutions of a question gets more than the wrong one; a tie is half. */
function pairsWon(own: readonly Judged[]): number {
  const won: number[] = []
  for (const group of groupedBy(own, (row) => row.group).values())
    for (const right of group.filter(({ correct }) => correct))
      for (const wrong of group.filter(({ correct }) => !correct)) {
        const more = (right.verdict.probability ?? 0.5) - (wrong.verdict.probability ?? 0.5)
        won.push(more > 0 ? 1 : more === 0 ? 0.5 : 0)
      }
  return mean(won)
}

/** First wrong steps of labelled chains, and slips, as the study `embedded` has them. */
function printSteps(): void {
  const stepRows: StepRow[] = measured
    .filter(({ record }) => record.kind === 'step')
    .map(({ record, chain, steps }) => ({
      group: record.question,
      source: record.source,
      firstError: record.firstError ?? -1,
      steps: stepsSaid(chain, steps),
    }))
  const parts: Record<string, (features: Features) => Features> = {
    evidence: ({ process, processChange, reward, ...checks }) => checks as Features, // three names fewer
    network: ({ process = 0, processChange = 0 }) => ({ process, processChange }),
    all: ({ reward, ...features }) => features as Features, // one name fewer
    rewards: ({ process = 0, reward = 0 }) => ({ process, reward }),
    ships: ({ processChange, ...features }) => features as Features, // one name fewer
  }
  const pairRows = slipPairs()
  const fitted = (chains: readonly StepRow[], pairs: readonly PairRow[]) =>
    Object.fromEntries(
      Object.entries(parts).map(([name, part]) => [
        name,
        crossFitSteps(chains, pairs, part, { l2: L2, sign: stackStepSign }),
      ]),
    )
  const variants = fitted(stepRows, pairRows)
  printFirstErrors(variants, LEAST_CORRECT)
  printPairs(variants, [...new Set(pairRows.map(({ kind }) => kind))])

  console.log(
    '\nerrors that people marked (MR-GSM8K) beside right solutions of GSM8K, weights and threshold of these alone',
  )
  const whole = solutions
    .filter(({ record }) => record.source === GSM8K && record.correct)
    .map(({ record, chain, steps }) => ({
      group: record.question,
      source: GSM8K,
      firstError: -1,
      steps: stepsSaid(chain, steps),
    }))
  const marked = stepRows.filter(({ source }) => source === 'mr_gsm8k')
  printFirstErrors(
    fitted(
      [...marked, ...whole],
      pairRows.filter(({ kind }) => kind === GSM8K),
    ),
    LEAST_CORRECT,
  )
}

/** A slip and the right solution to the same step follow each other in the labels; kinds are their sources. */
function slipPairs(): PairRow[] {
  const slips = recorded.filter(({ record }) => record.kind === 'slip' && record.id.startsWith('test'))
  const last = ({ record, steps }: RecordedChain) => {
    const said = stepsSaid(record, steps)
    return at(said, said.length - 1)
  }
  const before = new Map<string, RecordedChain>()
  const pairs = slips.flatMap((slip) => {
    const { question, steps, firstError } = slip.record
    const key = JSON.stringify([question, steps.slice(0, -1)])
    if (firstError === -1) before.set(key, slip)
    const right = before.get(key)
    return firstError === -1 || right === undefined ? [] : [{ right, slip }]
  })
  return pairs
    .filter((_, i) => i % PAIR_EVERY === 0)
    .map(({ right, slip }) => ({
      group: slip.record.question,
      kind: slip.record.source,
      before: last(right),
      after: last(slip),
    }))
}

/** What network and checks say of each step: log-odds, by how much the step has moved them, the checks' own reward, and what they found. */
function stepsSaid(chain: { question: string; steps: readonly string[] }, network: readonly number[]): Features[] {
  const { steps } = checkEvidence({ question: chain.question, steps: chain.steps })
  return network.map((process, i) => ({
    process,
    processChange: process - (network[i - 1] ?? 0),
    reward: logOdds(at(steps, i).reward ?? 0.5),
    ...Object.fromEntries(stepFeatureNames.map((name) => [name, at(steps, i).features?.[name] ?? 0])),
  }))
}

/** What the shipped network says of each chain, by the record's id; kept, since it takes minutes. */
async function judgedByEmbedded(file: string, list: readonly RecordedChain[]): Promise<Map<string, Features>> {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : []
  const known = new Map(lines.map((line) => JSON.parse(line) as [string, Features])) // written below
  const model = await openEmbeddedModel()
  const judge = networkJudge(model)
  const missing = list.filter(({ record }) => !known.has(record.id))
  for (const group of groupedBy(missing, ({ record }) => record.question).values()) {
    const { judgements } = await judge.many(group.map(({ record }) => prepare({ ...record })))
    const found = group.map(({ record }, i): [string, Features] => [record.id, at(judgements, i).features])
    appendFileSync(file, found.map((each) => `${JSON.stringify(each)}\n`).join(''))
    for (const [id, features] of found) known.set(id, features)
  }
  await model.close()
  return known
}
