import Fraction from 'fraction.js'
import type { NumberToken } from './token.js'
import { conversionFactors } from './units.js'

/** What an expression is worth, and how far that can be trusted. */
export interface Value {
  /** null: unknown (a variable, a division by zero, a result beyond the caps). */
  value: Fraction | null
  /** `value` stands for an irrational number, right to about 15 digits. */
  irrational: boolean
  /** How far rounding in the decimals written may have moved the value. */
  slack: number
  operations: number
  /** The one number this is made of. */
  literal?: NumberToken
  /** One unit of the last digit of a scientific form, and whether it has decimals: "2.05 × 10⁷" is written to 10⁵. */
  lastPlace?: { unit: number; decimals: boolean }
  /** Quotient of two whole numbers and nothing else: it may be meant as a name of a part ("1/3 = 20 apples"). */
  plainFraction: boolean
  /** "1–6": two whole numbers with a dash between them and the larger one last, which may be a span. */
  range?: boolean
  units: readonly string[]
  /** Its unit is one letter, which may be a variable: "= 5 m" is five metres, "5 m + 3 = 18" an equation. */
  lettered: boolean
  /** A quotient, root or power, or a product of decimals, went in: people round such values on the way. */
  rounds: boolean
  percent: boolean
  scaled: boolean
  /** Another reading is possible: it may confirm, it never accuses. */
  doubtful: boolean
  /** The numbers that went in. */
  operands: readonly Fraction[]
  /** Variables met, given a value or not. */
  names: readonly string[]
}

/** Above and below the line of an exact result: both are doubles then, and work on it is bounded. Beyond, a double is reckoned with. */
const MAX_BITS = 1000
const MAX_EXPONENT = 1000
const MAX_FACTORIAL = 30

const limit = 1n << BigInt(MAX_BITS)

/** What may be lost of a sum of doubles, as a part of its terms. */
const DOUBLE = 1e-12
const sizeOf = ({ value }: Value) => Math.abs(value?.valueOf() ?? 0)

export const unknown: Value = {
  value: null,
  irrational: false,
  slack: 0,
  operations: 0,
  plainFraction: false,
  units: [],
  lettered: false,
  rounds: false,
  percent: false,
  scaled: false,
  doubtful: false,
  operands: [],
  names: [],
}

const noNames: readonly string[] = []
const noUnits: readonly string[] = []
const dollars: readonly string[] = ['dollar']

/** Written out, not spread from `unknown`: it is made for every number of every text. */
export function ofLiteral(literal: NumberToken): Value {
  return {
    value: literal.value,
    irrational: false,
    slack: roundingSlack(literal),
    operations: 0,
    literal,
    plainFraction: false,
    units: literal.money ? dollars : literal.points === undefined ? noUnits : [literal.points],
    lettered: false,
    rounds: false,
    percent: literal.percent,
    scaled: literal.scale !== 1,
    doubtful: false,
    operands: [literal.value],
    names: noNames,
  }
}

/** One unit of the last decimal where the decimals look cut off; none for terminating ones such as 0.25 or 1.125. */
function roundingSlack({ value, digits, percent }: NumberToken): number {
  if (digits < 2) return 0
  const unit = 10 ** -digits * (percent ? 0.01 : 1)
  const tail = Math.round(Math.abs(value.valueOf()) * (percent ? 100 : 1) * 10 ** Math.min(digits, 12)) % 1000
  if (digits === 2) return [33, 66, 67, 16, 17, 83].includes(tail % 100) ? unit : 0
  return digits === 3 && tail % 25 === 0 ? 0 : unit
}

