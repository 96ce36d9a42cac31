import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { clustered } from '../../../extraction/news/clusters.js'
import { decoded } from '../../../extraction/news/encoding.js'
import { readFeed, withoutTags } from '../../../extraction/news/feeds.js'
import { collectNews } from '../../../extraction/news/index.js'
import { readPage, readPdf } from '../../../extraction/news/pages.js'
import { politeHttp } from '../../../extraction/news/polite-http.js'
import { readFilings, readFrames } from '../../../extraction/news/sec.js'
import { withTickers } from '../../../extraction/news/tickers.js'
import { sha256 } from '../../../src/core/records/sha256.js'
import { keepSecret } from '../../../src/core/secrets.js'

/* Pages in the shapes that are published, written for this test; a local server gives them out. */

const rss = (items: string) =>
  `<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Wire</title>${items}</channel></rss>`
const item = (id: string, title: string, text: string) =>
  `<item><guid isPermaLink="false">${id}</guid><title>${title}</title><description><![CDATA[<p>${text}</p>]]></description><pubDate>Thu, 07 Mar 2024 09:30:00 -0500</pubDate></item>`
const atom = `<feed xmlns="http://www.w3.org/2005/Atom"><title>Wire</title><entry><id>urn:1</id><title type="html">Alder &amp;amp; Co grows</title><link href="https://wire.example/1" rel="alternate"/><updated>2024-03-07T14:30:00Z</updated><summary>Sales rose.</summary></entry></feed>`
const search = JSON.stringify({
  hits: {
    total: { value: 1 },
    hits: [
      {
        _id: '0000000001-24-000001:a.htm',
        _source: {
          file_date: '2024-03-07',
          form: '8-K',
          display_names: ['Alder Foods Inc.  (ALDR, ALDW)  (CIK 0000000001)'],
          file_description: 'Results of operations',
        },
      },
    ],
  },
})
const frames = JSON.stringify({
  taxonomy: 'us-gaap',
  tag: 'AccountsPayableCurrent',
  ccp: 'CY2023Q4I',
  uom: 'USD',
  label: 'Accounts Payable, Current',
  pts: 1,
  data: [
    {
      accn: '0000000001-24-000002',
      cik: 1,
      entityName: 'Alder Foods Inc.',
      loc: 'US-CA',
      end: '2023-12-31',
      val: 1234000,
    },
  ],
})
const article =
  '<p>The company said on Thursday that it had agreed to buy a rival for cash, in the largest purchase of its history so far.</p>'.repeat(
    8,
  )
const page = `<html><head><title>Deal</title><meta property="article:published_time" content="2024-03-07T14:30:00Z"></head><body><nav>Home</nav><article><h1>Deal</h1>${article}</article><script>alert(1)</script></body></html>`

const feedUrl = 'https://wire.example/feed.xml'
const idIn = (url: string, guid: string) => `${sha256(url).slice(0, 12)}:${guid}`

let server: Server
let origin: string
let asked: { url: string; agent: string; etag: string | undefined }[]
let answer: (request: IncomingMessage, response: ServerResponse) => void

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push({
      url: request.url ?? '',
      agent: String(request.headers['user-agent']),
      etag: request.headers['if-none-match'],
    })
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())
beforeEach(() => {
  asked = []
})

const routes: Record<string, string> = {
  '/robots.txt': 'User-agent: *\nDisallow: /private',
  '/feed.xml': rss(item('a', 'Alder Foods grows', 'Sales rose by 8%.') + item('b', 'Other', 'Nothing new.')),
  '/search.json': search,
  '/frames.json': frames,
  '/page.html': page,
}
const serve = (request: IncomingMessage, response: ServerResponse) => {
  const body = routes[request.url ?? '']
  if (body === undefined) return response.writeHead(404).end()
  if (request.headers['if-none-match'] === '"1"') return response.writeHead(304).end()
  return response.writeHead(200, { etag: '"1"' }).end(body)
}
const http = () => politeHttp({ agent: 'test/1 (me@example.org)', rate: 1000 })

