import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { seededRandom } from '../../src/core/statistics/random.js'
import { ended, start } from '../extraction/killing.js'
import { prepareQueue, type QueueSetting, queueTrial } from '../extraction/queue-killing.js'

/* BullMQ over a redis-server of our own. It fails where redis-server is missing. */

let setting: QueueSetting
beforeAll(async () => {
  setting = await prepareQueue(400)
})
afterAll(() => setting.close())

it('two workers, one killed with SIGKILL, and a killed coordinator end with the bytes of one process', async () => {
  const trial = await queueTrial(setting, seededRandom('services'), 'queued')
  expect(trial).toMatchObject({ repeated: [], sameBytes: true })
  expect([...trial.killed].sort()).toEqual(['coordinator', 'worker'])
  expect(setting.expected.length).toBeGreaterThan(50_000)
})

it('says where Redis cannot be reached', async () => {
  const { queueMiner } = await import('../../extraction/queue/coordinator.js')
  const identity = { annotator: 'a', scorer: null, preset: { name: 'p', decay: 0.9, start: 0, tau: null } }
  await expect(queueMiner('redis://:secret@127.0.0.1:1', identity)).rejects.toThrow(/cannot reach Redis at 127.0.0.1:1/)
  await expect(queueMiner('redis://:secret@127.0.0.1:1', identity)).rejects.not.toThrow(/secret/)
})

it('a Redis that is killed and comes back empty, and a worker that is frozen past its lock, change no byte', async () => {
  const { folder, queue, input, expected } = setting
  const output = join(folder, 'restarted')
  const worker = (who: string) =>
    start({ kind: 'worker', queue, log: join(folder, `${who}.log`), slow: 20, lockMs: 1500 })
  const [frozen, steady] = [worker('frozen'), worker('steady')]
  const job = start({ kind: 'job', log: join(folder, 'restarted.log'), input, output, concurrency: 64, queue })
  let batches = 0
  let thaw = Promise.resolve()
  for (const each of [frozen, steady]) {
    each.on('message', async (message) => {
      if (message !== 'batch') return
      batches++
      if (batches === 2) frozen.kill('SIGSTOP')
      if (batches === 4) {
        thaw = setting.restart().then(() => {
          frozen.kill('SIGCONT')
        })
      }
    })
  }
  expect((await ended(job)).code).toBe(0)
  await thaw
  for (const each of [frozen, steady]) {
    each.kill('SIGKILL')
    await ended(each)
  }
  expect(batches).toBeGreaterThan(4)
  expect(readFileSync(join(output, 'rationales.ndjson')).equals(expected)).toBe(true)
})

it('a Redis without memory is named, and what was done stays done', async () => {
  const { folder, queue, input, expected } = setting
  const output = join(folder, 'full')
  const job = async (who: string) => {
    const options = { kind: 'job', log: join(folder, `${who}.log`), input, output, concurrency: 64, queue }
    const child = start(options, 'pipe')
    const [{ code }, said] = await Promise.all([ended(child), child.stderr ? text(child.stderr) : ''])
    return { code, said }
  }
  const worker = start({ kind: 'worker', queue, log: join(folder, 'full-worker.log'), lockMs: 1500 })
  await setting.configure('maxmemory', '1mb')
  const full = await job('full')
  expect(full.code).not.toBe(0)
  expect(full.said).toMatch(/Redis did not take a batch[\s\S]*maxmemory/)
  await setting.configure('maxmemory-policy', 'allkeys-lru')
  expect((await job('evicting')).said).toMatch(/drops what it holds[\s\S]*noeviction/)
  await setting.configure('maxmemory-policy', 'noeviction')
  await setting.configure('maxmemory', '0')
  // On a busy machine the first one may have begun only while Redis was evicting, and refused it.
  const late = start({ kind: 'worker', queue, log: join(folder, 'late-worker.log'), lockMs: 1500 })
  expect((await job('again')).code).toBe(0)
  for (const each of [worker, late]) {
    if (each.exitCode !== null) continue
    each.kill('SIGKILL')
    await ended(each)
  }
  expect(readFileSync(join(output, 'rationales.ndjson')).equals(expected)).toBe(true)
})
