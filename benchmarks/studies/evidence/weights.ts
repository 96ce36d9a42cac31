/*
 * Fits the probability of `verifier/evidence` and says what it is worth:
 *
 *   npm run study evidence-weights -- --number FILE … --symbolic FILE … --choice FILE … [--context FILE …] [--write verifier/evidence/calibration.json]
 *
 * Every FILE holds graded candidate sets (or ungraded ones with a gold answer). Figures are cross-fitted by question: each chain is judged by
 * weights that never saw its question. The weights written are fitted on the questions that are not held aside (src/core/records/split.ts), so that the
 * rest stays unseen by what ships; `shipped` measures the weights in the tree on that rest.
 */

import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { defined } from '../../../src/core/absence.js'
import { finalAnswer } from '../../../src/core/answers/answer.js'
import { answerKey, answersEqual } from '../../../src/core/answers/equivalence.js'
import { readRecords } from '../../../src/core/records/ndjson.js'
import { heldAside } from '../../../src/core/records/split.js'
import type { Candidate, CandidateSet } from '../../../src/core/records/types.js'
import { seededRandom } from '../../../src/core/statistics/random.js'
import {
  areaUnderCurve,
  brier,
  expectedCalibrationError,
  mean,
  pairedBootstrap,
} from '../../../src/core/statistics/statistics.js'
import { solutionText, stepsOf } from '../../../src/core/steps/steps.js'
import { applyLogistic, type Calibration, crossFit, fitLogistic } from '../../../verifier/calibration/calibration.js'
import { evidenceCalibration } from '../../../verifier/evidence/calibration.js'
import { checkEvidence, type QuestionKind, questionKinds, STEP_THRESHOLD } from '../../../verifier/evidence/index.js'
import { bestOfN, majority, type Vote, weightedVote } from '../../../verifier/judge/votes.js'
import { publicCandidateSetSchema } from '../../public-formats.js'

/**
 * Candidates of one problem share its facts, so that there are fewer independent chains than chains. Penalised as they are, since
 * otherwise a handful of problems decides what a rare flag weighs (an answer below one was as good as impossible).
 */
const FIT = { l2: 5, penalty: 'as they are' } as const

interface Row {
  features: Record<string, number>
  label: boolean
  group: string
  set: string
  key: string | null
  model: unknown
}

const { values: options } = parseArgs({
  options: {
    number: { type: 'string', multiple: true, default: [] },
    symbolic: { type: 'string', multiple: true, default: [] },
    choice: { type: 'string', multiple: true, default: [] },
    context: { type: 'string', multiple: true, default: [] },
    generatorsBelow: { type: 'string', default: '0.83' },
    candidatesPerProblem: { type: 'string', default: '8' },
    write: { type: 'string' },
  },
})

const models: Partial<Record<QuestionKind, ReturnType<typeof fitLogistic>>> = {}
const rowsOf = new Map<QuestionKind, Row[]>()
for (const kind of questionKinds) {
  const rows = (await Promise.all(options[kind].map((file) => readRows(file, kind)))).flat()
  if (rows.length === 0) continue
  rowsOf.set(kind, rows)
  // A generator's accuracy is that over the file, whatever part of it is measured.
  const weak = weakGenerators(rows)
  const own = rows.map((row) => ({ ...row, features: featuresOf(kind, row.features) }))
  report(`${kind}: cross-fitted`, rows, crossFit(own, 5, FIT), weak)
  const fitted = fitLogistic(
    own.filter(({ group }) => isFitted(group)),
    FIT,
  )
  models[kind] = fitted
  const held = rows.filter(({ group }) => !isFitted(group))
  const heldOwn = own.filter(({ group }) => !isFitted(group))
  report(
    `${kind}: fitted on the rest, measured on what is held aside`,
    held,
    heldOwn.map(({ features }) => applyLogistic(fitted, features)),
    weak,
  )
  report(
    `${kind}: shipped, measured on what is held aside`,
    held,
    held.map(({ features }) => applyLogistic(evidenceCalibration, features)),
    weak,
  )
}
for (const [kind, model] of Object.entries(models)) {
  for (const [other, rows] of rowsOf) {
    if (other === kind) continue
    report(
      `${other}: with the weights of ${kind} (transfer)`,
      rows,
      rows.map((row) => applyLogistic(model, featuresOf(other, row.features))),
      weakGenerators(rows),
    )
  }
}
if (options.write !== undefined) writeFileSync(options.write, `${JSON.stringify(merge(), null, 2)}\n`)

