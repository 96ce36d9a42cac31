import { afterAll, beforeAll, expect, it } from 'vitest'
import { seededRandom } from '../../src/core/statistics/random.js'
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
