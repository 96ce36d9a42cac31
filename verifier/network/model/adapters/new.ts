import { defined } from '../../../../src/core/absence.js'
import { RationaleError } from '../../../../src/core/errors.js'
import { familyOf } from '../../weights/families.js'
import { linearPaths } from '../../weights/shapes.js'
import { fillNormal, floatsOf, type Network, type Weight } from '../parameters.js'
import type { SavedTensor, Tensors } from './adapter.js'
import { type BottleneckAdapter, blocksOf, placeKey } from './bottleneck.js'
import { rowNorms } from './dora.js'
import { encodedRows, newEncoder } from './encoder.js'
import type { Ia3Adapter } from './ia3.js'
import type { LoraAdapter, LoraOptions, LoraPair } from './lora.js'
import { moduleOf } from './names.js'
import { cutPrefix, type PrefixAdapter } from './prefix.js'
import type { PromptAdapter } from './prompt.js'
import { targetPaths } from './targets.js'

/* Adapters as training starts with them. LoRA, DoRA and IA3 change nothing yet, bottlenecks next to nothing; virtual tokens are there at once. */

const loraDefaults: Required<LoraOptions> = {
  rank: 8,
  alpha: 32,
  dropout: 0,
  targetModules: ['q_proj', 'v_proj'],
  rsLora: false,
  modulesToSave: [],
  dora: false,
  fanInFanOut: false,
}

/** Parameter names of the modules to be trained whole. @throws RationaleError `configuration` where one does not exist. */
function savedParameters(network: Network, modulesToSave: readonly string[]): string[] {
  const names: string[] = []
  for (const module of modulesToSave) {
    const found = [...network.weights.keys()].filter((name) => {
      const path = moduleOf(name)
      return path === module || path.endsWith(`.${module}`)
    })
    if (found.length === 0)
      throw new RationaleError('configuration', `modules to save: the network has no ${module}`, {
        found: module,
        remedy: 'name modules of the network, such as lm_head, model.embed_tokens or model.norm',
      })
    names.push(...found)
  }
  return names
}

/** A new adapter that changes nothing yet: A ~ U(-1/sqrt(in), 1/sqrt(in)) (Kaiming, a = sqrt 5), B = 0. */
export function newLora(network: Network, options: LoraOptions, random: () => number): LoraAdapter {
  const { names } = familyOf(network.config)
  const full = { ...loraDefaults, fanInFanOut: names === 'gpt2', ...options }
  const { rank, alpha, dropout } = full
  const problems = [
    ...(Number.isInteger(rank) && rank >= 1 ? [] : [`rank ${rank}: needs a whole number from 1`]),
    ...(alpha > 0 ? [] : [`alpha ${alpha}: needs a number above 0`]),
    ...(dropout >= 0 && dropout < 1 ? [] : [`dropout ${dropout}: needs a number from 0 to below 1`]),
  ]
  if (problems.length > 0)
    throw new RationaleError('configuration', 'the LoRA options are wrong', { found: problems.join('; ') })
  const pairs = new Map<string, LoraPair>()
  const shapes = linearPaths(network.config)
  for (const path of targetPaths(network, full.targetModules)) {
    const [out, input] = shapes.get(path) as readonly [number, number]
    const limit = 1 / Math.sqrt(input)
    const a = Float32Array.from({ length: rank * input }, () => (2 * random() - 1) * limit)
    const pair = { rank, alpha, a, b: new Float32Array(out * rank) }
    const weight = network.weights.get(`${path}.weight`) as Weight
    pairs.set(path, full.dora ? { ...pair, magnitude: rowNorms(weight) } : pair)
  }
  const saved = wholeModules(network, full.modulesToSave, [...pairs.keys()])
  return { method: 'lora', options: full, pairs, saved, ...defined({ names }) }
}

/** @throws RationaleError `configuration` where targets or modules name nothing, or the same. */
export function newIa3(
  network: Network,
  options: Pick<LoraOptions, 'modulesToSave'> & { targetModules: NonNullable<LoraOptions['targetModules']> },
): Ia3Adapter {
  const { targetModules, modulesToSave = [] } = options
  const vectors = new Map<string, SavedTensor>()
  const shapes = linearPaths(network.config)
  for (const path of targetPaths(network, targetModules)) {
    const [out, input] = shapes.get(path) as readonly [number, number]
    // The feed-forward part is scaled where its inner values come in.
    const shape = path.endsWith('.down_proj') ? [1, input] : [out, 1]
    vectors.set(path, { shape, data: new Float32Array(Math.max(...shape)).fill(1) })
  }
  const saved = wholeModules(network, modulesToSave, [...vectors.keys()])
  return { method: 'ia3', options: { dropout: 0, modulesToSave }, vectors, saved }
}

