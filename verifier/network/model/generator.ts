import type { TokenTally } from '../../../src/core/records/types.js'
import { type Random, seededRandom } from '../../../src/core/statistics/random.js'
import { sampleToken } from '../../../src/core/statistics/sampling.js'
import { addTally } from '../../../src/core/tally.js'
import type { Graph } from '../graph/index.js'
import { fedWith, floats, type HostTensor, integers, type Program, type Runtime } from '../runtime/runtime.js'
import { encoderOf } from '../weights/model-config.js'
import type { Adapter } from './adapters/methods.js'
import { encoderGraph, generationGraph } from './graphs.js'
import type { Network } from './parameters.js'
import { askedOn, Placement } from './placement.js'

export interface GenerateOptions {
  n: number
  maxTokens: number
  temperature: number
  topP: number
  seed: number | string
  /** Only token ids below this are drawn: a network's vocabulary may be padded beyond the tokenizer's. */
  vocabulary?: number
  /** Ends a sample; the token is not part of it. */
  eosIds: readonly number[]
  /** Looked at after every token; true ends the sample, with that token part of it. */
  stops?: (tokens: readonly number[]) => boolean
  tally?: TokenTally | undefined
  signal?: AbortSignal | undefined
}

export interface Generated {
  tokens: number[]
  finish: 'stop' | 'length'
}

export interface Generator {
  generate(prompt: readonly number[], options: GenerateOptions): Promise<Generated[]>
  dispose(): Promise<void>
}

/** Samples continuations: the prompt goes through once (with an encoder through that, and the decoder begins with its start token), then all samples advance together, each step reading the cache. */
export async function openGenerator(runtime: Runtime, network: Network, adapter?: Adapter): Promise<Generator> {
  const encoder = encoderOf(network.config)
  const compiled = async (graphOf: (weights: Placement) => Graph) => {
    const weights = new Placement(network, { adapter, frozen: askedOn(runtime, network) })
    return fedWith(await runtime.compile(graphOf(weights)), weights.feeds)
  }
  const program = await compiled((weights) => generationGraph(network, weights, { last: true }))
  const reading = encoder && (await compiled((weights) => encoderGraph(network, weights)))
  let last: Promise<unknown> = Promise.resolve()
  return {
    generate(prompt, options) {
      const next = last.then(async () => {
        if (encoder === undefined || reading === undefined) return sample(program, network, { prompt }, options)
        const states = await read(reading, prompt)
        const feeds = { states: floats(states, [prompt.length, network.config.hidden_size]) }
        return sample(program, network, { prompt: [encoder.start], feeds }, options)
      })
      last = next.catch(() => {})
      return next
    },
    async dispose() {
      await last
      await program.dispose()
      await reading?.dispose()
    },
  }
}

/** What the encoder makes of a prompt: states [tokens, hidden]. */
async function read(encoder: Program, prompt: readonly number[]): Promise<Float32Array> {
  const shape = [1, prompt.length]
  const results = await encoder.run({
    sourceTokens: integers([...prompt], shape),
    sourceStarts: integers(new Int32Array(prompt.length), shape),
  })
  const states = (await results.states?.read()) as Float32Array
  results.states?.dispose()
  return states
}

/** What every sample begins with, and what all passes are fed beside. */
interface Beginning {
  prompt: readonly number[]
  feeds?: Record<string, HostTensor>
}

type Cache = Record<string, HostTensor>

