/*
 * What rounding is: whether a text speaks of it, its places in words ("the nearest hundred", "3 significant figures"), and what a number comes to there. What steps say of
 * roundings is checked in `roundings.ts`.
 */
import Fraction from 'fraction.js'
import { countOf } from '../../../../src/core/quantities/words.js'
import { rare } from '../../../../src/core/triggers.js'

const rounds = rare(/\bround|\bnearest\b|gerundet|\brunde|四舍五入|精确到/i)

/** Whether a text speaks of rounding. */
export const saysRounded = (text: string): boolean => rounds.test(text)

/** Whether a whole number is another one to the nearest ten, hundred, … million. */
export const isRounding = (exact: number, whole: number): boolean =>
  [1, 2, 3, 4, 5, 6].some((k) => Math.round(exact / 10 ** k) * 10 ** k === whole)

const units: Readonly<Record<string, number>> = {
  ...{ 'whole number': 0, integer: 0, unit: 0, one: 0, whole: 0, dollar: 0, euro: 0, degree: 0, percent: 0 },
  ...{ tenth: 1, hundredth: 2, thousandth: 3, cent: 2, penny: 2 },
  ...{ ten: -1, hundred: -2, thousand: -3, 'ten thousand': -4, 'hundred thousand': -5, million: -6 },
}

/** A place by the size of its unit: "hundredth", "thousand", "cent". */
export const UNIT = Object.keys(units)
  .sort((a, b) => b.length - a.length)
  .join('|')
  .replace(/ /g, '\\s')

/** How a place is named: the nearest hundred, two decimal places, 3 significant figures. */
export const PLACE = String.raw`(?:(?:the\s)?nearest\s(?:${UNIT})|(?:one|two|three|four|five|six|\d)\s(?:decimal(?:\splace|s)?s?|places?(?:\safter\sthe\s(?:decimal\s)?point)?|d\.?p\.?|significant\s(?:figure|digit)s?|s\.?f\.?|sig\sfigs?)|(?:a|the)\swhole\snumber|an\sinteger)`

/**
 * A number rounded to a place that is told in words; a half may go either way. Null where the place is not understood.
 *
 * @param isDirected it is rounded up or down: either neighbour may be meant.
 */
export function roundedTo(written: string, place: string, isDirected = false): number[] | null {
  const exact = new Fraction(written)
  const unit = place
    .trim()
    .toLowerCase()
    .replace(/^(?:an?\s|the\s)?(?:nearest\s)?/, '')
    .replace(/s$/, '')
  let digits = units[unit]
  const counted = /^(\w+)\s(decimal|place|d\.?p|significant|s\.?f|sig)/i.exec(place.trim())
  if (digits === undefined && counted !== null) {
    const count = countOf(counted[1] ?? '')
    if (count === null || count > 12) return null
    const size = exact.equals(0) ? 0 : Math.floor(Math.log10(Math.abs(exact.valueOf())) + 1e-12)
    digits = /^s/i.test(counted[2] ?? '') ? count - 1 - size : count
  }
  if (digits === undefined) return null
  const scale = new Fraction(10).pow(digits)
  if (scale === null) return null
  const scaled = exact.mul(scale)
  const [down, up] = [scaled.floor(), scaled.ceil()]
  const half = scaled.sub(down)
  const kept = isDirected || half.equals(0.5) ? [up, down] : [half.compare(0.5) > 0 ? up : down]
  return [...new Set(kept.map((each) => each.div(scale).valueOf()))]
}
