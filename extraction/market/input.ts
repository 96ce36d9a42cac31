import { at } from '../../src/core/absence.js'
import { firstAfter, type NewsItem } from './label.js'
import type { BuildInput } from './look-ahead.js'
import type { PriceBook } from './prices.js'

/** The news, with the last `past` closes of its security where wanted (as CFGPT's stock task gives them): sessions that closed before the news. */
export function inputWith(past: number): BuildInput {
  if (past === 0) return ({ text }) => text
  return (news, book) => {
    const closes = pastCloses(news, book, past)
    return closes.length === 0 ? news.text : `Last closes of ${news.ticker}: ${closes.join(', ')}\n\n${news.text}`
  }
}

function pastCloses({ ticker, instant }: NewsItem, book: PriceBook, past: number): string[] {
  const prices = book.prices.get(ticker)
  if (prices === undefined) return []
  const next = firstAfter(book.closesAt, instant)
  const before = [...prices.subarray(0, next)].filter((price) => !Number.isNaN(price)).slice(-past)
  // Adjusted levels carry later splits: what is shown is relative to the last of them.
  const last = before.length === 0 ? 1 : at(before, before.length - 1)
  return before.map((price) => ((100 * price) / last).toFixed(2))
}
