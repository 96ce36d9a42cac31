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
  return (await productRates(runtime, options)).clock
}

/** A time by the clock, and the processor's time that this process took in it, which neighbours on a busy machine leave alone; both in ms. */
export interface Spent {
  clock: number
  processor: number
}

/** Begins to count; what it returns reads so far. */
export function stopwatch(): () => Spent {
  const [started, before] = [performance.now(), process.cpuUsage()]
  return () => {
    const { user, system } = process.cpuUsage(before)
    return { clock: performance.now() - started, processor: (user + system) / 1000 }
  }
}

/** `productRate` by the clock, and a ms of the processor's time in place of one of the clock's (of all cores together). */
export async function productRates(
  runtime: Runtime,
  { size, rounds = 5, atLeast = 0 }: Parameters<typeof productRate>[1] = {},
): Promise<Spent> {
  const rate = { clock: 0, processor: 0 }
  for (const n of size === undefined ? [256, 512, 1024, 2048] : [size]) {
    const { clock, processor } = await bestOf(runtime, n, rounds, atLeast)
    const gigaflops = (2 * n ** 3) / 1e6 // a ms and GFLOP/s
    rate.clock = Math.max(rate.clock, gigaflops / clock)
    rate.processor = Math.max(rate.processor, gigaflops / processor)
    if (clock > longEnough) break
  }
  return rate
}

/** What a product takes in the best of `rounds`. */
async function bestOf(runtime: Runtime, size: number, rounds: number, atLeast: number): Promise<Spent> {
  const shape = [size, size]
  const [a, b] = [input('a', shape), input('b', shape)]
  // The sum reads the product, so that it cannot be left out, and is 1 / size of its work.
  const program = await runtime.compile(defineGraph({ total: sum(matmul(a, b)) }))
  const operand = (value: number) => runtime.upload(floats(new Float32Array(size * size).fill(value), shape))
  const fed = { a: await operand(0.5), b: await operand(0.25) }
  const best = { clock: Number.POSITIVE_INFINITY, processor: Number.POSITIVE_INFINITY }
  for (let round = 0; round <= rounds; round++) {
    const spent = stopwatch()
    let products = 0
    do {
      const { total } = await program.run(fed)
      await (total as Value).read()
      total?.dispose()
      products += 1
    } while (spent().clock < atLeast)
    // The first round compiles kernels.
    if (round === 0) continue
    const { clock, processor } = spent()
    best.clock = Math.min(best.clock, clock / products)
    best.processor = Math.min(best.processor, processor / products)
  }
  for (const value of Object.values(fed)) value.dispose()
  await program.dispose()
  return best
}
