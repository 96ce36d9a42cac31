import { at } from '../../src/core/absence.js'
import { mean, type PairedDifference, pairedBootstrap } from '../../src/core/statistics/statistics.js'
import { type Choosable, choices, type Strategy, strategies } from '../run/outcomes.js'
import { drawCandidates } from '../selection.js'
import { chance } from '../statistics/over-k.js'

/** A judged candidate of a problem (`group`). */
export interface GroupedCandidate extends Choosable {
  group: string
}

export interface Draws {
  /** Candidates of a problem that are drawn. */
  k: number
  /** Seeded draws of them; a problem's score is its mean over them. */
  draws: number
  /** Problems with fewer candidates are left out. */
  fewest: number
}

/** One number a problem: the chance that the strategy's choice is right. */
export type Scores = Record<Strategy, number[]>

export function scoresOf(candidates: readonly GroupedCandidate[], draws: Draws): Scores {
  const scores: Scores = { random: [], majority: [], 'best-of-n': [], weighted: [], oracle: [] }
  for (const samples of drawsOf(candidates, draws)) {
    for (const name of strategies) scores[name].push(mean(samples.map((sample) => chance(sample, choices[name]))))
  }
  return scores
}

/** Of each problem its draws. */
export function drawsOf<T extends GroupedCandidate>(candidates: readonly T[], { k, draws, fewest }: Draws): T[][][] {
  return [...groupedBy(candidates, ({ group }) => group)]
    .filter(([, own]) => own.length >= fewest)
    .map(([group, own]) => Array.from({ length: draws }, (_, draw) => drawCandidates(own, group, k, 0, draw)))
}

/** Accuracies, and what the verifier's choices gain. */
export function describeScores(scores: Scores): string {
  const accuracies = strategies.map((name) => `${name} ${(100 * mean(scores[name])).toFixed(1)}`)
  return `${accuracies.join(', ')}; ${describeGains((ours, theirs) => pairedBootstrap(scores[ours], scores[theirs]))}`
}

export function describeGains(between: (ours: Strategy, theirs: Strategy) => PairedDifference): string {
  return `best - random ${gain(between('best-of-n', 'random'))}; weighted - majority ${gain(between('weighted', 'majority'))}`
}

/** `+1.2 [-0.3, 2.7]`, in per cent. */
export function gain({ difference, ci95: [low, high] }: PairedDifference): string {
  return `${difference >= 0 ? '+' : ''}${(100 * difference).toFixed(1)} [${(100 * low).toFixed(1)}, ${(100 * high).toFixed(1)}]`
}

/** What one strategy has more than another, problem by problem. */
export function differences(scores: Scores, ours: Strategy, theirs: Strategy): number[] {
  return scores[ours].map((value, i) => value - at(scores[theirs], i))
}

export function groupedBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const own = groups.get(keyOf(item))
    if (own) own.push(item)
    else groups.set(keyOf(item), [item])
  }
  return groups
}
