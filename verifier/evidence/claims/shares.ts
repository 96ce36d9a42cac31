import type { Finding } from '../../../src/core/records/types.js'
import { rare } from '../../../src/core/triggers.js'
import { type ClaimText, finding, hedged } from './claim.js'

const listed = String.raw`(\p{L}{2,20}(?:\s?[:,]\s?\p{L}{2,20}){1,4}(?:,?\s(?:and|und)\s\p{L}{2,20})?)`
const parts = String.raw`(\d{1,4}(?:\s?:\s?\d{1,4}){1,4})`
const ratios = [
  // in the ratio 5 : 3 : 2 (blue : yellow : white)
  rare(new RegExp(String.raw`(?:ratio|Verhältnis)(?:\sof)?\s${parts}\s?\(\s?${listed}\s?\)`, 'giu')),
  // blue, yellow and white in the ratio 5:3:2
  rare(
    new RegExp(
      String.raw`${listed}\s(?:\p{L}+\s)?(?:are\s|is\s|is\smixed\s|are\smixed\s)?(?:in|im)\s(?:the\s|a\s)?(?:ratio|Verhältnis)(?:\sof)?\s${parts}`,
      'giu',
    ),
  ),
]
const said = rare(
  /(?<!\p{L})(\p{L}{2,20})\s(?:makes\sup|has|gets|receives|takes|is|are|consists\sof|hat|bekommt|erhält)\s(\d{1,4})\s(?:of\s(?:the\s)?\d{1,4}\s)?(?:equal\s)?(?:parts|shares|Teile)/giu,
)

/** The parts of a ratio by their names: with blue, yellow and white in the ratio 5 : 3 : 2, "yellow makes up 5 of the 10 parts". */
export function readShares({ plain, question }: ClaimText): Finding[] {
  if (!/parts|shares|Teile/.test(plain) || !/:/.test(question)) return []
  const [inBrackets, behind] = ratios.map((each) => each.matchAll(question))
  const stated = [
    ...(inBrackets ?? []).map(([, numbers = '', names = '']) => [numbers, names] as const),
    ...(behind ?? []).map(([, names = '', numbers = '']) => [numbers, names] as const),
  ]
  // What stands in brackets behind the numbers names them for certain.
  const [only] = stated
  if (only === undefined) return []
  const numbers = only[0].split(':').map(Number)
  const names = only[1]
    .split(/[:,]|\sand\s|\sund\s/)
    .map((each) => each.trim().toLowerCase())
    .filter((each) => each !== '')
  if (numbers.length !== names.length) return []
  return [...said.matchAll(plain)].flatMap((match) => {
    const [all, name = '', claimed = ''] = match
    const exact = numbers[names.indexOf(name.toLowerCase())]
    const span = [match.index, match.index + all.length] as const
    if (exact === undefined) return []
    const ok = exact === Number(claimed)
    if (!ok && hedged(plain, span)) return []
    return [finding('counting', span, claimed, String(exact), ok, `${name} has ${exact} of the parts, not ${claimed}`)]
  })
}

const circle = rare(
  /\)\s?(?:\^\s?\{?2\}?|²)\s?\+\s?[^=\n]{1,24}(?:\^\s?\{?2\}?|²)\s?=\s?(?:[-+\d\s]+=\s?)?(\d{1,6})(?![\d.])/gu,
)
const radius = rare(/\bradius\b[^.\d\n]{0,24}?(?:is|=|of|equals)\s?\$?(\d{1,6})(?![\d.]|\s?[/^])/iu)

/** The radius of a circle (x - a)² + (y - b)² = r² from step to step: it is the root of what stands on the right. */
export function circleReader(question: string): (claim: ClaimText) => Finding[] {
  let square = squareIn(question)
  return ({ text }) => {
    square = squareIn(text) ?? square
    const match = radius.exec(text)
    if (match === null || square === null || !/circle|Kreis/i.test(question + text)) return []
    const exact = Math.sqrt(square)
    const span = [match.index, match.index + match[0].length] as const
    const ok = Math.abs(Number(match[1]) - exact) < 1e-9
    // Another radius than that of this circle is none of our business.
    if (!ok && (Number(match[1]) !== square || hedged(text, span))) return []
    return [finding('closed-forms', span, match[1] ?? '', `√${square}`, ok, `the radius is the root of ${square}`)]
  }
}

function squareIn(text: string): number | null {
  const found = [...circle.matchAll(text)].at(-1)?.[1]
  return found === undefined ? null : Number(found)
}
