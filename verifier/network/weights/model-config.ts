import { z } from 'zod'
import { defined } from '../../../src/core/absence.js'
import { describeIssues, RationaleError } from '../../../src/core/errors.js'
import { FAMILIES, type Family, familyOf, MODEL_TYPES, type ModelType } from './families.js'

const count = z
  .int()
  .min(1)
  .max(2 ** 31)
const positive = z.number().positive()
const tokenIds = z.union([z.int().min(0), z.array(z.int().min(0)).max(64)])

const ropeScalingSchema = z.discriminatedUnion('rope_type', [
  z.looseObject({ rope_type: z.literal('default') }),
  z.looseObject({ rope_type: z.literal('linear'), factor: positive }),
  z.looseObject({ rope_type: z.literal('dynamic'), factor: positive }),
  z.looseObject({
    rope_type: z.literal('llama3'),
    factor: positive,
    low_freq_factor: positive,
    high_freq_factor: positive,
    original_max_position_embeddings: count,
  }),
  z.looseObject({
    rope_type: z.literal('yarn'),
    factor: positive,
    original_max_position_embeddings: count,
    beta_fast: positive.nullish(),
    beta_slow: positive.nullish(),
    attention_factor: positive.nullish(),
    mscale: z.number().nullish(),
    mscale_all_dim: z.number().nullish(),
    truncate: z.boolean().nullish(),
  }),
  // How a GGUF carries LLaMA 3's scaling: frequency i is divided by factors[i] (head_dim / 2 of them).
  z.looseObject({ rope_type: z.literal('factors'), factors: z.array(positive).max(32_768) }),
])
export type RopeScaling = z.infer<typeof ropeScalingSchema>

const ROPE_TYPES: ReadonlySet<unknown> = new Set(
  ropeScalingSchema.options.map(({ shape: { rope_type } }) => rope_type.value),
)

/** Decoders of the families we run (families.ts): names and meanings as in Hugging Face's config.json. */
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
  hidden_act: z.literal('silu'),
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
  const given = { ...raw } as Record<string, unknown>
  const unsupported = (what: string, expected: string, remedy: string) =>
    new RationaleError('unsupported', `${file}: ${what}`, { expected, remedy })
  const quoted = (value: unknown) => JSON.stringify(value)?.slice(0, 80)
  if (!Object.hasOwn(FAMILIES, given.model_type as string)) {
    throw unsupported(
      `architecture ${quoted(given.model_type)} is not supported`,
      `model_type ${MODEL_TYPES.join(', ')}`,
      'use this model through gguf: or onnx:, which run other architectures',
    )
  }
  const family = familyOf(given as { model_type: ModelType })
  const stored = given.quantization_config as Record<string, unknown> | null | undefined
  if (stored) {
    throw unsupported(
      `weights quantized by ${quoted(stored.quant_method ?? 'a method it does not name')}`,
      'float32, float16 or bfloat16 weights',
      'take the model without quantization, or a GGUF of it (own: reads Q4_0 to Q8_0 and Q4_K to Q6_K, gguf: all of them)',
    )
  }
  const rope = (given.rope_parameters ?? given.rope_scaling ?? null) as Record<string, unknown> | null
  const ropeType = rope?.rope_type ?? rope?.type ?? 'default'
  const elsewhere = 'use this model through gguf: or onnx:, which know other scalings'
  if (!ROPE_TYPES.has(ropeType)) {
    throw unsupported(`rotary scaling ${quoted(ropeType)}`, [...ROPE_TYPES].join(', '), elsewhere)
  }
  const turned = given.partial_rotary_factor ?? rope?.partial_rotary_factor ?? 1
  if (turned !== 1) {
    throw unsupported(`partial_rotary_factor ${quoted(turned)}`, 'positions that turn whole heads (1)', elsewhere)
  }
  const heads = given.num_attention_heads as number
  const maxPositions = given.max_position_embeddings ?? 2048
  const trained = rope?.original_max_position_embeddings ?? maxPositions
  const filled = {
    ...given,
    num_key_value_heads: given.num_key_value_heads ?? heads,
    head_dim: given.head_dim ?? (family.queryKeyNorm ? 128 : (given.hidden_size as number) / heads),
    max_position_embeddings: maxPositions,
    rms_norm_eps: given.rms_norm_eps ?? 1e-6,
    rope_theta: given.rope_theta ?? rope?.rope_theta ?? 10_000,
    rope_scaling:
      rope === null || ropeType === 'default'
        ? null
        : {
            ...rope,
            rope_type: ropeType,
            ...(ropeType === 'yarn' ? { original_max_position_embeddings: trained } : {}),
          },
    tie_word_embeddings: given.tie_word_embeddings ?? false,
    attention_bias:
      family.attentionBias === 'configured' ? (given.attention_bias ?? false) : family.attentionBias === 'qkv',
    mlp_bias: family.mlpBias ? (given.mlp_bias ?? false) : false,
    ...windowOf(given, family),
    hidden_act: given.hidden_act ?? 'silu',
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

/** The window and its layers, as each family's configuration means them. */
function windowOf(given: Readonly<Record<string, unknown>>, family: Family) {
  const full = { sliding_window: null, layer_types: given.layer_types ?? null }
  if (family.window === 'none') return full
  const window = given.sliding_window === undefined ? 4096 : given.sliding_window
  if (family.window === 'all') return { sliding_window: window, layer_types: given.layer_types ?? null }
  if (given.use_sliding_window !== true || window === null) return full
  const first = (given.max_window_layers as number | undefined) ?? 28
  const types = Array.from({ length: Math.min(Number(given.num_hidden_layers) || 0, 10_000) }, (_, layer) =>
    layer >= first ? 'sliding_attention' : 'full_attention',
  )
  return { sliding_window: window, layer_types: given.layer_types ?? types }
}

/** Whether a layer sees only the window. */
export const isWindowed = ({ sliding_window, layer_types }: ModelConfig, layer: number): boolean =>
  sliding_window !== null && (layer_types === null || layer_types[layer] === 'sliding_attention')

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
  if (config.head_dim % 2 !== 0) problems.push(`head_dim: ${config.head_dim} is odd, rotary positions need pairs`)
  return problems
}

/** config.json as Hugging Face transformers reads it. */
export function toConfigJson(config: ModelConfig): Record<string, unknown> {
  const { rope_parameters: _, layer_types: types, ...rest } = config as ModelConfig & { rope_parameters?: unknown }
  const family = familyOf(config)
  return {
    ...rest,
    architectures: [`${family.classes}ForCausalLM`],
    use_cache: true,
    ...defined({
      layer_types: types ?? undefined,
      use_sliding_window: family.window === 'some' ? config.sliding_window !== null : undefined,
    }),
  }
}
