import { expect, it } from 'vitest'
import { defineGraph, input, logSoftmax, printOnnx } from '../../../../verifier/network/graph/index.js'
import { loadOnnxRuntime } from '../../../../verifier/network/runtime/onnx.js'

it('spells LogSoftmax out for a device that has no kernel for it', async () => {
  const { InferenceSession, Tensor } = await loadOnnxRuntime()
  const run = async (without: ReadonlySet<'LogSoftmax'>) => {
    const { model } = printOnnx(defineGraph({ y: logSoftmax(input('x', ['n', 3])) }), { without })
    expect(Buffer.from(model).includes('LogSoftmax')).toBe(!without.has('LogSoftmax'))
    const session = await InferenceSession.create(model)
    const x = new Tensor('float32', Float32Array.of(1, 2, 3, 1000, 0, -1000), [2, 3])
    const { y } = await session.run({ x })
    await session.release()
    return Array.from((y as NonNullable<typeof y>).data as Float32Array) // the graph's only output
  }
  const expected = await run(new Set())
  const found = await run(new Set(['LogSoftmax']))
  found.forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i] as number, 5)
  })
  // Far from 0 nothing overflows.
  expect(found.slice(3)).toEqual([0, -1000, -2000])
})
