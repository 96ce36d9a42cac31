import * as z from 'zod'
import { defined } from '../../../src/core/absence.js'
import { describeIssues, RationaleError } from '../../../src/core/errors.js'
import { FAMILIES, familyOf, languageClass, MODEL_TYPES, type ModelType } from './families.js'
import { inCommonWords, inOwnWords, refuseOtherNetworks, turnsOf, windowOf } from './family-config.js'
import { ropeOf, ropeScalingSchema } from './rope-config.js'

const count = z
  .int()
  .min(1)
  .max(2 ** 31)
const positive = z.number().positive()
const tokenIds = z.union([z.int().min(0), z.array(z.int().min(0)).max(64)])

/** Models of the families we run (families.ts): names and meanings as in Hugging Face's config.json. */
const modelConfigSchema = z.looseObject({
  model_type: z.enum(MODEL_TYPES),
  hidden_size: count,
  intermediate_size: count,
  num_hidden_layers: count.max(10_000),
  num_attention_heads: count.max(65_536),
  num_key_value_heads: count.max(65_536),
  head_dim: count.max(65_536),
  vocab_size: count,
  max_position_embeddings: count,
  /** Epsilon of the norms, of whatever kind they are. */
  rms_norm_eps: positive,
  rope_theta: positive,
  rope_scaling: ropeScalingSchema.nullable(),
  tie_word_embeddings: z.boolean(),
  /** Biases on q, k, v and o; Qwen2 has them on q, k and v, whatever this says. */
  attention_bias: z.boolean(),
  mlp_bias: z.boolean(),
  /** The sliding attention window in tokens, null where attention is full in every layer. */
  sliding_window: count.nullable(),
  /** Which layers have the window; null: all of them, where there is one. */
  layer_types: z
    .array(z.enum(['full_attention', 'sliding_attention']))
    .max(10_000)
    .nullable(),
  hidden_act: z.enum(['silu', 'gelu_pytorch_tanh', 'gelu_new']),
  /** The base of the positions in layers with a window (Gemma 3). */
  rope_local_base_freq: positive.optional(),
  /** What part of each head positions turn (Phi-4); absent: all of it. */
  partial_rotary_factor: positive.max(1).optional(),
  /** Which layers turn queries and keys at all: 1 or 0 (SmolLM3). */
  no_rope_layers: z.array(z.int().min(0).max(1)).max(10_000).optional(),
  /** Scores are divided by the root of this, not of head_dim (Gemma 3). */
  query_pre_attn_scalar: positive.optional(),
  /** Granite's factors of what enters the layers, of scores, and of what a block adds; logits are divided by theirs. */
  embedding_multiplier: positive.optional(),
  attention_multiplier: positive.optional(),
  residual_multiplier: positive.optional(),
  logits_scaling: positive.optional(),
  /** The layers of the encoder, where there is one; `num_hidden_layers` are the decoder's. */
  num_encoder_layers: count.max(10_000).optional(),
  /** What a decoder behind an encoder begins with. */
  decoder_start_token_id: z.int().min(0).optional(),
  /** Distances between tokens fall into so many classes, the farthest from so many tokens on. */
  relative_attention_num_buckets: count.max(65_536).optional(),
  relative_attention_max_distance: count.optional(),
  bos_token_id: z.int().min(0).nullable(),
  eos_token_id: tokenIds.nullable(),
  pad_token_id: z.int().nullable(),
})
export type ModelConfig = z.infer<typeof modelConfigSchema>

/**
 * Fills in what older and newer config.json files leave out or name otherwise (`rope_parameters` of transformers 5,
 * `type` for `rope_type`, the defaults of each family), and checks the rest.
 *
 * @throws RationaleError `unsupported` for another architecture or rotary scaling, `model-file` with every problem where a value is wrong.
 */
export function parseModelConfig(raw: unknown, file = 'config.json'): ModelConfig {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    throw new RationaleError('model-file', `${file} is not an object`)
  }
  const { model_type: type, quantization_config: stored } = raw as Record<string, unknown>
  const unsupported = (what: string, expected: string, remedy: string) =>
    new RationaleError('unsupported', `${file}: ${what}`, { expected, remedy })
  const quoted = (value: unknown) => JSON.stringify(value)?.slice(0, 80)
  if (!Object.hasOwn(FAMILIES, type as string)) {
    throw unsupported(
      `architecture ${quoted(type)} is not supported`,
      `model_type ${MODEL_TYPES.join(', ')}`,
      'use this model through gguf: or onnx:, which run other architectures',
    )
  }
  const family = familyOf(raw as { model_type: ModelType })
  if (stored) {
    throw unsupported(
      `weights quantized by ${quoted((stored as Record<string, unknown>).quant_method ?? 'a method it does not name')}`,
      'float32, float16 or bfloat16 weights',
      'take the model without quantization, or a GGUF of it (own: reads Q4_0 to Q8_0 and Q4_K to Q6_K, gguf: all of them)',
    )
  }
  const given = inCommonWords(raw as Record<string, unknown>, family)
  refuseOtherNetworks(given, file)
  const heads = given.num_attention_heads as number
  const filled = {
    ...given,
    num_key_value_heads: given.num_key_value_heads ?? heads,
    head_dim: given.head_dim ?? (given.hidden_size as number) / heads,
    max_position_embeddings: given.max_position_embeddings ?? 2048,
    ...ropeOf(given, family, file),
    tie_word_embeddings: given.tie_word_embeddings ?? false,
    attention_bias:
      family.attentionBias === 'configured' ? (given.attention_bias ?? false) : family.attentionBias !== 'none',
    mlp_bias: family.mlpBias === 'configured' ? (given.mlp_bias ?? false) : family.mlpBias === 'all',
    ...windowOf(given, family),
    ...(family.window.layers === 'unturned' ? { no_rope_layers: turnsOf(given, Number(given.num_hidden_layers)) } : {}),
    hidden_act: given.hidden_act ?? family.activation,
    bos_token_id: given.bos_token_id ?? null,
    eos_token_id: given.eos_token_id ?? null,
    pad_token_id: given.pad_token_id ?? null,
  }
  const parsed = modelConfigSchema.safeParse(filled)
  const problems = parsed.success ? shapeProblems(parsed.data) : [describeIssues(parsed.error)]
  if (!parsed.success || problems.length > 0) {
    throw new RationaleError('model-file', `${file} does not describe a model that can be run`, {
      found: problems.join('; '),
      remedy: `check that the file belongs to a model of type ${MODEL_TYPES.join(', ')}`,
    })
  }
  return parsed.data
}