export function combine(operator: '+' | '-' | '*' | '/' | '^', a: Value, b: Value): Value {
  const exact = a.value === null || b.value === null ? null : capped(operate(operator, a.value, b.value))
  const value = exact ?? rounded(operator, a.value, b.value)
  const isRounded = value !== null && exact === null
  const irrational =
    a.irrational || b.irrational || isRounded || (operator === '^' && b.value !== null && b.value.d !== 1n)
  const additive = operator === '+' || operator === '-'
  // A percentage added to a plain number is mostly meant as a share of it.
  const mixed = additive && a.percent !== b.percent && (isPercentLiteral(a) || isPercentLiteral(b))
  const lastPlace = operator === '*' ? scientificPlace(a, b) : undefined
  return {
    value,
    ...(lastPlace !== undefined && { lastPlace }),
    irrational,
    slack: slackOf(operator, a, b, value) + (isRounded && additive ? DOUBLE * (sizeOf(a) + sizeOf(b)) : 0),
    operations: a.operations + b.operations + 1,
    plainFraction: operator === '/' && isWhole(a) && isWhole(b),
    units: unitsOf(operator, a, b),
    lettered: false,
    rounds: a.rounds || b.rounds || (!additive && roundedByPeople(operator, value)),
    percent: a.percent || b.percent,
    scaled: a.scaled || b.scaled,
    doubtful: a.doubtful || b.doubtful || a.lettered || b.lettered || mixed || (additive && mixesUnits(a, b)),
    operands: [...a.operands, ...b.operands].slice(0, 64),
    names: a.names.length + b.names.length === 0 ? a.names : [...new Set([...a.names, ...b.names])].slice(0, 12),
  }
}

/** Of a number and a power of ten. */
function scientificPlace({ literal }: Value, power: Value): Value['lastPlace'] | undefined {
  if (literal === undefined || literal.percent || literal.scale !== 1) return undefined
  const isPowerOfTen =
    power.literal === undefined && power.operands.length === 2 && power.operands[0]?.equals(10) === true
  if (!isPowerOfTen || power.value === null || !Number.isInteger(Math.log10(power.value.valueOf()))) return undefined
  return { unit: power.value.valueOf() / 10 ** literal.digits, decimals: literal.digits > 0 }
}

/** Of "(10 cm)^3" they are cm^3; elsewhere those of both sides. */
function unitsOf(operator: string, a: Value, b: Value): readonly string[] {
  if (a.units.length + b.units.length === 0) return a.units
  const whole = b.value !== null && b.value.d === 1n ? Number(b.value.n) : 0
  if (operator === '^' && a.units.length === 1 && whole > 1 && whole < 10)
    return a.units.map((unit) => `${unit}^${whole}`)
  return [...a.units, ...b.units].slice(0, 12)
}

/** Not of whole numbers, nor of a product that is exact to a hundredth. */
function roundedByPeople(operator: string, value: Fraction | null): boolean {
  return value !== null && value.d !== 1n && (operator !== '*' || 100n % value.d !== 0n)
}

/** "3 hours - 30 minutes" */
function mixesUnits(a: Value, b: Value): boolean {
  return a.units.some((unit) => b.units.some((other) => conversionFactors(unit, other).length > 0))
}

const isWhole = (value: Value) => value.literal !== undefined && value.value?.d === 1n
const isPercentLiteral = (value: Value) => value.literal?.percent === true

function operate(operator: '+' | '-' | '*' | '/' | '^', a: Fraction, b: Fraction): Fraction | null {
  if (operator === '+') return a.add(b)
  if (operator === '-') return a.sub(b)
  if (operator === '*') return a.mul(b)
  if (operator === '/') return b.n === 0n ? null : a.div(b)
  return power(a, b)
}

/** With doubles, where the exact result is too long: "1.005^240". */
function rounded(operator: '+' | '-' | '*' | '/' | '^', a: Fraction | null, b: Fraction | null): Fraction | null {
  if (a === null || b === null) return null
  const [x, y] = [a.valueOf(), b.valueOf()]
  if (operator === '+') return fromFloat(x + y)
  if (operator === '-') return fromFloat(x - y)
  if (operator === '*') return fromFloat(x * y)
  if (operator === '/') return fromFloat(x / y)
  return b.d === 1n && b.n <= BigInt(MAX_EXPONENT) ? fromFloat(x ** y) : null
}

function power(base: Fraction, exponent: Fraction): Fraction | null {
  if (exponent.d !== 1n) {
    if (base.s < 0n) return null
    return fromFloat(base.valueOf() ** exponent.valueOf())
  }
  if (exponent.n > BigInt(MAX_EXPONENT) || (base.n === 0n && exponent.s <= 0n)) return null
  const bits = Math.max(bitLength(base.n), bitLength(base.d)) * Number(exponent.n)
  return bits > MAX_BITS ? null : base.pow(exponent)
}

