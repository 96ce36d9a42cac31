import type { Finding } from '../../../../src/core/records/types.js'
import { rare } from '../../../../src/core/triggers.js'
import { hedged } from '../claim.js'
import { clauseEnds } from '../clauses.js'
import { countOf } from '../properties.js'
import { type Checked, DAY_MINUTES, mod, showClock, told } from './checked.js'

/* The clocks of two places: by the offsets from UTC that the question tells, and of places that keep one time all year by their own. */

/** In minutes. */
const fixed: ReadonlyMap<string, number> = new Map(
  `Kathmandu 345|Nepal 345|Delhi 330|Mumbai 330|India 330|Kolkata 330|Tokyo 540|Osaka 540|Japan 540|Seoul 540|Beijing 480|Shanghai 480|China 480|Singapore 480|Perth 480|Hong Kong 480|Manila 480|Bangkok 420|Hanoi 420|Jakarta 420|Dubai 240|Karachi 300|Pakistan 300|Dhaka 360|Yangon 390|Moscow 180|Nairobi 180|Riyadh 180|Honolulu -600|Hawaii -600|Bogotá -300|Bogota -300|Lima -300|Buenos Aires -180|São Paulo -180|Johannesburg 120|Reykjavik 0|Iceland 0`
    .split('|')
    .map((entry) => [entry.replace(/ -?\d+$/, ''), Number(/-?\d+$/.exec(entry)?.[0])] as const),
)
const OFFSET = String.raw`(?:UTC|GMT)\s?([+−–-])\s?(\d{1,2})(?::(\d{2}))?(?!\d)`
const offset = (sign: string | undefined, hours: string | undefined, minutes = '0') =>
  (sign === '+' ? 1 : -1) * (60 * Number(hours) + Number(minutes))
const showOffset = (minutes: number) =>
  `UTC${minutes < 0 ? '−' : '+'}${Math.floor(Math.abs(minutes) / 60)}${minutes % 60 === 0 ? '' : `:${Math.abs(minutes) % 60}`}`

const keeps = rare(
  new RegExp(String.raw`\b(${[...fixed.keys()].join('|')})\b\s?(?:\(\s?${OFFSET}|[^.;()]{0,80}?\b${OFFSET})`, 'g'),
)

/** "Kathmandu … UTC+5:30": the offset of a place that keeps one time all year, unless the question tells another. */
function ownOffsets(text: string, question: string): Finding[] {
  return keeps.matchAll(text).flatMap(({ index, 0: all, 1: place = '', ...groups }) => {
    const right = fixed.get(place)
    if (right === undefined || question.includes(`${place} (UTC`)) return []
    // Another place between them is the one that is meant, but for "like its neighbour India".
    if (/\b(?:is|lies|are)\s\S+\s(?:hours?|h)\b|behind|ahead/.test(all)) return []
    const claimed =
      groups[2] === undefined ? offset(groups[5], groups[6], groups[7]) : offset(groups[2], groups[3], groups[4])
    return told(text, [index, index + all.length], {
      claimed: showOffset(claimed),
      computed: showOffset(right),
      ok: claimed === right,
      message: `${place} keeps ${showOffset(right)} all year`,
    })
  })
}

const PLACE = String.raw`\p{Lu}\p{L}{1,20}(?:\s\p{Lu}\p{L}{1,20}){0,2}`
/** Without the word that a sentence begins with. */
const bare = (place: string) => place.replace(/^(?:In|The|From|When|A|So|Thus|Hence|Then|And|But|Now) /, '')
const zone = rare(new RegExp(String.raw`(${PLACE})(?:\s(?:in|during)\s\p{L}+)?\s?\(${OFFSET}\)`, 'gu'))
const clock = rare(/(?<![\d:.])([01]?\d|2[0-4]):([0-5]\d)(?![\d:])(\s(?:UTC|GMT))?/g)
/** Between the two names: the clock that the step asks for is the first one's. "Berlin → Rome" asks for the other. */
const seenFrom = rare(/(?<!\p{L})(?:from|than|relative to|compared (?:with|to)|gegenüber|als|比)(?!\p{L})/iu)
const HOURS = String.raw`(?<n>\d{1,2}|\p{L}+)\s(?:hours?|h)(?:\s(?:and\s)?(?<m>\d{1,2})\s(?:minutes|min))?\s(?<way>ahead\sof|behind)`
const isAhead = rare(
  new RegExp(
    String.raw`(?<![\p{L}\d])(?<a>${PLACE})\s(?:is|lies)\s(?:exactly\s|therefore\s)?${HOURS}\s(?<b>${PLACE}|UTC|GMT)(?<rest>,?\s(?:so|which\smakes|and\sso|hence)\s(?:it['’]?s?|there)\s?(?:is\s|will\sbe\s)?(?<k>\d{1,2}):(?<l>\d\d)(?:\sthere)?)?`,
    'gu',
  ),
)
const inZone = rare(
  /(?<![\d:.])(?<h>\d{1,2}):(?<m>\d\d)\s(?:UTC|GMT)\s(?:is|=|corresponds\sto|means)\s(?<k>\d{1,2}):(?<l>\d\d)\s(?:in|at)\s(?:\p{Lu}\p{L}+\s\()?(?:UTC|GMT)\s?(?<sign>[+−–-])\s?(?<o>\d{1,2})\)?/gu,
)