describe('sources', () => {
  it('RSS: words without tags, times in UTC', async () => {
    expect(await readFeed(routes['/feed.xml'] ?? '', feedUrl)).toMatchObject([
      {
        id: idIn(feedUrl, 'a'),
        title: 'Alder Foods grows',
        text: 'Sales rose by 8%.',
        time: '2024-03-07T14:30:00.000Z',
        source: 'wire.example',
      },
      { id: idIn(feedUrl, 'b') },
    ])
    expect(await readFeed(rss(''), feedUrl)).toEqual([])
  })

  it.each([
    ['Fri, 05 Jan 2024 16:30:00 EST', '2024-01-05T21:30:00.000Z'],
    ['Fri, 05 Jan 2024 16:30 +0100 (CET)', '2024-01-05T15:30:00.000Z'],
    ['Fri, 05 Jan 2024 4:30:00 PM EST', '2024-01-05T21:30:00.000Z'],
    ['2024-01-05T16:30:00+0100', '2024-01-05T15:30:00.000Z'],
    ['Fri, 05 Jan 2024 16:30:00', '2024-01-05T16:30:00'],
    ['2024-01-05T16:30:00', '2024-01-05T16:30:00'],
    ['Fri, 05 Jan 2024', '2024-01-05'],
    ['2024-01-05', '2024-01-05'],
    ['Fri, 05 Jan 2024 16:30:00 XYZ', 'Fri, 05 Jan 2024 16:30:00 XYZ'],
    ['Fri, 30 Feb 2024 16:30:00 GMT', 'Fri, 30 Feb 2024 16:30:00 GMT'],
    ['2024-02-30T16:30:00Z', '2024-02-30T16:30:00Z'],
    ['Fri, 01 Mar 2024 23:30:00 -0500', '2024-03-02T04:30:00.000Z'],
  ])('a time of a feed, %s, is never read in the zone of this machine', async (written, time) => {
    const zone = process.env.TZ
    try {
      for (const here of ['Asia/Tokyo', 'America/New_York']) {
        process.env.TZ = here
        const feed = rss(`<item><title>News</title><pubDate>${written}</pubDate></item>`)
        expect(await readFeed(feed, feedUrl)).toMatchObject([{ time }])
      }
    } finally {
      if (zone === undefined) delete process.env.TZ
      else process.env.TZ = zone
    }
  })

  it('Atom', async () => {
    expect(await readFeed(atom, feedUrl)).toMatchObject([
      {
        id: idIn(feedUrl, 'urn:1'),
        title: 'Alder & Co grows',
        text: 'Sales rose.',
        time: '2024-03-07T14:30:00.000Z',
        url: 'https://wire.example/1',
      },
    ])
  })

  it('Atom: known when it was changed last, its own page, from the base that it names', async () => {
    const entry = (inner: string) => `<entry><id>1</id><title>T</title>${inner}</entry>`
    const read = async (inner: string, base = '') =>
      (await readFeed(`<feed xmlns="http://www.w3.org/2005/Atom"${base}>${entry(inner)}</feed>`, feedUrl))[0]
    const changed =
      '<published>2024-01-05T10:00:00Z</published><updated>2024-02-05T10:00:00Z</updated><content type="text">Corrected.</content>'
    expect(await read(changed)).toMatchObject({ time: '2024-02-05T10:00:00.000Z' })
    const links = '<link rel="self" href="/self"/><link href="rel/x"/>'
    expect(await read(links)).toMatchObject({ url: 'https://wire.example/rel/x' })
    expect(await read(links, ' xml:base="/base/"')).toMatchObject({ url: 'https://wire.example/base/rel/x' })
  })

  it('Atom with XHTML, and a link from the root', async () => {
    const xhtml = `<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><title>T</title><link href="/rel"/><updated>2024-03-07</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Sales <b>rose</b> &amp; fell.</p><p>Then rose.</p></div></content></entry></feed>`
    expect(await readFeed(xhtml, feedUrl)).toMatchObject([
      { text: 'Sales rose & fell. Then rose.', url: 'https://wire.example/rel', time: '2024-03-07' },
    ])
  })

  it.each(['<channel></channel>', '<channel/>'])('a feed of nothing, %s, holds nothing', async (empty) => {
    expect(await readFeed(`<rss version="2.0">${empty}</rss>`, feedUrl)).toEqual([])
  })

  it('the encoding is the one that is named', () => {
    const xml = Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>Größe</a>', 'latin1')
    expect(decoded(xml, 'application/rss+xml')).toContain('Größe')
    expect(decoded(Buffer.from('<html><meta charset=iso-8859-1>Größe', 'latin1'), 'text/html')).toContain('Größe')
    expect(decoded(Buffer.from('Größe', 'latin1'), 'text/html; charset=ISO-8859-1')).toBe('Größe')
    expect(decoded(Buffer.from('\uFEFFGröße'), 'text/html; charset=ISO-8859-1')).toBe('Größe')
    expect(() => decoded(Buffer.from('x'), 'text/html; charset=nonsense')).toThrow(/no encoding "nonsense"/)
  })

  it('one odd filing or fact costs itself alone', () => {
    const told: string[] = []
    const tell = (reason: string) => told.push(reason)
    const [hit] = JSON.parse(search).hits.hits
    const { file_date: _, ...undated } = hit._source
    const noDay = { ...hit, _source: { ...hit._source, file_date: '2023-13-45' } }
    const hits = JSON.stringify({ hits: { hits: [{ ...hit, _source: undated }, hit, noDay] } })
    expect(readFilings(hits, 'sec', tell)).toHaveLength(1)
    const frame = JSON.parse(frames)
    const { val, ...without } = frame.data[0]
    expect(readFrames(JSON.stringify({ ...frame, data: [frame.data[0], without] }), 'sec', tell)).toHaveLength(1)
    expect(told).toEqual([
      expect.stringMatching(/^record 1: .*file_date/),
      expect.stringMatching(/^record 3: .*file_date/),
      expect.stringMatching(/^record 2: val/),
    ])
  })

  it.each([['<rss><channel>'], ['<html></html>'], ['no xml']])('refuses %s as a feed', async (text) => {
    await expect(readFeed(text, feedUrl)).rejects.toThrow(/is no (?:XML|feed)/)
  })

  it('EDGAR full-text search: a filing a record, its tickers', () => {
    expect(readFilings(search, 'sec')).toEqual([
      {
        id: '0000000001-24-000001:a.htm',
        title: 'Alder Foods Inc.: 8-K',
        text: 'Results of operations',
        time: '2024-03-07',
        source: 'sec',
        tickers: ['ALDR', 'ALDW'],
      },
    ])
    expect(() => readFilings('{}', 'sec')).toThrow(/not in the published layout/)
    expect(() => readFilings('<html>', 'sec')).toThrow(/is no JSON/)
  })

  it('XBRL frames: a fact a record, in words', () => {
    const [fact] = readFrames(frames, 'sec')
    expect(fact?.text).toBe(
      'Accounts Payable, Current (us-gaap:AccountsPayableCurrent) of Alder Foods Inc. at 2023-12-31: 1,234,000 USD',
    )
    // When it was known is not said: it cannot be labelled by prices.
    expect(fact).not.toHaveProperty('time')
    expect(fact).toMatchObject({ periodEnd: '2023-12-31' })
  })

  it('a web page: its article alone', async () => {
    const record = await readPage(page, 'https://wire.example/deal', 'wire')
    expect(record).toMatchObject({ title: 'Deal', time: '2024-03-07T14:30:00Z' })
    expect(record?.text).toMatch(/^The company said/)
    expect(record?.text).not.toMatch(/Home|alert/)
  })

  it('a page that was changed was not known as it is before', async () => {
    const changed = page.replace(
      '</head>',
      '<meta property="article:modified_time" content="2024-04-07T09:00:00Z"></head>',
    )
    expect(await readPage(changed, 'https://wire.example/deal', 'wire')).toMatchObject({ time: '2024-04-07T09:00:00Z' })
  })

  it('the paragraphs of a page stand apart', async () => {
    const two = page.replace(article, `<p>${'Sales rose in the quarter. '.repeat(9).trim()}</p>${article}`)
    const record = await readPage(two, 'https://wire.example/deal', 'wire')
    expect(record?.text).toMatch(/in the quarter\. The company said/)
  })

  it('entities and tags', () => {
    expect(withoutTags('<b>A</b> &amp; B&#8217;s &#x41; &unknown; <script>x</script>')).toBe('A & B’s A &unknown;')
    expect(withoutTags('&#0;&#xD800;')).toBe('&#0;&#xD800;')
  })

  it.each([
    ['P/E < 5 and yield > 3', 'P/E < 5 and yield > 3'],
    ['If x < y then margin < 5% and R&D > 3%.', 'If x < y then margin < 5% and R&D > 3%.'],
    ['<b>1</b>,234 for $<span class="n">12</span>.5 million', '1,234 for $12.5 million'],
    ['5<sup>%</sup> of <a href="/x">one</a>.<br>Then <p>two</p><!-- no -->', '5% of one. Then two'],
  ])('no figure is lost or broken by what looks like a tag or is one within a line: %s', (html, text) => {
    expect(withoutTags(html)).toBe(text)
  })
})

