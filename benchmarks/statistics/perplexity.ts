/** exp of the mean negative log-probability of a token, over all texts together. null where there is no token, or one without a finite log-probability. */
export function perplexity(logProbabilities: readonly (readonly number[])[]): number | null {
  let sum = 0
  let tokens = 0
  for (const text of logProbabilities) {
    for (const value of text) {
      if (!Number.isFinite(value)) return null
      sum += value
      tokens++
    }
  }
  return tokens === 0 ? null : Math.exp(-sum / tokens)
}
