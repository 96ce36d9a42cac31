/* Conversions in words: "a kilometre is 300 m", "there are 100 cm² in a square metre", "1000 m per km". */
import type { Finding } from '../../../../src/core/records/types.js'
import { rare } from '../../../../src/core/triggers.js'
import { agrees, finding, hedged, NUMBER, shown, stated } from '../claim.js'
import { unitSize } from './measure.js'

/** Sizes of a year differ by the day that leap years have, customary measures are rounded. */
export const YEAR_OR_CUSTOM = 0.015

const ones = String.raw`(half\san?|a\squarter\sof\san?|an?|one|each|every|eine?|1)`
const unitWord = String.raw`((?:(?:square|cubic)\s)?\p{L}{3,18}(?:\sper\s\p{L}{3,10})?)`
/** "The hours in a week", and neither "the hours he runs in a week" nor "6 * 60 minutes in an hour". */
const UNITS = String.raw`\b(?:(?:milli)?seconds|minutes|hours|days|weeks|months|years|(?:milli|centi|kilo)?(?:metres|meters|grams|lit(?:re|er)s)|inches|feet|yards|miles|ounces|pounds|cents|bits|bytes|degrees)`
const oneIs = rare(
  new RegExp(
    String.raw`(?<!(?:trading|working|business|school)\sdays\sin\s)(?<!\bof\s)(?<!(?<!${UNITS}\s)\bin\s)(?<!\d\s${UNITS}\sin\s)(?<![\p{L}\p{N}])${ones}\s${unitWord}\s(?:is|has|equals|contains|=|hat|sind|ist)\s(?:(about|approximately|roughly|exactly|equal\sto)\s)?(${NUMBER})\s?((?:(?:square|cubic)\s)?\p{L}{1,18}[²³]?(?:\^\d)?)(?=\s*(?:[.,;:)!]|$|so\b|and\b|we\b|which\b))`,
    'giu',
  ),
)

/** "A kilometre is 300 m", "half an hour is 50 minutes". */
export function inWords(text: string): Finding[] {
  return [...oneIs.matchAll(text)].flatMap((match) => {
    const [all, count = '', unit = '', roughly, amount = '', other = ''] = match
    // "Each day has 2 hours" of a timetable.
    if (/^(?:each|every)$/i.test(count) && /\shas\s/.test(all)) return []
    return conversion(
      text,
      [match.index, match.index + all.length],
      timesOf(count),
      unit,
      stated(amount),
      other,
      roughly,
    )
  })
}

const contained = rare(
  new RegExp(
    String.raw`(?<!\p{L})(?:there\sare|are|is|has|with|makes?|so|since|because|und|=)\s(?:about\s|exactly\s)?(${NUMBER})\s${unitWord.replace('{3,18}', '{1,18}[²³]?')}\s(?:in|per|make)\s(?:up\s)?${ones}\s${unitWord}(?=\s*(?:[.,;:)!]|$|so\b|and\b|we\b))`,
    'giu',
  ),
)

/** "There are 100 cm² in a square metre", "60 minutes make an hour". A speed ("60 miles in an hour") is none. */
export function contents(text: string): Finding[] {
  return [...contained.matchAll(text)].flatMap((match) => {
    const [all, amount = '', other = '', count = '', unit = ''] = match
    return conversion(text, [match.index, match.index + all.length], timesOf(count), unit, stated(amount), other)
  })
}

const dividedBy = rare(
  new RegExp(
    String.raw`\b(?:divid|multiply|multipli)\w*\sby\s(?:the\s)?(${NUMBER})\s${unitWord.replace('{3,18}', '{1,18}[²³]?')}\sper\s${unitWord.replace('(?:\\sper\\s\\p{L}{3,10})?', '')}(?!\p{L})`,
    'giu',
  ),
)

/** "Dividing by 1,000 square metres per hectare": a power of ten, or what clocks have, converts. */
export function factors(text: string): Finding[] {
  return [...dividedBy.matchAll(text)].flatMap((match) => {
    const [all, amount = '', other = '', unit = ''] = match
    const { value } = stated(amount)
    if (!Number.isInteger(Math.log10(value)) && ![60, 24, 12, 3600].includes(value)) return []
    return conversion(text, [match.index, match.index + all.length], 1, unit, stated(amount), other)
  })
}

function timesOf(word: string): number {
  return /^half/i.test(word) ? 0.5 : /quarter/i.test(word) ? 0.25 : 1
}

function conversion(
  text: string,
  span: readonly [number, number],
  count: number,
  unit: string,
  amount: ReturnType<typeof stated>,
  other: string,
  roughly?: string,
): Finding[] {
  const [whole, part] = [unitSize(unit), unitSize(other)]
  if (whole === null || part === null || whole.dimension !== part.dimension || whole.size === part.size) return []
  const exact = (count * whole.size) / part.size
  // Weeks of school and work.
  if (exact === 7 && (amount.value === 5 || amount.value === 6)) return []
  const ok =
    agrees(amount, exact, /about|approx|rough/.test(roughly ?? '')) ||
    Math.abs(amount.value - exact) <= YEAR_OR_CUSTOM * exact
  if (!ok && hedged(text, span)) return []
  const computed = `${shown(exact)} ${other}`
  const name = count === 1 ? `one ${unit}` : count === 0.5 ? `half of one ${unit}` : `a quarter of one ${unit}`
  return [finding('units', span, `${amount.text} ${other}`, computed, ok, `${name} is ${computed}, not ${amount.text}`)]
}
