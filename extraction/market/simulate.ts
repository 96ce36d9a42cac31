import { seededRandom } from '../../src/core/statistics/random.js'
import type { NewsItem } from './label.js'
import type { PriceBook } from './prices.js'
import { instantOf } from './zoned-time.js'

export interface SimulationOptions {
  seed: number
  /** Excess return over the holding period after good news, and its opposite after bad: 0 is a market in which news says nothing. */
  signal: number
  /** Standard deviation of a security's return in a session, beside the market's. */
  noise?: number
  sessions?: number
  securities?: number
  horizon: number
}

const good = 'beats raises record growth upgrade strong wins expands profit surges'.split(' ')
const bad = 'misses cuts lawsuit decline downgrade weak loses recalls loss slumps'.split(' ')
const neutral =
  'company said quarter shares market board today report industry analysts plans year people office product'.split(' ')

/** A market whose truth is known: news of a good or bad tone comes out in the evening, and the signal is paid out evenly over the holding period. */
export function simulateMarket({
  seed,
  signal,
  noise = 0.015,
  sessions = 400,
  securities = 12,
  horizon,
}: SimulationOptions): {
  book: PriceBook
  news: (NewsItem & { tone: 1 | -1 })[]
} {
  const random = seededRandom(`market ${seed}`)
  const days = weekdays(sessions)
  const tickers = Array.from({ length: securities }, (_, i) => `S${String(i + 1).padStart(2, '0')}`)
  const market = days.map(() => 0.01 * random.normal())
  const drift = new Map(tickers.map((ticker) => [ticker, new Float64Array(sessions)]))
  const news: (NewsItem & { tone: 1 | -1 })[] = []
  for (const [day, date] of days.entries()) {
    for (const ticker of tickers) {
      if (random.uniform() > 1 / (2 * horizon)) continue
      const tone = random.uniform() < 0.5 ? 1 : -1
      const words = random.shuffle([
        ...random.shuffle(tone === 1 ? good : bad).slice(0, 3),
        ...random.shuffle(neutral).slice(0, 6),
      ])
      news.push({
        id: `n${news.length}`,
        ticker,
        text: words.join(' '),
        instant: instantOf(date, 20 * 60, 'UTC'),
        tone,
      })
      // Bought at the next close, so the signal is in the sessions after that one.
      const path = drift.get(ticker)
      for (let i = 2; path !== undefined && i < 2 + horizon && day + i < sessions; i++) {
        path[day + i] = (path[day + i] ?? 0) + (tone * signal) / horizon
      }
    }
  }
  const prices = new Map(
    tickers.map((ticker) => {
      let price = 100
      const own = drift.get(ticker) ?? new Float64Array(sessions)
      return [ticker, own.map((extra, day) => (price *= 1 + extra + (market[day] ?? 0) + noise * random.normal()))]
    }),
  )
  const closesAt = days.map((day) => instantOf(day, 16 * 60, 'UTC'))
  return { book: { sessions: days, closesAt, buyUntil: closesAt, prices, readUntil: new Map() }, news }
}

function weekdays(count: number): string[] {
  const days: string[] = []
  for (let time = Date.UTC(2015, 0, 1); days.length < count; time += 24 * 60 * 60 * 1000) {
    const day = new Date(time)
    if (day.getUTCDay() % 6 !== 0) days.push(day.toISOString().slice(0, 10))
  }
  return days
}
