import { messageOf } from '../../src/core/errors.js'
import { clustered } from './clusters.js'
import { readFeed } from './feeds.js'
import { readPage, readPdf } from './pages.js'
import type { PoliteHttp, Seen } from './polite-http.js'
import type { NewsRecord } from './record.js'
import { readFilings, readFrames } from './sec.js'
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
}

export interface Collected {
  /** Earlier records first, then the new ones, with clusters over all. */
  records: NewsRecord[]
  added: number
  unchanged: number
  failed: number
  seen: Record<string, Seen>
}

/** Asks every source once. One that fails costs itself alone and is asked again next time; a record that was there before is not added again. */
export async function collectNews(
  sources: readonly NewsSource[],
  { http, known, seen, tickers, onFailure = () => {} }: CollectOptions,
): Promise<Collected> {
  const keys = new Set(known.map(keyOf))
  const fresh: NewsRecord[] = []
  const next: Record<string, Seen> = { ...seen }
  let [unchanged, failed] = [0, 0]
  const link = withTickers(tickers)
  for (const { kind, url } of sources) {
    try {
      const answer = await http.get(url, seen[url])
      if (answer.unchanged) {
        unchanged++
        continue
      }
      for (const record of await read(kind, answer.body, url)) {
        if (keys.has(keyOf(record))) continue
        keys.add(keyOf(record))
        fresh.push(link(record))
      }
      next[url] = answer.seen
    } catch (error) {
      failed++
      onFailure(url, messageOf(error))
    }
  }
  return { records: clustered([...known, ...fresh]), added: fresh.length, unchanged, failed, seen: next }
}

const keyOf = ({ source, id }: NewsRecord) => `${source}\0${id}`

async function read(kind: NewsKind, body: Buffer, url: string): Promise<NewsRecord[]> {
  const source = new URL(url).host
  switch (kind) {
    case 'rss':
      return readFeed(body.toString(), source)
    case 'edgar':
      return readFilings(body.toString(), source)
    case 'xbrl':
      return readFrames(body.toString(), source)
    case 'html': {
      const page = await readPage(body.toString(), url, source)
      return page === undefined ? [] : [page]
    }
    case 'pdf':
      return [await readPdf(body, url, source)]
  }
}
