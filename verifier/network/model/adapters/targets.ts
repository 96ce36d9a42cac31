import { RationaleError } from '../../../../src/core/errors.js'
import { linearModules } from '../../weights/shapes.js'
import type { Network } from '../parameters.js'
import type { LoraOptions } from './lora.js'

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
