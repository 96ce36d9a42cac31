import { familyOf } from './families.js'
import type { ModelConfig } from './model-config.js'

/* What a configuration calls for: the network's parameters by name, with their shapes. */

/** The linear layers that decoder layers have, each family some of them, in the order of computation. */
export const linearModules = [
  'self_attn.q_proj',
  'self_attn.k_proj',
  'self_attn.v_proj',
  'self_attn.qkv_proj',
  'self_attn.o_proj',
  'mlp.gate_proj',
  'mlp.up_proj',
  'mlp.gate_up_proj',
  'mlp.down_proj',
] as const
export type LinearModule = (typeof linearModules)[number]

const ATTENTION = {
  apart: ['self_attn.q_proj', 'self_attn.k_proj', 'self_attn.v_proj', 'self_attn.o_proj'],
  fused: ['self_attn.qkv_proj', 'self_attn.o_proj'],
} as const satisfies Record<string, readonly LinearModule[]>
const FEED_FORWARD = {
  gated: ['mlp.gate_proj', 'mlp.up_proj', 'mlp.down_proj'],
  'gated-fused': ['mlp.gate_up_proj', 'mlp.down_proj'],
  plain: ['mlp.up_proj', 'mlp.down_proj'],
} as const satisfies Record<string, readonly LinearModule[]>

/** The linear layers of one decoder layer. */
export function linearModulesOf(config: ModelConfig): readonly LinearModule[] {
  const { projections, feedForward } = familyOf(config)
  return [...ATTENTION[projections], ...FEED_FORWARD[feedForward]]
}

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
      'self_attn.qkv_proj': [query + 2 * keyValue, hidden],
      'self_attn.o_proj': [hidden, query],
      'mlp.gate_proj': [inner, hidden],
      'mlp.up_proj': [inner, hidden],
      'mlp.gate_up_proj': [2 * inner, hidden],
      'mlp.down_proj': [hidden, inner],
    } as const
  )[module]
}

/** Which linear layers have a bias. */
function hasBias(config: ModelConfig, module: LinearModule): boolean {
  if (module.startsWith('mlp.')) return config.mlp_bias
  return config.attention_bias && (module !== 'self_attn.o_proj' || familyOf(config).attentionBias !== 'qkv')
}

/** Every parameter of a network with its shape, by name. */
export function parameterShapes(config: ModelConfig): Map<string, readonly number[]> {
  const { hidden_size: hidden, vocab_size: vocabulary } = config
  const { norm, norms, queryKeyNorm, positions } = familyOf(config)
  const shapes = new Map<string, readonly number[]>([['model.embed_tokens.weight', [vocabulary, hidden]]])
  const setNorm = (name: string, width = hidden) => {
    shapes.set(`${name}.weight`, [width])
    if (norm === 'layer') shapes.set(`${name}.bias`, [width])
  }
  if (positions === 'learned') shapes.set('model.embed_positions.weight', [config.max_position_embeddings, hidden])
  for (let layer = 0; layer < config.num_hidden_layers; layer++) {
    const at = `model.layers.${layer}`
    for (const name of Object.values(norms)) setNorm(`${at}.${name}`)
    if (queryKeyNorm !== 'none') {
      const heads = queryKeyNorm === 'head' ? [1, 1] : [config.num_attention_heads, config.num_key_value_heads]
      for (const [i, name] of ['q_norm', 'k_norm'].entries())
        setNorm(`${at}.self_attn.${name}`, (heads[i] as number) * config.head_dim)
    }
    for (const module of linearModulesOf(config)) {
      const shape = linearShape(config, module)
      shapes.set(`${at}.${module}.weight`, shape)
      if (hasBias(config, module)) shapes.set(`${at}.${module}.bias`, [shape[0]])
    }
  }
  setNorm('model.norm')
  if (!config.tie_word_embeddings) shapes.set('lm_head.weight', [vocabulary, hidden])
  return shapes
}

/** How many numbers a network holds. */
export const parameterCount = (config: ModelConfig): number =>
  [...parameterShapes(config).values()].reduce((total, shape) => total + shape.reduce((a, b) => a * b, 1), 0)
