import { RationaleError } from '../../../src/core/errors.js'
import type { TextTokenizer } from '../../../src/models/tokenizer.js'
import { GPT2_PATTERN, LLAMA3_PATTERN, QWEN2_PATTERN } from '../tokenizer/patterns.js'
import { checkTokenizerJson, type TokenizerJson } from '../tokenizer/tokenizer-json.js'
import { familyOf } from '../weights/families.js'
import type { GgufField } from '../weights/gguf-write.js'
import type { ModelConfig } from '../weights/model-config.js'

/* What llama.cpp wants to know about a model: shapes and constants, and its tokenizer. */

/** llama.cpp's name of the architecture. */
export const ggufArchitecture = (config: ModelConfig) => familyOf(config).gguf

/** llama.cpp's numbers for what most tensors of a file are. */
const FILE_TYPES = { F32: 0, F16: 1, Q4_0: 2, Q8_0: 7 } as const
export type GgufFileType = keyof typeof FILE_TYPES

export function modelMetadata(config: ModelConfig, name: string, fileType: GgufFileType): Map<string, GgufField> {
  const a = ggufArchitecture(config)
  const u32 = (value: number): GgufField => ({ type: 'u32', value })
  const f32 = (value: number): GgufField => ({ type: 'f32', value })
  const scaling = config.rope_scaling
  if (config.layer_types?.includes('sliding_attention')) throw unsupported('a sliding window in some layers')
  if (
    scaling?.rope_type === 'yarn' &&
    (scaling.attention_factor ?? scaling.mscale ?? scaling.beta_fast ?? null) !== null
  )
    throw unsupported('YaRN with factors of its own')
  return new Map<string, GgufField>([
    ['general.architecture', { type: 'string', value: a }],
    ['general.type', { type: 'string', value: 'model' }],
    ['general.name', { type: 'string', value: name }],
    ['general.file_type', u32(FILE_TYPES[fileType])],
    ['general.quantization_version', u32(2)],
    [`${a}.block_count`, u32(config.num_hidden_layers)],
    [`${a}.context_length`, u32(config.max_position_embeddings)],
    [`${a}.embedding_length`, u32(config.hidden_size)],
    [`${a}.feed_forward_length`, u32(config.intermediate_size)],
    [`${a}.attention.head_count`, u32(config.num_attention_heads)],
    [`${a}.attention.head_count_kv`, u32(config.num_key_value_heads)],
    [`${a}.attention.key_length`, u32(config.head_dim)],
    [`${a}.attention.value_length`, u32(config.head_dim)],
    [`${a}.attention.layer_norm_rms_epsilon`, f32(config.rms_norm_eps)],
    [`${a}.rope.dimension_count`, u32(config.head_dim)],
    [`${a}.rope.freq_base`, f32(config.rope_theta)],
    [`${a}.vocab_size`, u32(config.vocab_size)],
    ...(scaling?.rope_type === 'linear'
      ? ([
          [`${a}.rope.scaling.type`, { type: 'string', value: 'linear' }],
          [`${a}.rope.scaling.factor`, f32(scaling.factor)],
        ] as [string, GgufField][])
      : []),
    ...(scaling?.rope_type === 'yarn'
      ? ([
          [`${a}.rope.scaling.type`, { type: 'string', value: 'yarn' }],
          [`${a}.rope.scaling.factor`, f32(scaling.factor)],
          [`${a}.rope.scaling.original_context_length`, u32(scaling.original_max_position_embeddings)],
        ] as [string, GgufField][])
      : []),
    ...(config.sliding_window === null
      ? []
      : ([[`${a}.attention.sliding_window`, u32(config.sliding_window)]] as [string, GgufField][])),
  ])
}

const NORMAL = 1
const UNKNOWN = 2
const CONTROL = 3
const USER_DEFINED = 4
const UNUSED = 5
const BYTE = 6

