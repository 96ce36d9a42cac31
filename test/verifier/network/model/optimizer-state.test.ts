import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seededRandom } from '../../../../src/core/statistics/random.js'
import { startInProcess } from '../../../../verifier/network/model/optimizer-in-process.js'
import { startOnDevice, stretchesOf } from '../../../../verifier/network/model/optimizer-on-device.js'
import type { OptimizerState } from '../../../../verifier/network/model/optimizer-step.js'
import { openOnnx } from '../../../../verifier/network/runtime/onnx.js'
import { floats, type HostTensor, type Runtime } from '../../../../verifier/network/runtime/runtime.js'

let runtime: Runtime
beforeAll(async () => {
  runtime = await openOnnx()
})
afterAll(() => runtime.dispose())

const shapes = new Map<string, readonly number[]>([
  ['a', [3, 4]],
  ['norm', [5]],
  ['large', [600, 500]],
  ['b', [2, 2]],
  ['bias', [3]],
])
const options = { weightDecay: 0.1, maxNorm: 1 }

function drawn(seed: string): Map<string, HostTensor> {
  const random = seededRandom(seed)
  return new Map(
    [...shapes].map(([name, shape]) => {
      const size = shape.reduce((a, b) => a * b)
      return [
        name,
        floats(
          Float32Array.from({ length: size }, () => random.uniform() - 0.5),
          shape,
        ),
      ] as const
    }),
  )
}

async function step(state: OptimizerState, count: number): Promise<number> {
  let norm = 0
  for (let i = 1; i <= count; i++) {
    const uploads = [...drawn(`gradients ${i}`)].map(
      async ([name, tensor]) => [name, await runtime.upload(tensor)] as const,
    )
    norm = await state.apply(Object.fromEntries(await Promise.all(uploads)), { step: i, learningRate: 1e-2, loss: 1 })
  }
  return norm
}

function expectSame(found: Record<string, HostTensor>, expected: Record<string, HostTensor>) {
  expect(Object.keys(found).sort()).toEqual(Object.keys(expected).sort())
  for (const [name, { shape, data }] of Object.entries(expected)) {
    expect(found[name]?.shape).toEqual(shape)
    const farthest = (data as Float32Array).reduce(
      (most, value, i) => Math.max(most, Math.abs(value - Number(found[name]?.data[i]))),
      0,
    )
    expect(farthest, name).toBeLessThan(1e-6)
  }
}

describe('AdamW on a device', () => {
  it('lays small values of one decay end to end, and leaves large ones alone', () => {
    const names = stretchesOf(shapes, options).map(({ parts }) => parts.map(({ name }) => name))
    expect(names).toEqual([['a', 'b'], ['norm', 'bias'], ['large']])
  })

  it('steps as in this process does, and gives the network the same values', async () => {
    const here = await startInProcess(runtime, options, drawn('values'))
    const there = await startOnDevice(runtime, options, drawn('values'))
    expect(await step(there, 3)).toBeCloseTo(await step(here, 3), 3)
    expectSame(await there.copy(), await here.copy())
    const copy = await there.copy()
    for (const [name, value] of Object.entries(there.values())) {
      expect(value.shape).toEqual(shapes.get(name))
      expect([...(await value.read())]).toEqual([...(copy[name]?.data ?? [])])
    }
    await here.dispose()
    await there.dispose()
  })

  it('goes on from a copy to the same values', async () => {
    const first = await startOnDevice(runtime, options, drawn('values'))
    await step(first, 2)
    const copy = await first.copy()
    await step(first, 2)
    const second = await startOnDevice(runtime, options, drawn('other values'))
    await second.restore(copy)
    await step(second, 2)
    expectSame(await second.copy(), await first.copy())
    await expect(second.restore({})).rejects.toMatchObject({ code: 'model-file' })
    await first.dispose()
    await second.dispose()
  })

  it('leaves the state as it was where a gradient is not finite', async () => {
    const state = await startOnDevice(runtime, options, drawn('values'))
    const gradients = Object.fromEntries(
      await Promise.all(
        [...drawn('gradients')].map(async ([name, { shape, data }]) => {
          const broken = (data as Float32Array).slice().fill(Number.NaN, 0, 1)
          return [name, await runtime.upload(floats(broken, shape))] as const
        }),
      ),
    )
    await expect(state.apply(gradients, { step: 1, learningRate: 1, loss: 1 })).rejects.toMatchObject({
      code: 'numeric',
    })
    const { a } = await state.copy()
    expect(a?.data).toEqual(drawn('values').get('a')?.data)
    await state.dispose()
  })
})