/** What an encoder-decoder has beside its decoder; undefined for a decoder alone. */
export function encoderOf(config: ModelConfig): { layers: number; start: number } | undefined {
  const { num_encoder_layers: layers, decoder_start_token_id: start = 0 } = config
  return layers === undefined || !familyOf(config).hasEncoder ? undefined : { layers, start }
}

/** Whether a layer sees only the window. */
export const isWindowed = ({ sliding_window, layer_types }: ModelConfig, layer: number): boolean =>
  sliding_window !== null && (layer_types === null || layer_types[layer] === 'sliding_attention')

/** Which positions turn a layer's queries and keys: none, those of the text, or those with the base of layers with a window (Gemma 3). */
export function turnOf(config: ModelConfig, layer: number): 'none' | 'full' | 'local' {
  if (familyOf(config).positions !== 'rotary' || config.no_rope_layers?.[layer] === 0) return 'none'
  return config.rope_local_base_freq !== undefined && isWindowed(config, layer) ? 'local' : 'full'
}

/** How many numbers of each head positions turn. */
export const turnedDimensions = ({ head_dim: d, partial_rotary_factor: part = 1 }: ModelConfig): number =>
  Math.floor(d * part)

/** The longest text that is run: LongRoPE's frequencies for texts beyond the trained window would change those of the whole text. */
export const contextLength = ({ max_position_embeddings: longest, rope_scaling: scaling }: ModelConfig): number =>
  scaling?.rope_type === 'longrope' ? Math.min(longest, scaling.original_max_position_embeddings) : longest

function shapeProblems(config: ModelConfig): string[] {
  const problems: string[] = []
  if (config.num_attention_heads % config.num_key_value_heads !== 0) {
    problems.push(
      `num_key_value_heads: ${config.num_key_value_heads} does not divide num_attention_heads ${config.num_attention_heads}`,
    )
  }
  const { layer_types: types, num_hidden_layers: layers } = config
  if (types !== null && types.length !== layers) problems.push(`layer_types: ${types.length} for ${layers} layers`)
  if (config.sliding_window === null && types?.includes('sliding_attention'))
    problems.push('layer_types: layers with a window, but no sliding_window (in Qwen: use_sliding_window)')
  const { activation, positions, projections, hasEncoder } = familyOf(config)
  if (config.hidden_act !== activation) problems.push(`hidden_act: ${config.hidden_act}, not ${activation}`)
  if (hasEncoder && config.num_encoder_layers === undefined) problems.push('num_layers: the encoder has none')
  if (positions === 'relative') {
    const { relative_attention_num_buckets: buckets = 0, relative_attention_max_distance: distance = 0 } = config
    if (buckets % 4 !== 0 || distance <= buckets / 2)
      problems.push(
        `relative positions: ${buckets} buckets up to ${distance} tokens, not a multiple of 4 and more tokens than half of it`,
      )
  }
  const turned = turnedDimensions(config)
  if (positions === 'rotary' && turned % 2 !== 0)
    problems.push(`head_dim: ${turned} is odd, rotary positions need pairs`)
  const { no_rope_layers: turns, rope_scaling: scaling } = config
  if (turns !== undefined && turns.length !== layers)
    problems.push(`no_rope_layers: ${turns.length} for ${layers} layers`)
  if (scaling?.rope_type === 'longrope')
    for (const key of ['short_factor', 'long_factor'] as const)
      if (scaling[key].length !== turned / 2)
        problems.push(`${key}: ${scaling[key].length} for ${turned / 2} frequencies`)
  if (
    projections === 'fused' &&
    config.model_type === 'gpt2' &&
    config.hidden_size !== config.num_attention_heads * config.head_dim
  )
    problems.push(`head_dim: ${config.num_attention_heads} heads of ${config.head_dim} are not ${config.hidden_size}`)
  return problems
}

/** config.json as Hugging Face transformers reads it. */
export function toConfigJson(config: ModelConfig): Record<string, unknown> {
  const { rope_parameters: _, layer_types: types, ...rest } = config as ModelConfig & { rope_parameters?: unknown }
  const family = familyOf(config)
  return {
    ...rest,
    architectures: [languageClass(family)],
    use_cache: true,
    ...defined({ layer_types: types ?? undefined }),
    ...inOwnWords(config, family),
  }
}
