import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { averageAdapters } from '../../../benchmarks/studies/embedded/recipe/average.js'
import { openSafetensors, writeSafetensors } from '../../../verifier/network/weights/safetensors.js'
import { temporaryFolder } from '../../helpers/folder.js'

it('the mean of two adapters is that of their tensors, under the second one’s configuration', async () => {
  const folder = temporaryFolder('average')
  const adapter = async (name: string, values: Record<string, number[]>) => {
    mkdirSync(join(folder, name))
    writeFileSync(join(folder, name, 'adapter_config.json'), JSON.stringify({ name }))
    const tensors = Object.entries(values).map(([name, each]) => ({
      name,
      shape: [each.length],
      type: 'F32' as const,
      data: async () => Float32Array.from(each),
    }))
    await writeSafetensors(join(folder, name, 'adapter_model.safetensors'), tensors)
    return join(folder, name)
  }
  const first = await adapter('first', { a: [1, 2, -3], b: [0.5] })
  const second = await adapter('second', { b: [1.5], a: [3, 2, 3] })
  mkdirSync(join(folder, 'mean'))
  await averageAdapters(first, second, join(folder, 'mean'))

  const mean = openSafetensors(join(folder, 'mean', 'adapter_model.safetensors'))
  expect([...(await mean.floats('a'))]).toEqual([2, 2, 0])
  expect([...(await mean.floats('b'))]).toEqual([1])
  await mean.close()
  expect(JSON.parse(readFileSync(join(folder, 'mean', 'adapter_config.json'), 'utf8'))).toEqual({ name: 'second' })
  const lacking = await adapter('lacking', { a: [0, 0, 0] })
  await expect(averageAdapters(first, lacking, join(folder, 'mean'))).rejects.toThrow(/no tensor "b"/)
})
