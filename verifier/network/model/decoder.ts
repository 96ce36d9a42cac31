import { at } from '../../../src/core/absence.js'
import {
  add,
  cast,
  causalAttention,
  concat,
  constant,
  cos,
  type Dim,
  dequantize,
  expand,
  gather,
  gelu,
  iota,
  less,
  matmul,
  mul,
  multiplyDims,
  reachBias,
  reshape,
  rmsNorm,
  rotate,
  siluGate,
  sin,
  slice,
  sub,
  sum,
  type Tensor,
  transpose,
  where,
} from '../graph/index.js'
import { familyOf } from '../weights/families.js'
import { isWindowed, type ModelConfig, turnOf } from '../weights/model-config.js'
import type { Block, Front } from './adapters/adapter.js'
import { applyMatrix, linear } from './linear.js'
import type { Placement } from './placement.js'
import { localFrequencies, type RotaryFrequencies, rotaryFrequencies } from './rotary.js'
import { attentionScale, embeddingScale, logitScale } from './scales.js'

/*
 * A decoder in graph terms, read top to bottom; what the families have of their own is in families.ts:
 *
 *     h = embed(tokens)
 *     for each layer:  h = h + attend(norm(h));  h = h + mlp(norm(h))      with an encoder (source.ts) in between  h = h + attend(norm(h), source)
 *     logits = head(norm(h))
 *
 * Activations are matrices [n, width], n = batch * seq, so that every product is one plain matrix product.
 */

/** Angles of all places of a batch, each [n, d / 2]. */
export interface RotaryTables {
  cosines: Tensor
  sines: Tensor
}

/** What is the same for all layers in one pass. */
export interface Pass {
  batch: Dim
  seq: Dim
  /** int32 [batch, seq], virtual tokens counted; absent where positions are relative. */
  positions?: Tensor
  /** By what turns a layer's queries and keys (`turnOf`); absent where nothing does. */
  tables?: { full: RotaryTables; local: RotaryTables }
  /** [batch, 1 or heads, seq, total]: added to the scores, hides what a token must not see; in the layers with a sliding window, what lies beyond it too. */
  bias: { full: Tensor; windowed: Tensor }
  /** Virtual tokens that every text begins with. */
  front?: Front | undefined
  /** What an encoder read. */
  source?: Source | undefined
  /** In so many pieces attention leaves out what it would only hide; for rows that are as long, without cache and virtual tokens (default 1). */
  pieces?: number | undefined
}

/** What an encoder read: states [batch * seq, hidden], and the bias [batch, 1, seq of the decoder, seq] that hides other texts. */
export interface Source {
  seq: Dim
  states: Tensor
  bias: Tensor
}

/** Keys and values of earlier positions, each [batch, kvHeads, past, d]. */
export interface Cache {
  key: Tensor
  value: Tensor
}

/** cos and sin of position * frequency for positions int32 [batch, seq]: two of [n, d / 2]. YaRN and LongRoPE scale both. */
export function rotaryTables(config: ModelConfig, positions: Tensor): NonNullable<Pass['tables']> {
  const column = reshape(cast(positions, 'float32'), [multiplyDims(...positions.shape), 1])
  const tablesOf = ({ frequencies, scale }: RotaryFrequencies): RotaryTables => {
    const angles = mul(column, constant(frequencies, [1, frequencies.length])) // [n, d / 2]
    return { cosines: scaled(cos(angles), scale), sines: scaled(sin(angles), scale) }
  }
  const full = tablesOf(rotaryFrequencies(config))
  const local = localFrequencies(config)
  return { full, local: local === undefined ? full : tablesOf(local) }
}

const scaled = (x: Tensor, factor = 1): Tensor => (factor === 1 ? x : mul(x, factor))

/** tokens int32 [batch, seq] -> [n, hidden]. */
export function embed(config: ModelConfig, weights: Placement, tokens: Tensor, { positions }: Pick<Pass, 'positions'>) {
  const rowsOf = (table: Tensor, places: Tensor) =>
    reshape(gather(table, places), [multiplyDims(...tokens.shape), at(table.shape, 1)])
  const table = weights.embeddings()
  const rows =
    table.kind === 'quantized'
      ? dequantize(rowsOf(table.codes, tokens), rowsOf(table.scales, tokens), { block: table.block })
      : cast(rowsOf(table.weight, tokens), 'float32')
  if (positions !== undefined && familyOf(config).positions === 'learned')
    return add(rows, rowsOf(weights.vector('model.embed_positions.weight'), positions))
  return scaled(rows, embeddingScale(config))
}

/** Norms of the family's kind (families.ts) over the last axis of x. */
export function norm(config: ModelConfig, weights: Placement, name: string, x: Tensor): Tensor {
  const { rms_norm_eps: epsilon } = config
  const weight = weights.vector(`${name}.weight`)
  switch (familyOf(config).norm) {
    case 'rms':
      return rmsNorm(x, weight, epsilon)
    case 'rms-plus-one':
      return rmsNorm(x, add(weight, 1), epsilon)
    case 'layer': {
      const mean = mul(sum(x, [-1]), 1 / (weight.shape[0] as number))
      return add(rmsNorm(sub(x, mean), weight, epsilon), weights.vector(`${name}.bias`))
    }
  }
}

