import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { batchFeeds, packBatch } from '../../../../verifier/network/model/batch.js'
import { generationGraph, logitsGraph } from '../../../../verifier/network/model/graphs.js'
import { loadNetwork, type Network } from '../../../../verifier/network/model/parameters.js'
import { Placement } from '../../../../verifier/network/model/placement.js'
import { openOnnx } from '../../../../verifier/network/runtime/onnx.js'
import { floats, type HostTensor, type Runtime } from '../../../../verifier/network/runtime/runtime.js'
import { openTensorFlow } from '../../../../verifier/network/runtime/tensorflow.js'
import { openModel } from '../../../../verifier/network/weights/model.js'

/* Logits of tiny random networks by PyTorch and transformers (test/fixtures/parity/make.py) against ours. */

const folder = fileURLToPath(new URL('../../../fixtures/parity/', import.meta.url))
const expected: Record<string, { tokens: number[]; logits: string }> = JSON.parse(
  readFileSync(`${folder}expected.json`, 'utf8'),
)
const names = Object.keys(expected)

let runtime: Runtime
beforeAll(async () => {
  runtime = await openOnnx()
})
afterAll(() => runtime.dispose())

async function load(name: string): Promise<{ network: Network; tokens: number[]; logits: Float32Array }> {
  const files = openModel(folder + name)
  const network = await loadNetwork(files, files.config)
  await files.close()
  const { tokens, logits } = expected[name] as { tokens: number[]; logits: string }
  const bytes = Buffer.from(logits, 'base64')
  return {
    network,
    tokens,
    logits: new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)),
  }
}

/** Largest difference, relative to the largest logit. */
function relative(found: Float32Array, reference: Float32Array): number {
  expect(found.length).toBe(reference.length)
  const size = Math.max(...reference.map(Math.abs))
  return Math.max(...reference.map((value, i) => Math.abs(value - (found[i] as number)))) / size
}

async function logitsOf(on: Runtime, network: Network, tokens: readonly number[]): Promise<Float32Array> {
  const program = await on.compile(logitsGraph(network))
  const { expected: _, weights, ...feeds } = batchFeeds(packBatch([{ tokens, weights: 1 }], tokens.length))
  const rows: HostTensor = { dtype: 'int32', shape: [tokens.length], data: Int32Array.from(tokens.keys()) }
  const { logits } = await program.run({ ...feeds, rows })
  const data = (await logits?.read()) as Float32Array
  await program.dispose()
  return data
}

describe('logits equal those of PyTorch and transformers', () => {
  it.each(names)('%s', async (name) => {
    const { network, tokens, logits } = await load(name)
    expect(relative(await logitsOf(runtime, network, tokens), logits)).toBeLessThan(1e-5)
  })

  it.each(names)('%s, token by token with a cache', async (name) => {
    const { network, tokens, logits } = await load(name)
    const { config } = network
    const program = await runtime.compile(generationGraph(network, new Placement(network, { frozen: 'constant' })))
    let cache: Record<string, HostTensor> = {}
    for (let layer = 0; layer < config.num_hidden_layers; layer++)
      for (const what of ['key', 'value'])
        cache[`past_key_values.${layer}.${what}`] = floats([], [1, config.num_key_value_heads, 0, config.head_dim])
    const found: number[] = []
    const wide = (values: number[]): HostTensor => ({
      dtype: 'int64',
      shape: [1, values.length],
      data: BigInt64Array.from(values, BigInt),
    })
    for (let at = 0; at < tokens.length; at += at === 0 ? 5 : 1) {
      const fed = tokens.slice(at, at === 0 ? 5 : at + 1)
      const results = await program.run({
        ...cache,
        input_ids: wide(fed),
        attention_mask: wide(new Array<number>(at + fed.length).fill(1)),
        position_ids: wide(fed.map((_, i) => at + i)),
        num_logits_to_keep: { ...wide([0]), shape: [] },
      })
      const made = (await results.logits?.read()) as Float32Array
      found.push(...made)
      cache = {}
      for (const [key, value] of Object.entries(results))
        if (key !== 'logits')
          cache[key.replace('present', 'past_key_values')] = floats((await value.read()) as Float32Array, value.shape)
    }
    await program.dispose()
    expect(relative(Float32Array.from(found), logits)).toBeLessThan(1e-5)
  })

  it.each(['tfjs-wasm', 'tfjs-cpu'] as const)('on %s too', async (backend) => {
    const other = await openTensorFlow(backend)
    for (const name of names) {
      const { network, tokens, logits } = await load(name)
      expect(relative(await logitsOf(other, network, tokens), logits)).toBeLessThan(1e-4)
    }
  })
})
