import type { Finding, Span } from '../../../src/core/records/types.js'
import { rare } from '../../../src/core/triggers.js'
import { type ClaimText, finding, hedged } from './claim.js'

/** Interest may count every month with 30 days. */
const bankersYear = /30[/E]360|\b360[- ]days?\b|day[- ]count|banker['’]?s['’]? (?:year|rule)/i

/**
 * The calendar and the clock: the weekday of a date, leap years, the length of a month, the days between two dates, a date or weekday so many days later,
 * the time between two times of day. The calendar is the Gregorian one, reckoned by the platform's own dates in UTC.
 */
export function readDates({ plain, question }: ClaimText): Finding[] {
  if (bankersYear.test(plain) || bankersYear.test(question)) return []
  // Most steps speak of neither: they are told apart before the grammars look at them.
  const [dated, weekday, timed] = [aDate.test(plain), aWeekday.test(plain), aTime.test(plain)]
  return [
    ...(weekday ? weekdays(plain) : []),
    ...(aLeapYear.test(plain) ? leapYears(plain) : []),
    ...(aMonthLength.test(plain) ? monthLengths(plain) : []),
    ...(dated ? [...spans(plain), ...shifts(plain), ...monthShifts(plain)] : []),
    ...(weekday ? weekdayShifts(plain) : []),
    ...(timed ? [...clockSpans(plain), ...clockShifts(plain), ...clockCarries(plain)] : []),
  ]
}

const DAY = 86_400_000
const monthNames = 'january february march april may june july august september october november december'.split(' ')
const germanMonths = 'januar februar märz april mai juni juli august september oktober november dezember'.split(' ')
const weekdayNames = 'sunday monday tuesday wednesday thursday friday saturday'.split(' ')
const germanWeekdays = 'sonntag montag dienstag mittwoch donnerstag freitag samstag'.split(' ')
const chineseWeekdays = '日一二三四五六'

const MONTH = String.raw`(?:jan(?:uary|uar|\.)?|feb(?:ruary|ruar|\.)?|mar(?:ch|\.)?|märz|apr(?:il|\.)?|may|mai|june?|juni|july?|juli|aug(?:ust|\.)?|sep(?:t(?:ember|\.)?|\.)?|o[ck]t(?:ober|\.)?|nov(?:ember|\.)?|de[cz](?:ember|\.)?)`
/** Every way to write a date with a year: March 3, 2021; 3 March 2021; 3. März 2021; 2021-03-03; 2021年3月3日. Slashes are read both ways by people. */
const DATED = String.raw`(?:${MONTH}\s\d{1,2}(?:st|nd|rd|th)?,?\s\d{4}|\d{1,2}(?:st|nd|rd|th|\.)?\s(?:of\s)?${MONTH},?\s\d{4}|\d{4}-\d{2}-\d{2}|\d{4}年\d{1,2}月\d{1,2}日)`
/** The same, the year left out. */
const DAYED = String.raw`(?:${MONTH}\s\d{1,2}(?:st|nd|rd|th)?(?!\d|,?\s\d{4})|\d{1,2}(?:st|nd|rd|th|\.)?\s(?:of\s)?${MONTH}(?!,?\s\d{4}))`
const DATE = `(?:${DATED}|${DAYED})`
const aMonthLength = rare(/\d{2}\s(?:days|Tage)/i)
const aDate = rare(new RegExp(String.raw`\d{4}[-年]\d|${MONTH}\s\d|\d(?:st|nd|rd|th|\.)?\s(?:of\s)?${MONTH}`, 'i'))
const aTime = rare(/\d:\d\d/)
const aLeapYear = rare(/leap|schalt|闰|36[56]/i)
const WEEKDAY = `(?:(?:sun|mon|tues|wednes|thurs|fri|satur)day|(?:sonn|mon|diens|donners|frei|sams)tag|mittwoch)`
const aWeekday = rare(new RegExp(`${WEEKDAY}|星期|周`, 'i'))

/** A date in UTC; a date without a year lies in `year`, or has none. */
interface CalendarDay {
  time: number
  dated: boolean
}

