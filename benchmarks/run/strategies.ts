import { at } from '../../src/core/absence.js'
import type { TokenTally } from '../../src/core/records/types.js'
import {
  bootstrapInterval,
  type Interval,
  mean,
  type PairedDifference,
  pairedBootstrap,
} from '../../src/core/statistics/statistics.js'
import { addTally, emptyTally } from '../../src/core/tally.js'
import { mcnemar } from '../statistics/mcnemar.js'
import { meanDifference } from '../statistics/mean-difference.js'
import { type Chosen, choices, chosenBy, rounded, type Strategy, samplesOf, strategies } from './outcomes.js'
import type { CandidatesMetrics, CandidatesRecord, Choosing } from './records.js'

/** Some problems of a task. A sample that failed counts as wrong: leaving it out would reward failing on hard ones. */
export interface Problems {
  records: readonly CandidatesRecord[]
  failed: number
}

/** How each strategy fares on these problems at `size` candidates: its accuracy against chance and the vote, and how what it chose was graded. */
export function choosing({ records, failed }: Problems, size: number, seed: number): Choosing {
  const searches = records.flatMap(({ searched = {} }) => Object.keys(searched))
  const each = records.map((record) => chosenAt(record, size))
  const scoresOf = (name: string) =>
    withFailed(
      each.map((chosen) => chosen[name]?.correct ?? 0),
      failed,
    )
  const [random, majority] = [scoresOf('random'), scoresOf('majority')]
  const result = (name: string) => {
    const scores = scoresOf(name)
    const share = (field: 'strict' | 'flexible') => {
      const graded = each.map((chosen) => chosen[name]?.[field] ?? null).filter((right) => right !== null)
      return graded.length === 0 ? null : 100 * mean(withFailed(graded, failed))
    }
    return {
      accuracy: 100 * mean(scores),
      ci95: percent(bootstrapInterval(scores, { seed })),
      strict: share('strict'),
      flexible: share('flexible'),
      unparsed: each.reduce((sum, chosen) => sum + (chosen[name]?.unparsed ?? 0), 0),
      ...(needsNoVerifier(name)
        ? {}
        : {
            vsRandom: inPercent(pairedBootstrap(scores, random, { seed })),
            vsMajority: {
              ...inPercent(pairedBootstrap(scores, majority, { seed })),
              mcnemar: mcnemar(scores, majority),
            },
          }),
    }
  }
  const names = [...new Set([...strategies, ...searches])]
  return {
    problems: records.length + failed,
    candidatesPerProblem: records.length === 0 ? 0 : mean(records.map((record) => drawn(record, size))),
    strategies: Object.fromEntries(names.map((name) => [name, result(name)])),
  }
}

/** Gains of the verifier's choices, averaged over groups of problems, each group weighing the same. */
export function meanGains(
  groups: ReadonlyMap<string, Problems>,
  size: number,
  seed: number,
): NonNullable<CandidatesMetrics['means']>[number] {
  const problems = [...groups.values()]
  const each = problems.map(({ records, failed }) => ({
    failed,
    chosen: records.map((record) => chosenAt(record, size)),
  }))
  const gain = (ours: Strategy, theirs: Strategy) => {
    const differences = each.map(({ chosen, failed }) =>
      withFailed(
        chosen.map((by) => at(by, ours).correct - at(by, theirs).correct),
        failed,
      ),
    )
    return inPercent(meanDifference(differences, { seed }))
  }
  return {
    groups: [...groups.keys()],
    candidatesPerProblem: mean(problems.flatMap(({ records }) => records.map((record) => drawn(record, size)))),
    bestMinusRandom: gain('best-of-n', 'random'),
    weightedMinusMajority: gain('weighted', 'majority'),
  }
}

/** Votes and bounds need only the candidates, the verifier's choices everything, a search its own account. */
export function tokensOf(name: string, records: readonly CandidatesRecord[]): TokenTally {
  const total = emptyTally()
  for (const { tokens, generation, searched } of records) {
    addTally(total, searched?.[name]?.tokens ?? (needsNoVerifier(name) ? generation : tokens))
  }
  return total
}

/** What each strategy makes of one problem, the mean over its draws; a search's chain is its own choice. */
function chosenAt(record: CandidatesRecord, size: number): Record<string, Chosen> {
  const samples = samplesOf(record, size).map((places) => places.map((place) => at(record.candidates, place)))
  const chosen = strategies.map(
    (name) => [name, meanOf(samples.map((sample) => chosenBy(sample, choices[name])))] as const,
  )
  const written = Object.entries(record.searched ?? {}).map(
    ([name, candidate]) => [name, chosenBy([candidate], choices.random)] as const,
  )
  return Object.fromEntries([...chosen, ...written])
}

function meanOf(chosen: readonly Chosen[]): Chosen {
  const share = (field: 'strict' | 'flexible') => {
    const graded = chosen.map((each) => each[field]).filter((right) => right !== null)
    return graded.length === 0 ? null : mean(graded)
  }
  return {
    correct: rounded(mean(chosen.map(({ correct }) => correct))),
    strict: share('strict'),
    flexible: share('flexible'),
    unparsed: mean(chosen.map(({ unparsed }) => unparsed)),
  }
}

/** Candidates of the problem that one draw holds. */
export function drawn(record: CandidatesRecord, size: number): number {
  return mean(samplesOf(record, size).map(({ length }) => length))
}

/** The floor, the ceiling, and the vote that the others are measured against. */
const needsNoVerifier = (name: string) => name === 'random' || name === 'majority' || name === 'oracle'
const withFailed = (scores: readonly number[], failed: number) => [...scores, ...Array<number>(failed).fill(0)]
const percent = ([low, high]: Interval): Interval => [100 * low, 100 * high]
const inPercent = ({ difference, ci95, p }: PairedDifference): PairedDifference => ({
  difference: 100 * difference,
  ci95: percent(ci95),
  p,
})
