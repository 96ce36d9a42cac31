import type { Finding } from '../../../src/core/records/types.js'
import { rare } from '../../../src/core/triggers.js'
import {
  aDate,
  aLeapYear,
  aMonthLength,
  aWeekday,
  capital,
  chineseWeekdays,
  claim,
  DATE,
  DATED,
  DAY,
  longDate,
  MONTH,
  monthOf,
  readDate,
  spanOf,
  WEEKDAY,
  weekdayIndex,
  weekdayNames,
  weekdayOf,
} from './calendar.js'
import type { ClaimText } from './claim.js'
import { readClocks } from './clocks.js'

/** Interest may count every month with 30 days. */
const bankersYear = /30[/E]360|\b360[- ]days?\b|day[- ]count|banker['’]?s['’]? (?:year|rule)/i

/**
 * The calendar and the clock: the weekday of a date, leap years, the length of a month, the days between two dates, a date or weekday so many days later,
 * the time between two times of day. The calendar is the Gregorian one, reckoned by the platform's own dates in UTC.
 */
export function readDates({ plain, question }: ClaimText): Finding[] {
  if (bankersYear.test(plain) || bankersYear.test(question)) return []
  // Most steps speak of neither: they are told apart before the grammars look at them.
  const [dated, weekday] = [aDate.test(plain), aWeekday.test(plain)]
  return [
    ...(weekday ? weekdays(plain) : []),
    ...(aLeapYear.test(plain) ? leapYears(plain) : []),
    ...(aMonthLength.test(plain) ? monthLengths(plain) : []),
    ...(dated ? [...spans(plain), ...shifts(plain), ...monthShifts(plain)] : []),
    ...(weekday ? weekdayShifts(plain) : []),
    ...readClocks(plain),
  ]
}

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
