import { rmSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { seededRandom } from '../../src/core/statistics/random.js'
import { type KillSetting, killTrial, prepare } from '../extraction/killing.js'

let setting: KillSetting
beforeAll(async () => {
  setting = await prepare(200)
})
afterAll(() => rmSync(setting.folder, { recursive: true, force: true }))

it.each([1, 2])('killed with SIGKILL at random moments, a job ends with the same bytes (seed %i)', async (seed) => {
  const trial = await killTrial(setting, seededRandom(`kill ${seed}`), `trial-${seed}`)
  expect(setting.expected.length).toBeGreaterThan(10_000)
  expect(trial).toMatchObject({ repeated: [], sameBytes: true, documents: 200 })
  expect(trial.kills).toBeGreaterThan(0)
})
