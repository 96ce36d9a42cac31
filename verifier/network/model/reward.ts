import { at } from '../../../src/core/absence.js'
import {
  add,
  constant,
  defineGraph,
  type Graph,
  gather,
  input,
  less,
  matmul,
  type Tensor,
  where,
} from '../graph/index.js'
import { fedWith, type Runtime } from '../runtime/runtime.js'
import type { RewardHead } from '../weights/head.js'
import type { TensorSource } from '../weights/types.js'
import type { Adapter } from './adapters/methods.js'
import { decode, embed, norm } from './decoder.js'
import { passOf } from './graphs.js'
import { floatsOf, type Network } from './parameters.js'
import { type PlaceReader, placeReader } from './place-reader.js'
import { askedOn, Placement } from './placement.js'
import { logitScale } from './scales.js'

/*
 * A small head in place of the vocabulary: a few numbers for each place that is asked for, from the normed state there.
 *
 *     x = norm(h);  x = relu(W x + b) …;  rewards = W x + b
 */

/** Weights of a head, from the bottom. */
export interface Head {
  layers: readonly { weight: Float32Array; bias?: Float32Array; shape: readonly [out: number, input: number] }[]
  outputs: number
}

/** The weights of a head in a file. */
export async function loadHead(source: Pick<TensorSource, 'floats'>, { layers, outputs }: RewardHead): Promise<Head> {
  const loaded: Head['layers'][number][] = []
  for (const { weight, bias, shape } of layers) {
    loaded.push({
      weight: await source.floats(weight),
      shape,
      ...(bias === undefined ? {} : { bias: await source.floats(bias) }),
    })
  }
  return { layers: loaded, outputs }
}

/**
 * The logits of two tokens as a head with two outputs: the vocabulary's own rows. Softmax over the two is then what Math-Shepherd and RLHFlow
 * read as a reward.
 */
export function headOfTokens(
  { config, weights }: Network,
  adapter: Adapter | undefined,
  tokens: readonly number[],
): Head {
  const name = config.tie_word_embeddings ? 'model.embed_tokens.weight' : 'lm_head.weight'
  const stored = weights.get(name)
  const data = adapter?.saved.get(name)?.data ?? (stored && floatsOf(stored))
  if (data === undefined) throw new RangeError(`${name} is not there`)
  const hidden = config.hidden_size
  const weight = new Float32Array(tokens.length * hidden)
  const scale = logitScale(config)
  for (const [row, token] of tokens.entries())
    for (let i = 0; i < hidden; i++) weight[row * hidden + i] = scale * (data[token * hidden + i] as number)
  return { layers: [{ weight, shape: [tokens.length, hidden] }], outputs: tokens.length }
}

/** Output `reward` [targets, outputs]: what the head gives at the places `rows`. */
function rewardGraph({ config }: Network, head: Head, weights: Placement): Graph {
  const { pass } = passOf(config, weights)
  const h = decode(config, weights, embed(config, weights, input('tokens', ['batch', 'seq'], 'int32'), pass), pass)
  const picked = gather(h, input('rows', ['targets'], 'int32'))
  let x: Tensor = norm(config, weights, 'model.norm', picked)
  for (const [i, { weight, bias, shape }] of head.layers.entries()) {
    if (i > 0) x = where(less(x, 0), 0, x)
    x = matmul(x, constant(weight, shape), { transposeB: true })
    if (bias !== undefined) x = add(x, constant(bias, [at(shape, 0)]))
  }
  return defineGraph({ reward: x })
}

export async function openRewards(
  runtime: Runtime,
  network: Network,
  head: Head,
  adapter?: Adapter,
): Promise<PlaceReader> {
  const weights = new Placement(network, { adapter, frozen: askedOn(runtime, network) })
  const program = fedWith(await runtime.compile(rewardGraph(network, head, weights)), weights.feeds)
  return placeReader(program, ['reward'], head.outputs)
}