describe('polite', () => {
  it('says who asks, reads robots.txt once, and keeps to it', async () => {
    answer = serve
    const client = http()
    await client.get(`${origin}/feed.xml`)
    await client.get(`${origin}/search.json`)
    await expect(client.get(`${origin}/private/x`)).rejects.toThrow(/robots\.txt forbids/)
    expect(asked.map(({ url }) => url)).toEqual(['/robots.txt', '/feed.xml', '/search.json'])
    expect(asked[1]?.agent).toBe('test/1 (me@example.org)')
  })

  it('an unchanged page is not read again', async () => {
    answer = serve
    const first = await http().get(`${origin}/feed.xml`)
    expect(first).toMatchObject({ unchanged: false, seen: { etag: '"1"' } })
    expect(await http().get(`${origin}/feed.xml`, { etag: '"1"' })).toEqual({ unchanged: true })
  })

  it('tries again what may pass, a bounded number of times', async () => {
    let fails = 2
    answer = (request, response) => {
      if (request.url === '/robots.txt') return void response.writeHead(404).end()
      if (fails-- > 0) return void response.writeHead(429, { 'retry-after': '0' }).end()
      serve(request, response)
    }
    expect(await http().get(`${origin}/feed.xml`)).toMatchObject({ unchanged: false })
    fails = 9
    await expect(http().get(`${origin}/feed.xml`)).rejects.toThrow(/status 429/)
  })

  it('keeps to the delay that robots.txt asks for', async () => {
    let delay = 30
    answer = (request, response) =>
      request.url === '/robots.txt' ? response.end(`User-agent: *\nCrawl-delay: ${delay}`) : serve(request, response)
    const stop = new AbortController()
    const patient = politeHttp({ agent: 'test', rate: 1000, signal: stop.signal })
    const waiting = patient.get(`${origin}/page.html`)
    await vi.waitFor(() => expect(asked.map(({ url }) => url)).toEqual(['/robots.txt']))
    // Whom no delay holds up asks three times meanwhile.
    delay = 0
    const other = http()
    await other.get(`${origin}/feed.xml`)
    await other.get(`${origin}/search.json`)
    expect(asked.map(({ url }) => url)).not.toContain('/page.html')
    stop.abort()
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' })
  })

  it('does not wait where it is asked to come back another day', async () => {
    answer = (request, response) =>
      request.url === '/robots.txt'
        ? response.writeHead(404).end()
        : response.writeHead(429, { 'retry-after': '99999999' }).end()
    await expect(http().get(`${origin}/feed.xml`)).rejects.toMatchObject({
      found: 'status 429, to be asked again in 99999999 s',
    })
  })

  it('follows no redirect to where robots.txt forbids', async () => {
    answer = (request, response) =>
      request.url === '/same' ? response.writeHead(302, { location: '/private/x' }).end() : serve(request, response)
    await expect(http().get(`${origin}/same`)).rejects.toThrow(/a redirect to \/private\/x, which its robots\.txt/)
    expect(asked.map(({ url }) => url)).toEqual(['/robots.txt', '/same'])
  })

  it('follows no redirect to another host', async () => {
    answer = (request, response) =>
      request.url === '/robots.txt'
        ? response.writeHead(404).end()
        : response.writeHead(302, { location: 'http://localhost:9/' }).end()
    await expect(http().get(`${origin}/feed.xml`)).rejects.toThrow(/another host/)
  })
})

