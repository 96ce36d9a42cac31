import * as z from 'zod'
import { defined } from '../../src/core/absence.js'
import { describeIssues } from '../../src/core/errors.js'
import { sha256 } from '../../src/core/records/sha256.js'
import type { NewsItem } from './label.js'
import { instantOf, readTime } from './zoned-time.js'

/** Minutes of a day: news of which only the day is known counts as known at its end. */
const DAY_END = 24 * 60

const newsRow = z.looseObject({
  id: z
    .union([z.string().min(1), z.number()])
    .transform(String)
    .optional(),
  title: z.string().optional(),
  text: z.string().optional(),
  time: z.preprocess(
    (value) => (value instanceof Date ? value.toISOString() : value),
    z.string('expected when the news was known; what does not say it, as an XBRL fact, is no news'),
  ),
  zone: z.string().optional(),
  tickers: z.union([z.string(), z.array(z.string())]),
})

/**
 * A row of a news table (`title`, `text`, `time`, `zone`, `tickers` or `ticker`) -> an item for each security that it names.
 *
 * @returns what is wrong with it otherwise: a time without a zone, no text, no security.
 */
export function readNews(
  row: Readonly<Record<string, unknown>>,
  zone: string | undefined,
): NewsItem[] | { reason: string } {
  const { ticker, symbol, date, published, ...rest } = row
  const parsed = newsRow.safeParse(
    defined({ ...rest, tickers: rest.tickers ?? ticker ?? symbol, time: rest.time ?? published ?? date }),
  )
  if (!parsed.success) return { reason: describeIssues(parsed.error, 'row') }
  const { title, text, time, tickers, ...given } = parsed.data
  const body = [title, text].filter((part) => part !== undefined && part.trim() !== '').join('\n')
  if (body === '') return { reason: 'no title and no text' }
  const instant = known(time, given.zone ?? zone)
  if (typeof instant !== 'number') return instant
  const named = [tickers]
    .flat()
    .flatMap((each) => each.split(/[\s,;|]+/))
    .filter((each) => each !== '')
  const id = given.id ?? sha256(`${time}\0${body}`).slice(0, 24)
  return named.map((each) => ({
    id: named.length === 1 ? id : `${id}:${each.toUpperCase()}`,
    ticker: each.toUpperCase(),
    text: body,
    instant,
  }))
}

function known(time: string, zone: string | undefined): number | { reason: string } {
  const read = readTime(time)
  if (read === undefined) return { reason: `time: expected ISO 8601, found ${JSON.stringify(time.slice(0, 40))}` }
  if ('instant' in read) return read.instant
  if (zone === undefined)
    return { reason: `time ${JSON.stringify(time)} has no zone: give --news-zone or a column zone` }
  try {
    return instantOf(read.date, read.minutes ?? DAY_END, zone)
  } catch {
    return { reason: `there is no time zone ${JSON.stringify(zone)}` }
  }
}
