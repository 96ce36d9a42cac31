import * as z from 'zod'
import { describeIssues, messageOf, RationaleError } from '../../../../src/core/errors.js'
import { malformed } from '../../weights/files.js'
import { readSmallText } from '../../weights/safetensors.js'
import { activations } from './bottleneck.js'
import { checkPlainLora, isUnset, loraConfigSchema, MERGE, WITHOUT_EFFECT } from './lora-config.js'

/* adapter_config.json of every method that is read: PEFT's, and that of the library `adapters`. A setting that is not known is refused by its name. */

/** Of no effect on what the adapter computes. */
const described = {
  task_type: z.string().nullish(),
  base_model_name_or_path: z.string().nullish(),
  revision: z.string().nullish(),
  inference_mode: z.boolean().default(true),
}
const targets = z.union([z.string(), z.array(z.string()).max(100_000)]).nullish()

const ia3ConfigSchema = z.looseObject({
  peft_type: z.literal('IA3'),
  ...described,
  target_modules: targets,
  feedforward_modules: targets,
  fan_in_fan_out: z.literal(false).default(false),
  modules_to_save: z.array(z.string()).nullish(),
  init_ia3_weights: z.boolean().default(true),
})

const virtual = {
  ...described,
  num_virtual_tokens: z.int().min(1).max(65_536),
  token_dim: z.int().min(1).nullish(),
  num_transformer_submodules: z.literal(1).nullish(),
  num_attention_heads: z.int().nullish(),
  num_layers: z.int().min(1).nullish(),
}

const promptConfigSchema = z.looseObject({
  peft_type: z.literal('PROMPT_TUNING'),
  ...virtual,
  prompt_tuning_init: z.string().nullish(),
  prompt_tuning_init_text: z.string().nullish(),
  tokenizer_name_or_path: z.string().nullish(),
  tokenizer_kwargs: z.unknown().optional(),
})

const pTuningConfigSchema = z.looseObject({
  peft_type: z.literal('P_TUNING'),
  ...virtual,
  encoder_reparameterization_type: z.string().nullish(),
  encoder_hidden_size: z.int().nullish(),
  encoder_num_layers: z.int().nullish(),
  encoder_dropout: z.number().nullish(),
})

const prefixConfigSchema = z.looseObject({
  peft_type: z.literal('PREFIX_TUNING'),
  ...virtual,
  encoder_hidden_size: z.int().nullish(),
  prefix_projection: z.boolean().default(false),
  init_weights: z.string().nullish(),
})

const off = z.literal([false, null]).optional()

/** `adapters`: `double_seq_bn` (Houlsby) and `seq_bn` (Pfeiffer). The rest of that library's bottlenecks computes something else. */
const bottleneckSchema = z.looseObject({
  architecture: z.null().optional(),
  mh_adapter: z.boolean(),
  output_adapter: z.literal(true),
  reduction_factor: z.number().positive(),
  non_linearity: z.enum(activations),
  original_ln_before: z.boolean().default(false),
  original_ln_after: z.literal(true).default(true),
  residual_before_ln: z.literal(true).default(true),
  ln_before: off,
  ln_after: off,
  is_parallel: off,
  scaling: z.literal(1).default(1),
  use_gating: off,
  inv_adapter: z.literal(null).optional(),
  phm_layer: off,
  stochastic_depth: z.literal(0).optional(),
  cross_adapter: off,
  // Of no effect on a trained bottleneck of these two kinds.
  ...Object.fromEntries(
    [
      ...['adapter_residual_before_ln', 'leave_out', 'dropout', 'init_weights', 'init_weights_seed'],
      ...['inv_adapter_reduction_factor', 'hypercomplex_nonlinearity', 'learn_phm', 'shared_W_phm', 'shared_phm_rule'],
      ...['factorized_phm_W', 'factorized_phm_rule', 'phm_bias', 'phm_c_init', 'phm_dim', 'phm_init_range', 'phm_rank'],
    ].map((key) => [key, z.unknown().optional()]),
  ),
})

const bottleneckConfigSchema = z
  .looseObject({ peft_type: z.literal('BOTTLENECK'), config: bottleneckSchema, name: z.string().default('default') })
  .refine(({ config }) => config.mh_adapter !== config.original_ln_before, {
    message: 'expected Houlsby’s bottlenecks (mh_adapter) or Pfeiffer’s (original_ln_before)',
  })