async function sample(
  program: Program,
  network: Network,
  { prompt, feeds = {} }: Beginning,
  options: GenerateOptions,
): Promise<Generated[]> {
  const { n, maxTokens, temperature, topP, seed, eosIds, stops, tally, signal } = options
  const {
    vocab_size: vocabulary,
    num_hidden_layers: layers,
    num_key_value_heads: kvHeads,
    head_dim: d,
  } = network.config
  const known = Math.min(vocabulary, options.vocabulary ?? vocabulary)
  const samples = Array.from({ length: n }, (_, i) => ({
    random: seededRandom(`${seed} ${i}`),
    result: { tokens: [], finish: 'length' } as Generated,
  }))
  let active: { random: Random; result: Generated }[] = samples.slice(0, maxTokens > 0 ? n : 0)
  let cache: Cache = {}
  for (let layer = 0; layer < layers; layer++)
    for (const what of ['key', 'value'])
      cache[`past_key_values.${layer}.${what}`] = floats(new Float32Array(0), [1, kvHeads, 0, d])
  let past = 0
  let feed: number[][] = [[...prompt]]
  while (active.length > 0) {
    signal?.throwIfAborted()
    const { logits, present } = await advance(program, { ...cache, ...feeds }, feed, past)
    if (tally !== undefined) {
      const read = past === 0 ? prompt.length : 0
      addTally(tally, { calls: 1, evaluated: read, unique: read, generated: 0 })
    }
    past += (feed[0] as number[]).length
    // After the prompt there is one row, which every sample starts from.
    const rowOf = (i: number) => (feed.length === 1 ? 0 : i)
    const going: number[] = []
    active.forEach(({ random, result }, i) => {
      const row = logits.subarray(rowOf(i) * vocabulary, rowOf(i) * vocabulary + known)
      const token = sampleToken(row, { temperature, topP, uniform: random.uniform })
      if (tally !== undefined) tally.generated += 1
      if (eosIds.includes(token)) {
        result.finish = 'stop'
        return
      }
      result.tokens.push(token)
      if (stops?.(result.tokens)) result.finish = 'stop'
      else if (result.tokens.length < maxTokens) going.push(i)
    })
    cache = takeRows(present, going.map(rowOf))
    active = going.map((i) => active[i] as (typeof active)[number])
    feed = active.map(({ result }) => [result.tokens.at(-1) as number])
  }
  return samples.map(({ result }) => result)
}

/** One pass: rows of new tokens after `past` cached ones -> logits [rows, vocabulary] of the last, and the grown cache. */
async function advance(program: Program, cache: Cache, feed: readonly number[][], past: number) {
  const batch = feed.length
  const seq = (feed[0] as number[]).length
  const wide = (values: number[], shape: number[]): HostTensor => ({
    dtype: 'int64',
    shape,
    data: BigInt64Array.from(values, BigInt),
  })
  const results = await program.run({
    ...cache,
    input_ids: wide(feed.flat(), [batch, seq]),
    attention_mask: wide(new Array<number>(batch * (past + seq)).fill(1), [batch, past + seq]),
    position_ids: wide(
      Array.from({ length: batch * seq }, (_, i) => past + (i % seq)),
      [batch, seq],
    ),
    last: integers(
      Array.from({ length: batch }, (_, i) => (i + 1) * seq - 1),
      [batch],
    ),
  })
  const present: Cache = {}
  for (const [name, value] of Object.entries(results)) {
    if (name !== 'logits')
      present[name.replace('present', 'past_key_values')] = floats((await value.read()) as Float32Array, value.shape)
  }
  const logits = (await results.logits?.read()) as Float32Array
  for (const value of Object.values(results)) value.dispose()
  return { logits, present }
}

/** Rows of a cache [batch, kvHeads, past, d], repeated or left out as asked. */
function takeRows(cache: Cache, rows: readonly number[]): Cache {
  return Object.fromEntries(
    Object.entries(cache).map(([name, tensor]) => {
      const batch = tensor.shape[0] as number
      if (rows.length === batch && rows.every((row, i) => row === i)) return [name, tensor]
      const data = tensor.data as Float32Array
      const size = data.length / batch
      const taken = new Float32Array(rows.length * size)
      rows.forEach((row, i) => {
        taken.set(data.subarray(row * size, (row + 1) * size), i * size)
      })
      return [name, floats(taken, [rows.length, ...tensor.shape.slice(1)])]
    }),
  )
}
