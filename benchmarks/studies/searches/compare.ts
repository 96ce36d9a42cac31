import { at, defined } from '../../../src/core/absence.js'
import type { TokenTally } from '../../../src/core/records/types.js'
import {
  bootstrapInterval,
  type Interval,
  mean,
  type PairedDifference,
  pairedBootstrap,
} from '../../../src/core/statistics/statistics.js'
import { addTally, emptyTally } from '../../../src/core/tally.js'
import { bestOfN, majority, type Vote, type Winners, weightedVote } from '../../../verifier/judge/votes.js'
import type { Result, Written } from './arms.js'

/** What one problem's results say of every way to answer it: the chance that it is right (ties are split evenly). */
export type Chances = Record<string, number>

/** A result's cost beside the chances: what was generated, evaluated and taken. */
export interface Spent {
  tokens: TokenTally
  seconds: number
}

/**
 * Chances of one problem. `results` holds its arms by name. A step search spends other amounts than n solutions do: beside each stands the vote over as
 * many solutions as spent at least as many generated tokens (`majority = ARM`).
 */
export function chancesOf(results: ReadonlyMap<string, Result>): Chances {
  const samples = samplesOf(results.get('samples'))
  const chances: Chances = {
    random: mean(samples.map(({ right }) => Number(right))),
    majority: chance(samples, majority(samples.map((sample) => vote(sample)))),
    oracle: Math.max(0, ...samples.map(({ right }) => Number(right))),
  }
  for (const [name, result] of results) {
    if (result.kind === 'verifier') {
      // Without a calibration the reward stands for the probability.
      const votes = samples.map((sample, i) => vote(sample, result.judged[i]?.probability ?? result.judged[i]?.reward))
      chances[`best-of-n ${name}`] = chance(samples, bestOfN(votes))
      chances[`weighted ${name}`] = chance(samples, weightedVote(votes))
    } else if (result.kind === 'step') {
      chances[name] = Number(result.written.right)
      const pool = poolAt(results, result.tokens.generated)
      chances[`majority = ${name}`] = chance(pool, majority(pool.map((sample) => vote(sample))))
    }
  }
  return chances
}

/** Generated tokens of all solutions so far, and whether they have reached the dearest step search. */
export function needsMoreSamples(results: ReadonlyMap<string, Result>): boolean {
  const all = [...results.values()]
  const dearest = Math.max(0, ...all.map((result) => (result.kind === 'step' ? result.tokens.generated : 0)))
  const drawn = all.filter((result) => result.kind === 'samples').reduce((sum, { tokens }) => sum + tokens.generated, 0)
  return drawn < dearest
}

/** The fewest solutions, in the order drawn, whose share of the generated tokens reaches `generated`. */
function poolAt(results: ReadonlyMap<string, Result>, generated: number): Written[] {
  const pool: Written[] = []
  let spent = 0
  for (let wave = 0; ; wave++) {
    const result = results.get(wave === 0 ? 'samples' : `samples+${wave}`)
    const samples = samplesOf(result)
    if (samples.length === 0) return pool
    for (const sample of samples) {
      pool.push(sample)
      spent += (result?.tokens.generated ?? 0) / samples.length
      if (spent >= generated - 1e-9) return pool
    }
  }
}

const samplesOf = (result: Result | undefined) => (result?.kind === 'samples' ? result.samples : [])

const vote = ({ key }: Written, probability: number | null = null): Vote => ({ key, probability, reward: null })

function chance(samples: readonly Written[], winners: Winners): number {
  return [...winners].reduce((sum, [i, share]) => sum + share * Number(samples[i]?.right), 0)
}

export interface ArmComparison {
  arm: string
  problems: number
  accuracy: number
  ci95: Interval
  vsRandom: PairedDifference
  vsMajority: PairedDifference
  /** Step searches: against the vote at equal generated tokens. */
  vsEqual?: PairedDifference
}

/** One row for each arm, over the problems on which every arm has a result: differences are paired. */
export function compare(problems: readonly Chances[]): ArmComparison[] {
  const [first = {}] = problems
  const names = Object.keys(first).filter((name) => problems.every((chances) => name in chances))
  const of = (name: string) => problems.map((chances) => at(chances, name))
  return names.map((arm) => ({
    arm,
    problems: problems.length,
    accuracy: mean(of(arm)),
    ci95: bootstrapInterval(of(arm)),
    vsRandom: pairedBootstrap(of(arm), of('random')),
    vsMajority: pairedBootstrap(of(arm), of('majority')),
    ...defined({
      vsEqual: names.includes(`majority = ${arm}`) ? pairedBootstrap(of(arm), of(`majority = ${arm}`)) : undefined,
    }),
  }))
}

/** Sum of what each arm spent. */
export function spentBy(results: readonly Result[]): Map<string, Spent & { problems: number }> {
  const sums = new Map<string, Spent & { problems: number }>()
  for (const { arm, tokens, seconds } of results) {
    const sum = sums.get(arm) ?? { tokens: emptyTally(), seconds: 0, problems: 0 }
    addTally(sum.tokens, tokens)
    sum.seconds += seconds
    sum.problems++
    sums.set(arm, sum)
  }
  return sums
}

const percent = (share: number) => (100 * share).toFixed(1)
const difference = ({ difference, ci95: [low, high] }: PairedDifference) =>
  `${difference >= 0 ? '+' : ''}${percent(difference)} [${percent(low)}, ${percent(high)}]`

/** The table of one group of problems, as the command prints it. */
export function table(title: string, rows: readonly ArmComparison[]): string {
  const width = Math.max(...rows.map(({ arm }) => arm.length))
  return [
    `${title}: ${rows[0]?.problems ?? 0} problems`,
    ...rows.map(({ arm, accuracy, ci95: [low, high], vsRandom, vsMajority, vsEqual }) =>
      [
        `  ${arm.padEnd(width)}`,
        `${percent(accuracy).padStart(5)} [${percent(low)}, ${percent(high)}]`,
        ...(arm === 'random' ? [] : [`- random ${difference(vsRandom)}`]),
        ...(arm === 'random' || arm === 'majority' ? [] : [`- majority ${difference(vsMajority)}`]),
        ...(vsEqual === undefined ? [] : [`- majority at equal tokens ${difference(vsEqual)}`]),
      ].join('   '),
    ),
  ].join('\n')
}
