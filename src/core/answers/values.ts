import Fraction from 'fraction.js'

/**
 * Values of mathematical expressions, in LaTeX or as people type them: exact where they are rational, else a float. Variables stand
 * for fixed values, so that two ways to write one expression get one value; this decides equality with an error chance of about 1e-9.
 */
export interface Value {
  exact: Fraction | null
  approximate: number
  /** Of a number that is not real its real and imaginary parts; `exact` is null then. */
  parts?: readonly [re: Value, im: Value]
}

/** An exact power, factorial or fraction whose terms outgrow this goes on as a float. */
const MAX_BITS = 512n

/** What is no expression, or has no real value here. One for all: it is caught close by, and to write down where it was thrown costs more than to read an expression. */
export const unreadable = new Error('no expression, or none with a real value')

/** A fixed value for each name: in (0.5, 2.5), at the second place in (0, 0.5). */
export function variable(name: string, place: number): number {
  let hash = 2166136261
  for (const char of name) hash = Math.imul(hash ^ char.charCodeAt(0), 16777619)
  hash = Math.imul(hash ^ (hash >>> 15), 2246822507)
  const share = ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32
  return place === 0 ? 0.5 + 2 * share : 0.5 * share
}

export const exact = (value: Fraction): Value => ({ exact: value, approximate: value.valueOf() })
export const float = (approximate: number): Value => ({ exact: null, approximate })

function either(a: Value, b: Value, exactly: (a: Fraction, b: Fraction) => Fraction, roughly: number): Value {
  if (a.exact === null || b.exact === null) return float(roughly)
  const value = exactly(a.exact, b.exact)
  return value.n >> MAX_BITS === 0n && value.d >> MAX_BITS === 0n ? exact(value) : float(roughly)
}

export function add(a: Value, b: Value): Value {
  if (a.parts === undefined && b.parts === undefined)
    return either(a, b, (x, y) => x.add(y), a.approximate + b.approximate)
  const [[p, q], [r, s]] = [partsOf(a), partsOf(b)]
  return complex(add(p, r), add(q, s))
}

export function multiply(a: Value, b: Value): Value {
  if (a.parts === undefined && b.parts === undefined)
    return either(a, b, (x, y) => x.mul(y), a.approximate * b.approximate)
  const [[p, q], [r, s]] = [partsOf(a), partsOf(b)]
  return complex(add(multiply(p, r), negate(multiply(q, s))), add(multiply(p, s), multiply(q, r)))
}

export function negate(a: Value): Value {
  if (a.parts !== undefined) return complex(negate(a.parts[0]), negate(a.parts[1]))
  return { exact: a.exact?.neg() ?? null, approximate: -a.approximate }
}

const zero = exact(new Fraction(0))
const partsOf = (value: Value) => value.parts ?? ([value, zero] as const)
export const imaginaryUnit: Value = { exact: null, approximate: 0, parts: [zero, exact(new Fraction(1))] }

/** Real again where the imaginary part is nothing but rounding. */
function complex(re: Value, im: Value): Value {
  if (Math.abs(im.approximate) <= 1e-12 * Math.abs(re.approximate) || im.approximate === 0) return re
  return { exact: null, approximate: re.approximate, parts: [re, im] }
}

export function absolute(a: Value): Value {
  if (a.parts === undefined) return a.approximate < 0 ? negate(a) : a
  const [re, im] = a.parts
  return raise(add(multiply(re, re), multiply(im, im)), exact(new Fraction(1, 2)))
}

export function divide(a: Value, b: Value): Value {
  if (b.parts !== undefined) {
    const [re, im] = b.parts
    const size = add(multiply(re, re), multiply(im, im))
    return multiply(a, complex(divide(re, size), negate(divide(im, size))))
  }
  if (a.parts !== undefined) return complex(divide(a.parts[0], b), divide(a.parts[1], b))
  if (b.approximate === 0) throw unreadable
  return either(a, b, (x, y) => x.div(y), a.approximate / b.approximate)
}

export function raise(base: Value, power: Value): Value {
  if (power.parts !== undefined) return turned(base, power.parts)
  if (base.parts !== undefined) return repeated(base, power)
  const roughly = Math.abs(base.approximate) ** power.approximate
  // An odd root of a negative number is real.
  const odd = power.exact !== null && power.exact.d % 2n === 1n
  const flips = base.approximate < 0 && power.exact !== null && power.exact.n % 2n === 1n
  if (base.approximate < 0 && !odd) throw unreadable
  if (base.exact !== null && power.exact !== null && power.exact.n <= 64n && power.exact.d <= 12n) {
    if (base.exact.n === 0n && power.exact.s < 0n) throw unreadable
    if (power.exact.d === 1n && bits(base.exact) * power.exact.n > MAX_BITS) return float(flips ? -roughly : roughly)
    const value: Fraction | null = exactPower(base.exact, power.exact)
    if (value !== null) return exact(value)
  }
  return float(flips ? -roughly : roughly)
}

/** A positive number to a complex power: its length, turned by the logarithm times the imaginary part. */
function turned(base: Value, [re, im]: readonly [Value, Value]): Value {
  if (base.parts !== undefined || base.approximate <= 0) throw unreadable
  const angle = im.approximate * Math.log(base.approximate)
  return multiply(raise(base, re), complex(float(Math.cos(angle)), float(Math.sin(angle))))
}

/** A complex number to a whole power. */
function repeated(base: Value, power: Value): Value {
  const times = power.approximate
  if (power.exact?.d !== 1n || Math.abs(times) > 64) throw unreadable
  let product: Value = exact(new Fraction(1))
  for (let i = 0; i < Math.abs(times); i++) product = multiply(product, base)
  return times < 0 ? divide(exact(new Fraction(1)), product) : product
}

/** fraction.js answers null where a root is irrational; roots of negative numbers are taken of the positive one. */
function exactPower(base: Fraction, power: Fraction): Fraction | null {
  const positive = base.abs().pow(power) as Fraction | null
  return positive !== null && base.s < 0n && power.n % 2n === 1n ? positive.neg() : positive
}

const bits = (value: Fraction) => BigInt(Math.max(value.n.toString(2).length, value.d.toString(2).length))

export function factorial(value: Value): Value {
  const n = value.approximate
  if (value.exact === null || !Number.isInteger(n) || n < 0 || n > 60) throw unreadable
  let product = 1n
  for (let i = 2n; i <= BigInt(n); i++) product *= i
  return exact(new Fraction(product))
}

export function binomial(top: Value, bottom: Value): Value {
  const [n, k] = [top.approximate, bottom.approximate]
  if (!Number.isInteger(n) || !Number.isInteger(k) || k < 0 || n < k || n > 1000) throw unreadable
  let product = 1n
  for (let i = 1n; i <= BigInt(k); i++) product = (product * (BigInt(n) - BigInt(k) + i)) / i
  return exact(new Fraction(product))
}
