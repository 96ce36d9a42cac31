import { at, defined } from '../../src/core/absence.js'
import { RationaleError } from '../../src/core/errors.js'
import { seededRandom } from '../../src/core/statistics/random.js'
import { brier, type Interval, mean, quantile } from '../../src/core/statistics/statistics.js'
import type { Contender } from './contenders.js'
import { type MarketLabel, ROUNDING } from './label.js'
import { refuseUnknown } from './look-ahead.js'

const DAY = 24 * 60 * 60 * 1000

export interface BackTestOptions {
  /** Test periods, one after the other; what comes before the first is for training alone. */
  folds: number
  /** Days between the last label that is learned from and the first call. */
  embargoDays: number
  /** Cost of a purchase or sale, as a share of its amount; a position costs it twice. */
  cost: number
  /** Positions are taken where the probability is at least this far from even. */
  margin: number
  /** Sessions of the holding period: days of returns that overlap are resampled together. */
  horizon: number
  seed?: number
}

export interface ContenderResult {
  name: string
  /** Tested items at even odds: no call was made on them. They count in the Brier score alone. */
  withoutCall: number
  /** Of the calls on items that are not flat; absent where there is none. */
  accuracy?: number
  weightedF1?: number
  /** Of all items that are not flat. */
  brier?: number
  /** Of all positions: mean excess return after costs, long where up was called and short where down was. */
  positions: number
  /** Days on which one of them was bought. */
  days: number
  meanReturn?: number
  /** Absent where there are too few positions, or too few blocks of days: a bootstrap of one return has no width. */
  returnCi95?: Interval
  /** It earns more than nothing, with 95 % confidence of all contenders together (Bonferroni): of many forecasts that know nothing, some look good alone. */
  earns: boolean
}

export interface BackTest {
  tested: number
  flat: number
  results: ContenderResult[]
}

/** Days with a position that an interval needs: blocks of fewer are too few. */
export const fewestDays = (horizon: number) => FEWEST_BLOCKS * BLOCK_HORIZONS * horizon
/** A block as long as the holding period would hold but two thirds of the variance of a mean of returns that overlap fully; one of three, nine tenths. */
const BLOCK_HORIZONS = 3
/** Below these no interval is given: what a bootstrap of fewer says is too narrow, correction or not. */
const FEWEST_BLOCKS = 8
export const FEWEST_POSITIONS = 20

interface Call {
  item: MarketLabel
  up: number
}

/**
 * Walks forward: each test period is called by what was fitted on labels known before it, less the embargo. Intervals are bootstraps over blocks of
 * days, because the returns of neighbouring days overlap (Künsch 1989).
 *
 * @throws RationaleError `input` where there is too little to test.
 */
export function backTest(
  labels: readonly MarketLabel[],
  contenders: readonly Contender[],
  options: BackTestOptions,
): BackTest {
  const { folds, embargoDays } = options
  const sorted = [...labels].sort((a, b) => Date.parse(a.time) - Date.parse(b.time))
  const calls = new Map(contenders.map(({ name }) => [name, [] as Call[]]))
  for (const test of periods(sorted, folds)) {
    const begins = Date.parse(at(test, 0).time) - embargoDays * DAY
    const train = sorted.filter(({ known }) => Date.parse(known) <= begins)
    refuseUnknown(train, test, embargoDays * DAY)
    for (const { name, learn } of contenders) {
      const forecast = learn(train)
      for (const item of test) calls.get(name)?.push({ item, up: forecast(item) })
    }
  }
  const results = contenders.map(({ name }) => resultOf(name, calls.get(name) ?? [], contenders.length, options))
  const tested = calls.get(contenders[0]?.name ?? '') ?? []
  return { tested: tested.length, flat: tested.filter(({ item }) => item.label === 'flat').length, results }
}

/** All but the first of folds + 1 parts of equal length in items, in order of time. Items of one instant stay together. */
function periods(sorted: readonly MarketLabel[], folds: number): MarketLabel[][] {
  const size = Math.floor(sorted.length / (folds + 1))
  if (size < 5) {
    throw new RationaleError('input', `${sorted.length} labels are too few for ${folds} test periods`, {
      remedy: 'give more news, or fewer --folds',
    })
  }
  const startOf = (fold: number) => {
    let start = fold * size
    while (start < sorted.length && start > 0 && at(sorted, start).time === at(sorted, start - 1).time) start++
    return start
  }
  return Array.from({ length: folds }, (_, i) =>
    sorted.slice(startOf(i + 1), i + 1 === folds ? undefined : startOf(i + 2)),
  ).filter((period) => period.length > 0)
}

