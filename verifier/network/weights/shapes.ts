import { familyOf } from './families.js'
import type { ModelConfig } from './model-config.js'

/* What a configuration calls for: the network's parameters by name, with their shapes. */

/** The seven linear layers of a decoder layer, in the order of computation. */
export const linearModules = [
  'self_attn.q_proj',
  'self_attn.k_proj',
  'self_attn.v_proj',
  'self_attn.o_proj',
  'mlp.gate_proj',
  'mlp.up_proj',
  'mlp.down_proj',
] as const
export type LinearModule = (typeof linearModules)[number]

/** [out, in] of a linear layer. */
export function linearShape(config: ModelConfig, module: LinearModule): readonly [out: number, input: number] {
  const { hidden_size: hidden, intermediate_size: inner, head_dim: d } = config
  const query = config.num_attention_heads * d
  const keyValue = config.num_key_value_heads * d
  return (
    {
      'self_attn.q_proj': [query, hidden],
      'self_attn.k_proj': [keyValue, hidden],
      'self_attn.v_proj': [keyValue, hidden],
      'self_attn.o_proj': [hidden, query],
      'mlp.gate_proj': [inner, hidden],
      'mlp.up_proj': [inner, hidden],
      'mlp.down_proj': [hidden, inner],
    } as const
  )[module]
}

/** Which linear layers have a bias. */
function hasBias(config: ModelConfig, module: LinearModule): boolean {
  if (module.startsWith('mlp.')) return config.mlp_bias
  return config.attention_bias && (module !== 'self_attn.o_proj' || familyOf(config).attentionBias === 'configured')
}

/** Every parameter of a network with its shape, by name. */
export function parameterShapes(config: ModelConfig): Map<string, readonly number[]> {
  const { hidden_size: hidden, vocab_size: vocabulary } = config
  const shapes = new Map<string, readonly number[]>([['model.embed_tokens.weight', [vocabulary, hidden]]])
  for (let layer = 0; layer < config.num_hidden_layers; layer++) {
    const at = `model.layers.${layer}`
    shapes.set(`${at}.input_layernorm.weight`, [hidden])
    shapes.set(`${at}.post_attention_layernorm.weight`, [hidden])
    if (familyOf(config).queryKeyNorm)
      for (const norm of ['q_norm', 'k_norm']) shapes.set(`${at}.self_attn.${norm}.weight`, [config.head_dim])
    for (const module of linearModules) {
      const shape = linearShape(config, module)
      shapes.set(`${at}.${module}.weight`, shape)
      if (hasBias(config, module)) shapes.set(`${at}.${module}.bias`, [shape[0]])
    }
  }
  shapes.set('model.norm.weight', [hidden])
  if (!config.tie_word_embeddings) shapes.set('lm_head.weight', [vocabulary, hidden])
  return shapes
}

/** How many numbers a network holds. */
export const parameterCount = (config: ModelConfig): number =>
  [...parameterShapes(config).values()].reduce((total, shape) => total + shape.reduce((a, b) => a * b, 1), 0)
