import type { Tokenizer } from '@huggingface/tokenizers'
import { defined } from '../../../src/core/absence.js'
import { messageOf, RationaleError } from '../../../src/core/errors.js'
import type { EncodeOptions, OffsetEncoding, TextTokenizer } from '../../../src/models/tokenizer.js'
import type { TimeLimit } from '../weights/time-limit.js'
import { alignTokens, type Surface, textBytes } from './alignment.js'
import { chatRenderer } from './chat-template.js'
import { chatParts, SpecialTokens } from './chat-tokens.js'
import { cutterOf, Remembered } from './cuts.js'
import { GPT2_PATTERN, LLAMA3_PATTERN, QWEN2_PATTERN } from './patterns.js'
import { spelledOut } from './spelled-out.js'
import { type SurfaceKind, surfaceBytes } from './surface.js'
import { checkTokenizerJson, type TokenizerJson } from './tokenizer-json.js'

export interface TokenizerFiles {
  tokenizer: unknown
  config?: Record<string, unknown>
  /** Ids that end a generation besides the tokenizer's own end token (config.json, generation_config.json). */
  eosIds?: readonly number[]
}

/** Others run under a time limit. */
const KNOWN_PATTERNS: ReadonlySet<string> = new Set([GPT2_PATTERN, LLAMA3_PATTERN, QWEN2_PATTERN])
const BUILD_LIMIT_MS = 30_000
const BASE_LIMIT_MS = 1000
const LIMIT_MS_PER_CHARACTER = 0.05

/**
 * A tokenizer from the contents of tokenizer.json, run by @huggingface/tokenizers (the library inside transformers.js, which loads in
 * 10 ms where transformers.js takes 220). Node's `withinTime` is the limit; a browser has none, and takes files of ours alone.
 *
 * @throws RationaleError `model-file`, `unsupported`.
 */