it('a clock that is set back by a day while it fetches holds nothing up', async () => {
  answer = serve
  const client = http()
  await client.get(`${origin}/feed.xml`)
  const clock = vi.spyOn(Date, 'now').mockImplementation(() => performance.timeOrigin + performance.now() - 86_400_000)
  try {
    expect(await client.get(`${origin}/page.html`)).toMatchObject({ unchanged: false })
  } finally {
    clock.mockRestore()
  }
})

it('nothing that is kept holds a key: not that of the address, nor one that the feed hands back', async () => {
  const key = 'nk-0123456789abcdef'
  keepSecret(key)
  answer = (request, response) =>
    request.url === '/robots.txt'
      ? response.writeHead(404).end()
      : response
          .writeHead(200, { 'content-type': 'application/rss+xml', etag: `"${key}"` })
          .end(rss(item(key, `Alder ${key}`, `Sales rose. ${key}`)))
  const sources = [{ kind: 'rss', url: `${origin}/feed.xml?token=${key}` }] as const
  const first = await collectNews(sources, { http: http(), known: [], seen: {}, tickers: [] })
  expect(first).toMatchObject({ added: 1, seen: { [`${origin}/feed.xml?token=[key]`]: { etag: '"[key]"' } } })
  expect(JSON.stringify(first)).not.toContain(key)
  const again = await collectNews(sources, { http: http(), known: first.records, seen: first.seen, tickers: [] })
  expect(again).toMatchObject({ added: 0, seen: first.seen })
})

