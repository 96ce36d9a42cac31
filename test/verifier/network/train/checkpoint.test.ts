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
