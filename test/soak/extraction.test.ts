import { rmSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { seededRandom } from '../../src/core/statistics/random.js'
import { type KillSetting, killTrial, prepare } from '../extraction/killing.js'

let setting: KillSetting
beforeAll(async () => {
  setting = await prepare(600)
}, 300_000)
afterAll(() => rmSync(setting.folder, { recursive: true, force: true }))

it('50 seeded trials of kill -9 end with the same bytes, and no call is repeated for a committed id', async () => {
  let kills = 0
  for (let seed = 0; seed < 50; seed++) {
    const trial = await killTrial(setting, seededRandom(`soak ${seed}`), `trial-${seed}`)
    expect(trial, `seed ${seed}`).toMatchObject({ repeated: [], sameBytes: true, documents: 600 })
    kills += trial.kills
    rmSync(`${setting.folder}/trial-${seed}`, { recursive: true })
  }
  console.log(`${kills} kills in 50 trials`)
  expect(kills).toBeGreaterThan(50)
})
