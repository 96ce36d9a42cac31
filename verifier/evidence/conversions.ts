import { lean } from '../../src/core/lean-patterns.js'
import { matchesOf, rare } from '../../src/core/triggers.js'
import { unitSize } from './claims/measure.js'

const unitName = lean(
  /(?:(?:square|cubic)\s)?[\p{L}µμΩ]{1,18}(?:[²³]|\^[23])?(?:\s?\/\s?\p{L}{1,10}(?:[²³]|\^[23])?|\sper\s\p{L}{2,10})?/gu,
)
const degrees = rare(/°\s?[CFK](?![a-z])|celsius|fahrenheit|kelvin|\b(?:in|to|from|into)\s[CF]\b|\d\s?[CF]\b/i)
const ofDegrees = [9 / 5, 5 / 9, 32, 273.15, 273]

/** A text is read to here, and so many different units of it. */
const MAX_TEXT = 4000
const MAX_UNITS = 12

/**
 * Numbers that convert between the units that a text names, as the unit library holds them: the ratio of two sizes of one dimension, both ways (3.6 of m/s and km/h, 1000 of m
 * and km); of degrees 9/5 and 32. `factors` are those that an amount is multiplied by.
 */
export function conversionsIn(text: string): { factors: readonly number[]; constants: readonly number[] } {
  const units = new Map<string, { size: number; dimension: string }>()
  for (const [name] of matchesOf(unitName, text.slice(0, MAX_TEXT))) {
    // Of "km per litre" and "60 km in" at least the first word may be a unit.
    const unit = unitSize(name) ?? unitSize(name.split(/\s?\/|\sper\s/)[0] ?? '')
    if (unit !== null) units.set(`${unit.dimension} ${unit.size}`, unit)
    if (units.size >= MAX_UNITS) break
  }
  const all = [...units.values()]
  const factors = all.flatMap(({ size, dimension }) =>
    all.filter((each) => each.dimension === dimension && each.size !== size).map((each) => size / each.size),
  )
  return { factors, constants: degrees.test(text) ? [...factors, ...ofDegrees] : factors }
}
