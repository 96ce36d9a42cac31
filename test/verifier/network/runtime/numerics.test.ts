import { describe, expect, it } from 'vitest'
import { openOnnx } from '../../../../verifier/network/runtime/onnx.js'
import type { HostTensor } from '../../../../verifier/network/runtime/runtime.js'
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
