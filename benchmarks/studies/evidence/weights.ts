/*
 * Fits the probability of `verifier/evidence` and says what it is worth:
 *
 *   npm run study evidence-weights -- --number FILE … --symbolic FILE … --choice FILE … [--context FILE …] [--write verifier/evidence/calibration.json]
 *
 * `--mostOfOne N` takes N drawn solutions of a problem: they share its facts, so half of them say nearly as much in half the time.
 *
 * Every FILE holds graded candidate sets (or ungraded ones with a gold answer). Figures are cross-fitted by question: each chain is judged by
 * weights that never saw its question. The weights written are fitted on the questions that are not held aside (src/core/records/split.ts), so that the
 * rest stays unseen by what ships; `shipped` measures the weights in the tree on that rest.
 */

import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { at, defined } from '../../../src/core/absence.js'
import { answerKey } from '../../../src/core/answers/equivalence.js'
import { readRecords } from '../../../src/core/records/ndjson.js'
import { heldAside } from '../../../src/core/records/split.js'
import type { Candidate, CandidateSet } from '../../../src/core/records/types.js'
import { seededRandom } from '../../../src/core/statistics/random.js'
import { areaUnderCurve, brier, expectedCalibrationError, mean } from '../../../src/core/statistics/statistics.js'
import { stepsOf } from '../../../src/core/steps/steps.js'
import {
  applyLogistic,
  type Calibration,
  crossFit,
  type FitOptions,
  fitLogistic,
} from '../../../verifier/calibration/calibration.js'
import { evidenceProbability } from '../../../verifier/evidence/calibration.js'
import { checkEvidence, type QuestionKind, questionKinds, STEP_THRESHOLD } from '../../../verifier/evidence/index.js'
import { chainSign } from '../../../verifier/evidence/signs.js'
import { answerOf, isRight } from '../../answers.js'
import { publicCandidateSetSchema } from '../../public-formats.js'
import { weakGenerators } from '../../selection.js'
import { describeScores, scoresOf } from '../scores.js'

/**
 * Candidates of one problem share its facts, so that there are fewer independent chains than chains. Penalised as they are, since
 * otherwise a handful of problems decides what a rare flag weighs (an answer below one was as good as impossible). A passed check never weighs against.
 */
const FIT: FitOptions = { l2: 5, penalty: 'as they are', sign: chainSign }

interface Weighed {
  features: Record<string, number>
  label: boolean
  group: string
  set: string
  key: string | null
  generator: string
}

const { values: options } = parseArgs({
  options: {
    number: { type: 'string', multiple: true, default: [] },
    symbolic: { type: 'string', multiple: true, default: [] },
    choice: { type: 'string', multiple: true, default: [] },
    context: { type: 'string', multiple: true, default: [] },
    generatorsBelow: { type: 'string', default: '0.83' },
    candidatesPerProblem: { type: 'string', default: '8' },
    mostOfOne: { type: 'string' },
    write: { type: 'string' },
  },
})

const models: Partial<Record<QuestionKind, ReturnType<typeof fitLogistic>>> = {}
const rowsOf = new Map<QuestionKind, Weighed[]>()
const weak = new Map<QuestionKind, (generator: string) => boolean>()
for (const kind of questionKinds) {
  const sets = await readSets(options[kind])
  const rows = sets.flatMap((set) => drawnOf(set).flatMap((candidate) => rowOf(set, candidate, kind)))
  if (rows.length === 0) continue
  rowsOf.set(kind, rows)
  const isWeak = weakGenerators(sets, Number(options.generatorsBelow))
  weak.set(kind, isWeak)
  const own = rows.map((row) => ({ ...row, features: featuresOf(kind, row.features) }))
  report(`${kind}: cross-fitted`, rows, crossFit(own, 5, FIT), isWeak)
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
    isWeak,
  )
  report(
    `${kind}: shipped, measured on what is held aside`,
    held,
    held.map(({ features }) => evidenceProbability(features)),
    isWeak,
  )
}
for (const [kind, model] of Object.entries(models)) {
  for (const [other, rows] of rowsOf) {
    if (other === kind) continue
    report(
      `${other}: with the weights of ${kind} (transfer)`,
      rows,
      rows.map((row) => applyLogistic(model, featuresOf(other, row.features))),
      weak.get(other) ?? (() => true),
    )
  }
}
if (options.write !== undefined) writeFileSync(options.write, `${JSON.stringify(merge(), null, 2)}\n`)

async function readSets(files: readonly string[]): Promise<CandidateSet[]> {
  const sets: CandidateSet[] = []
  for (const file of files) {
    for await (const { record } of readRecords(file, publicCandidateSetSchema)) sets.push(record)
  }
  return sets
}

function drawnOf({ id, candidates }: CandidateSet): Candidate[] {
  const { mostOfOne } = options
  return mostOfOne === undefined
    ? candidates
    : seededRandom(`weights:${id}`).shuffle(candidates).slice(0, Number(mostOfOne))
}

function rowOf(set: CandidateSet, candidate: Candidate, kind: QuestionKind): Weighed[] {
  const steps = stepsOf(candidate)
  const answer = answerOf(set, candidate) ?? undefined
  // With --context, questions with options are asked without them: the chosen option's text is the answer.
  const letter = answer === undefined ? -1 : answer.trim().charCodeAt(0) - 65
  const hidden = kind === 'context' && set.options !== undefined
  const written = hidden ? set.options?.[letter] : answer
  if (hidden && (written === undefined || !/^[^a-z]*\d[^a-z]*(?:[a-z]+\W*){0,2}$/i.test(written))) return []
  const { features } = checkEvidence({
    question: set.question,
    // A context without numbers where the file has none: only the kind of question follows from it.
    steps,
    ...defined({
      context: kind === 'context' ? (set.context ?? '0') : undefined,
      options: hidden ? undefined : set.options,
      answer: written,
    }),
  })
  if (features[`${kind}:bias`] !== 1) return []
  return [
    {
      features,
      label: isRight(set, candidate),
      group: set.question,
      set: set.id,
      key: answer === undefined ? null : answerKey(answer, set),
      generator: String(candidate.model),
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
  rows: readonly Weighed[],
  probabilities: readonly (number | null)[],
  isWeak: (generator: string) => boolean,
): void {
  const p = probabilities.map((each) => each ?? 0.5)
  const labels = rows.map(({ label }) => label)
  const k = Number(options.candidatesPerProblem)
  const candidates = rows.map(({ set, key, label, generator }, i) => ({
    group: set,
    key,
    correct: label,
    generator,
    verdict: { probability: at(p, i), reward: null },
  }))
  const line = (name: string, own: typeof candidates) => {
    const scores = scoresOf(own, { k, draws: 1, fewest: 1 })
    console.log(`  ${k} drawn of ${name}: ${scores.random.length} problems; ${describeScores(scores)}`)
  }
  console.log(`${title}: ${rows.length} chains, ${(100 * mean(labels.map(Number))).toFixed(1)} % right`)
  console.log(
    `  AUC ${areaUnderCurve(p, labels).toFixed(3)}, ECE ${expectedCalibrationError(p, labels).toFixed(3)}, Brier ${brier(p, labels).toFixed(3)}`,
  )
  line('all generators', candidates)
  line(
    `generators below ${options.generatorsBelow}`,
    candidates.filter(({ generator }) => isWeak(generator)),
  )
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
    // npm run study fresh: at most 3 of 155 wrong fresh chains are called correct.
    accept: 0.97,
    reject: 0,
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
