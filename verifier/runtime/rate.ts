import { defineGraph, input, matmul, sum } from '../graph/index.js'
import { floats, type Runtime, type Value } from './runtime.js'

/** A round that takes longer than this (in ms) is large enough: a slow device is not given a larger product. */
const longEnough = 50

/**
 * What a plain matrix product reaches, in GFLOP/s: [size, size] x [size, size] in float32, operands on the device, one
 * number coming back; the best of `rounds`. Without `size`, the largest of 256, 512, 1024, 2048 that a device is quick at.
 */
export async function productRate(runtime: Runtime, options: { size?: number; rounds?: number } = {}): Promise<number> {
  const { rounds = 5 } = options
  let rate = 0
  for (const size of options.size === undefined ? [256, 512, 1024, 2048] : [options.size]) {
    const ms = await bestOf(runtime, size, rounds)
    rate = Math.max(rate, (2 * size ** 3) / (ms * 1e6))
    if (ms > longEnough) break
  }
  return rate
}

/** Milliseconds of the fastest of `rounds` products. */
async function bestOf(runtime: Runtime, size: number, rounds: number): Promise<number> {
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
  return best
}
