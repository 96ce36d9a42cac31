import { inputWith } from './input.js'
import { type LabelOptions, labelOf, type MarketLabel, type NewsItem } from './label.js'
import { type BuildInput, refuseLookAhead } from './look-ahead.js'
import { readNews } from './news.js'
import type { PriceBook } from './prices.js'

export interface MarketLabelsOptions extends LabelOptions {
  /** Zone of news times that name none. */
  newsZone?: string | undefined
  /** Closes before the news that its input shows; or a builder of one's own, which is checked for look-ahead all the same. */
  input: number | BuildInput
  onReject?: (row: number, reason: string) => void
}

/** A label and what a model may be shown of it. */
export interface LabelledNews {
  label: MarketLabel
  input: string
}

export interface MarketLabels {
  labelled: LabelledNews[]
  /** Why news got no label, and how often. */
  without: Record<string, number>
}

/**
 * Joins news with prices: each item is bought at the first close after it was known and sold `horizon` sessions later. What a model is shown is checked
 * to be the same whatever prices come later.
 *
 * @throws RationaleError `input` where an input depends on later prices.
 */
export async function marketLabels(
  rows: AsyncIterable<Readonly<Record<string, unknown>>> | Iterable<Readonly<Record<string, unknown>>>,
  book: PriceBook,
  { newsZone, input, onReject = () => {}, ...options }: MarketLabelsOptions,
): Promise<MarketLabels> {
  const build = typeof input === 'number' ? inputWith(input) : input
  const without: Record<string, number> = {}
  const kept: { news: NewsItem; label: MarketLabel }[] = []
  const ids = new Set<string>()
  let place = 0
  for await (const row of rows) {
    place++
    const items = readNews(row, newsZone)
    if ('reason' in items) {
      onReject(place, items.reason)
      continue
    }
    const repeated = items.find(({ id }) => ids.has(id))
    if (repeated !== undefined) {
      onReject(place, `duplicate id ${JSON.stringify(repeated.id)}`)
      continue
    }
    for (const { id } of items) ids.add(id)
    for (const news of items) {
      const found = labelOf(news, book, options)
      if ('reason' in found) without[found.reason] = (without[found.reason] ?? 0) + 1
      else kept.push({ news, label: found.label })
    }
  }
  refuseLookAhead(
    build,
    kept.map(({ news }) => news),
    book,
  )
  return { labelled: kept.map(({ news, label }) => ({ label, input: build(news, book) })), without }
}
