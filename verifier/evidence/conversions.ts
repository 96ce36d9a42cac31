/* The factors between units that a text names: 3.6 of m/s and km/h. Others ask whether a number may be one of them. */
import { lean } from '../../src/core/lean-patterns.js'
import { matchesOf, rare } from '../../src/core/triggers.js'
import { unitSize } from './claims/amounts/measure.js'
import { remembering } from './recent.js'

const unitName = lean(
  /(?:(?:square|cubic)\s)?[\p{L}µμΩ]{1,18}(?:[²³]|\^[23])?(?:\s?\/\s?\p{L}{1,10}(?:[²³]|\^[23])?|\sper\s\p{L}{2,10})?/gu,
)
const degrees = rare(/°\s?[CFK](?![a-z])|celsius|fahrenheit|kelvin|\b(?:in|to|from|into)\s[CF]\b|\d\s?[CF]\b/i)
const ofDegrees = [9 / 5, 5 / 9, 32, 273.15, 273]

/** A text is read to here, and so many different units of it. */
const MAX_TEXT = 4000
const MAX_UNITS = 12

interface Unit {
  size: number
  dimension: string
}

/**
 * Numbers that convert between the units that a question and one of its steps name, as the unit library holds them: the ratio of two sizes of one dimension, both ways (3.6 of
 * m/s and km/h, 1000 of m and km); of degrees 9/5 and 32. `factors` are those that an amount is multiplied by.
 */
export function conversionsIn(
  question: string,
  step: string,
): { factors: readonly number[]; constants: readonly number[] } {
  const asked = ofQuestion(question)
  const units = new Map(asked.units)
  addUnits(units, step.slice(0, Math.max(0, MAX_TEXT - question.length)))
  const all = [...units.values()]
  const factors = all.flatMap(({ size, dimension }) =>
    all.filter((each) => each.dimension === dimension && each.size !== size).map((each) => size / each.size),
  )
  return { factors, constants: asked.hasDegrees || degrees.test(step) ? [...factors, ...ofDegrees] : factors }
}

/** A question is asked about with each of its steps. */
const ofQuestion = remembering((question: string) => {
  const units = new Map<string, Unit>()
  addUnits(units, question.slice(0, MAX_TEXT))
  return { units, hasDegrees: degrees.test(question) }
})

function addUnits(units: Map<string, Unit>, text: string): void {
  for (const [name] of matchesOf(unitName, text)) {
    if (units.size >= MAX_UNITS) return
    // Of "km per litre" and "60 km in" at least the first word may be a unit.
    const unit = unitSize(name) ?? unitSize(name.split(/\s?\/|\sper\s/)[0] ?? '')
    if (unit !== null) units.set(`${unit.dimension} ${unit.size}`, unit)
  }
}
