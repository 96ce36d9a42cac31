import { at, defined } from '../../../src/core/absence.js'
import {
  add,
  cacheBias,
  cast,
  type Dim,
  defineGraph,
  differentiate,
  expand,
  type Graph,
  gather,
  input,
  lastPlaces,
  less,
  logProbability,
  multiplyDims,
  pad,
  reachBias,
  reshape,
  scalar,
  sub,
  type Tensor,
  where,
} from '../graph/index.js'
import type { HostTensor } from '../runtime/runtime.js'
import { familyOf } from '../weights/families.js'
import { encoderOf, type ModelConfig } from '../weights/model-config.js'
import type { Adapter } from './adapters/methods.js'
import {
  type Cache,
  decode,
  decoderLayer,
  embed,
  frontOf,
  head,
  type Pass,
  rotaryTables,
  type Source,
} from './decoder.js'
import { type Loss, lossOf } from './loss.js'
import type { Network } from './parameters.js'
import { Placement } from './placement.js'
import { relativeBias } from './relative-positions.js'
import { encode, sourceOf } from './source.js'

/*
 * The one network definition, put to three uses. A batch is [batch, seq] tokens with their positions and reach:
 *
 *     tokens    int32 [batch, seq]
 *     positions int32 [batch, seq]   position within its document (or depth in a prefix tree)
 *     reach     int32 [batch, seq]   token j is seen by tokens i with j <= i < reach[j]; see `reachBias`
 */

/** Positions and reach as inputs, and what every layer needs of them; attention in so many pieces (default 1). */
export function passOf(config: ModelConfig, weights: Placement, pieces?: number): { pass: Pass } {
  const shape: [Dim, Dim] = ['batch', 'seq']
  const positions = input('positions', shape, 'int32')
  const bias = biases(config, reachBias(input('reach', shape, 'int32')), positions, positions)
  const source = sourceOf(config, weights, 'batch', 'seq')
  return { pass: passFrom(config, weights, { batch: 'batch', seq: 'seq', positions, bias, source, pieces }) }
}

/** A pass at these positions, behind the adapter's virtual tokens where there are any: the text's positions come after theirs, and it sees them all. */
function passFrom(
  config: ModelConfig,
  weights: Placement,
  {
    batch,
    seq,
    positions,
    bias,
    source,
    past,
    pieces,
  }: Pick<Pass, 'batch' | 'seq' | 'bias' | 'source' | 'pieces'> & { positions: Tensor; past?: Dim },
): Pass {
  if (familyOf(config).positions === 'relative') {
    const added = relativeBias(config, weights, 'model', { seq, total: at(bias.full.shape, 3), ...defined({ past }) })
    const full = add(bias.full, added)
    return { batch, seq, bias: { full, windowed: full }, source }
  }
  const front = frontOf(config, weights)
  if (front === undefined) return { batch, seq, positions, tables: rotaryTables(config, positions), bias, pieces }
  const { length } = front
  const after = add(positions, length)
  const full = pad(bias.full, 3, length, 0)
  return {
    batch,
    seq,
    positions: after,
    tables: rotaryTables(config, after),
    bias: { full, windowed: bias.windowed === bias.full ? full : pad(bias.windowed, 3, length, 0) },
    front,
  }
}

/** Inputs that training and scoring share. */
function batchInputs(config: ModelConfig, weights: Placement, pieces?: number) {
  return { tokens: input('tokens', ['batch', 'seq'], 'int32'), ...passOf(config, weights, pieces) }
}

/** With a sliding window, what lies `window` or more positions back is hidden too. */
function biases(config: ModelConfig, full: Tensor, query: Tensor, key: Tensor): Pass['bias'] {
  const window = config.sliding_window
  if (window === null) return { full, windowed: full }
  const [batch, seq] = query.shape as readonly [Dim, Dim]
  const total = at(key.shape, 1)
  const distance = sub(reshape(query, [batch, 1, seq, 1]), reshape(key, [batch, 1, 1, total]))
  return { full, windowed: where(less(distance, window), full, -1e9) }
}