it('a table of tickers that is given later holds for the records that are there', async () => {
  answer = (request, response) =>
    request.url === '/robots.txt' || request.headers['if-none-match'] !== undefined
      ? response.writeHead(request.url === '/robots.txt' ? 404 : 304).end()
      : response.writeHead(200, { etag: '"1"' }).end(rss(item('1', 'Alder Foods', 'Sales rose.')))
  const sources = [{ kind: 'rss', url: `${origin}/feed.xml` }] as const
  const first = await collectNews(sources, { http: http(), known: [], seen: {}, tickers: [] })
  const tickers = [{ name: 'Alder Foods', ticker: 'ALDR' }]
  const again = await collectNews(sources, { http: http(), known: first.records, seen: first.seen, tickers })
  expect(again).toMatchObject({ added: 0, unchanged: 1, records: [{ tickers: ['ALDR'] }] })
})

it('an id is one of its feed: numbers that two feeds give lose nothing, and one given twice is said', async () => {
  const feeds: Record<string, string> = {
    '/one.xml': rss(item('1', 'Alder', 'Sales rose.') + item('1', 'Birch', 'Sales fell.')),
    '/two.xml': rss(item('1', 'Cedar', 'Cash fell.')),
  }
  answer = (request, response) =>
    response.writeHead(request.url === '/robots.txt' ? 404 : 200).end(feeds[request.url ?? ''])
  const told: string[] = []
  const sources = Object.keys(feeds).map((path) => ({ kind: 'rss' as const, url: `${origin}${path}` }))
  const collect = { http: http(), known: [], seen: {}, tickers: [] }
  const { records, repeated } = await collectNews(sources, { ...collect, onOdd: (_, reason) => told.push(reason) })
  expect(records.map(({ title }) => title)).toEqual(['Alder', 'Cedar'])
  expect(new Set(records.map(({ id }) => id)).size).toBe(2)
  expect({ repeated, told }).toEqual({ repeated: 1, told: [expect.stringMatching(/^left out 1 with an id/)] })
})

describe('what is done with records', () => {
  const record = (id: string, text: string) => ({
    id,
    title: '',
    text,
    time: '2024-03-07',
    source: 'wire',
    tickers: [],
  })

  it('near duplicates are one cluster', () => {
    const story = 'Alder Foods said on Thursday that its sales rose by eight per cent in the first quarter of the year'
    const records = clustered([
      record('1', story),
      record('2', 'Birch Energy cut its dividend for the second time in a row this year'),
      record('3', `${story}, it added`),
    ])
    expect(records.map(({ cluster }) => cluster)).toEqual(['1', '2', '1'])
  })

  it('a story that was cut stands in the cluster of the whole one, and a new story that shares a sentence does not', () => {
    const lead =
      'Alder Foods said on Thursday that it will close two of its nine mills in the north by the end of the year.'
    const more =
      'The company expects charges of 40 million dollars, most of them for redundancies, and keeps its forecast.'
    const last =
      'Its shares fell three percent in early trading, after they had gained a fifth since the new year began.'
    const other =
      'Birch Energy raised its dividend for the first time in five years and named a new head of finance today.'
    const records = clustered([
      record('1', `${lead} ${more} ${last}`),
      record('2', `${lead} ${more}`),
      record('3', `${other} ${last.replace('three', 'two')}`),
    ])
    expect(records.map(({ cluster }) => cluster)).toEqual(['1', '1', '3'])
  })

  it('tickers by a table, whole words alone', () => {
    const link = withTickers([
      { name: 'Alder Foods', ticker: 'aldr' },
      { name: 'Elm', ticker: 'ELM' },
    ])
    expect(link(record('1', 'ALDER FOODS bought Elmwood.')).tickers).toEqual(['ALDR'])
    // A word of everyday that happens to be the name of a company.
    expect(link(record('1', 'Under an elm.')).tickers).toEqual([])
  })
})

