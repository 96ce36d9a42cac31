import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const cli = fileURLToPath(new URL('../../../src/cli.js', import.meta.url))
const root = fileURLToPath(new URL('../../../..', import.meta.url))
const samples = join(root, 'benchmarks/samples/candidates.ndjson')
const model = join(root, 'test/verifier/network/weights/fixtures/tiny-llama')

/** A command that writes: its words, after what it reads was made in the folder. */
export interface Writer {
  words(folder: string, server: string, chains: number): string[]
  /** Its output grows, and the next run goes on: what stands there is never taken back. Others replace a whole output by a whole one. */
  grows?: true
}

export const writers: Readonly<Record<string, Writer>> = {
  verify: {
    words: (folder, _, chains) => [
      ...['verify', '--verifier', 'evidence:', '--input', file(folder, 'in.ndjson', [...mixed(chains)])],
      ...['--output', join(folder, 'out.ndjson')],
    ],
  },
  rerank: {
    words: (folder) => [
      ...['rerank', '--verifier', 'evidence:', '--input', samples, '--output', join(folder, 'out.ndjson')],
    ],
  },
  solve: {
    grows: true,
    words: (folder, server) => [
      ...['solve', '--generator', `${server}/v1#m`, '--verifier', 'evidence:', '--strategy', 'best-of-n', '--n', '1'],
      ...['--input', file(folder, 'in.ndjson', [...problems(60)]), '--output', join(folder, 'out.ndjson')],
    ],
  },
  export: {
    words: (folder) => ['export', '--adapter', model, '--format', 'onnx', '--output', join(folder, 'out')],
  },
  'export to one file': {
    words: (folder) => [
      ...['export', '--adapter', model, '--format', 'gguf', '--type', 'F32', '--output', join(folder, 'out.gguf')],
    ],
  },
  report: {
    words(folder) {
      const run = join(folder, 'in')
      const bench = ['bench', '--verifier', 'evidence:', '--candidates', samples, '--output', run]
      const { status, stderr } = spawnSync(process.execPath, [cli, ...bench], { encoding: 'utf8' })
      if (status !== 0) throw new Error(`no run to report of: ${stderr}`)
      return ['report', run, '--output', join(folder, 'out.html')]
    },
  },
  'fetch-news': {
    words: (folder, server) => [
      ...['fetch-news', `rss:${server}/feed.xml`, `rss:${server}/other.xml`, '--contact', 'a@example.org'],
      ...['--rate', '10', '--output', join(folder, 'out.ndjson')],
    ],
  },
  page: { words: (folder) => ['page', '--verifier', 'evidence:', '--output', join(folder, 'out')] },
  'page with the network': { words: (folder) => ['page', '--output', join(folder, 'out')] },
  calibrate: {
    words: (folder) => [
      ...['calibrate', '--verifier', 'evidence:', '--data', samples, '--output', join(folder, 'out.json')],
    ],
  },
  'market-labels': {
    words: (folder) => [
      ...['market-labels', '--news', file(folder, 'in-news.csv', ['id,title,time,tickers', ...news()])],
      ...['--prices', file(folder, 'in-prices.csv', ['ticker,date,adj_close', ...prices()])],
      ...['--zone', 'UTC', '--output', join(folder, 'out.ndjson')],
    ],
  },
}

/** A model and a site of news, on a free port of this machine. */
export async function openServer(): Promise<{ url: string; server: Server }> {
  const server = createServer((request, response) => {
    if (request.url?.endsWith('.xml')) {
      response.setHeader('content-type', 'application/rss+xml').end(feed(request.url))
      return
    }
    const content = 'So 1 + 1 = 2.\nThe answer is 2.'
    const choice = { index: 0, message: { role: 'assistant', content }, text: content, finish_reason: 'stop' }
    const answer = JSON.stringify({ choices: [choice], usage: { prompt_tokens: 9, completion_tokens: 9 } })
    request.resume()
    setTimeout(() => response.setHeader('content-type', 'application/json').end(answer), 20)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server } // a TCP server's address
}

function file(folder: string, name: string, lines: readonly string[]): string {
  writeFileSync(join(folder, name), `${lines.join('\n')}\n`)
  return join(folder, name)
}

/** Every tenth line is no record, so that there are two files to give names to. */
function* mixed(count: number): Generator<string> {
  for (let i = 0; i < count; i++) {
    yield i % 10 === 9
      ? '{"id":'
      : JSON.stringify({ id: `c${i}`, question: 'What is it?', steps: [`${i} + 1 = ${i + 1}`] })
  }
}

function* problems(count: number): Generator<string> {
  for (let i = 0; i < count; i++) yield JSON.stringify({ id: `p${i}`, question: `What is ${i} + 1?` })
}

const days = Array.from({ length: 200 }, (_, i) => new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10))
const prices = () =>
  days.flatMap((day, i) => ['A', 'B', 'C'].map((name, j) => `${name},${day},${100 + ((i * (j + 3)) % 17)}`))
const news = () => days.slice(0, 150).map((day, i) => `n${i},Title ${i},${day}T12:00:00Z,${'ABC'[i % 3]}`)

function feed(path: string): string {
  const items = days.map(
    (day, i) =>
      `<item><title>Title ${i} of ${path}</title><link>https://example.org${path}/${i}</link><guid>${path}${i}</guid><pubDate>${new Date(`${day}T12:00:00Z`).toUTCString()}</pubDate><description>What happened on ${day}, told at some length.</description></item>`,
  )
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>News</title><link>https://example.org</link><description>d</description>${items.join('')}</channel></rss>`
}
