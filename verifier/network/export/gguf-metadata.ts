import { RationaleError } from '../../../src/core/errors.js'
import type { TextTokenizer } from '../../../src/models/tokenizer.js'
import { attentionScale } from '../model/scales.js'
import { GPT2_PATTERN, LLAMA3_PATTERN, QWEN2_PATTERN } from '../tokenizer/patterns.js'
import { checkTokenizerJson, type TokenizerJson } from '../tokenizer/tokenizer-json.js'
import { familyOf } from '../weights/families.js'
import type { GgufField } from '../weights/gguf-write.js'
import { type ModelConfig, turnedDimensions } from '../weights/model-config.js'

/* What llama.cpp wants to know about a model: shapes and constants, and its tokenizer. */

/** llama.cpp's numbers for what most tensors of a file are. */
const FILE_TYPES = { F32: 0, F16: 1, Q4_0: 2, Q8_0: 7 } as const
export type GgufFileType = keyof typeof FILE_TYPES

/** llama.cpp's name of the network. @throws RationaleError `unsupported` where this package writes no GGUF of it. */
export function ggufArchitecture(config: ModelConfig): string {
  const { gguf } = familyOf(config)
  if (gguf !== undefined) return gguf
  throw new RationaleError('unsupported', `a GGUF of a model of type ${config.model_type}`, {
    remedy: 'export --format safetensors or peft, which transformers and PEFT read',
  })
}

export function modelMetadata(config: ModelConfig, name: string, fileType: GgufFileType): Map<string, GgufField> {
  const family = familyOf(config)
  const a = ggufArchitecture(config)
  checkSayable(config)
  const epsilon = family.norm === 'layer' ? 'layer_norm_epsilon' : 'layer_norm_rms_epsilon'
  return new Map<string, GgufField>([
    ['general.architecture', text(a)],
    ['general.type', text('model')],
    ['general.name', text(name)],
    ['general.file_type', u32(FILE_TYPES[fileType])],
    ['general.quantization_version', u32(2)],
    ...Object.entries({
      block_count: u32(config.num_hidden_layers),
      context_length: u32(config.max_position_embeddings),
      embedding_length: u32(config.hidden_size),
      feed_forward_length: u32(config.intermediate_size),
      'attention.head_count': u32(config.num_attention_heads),
      'attention.head_count_kv': u32(config.num_key_value_heads),
      'attention.key_length': u32(config.head_dim),
      'attention.value_length': u32(config.head_dim),
      [`attention.${epsilon}`]: f32(config.rms_norm_eps),
      vocab_size: u32(config.vocab_size),
      ...(family.positions === 'rotary' ? ropeFields(config) : {}),
      ...(config.sliding_window === null ? {} : { 'attention.sliding_window': u32(config.sliding_window) }),
      ...factorFields(config),
    }).map(([key, field]) => [`${a}.${key}`, field] as const),
  ])
}

const u32 = (value: number): GgufField => ({ type: 'u32', value })
const f32 = (value: number): GgufField => ({ type: 'f32', value })
const text = (value: string): GgufField => ({ type: 'string', value })

function ropeFields(config: ModelConfig): Record<string, GgufField> {
  const scaling = config.rope_scaling
  const fields = {
    'rope.dimension_count': u32(turnedDimensions(config)),
    'rope.freq_base': f32(config.rope_theta),
  }
  switch (scaling?.rope_type) {
    case 'linear':
      return { ...fields, 'rope.scaling.type': text('linear'), 'rope.scaling.factor': f32(scaling.factor) }
    case 'yarn':
      return {
        ...fields,
        'rope.scaling.type': text('yarn'),
        'rope.scaling.factor': f32(scaling.factor),
        'rope.scaling.original_context_length': u32(scaling.original_max_position_embeddings),
      }
    case 'longrope':
      return {
        ...fields,
        'rope.scaling.original_context_length': u32(scaling.original_max_position_embeddings),
        'rope.scaling.attn_factor': f32(scaling.attention_factor),
      }
    default:
      return fields
  }
}

/** Granite's factors. */
function factorFields(config: ModelConfig): Record<string, GgufField> {
  if (config.model_type !== 'granite') return {}
  const { embedding_multiplier: embedding = 1, residual_multiplier: residual = 1, logits_scaling: logits = 1 } = config
  return {
    embedding_scale: f32(embedding),
    'attention.scale': f32(attentionScale(config)),
    residual_scale: f32(residual),
    logit_scale: f32(logits),
  }
}

/** llama.cpp's fixed period of Gemma 3's layers without a window, and of SmolLM3's without positions. */
const GEMMA_PERIOD = 6
const SMOLLM3_PERIOD = 4
/** Gemma 3's base of positions in layers with a window, and its model that scales scores by another root. */
const GEMMA_LOCAL_BASE = 10_000
const GEMMA_27B_LAYERS = 62

/** @throws RationaleError `unsupported` for what llama.cpp has no word for, or has fixed otherwise. */
function checkSayable(config: ModelConfig): void {
  const { rope_scaling: scaling, layer_types: types, num_hidden_layers: layers } = config
  if (
    scaling?.rope_type === 'yarn' &&
    (scaling.attention_factor ?? scaling.mscale ?? scaling.beta_fast ?? null) !== null
  )
    throw unsupported('YaRN with factors of its own')
  const periodic = (period: number, differs: (layer: number) => boolean) =>
    Array.from({ length: layers }, (_, layer) => differs(layer) === ((layer + 1) % period === 0)).every(Boolean)
  if (config.model_type === 'gemma3_text') {
    if (!periodic(GEMMA_PERIOD, (layer) => types?.[layer] === 'full_attention'))
      throw unsupported(`a window in other layers than all but every ${GEMMA_PERIOD}th`)
    if (config.rope_local_base_freq !== GEMMA_LOCAL_BASE) throw unsupported('another rope_local_base_freq than 10000')
    const root = layers === GEMMA_27B_LAYERS ? config.hidden_size / config.num_attention_heads : config.head_dim
    if (config.query_pre_attn_scalar !== root) throw unsupported(`another query_pre_attn_scalar than ${root}`)
    return
  }
  if (types?.includes('sliding_attention')) throw unsupported('a sliding window in some layers')
  if (config.model_type === 'smollm3' && !periodic(SMOLLM3_PERIOD, (layer) => config.no_rope_layers?.[layer] === 0))
    throw unsupported(`no_rope_layers other than every ${SMOLLM3_PERIOD}th`)
  if (
    config.model_type === 'phi3' &&
    config.sliding_window !== null &&
    config.sliding_window < config.max_position_embeddings - 1
  )
    throw unsupported('the sliding window of Phi-3 (llama.cpp leaves it out)')
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
