/*
 * What is reckoned on with more digits than it was told with: "20/1.5 = 13.3" and then "13.3 × 1.25 = 16.7". The 13.3 stands for anything that is rounded to it, and so does what comes
 * of it.
 */
import { type EquationCheck, readEquations } from '../../src/core/arithmetic/equations.js'
import { matchesOf } from '../../src/core/triggers.js'
import { NUMBER } from './claims/claim.js'

/** What is further off than this, as a part of the value, comes of no rounding. */
const FAR = 0.02
/** So many rounded numbers of one equation are moved within their last digit; each doubles the work. */
const MOST_ROUNDED = 3
/** Fewer digits leave so much open that a slip would hide in them. */
const FEWEST_DIGITS = 3

const number = new RegExp(String.raw`(?<![\d.,\p{L}_^{])(?:${NUMBER})(?![\d\p{L}_^%]|[.,]\d)`, 'gu')
const roughly =
  /(?:[≈~]|\b(?:about|roughly|approximately|approx\.?|around|nearly|almost|some|circa|ca\.|rund|etwa)\s)\s?$/i

/** The numbers of a chain that were rounded, in the order of reading. */
export class Carried {
  private readonly given: ReadonlySet<number>
  private readonly exact = new Set<number>()
  private readonly rounded = new Set<number>()
  /** What stands behind an equals sign, of whatever it is the result. */
  private readonly results = new Set<number>()

  constructor(given: string) {
    this.given = new Set(matchesOf(number, given).map(([written]) => numberOf(written)))
  }

  /** What a step tells, once it was checked. */
  learn(text: string, checks: readonly EquationCheck[]): void {
    for (const { claimedValue, computedValue, ok } of checks) {
      if (!ok) continue
      const [stated, value] = [claimedValue.valueOf(), computedValue.valueOf()]
      if (claimedValue.equals(computedValue)) this.exact.add(stated)
      else if (Math.abs(stated - value) <= FAR * Math.abs(value)) this.rounded.add(stated)
    }
    for (const { 0: written, index } of matchesOf(number, text)) {
      if (roughly.test(text.slice(Math.max(0, index - 16), index))) this.rounded.add(numberOf(written))
      if (/[=≈]\s?$/.test(text.slice(Math.max(0, index - 3), index))) this.results.add(numberOf(written))
    }
  }

  /** Whether a false equation is true of some numbers that are rounded to the ones that stand in it. */
  explains(equation: string, { claimed, claimedValue, computedValue }: EquationCheck): boolean {
    const [stated, value] = [claimedValue.valueOf(), computedValue.valueOf()]
    if (Math.abs(stated - value) > FAR * Math.abs(value)) return false
    const own = equation.lastIndexOf(claimed)
    const loose = matchesOf(number, equation).filter(
      ({ 0: written, index }) => !(index >= own && index < own + claimed.length) && this.mayBeRounded(written),
    )
    const names = [...new Set(loose.map(([written]) => written))]
    if (names.length === 0 || names.length > MOST_ROUNDED) return false
    const values = [value]
    for (let mask = 0; mask < 2 ** names.length; mask++) {
      let moved = equation
      for (const { 0: written, index } of [...loose].reverse()) {
        const half = (mask >> names.indexOf(written)) & 1 ? unitOf(written) / 2 : -unitOf(written) / 2
        const put = String(Number((numberOf(written) + half).toPrecision(15)))
        moved = moved.slice(0, index) + put + moved.slice(index + written.length)
      }
      const [read] = readEquations(moved).flatMap(({ checks }) => checks)
      if (read?.claimedValue.equals(claimedValue) === true) values.push(read.computedValue.valueOf())
    }
    const digits = matchesOf(number, claimed)[0]?.[0] ?? ''
    const half = (unitOf(digits) / 2) * Math.abs(stated / (numberOf(digits) || 1))
    return stated >= Math.min(...values) - half && stated <= Math.max(...values) + half
  }

  private mayBeRounded(written: string): boolean {
    const value = numberOf(written)
    if (this.given.has(value)) return false
    if (this.rounded.has(value)) return true
    const digits = written.replace(/\D/g, '').replace(/^0+/, '').length
    return !this.exact.has(value) && this.results.has(value) && written.includes('.') && digits >= FEWEST_DIGITS
  }
}

const numberOf = (written: string) => Number(written.replace(/,/g, ''))
/** One of the last digit: 0.01 of 2.65, 1 of 3101. */
const unitOf = (written: string) => 10 ** -(/\.(\d+)/.exec(written)?.[1]?.length ?? 0)
