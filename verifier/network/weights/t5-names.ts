import { at } from '../../../src/core/absence.js'
import type { FileNames } from './types.js'

/* mT5's names, `decoder.block.3.layer.1.EncDecAttention.q`, against the common ones, `model.layers.3.cross_attn.q_proj`. */

type Words = readonly (readonly [own: string, common: string])[]

const RELATIVE = 'block.0.layer.0.SelfAttention.relative_attention_bias'
const TOP: Words = [
  ['shared', 'model.embed_tokens'],
  ['encoder.final_layer_norm', 'encoder.norm'],
  ['decoder.final_layer_norm', 'model.norm'],
  [`encoder.${RELATIVE}`, 'encoder.relative_bias'],
  [`decoder.${RELATIVE}`, 'model.relative_bias'],
  ['lm_head', 'lm_head'],
]

const attention = (own: string, common: string): Words =>
  ['q', 'k', 'v', 'o'].map((side) => [`${own}.${side}`, `${common}.${side}_proj`])
const feedForward = (layer: number): Words => [
  [`layer.${layer}.layer_norm`, 'post_attention_layernorm'],
  [`layer.${layer}.DenseReluDense.wi_0`, 'mlp.gate_proj'],
  [`layer.${layer}.DenseReluDense.wi_1`, 'mlp.up_proj'],
  [`layer.${layer}.DenseReluDense.wo`, 'mlp.down_proj'],
]
const selfAttention: Words = [
  ['layer.0.layer_norm', 'input_layernorm'],
  ...attention('layer.0.SelfAttention', 'self_attn'),
]
const STACKS = [
  { own: 'encoder.block', common: 'encoder.layers', words: [...selfAttention, ...feedForward(1)] },
  {
    own: 'decoder.block',
    common: 'model.layers',
    words: [
      ...selfAttention,
      ['layer.1.layer_norm', 'cross_attention_layernorm'],
      ...attention('layer.1.EncDecAttention', 'cross_attn'),
      ...feedForward(2),
    ] satisfies Words,
  },
] as const

function renamed(name: string, from: 'own' | 'common'): string {
  const [mine, other] = from === 'own' ? [0, 1] : [1, 0]
  const replaced = (text: string, words: Words) => {
    const found = words.find((pair) => text === pair[mine] || text.startsWith(`${pair[mine]}.`))
    return found && `${found[other]}${text.slice((found[mine] as string).length)}`
  }
  const top = replaced(name, TOP)
  if (top !== undefined) return top
  for (const stack of STACKS) {
    const begin = `${stack[from]}.`
    const match = name.startsWith(begin) ? /^(\d{1,5})\.(.+)$/s.exec(name.slice(begin.length)) : null
    const rest = match && replaced(at(match, 2), stack.words)
    if (rest) return `${stack[from === 'own' ? 'common' : 'own']}.${match[1]}.${rest}`
  }
  return name
}

export const t5Names: FileNames = {
  toCommon: (name) => renamed(name, 'own'),
  toFile: (common) => renamed(common, 'common'),
  isOwn: (name) => /^(?:encoder|decoder)\.block\.|^shared\b/.test(name),
  isTurned: () => false,
  // Copies of `shared`, and a bias that older files hold and no version reads.
  isSpare: (name) => /^(?:en|de)coder\.embed_tokens\.weight$|EncDecAttention\.relative_attention_bias/.test(name),
  targets: shortTargets,
}

/** `q` means the queries of both stacks, of what they see themselves and of what the decoder sees of the encoder. */
const ATTENTIONS = ['encoder SelfAttention', 'decoder SelfAttention', 'decoder EncDecAttention']
const FEED_FORWARDS = ['encoder DenseReluDense', 'decoder DenseReluDense']

function shortTargets(paths: readonly string[]): readonly string[] {
  const blocksOf = new Map<string, Map<string, Set<number>>>()
  for (const path of paths) {
    const match = /^(encoder|decoder)\.block\.(\d+)\.layer\.\d\.([A-Za-z]+)\.(\w+)$/.exec(path)
    if (match === null) return paths
    const [, stack, block, kind, name] = match as unknown as [string, string, string, string, string]
    const places = blocksOf.get(name) ?? new Map<string, Set<number>>()
    const place = `${stack} ${kind}`
    blocksOf.set(name, places.set(place, (places.get(place) ?? new Set()).add(Number(block))))
  }
  const depths = { encoder: new Set<number>(), decoder: new Set<number>() }
  for (const [name, places] of blocksOf) {
    const all = name.startsWith('w') ? FEED_FORWARDS : ATTENTIONS
    if (!all.every((place) => places.has(place))) return paths
    for (const [place, blocks] of places) {
      if (Math.max(...blocks) !== blocks.size - 1) return paths
      depths[place.startsWith('encoder') ? 'encoder' : 'decoder'].add(blocks.size)
    }
  }
  return depths.encoder.size === 1 && depths.decoder.size === 1 ? [...blocksOf.keys()].sort() : paths
}
