import { at } from '../../../src/core/absence.js'
import { RationaleError } from '../../../src/core/errors.js'
import { QWEN2_PATTERN } from './patterns.js'
import { BYTE_CHARACTERS } from './surface.js'
import type { TokenizerFiles } from './tokenizer.js'
import { addedToken, bpeModel, byteLevel, split } from './tokenizer-json.js'

export interface BpeOptions {
  /** Tokens in all, special ones and the 256 bytes included. */
  vocabularySize: number
  /** Get the first ids. The first one begins and ends texts, and pads (default `<|endoftext|>`). */
  specialTokens?: readonly string[]
  /** A pair seen less often is not merged (default 2). */
  minFrequency?: number
}

/**
 * QWEN2_PATTERN in the words of JavaScript (no inline flags; Unicode's white space, which JavaScript's own class differs from).
 */
const WORDS =
  /'(?:[sdmtSDMT]|[lL]{2}|[vV][eE]|[rR][eE])|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\p{White_Space}\p{L}\p{N}]+[\r\n]*|\p{White_Space}*[\r\n]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/gu

/** Longer words (a megabyte without a space) are learned from in pieces: a merge's cost is a word's length. */
const LONGEST_WORD = 2048

/** Pairs are one number: left * 2^21 + right, exact below 2^53 and ordered as (left, right). */
const SHIFT = 2 ** 21

/**
 * Learns a byte-level BPE vocabulary: starting from bytes, the most frequent neighbouring pair within a word becomes a token, again and
 * again (Sennrich et al. 2016). Ties go to the pair with the smaller ids, as in Hugging Face's trainer, whose vocabulary this equals.
 *
 * @throws RationaleError `configuration` where the vocabulary has no room for the bytes, `input` where there is no text.
 */
export async function trainBpe(
  texts: Iterable<string> | AsyncIterable<string>,
  { vocabularySize, specialTokens = ['<|endoftext|>'], minFrequency = 2 }: BpeOptions,
): Promise<TokenizerFiles> {
  const fixed = specialTokens.length + 256
  if (
    !Number.isInteger(vocabularySize) ||
    vocabularySize < fixed ||
    vocabularySize > SHIFT ||
    specialTokens.length === 0
  ) {
    throw new RationaleError('configuration', 'vocabulary size', {
      expected: `a whole number from ${fixed} (256 bytes and the special tokens) to ${SHIFT}`,
      found: String(vocabularySize),
    })
  }
  const wordCounts = await countWords(texts)
  if (wordCounts.size === 0) throw new RationaleError('input', 'no text to learn a vocabulary from')
  const tokens = [...specialTokens, ...BYTE_CHARACTERS.toSorted()]
  const merges = learnMerges(wordCounts, tokens, vocabularySize, minFrequency)
  return describe(tokens, specialTokens, merges)
}

