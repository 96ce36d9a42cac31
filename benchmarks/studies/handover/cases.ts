import type { TrainOptions } from '../../../verifier/network/train/options.js'

export const shape = {
  hidden_size: 64,
  intermediate_size: 128,
  num_hidden_layers: 2,
  num_attention_heads: 4,
  vocab_size: 320,
}
/** A network of each family, small and with every part of its kind: grouped heads, biases, tied embeddings. */
export const networks = {
  llama: { ...shape, model_type: 'llama', num_key_value_heads: 4, rms_norm_eps: 1e-5 },
  qwen2: { ...shape, model_type: 'qwen2', num_key_value_heads: 2, tie_word_embeddings: true },
  smollm2: {
    ...shape,
    model_type: 'llama',
    num_key_value_heads: 2,
    tie_word_embeddings: true,
    rope_theta: 100_000,
    rms_norm_eps: 1e-5,
  },
}
/** The other families, each with what it has of its own. */
export const families = {
  qwen3: { ...shape, model_type: 'qwen3', num_key_value_heads: 2, head_dim: 32 },
  gemma3: {
    ...{ ...shape, model_type: 'gemma3_text', num_key_value_heads: 2, num_hidden_layers: 6, head_dim: 32 },
    ...{ query_pre_attn_scalar: 32, sliding_window: 8, rope_scaling: { rope_type: 'linear', factor: 8 } },
  },
  phi3: { ...shape, model_type: 'phi3', num_key_value_heads: 2 },
  smollm3: { ...shape, model_type: 'smollm3', num_key_value_heads: 2, num_hidden_layers: 4 },
  olmo2: { ...shape, model_type: 'olmo2', num_key_value_heads: 2 },
  granite: {
    ...{ ...shape, model_type: 'granite', num_key_value_heads: 2, tie_word_embeddings: true, embedding_multiplier: 12 },
    ...{ attention_multiplier: 0.2, residual_multiplier: 0.5, logits_scaling: 2 },
  },
  gpt2: { ...shape, model_type: 'gpt2', num_key_value_heads: 4 },
  mt5: {
    ...{ model_type: 'mt5', vocab_size: shape.vocab_size, d_model: 64, d_kv: 16, num_heads: 4, d_ff: 128 },
    ...{ num_layers: 2, num_decoder_layers: 2, feed_forward_proj: 'gated-gelu', tie_word_embeddings: false },
    ...{ pad_token_id: 0, decoder_start_token_id: 0 },
  },
}
/** An encoder reads, a decoder writes: neither GGUF nor ONNX, and no text to score. */
export const isEncoderDecoder = (name: Name) => name === 'mt5'
export type Name = keyof typeof networks | keyof typeof families
/** What is trained, by name. */
export const trainings: Record<string, Partial<TrainOptions>> = {
  'LoRA on q, v': { targetModules: ['q_proj', 'v_proj'] },
  'rsLoRA, all-linear': { targetModules: 'all-linear', rsLora: true, rank: 16 },
  'LoRA by a pattern': { targetModules: '/.*\\.1\\.(self_attn\\.[qk]|mlp\\.down)_proj/' },
  'LoRA, norm and head whole': { modulesToSave: ['model.norm', 'lm_head'] },
  'LoRA, embeddings whole': { modulesToSave: ['embed_tokens'] },
  'low-rank layers': { method: 'low-rank', compression: 1.5 },
  'all weights': { method: 'full' },
}

/** What of it the other families are trained with. */
export const ofFamilies: readonly string[] = ['rsLoRA, all-linear', 'all weights']

/** PEFT's own options, for adapters in the other direction. */
export const theirs: Record<string, object> = {
  'patterns of ranks and alphas': {
    r: 4,
    lora_alpha: 8,
    target_modules: 'all-linear',
    rank_pattern: { 'layers.1.mlp.up_proj': 7, k_proj: 2 },
    alpha_pattern: { o_proj: 3, 'model.layers.0.self_attn.q_proj': 20 },
  },
  'rsLoRA, norm and head whole': {
    r: 8,
    lora_alpha: 32,
    use_rslora: true,
    target_modules: ['q_proj', 'v_proj'],
    modules_to_save: ['model.norm', 'lm_head'],
  },
  'fan-in-fan-out, one layer, embeddings whole': {
    r: 4,
    lora_alpha: 8,
    fan_in_fan_out: true,
    target_modules: ['gate_proj', 'down_proj'],
    layers_to_transform: [1],
    modules_to_save: ['embed_tokens'],
  },
}
/** PEFT's options for the other families. */
export const theirsOfFamilies: Record<string, object> = {
  'all linear layers, ranks by a pattern': {
    r: 4,
    lora_alpha: 8,
    target_modules: 'all-linear',
    rank_pattern: { '.*\\.1\\..*': 7 },
  },
}
