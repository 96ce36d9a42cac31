/* How dates and weekdays are written and read. The calendar is the Gregorian one, reckoned by the platform's own dates in UTC. */

export const DAY = 86_400_000
export const monthNames = 'january february march april may june july august september october november december'.split(
  ' ',
)
export const germanMonths = 'januar februar märz april mai juni juli august september oktober november dezember'.split(
  ' ',
)
export const weekdayNames = 'sunday monday tuesday wednesday thursday friday saturday'.split(' ')
export const germanWeekdays = 'sonntag montag dienstag mittwoch donnerstag freitag samstag'.split(' ')
export const chineseWeekdays = '日一二三四五六'

export const MONTH = String.raw`(?:jan(?:uary|uar|\.)?|feb(?:ruary|ruar|\.)?|mar(?:ch|\.)?|märz|apr(?:il|\.)?|may|mai|june?|juni|july?|juli|aug(?:ust|\.)?|sep(?:t(?:ember|\.)?|\.)?|o[ck]t(?:ober|\.)?|nov(?:ember|\.)?|de[cz](?:ember|\.)?)`
/** Every way to write a date with a year: March 3, 2021; 3 March 2021; 3. März 2021; 2021-03-03; 2021年3月3日. Slashes are read both ways by people. */
export const DATED = String.raw`(?:${MONTH}\s\d{1,2}(?:st|nd|rd|th)?,?\s\d{4}|\d{1,2}(?:st|nd|rd|th|\.)?\s(?:of\s)?${MONTH},?\s\d{4}|\d{4}-\d{2}-\d{2}|\d{4}年\d{1,2}月\d{1,2}日)`
/** The same, the year left out. */
export const DAYED = String.raw`(?:${MONTH}\s\d{1,2}(?:st|nd|rd|th)?(?!\d|,?\s\d{4})|\d{1,2}(?:st|nd|rd|th|\.)?\s(?:of\s)?${MONTH}(?!,?\s\d{4}))`
export const DATE = `(?:${DATED}|${DAYED})`
export const WEEKDAY = `(?:(?:sun|mon|tues|wednes|thurs|fri|satur)day|(?:sonn|mon|diens|donners|frei|sams)tag|mittwoch)`

/** A date in UTC; a date without a year lies in `year`, or has none. */
export interface CalendarDay {
  time: number
  dated: boolean
}

export function readDate(text: string, year?: number): CalendarDay | null {
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

export function monthOf(name: string): number {
  const key = name.slice(0, 3)
  const english = monthNames.findIndex((month) => month.startsWith(key))
  return english >= 0 ? english : germanMonths.findIndex((month) => month.startsWith(key))
}

/** Dates before the Gregorian calendar was in use everywhere are left alone. */
export const FIRST_YEAR = 1753

function dayOf(year: number, month: number, day: number, dated: boolean): CalendarDay | null {
  if (year < FIRST_YEAR || year > 9999 || month < 0 || month > 11) return null
  const date = new Date(Date.UTC(year, month, day))
  return date.getUTCMonth() === month && date.getUTCDate() === day ? { time: date.getTime(), dated } : null
}

export function weekdayIndex(name: string): number {
  const lower = name.toLowerCase()
  const english = weekdayNames.indexOf(lower)
  return english >= 0 ? english : germanWeekdays.indexOf(lower)
}

export const weekdayOf = ({ time }: CalendarDay) => weekdayNames[new Date(time).getUTCDay()] ?? ''
export const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)
export const longDate = (time: number, dated = true) =>
  new Date(time).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
    ...(dated ? { year: 'numeric' } : {}),
  })

export const isLeap = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
export const yearLength = (year: number) => (isLeap(year) ? 366 : 365)

/** Days of a month; of a February without a year both. */
export const monthLengths = (month: number, year?: number): readonly number[] => [
  ...new Set(
    (year === undefined ? [2023, 2024] : [year]).map((each) => new Date(Date.UTC(each, month + 1, 0)).getUTCDate()),
  ),
]
