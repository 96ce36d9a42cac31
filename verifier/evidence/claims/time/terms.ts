/*
 * The terms that statements about time are made of: times of day, dates, weekdays, and how long something lasts. Each is found once in a text; what is said of them are rules over
 * their order and over what stands between them (`relations.ts`).
 */
import { lean } from '../../../../src/core/lean-patterns.js'
import { COUNT, countOf } from '../../../../src/core/quantities/words.js'
import { rare } from '../../../../src/core/triggers.js'
import { chineseWeekdays, DATED, DAYED, WEEKDAY, weekdayIndex } from './calendar.js'

interface Place {
  text: string
  from: number
  to: number
}
/** Minutes since midnight. `certain`: a half of the day is written, or the hour is past noon. */
export interface Clock extends Place {
  kind: 'clock'
  minutes: number
  certain: boolean
  half: boolean
}
export interface DateTerm extends Place {
  kind: 'date'
}
export interface Weekday extends Place {
  kind: 'weekday'
  index: number
}
/** What goes by seconds, by days and by months is not turned into one another: months have no one length, and days may be days of work. */
export interface Lasting extends Place {
  kind: 'lasting'
  seconds: number
  days: number
  months: number
  /** The place of its last unit among all: what goes on with it has a shorter one. */
  unit: number
}
export type Term = Clock | DateTerm | Weekday | Lasting

/** Behind a number: "six and a half hours", "seven and three quarter hours". */
const PART = String.raw`(?:\sand\s(?:a\s(?:half|quarter)|three[\s-]quarters?))?`
/** Shorter ones last. */
const units: readonly (readonly [pattern: string, part: 'seconds' | 'days' | 'months', times: number])[] = [
  ['years?|Jahren?|Jahre?', 'months', 12],
  ['months?|Monaten?|Monate?|个月', 'months', 1],
  ['fortnights?', 'days', 14],
  ['weeks?|Wochen?|周', 'days', 7],
  ['days?|Tagen?|Tag|天', 'days', 1],
  ['hours?|hrs?|h|Stunden?|Std|个?小时', 'seconds', 3600],
  ['minutes?|mins?|min|Minuten?|分钟?', 'seconds', 60],
  ['seconds?|secs?|s|Sekunden?|秒', 'seconds', 1],
]
const UNIT = units.map(([pattern]) => pattern).join('|')
const term = rare(
  new RegExp(
    [
      String.raw`(?<![\p{L}\d])(?<date>${DATED}|${DAYED})`,
      String.raw`(?<!\p{L})(?<weekday>${WEEKDAY})(?!\p{L})|(?:星期|周)(?<chinese>[日天一二三四五六])`,
      String.raw`(?<![\d:.,])(?<h>\d{1,2})(?::(?<m>[0-5]\d)(?![\d:]|\.\d)(?:\s?(?<half>[ap])\.?m\b\.?)?(?:\sUhr)?|\.(?<n>[0-5]\d)\sUhr|\s?(?<full>[ap])\.?m\b\.?)`,
      String.raw`(?<!\p{L})(?<noon>noon|midnight)(?!\p{L})`,
      String.raw`(?<![\d.,:/–−]|\d-|(?!\p{Script=Han})\p{L})(?:第|the\s(?=\d{1,3}(?:st|nd|rd|th)\sday))?(?<n0>\d{1,6}(?:\.\d{1,4})?|one|${COUNT}|an?|half\san)(?<part>${PART})(?:(?:st|nd|rd|th)(?=\sday(?!s)))?[\s-]?(?<unit>${UNIT})(?!\p{Script=Latin})`,
    ].join('|'),
    'giu',
  ),
)

const amountOf = (text: string) =>
  /^\d/.test(text) ? Number(text) : /^half/i.test(text) ? 0.5 : /^an?$/i.test(text) ? 1 : (countOf(text) ?? Number.NaN)
const partOf = (text = '') => (/three/i.test(text) ? 0.75 : /half/i.test(text) ? 0.5 : /quarter/i.test(text) ? 0.25 : 0)
/** Behind an hour, a day, a year: "an hour and a half", "2 hours and three quarters". */
const behind = lean(/^\sand\s(?:a\s(?:half|quarter)|three[\s-]quarters)(?![\s-]?\p{L}|\sof)/iu)
const patterns = units.map(([pattern]) => lean(new RegExp(`^(?:${pattern})$`, 'i')))

function lasting(amount: number, unit: string, place: Place): Lasting | null {
  const at = patterns.findIndex((pattern) => pattern.test(unit))
  const [, part, times] = units[at] ?? []
  if (part === undefined || times === undefined || Number.isNaN(amount)) return null
  return { kind: 'lasting', seconds: 0, days: 0, months: 0, unit: at, ...place, [part]: amount * times }
}

function termOf(match: RegExpExecArray): Term | null {
  const { groups = {}, index, input, 0: all } = match
  const place = { text: all, from: index, to: index + all.length }
  const { date, weekday, chinese, h, m, n, half, full, noon, n0, part, unit } = groups
  if (date !== undefined) return { kind: 'date', ...place }
  if (weekday !== undefined) return { kind: 'weekday', index: weekdayIndex(weekday), ...place }
  if (chinese !== undefined)
    return { kind: 'weekday', index: chineseWeekdays.indexOf(chinese.replace('天', '日')), ...place }
  if (noon !== undefined)
    return { kind: 'clock', minutes: /^n/i.test(noon) ? 720 : 0, certain: true, half: true, ...place }
  if (h !== undefined) {
    const [hour, which] = [Number(h), (half ?? full)?.toLowerCase()]
    if (hour > 24 || (which !== undefined && (hour < 1 || hour > 12))) return null
    const minutes = (which === undefined ? hour : (hour % 12) + (which === 'p' ? 12 : 0)) * 60 + Number(m ?? n ?? 0)
    return { kind: 'clock', minutes, certain: which !== undefined || hour > 12, half: which !== undefined, ...place }
  }
  const more = behind.exec(input.slice(place.to, place.to + 24))?.[0] ?? ''
  const whole = { ...place, text: all + more, to: place.to + more.length }
  return lasting(amountOf(n0 ?? '') + partOf(part) + partOf(more), unit ?? '', whole)
}

/** Between the parts of "2 hours and 15 minutes". */
const within = /^,?\s?(?:and\s|und\s)?$/i
const dateBehind = /^,?\s(?:den\s|der\s|the\s)?$/i

/** The terms of a text in their order; "2 h 15 min" is one, and so is "Friday, 3 March", whose day is told apart. */
export function termsOf(text: string): { terms: Term[]; dayOf: ReadonlyMap<Term, Weekday> } {
  const terms: Term[] = []
  const dayOf = new Map<Term, Weekday>()
  for (const match of term.matchAll(text)) {
    const next = termOf(match)
    const last = terms.at(-1)
    if (next === null) continue
    const gap = last === undefined ? '' : text.slice(last.to, next.from)
    if (last?.kind === 'weekday' && next.kind === 'date' && dateBehind.test(gap)) {
      terms.pop()
      dayOf.set(next, last)
    } else if (last?.kind === 'lasting' && next.kind === 'lasting' && within.test(gap) && next.unit > last.unit) {
      terms.pop()
      const { from } = last
      terms.push({
        kind: 'lasting',
        seconds: last.seconds + next.seconds,
        days: last.days + next.days,
        months: last.months + next.months,
        unit: next.unit,
        text: text.slice(from, next.to),
        from,
        to: next.to,
      })
      continue
    }
    terms.push(next)
  }
  return { terms, dayOf }
}
