import type { Finding } from '../../../src/core/records/types.js'
import { rare } from '../../../src/core/triggers.js'
import { type ClaimText, finding, hedged } from './claim.js'

/** Offsets from UTC, in minutes, of places that keep one time all year. */
const offsets: ReadonlyMap<string, number> = new Map(
  `Kathmandu 345|Nepal 345|Delhi 330|Mumbai 330|India 330|Kolkata 330|Tokyo 540|Osaka 540|Japan 540|Seoul 540|Beijing 480|Shanghai 480|China 480|Singapore 480|Perth 480|Hong Kong 480|Manila 480|Bangkok 420|Hanoi 420|Jakarta 420|Dubai 240|Karachi 300|Pakistan 300|Dhaka 360|Yangon 390|Moscow 180|Nairobi 180|Riyadh 180|Honolulu -600|Hawaii -600|Bogotá -300|Bogota -300|Lima -300|Buenos Aires -180|São Paulo -180|Johannesburg 120|Reykjavik 0|Iceland 0`
    .split('|')
    .map((entry) => [entry.replace(/ -?\d+$/, ''), Number(/-?\d+$/.exec(entry)?.[0])] as const),
)
const PLACE = `(${[...offsets.keys()].join('|')})`
const OFFSET = String.raw`UTC\s?([+−–-])\s?(\d{1,2})(?::(\d{2}))?(?!\d)`
const said = rare(new RegExp(String.raw`\b${PLACE}\b\s?(?:\(\s?${OFFSET}|[^.;()]{0,80}?\b${OFFSET})`, 'g'))

/** "Kathmandu … UTC+5:30": the offset of a place that keeps one time all year, unless the question tells another. */
export function readTimeZones({ plain, question }: ClaimText): Finding[] {
  if (!/UTC/.test(plain)) return []
  return [...said.matchAll(plain)].flatMap((match) => {
    const [all, place = '', ...groups] = match
    const [sign = '+', hours, minutes = '0'] = groups[0] === undefined ? groups.slice(3) : groups
    const right = offsets.get(place)
    const span = [match.index, match.index + all.length] as const
    // Another place between them is the one that is meant, but for "like its neighbour India".
    if (right === undefined || question.includes(`${place} (UTC`) || hedged(plain, span)) return []
    if (/\b(?:is|lies|are)\s\S+\s(?:hours?|h)\b|behind|ahead/.test(all)) return []
    const claimed = (sign === '+' ? 1 : -1) * (Number(hours) * 60 + Number(minutes))
    const show = (offset: number) =>
      `UTC${offset < 0 ? '−' : '+'}${Math.floor(Math.abs(offset) / 60)}${offset % 60 === 0 ? '' : `:${Math.abs(offset) % 60}`}`
    const message = `${place} keeps ${show(right)} all year`
    return [finding('dates', span, show(claimed), show(right), claimed === right, message)]
  })
}
