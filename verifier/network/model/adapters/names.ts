import type { ModelConfig } from '../../weights/model-config.js'
import type { Base } from './adapter.js'

/* Names of modules, as adapter files have them. */

/** `model.norm.weight` -> `model.norm`. The whole path: PEFT takes every module whose path ends so, and `norm` would also name each layer's. */
export const moduleOf = (tensor: string) => tensor.replace(/\.(weight|bias)$/, '')

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
