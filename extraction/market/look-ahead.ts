import { at } from '../../src/core/absence.js'
import { RationaleError } from '../../src/core/errors.js'
import { least } from '../../src/core/statistics/extremes.js'
import { seededRandom } from '../../src/core/statistics/random.js'
import type { MarketLabel, NewsItem } from './label.js'
import type { PriceBook } from './prices.js'

/*
 * The checks against look-ahead. Both run on every use of the tool, not in its tests alone.
 */

/** What a model sees of a piece of news; it may look at prices, but only at those of its time. */
export type BuildInput = (news: NewsItem, book: PriceBook) => string

/**
 * Builds inputs twice, the second time with every price after the news made up anew. An input that changes has seen the future.
 *
 * @throws RationaleError `input` naming the first item whose input does.
 */
export function refuseLookAhead(
  build: BuildInput,
  items: readonly NewsItem[],
  book: PriceBook,
  { most = 50, seed = 0 } = {},
): void {
  const random = seededRandom(`look-ahead ${seed}`)
  for (const news of random.shuffle(items).slice(0, most)) {
    const otherFuture: PriceBook = {
      ...book,
      prices: new Map(
        [...book.prices].map(([ticker, prices]) => [
          ticker,
          prices.map((price, session) =>
            at(book.closesAt, session) > news.instant
              ? (Number.isNaN(price) ? 1 : price) * (0.5 + random.uniform())
              : price,
          ),
        ]),
      ),
    }
    if (build(news, book) === build(news, otherFuture)) continue
    throw new RationaleError(
      'input',
      `what is shown of ${news.id} depends on prices after ${new Date(news.instant).toISOString()}`,
      {
        expected: 'an input that is the same whatever the future brings',
        remedy: 'take only prices of sessions that closed before the news',
      },
    )
  }
}

/** @throws RationaleError `input` where a label that is learned from was not known yet when the first test item was called. */
export function refuseUnknown(train: readonly MarketLabel[], test: readonly MarketLabel[], embargoMs: number): void {
  const start = least(
    test.map(({ time }) => Date.parse(time)),
    Number.POSITIVE_INFINITY,
  )
  const late = train.find(({ known }) => Date.parse(known) + embargoMs > start)
  if (late === undefined) return
  throw new RationaleError('input', `the label of ${late.id} was not known before the test begins`, {
    expected: `known by ${new Date(start - embargoMs).toISOString()}`,
    found: late.known,
  })
}