function readDate(text: string, year?: number): CalendarDay | null {
  const lower = text.toLowerCase()
  const iso = /^(\d{4})[-年](\d{1,2})[-月](\d{1,2})/.exec(lower)
  if (iso !== null) return dayOf(Number(iso[1]), Number(iso[2]) - 1, Number(iso[3]), true)
  const name = /[a-zä]{3,}/.exec(lower.replace(/\b(?:of|st|nd|rd|th)\b|(?<=\d)(?:st|nd|rd|th)/g, ''))?.[0] ?? ''
  const month = monthOf(name)
  const day = /(?<!\d)\d{1,2}(?!\d)/.exec(lower)?.[0]
  const stated = /\d{4}/.exec(lower)?.[0]
  if (month < 0 || day === undefined) return null
  const inYear = stated === undefined ? year : Number(stated)
  return inYear === undefined ? null : dayOf(inYear, month, Number(day), stated !== undefined)
}

function monthOf(name: string): number {
  const key = name.slice(0, 3)
  const english = monthNames.findIndex((month) => month.startsWith(key))
  return english >= 0 ? english : germanMonths.findIndex((month) => month.startsWith(key))
}

/** Dates before the Gregorian calendar was in use everywhere are left alone. */
const FIRST_YEAR = 1753

function dayOf(year: number, month: number, day: number, dated: boolean): CalendarDay | null {
  if (year < FIRST_YEAR || year > 9999 || month < 0 || month > 11) return null
  const date = new Date(Date.UTC(year, month, day))
  return date.getUTCMonth() === month && date.getUTCDate() === day ? { time: date.getTime(), dated } : null
}

function weekdayIndex(name: string): number {
  const lower = name.toLowerCase()
  const english = weekdayNames.indexOf(lower)
  return english >= 0 ? english : germanWeekdays.indexOf(lower)
}

const weekdayOf = ({ time }: CalendarDay) => weekdayNames[new Date(time).getUTCDay()] ?? ''
const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)
const longDate = (time: number, dated = true) =>
  new Date(time).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
    ...(dated ? { year: 'numeric' } : {}),
  })

function claim(text: string, span: Span, claimed: string, computed: string, ok: boolean, message: string): Finding[] {
  return !ok && hedged(text, span) ? [] : [finding('dates', span, claimed, computed, ok, message)]
}

const spanOf = (match: RegExpExecArray | (RegExpMatchArray & { index: number })): Span => [
  match.index,
  match.index + match[0].length,
]

const dateIsDay = rare(
  new RegExp(
    String.raw`(?<![\p{L}\p{N}])(${DATED})\s?(?:,\s)?(?:(?:is|was|falls\son|fell\son|will\sbe|ist|war|=)\s(?:an?\s|ein\s)?|\(\s?)(${WEEKDAY})(?!\p{L})(?!\sor\b)`,
    'giu',
  ),
)
const dayAndDate = rare(new RegExp(String.raw`(?<!\p{L})(${WEEKDAY}),?\s(?:den\s|der\s|the\s)?(${DATED})(?!\d)`, 'giu'))
const chineseDay = rare(/(\d{4}年\d{1,2}月\d{1,2}日)(?:是)?(?:星期|周)([日天一二三四五六])/g)

/** "March 3, 2021 was a Tuesday", "Tuesday, March 3, 2021". */
function weekdays(text: string): Finding[] {
  const stated = [
    ...[...dateIsDay.matchAll(text)].map((match) => ({ match, date: match[1], day: weekdayIndex(match[2] ?? '') })),
    ...[...dayAndDate.matchAll(text)].map((match) => ({ match, date: match[2], day: weekdayIndex(match[1] ?? '') })),
    ...[...chineseDay.matchAll(text)].map((match) => ({
      match,
      date: match[1],
      day: chineseWeekdays.indexOf((match[2] ?? '').replace('天', '日')),
    })),
  ]
  return stated.flatMap(({ match, date = '', day }) => {
    const read = readDate(date)
    const name = weekdayNames[day]
    if (read === null || name === undefined) return []
    const right = weekdayOf(read)
    return claim(
      text,
      spanOf(match),
      capital(name),
      capital(right),
      right === name,
      `${date.trim()} is a ${capital(right)}`,
    )
  })
}

const isLeap = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
const leap =
  /(?<!\d)([12]\d{3})\s(?:is|was|will\sbe|ist|war)\s(?:also\s)?(not\s|keine?\s)?(?:an?\s|ein\s)?(?:leap\s?year|Schaltjahr|leap\b)/gi
