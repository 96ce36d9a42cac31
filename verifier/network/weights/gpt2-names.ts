import { at } from '../../../src/core/absence.js'
import { usualTargetNames } from './target-names.js'
import type { FileNames } from './types.js'

/* GPT-2's names against the common ones, and its matrices, which Hugging Face's Conv1D keeps as [in, out]. */

const TOP: Readonly<Record<string, string>> = {
  'transformer.wte': 'model.embed_tokens',
  'transformer.wpe': 'model.embed_positions',
  'transformer.ln_f': 'model.norm',
  lm_head: 'lm_head',
  score: 'score',
}
const IN_LAYER: Readonly<Record<string, string>> = {
  ln_1: 'input_layernorm',
  ln_2: 'post_attention_layernorm',
  'attn.c_attn': 'self_attn.qkv_proj',
  'attn.c_proj': 'self_attn.o_proj',
  'mlp.c_fc': 'mlp.up_proj',
  'mlp.c_proj': 'mlp.down_proj',
}
const TOP_BACK = new Map(Object.entries(TOP).map(([own, common]) => [common, own]))
const IN_LAYER_BACK = new Map(Object.entries(IN_LAYER).map(([own, common]) => [common, own]))

/** `transformer.h.3.attn.c_attn.lora_A.weight` -> `model.layers.3.self_attn.qkv_proj.lora_A.weight`; a name that is not GPT-2's stays. */
const toCommon = (name: string): string =>
  renamed(
    whole(name),
    TOP,
    /^transformer\.h\.(\d{1,5})\.((?:attn\.|mlp\.)?[a-z]+_[a-z0-9]+)(.*)$/s,
    (layer, module) => {
      const common = Object.hasOwn(IN_LAYER, module) ? IN_LAYER[module] : undefined
      return common && `model.layers.${layer}.${common}`
    },
  )

/** The other way round. */
const toFile = (name: string): string =>
  renamed(
    name,
    Object.fromEntries(TOP_BACK),
    /^model\.layers\.(\d{1,5})\.((?:self_attn\.|mlp\.)?[a-z]+_[a-z]+(?:_[a-z]+)?)(.*)$/s,
    (layer, module) => {
      const own = IN_LAYER_BACK.get(module)
      return own && `transformer.h.${layer}.${own}`
    },
  )

function renamed(
  name: string,
  top: Readonly<Record<string, string>>,
  pattern: RegExp,
  inLayer: (layer: string, module: string) => string | undefined,
): string {
  const head = Object.keys(top).find((own) => name === own || name.startsWith(`${own}.`))
  if (head !== undefined) return `${top[head]}${name.slice(head.length)}`
  const match = pattern.exec(name)
  const module = match && inLayer(at(match, 1), at(match, 2))
  return module ? `${module}${match[3]}` : name
}

/** Older files have no `transformer.` in front. */
const whole = (name: string) => (/^(?:h\.\d|wte\.|wpe\.|ln_f\.)/.test(name) ? `transformer.${name}` : name)

export const gpt2Names: FileNames = {
  toCommon,
  toFile,
  isOwn: (name) => name.startsWith('transformer.'),
  isTurned: (common) => /\.(?:self_attn|mlp)\.[a-z]+(?:_[a-z]+)*\.weight$/.test(common),
  // Masks of older files.
  isSpare: (name) => /\.attn\.(?:bias|masked_bias)$/.test(name),
  // Two of its layers are called `c_proj`.
  targets: (paths) => usualTargetNames(paths, 2),
}
