import type Fraction from 'fraction.js'
import type { Calculation } from './calculations.js'

/*
 * How likely it is that a relation between numbers is none: what a number that has nothing to do with the text would meet with by chance.
 */

/** A number's leading digits are spread evenly on a logarithmic scale (Benford); here over a decade to either side of the one to explain. */
const DECADES = 2

/**
 * The probability that a number of the target's size fits at least one of the calculations by chance. `tried` are those that were looked at before
 * or with the one that was found; `tolerance` is the half-width of what counts as fitting.
 */
export function chanceOf(tried: readonly Calculation[], target: Fraction, tolerance: Fraction): number {
  const size = Math.abs(target.valueOf())
  const width = 2 * tolerance.valueOf()
  const values = new Set(tried.map(({ value }) => Math.abs(value.valueOf())))
  let none = 1
  for (const value of values) {
    if (value < size / 10 || value > size * 10) continue
    none *= 1 - Math.min(1, width / value / (DECADES * Math.LN10))
  }
  return 1 - none
}

/** The chance that at least one of several numbers fits, each by its own chance. */
export function chanceAmong(chances: readonly number[]): number {
  return 1 - chances.reduce((none, chance) => none * (1 - chance), 1)
}
