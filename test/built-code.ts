import { existsSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import type { Plugin } from 'vitest/config'

const root = resolve(import.meta.dirname, '..')
const inRooms = /^(?:src|extraction|verifier|benchmarks)[\\/]/

/**
 * What a test imports of the rooms is taken from `dist`, where it was built: the very files that people get. The built command line within the test's process
 * shares them, so that a worker loads, compiles and warms up one copy and not two. What is not in `dist` (the page) stays as it is.
 */
export const builtCode = (): Plugin => ({
  name: 'built code',
  enforce: 'pre',
  resolveId(source, importer) {
    if (importer === undefined || !source.startsWith('.') || !importer.startsWith(join(root, 'test') + sep)) return
    const path = relative(root, resolve(dirname(importer), source))
    const built = join(root, 'dist', path)
    return inRooms.test(path) && existsSync(built) ? built : undefined
  },
})
