import type { ModelConfig } from '../../weights/model-config.js'
import type { Base } from './adapter.js'

/* Names of modules, as adapter files have them. */

/** `model.norm.weight` -> `model.norm`. The whole path: PEFT takes every module whose path ends so, and `norm` would also name each layer's. */
export const moduleOf = (tensor: string) => tensor.replace(/\.(weight|bias)$/, '')

/** The layer of `model.layers.3.…` or GPT-2's `transformer.h.3.…`. */
const layerOf = (module: string) => /\.(?:layers|h)\.(\d+)\./.exec(module)?.[1]

/**
 * Short names (`q_proj`; GPT-2's `attn.c_proj`, since two of its layers are called `c_proj`) where every layer has the module, full paths otherwise
 * (or PEFT would make parameters that the file does not have).
 */
export function targetsOf(modules: string[]): string[] {
  const layersOf = new Map<string, Set<string>>()
  for (const module of modules) {
    const name = module
      .split('.')
      .slice(module.startsWith('transformer.') ? -2 : -1)
      .join('.')
    layersOf.set(name, (layersOf.get(name) ?? new Set()).add(layerOf(module) ?? ''))
  }
  const everyLayer = Math.max(...[...layersOf.values()].map((layers) => layers.size))
  const uniform = [...layersOf.values()].every((layers) => layers.size === everyLayer)
  const layers = modules.map((module) => Number(layerOf(module) ?? 0))
  return uniform && Math.min(...layers) === 0 && Math.max(...layers) === everyLayer - 1
    ? [...layersOf.keys()].sort()
    : modules
}

/** What is wrong with a parameter of the base, where something is: `undefined` in the shape wanted fits any size. */
export function misfit(shapeOf: Base['shapeOf'], name: string, wanted: readonly (number | undefined)[]): [string] | [] {
  const found = shapeOf(name)
  if (found?.length === wanted.length && found.every((size, i) => size === (wanted[i] ?? size))) return []
  const asked = wanted.map((size) => size ?? 'any').join(', ')
  return [`${name}: the adapter is for [${asked}], the model has ${found ? `[${found.join(', ')}]` : 'none'}`]
}

/** Virtual tokens stand before the whole text, which a sliding window would take out of sight. */
export const withoutWindow = ({ sliding_window: window }: ModelConfig): string[] =>
  window === null ? [] : [`virtual tokens cannot be seen through a sliding window of ${window}`]
