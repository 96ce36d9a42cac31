import { expect, it } from 'vitest'
import { packBatch } from '../../../../verifier/network/model/batch.js'
import { openRuntime } from '../../../../verifier/network/runtime/open.js'
import { openMeter } from '../../../../verifier/network/train/efficiency.js'
import { tinyNetwork } from '../model/tiny.js'

it('the part of the plain product counts what must be done, not the padding', async () => {
  const network = tinyNetwork()
  const sequence = (length: number) => ({ tokens: new Array<number>(length).fill(1), weights: 1 })
  const batch = packBatch([sequence(20), sequence(10)], 20)
  const runtime = await openRuntime('onnx-cpu')
  const [frozen, short, none] = [true, true, true].map((isFrozen) => openMeter(network, isFrozen))
  frozen?.add([batch], 20_000)
  short?.add([batch], 50)
  expect((await frozen?.read(runtime))?.padding).toBeCloseTo(10 / 40)
  expect(await short?.read(runtime)).toEqual({ padding: 0.25 })
  expect(await none?.read(runtime)).toBeUndefined()
  const four = await frozen?.read(runtime)
  expect(four?.partOfProduct).toBeGreaterThan(0)
  expect(four?.partOfProduct).toBeLessThan(1e-3)
  await runtime.dispose()
})
