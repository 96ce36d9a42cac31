import { seededRandom } from '../../../../src/core/statistics/random.js'
import { type Batch, packBatch, type Sequence } from '../../../../verifier/network/model/batch.js'
import { type Network, newNetwork } from '../../../../verifier/network/model/parameters.js'
import { type ModelConfig, parseModelConfig } from '../../../../verifier/network/weights/model-config.js'

/** A network small enough for a test, with grouped heads, and its weights large enough that every part matters. */
export function tinyConfig(overrides: Record<string, unknown> = {}): ModelConfig {
  return parseModelConfig({
    model_type: 'llama',
    hidden_size: 32,
    intermediate_size: 64,
    num_hidden_layers: 2,
    num_attention_heads: 4,
    num_key_value_heads: 2,
    vocab_size: 50,
    max_position_embeddings: 128,
    ...overrides,
  })
}

export function tinyNetwork(overrides: Record<string, unknown> = {}, seed = 1): Network {
  const random = seededRandom(seed)
  const network = newNetwork(tinyConfig(overrides), random.uniform)
  for (const [name, weight] of network.weights)
    if (weight.kind === 'dense')
      weight.data.forEach((value, i) => {
        if (name.endsWith('norm.weight')) weight.data[i] = 1 + 0.2 * random.normal()
        else weight.data[i] = name.endsWith('bias') ? 0.1 * random.normal() : value * 8
      })
  return network
}

export function randomSequences(count: number, length: number, seed = 2, vocabulary = 50): Sequence[] {
  const random = seededRandom(seed)
  return Array.from({ length: count }, (_, i) => ({
    tokens: Array.from({ length: length - (i % 3) }, () => random.int(vocabulary)),
    weights: 1,
  }))
}

export const tinyBatch = (count = 4, length = 9, seq = 20): Batch => packBatch(randomSequences(count, length), seq)
