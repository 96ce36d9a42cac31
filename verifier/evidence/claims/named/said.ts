/* Where a value that is said ends: the longest or shortest piece of a sentence that can be read as one. */
import { lean } from '../../../../src/core/lean-patterns.js'
import { FRACTION } from '../../../../src/core/quantities/words.js'
import type { FindingKind } from '../../../../src/core/records/types.js'
import { matchesOf } from '../../../../src/core/triggers.js'
import type { Expected } from './named.js'

/** Where what is said may end before the sentence does. */
const cuts = lean(
  /,?\s(?=(?:so|because|since|as|which|that|while|whereas|hence|thus|therefore|then|and|but|by|using|not|where|when|for|with|in|on|or|from|this|it|und|also|weil|da)\b)|,\s(?=\p{L})|\s\((?=(?!sin|cos|tan|log|ln|sqrt)\p{L}{3})|\s[–—]\s(?![\d√\\])|[⇒→∴]|,\s(?=[^,]*$)/gu,
)

/** "3 and a half": the number goes on. */
const half = lean(new RegExp(String.raw`^\s?and\s(?:${FRACTION})(?!\p{L})`, 'u'))

/** What may be said from a place on: the whole rest of the sentence, or up to where it may end. */
export function saidIn(rest: string): string[] {
  const places = matchesOf(cuts, rest).map(({ index }) => index)
  return [rest.length, ...places.reverse()]
    .map((to) => rest.slice(0, to))
    .filter((each) => each.trim() !== '' && each.length < 160)
    .filter((each) => !(/\d\s?$/.test(each) && half.test(rest.slice(each.length))))
}

/** What a function is said to be ends where a word or a comma does: what follows is of a place, or follows from it. */
const further = lean(
  /,?\s(?=\p{L}{2,}(?<!\b(?:sin|cos|tan|cot|sec|csc|ln|log|lg|exp|sqrt|pi|arcsin|arccos|arctan|sinh|cosh|tanh|times|plus|minus|over|to|the|squared|cubed))(?!\p{L}))|[,;:]\s|\s\((?=(?!sin|cos|tan|log|ln|sqrt)\p{L}{3})|\s[–—]\s(?![\d√\\])|[⇒→∴]/gu,
)

/** What may stand behind a function that was told whole; any other word may be of it ("divided by 2"). */
const told = lean(
  /^\s*(?:$|[,;:)(⇒→∴–—$]|(?:so|because|since|as|which|that|while|hence|thus|therefore|then|and|but|or|by|using|not|at|where|when|whenever|for|if|with|in|on|it|this|giving|und|weil|da|für|wenn|bei|nach)(?!\p{L}))/u,
)

/** The shortest beginning that is this function, or else the shortest that is told to be another. */
export function functionSaid(expected: Expected, rest: string): { said: string; ok: boolean } | null {
  const places = matchesOf(further, rest).map(({ index }) => index)
  let off: { said: string; ok: boolean } | null = null
  for (const to of [...places, rest.length]) {
    const said = rest.slice(0, to)
    if (said.trim() === '' || said.length >= 160) continue
    const ok = expected.holds(said.replaceAll('$', '').trim())
    if (ok === true) return { said, ok }
    if (ok === false && told.test(rest.slice(to))) off ??= { said, ok }
  }
  return off
}

/** The longest beginning of a text of which it can be told whether it is what is expected. */
export function sayingOf(expected: Expected, rest: string): { said: string; ok: boolean } | null {
  for (const said of saidIn(rest)) {
    const ok = expected.holds(said.trim())
    if (ok !== null) return { said, ok }
  }
  return null
}

/** What is claimed at a place of a sentence. */
export interface Claim {
  kind: FindingKind
  expected: Pick<Expected, 'computed'>
  said: string
  ok: boolean
  from: number
  to: number
  /** A bare number said of a function: it may be its value at a place. */
  mayBePlaced?: boolean
}
