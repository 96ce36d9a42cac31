import { areaUnderCurve, bootstrapInterval, mean, pairedBootstrap } from '../../../src/core/statistics/statistics.js'
import { bestOfN, majority, type Vote, type Winners, weightedVote } from '../../../verifier/judge/votes.js'
import { combinations, fitRows } from './probabilities.js'
import type { Row } from './rows.js'

/** What each reward is worth for choosing among recorded candidates, against the majority vote of the same candidates. One line each. */
export function onCandidates(rows: readonly Row[], data: string): string[] {
  const byQuestion = new Map<string, Row[]>()
  for (const row of rows) byQuestion.set(row.group, [...(byQuestion.get(row.group) ?? []), row])
  const groups = [...byQuestion.values()]
  const votes = accuracies(groups, () => null, majority)
  const line = (name: string, values: number[]) => {
    const [low, high] = bootstrapInterval(values)
    return `${name.padEnd(34)} ${percent(mean(values))} [${percent(low)}, ${percent(high)}]`
  }
  const compare = (name: string, probability: (row: Row) => number | null): string => {
    const known = rows.flatMap((row) => {
      const p = probability(row)
      return p === null ? [] : [{ p, right: row.right }]
    })
    const auc = areaUnderCurve(
      known.map(({ p }) => p),
      known.map(({ right }) => right),
    )
    const against = (choose: (votes: readonly Vote[]) => Winners) => {
      const values = accuracies(groups, probability, choose)
      const { difference, ci95, p } = pairedBootstrap(values, votes)
      return `${percent(mean(values))} (${percent(difference)} [${percent(ci95[0])}, ${percent(ci95[1])}], p ${p.toFixed(3)})`
    }
    return `${name.padEnd(34)} AUC ${auc.toFixed(3)}  best-of-n ${against(bestOfN)}  weighted ${against(weightedVote)}`
  }
  const names = [...new Set(rows.flatMap((row) => Object.keys(row.rewards)))]
  return [
    line(
      'random',
      groups.map((own) => mean(own.map(({ right }) => Number(right)))),
    ),
    line('majority', votes),
    line(
      'oracle',
      groups.map((own) => Math.max(...own.map(({ right }) => Number(right)))),
    ),
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

/** Of each problem, the chance that the choice is right. */
function accuracies(
  groups: readonly (readonly Row[])[],
  probability: (row: Row) => number | null,
  choose: (votes: readonly Vote[]) => Winners,
): number[] {
  return groups.map((own) => {
    const winners = choose(own.map((row) => ({ key: row.vote ?? null, probability: probability(row), reward: null })))
    return [...winners].reduce((sum, [i, share]) => sum + share * Number(own[i]?.right), 0)
  })
}

const percent = (share: number) => (100 * share).toFixed(1)
