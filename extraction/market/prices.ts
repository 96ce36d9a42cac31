import * as z from 'zod'
import { defined } from '../../src/core/absence.js'
import { describeIssues, RationaleError } from '../../src/core/errors.js'
import type { EarlyCloses } from './early-closes.js'
import { dayColumn, instantOf } from './zoned-time.js'

/** Adjusted prices of many securities on the sessions of one market. */
export interface PriceBook {
  /** Sessions in order, `YYYY-MM-DD`. */
  sessions: readonly string[]
  /** When each session closes, in milliseconds since 1970. */
  closesAt: readonly number[]
  /** Until when one can be sure to buy at that close: earlier, where a session may have closed early and nobody says which. */
  buyUntil: readonly number[]
  /** By ticker: a price for each session, NaN where there was none. */
  prices: ReadonlyMap<string, Float64Array>
  /** By ticker: the first day of which a row could not be read, where prices follow from splits. From there on none is known: a split may have been in it. */
  readUntil: ReadonlyMap<string, string>
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
  date: dayColumn,
  adjusted: positive.optional(),
  close: positive.optional(),
  // Yahoo writes 0 where there was none.
  split: number
    .pipe(z.number().nonnegative())
    .transform((factor) => factor || 1)
    .optional(),
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
  earlyCloses?: EarlyCloses | undefined
  onReject?: (row: number, reason: string) => void
  onNote?: (note: string) => void
}

/**
 * Reads rows of a price table. A price that is not adjusted would make a split look like a crash: without an adjusted column or columns of splits and
 * dividends the table is refused.
 *
 * @throws RationaleError `input`: no adjusted prices, no price at all, or no such calendar.
 */
export async function readPrices(
  rows: AsyncIterable<Readonly<Record<string, unknown>>> | Iterable<Readonly<Record<string, unknown>>>,
  {
    zone,
    close,
    closeIsAdjusted = false,
    calendar,
    earlyCloses = new Map(),
    onReject = () => {},
    onNote = () => {},
  }: PriceOptions,
): Promise<PriceBook> {
  const byTicker = new Map<string, Map<string, PriceRow>>()
  const unread = new Map<string, string>()
  const given = new Set<string>()
  let place = 0
  for await (const row of rows) {
    place++
    const fields = named(row)
    for (const name of Object.keys(row)) given.add(name.trim().toLowerCase())
    const parsed = priceRow.safeParse(fields)
    if (!parsed.success) {
      const { data: lost } = priceRow.pick({ ticker: true, date: true }).safeParse(fields)
      if (lost !== undefined && lost.date < (unread.get(lost.ticker) ?? '9999')) unread.set(lost.ticker, lost.date)
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
  const has = (field: 'split' | 'dividend') => columns[field].some((name) => given.has(name))
  let withoutDividends = 0
  const readUntil = new Map<string, string>()
  const prices = new Map<string, Float64Array>()
  for (const [ticker, own] of byTicker) {
    const rows = [...own.values()].sort((a, b) => (a.date < b.date ? -1 : 1))
    const asGiven = givenPrices(rows, closeIsAdjusted)
    if (asGiven === undefined && !has('split')) {
      throw new RationaleError('input', `the prices of ${ticker} are not adjusted for splits and dividends`, {
        expected: 'a column adj_close, or columns split and dividend',
        remedy: 'say --close-is-adjusted if the column close is',
      })
    }
    const until = asGiven === undefined ? unread.get(ticker) : undefined
    if (until !== undefined) readUntil.set(ticker, until)
    const known = asGiven ?? totalReturns(until === undefined ? rows : rows.filter(({ date }) => date < until))
    prices.set(
      ticker,
      Float64Array.from(sessions, (session) => known.get(session) ?? Number.NaN),
    )
    if (until !== undefined)
      onNote(`${ticker}: no price from ${until} on is used: a row of that day cannot be read, and a split may be in it`)
    if (asGiven === undefined && !has('dividend')) withoutDividends++
  }
  if (withoutDividends > 0)
    onNote(`there is no column dividend: the returns of ${withoutDividends} securities are without dividends`)
  const at = (closeOf: (session: string) => number) =>
    sessions.map((session) => instantOf(session, closeOf(session), zone))
  const closesAt = at((session) => (typeof earlyCloses === 'number' ? close : (earlyCloses.get(session) ?? close)))
  const buyUntil = typeof earlyCloses === 'number' ? at(() => earlyCloses) : closesAt
  return { sessions, closesAt, buyUntil, prices, readUntil }
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

/** Prices that are adjusted as they stand; undefined where they are not. */
function givenPrices(rows: readonly PriceRow[], closeIsAdjusted: boolean): Map<string, number> | undefined {
  if (rows.every(({ adjusted }) => adjusted !== undefined))
    return new Map(rows.map(({ date, adjusted = Number.NaN }) => [date, adjusted]))
  return closeIsAdjusted ? new Map(rows.map(({ date, close = Number.NaN }) => [date, close])) : undefined
}

/** By the total return of each day: (close x split + dividend) / the close before. */
function totalReturns(rows: readonly PriceRow[]): Map<string, number> {
  const prices = new Map<string, number>()
  let [before, level] = [Number.NaN, Number.NaN]
  // Of the days since the last close: a day without one may have had a split all the same.
  let [shares, cash] = [1, 0]
  for (const { close, split = 1, dividend = 0, date } of rows) {
    shares *= split
    cash += dividend
    if (close === undefined) continue
    level = Number.isNaN(level) ? close : (level * (close * shares + cash)) / before
    prices.set(date, level)
    before = close
    ;[shares, cash] = [1, 0]
  }
  return prices
}
