import type { Batch } from '../model/batch.js'
import { type Network, numbersIn } from '../model/parameters.js'
import { productRates, type Spent } from '../runtime/rate.js'
import type { Runtime } from '../runtime/runtime.js'
import { linearModules } from '../weights/shapes.js'

/*
 * How much of the machine a run used: its useful work, as the products that nothing can do without, against what a plain matrix product reaches in the same time.
 *
 *     work = (4, or 6 where the weights themselves are trained) * (numbers of the layers' matrices * tokens + hidden * vocabulary * targets)
 *
 * With an encoder its matrices, and those that make keys and values of what it read, count for the tokens of the source. Padding is no work, and neither are attention's scores, recomputation, norms and the optimizer: they all lower the part. Backward through a frozen weight is one
 * product, through a trained one it is two.
 */

export interface Efficiency {
  /** Useful work over what a plain product does in the time of the steps, by the clock; absent for a run too short to tell. */
  partOfProduct?: number
  /** The same in the processor's time, which neighbours on a busy machine do not take from a run; absent on a device. */
  partOfProcessor?: number
  /** Places of the rows that held no token. */
  padding: number
}

/** The first steps compile and warm up. */
const LONG_ENOUGH_MS = 10_000

export interface Meter {
  add(batches: readonly Batch[], spent: Spent): void
  /** Measures the plain product for half a second where the steps took long enough to tell; undefined where no step was made. */
  read(runtime: Runtime): Promise<Efficiency | undefined>
}

export function openMeter({ config, weights }: Network, isFrozen: boolean): Meter {
  const products = isFrozen ? 4 : 6
  const numbers = { read: 0, written: 0 }
  for (const [name, weight] of weights) {
    if (!linearModules.some((module) => name.endsWith(`${module}.weight`))) continue
    const of = /^encoder\.|\.cross_attn\.[kv]_proj\./.test(name) ? 'read' : 'written'
    numbers[of] += numbersIn(weight)
  }
  const time: Spent = { clock: 0, processor: 0 }
  let [work, places, tokens] = [0, 0, 0]
  return {
    add(batches, { clock, processor }) {
      time.clock += clock
      time.processor += processor
      for (const { batch, seq, reach, rows, source } of batches) {
        const own = reach.reduce((count, end) => count + (end > 0 ? 1 : 0), 0)
        const read = source?.starts.reduce((count, start) => count + (start >= 0 ? 1 : 0), 0) ?? 0
        places += batch * (seq + (source?.seq ?? 0))
        tokens += own + read
        work +=
          products *
          (numbers.written * own + numbers.read * read + config.hidden_size * config.vocab_size * rows.length)
      }
    },
    async read(runtime) {
      if (time.clock === 0) return undefined
      const padding = 1 - tokens / places
      if (time.clock < LONG_ENOUGH_MS) return { padding }
      const rate = await productRates(runtime, { rounds: 2, atLeast: 150 }) // GFLOP/s
      const part = (by: keyof Spent) => work / (time[by] * 1e6 * rate[by])
      return {
        partOfProduct: part('clock'),
        ...(runtime.inProcess ? { partOfProcessor: part('processor') } : {}),
        padding,
      }
    },
  }
}
