import { at, defined } from '../../src/core/absence.js'
import { RationaleError } from '../../src/core/errors.js'
import { countingKey, questionKey } from '../../src/core/records/split.js'
import { seededRandom } from '../../src/core/statistics/random.js'
import { problemOf } from '../../src/core/statistics/rate-by-question.js'
import { areaUnderCurve, brier, type Interval, mean, quantile } from '../../src/core/statistics/statistics.js'
import { allJudged, fitNonNegative, type JudgedChain } from './calibrate.js'
import { crossFit, type LabelledFeatures } from './calibration.js'
import type { Panel } from './panel.js'
import type { GradedChain } from './records.js'
import { inLogOdds } from './rules.js'

export interface AblateOptions {
  seed?: number
  signal?: AbortSignal | undefined
  /** Called for every chain that was judged. */
  onJudged?: (() => void) | undefined
}

/** Some of the judges together, and what is lost against all of them. */
export interface AblationRow {
  judges: readonly string[]
  auc: number
  brier: number
  /** Share of questions whose most probable solution is right, where there are several solutions of a question. */
  bestOfN?: number
  /** All judges less these, with the bootstrap over questions; absent for all themselves. */
  less?: { auc: number; ci95: Interval; bestOfN?: number }
}

export interface Ablation {
  chains: number
  questions: number
  /** Of the questions with several solutions: how many, and how often a random one is right. */
  choosing?: { questions: number; random: number }
  /** Chains that a judge could not judge, and the first reason: they are left out. */
  left: { chains: number; reason?: string }
  rows: AblationRow[]
}

/**
 * What each judge adds: the probability of all judges, of all but one and of each alone, every one fitted anew and cross-fitted by question, so that no
 * chain is judged by weights that saw its question. The chains are judged once.
 *
 * @throws RationaleError `input` where there are no right or no wrong chains.
 */
export async function ablate(
  { judges, names }: Pick<Panel, 'judges'> & { names: readonly string[] },
  graded: Iterable<GradedChain> | AsyncIterable<GradedChain>,
  options: AblateOptions = {},
): Promise<Ablation> {
  const { judged, left } = await allJudged(judges, names, graded, options)
  const rights = judged.map(({ right }) => right)
  if (!rights.includes(true) || !rights.includes(false))
    throw new RationaleError('input', 'an ablation needs right and wrong chains', {
      found: `${judged.length} chains that could be judged, ${left.chains} that could not${left.reason === undefined ? '' : ` (${left.reason})`}`,
    })
  const groups = [...byQuestion(judged).values()]
  const several = groups.filter((places) => places.length > 1)
  const part = (places: readonly number[]) => probabilitiesOf(judged, places)
  const all = [...judges.keys()]
  const whole = part(all)
  const rows = subsetsOf(all).map((places): AblationRow => {
    const own = places.length === all.length ? whole : part(places)
    const row = { judges: places.map((place) => at(names, place)), ...worth(own, rights, several) }
    if (own === whole) return row
    const total = worth(whole, rights, several)
    const bestOfN = row.bestOfN === undefined ? undefined : (total.bestOfN ?? 0) - row.bestOfN
    const ci95 = bootstrap(
      groups,
      (places) => {
        const y = places.map((i) => at(rights, i))
        const area = (p: readonly number[]) =>
          areaUnderCurve(
            places.map((i) => at(p, i)),
            y,
          )
        return area(whole) - area(own)
      },
      options.seed,
    )
    return { ...row, less: { auc: total.auc - row.auc, ci95, ...defined({ bestOfN }) } }
  })
  return {
    chains: judged.length,
    questions: groups.length,
    ...(several.length > 0 && {
      choosing: {
        questions: several.length,
        random: mean(several.map((places) => mean(places.map((i) => Number(at(rights, i)))))),
      },
    }),
    left,
    rows,
  }
}

/** All, all but one, each alone; every set once. */
function subsetsOf(all: readonly number[]): number[][] {
  const without = all.map((left) => all.filter((each) => each !== left))
  const sets = [[...all], ...without, ...all.map((each) => [each])].filter((set) => set.length > 0)
  return [...new Map(sets.map((set) => [set.join(), set])).values()]
}

/** A judge that says nothing of a chain leaves it at even odds. */
function probabilitiesOf(judged: readonly JudgedChain[], places: readonly number[]): number[] {
  const features = judged.map(({ judgements }) =>
    inLogOdds(Object.assign({}, ...places.map((place) => at(judgements, place).features))),
  )
  const names = [...new Set(features.flatMap(Object.keys))]
  const rows = judged.map(({ right, question }, i): LabelledFeatures => {
    const own = at(features, i)
    return {
      features: Object.fromEntries(names.map((name) => [name, Number.isFinite(own[name]) ? (own[name] ?? 0) : 0])),
      label: right,
      // As the parts of a calibration are dealt out: however a question is spelled, no fold has it twice.
      group: questionKey(question),
    }
  })
  if (names.length === 0) return rows.map(() => 0.5)
  return crossFit(rows, 5, {}, fitNonNegative).map((p) => p ?? 0.5)
}

function worth(p: readonly number[], rights: readonly boolean[], several: readonly (readonly number[])[]) {
  const chosen = several.map((places) => {
    const top = Math.max(...places.map((i) => at(p, i)))
    // Ties are split, not decided by order.
    return mean(places.filter((i) => at(p, i) === top).map((i) => Number(at(rights, i))))
  })
  return {
    auc: areaUnderCurve(p, rights),
    brier: brier(p, rights),
    ...(chosen.length > 0 && { bestOfN: mean(chosen) }),
  }
}

/** The same words below two tables are two questions: one chooses among the solutions of each. */
function byQuestion(judged: readonly JudgedChain[]): Map<string, number[]> {
  const groups = new Map<string, number[]>()
  for (const [i, { chain }] of judged.entries()) {
    const key = countingKey(problemOf(chain))
    groups.set(key, [...(groups.get(key) ?? []), i])
  }
  return groups
}

const RESAMPLES = 500

/** Percentiles of a statistic over resampled questions; resamples of one kind of chain only have none. */
function bootstrap(
  groups: readonly (readonly number[])[],
  statistic: (places: readonly number[]) => number,
  seed = 0,
): Interval {
  const random = seededRandom(`ablate:${seed}`)
  const values = Array.from({ length: RESAMPLES }, () =>
    statistic(groups.flatMap(() => at(groups, random.int(groups.length)))),
  ).filter(Number.isFinite)
  values.sort((a, b) => a - b)
  return [quantile(values, 0.025), quantile(values, 0.975)]
}
