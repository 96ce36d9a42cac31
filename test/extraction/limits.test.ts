import { execFile } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, describe, expect, it } from 'vitest'
import { runExtraction } from '../../extraction/job.js'
import { BudgetSpent, createGovernor } from '../../extraction/limits/governor.js'
import { runExtractionWorker } from '../../extraction/queue/worker.js'
import { RationaleError } from '../../src/core/errors.js'
import { openRequestCache, requestKey } from '../../src/core/files/request-cache.js'
import { mayPass } from '../../src/core/passing.js'
import type { LanguageModel } from '../../src/models/types.js'
import { temporaryFolder } from '../helpers/folder.js'
import { annotator, documentOf, madeUpDocuments, rewriting } from './models.js'

const cleanups: (() => void)[] = []
afterEach(() => {
  for (const clean of cleanups.splice(0)) clean()
})
function folder(): string {
  const path = temporaryFolder('extraction-limits')
  cleanups.push(() => rmSync(path, { recursive: true, force: true }))
  return path
}

const http = (status: number, more: object = {}) => Object.assign(new Error(`HTTP ${status}`), { status, ...more })

describe('adaptive concurrency', () => {
  it('doubles until the first 429, shrinks to 0.8 once per episode, then grows by one', async () => {
    const limits: number[] = []
    const governor = createGovernor({
      concurrency: 64,
      retries: 1,
      backoffMs: 1,
      onLimit: (limit) => limits.push(limit),
    })
    for (let i = 0; i < 4 + 8 + 16; i++) await governor.run(async () => i)
    expect(limits).toEqual([8, 16, 32])
    const failing = Array.from({ length: 6 }, () => governor.run(async () => Promise.reject(http(429))))
    expect((await Promise.allSettled(failing)).every(({ status }) => status === 'rejected')).toBe(true)
    // Twelve refusals, one episode: 32 x 0.8.
    expect(limits).toEqual([8, 16, 32, 25])
    for (let i = 0; i < 40; i++) await governor.run(async () => i)
    expect(governor.limit).toBe(25) // cooling down
  })

  it('never has more calls in flight than the limit', async () => {
    const governor = createGovernor({ concurrency: 3 })
    let running = 0
    let most = 0
    await Promise.all(
      Array.from({ length: 40 }, () =>
        governor.run(async () => {
          most = Math.max(most, ++running)
          await new Promise((resolve) => setImmediate(resolve))
          running--
        }),
      ),
    )
    expect(most).toBe(3)
  })

  it('holds every call back as long as Retry-After says', async () => {
    const governor = createGovernor({ concurrency: 2, backoffMs: 1 })
    // Timers end in the order of their times, however late: what is held for 120 ms comes after one of 115.
    const order: string[] = []
    setTimeout(() => order.push('115 ms'), 115)
    await governor.run(async () => {
      order.push('call')
      if (order.length === 1) throw http(429, { retryAfterMs: 120 })
    })
    expect(order).toEqual(['call', '115 ms', 'call'])
  })

  it('tries again what may pass, a bounded number of times, and nothing else', async () => {
    const attempts = async (error: Error) => {
      let count = 0
      await expect(
        createGovernor({ concurrency: 1, retries: 2, backoffMs: 1 }).run(async () => {
          count++
          throw error
        }),
      ).rejects.toBe(error)
      return count
    }
    expect(await attempts(http(500))).toBe(3)
    expect(await attempts(new RationaleError('network', 'gone'))).toBe(3)
    expect(await attempts(http(400))).toBe(1)
    expect(await attempts(new RationaleError('configuration', 'refused the key (HTTP 401)'))).toBe(1)
    expect(
      mayPass(new TypeError('fetch failed', { cause: Object.assign(new Error(''), { code: 'ECONNRESET' }) })),
    ).toBe(true)
    expect(mayPass(new Error('a bug'))).toBe(false)
  })

  it('gives up a call that hangs, even one that ignores its signal', async () => {
    const governor = createGovernor({ concurrency: 1, retries: 0, attemptTimeoutMs: 30 })
    await expect(governor.run(() => new Promise(() => {}))).rejects.toThrow(/no answer within 30 ms/)
  })

  it('spends exactly the calls it may', async () => {
    const governor = createGovernor({ concurrency: 8, budget: { calls: 5 } })
    let made = 0
    const all = await Promise.allSettled(Array.from({ length: 12 }, () => governor.run(async () => ++made)))
    expect(made).toBe(5)
    expect(all.filter((each) => each.status === 'rejected' && each.reason instanceof BudgetSpent).length).toBe(7)
  })

  it.each([
    [{ cost: 3 }, 'a cost of 3'],
    [{ cost: 4 }, 'a cost of 4'],
    [{ tokens: 2 }, '2 tokens'],
    [{ tokens: 3 }, '3 tokens'],
  ])('counts tokens and money against the budget, which is spent where it is reached: %j', async (budget, spent) => {
    const governor = createGovernor({ concurrency: 1, budget, price: { input: 1_000_000, output: 2_000_000 } })
    const call = () =>
      governor.run(async (_, tally) => {
        tally.evaluated += 1
        tally.generated += 0.5
      })
    await call()
    expect(governor.spent.cost).toBe(2)
    await call()
    await expect(call()).rejects.toThrow(spent)
    expect(governor.spent.cost).toBe(4)
  })
})

