import { areaUnderCurve, mean, pairedBootstrap } from '../../../src/core/statistics/statistics.js'
import { crossFit, type Features } from '../../../verifier/calibration/calibration.js'
import { gain, groupedBy, type Scores, scoresOf } from '../scores.js'

/** One recorded solution: what each part of the stack says of it, beside its label. */
export interface StackRow {
  group: string
  /** Its answer in a vote. */
  key: string | null
  correct: boolean
  checks: Features
  network: Features
  style: Features
  /** By journal: the rewards of one model, as logarithms. A reward that it could not give is absent. */
  judged: Readonly<Record<string, Features>>
}

/** Weight of the penalty: there are few rows. */
const L2 = 20

/** Of every way to stack the parts, one line: what it is worth alone, over the majority, and over checks and network. */
export function compareStacks(rows: readonly StackRow[], names: readonly string[]): string[] {
  const filled = withoutGaps(rows, names)
  const base = (row: StackRow) => ({ ...row.checks, ...row.network })
  const own = (name: string) => (row: StackRow) => prefixed(name, row.judged[name])
  const all = (row: StackRow) => Object.assign({}, ...names.map((name) => own(name)(row)))
  const stacks: [string, (row: StackRow) => Features][] = [
    ['checks', ({ checks }) => checks],
    ['network with checks', base],
    ['style', ({ style }) => style],
    ...names.map((name): [string, (row: StackRow) => Features] => [name, own(name)]),
    ['both with style', (row) => ({ ...base(row), ...row.style })],
    ...names.map((name): [string, (row: StackRow) => Features] => [
      `both with ${name}`,
      (row) => ({ ...base(row), ...own(name)(row) }),
    ]),
    ['both with all', (row) => ({ ...base(row), ...all(row) })],
  ]
  const judged = stacks.map(([name, featuresOf]) => ({ name, ...worth(filled.rows, featuresOf) }))
  const reference = judged[1]
  const bare = judged[0]?.scores
  if (reference === undefined || bare === undefined) return []
  const percent = (values: readonly number[]) => (100 * mean(values)).toFixed(1)
  return [
    `random ${percent(bare.random)}, majority ${percent(bare.majority)}, oracle ${percent(bare.oracle)}; rewards that a model could not give (the mean stands for them): ${filled.gaps}`,
    'AUC, pairs; over the majority: best-of-n, weighted; over checks and network: pairs, best-of-n, weighted',
    ...judged.map(({ name, auc, pairs, scores }) => {
      const over = (mine: readonly number[], theirs: readonly number[]) => gain(pairedBootstrap(mine, theirs))
      const alone = `${name.padEnd(28)} ${auc.toFixed(3)} ${mean(pairs).toFixed(3)}   ${over(scores['best-of-n'], scores.majority)}  ${over(scores.weighted, scores.majority)}`
      if (name === reference.name) return alone
      return `${alone}   ${over(pairs, reference.pairs)}  ${over(scores['best-of-n'], reference.scores['best-of-n'])}  ${over(scores.weighted, reference.scores.weighted)}`
    }),
  ]
}

interface Worth {
  auc: number
  /** One number a problem with right and wrong solutions: how often the right one gets more. */
  pairs: number[]
  scores: Scores
}

function worth(rows: readonly StackRow[], featuresOf: (row: StackRow) => Features): Worth {
  const fitted = crossFit(
    rows.map((row) => ({ features: featuresOf(row), label: row.correct, group: row.group })),
    5,
    { l2: L2 },
  )
  const judged = rows.map((row, i) => {
    const probability = fitted[i] ?? null
    return { ...row, p: probability ?? 0.5, verdict: { probability, reward: null } }
  })
  return {
    auc: areaUnderCurve(
      judged.map(({ p }) => p),
      judged.map(({ correct }) => correct),
    ),
    pairs: [...groupedBy(judged, ({ group }) => group).values()].flatMap((each) => pairsWon(each)),
    scores: scoresOf(judged, { k: Number.POSITIVE_INFINITY, draws: 1, fewest: 1 }),
  }
}

/** None where all are right, or none is. */
function pairsWon(own: readonly { p: number; correct: boolean }[]): number[] {
  const won = own
    .filter(({ correct }) => correct)
    .flatMap((right) =>
      own.filter(({ correct }) => !correct).map((wrong) => (right.p > wrong.p ? 1 : right.p === wrong.p ? 0.5 : 0)),
    )
  return won.length === 0 ? [] : [mean(won)]
}

/** Rewards that a model could not give are filled with the mean of the others: they say nothing. */
function withoutGaps(rows: readonly StackRow[], names: readonly string[]): { rows: StackRow[]; gaps: number } {
  let gaps = 0
  const filler = new Map(
    names.map((name) => {
      const known = new Map<string, number[]>()
      for (const { judged } of rows)
        for (const [feature, value] of Object.entries(judged[name] ?? {}))
          known.set(feature, [...(known.get(feature) ?? []), value])
      return [name, Object.fromEntries([...known].map(([feature, values]) => [feature, mean(values)]))]
    }),
  )
  const filled = rows.map((row) => ({
    ...row,
    judged: Object.fromEntries(
      names.map((name) => {
        const means = filler.get(name) ?? {}
        gaps += Object.keys(means).filter((feature) => row.judged[name]?.[feature] === undefined).length
        return [name, { ...means, ...row.judged[name] }]
      }),
    ),
  }))
  return { rows: filled, gaps }
}

const prefixed = (name: string, features: Features = {}) =>
  Object.fromEntries(Object.entries(features).map(([feature, value]) => [`${name} ${feature}`, value]))