const ALONE = { dropout: 0, modulesToSave: [] }

/**
 * Prompt tuning starts as the embeddings of `tokens`, repeated or cut to `length` (PEFT's rule for a text), else of random tokens (Lester et al. find
 * real embeddings far better than noise).
 */
export function newPrompt(
  network: Network,
  { length, tokens }: { length: number; tokens?: readonly number[] | undefined },
  random: () => number,
): PromptAdapter {
  const table = floatsOf(network.weights.get('model.embed_tokens.weight') as Weight)
  const hidden = network.config.hidden_size
  const data = new Float32Array(length * hidden)
  for (let i = 0; i < length; i++) {
    const token = tokens?.[i % tokens.length] ?? Math.floor(random() * network.config.vocab_size)
    data.set(table.subarray(token * hidden, (token + 1) * hidden), i * hidden)
  }
  const embeddings = { shape: [length, hidden], data }
  return { method: 'prompt', kind: 'prompt', options: ALONE, saved: new Map(), length, embeddings }
}

/** P-tuning: an encoder of two hidden layers, as PEFT has it. */
export function newPTuning(
  network: Network,
  { length, width }: { length: number; width?: number | undefined },
  random: () => number,
): PromptAdapter {
  const hidden = network.config.hidden_size
  const inner = width ?? hidden
  const sizes = [hidden, inner, inner, hidden]
  const encoder = newEncoder({ length, sizes, activation: 'relu', layers: 'mlp_head' }, random)
  const embeddings = encodedRows(encoder)
  return { method: 'prompt', kind: 'p-tuning', options: ALONE, saved: new Map(), length, embeddings, encoder }
}

/** Keys and values normal(0, 0.02), or out of an encoder of `width` (PEFT's `prefix_projection`). */
export function newPrefix(
  { config }: Network,
  { length, width }: { length: number; width?: number | undefined },
  random: () => number,
): PrefixAdapter {
  const { num_hidden_layers: layers } = config
  const inner = config.num_key_value_heads * config.head_dim
  const adapter = { method: 'prefix', options: ALONE, saved: new Map(), length } as const
  if (width !== undefined) {
    const sizes = [inner, width, 2 * layers * inner]
    const encoder = newEncoder({ length, sizes, activation: 'tanh', layers: 'transform' }, random)
    return { ...adapter, layers: cutPrefix(encodedRows(encoder), layers), encoder }
  }
  const rows = new Float32Array(length * 2 * layers * inner)
  fillNormal(rows, 0.02, random)
  return { ...adapter, layers: cutPrefix({ shape: [length, 2 * layers * inner], data: rows }, layers) }
}

/** Weights normal(0, 0.02), biases 0 (the `bert` start of the library). */
export function newBottleneck(
  { config }: Network,
  { layout, reduction }: Pick<BottleneckAdapter, 'layout' | 'reduction'>,
  random: () => number,
): BottleneckAdapter {
  const hidden = config.hidden_size
  const narrow = Math.max(1, Math.floor(hidden / reduction))
  const dense = (out: number, input: number) => {
    const weight = new Float32Array(out * input)
    fillNormal(weight, 0.02, random)
    return { weight: { shape: [out, input], data: weight }, bias: { shape: [out], data: new Float32Array(out) } }
  }
  const places: BottleneckAdapter['places'] = new Map()
  for (let layer = 0; layer < config.num_hidden_layers; layer++)
    for (const block of blocksOf(layout))
      places.set(placeKey(layer, block), { layer, block, down: dense(narrow, hidden), up: dense(hidden, narrow) })
  const activation = layout === 'houlsby' ? 'swish' : 'relu'
  return { method: 'bottleneck', layout, activation, reduction, options: ALONE, saved: new Map(), places }
}

function wholeModules(network: Network, modulesToSave: readonly string[], adapted: readonly string[]): Tensors {
  const saved: Tensors = new Map()
  for (const name of savedParameters(network, modulesToSave)) {
    const path = moduleOf(name)
    if (adapted.includes(path))
      throw new RationaleError('configuration', `${path} is to get an adapter and to be trained whole`, {
        remedy: 'name it in target modules or in modules to save',
      })
    const weight = network.weights.get(name) as Weight
    if (weight.kind === 'quantized' || weight.kind === 'low-rank')
      throw new RationaleError('configuration', `${name} is ${weight.kind} and cannot be trained whole`)
    saved.set(name, { shape: weight.shape, data: floatsOf(weight).slice() })
  }
  return saved
}
