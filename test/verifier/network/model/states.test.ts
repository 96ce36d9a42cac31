import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { at } from '../../../../src/core/absence.js'
import { batchFeeds, packBatch } from '../../../../verifier/network/model/batch.js'
import { logitsGraph } from '../../../../verifier/network/model/graphs.js'
import { openStates } from '../../../../verifier/network/model/states.js'
import { openOnnx } from '../../../../verifier/network/runtime/onnx.js'
import { integers, type Runtime } from '../../../../verifier/network/runtime/runtime.js'
import { randomSequences, tinyNetwork } from './tiny.js'

let runtime: Runtime
beforeAll(async () => {
  runtime = await openOnnx()
})
afterAll(() => runtime.dispose())

const network = tinyNetwork({ tie_word_embeddings: true })
const { hidden_size: width, rms_norm_eps: epsilon, vocab_size: vocabulary } = network.config

function dense(name: string): Float32Array {
  const weight = network.weights.get(name)
  if (weight?.kind !== 'dense') throw new Error(`${name} is not dense`)
  return weight.data
}

/** The final norm and the tied head, by hand. */
function logitsFrom(state: Float32Array): number[] {
  const scale = 1 / Math.sqrt(state.reduce((sum, value) => sum + value * value, 0) / width + epsilon)
  const normed = state.map((value, i) => value * scale * at(dense('model.norm.weight'), i))
  const embeddings = dense('model.embed_tokens.weight')
  return Array.from({ length: vocabulary }, (_, token) =>
    normed.reduce((sum, value, i) => sum + value * at(embeddings, token * width + i), 0),
  )
}

describe('states', () => {
  it('of the last layer are what the head reads', async () => {
    const tokens = at(randomSequences(1, 12), 0).tokens
    const program = await runtime.compile(logitsGraph(network))
    const { expected: _, weights, ...feeds } = batchFeeds(packBatch([{ tokens, weights: 1 }], tokens.length))
    const results = await program.run({ ...feeds, rows: integers([5, 11], [2]) })
    const reference = [...((await at(results, 'logits').read()) as Float32Array)] // logits are float32
    await program.dispose()

    const reader = await openStates(runtime, network, { layers: [network.config.num_hidden_layers] })
    const [states = new Float32Array(0)] = await reader.read([{ tokens, places: [5, 11] }])
    await reader.dispose()
    const found = [...logitsFrom(states.slice(0, width)), ...logitsFrom(states.slice(width))]
    for (const [i, value] of found.entries()) expect(value).toBeCloseTo(at(reference, i), 4)
  })

  it('are the same for a sequence alone and beside others that begin alike, over several rows', async () => {
    const shared = at(randomSequences(1, 60, 3), 0).tokens
    const sequences = randomSequences(30, 40, 4).map(({ tokens }) => {
      const whole = [...shared, ...tokens]
      return { tokens: whole, places: [59, whole.length - 1] }
    })
    const reader = await openStates(runtime, network, { layers: [1, 2] })
    const together = await reader.read(sequences)
    for (const [s, sequence] of sequences.entries()) {
      const [alone = new Float32Array(0)] = await reader.read([sequence])
      expect(alone.length).toBe(2 * 2 * width)
      for (const [i, value] of alone.entries()) expect(at(at(together, s), i)).toBeCloseTo(value, 4)
    }
    await reader.dispose()
  })

  it('of a layer that is not there are refused', async () => {
    for (const layers of [[], [0], [3], [1.5]])
      await expect(openStates(runtime, network, { layers })).rejects.toMatchObject({ code: 'configuration' })
  })
})
