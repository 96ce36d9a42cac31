import * as z from 'zod'
import { describeIssues, RationaleError } from '../../../src/core/errors.js'

/* What of tokenizer.json is checked before the library sees it: sizes, ids, nesting. Its meaning is the library's. */

const MOST_TOKENS = 2_000_000
const MOST_MERGES = 4_000_000
const LARGEST_ID = 16_000_000
const LONGEST_TOKEN = 100_000
const LONGEST_PATTERN = 20_000
const MOST_ADDED = 100_000
const DEEPEST = 32
const MOST_COMPONENTS = 10_000

const component = z.record(z.string(), z.unknown()).nullish()

const schema = z.looseObject({
  model: z.looseObject({
    type: z.enum(['BPE', 'Unigram']).optional(),
    vocab: z.unknown(),
    merges: z.unknown().optional(),
    unk_token: z.string().nullish(),
    unk_id: z.int().min(0).nullish(),
    byte_fallback: z.boolean().nullish(),
    ignore_merges: z.boolean().nullish(),
    end_of_word_suffix: z.string().max(100).nullish(),
    continuing_subword_suffix: z.string().max(100).nullish(),
  }),
  added_tokens: z
    .array(
      z.looseObject({
        id: z.int().min(0).max(LARGEST_ID),
        content: z.string().min(1).max(LONGEST_TOKEN),
        special: z.boolean().optional(),
        normalized: z.boolean().optional(),
        lstrip: z.boolean().optional(),
        rstrip: z.boolean().optional(),
        single_word: z.boolean().optional(),
      }),
    )
    .max(MOST_ADDED)
    .nullish(),
  normalizer: component,
  pre_tokenizer: component,
  post_processor: component,
  decoder: component,
})

export interface TokenizerJson {
  model: {
    type: 'BPE' | 'Unigram'
    vocab: Record<string, number> | [string, number][]
    merges?: (string | [string, string])[]
    unk_token?: string | null
    [field: string]: unknown
  }
  added_tokens: { id: number; content: string; special?: boolean; normalized?: boolean }[]
  normalizer: Record<string, unknown> | null
  pre_tokenizer: Record<string, unknown> | null
  post_processor: Record<string, unknown> | null
  decoder: Record<string, unknown> | null
  [field: string]: unknown
}

/* What a tokenizer.json says mostly, for those that write one. */

export const byteLevel = (useRegex: boolean) => ({
  type: 'ByteLevel',
  add_prefix_space: false,
  trim_offsets: true,
  use_regex: useRegex,
})

/** Words are what the pattern finds; their bytes are pieces. */
export const split = (pattern: string) => ({
  type: 'Sequence',
  pretokenizers: [
    { type: 'Split', pattern: { Regex: pattern }, behavior: 'Isolated', invert: false },
    byteLevel(false),
  ],
})

export const addedToken = (id: number, content: string, special: boolean) => ({
  id,
  content,
  single_word: false,
  lstrip: false,
  rstrip: false,
  normalized: false,
  special,
})

interface BpeModel {
  vocab: Record<string, number>
  merges: readonly unknown[]
  unk_token?: string | null
  fuse_unk?: boolean
  byte_fallback?: boolean
  ignore_merges?: boolean
}

export const bpeModel = ({ vocab, merges, ...given }: BpeModel) => ({
  type: 'BPE',
  dropout: null,
  unk_token: null,
  continuing_subword_prefix: null,
  end_of_word_suffix: null,
  fuse_unk: false,
  byte_fallback: false,
  ignore_merges: false,
  ...given,
  vocab,
  merges,
})

