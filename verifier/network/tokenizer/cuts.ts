import { GPT2_PATTERN, LLAMA3_PATTERN, QWEN2_PATTERN } from './patterns.js'
import type { TokenizerJson } from './tokenizer-json.js'

const PATTERNS: ReadonlySet<unknown> = new Set([GPT2_PATTERN, LLAMA3_PATTERN, QWEN2_PATTERN])
/** Long enough that a cut costs little, short enough that texts with a common beginning share most sections. */
const LEAST = 160

/**
 * Where a tokenizer cuts text into words anyway, its sections can be tokenized one by one, and remembered: the contexts of a chain's steps repeat one
 * another. A space after something that is no white space always begins a word in the published byte-level patterns (none takes a space
 * anywhere but first), so the text is cut there, from the left: texts with a common beginning have common sections. Any other tokenizer gets the
 * text as a whole.
 */
export function cutterOf(json: TokenizerJson): (text: string) => string[] {
  if (!cutsBeforeSpaces(json)) return (text) => [text]
  return (text) => {
    const sections: string[] = []
    let from = 0
    for (let at = text.indexOf(' ', LEAST); at !== -1; at = text.indexOf(' ', at)) {
      if (/\s/.test(text[at - 1] as string)) at++
      else {
        sections.push(text.slice(from, at))
        from = at
        at += LEAST
      }
    }
    sections.push(text.slice(from))
    return sections
  }
}

function cutsBeforeSpaces({ model, normalizer, pre_tokenizer: pre, added_tokens: added }: TokenizerJson): boolean {
  if (model.type !== 'BPE' || (normalizer !== null && normalizer.type !== 'NFC')) return false
  // An added token that holds or takes white space could reach over a cut.
  if (
    added.some(
      (token) => /\s/.test(token.content) || ('lstrip' in token && token.lstrip) || ('rstrip' in token && token.rstrip),
    )
  )
    return false
  const parts = pre?.type === 'Sequence' ? pre.pretokenizers : [pre]
  if (!Array.isArray(parts)) return false
  let isWords = false
  for (const part of parts as (Record<string, unknown> | null)[]) {
    if (part?.type === 'ByteLevel' && part.add_prefix_space === false) isWords ||= part.use_regex !== false
    else if (part?.type === 'Split' && part.behavior === 'Isolated' && part.invert !== true)
      isWords ||= PATTERNS.has((part.pattern as { Regex?: unknown } | undefined)?.Regex)
    else if (part?.type !== 'Digits') return false
  }
  return isWords
}

/** The newest results by their text, for at most so many characters together. */
export class Remembered<T> {
  readonly #most: number
  readonly #known = new Map<string, T>()
  #characters = 0

  constructor(most = 1 << 20) {
    this.#most = most
  }

  get(text: string, make: () => T): T {
    const known = this.#known.get(text)
    if (known !== undefined) return known
    const made = make()
    this.#known.set(text, made)
    this.#characters += text.length
    for (const oldest of this.#known.keys()) {
      if (this.#characters <= this.#most) break
      this.#known.delete(oldest)
      this.#characters -= oldest.length
    }
    return made
  }
}
