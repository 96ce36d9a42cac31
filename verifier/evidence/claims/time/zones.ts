/* The clocks of two places: by the offsets from UTC that the question tells, and of places that keep one time all year by their own. */
import { lean } from '../../../../src/core/lean-patterns.js'
import { countOf } from '../../../../src/core/quantities/words.js'
import type { Finding } from '../../../../src/core/records/types.js'
import { matchesOf, rare } from '../../../../src/core/triggers.js'
import { hedged } from '../claim.js'
import { clauseEnds } from '../text/clauses.js'
import { type Checked, DAY_MINUTES, mod, showClock, told } from './checked.js'

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
const zone = rare(
  new RegExp(
    String.raw`(?<place>${PLACE})(?:\stime)?(?:\s(?:in|during)\s\p{L}+)?\s?(?:\((?:\p{L}+,\s)?(?<zone>(?:UTC|GMT)[^)\s,]*)\)|(?:uses|is\sat|keeps|is\son|has|runs\son)\s(?<other>(?:UTC|GMT)\S*?)(?=[.,;]?(?:\s|$)))|(?<place2>${PLACE})(?:\s(?:in|during)\s\p{L}+)?\s(?<third>(?:UTC|GMT)[+−–-]\d\S*?)(?=[.,;]?(?:\s|$))`,
    'gu',
  ),
)
const anOffset = lean(new RegExp(`^${OFFSET}$`))
/** What a text says of the clocks of places. */
function offsetsIn(text: string): (readonly [string, number])[] {
  return zone.matchAll(text).flatMap(({ groups = {} }): (readonly [string, number])[] => {
    const written = groups.zone ?? groups.other ?? groups.third ?? ''
    const place = bare(groups.place ?? groups.place2 ?? '')
    if (/^(?:UTC|GMT)$/.test(written)) return [[place, 0]]
    const [, sign, hours, minutes] = anOffset.exec(written) ?? []
    return hours === undefined ? [] : [[place, offset(sign, hours, minutes)]]
  })
}
const clock = rare(/(?<![\d:.])([01]?\d|2[0-4]):([0-5]\d)(?![\d:])(\s(?:UTC|GMT))?/g)
/** Between the two names: the clock that the step asks for is the first one's. "Berlin → Rome" asks for the other. */
const seenFrom = rare(/(?<!\p{L})(?:from|than|relative to|compared (?:with|to)|gegenüber|als|比)(?!\p{L})/iu)
const HOURS = String.raw`(?<n>\d{1,2}|\p{L}+)\s(?:hours?|h)(?:\s(?:and\s)?(?<m>\d{1,2})\s(?:minutes|min))?\s(?<way>ahead\sof|behind)`
const isAhead = rare(
  new RegExp(
    String.raw`(?<![\p{L}\d])(?<a>${PLACE})(?:['’]s?\s(?:clocks?|time))?\s(?:is|lies|are|runs?)\s(?:exactly\s|therefore\s)?${HOURS}\s(?<b>${PLACE}|UTC|GMT)(?:['’]s)?(?<rest>,?\s(?:so|which\smakes|and\sso|hence)\s(?:it['’]?s?|there)\s?(?:is\s|will\sbe\s)?(?<k>\d{1,2}):(?<l>\d\d)(?:\sthere)?)?`,
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
  const asked = question.slice(0, 5000)
  const offsets = new Map([...[...fixed].filter(([place]) => asked.includes(place)), ...offsetsIn(asked)])
  const universal = new Set(clocksIn(question).flatMap(({ minutes, isUtc }) => (isUtc ? [minutes] : [])))
  let before: number | undefined
  let isSpokenOf = /UTC|GMT/.test(question)
  return (plain) => {
    const text = plain.slice(0, 4000)
    isSpokenOf ||= /UTC|GMT/.test(text)
    if (!isSpokenOf) return []
    for (const [place, minutes] of offsetsIn(text)) if (!offsets.has(place)) offsets.set(place, minutes)
    const times = clocksIn(text)
    for (const { minutes, isUtc } of times) if (isUtc) universal.add(minutes)
    const found = [
      ...ownOffsets(text, question),
      ...differences(text, offsets, universal),
      ...inUtc(text),
      ...there(text, asked, offsets),
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

const aClock = lean(
  /(?<![\d:.,+−–-])(?:([01]?\d|2[0-4]):([0-5]\d)(?![\d:])(?:\s?([ap])\.?m)?|(\d{1,2})\s?([ap])\.?m|(noon|midnight))(?!\p{L})/giu,
)
interface There {
  minutes: number
  /** A half of the day is told. */
  isSure: boolean
  from: number
  to: number
}
const clocksOfPlaces = (text: string): There[] =>
  matchesOf(aClock, text).map(({ index, 0: all, 1: h, 2: m, 3: half, 4: hour, 5: half2, 6: word }) => {
    const which = (half ?? half2)?.toLowerCase()
    const hours = Number(h ?? hour ?? (/noon/i.test(word ?? '') ? 12 : 0))
    const inDay = which === undefined ? hours : (hours % 12) + (which === 'p' ? 12 : 0)
    const isSure = which !== undefined || word !== undefined || hours > 12 || hours === 0
    return { minutes: 60 * inDay + Number(m ?? 0), isSure, from: index, to: index + all.length }
  })
const clauses = /(?:[^.?!;,:\n]|[.,:](?=\d)|\([^)]*\))+/g
/** Of one place and one time, a clause that says something else of them. */
const notThere =
  /\b(?:from|than|minus|plus|add\w*|subtract\w*|behind|ahead|hours?|if|not|before|after|until|by|between|at\s(?:most|least)|arriv\w*|leav\w*|land\w*|depart\w*|flight|works?|open\w*|clos\w*|start\w*|end\w*)\b/i

const named = lean(/(?<=[\p{Ll}\d,]\s)\p{Lu}\p{Ll}{2,}(?!\p{L}|(?:\s\p{Lu}\p{Ll}+)?\s\(?(?:UTC|GMT))/gu)
const isOfCalendar =
  /^(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun|Uhr|Summer|Winter|Standard|Daylight|Time|City)/

/** "It's 15:00 in Berlin (UTC+1). … So in New York it is 21:00": what the one time of the question is at another place. */
function there(text: string, question: string, offsets: ReadonlyMap<string, number>): Finding[] {
  const placesIn = (clause: string): [string, number][] => [
    ...[...offsets].filter(([place]) => new RegExp(`(?<!\\p{L})${place}(?!\\p{L})`, 'u').test(clause)),
    ...(/\b(?:in|at|is)\sUTC(?![+−–-])|\d\sUTC(?!\s?[+−–-]\d)/i.test(clause) ? [['UTC', 0] as [string, number]] : []),
  ]
  const [given, second] = (question.match(clauses) ?? []).filter((clause) => clocksOfPlaces(clause).length > 0)
  const [start, more] = given === undefined || second !== undefined ? [] : clocksOfPlaces(given)
  const [home, another] = given === undefined ? [] : placesIn(given)
  if (given === undefined || start === undefined || more !== undefined || home === undefined || another !== undefined)
    return []
  // "My meeting in Tokyo at 3 pm London": a place of which no zone is known.
  if (matchesOf(named, given.replaceAll(home[0], '')).some(([word]) => !isOfCalendar.test(word))) return []
  if (/\b(?:flight|flies|arriv|land|depart|leave|takes|lasts|hours?\slater)/i.test(question)) return []
  return matchesOf(clauses, text).flatMap(({ 0: clause, index }): Finding[] => {
    const [said, other] = clocksOfPlaces(clause)
    const [place, third] = placesIn(clause)
    if (said === undefined || other !== undefined || place === undefined || third !== undefined) return []
    if (notThere.test(clause)) return []
    const right = mod(start.minutes + place[1] - home[1], DAY_MINUTES)
    const period = start.isSure && said.isSure ? DAY_MINUTES : DAY_MINUTES / 2
    const ok = mod(right - said.minutes, period) === 0
    const span = [index + said.from, index + said.to] as const
    const computed = showClock(right)
    const message = `in ${place[0]} it is ${computed} then`
    return told(text, span, {
      claimed: showClock(said.minutes),
      computed,
      ok,
      message: message.replace('in UTC', 'by UTC'),
    })
  })
}
