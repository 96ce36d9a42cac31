import * as z from 'zod'
import { describeIssues, RationaleError } from '../../src/core/errors.js'
import { dayColumn } from './zoned-time.js'

/**
 * What is known of sessions that close early: when each of them does, or from when on any session may have closed. Left out, every session closes at its usual time.
 */
export type EarlyCloses = ReadonlyMap<string, number> | number

const CLOCK = /^([01]?\d|2[0-3]):([0-5]\d)(?::00)?$/

/** Minutes since midnight of `HH:MM`; undefined for anything else. */
export function minutesOf(text: string): number | undefined {
  const [, hours, minutes] = CLOCK.exec(text.trim()) ?? []
  return hours === undefined ? undefined : Number(hours) * 60 + Number(minutes)
}

const row = z.looseObject({ date: dayColumn, close: z.string().transform((text) => minutesOf(text)) })

/**
 * A table of days (`date`, `close` as HH:MM on the wall of the exchange) -> when each closes, in minutes since midnight. A row that cannot be read is refused, not left out:
 * news of that day would be bought at a close that was over.
 *
 * @throws RationaleError `input` for such a row, one that is not before `usual`, or no row at all.
 */
export async function readEarlyCloses(
  rows: AsyncIterable<Readonly<Record<string, unknown>>>,
  usual: number,
): Promise<ReadonlyMap<string, number>> {
  const closes = new Map<string, number>()
  let place = 0
  for await (const each of rows) {
    place++
    const parsed = row.safeParse(each)
    const { date, close } = parsed.data ?? {}
    if (date === undefined || close === undefined || close >= usual) {
      throw new RationaleError('input', `row ${place} of the early closes cannot be used`, {
        expected: 'columns date (YYYY-MM-DD) and close (HH:MM, before the usual close)',
        found: parsed.success ? JSON.stringify(each) : describeIssues(parsed.error, 'row'),
      })
    }
    closes.set(date, Math.min(close, closes.get(date) ?? close))
  }
  if (closes.size === 0) throw new RationaleError('input', 'the table of early closes holds no day')
  return closes
}
