import type { TokenTally } from '../../src/core/records/types.js'
import { bootstrapInterval, mean, pairedBootstrap } from '../../src/core/statistics/statistics.js'
import { addTally, emptyTally } from '../../src/core/tally.js'
import { mcnemar } from '../statistics/mcnemar.js'
import { choices, gradesOfChosen } from './outcomes.js'
import type { CandidatesMetrics, CandidatesRecord } from './records.js'

/**
 * How each strategy fares over the problems of a task: its accuracy against the majority vote's, and how the answers that it chose were graded. A sample
 * that failed counts as wrong: leaving it out would reward failing on hard ones.
 */
export function strategyMetrics(
  records: readonly CandidatesRecord[],
  failed: number,
  seed: number,
): CandidatesMetrics['strategies'] {
  const names = [...new Set([...Object.keys(choices), ...records.flatMap((record) => Object.keys(record.outcomes))])]
  const scoresOf = (name: string) =>
    withFailed(
      records.map((record) => record.outcomes[name]?.correct ?? 0),
      failed,
    )
  const majority = scoresOf('majority')
  return Object.fromEntries(
    names.map((name) => {
      const scores = scoresOf(name)
      const result = {
        accuracy: 100 * mean(scores),
        ci95: percent(bootstrapInterval(scores, { seed })),
        ...grades(name, records, failed),
        tokens: tokensOf(name, records),
      }
      if (isBound(name)) return [name, result]
      const { difference, ci95, p } = pairedBootstrap(scores, majority, { seed })
      const vsMajority = { difference: 100 * difference, ci95: percent(ci95), p, mcnemar: mcnemar(scores, majority) }
      return [name, { ...result, vsMajority }]
    }),
  )
}

/** They choose without a verifier: the floor, the ceiling, and the vote that the others are measured against. */
const isBound = (name: string) => name === 'random' || name === 'majority' || name === 'oracle'

function grades(name: string, records: readonly CandidatesRecord[], failed: number) {
  const each = records.map(({ candidates, outcomes, searched }) => {
    const written = searched?.[name]
    // A search's chain is its own choice.
    return written === undefined
      ? gradesOfChosen(candidates, outcomes[name]?.chosen ?? [])
      : gradesOfChosen([written], [[0, 1]])
  })
  const share = (field: 'strict' | 'flexible') => {
    const graded = each.map((grade) => grade[field]).filter((right) => right !== null)
    return graded.length === 0 ? null : 100 * mean(withFailed(graded, failed))
  }
  return {
    strict: share('strict'),
    flexible: share('flexible'),
    unparsed: each.reduce((sum, { unparsed }) => sum + unparsed, 0),
  }
}

/** Votes and bounds need only the candidates, the verifier's choices everything, a search its own account. */
function tokensOf(name: string, records: readonly CandidatesRecord[]): TokenTally {
  const total = emptyTally()
  for (const { tokens, generation, searched } of records) {
    if (searched?.[name] !== undefined) addTally(total, searched[name].tokens)
    else addTally(total, isBound(name) ? generation : tokens)
  }
  return total
}

const withFailed = (scores: readonly number[], failed: number) => [...scores, ...Array<number>(failed).fill(0)]
const percent = ([low, high]: readonly [number, number]) => [100 * low, 100 * high] as const
