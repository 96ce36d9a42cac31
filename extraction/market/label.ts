import * as z from 'zod'
import { at, defined } from '../../src/core/absence.js'
import type { PriceBook } from './prices.js'

const fields = z.looseObject({
  id: z.string(),
  ticker: z.string(),
  text: z.string(),
  /** When the news was known, ISO. */
  time: z.iso.datetime(),
  /** Sessions of the purchase and of the sale, both at the close. */
  entry: z.iso.date(),
  exit: z.iso.date(),
  /** Sessions from the one to the other; more where it was suspended. */
  horizon: z.int().positive(),
  /** When the label was known: not before may anything learn from it. */
  known: z.iso.datetime(),
  return: z.number(),
  /** The return less the market's over the same sessions. */
  excess: z.number(),
  label: z.enum(['up', 'down', 'flat']),
  /** The security stopped trading before the exit: sold at its last price. */
  delisted: z.boolean().optional(),
})
const HOUR = 60 * 60 * 1000
/** A day begins at most 14 hours earlier somewhere than in UTC, and ends at most 12 hours later. */
const EARLIEST = 14 * HOUR
const LATEST = (24 + 12) * HOUR
/** What a security did after a piece of news. */
export const marketLabelSchema = fields
  .refine(({ known, exit, time }) => Date.parse(known) >= Math.max(Date.parse(exit) - EARLIEST, Date.parse(time)), {
    path: ['known'],
    error: 'expected no earlier than exit and time: nobody knew the label before',
  })
  .refine(({ entry, exit, time }) => Date.parse(time) <= Date.parse(entry) + LATEST && entry < exit, {
    path: ['entry'],
    error: 'expected no earlier than time, and before exit: nobody bought on news that was still to come',
  })
export type MarketLabel = z.infer<typeof marketLabelSchema>

export interface NewsItem {
  id: string
  ticker: string
  text: string
  /** Milliseconds since 1970; `day` where only the day is known: then it counts as known at the day's end. */
  instant: number
}

export interface LabelOptions {
  /** Sessions that the position is held. */
  horizon: number
  /** Moves up to this size, either way, are flat. */
  deadZone: number
  /** The ticker that stands for the market; `mean`: all securities with equal weights; `none`: nothing is subtracted. */
  market: string
  /** Return from the last price on of a security that is delisted before the exit. */
  delistingReturn?: number
}

/** What floats add: 102 / 100 - 1 is a little more than 2 %, and 0.7 - 0.5 a little less than 0.2. */
export const ROUNDING = 1e-12

const DAY = 24 * 60 * 60 * 1000
/** No exchange of our time was closed for so long but in a crisis: what lies between two such sessions is missing. */
const LONGEST_CLOSURE = 14 * DAY

const UNREAD = 'a row of its prices cannot be read, and a split may have been in it'

/**
 * The label of one news item: bought at the first close after the news was known, sold `horizon` sessions later. A suspended security is bought at
 * its next price within `horizon` sessions, and sold at its next one, whenever that is. Nothing after the exit's close is looked at; the label is known only then.
 *
 * Or why there is none.
 */
export function labelOf(
  news: NewsItem,
  book: PriceBook,
  { horizon, deadZone, market, delistingReturn = 0 }: LabelOptions,
): { label: MarketLabel } | { reason: string } {
  const prices = book.prices.get(news.ticker)
  if (prices === undefined) return { reason: 'no prices of its security' }
  const first = firstAfter(book.buyUntil, news.instant)
  const entry = nextPrice(prices, first, first + horizon)
  if (first === 0 && at(book.closesAt, 0) - news.instant > DAY) return { reason: 'the prices begin after it' }
  const isRead = (session: number) => at(book.sessions, session) < (book.readUntil.get(news.ticker) ?? '9999')
  if (first < book.sessions.length && !isRead(entry ?? first)) return { reason: UNREAD }
  if (entry === undefined)
    return { reason: first >= book.sessions.length ? 'the prices end before it' : 'no price near its entry' }
  const due = entry + horizon
  if (due >= book.sessions.length) return { reason: 'the prices end before its exit' }
  const later = nextPrice(prices, due)
  const isDelisted = later === undefined
  if (isDelisted && book.readUntil.has(news.ticker)) return { reason: UNREAD }
  const exit = later ?? due
  if (hasHole(book, first, exit)) return { reason: 'no prices of anything for 14 days before its entry or exit' }
  const own = returnOf(prices, entry, exit, delistingReturn)
  const ofMarket = marketReturn(book, market, entry, exit, delistingReturn)
  if (Number.isNaN(ofMarket)) return { reason: 'no price of the market at its entry or exit' }
  const excess = own - ofMarket
  const label: MarketLabel = {
    id: news.id,
    ticker: news.ticker,
    text: news.text,
    time: new Date(news.instant).toISOString(),
    entry: at(book.sessions, entry),
    exit: at(book.sessions, exit),
    horizon,
    known: new Date(at(book.closesAt, exit)).toISOString(),
    return: own,
    excess,
    label: excess > deadZone + ROUNDING ? 'up' : excess < -deadZone - ROUNDING ? 'down' : 'flat',
    ...defined({ delisted: isDelisted || undefined }),
  }
  return { label }
}

/** The place of the first of ascending times that is after an instant; their number where none is. */
export function firstAfter(times: readonly number[], instant: number): number {
  let [low, high] = [0, times.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (at(times, middle) > instant) high = middle
    else low = middle + 1
  }
  return low
}

/** Whether sessions are missing between the news and the exit. */
function hasHole({ closesAt }: PriceBook, first: number, exit: number): boolean {
  for (let i = Math.max(first, 1); i <= exit; i++)
    if (at(closesAt, i) - at(closesAt, i - 1) > LONGEST_CLOSURE) return true
  return false
}

function nextPrice(prices: Float64Array, from: number, before = prices.length): number | undefined {
  for (let i = from; i < Math.min(prices.length, before); i++) if (!Number.isNaN(at(prices, i))) return i
  return undefined
}

function lastPrice(prices: Float64Array, before: number): number {
  let i = before
  while (i > 0 && Number.isNaN(at(prices, i))) i--
  return at(prices, i)
}

/** From a session with a price to another: at the last price where there is none then, and with the delisting return where there is none later. NaN without a price at the entry. */
function returnOf(prices: Float64Array, entry: number, exit: number, delistingReturn: number): number {
  const isDelisted = nextPrice(prices, exit) === undefined
  return (lastPrice(prices, exit) / at(prices, entry)) * (isDelisted ? 1 + delistingReturn : 1) - 1
}

/** Of all securities that could be bought at the entry, those among them that did not last too: without them the mean would know who survives. */
function marketReturn(
  { prices, readUntil, sessions }: PriceBook,
  market: string,
  entry: number,
  exit: number,
  delistingReturn: number,
): number {
  if (market === 'none') return 0
  const one = prices.get(market)
  if (one !== undefined) return at(one, exit) / at(one, entry) - 1
  const returns = [...prices]
    .filter(([ticker]) => at(sessions, exit) < (readUntil.get(ticker) ?? '9999'))
    .map(([, series]) => returnOf(series, entry, exit, delistingReturn))
    .filter((each) => !Number.isNaN(each))
  return returns.reduce((sum, each) => sum + each, 0) / returns.length
}
