import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seededRandom } from '../../../../src/core/statistics/random.js'
import { dynamicLevels, EightBitArray } from '../../../../verifier/network/model/eight-bits.js'
import { startInProcess } from '../../../../verifier/network/model/optimizer-in-process.js'
import { startOnDevice, stretchesOf } from '../../../../verifier/network/model/optimizer-on-device.js'
import { startOptimizer } from '../../../../verifier/network/model/optimizer-state.js'
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

const known = new Map<string, Map<string, HostTensor>>()

/** Drawn once, as numbers by the hundred thousand take their time; a copy, as an optimizer may write over what it is given. */
function drawn(seed: string): Map<string, HostTensor> {
  const tensors = known.get(seed) ?? draw(seed)
  known.set(seed, tensors)
  return structuredClone(tensors)
}

function draw(seed: string): Map<string, HostTensor> {
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

describe('AdamW with moments in 8 bits', () => {
  it('has bitsandbytes’ levels', () => {
    const [signed, unsigned] = [dynamicLevels(true), dynamicLevels(false)]
    // create_dynamic_map of bitsandbytes 0.50.
    const ends = { signed: [-0.992968738079071, -0.9789062738418579], unsigned: [0, 3.249999963372829e-7] }
    expect([signed.length, unsigned.length]).toEqual([256, 256])
    for (const [i, value] of ends.signed.entries()) expect(signed[i]).toBeCloseTo(value, 6)
    for (const [i, value] of ends.unsigned.entries()) expect(unsigned[i]).toBeCloseTo(value, 9)
    expect([signed[127], signed[255], unsigned[255]]).toEqual([0, 1, 1])
  })

  it.each([true, false])('keeps the nearest level of each number (signed: %s)', (signed) => {
    const random = seededRandom('levels')
    const levels = dynamicLevels(signed)
    const values = Float32Array.from({ length: 1000 }, (_, i) => {
      const size = 10 ** (-8 * random.uniform())
      return i % 300 === 7 ? 0 : signed && random.uniform() < 0.5 ? -size : size
    })
    const kept = new EightBitArray(values.length, { signed })
    kept.write(0, values)
    const back = new Float32Array(values.length)
    kept.read(0, back)
    for (const [i, value] of values.entries()) {
      const scale = kept.scales[Math.floor(i / 256)] as number
      const open = signed || value === 0 ? levels : levels.filter((level) => level > 0)
      const best = Math.min(...open.map((level) => Math.abs(value / scale - level)))
      expect(Math.abs(value / scale - (back[i] as number) / scale)).toBeLessThan(best + 1e-6)
    }
  })

  it('steps near to float32, in a quarter of the room, and a copy goes on to the very same state', async () => {
    const plain = await startOptimizer(runtime, options, drawn('values'))
    const small = await startOptimizer(runtime, { ...options, moments: '8bit' }, drawn('values'))
    await step(plain, 12)
    await step(small, 6)
    const again = await startOptimizer(runtime, { ...options, moments: '8bit' }, drawn('others'))
    await again.restore(await small.copy())
    await step(small, 12)
    await step(again, 12)
    expectSame(await again.copy(), await small.copy())
    const fresh = await startOptimizer(runtime, { ...options, moments: '8bit' }, drawn('values'))
    await step(fresh, 12)
    const [found, expected, begun] = [await fresh.copy(), await plain.copy(), drawn('values')]
    const numbers = (state: { large?: HostTensor }) => [...(state.large?.data ?? [])].map(Number)
    const apart = (a: number[], b: number[]) => Math.sqrt(a.reduce((sum, x, i) => sum + (x - (b[i] as number)) ** 2, 0))
    // How far off it is, beside how far the steps went.
    expect(
      apart(numbers(found), numbers(expected)) / apart(numbers(Object.fromEntries(begun)), numbers(expected)),
    ).toBeLessThan(0.03)
    expect(found.norm?.data).toEqual(expected.norm?.data)
    for (const state of [plain, small, again, fresh]) await state.dispose()
  })

  it('does not run away where a gradient ends', async () => {
    const values = new Map([['w', floats(new Float32Array(4096), [64, 64])]])
    const state = await startOptimizer(runtime, { moments: '8bit' }, values)
    // One large gradient in each block makes the others' squares vanish beside it; then all are 0.
    const first = Float32Array.from({ length: 4096 }, (_, i) => (i % 256 === 0 ? 1 : 1e-4))
    for (const [i, data] of [first, new Float32Array(4096), new Float32Array(4096)].entries())
      await state.apply(
        { w: await runtime.upload(floats(data, [64, 64])) },
        { step: i + 1, learningRate: 1e-3, loss: 1 },
      )
    const { w } = await state.copy()
    expect(Math.max(...[...(w?.data ?? [])].map((x) => Math.abs(Number(x))))).toBeLessThan(5e-3)
    await state.dispose()
  })

  it('is refused by its name on a device with memory of its own', async () => {
    const device = Object.create(runtime, { inProcess: { value: false }, backend: { value: 'tfjs-gpu' } }) as Runtime
    await expect(async () => startOptimizer(device, { moments: '8bit' }, drawn('values'))).rejects.toMatchObject({
      code: 'configuration',
    })
  })
})