interface Written {
  minutes: number
  isUtc: boolean
  span: readonly [number, number]
}
const clocksIn = (text: string): Written[] =>
  clock.matchAll(text).map((match) => ({
    minutes: 60 * Number(match[1]) + Number(match[2]),
    isUtc: match[3] !== undefined,
    span: [match.index, match.index + match[0].trimEnd().length] as const,
  }))

/** The clocks of places, step by step: what a step before said the time was may be what the next goes on from. */
export function zoneReader(question: string): (plain: string) => Finding[] {
  const offsets = new Map(
    zone
      .matchAll(question.slice(0, 5000))
      .map(([, place = '', sign, hours, minutes]) => [bare(place), offset(sign, hours, minutes)]),
  )
  const universal = new Set(clocksIn(question).flatMap(({ minutes, isUtc }) => (isUtc ? [minutes] : [])))
  let before: number | undefined
  return (plain) => {
    const text = plain.slice(0, 4000)
    if (!/UTC|GMT/.test(question) && !/UTC|GMT/.test(text)) return []
    const times = clocksIn(text)
    for (const { minutes, isUtc } of times) if (isUtc) universal.add(minutes)
    const found = [
      ...ownOffsets(text, question),
      ...differences(text, offsets, universal),
      ...inUtc(text),
      ...wrongWay(text, times, times.length > 1 ? times[0]?.minutes : before, offsets),
    ]
    before = times.at(-1)?.minutes ?? before
    return found
  }
}

/** "Tokyo is 17 hours ahead of Los Angeles", "Mumbai is 5 h 30 min ahead of UTC, which makes it 20:30 there". */
function differences(text: string, offsets: ReadonlyMap<string, number>, universal: ReadonlySet<number>): Finding[] {
  return isAhead.matchAll(text).flatMap(({ index, 0: all, groups = {} }) => {
    const { b = '', n = '', m, way, rest, k, l } = groups
    const a = bare(groups.a ?? '')
    const isUtc = /^(?:UTC|GMT)$/.test(b)
    const [x, y] = [offsets.get(a), isUtc ? 0 : offsets.get(b)]
    const said = (60 * (countOf(n) ?? Number.NaN) + Number(m ?? 0)) * (way === 'behind' ? -1 : 1)
    const span = [index, index + all.length] as const
    if (x === undefined || y === undefined || Number.isNaN(said) || !clauseEnds(text, span[1])) return []
    const right = x - y
    const hours = `${Math.round((Math.abs(right) / 60) * 100) / 100} hours ${right < 0 ? 'behind' : 'ahead of'} ${b}`
    const found = [{ claimed: all, computed: hours, ok: right === said, message: `${a} is ${hours}` }]
    if (rest !== undefined && isUtc && universal.size === 1) found.push(...shownThere([...universal], right, k, l))
    const [first] = found
    return first === undefined ? [] : told(text, span, found.find(({ ok }) => !ok) ?? first)
  })
}

function shownThere(
  from: readonly number[],
  by: number,
  hours: string | undefined,
  minutes: string | undefined,
): Checked[] {
  const said = 60 * Number(hours) + Number(minutes)
  return from.map((each) => ({
    claimed: showClock(said),
    computed: showClock(each + by),
    ok: mod(each + by - said, DAY_MINUTES / 2) === 0,
    message: `there it is ${showClock(each + by)}`,
  }))
}

function inUtc(text: string): Finding[] {
  return inZone.matchAll(text).flatMap(({ index, 0: all, groups = {} }) => {
    const { h, m, k, l, sign, o } = groups
    const right = mod(60 * Number(h) + Number(m) + (sign === '+' ? 60 : -60) * Number(o), DAY_MINUTES)
    const ok = right === mod(60 * Number(k) + Number(l), DAY_MINUTES)
    const checked = { claimed: `${k}:${l}`, computed: showClock(right), ok, message: `there it is ${showClock(right)}` }
    return clauseEnds(text, index + all.length) ? told(text, [index, index + all.length], checked) : []
  })
}

/**
 * "Lisbon differs from Paris by one hour, so the clock there shows 11:40", where it was 10:40 in Paris and Lisbon is behind. Accused is only what goes the wrong way round by
 * exactly the difference.
 */
function wrongWay(
  text: string,
  times: readonly Written[],
  first: number | undefined,
  offsets: ReadonlyMap<string, number>,
): Finding[] {
  const last = times.at(-1)
  const [to, from, third] = [...offsets]
    .map(([name, minutes]) => ({ name, minutes, at: text.indexOf(name) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at)
  if (to === undefined || from === undefined || third !== undefined || last === undefined || first === undefined)
    return []
  if (!seenFrom.test(text.slice(to.at + to.name.length, from.at))) return []
  const [right, shifted] = [mod(to.minutes - from.minutes, DAY_MINUTES), mod(last.minutes - first, DAY_MINUTES)]
  const isAmbiguous = right === 0 || right === DAY_MINUTES / 2
  if (isAmbiguous || shifted !== mod(-right, DAY_MINUTES) || hedged(text, last.span)) return []
  const computed = showClock(first + right)
  const isAheadOf = right < DAY_MINUTES / 2
  const by = showClock(isAheadOf ? right : DAY_MINUTES - right)
  const message = `${to.name} is ${by} hours ${isAheadOf ? 'ahead of' : 'behind'} ${from.name}: it is ${computed} there`
  return told(text, last.span, { claimed: showClock(last.minutes), computed, ok: false, message })
}
