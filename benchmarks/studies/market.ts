import { parseArgs } from 'node:util'
import { backTest } from '../../extraction/market/back-test.js'
import { alwaysUp, bagOfWords, lastLabel } from '../../extraction/market/contenders.js'
import { marketLabels } from '../../extraction/market/index.js'
import { simulateMarket } from '../../extraction/market/simulate.js'
import { at } from '../../src/core/absence.js'
import { mean } from '../../src/core/statistics/statistics.js'

/**
 * Does the back-test find a signal that is there, at its strength, and none that is not?
 *
 *     npm run study market -- [--seeds 100] [--signal 0.02]
 *
 * In each simulated market news has a tone, and a security earns the signal over the holding period after good news and loses it after bad. The bag of
 * words has to learn the tone. Costs are left out, so that the true return of its positions is known: signal x tone x call, less the
 * security's own part in the market's mean.
 */
const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '100' }, signal: { type: 'string', default: '0.02' } },
})
const horizon = 5
const seeds = Number(values.seeds)

for (const signal of [Number(values.signal), 0]) {
  const found = { covered: 0, above: 0, claimed: 0 }
  const returns: number[] = []
  const accuracies: number[] = []
  for (let seed = 0; seed < seeds; seed++) {
    const { book, news } = simulateMarket({ seed, signal, horizon })
    const rows = news.map(({ instant, ticker, ...each }) => ({
      ...each,
      tickers: ticker,
      time: new Date(instant).toISOString(),
    }))
    const { labelled } = await marketLabels(rows, book, { horizon, deadZone: 0.01, market: 'mean', input: 0 })
    const labels = labelled.map(({ label }) => label)
    const options = { folds: 4, embargoDays: 7, cost: 0, margin: 0, horizon, seed }
    const { results } = backTest(labels, [alwaysUp, lastLabel, bagOfWords], options)
    const words = at(results, 2)
    const { returnCi95, meanReturn, accuracy } = words
    if (returnCi95 === undefined || meanReturn === undefined || accuracy === undefined)
      throw new Error(`seed ${seed}: too few positions for an interval`)
    const [low, high] = returnCi95
    const truth = signal * (1 - 1 / book.prices.size) * toneFound(news, labels, options)
    returns.push(meanReturn)
    accuracies.push(accuracy)
    if (low <= truth && truth <= high) found.covered++
    if (low > 0) found.above++
    if (results.some(({ earns }) => earns)) found.claimed++
  }
  const percent = (value: number) => `${(100 * value).toFixed(2)} %`
  process.stdout.write(
    `signal ${percent(signal)}, ${seeds} markets: bag of words earns ${percent(mean(returns))} a position, is right in ${percent(mean(accuracies))};\n` +
      `  its true return lies in the interval in ${found.covered}, the interval lies above zero in ${found.above}; any contender is said to earn in ${found.claimed}\n`,
  )
}

/** Mean of tone x call of the bag of words: 1 where every tone was read, 0 where the calls have nothing to do with it. */
function toneFound(
  news: readonly { id: string; tone: 1 | -1 }[],
  labels: Parameters<typeof backTest>[0],
  options: Parameters<typeof backTest>[2],
): number {
  const tones = new Map(news.map(({ id, tone }) => [id, tone]))
  const calls: number[] = []
  const listening = {
    name: 'listening',
    learn(train: typeof labels) {
      const forecast = bagOfWords.learn(train)
      return (item: (typeof labels)[number]) => {
        const up = forecast(item)
        if (up !== 0.5) calls.push((tones.get(item.id) ?? 0) * (up > 0.5 ? 1 : -1))
        return up
      }
    },
  }
  backTest(labels, [listening], options)
  return mean(calls)
}