const chineseLeap = rare(/([12]\d{3})年?(是|不是)闰年/g)
const yearLength = rare(/(?<!\d)([12]\d{3})\s(?:has|had|hat)\s(36[56])\s(?:days|Tage)/gi)

function leapYears(text: string): Finding[] {
  const said = [
    ...[...text.matchAll(leap)].map((match) => ({ match, year: Number(match[1]), leap: match[2] === undefined })),
    ...[...chineseLeap.matchAll(text)].map((match) => ({ match, year: Number(match[1]), leap: match[2] === '是' })),
    ...[...yearLength.matchAll(text)].map((match) => ({ match, year: Number(match[1]), leap: match[2] === '366' })),
  ]
  return said.flatMap(({ match, year, leap: claimed }) => {
    if (year < 1583) return []
    const right = isLeap(year)
    const word = (is: boolean) => (is ? 'a leap year' : 'no leap year')
    const finding = claim(
      text.replace(match[0], match[0].replace(/\b(?:not|keine?)\b|不/, '')),
      spanOf(match),
      word(claimed),
      word(right),
      right === claimed,
      `${year} is ${word(right)}`,
    )
    return finding
  })
}

const monthLength = rare(
  new RegExp(
    String.raw`(?<!\p{L})(${MONTH})(?:\s(?:of\s|in\s)?(\d{4}))?\s(?:has|had|hat)\s(?:only\s|exactly\s|nur\s)?(\d{2})\s(?:days|Tage)(?!\sleft|\sremaining)`,
    'giu',
  ),
)

function monthLengths(text: string): Finding[] {
  return [...monthLength.matchAll(text)].flatMap((match) => {
    const [, name = '', year, days] = match
    const month = monthOf(name.toLowerCase())
    // "April has 19 days" up to the 19th.
    if (month < 0 || Number(days) < 28) return []
    const lengths = [year === undefined ? 2023 : Number(year), year === undefined ? 2024 : Number(year)].map((each) =>
      new Date(Date.UTC(each, month + 1, 0)).getUTCDate(),
    )
    const right = [...new Set(lengths)].join(' or ')
    return claim(
      text,
      spanOf(match),
      `${days} days`,
      `${right} days`,
      lengths.includes(Number(days)),
      `${name} has ${right} days`,
    )
  })
}

const between = rare(
  new RegExp(
    String.raw`(?<!\p{L})(?:from|between|von|vom)\s(${DATE})\s(?:to|until|till|and|through|bis(?:\szum)?|und)\s(${DATE})[^.!?\n\d]{0,40}?(?:\sis|\sare|=|:|there\sare|,|\slasts|\stakes|sind\ses|\sspans)\s?(?:exactly\s|a\stotal\sof\s)?(\d{1,5})\s(days|weeks|Tage|Wochen)(?!\p{L}|\s(?:later|earlier|after|before|ago|später|früher|nach|vor)\b)`,
    'giu',
  ),
)

/** Both ways to count the days between two dates, and both lengths of February where no year is given. */
function spans(text: string): Finding[] {
  return [...between.matchAll(text)].flatMap((match) => {
    const [, from = '', to = '', amount = '', unit = ''] = match
    const days = Number(amount) * (/week|wochen/i.test(unit) ? 7 : 1)
    const counts = [2023, 2024].flatMap((year) => {
      const [a, b] = [readDate(from, year), readDate(to, year)]
      if (a === null || b === null) return []
      const difference = Math.round((b.time - a.time) / DAY)
      const whole = difference < 0 && !b.dated ? difference + (isLeap(year + 1) ? 366 : 365) : difference
      return [whole, whole + 1]
    })
    if (counts.length === 0 || counts.some((each) => each < 0)) return []
    const ok = counts.includes(days) || (/week/i.test(unit) && counts.some((each) => Math.floor(each / 7) * 7 === days))
    return claim(
      text,
      spanOf(match),
      `${amount} ${unit}`,
      `${counts[0]} days`,
      ok,
      `from ${from} to ${to} are ${counts[0]} days`,
    )
  })
}

