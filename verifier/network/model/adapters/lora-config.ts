import * as z from 'zod'
import { messageOf, RationaleError } from '../../../../src/core/errors.js'
import { withinTime } from '../../weights/time-limit.js'

/*
 * What adapter_config.json says of a LoRA. PEFT has many kinds of LoRA that store the same two factors and compute something else with
 * them: what is not plain LoRA, or is not known, is refused by its name.
 */

const patternSchema = z.record(z.string().max(500), z.number().positive()).default({})

/** The keys that say what an adapter computes. */
export const loraConfigSchema = z.looseObject({
  peft_type: z.literal('LORA'),
  task_type: z.string().nullish(),
  base_model_name_or_path: z.string().nullish(),
  revision: z.string().nullish(),
  inference_mode: z.boolean().default(true),
  r: z.int().min(1).max(65_536),
  lora_alpha: z.number().positive(),
  lora_dropout: z.number().min(0).lt(1).default(0),
  bias: z.enum(['none', 'all', 'lora_only']).default('none'),
  fan_in_fan_out: z.boolean().default(false),
  target_modules: z.union([z.string(), z.array(z.string()).max(100_000)]).nullish(),
  init_lora_weights: z.union([z.boolean(), z.string()]).default(true),
  modules_to_save: z.array(z.string()).nullish(),
  use_rslora: z.boolean().default(false),
  use_dora: z.boolean().default(false),
  rank_pattern: patternSchema,
  alpha_pattern: patternSchema,
  layers_to_transform: z.union([z.int(), z.array(z.int())]).nullish(),
  layers_pattern: z.union([z.string(), z.array(z.string())]).nullish(),
})
export type LoraConfig = z.infer<typeof loraConfigSchema>

/**
 * Starts that leave the base as it was, so that `W + s B A` is the whole adapter. The others (pissa, olora, corda, loftq, lora_ga, …) take
 * a part out of W first: their factors belong to that other base.
 */
const PLAIN_STARTS: ReadonlySet<unknown> = new Set([true, false, 'gaussian', 'eva', 'orthogonal'])

/** Keys that change nothing in what a trained adapter computes. */
export const WITHOUT_EFFECT: ReadonlySet<string> = new Set([
  ...['auto_mapping', 'peft_version', 'exclude_modules', 'runtime_config', 'ensure_weight_tying'],
  ...['megatron_config', 'megatron_core', 'loftq_config', 'eva_config', 'corda_config', 'lora_ga_config'],
  ...['velora_config', 'qalora_group_size'],
])

export const MERGE = 'merge the adapter into its base model with PEFT (merge_and_unload) and use that'

/** What a key that is set means, and what to do: for those that people meet. */
const REFUSED: Readonly<Record<string, { what: string; remedy: string }>> = {
  alora_invocation_tokens: {
    what: 'an activated LoRA (aLoRA): it acts only after its invocation tokens, and cannot be merged',
    remedy: 'serve it with an engine that knows aLoRA, such as vLLM, and use http:',
  },
  use_qalora: { what: 'QA-LoRA, which pools its inputs', remedy: MERGE },
  layer_replication: { what: 'layers that are used several times', remedy: MERGE },
  lora_bias: { what: 'biases in the factors (lora_bias)', remedy: MERGE },
  target_parameters: { what: 'factors for bare parameters (target_parameters)', remedy: MERGE },
  trainable_token_indices: { what: 'embeddings of single tokens (trainable_token_indices)', remedy: MERGE },
}

/** What of a parsed configuration is not plain LoRA. @throws RationaleError `unsupported`. */
export function checkPlainLora(path: string, config: LoraConfig): void {
  const refuse = (what: string, remedy: string) =>
    new RationaleError('unsupported', `${path}: ${what}`, {
      expected: 'plain LoRA factors, and whole modules (modules_to_save)',
      remedy,
    })
  if (config.bias !== 'none') throw refuse(`trained biases (bias "${config.bias}")`, MERGE)
  for (const [key, value] of Object.entries(config)) {
    const known = isUnset(value) ? undefined : REFUSED[key]
    if (known) throw refuse(known.what, known.remedy)
  }
  const start = config.init_lora_weights
  if (!PLAIN_STARTS.has(start)) {
    throw refuse(
      `factors that began as ${JSON.stringify(start).slice(0, 60)}, which takes a part out of the base's weights`,
      'turn it into a plain LoRA with PEFT: save_pretrained(…, path_initial_model_for_weight_conversion=…), or merge it there',
    )
  }
}

export const isUnset = (value: unknown) =>
  value === null || value === false || (typeof value === 'object' && Object.keys(value).length === 0)

/**
 * A module's value in `rank_pattern` or `alpha_pattern`, by PEFT's own rule (get_pattern_key): the keys are regular expressions of Python, the first
 * that matches as `(.*\\.)?(KEY)$` from the start of the module's path counts. They come from a file, so that matching has a time limit.
 *
 * @throws RationaleError `unsupported` for an expression that JavaScript reads otherwise, or that takes too long.
 */
export function patternValue(pattern: Readonly<Record<string, number>>, module: string): number | undefined {
  for (const [key, value] of Object.entries(pattern)) {
    try {
      if (ONLY_PYTHON.test(key)) throw new SyntaxError('Python and JavaScript read it differently')
      if (withinTime(PATTERN_LIMIT_MS, () => new RegExp(`^(?:.*\\.)?(?:${key})$`).test(module))) return value
    } catch (error) {
      throw new RationaleError('unsupported', `the pattern ${JSON.stringify(key.slice(0, 80))} of this adapter`, {
        expected: 'a plain regular expression over module names',
        found: messageOf(error).slice(0, 200),
        remedy: MERGE,
        cause: error,
      })
    }
  }
  return undefined
}

const PATTERN_LIMIT_MS = 200
/** Anchors, named groups, inline flags, comments, `{,n}` and escapes that Python alone has, or that mean something else here. */
const ONLY_PYTHON = /\\[AZNaUk]|\(\?(?:P|#|[a-zA-Z-]+[:)]|\()|\{,/