export function squareRoot({ value, ...rest }: Value, index = 2): Value {
  // "√(2 g h)": letters, and no units, behind a number alone.
  const isLettered = rest.operations === 0 && rest.units.some((unit) => /^[a-zA-Z]$/.test(unit))
  if (value === null || isLettered || (value.s < 0n && index === 2)) return { ...unknown, units: rest.units }
  const root = Math.sign(value.valueOf()) * Math.abs(value.valueOf()) ** (1 / index)
  const { literal: _literal, ...kept } = rest
  const operations = rest.operations + 1
  const whole = exactRoot(value.n, index)
  const under = exactRoot(value.d, index)
  if (whole !== null && under !== null) {
    return {
      ...kept,
      operations,
      value: new Fraction(value.s < 0n ? -whole : whole, under),
      slack: 0,
      plainFraction: false,
    }
  }
  return { ...kept, operations, value: fromFloat(root), irrational: true, rounds: true, slack: 0, plainFraction: false }
}

function exactRoot(value: bigint, index: number): bigint | null {
  const guess = Number(value) ** (1 / index)
  if (!Number.isFinite(guess) || guess > 2 ** 53) return null
  const root = BigInt(Math.round(guess))
  return root ** BigInt(index) === value ? root : null
}

export function factorial(value: Value): Value {
  if (value.value === null || value.value.d !== 1n || value.value.s < 0n || value.value.n > BigInt(MAX_FACTORIAL)) {
    return unknown
  }
  let product = 1n
  for (let factor = 2n; factor <= value.value.n; factor++) product *= factor
  const { literal: _literal, ...rest } = value
  return { ...rest, value: new Fraction(product), operations: rest.operations + 1 }
}

export function binomial(above: Value, below: Value): Value {
  const [n, k] = [above.value, below.value]
  if (n === null || k === null || n.d !== 1n || k.d !== 1n || k.s < 0n || n.n > 200n || k.n > n.n || n.s < 0n)
    return unknown
  let result = 1n
  for (let i = 1n; i <= k.n; i++) result = (result * (n.n - k.n + i)) / i
  return { ...combine('*', above, below), value: new Fraction(result) }
}

export const pi: Value = { ...unknown, value: fromFloat(Math.PI), irrational: true, slack: Math.PI * 6e-4 }

export function negate(value: Value): Value {
  const { literal, ...rest } = value
  const negated = { ...rest, value: value.value?.neg() ?? null }
  if (literal === undefined) return negated
  const opposite = literal.value.neg()
  return { ...negated, literal: { ...literal, value: opposite }, operands: [opposite] }
}

/** First-order propagation of the slack of both sides. */
function slackOf(operator: string, a: Value, b: Value, result: Fraction | null): number {
  if ((a.slack === 0 && b.slack === 0) || result === null || a.value === null || b.value === null) return 0
  if (operator === '+' || operator === '-') return a.slack + b.slack
  const [x, y] = [Math.abs(a.value.valueOf()), Math.abs(b.value.valueOf())]
  if (operator === '*') return x * b.slack + y * a.slack
  const size = Math.abs(result.valueOf())
  if (operator === '/') return (a.slack + size * b.slack) / y
  return x === 0 ? 0 : size * ((y * a.slack) / x + Math.abs(Math.log(x)) * b.slack)
}

function capped(value: Fraction | null): Fraction | null {
  return value === null || value.n > limit || value.d > limit ? null : value
}

/** A double as a fraction, without fraction.js's search for small terms. */
function fromFloat(value: number): Fraction | null {
  if (!Number.isFinite(value) || Math.abs(value) > 1e300) return null
  let scale = 0
  let scaled = value
  while (!Number.isInteger(scaled) && scale < 1074) {
    scaled *= 2
    scale++
  }
  return new Fraction(BigInt(scaled), 1n << BigInt(scale))
}

function bitLength(value: bigint): number {
  return value.toString(16).length * 4
}
