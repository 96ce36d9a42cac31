/*
 * What the families of decoders that this network runs have of their own; all else they share. Held against transformers in
 * test/verifier/network/model/parity.test.ts.
 */

export interface Family {
  /** Hugging Face's classes begin so: `Qwen2ForCausalLM`. */
  classes: string
  /** llama.cpp's architecture. */
  gguf: string
  /** Norms of each head's queries and keys, before they are turned. */
  queryKeyNorm: boolean
  /** Biases of the attention's projections: of none, of q, k and v always, or of all four where `attention_bias` says so. */
  attentionBias: 'none' | 'qkv' | 'configured'
  /** Whether `mlp_bias` means anything. */
  mlpBias: boolean
  /** The sliding window: of no layer, of all, or (`use_sliding_window`) of those that `layer_types` or `max_window_layers` name. */
  window: 'none' | 'all' | 'some'
}

export const FAMILIES = {
  llama: {
    classes: 'Llama',
    gguf: 'llama',
    queryKeyNorm: false,
    attentionBias: 'configured',
    mlpBias: true,
    window: 'none',
  },
  mistral: {
    classes: 'Mistral',
    gguf: 'llama',
    queryKeyNorm: false,
    attentionBias: 'none',
    mlpBias: false,
    window: 'all',
  },
  qwen2: {
    classes: 'Qwen2',
    gguf: 'qwen2',
    queryKeyNorm: false,
    attentionBias: 'qkv',
    mlpBias: false,
    window: 'some',
  },
  qwen3: {
    classes: 'Qwen3',
    gguf: 'qwen3',
    queryKeyNorm: true,
    attentionBias: 'configured',
    mlpBias: false,
    window: 'some',
  },
} as const satisfies Record<string, Family>

export type ModelType = keyof typeof FAMILIES
export const MODEL_TYPES = Object.keys(FAMILIES) as [ModelType, ...ModelType[]] // Object.keys says string

/** The family of a configuration. */
export const familyOf = ({ model_type }: { model_type: ModelType }): Family => FAMILIES[model_type]
