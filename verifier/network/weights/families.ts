/*
 * What the families that this network runs have of their own; all else they share. Held against transformers in
 * test/verifier/network/model/parity.test.ts.
 */

export interface Family {
  /** Hugging Face's classes begin so: `Qwen2ForCausalLM`. */
  classes: string
  /** llama.cpp's architecture (none where GGUF is neither read nor written), and whether it keeps the rows of q and k in an order of its own. */
  gguf: string | undefined
  permuted: boolean
  /** x / rms(x) * w; Gemma's x / rms(x) * (1 + w); or with mean and bias. */
  norm: 'rms' | 'rms-plus-one' | 'layer'
  /** What the norms around the two blocks of a layer are called; a place without a name has none. */
  norms: Norms
  /** Norms of queries and keys before they are turned: of each head by itself, or of all heads at once. */
  queryKeyNorm: 'none' | 'head' | 'whole'
  /** q, k and v are matrices of their own, or the rows of one. */
  projections: 'apart' | 'fused'
  /** down(f(gate(x)) * up(x)) with matrices of their own, or gate and up as the rows of one; or down(f(up(x))). */
  feedForward: 'gated' | 'gated-fused' | 'plain'
  activation: 'silu' | 'gelu_pytorch_tanh' | 'gelu_new'
  /**
   * Positions turn queries and keys; are learned rows that are added to the embeddings; or add to each head's scores by how far apart two tokens
   * are (relative-positions.ts).
   */
  positions: 'rotary' | 'learned' | 'relative'
  /** A second stack of layers reads the prompt, in both directions, and every layer of the decoder sees what it made of it. */
  hasEncoder?: true
  /** Biases of the attention's projections: of none, of q, k and v always, of all four, or of all four where `attention_bias` says so. */
  attentionBias: 'none' | 'qkv' | 'all' | 'configured'
  /** Biases of the feed-forward layers; `configured`: where `mlp_bias` says so. */
  mlpBias: 'none' | 'all' | 'configured'
  /**
   * The sliding window: of no layer; of all (`usual` tokens where the configuration does not say); of those that `use_sliding_window` and
   * `max_window_layers` name; of all but every sixth; of those without positions.
   */
  window: { layers: 'none' } | { layers: 'all'; usual: number | null } | { layers: 'upper' | 'pattern' | 'unturned' }
  /** Tensors have names of their own in safetensors and adapters: see file-names.ts. */
  names?: 'gpt2' | 't5'
  /** What config.json may leave out. */
  defaults: Readonly<Record<string, unknown>>
}

export interface Norms {
  beforeAttention?: string
  afterAttention?: string
  beforeMlp?: string
  /** Before what the decoder sees of an encoder. */
  beforeCross?: string
  afterMlp?: string
}

const before = { beforeAttention: 'input_layernorm', beforeMlp: 'post_attention_layernorm' } as const
const after = { afterAttention: 'post_attention_layernorm', afterMlp: 'post_feedforward_layernorm' } as const

const llama = {
  classes: 'Llama',
  gguf: 'llama',
  permuted: true,
  norm: 'rms',
  norms: before,
  queryKeyNorm: 'none',
  projections: 'apart',
  feedForward: 'gated',
  activation: 'silu',
  positions: 'rotary',
  attentionBias: 'configured',
  mlpBias: 'configured',
  window: { layers: 'none' },
  defaults: { rms_norm_eps: 1e-6 },
} as const satisfies Family

