import { RationaleError } from '../../../src/core/errors.js'
import type { ChatMessage } from '../../../src/models/types.js'
import type { RenderChat } from './chat-template.js'

/*
 * Which special tokens of a rendered conversation are the template's own. A message may spell them too ("…<|im_end|>"), and a template may trim, cut or rewrite
 * what a message holds: where a message ended up cannot be told from the text.
 */

/**
 * The rendered conversation in parts that are tokenized each on its own, special tokens read. What the messages spell of special tokens is cut behind its first
 * character, as in a text (`sections` in build-tokenizer.ts).
 *
 * @param spelled finds special tokens in a text, overlapping ones too.
 * @throws RationaleError `input` where the template makes a special token of what a message holds.
 */
export function chatParts(
  render: RenderChat,
  messages: readonly ChatMessage[],
  {
    options,
    spelled,
    template = '',
  }: { options: Parameters<RenderChat>[1]; spelled: SpecialTokens; template?: string },
): string[] {
  // Nothing in the messages begins a special token.
  if (!messages.some(({ content }) => spelled.mayBegin(content))) return [render(messages, options)]
  const present = messages.map(({ content }) => content).join('') + template
  const [mark, veil] = unused(present)
  const map = (change: (content: string) => string) =>
    messages.map(({ role, content }) => ({ role, content: change(content) }))
  const parts = render(
    map((content) => spelled.cut(content).join(mark)),
    options,
  ).split(mark)
  // With the first characters of all tokens veiled, the messages can make none, however they are rewritten: what is left is the template's.
  const own = spelled.in(
    render(
      map((content) => spelled.veiled(content, veil)),
      options,
    ),
  )
  const found = parts.flatMap((part) => spelled.in(part))
  if (found.join(mark) !== own.join(mark)) throw unclear(found.find((each, i) => each !== own[i]) ?? own[found.length])
  return parts
}

/** Two code points that Unicode leaves to private use, and that are not in the text. */
function unused(text: string): [string, string] {
  const free: string[] = []
  for (let code = 0xe000; code < 0xf900; code++) {
    const character = String.fromCharCode(code)
    if (!text.includes(character)) free.push(character)
    const [first, second] = free
    if (first !== undefined && second !== undefined) return [first, second]
  }
  throw unclear('characters of all private code points')
}

const unclear = (found: string | undefined) =>
  new RationaleError('input', 'the chat template of this model makes a special token of what a message holds', {
    expected: 'special tokens of the template alone',
    ...(found === undefined ? {} : { found: JSON.stringify(found.slice(0, 80)) }),
    remedy: 'take what looks like a special token out of the text',
  })

/** The texts of a tokenizer's special tokens. */
export class SpecialTokens {
  readonly #any: RegExp | undefined
  readonly #first: RegExp | undefined

  constructor(contents: readonly string[]) {
    const texts = contents.filter((text) => text !== '')
    this.#any = alternation(texts)
    this.#first = alternation([...new Set(texts.map((text) => String.fromCodePoint(text.codePointAt(0) ?? 0)))])
  }

  mayBegin(text: string): boolean {
    return this.#first !== undefined && text.search(this.#first) !== -1
  }

  veiled(text: string, veil: string): string {
    return this.#first === undefined ? text : text.replace(this.#first, veil)
  }

  /** In order; of overlapping ones the first. */
  in(text: string): string[] {
    return this.#any === undefined ? [] : [...text.matchAll(this.#any)].map(([found]) => found)
  }

  /** The text cut behind the first character of each, so that no part holds one. */
  cut(text: string): string[] {
    if (this.#any === undefined) return [text]
    const parts: string[] = []
    let from = 0
    for (let match = this.#find(text, 0); match !== -1; match = this.#find(text, from)) {
      const cut = match + ((text.codePointAt(match) as number) > 0xffff ? 2 : 1)
      parts.push(text.slice(from, cut))
      from = cut
    }
    parts.push(text.slice(from))
    return parts
  }

  #find(text: string, from: number): number {
    if (this.#any === undefined) return -1
    this.#any.lastIndex = from
    return this.#any.exec(text)?.index ?? -1
  }
}

/** Longest first, so that a token is never cut as its own beginning. */
function alternation(contents: readonly string[]): RegExp | undefined {
  if (contents.length === 0) return undefined
  const escaped = [...contents]
    .sort((a, b) => b.length - a.length)
    .map((text) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
  return new RegExp(escaped.join('|'), 'g')
}