/** One layer (from 0) of the decoder, or of the encoder: h [n, hidden] -> [n, hidden], and the keys and values for a cache. */
export function decoderLayer(
  config: ModelConfig,
  weights: Placement,
  layer: number,
  h: Tensor,
  pass: Pass,
  { past, stack = 'model' }: { past?: Cache; stack?: 'encoder' | 'model' } = {},
): { h: Tensor; cache: Cache } {
  const path = `${stack}.layers.${layer}`
  const { norms } = familyOf(config)
  const normed = (name: string | undefined, x: Tensor) =>
    name === undefined ? x : norm(config, weights, `${path}.${name}`, x)
  const join = (block: Block, stream: Tensor, written: Tensor) => {
    const adds = scaled(written, config.residual_multiplier)
    return weights.entry.join?.(layer, block)?.(stream, adds) ?? add(stream, adds)
  }
  const view = {
    ...pass,
    bias: isWindowed(config, layer) ? pass.bias.windowed : pass.bias.full,
    tables: tablesOf(config, layer, pass),
    front: pass.front?.of(layer),
    pieces: past === undefined && pass.front === undefined ? pass.pieces : 1,
  }
  const attended = attend(config, weights, `${path}.self_attn`, normed(norms.beforeAttention, h), view, past)
  const own = join('attention', h, normed(norms.afterAttention, attended.out))
  const middle = pass.source === undefined ? own : add(own, attendSource(pass.source, own))
  const mlp = feedForward(config, weights, `${path}.mlp`, normed(norms.beforeMlp, middle))
  return { h: join('mlp', middle, normed(norms.afterMlp, mlp)), cache: attended.cache }

  function attendSource(source: Source, x: Tensor): Tensor {
    const { batch, seq } = pass
    return attend(config, weights, `${path}.cross_attn`, normed(norms.beforeCross, x), {
      batch,
      seq,
      ...across(source),
    }).out
  }
}

const across = ({ bias, states, seq }: Source) => ({
  ...{ bias, tables: undefined, front: undefined, pieces: 1 },
  read: { states, seq },
})

function tablesOf(config: ModelConfig, layer: number, { tables }: Pass): RotaryTables | undefined {
  const turn = turnOf(config, layer)
  return turn === 'none' ? undefined : tables?.[turn]
}

/** What one layer sees of a pass. */
interface View extends Pick<Pass, 'batch' | 'seq'> {
  tables: RotaryTables | undefined
  bias: Tensor
  front: Cache | undefined
  pieces: number | undefined
  /** Where keys and values come from, if not from the layer's own stream: states [batch * seq, hidden]. */
  read?: { states: Tensor; seq: Dim }
}

function attend(
  config: ModelConfig,
  weights: Placement,
  path: string,
  x: Tensor,
  { batch, seq, tables, bias, front, pieces = 1, read = { states: x, seq } }: View,
  past?: Cache,
) {
  const { num_attention_heads: heads, num_key_value_heads: kvHeads, head_dim: d } = config
  const { queryKeyNorm } = familyOf(config)
  const projected = projections(config, weights, path, x, read.states)
  const split = (v: Tensor, count: number, length = read.seq) => reshape(v, [batch, length, count, d])
  const normed = (v: Tensor, name: string, count: number, length?: Dim) => {
    if (queryKeyNorm === 'none') return split(v, count, length)
    const own = (y: Tensor) => norm(config, weights, `${path}.${name}`, y)
    return queryKeyNorm === 'head' ? own(split(v, count, length)) : split(own(v), count, length)
  }
  const turned = (v: Tensor) => (tables === undefined ? v : turn(v, tables))
  const q = turned(normed(projected.q, 'q_norm', heads, seq)) // [batch, seq, heads, d]
  const headsFirst = (v: Tensor) => transpose(v, [0, 2, 1, 3])
  const newKey = headsFirst(turned(normed(projected.k, 'k_norm', kvHeads))) // [batch, kvHeads, seq, d]
  const newValue = headsFirst(split(projected.v, kvHeads)) // [batch, kvHeads, seq, d]
  const key = past === undefined ? newKey : concat([past.key, newKey], 2)
  const value = past === undefined ? newValue : concat([past.value, newValue], 2)
  const seen = front === undefined ? { key, value } : behind(front, { key, value }, batch)
  const attended = causalAttention(q, seen.key, seen.value, bias, { scale: attentionScale(config), pieces })
  const mixed = reshape(attended, [multiplyDims(batch, seq), heads * d])
  return { out: linear(mixed, weights.linear(`${path}.o_proj`)), cache: { key, value } }
}

