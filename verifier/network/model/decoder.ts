import { at } from '../../../src/core/absence.js'
import {
  add,
  attention,
  cast,
  concat,
  constant,
  cos,
  type Dim,
  expand,
  gather,
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
  type Tensor,
  transpose,
  where,
} from '../graph/index.js'
import { familyOf } from '../weights/families.js'
import { isWindowed, type ModelConfig } from '../weights/model-config.js'
import type { Block, Front } from './adapters/adapter.js'
import { linear } from './linear.js'
import type { Placement } from './placement.js'
import { rotaryFrequencies } from './rotary.js'

/*
 * A decoder of the LLaMA family in graph terms, read top to bottom:
 *
 *     h = embed(tokens)
 *     for each layer:  h = h + attend(norm(h));  h = h + mlp(norm(h))
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
  tables: RotaryTables
  /** [batch, 1, seq, total]: added to the scores, hides what a token must not see; in the layers with a sliding window, what lies beyond it too. */
  bias: { full: Tensor; windowed: Tensor }
  /** Virtual tokens that every text begins with. */
  front?: Front | undefined
}

/** Keys and values of earlier positions, each [batch, kvHeads, past, d]. */
export interface Cache {
  key: Tensor
  value: Tensor
}

/** cos and sin of position * frequency for positions int32 [batch, seq]: two of [n, d / 2]. YaRN scales both. */
export function rotaryTables(config: ModelConfig, positions: Tensor): RotaryTables {
  const { frequencies, scale } = rotaryFrequencies(config)
  const column = reshape(cast(positions, 'float32'), [multiplyDims(...positions.shape), 1])
  const angles = mul(column, constant(frequencies, [1, frequencies.length])) // [n, d / 2]
  const scaled = (table: Tensor) => (scale === 1 ? table : mul(table, scale))
  return { cosines: scaled(cos(angles)), sines: scaled(sin(angles)) }
}

/** tokens int32 [batch, seq] -> [n, hidden]. */
export function embed(config: ModelConfig, weights: Placement, tokens: Tensor): Tensor {
  const rows = gather(weights.vector('model.embed_tokens.weight'), tokens)
  return reshape(rows, [multiplyDims(...tokens.shape), config.hidden_size])
}

/** One layer (from 0): h [n, hidden] -> [n, hidden], and the keys and values for a cache. */
export function decoderLayer(
  config: ModelConfig,
  weights: Placement,
  layer: number,
  h: Tensor,
  pass: Pass,
  past?: Cache,
): { h: Tensor; cache: Cache } {
  const { rms_norm_eps: epsilon } = config
  const path = `model.layers.${layer}`
  const bias = isWindowed(config, layer) ? pass.bias.windowed : pass.bias.full
  const normed = rmsNorm(h, weights.vector(`${path}.input_layernorm.weight`), epsilon)
  const join = (block: Block, stream: Tensor, written: Tensor) =>
    weights.entry.join?.(layer, block)?.(stream, written) ?? add(stream, written)
  const front = pass.front?.of(layer)
  const attended = attend(config, weights, `${path}.self_attn`, normed, { ...pass, bias, front }, past)
  const middle = join('attention', h, attended.out)
  const seen = rmsNorm(middle, weights.vector(`${path}.post_attention_layernorm.weight`), epsilon)
  // SwiGLU: down(silu(gate(x)) * up(x))
  const gate = linear(seen, weights.linear(`${path}.mlp.gate_proj`)) // [n, intermediate]
  const up = linear(seen, weights.linear(`${path}.mlp.up_proj`)) // [n, intermediate]
  const mlp = linear(siluGate(gate, up), weights.linear(`${path}.mlp.down_proj`))
  return { h: join('mlp', middle, mlp), cache: attended.cache }
}

function attend(
  config: ModelConfig,
  weights: Placement,
  path: string,
  x: Tensor,
  { batch, seq, tables, bias, front }: Omit<Pass, 'bias' | 'front'> & { bias: Tensor; front: Cache | undefined },
  past: Cache | undefined,
) {
  const { num_attention_heads: heads, num_key_value_heads: kvHeads, head_dim: d } = config
  const split = (name: string, count: number) =>
    reshape(linear(x, weights.linear(`${path}.${name}`)), [batch, seq, count, d])
  const norm = (v: Tensor, name: string) =>
    familyOf(config).queryKeyNorm ? rmsNorm(v, weights.vector(`${path}.${name}.weight`), config.rms_norm_eps) : v
  const turn = (v: Tensor) => rotate(v, tables.cosines, tables.sines)
  const q = turn(norm(split('q_proj', heads), 'q_norm')) // [batch, seq, heads, d]
  const headsFirst = (v: Tensor) => transpose(v, [0, 2, 1, 3])
  const newKey = headsFirst(turn(norm(split('k_proj', kvHeads), 'k_norm'))) // [batch, kvHeads, seq, d]
  const newValue = headsFirst(split('v_proj', kvHeads)) // [batch, kvHeads, seq, d]
  const key = past === undefined ? newKey : concat([past.key, newKey], 2)
  const value = past === undefined ? newValue : concat([past.value, newValue], 2)
  const seen = front === undefined ? { key, value } : behind(front, { key, value }, batch)
  const mixed = reshape(attention(q, seen.key, seen.value, bias), [multiplyDims(batch, seq), heads * d])
  return { out: linear(mixed, weights.linear(`${path}.o_proj`)), cache: { key, value } }
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
  const normed = rmsNorm(h, weights.vector('model.norm.weight'), config.rms_norm_eps)
  const reward = weights.rewardHead()
  if (reward.length > 0) return rewardsOf(normed, reward)
  const matrix = config.tie_word_embeddings ? 'model.embed_tokens.weight' : 'lm_head.weight'
  return matmul(normed, weights.vector(matrix), { transposeB: true })
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
