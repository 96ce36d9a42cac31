/* Ratios in lowest terms: "12:8 = 3:2", "the ratio of 12 to 8 is 3 to 2". Both sides are held against each other, part by part. */
import { at } from '../../../../src/core/absence.js'
import type { Finding } from '../../../../src/core/records/types.js'
import { rare } from '../../../../src/core/triggers.js'
import { type ClaimText, finding, hedged } from '../claim.js'

export function readRatios({ plain }: ClaimText): Finding[] {
  return aRatio.test(plain) ? ratios(plain) : []
}

const aRatio = rare(/\d\s?:\s?\d|ratio/i)
const PART = String.raw`\d{1,9}(?:\.\d{1,4})?`
const ratio = rare(
  new RegExp(
    String.raw`(?<![\d:.,/]\s?)(${PART}(?:\s?:\s?${PART}){1,5})\s?(?:=|simplifies\sto|reduces\sto|is\sequivalent\sto|which\sis)\s?(\d{1,9}(?:\s?:\s?\d{1,9}){1,5})(?!\d|\s?:|\.\d)`,
    'g',
  ),
)
const ratioOf = rare(
  /(?<!\p{L})ratio\sof\s(\d{1,9}\sto\s\d{1,9})\s(?:is|=|equals)\s(\d{1,9}\s?(?::|to)\s?\d{1,9})(?!\d|\s?:|\.\d)/giu,
)

/** "12:8 = 3:2", "0.05 : 0.1 : 0.05 = 1 : 2 : 1". Times of day look alike and are left out: both sides of "10:30 = 10:30" have two digits behind the colon. */
function ratios(text: string): Finding[] {
  return [...ratio.matchAll(text), ...ratioOf.matchAll(text)].flatMap((match) => {
    const [all, from = '', to = ''] = match
    const span = [match.index, match.index + all.length] as const
    const [written, ends] = [from, to].map((each) => each.split(/\s?(?::|to)\s?/)) as [string[], string[]]
    const [parts, claimed] = [written.map(Number), ends.map(Number)]
    const [first = 0, last = 0] = [parts[0], claimed[0]]
    if (parts.length !== claimed.length || [...parts, ...claimed].includes(0)) return []
    // Measured amounts come to whole numbers nearly.
    const near = from.includes('.') ? 0.03 : 1e-9
    const ok = parts.every((each, i) => Math.abs(first * at(claimed, i) - each * last) <= near * first * at(claimed, i))
    if (!ok && (hedged(text, span) || (parts.length === 2 && /^\d\d$/.test(written[1] ?? '')))) return []
    const computed = simplest(parts)
    const said = [written, ends].map((each) => each.join(':'))
    return [finding('statistics', span, said[1] ?? '', computed, ok, `${said[0]} is ${computed}, not ${said[1]}`)]
  })
}

function simplest(parts: readonly number[]): string {
  const scale = parts.every(Number.isInteger) ? 1 : 10_000
  const whole = parts.map((each) => Math.round(each * scale))
  const common = whole.reduce((a, b) => {
    let [m, n] = [a, b]
    while (n !== 0) [m, n] = [n, m % n]
    return m
  })
  return whole.map((each) => each / common).join(':')
}
