/* Circles by their equation: "the radius is 9" of (x - 1)² + y² = 9. The radius is the root of the right side. */
import type { Finding } from '../../../../src/core/records/types.js'
import { rare } from '../../../../src/core/triggers.js'
import { type ClaimText, finding, hedged } from '../claim.js'

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
