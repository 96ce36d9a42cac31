/* "What day of the week is 1 March 2028?", "When does it end?": by calendar and clock. */

import { rare } from '../../../src/core/triggers.js'
import { monthNames, weekdayNames } from '../claims/time/calendar.js'
import { type Asked, form, type QuestionReader, type Solved } from './form.js'

const DAY = 86_400_000
const DATE = String.raw`(\d{1,2})(?:st|nd|rd|th)?(?: of)? (${monthNames.join('|')}) (\d{4})|(${monthNames.join('|')}) (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})`

/** "1 July" of the year before it */
const DAY_ONLY = String.raw`(\d{1,2})(?:st|nd|rd|th)?(?: of)? (${monthNames.join('|')})|(${monthNames.join('|')}) (\d{1,2})(?:st|nd|rd|th)?`

const asksWeekday = new RegExp(
  String.raw`(?:the )?(?:${DATE}) (?:was|is|falls on|fell on) an? (${weekdayNames.join('|')})\. (?:(?:on )?(?:what|which) (?:day of the week|weekday|day) (?:is|was|will be|does|did)|and|what about) (?:the )?(?:${DATE}|${DAY_ONLY})(?: of (?:the same|that) year)?(?: fall(?: on)?| be)?\s?\?`,
  'i',
)

/** Dates, weekdays and times of day by the calendar and the clock. */
export const calendarReaders: readonly QuestionReader[] = [
  lastDay,
  Object.assign(weekday, { source: asksWeekday.source }),
  arrival,
  form(
    'the years between',
    String.raw`how many years passed between (?:the )?(?:(?:founding|birth|building|beginning) of an? \w+ )?(?:in )?# BC and (?:its )?(?:destruction|death|fall|end )?[^?]{0,20}\bAD #[^?]{0,20}\?(?: ?\(there is no year 0\.\))?`,
    ([before = 0, after = 0]) => before + after - 1,
    { spare: 1 },
  ),
  form(
    'der Tageslohn',
    'arbeitet von #:# Uhr bis #:# Uhr mit # Minuten (?:unbezahlter )?Pause[^?]{0,30}Stundenlohn beträgt #[^?]{0,30}Tageslohn',
    ([h1 = 0, m1 = 0, h2 = 0, m2 = 0, pause = 0, wage = 0]) => {
      const minutes = h2 * 60 + m2 - h1 * 60 - m1
      return {
        values: [[((minutes - pause) / 60) * wage]],
        way: [minutes / 60, (minutes - pause) / 60, minutes, minutes - pause],
      }
    },
  ),
]

function readDate(groups: readonly (string | undefined)[]): number | null {
  const [d1, m1, y1, m2, d2, y2] = groups
  const month = monthNames.indexOf((m1 ?? m2 ?? '').toLowerCase())
  const [day, year] = [Number(d1 ?? d2), Number(y1 ?? y2)]
  const time = Date.UTC(year, month, day)
  return month < 0 || new Date(time).getUTCDate() !== day || year < 1753 ? null : time
}

/** A date as the answer may write it. */
function written(time: number): string[] {
  const date = new Date(time)
  const [day, month, year] = [date.getUTCDate(), monthNames[date.getUTCMonth()] ?? '', date.getUTCFullYear()]
  const short = month.slice(0, 3)
  const two = (n: number) => String(n).padStart(2, '0')
  return [
    `${day} ${month}`,
    `${day}th ${month}`,
    `${month} ${day}`,
    `${day} ${short}`,
    `${short} ${day}`,
    `${day}. ${month}`,
    `${year}-${two(date.getUTCMonth() + 1)}-${two(day)}`,
    `${two(day)}.${two(date.getUTCMonth() + 1)}.${year}`,
    `${day}.${date.getUTCMonth() + 1}.${year}`,
    `${date.getUTCMonth() + 1}/${day}/${year}`,
    `${day}/${date.getUTCMonth() + 1}/${year}`,
  ]
}

const runs = rare(
  new RegExp(
    String.raw`(?:starts? on|begins? on|valid (?:for \d+ days )?(?:from|after)|from) (?:${DATE})[^?]{0,140}\?`,
    'i',
  ),
)

/** "A permit is valid for 90 days after 15 November 2023, that day not counted. What is its last day?" */
function lastDay({ text }: Asked): Solved | null {
  const match = runs.exec(text)
  const days = [...text.matchAll(/\b(\d{1,4}) days\b/g)]
  const time = match === null ? null : readDate(match.slice(1, 7))
  const counted = /(?:first|that|this) day (?:is )?(not )?counted|(not )?counting the first day/i.exec(text)
  const [length, another] = days
  if (match === null || time === null || length === undefined || another !== undefined || counted === null) return null
  if (
    !/what is (?:its|the) last day|when does it (?:end|expire)|last day/i.test(text) ||
    /working|business|weekday/i.test(text)
  )
    return null
  const skipped = counted[1] !== undefined || counted[2] !== undefined
  const last = time + (Number(length[1]) - (skipped ? 0 : 1)) * DAY
  const answer = written(last)
  return { what: `the last day is ${answer[0]} ${new Date(last).getUTCFullYear()}`, values: [], words: answer }
}

/** "1 March 2024 was a Friday. What day of the week is 1 March 2028?" */
function weekday({ text }: Asked): Solved | null {
  const match = rare(asksWeekday).exec(text)
  if (match === null) return null
  const year = match[3] ?? match[6]
  const [day1, month1, month2, day2] = match.slice(14, 18)
  const from = readDate(match.slice(1, 7))
  const to = readDate(match.slice(8, 14)) ?? readDate([day1, month1, year, month2, day2, year])
  const named = weekdayNames.indexOf((match[7] ?? '').toLowerCase())
  if (from === null || to === null || new Date(from).getUTCDay() !== named) return null
  const day = weekdayNames[new Date(to).getUTCDay()] ?? ''
  const days = Math.abs(to - from) / DAY
  return {
    what: `that day is a ${day.charAt(0).toUpperCase()}${day.slice(1)}`,
    values: [],
    words: [day],
    wrong: weekdayNames.filter((each) => each !== day),
    way: [days, days % 7, Math.floor(days / 7)],
  }
}

const travels = rare(
  /(?:leaves|departs|starts)(?: \w+)? at (\d{1,2}):(\d{2}) and (?:takes|needs|travels for|lasts) (\d+) hours?(?: and)? (\d+) minutes\. (?:at what time|when) does (?:it|he|she|the \w+) arrive/i,
)

/** "A train leaves at 22:40 and takes 7 hours 35 minutes. At what time does it arrive?" */
function arrival({ text }: Asked): Solved | null {
  const match = travels.exec(text)
  if (match === null || /time ?zone|UTC|local/i.test(text)) return null
  const [h = 0, m = 0, hours = 0, minutes = 0] = match.slice(1).map(Number)
  const at = (h * 60 + m + hours * 60 + minutes) % 1440
  const clock = (t: number) => `${Math.floor(t / 60)}:${String(t % 60).padStart(2, '0')}`
  return {
    what: `it arrives at ${clock(at)}`,
    values: [],
    words: [clock(at), `0${clock(at)}`, clock(at % 720), `0${clock(at % 720)}`],
  }
}
