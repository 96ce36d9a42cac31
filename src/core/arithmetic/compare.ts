import type Fraction from 'fraction.js'
import type { Expression } from './parser.js'
import type { NumberToken } from './token.js'
import { conversionFactors } from './units.js'
import type { Value } from './value.js'

/** equal: provably, within the digits shown. unequal: provably not. unclear: nothing to say. */
export type Agreement = 'equal' | 'unequal' | 'unclear'

/** Are the two sides of an equals sign worth the same, read as people write? */
export function agree(left: Expression, right: Expression, how: { approximate: boolean; weak: boolean }): Agreement {
  if (left.value === null || right.value === null) return 'unclear'
  const plain = left.operations === 0 && right.operations === 0
  if (plain && !saysSomething(left, right)) return 'unclear'
  if (how.weak && (left.operations === 0 || left.plainFraction || right.operations > 0)) return 'unclear'
  for (const factor of [1, ...readings(left, right)]) {
    const computed = times(left.value, factor)
    if (close(left, right, computed, how.approximate))
      return !how.approximate && isRoughlyWhole(left, right, computed) ? 'unclear' : 'equal'
  }
  const excused =
    plain ||
    left.doubtful ||
    right.doubtful ||
    isInformalShare(left, right) ||
    isInformalShare(right, left) ||
    mayConvert(left, right) ||
    isDerived(left, right) ||
    runsOn(left, right) ||
    isDifference(left, right) ||
    isLastDigit(left, right) ||
    isWithinSlack(left, right) ||
    isRoundedPower(left, right) ||
    hidesPrefix(left, right) ||
    isOtherUnit(left, right) ||
    (how.weak && isRound(left, right)) ||
    (how.weak && right.units.includes('dollar') && left.units.length > 0 && !left.units.includes('dollar'))
  return excused ? 'unclear' : 'unequal'
}

/** Exact where the factor is one over a whole number: the library finds the terms of a small double in milliseconds, and 0 for 1e-9. */
function times(value: Fraction, factor: number): Fraction {
  const inverse = Math.round(1 / factor)
  return factor < 1 && Math.abs(inverse * factor - 1) < 1e-12 ? value.div(inverse) : value.mul(factor)
}

/** Two bare numbers state something only as a conversion: "0.25 = 25%", "5 km = 5000 m". */
function saysSomething(left: Expression, right: Expression): boolean {
  return (
    left.percent !== right.percent || left.scaled !== right.scaled || conversions(left.units, right.units).length > 0
  )
}

/** "10 - 8 = 2 * 30 = 60", "330.36 × 1.02 = 336.97 − 300 = 36.97": the result, which may be rounded, is reckoned on with before the line ends. */
function runsOn(left: Expression, right: Expression): boolean {
  const [next] = right.operands
  if (right.operations === 0 || left.value === null || next === undefined) return false
  const places = [1, 2, 3, 4].find((each) => 10n ** BigInt(each) % next.d === 0n)
  const isRounded = next.d !== 1n && places !== undefined && left.value.round(places).equals(next)
  return next.equals(left.value) || (left.operations > 0 && isRounded)
}

/** "$398 - $540 = $142": the difference of two amounts, whichever comes first. "1–6 July are 6", "values 10-16 equal 2 days": a span of whole numbers. */
function isDifference(left: Expression, right: Expression): boolean {
  const [a, b] = [left.value as Fraction, right.value as Fraction]
  if (left.operations !== 1 || a.s >= 0n || !left.operands.every(({ s }) => s > 0n)) return false
  return a.neg().equals(b) || (left.range === true && b.s > 0n && right.operations === 0)
}

/** "6/1.1664 = 5.1422" for 5.1440: decimals that were rounded on the way, or a slip too small to speak of. */
function isLastDigit(left: Expression, right: Expression): boolean {
  const claim = right.literal ?? left.literal
  if (!(left.rounds || right.rounds) || (claim !== undefined && claim.digits === 0 && !claim.percent)) return false
  const [x, y] = [(left.value as Fraction).valueOf(), (right.value as Fraction).valueOf()]
  return Math.abs(x - y) <= 0.001 * Math.max(Math.abs(x), Math.abs(y))
}

/** "1.005^180 = 2.6": so much hangs on the last digit of 1.005, which may have been rounded, that nothing is shown either way. */
function isWithinSlack(left: Expression, right: Expression): boolean {
  const difference = (left.value as Fraction).valueOf() - (right.value as Fraction).valueOf()
  return Math.abs(difference) <= left.slack + right.slack
}

