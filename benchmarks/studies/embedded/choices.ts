import {
  areaUnderCurve,
  expectedCalibrationError,
  mean,
  type PairedDifference,
  pairedBootstrap,
} from '../../../src/core/statistics/statistics.js'
import { weightedVote } from '../../../verifier/judge/votes.js'
import { type Choosable, choices } from '../../run/outcomes.js'
import { drawCandidates } from '../../selection.js'
import { meanDifference } from '../../statistics/mean-difference.js'
import { chance } from '../../statistics/over-k.js'

/** A judged candidate of a problem (`group`) of a set. */
export interface ChoiceRow extends Choosable {
  set: string
  group: string
}

export interface ChoiceOptions {
  /** Candidates of a problem; problems with fewer are left out. */
  k: number
  /** Seeded draws of them; a problem's score is its mean over them. */
  draws: number
  /** Sets with fewer problems are not shown. */
  fewestProblems: number
  /** Sets whose gains are averaged, each weighing the same. */
  aim: readonly string[]
}

type Strategy = keyof typeof choices
/** One number a problem. */
type Scores = Record<Strategy, number[]>

/** What choosing by each judge's probabilities is worth, set by set and over the sets that are aimed at. */
export function printChoices(title: string, judges: ReadonlyMap<string, readonly ChoiceRow[]>, options: ChoiceOptions) {
  console.log(`\n${title}: ${options.k} candidates, ${options.draws} draws`)
  for (const [judge, rows] of judges) {
    const bySet = new Map<string, Scores>()
    for (const [set, own] of groupedBy(rows, (row) => row.set)) {
      const scores = scoresOf(own, options)
      if (scores.random.length < options.fewestProblems) continue
      bySet.set(set, scores)
      console.log(
        `  ${judge.padEnd(9)} ${set.padEnd(20)} ${scores.random.length} problems; ${shown(scores)}; ${trust(own)}`,
      )
    }
    const aimed = options.aim.flatMap((set) => bySet.get(set) ?? [])
    if (aimed.length < options.aim.length) continue
    const over = (a: Strategy, b: Strategy) =>
      gain(meanDifference(aimed.map((scores) => scores[a].map((value, i) => value - (scores[b][i] as number)))))
    const gains = `best - random ${over('best-of-n', 'random')}; weighted - majority ${over('weighted', 'majority')}`
    console.log(`  ${judge.padEnd(9)} mean of ${aimed.length} sets: ${gains}`)
  }
}

function scoresOf(rows: readonly ChoiceRow[], { k, draws }: ChoiceOptions): Scores {
  const strategies = Object.keys(choices) as Strategy[]
  const scores = Object.fromEntries(strategies.map((name) => [name, []])) as unknown as Scores
  for (const [group, own] of groupedBy(rows, (row) => row.group)) {
    if (own.length < k) continue
    const drawn = Array.from({ length: draws }, (_, draw) => drawCandidates(own, group, k, 0, draw))
    for (const name of strategies) scores[name].push(mean(drawn.map((sample) => chance(sample, choices[name]))))
  }
  return scores
}

/** The weighted vote against the majority under other exponents of the probability, the mean over the sets that are aimed at. */
export function printExponents(rows: readonly ChoiceRow[], { k, draws, aim }: ChoiceOptions) {
  for (const exponent of [1, 1.5, 2, 3]) {
    const sets = aim.map((set) => rows.filter((row) => row.set === set))
    const gains = sets.map((own) => {
      const problems = [...groupedBy(own, (row) => row.group)].filter(([, { length }]) => length >= k)
      return problems.map(([group, candidates]) => {
        const drawn = Array.from({ length: draws }, (_, draw) => drawCandidates(candidates, group, k, 0, draw))
        return mean(drawn.map((sample) => chance(sample, byPower(exponent)) - chance(sample, choices.majority)))
      })
    })
    console.log(`  weighted by p^${exponent}, ${k} candidates: weighted - majority ${gain(meanDifference(gains))}`)
  }
}

const byPower = (exponent: number) => (candidates: readonly ChoiceRow[]) =>
  weightedVote(
    candidates.map(({ key, verdict }) => ({ key, ...verdict })),
    exponent,
  )

function shown(scores: Scores): string {
  const accuracies = Object.entries(scores).map(([name, values]) => `${name} ${(100 * mean(values)).toFixed(1)}`)
  const over = (a: Strategy, b: Strategy) => gain(pairedBootstrap(scores[a], scores[b]))
  const gains = `best - random ${over('best-of-n', 'random')}; weighted - majority ${over('weighted', 'majority')}`
  return `${accuracies.join(', ')}; ${gains}`
}

function trust(rows: readonly ChoiceRow[]): string {
  const p = rows.map(({ verdict }) => verdict.probability ?? 0.5)
  const labels = rows.map(({ correct }) => correct)
  return `AUC ${areaUnderCurve(p, labels).toFixed(3)} ECE ${expectedCalibrationError(p, labels).toFixed(3)}`
}

function gain({ difference, ci95: [low, high] }: PairedDifference): string {
  return `${difference >= 0 ? '+' : ''}${(100 * difference).toFixed(1)} [${(100 * low).toFixed(1)}, ${(100 * high).toFixed(1)}]`
}

function groupedBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const own = groups.get(keyOf(item))
    if (own) own.push(item)
    else groups.set(keyOf(item), [item])
  }
  return groups
}
