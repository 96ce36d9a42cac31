import { RationaleError } from '../../../../src/core/errors.js'
import { familyOf } from '../../weights/families.js'
import { fileNames } from '../../weights/file-names.js'
import type { ModelConfig } from '../../weights/model-config.js'
import { linearPaths } from '../../weights/shapes.js'
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

/** PEFT's choice for each family: the first of these names that it has. */
const USUAL = {
  lora: [['q_proj', 'v_proj'], ['qkv_proj']],
  ia3: [
    ['k_proj', 'v_proj', 'down_proj'],
    ['qkv_proj', 'down_proj'],
  ],
} as const

export function usualTargets(config: ModelConfig, method: keyof typeof USUAL): readonly string[] {
  return USUAL[method][familyOf(config).projections === 'apart' ? 0 : 1]
}

/**
 * Paths of the linear layers that `targetModules` means: by our names, or by those that the family's own files have.
 *
 * @throws RationaleError `configuration` where it means none.
 */
export function targetPaths({ config }: Network, targetModules: Required<LoraOptions>['targetModules']): string[] {
  const paths = [...linearPaths(config).keys()]
  const { names } = familyOf(config)
  const namesOf = (path: string) => (names === undefined ? [path] : [path, fileNames(names).toFile(path)])
  const unmatched: string[] = []
  let chosen: string[]
  if (targetModules === 'all-linear') chosen = paths
  else if (targetModules instanceof RegExp) {
    const whole = new RegExp(`^(?:${targetModules.source})$`, targetModules.flags.replace(/[gy]/g, ''))
    chosen = paths.filter((path) => namesOf(path).some((name) => whole.test(name)))
    if (chosen.length === 0) unmatched.push(String(targetModules))
  } else {
    const matches = (path: string, name: string) =>
      namesOf(path).some((known) => known === name || known.endsWith(`.${name}`))
    chosen = paths.filter((path) => targetModules.some((name) => matches(path, name)))
    unmatched.push(...targetModules.filter((name) => !paths.some((path) => matches(path, name))))
  }
  if (unmatched.length > 0 || chosen.length === 0)
    throw new RationaleError(
      'configuration',
      `target modules: ${unmatched.join(', ') || 'nothing'} names no linear layer of this network`,
      {
        expected: `names such as ${[...new Set(paths.map((path) => path.split('.').at(-1)))].join(', ')}, or all-linear`,
        found: unmatched.join(', ') || '(nothing)',
      },
    )
  return chosen
}
