/* Numbers and what is reckoned with them: exact fractions as long as it goes, doubles and complex numbers else. */
import Fraction from 'fraction.js'

/** One number: exact where it is rational, else as a double; `im` where it is complex. */
export interface Num {
  exact: Fraction | null
  re: number
  im: number
  /** A power too long to write out: its base and exponent, for what is asked of it modulo something. */
  tower?: readonly [base: bigint, exponent: bigint]
}

/** What cannot be read, or has no value: one object, since it is thrown often. */
export const unreadable: unique symbol = Symbol('no term')

const MAX_BITS = 4000
const MAX_EXPONENT = 1_000_000

export const rational = (value: Fraction | number | bigint): Num => {
  const exact = value instanceof Fraction ? value : new Fraction(value)
  return { exact, re: exact.valueOf(), im: 0 }
}
export const real = (re: number): Num => {
  if (!Number.isFinite(re)) throw unreadable
  return { exact: null, re, im: 0 }
}
export const complex = (re: number, im: number): Num => {
  if (!Number.isFinite(re) || !Number.isFinite(im)) throw unreadable
  if (im !== 0) return { exact: null, re, im }
  return Number.isSafeInteger(re) ? rational(re) : real(re)
}
/** The radians of so many degrees. */
export const inRadians = (degrees: Num): Num => real((degrees.re * Math.PI) / 180)
export const I: Num = { exact: null, re: 0, im: 1 }

/** A whole number as one, or null. */
export function wholeOf({ exact }: Num): bigint | null {
  return exact !== null && exact.d === 1n ? exact.s * exact.n : null
}

const written = (num: Num) => {
  if (num.tower !== undefined) throw unreadable
  return num
}

export function add(a: Num, b: Num): Num {
  if (a.exact !== null && b.exact !== null) return rational(a.exact.add(b.exact))
  return complex(written(a).re + written(b).re, a.im + b.im)
}

export const negate = (a: Num): Num =>
  a.exact !== null ? rational(a.exact.neg()) : { ...written(a), re: -a.re, im: a.im === 0 ? 0 : -a.im }

export function multiply(a: Num, b: Num): Num {
  if (a.exact !== null && b.exact !== null) return bounded(a.exact.mul(b.exact))
  return complex(written(a).re * written(b).re - a.im * b.im, a.re * b.im + a.im * b.re)
}

export function divide(a: Num, b: Num): Num {
  if (b.re === 0 && b.im === 0) throw unreadable
  if (a.exact !== null && b.exact !== null) return bounded(a.exact.div(b.exact))
  const size = written(b).re ** 2 + b.im ** 2
  return complex((written(a).re * b.re + a.im * b.im) / size, (a.im * b.re - a.re * b.im) / size)
}

const bits = (n: bigint) => n.toString(16).length * 4
function bounded(value: Fraction): Num {
  if (bits(value.n) > MAX_BITS || bits(value.d) > MAX_BITS) throw unreadable
  return rational(value)
}

export function raise(base: Num, exponent: Num): Num {
  if (base.tower !== undefined || exponent.tower !== undefined || exponent.im !== 0) throw unreadable
  const whole = wholeOf(exponent)
  if (whole !== null && base.exact !== null) {
    const size = whole < 0n ? -whole : whole
    if (base.exact.n === 0n && whole <= 0n) throw unreadable
    if (size <= BigInt(MAX_BITS) && Math.max(bits(base.exact.n), bits(base.exact.d)) * Number(size) <= MAX_BITS)
      return rational(base.exact.pow(Number(whole)) ?? fail())
    const of = wholeOf(base)
    if (of === null || whole < 0n || whole > BigInt(MAX_EXPONENT) ** 3n) throw unreadable
    return { exact: null, re: Number.NaN, im: 0, tower: [of, whole] }
  }
  if (whole !== null && base.im !== 0) {
    if (whole > 400n || whole < -400n) return unitPower(base, whole)
    let result: Num = rational(1)
    for (let i = 0n; i < (whole < 0n ? -whole : whole); i++) result = multiply(result, base)
    return whole < 0n ? divide(rational(1), result) : result
  }
  if (base.im !== 0) throw unreadable
  if (base.re < 0 && whole === null) {
    // The real root, where there is one: (-8)^(1/3).
    const odd = exponent.exact !== null && exponent.exact.d % 2n === 1n
    if (!odd) throw unreadable
    const size = raise(negate(base), exponent)
    return (exponent.exact?.n ?? 0n) % 2n === 0n ? size : negate(size)
  }
  return exactRoot(base, exponent) ?? real(base.re ** exponent.re)
}

/** i^2023: only the exponent modulo 4 counts. */
function unitPower(base: Num, exponent: bigint): Num {
  if (base.re !== 0 || Math.abs(base.im) !== 1) throw unreadable
  const turns = Number(((exponent % 4n) + 4n) % 4n)
  return raise(base, rational(turns === 0 ? 4 : turns))
}

function exactRoot({ exact }: Num, exponent: Num): Num | null {
  if (exact === null || exponent.exact === null || exponent.exact.d > 12n || exact.s < 0n) return null
  const index = Number(exponent.exact.d)
  const [above, below] = [rootOf(exact.n, index), rootOf(exact.d, index)]
  if (above === null || below === null) return null
  return raise(rational(new Fraction(above, below)), rational(exponent.exact.s * exponent.exact.n))
}

function rootOf(value: bigint, index: number): bigint | null {
  const guess = Math.round(Number(value) ** (1 / index))
  if (!Number.isSafeInteger(guess)) return null
  return BigInt(guess) ** BigInt(index) === value ? BigInt(guess) : null
}

export const fail = (): never => {
  throw unreadable
}

/** The remainder of a whole number or of a power too long to write out, at least 0. */
export function remainder(of: Num, modulus: bigint): bigint {
  if (modulus <= 0n) throw unreadable
  const mod = (n: bigint) => ((n % modulus) + modulus) % modulus
  if (of.tower === undefined) return mod(wholeOf(of) ?? fail())
  let [base, exponent] = of.tower
  let result = mod(1n)
  for (base = mod(base); exponent > 0n; exponent >>= 1n) {
    if ((exponent & 1n) === 1n) result = mod(result * base)
    base = mod(base * base)
  }
  return result
}
