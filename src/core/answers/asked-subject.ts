import { lean } from '../lean-patterns.js'
import { plainCharacters } from '../plain-characters.js'
import type { Span } from '../records/types.js'

/*
 * An answer that only repeats what was asked: "What is 15% of 80?" with "15% of 80 is 12." No word says that it is the answer, but it can be nothing else.
 */

/** What is asked for, where the question ends in one such request: "What is 15% of 80?", "Find the median of 3, 5 and 9." */
const request = lean(
  /(?:^|[.?!:]\s+)(?:please\s+)?(?:what(?:['’]s|\sis|\sare|\swas)|how (?:much|many|large|long|high|far|old|heavy) (?:is|are)|find|calculate|compute|evaluate|determine|work out)\s+([^?!]{1,160}?)\s?[.?!]?\s*$/iu,
)
/** "15% of 80 is 12", "The median = 5". */
const statement = lean(
  /^[\s*_#>-]{0,6}(?:(?:so|then|now|and)\s)?([^=≈]{1,160}?)\s?(?:\s(?:is|are|was|equals|comes to|makes)\s|=)\s?([^=≈]{1,60}?)[.!]?\s*$/iu,
)

/** Where in a last sentence the value stands that the question asks for; null where its subject is not the one that is asked. */
export function askedValue(sentence: string, question: string): Span | null {
  const [, asked] = request.exec(plainCharacters(question).trim()) ?? []
  const [whole, subject, value] = statement.exec(sentence) ?? []
  if (asked === undefined || whole === undefined || subject === undefined || value === undefined) return null
  // What a formula comes to may be told in another arithmetic: "9 + 4 = 1 o'clock".
  if (!/\p{L}/u.test(subject) || !isSame(spelled(subject), spelled(asked))) return null
  const from = whole.lastIndexOf(value)
  return [from, from + value.length]
}

/** The whole, or its head: "the median" of "the median of 3, 5 and 9". Two things that are asked have no head. */
function isSame(subject: string, asked: string): boolean {
  if (subject === asked) return true
  if (!asked.startsWith(`${subject} `)) return false
  const rest = asked.slice(subject.length + 1)
  return /^(?:of|for|in|from|between|when|if|at|on)\s/.test(rest) && !/\b(?:and|or)\s(?:the|its|what|how)\b/.test(asked)
}

const spelled = (text: string) =>
  text
    .toLowerCase()
    .replace(/[$*`_\\]|\bthe\s/g, '')
    .replace(/\s*%/g, '%')
    .replace(/\s+/g, ' ')
    .trim()
