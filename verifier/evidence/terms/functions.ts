/* Functions of numbers by name and in words: "gcd(12, 18)", "the cube root of {n}". What each comes to stands beside it. */
import Fraction from 'fraction.js'
import type { FindingKind } from '../../../src/core/records/types.js'
import {
  add,
  complex,
  divide,
  fail,
  multiply,
  type Num,
  negate,
  raise,
  rational,
  real,
  remainder,
  wholeOf,
} from './value.js'
import {
  arrangements,
  choose,
  divisorCount,
  divisorsOf,
  gcd,
  inverse,
  isPrime,
  MAX_FACTORED,
  primeFactors,
  primesUpTo,
  totient,
} from './whole.js'

/** What a function gives: a number, several that people may mean, or a list. */
export type Given = Num | { readings: readonly Num[] } | { list: readonly Num[] }

export interface Named {
  /** Of its arguments, all numbers of the list in a row. */
  of: (...args: Num[]) => Given
  kind: FindingKind
  /** Its arguments are angles: a bare number may be in degrees or radians. */
  angle?: true
}

/** A function in words: text that has to stand there, and between it places for a number ({n}), an ordinal ({o}) or a list of at least two numbers ({ns}). */
export interface Phrase extends Named {
  says: string
}

const small = (num: Num | undefined, most = MAX_FACTORED): number => {
  const whole = num === undefined ? null : wholeOf(num)
  if (whole === null || whole < 0n || whole > BigInt(most)) return fail()
  return Number(whole)
}
const whole = (num: Num | undefined): bigint => (num === undefined ? null : wholeOf(num)) ?? fail()
const given = (num: Num | undefined): Num => num ?? fail()
const isReal = (num: Num): Num => (num.im === 0 && num.tower === undefined ? num : fail())

const gcdOf = (...args: Num[]) => rational(args.map(whole).reduce(gcd))
const lcmOf = (...args: Num[]) =>
  rational(args.map(whole).reduce((a, b) => (a === 0n || b === 0n ? fail() : (a / gcd(a, b)) * b)))
const order = (a: Num, b: Num) =>
  a.exact !== null && b.exact !== null ? a.exact.compare(b.exact) : isReal(a).re - isReal(b).re
const largest = (...args: Num[]) => args.reduce((a, b) => (order(b, a) > 0 ? b : a))
const smallest = (...args: Num[]) => args.reduce((a, b) => (order(b, a) < 0 ? b : a))
const counted = (value: bigint | null) => rational(value ?? fail())
export const factorial = (n: Num | undefined) => counted(arrangements(small(n, 170), small(n, 170)))
export const chosen = (n: Num | undefined, k: Num | undefined) => counted(choose(small(n, 200), small(k, 200)))
const digitsOf = (n: Num) => whole(n).toString().replace('-', '')
const nth = (primes: number) => {
  for (let [n, count] = [2, 0]; n < 20_000; n++) if (isPrime(n) && ++count === primes) return rational(n)
  return fail()
}
const above = (n: Num) => {
  for (let p = small(n, 1e9) + 1; ; p++) if (isPrime(p)) return rational(p)
}
const below = (n: Num) => {
  for (let p = small(n, 1e9) - 1; p > 1; p--) if (isPrime(p)) return rational(p)
  return fail()
}
const list = (numbers: readonly number[]) => ({ list: numbers.map((each) => rational(each)) })
const upTo = (n: Num, strictly: boolean) => primesUpTo(strictly ? small(n, 10_000) - 1 : small(n, 10_000))
const between = (a: Num, b: Num) => upTo(b, false).filter((each) => each >= small(a))
const multiplesOf = (n: Num, count: Num, zero: boolean) =>
  Array.from({ length: small(count, 50) }, (_, i) => small(n) * (i + (zero ? 0 : 1)))

