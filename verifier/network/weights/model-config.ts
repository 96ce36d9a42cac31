import { z } from 'zod'
import { defined } from '../../../src/core/absence.js'
import { describeIssues, RationaleError } from '../../../src/core/errors.js'

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
  // How a GGUF carries LLaMA 3's scaling: frequency i is divided by factors[i] (head_dim / 2 of them).
  z.looseObject({ rope_type: z.literal('factors'), factors: z.array(positive).max(32_768) }),
])

const ROPE_TYPES: ReadonlySet<unknown> = new Set(
  ropeScalingSchema.options.map(({ shape: { rope_type } }) => rope_type.value),
)

/** Decoders of the LLaMA family: names and meanings as in Hugging Face's config.json. */
export const modelConfigSchema = z.looseObject({
  model_type: z.enum(['llama', 'mistral', 'qwen2']),
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
  /** Biases on q, k and v (always there in Qwen2; on o too where `model_type` is llama). */
  attention_bias: z.boolean(),
  mlp_bias: z.boolean(),
  /** Mistral's sliding attention window in tokens, null where attention is full. */
  sliding_window: count.nullable(),
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
  if (!['llama', 'mistral', 'qwen2'].includes(given.model_type as string)) {
    throw new RationaleError(
      'unsupported',
      `${file}: architecture ${JSON.stringify(given.model_type)?.slice(0, 80)} is not supported`,
      {
        expected: 'model_type llama, mistral or qwen2',
        remedy: 'use this model through gguf: or onnx:, which run other architectures',
      },
    )
  }
  const qwen = given.model_type === 'qwen2'
  const rope = (given.rope_parameters ?? given.rope_scaling ?? null) as Record<string, unknown> | null
  const ropeType = rope?.rope_type ?? rope?.type ?? 'default'
  if (!ROPE_TYPES.has(ropeType)) {
    throw new RationaleError('unsupported', `${file}: rotary scaling ${JSON.stringify(ropeType)?.slice(0, 80)}`, {
      expected: [...ROPE_TYPES].join(', '),
      remedy: 'use this model through gguf: or onnx:, which know other scalings',
    })
  }
  const heads = given.num_attention_heads as number
  const windowed = qwen ? given.use_sliding_window === true : true
  const filled = {
    ...given,
    num_key_value_heads: given.num_key_value_heads ?? heads,
    head_dim: given.head_dim ?? (given.hidden_size as number) / heads,
    max_position_embeddings: given.max_position_embeddings ?? 2048,
    rms_norm_eps: given.rms_norm_eps ?? 1e-6,
    rope_theta: given.rope_theta ?? rope?.rope_theta ?? 10_000,
    rope_scaling: rope === null || ropeType === 'default' ? null : { ...rope, rope_type: ropeType },
    tie_word_embeddings: given.tie_word_embeddings ?? false,
    attention_bias: qwen ? true : (given.attention_bias ?? false),
    mlp_bias: given.mlp_bias ?? false,
    sliding_window: windowed ? (given.sliding_window ?? null) : null,
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
      remedy: 'check that the file belongs to a LLaMA, Mistral or Qwen2 model',
    })
  }
  return parsed.data
}

function shapeProblems(config: ModelConfig): string[] {
  const problems: string[] = []
  if (config.num_attention_heads % config.num_key_value_heads !== 0) {
    problems.push(
      `num_key_value_heads: ${config.num_key_value_heads} does not divide num_attention_heads ${config.num_attention_heads}`,
    )
  }
  if (config.head_dim % 2 !== 0) problems.push(`head_dim: ${config.head_dim} is odd, rotary positions need pairs`)
  return problems
}

/** config.json as Hugging Face transformers reads it. */
export function toConfigJson(config: ModelConfig): Record<string, unknown> {
  const architectures = { llama: 'LlamaForCausalLM', mistral: 'MistralForCausalLM', qwen2: 'Qwen2ForCausalLM' }
  const { rope_parameters: _, ...rest } = config as ModelConfig & { rope_parameters?: unknown }
  return {
    ...rest,
    architectures: [architectures[config.model_type]],
    use_cache: true,
    ...defined({ use_sliding_window: config.model_type === 'qwen2' ? config.sliding_window !== null : undefined }),
  }
}
