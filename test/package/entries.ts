import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '../..')

/** What package.json lets others import: `verifier` -> dist/verifier/index.d.ts; the root's name is `index`. */
export const entries: readonly { name: string; types: string }[] = Object.entries<{ types?: string }>(
  JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).exports,
).flatMap(([path, { types }]) =>
  types === undefined ? [] : [{ name: path === '.' ? 'index' : path.slice(2), types: join(root, types) }],
)
