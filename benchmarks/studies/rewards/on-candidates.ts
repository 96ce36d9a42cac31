import { areaUnderCurve, bootstrapInterval, mean, pairedBootstrap } from '../../../src/core/statistics/statistics.js'
import { type Scores, scoresOf } from '../scores.js'
import type { JudgedChain } from './judged-chains.js'
import { combinations, fitRows } from './probabilities.js'

/** What each reward is worth for choosing among recorded candidates, against the majority vote of the same candidates. One line each. */
export function onCandidates(rows: readonly JudgedChain[], data: string): string[] {
  const bare = scoresBy(rows, () => null)
  const line = (name: 'random' | 'majority' | 'oracle') => {
    const [low, high] = bootstrapInterval(bare[name])
    return `${name.padEnd(34)} ${percent(mean(bare[name]))} [${percent(low)}, ${percent(high)}]`
  }
  const compare = (name: string, probability: (row: JudgedChain) => number | null): string => {
    const known = rows.flatMap((row) => {
      const p = probability(row)
      return p === null ? [] : [{ p, right: row.right }]
    })
    const auc = areaUnderCurve(
      known.map(({ p }) => p),
      known.map(({ right }) => right),
    )
    const scores = scoresBy(rows, probability)
    const against = (values: number[]) => {
      const { difference, ci95, p } = pairedBootstrap(values, scores.majority)
      return `${percent(mean(values))} (${percent(difference)} [${percent(ci95[0])}, ${percent(ci95[1])}], p ${p.toFixed(3)})`
    }
    return `${name.padEnd(34)} AUC ${auc.toFixed(3)}  best-of-n ${against(scores['best-of-n'])}  weighted ${against(scores.weighted)}`
  }
  const names = [...new Set(rows.flatMap((row) => Object.keys(row.rewards)))]
  return [
    line('random'),
    line('majority'),
    line('oracle'),
    ...names.map((name) => compare(name, (row) => row.rewards[name] ?? null)),
    ...Object.entries(combinations).map(([name, features]) => {
      const fitted = fitRows(rows, features, data)
      if (fitted === undefined) return `${name}: too few right or wrong candidates to fit`
      const of = new Map(rows.map((row, i) => [row, fitted.probabilities[i] ?? null]))
      const { ece, brier } = fitted.metrics
      return compare(`${name} (ECE ${ece.toFixed(3)}, Brier ${brier.toFixed(3)})`, (row) => of.get(row) ?? null)
    }),
  ]
}

/** Of each problem, the chance that the choice among all its candidates is right. */
function scoresBy(rows: readonly JudgedChain[], probability: (row: JudgedChain) => number | null): Scores {
  const candidates = rows.map((row) => ({
    group: row.group,
    key: row.vote ?? null,
    correct: row.right,
    verdict: { probability: probability(row), reward: null },
  }))
  return scoresOf(candidates, { k: Number.POSITIVE_INFINITY, draws: 1, fewest: 1 })
}

const percent = (share: number) => (100 * share).toFixed(1)
