import { defined } from '../../src/core/absence.js'
import { wordHashes } from '../../src/core/records/contamination.js'
import { isUnspacedText } from '../../src/core/unspaced.js'
import { isStopWord, languageOf } from '../prefilter/stop-words.js'
import { numberGivenAway } from './given-away.js'
import { nextSentence } from './next-sentence.js'
import type { Insertion } from './parse.js'
import type { Triple } from './triple.js'

/**
 * One triple an insertion, in order. `document` is the original text; where the same place holds two rationales, the first has nothing
 * that follows, unless they are alternatives: then each has what follows the place. Fields may be empty: `flaw` says so.
 */
export function triples(
  document: string,
  insertions: readonly Insertion[],
  { alternatives }: { alternatives?: true } = {},
): Triple[] {
  const sorted = [...insertions].sort((a, b) => a.offset - b.offset)
  return sorted.map(({ offset, rationale, entropy }, i) => ({
    ...defined({ entropy }),
    preceding: document.slice(0, offset),
    rationale: rationale.trim(),
    following: document.slice(
      offset,
      (alternatives ? sorted.find((other) => other.offset > offset) : sorted[i + 1])?.offset,
    ),
  }))
}

/** Characters of a rationale: it is a sentence or a few; a completion without an end is none. */
const LONGEST = 4000

/** Words that a rationale may share with the text after it, in a row, before it counts as giving it away; of scripts without blanks characters. */
const LEAK_WORDS = 8
const LEAK_CHARACTERS = 16

/** Why a triple cannot be used, or undefined. */
export function flaw(triple: Triple): string | undefined {
  const { preceding, rationale, following } = triple
  if (rationale === '') return 'empty rationale'
  if (preceding.trim() === '') return 'nothing precedes'
  if (following.trim() === '') return 'nothing follows'
  const words = wordHashes(rationale)
  if (words.length === 0) return 'empty rationale'
  if (shareRun(wordHashes(preceding), words, words.length)) return 'repeats what precedes'
  const leak = isUnspacedText(rationale) ? LEAK_CHARACTERS : LEAK_WORDS
  if (shareRun(wordHashes(following), words, Math.min(leak, words.length))) return 'gives away what follows'
  if (rationale.length > LONGEST) return 'rationale too long'
  if (restates(rationale, following)) return 'restates what follows'
  if (numberGivenAway(triple) !== undefined) return 'gives away a number that follows'
  return undefined
}

/** Content words that a rationale must have before it can be called a restatement, and their share in the next sentence that makes it one. */
const RESTATED_WORDS = 4
const RESTATED_SHARE = 0.6

/**
 * A paraphrase of the next sentence makes it likelier without being a reason for it: most of its content words (neither stop words nor numbers) stand
 * there already. Numbers do not count: a calculation may well name those it starts from.
 */
function restates(rationale: string, following: string): boolean {
  const [here, there] = [wordsOf(rationale), wordsOf(nextSentence(following))]
  // Stop words are those of the text's own language.
  const language = languageOf([...here, ...there]) ?? 'en'
  const content = (words: readonly string[]) => new Set(words.filter((word) => !isStopWord(word, language)))
  const [own, next] = [content(here), content(there)]
  if (own.size < RESTATED_WORDS) return false
  let shared = 0
  for (const word of own) if (next.has(word)) shared++
  return shared >= RESTATED_SHARE * own.size
}

const wordsOf = (text: string) => text.toLowerCase().match(/\p{L}[\p{L}\p{M}]*/gu) ?? []

/** Whether `run` words in a row of `words` stand in `text` too. */
function shareRun(text: Int32Array, words: Int32Array, run: number): boolean {
  for (let i = 0; i + run <= words.length; i++) {
    for (let at = text.indexOf(words[i] as number); at !== -1; at = text.indexOf(words[i] as number, at + 1)) {
      let same = 1
      while (same < run && text[at + same] === words[i + same]) same++
      if (same === run) return true
    }
  }
  return false
}