function resultOf(
  name: string,
  calls: readonly Call[],
  contenders: number,
  { cost, margin, horizon, seed = 0 }: BackTestOptions,
): ContenderResult {
  const moved = calls.filter(({ item }) => item.label !== 'flat')
  const decided = moved.filter(({ up }) => up !== 0.5)
  const called = decided.map(({ up }) => up > 0.5)
  const isUp = ({ item }: Call) => item.label === 'up'
  const truth = decided.map(isUp)
  const taken = calls.filter(({ up }) => Math.abs(up - 0.5) >= margin - ROUNDING && up !== 0.5)
  const returns = taken.map(({ item, up }) => ({
    day: item.entry,
    value: (up > 0.5 ? 1 : -1) * item.excess - 2 * cost,
  }))
  const block = BLOCK_HORIZONS * horizon
  const days = new Set(returns.map(({ day }) => day)).size
  const interval = (doubt: number) =>
    days < fewestDays(horizon) || returns.length < FEWEST_POSITIONS
      ? undefined
      : blockBootstrap(returns, block, `${seed} ${name}`, { doubt })
  const isAny = decided.length > 0
  return {
    name,
    withoutCall: calls.filter(({ up }) => up === 0.5).length,
    positions: returns.length,
    days,
    earns: (interval(0.05 / contenders)?.[0] ?? 0) > 0,
    ...defined({
      accuracy: isAny ? mean(called.map((each, i) => Number(each === truth[i]))) : undefined,
      weightedF1: isAny ? weightedF1(called, truth) : undefined,
      brier:
        moved.length === 0
          ? undefined
          : brier(
              moved.map(({ up }) => up),
              moved.map(isUp),
            ),
      meanReturn: returns.length === 0 ? undefined : mean(returns.map(({ value }) => value)),
      returnCi95: interval(0.05),
    }),
  }
}

/** F1 of both classes, weighted by how often each is true. */
export function weightedF1(called: readonly boolean[], truth: readonly boolean[]): number {
  const of = (side: boolean) => {
    const hits = called.filter((each, i) => each === side && truth[i] === side).length
    const all = called.filter((each) => each === side).length + truth.filter((each) => each === side).length
    return all === 0 ? 0 : ((2 * hits) / all) * (truth.filter((each) => each === side).length / truth.length)
  }
  return of(true) + of(false)
}

/** Interval of the mean that holds but for `doubt`: days are drawn in blocks of neighbours, around the end to the beginning. */
export function blockBootstrap(
  returns: readonly { day: string; value: number }[],
  block: number,
  seed: string,
  { doubt = 0.05, resamples = 1000 } = {},
): Interval {
  const byDay = new Map<string, { sum: number; count: number }>()
  for (const { day, value } of returns) {
    const { sum, count } = byDay.get(day) ?? { sum: 0, count: 0 }
    byDay.set(day, { sum: sum + value, count: count + 1 })
  }
  const days = [...byDay].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each)
  if (days.length === 0) return [Number.NaN, Number.NaN]
  const random = seededRandom(`blocks ${seed}`)
  const means = Float64Array.from({ length: resamples }, () => {
    let [sum, count] = [0, 0]
    for (let drawn = 0; drawn < days.length; drawn += block) {
      const start = random.int(days.length)
      for (let i = 0; i < Math.min(block, days.length - drawn); i++) {
        const day = at(days, (start + i) % days.length)
        sum += day.sum
        count += day.count
      }
    }
    return sum / count
  }).sort()
  const centre = days.reduce((total, { sum }) => total + sum, 0) / days.reduce((total, { count }) => total + count, 0)
  const widened = (probability: number) =>
    centre + (quantile(means, probability) - centre) * fewBlocks(days.length / block)
  return [widened(doubt / 2), widened(1 - doubt / 2)]
}

/**
 * Resampling few blocks makes intervals too narrow: the variance lacks n / (n - 1), and the quantiles are those of a normal distribution, not Student's, which lie further out by a
 * share of (z^2 + 1) / 4 (n - 1), z being about 2.
 */
function fewBlocks(blocks: number): number {
  const free = Math.max(1, blocks - 1)
  return Math.sqrt(1 + 1 / free) * (1 + 1.25 / free)
}
