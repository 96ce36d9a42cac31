import { byWord } from '../absence.js'

const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')
const germanMonths = byWord<number>({ mär: 3, mai: 5, okt: 10, dez: 12 })
const NAME = String.raw`(jan|feb|mar|mär|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez)\p{L}{0,6}\.?`
const DAY = String.raw`(\d{1,2})(?:st|nd|rd|th|\.)?`
const WEEKDAY = String.raw`(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s)?`

const dates: readonly { pattern: RegExp; order: readonly [year: number, month: number, day: number] }[] = [
  { pattern: new RegExp(String.raw`^${WEEKDAY}${NAME}\s${DAY},?\s(\d{4})$`, 'iu'), order: [3, 1, 2] },
  { pattern: new RegExp(String.raw`^${WEEKDAY}${DAY}\s(?:of\s)?${NAME},?\s(\d{4})$`, 'iu'), order: [3, 2, 1] },
  { pattern: /^(\d{4})([-/])(\d{1,2})\2(\d{1,2})$/, order: [1, 3, 4] },
  { pattern: /^(\d{4})年(\d{1,2})月(\d{1,2})日$/, order: [1, 2, 3] },
  // As written in the United States, whose data sets ask for MM/DD/YYYY.
  { pattern: /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/, order: [3, 1, 2] },
  { pattern: /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/, order: [3, 2, 1] },
]

const clock = /^(\d{1,2}):(\d{2})(?::(\d{2}))?\s?(?:([ap])\.?\s?m\.?|(?:uhr|h|hours|o'clock))?$/i
/** Where a number is asked for, "3 pm" is 3. */
const hourAlone = /^(\d{1,2})\s?([ap])\.?\s?m\.?$/i
/** Behind a number: it is an hour. */
export const halfOfDay = /^\s?[ap]\.?\s?m\b/i

/** One key for the ways to write a date with its year, or a time of day; null where the text is neither, whole. */
export function momentKey(text: string, { isNumber = false } = {}): string | null {
  const plain = text
    .trim()
    .replace(/\.$/, '')
    .slice(0, 60)
    .replace(hourAlone, isNumber ? '$&' : '$1:00 $2m')
  for (const { pattern, order } of dates) {
    const match = pattern.exec(plain)
    if (match === null) continue
    const [year, month, day] = order.map((group) => match[group] ?? '')
    const number = monthNumber(month ?? '')
    if (number < 1 || number > 12 || Number(day) < 1 || Number(day) > 31) return null
    return `date ${year}-${pad(number)}-${pad(Number(day))}`
  }
  const time = clock.exec(plain)
  if (time === null) return null
  const [, hour, minute, second, half] = time
  const [h, m] = [Number(hour), Number(minute)]
  if (h > 24 || m > 59 || (half !== undefined && (h < 1 || h > 12))) return null
  const full = half === undefined ? h : (h % 12) + (half.toLowerCase() === 'p' ? 12 : 0)
  return `time ${pad(full)}:${pad(m)}${second === undefined || second === '00' ? '' : `:${second}`}`
}

function monthNumber(month: string): number {
  if (/^\d+$/.test(month)) return Number(month)
  const name = month.toLowerCase()
  return germanMonths[name] ?? months.indexOf(name) + 1
}

const pad = (value: number) => String(value).padStart(2, '0')
