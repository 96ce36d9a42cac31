/*
 * Whether a term may begin at a place, told by the first sign or word there. Terms are tried wherever a clause begins, and nearly all clauses begin with another word: to see that costs a look, to try costs
 * the whole grammar.
 */
import { beginsNumber } from '../../../src/core/quantities/words.js'
import { callWords } from './calls.js'
import { phraseMayBegin } from './prose.js'

const articles: ReadonlySet<string> = new Set(['the', 'a', 'an'])
/** "Minus 5", "i", "e^2": what is no call and no number word. */
const others: ReadonlySet<string> = new Set(['minus', 'negative', 'raising', 'i', 'e'])
/** "FF_16", "A₁₆" */
const inOtherBase = /[\dA-Fa-f]{1,40}\)?[_₁-₉]/y
/** No other sign begins one. */
const signs: ReadonlySet<string> = new Set('-−–+.([{|⌊⌈√∛π\\0123456789')

/** False where no term can be read at a place of a text. */
export function mayBegin(text: string, place: number): boolean {
  const at = text[place] === '$' ? place + 1 : place
  if (signs.has(text.charAt(at))) return true
  const word = wordAt(text, at)
  if (word === '') return false
  if (others.has(word) || callWords.has(word) || beginsNumber(word) || phraseMayBegin(text, at)) return true
  inOtherBase.lastIndex = at
  if (inOtherBase.test(text)) return true
  // "The 5 factorial", "the seven", "the square root".
  if (!articles.has(word)) return false
  const behind = at + word.length + 1
  return /\d/.test(text.charAt(behind)) || beginsNumber(wordAt(text, behind)) || phraseMayBegin(text, behind)
}

const letter = /\p{L}/u

function wordAt(text: string, at: number): string {
  let end = at
  while (isLetter(text, end)) end++
  return text.slice(at, end).toLowerCase()
}

function isLetter(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  if (code < 128) return (code >= 97 && code <= 122) || (code >= 65 && code <= 90)
  return letter.test(text.charAt(at))
}
