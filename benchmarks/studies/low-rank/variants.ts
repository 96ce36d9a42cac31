import { seededRandom } from '../../../src/core/statistics/random.js'
import { mean } from '../../../src/core/statistics/statistics.js'
import { lowRankNetwork } from '../../../verifier/network/model/low-rank.js'
import { type Network, numbersIn } from '../../../verifier/network/model/parameters.js'
import type { Trainer } from '../../../verifier/network/model/trainer.js'
import { transposed } from '../../../verifier/network/weights/file-names.js'
import { multiply } from '../../../verifier/network/weights/low-rank-source.js'

/* What the literature does about the gap between low-rank layers and dense ones (index.ts names the papers). */

/** How a low-rank network begins and how long it is trained. */
export interface Variant {
  start?: 'svd' | 'random'
  /** How many times faster B moves than A. */
  lean?: number
  /** Part of the steps that are dense's own. */
  warmUp?: number
  /** Times as many steps as dense. */
  longer?: number
  /** How many times smaller the layers of attention are; the others have the rest of the numbers. */
  attention?: number
  /** How strongly factors are pulled towards orthogonal rows and columns, in learning rates. */
  orthogonal?: number
  /** Dense layers, the network as narrow as takes the same bytes. */
  narrow?: true
}
export const VARIANTS: Readonly<Record<string, Variant>> = {
  plain: {},
  spectral: { start: 'svd' },
  'towards-b': { lean: 4 },
  'towards-a': { lean: 1 / 4 },
  'warm-up': { start: 'svd', warmUp: 0.2 },
  longer: { longer: 1.25 },
  'spectral-longer': { start: 'svd', longer: 1.4 },
  uneven: { start: 'svd', attention: 4 },
  orthogonal: { start: 'svd', orthogonal: 5 },
  narrow: { narrow: true },
}

/** A dense network in factors, of which the one that shall move faster is held smaller. */
export function factored(dense: Network, compression: number, variant: Variant, seed: number): Network {
  const { start = 'random', lean = 1, attention } = variant
  const { uniform } = seededRandom(`${seed} factors`)
  const factors = (times: number) => lowRankNetwork(dense, { compression: times, start, random: uniform })
  const network = attention === undefined ? factors(compression) : uneven(dense, compression, attention, factors)
  const times = Math.sqrt(lean)
  for (const weight of network.weights.values())
    if (weight.kind === 'low-rank') {
      weight.a.forEach((value, i) => {
        weight.a[i] = value * times
      })
      weight.b.forEach((value, i) => {
        weight.b[i] = value / times
      })
    }
  return network
}

/** Attention so many times smaller, and what that leaves of the numbers to the feed-forward part. */
function uneven(dense: Network, compression: number, attention: number, factors: (times: number) => Network): Network {
  const numbersOf = (pattern: RegExp) =>
    [...dense.weights].reduce((sum, [name, weight]) => sum + (pattern.test(name) ? numbersIn(weight) : 0), 0)
  const [ofAttention, ofOthers] = [numbersOf(/self_attn\..*proj\.weight$/), numbersOf(/mlp\..*proj\.weight$/)]
  const left = (ofAttention + ofOthers) / compression - ofAttention / attention
  const [first, second] = [factors(attention), factors(ofOthers / left)]
  const weights = new Map(second.weights)
  for (const [name, weight] of first.weights) if (/self_attn\./.test(name)) weights.set(name, weight)
  return { config: dense.config, weights }
}

/** A - part (A A^T / c - 1) A, c the mean of the diagonal; the same of B's columns. */
export async function straighten(trainer: Trainer, part: number): Promise<void> {
  const state = await trainer.state()
  for (const [name, { data, shape }] of Object.entries(state)) {
    const isA = name.endsWith('low_rank_A.weight')
    if (!isA && !name.endsWith('low_rank_B.weight')) continue
    const values = data as Float32Array // trained values are float32
    const [rows, columns] = shape as [number, number]
    const vectors = isA ? values : transposed(values, [rows, columns])
    straightenRows(vectors, isA ? rows : columns, part)
    if (!isA) values.set(transposed(vectors, [columns, rows]))
  }
  await trainer.restore(state)
}

function straightenRows(values: Float32Array, rows: number, part: number): void {
  const columns = values.length / rows
  const turned = transposed(values, [rows, columns])
  const products = multiply(values, turned, rows, columns, rows)
  const scale = mean(Array.from({ length: rows }, (_, i) => products[i * rows + i] as number))
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < rows; j++)
      products[i * rows + j] = (products[i * rows + j] as number) / scale - (i === j ? 1 : 0)
  const pull = multiply(products, values, rows, rows, columns)
  for (let i = 0; i < values.length; i++) values[i] = (values[i] as number) - part * (pull[i] as number)
}
