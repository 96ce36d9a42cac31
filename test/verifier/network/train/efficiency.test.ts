import { expect, it } from 'vitest'
import { packBatch } from '../../../../verifier/network/model/batch.js'
import { openRuntime } from '../../../../verifier/network/runtime/open.js'
import type { Runtime } from '../../../../verifier/network/runtime/runtime.js'
import { openMeter } from '../../../../verifier/network/train/efficiency.js'
import { tinyNetwork } from '../model/tiny.js'

it('the part of the plain product counts what must be done, not the padding', async () => {
  const network = tinyNetwork()
  const sequence = (length: number) => ({ tokens: new Array<number>(length).fill(1), weights: 1 })
  const batch = packBatch([sequence(20), sequence(10)], 20)
  const runtime = await openRuntime('onnx-cpu')
  const [frozen, short, none] = [true, true, true].map((isFrozen) => openMeter(network, isFrozen))
  frozen?.add([batch], { clock: 40_000, processor: 20_000 })
  short?.add([batch], { clock: 50, processor: 50 })
  expect(await short?.read(runtime)).toEqual({ padding: 0.25 })
  expect(await none?.read(runtime)).toBeUndefined()
  const four = await frozen?.read(runtime)
  expect(four?.padding).toBeCloseTo(10 / 40)
  expect(four?.partOfProduct).toBeGreaterThan(0)
  expect(four?.partOfProduct).toBeLessThan(1e-3)
  expect(four?.partOfProcessor).toBeGreaterThan(0)
  expect(four?.partOfProcessor).toBeLessThan(1e-3)
  const elsewhere: Runtime = {
    ...{ backend: 'onnx-webgpu', device: 'a device', inProcess: false, crossed: 0 },
    compile: (graph, options) => runtime.compile(graph, options),
    upload: (tensor) => runtime.upload(tensor),
    dispose: async () => {},
  }
  expect(await frozen?.read(elsewhere)).toEqual({ partOfProduct: expect.any(Number), padding: 0.25 })
  await runtime.dispose()
})
