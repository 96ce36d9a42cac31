import { at } from '../../src/core/absence.js'

export interface McNemar {
  /** Pairs that only the first got right, and only the second. */
  onlyFirst: number
  onlySecond: number
  /** Exact two-sided binomial p-value of "both are right equally often". */
  p: number
}

/**
 * McNemar's exact test on paired outcomes: among n discordant pairs, onlyFirst ~ Binomial(n, 1/2) under no difference;
 * p = min(1, 2 P(X <= min(onlyFirst, onlySecond))). Fractional outcomes (split ties) count as right from one half on.
 */
export function mcnemar(first: readonly number[], second: readonly number[]): McNemar {
  if (first.length !== second.length) {
    throw new RangeError(`paired outcomes differ in number: ${first.length} and ${second.length}`)
  }
  let onlyFirst = 0
  let onlySecond = 0
  first.forEach((outcome, index) => {
    const right = outcome >= 0.5
    const otherRight = at(second, index) >= 0.5
    if (right && !otherRight) onlyFirst++
    if (otherRight && !right) onlySecond++
  })
  const n = onlyFirst + onlySecond
  // Terms in logarithms: C(n, i) / 2^n overflows and underflows from n = 1030 on.
  let logTerm = -n * Math.LN2
  let tail = 0
  for (let i = 0; i <= Math.min(onlyFirst, onlySecond); i++) {
    tail += Math.exp(logTerm)
    logTerm += Math.log(n - i) - Math.log(i + 1)
  }
  return { onlyFirst, onlySecond, p: Math.min(1, 2 * tail) }
}