/** @throws RationaleError `model-file` with every problem, `unsupported` for models other than BPE and Unigram. */
export function checkTokenizerJson(raw: unknown, file = 'tokenizer.json'): TokenizerJson {
  const fail = (found: string): never => {
    throw new RationaleError('model-file', `${file} does not describe a tokenizer`, {
      found,
      remedy: 'fetch the file again, or write it with a current tokenizers library',
    })
  }
  const type = (raw as { model?: { type?: unknown } } | null)?.model?.type
  if (type === 'WordPiece' || type === 'WordLevel') {
    throw new RationaleError('unsupported', `${file}: ${type} tokenizers`, { expected: 'BPE or Unigram' })
  }
  const parsed = schema.safeParse(raw)
  if (!parsed.success) {
    return fail(describeIssues({ issues: parsed.error.issues.slice(0, 10) }))
  }
  const { model, added_tokens, normalizer, pre_tokenizer, post_processor, decoder, ...rest } = parsed.data
  const problem = vocabularyProblem(model.vocab) ?? mergesProblem(model) ?? componentProblem(parsed.data)
  if (problem) return fail(problem)
  return {
    ...rest,
    model: { ...model, type: model.type ?? (Array.isArray(model.vocab) ? 'Unigram' : 'BPE') } as TokenizerJson['model'],
    added_tokens: (added_tokens ?? []) as TokenizerJson['added_tokens'],
    normalizer: normalizer ?? null,
    pre_tokenizer: pre_tokenizer ?? null,
    post_processor: post_processor ?? null,
    decoder: decoder ?? null,
  }
}

const isId = (id: unknown) => typeof id === 'number' && Number.isInteger(id) && id >= 0 && id <= LARGEST_ID

function vocabularyProblem(vocab: unknown): string | undefined {
  if (typeof vocab !== 'object' || vocab === null) return 'model.vocab: no vocabulary'
  const unigram = Array.isArray(vocab)
  const entries = unigram ? vocab : Object.entries(vocab)
  if (entries.length === 0 || entries.length > MOST_TOKENS) return `model.vocab: ${entries.length} tokens`
  const ids = new Set<number>()
  for (const entry of entries) {
    if (!Array.isArray(entry)) return 'model.vocab: an entry is no pair'
    const [token, value] = entry as [unknown, unknown]
    if (typeof token !== 'string' || token.length > LONGEST_TOKEN) return 'model.vocab: a token is no (short) string'
    if (unigram ? typeof value !== 'number' || !Number.isFinite(value) : !isId(value)) {
      return `model.vocab: value of ${JSON.stringify(token.slice(0, 40))} is ${String(value).slice(0, 40)}`
    }
    if (!unigram && ids.size === ids.add(value as number).size) return `model.vocab: id ${value} is given twice`
  }
  return undefined
}

function mergesProblem(model: { type?: string | undefined; vocab?: unknown; merges?: unknown }): string | undefined {
  if (Array.isArray(model.vocab))
    return model.type === 'BPE' ? 'model.vocab: a list, where BPE needs an object' : undefined
  if (model.type === 'Unigram') return 'model.vocab: an object, where Unigram needs a list'
  const { merges } = model
  if (!Array.isArray(merges) || merges.length > MOST_MERGES) return 'model.merges: no list of merges'
  const pairs = Array.isArray(merges[0])
  for (const merge of merges) {
    const ok = pairs
      ? Array.isArray(merge) && merge.length === 2 && typeof merge[0] === 'string' && typeof merge[1] === 'string'
      : typeof merge === 'string' && merge.length <= 2 * LONGEST_TOKEN && merge.includes(' ')
    if (!ok) return `model.merges: ${String(JSON.stringify(merge)).slice(0, 60)} is no pair`
  }
  return undefined
}

function componentProblem(file: Record<string, unknown>): string | undefined {
  let components = 0
  const visit = (value: unknown, depth: number): string | undefined => {
    if (typeof value === 'string') return undefined
    if (typeof value !== 'object' || value === null) return undefined
    if (depth > DEEPEST) return `nesting deeper than ${DEEPEST}`
    if (++components > MOST_COMPONENTS) return `more than ${MOST_COMPONENTS} components`
    for (const [key, member] of Object.entries(value)) {
      if ((key === 'Regex' || key === 'String') && typeof member === 'string' && member.length > LONGEST_PATTERN) {
        return `a pattern of ${member.length} characters`
      }
      const problem = visit(member, depth + 1)
      if (problem) return problem
    }
    return undefined
  }
  for (const part of ['normalizer', 'pre_tokenizer', 'post_processor', 'decoder']) {
    const problem = visit(file[part], 0)
    if (problem) return `${part}: ${problem}`
  }
  return undefined
}
