import { type ModelConfig, turnedDimensions } from '../weights/model-config.js'
import { yarnFrequencies, yarnScale } from './yarn.js'

/** Frequencies by pair of turned numbers, and what cosines and sines are multiplied by. */
export interface RotaryFrequencies {
  frequencies: Float32Array
  scale: number
}

/**
 * Frequencies of rotary positions, half as many as numbers of a head are turned: theta^(-2 i / d), scaled as the configuration says.
 *
 * - linear: every frequency / factor (Chen et al. 2023).
 * - dynamic: the base grows with a text longer than the window that was trained (max_position_embeddings); up to that length, the longest
 *   this package runs, every frequency is as it was. (Beyond it a token's score would depend on how much text comes after it.)
 * - llama3: long waves / factor, short ones kept, between them a blend (Llama 3.1's rule).
 * - yarn: the same with a blend by how often a wave turns within the trained window (Peng et al. 2023).
 * - longrope: frequency i / short_factor[i] up to the trained window (Ding et al. 2024), the longest text that this package runs with it: the
 *   factors for longer texts would change the frequencies of the whole text.
 * - factors: frequency i / factors[i] (how a GGUF carries llama3).
 */
export function rotaryFrequencies(config: ModelConfig): RotaryFrequencies {
  const { rope_theta: theta, rope_scaling: scaling } = config
  const plain = plainFrequencies(turnedDimensions(config), theta)
  if (scaling?.rope_type === 'yarn') return { frequencies: yarnFrequencies(config, scaling), scale: yarnScale(scaling) }
  if (scaling?.rope_type === 'longrope')
    return { frequencies: divided(plain, scaling.short_factor), scale: scaling.attention_factor }
  return { frequencies: scaledFrequencies(plain, scaling), scale: 1 }
}

/** Gemma 3's layers with a window have a base of their own, and no scaling. */
export function localFrequencies(config: ModelConfig): RotaryFrequencies | undefined {
  const { rope_local_base_freq: theta } = config
  return theta === undefined ? undefined : { frequencies: plainFrequencies(turnedDimensions(config), theta), scale: 1 }
}

const plainFrequencies = (d: number, theta: number) =>
  Float32Array.from({ length: d / 2 }, (_, i) => theta ** ((-2 * i) / d))

const divided = (plain: Float32Array, factors: readonly number[]) =>
  plain.map((frequency, i) => frequency / (factors[i] ?? 1))

function scaledFrequencies(plain: Float32Array, scaling: ModelConfig['rope_scaling']): Float32Array {
  if (scaling?.rope_type === 'linear') return plain.map((frequency) => frequency / scaling.factor)
  if (scaling?.rope_type === 'factors') return divided(plain, scaling.factors)
  if (scaling?.rope_type !== 'llama3') return plain
  const { factor, low_freq_factor: low, high_freq_factor: high, original_max_position_embeddings: original } = scaling
  return plain.map((frequency) => {
    const wave = (2 * Math.PI) / frequency
    if (wave < original / high) return frequency
    if (wave > original / low) return frequency / factor
    const smooth = (original / wave - low) / (high - low)
    return ((1 - smooth) * frequency) / factor + smooth * frequency
  })
}
