import { RationaleError } from '../../../src/core/errors.js'
import type { Adapter, LoraOptions, LoraPair, SavedTensor } from '../weights/lora.js'
import { type LinearModule, linearModules, linearShape } from '../weights/shapes.js'
import type { Network, Weight } from './parameters.js'

const loraDefaults: Required<LoraOptions> = {
  rank: 8,
  alpha: 32,
  dropout: 0,
  targetModules: ['q_proj', 'v_proj'],
  rsLora: false,
  modulesToSave: [],
  fanInFanOut: false,
}

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
function targetPaths(network: Network, targetModules: Required<LoraOptions>['targetModules']): string[] {
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
function savedParameters(network: Network, modulesToSave: readonly string[]): string[] {
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
