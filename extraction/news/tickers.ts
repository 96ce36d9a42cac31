import type { NewsRecord } from './record.js'

/** Names of companies and their tickers. */
export type TickerTable = readonly { name: string; ticker: string }[]

/** Adds the tickers of the companies that a record names, as whole words, with capital letters where the table has them or all in them ("apple" names no company); names of fewer than three letters are not looked for. */
export function withTickers(table: TickerTable): (record: NewsRecord) => NewsRecord {
  const rows = table
    .filter(({ name }) => name.trim().length >= 3)
    .map(({ name, ticker }) => ({
      pattern: new RegExp(
        `(?<![\\p{L}\\p{N}])(?:${escaped(name.trim())}|${escaped(name.trim().toUpperCase())})(?![\\p{L}\\p{N}])`,
        'u',
      ),
      ticker: ticker.toUpperCase(),
    }))
  return (record) => {
    const words = `${record.title}\n${record.text}`
    const found = rows.filter(({ pattern }) => pattern.test(words)).map(({ ticker }) => ticker)
    return { ...record, tickers: [...new Set([...record.tickers, ...found])] }
  }
}

const escaped = (name: string) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