export const FAMILIES = {
  llama,
  mistral: {
    ...llama,
    classes: 'Mistral',
    attentionBias: 'none',
    mlpBias: 'none',
    window: { layers: 'all', usual: 4096 },
  },
  qwen2: {
    ...llama,
    classes: 'Qwen2',
    gguf: 'qwen2',
    permuted: false,
    attentionBias: 'qkv',
    mlpBias: 'none',
    window: { layers: 'upper' },
  },
  qwen3: {
    ...llama,
    classes: 'Qwen3',
    gguf: 'qwen3',
    permuted: false,
    queryKeyNorm: 'head',
    mlpBias: 'none',
    window: { layers: 'upper' },
    defaults: { ...llama.defaults, head_dim: 128 },
  },
  gemma3_text: {
    ...llama,
    classes: 'Gemma3',
    gguf: 'gemma3',
    permuted: false,
    norm: 'rms-plus-one',
    norms: { ...before, beforeMlp: 'pre_feedforward_layernorm', ...after },
    queryKeyNorm: 'head',
    activation: 'gelu_pytorch_tanh',
    mlpBias: 'none',
    window: { layers: 'pattern' },
    defaults: {
      rms_norm_eps: 1e-6,
      head_dim: 256,
      query_pre_attn_scalar: 256,
      rope_theta: 1e6,
      rope_local_base_freq: 1e4,
      max_position_embeddings: 131_072,
      tie_word_embeddings: true,
    },
  },
  phi3: {
    ...llama,
    classes: 'Phi3',
    gguf: 'phi3',
    permuted: false,
    projections: 'fused',
    feedForward: 'gated-fused',
    attentionBias: 'none',
    mlpBias: 'none',
    window: { layers: 'all', usual: null },
    defaults: { rms_norm_eps: 1e-5, max_position_embeddings: 4096 },
  },
  smollm3: {
    ...llama,
    classes: 'SmolLM3',
    gguf: 'smollm3',
    window: { layers: 'unturned' },
    defaults: { rms_norm_eps: 1e-6, rope_theta: 2e6, max_position_embeddings: 32_768, tie_word_embeddings: true },
  },
  olmo2: {
    ...llama,
    classes: 'Olmo2',
    gguf: 'olmo2',
    permuted: false,
    norms: after,
    queryKeyNorm: 'whole',
    mlpBias: 'none',
    defaults: { rms_norm_eps: 1e-5 },
  },
  granite: {
    ...llama,
    classes: 'Granite',
    gguf: 'granite',
    defaults: {
      rms_norm_eps: 1e-6,
      embedding_multiplier: 1,
      attention_multiplier: 1,
      residual_multiplier: 1,
      logits_scaling: 1,
    },
  },
  gpt2: {
    ...llama,
    classes: 'GPT2',
    gguf: 'gpt2',
    permuted: false,
    norm: 'layer',
    projections: 'fused',
    feedForward: 'plain',
    activation: 'gelu_new',
    positions: 'learned',
    attentionBias: 'all',
    mlpBias: 'all',
    names: 'gpt2',
    defaults: { rms_norm_eps: 1e-5, max_position_embeddings: 1024, tie_word_embeddings: true },
  },
  mt5: {
    ...llama,
    classes: 'MT5',
    gguf: undefined,
    permuted: false,
    norms: { ...before, beforeCross: 'cross_attention_layernorm' },
    activation: 'gelu_new',
    positions: 'relative',
    hasEncoder: true,
    attentionBias: 'none',
    mlpBias: 'none',
    names: 't5',
    // Its texts have no length of their own.
    defaults: {
      rms_norm_eps: 1e-6,
      max_position_embeddings: 32_768,
      relative_attention_num_buckets: 32,
      relative_attention_max_distance: 128,
      decoder_start_token_id: 0,
    },
  },
} as const satisfies Record<string, Family>

export type ModelType = keyof typeof FAMILIES
export const MODEL_TYPES = Object.keys(FAMILIES) as [ModelType, ...ModelType[]] // Object.keys says string

/** The family of a configuration. */
export const familyOf = ({ model_type }: { model_type: ModelType }): Family => FAMILIES[model_type]

/** Hugging Face's class of its language models. */
export const languageClass = ({ classes, names, hasEncoder }: Family): string =>
  `${classes}${hasEncoder ? 'ForConditionalGeneration' : names === 'gpt2' ? 'LMHeadModel' : 'ForCausalLM'}`
