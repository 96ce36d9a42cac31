/* Conversions by their factor: "90 km/h: 90 · 3.6 = 324 m/s". The unit of a number is remembered, and the two amounts have to be equal. */
import { lean } from '../../../../src/core/lean-patterns.js'
import type { Pieces } from '../../../../src/core/pieces.js'
import type { Finding } from '../../../../src/core/records/types.js'
import { matchesOf, rare } from '../../../../src/core/triggers.js'
import { agrees, type ClaimText, finding, hedged, NUMBER, shown, stated } from '../claim.js'
import { plainView } from '../text/plain-view.js'
import { type Measure, measureAt, unitSize } from './measure.js'

/** What converts between units and is no number of a problem unless it stands in the question. */
const constants = new Set([3.6, 7, 24, 60, 1440, 3600, 86_400, 10, 100, 1000, 10_000, 100_000, 1_000_000, 1e9])

const amount = lean(new RegExp(String.raw`(?<![\p{L}\p{N}.,_^/])(?=${NUMBER})`, 'gu'))
const product = rare(
  new RegExp(
    String.raw`(?<![\p{N}.,_^)(×·*⋅/÷+−-]\s?)(?<!\d\s?:\s?)(?<![\p{L}_])(${NUMBER})(\s?(?:(?:square|cubic)\s)?[\p{L}µ²³/]{0,20})((?:\s{0,9}[×·*⋅/÷:]\s{0,9}(?:${NUMBER})){1,6})\s{0,9}([=≈])\s{0,9}(?=${NUMBER})`,
    'gu',
  ),
)
const numbers = new RegExp(NUMBER, 'g')
const factor = rare(new RegExp(String.raw`([×·*⋅/÷:])\s{0,9}(${NUMBER})`, 'gu'))

const MAX_AMOUNTS = 100
const MAX_AMOUNT = 60

type Unit = { size: number; dimension: string; unit: string }

/**
 * A conversion by its factor: the question has 90 km/h and a step reckons "90 · 3.6 = 324 m/s", or a step has 64,800 cm³ and the next "64,800 / 100 = 648 litres". A number
 * without a unit has the one that it was written with before, if it was always the same.
 */
export function conversionReader(question: string): (step: ClaimText) => Pieces<Finding[]> {
  const units = new Map<number, Unit | null>()
  const asked = plainView(question.slice(0, 20_000))
  const given = new Set(matchesOf(numbers, asked).map(([text]) => stated(text).value))
  const converts = (by: string) =>
    [...factor.matchAll(by)].every(
      ([, , text = '']) => constants.has(stated(text).value) && !given.has(stated(text).value),
    )
  // Few chains convert anything: what was written lately is read when one does.
  let unread = [asked]
  return function* ({ plain }) {
    const products = [...product.matchAll(plain)].filter(([, , , by = '']) => converts(by))
    if (products.length > 0) {
      for (const text of unread) {
        learn(text, units)
        yield
      }
      unread = []
    }
    const found = products.flatMap((match): Finding[] => {
      const [all, number = '', written = '', by = '', sign] = match
      const end = match.index + all.length
      const to = measureAt(plain.slice(end, end + MAX_AMOUNT), 0)
      const from = written.trim() === '' ? units.get(stated(number).value) : named(written.trim())
      if (!from || to?.literal === undefined || to.dimension !== from.dimension || to.literal.size === from.size)
        return []
      if (/^\s?[-+−×*·/÷^]/.test(plain.slice(end + to.end, end + to.end + 3))) return []
      let result = stated(number).value
      for (const [, operation = '', text = ''] of factor.matchAll(by)) {
        const { value } = stated(text)
        result = /[×·*⋅]/.test(operation) ? result * value : result / value
      }
      // What is reckoned wrongly is arithmetic.
      if (!agrees(to.literal.stated, result, true)) return []
      return judged(plain, [match.index, end + to.end], stated(number).value, from, to.literal, sign === '≈')
    })
    unread.push(plain)
    return found
  }
}

function judged(
  plain: string,
  span: readonly [number, number],
  value: number,
  from: Unit,
  to: NonNullable<Measure['literal']>,
  about: boolean,
): Finding[] {
  const exact = (value * from.size) / to.size
  const ok = agrees(to.stated, exact, about) || Math.abs(to.stated.value - exact) <= 0.02 * Math.abs(exact)
  if (!ok && hedged(plain, span)) return []
  const unit = to.unit.trim()
  const computed = `${shown(exact)} ${unit}`
  const claimed = `${to.stated.text} ${unit}`
  return [finding('units', span, claimed, computed, ok, `${shown(value)} ${from.unit} is ${computed}, not ${claimed}`)]
}

const named = (unit: string): Unit | null => {
  const known = unitSize(unit)
  return known === null ? null : { ...known, unit }
}

/** The units that numbers are written with; null for a number that has been written with two, or with none. */
function learn(text: string, units: Map<number, Unit | null>): void {
  for (const match of matchesOf(amount, text).slice(0, MAX_AMOUNTS)) {
    // One amount is read here, however long the product that it may begin.
    const measure = measureAt(text.slice(match.index, match.index + MAX_AMOUNT), 0)
    const literal = measure?.literal
    if (literal === undefined || measure === null) continue
    const { value } = literal.stated
    const unit =
      measure.dimension === '' ? null : { size: literal.size, dimension: measure.dimension, unit: literal.unit.trim() }
    const known = units.get(value)
    if (known === undefined) units.set(value, unit)
    else if (known !== null && unit !== null && known.size !== unit.size) units.set(value, null)
  }
}