const UNIT_OF_DAYS = `(days?|weeks?|Tage?|Wochen?)`
const shifted = rare(
  new RegExp(
    String.raw`(?<![\d.,\p{L}])(\d{1,5})\s${UNIT_OF_DAYS}\s(after|from|before|later\sthan|nach|vor)\s(?:(?:dem\s)?${WEEKDAY},?\s)?(${DATE})\s(?:is|was|falls\son|will\sbe|=|ist|war|gives\sus)\s(?:(?:der\s)?${WEEKDAY},?\s)?(${DATE})`,
    'giu',
  ),
)
const added = rare(
  new RegExp(
    String.raw`(?<![\p{L}\d])(${DATE})\s?([+−-])\s?(\d{1,5})\s${UNIT_OF_DAYS}\s?(?:=|is|gives|→)\s?(${DATE})`,
    'giu',
  ),
)

/** "45 days after March 3 is April 17", "March 3 + 45 days = April 17". */
function shifts(text: string): Finding[] {
  const stated = [
    ...[...shifted.matchAll(text)].map((match) => ({
      match,
      amount: match[1],
      unit: match[2],
      back: /before|vor/i.test(match[3] ?? ''),
      from: match[4],
      to: match[5],
    })),
    ...[...added.matchAll(text)].map((match) => ({
      match,
      amount: match[3],
      unit: match[4],
      back: match[2] !== '+',
      from: match[1],
      to: match[5],
    })),
  ]
  return stated.flatMap(({ match, amount, unit = '', back, from = '', to = '' }) => {
    const days = Number(amount) * (/week|woche/i.test(unit) ? 7 : 1) * (back ? -1 : 1)
    const results = [2023, 2024].flatMap((year) => {
      const a = readDate(from, year)
      if (a === null) return []
      const target = a.time + days * DAY
      const b = readDate(to, new Date(target).getUTCFullYear())
      return b === null ? [] : [{ target, ok: b.time === target }]
    })
    const [first] = results
    if (first === undefined) return []
    const computed = longDate(first.target, /\d{4}/.test(from))
    return claim(
      text,
      spanOf(match),
      to,
      computed,
      results.some(({ ok }) => ok),
      `${amount} ${unit} ${back ? 'before' : 'after'} ${from} is ${computed}`,
    )
  })
}

const monthsLater = rare(
  new RegExp(
    String.raw`(?<![\p{L}\d])(?:(?:adding\s)?(\d{1,3})\s(months?|Monate?n?)\s(?:to|after|from|nach|ab)\s(?:dem\s)?(${DATE})|(${DATE})\s?(?:\+|plus)\s?(\d{1,3})\s(months?|Monate?))\s?(?:leads\sto|is|was|gives|=|→|brings\sus\sto|ist|ergibt|führt\szum?|we\sget|ends\son)\s(?:the\s|den\s|dem\s)?(${DATE})`,
    'giu',
  ),
)

/** "7 months after 14 March 2022 is 14 October 2022"; the last days of a month are left open. */
function monthShifts(text: string): Finding[] {
  return [...monthsLater.matchAll(text)].flatMap((match) => {
    const [, m1, , d1, d2, m2, , to = ''] = match
    const [from, count] = [readDate(d1 ?? d2 ?? '', 2023), Number(m1 ?? m2)]
    const year =
      from === null
        ? 0
        : new Date(from.time).getUTCFullYear() + Math.floor((new Date(from.time).getUTCMonth() + count) / 12)
    const end = readDate(to, year)
    if (from === null || end === null) return []
    const [start, target] = [new Date(from.time), new Date(end.time)]
    if (start.getUTCDate() > 28) return []
    const right = Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + count, start.getUTCDate())
    // A period that ends the day before is counted so by law.
    const ok = target.getTime() === right || target.getTime() === right - DAY
    const computed = longDate(right, /\d{4}/.test(d1 ?? d2 ?? ''))
    return claim(text, spanOf(match), to, computed, ok, `${count} months after ${d1 ?? d2} is ${computed}`)
  })
}

const weekdayShift = rare(
  new RegExp(
    String.raw`(?<![\d.,\p{L}])(\d{1,6})\s(days?|Tage?)\s(after|from|before|nach|vor)\s(?:a\s|einem\s)?(${WEEKDAY})\s(?:is|was|will\sbe|falls\son|ist)\s(?:also\s|again\s)?(?:a\s|ein\s)?(${WEEKDAY})`,
    'giu',
  ),
)
const weekdayPlus = rare(
  new RegExp(
    String.raw`(?<!\p{L})(${WEEKDAY})\s?([+−-])\s?(\d{1,6})\sdays?\s?(?:=|is|gives|→)\s?(?:a\s)?(${WEEKDAY})`,
    'giu',
  ),
)

