import type { ModelConfig } from '../weights/model-config.js'
import type { RopeScaling } from '../weights/rope-config.js'

type Yarn = RopeScaling & { rope_type: 'yarn' }

/**
 * YaRN (Peng et al. 2023) as transformers computes it: a frequency that turns more than `beta_fast` times within the trained window stays, one that
 * turns less than `beta_slow` times is divided by the factor, between them a blend that is linear in the index.
 */
export function yarnFrequencies({ head_dim: d, rope_theta: theta }: ModelConfig, scaling: Yarn): Float32Array {
  const { factor, original_max_position_embeddings: trained, beta_fast: fast, beta_slow: slow, truncate } = scaling
  /** The index whose wave turns so often within the trained window. */
  const indexAt = (turns: number) => (d * Math.log(trained / (turns * 2 * Math.PI))) / (2 * Math.log(theta))
  const whole = (index: number, round: (x: number) => number) => (truncate === false ? index : round(index))
  const low = Math.max(0, whole(indexAt(fast || 32), Math.floor))
  const high = Math.min(d - 1, whole(indexAt(slow || 1), Math.ceil))
  const width = low === high ? 0.001 : high - low
  return Float32Array.from({ length: d / 2 }, (_, i) => {
    const frequency = theta ** ((-2 * i) / d)
    const slowed = Math.min(1, Math.max(0, (i - low) / width))
    return (frequency / factor) * slowed + frequency * (1 - slowed)
  })
}

/** What cosines and sines are multiplied by: `attention_factor`, else 0.1 ln(factor) + 1, or the ratio of two such with DeepSeek's `mscale`. */
export function yarnScale({ factor, attention_factor: given, mscale, mscale_all_dim: all }: Yarn): number {
  if (given) return given
  const scale = (by: number) => (factor <= 1 ? 1 : 0.1 * by * Math.log(factor) + 1)
  return mscale && all ? scale(mscale) / scale(all) : scale(1)
}
