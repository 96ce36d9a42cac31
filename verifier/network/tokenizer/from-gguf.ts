import { RationaleError } from '../../../src/core/errors.js'
import type { GgufValue } from '../weights/gguf-cursor.js'
import { LLAMA3_PATTERN, QWEN2_PATTERN } from './patterns.js'
import type { TokenizerFiles } from './tokenizer.js'
import { addedToken, bpeModel, byteLevel, split } from './tokenizer-json.js'

/* A GGUF carries its vocabulary in its metadata: the same as a tokenizer.json, rebuilt. */

const digitsApart = { type: 'Sequence', pretokenizers: [{ type: 'Digits', individual_digits: true }, byteLevel(true)] }

/** How llama.cpp's named pre-tokenizers cut text. */
const PRE_TOKENIZERS: Readonly<Record<string, { pre: object; normalizer?: object; ignoreMerges?: boolean }>> = {
  'gpt-2': { pre: byteLevel(true) },
  smollm: { pre: digitsApart },
  starcoder: { pre: digitsApart },
  refact: { pre: digitsApart },
  'llama-bpe': { pre: split(LLAMA3_PATTERN), ignoreMerges: true },
  llama3: { pre: split(LLAMA3_PATTERN), ignoreMerges: true },
  // SmolLM3 and OLMo 2: cut as LLaMA 3 cuts, merged throughout.
  'smaug-bpe': { pre: split(LLAMA3_PATTERN) },
  dbrx: { pre: split(LLAMA3_PATTERN) },
  olmo: { pre: byteLevel(true) },
  qwen2: { pre: split(QWEN2_PATTERN), normalizer: { type: 'NFC' } },
}

const NORMAL = 1
const CONTROL = 3
const USER_DEFINED = 4