/** @throws RationaleError `unsupported` for a tokenizer that llama.cpp has no name for. */
export function tokenizerMetadata(tokenizer: TextTokenizer, config: ModelConfig): Map<string, GgufField> {
  const json = checkTokenizerJson(tokenizer.files.tokenizer)
  if (Array.isArray(json.model.vocab)) throw unsupported('a Unigram vocabulary')
  const merges = (json.model.merges ?? []).map((merge) => (typeof merge === 'string' ? merge : merge.join(' ')))
  const byteLevel = JSON.stringify([json.pre_tokenizer, json.decoder]).includes('"ByteLevel"')
  const tokens = Array.from({ length: config.vocab_size }, (_, id) => `[UNUSED${id}]`)
  const types = new Array<number>(config.vocab_size).fill(UNUSED)
  for (const [token, id] of Object.entries(json.model.vocab)) {
    tokens[id] = token
    types[id] = token === json.model.unk_token ? UNKNOWN : !byteLevel && /^<0x[0-9A-F]{2}>$/.test(token) ? BYTE : NORMAL
  }
  for (const { id, content, special } of json.added_tokens) {
    tokens[id] = content
    types[id] = content === json.model.unk_token ? UNKNOWN : special ? CONTROL : USER_DEFINED
  }
  const metadata = new Map<string, GgufField>([
    ['tokenizer.ggml.model', { type: 'string', value: byteLevel ? 'gpt2' : 'llama' }],
    ...(byteLevel ? ([['tokenizer.ggml.pre', { type: 'string', value: preTokenizerName(json) }]] as const) : []),
    ['tokenizer.ggml.tokens', { type: 'strings', value: tokens }],
    ['tokenizer.ggml.token_type', { type: 'i32s', value: types }],
    byteLevel
      ? ['tokenizer.ggml.merges', { type: 'strings', value: merges }]
      : ['tokenizer.ggml.scores', { type: 'f32s', value: scoresFromMerges(tokens, merges) }],
    [
      'tokenizer.ggml.add_bos_token',
      { type: 'bool', value: tokenizer.encode('a')[0] === tokenizer.bosId && tokenizer.bosId !== undefined },
    ],
    [
      'tokenizer.ggml.add_space_prefix',
      { type: 'bool', value: JSON.stringify(json.normalizer ?? null).includes('"Prepend"') },
    ],
  ])
  const ids = { bos: tokenizer.bosId, eos: tokenizer.eosIds[0], padding: tokenizer.padId }
  for (const [name, id] of Object.entries(ids)) {
    if (id !== undefined) metadata.set(`tokenizer.ggml.${name}_token_id`, { type: 'u32', value: id })
  }
  if (tokenizer.chatTemplate !== undefined) {
    metadata.set('tokenizer.chat_template', { type: 'string', value: tokenizer.chatTemplate })
  }
  return metadata
}

function preTokenizerName(json: TokenizerJson): string {
  const text = JSON.stringify(json.pre_tokenizer)
  const has = (pattern: string) => text.includes(JSON.stringify(pattern))
  if (has(QWEN2_PATTERN)) return 'qwen2'
  if (has(LLAMA3_PATTERN)) return 'llama-bpe'
  if (text.includes('"Digits"')) return 'smollm'
  if (has(GPT2_PATTERN) || !text.includes('"Split"')) return 'gpt-2'
  throw unsupported('this pre-tokenizer’s pattern')
}

const unsupported = (what: string) =>
  new RationaleError('unsupported', `${what} cannot be written into a GGUF`, {
    remedy: 'export safetensors, and convert them with llama.cpp’s own script',
  })

/** SentencePiece merges by score: an earlier merge's piece gets a higher one. */
function scoresFromMerges(tokens: readonly string[], merges: readonly string[]): number[] {
  const rank = new Map<string, number>()
  for (const [i, merge] of merges.entries()) {
    const piece = merge.replace(' ', '')
    if (!rank.has(piece)) rank.set(piece, i)
  }
  return tokens.map((token) => -(rank.get(token) ?? merges.length))
}