describe('the request cache', () => {
  it('keeps answers over a restart and drops a torn last line', () => {
    const path = join(folder(), 'requests.ndjson')
    const tally = { calls: 1, evaluated: 5, unique: 5, generated: 2 }
    const cache = openRequestCache(path)
    const keys = Array.from({ length: 3000 }, (_, i) => requestKey(String(i)))
    for (const key of keys) cache.put(key, { text: key }, tally)
    cache.close()
    writeFileSync(path, `${readFileSync(path, 'utf8')}{"k":"torn`)
    const again = openRequestCache(path)
    expect(again.used).toEqual({ calls: 3000, evaluated: 15_000, unique: 15_000, generated: 6000 })
    expect(keys.every((key) => (again.get(key) as { text: string }).text === key)).toBe(true)
    expect(again.get('f'.repeat(32))).toBeUndefined()
    again.put('f'.repeat(32), 1, tally)
    again.close()
    const last = openRequestCache(path)
    expect(last.get('f'.repeat(32))).toBe(1)
    last.close()
  })

  it('takes no answer for another whose key begins alike', () => {
    const path = join(folder(), 'requests.ndjson')
    const tally = { calls: 1, evaluated: 5, unique: 5, generated: 2 }
    const [key, alike] = [`${'a'.repeat(13)}1`, `${'a'.repeat(13)}2`]
    const cache = openRequestCache(path)
    cache.put(key, 'its own', tally)
    cache.close()
    const again = openRequestCache(path)
    expect([again.get(key), again.get(alike)]).toEqual(['its own', undefined])
    again.close()
  })

  it('is open once at a time: two workers would write over one another', async () => {
    const path = join(folder(), 'requests.ndjson')
    const worker = () => runExtractionWorker({ model: annotator(), queue: 'redis://127.0.0.1:1', requests: path })
    const cache = openRequestCache(path)
    await expect(worker()).rejects.toThrow(`this process is already at work in ${path}`)
    cache.close()
    // Whatever ends a worker, the file is free again.
    await expect(worker()).rejects.toThrow(/cannot reach Redis/)
    openRequestCache(path).close()
  })

  it('tells everybody whose answer could not be written, and loses nothing of the others', async () => {
    const path = join(folder(), 'requests.ndjson')
    const module = JSON.stringify(join(import.meta.dirname, '../../dist/src/core/files/request-cache.js'))
    const script = `import { openRequestCache, requestKey } from ${module}
      const tally = { calls: 1, evaluated: 0, unique: 0, generated: 0 }
      const cache = openRequestCache(process.argv[1])
      const told = []
      const put = (name, size) => cache.put(requestKey(name), 'x'.repeat(size), tally).then(() => told.push(name), () => told.push('not ' + name))
      await put('a', 100)
      const both = [put('b', 100), put('c', 50_000)]
      try { cache.sync() } catch (error) { told.push(error.code) }
      await Promise.all(both)
      await put('d', 100)
      cache.close()
      console.log(told.join())`
    // A limit on the size of files is met as a full disk is: in the middle of a write.
    const limited = ['-c', 'trap "" XFSZ; ulimit -f 8; exec "$@"', 'bash', process.execPath]
    const run = await promisify(execFile)('bash', [...limited, '--input-type=module', '--eval', script, path])
    expect(run.stdout.trim()).toBe('a,io,not b,not c,d')
    expect(readFileSync(path, 'utf8').trimEnd().split('\n')).toHaveLength(2)
    const cache = openRequestCache(path)
    const found = ['a', 'b', 'c', 'd'].filter((name) => cache.get(requestKey(name)) !== undefined)
    cache.close()
    expect(found).toEqual(['a', 'd'])
  })
})

