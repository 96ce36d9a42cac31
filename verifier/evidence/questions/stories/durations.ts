/*
 * Times of day and spans of time as answers: "9:55 pm", "21:55", "2 h 30 min", "150 minutes".
 */

import { matchesOf } from '../../../../src/core/triggers.js'

const AMOUNT = String.raw`(\d+(?:\.\d+)?)\s?`
const span = new RegExp(
  String.raw`(?:${AMOUNT}(?:hours?|hrs?|h)\b)?(?:,? ?(?:and )?${AMOUNT}(?:minutes?|mins?|min|m)\b)?(?:,? ?(?:and )?${AMOUNT}(?:seconds?|secs?|s)\b)?`,
  'g',
)

/** Every span of time that a text names, in minutes. */
function minutesIn(text: string): number[] {
  const plain = text
    .toLowerCase()
    .replace(/\\text\{([^}]*)\}/g, ' $1')
    .replace(/\\[,; ]/g, ' ')
    .replace(/half an hour/g, '30 minutes')
    .replace(/\ban hour\b/g, '1 hour')
  return matchesOf(span, plain)
    .filter(([all]) => all.trim() !== '')
    .map(([, hours = '0', minutes = '0', seconds = '0']) => 60 * Number(hours) + Number(minutes) + Number(seconds) / 60)
}

/** Whether an answer names this span of time and no other; null where none is named. `unit` is what a bare number is told in, in minutes. */
export function namesSpan(answer: string, minutes: number, unit?: number): boolean | null {
  const named = minutesIn(answer)
  const [bare] = /^[^\d]*(\d+(?:\.\d+)?)[^\d]*$/.exec(answer)?.slice(1) ?? []
  const isClose = (value: number) => Math.abs(value - minutes) <= 0.004 * minutes
  if (named.length > 0) return named.some(isClose)
  if (unit === undefined || bare === undefined || /\d\s?\p{L}/u.test(answer)) return null
  return isClose(Number(bare) * unit)
}

const time = /(?<![\d:])(\d{1,2})(?:[:.](\d\d)|(?=\s?(?:[ap]\.?\s?m|o'clock|uhr)))(?![\d:])\s?([ap])?\.?\s?(?:m\b)?/g

/** Times of day in a text, in minutes since midnight; `half` where it is not told which half of the day is meant. */
export const timesIn = (text: string): { at: number; half: boolean }[] =>
  [
    ...text
      .toLowerCase()
      .replace(/\bnoon\b/g, '12:00 pm')
      .replace(/\bmidnight\b/g, '12:00 am')
      .matchAll(time),
  ].flatMap(([, hours = '', minutes = '0', half]) => {
    const [h, m] = [Number(hours), Number(minutes)]
    if (h > 24 || m > 59 || (half !== undefined && (h > 12 || h === 0))) return []
    const at = half === undefined ? h * 60 + m : ((h % 12) + (half === 'p' ? 12 : 0)) * 60 + m
    return [{ at: at % 1440, half: half === undefined && h <= 12 }]
  })

/** Whether an answer names this time of day and no other; null where it names none. */
export function namesTime(answer: string, at: number): boolean | null {
  const named = timesIn(answer)
  if (named.length === 0) return /\d:\d\d/.test(answer) ? false : null
  return named.every((each) => (each.half ? (each.at - at) % 720 === 0 : each.at === at))
}
