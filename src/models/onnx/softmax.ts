/** log p(token) = logit - max - log sum exp(logit - max), for a few tokens of one distribution. */
export function logProbabilities(logits: Float32Array, tokens: readonly number[]): number[] {
  const most = maximum(logits)
  let total = 0
  for (let i = 0; i < logits.length; i++) total += Math.exp((logits[i] as number) - most)
  const logTotal = Math.log(total)
  return tokens.map((token) => (logits[token] ?? Number.NaN) - most - logTotal)
}

function maximum(values: Float32Array): number {
  let most = Number.NEGATIVE_INFINITY
  // A NaN must not be stepped over: it makes the whole distribution NaN.
  for (let i = 0; i < values.length; i++) if (!((values[i] as number) <= most)) most = values[i] as number
  return most
}
