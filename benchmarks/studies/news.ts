/*
 * What does one run of `fetch-news` make of a wire's day: are all stories kept, are rewritten ones found, and what does it cost?
 *
 *     npm run study news -- --stories DATA/text/reuters21578.jsonl.gz [--limit 2000] [--show 10]
 *
 * Stories that some wire really sent are served as an RSS feed by a local server. After every fifth comes the same story as another desk would send it on:
 * a headline of its own, its last paragraph gone, a line of credits added. Those must fall into their story's cluster. Whatever else is joined is counted;
 * the wire itself sends some stories twice.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parseArgs } from 'node:util'
import * as z from 'zod'
import { rowsOfFile } from '../../extraction/market/rows.js'
import { collectNews } from '../../extraction/news/index.js'
import { politeHttp } from '../../extraction/news/polite-http.js'
import { at } from '../../src/core/absence.js'

const { values } = parseArgs({
  options: {
    stories: { type: 'string' },
    limit: { type: 'string', default: '2000' },
    show: { type: 'string', default: '10' },
  },
})
if (values.stories === undefined) {
  console.error('usage: npm run study news -- --stories DATA/text/reuters21578.jsonl.gz [--limit 2000] [--show 10]')
  process.exit(2)
}
const story = z.looseObject({ title: z.string(), text: z.string() })
const stories: z.infer<typeof story>[] = []
for await (const row of rowsOfFile(values.stories, () => {})) {
  const read = story.safeParse(row)
  if (read.success && read.data.text.split('\n\n').length >= 3) stories.push(read.data)
  if (stories.length === Number(values.limit)) break
}

const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
const item = (id: string, title: string, text: string) =>
  `<item><guid isPermaLink="false">${id}</guid><title>${escaped(title)}</title><description>${escaped(text)}</description><pubDate>Thu, 26 Feb 1987 15:00:00 GMT</pubDate></item>`
const isSentOn = (index: number) => index % 5 === 0
const items = stories.flatMap(({ title, text }, index) => {
  const own = item(`s${index}`, title, text)
  if (!isSentOn(index)) return [own]
  const shorter = text.split('\n\n').slice(0, -1).join('\n\n')
  return [
    own,
    item(`r${index}`, `Wire round-up, item ${index}`, `${shorter}\n\nAdditional reporting by the evening desk.`),
  ]
})
const feed = `<?xml version="1.0"?><rss version="2.0"><channel><title>Wire</title>${items.join('')}</channel></rss>`
const server = createServer(({ url, headers }, response) => {
  if (url === '/robots.txt') response.writeHead(404).end()
  else if (headers['if-none-match'] === '"day"') response.writeHead(304).end()
  else response.writeHead(200, { 'content-type': 'application/rss+xml', etag: '"day"' }).end(feed)
})
await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
// A listening TCP server's address is one of this kind.
const { port } = server.address() as AddressInfo

const sources = [{ kind: 'rss', url: `http://127.0.0.1:${port}/day` }] as const
const http = politeHttp({ agent: 'study', rate: 10, signal: AbortSignal.timeout(600_000) })
const before = process.cpuUsage()
const first = await collectNews(sources, { http, known: [], seen: {}, tickers: [] })
const { user, system } = process.cpuUsage(before)
const second = await collectNews(sources, { http, known: first.records, seen: first.seen, tickers: [] })
server.close()

// Records come in the order of the feed, so that the name of an item is found again.
const names = stories.flatMap((_, index) => (isSentOn(index) ? [`s${index}`, `r${index}`] : [`s${index}`]))
const nameOf = new Map(first.records.map(({ id }, i) => [id, at(names, i)]))
const clusterOf = new Map(first.records.map(({ cluster }, i) => [at(names, i), nameOf.get(cluster ?? '') ?? cluster]))
const sentOn = stories.map((_, index) => index).filter(isSentOn)
const found = sentOn.filter((index) => clusterOf.get(`r${index}`) === clusterOf.get(`s${index}`))
const joined = stories
  .map((_, index) => ({ index, head: clusterOf.get(`s${index}`) ?? `s${index}` }))
  .filter(({ index, head }) => head !== `s${index}`)
console.log(`${items.length} items served, ${first.records.length} records, ${first.rejected} rejected`)
console.log(`sent on by another desk: ${found.length} of ${sentOn.length} in the cluster of their story`)
console.log(`other stories that joined an earlier one: ${joined.length} of ${stories.length}`)
for (const { index, head } of joined.slice(0, Number(values.show))) {
  const earlier = Number(head.slice(1))
  console.log(`  "${at(stories, index).title}" with "${at(stories, earlier).title}"`)
}
console.log(`asked again: ${second.added} new, ${second.unchanged} of ${sources.length} sources unchanged`)
console.log(`${((user + system) / 1000 / items.length).toFixed(2)} ms of processor time an item`)
