import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { seededRandom } from '../../src/core/statistics/random.js'
import { prepareQueue, type QueueSetting, queueTrial } from '../extraction/queue-killing.js'

let setting: QueueSetting
beforeAll(async () => {
  setting = await prepareQueue(400)
}, 300_000)
afterAll(() => setting.close())

it('50 seeded trials with two BullMQ workers: a worker and the coordinator killed, the same bytes, no call repeated for a committed id', async () => {
  const killed: string[] = []
  for (let seed = 0; seed < 50; seed++) {
    const trial = await queueTrial(setting, seededRandom(`queue soak ${seed}`), `trial-${seed}`)
    expect(trial, `seed ${seed}`).toMatchObject({ repeated: [], sameBytes: true })
    killed.push(...trial.killed)
    rmSync(join(setting.folder, `trial-${seed}`), { recursive: true })
  }
  const of = (who: string) => killed.filter((each) => each === who).length
  console.log(`50 trials: ${of('worker')} workers and ${of('coordinator')} coordinators killed`)
  expect(of('worker')).toBe(50)
  expect(of('coordinator')).toBeGreaterThan(25)
})
