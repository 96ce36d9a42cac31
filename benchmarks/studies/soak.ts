import { getEventListeners } from 'node:events'
import { parseArgs } from 'node:util'
import type { Chain } from '../../src/core/records/types.js'
import { seededRandom } from '../../src/core/statistics/random.js'
import { loadVerifier } from '../../src/load-verifier.js'

/*
 * Does memory stay flat over many verifications in one process, and are no handles or listeners left?
 *
 *     node --expose-gc dist/benchmarks/studies/soak.js [--verifications 1000000] [--concurrency 64] [--verifier evidence:]
 *
 * Prints a line of JSON at every twentieth part and a last one with the growth between the second and the last; exits 1 where the heap grew by
 * more than 10 MiB or anything is left open.
 */

const { values } = parseArgs({
  options: {
    verifications: { type: 'string', default: '1000000' },
    concurrency: { type: 'string', default: '64' },
    verifier: { type: 'string', default: 'evidence:' },
  },
})
const total = Number(values.verifications)
const concurrency = Number(values.concurrency)
const PARTS = 20
const MEBIBYTE = 2 ** 20

const before = process.getActiveResourcesInfo().length
const interrupt = new AbortController()
/** On the signal that every verification gets. */
const listeners = () => getEventListeners(interrupt.signal, 'abort').length

const verifier = await loadVerifier(values.verifier)
const started = performance.now()
const samples: { done: number; heap: number; rss: number; listeners: number }[] = []
for (let part = 1; part <= PARTS; part++) {
  const from = Math.round((total * (part - 1)) / PARTS)
  await verifyAll(from, Math.round((total * part) / PARTS))
  globalThis.gc?.()
  const { heapUsed, external, rss } = process.memoryUsage()
  const sample = {
    done: Math.round((total * part) / PARTS),
    seconds: Math.round((performance.now() - started) / 1000),
    heap: round((heapUsed + external) / MEBIBYTE),
    rss: round(rss / MEBIBYTE),
    listeners: listeners(),
  }
  samples.push(sample)
  console.log(JSON.stringify(sample))
}
await verifier.close()

const [, second, ...later] = samples
const last = later.at(-1)
const grown = second && last ? round(last.heap - second.heap) : 0
const open = process.getActiveResourcesInfo().length - before
console.log(
  JSON.stringify({
    verifications: total,
    concurrency,
    verifier: values.verifier,
    heapGrowth: grown,
    listeners: listeners(),
    open,
  }),
)
if (grown > 10 || open > 0 || listeners() > 0) process.exitCode = 1

/** `concurrency` at a time. */
async function verifyAll(from: number, to: number): Promise<void> {
  let next = from
  const work = async () => {
    for (let i = next++; i < to; i = next++) await verifier.verify(chainOf(i), { signal: interrupt.signal })
  }
  await Promise.all(Array.from({ length: concurrency }, work))
}

/** Another chain every time: right and wrong steps, words and sums, none, some long. */
function chainOf(index: number): Chain {
  const random = seededRandom(`soak ${index}`)
  const steps = Array.from({ length: 1 + random.int(6) }, () => {
    const [a, b] = [random.int(1000), random.int(1000)]
    const sum = a + b + (random.int(4) === 0 ? 1 : 0)
    return random.int(3) === 0 ? `So there are ${sum} of them, as ${a} and ${b} are.` : `${a} + ${b} = ${sum}`
  })
  return { id: `c${index}`, question: `What is the sum of ${index} and ${random.int(1000)}?`, steps }
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