export async function buildTokenizer(files: TokenizerFiles, withinTime: TimeLimit): Promise<TextTokenizer> {
  const json = checkTokenizerJson(files.tokenizer)
  const config = files.config ?? {}
  const library = await import('@huggingface/tokenizers')
  const unknown = hasUnknownPattern(json)
  const guard = <T>(length: number, work: () => T) =>
    translating(() => (unknown ? withinTime(BASE_LIMIT_MS + length * LIMIT_MS_PER_CHARACTER, work) : work()))
  // Building is bounded in any case: sizes come from the file.
  const build = <T>(work: () => T) => translating(() => withinTime(BUILD_LIMIT_MS, work))
  // Building normalises the added tokens, so that these are tried first.
  const bare = { ...json, added_tokens: [], model: { type: 'BPE', vocab: {}, merges: [] } }
  build(() => {
    const { normalizer } = boundGrowth(new library.Tokenizer(bare, {}))
    for (const { content } of json.added_tokens) normalizer?.normalize(content)
  })
  const inner = build(() =>
    boundGrowth(
      new library.Tokenizer(
        { ...json, pre_tokenizer: json.pre_tokenizer && spelledOut(json.pre_tokenizer) },
        { ...config, clean_up_tokenization_spaces: false },
      ),
    ),
  )
  const kind: SurfaceKind = isByteLevel(json) ? 'byte-level' : 'sentencepiece'
  const added = new Map(json.added_tokens.map((token) => [token.content, token]))
  const special = new Map(json.added_tokens.filter((token) => token.special).map((token) => [token.id, token.content]))
  const spelled = build(() => new SpecialTokens([...special.values()]))
  const vocabularySize = 1 + largestId(json)
  const around = guard(0, () => templateTokens(inner))
  const tokenOf = (name: string) => contentOf(config[name])
  const idOf = (content: string | undefined) => (content === undefined ? undefined : inner.token_to_id(content))
  const eosId = idOf(tokenOf('eos_token'))
  const chatTemplate = templateOf(config.chat_template)
  const render = await chatRenderer(chatTemplate, { bos: tokenOf('bos_token'), eos: tokenOf('eos_token') }, withinTime)

  const cut = build(() => cutterOf(json))
  /** Runs of text that are tokenized on their own. Where the text spells special tokens, those are cut so that they stay text. */
  const sections = (text: string, parseSpecial: boolean): string[] => {
    if (parseSpecial) return [text]
    return spelled
      .cut(text)
      .filter((part) => part !== '')
      .flatMap(cut)
  }
  const encodeSection = (text: string) =>
    guard(text.length, () => inner.encode(text, { add_special_tokens: false })) as {
      ids: (number | undefined)[]
      tokens: string[]
    }
  const checkedIds = (ids: (number | undefined)[]): number[] => {
    if (ids.every((id) => id !== undefined)) return ids as number[]
    throw new RationaleError('model-file', 'the tokenizer gives a token that is not in its vocabulary', {
      remedy: 'the tokenizer file is damaged: fetch it again',
    })
  }
  const normalize =
    json.normalizer && isUnicodeForm(json.normalizer)
      ? (text: string) => inner.normalizer?.normalize(text) ?? text
      : kind === 'sentencepiece'
        ? (text: string) => text.replaceAll('▁', ' ') // as its tokens are read
        : undefined
  const surfaceOf = (token: string): Surface => {
    if (token === json.model.unk_token) return null
    return added.has(token) ? new TextEncoder().encode(token) : surfaceBytes(token, kind)
  }

  const placedSections = new Remembered<OffsetEncoding>()
  const placeSection = (section: string): OffsetEncoding => {
    const encoding = encodeSection(section)
    const aligned = alignTokens(encoding.tokens.map(surfaceOf), textBytes(section, normalize))
    if (!aligned) {
      throw new RationaleError('unsupported', 'this tokenizer rewrites text, so tokens cannot be placed in it', {
        found: JSON.stringify(section.slice(0, 60)),
        remedy: 'use a model with a byte-level or SentencePiece vocabulary',
      })
    }
    return { ids: checkedIds(encoding.ids), ...aligned }
  }

  const encodeWithOffsets = (text: string, options: EncodeOptions & { suffix?: boolean } = {}): OffsetEncoding => {
    const { addSpecial = true, parseSpecial = false, suffix = true } = options
    const prefixIds = addSpecial ? around.prefix : []
    const ids = [...prefixIds]
    const starts = prefixIds.map(() => 0)
    const ends = prefixIds.map(() => 0)
    let base = 0
    for (const section of sections(text, parseSpecial)) {
      const placed = placedSections.get(section, () => placeSection(section))
      for (const id of placed.ids) ids.push(id)
      for (const start of placed.starts) starts.push(base + start)
      for (const end of placed.ends) ends.push(base + end)
      base += section.length
    }
    for (const id of addSpecial && suffix ? around.suffix : []) {
      ids.push(id)
      starts.push(text.length)
      ends.push(text.length)
    }
    return { ids, starts, ends }
  }

  return {
    vocabularySize,
    bosId: idOf(tokenOf('bos_token')),
    eosIds: [...new Set([...(eosId === undefined ? [] : [eosId]), ...(files.eosIds ?? [])])],
    padId: idOf(tokenOf('pad_token')),
    chatTemplate,
    encode(text, { addSpecial = true, parseSpecial = false } = {}) {
      const ids = addSpecial ? [...around.prefix] : []
      for (const section of sections(text, parseSpecial)) {
        for (const id of checkedIds(encodeSection(section).ids)) ids.push(id)
      }
      if (addSpecial) ids.push(...around.suffix)
      return ids
    },
    encodeWithOffsets,
    encodeJoint(context, continuation, options = {}) {
      const encoding = encodeWithOffsets(context + continuation, { ...options, suffix: false })
      const first = encoding.ends.findIndex((end) => end > context.length)
      return { ...encoding, firstTarget: first === -1 ? encoding.ids.length : first }
    },
    decode(ids, { keepSpecial = false } = {}) {
      const kept = ids.filter((id) => keepSpecial || !special.has(id))
      for (const id of kept) {
        if (inner.id_to_token(id) === undefined)
          throw new RangeError(`token id ${id} is not in the vocabulary of ${vocabularySize}`)
      }
      return kept.length === 0 ? '' : inner.decode(kept, { clean_up_tokenization_spaces: false })
    },
    tokenBytes(id) {
      const token = inner.id_to_token(id)
      if (token === undefined || special.has(id)) return new Uint8Array(0)
      return surfaceOf(token) ?? new Uint8Array(0)
    },
    tokenId: idOf,
    isSpecial: (id) => special.has(id),
    renderChat: render,
    encodeChat: (messages, options) =>
      chatParts(render, messages, { options, spelled, ...defined({ template: chatTemplate }) }).flatMap((part) =>
        part === '' ? [] : checkedIds(encodeSection(part).ids),
      ),
    files: { tokenizer: json, config },
  }
}

