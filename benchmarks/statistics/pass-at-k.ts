/**
 * Unbiased estimate of "at least one of k samples is right" from n samples of which c are right:
 * pass@k = 1 - C(n - c, k) / C(n, k) = 1 - prod_{i = n - c + 1}^{n} (1 - k / i)   (Chen et al. 2021, arXiv 2107.03374).
 *
 * @throws RangeError unless 0 <= c <= n and 1 <= k <= n.
 */
export function passAtK(n: number, c: number, k: number): number {
  if (!(c >= 0 && c <= n && k >= 1 && k <= n))
    throw new RangeError(`pass@k needs 0 <= c <= n, 1 <= k <= n; got n ${n}, c ${c}, k ${k}`)
  if (n - c < k) return 1
  let allWrong = 1
  for (let i = n - c + 1; i <= n; i++) allWrong *= 1 - k / i
  return 1 - allWrong
}

/** C(n, k) as a number; exact up to 2^53. */
export function binomial(n: number, k: number): number {
  if (k < 0 || k > n) return 0
  let result = 1
  for (let i = 1; i <= Math.min(k, n - k); i++) result = (result * (n - Math.min(k, n - k) + i)) / i
  return Math.round(result)
}
