import { existsSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { openTrainer } from '../../verifier/network/model/trainer.js'
import { openOnnx } from '../../verifier/network/runtime/onnx.js'
import { measureBackend } from '../../verifier/network/runtime/open.js'
import type { Runtime } from '../../verifier/network/runtime/runtime.js'
import { openTensorFlow } from '../../verifier/network/runtime/tensorflow.js'
import { tinyBatch, tinyNetwork } from '../verifier/network/model/tiny.js'
import { cases, compareWithOnnxCpu } from '../verifier/network/runtime/numerics.js'

/*
 * The GPU path without a GPU: WebGPU over SwiftShader, the software Vulkan driver that comes with Debian's `chromium`.
 * VK_ICD_FILENAMES points at another driver; where there is none, these tests fail.
 */

const drivers = ['/usr/lib/chromium/vk_swiftshader_icd.json', '/usr/lib/chromium-browser/vk_swiftshader_icd.json']

beforeAll(() => {
  process.env.VK_ICD_FILENAMES ??= drivers.find((path) => existsSync(path))
  expect(process.env.VK_ICD_FILENAMES, `none of ${drivers}: install chromium`).toBeDefined()
})

describe.each([
  ['onnx-webgpu', () => openOnnx({ provider: 'webgpu' })],
  ['tfjs-webgpu', () => openTensorFlow('tfjs-webgpu')],
] as [string, () => Promise<Runtime>][])('%s over SwiftShader', (backend, open) => {
  it('agrees with ONNX Runtime, CPU, on every operator and fused form', async () => {
    const found = await compareWithOnnxCpu(await open())
    expect(found.filter(({ difference }) => !(difference < 1e-3))).toEqual([])
    expect(found.length).toBe(cases.length)
  })

  it('takes the same training steps, the state staying on the device', async () => {
    const run = async (runtime: Runtime, recompute: boolean) => {
      const trainer = await openTrainer(runtime, tinyNetwork(), { optimizer: { maxNorm: 1 }, recompute })
      const losses: number[] = []
      for (let step = 1; step <= 4; step++)
        losses.push((await trainer.step([tinyBatch()], { step, learningRate: 1e-2 })).loss)
      const crossed = trainer.crossedInStep
      const bytes = Object.values(await trainer.state()).reduce((total, { data }) => total + data.byteLength, 0)
      await trainer.dispose()
      return { losses, crossed, bytes }
    }
    const expected = await run(await openOnnx(), false)
    for (const recompute of [false, true]) {
      const { losses, crossed, bytes } = await run(await open(), recompute)
      losses.forEach((loss, i) => {
        expect(Math.abs(loss - (expected.losses[i] as number))).toBeLessThan(1e-3)
      })
      // A batch goes in and a loss comes out: far less than the state.
      expect(crossed).toBeGreaterThan(0)
      expect(crossed).toBeLessThan(bytes / 10)
    }
  })

  it('is measured', async () => {
    const report = await measureBackend(backend as 'onnx-webgpu')
    expect(report.problem).toBeUndefined()
    expect(report.rate).toBeGreaterThan(0)
  })
})
