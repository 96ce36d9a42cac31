/** Primes, divisors and what else is computed of whole numbers: exactly, and only where the work is bounded. */

export function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b]
  while (y !== 0n) [x, y] = [y, x % y]
  return x
}

/** Larger numbers are not factored. */
export const MAX_FACTORED = 1e12

export function isPrime(n: number): boolean {
  if (n < 2 || !Number.isInteger(n)) return false
  for (let d = 2; d * d <= n; d++) if (n % d === 0) return false
  return true
}

/** Prime -> its power. */
export function primeFactors(n: number): Map<number, number> {
  const factors = new Map<number, number>()
  let rest = n
  for (let d = 2; d * d <= rest; d++) {
    while (rest % d === 0) {
      factors.set(d, (factors.get(d) ?? 0) + 1)
      rest /= d
    }
  }
  if (rest > 1) factors.set(rest, (factors.get(rest) ?? 0) + 1)
  return factors
}

export function divisorCount(n: number): number {
  return [...primeFactors(n).values()].reduce((product, power) => product * (power + 1), 1)
}

export function divisorsOf(n: number): number[] {
  let divisors = [1]
  for (const [prime, power] of primeFactors(n))
    divisors = divisors.flatMap((each) => Array.from({ length: power + 1 }, (_, i) => each * prime ** i))
  return divisors.sort((a, b) => a - b)
}

/** "84 = 2^2 × 3 × 7"; of a prime the number alone. */
export function factored(n: number): string {
  if (n < 2 || isPrime(n)) return String(n)
  return `${n} = ${[...primeFactors(n)].map(([prime, power]) => (power === 1 ? prime : `${prime}^${power}`)).join(' × ')}`
}

export function choose(n: number, k: number): bigint | null {
  if (k > n || n > 200) return null
  let result = 1n
  for (let i = 1n; i <= BigInt(k); i++) result = (result * (BigInt(n - k) + i)) / i
  return result
}

export function arrangements(n: number, k: number): bigint | null {
  if (k > n || n > 200) return null
  let result = 1n
  for (let i = BigInt(n - k) + 1n; i <= BigInt(n); i++) result *= i
  return result
}

export function totient(n: number): number {
  return [...primeFactors(n).keys()].reduce((result, prime) => (result / prime) * (prime - 1), n)
}

/** The primes up to a number, in order. */
export function primesUpTo(limit: number): number[] {
  const primes: number[] = []
  for (let n = 2; n <= limit; n++) if (isPrime(n)) primes.push(n)
  return primes
}

/** The whole number x in 0…n-1 with a·x ≡ 1 modulo n, or null. */
export function inverse(a: bigint, n: bigint): bigint | null {
  if (n < 2n || n > 1_000_000n) return null
  let [r0, r1, t0, t1] = [n, ((a % n) + n) % n, 0n, 1n]
  while (r1 !== 0n) {
    const q = r0 / r1
    ;[r0, r1, t0, t1] = [r1, r0 - q * r1, t1, t0 - q * t1]
  }
  return r0 === 1n ? ((t0 % n) + n) % n : null
}

const romans: readonly (readonly [string, number])[] = [
  ['M', 1000],
  ['CM', 900],
  ['D', 500],
  ['CD', 400],
  ['C', 100],
  ['XC', 90],
  ['L', 50],
  ['XL', 40],
  ['X', 10],
  ['IX', 9],
  ['V', 5],
  ['IV', 4],
  ['I', 1],
]

export function romanOf(n: number): string | null {
  if (!Number.isInteger(n) || n < 1 || n > 3999) return null
  let [rest, written] = [n, '']
  for (const [sign, value] of romans) for (; rest >= value; rest -= value) written += sign
  return written
}

/** The value of a Roman numeral that is written as it should be, or null. */
export function valueOfRoman(text: string): number | null {
  let [value, at] = [0, 0]
  for (const [sign, worth] of romans) for (; text.startsWith(sign, at); at += sign.length) value += worth
  return at === text.length && romanOf(value) === text ? value : null
}
