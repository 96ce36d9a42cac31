import { expect, it } from 'vitest'
import { loadCheckpoint, type RunIdentity, saveCheckpoint } from '../../../../verifier/network/train/checkpoint.js'
import { temporaryFolder } from '../../../helpers/folder.js'

const progress = { step: 1, best: undefined, stale: 0 }
const about = { config: {}, format: 'f32', alike: [] } as unknown as Parameters<typeof loadCheckpoint>[2] // of another base nothing is asked here
const run: RunIdentity = { settings: {}, data: 'd', steps: 3 }

it('a run whose questions were kept aside in another way is not gone on with', async () => {
  const folder = temporaryFolder('checkpoint')
  // As an earlier version wrote it.
  await saveCheckpoint(folder, {}, progress, run)
  await expect(loadCheckpoint(folder, { ...run, split: 'letters and digits' }, about)).rejects.toMatchObject({
    code: 'configuration',
    found: expect.stringContaining('kept other questions aside'),
  })
  // Nothing was kept aside in either: what differs here are the options alone.
  await expect(loadCheckpoint(folder, run, about)).rejects.toMatchObject({
    found: expect.not.stringContaining('kept other questions aside'),
  })
})

it.each<[string, Partial<RunIdentity>, RegExp]>([
  ['data', { data: 'other' }, /(?:^|; )the data is another(?:;|$)/],
  ['fewer steps', { steps: 2 }, /the run was of 3 steps, is of 2: it may only grow/],
  ['weights', { base: 'other' }, /the base has other weights/],
  ['settings', { settings: { seed: 2 } }, /seed was 1, is 2/],
])('nor is one of other %s; the same, or a longer one, has nothing against it', async (_, other, why) => {
  const folder = temporaryFolder('checkpoint')
  const saved = { ...run, base: 'weights', settings: { seed: 1 } }
  await saveCheckpoint(folder, {}, progress, saved)
  const differences = (now: RunIdentity) =>
    loadCheckpoint(folder, now, about).then(
      () => '',
      ({ found }: { found: string }) => found,
    )
  expect(await differences({ ...saved, ...other })).toMatch(why)
  for (const same of [saved, { ...saved, steps: 4 }]) expect(await differences(same)).not.toMatch(why)
})
