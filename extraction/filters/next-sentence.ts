import { sentenceBoundaries } from '../annotate/positions.js'

/** Of the text that follows: a next sentence is rarely longer. */
const NEXT_SENTENCE_CHARACTERS = 400

/** The sentence that a rationale stands before: the discounted gain looks at little more. */
export function nextSentence(following: string): string {
  const text = following.trimStart().slice(0, NEXT_SENTENCE_CHARACTERS)
  return text.slice(0, sentenceBoundaries(text)[0])
}
