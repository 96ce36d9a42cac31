import { describe, expect, it } from 'vitest'
import * as g from '../../../../verifier/network/graph/index.js'
import { openOnnx } from '../../../../verifier/network/runtime/onnx.js'
import { floats, type HostTensor, integers } from '../../../../verifier/network/runtime/runtime.js'
import { openTensorFlow } from '../../../../verifier/network/runtime/tensorflow.js'
import { cases, compareWithOnnxCpu, feedsOf, graphOf, runCase } from './numerics.js'

describe('gradients on ONNX Runtime, CPU, against finite differences', async () => {
  const runtime = await openOnnx()
  it.each(cases)('$name', async (test) => {
    const { graph, gradients } = graphOf(test)
    const program = await runtime.compile(graph)
    const feeds = feedsOf(test)
    const exact = await runCase(runtime, test)
    const lossAt = async (name: string, i: number, step: number) => {
      const moved = Float32Array.from(feeds[name]?.data as Float32Array)
      moved[i] = (moved[i] as number) + step
      const { loss } = await program.run({ ...feeds, [name]: { ...(feeds[name] as HostTensor), data: moved } })
      return (await loss?.read())?.[0] as number
    }
    for (const name of gradients) {
      const analytic = exact[`d ${name}`] as Float32Array
      const step = 5e-3
      const count = Math.min(analytic.length, 6)
      for (let n = 0; n < count; n++) {
        const i = Math.floor((n * analytic.length) / count)
        const slope = ((await lossAt(name, i, step)) - (await lossAt(name, i, -step))) / (2 * step)
        const size = Math.max(1, Math.abs(exact.loss?.[0] ?? 0), ...analytic.map(Math.abs))
        expect(
          Math.abs(slope - (analytic[i] as number)) / size,
          `d ${name}[${i}] = ${analytic[i]}, slope ${slope}`,
        ).toBeLessThan(6e-3)
      }
    }
    await program.dispose()
  })
})

describe.each(['tfjs-cpu', 'tfjs-wasm'] as const)('%s agrees with ONNX Runtime, CPU', (backend) => {
  it('on every operator and fused form', async () => {
    const found = await compareWithOnnxCpu(await openTensorFlow(backend))
    expect(found.filter(({ difference }) => !(difference < 1e-4))).toEqual([])
    expect(found.length).toBe(cases.length)
  })
})

describe.each([
  ['onnx-cpu', () => openOnnx()],
  ['tfjs-cpu', () => openTensorFlow('tfjs-cpu')],
] as const)('attention in pieces on %s', (_, open) => {
  const [heads, kvHeads, d] = [4, 2, 8]
  const shapes = {
    q: ['batch', 'seq', heads, d],
    k: ['batch', kvHeads, 'seq', d],
    v: ['batch', kvHeads, 'seq', d],
    wanted: ['batch', 'seq', heads * d],
  } as const
  /** Attention, and the gradients of sum(wanted * attention). */
  const graphWith = (pieces: number) => {
    const [q, k, v, wanted] = Object.entries(shapes).map(([name, shape]) => g.input(name, shape)) as g.Tensor[]
    const bias = g.reachBias(g.input('reach', ['batch', 'seq'], 'int32'))
    const wrt = [q, k, v] as g.Tensor[]
    const y = g.causalAttention(...(wrt as [g.Tensor, g.Tensor, g.Tensor]), bias, { pieces })
    const gradients = g.differentiate(g.reshape(g.sum(g.mul(y, wanted as g.Tensor)), []), wrt)
    return g.defineGraph({ y, ...Object.fromEntries(gradients.map((gradient, i) => [`d${i}`, gradient])) })
  }

  it('is attention, with its gradients, at every length that no piece is empty of', async () => {
    const runtime = await open()
    const [whole, cut] = [await runtime.compile(graphWith(1)), await runtime.compile(graphWith(4))]
    for (const seq of [4, 5, 7, 16]) {
      const bound = (shape: readonly g.Dim[]) => g.bindShape(shape, { batch: 2, seq })
      const feeds = Object.fromEntries(
        Object.entries(shapes).map(([name, shape], n) => {
          const size = bound(shape).reduce((a, b) => a * b, 1)
          return [
            name,
            floats(
              Float32Array.from({ length: size }, (_, i) => Math.sin(i * (n + 1.7))),
              bound(shape),
            ),
          ]
        }),
      )
      // Two texts in the first row, padding at the end of the second.
      const reach = Array.from({ length: 2 * seq }, (_, i) =>
        i < seq / 2 ? Math.ceil(seq / 2) : i === 2 * seq - 1 ? 0 : seq,
      )
      const all = { ...feeds, reach: integers(reach, [2, seq]) }
      const [expected, found] = [await whole.run(all), await cut.run(all)]
      for (const [name, value] of Object.entries(expected)) {
        const numbers = await found[name]?.read()
        expect(found[name]?.shape).toEqual(value.shape)
        ;(await value.read()).forEach((x, i) => {
          expect(Math.abs(Number(x) - Number(numbers?.[i])), `${name}[${i}] of ${seq}`).toBeLessThan(1e-5)
        })
      }
    }
    await runtime.dispose()
  })
})
