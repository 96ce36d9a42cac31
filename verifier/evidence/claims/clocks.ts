import type { Finding } from '../../../src/core/records/types.js'
import { rare } from '../../../src/core/triggers.js'
import { claim, spanOf } from './calendar.js'

const aTime = rare(/\d:\d\d/)

/** Times of day: the time between two, and one so long before or after another. */
export function readClocks(plain: string): Finding[] {
  return aTime.test(plain) ? [...clockSpans(plain), ...clockShifts(plain), ...clockCarries(plain)] : []
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
