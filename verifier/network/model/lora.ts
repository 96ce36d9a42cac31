import { RationaleError } from '../../../src/core/errors.js'
import { type LinearModule, linearModules, linearShape, type Network, type Weight } from './parameters.js'

/*
 *            x [n, in]
 *        |              |
 *   W [out, in]    A [rank, in]        trained; Kaiming-uniform at the start
 *   frozen              |
 *        |         B [out, rank]       trained; zero at the start, so that the network starts as it was
 *        |              |
 *        +-- + scale * -+              scale = alpha / rank (rsLoRA: alpha / sqrt rank)
 *            |
 *            y [n, out]
 */

export interface LoraOptions {
  /** Default 8. */
  rank?: number
  /** Default 32. */
  alpha?: number
  /** Chance that an element of the adapter's input falls out, in training only (default 0). */
  dropout?: number
  /**
   * Which linear layers: names (`q_proj`, `self_attn.q_proj`, a full path), a regular expression over full paths
   * (`model.layers.0.self_attn.q_proj`), or all. Default q_proj and v_proj, as PEFT has it for these families.
   */
  targetModules?: readonly string[] | RegExp | 'all-linear'
  /** Scale alpha / sqrt(rank) instead of alpha / rank (Kalajdzievski 2023). Default false. */
  rsLora?: boolean
  /** Modules trained whole and saved with the adapter: `lm_head`, `model.embed_tokens`, `norm`, … Default none. */
  modulesToSave?: readonly string[]
  /** The base file stores matrices as [in, out] (GPT-2's Conv1D): only recorded, our matrices are always [out, in]. */
  fanInFanOut?: boolean
}

/** One adapted layer: a [rank, in], b [out, rank]. */
export interface LoraPair {
  rank: number
  alpha: number
  a: Float32Array
  b: Float32Array
}

export interface Adapter {
  options: Required<LoraOptions>
  /** By module path: `model.layers.0.self_attn.q_proj`. */
  pairs: Map<string, LoraPair>
  /** Tensors of the modules trained whole, by parameter name (`lm_head.weight`). */
  saved: Map<string, SavedTensor>
}

export interface SavedTensor {
  shape: readonly number[]
  data: Float32Array
}

export const loraDefaults: Required<LoraOptions> = {
  rank: 8,
  alpha: 32,
  dropout: 0,
  targetModules: ['q_proj', 'v_proj'],
  rsLora: false,
  modulesToSave: [],
  fanInFanOut: false,
}

/** alpha / rank, or with rsLoRA alpha / sqrt(rank). */
export const loraScale = ({ rank, alpha }: { rank: number; alpha: number }, rsLora: boolean): number =>
  alpha / (rsLora ? Math.sqrt(rank) : rank)

/**
 * Target modules as options and flags give them: names, `all-linear`, or one pattern over full paths between slashes.
 * @throws SyntaxError where the pattern is none.
 */
export function targetsFrom(given: string | readonly string[]): Required<LoraOptions>['targetModules'] {
  // A flag's list was cut at its commas, a pattern's own among them.
  const text = typeof given === 'string' ? given : given.join(',')
  if (text === 'all-linear') return text
  if (/^\/.+\/$/s.test(text)) return new RegExp(text.slice(1, -1))
  return typeof given === 'string' ? [given] : given
}

/** Paths of the linear layers that `targetModules` means. @throws RationaleError `configuration` where it means none. */
export function targetPaths(network: Network, targetModules: Required<LoraOptions>['targetModules']): string[] {
  const paths: string[] = []
  for (let layer = 0; layer < network.config.num_hidden_layers; layer++)
    for (const module of linearModules) paths.push(`model.layers.${layer}.${module}`)
  const unmatched: string[] = []
  let chosen: string[]
  if (targetModules === 'all-linear') chosen = paths
  else if (targetModules instanceof RegExp) {
    const whole = new RegExp(`^(?:${targetModules.source})$`, targetModules.flags.replace(/[gy]/g, ''))
    chosen = paths.filter((path) => whole.test(path))
    if (chosen.length === 0) unmatched.push(String(targetModules))
  } else {
    const matches = (path: string, name: string) => path === name || path.endsWith(`.${name}`)
    chosen = paths.filter((path) => targetModules.some((name) => matches(path, name)))
    unmatched.push(...targetModules.filter((name) => !paths.some((path) => matches(path, name))))
  }
  if (unmatched.length > 0 || chosen.length === 0)
    throw new RationaleError('configuration', 'target modules name no linear layer of this network', {
      expected: `names such as ${linearModules.map((module) => module.split('.')[1]).join(', ')}, or all-linear`,
      found: unmatched.join(', ') || '(nothing)',
    })
  return chosen
}

