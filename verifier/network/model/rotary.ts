import type { ModelConfig } from '../weights/model-config.js'
import { yarnFrequencies, yarnScale } from './yarn.js'

/**
 * Frequencies of rotary positions, head_dim / 2 of them: theta^(-2 i / d), scaled as the configuration says; and what cosines and sines are
 * multiplied by (1 but for YaRN).
 *
 * - linear: every frequency / factor (Chen et al. 2023).
 * - dynamic: the base grows with a text longer than the window that was trained (max_position_embeddings); up to that length, the longest
 *   this package runs, every frequency is as it was. (Beyond it a token's score would depend on how much text comes after it.)
 * - llama3: long waves / factor, short ones kept, between them a blend (Llama 3.1's rule).
 * - yarn: the same with a blend by how often a wave turns within the trained window (Peng et al. 2023).
 * - factors: frequency i / factors[i] (how a GGUF carries llama3).
 */
export function rotaryFrequencies(config: ModelConfig): { frequencies: Float32Array; scale: number } {
  const { head_dim: d, rope_theta: theta, rope_scaling: scaling } = config
  const plain = Float32Array.from({ length: d / 2 }, (_, i) => theta ** ((-2 * i) / d))
  if (scaling?.rope_type === 'yarn') return { frequencies: yarnFrequencies(config, scaling), scale: yarnScale(scaling) }
  return { frequencies: scaledFrequencies(plain, scaling), scale: 1 }
}

function scaledFrequencies(plain: Float32Array, scaling: ModelConfig['rope_scaling']): Float32Array {
  if (
    scaling === null ||
    scaling.rope_type === 'default' ||
    scaling.rope_type === 'dynamic' ||
    scaling.rope_type === 'yarn'
  )
    return plain
  if (scaling.rope_type === 'linear') return plain.map((frequency) => frequency / scaling.factor)
  if (scaling.rope_type === 'factors')
    return plain.map((frequency, i) => frequency / ((scaling.factors[i] as number | undefined) ?? 1))
  const { factor, low_freq_factor: low, high_freq_factor: high, original_max_position_embeddings: original } = scaling
  return plain.map((frequency) => {
    const wave = (2 * Math.PI) / frequency
    if (wave < original / high) return frequency
    if (wave > original / low) return frequency / factor
    const smooth = (original / wave - low) / (high - low)
    return ((1 - smooth) * frequency) / factor + smooth * frequency
  })
}
