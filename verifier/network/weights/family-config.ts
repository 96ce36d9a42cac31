import { defined } from '../../../src/core/absence.js'
import { RationaleError } from '../../../src/core/errors.js'
import type { Family } from './families.js'

/* From the words of a family's config.json to the common ones, and back. */

type Given = Readonly<Record<string, unknown>>

/** GPT-2's words for what all decoders have. */
const GPT2_WORDS = {
  n_embd: 'hidden_size',
  n_layer: 'num_hidden_layers',
  n_head: 'num_attention_heads',
  n_inner: 'intermediate_size',
  n_positions: 'max_position_embeddings',
  layer_norm_epsilon: 'rms_norm_eps',
  activation_function: 'hidden_act',
} as const
/** T5's words. */
const T5_WORDS = {
  d_model: 'hidden_size',
  num_decoder_layers: 'num_hidden_layers',
  num_layers: 'num_encoder_layers',
  num_heads: 'num_attention_heads',
  d_kv: 'head_dim',
  d_ff: 'intermediate_size',
  layer_norm_epsilon: 'rms_norm_eps',
} as const
const WORDS = { gpt2: GPT2_WORDS, t5: T5_WORDS }

/** The configuration in common words, with what the family's may leave out. */
export function inCommonWords(raw: Given, family: Family): Record<string, unknown> {
  const given = { ...family.defaults, ...raw }
  if (family.names === undefined) return { ...given, hidden_act: raw.hidden_activation ?? raw.hidden_act }
  const { n_ctx: _, ...rest } = given as Record<string, unknown>
  for (const [own, common] of Object.entries(WORDS[family.names])) {
    rest[common] = raw[own] ?? rest[common]
    delete rest[own]
  }
  if (family.names === 'gpt2') rest.intermediate_size ??= 4 * Number(rest.hidden_size)
  else {
    rest.num_hidden_layers ??= rest.num_encoder_layers
    // mT5's own heads are not tied; what is written here says nothing about the weights (`tiedAsStored` of model.ts).
    rest.tie_word_embeddings = false
    const { feed_forward_proj: kind = 'gated-gelu' } = raw
    rest.hidden_act = kind === 'gated-gelu' ? 'gelu_new' : kind
  }
  return rest
}

/** What the family's own config.json says beside the common words. */
export function inOwnWords(config: Given, family: Family): Record<string, unknown> {
  if (family.names !== undefined) {
    const words = Object.entries(WORDS[family.names])
    return {
      // transformers reads the common words too, and means the encoder's layers by `num_hidden_layers`.
      ...Object.fromEntries(words.map(([, common]) => [common, undefined])),
      ...Object.fromEntries(words.map(([own, common]) => [own, config[common]])),
      ...(family.names === 'gpt2'
        ? { n_ctx: config.max_position_embeddings }
        : {
            hidden_act: undefined,
            feed_forward_proj: 'gated-gelu',
            is_encoder_decoder: true,
            // Of new weights alone; transformers refuses 1 in place of 1.0, which JSON does not tell apart here.
            initializer_factor: undefined,
          }),
    }
  }
  if (family.activation !== 'silu') return { hidden_activation: config.hidden_act }
  return defined({
    use_sliding_window:
      family.window.layers === 'upper' || family.window.layers === 'unturned'
        ? config.sliding_window !== null
        : undefined,
  })
}

/** Settings that would change what is computed and that this network does not have. */
const REFUSED: Readonly<Record<string, (value: unknown) => boolean>> = {
  attn_logit_softcapping: (value) => value !== null,
  final_logit_softcapping: (value) => value !== null,
  use_bidirectional_attention: (value) => value !== null && value !== false,
  scale_attn_weights: (value) => value === false,
  scale_attn_by_inverse_layer_idx: (value) => value === true,
  add_cross_attention: (value) => value === true,
  is_decoder: (value) => value === true,
}

/** @throws RationaleError `unsupported` for a setting by its name. */
export function refuseOtherNetworks(given: Given, file: string): void {
  const found = Object.entries(REFUSED).find(
    ([key, differs]) => Object.hasOwn(given, key) && given[key] !== undefined && differs(given[key]),
  )
  if (found === undefined) return
  const [key] = found
  throw new RationaleError('unsupported', `${file}: ${key} ${JSON.stringify(given[key])?.slice(0, 80)}`, {
    expected: `a model without ${key}`,
    remedy: 'use this model through gguf: or onnx:, which run other architectures',
  })
}

/** The window and its layers, as each family's configuration means them. */
export function windowOf(given: Given, family: Family) {
  const stated = given.layer_types ?? null
  const full = { sliding_window: null, layer_types: stated }
  const { window } = family
  const layers = Math.min(Number(given.num_hidden_layers) || 0, 10_000)
  const typed = (isWindowed: (layer: number) => boolean) =>
    stated ?? Array.from({ length: layers }, (_, layer) => (isWindowed(layer) ? 'sliding_attention' : 'full_attention'))
  if (window.layers === 'none') return full
  if (window.layers === 'all') {
    const usual = given.sliding_window === undefined ? window.usual : given.sliding_window
    return { sliding_window: usual, layer_types: stated }
  }
  const size = given.sliding_window === undefined ? 4096 : given.sliding_window
  if (size === null) return full
  if (window.layers === 'pattern') {
    const pattern = Number(given.sliding_window_pattern ?? 6)
    return { sliding_window: size, layer_types: typed((layer) => (layer + 1) % pattern !== 0) }
  }
  if (given.use_sliding_window !== true) return full
  if (window.layers === 'unturned')
    return { sliding_window: size, layer_types: typed((layer) => turnsOf(given, layers)[layer] === 0) }
  const first = (given.max_window_layers as number | undefined) ?? 28
  return { sliding_window: size, layer_types: typed((layer) => layer >= first) }
}

/** SmolLM3: which layers turn queries and keys (1), and which leave them (0): every fourth, where nothing is said. */
export function turnsOf(given: Given, layers: number): readonly unknown[] {
  if (Array.isArray(given.no_rope_layers)) return given.no_rope_layers
  const interval = Number(given.no_rope_layer_interval ?? 4)
  return Array.from({ length: layers }, (_, layer) => ((layer + 1) % interval === 0 ? 0 : 1))
}
