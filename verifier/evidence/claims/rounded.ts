/* The places of roundings in words: "the nearest hundred", "two decimal places", "3 significant figures", and what a number comes to there. */
import Fraction from 'fraction.js'

const counts: Readonly<Record<string, number>> = { a: 1, one: 1, two: 2, three: 3, four: 4, five: 5, six: 6 }
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
export const PLACE = String.raw`(?:(?:the\s)?nearest\s(?:${UNIT})|(?:${Object.keys(counts).slice(1).join('|')}|\d)\s(?:decimal(?:\splace|s)?s?|places?(?:\safter\sthe\s(?:decimal\s)?point)?|d\.?p\.?|significant\s(?:figure|digit)s?|s\.?f\.?|sig\sfigs?)|(?:a|the)\swhole\snumber|an\sinteger)`

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
    const count = counts[(counted[1] ?? '').toLowerCase()] ?? Number(counted[1])
    if (!Number.isInteger(count) || count > 12) return null
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
