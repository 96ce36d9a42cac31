import { RationaleError } from '../../../src/core/errors.js'
import type { Adapter } from './lora.js'
import { type Network, parameterShapes, type Weight } from './parameters.js'

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

/** Holds an adapter against the model that it is to change. @throws RationaleError `model-file` with what does not fit. */
export function checkFit(adapter: Adapter, shapeOf: (name: string) => readonly number[] | undefined): void {
  const factors = [...adapter.pairs].map(
    ([path, { rank, a, b }]) => [`${path}.weight`, [b.length / rank, a.length / rank]] as const,
  )
  const whole = [...adapter.saved].map(([name, { shape }]) => [name, shape] as const)
  const problems = [...factors, ...whole].flatMap(([name, wanted]) => {
    const found = shapeOf(name)
    if (found?.join() === wanted.join()) return []
    return [
      `${name}: the adapter is for [${wanted.join(', ')}], the model has ${found ? `[${found.join(', ')}]` : 'none'}`,
    ]
  })
  if (problems.length === 0) return
  const more = problems.length > 5 ? `; and ${problems.length - 5} more` : ''
  throw new RationaleError('model-file', 'the adapter does not belong to this base model', {
    found: problems.slice(0, 5).join('; ') + more,
    remedy: 'name the base that the adapter was trained on',
  })
}

/** The network that an adapter can be run with. @throws RationaleError `model-file` where it is of another model. */
export function networkFor(network: Network, adapter: Adapter): Network {
  const fitting = untiedFor(network, adapter.options.modulesToSave)
  const shapes = parameterShapes(fitting.config)
  checkFit(adapter, (name) => shapes.get(name))
  return fitting
}