function weekdayShifts(text: string): Finding[] {
  const stated = [
    ...[...weekdayShift.matchAll(text)].map((match) => ({
      match,
      amount: Number(match[1]),
      back: /before|vor/i.test(match[3] ?? ''),
      from: match[4],
      to: match[5],
    })),
    ...[...weekdayPlus.matchAll(text)].map((match) => ({
      match,
      amount: Number(match[3]),
      back: match[2] !== '+',
      from: match[1],
      to: match[4],
    })),
  ]
  return stated.flatMap(({ match, amount, back, from = '', to = '' }) => {
    const [a, b] = [weekdayIndex(from), weekdayIndex(to)]
    if (a < 0 || b < 0) return []
    const right = (((a + (back ? -amount : amount)) % 7) + 7) % 7
    const name = capital(weekdayNames[right] ?? '')
    return claim(
      text,
      spanOf(match),
      to,
      name,
      right === b,
      `${amount} days ${back ? 'before' : 'after'} ${from} is a ${name}`,
    )
  })
}

const CLOCK = String.raw`(\d{1,2}):(\d{2})(?!:?\d)(?:\s?([ap])\.?m\b\.?)?(?:\sUhr)?`
const DURATION = String.raw`(?:(\d{1,3})\s?(?:(?:hours?|hrs?|h|Stunden?)\b|个?小时))?(?:,?\s?(?:and\s|und\s)?(\d{1,4})\s?(?:(?:minutes?|mins?|min|Minuten?)\b|分钟?))?`
/** "16:40 + 2:00 = 18 min 40 s": minutes and seconds, no time of day. */
const NO_SECONDS = String.raw`(?!,?\s?(?:and\s|und\s)?\d{1,2}\s?(?:s|sec|seconds?|Sekunden?)\b)`
const clockSpan = rare(
  new RegExp(
    String.raw`(?<![\d:])(?:from\s|between\s|von\s)?${CLOCK}\s(?:to|until|till|and|bis|-|–)\s${CLOCK}(?:,?\s(?:is|=|are|lasts|takes|that\sis|which\sis|there\sare|sind(?:\ses)?|:)\s|\s?=\s?|:\s)(?:exactly\s|a\stotal\sof\s)?(?=\d)${DURATION}${NO_SECONDS}`,
    'giu',
  ),
)

/** "13:20 - 9:45 = 3 h 35 min" */
const clockDifference = rare(
  new RegExp(
    String.raw`(?<![\d:])${CLOCK}\s?(?:[-−–]|minus|减去?)\s?${CLOCK}\s?(?:=|is|equals|ist|等于|是|为)\s?(?=\d)${DURATION}${NO_SECONDS}`,
    'giu',
  ),
)

interface Clock {
  minutes: number
  /** a.m. or p.m. was written, or the hour is past noon. */
  certain: boolean
}

function clock(hour: string | undefined, minute: string | undefined, half: string | undefined): Clock | null {
  const [h, m] = [Number(hour), Number(minute)]
  if (h > 24 || m > 59 || (half !== undefined && (h < 1 || h > 12))) return null
  const late = half?.toLowerCase() === 'p'
  return {
    minutes: (half === undefined ? h : (h % 12) + (late ? 12 : 0)) * 60 + m,
    certain: half !== undefined || h > 12,
  }
}

const HALF_DAY = 720
const mod = (value: number, by: number) => ((value % by) + by) % by
const hours = (minutes: number) => `${Math.floor(minutes / 60)} h ${minutes % 60} min`
const minutesOf = (h: string | undefined, m: string | undefined) => Number(h ?? 0) * 60 + Number(m ?? 0)

