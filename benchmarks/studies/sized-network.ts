import { seededRandom } from '../../src/core/statistics/random.js'
import {
  halfOf,
  type Network,
  newNetwork,
  quantizeWeight,
  type Weight,
} from '../../verifier/network/model/parameters.js'
import { parseModelConfig } from '../../verifier/network/weights/model-config.js'
import type { QuantizedFormat } from '../../verifier/network/weights/types.js'

/** A network of SmolLM2-135M's size with random weights: one random layer, copied, since a hundred million numbers take their time to draw. */
export function sizedNetwork(layers: number, format?: QuantizedFormat | 'bf16'): Network {
  const config = parseModelConfig({
    model_type: 'llama',
    hidden_size: 576,
    intermediate_size: 1536,
    num_hidden_layers: layers,
    num_attention_heads: 9,
    num_key_value_heads: 3,
    vocab_size: 49152,
    tie_word_embeddings: true,
    max_position_embeddings: 8192,
  })
  const random = seededRandom(1)
  const { weights } = newNetwork({ ...config, num_hidden_layers: 0 }, random.uniform)
  const layer = newNetwork({ ...config, num_hidden_layers: 1, vocab_size: 1 }, random.uniform)
  for (let i = 0; i < layers; i++)
    for (const [name, weight] of layer.weights)
      if (name.startsWith('model.layers.') && weight.kind === 'dense') {
        const kept = weight.shape.length === 2 ? keptIn(weight, format) : weight
        weights.set(name.replace('.0.', `.${i}.`), structuredClone(kept))
      }
  return { config, weights }
}

function keptIn(weight: Weight, format: QuantizedFormat | 'bf16' | undefined): Weight {
  if (format === undefined || weight.kind !== 'dense') return weight
  return format === 'bf16' ? halfOf(weight.shape, weight.data) : quantizeWeight(weight, format)
}