/** Which rows of [batch * seq] have a target, the targets, and their weights in the loss. */
function targetInputs(h: Tensor) {
  const rows = input('rows', ['targets'], 'int32')
  return { picked: gather(h, rows), targets: input('expected', ['targets'], 'int32') }
}

export interface TrainingGraph {
  graph: Graph
  /** Names of the trained parameters; outputs carry `NAME.gradient`. */
  trained: string[]
  /** Frozen parameters that are lent: to be fed in every run. */
  lent: Readonly<Record<string, HostTensor>>
}

/**
 * Forward and backward pass in one graph. Further inputs: `rows` int32 [targets] (indices into batch * seq), `expected`
 * int32 [targets] (the token after it), `weights` float32 [targets] (of each in the loss: 1 / count for the mean), the
 * trained parameters, and with dropout what `dropoutFeeds` makes. Outputs: `loss` [] and `NAME.gradient`.
 */
export function trainingGraph(
  network: Network,
  options: {
    adapter?: Adapter | undefined
    trained: ReadonlySet<string>
    dropout?: boolean
    loss?: Loss
    /** Of attention: see `Pass`. */
    pieces?: number
    frozen?: 'constant' | 'lent'
  },
): TrainingGraph {
  const { config } = network
  const weights = new Placement(network, { frozen: 'constant', ...options })
  const { tokens, pass } = batchInputs(config, weights, options.pieces)
  const h = decode(config, weights, embed(config, weights, tokens, pass), pass)
  const picked = gather(h, input('rows', ['targets'], 'int32'))
  const loss = lossOf(options.loss ?? { kind: 'likelihood' }, head(config, weights, picked))
  const trained = [...weights.trained.keys()]
  const gradients = differentiate(loss, [...weights.trained.values()])
  const outputs = Object.fromEntries(trained.map((name, i) => [`${name}.gradient`, at(gradients, i)]))
  return { graph: defineGraph({ loss, ...outputs }), trained, lent: weights.feeds }
}

/** Scoring: `logProbability` [targets] of the tokens `expected` after the positions `rows`, and if asked for the `logits` there. Adapters are part of the graph. */
export function scoringGraph(network: Network, weights: Placement, { withLogits = false } = {}): Graph {
  const { config } = network
  const { tokens, pass } = batchInputs(config, weights)
  const { picked, targets } = targetInputs(decode(config, weights, embed(config, weights, tokens, pass), pass))
  const logits = head(config, weights, picked)
  return defineGraph({ logProbability: logProbability(logits, targets), ...(withLogits ? { logits } : {}) })
}

/** What the encoder makes of one text: inputs as `encode` has them -> `states` [source, hidden]. */
export function encoderGraph({ config }: Network, weights: Placement): Graph {
  const starts = input('sourceStarts', [1, 'source'], 'int32')
  return defineGraph({ states: encode(config, weights, 1, starts) })
}

/** The states of one text as an input `states` [source, hidden], which all texts of the batch see whole. */
function writtenSource(config: ModelConfig, batch: Dim): Source | undefined {
  if (encoderOf(config) === undefined) return undefined
  const states = input('states', ['source', config.hidden_size])
  const every = reshape(
    expand(reshape(states, [1, 'source', config.hidden_size]), [batch, 'source', config.hidden_size]),
    [multiplyDims(batch, 'source'), config.hidden_size],
  )
  return { seq: 'source', states: every, bias: scalar(0) }
}

/** Keys and values of earlier positions as inputs, those of all positions as outputs, in transformers.js's names. */
function cachedLayers(config: ModelConfig, weights: Placement, start: Tensor, pass: Pass, past: Dim) {
  const shape = [pass.batch, config.num_key_value_heads, past, config.head_dim]
  const present: Record<string, Tensor> = {}
  let h = start
  for (let layer = 0; layer < config.num_hidden_layers; layer++) {
    const cache: Cache = {
      key: input(`past_key_values.${layer}.key`, shape),
      value: input(`past_key_values.${layer}.value`, shape),
    }
    const step = decoderLayer(config, weights, layer, h, pass, { past: cache })
    h = step.h
    present[`present.${layer}.key`] = step.cache.key
    present[`present.${layer}.value`] = step.cache.value
  }
  return { h, present }
}

