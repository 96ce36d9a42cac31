import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { cachedFile, cachePath } from '../../../benchmarks/tasks/download.js'
import { fiqaSa } from '../../../benchmarks/tasks/fiqa-sa.js'
import { headline } from '../../../benchmarks/tasks/headline.js'
import { loadTask } from '../../../benchmarks/tasks/load.js'
import { processbench } from '../../../benchmarks/tasks/processbench.js'
import { temporaryFolder } from '../../helpers/folder.js'

const body = Buffer.from('0123456789'.repeat(20_000))
const sha256 = createHash('sha256').update(body).digest('hex')

let server: Server
let origin: string
let cacheDir: string
let requests: { url: string; range: string | undefined }[]
let answer: (request: IncomingMessage, response: ServerResponse) => void

beforeEach(async () => {
  requests = []
  answer = (_request, response) => {
    response.setHeader('etag', '"v1"')
    response.end(body)
  }
  server = createServer((request, response) => {
    requests.push({ url: request.url ?? '', range: request.headers.range })
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  cacheDir = temporaryFolder('rationale-cache')
})
afterEach(() => server.close())

const good = { kind: 'sha256', value: sha256 } as const

it('downloads once, then reads the cache, even offline', async () => {
  const path = await cachedFile(`${origin}/f.bin`, good, { cacheDir })
  expect(await cachedFile(`${origin}/f.bin`, good, { cacheDir, offline: true })).toBe(path)
  expect(requests).toHaveLength(1)
})

it('fetches again when the cached bytes were changed', async () => {
  const path = await cachedFile(`${origin}/f.bin`, good, { cacheDir })
  await writeFile(path, 'spoiled')
  await cachedFile(`${origin}/f.bin`, good, { cacheDir })
  expect(requests).toHaveLength(2)
})

it('offline: says where the file should be', async () => {
  const wanted = cachedFile(`${origin}/f.bin`, good, { cacheDir, offline: true })
  await expect(wanted).rejects.toThrow(cachePath(`${origin}/f.bin`, cacheDir))
  expect(requests).toHaveLength(0)
})

it('goes on where a broken download stopped', async () => {
  answer = (request, response) => {
    response.setHeader('etag', '"v1"')
    const start = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0)
    if (start === 0) {
      response.writeHead(200, { 'content-length': body.length })
      response.write(body.subarray(0, 100_000), () => setTimeout(() => response.destroy(), 200))
    } else {
      response.writeHead(206, {
        'content-length': body.length - start,
        'content-range': `bytes ${start}-${body.length - 1}/${body.length}`,
      })
      response.end(body.subarray(start))
    }
  }
  await cachedFile(`${origin}/f.bin`, good, { cacheDir })
  // On a busy machine a break may come before anything is on disk: then there is nothing to go on from yet.
  expect(requests.length).toBeGreaterThanOrEqual(2)
  expect(requests.at(-1)?.range).toMatch(/^bytes=[1-9]\d*-$/)
})

it.each([
  ['are all of the file are taken, where their hash is known', body, good, 1],
  ['are all of the file are fetched again, where nothing tells', body, undefined, 2],
  ['are of another file are fetched again', Buffer.from(body).fill('x'), good, 2],
])('what came before a kill, before it had its name: bytes that %s', async (_, left, checksum, asked) => {
  answer = (request, response) => {
    const start = /bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1]
    response.setHeader('etag', '"v1"')
    if (start === undefined) response.end(body)
    else response.writeHead(416, { 'content-range': `bytes */${body.length}` }).end()
  }
  const path = cachePath(`${origin}/f.bin`, cacheDir)
  await writeFile(`${path}.partial`, left)
  await writeFile(`${path}.partial.etag`, '"v1"')
  await cachedFile(`${origin}/f.bin`, checksum, { cacheDir, retries: 0 })
  expect((await readFile(path)).equals(body)).toBe(true)
  expect(requests).toHaveLength(asked)
  expect((await readdir(cacheDir)).filter((name) => /partial|lock/.test(name))).toEqual([])
})

const all = `bytes 0-${body.length - 1}/${body.length}`
const rest = `bytes 10-${body.length - 1}/${body.length}`

it.each([
  ['of another place than it asked for', { etag: '"v1"', 'content-range': all }],
  ['of another file', { etag: '"v2"', 'content-range': rest }],
  ['of a file without a tag', { 'content-range': rest }],
  ['of which nobody says where they belong', { etag: '"v1"' }],
])('joins no bytes %s: it begins anew', async (_, headers) => {
  answer = (request, response) => {
    if (request.headers.range === undefined) response.writeHead(200, { etag: '"v2"' }).end(body)
    else response.writeHead(206, headers).end(body.subarray(10))
  }
  const path = cachePath(`${origin}/f.bin`, cacheDir)
  await writeFile(`${path}.partial`, 'AAAAAAAAAA')
  await writeFile(`${path}.partial.etag`, '"v1"')
  await cachedFile(`${origin}/f.bin`, undefined, { cacheDir, retries: 0 })
  expect((await readFile(path)).equals(body)).toBe(true)
  expect(requests.map(({ range }) => range)).toEqual(['bytes=10-', undefined])
})

