import type { Insertion } from './parse.js'

export interface Triple {
  /** All of the document before the rationale; earlier rationales are not in it. */
  preceding: string
  rationale: string
  /** The document from here to the next rationale, or to its end. */
  following: string
}

/**
 * One triple an insertion, in order. `document` is the original text; where the same place holds two rationales, the first has nothing
 * that follows. Fields may be empty: `flaw` says so.
 */
export function triples(document: string, insertions: readonly Insertion[]): Triple[] {
  const sorted = [...insertions].sort((a, b) => a.offset - b.offset)
  return sorted.map(({ offset, rationale }, i) => ({
    preceding: document.slice(0, offset),
    rationale: rationale.trim(),
    following: document.slice(offset, sorted[i + 1]?.offset),
  }))
}

/** Words that a rationale may share with the text after it, in a row, before it counts as giving it away. */
const LEAK_WORDS = 8

/** Why a triple cannot be used, or undefined. */
export function flaw({ preceding, rationale, following }: Triple): string | undefined {
  if (rationale === '') return 'empty rationale'
  if (preceding.trim() === '') return 'nothing precedes'
  if (following.trim() === '') return 'nothing follows'
  const words = wordsOf(rationale)
  if (words.length === 0) return 'empty rationale'
  if (` ${wordsOf(preceding).join(' ')} `.includes(` ${words.join(' ')} `)) return 'repeats what precedes'
  const after = ` ${wordsOf(following).join(' ')} `
  const run = Math.min(LEAK_WORDS, words.length)
  for (let i = 0; i + run <= words.length; i++) {
    if (after.includes(` ${words.slice(i, i + run).join(' ')} `)) return 'gives away what follows'
  }
  return undefined
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
}