/** "1900 * 1000 = 2 × 10^6": to the digits shown, of which a whole number of millions shows few. */
function isRoundedPower(left: Expression, { value, lastPlace }: Expression): boolean {
  const difference = Math.abs((left.value as Fraction).valueOf() - (value as Fraction).valueOf())
  return lastPlace !== undefined && left.operations > 0 && difference <= (lastPlace.unit / 2) * (1 + 1e-9)
}

/** "3e8 / 8 = 37.5 MHz", "1.22 · 550 nm / 1000 mm = 6.71e-7": a prefix stands for the thousands between the sides. */
function hidesPrefix(left: Expression, right: Expression): boolean {
  const [a, b] = [left.units, right.units]
  if (a.length === b.length && a.every((unit) => b.includes(unit))) return false
  const ratio = Math.abs((left.value as Fraction).valueOf() / (right.value as Fraction).valueOf())
  const power = Math.round(Math.log10(ratio) / 3)
  return power !== 0 && Math.abs(ratio / 1000 ** power - 1) <= 0.006 && [...a, ...b].some((unit) => prefixed.test(unit))
}

const prefixed = /^(?:[kmgtnpµμ](?:hz|v|va|vars?|w|wh|a|n|j|m|s|g|l|pa|ohm|f|b|bits?|ev|mol|t)|[cd]m)(?:\^-?\d)?$/

/** "0.4078 nm = 4.078 × 10^-8 cm": the same amount in another unit, which is not read behind a power of ten. */
function isOtherUnit(left: Expression, right: Expression): boolean {
  if (left.operations > 0 || left.units.length === 0 || right.lastPlace === undefined || right.units.length > 0)
    return false
  const power = Math.log10(Math.abs((left.value as Fraction).valueOf() / (right.value as Fraction).valueOf()))
  return Math.abs(power - Math.round(power)) < 1e-9
}

/** "31.6 × 31.6 is 1000": told in words and in hundreds, which the decimals come near to. */
function isRound(left: Expression, { value, literal }: Expression): boolean {
  const [exact, told] = [(left.value as Fraction).valueOf(), (value as Fraction).valueOf()]
  return (
    literal?.digits === 0 &&
    told % 100 === 0 &&
    left.operands.some(({ d }) => d !== 1n) &&
    Math.abs(exact - told) <= 0.005 * Math.abs(told)
  )
}

/** A larger slack, as a part of the value, confirms nothing. */
const MOST_SLACK = 0.05

/** "1/3 = 20 apples", "60% = 30": the part is named, not computed. */
function isInformalShare(share: Expression, count: Expression): boolean {
  const isShare =
    ((share.plainFraction && share.value !== null && share.value.abs().compare(1) < 0) ||
      (share.literal?.percent ?? false)) &&
    count.literal !== undefined
  return isShare && !count.percent && (count.value?.abs().compare(1) ?? 0) > 0
}

function close(left: Value, right: Value, computed: Fraction, approximate: boolean): boolean {
  const claimed = right.value as Fraction
  if (computed.equals(claimed)) return true
  const [x, y] = [computed.valueOf(), claimed.valueOf()]
  const difference = Math.abs(x - y)
  const size = Math.max(Math.abs(x), Math.abs(y))
  if ((left.irrational || right.irrational) && difference <= 1e-9 * size) return true
  // Exact comparison needs no allowance for doubles, and must not be lost in them.
  const slack = left.slack + right.slack
  if (difference <= slack && slack <= MOST_SLACK * size) return true
  const shown = right.literal ?? left.literal
  const [exact, stated] = right.literal === undefined ? [y, x] : [x, y]
  if (shown !== undefined && shownAgrees(shown, exact, stated, approximate)) return true
  // "2.048 × 10⁷ ≈ 2.0 × 10⁷": rounded to the digits of its scientific form.
  const { unit = 0, decimals = false } = right.lastPlace ?? {}
  if ((decimals || approximate) && difference <= (unit / 2) * (1 + 1e-9)) return true
  if (shown !== undefined && isDouble(shown, stated) && difference <= DOUBLE * size) return true
  return approximate && difference <= (precise(shown) ? 0.002 : 0.01) * size
}

/** "0.1 + 0.2 = 0.30000000000000004": written to the last digit of a double, which is off by no more than its own rounding. */
const isDouble = ({ digits, percent }: NumberToken, stated: number): boolean =>
  !percent && stated !== 0 && digits + Math.floor(Math.log10(Math.abs(stated))) >= 14