/** @throws RationaleError `model-file` where the vocabulary is incomplete, `unsupported` for a kind of vocabulary we cannot rebuild. */
export function tokenizerFromGguf(metadata: ReadonlyMap<string, GgufValue>): TokenizerFiles {
  const get = (key: string) => metadata.get(`tokenizer.ggml.${key}`)
  const tokens = get('tokens')
  const types = get('token_type')
  if (!Array.isArray(tokens) || tokens.length === 0 || !tokens.every((token) => typeof token === 'string')) {
    throw new RationaleError('model-file', 'the GGUF has no vocabulary', { expected: 'tokenizer.ggml.tokens' })
  }
  const typeOf = (id: number) => (Array.isArray(types) ? Number(types[id] ?? NORMAL) : NORMAL)
  const kind = get('model')
  const pieces = tokens as string[]
  const at = (key: string) => {
    const id = get(key)
    return typeof id === 'number' ? pieces[id] : undefined
  }
  const model =
    kind === 'gpt2'
      ? byteLevelModel(pieces, get('merges'), get('pre'))
      : kind === 'llama'
        ? sentencePieceModel(pieces, get)
        : undefined
  if (!model) {
    throw new RationaleError('unsupported', `vocabularies of kind ${JSON.stringify(String(kind).slice(0, 40))}`, {
      expected: 'gpt2 (byte-level BPE) or llama (SentencePiece BPE)',
      remedy: 'run this model through gguf:',
    })
  }
  const bos = at('bos_token_id')
  const addBos = get('add_bos_token') ?? kind === 'llama'
  const config: Record<string, unknown> = {
    bos_token: bos,
    eos_token: at('eos_token_id'),
    pad_token: at('padding_token_id'),
    unk_token: at('unknown_token_id'),
    chat_template: metadata.get('tokenizer.chat_template'),
  }
  for (const key of Object.keys(config)) if (typeof config[key] !== 'string') delete config[key]
  const tokenizer = {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: pieces.flatMap((content, id) =>
      (typeOf(id) === CONTROL || typeOf(id) === USER_DEFINED) && content !== ''
        ? [addedToken(id, content, typeOf(id) === CONTROL)]
        : [],
    ),
    ...model,
    post_processor:
      addBos === true && bos !== undefined
        ? {
            type: 'TemplateProcessing',
            single: [{ SpecialToken: { id: bos, type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }],
            pair: [
              { SpecialToken: { id: bos, type_id: 0 } },
              { Sequence: { id: 'A', type_id: 0 } },
              { Sequence: { id: 'B', type_id: 1 } },
            ],
            special_tokens: { [bos]: { id: bos, ids: [get('bos_token_id')], tokens: [bos] } },
          }
        : kind === 'gpt2'
          ? byteLevel(true)
          : null,
  }
  const eosIds = [get('eos_token_id'), get('eot_token_id')].filter((id): id is number => typeof id === 'number')
  return { tokenizer, config, eosIds }
}

/** Two ids for one text (unused slots mostly) would be refused: the first keeps the name. */
function vocabularyOf(pieces: readonly string[]): Record<string, number> {
  const ids = new Map<string, number>()
  for (const [id, piece] of pieces.entries()) if (!ids.has(piece)) ids.set(piece, id)
  return Object.fromEntries(ids)
}

function byteLevelModel(pieces: readonly string[], merges: GgufValue | undefined, pre: GgufValue | undefined) {
  const named = typeof pre === 'string' && Object.hasOwn(PRE_TOKENIZERS, pre) ? PRE_TOKENIZERS[pre] : undefined
  if (!named) {
    throw new RationaleError('unsupported', `pre-tokenizer ${JSON.stringify(String(pre).slice(0, 40))} of this GGUF`, {
      expected: Object.keys(PRE_TOKENIZERS).join(', '),
      remedy: 'put the model’s tokenizer.json beside the file, or run it through gguf:',
    })
  }
  if (!Array.isArray(merges))
    throw new RationaleError('model-file', 'the GGUF has no merges', { expected: 'tokenizer.ggml.merges' })
  return {
    normalizer: named.normalizer ?? null,
    pre_tokenizer: named.pre,
    decoder: byteLevel(true),
    model: bpeModel({ vocab: vocabularyOf(pieces), merges, ignore_merges: named.ignoreMerges ?? false }),
  }
}

/**
 * SentencePiece joins, again and again, the neighbours whose union has the highest score. As ranked merges: every way to split a piece in two
 * pieces of the vocabulary, by falling score.
 */
function sentencePieceModel(pieces: readonly string[], get: (key: string) => GgufValue | undefined) {
  const scores = get('scores')
  if (!Array.isArray(scores))
    throw new RationaleError('model-file', 'the GGUF has no scores', { expected: 'tokenizer.ggml.scores' })
  const types = get('token_type')
  const vocab = vocabularyOf(pieces)
  const ids = new Map(Object.entries(vocab))
  const merges: { pair: [string, string]; score: number; left: number; right: number }[] = []
  for (const [id, piece] of pieces.entries()) {
    const type = Array.isArray(types) ? types[id] : NORMAL
    if (type !== NORMAL || piece.length > LONGEST_PIECE) continue
    for (let cut = 1; cut < piece.length; cut++) {
      const left = piece.slice(0, cut)
      const right = piece.slice(cut)
      const leftId = ids.get(left)
      const rightId = ids.get(right)
      if (leftId === undefined || rightId === undefined) continue
      merges.push({ pair: [left, right], score: Number(scores[id]), left: leftId, right: rightId })
    }
  }
  merges.sort((a, b) => b.score - a.score || a.left - b.left || a.right - b.right)
  const unknown = get('unknown_token_id')
  const prefix = get('add_space_prefix') !== false
  return {
    normalizer: {
      type: 'Sequence',
      normalizers: [
        ...(prefix ? [{ type: 'Prepend', prepend: '▁' }] : []),
        { type: 'Replace', pattern: { String: ' ' }, content: '▁' },
      ],
    },
    pre_tokenizer: null,
    decoder: {
      type: 'Sequence',
      decoders: [
        { type: 'Replace', pattern: { String: '▁' }, content: ' ' },
        { type: 'ByteFallback' },
        { type: 'Fuse' },
        ...(prefix ? [{ type: 'Strip', content: ' ', start: 1, stop: 0 }] : []),
      ],
    },
    model: bpeModel({
      vocab,
      merges: merges.map(({ pair }) => pair),
      unk_token: typeof unknown === 'number' ? (pieces[unknown] ?? null) : null,
      fuse_unk: true,
      byte_fallback: true,
    }),
  }
}

/** SentencePiece's own limit is 16 characters; a longer one would cost a quadratic number of splits. */
const LONGEST_PIECE = 256