/** A server that misbehaves in every way once per document, then answers; of one text it never does. */
function misbehaving(never?: string): Promise<{ url: string; server: Server; attempts: Map<string, number> }> {
  const attempts = new Map<string, number>()
  const kinds = ['429', '500', 'truncated', 'closed', 'hangs', 'hangs half-way', 'fine'] as const
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      const text = documentOf(JSON.parse(body).prompt)
      const count = (attempts.get(text) ?? 0) + 1
      attempts.set(text, count)
      const kind =
        text === never ? 'hangs' : count > 1 ? 'fine' : (kinds[attempts.size % kinds.length] as (typeof kinds)[number])
      const answer = JSON.stringify({ text: rewriting(JSON.parse(body).prompt) })
      if (kind === '429') response.writeHead(429, { 'retry-after': '0' }).end()
      else if (kind === '500') response.writeHead(500).end('oops')
      else if (kind === 'truncated') response.end(answer.slice(0, answer.length / 2))
      else if (kind === 'closed') {
        response.writeHead(200, { 'content-length': String(answer.length) })
        response.write(answer.slice(0, 5))
        response.destroy()
      } else if (kind === 'hangs half-way') {
        response.writeHead(200, { 'content-length': String(answer.length) })
        response.write(answer.slice(0, 5))
      } else if (kind !== 'hangs') response.end(answer)
    })
  })
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () =>
      resolve({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server, attempts }),
    ),
  )
}

/** A model behind that server; the provider's own retries and time limits are out of the way. */
function served(url: string): LanguageModel {
  return {
    ...annotator(),
    async generate({ prompt, signal }) {
      const joined = typeof prompt === 'string' ? prompt : prompt.map(({ content }) => content).join('\n')
      const response = await fetch(url, {
        method: 'POST',
        body: JSON.stringify({ prompt: joined }),
        ...(signal ? { signal } : {}),
      })
      if (!response.ok) throw http(response.status)
      const body = await response.text()
      try {
        return [{ text: JSON.parse(body).text, finish: 'stop' }]
      } catch (cause) {
        throw new RationaleError('network', 'the answer is not complete', { cause })
      }
    },
  }
}

describe('a server that misbehaves', () => {
  const given = (count: number) => {
    const documents = madeUpDocuments(count)
    const input = join(folder(), 'input.ndjson')
    writeFileSync(input, documents.map((each) => JSON.stringify(each)).join('\n'))
    return { documents, input }
  }
  const bytes = (output: string) => readFileSync(join(output, 'rationales.ndjson'))
  const closed = (server: Server) => () => {
    server.closeAllConnections()
    server.close()
  }

  it('costs bounded retries and loses no document, whether it refuses, hangs or breaks off; errors are never remembered', async () => {
    const { url, server, attempts } = await misbehaving()
    cleanups.push(closed(server))
    const { input } = given(14)
    const output = folder()
    const options = { input, preset: 'unfiltered' as const, concurrency: 8 }
    const { stats } = await runExtraction({ ...options, output, model: served(url), attemptTimeout: 1 })
    expect(stats.outcomes).toEqual({ kept: 14, filtered: 0, rejected: 0, failed: 0 })
    expect(attempts.size).toBe(14)
    expect([...attempts.values()].every((count) => count <= 2)).toBe(true)
    const whole = folder()
    await runExtraction({ ...options, output: whole, model: annotator() })
    expect(bytes(output).equals(bytes(whole))).toBe(true)
  })

  it('is not given up at once for a limit that no timer takes: that one is refused', async () => {
    const { input } = given(1)
    const options = { input, output: folder(), preset: 'unfiltered' as const, model: annotator() }
    const wanted = runExtraction({ ...options, attemptTimeout: 3_000_000 })
    await expect(wanted).rejects.toMatchObject({ code: 'configuration', message: expect.stringContaining('2000000') })
  })

  it('and never answers about one document: that one fails after its retries, the others are mined, and the next run has only it to do', async () => {
    const { documents, input } = given(14)
    const stuck = documents[7]?.text as string
    const { url, server, attempts } = await misbehaving(stuck)
    cleanups.push(closed(server))
    const output = folder()
    const options = { input, output, preset: 'unfiltered' as const, concurrency: 8 }
    const first = await runExtraction({ ...options, model: served(url), attemptTimeout: 1, retries: 2 })
    expect(first.stats.outcomes).toEqual({ kept: 13, filtered: 0, rejected: 0, failed: 1 })
    expect(attempts.get(stuck)).toBe(3)
    expect(first.stats.reasons).toEqual({ 'failed: no answer within 1000 ms': 1 })

    const asked: string[] = []
    const again = await runExtraction({ ...options, model: annotator(asked) })
    expect(again.stats.outcomes).toEqual({ kept: 14, filtered: 0, rejected: 0, failed: 0 })
    expect(asked).toEqual([stuck])
    const whole = folder()
    await runExtraction({ ...options, output: whole, model: annotator() })
    expect(bytes(output).equals(bytes(whole))).toBe(true)
  })
})
