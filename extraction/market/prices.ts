import { z } from 'zod'
import { defined } from '../../src/core/absence.js'
import { describeIssues, RationaleError } from '../../src/core/errors.js'
import { instantOf } from './zoned-time.js'

/** Adjusted prices of many securities on the sessions of one market. */
export interface PriceBook {
  /** Sessions in order, `YYYY-MM-DD`. */
  sessions: readonly string[]
  /** When each session closes, in milliseconds since 1970. */
  closesAt: readonly number[]
  /** By ticker: a price for each session, NaN where there was none. */
  prices: ReadonlyMap<string, Float64Array>
}

export interface MarketHours {
  /** IANA zone of the exchange. */
  zone: string
  /** Minutes since midnight at which its sessions close. */
  close: number
}

const number = z.preprocess(
  (value) => (typeof value === 'string' && value.trim() !== '' ? Number(value) : value),
  z.number(),
)
const positive = number.pipe(z.number().positive())
const priceRow = z.object({
  ticker: z.preprocess((value) => (typeof value === 'string' ? value.trim().toUpperCase() : value), z.string().min(1)),
  date: z.preprocess(
    (value) => (value instanceof Date ? value.toISOString().slice(0, 10) : value),
    z
      .string()
      .regex(/^\d{4}-\d{2}-\d{2}/, 'expected YYYY-MM-DD')
      .transform((text) => text.slice(0, 10)),
  ),
  adjusted: positive.optional(),
  close: positive.optional(),
  split: positive.optional(),
  dividend: number.pipe(z.number().nonnegative()).optional(),
})
type PriceRow = z.infer<typeof priceRow>

/** Names under which exporters write a column. */
const columns = {
  ticker: ['ticker', 'symbol'],
  date: ['date', 'day'],
  adjusted: ['adj_close', 'adjclose', 'adjusted_close', 'adj close'],
  close: ['close', 'price'],
  split: ['split', 'split_ratio', 'stock splits'],
  dividend: ['dividend', 'dividends'],
} as const

export interface PriceOptions extends MarketHours {
  /** `close` is adjusted already for splits and dividends. */
  closeIsAdjusted?: boolean
  /** The ticker whose days are the sessions; without, every day on which anything has a price. */
  calendar?: string | undefined
  onReject?: (row: number, reason: string) => void
}

/**
 * Reads rows of a price table. A price that is not adjusted would make a split look like a crash: without an adjusted column or columns of splits and
 * dividends the table is refused.
 *
 * @throws RationaleError `input`: no adjusted prices, no price at all, or no such calendar.
 */
export async function readPrices(
  rows: AsyncIterable<Readonly<Record<string, unknown>>> | Iterable<Readonly<Record<string, unknown>>>,
  { zone, close, closeIsAdjusted = false, calendar, onReject = () => {} }: PriceOptions,
): Promise<PriceBook> {
  const byTicker = new Map<string, Map<string, PriceRow>>()
  let place = 0
  for await (const row of rows) {
    place++
    const parsed = priceRow.safeParse(named(row))
    if (!parsed.success) {
      onReject(place, describeIssues(parsed.error, 'row').replace(/^adjusted\b/, columns.adjusted[0]))
      continue
    }
    const { ticker, date } = parsed.data
    const days = byTicker.get(ticker) ?? new Map<string, PriceRow>()
    byTicker.set(ticker, days)
    if (days.has(date)) onReject(place, `${ticker} has a price on ${date} already`)
    else days.set(date, parsed.data)
  }
  if (byTicker.size === 0)
    throw new RationaleError('input', 'the price table holds no price', {
      expected: 'columns ticker, date and adj_close',
    })
  if (calendar !== undefined && !byTicker.has(calendar)) {
    throw new RationaleError('input', `no prices of ${calendar}, whose days were to be the sessions`)
  }
  const days =
    calendar === undefined
      ? [...byTicker.values()].flatMap((each) => [...each.keys()])
      : [...(byTicker.get(calendar)?.keys() ?? [])]
  const sessions = [...new Set(days)].sort()
  const prices = new Map([...byTicker].map(([ticker, own]) => [ticker, series(ticker, own, sessions, closeIsAdjusted)]))
  return { sessions, closesAt: sessions.map((session) => instantOf(session, close, zone)), prices }
}

function named(row: Readonly<Record<string, unknown>>) {
  const byName = new Map(Object.entries(row).map(([name, value]) => [name.trim().toLowerCase(), value]))
  const value = (names: readonly string[]) => {
    const found = names
      .map((name) => byName.get(name))
      .find((each) => each !== undefined && each !== null && each !== '')
    return found
  }
  return defined(Object.fromEntries(Object.entries(columns).map(([field, names]) => [field, value(names)])))
}

function series(
  ticker: string,
  days: ReadonlyMap<string, PriceRow>,
  sessions: readonly string[],
  closeIsAdjusted: boolean,
): Float64Array {
  const adjusted = adjustedPrices(
    ticker,
    [...days.values()].sort((a, b) => (a.date < b.date ? -1 : 1)),
    closeIsAdjusted,
  )
  return Float64Array.from(sessions, (session) => adjusted.get(session) ?? Number.NaN)
}

/** As given, or by the total return of each day: (close x split + dividend) / the close before. */
function adjustedPrices(ticker: string, rows: readonly PriceRow[], closeIsAdjusted: boolean): Map<string, number> {
  if (rows.every(({ adjusted }) => adjusted !== undefined))
    return new Map(rows.map(({ date, adjusted = Number.NaN }) => [date, adjusted]))
  if (closeIsAdjusted) return new Map(rows.map(({ date, close = Number.NaN }) => [date, close]))
  if (!rows.some(({ split, dividend }) => split !== undefined || dividend !== undefined)) {
    throw new RationaleError('input', `the prices of ${ticker} are not adjusted for splits and dividends`, {
      expected: 'a column adj_close, or columns split and dividend',
      remedy: 'say --close-is-adjusted if the column close is',
    })
  }
  const prices = new Map<string, number>()
  let before: PriceRow | undefined
  let level = Number.NaN
  for (const row of rows) {
    const { close = Number.NaN, split = 1, dividend = 0, date } = row
    level = before?.close === undefined ? close : (level * (close * split + dividend)) / before.close
    prices.set(date, level)
    before = row
  }
  return prices
}