it('reads the text of a PDF file, page after page', async () => {
  const { text, title } = await readPdf(
    pdfOf(['Sales rose by 8 per cent.', 'Cash fell.']),
    'https://h.example/a.pdf',
    'h',
  )
  expect(title).toBe('a.pdf')
  expect(text.replace(/\s+/g, ' ')).toBe('Sales rose by 8 per cent. Cash fell.')
  await expect(readPdf(Buffer.from('no PDF'), 'https://h.example/b.pdf', 'h')).rejects.toThrow(/PDF/)
})

/** The least that is a PDF file: one line of text a page, with a table of where each object stands. */
function pdfOf(pages: readonly string[]): Uint8Array {
  const kids = pages.map((_, i) => `${4 + 2 * i} 0 R`).join(' ')
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    ...pages.flatMap((line, i) => {
      const drawn = `BT /F1 12 Tf 72 720 Td (${line}) Tj ET`
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> /Contents ${5 + 2 * i} 0 R >>`,
        `<< /Length ${drawn.length} >>\nstream\n${drawn}\nendstream`,
      ]
    }),
  ]
  let file = '%PDF-1.4\n'
  const places = objects.map((object, i) => {
    const place = file.length
    file += `${i + 1} 0 obj\n${object}\nendobj\n`
    return place
  })
  const table = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('')
  const trailer = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`
  return Buffer.from(`${file}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}${trailer}`)
}

it('the command adds what is new, run after run', async () => {
  answer = serve
  const folder = mkdtempSync(join(tmpdir(), 'rationale-news-'))
  writeFileSync(join(folder, 'tickers.csv'), 'name,ticker\nAlder Foods,ALDR\n')
  const cli = join(import.meta.dirname, '../../../dist/src/cli.js')
  // Not in step with this process, which is the server.
  const run = () =>
    new Promise<{ status: number | null; stdout: string; stderr: string }>((resolve) => {
      const sources = [`rss:${origin}/feed.xml`, `edgar:${origin}/search.json`, `xbrl:${origin}/missing.json`]
      const options = [
        '--output',
        'news.ndjson',
        '--contact',
        'me@example.org',
        '--tickers',
        'tickers.csv',
        '--rate',
        '10',
      ]
      const child = execFile(
        process.execPath,
        [cli, 'fetch-news', ...sources, ...options],
        { cwd: folder },
        (_error, stdout, stderr) => resolve({ status: child.exitCode, stdout, stderr }),
      )
    })
  const first = await run()
  expect(first.stdout).toMatch(/3 records, 3 new, in 3 clusters; 0 sources unchanged, 1 failed/)
  expect(first.stderr).toMatch(/missing\.json[\s\S]*status 404/)
  expect(first.status).toBe(3)
  expect((await run()).stdout).toMatch(/3 records, 0 new, in 3 clusters; 2 sources unchanged, 1 failed/)
  // Records that were taken away come again, although the pages did not change.
  rmSync(join(folder, 'news.ndjson'))
  expect((await run()).stdout).toMatch(/3 records, 3 new, in 3 clusters; 0 sources unchanged, 1 failed/)
  const [alder] = readFileSync(join(folder, 'news.ndjson'), 'utf8')
    .split('\n')
    .map((line) => JSON.parse(line || '{}'))
  expect(alder).toMatchObject({
    title: 'Alder Foods grows',
    tickers: ['ALDR'],
    cluster: idIn(`${origin}/feed.xml`, 'a'),
  })
})
