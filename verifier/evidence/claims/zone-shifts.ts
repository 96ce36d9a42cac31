import type { Finding } from '../../../src/core/records/types.js'
import { rare } from '../../../src/core/triggers.js'
import { type ClaimText, finding, hedged } from './claim.js'

const zone = rare(/(\p{Lu}\p{L}{1,20}(?: \p{Lu}\p{L}{1,20}){0,2})\s?\(UTC\s?([+−–-])\s?(\d{1,2})(?::(\d\d))?\)/gu)
const clock = rare(/(?<![\d:.])([01]?\d|2[0-4]):([0-5]\d)(?![\d:])/g)
/** Between the two names: the clock that the step asks for is the first one's. "Berlin → Rome" asks for the other. */
const seenFrom = rare(/(?<!\p{L})(?:from|than|relative to|compared (?:with|to)|gegenüber|als|比)(?!\p{L})/iu)
const DAY = 1440
const mod = (value: number) => ((value % DAY) + DAY) % DAY

/**
 * The clocks of two places whose offsets from UTC the question tells: "Lisbon differs from Paris by one hour, so the clock there shows 11:40", where it was 10:40 in Paris and
 * Lisbon is behind. Accused is only what goes the wrong way round by exactly the difference.
 */
export function zoneShiftReader(question: string): (claim: ClaimText) => Finding[] {
  const offsets = new Map(
    [...zone.matchAll(question.slice(0, 5000))].map(([, name = '', sign, hours, minutes = '0']) => [
      name,
      (sign === '+' ? 1 : -1) * (60 * Number(hours) + Number(minutes)),
    ]),
  )
  let before: number | undefined
  return ({ plain }) => {
    const text = plain.slice(0, 4000)
    const times = [...clock.matchAll(text)].map((match) => ({
      minutes: 60 * Number(match[1]) + Number(match[2]),
      span: [match.index, match.index + match[0].length] as const,
    }))
    const last = times.at(-1)
    const first = times.length > 1 ? times[0]?.minutes : before
    before = last?.minutes ?? before
    const [to, from, third] = [...offsets]
      .map(([name, offset]) => ({ name, offset, at: text.indexOf(name) }))
      .filter(({ at }) => at >= 0)
      .sort((a, b) => a.at - b.at)
    if (to === undefined || from === undefined || third !== undefined || last === undefined || first === undefined)
      return []
    if (!seenFrom.test(text.slice(to.at + to.name.length, from.at))) return []
    const [right, shifted] = [mod(to.offset - from.offset), mod(last.minutes - first)]
    if (right === 0 || right === DAY / 2 || shifted !== mod(-right) || hedged(plain, last.span)) return []
    const show = (minutes: number) => `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`
    const computed = show(mod(first + right))
    const way = right < DAY / 2 ? 'ahead of' : 'behind'
    const message = `${to.name} is ${show(Math.min(right, DAY - right))} hours ${way} ${from.name}: it is ${computed} there`
    return [finding('dates', last.span, show(last.minutes), computed, false, message)]
  }
}
