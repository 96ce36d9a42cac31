import { existsSync } from 'node:fs'
import { readSmallFile } from '../../src/core/files/small-file.js'
import type { Recipe } from './recipe.js'

/** Which generators of recorded candidates a recipe keeps. */
export function keepsGenerator({
  onlyGenerators,
  excludeGenerators,
}: Pick<Recipe, 'onlyGenerators' | 'excludeGenerators'>): (generator: string) => boolean {
  const [only, excluded] = [namesOf(onlyGenerators), namesOf(excludeGenerators)]
  return (name) => (only?.(name) ?? true) && !(excluded?.(name) ?? false)
}

/** A file with a whole name a line, or else a part of names, in any case. */
function namesOf(given: string | undefined): ((name: string) => boolean) | undefined {
  if (given === undefined) return undefined
  if (!existsSync(given)) return (name) => name.toLowerCase().includes(given.toLowerCase())
  const lines = readSmallFile(given).toString('utf8').split('\n')
  const names = new Set(lines.map((line) => line.trim()))
  return (name) => names.has(name)
}