const schemas = {
  LORA: loraConfigSchema,
  IA3: ia3ConfigSchema,
  PROMPT_TUNING: promptConfigSchema,
  P_TUNING: pTuningConfigSchema,
  PREFIX_TUNING: prefixConfigSchema,
  BOTTLENECK: bottleneckConfigSchema,
}
type Kind = keyof typeof schemas
export type AdapterConfig = { [K in Kind]: z.infer<(typeof schemas)[K]> }[Kind]
export type ConfigOf<K extends Kind> = z.infer<(typeof schemas)[K]>

/**
 * Reads adapter_config.json.
 *
 * @throws RationaleError `unsupported` for a method or a setting that is not known, `model-file`, `io`.
 */
export function readAdapterConfig(path: string): AdapterConfig {
  const raw = kinded(jsonOf(path))
  const kind = raw?.peft_type
  if (typeof kind === 'string' && !Object.hasOwn(schemas, kind))
    throw new RationaleError('unsupported', `${path}: an adapter of kind ${kind.slice(0, 40)}`, {
      expected: Object.keys(schemas).join(', '),
      remedy: MERGE,
    })
  const schema = schemas[(typeof kind === 'string' ? kind : 'LORA') as Kind]
  const parsed = schema.safeParse(raw)
  if (!parsed.success) {
    refuseOtherValues(path, raw, parsed.error.issues)
    throw malformed(path, 'not an adapter configuration that is known here', {
      found: describeIssues({ issues: parsed.error.issues.slice(0, 10) }),
    })
  }
  const config = parsed.data
  if (config.peft_type === 'LORA') checkPlainLora(path, config)
  const [settings, known] =
    config.peft_type === 'BOTTLENECK' ? [config.config, bottleneckSchema.shape] : [config, schema.shape]
  for (const [key, value] of Object.entries(settings)) {
    if (isUnset(value) || WITHOUT_EFFECT.has(key) || Object.hasOwn(known, key)) continue
    throw new RationaleError('unsupported', `${path}: the setting ${JSON.stringify(key.slice(0, 60))} is not known`, {
      remedy: MERGE,
    })
  }
  return config
}

/**
 * Values that are right there and not run here: the file is whole, and to fetch it again would not help.
 *
 * @throws RationaleError `unsupported` where there is nothing else that is wrong.
 */
function refuseOtherValues(path: string, raw: unknown, issues: readonly z.core.$ZodIssue[]): void {
  const others = issues.flatMap((issue) => {
    const value = issue.path.reduce<unknown>(
      (part, key) => (part as Record<PropertyKey, unknown> | undefined)?.[key],
      raw,
    )
    if (issue.code === 'custom') return [issue.message]
    if (issue.code !== 'invalid_value' || value === undefined) return []
    const known = issue.values.map((each) => JSON.stringify(each)).join(' or ')
    return [`${issue.path.join('.')} ${JSON.stringify(value).slice(0, 80)}, where ${known} is run here`]
  })
  if (others.length === 0 || others.length < issues.length) return
  const kind = (raw as { peft_type?: unknown }).peft_type
  throw new RationaleError('unsupported', `${path}: an adapter of a form that is not run here`, {
    found: others.slice(0, 10).join('; '),
    remedy:
      kind === 'BOTTLENECK'
        ? 'use it with the library adapters, or train one of its kinds seq_bn and double_seq_bn'
        : kind === 'LORA' || kind === 'IA3'
          ? MERGE
          : 'use it with PEFT',
  })
}

function jsonOf(path: string): unknown {
  try {
    return JSON.parse(readSmallText(path, 4 << 20))
  } catch (error) {
    if (error instanceof RationaleError) throw error
    throw malformed(path, 'not JSON', { found: messageOf(error).slice(0, 200) })
  }
}

/** The library `adapters` names no kind: its bottlenecks are told by their nested `config`. */
function kinded(raw: unknown): Record<string, unknown> | null {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return null
  const { peft_type: kind, config } = raw as Record<string, unknown>
  if (kind !== undefined || typeof config !== 'object' || config === null) return raw as Record<string, unknown>
  const { architecture } = config as Record<string, unknown>
  return { ...raw, peft_type: typeof architecture === 'string' ? architecture : 'BOTTLENECK' }
}
