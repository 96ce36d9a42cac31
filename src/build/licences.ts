import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Metafile } from 'esbuild'

/** The licences of the packages that are part of a bundle, as they ask for it. */
export async function licences(inputs: Metafile['inputs']): Promise<string> {
  const folders = Object.keys(inputs).flatMap((path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? [])
  const texts = [...new Set(folders)].sort().map(async (folder) => {
    const name = folder.replace(/^.*node_modules\//, '')
    const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry))
    if (file === undefined) throw new Error(`the package ${name} is bundled and has no licence file`)
    return `${name}\n\n${await readFile(join(folder, file), 'utf8')}`
  })
  return [...new Set(await Promise.all(texts))].join(`\n${'-'.repeat(80)}\n\n`)
}
