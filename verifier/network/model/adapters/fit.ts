import { RationaleError } from '../../../../src/core/errors.js'
import { FAMILIES, familyOf } from '../../weights/families.js'
import { contextLength } from '../../weights/model-config.js'
import { parameterShapes } from '../../weights/shapes.js'
import type { Network, Weight } from '../parameters.js'
import type { Base } from './adapter.js'
import { type Adapter, methodName, methodOf } from './methods.js'
import { misfit } from './names.js'

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

/**
 * The network that an adapter can be run with. Virtual tokens take places of the window.
 *
 * @throws RationaleError `model-file` where the adapter is of another model, `unsupported`.
 */
export function networkFor(network: Network, adapter: Adapter): Network {
  const fitting = untiedFor(network, adapter.options.modulesToSave)
  const shapes = parameterShapes(fitting.config)
  checkFit(adapter, { config: fitting.config, shapeOf: (name) => shapes.get(name) })
  const taken = virtualTokens(adapter)
  if (taken === 0) return fitting
  const room = contextLength(fitting.config) - taken
  return { ...fitting, config: { ...fitting.config, max_position_embeddings: room } }
}

/** Places that an adapter takes in front of every text. */
function virtualTokens(adapter: Adapter): number {
  return adapter.method === 'prompt' || adapter.method === 'prefix' ? adapter.length : 0
}

/** Holds an adapter against the model that it is to change. @throws RationaleError `model-file` with what does not fit. */
export function checkFit(adapter: Adapter, base: Base): void {
  const { shapeOf } = base
  checkMethodOf(adapter, base)
  const whole = [...adapter.saved].flatMap(([name, { shape }]) => misfit(shapeOf, name, shape))
  const problems = [...methodOf(adapter).misfits(adapter, base), ...whole]
  if (problems.length === 0) return
  const head = headOf(adapter)
  if (head !== undefined && !shapeOf(head)) throw bringsHead(head)
  const more = problems.length > 5 ? `; and ${problems.length - 5} more` : ''
  throw new RationaleError('model-file', 'the adapter does not belong to this base model', {
    found: problems.slice(0, 5).join('; ') + more,
    remedy: 'name the base that the adapter was trained on',
  })
}

/** A tensor of the head that an adapter brings, where it brings one. */
export const headOf = ({ saved }: Adapter): string | undefined =>
  [...saved.keys()].find((name) => /^(?:score|v_head|classifier)\b/.test(name))

/** Where a language model is due. */
export const bringsHead = (head: string): RationaleError =>
  new RationaleError('unsupported', `the adapter brings a head (${head}): it makes a reward model, no language model`, {
    remedy:
      'use it as a verifier that reads the head: own:BASE?adapter=DIR, with &prm=NAME where no prm.json lies in DIR; or hand it on with its head: export --format peft',
  })

/**
 * Virtual tokens and bottlenecks enter where a family may differ (factors of embeddings, norms behind the blocks, learned positions); IA3 where it has
 * q, k and v in one. They are run for the families in which they are held against their libraries.
 *
 * @throws RationaleError `unsupported`.
 */
function checkMethodOf(adapter: Adapter, { config }: Base): void {
  if (adapter.method === 'lora') return
  const { norm, norms, projections, positions } = familyOf(config)
  const plain = norm === 'rms' && norms.beforeMlp === FAMILIES.llama.norms.beforeMlp && positions === 'rotary'
  if (plain && projections === 'apart' && config.embedding_multiplier === undefined) return
  throw new RationaleError('unsupported', `the method ${methodName(adapter)} on a model of type ${config.model_type}`, {
    expected: 'lora, qlora, dora, low-rank or full for this family',
    remedy: 'train by one of these, or use a LoRA adapter',
  })
}