async function readRows(file: string, kind: QuestionKind): Promise<Row[]> {
  const rows: Row[] = []
  for await (const { record } of readRecords(file, publicCandidateSetSchema)) {
    for (const candidate of record.candidates) rows.push(...rowOf(record, candidate, kind))
  }
  return rows
}

function rowOf(set: CandidateSet, candidate: Candidate, kind: QuestionKind): Row[] {
  const steps = stepsOf(candidate)
  const unwrapped = solutionText(candidate.text ?? steps.join('\n'))
  const found = finalAnswer(unwrapped.text, set)
  const answer = candidate.answer ?? unwrapped.answer ?? (found.kind === 'unparsed' ? undefined : found.value)
  // With --context, questions with options are asked without them: the chosen option's text is the answer.
  const letter = answer === undefined ? -1 : answer.trim().charCodeAt(0) - 65
  const hidden = kind === 'context' && set.options !== undefined
  const written = hidden ? set.options?.[letter] : answer
  if (hidden && (written === undefined || !/^[^a-z]*\d[^a-z]*(?:[a-z]+\W*){0,2}$/i.test(written))) return []
  const { features } = checkEvidence({
    question: set.question,
    // A context without numbers where the file has none: only the kind of question follows from it.
    ...(kind === 'context' ? { context: set.context ?? '0' } : {}),
    ...(set.options === undefined || hidden ? {} : { options: set.options }),
    steps,
    ...defined({ answer: written }),
  })
  if (features[`${kind}:bias`] !== 1) return []
  return [
    {
      features,
      label:
        candidate.correct ?? (answer !== undefined && set.gold !== undefined && answersEqual(answer, set.gold, set)),
      group: set.question,
      set: set.id,
      key: answer === undefined ? null : answerKey(answer, set),
      model: candidate.model,
    },
  ]
}

function featuresOf(kind: string, features: Readonly<Record<string, number>>): Record<string, number> {
  const own = Object.entries(features).filter(([name]) => name.startsWith(`${kind}:`) && name !== `${kind}:bias`)
  return Object.fromEntries(own.map(([name, value]) => [name.slice(kind.length + 1), value]))
}

/** The weights come from the questions that training uses too, so that what is held aside is unseen by every part of a verifier. */
function isFitted(group: string): boolean {
  return !heldAside(group)
}

function report(
  title: string,
  rows: readonly Row[],
  probabilities: readonly (number | null)[],
  weak: ReadonlySet<unknown>,
): void {
  const p = probabilities.map((each) => each ?? 0.5)
  const labels = rows.map(({ label }) => label)
  const line = (picked: readonly number[], name: string) => {
    const scores = strategies(picked, rows, p)
    const gain = pairedBootstrap(scores.best, scores.random)
    const vote = pairedBootstrap(scores.weighted, scores.majority)
    const shown = Object.entries(scores).map(([strategy, values]) => `${strategy} ${(100 * mean(values)).toFixed(1)}`)
    console.log(`  ${name}: ${scores.random.length} problems; ${shown.join(', ')}`)
    console.log(`    best - random ${interval(gain)}; weighted - majority ${interval(vote)}`)
  }
  console.log(`${title}: ${rows.length} chains, ${(100 * mean(labels.map(Number))).toFixed(1)} % right`)
  console.log(
    `  AUC ${areaUnderCurve(p, labels).toFixed(3)}, ECE ${expectedCalibrationError(p, labels).toFixed(3)}, Brier ${brier(p, labels).toFixed(3)}`,
  )
  const count = Number(options.candidatesPerProblem)
  line(draw(rows.keys(), rows, count), `${count} drawn of all generators`)
  line(
    draw(
      [...rows.keys()].filter((i) => weak.has(rows[i]?.model)),
      rows,
      count,
    ),
    `${count} drawn of generators below ${options.generatorsBelow}`,
  )
}

