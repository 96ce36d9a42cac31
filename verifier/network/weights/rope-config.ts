import * as z from 'zod'
import { RationaleError } from '../../../src/core/errors.js'
import type { Family } from './families.js'

/* How rotary positions are scaled, as config.json says it: `rope_scaling`, or `rope_parameters` of transformers 5. */

const count = z
  .int()
  .min(1)
  .max(2 ** 31)
const positive = z.number().positive()
const factors = z.array(positive).max(32_768)

export const ropeScalingSchema = z.discriminatedUnion('rope_type', [
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
  // LongRoPE: frequency i is divided by short_factor[i], in texts longer than the trained window by long_factor[i].
  z.looseObject({
    rope_type: z.literal('longrope'),
    short_factor: factors,
    long_factor: factors,
    original_max_position_embeddings: count,
    /** What cosines and sines are multiplied by. */
    attention_factor: positive,
  }),
  // How a GGUF carries LLaMA 3's scaling: frequency i is divided by factors[i] (head_dim / 2 of them).
  z.looseObject({ rope_type: z.literal('factors'), factors }),
])
export type RopeScaling = z.infer<typeof ropeScalingSchema>

const ROPE_TYPES: ReadonlySet<unknown> = new Set(
  ropeScalingSchema.options.map(({ shape: { rope_type } }) => rope_type.value),
)

type Given = Readonly<Record<string, unknown>>

/**
 * `rope_theta`, `rope_local_base_freq`, `partial_rotary_factor` and `rope_scaling` of a configuration, wherever it keeps them.
 *
 * @throws RationaleError `unsupported` for a scaling that is not known.
 */
export function ropeOf(given: Given, family: Family, file: string): Record<string, unknown> {
  if (family.positions !== 'rotary') return { rope_theta: 10_000, rope_scaling: null }
  const parameters = (given.rope_parameters ?? given.rope_scaling ?? null) as Given | null
  // Gemma 3 has two sets, for the layers that see all and those with a window.
  const whole = (parameters?.full_attention ?? parameters) as Given | null
  const local = parameters?.sliding_attention as Given | undefined
  const stated = whole?.rope_type ?? whole?.type ?? 'default'
  const type = family.gguf === 'phi3' && (stated === 'su' || stated === 'yarn') ? 'longrope' : stated
  const remedy = 'use this model through gguf: or onnx:, which know other scalings'
  for (const [kind, known] of [
    [type, ROPE_TYPES],
    [local?.rope_type ?? 'default', new Set(['default'])],
  ] as [unknown, ReadonlySet<unknown>][])
    if (!known.has(kind))
      throw new RationaleError('unsupported', `${file}: rotary scaling ${JSON.stringify(kind)?.slice(0, 80)}`, {
        expected: [...known].join(', '),
        remedy,
      })
  const turned = given.partial_rotary_factor ?? whole?.partial_rotary_factor ?? 1
  if (turned !== 1 && family.gguf !== 'phi3')
    throw new RationaleError('unsupported', `${file}: partial_rotary_factor ${JSON.stringify(turned)}`, {
      expected: 'positions that turn whole heads (1)',
      remedy,
    })
  const localBase = local?.rope_theta ?? given.rope_local_base_freq
  return {
    // A value beside the scaling goes before the family's usual one.
    rope_theta: whole?.rope_theta ?? given.rope_theta ?? family.defaults.rope_theta ?? 10_000,
    ...(localBase === undefined ? {} : { rope_local_base_freq: localBase }),
    ...(turned === 1 ? {} : { partial_rotary_factor: turned }),
    rope_scaling: whole === null || type === 'default' ? null : scalingOf(given, whole, type),
  }
}

function scalingOf(given: Given, rope: Given, type: unknown): Record<string, unknown> {
  const longest = Number(given.max_position_embeddings ?? 2048)
  const trained = rope.original_max_position_embeddings ?? given.original_max_position_embeddings ?? longest
  const scaling = { ...rope, rope_type: type }
  if (type === 'yarn') return { ...scaling, original_max_position_embeddings: trained }
  if (type !== 'longrope') return scaling
  const factor = Number(rope.factor ?? longest / Number(trained))
  // sqrt(1 + ln(factor) / ln(trained)), as transformers has it for LongRoPE
  const usual = factor <= 1 ? 1 : Math.sqrt(1 + Math.log(factor) / Math.log(Number(trained)))
  return {
    ...scaling,
    original_max_position_embeddings: trained,
    attention_factor: rope.attention_factor ?? usual,
  }
}
