import type { FindingKind } from '../../../../src/core/records/types.js'
import { matchesOf } from '../../../../src/core/triggers.js'
import type { Expected } from './named.js'

/** Where what is said may end before the sentence does. */
const cuts =
  /,?\s(?=(?:so|because|since|as|which|that|while|whereas|hence|thus|therefore|then|and|but|by|using|not|where|when|for|with|in|on|or|from|this|it|und|also|weil|da)\b)|,\s(?=\p{L})|\s\((?=(?!sin|cos|tan|log|ln|sqrt)\p{L}{3})|\s[–—]\s(?![\d√\\])|[⇒→∴]|,\s(?=[^,]*$)/gu

/** What may be said from a place on: the whole rest of the sentence, or up to where it may end. */
export function saidIn(rest: string): string[] {
  const places = matchesOf(cuts, rest).map(({ index }) => index)
  return [rest.length, ...places.reverse()]
    .map((to) => rest.slice(0, to))
    .filter((each) => each.trim() !== '' && each.length < 160)
}

/** The longest beginning of a text of which it can be told whether it is what is expected. */
export function sayingOf(expected: Expected, rest: string): { said: string; ok: boolean } | null {
  for (const said of saidIn(rest)) {
    const ok = expected.holds(said.trim())
    if (ok !== null) return { said, ok }
  }
  return null
}

/** Ends of a statement: a full stop that is none of a number, a semicolon, a line. */
const ends = /[;!?]|[.](?=\s|$)|[。；]|\n/g

/** The sentences of a text with their places. */
export function sentencesOf(text: string): { from: number; text: string; asks: boolean }[] {
  const found: { from: number; text: string; asks: boolean }[] = []
  let from = 0
  for (const { index, 0: end } of [...matchesOf(ends, text), { index: text.length, 0: '' }]) {
    if (index > from) found.push({ from, text: text.slice(from, index), asks: end === '?' })
    from = index + end.length
  }
  return found
}

/** What is claimed at a place of a sentence. */
export interface Claim {
  kind: FindingKind
  expected: Pick<Expected, 'computed'>
  said: string
  ok: boolean
  from: number
  to: number
}
