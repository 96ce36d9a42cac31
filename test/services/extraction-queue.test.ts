import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ended, start } from '../extraction/killing.js'
import { madeUpDocuments } from '../extraction/models.js'

/* BullMQ over a redis-server of our own, on a free port and without a file of its own. It fails where redis-server is missing. */

const folder = mkdtempSync(join(tmpdir(), 'extraction-queue-'))
let redis: ChildProcess
let queue: string

beforeAll(async () => {
  const port = await new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
  redis = spawn('redis-server', [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--appendonly',
    'no',
    '--dir',
    folder,
  ])
  await new Promise<void>((resolve, reject) => {
    redis.once('error', (error) => reject(new Error(`redis-server is needed for this test: ${error.message}`)))
    redis.once('exit', (code) => reject(new Error(`redis-server ended with ${code}`)))
    redis.stdout?.on('data', (chunk) => {
      if (/Ready to accept connections/.test(String(chunk))) resolve()
    })
  })
  queue = `redis://127.0.0.1:${port}`
})

afterAll(async () => {
  redis.kill()
  await ended(redis)
  rmSync(folder, { recursive: true, force: true })
})

it('two workers, one killed with SIGKILL, and a killed coordinator end with the bytes of one process', async () => {
  const documents = madeUpDocuments(400)
  const input = join(folder, 'input.ndjson')
  writeFileSync(input, documents.map((each) => `${JSON.stringify(each)}\n`).join(''))
  const job = (output: string, more: object = {}) =>
    start({
      kind: 'job',
      log: join(folder, 'calls.log'),
      input,
      output: join(folder, output),
      concurrency: 64,
      ...more,
    })
  expect((await ended(job('whole'))).code).toBe(0)

  const worker = () => start({ kind: 'worker', queue, log: join(folder, 'calls.log'), slow: 20, lockMs: 1500 })
  const [doomed, steady] = [worker(), worker()]
  const first = job('queued', { queue })
  let batches = 0
  await new Promise<void>((resolve) => {
    const count = () => {
      if (++batches === 4) doomed.kill('SIGKILL')
      if (batches === 8) first.kill('SIGKILL')
      if (batches === 9) resolve()
    }
    for (const each of [doomed, steady]) each.on('message', (message) => message === 'batch' && count())
  })
  await Promise.all([ended(doomed), ended(first)])
  expect(doomed.signalCode).toBe('SIGKILL')
  expect(first.signalCode).toBe('SIGKILL')

  expect((await ended(job('queued', { queue }))).code).toBe(0)
  steady.kill('SIGKILL')
  await ended(steady)
  const [whole, queued] = ['whole', 'queued'].map((name) => readFileSync(join(folder, name, 'rationales.ndjson')))
  expect(whole?.length).toBeGreaterThan(50_000)
  expect(queued?.equals(whole as Buffer)).toBe(true)
})

it('says where Redis cannot be reached', async () => {
  const { queueMiner } = await import('../../extraction/queue/coordinator.js')
  const identity = { annotator: 'a', scorer: null, preset: { name: 'p', decay: 0.9, start: 0, tau: null } }
  await expect(queueMiner('redis://:secret@127.0.0.1:1', identity)).rejects.toThrow(/cannot reach Redis at 127.0.0.1:1/)
  await expect(queueMiner('redis://:secret@127.0.0.1:1', identity)).rejects.not.toThrow(/secret/)
})
