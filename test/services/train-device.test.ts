import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { openRuntime } from '../../verifier/network/runtime/open.js'
import { openTensorFlow } from '../../verifier/network/runtime/tensorflow.js'
import { train } from '../../verifier/network/train/train.js'
import { temporaryFolder } from '../helpers/folder.js'

vi.mock('../../verifier/network/runtime/open.js', { spy: true })

it('the device is given back where the trainer cannot be opened on it', async () => {
  const output = temporaryFolder('device')
  const data = join(output, 'records.ndjson')
  writeFileSync(data, `${JSON.stringify({ text: 'Ann has 3 apples.' })}\n`)
  // A device with memory of its own keeps no moments in 8 bits.
  const device = await openTensorFlow('tfjs-cpu')
  const dispose = vi.spyOn(device, 'dispose')
  vi.mocked(openRuntime).mockResolvedValue(device)
  const base = join(import.meta.dirname, '../verifier/network/weights/fixtures/tiny-llama')
  const run = { data, base, output: join(output, 'out'), task: 'pretrain', evaluationPart: 0 } as const
  await expect(train({ ...run, optimizer: 'adamw8bit' })).rejects.toMatchObject({
    code: 'configuration',
    message: expect.stringContaining('adamw8bit') as string,
  })
  expect(dispose).toHaveBeenCalledOnce()
})
