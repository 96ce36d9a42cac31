import { messageOf } from '../../src/core/errors.js'
import { redact, withoutSecrets } from '../../src/core/secrets.js'
import { clustered } from './clusters.js'
import { decoded } from './encoding.js'
import { readFeed } from './feeds.js'
import { readPage, readPdf } from './pages.js'
import type { PoliteHttp, Seen } from './polite-http.js'
import type { NewsRecord } from './record.js'
import { type OnOdd, readFilings, readFrames } from './sec.js'
import { type TickerTable, withTickers } from './tickers.js'

export const newsKinds = ['rss', 'edgar', 'xbrl', 'html', 'pdf'] as const
export type NewsKind = (typeof newsKinds)[number]

/** `rss:https://…`: what is expected there, and where. RSS and Atom are both `rss`. */
export interface NewsSource {
  kind: NewsKind
  url: string
}

export interface CollectOptions {
  http: PoliteHttp
  /** Records of earlier runs, and what their pages answered. */
  known: readonly NewsRecord[]
  seen: Readonly<Record<string, Seen>>
  tickers: TickerTable
  onFailure?: (url: string, reason: string) => void
  /** Hears of records that are left out, of a source that did not fail. */
  onOdd?: (url: string, reason: string) => void
}

export interface Collected {
  /** Earlier records first, then the new ones, with clusters and tickers over all. */
  records: NewsRecord[]
  added: number
  unchanged: number
  failed: number
  /** Records with an id that another of the same answer has: the first stands. */
  repeated: number
  /** Records that could not be read. */
  rejected: number
  seen: Record<string, Seen>
}

/** Asks every source once. One that fails costs itself alone and is asked again next time; a record that was there before is not added again. */
export async function collectNews(
  sources: readonly NewsSource[],
  { http, known, seen, tickers, onFailure = () => {}, onOdd = () => {} }: CollectOptions,
): Promise<Collected> {
  const keys = new Set(known.map(keyOf))
  const fresh: NewsRecord[] = []
  const next: Record<string, Seen> = { ...seen }
  let [unchanged, failed, repeated, rejected] = [0, 0, 0, 0]
  const link = withTickers(tickers)
  for (const { kind, url } of sources) {
    try {
      // What is kept holds no key: neither that of an address, nor one that a server hands back.
      const place = redact(url)
      const answer = await http.get(url, seen[place])
      if (answer.unchanged) {
        unchanged++
        continue
      }
      const odd = (reason: string) => {
        rejected++
        onOdd(url, reason)
      }
      const records = withoutSecrets(await read(kind, answer, url, odd)) as NewsRecord[] // texts alone changed
      const again = records.length - new Set(records.map(keyOf)).size
      if (again > 0) onOdd(url, `left out ${again} with an id that an earlier record of it has`)
      repeated += again
      for (const record of records) {
        if (keys.has(keyOf(record))) continue
        keys.add(keyOf(record))
        fresh.push(link(record))
      }
      next[place] = withoutSecrets(answer.seen) as Seen // the same
    } catch (error) {
      failed++
      onFailure(url, messageOf(error))
    }
  }
  // A table that is given later, or has grown, holds for what is there too: its page may not have changed.
  const records = clustered([...known.map(link), ...fresh])
  return { records, added: fresh.length, unchanged, failed, repeated, rejected, seen: next }
}

const keyOf = ({ source, id }: NewsRecord) => `${source}\0${id}`

async function read(
  kind: NewsKind,
  { body, type }: { body: Buffer; type: string },
  url: string,
  onOdd: OnOdd,
): Promise<NewsRecord[]> {
  const source = new URL(url).host
  switch (kind) {
    case 'rss':
      return readFeed(decoded(body, type), url)
    case 'edgar':
      return readFilings(body.toString(), source, onOdd)
    case 'xbrl':
      return readFrames(body.toString(), source, onOdd)
    case 'html': {
      const page = await readPage(decoded(body, type), url, source)
      return page === undefined ? [] : [page]
    }
    case 'pdf':
      return [await readPdf(body, url, source)]
  }
}