async function countWords(texts: Iterable<string> | AsyncIterable<string>): Promise<Map<string, number>> {
  const counts = new Map<string, number>()
  for await (const text of texts) {
    for (const [word] of text.matchAll(WORDS)) counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  return counts
}

/** Extends `tokens` by one a merge. */
function learnMerges(
  wordCounts: ReadonlyMap<string, number>,
  tokens: string[],
  vocabularySize: number,
  minFrequency: number,
): [string, string][] {
  const idOfToken = new Map(tokens.map((token, id) => [token, id]))
  const idOfByte = BYTE_CHARACTERS.map((character) => idOfToken.get(character) as number)
  const words: Int32Array[] = []
  const frequencies: number[] = []
  const encoder = new TextEncoder()
  for (const [word, count] of wordCounts) {
    const ids = Int32Array.from(encoder.encode(word), (byte) => idOfByte[byte] as number)
    for (let from = 0; from < ids.length; from += LONGEST_WORD) {
      words.push(ids.subarray(from, from + LONGEST_WORD))
      frequencies.push(count)
    }
  }
  const pairCounts = new Map<number, number>()
  /** Words in which a pair was ever seen. */
  const wordsOfPair = new Map<number, number[]>()
  for (const [index, word] of words.entries()) {
    for (let i = 1; i < word.length; i++) {
      const pair = (word[i - 1] as number) * SHIFT + (word[i] as number)
      pairCounts.set(pair, (pairCounts.get(pair) ?? 0) + (frequencies[index] as number))
      const list = wordsOfPair.get(pair)
      if (!list) wordsOfPair.set(pair, [index])
      else if (list.at(-1) !== index) list.push(index)
    }
  }
  const queue = new PairQueue()
  for (const [pair, count] of pairCounts) queue.push(pair, count)
  const merges: [string, string][] = []
  while (tokens.length < vocabularySize) {
    const top = queue.pop()
    if (!top || top.count < Math.max(1, minFrequency)) break
    const current = pairCounts.get(top.pair) ?? 0
    if (current !== top.count) {
      // Counts only fell since it was queued (growth queues anew): put it where it belongs now.
      if (current > 0 && current < top.count) queue.push(top.pair, current)
      continue
    }
    const left = Math.floor(top.pair / SHIFT)
    const right = top.pair % SHIFT
    const token = at(tokens, left) + at(tokens, right)
    // Two merges may spell the same token; it then keeps its id.
    let id = idOfToken.get(token)
    if (id === undefined) {
      id = tokens.length
      tokens.push(token)
      idOfToken.set(token, id)
    }
    merges.push([at(tokens, left), at(tokens, right)])
    const grown = new Set<number>()
    const add = (pair: number, count: number, index: number) => {
      pairCounts.set(pair, (pairCounts.get(pair) ?? 0) + count)
      if (count < 0) return
      grown.add(pair)
      const list = wordsOfPair.get(pair)
      if (!list) wordsOfPair.set(pair, [index])
      else if (list.at(-1) !== index) list.push(index)
    }
    for (const index of new Set(wordsOfPair.get(top.pair))) {
      const word = at(words, index)
      const count = frequencies[index] as number
      let length = 0
      for (let i = 0; i < word.length; i++, length++) {
        if (word[i] !== left || i + 1 === word.length || word[i + 1] !== right) {
          word[length] = word[i] as number
          continue
        }
        // … p [left right] n …  becomes  … p id n …
        if (length > 0) {
          const previous = word[length - 1] as number
          add(previous * SHIFT + left, -count, index)
          add(previous * SHIFT + id, count, index)
        }
        if (i + 2 < word.length) {
          const next = word[i + 2] as number
          add(right * SHIFT + next, -count, index)
          add(id * SHIFT + next, count, index)
        }
        word[length] = id
        i++
      }
      words[index] = word.subarray(0, length)
    }
    pairCounts.delete(top.pair)
    wordsOfPair.delete(top.pair)
    for (const pair of grown) {
      const count = pairCounts.get(pair) ?? 0
      if (count > 0 && pair !== top.pair) queue.push(pair, count)
    }
  }
  return merges
}

/** A binary heap: highest count first, then the smaller pair. */
class PairQueue {
  private readonly pairs: number[] = []
  private readonly counts: number[] = []

  private before(a: number, b: number): boolean {
    const difference = (this.counts[a] as number) - (this.counts[b] as number)
    return difference !== 0 ? difference > 0 : (this.pairs[a] as number) < (this.pairs[b] as number)
  }

  private swap(a: number, b: number): void {
    const { pairs, counts } = this
    ;[pairs[a], pairs[b]] = [pairs[b] as number, pairs[a] as number]
    ;[counts[a], counts[b]] = [counts[b] as number, counts[a] as number]
  }

  push(pair: number, count: number): void {
    let at = this.pairs.push(pair) - 1
    this.counts.push(count)
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!this.before(at, parent)) return
      this.swap(at, parent)
      at = parent
    }
  }

  pop(): { pair: number; count: number } | undefined {
    const last = this.pairs.length - 1
    if (last < 0) return undefined
    this.swap(0, last)
    const top = { pair: this.pairs.pop() as number, count: this.counts.pop() as number }
    for (let at = 0; ; ) {
      let first = at
      for (const child of [2 * at + 1, 2 * at + 2]) if (child < last && this.before(child, first)) first = child
      if (first === at) return top
      this.swap(at, first)
      at = first
    }
  }
}

function describe(tokens: readonly string[], special: readonly string[], merges: [string, string][]): TokenizerFiles {
  const first = at(special, 0)
  return {
    tokenizer: {
      version: '1.0',
      truncation: null,
      padding: null,
      added_tokens: special.map((content, id) => addedToken(id, content, true)),
      normalizer: null,
      pre_tokenizer: split(QWEN2_PATTERN),
      post_processor: null,
      decoder: byteLevel(true),
      model: bpeModel({ vocab: Object.fromEntries(tokens.map((token, id) => [token, id])), merges }),
    },
    config: { tokenizer_class: 'PreTrainedTokenizerFast', bos_token: first, eos_token: first, pad_token: first },
  }
}
