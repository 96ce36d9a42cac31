import { readRecords } from '../../../src/core/records/ndjson.js'
import { heldAside } from '../../../src/core/records/split.js'
import type { LabelledChain } from '../../../src/core/records/types.js'
import { seededRandom } from '../../../src/core/statistics/random.js'
import { areaUnderCurve } from '../../../src/core/statistics/statistics.js'
import { stepsOf } from '../../../src/core/steps/steps.js'
import {
  crossFit,
  type Features,
  type FitOptions,
  type LabelledFeatures,
} from '../../../verifier/calibration/calibration.js'
import { crossFitStepThreshold, type LabelledRewards } from '../../../verifier/calibration/thresholds.js'
import { publicCandidateSetSchema, publicLabelledChainSchema } from '../../public-formats.js'

/** What the judges say of each step of a chain by itself. */
export type JudgeSteps = (chain: { question: string; steps: readonly string[] }) => Promise<(Features | undefined)[]>

/** A held-aside chain whose first wrong step is known. */
export interface StepRow {
  group: string
  source: string
  firstError: number
  steps: Features[]
}

/** One step of a held-aside right solution, as it is and with one slip. */
export interface PairRow {
  group: string
  kind: string
  before: Features
  after: Features
}

export async function* judgeLabelled(file: string, judge: JudgeSteps): AsyncGenerator<StepRow> {
  for await (const { record } of readRecords<LabelledChain>(file, publicLabelledChainSchema, { uniqueIds: false })) {
    // No licence is stated for mr_math.
    if (!heldAside(record.question) || record.source === 'mr_math') continue
    const judged = await judge({ question: record.question, steps: stepsOf(record) })
    const steps = judged.filter((step) => step !== undefined)
    if (steps.length === 0 || steps.length < judged.length) continue
    yield { group: record.question, source: String(record.source), firstError: record.firstError, steps }
  }
}

export interface JudgePairsOptions {
  files: readonly string[]
  judge: JudgeSteps
  corrupt(
    chain: { question: string; steps: readonly string[] },
    seed: string,
  ): { kind: string; steps: string[]; firstError: number } | undefined
  /** Pairs of each file. */
  limit: number
}

export async function* judgePairs({ files, judge, corrupt, limit }: JudgePairsOptions): AsyncGenerator<PairRow> {
  for (const file of files) {
    let done = 0
    for await (const { record } of readRecords(file, publicCandidateSetSchema)) {
      const { question } = record
      if (!heldAside(question) || done >= limit) continue
      const right = record.candidates.filter(({ correct, answer }) => correct ?? answer === record.gold)
      const [candidate] = seededRandom(`pair ${record.id}`).shuffle(right)
      const steps = candidate === undefined ? [] : stepsOf(candidate)
      const slipped = corrupt({ question, steps }, `slip ${record.id}`)
      if (slipped === undefined) continue
      const { kind, firstError: at } = slipped
      const [before] = (await judge({ question, steps: steps.slice(0, at + 1) })).slice(at)
      const [after] = (await judge({ question, steps: slipped.steps.slice(0, at + 1) })).slice(at)
      if (before === undefined || after === undefined) continue
      done++
      yield { group: question, kind, before, after }
    }
  }
}

/** Labelled steps and both sides of every pair, for one logistic model. Steps after the first error have no label. */
export function labelledSteps(
  chains: readonly StepRow[],
  pairs: readonly PairRow[],
  part: (features: Features) => Features = (features) => features,
): LabelledFeatures[] {
  return [
    ...chains.flatMap(({ group, firstError, steps }) =>
      upToError(steps, firstError).map((own, i) => ({ features: part(own), label: i !== firstError, group })),
    ),
    ...pairs.flatMap(({ group, before, after }) => [
      { features: part(before), label: true, group },
      { features: part(after), label: false, group },
    ]),
  ]
}

function upToError(steps: readonly Features[], firstError: number): readonly Features[] {
  return firstError === -1 ? steps : steps.slice(0, firstError + 1)
}

/** Step rewards from weights that never saw the question: of the labelled chains, and of both sides of the pairs. */
export interface CrossFittedSteps {
  chains: (LabelledRewards & { group: string })[]
  pairs: { kind: string; before: number; after: number }[]
}

export function crossFitSteps(
  chains: readonly StepRow[],
  pairs: readonly PairRow[],
  part: (features: Features) => Features,
  options: FitOptions,
): CrossFittedSteps {
  const probabilities = crossFit(labelledSteps(chains, pairs, part), 5, options).values()
  const next = () => probabilities.next().value as number
  return {
    chains: chains.map(({ group, firstError, steps }) => {
      const judged = upToError(steps, firstError).map(next)
      // What follows the first error is never looked at: the first step below the threshold decides.
      return { group, firstError, rewards: [...judged, ...steps.slice(judged.length).map(() => null)] }
    }),
    pairs: pairs.map(({ kind }) => ({ kind, before: next(), after: next() })),
  }
}

export function printFirstErrors(variants: Readonly<Record<string, CrossFittedSteps>>, leastCorrect: number): void {
  const [first] = Object.values(variants)
  console.log(`\nfirst wrong step, ${first?.chains.length} held-aside labelled chains, cross-fitted by question`)
  for (const [name, { chains }] of Object.entries(variants)) {
    for (const least of [0, leastCorrect]) {
      const { f1, errorAccuracy, correctAccuracy } = crossFitStepThreshold(chains, { leastCorrect: least })
      const how = least === 0 ? 'greatest F1' : `right chains >= ${100 * least} %`
      const shares = `wrong chains ${percent(errorAccuracy)}, right chains ${percent(correctAccuracy)}`
      console.log(`  ${name.padEnd(9)} ${how}: F1 ${percent(f1)} (${shares})`)
    }
    const labelled = chains.flatMap(({ rewards, firstError }) =>
      rewards.flatMap((reward, i) => (reward === null ? [] : [{ reward, right: i !== firstError }])),
    )
    const auc = areaUnderCurve(
      labelled.map(({ reward }) => reward),
      labelled.map(({ right }) => right),
    )
    console.log(`  ${name.padEnd(9)} AUC of steps, right from wrong: ${auc.toFixed(3)}`)
  }
}

export function printPairs(variants: Readonly<Record<string, CrossFittedSteps>>, kinds: readonly string[]): void {
  console.log('\none slip in a held-aside right solution: the reward of its step falls in … of the pairs, cross-fitted')
  for (const kind of ['all', ...kinds]) {
    const shares = Object.entries(variants).map(([name, { pairs }]) => {
      const own = pairs.filter((pair) => kind === 'all' || pair.kind === kind)
      return { name, count: own.length, fallen: own.filter(({ before, after }) => after < before).length }
    })
    const shown = shares.map(
      ({ name, count, fallen }) => `${name} ${count === 0 ? '-' : `${percent(fallen / count)} %`}`,
    )
    console.log(`  ${kind.padEnd(14)} ${String(shares[0]?.count).padStart(4)} pairs   ${shown.join('   ')}`)
  }
}

const percent = (share: number) => (100 * share).toFixed(1)
