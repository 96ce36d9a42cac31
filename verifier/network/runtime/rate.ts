import { defineGraph, input, matmul, sum } from '../graph/index.js'
import { floats, type Runtime, type Value } from './runtime.js'

/** A round that takes longer than this (in ms) is large enough: a slow device is not given a larger product. */
const longEnough = 50

/**
 * What a plain matrix product reaches, in GFLOP/s: [size, size] x [size, size] in float32, operands on the device, one
 * number coming back; the best of `rounds`. Without `size`, the largest of 256, 512, 1024, 2048 that a device is quick at.
 * `atLeast`: products are repeated until a round lasts so many ms, for comparing with work that lasts as long.
 */
export async function productRate(
  runtime: Runtime,
  options: { size?: number; rounds?: number; atLeast?: number } = {},
): Promise<number> {
  const { rounds = 5, atLeast = 0 } = options
  let rate = 0
  for (const size of options.size === undefined ? [256, 512, 1024, 2048] : [options.size]) {
    const ms = await bestOf(runtime, size, rounds, atLeast)
    rate = Math.max(rate, (2 * size ** 3) / (ms * 1e6))
    if (ms > longEnough) break
  }
  return rate
}

/** Milliseconds a product in the fastest of `rounds`. */
async function bestOf(runtime: Runtime, size: number, rounds: number, atLeast: number): Promise<number> {
  const shape = [size, size]
  const [a, b] = [input('a', shape), input('b', shape)]
  // The sum reads the product, so that it cannot be left out, and is 1 / size of its work.
  const program = await runtime.compile(defineGraph({ total: sum(matmul(a, b)) }))
  const operand = (value: number) => runtime.upload(floats(new Float32Array(size * size).fill(value), shape))
  const fed = { a: await operand(0.5), b: await operand(0.25) }
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round <= rounds; round++) {
    const start = performance.now()
    let products = 0
    do {
      const { total } = await program.run(fed)
      await (total as Value).read()
      total?.dispose()
      products += 1
    } while (performance.now() - start < atLeast)
    // The first round compiles kernels.
    if (round > 0) best = Math.min(best, (performance.now() - start) / products)
  }
  for (const value of Object.values(fed)) value.dispose()
  await program.dispose()
  return best
}