/**
 * Scoring a tree piece by piece: the new nodes [1, seq] come after `past` cached ones. `reach` and `keyPositions` int32
 * [1, past + seq] are those of the cached and the new together. Outputs `logProbability` [targets] and the grown cache.
 */
export function cachedScoringGraph({ config }: Network, weights: Placement): Graph {
  const tokens = input('tokens', [1, 'seq'], 'int32')
  const positions = input('positions', [1, 'seq'], 'int32')
  const reach = input('reach', [1, 'past+seq'], 'int32')
  const keyPositions = input('keyPositions', [1, 'past+seq'], 'int32')
  const bias = biases(config, reachBias(reach, 'seq', 'past'), positions, keyPositions)
  const pass = passFrom(config, weights, { batch: 1, seq: 'seq', positions, bias })
  const { h, present } = cachedLayers(config, weights, embed(config, weights, tokens, pass), pass, 'past')
  const { picked, targets } = targetInputs(h)
  return defineGraph({ logProbability: logProbability(head(config, weights, picked), targets), ...present })
}

/** Logits [targets, vocabulary] at the positions `rows`. */
export function logitsGraph(network: Network, options: { adapter?: Adapter | undefined } = {}): Graph {
  const { config } = network
  const weights = new Placement(network, { frozen: 'constant', ...options })
  const { tokens, pass } = batchInputs(config, weights)
  const h = decode(config, weights, embed(config, weights, tokens, pass), pass)
  return defineGraph({ logits: head(config, weights, gather(h, input('rows', ['targets'], 'int32'))) })
}

/**
 * Generation in transformers.js's layout: `input_ids`, `attention_mask`, `position_ids` int64, `past_key_values.N.key` and
 * `.value` [batch, kvHeads, past, d], `num_logits_to_keep` int64 [] -> `logits` [batch, logits_length, vocabulary] of so many last positions (0:
 * of all), `present.N.key` and `.value`. With `last` instead, of the last position only, whose row of [batch * seq] `last` says: every size is
 * known before the run then.
 */
export function generationGraph(
  { config }: Network,
  weights: Placement,
  { last = false }: { last?: boolean } = {},
): Graph {
  const { hidden_size: hidden, vocab_size: vocabulary } = config
  const [batch, seq, past] = ['batch_size', 'sequence_length', 'past_sequence_length'] as const
  const total = 'past_sequence_length+sequence_length'
  const tokens = cast(input('input_ids', [batch, seq], 'int64'), 'int32')
  const mask = cast(input('attention_mask', [batch, total], 'int64'), 'int32')
  const positions = cast(input('position_ids', [batch, seq], 'int64'), 'int32')

  const pass = passFrom(config, weights, {
    batch,
    seq,
    positions,
    past,
    source: writtenSource(config, batch),
    bias: {
      full: cacheBias(mask, seq, past),
      windowed: cacheBias(mask, seq, past, config.sliding_window ?? undefined),
    },
  })
  const { h, present } = cachedLayers(config, weights, embed(config, weights, tokens, pass), pass, past)
  if (last) {
    const logits = head(config, weights, gather(h, input('last', [batch], 'int32')))
    return defineGraph({ logits: reshape(logits, [batch, 1, vocabulary]), ...present })
  }
  const kept = 'logits_length'
  const ends = lastPlaces(reshape(h, [batch, seq, hidden]), input('num_logits_to_keep', [], 'int64'), kept)
  const logits = head(config, weights, reshape(ends, [multiplyDims(batch, kept), hidden]))
  return defineGraph({ logits: reshape(logits, [batch, kept, vocabulary]), ...present })
}
