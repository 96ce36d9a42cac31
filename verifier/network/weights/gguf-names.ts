import { at } from '../../../src/core/absence.js'
import type { Family } from './families.js'
import type { RowOrder } from './tensor-reader.js'

/* GGUF's tensor names against Hugging Face's. */

const TOP: Readonly<Record<string, string>> = {
  'token_embd.weight': 'model.embed_tokens.weight',
  'position_embd.weight': 'model.embed_positions.weight',
  'output_norm.weight': 'model.norm.weight',
  'output_norm.bias': 'model.norm.bias',
  'output.weight': 'lm_head.weight',
}

const IN_LAYER: Readonly<Record<string, string>> = {
  attn_q: 'self_attn.q_proj',
  attn_k: 'self_attn.k_proj',
  attn_v: 'self_attn.v_proj',
  attn_qkv: 'self_attn.qkv_proj',
  attn_output: 'self_attn.o_proj',
  attn_q_norm: 'self_attn.q_norm',
  attn_k_norm: 'self_attn.k_norm',
  ffn_gate: 'mlp.gate_proj',
  ffn_up: 'mlp.up_proj',
  ffn_down: 'mlp.down_proj',
}

/** What a layer's parts are called here, by llama.cpp's names: norms by their places, and Phi-3's joined matrix as one of two. */
function inLayer({ norms, feedForward }: Family): ReadonlyMap<string, string> {
  const { beforeAttention, afterAttention, beforeMlp, afterMlp } = norms
  const own = {
    attn_norm: beforeAttention,
    post_attention_norm: afterAttention,
    ffn_norm: beforeMlp,
    post_ffw_norm: afterMlp,
    ...(feedForward === 'gated-fused' ? { ffn_up: 'mlp.gate_up_proj' } : {}),
  }
  const named = Object.entries(own).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return new Map([...Object.entries(IN_LAYER), ...named])
}

const TOP_BACK = new Map(Object.entries(TOP).map(([gguf, hf]) => [hf, gguf]))
const inLayerBack = (family: Family) => new Map([...inLayer(family)].map(([gguf, hf]) => [hf, gguf]))

/** `blk.3.attn_q.weight` -> `model.layers.3.self_attn.q_proj.weight`; undefined for a tensor that the network does not have. */
export function fromGgufName(name: string, family: Family): string | undefined {
  if (Object.hasOwn(TOP, name)) return TOP[name]
  const match = /^blk\.(\d{1,5})\.([a-z_]+)\.(weight|bias)$/.exec(name)
  const found = match && inLayer(family).get(at(match, 2))
  return found ? `model.layers.${match[1]}.${found}.${match[3]}` : undefined
}

/** The other way round; also for a module's path without `.weight`. */
export function toGgufName(name: string, family: Family): string | undefined {
  const top = TOP_BACK.get(name) ?? TOP_BACK.get(`${name}.weight`)?.replace(/\.weight$/, '')
  if (top) return top
  const match = /^model\.layers\.(\d{1,5})\.([a-z_.]+?)(\.weight|\.bias)?$/.exec(name)
  const found = match && inLayerBack(family).get(at(match, 2))
  return found ? `blk.${match[1]}.${found}${match[3] ?? ''}` : undefined
}

/** Whether llama.cpp keeps the rows of this tensor in another order: q and k of its `llama` architecture and some others (not of qwen2). */
export function isPermuted({ permuted }: Family, hfName: string): boolean {
  return permuted && /\.self_attn\.[qk]_proj\.(weight|bias|lora_B\.weight)$/.test(hfName)
}

/** What is added to a stored number of this tensor to make ours: llama.cpp keeps 1 + w of Gemma's norms. */
export const ggufShift = ({ norm }: Family, hfName: string): number =>
  norm === 'rms-plus-one' && hfName.endsWith('norm.weight') ? -1 : 0

/**
 * Where a GGUF row of q or k belongs in Hugging Face's order. llama.cpp rotates neighbouring pairs, Hugging Face the two halves of a head:
 * row (head, i, half) there is row (head, half, i) here.
 */
export function unpermuteRows(headDimension: number): RowOrder {
  const pairs = headDimension / 2
  return (row) => {
    const within = row % headDimension
    return row - within + (within % 2) * pairs + (within >> 1)
  }
}

/** The inverse: where a Hugging Face row belongs in a GGUF. */
export function permuteRows(headDimension: number): RowOrder {
  const pairs = headDimension / 2
  return (row) => {
    const within = row % headDimension
    return row - within + (within % pairs) * 2 + (within >= pairs ? 1 : 0)
  }
}

/** Rows of `values` [rows, columns] moved as `order` says; a copy. */
export function reorderRows(values: Float32Array, columns: number, order: RowOrder): Float32Array {
  const out = new Float32Array(values.length)
  for (let row = 0; row < values.length / columns; row++) {
    out.set(values.subarray(row * columns, (row + 1) * columns), order(row) * columns)
  }
  return out
}