/** x [n, hidden] -> queries [n, heads * d]; of what is read, x itself or [m, hidden], keys and values [m, kvHeads * d]. */
function projections(config: ModelConfig, weights: Placement, path: string, x: Tensor, read: Tensor) {
  const project = (name: string, from = x) => linear(from, weights.linear(`${path}.${name}`))
  if (familyOf(config).projections === 'apart')
    return { q: project('q_proj'), k: project('k_proj', read), v: project('v_proj', read) }
  const all = project('qkv_proj')
  const queries = config.num_attention_heads * config.head_dim
  const keys = queries + config.num_key_value_heads * config.head_dim
  const end = all.shape[1] as number
  return { q: slice(all, 1, 0, queries), k: slice(all, 1, queries, keys), v: slice(all, 1, keys, end) }
}

/** Heads [batch, seq, count, d] turned by their positions; where the tables are narrower, only the first part of each. */
function turn(v: Tensor, { cosines, sines }: RotaryTables): Tensor {
  const d = v.shape[3] as number
  const width = 2 * (cosines.shape[1] as number)
  if (width === d) return rotate(v, cosines, sines)
  return concat([rotate(slice(v, 3, 0, width), cosines, sines), slice(v, 3, width, d)], 3)
}

/** x [n, hidden] -> [n, hidden]. */
function feedForward(config: ModelConfig, weights: Placement, path: string, x: Tensor): Tensor {
  const family = familyOf(config)
  const layer = (name: string, y: Tensor) => linear(y, weights.linear(`${path}.${name}`))
  const gated = family.activation === 'silu' ? siluGate : (gate: Tensor, up: Tensor) => mul(gelu(gate), up)
  const inner = (): Tensor => {
    if (family.feedForward === 'plain') return gelu(layer('up_proj', x))
    if (family.feedForward === 'gated') return gated(layer('gate_proj', x), layer('up_proj', x))
    const both = layer('gate_up_proj', x)
    const width = config.intermediate_size
    return gated(slice(both, 1, 0, width), slice(both, 1, width, 2 * width))
  }
  return layer('down_proj', inner())
}

/** Keys and values with those of virtual tokens [1, kvHeads, length, d] in front of every text's own. */
function behind(front: Cache, own: Cache, batch: Dim): Cache {
  const all = (virtual: Tensor) => expand(virtual, [batch, ...virtual.shape.slice(1)])
  return { key: concat([all(front.key), own.key], 2), value: concat([all(front.value), own.value], 2) }
}

/**
 * What an adapter puts in front of every text. Embeddings of virtual tokens [length, hidden] go through the layers themselves, each as it is asked
 * for: they see one another and nothing else, so one pass over them serves all texts.
 */
export function frontOf(config: ModelConfig, weights: Placement): Front | undefined {
  const { prompt, front } = weights.entry
  if (prompt === undefined) return front
  const length = prompt.shape[0] as number
  const positions = reshape(iota(length), [1, length])
  const hidden = reachBias(constant(Int32Array.of(...new Array<number>(length).fill(length)), [1, length], 'int32'))
  const pass: Pass = {
    batch: 1,
    seq: length,
    positions,
    tables: rotaryTables(config, positions),
    bias: { full: hidden, windowed: hidden },
  }
  let h = prompt
  const caches: Cache[] = []
  return {
    length,
    of(layer) {
      for (let next = caches.length; next <= layer; next++) {
        const step = decoderLayer(config, weights, next, h, pass)
        h = step.h
        caches.push(step.cache)
      }
      return at(caches, layer)
    },
  }
}

/**
 * Final norm and vocabulary: h [rows, hidden] -> logits [rows, vocabulary]; with a head in its place [rows, outputs]. Give it only the rows that are
 * asked for.
 */
export function head(config: ModelConfig, weights: Placement, h: Tensor): Tensor {
  const normed = norm(config, weights, 'model.norm', h)
  const reward = weights.rewardHead()
  if (reward.length > 0) return rewardsOf(normed, reward)
  const matrix = config.tie_word_embeddings ? 'model.embed_tokens.weight' : 'lm_head.weight'
  return scaled(applyMatrix(normed, weights.matrix(matrix)), logitScale(config))
}

/** Linear layers, ReLU between them. */
function rewardsOf(normed: Tensor, layers: readonly { weight: Tensor; bias: Tensor | undefined }[]): Tensor {
  let x = normed
  for (const [i, { weight, bias }] of layers.entries()) {
    const y = matmul(i === 0 ? x : where(less(x, 0), 0, x), weight, { transposeB: true })
    x = bias === undefined ? y : add(y, bias)
  }
  return x
}

/** All layers, one after another. */
export function decode(config: ModelConfig, weights: Placement, h: Tensor, pass: Pass): Tensor {
  let state = h
  for (let layer = 0; layer < config.num_hidden_layers; layer++)
    state = decoderLayer(config, weights, layer, state, pass).h
  return state
}