export const logarithm = (of: Num, base?: Num): Given => {
  const x = isReal(of)
  if (x.re <= 0 || (base !== undefined && (base.re <= 0 || base.re === 1))) return fail()
  if (base !== undefined) return snapped(Math.log(x.re) / Math.log(isReal(base).re), base, x)
  return { readings: [snapped(Math.log10(x.re), rational(10), x), real(Math.log(x.re))] }
}
/** A logarithm that is whole is exactly so. */
const snapped = (value: number, base: Num, of: Num): Num => {
  const near = rational(Math.round(value))
  return Math.abs(value - near.re) < 1e-9 &&
    base.exact !== null &&
    raise(base, near).exact?.equals(of.exact ?? 0) === true
    ? near
    : real(value)
}
/** Of an angle in radians. */
const trigonometric = (of: (x: number) => number): Named => ({
  of: (x) => {
    const value = of(isReal(given(x)).re)
    if (Math.abs(value) > 1e12) return fail()
    const near = Math.round(value * 2) / 2
    return Math.abs(value - near) < 1e-12 ? rational(near) : real(value)
  },
  kind: 'closed-forms',
  angle: true,
})
const sine = trigonometric(Math.sin)
const cosine = trigonometric(Math.cos)
const tangent = trigonometric(Math.tan)
/** The angle in radians, or its number of degrees. */
const inverseOf = (of: (x: number) => number): Named => ({
  of: (x) => {
    const value = real(of(isReal(given(x)).re))
    return { readings: [value, real((value.re * 180) / Math.PI)] }
  },
  kind: 'closed-forms',
})
const closed = (of: Named['of']): Named => ({ of, kind: 'closed-forms' })
const numbers = (of: Named['of']): Named => ({ of, kind: 'whole-numbers' })
const half = rational(new Fraction(1, 2))
const size = (z: Num) =>
  z.im === 0
    ? z.exact === null
      ? real(Math.abs(isReal(z).re))
      : rational(z.exact.abs())
    : raise(rational(z.re ** 2 + z.im ** 2), half)
const rooted = (x: Num, index: Num) => {
  if (x.exact === null || x.exact.s >= 0n) return raise(x, divide(rational(1), index))
  return whole(index) % 2n === 1n ? negate(raise(negate(x), divide(rational(1), index))) : fail()
}
const floor = (x: Num) => rational(x.exact === null ? Math.floor(isReal(x).re) : x.exact.floor())

/** By the name that stands before its brackets. */
export const called: ReadonlyMap<string, Named> = new Map<string, Named>([
  ['sqrt', closed((x) => raise(given(x), half))],
  ['cbrt', closed((x) => rooted(given(x), rational(3)))],
  ['ln', closed((x) => real(Math.log(isReal(given(x)).re)))],
  ['exp', closed((x) => real(Math.exp(isReal(given(x)).re)))],
  ['log', closed((x, base) => (base === undefined ? logarithm(given(x)) : fail()))],
  ['lg', closed((x) => ({ readings: [logarithm(given(x), rational(10)), logarithm(given(x), rational(2))] as Num[] }))],
  ['log10', closed((x) => logarithm(given(x), rational(10)))],
  ['log2', closed((x) => logarithm(given(x), rational(2)))],
  ...Object.entries({ sin: sine, cos: cosine, tan: tangent }),
  ...(['arcsin', 'asin'] as const).map((name) => [name, inverseOf(Math.asin)] as const),
  ...(['arccos', 'acos'] as const).map((name) => [name, inverseOf(Math.acos)] as const),
  ...(['arctan', 'atan'] as const).map((name) => [name, inverseOf(Math.atan)] as const),
  ['abs', closed((x) => size(given(x)))],
  ['floor', numbers((x) => floor(given(x)))],
  ['ceil', numbers((x) => negate(floor(negate(given(x)))))],
  ['max', { of: largest, kind: 'inequalities' }],
  ['min', { of: smallest, kind: 'inequalities' }],
  ...['gcd', 'hcf', 'gcf', 'ggt'].map((name) => [name, numbers(gcdOf)] as const),
  ...['lcm', 'kgv'].map((name) => [name, numbers(lcmOf)] as const),
  ...['φ', 'phi', 'ϕ'].map((name) => [name, numbers((n) => rational(totient(small(n))))] as const),
  ['C', numbers(chosen)],
  ['nCr', numbers(chosen)],
  ['P', numbers((n, k) => counted(arrangements(small(n, 200), small(k, 200))))],
  ['nPr', numbers((n, k) => counted(arrangements(small(n, 200), small(k, 200))))],
])

/** Not where a question reckons otherwise: modulo something, in another base, with vectors. */
const plain = (says: string, of: Named['of']): Phrase => ({ says, of, kind: 'arithmetic' })
const inWords = (says: string, { of, kind, angle }: Named): Phrase => ({ says, of, kind, ...(angle ? { angle } : {}) })

const NUMBERS = String.raw`(?:numbers?\s|integers?\s|values?\s)?`

