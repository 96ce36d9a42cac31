/* What time there is between two moments, and what moment is so long before or after another. */
import { type CalendarDay, capital, DAY, longDate, readDate, weekdayNames } from './calendar.js'
import { type Checked, DAY_MINUTES, mod, showClock } from './checked.js'
import type { Clock, DateTerm, Lasting, Term, Weekday } from './terms.js'

export type Moment = Clock | DateTerm | Weekday

const HALF_DAY = DAY_MINUTES / 2
/** Where no year is written, both lengths of February may be meant. */
const years = [2023, 2024]
const isDated = ({ text }: Term) => /\d{4}/.test(text)

/** Whether `to` lies `by` after `from`, or before it. */
export function shifted(from: Moment, by: Lasting, back: boolean, to: Moment): Checked | null {
  const sign = back ? -1 : 1
  const way = back ? 'before' : 'after'
  if (from.kind === 'clock' && to.kind === 'clock') {
    if (by.days !== 0 || by.months !== 0 || by.seconds % 60 !== 0) return null
    const right = from.minutes + (sign * by.seconds) / 60
    const ok = mod(right - to.minutes, from.half && to.half ? DAY_MINUTES : HALF_DAY) === 0
    return { claimed: to.text.trim(), computed: showClock(right), ok, message: `that is ${showClock(right)}` }
  }
  if (by.seconds !== 0 || !Number.isInteger(by.days + by.months)) return null
  if (from.kind === 'weekday' && to.kind === 'weekday') {
    if (by.months !== 0) return null
    const name = capital(weekdayNames[mod(from.index + sign * by.days, 7)] ?? '')
    const ok = mod(from.index + sign * by.days - to.index, 7) === 0
    return { claimed: to.text, computed: name, ok, message: `${by.days} days ${way} ${from.text} is a ${name}` }
  }
  if (from.kind !== 'date' || to.kind !== 'date') return null
  // "30 April + 15 days = 15 May 2026", "14 March + 2 years = 14 March 2028": the year that is written is that of the end, and the beginning lies as long before it as is said.
  const written = isDated(from) ? undefined : /\d{4}/.exec(to.text)?.[0]
  const apart = Math.round(by.months / 12 + by.days / 365.25)
  const turns = written === undefined ? years : [0, -1, 1].map((turn) => Number(written) - sign * (apart + turn))
  const targets = turns.flatMap((year) => {
    const start = readDate(from.text, year)
    const target = start === null ? null : later(start, by, sign)
    const end = target === null ? null : readDate(to.text, new Date(target).getUTCFullYear())
    // A period of months that ends the day before is counted so by law.
    return target === null || end === null
      ? []
      : [{ target, ok: end.time === target || (by.months > 0 && end.time === target - DAY) }]
  })
  const first = targets.find(({ target }) => written === String(new Date(target).getUTCFullYear())) ?? targets[0]
  if (first === undefined) return null
  const computed = longDate(first.target, isDated(from) || written !== undefined)
  const message = `${by.text.trim()} ${way} ${from.text.trim()} is ${computed}`
  return { claimed: to.text, computed, ok: targets.some(({ ok }) => ok), message }
}

/** The last days of a month have no month later that all agree on. */
function later({ time }: CalendarDay, { days, months }: Lasting, sign: number): number | null {
  const start = new Date(time)
  if (months !== 0 && start.getUTCDate() > 28) return null
  return Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + sign * months, start.getUTCDate() + sign * days)
}

/** Whether it is so long from one to the other. */
export function apart(from: Moment, to: Moment, said: Lasting, isBetween = false): Checked | null {
  if (from.kind === 'clock' && to.kind === 'clock') {
    if (said.days !== 0 || said.months !== 0 || said.seconds % 60 !== 0) return null
    const passed = said.seconds / 60
    const period = from.certain && to.certain ? DAY_MINUTES : HALF_DAY
    const right = mod(to.minutes - from.minutes, period)
    // "From 9:45 to 1:20 pm": the half of the first is open.
    const ok = mod(passed - right, to.half && !from.half ? HALF_DAY : period) === 0
    const computed = hoursOf(right)
    return { claimed: hoursOf(passed), computed, ok, message: `from ${from.text} to ${to.text} are ${computed}` }
  }
  if (from.kind !== 'date' || to.kind !== 'date' || said.days === 0 || said.seconds + said.months !== 0) return null
  const counts = daysApart(from, to)
  const [exact] = counts
  if (exact === undefined || counts.some((each) => each < 0)) return null
  // Both ends may count, and between them none.
  const fine = counts.flatMap((each) => [each, each + 1, ...(isBetween ? [each - 1] : [])])
  const weeks =
    said.days % 7 === 0 && !/day|tag|天/i.test(said.text) && counts.some((each) => each - (each % 7) === said.days)
  const message = `from ${from.text} to ${to.text} are ${exact} days`
  return { claimed: said.text, computed: `${exact} days`, ok: weeks || fine.includes(said.days), message }
}

/** A later date without a year may lie in the next, and one that has none in the year of the other. */
export function daysApart(from: Term, to: Term): number[] {
  const year = /\d{4}/.exec(to.text)?.[0] ?? /\d{4}/.exec(from.text)?.[0]
  return (year === undefined ? years : [Number(year)]).flatMap((each) => {
    const [a, b] = [readDate(from.text, each), readDate(to.text, each)]
    if (a === null || b === null) return []
    const end = b.time < a.time && !b.dated ? readDate(to.text, each + 1) : b
    return end === null ? [] : [Math.round((end.time - a.time) / DAY)]
  })
}

export const hoursOf = (minutes: number) =>
  `${Math.floor(minutes / 60)} h ${Math.round((minutes % 60) * 100) / 100} min`

/** The sum of two times. */
export function added(first: Lasting, second: Lasting, said: Lasting): Checked | null {
  if ([first, second, said].some(({ days, months }) => days + months !== 0)) return null
  const total = first.seconds + second.seconds
  const ok = Math.abs(total - said.seconds) < 1
  const computed = total % 60 === 0 ? hoursOf(total / 60) : `${total} s`
  return { claimed: said.text, computed, ok, message: `together that is ${computed}` }
}
