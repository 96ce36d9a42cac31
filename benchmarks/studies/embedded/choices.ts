import { areaUnderCurve, expectedCalibrationError, mean } from '../../../src/core/statistics/statistics.js'
import { weightedVote } from '../../../verifier/judge/votes.js'
import { choices } from '../../run/outcomes.js'
import { meanDifference } from '../../statistics/mean-difference.js'
import { chance } from '../../statistics/over-k.js'
import {
  type Draws,
  describeGains,
  describeScores,
  differences,
  drawsOf,
  type GroupedCandidate,
  gain,
  groupedBy,
  scoresOf,
} from '../scores.js'

/** A judged candidate of a problem of a set. */
export interface ChoiceRow extends GroupedCandidate {
  set: string
}

export interface ChoiceOptions extends Draws {
  /** Sets with fewer problems are not shown. */
  fewestProblems: number
  /** Sets whose gains are averaged, each weighing the same. */
  aim: readonly string[]
}

/** What choosing by each judge's probabilities is worth, set by set and over the sets that are aimed at. */
export function printChoices(title: string, judges: ReadonlyMap<string, readonly ChoiceRow[]>, options: ChoiceOptions) {
  console.log(`\n${title}: ${options.k} candidates, ${options.draws} draws`)
  for (const [judge, rows] of judges) {
    const sets = [...groupedBy(rows, ({ set }) => set)].map(([set, own]) => ({
      set,
      own,
      scores: scoresOf(own, options),
    }))
    const shown = sets.filter(({ scores }) => scores.random.length >= options.fewestProblems)
    for (const { set, own, scores } of shown) {
      const problems = `${scores.random.length} problems`
      console.log(`  ${judge.padEnd(9)} ${set.padEnd(20)} ${problems}; ${describeScores(scores)}; ${trust(own)}`)
    }
    const aimed = options.aim.flatMap((set) => shown.find((each) => each.set === set)?.scores ?? [])
    if (aimed.length < options.aim.length) continue
    const gains = describeGains((ours, theirs) =>
      meanDifference(aimed.map((scores) => differences(scores, ours, theirs))),
    )
    console.log(`  ${judge.padEnd(9)} mean of ${aimed.length} sets: ${gains}`)
  }
}

/** The weighted vote against the majority under other exponents of the probability, the mean over the sets that are aimed at; nothing where one is too small. */
export function printExponents(rows: readonly ChoiceRow[], { aim, ...draws }: ChoiceOptions) {
  const drawn = aim.map((set) =>
    drawsOf(
      rows.filter((row) => row.set === set),
      draws,
    ),
  )
  if (drawn.some((problems) => problems.length === 0)) return
  for (const exponent of [1, 1.5, 2, 3]) {
    const gains = drawn.map((problems) =>
      problems.map((samples) =>
        mean(samples.map((sample) => chance(sample, byPower(exponent)) - chance(sample, choices.majority))),
      ),
    )
    console.log(
      `  weighted by p^${exponent}, ${draws.k} candidates: weighted - majority ${gain(meanDifference(gains))}`,
    )
  }
}

const byPower = (exponent: number) => (candidates: readonly ChoiceRow[]) =>
  weightedVote(
    candidates.map(({ key, verdict }) => ({ key, ...verdict })),
    exponent,
  )

function trust(rows: readonly ChoiceRow[]): string {
  const p = rows.map(({ verdict }) => verdict.probability ?? 0.5)
  const labels = rows.map(({ correct }) => correct)
  return `AUC ${areaUnderCurve(p, labels).toFixed(3)} ECE ${expectedCalibrationError(p, labels).toFixed(3)}`
}
