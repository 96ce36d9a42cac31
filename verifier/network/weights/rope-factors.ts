import type { ModelConfig } from './model-config.js'

/**
 * LLaMA 3's frequency factors, which a GGUF carries as the tensor rope_freqs: frequency i is divided by factor i.
 *
 *     wavelength < original / high: 1;  > original / low: factor;  between: 1 / ((1 - s) / factor + s), s = (original / wavelength - low) / (high - low)
 */
function ropeFactors(config: ModelConfig): Float32Array | undefined {
  const scaling = config.rope_scaling
  if (scaling?.rope_type === 'factors') return Float32Array.from(scaling.factors)
  if (scaling?.rope_type !== 'llama3') return undefined
  const { factor, low_freq_factor: low, high_freq_factor: high, original_max_position_embeddings: original } = scaling
  return Float32Array.from({ length: config.head_dim / 2 }, (_, i) => {
    const wavelength = 2 * Math.PI * config.rope_theta ** ((2 * i) / config.head_dim)
    if (wavelength < original / high) return 1
    if (wavelength > original / low) return factor
    const smooth = (original / wavelength - low) / (high - low)
    return 1 / ((1 - smooth) / factor + smooth)
  })
}

/** The same factors by the rule that made them, where it is that of the published LLaMA 3 models: transformers knows rules, no factors. */
export function withNamedScaling(config: ModelConfig): ModelConfig {
  const scaling = config.rope_scaling
  if (scaling?.rope_type !== 'factors') return config
  const { factors } = scaling
  const named: ModelConfig = {
    ...config,
    rope_scaling: {
      rope_type: 'llama3',
      factor: Math.max(...factors),
      low_freq_factor: 1,
      high_freq_factor: 4,
      original_max_position_embeddings: 8192,
    },
  }
  const made = ropeFactors(named) as Float32Array
  const same = made.length === factors.length && made.every((x, i) => Math.abs(x / (factors[i] as number) - 1) < 1e-5)
  return same ? named : config
}

/** The factors that a GGUF of this model carries as tensors, by name: LLaMA 3's, or LongRoPE's two sets. */
export function ropeTensors(config: ModelConfig): [name: string, factors: Float32Array][] {
  const scaling = config.rope_scaling
  if (scaling?.rope_type === 'longrope')
    return [
      ['rope_factors_long', Float32Array.from(scaling.long_factor)],
      ['rope_factors_short', Float32Array.from(scaling.short_factor)],
    ]
  const factors = ropeFactors(config)
  return factors === undefined ? [] : [['rope_freqs', factors]]
}