it('takes no part for the whole: it goes on behind it, and refuses one that it did not ask for', async () => {
  const part = (start: number) => ({ etag: '"v1"', 'content-range': `bytes ${start}-${start + 99_999}/${body.length}` })
  answer = (request, response) => {
    const start = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0)
    response.writeHead(206, part(start)).end(body.subarray(start, start + 100_000))
  }
  const path = cachePath(`${origin}/f.bin`, cacheDir)
  await writeFile(`${path}.partial`, body.subarray(0, 10))
  await writeFile(`${path}.partial.etag`, '"v1"')
  await cachedFile(`${origin}/f.bin`, undefined, { cacheDir })
  expect((await readFile(path)).equals(body)).toBe(true)
  expect(requests.map(({ range }) => range)).toEqual(['bytes=10-', 'bytes=100010-'])
  answer = (_request, response) => {
    response.writeHead(206, part(5)).end(body.subarray(5, 100_005))
  }
  await expect(cachedFile(`${origin}/g.bin`, undefined, { cacheDir, retries: 0 })).rejects.toThrow(
    /a part of the file came \(bytes 5-/,
  )
})

it('fetches a file once at a time: two would write into one another', async () => {
  const began: (() => void)[] = []
  answer = (_request, response) => {
    response.writeHead(200, { 'content-length': body.length }).write(body.subarray(0, 10))
    began.push(() => response.end(body.subarray(10)))
  }
  const first = cachedFile(`${origin}/f.bin`, undefined, { cacheDir })
  await vi.waitUntil(() => began.length > 0)
  await expect(cachedFile(`${origin}/f.bin`, undefined, { cacheDir })).rejects.toThrow(
    /this process is already at work/,
  )
  began[0]?.()
  expect((await readFile(await first)).equals(body)).toBe(true)
})

it('refuses bytes that are not those announced, and keeps nothing', async () => {
  const wrong = { kind: 'sha256', value: '0'.repeat(64) } as const
  await expect(cachedFile(`${origin}/f.bin`, wrong, { cacheDir })).rejects.toThrow(/damaged/)
  expect(await readdir(cacheDir)).toEqual(expect.not.arrayContaining([expect.stringMatching(/f\.bin$/)]))
})

it('does not repeat what cannot succeed', async () => {
  answer = (_request, response) => {
    response.writeHead(404)
    response.end()
  }
  await expect(cachedFile(`${origin}/f.bin`, undefined, { cacheDir })).rejects.toThrow(/404/)
  expect(requests).toHaveLength(1)
})

it('loads a task from a hub, held against the hashes that the hub names', async () => {
  const row = `${JSON.stringify(processbench.samples[0])}\n`
  const blob = createHash('sha1').update(`blob ${row.length}\0${row}`).digest('hex')
  const files = processbench.home.hub?.files ?? []
  answer = (request, response) => {
    if (request.url?.startsWith('/api/datasets/')) {
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify(files.map((path) => ({ path, type: 'file', oid: blob, size: row.length }))))
    } else response.end(row)
  }
  const samples = await loadTask(processbench, { from: 'home', hubUrl: origin, cacheDir })
  expect(samples.map((sample) => sample.id)).toEqual(['own-1', 'own-1~2', 'own-1~3', 'own-1~4'])
  expect(requests.filter(({ url }) => url.includes('/resolve/main/'))).toHaveLength(4)
})

it('finds names that differ from upload to upload, and finds them again offline', async () => {
  const row = JSON.stringify({
    _id: 'a1',
    sentence: 'Profit rose.',
    target: 'X',
    aspect: 'Y',
    score: 0.4,
    type: 'post',
  })
  const names = ['README.md', 'data/test-00000-of-00001-cf9e.parquet', 'data/train-00000-of-00001-77aa.parquet']
  const blob = createHash('sha1').update(`blob ${row.length}\0${row}`).digest('hex')
  answer = (request, response) => {
    if (request.url?.startsWith('/api/datasets/')) {
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify(names.map((path) => ({ path, type: 'file', oid: blob, size: row.length }))))
    } else response.end(row)
  }
  const from = { from: 'home', hubUrl: origin, cacheDir } as const
  const samples = await loadTask(fiqaSa, from)
  expect(samples).toMatchObject([{ id: 'fiqa-a1', gold: 'positive', context: 'About: X' }])
  const fetched = requests.map(({ url }) => url).filter((url) => url.includes('/resolve/'))
  expect(fetched).toEqual([`/datasets/${fiqaSa.home.hub?.name}/resolve/main/data/test-00000-of-00001-cf9e.parquet`])
  requests = []
  expect(await loadTask(fiqaSa, { ...from, offline: true })).toEqual(samples)
  expect(requests).toEqual([])
  await expect(loadTask(headline, { ...from, offline: true })).rejects.toThrow(/not in the cache/)
})

it('names the files of a data set that has none of the name', async () => {
  answer = (_request, response) => {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify([{ path: 'elsewhere.json', type: 'file', oid: '0', size: 1 }]))
  }
  await expect(loadTask(processbench, { from: 'home', hubUrl: origin, cacheDir })).rejects.toThrow(
    /has no file gsm8k\.json[\s\S]*elsewhere\.json/,
  )
})
