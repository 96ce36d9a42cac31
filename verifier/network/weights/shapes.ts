import { familyOf, type Norms } from './families.js'
import { encoderOf, type ModelConfig } from './model-config.js'

/* What a configuration calls for: the network's parameters by name, with their shapes. */

/** The linear layers that layers have, each family some of them, in the order of computation. */
export const linearModules = [
  'self_attn.q_proj',
  'self_attn.k_proj',
  'self_attn.v_proj',
  'self_attn.qkv_proj',
  'self_attn.o_proj',
  'cross_attn.q_proj',
  'cross_attn.k_proj',
  'cross_attn.v_proj',
  'cross_attn.o_proj',
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

const CROSS = ['cross_attn.q_proj', 'cross_attn.k_proj', 'cross_attn.v_proj', 'cross_attn.o_proj'] as const

/** Layers one after another: `PATH.layers.N`, and the norm at their end `PATH.norm`. */
export interface Stack {
  path: 'encoder' | 'model'
  layers: number
  modules: readonly LinearModule[]
  norms: Norms
}

/** The decoder, and in front of it the encoder where there is one. */
export function stacksOf(config: ModelConfig): readonly Stack[] {
  const { projections, feedForward, norms } = familyOf(config)
  const encoder = encoderOf(config)
  const [attention, mlp] = [ATTENTION[projections], FEED_FORWARD[feedForward]]
  const own: Stack = {
    path: 'model',
    layers: config.num_hidden_layers,
    modules: [...attention, ...(encoder === undefined ? [] : CROSS), ...mlp],
    norms,
  }
  if (encoder === undefined) return [own]
  const { beforeCross: _, ...others } = norms
  return [{ path: 'encoder', layers: encoder.layers, modules: [...attention, ...mlp], norms: others }, own]
}

/** [out, in] of every linear layer of a network by its path, `model.layers.0.mlp.up_proj`. */
export function linearPaths(config: ModelConfig): Map<string, readonly [out: number, input: number]> {
  const paths = new Map<string, readonly [number, number]>()
  for (const { path, layers, modules } of stacksOf(config))
    for (let layer = 0; layer < layers; layer++)
      for (const module of modules) paths.set(`${path}.layers.${layer}.${module}`, linearShape(config, module))
  return paths
}

/** Whether a parameter is a matrix of a layer. */
export const isInLayer = (name: string): boolean => /^(?:encoder|model)\.layers\./.test(name)

/** [out, in] of a linear layer. */
function linearShape(config: ModelConfig, module: LinearModule): readonly [out: number, input: number] {
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
      'cross_attn.q_proj': [query, hidden],
      'cross_attn.k_proj': [keyValue, hidden],
      'cross_attn.v_proj': [keyValue, hidden],
      'cross_attn.o_proj': [hidden, query],
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
  const { norm, queryKeyNorm, positions } = familyOf(config)
  const shapes = new Map<string, readonly number[]>([['model.embed_tokens.weight', [vocabulary, hidden]]])
  const setNorm = (name: string, width = hidden) => {
    shapes.set(`${name}.weight`, [width])
    if (norm === 'layer') shapes.set(`${name}.bias`, [width])
  }
  if (positions === 'learned') shapes.set('model.embed_positions.weight', [config.max_position_embeddings, hidden])
  for (const { path, layers, modules, norms } of stacksOf(config)) {
    if (positions === 'relative')
      shapes.set(`${path}.relative_bias.weight`, [
        config.relative_attention_num_buckets as number, // every such family has a default
        config.num_attention_heads,
      ])
    for (let layer = 0; layer < layers; layer++) {
      const at = `${path}.layers.${layer}`
      for (const name of Object.values(norms)) setNorm(`${at}.${name}`)
      if (queryKeyNorm !== 'none') {
        const heads = queryKeyNorm === 'head' ? [1, 1] : [config.num_attention_heads, config.num_key_value_heads]
        for (const [i, name] of ['q_norm', 'k_norm'].entries())
          setNorm(`${at}.self_attn.${name}`, (heads[i] as number) * config.head_dim)
      }
      for (const module of modules) {
        const shape = linearShape(config, module)
        shapes.set(`${at}.${module}.weight`, shape)
        if (hasBias(config, module)) shapes.set(`${at}.${module}.bias`, [shape[0]])
      }
    }
    setNorm(`${path}.norm`)
  }
  if (!config.tie_word_embeddings) shapes.set('lm_head.weight', [vocabulary, hidden])
  return shapes
}

/** How many numbers a network holds. */
export const parameterCount = (config: ModelConfig): number =>
  [...parameterShapes(config).values()].reduce((total, shape) => total + shape.reduce((a, b) => a * b, 1), 0)
