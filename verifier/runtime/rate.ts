import { defineGraph, input, matmul, sum } from '../graph/index.js'
import { floats, type Runtime, type Value } from './runtime.js'

/**
 * What a plain matrix product reaches, in GFLOP/s: [size, size] x [size, size] in float32, best of `rounds`, operands on the
 * device, one number coming back. The yardstick of a training step, and what `doctor` prints of a device.
 */
export async function productRate(runtime: Runtime, options: { size?: number; rounds?: number } = {}): Promise<number> {
  const { size = 1024, rounds = 5 } = options
  const shape = [size, size]
  const [a, b] = [input('a', shape), input('b', shape)]
  // The sum reads the product, so that it cannot be left out, and is 1 / size of its work.
  const program = await runtime.compile(defineGraph({ total: sum(matmul(a, b)) }))
  const operand = (value: number) => runtime.upload(floats(new Float32Array(size * size).fill(value), shape))
  const fed = { a: await operand(0.5), b: await operand(0.25) }
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round <= rounds; round++) {
    const start = performance.now()
    const { total } = await program.run(fed)
    await (total as Value).read()
    // The first run compiles kernels.
    if (round > 0) best = Math.min(best, performance.now() - start)
    total?.dispose()
  }
  for (const value of Object.values(fed)) value.dispose()
  await program.dispose()
  return (2 * size ** 3) / (best * 1e6)
}