/** Parameter names of the modules to be trained whole. @throws RationaleError `configuration` where one does not exist. */
export function savedParameters(network: Network, modulesToSave: readonly string[]): string[] {
  const names: string[] = []
  for (const module of modulesToSave) {
    const found = [...network.weights.keys()].filter((name) => {
      const path = name.replace(/\.(weight|bias)$/, '')
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
export function newAdapter(network: Network, options: LoraOptions, random: () => number): Adapter {
  const full = { ...loraDefaults, ...options }
  const { rank, alpha, dropout } = full
  const problems = [
    ...(Number.isInteger(rank) && rank >= 1 ? [] : [`rank ${rank}: needs a whole number from 1`]),
    ...(alpha > 0 ? [] : [`alpha ${alpha}: needs a number above 0`]),
    ...(dropout >= 0 && dropout < 1 ? [] : [`dropout ${dropout}: needs a number from 0 to below 1`]),
  ]
  if (problems.length > 0)
    throw new RationaleError('configuration', 'the LoRA options are wrong', { found: problems.join('; ') })
  const pairs = new Map<string, LoraPair>()
  for (const path of targetPaths(network, full.targetModules)) {
    const [out, input] = linearShape(network.config, path.replace(/^model\.layers\.\d+\./, '') as LinearModule)
    const limit = 1 / Math.sqrt(input)
    const a = Float32Array.from({ length: rank * input }, () => (2 * random() - 1) * limit)
    pairs.set(path, { rank, alpha, a, b: new Float32Array(out * rank) })
  }
  const saved = new Map<string, SavedTensor>()
  for (const name of savedParameters(network, full.modulesToSave)) {
    const path = name.replace(/\.(weight|bias)$/, '')
    if (pairs.has(path))
      throw new RationaleError('configuration', `${path} is to get an adapter and to be trained whole`, {
        remedy: 'name it in target modules or in modules to save',
      })
    const weight = network.weights.get(name) as Weight
    if (weight.kind !== 'dense')
      throw new RationaleError('configuration', `${name} is ${weight.kind} and cannot be trained whole`)
    saved.set(name, { shape: weight.shape, data: weight.data.slice() })
  }
  return { options: full, pairs, saved }
}

/** scale * B A: [out, in]. */
export function loraDelta(pair: LoraPair, rsLora: boolean): Float32Array {
  const { rank, a, b } = pair
  const scale = loraScale(pair, rsLora)
  const input = a.length / rank
  const out = b.length / rank
  const delta = new Float32Array(out * input)
  for (let o = 0; o < out; o++)
    for (let r = 0; r < rank; r++) {
      const factor = scale * (b[o * rank + r] as number)
      if (factor !== 0)
        for (let i = 0; i < input; i++)
          delta[o * input + i] = (delta[o * input + i] as number) + factor * (a[r * input + i] as number)
    }
  return delta
}

/**
 * The network with the adapter folded in (direction 1), or taken out again (-1). The weights that change are copied, the
 * rest is shared; the network passed in stays as it was. A quantized layer cannot take a merge: load it as float32.
 */
export function mergeAdapter(network: Network, adapter: Adapter, direction: 1 | -1 = 1): Network {
  const weights = new Map(network.weights)
  for (const [path, pair] of adapter.pairs) {
    const name = `${path}.weight`
    const weight = weights.get(name)
    if (weight?.kind !== 'dense')
      throw new RationaleError('unsupported', `an adapter cannot be merged into ${name}`, {
        expected: 'a float32 matrix',
        found: weight?.kind ?? 'no such weight',
        remedy: 'load the base in float32 before merging',
      })
    const delta = loraDelta(pair, adapter.options.rsLora)
    if (delta.length !== weight.data.length)
      throw new RationaleError('model-file', `the adapter does not fit ${name}`, {
        expected: `${weight.data.length} numbers`,
        found: `${delta.length}`,
      })
    weights.set(name, { ...weight, data: weight.data.map((w, i) => w + direction * (delta[i] as number)) })
  }
  if (direction === 1)
    for (const [name, { shape, data }] of adapter.saved) weights.set(name, { kind: 'dense', shape, data })
  return { config: network.config, weights }
}