/** "From 9:45 to 13:20 is 3 h 25 min". Where no half of the day is told, either may be meant. */
function clockSpans(text: string): Finding[] {
  const differences = [...clockDifference.matchAll(text)].map((match) => {
    const [, h1, m1, a1, h2, m2, a2, ...rest] = match
    return { match, groups: [h2, m2, a2, h1, m1, a1, ...rest] }
  })
  // "5:00 PM - 1:00 PM = 4 hours" takes away; it does not go from one to the other.
  const isTaken = (place: number) =>
    differences.some(({ match }) => place >= match.index && place < match.index + match[0].length)
  const spans = [...clockSpan.matchAll(text)].filter(({ index }) => !isTaken(index))
  const stated = [...spans.map((match) => ({ match, groups: match.slice(1) })), ...differences]
  return stated.flatMap(({ match, groups }) => {
    const [h1, m1, a1, h2, m2, a2, h, m] = groups
    if (h === undefined && m === undefined) return []
    const [from, to] = [clock(h1, m1, a1 ?? a2), clock(h2, m2, a2)]
    if (from === null || to === null) return []
    const passed = minutesOf(h, m)
    const period = from.certain && to.certain ? 2 * HALF_DAY : HALF_DAY
    const right = mod(to.minutes - from.minutes, period)
    const open = a1 === undefined && a2 !== undefined
    const ok = mod(passed - right, open ? HALF_DAY : period) === 0
    return claim(
      text,
      spanOf(match),
      hours(passed),
      hours(right),
      ok,
      `from ${h1}:${m1} to ${h2}:${m2} are ${hours(right)}`,
    )
  })
}

const later = rare(
  new RegExp(
    String.raw`(?<![\d:.])(?=\d)${DURATION}\s(after|later\sthan|before|nach|vor|past)\s${CLOCK}\s(?:is|=|gives|ist|will\sbe)\s${CLOCK}`,
    'giu',
  ),
)
const plus = rare(
  new RegExp(
    String.raw`(?<![\d:])${CLOCK}\s?([+−-]|plus|minus)\s?(?=\d)${DURATION}\s?(?:=|is|gives|→|brings\sus\sto)\s?${CLOCK}(?!\s?[+−-]\s?\d)`,
    'giu',
  ),
)

const carriedOver = rare(
  new RegExp(
    String.raw`(?<![\d:])${CLOCK}\s?[+]\s?(\d{1,3})\s?min(?:utes)?\s?=\s?(\d{1,2}):(\d{2}),?\s(?:which\sis|i\.e\.|that\sis|=)\s(\d{1,2}):(\d{2})`,
    'giu',
  ),
)

/** "05:40 + 35 min = 05:75, which is 06:25": sixty minutes make an hour. */
function clockCarries(text: string): Finding[] {
  return [...carriedOver.matchAll(text)].flatMap((match) => {
    const [, h, m, , more, , , h2, m2] = match
    const right = mod(minutesOf(h, m) + Number(more), 2 * HALF_DAY)
    const computed = `${Math.floor(right / 60)}:${String(right % 60).padStart(2, '0')}`
    const ok = right === mod(minutesOf(h2, m2), 2 * HALF_DAY)
    return claim(text, spanOf(match), `${h2}:${m2}`, computed, ok, `that is ${computed}`)
  })
}

/** "2 h 30 min after 10:45 is 13:15", "10:45 + 2 h 30 min = 13:15". */
function clockShifts(text: string): Finding[] {
  const stated = [
    ...[...later.matchAll(text)].map((match) => {
      const [, h, m, way, h1, m1, a1, h2, m2, a2] = match
      return {
        match,
        h,
        m,
        back: /before|vor/i.test(way ?? ''),
        start: [h1, m1, a1] as const,
        end: [h2, m2, a2] as const,
      }
    }),
    ...[...plus.matchAll(text)].map((match) => {
      const [, h1, m1, a1, sign, h, m, h2, m2, a2] = match
      return {
        match,
        h,
        m,
        back: sign !== '+' && sign !== 'plus',
        start: [h1, m1, a1] as const,
        end: [h2, m2, a2] as const,
      }
    }),
  ]
  return stated.flatMap(({ match, h, m, back, start, end }) => {
    if (h === undefined && m === undefined) return []
    const [from, to] = [clock(...start), clock(...end)]
    if (from === null || to === null) return []
    const right = mod(from.minutes + (back ? -1 : 1) * minutesOf(h, m), 2 * HALF_DAY)
    const certain = start[2] !== undefined && end[2] !== undefined
    const ok = mod(right - to.minutes, certain ? 2 * HALF_DAY : HALF_DAY) === 0
    const computed = `${Math.floor(right / 60)}:${String(right % 60).padStart(2, '0')}`
    return claim(text, spanOf(match), `${end[0]}:${end[1]}`, computed, ok, `that is ${computed}`)
  })
}
