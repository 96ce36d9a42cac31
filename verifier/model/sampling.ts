/**
 * Draws a token: softmax(logits / temperature), of which the most likely that together reach `topP` are kept (Holtzman et al.
 * 2020). Temperature 0 takes the most likely one.
 */
export function sampleToken(
  logits: Float32Array,
  { temperature = 0, topP = 1, uniform }: { temperature?: number; topP?: number; uniform: () => number },
): number {
  let best = 0
  for (let i = 1; i < logits.length; i++) if ((logits[i] as number) > (logits[best] as number)) best = i
  if (temperature <= 0) return best
  const top = logits[best] as number
  const weights = logits.map((logit) => Math.exp((logit - top) / temperature))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  if (topP >= 1) return draw(weights, weights.keys(), uniform() * total, best)

  // Sort only what can matter: all tokens outside hold less than the tail that is cut.
  const floor = ((1 - topP) * total) / weights.length
  const order = [...weights.keys()]
    .filter((i) => (weights[i] as number) >= floor)
    .sort((a, b) => (weights[b] as number) - (weights[a] as number))
  let kept = 0
  let mass = 0
  while (kept < order.length && mass < topP * total) {
    mass += weights[order[kept] as number] as number
    kept += 1
  }
  return draw(weights, order.slice(0, kept), uniform() * mass, best)
}

function draw(weights: Float32Array, among: Iterable<number>, target: number, otherwise: number): number {
  let sum = 0
  for (const i of among) {
    sum += weights[i] as number
    if (sum > target) return i
  }
  return otherwise
}