function interval({ difference, ci95 }: { difference: number; ci95: readonly [number, number] }): string {
  return `${(100 * difference).toFixed(1)} [${(100 * ci95[0]).toFixed(1)}, ${(100 * ci95[1]).toFixed(1)}]`
}

/** Generators whose accuracy over these rows is below the limit. */
function weakGenerators(rows: readonly Row[]): Set<unknown> {
  const grades = groupBy(rows, ({ model }) => model)
  const below = Number(options.generatorsBelow)
  return new Set(
    [...grades].filter(([, own]) => mean(own.map(({ label }) => Number(label))) < below).map(([model]) => model),
  )
}

/** Up to `count` candidates of each problem, by a seed from the problem's id. */
function draw(indices: Iterable<number>, rows: readonly Row[], count: number): number[] {
  const problems = groupBy([...indices], (i) => rows[i]?.set as string)
  return [...problems].flatMap(([id, own]) => seededRandom(`0:${id}:0`).shuffle(own).slice(0, count))
}

function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item)) ?? []
    group.push(item)
    groups.set(keyOf(item), group)
  }
  return groups
}

function strategies(picked: readonly number[], rows: readonly Row[], p: readonly number[]) {
  const scores = {
    random: [] as number[],
    majority: [] as number[],
    best: [] as number[],
    weighted: [] as number[],
    oracle: [] as number[],
  }
  for (const own of groupBy(picked, (i) => rows[i]?.set as string).values()) {
    const votes: Vote[] = own.map((i) => ({ key: rows[i]?.key ?? null, probability: p[i] as number, reward: null }))
    const right = own.map((i) => Number(rows[i]?.label))
    const chance = (winners: ReadonlyMap<number, number>) =>
      [...winners].reduce((sum, [i, share]) => sum + share * (right[i] as number), 0)
    scores.random.push(mean(right))
    scores.majority.push(chance(majority(votes)))
    scores.best.push(chance(bestOfN(votes)))
    scores.weighted.push(chance(weightedVote(votes)))
    scores.oracle.push(Math.max(...right))
  }
  return scores
}

/** One linear model out of one a kind: the mean of each feature moves into the kind's constant. */
function merge(): Calibration {
  const features: Calibration['features'] = {}
  for (const [kind, model] of Object.entries(models)) {
    let bias = model.intercept
    for (const [name, { mean: center, scale, weight }] of Object.entries(model.features)) {
      if (Math.abs(weight) < 1e-9) continue
      bias -= (weight * center) / scale
      features[`${kind}:${name}`] = { mean: 0, scale: round(scale), weight: round(weight) }
    }
    features[`${kind}:bias`] = { mean: 0, scale: 1, weight: round(bias) }
  }
  const fitted = [...rowsOf.values()].flat().filter(({ group }) => isFitted(group))
  const data = [...rowsOf.keys()].map(
    (kind) => `${kind}: ${options[kind].map((file) => file.split('/').pop()).join(' + ')}`,
  )
  return {
    version: 1,
    features,
    intercept: 0,
    accept: 0.7,
    reject: 0.3,
    stepThreshold: STEP_THRESHOLD,
    fittedOn: {
      data: `${data.join('; ')}; the questions that are not held aside (src/core/records/split.ts)`,
      chains: fitted.length,
      problems: new Set(fitted.map(({ group }) => group)).size,
      date: new Date().toISOString().slice(0, 10),
    },
  }
}

function round(value: number): number {
  return Number(value.toPrecision(6))
}
