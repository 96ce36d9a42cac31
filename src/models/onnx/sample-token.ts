import { softmaxWeights } from './softmax.js'

/**
 * Draws a token from softmax(logits / temperature) [vocabulary], cut to the most likely tokens that together reach `topP`
 * (nucleus sampling, Holtzman et al. 2020). Temperature 0 takes the most likely one.
 */
export function sampleToken(
  logits: Float32Array,
  { temperature, topP, uniform }: { temperature: number; topP: number; uniform: () => number },
): number {
  if (temperature <= 0) return mostLikely(logits)
  const { weights, total } = softmaxWeights(logits, temperature)
  const nucleus = topP >= 1 ? [...weights.keys()] : nucleusOf(weights, topP * total)
  const mass = nucleus.reduce((sum, token) => sum + (weights[token] as number), 0)
  let left = uniform() * mass
  for (const token of nucleus) {
    left -= weights[token] as number
    if (left < 0) return token
  }
  return mostLikely(logits)
}

function nucleusOf(weights: Float64Array, mass: number): number[] {
  const order = [...weights.keys()].sort((a, b) => (weights[b] as number) - (weights[a] as number))
  let kept = 0
  for (let sum = 0; sum < mass && kept < order.length; kept++) sum += weights[order[kept] as number] as number
  return order.slice(0, kept)
}

function mostLikely(logits: Float32Array): number {
  let best = 0
  for (let i = 1; i < logits.length; i++) if ((logits[i] as number) > (logits[best] as number)) best = i
  return best
}