/** Longer ones first where one begins like another. */
export const phrases: readonly Phrase[] = [
  inWords(
    '(?:(?:principal |positive )?square )?root of {n}',
    closed((x) => raise(given(x), half)),
  ),
  inWords(
    'cube root of {n}',
    closed((x) => rooted(given(x), rational(3))),
  ),
  inWords(
    '{o} root of {n}',
    closed((index, x) => rooted(given(x), given(index))),
  ),
  inWords(
    'natural log(?:arithm)? of {n}',
    closed((x) => real(Math.log(isReal(given(x)).re))),
  ),
  inWords(
    'common log(?:arithm)? of {n}',
    closed((x) => logarithm(given(x), rational(10))),
  ),
  inWords(
    'log(?:arithm)? (?:to (?:the )?base|in base|with base|base) {n} of {n}',
    closed((b, x) => logarithm(given(x), b)),
  ),
  inWords(
    'log(?:arithm)? of {n} (?:to (?:the )?base|in base|with base|base) {n}',
    closed((x, b) => logarithm(given(x), b)),
  ),
  inWords(
    'base[- ]{n} log(?:arithm)? of {n}',
    closed((b, x) => logarithm(given(x), b)),
  ),
  inWords(
    'log(?:arithm)? of {n}',
    closed((x) => logarithm(given(x))),
  ),
  inWords('sine of {n}', sine),
  inWords('cosine of {n}', cosine),
  inWords('tangent of {n}', tangent),
  plain(`sum of ${NUMBERS}{ns}`, (...args) => args.reduce(add)),
  plain(`product of ${NUMBERS}{ns}`, (...args) => args.reduce(multiply)),
  plain(`difference (?:between|of) ${NUMBERS}{n} and {n}`, (a, b) => ({
    readings: [add(given(a), negate(given(b))), add(given(b), negate(given(a)))],
  })),
  plain('quotient of {n} (?:and|by) {n}', (a, b) => divide(given(a), given(b))),
  plain('square of {n}', (a) => multiply(given(a), given(a))),
  plain('cube of {n}', (a) => raise(given(a), rational(3))),
  plain('{o} power of {n}', (k, a) => raise(given(a), given(k))),
  plain('(?:doubling|the double of) {n}', (a) => multiply(rational(2), given(a))),
  plain('tripling {n}', (a) => multiply(rational(3), given(a))),
  plain('halving {n}', (a) => divide(given(a), rational(2))),
  plain('squaring {n}', (a) => multiply(given(a), given(a))),
  plain('cubing {n}', (a) => raise(given(a), rational(3))),
  plain('adding {n} to {n}', (a, b) => add(given(a), given(b))),
  plain('adding (?:up )?{ns}', (...args) => args.reduce(add)),
  plain('(?:subtracting|taking|deducting) {n} (?:away )?from {n}', (a, b) => add(given(b), negate(given(a)))),
  plain('multiplying {n} (?:by|with|times) {n}', (a, b) => multiply(given(a), given(b))),
  plain('dividing {n} by {n}', (a, b) => divide(given(a), given(b))),
  plain('reciprocal of {n}', (a) => divide(rational(1), given(a))),
  plain('(?:additive inverse|opposite|negative) of {n}', (a) => negate(given(a))),
  inWords(
    '(?:absolute value|magnitude) of {n}',
    closed((z) => size(given(z))),
  ),
  inWords(
    'modulus of {n}',
    closed((z) => size(given(z))),
  ),
  inWords(
    '(?:complex )?conjugate of {n}',
    closed((z) => complex(given(z).re, -given(z).im)),
  ),
  inWords(
    'real part of {n}',
    closed((z) => complex(given(z).re, 0)),
  ),
  inWords(
    'imaginary part of {n}',
    closed((z) => complex(given(z).im, 0)),
  ),
  inWords('factorial of {n}', numbers(factorial)),
  inWords(
    `(?:gcd|hcf|gcf|greatest common (?:divisor|factor)|highest common (?:divisor|factor)|largest common (?:divisor|factor)|ggT)(?: \\([A-Za-z]{3}\\))? (?:of|between|von) (?:the )?${NUMBERS}{ns}`,
    numbers(gcdOf),
  ),
  inWords(
    `(?:lcm|(?:least|lowest|smallest) common (?:multiple|denominator)|kgV)(?: \\([A-Za-z]{3}\\))? (?:of|between|von) (?:the )?${NUMBERS}{ns}`,
    numbers(lcmOf),
  ),
  inWords(
    '(?:smallest|least|first|lowest) (?:positive )?(?:number|integer|multiple|one)(?: that| which)? (?:both )?{ns} (?:both )?(?:divide|go into|have in common|share)',
    numbers(lcmOf),
  ),
  inWords(
    '(?:smallest|least|first|lowest) (?:positive )?(?:number|integer)(?: that is| which is)? divisible by (?:both )?{ns}',
    numbers(lcmOf),
  ),
  inWords(
    'remainder (?:when|if|of) {n}(?: is)? divided by {n}',
    numbers((a, n) => rational(remainder(given(a), whole(n)))),
  ),
  inWords(
    'remainder of {n} (?:on|upon|after|in|when|under) (?:the )?division by {n}',
    numbers((a, n) => rational(remainder(given(a), whole(n)))),
  ),
  inWords(
    'remainder (?:when|of) dividing {n} by {n}',
    numbers((a, n) => rational(remainder(given(a), whole(n)))),
  ),
  inWords(
    '(?:modular |multiplicative )?inverse of {n} (?:modulo|mod) {n}',
    numbers((a, n) => counted(inverse(whole(a), whole(n)))),
  ),
  inWords(
    '(?:digit sum|sum of (?:the |its )?digits) (?:of|in) (?:the number )?{n}',
    numbers((n) => rational([...digitsOf(given(n))].reduce((sum, digit) => sum + Number(digit), 0))),
  ),
  inWords(
    'number of (?:decimal )?digits (?:of|in) (?:the number )?{n}',
    numbers((n) => rational(digitsOf(given(n)).length)),
  ),
  inWords(
    'number of trailing zero(?:e?s) (?:of|in|at the end of) {n}',
    numbers((n) => rational(/0*$/.exec(digitsOf(given(n)))?.[0].length ?? 0)),
  ),
  inWords(
    'number of (?:positive )?(?:divisors|factors) of {n}',
    numbers((n) => rational(divisorCount(small(n) || fail()))),
  ),
  inWords(
    '(?:last|units?|ones|final) digit of {n}',
    numbers((n) => rational(remainder(given(n), 10n))),
  ),
  inWords(
    'last two digits of {n}',
    numbers((n) => rational(remainder(given(n), 100n))),
  ),
  inWords(
    'number of ways (?:to|of) (?:choose|choosing|select|selecting|pick|picking) {n} (?:\\p{L}+ )?(?:out of|from|of) {n}(?: (?:people|items|objects|books|things|elements|cards|students|members|letters))?',
    numbers((k, n) => chosen(n, k)),
  ),
  inWords(
    "(?:value of )?(?:euler(?:['’]s)? )?(?:totient|phi)(?: function)? (?:of|at) {n}",
    numbers((n) => rational(totient(small(n) || fail()))),
  ),
  inWords(
    '(?:next|first) prime (?:number )?(?:after|above|greater than|larger than|bigger than) {n}',
    numbers((n) => above(given(n))),
  ),
  inWords(
    '(?:smallest|least) prime (?:number )?(?:above|after|over|greater than|larger than|bigger than|exceeding) {n}',
    numbers((n) => above(given(n))),
  ),
  inWords(
    '(?:largest|greatest|biggest|last) prime (?:number )?(?:below|before|under|less than|smaller than) {n}',
    numbers((n) => below(given(n))),
  ),
  inWords(
    '{o} prime(?: number)?',
    numbers((k) => nth(small(k, 2000))),
  ),
  ...[
    'larger|greater|bigger|higher|largest|greatest|biggest|highest|maximum|max',
    'smaller|lesser|lower|smallest|least|lowest|minimum|min',
  ].map(
    (words, i): Phrase => ({
      says: `(?:${words})(?: number| value| one)? (?:of|among|between) (?:the )?(?:two )?${NUMBERS}{ns}`,
      of: i === 0 ? largest : smallest,
      kind: 'inequalities',
    }),
  ),
  inWords(
    'primes? (?:numbers? )?(?:below|under|less than|smaller than) {n}',
    numbers((n) => list(upTo(given(n), true))),
  ),
  inWords(
    'primes? (?:numbers? )?(?:up to|not exceeding) {n}',
    numbers((n) => list(upTo(given(n), false))),
  ),
  inWords(
    'primes? (?:numbers? )?(?:between|from) {n} (?:and|to) {n}',
    numbers((a, b) => list(between(given(a), given(b)))),
  ),
  inWords(
    'first {n} primes?(?: numbers?)?',
    numbers((n) => list(Array.from({ length: small(n, 60) }, (_, i) => nth(i + 1).re))),
  ),
  inWords(
    '(?:positive )?(?:divisors|factors) of {n}',
    numbers((n) => list(divisorsOf(small(n, 1e9) || fail()))),
  ),
  inWords(
    'proper divisors of {n}',
    numbers((n) => list(divisorsOf(small(n, 1e9) || fail()).slice(0, -1))),
  ),
  inWords(
    '(?:distinct |different )?prime (?:factors|divisors) of {n}',
    numbers((n) => list([...primeFactors(small(n, 1e12) || fail()).keys()])),
  ),
  inWords(
    'first {n} (?:positive )?multiples of {n}',
    numbers((k, n) => list(multiplesOf(given(n), given(k), false))),
  ),
]
