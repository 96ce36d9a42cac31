/* "How many numbers from 1 to 1000 contain a 7?", "What is the remainder of …?": counted. */
import { at } from '../../../src/core/absence.js'
import { rare } from '../../../src/core/triggers.js'
import { readExpression } from '../claims/equations/formulas.js'
import { type Asked, asSolved, form, type QuestionReader, type Solved } from './form.js'

/** Larger ranges are not counted through. */
const MAX_RANGE = 200_000
const MAX_FACTORED = 1e9

const hanDigits = /从(\d+)到(\d+)的(?:整数|自然数)中, ?(?:至少)?含有?(?:一个)?数字(\d)的(?:数)?(?:有多少个|共有多少个)/

/** Divisors, remainders, and how many whole numbers of a range have a property: all counted. */
export const integerReaders: readonly QuestionReader[] = [
  form(
    'the number of positive divisors',
    String.raw`how many (?:positive |different |positive integer )*(?:divisors|factors) (?:does|has) #(?: have)?\s?\?`,
    ([n = 0]) => divisorsOf(n)?.length ?? null,
  ),
  form(
    'the sum of the divisors',
    String.raw`sum of (?:all )?(?:the )?(?:positive )?(?:divisors|factors) of #\s?[?.]`,
    ([n = 0]) => divisorsOf(n)?.reduce((a, b) => a + b, 0) ?? null,
  ),
  form(
    'the remainder',
    String.raw`remainder (?:when|if) \(?#\s?\^\s?\{?#\}?\)? is divided by #\s?[?.]`,
    ([a = 0, b = 0, m = 0]) => powerMod(a, b, m),
  ),
  form('the last digit', String.raw`(?:last|units?|ones) digit of \(?#\s?\^\s?\{?#\}?\)?\s?[?.]`, ([a = 0, b = 0]) =>
    powerMod(a, b, 10),
  ),
  form('the number of trailing zeros', 'how many (?:trailing )?zeros? (?:does|are at the end of) #!', ([n = 0]) => {
    let zeros = 0
    for (let p = 5; p <= n; p *= 5) zeros += Math.floor(n / p)
    return zeros
  }),
  form(
    'the greatest common divisor',
    String.raw`(?:greatest common (?:divisor|factor)|gcd|gcf|ggT)(?: of| von)? \(?#(?:,| and| und) #\)?\s?[?.]`,
    ([a = 0, b = 0]) => gcd(a, b),
  ),
  form(
    'the least common multiple',
    String.raw`(?:least common multiple|lcm|kgV)(?: of| von)? \(?#(?:,| and| und) #\)?\s?[?.]`,
    ([a = 0, b = 0]) => (a * b) / gcd(a, b),
  ),
  form(
    'the number of primes',
    String.raw`how many prime(?: number)?s are (?:there )?(?:less than|below|smaller than) #\s?\?`,
    ([n = 0]) => (n > MAX_RANGE ? null : primesBelow(n)),
  ),
  Object.assign(ofDigits, { source: hanDigits.source }),
  dividing,
]

/** By the sieve of Eratosthenes. */
function primesBelow(n: number): number {
  const isComposite = new Uint8Array(Math.max(0, n))
  let count = 0
  for (let p = 2; p < n; p++) {
    if (isComposite[p] === 1) continue
    count++
    for (let multiple = p * p; multiple < n; multiple += p) isComposite[multiple] = 1
  }
  return count
}

const range = (from: number, to: number) => Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i)

export function gcd(a: number, b: number): number {
  let [x, y] = [Math.abs(a), Math.abs(b)]
  while (y !== 0) [x, y] = [y, x % y]
  return x
}

function divisorsOf(n: number): number[] | null {
  if (!Number.isInteger(n) || n < 1 || n > MAX_FACTORED) return null
  const found: number[] = []
  for (let i = 1; i * i <= n; i++) if (n % i === 0) found.push(i, ...(i * i === n ? [] : [n / i]))
  return found
}

function powerMod(base: number, exponent: number, modulus: number): number | null {
  if (![base, exponent, modulus].every((each) => Number.isSafeInteger(each) && each >= 0) || modulus === 0) return null
  let [result, factor, left] = [1n, BigInt(base) % BigInt(modulus), BigInt(exponent)]
  for (; left > 0n; left /= 2n) {
    if (left % 2n === 1n) result = (result * factor) % BigInt(modulus)
    factor = (factor * factor) % BigInt(modulus)
  }
  return Number(result % BigInt(modulus))
}

/** "从1到1000的整数中，含有数字7的有多少个?" */
function ofDigits({ text }: Asked): Solved | null {
  const han = rare(hanDigits).exec(text)
  if (han === null || Number(han[2]) > MAX_RANGE) return null
  return asSolved(
    '这样的数的个数',
    range(Number(han[1]), Number(han[2])).filter((n) => String(n).includes(han[3] ?? '')).length,
  )
}

const divides = rare(
  /find all (?:positive )?integers n (?:for which|such that) \(?([^?]{1,40}?)\)? (?:divides|is a divisor of) \(?([^?]{1,40}?)\)?\s?[.?]/i,
)
const MAX_TRIED = 5000

/** "Find all positive integers n for which n + 3 divides n^2 + 7": tried one by one; the divisor outgrows what it divides a remainder of. */
function dividing({ text }: Asked): Solved | null {
  const match = divides.exec(text)
  if (match === null || !/positive/i.test(match[0])) return null
  const [below, above] = [valuesOf(match[1] ?? ''), valuesOf(match[2] ?? '')]
  if (below === null || above === null) return null
  const found = range(1, MAX_TRIED).filter((n) => {
    const [a, b] = [below[n - 1] ?? 0, above[n - 1] ?? 0]
    return Number.isSafeInteger(b) && a !== 0 && b % a === 0
  })
  // Solutions up to the end of what was tried may go on behind it.
  if (found.length === 0 || found.length > 12 || (found.at(-1) ?? 0) > MAX_TRIED / 20) return null
  return asSolved('all such n', found)
}

const MAX_DEGREE = 6

/**
 * The values of a polynomial in n with whole coefficients at 1, 2, … `MAX_TRIED`, by its differences: it is evaluated at a few places only. Null where the expression is
 * none of a degree that is tried.
 */
function valuesOf(source: string): number[] | null {
  const expression = readExpression(source)
  if (expression === null || expression.names.join() !== 'n') return null
  const first = range(1, MAX_DEGREE + 3).map((n) => expression.at(new Map([['n', n]])) ?? Number.NaN)
  if (!first.every(Number.isSafeInteger)) return null
  const ahead: number[] = []
  for (let row = first; row.length > 0; row = row.slice(1).map((each, i) => each - at(row, i))) ahead.push(at(row, 0))
  // Of a polynomial no difference is left beyond its degree.
  if (ahead.slice(MAX_DEGREE + 1).some((each) => each !== 0)) return null
  return range(1, MAX_TRIED).map(() => {
    const value = at(ahead, 0)
    for (let i = 0; i < MAX_DEGREE; i++) ahead[i] = at(ahead, i) + at(ahead, i + 1)
    return value
  })
}
