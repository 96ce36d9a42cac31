import { RationaleError } from '../../src/core/errors.js'
import type { GeneratedToken } from '../../src/models/types.js'
import type { Generate } from './annotator.js'

/** Words that announce a step of reasoning, or a number that was worked out. */
const cue =
  /\b(?:therefore|thus|hence|so|because|since|consequently|as a result|this means|then|which|answer|total|altogether|average|increase[ds]?|rose|fell|dropped|gained|lost)\b|[=%]|\d/i

/** A stop before a sentence that begins with a capital, in a script that has none, or with an opening mark; one of a script without blanks; an empty line. */
const sentenceEnd =
  /[.!?؟۔।]["'“”’»)\]]?(?=\s+[\p{Lu}\p{Lo}\p{N}"'“‘„«¿¡([$£€])|(?<=\s)[.!?](?=\s)|[。！？]["'”’」』）)]?(?=\s*\S)|[^\s](?=\r?\n[ \t]*\r?\n)/gu

/**
 * Offsets between sentences, behind the stop and before the white space, without the ends of the text. A stop that stands alone ends a sentence of
 * tokenised text, whatever follows. One pass over the text.
 */
export function sentenceBoundaries(text: string): number[] {
  const found: number[] = []
  for (const match of text.matchAll(sentenceEnd)) {
    const end = match.index + match[0].length
    const word = /[\p{L}.]{1,12}\.$/u.exec(text.slice(Math.max(0, end - 13), end))?.[0]
    if (word !== undefined && isAbbreviation(word)) continue
    if (text.slice(0, end).trim() !== '' && text.slice(end).trim() !== '') found.push(end)
  }
  return found
}

function isAbbreviation(word: string): boolean {
  return /^(?:\p{Lu}|Mr|Mrs|Ms|Dr|Prof|St|No|Inc|Ltd|Co|Corp|vs|etc|e\.g|i\.e|cf|al|Fig|Eq|U\.S)\.$/u.test(word)
}

/**
 * Where the insert mode asks for a rationale: at most `most` sentence boundaries, those first whose next sentence announces reasoning, the earlier
 * the better among equals; returned in the order of the text. Something must precede: never before the first sentence.
 */
export function insertionPoints(text: string, most: number): Point[] {
  const boundaries = sentenceBoundaries(text)
  return boundaries
    .map((offset, i) => ({ offset, announced: cue.test(text.slice(offset, boundaries[i + 1])), i }))
    .sort((a, b) => Number(b.announced) - Number(a.announced) || a.i - b.i)
    .slice(0, most)
    .map(({ offset }) => ({ offset }))
    .sort((a, b) => a.offset - b.offset)
}

/** A place to ask for a rationale at; where it was chosen by it, with the entropy of the next token. */
export interface Point {
  offset: number
  /** In nats. */
  entropy?: number
}

/** RPT (arXiv 2506.08007) takes the entropy of a small model over so many of the likeliest tokens. */
const LIKELIEST = 16

/**
 * The boundaries behind which the model knows least how the text goes on, in the order of the text. RPT trains on such places; that only the beginnings of sentences
 * are looked at is ours, and that all other tokens count as one.
 *
 * @throws RationaleError `unsupported` where the model does not tell its likeliest tokens.
 */
export async function hardestPoints(text: string, most: number, generate: Generate): Promise<Point[]> {
  const points = await Promise.all(
    sentenceBoundaries(text).map(async (offset) => {
      const prompt = text.slice(0, offset)
      const { tokens } = await generate({ prompt, temperature: 0, maxTokens: 1, alternatives: LIKELIEST })
      if (tokens === undefined) {
        throw new RationaleError('unsupported', 'the model does not tell its likeliest tokens', {
          remedy: '--positions entropy needs gguf:, or a server with logprobs',
        })
      }
      const [next] = tokens
      // Where the model would end the text, it tells nothing.
      return { offset, entropy: next === undefined ? 0 : entropyOf(next) }
    }),
  )
  return points
    .sort((a, b) => b.entropy - a.entropy || a.offset - b.offset)
    .slice(0, most)
    .sort((a, b) => a.offset - b.offset)
}

/** - sum p ln p over the tokens that were told, and over all others as one. */
export function entropyOf({ alternatives }: Pick<GeneratedToken, 'alternatives'>): number {
  const told = alternatives.map(({ logProbability }) => Math.exp(logProbability))
  const rest = 1 - told.reduce((sum, p) => sum + p, 0)
  return [...told, rest].reduce((sum, p) => (p > 0 ? sum - p * Math.log(p) : sum), 0)
}
