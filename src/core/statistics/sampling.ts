import { RationaleError } from '../errors.js'

/**
 * Draws a token from softmax(logits / temperature) [vocabulary], cut to the most likely tokens that together reach `topP`
 * (nucleus sampling, Holtzman et al. 2020). Temperature 0 takes the most likely one. -Infinity is the logit of a token that may not be drawn.
 *
 * @throws RationaleError `numeric` where one is NaN, or the largest is not finite: there would always be the same token.
 */
export function sampleToken(
  logits: Float32Array,
  { temperature = 0, topP = 1, uniform }: { temperature?: number; topP?: number; uniform: () => number },
): number {
  const best = largest(logits)
  if (temperature <= 0) return best
  const top = logits[best] as number
  const weights = new Float64Array(logits.length)
  let total = 0
  for (let i = 0; i < logits.length; i++) {
    const weight = Math.exp(((logits[i] as number) - top) / temperature)
    weights[i] = weight
    total += weight
  }
  if (topP >= 1) return draw(weights, weights.keys(), uniform() * total, best)
  const { tokens, mass } = nucleus(weights, total, topP)
  return draw(weights, tokens, uniform() * mass, best)
}

function largest(logits: Float32Array): number {
  let best = 0
  let hasNaN = false
  for (let i = 0; i < logits.length; i++) {
    const logit = logits[i] as number
    if (logit > (logits[best] as number)) best = i
    hasNaN ||= Number.isNaN(logit)
  }
  const top = logits[best]
  if (!hasNaN && Number.isFinite(top)) return best
  throw new RationaleError('numeric', 'a network gave no finite logits: no token can be drawn', {
    found: hasNaN ? 'NaN' : String(top),
    remedy:
      'its weights are damaged, or too large for the precision that it runs in: convert it again, or take another format',
  })
}

/** The most likely tokens that together hold `topP` of the total. */
function nucleus(weights: Float64Array, total: number, topP: number): { tokens: number[]; mass: number } {
  // Sort only what can matter: all tokens below this hold less, together, than the tail that is cut.
  const floor = ((1 - topP) * total) / weights.length
  const order = [...weights.keys()]
    .filter((token) => (weights[token] as number) >= floor)
    .sort((a, b) => (weights[b] as number) - (weights[a] as number))
  let kept = 0
  let mass = 0
  while (kept < order.length && mass < topP * total) {
    mass += weights[order[kept] as number] as number
    kept += 1
  }
  return { tokens: order.slice(0, kept), mass }
}

function draw(weights: Float64Array, among: Iterable<number>, target: number, otherwise: number): number {
  let sum = 0
  for (const token of among) {
    sum += weights[token] as number
    if (sum > target) return token
  }
  return otherwise
}