/** Unicode's own normalisation makes 18 characters of one at the most. */
const MOST_GROWTH = 32
const MOST_ADDED = 1000
/** Of what one replacement puts in; real ones put in a character or two. */
const LONGEST_REPLACEMENT = 64

interface Normalizer {
  normalize(text: string): string
  normalizers?: (Normalizer | null)[]
  config?: { content?: unknown; prepend?: unknown }
}

/** A few replacements that double the text make gigabytes of it: its length is looked at after each step. */
function boundGrowth(tokenizer: Tokenizer): Tokenizer {
  const normalizer = tokenizer.normalizer as Normalizer | null
  if (!normalizer) return tokenizer
  const tooLong = () => new Error('the tokenizer’s normalizers make the text too long')
  const stepsOf = (part: Normalizer): ((text: string) => string)[] => {
    if (part.normalizers) return part.normalizers.flatMap((inner) => (inner ? stepsOf(inner) : []))
    for (const put of [part.config?.content, part.config?.prepend])
      if (String(put ?? '').length > LONGEST_REPLACEMENT) throw tooLong()
    return [part.normalize.bind(part)]
  }
  const steps = stepsOf(normalizer)
  normalizer.normalize = (text) => {
    const longest = MOST_GROWTH * text.length + MOST_ADDED
    return steps.reduce((before, step) => {
      const after = step(before)
      if (after.length > longest) throw tooLong()
      return after
    }, text)
  }
  return tokenizer
}

/** The library throws plain errors (and TypeErrors) on files it cannot take. */
function translating<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw new RationaleError('model-file', 'the tokenizer of this model does not work', {
      found: messageOf(error).slice(0, 300),
      remedy: 'fetch tokenizer.json again, or write it with a current tokenizers library',
      cause: error,
    })
  }
}

function hasUnknownPattern(json: TokenizerJson): boolean {
  let unknown = false
  JSON.stringify([json.normalizer, json.pre_tokenizer, json.decoder], (key, value) => {
    if (key === 'Regex' && !KNOWN_PATTERNS.has(value as string)) unknown = true
    return value as unknown
  })
  return unknown
}

function isByteLevel(json: TokenizerJson): boolean {
  return JSON.stringify([json.pre_tokenizer, json.decoder]).includes('"ByteLevel"')
}

function isUnicodeForm(normalizer: Record<string, unknown>): boolean {
  return typeof normalizer.type === 'string' && /^NFK?[CD]$/.test(normalizer.type)
}

function largestId(json: TokenizerJson): number {
  let largest = Array.isArray(json.model.vocab) ? json.model.vocab.length - 1 : 0
  if (!Array.isArray(json.model.vocab))
    for (const id of Object.values(json.model.vocab)) largest = Math.max(largest, id)
  for (const { id } of json.added_tokens) largest = Math.max(largest, id)
  return largest
}

/** What the post-processor puts before and after a text. */
function templateTokens(tokenizer: Tokenizer): { prefix: number[]; suffix: number[] } {
  const plain = tokenizer.encode('a', { add_special_tokens: false }).ids
  const full = tokenizer.encode('a').ids
  for (let at = 0; at + plain.length <= full.length; at++) {
    if (plain.every((id: number, i: number) => full[at + i] === id))
      return { prefix: full.slice(0, at), suffix: full.slice(at + plain.length) }
  }
  return { prefix: [], suffix: [] }
}

function contentOf(token: unknown): string | undefined {
  if (typeof token === 'string') return token
  const content = (token as { content?: unknown } | null | undefined)?.content
  return typeof content === 'string' ? content : undefined
}

/** One template, or a list of named ones of which `default` counts. */
function templateOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  if (!Array.isArray(value)) return undefined
  const named = value.find((entry: { name?: unknown } | null) => entry?.name === 'default') as
    | { template?: unknown }
    | undefined
  return typeof named?.template === 'string' ? named.template : undefined
}
