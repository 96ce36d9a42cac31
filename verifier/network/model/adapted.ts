import { type Adapter, checkFit } from '../weights/lora.js'
import { parameterShapes } from '../weights/shapes.js'
import type { Network, Weight } from './parameters.js'

/**
 * The network as adapters with these whole modules find it. PEFT replaces the embeddings or the head, each by itself: a head that was tied to
 * the embeddings becomes a matrix of its own, which starts as they are.
 */
export function untiedFor(network: Network, modulesToSave: readonly string[]): Network {
  const parted = modulesToSave.some((module) => /(?:^|\.)(?:embed_tokens|lm_head)$/.test(module))
  if (!parted || !network.config.tie_word_embeddings) return network
  const embeddings = network.weights.get('model.embed_tokens.weight') as Weight
  return {
    config: { ...network.config, tie_word_embeddings: false },
    weights: new Map([...network.weights, ['lm_head.weight', embeddings]]),
  }
}

/** The network that an adapter can be run with. @throws RationaleError `model-file` where it is of another model. */
export function networkFor(network: Network, adapter: Adapter): Network {
  const fitting = untiedFor(network, adapter.options.modulesToSave)
  const shapes = parameterShapes(fitting.config)
  checkFit(adapter, (name) => shapes.get(name))
  return fitting
}
