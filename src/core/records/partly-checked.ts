import type { Span } from './types.js'

/*
 * Whether a step says more than what was checked in it. "25% of 80 is 20, so the jacket is $60": that 25% of 80 is 20 holds; the $60 nobody looked at. What only leads up to a
 * checked claim ("It sells 28, so 48 - 28 = 20 are left") is no claim of its own.
 */

/** Where a sentence goes on to another thought. */
const joints =
  /(?:[,;]\s+)?(?<!\p{L})(?:so|thus|hence|therefore|because|since|and|but|which|daher|also|weil|und|aber|donc|car|et|porque|y)(?!\p{L})|[,;:.!?](?=\s|$)|[\n，。；：]|\s[–—]\s/giu

/** What states something without a number. */
const states =
  /(?<!\p{L})(?:is|are|was|were|isn't|aren't|wasn't|must|cannot|can't|has|have|does|equals?|exists?|holds?|fails?|means|follows|ist|sind|war|hat|est|sont|es|son)(?!\p{L})|[=<>≤≥≠]|是/iu

/** Behind these, what stands before is the conclusion. */
const reasons = /^[,;]?\s*(?:because|since|weil|car|porque)$/i

/** Numbers, but those of a list, of a heading, and in names such as x1 and H2O. */
const numbers = /(?<![\p{L}\d_.,])\d+(?:[.,]\d+)*/gu
const label = /^\s*(?:(?:step|case|part|schritt|fall|étape)\s+\d+\s*[.:)]?|\(?\d+[.)](?=\s))/iu

/**
 * `checked`: what was checked in a text and holds; `earlier`: the steps before it, whose numbers may stand in what leads up to a claim. False where nothing was checked.
 */
export function isPartlyChecked(text: string, checked: readonly Span[], earlier: readonly string[] = []): boolean {
  if (checked.length === 0) return false
  const known = new Set(checked.flatMap((span) => numbersIn(text.slice(...span))))
  const told = new Set(earlier.flatMap(numbersIn))
  const heading = label.exec(text)?.[0].length ?? 0
  const first = Math.min(...checked.map(([from]) => from))
  return clausesOf(text, checked).some(({ from, said, joint, isBeside }) => {
    const leads = from < first
    const named = numbersIn(from === 0 ? said.slice(heading) : said)
    // A number that stands in no checked claim is one that nobody looked at.
    if (named.some((value) => !known.has(value) && !(leads && told.has(value)))) return true
    if (isBeside || named.length > 0) return leads && reasons.test(joint)
    return states.test(said) && (!leads || reasons.test(joint))
  })
}

const numbersIn = (text: string): string[] => text.match(numbers) ?? []

interface Clause {
  from: number
  /** Its text without what was checked in it. */
  said: string
  /** What stands behind it. */
  joint: string
  /** A checked claim stands in it. */
  isBeside: boolean
}

const CHECKED = '\u0001'

function clausesOf(text: string, checked: readonly Span[]): Clause[] {
  let masked = text
  for (const [from, to] of checked) masked = masked.slice(0, from) + CHECKED.repeat(to - from) + masked.slice(to)
  const clauses: Clause[] = []
  let from = 0
  const push = (to: number, joint: string) => {
    const clause = masked.slice(from, to)
    const said = clause.replaceAll(CHECKED, ' ')
    if (said.trim() !== '') clauses.push({ from, said, joint, isBeside: clause.includes(CHECKED) })
    from = to + joint.length
  }
  for (const { 0: joint, index } of masked.matchAll(joints)) push(index, joint)
  push(masked.length, '')
  return clauses
}