const DOUBLE = 1e-14

/** "7 / 2 = 3", "17.3 + 2.4 = 20": a whole number that is near. Nobody who says so is wrong for certain, nor is it shown. */
function isRoughlyWhole(left: Value, right: Value, computed: Fraction): boolean {
  const shown = right.literal ?? left.literal
  if (shown === undefined || shown.digits > 0) return false
  const [exact, stated] = [computed.valueOf(), (right.value as Fraction).valueOf()]
  return Math.abs(exact - stated) > Math.max(0.002 * Math.abs(exact), shown.percent ? 5e-5 : 5e-3)
}

/** Five digits and more are not a rough value, even behind ≈. */
const precise = (shown: NumberToken | undefined): boolean =>
  shown !== undefined && shown.digits >= 4 && String(shown.value.valueOf()).replace(/^0?\.0*|\./g, '').length >= 5

/** Does the exact value round, or cut off, to the digits shown? */
function shownAgrees(shown: NumberToken, exact: number, stated: number, approximate: boolean): boolean {
  // "½" is no rounding.
  if (shown.digits === 0 && !isWhole(shown)) return false
  let unit = 10 ** -shown.digits * (shown.percent ? 0.01 : 1) * shown.scale
  if (approximate && shown.digits === 0) unit *= 10 ** trailingZeros(shown)
  const difference = Math.abs(exact - stated)
  // The allowance for doubles: 2.675 lies a hair below its decimal.
  if (difference <= (unit / 2) * (1 + 1e-9)) return true
  if (difference >= unit * (1 - 1e-9)) return false
  // Cutting off moves towards zero. Whole things are also rounded up ("13 boxes are needed"); of 0 or 1 that would be most of it.
  const cutOff = Math.abs(stated) < Math.abs(exact)
  return shown.digits > 0 ? cutOff : Math.abs(exact) >= 2 * unit || approximate
}

/** Written as a whole number, whatever scale or percent sign stands behind it. */
const isWhole = ({ value, scale, percent }: NumberToken) => value.mul(percent ? 100 : 1).div(scale).d === 1n

function trailingZeros({ value, scale }: NumberToken): number {
  const digits = value.div(scale).toString()
  return /^-?\d+$/.test(digits) ? (/0*$/.exec(digits)?.[0].length ?? 0) : 0
}

/** Factors by which the left side may be meant otherwise than written. */
function readings(left: Expression, right: Expression): number[] {
  const factors = [...conversions(left.units, right.units)]
  // "20/50 * 100 = 40%" and "0.4 * 100% = 40".
  if (right.percent && !left.percent) factors.push(0.01)
  if (left.percent && !right.percent && left.operands.some((operand) => operand.equals(1))) factors.push(100)
  if (left.percent && !right.percent && onlyAdds(left)) factors.push(100)
  // "3 percentage points × 200 = 600"
  if (left.percent && !right.percent) factors.push(...left.units.flatMap((unit) => counted.get(unit) ?? []))
  // "2.5 + 1 = 3.5 million": the scale is named once.
  if (right.scaled && !left.scaled) factors.push(right.literal?.scale ?? 1)
  if (left.scaled && !right.scaled) factors.push(1e-3, 1e-6, 1e-9, 1 / 12)
  return factors
}

const counted = new Map([
  ['percentage point', 100],
  ['basis point', 10_000],
])

/** "100% - 20% = 80" */
function onlyAdds(value: Value): boolean {
  return value.operands.every((operand) => operand.abs().compare(2) <= 0) && value.operations < 4
}

function conversions(from: readonly string[], to: readonly string[]): number[] {
  const factors: number[] = []
  for (const a of from.slice(0, 6)) for (const b of to.slice(0, 4)) factors.push(...conversionFactors(a, b))
  return factors
}

/** "5 mA · 2 Ω = 10 mV": a unit that is made of the others may hide a power of ten. */
const isDerived = (left: Expression, right: Expression) =>
  left.units.length > 0 && right.units.some((unit) => /^[NJWVAKΩ]$/.test(unit) && !left.units.includes(unit))

/** Units of one dimension on both sides that are not the same, or none where the other side is of a known unit: silence. */
function mayConvert(left: Expression, right: Expression): boolean {
  // Of "rotations per minute" and "rotations per second" only the minute and the second differ.
  const own = left.units.filter((unit) => !right.units.includes(unit))
  const other = right.units.filter((unit) => !left.units.includes(unit))
  return conversions(own, other).length > 0
}
