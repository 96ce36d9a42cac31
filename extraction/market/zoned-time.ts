import * as z from 'zod'
import { isDay } from '../../src/core/calendar.js'

/*
 * Times of a market: what a clock on its wall shows, and when that was.
 */

export interface WallClock {
  /** `YYYY-MM-DD`. */
  date: string
  /** Minutes since midnight, seconds as a part of one; left out where only the day is known. */
  minutes?: number
}

export function isZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en-CA', { timeZone: name }))
  } catch {
    return false
  }
}

/** `YYYY-MM-DD`, whatever stands behind it. */
export const dayColumn = z.preprocess(
  (value) => (value instanceof Date ? value.toISOString().slice(0, 10) : value),
  z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}/, 'expected YYYY-MM-DD')
    .transform((text) => text.slice(0, 10))
    .refine(isDay, 'expected a day of the calendar'),
)

/** Milliseconds since 1970 at which clocks of an IANA time zone show this; summer time included. */
export function instantOf(date: string, minutes: number, zone: string): number {
  const wall = Date.parse(`${date}T00:00:00Z`) + Math.round(minutes * 60_000)
  // The offset depends on the instant that is looked for: the second guess is right, but for the hour that summer time leaves out.
  const guess = wall - offsetAt(wall, zone)
  return wall - offsetAt(guess, zone)
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** How far the zone's clocks are ahead of UTC, in milliseconds. @throws RangeError for a zone that there is none of. */
function offsetAt(instant: number, zone: string): number {
  let format = formats.get(zone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
    formats.set(zone, format)
  }
  const part = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]))
  const shown = Date.parse(`${part.year}-${part.month}-${part.day}T${part.hour}:${part.minute}:${part.second}Z`)
  return shown - Math.floor(instant / 1000) * 1000
}

/** An instant (ISO with an offset or Z), a wall clock (ISO without) or a day; undefined where the text is none of them. */
export function readTime(text: string): { instant: number } | WallClock | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}):(\d{2})(?::([0-5]\d(?:\.\d+)?))?\s*(Z|[+-]\d{2}:?\d{2})?)?$/.exec(
    text.trim(),
  )
  const [, date, hours, minutes, seconds = '0', zone] = match ?? []
  if (date === undefined || !isDay(date)) return undefined
  if (hours === undefined) return { date }
  if (Number(hours) > 23 || Number(minutes) > 59) return undefined
  const wall = { date, minutes: Number(hours) * 60 + Number(minutes) + Number(seconds) / 60 }
  if (zone === undefined) return wall
  const ahead = zone === 'Z' ? 0 : Number(`${zone[0]}1`) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2)))
  return { instant: Date.parse(`${date}T00:00:00Z`) + Math.round((wall.minutes - ahead) * 60_000) }
}
