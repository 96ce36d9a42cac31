import { execFileSync } from 'node:child_process'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { cli } from '../helpers/cli.js'
import { temporaryFolder } from '../helpers/folder.js'

/* What a cold command loads, counted in files and bytes: time on a busy machine says little. */

const folder = temporaryFolder('cold')
const list = join(folder, 'loaded')
const watch = join(folder, 'watch.mjs')
const hooks = `import { appendFileSync } from 'node:fs'
export async function load(url, context, next) {
  appendFileSync(${JSON.stringify(list)}, url + '\\n')
  return next(url, context)
}`
writeFileSync(
  watch,
  `import { appendFileSync } from 'node:fs'
import { createRequire, register } from 'node:module'
import { pathToFileURL } from 'node:url'
register(${JSON.stringify(`data:text/javascript,${encodeURIComponent(hooks)}`)})
const required = createRequire(import.meta.url).cache
process.on('exit', () => appendFileSync(${JSON.stringify(list)}, Object.keys(required).map((path) => pathToFileURL(path).href + '\\n').join('')))`,
)

/** The files of JavaScript that a command loads from the package and its dependencies. */
function loadedBy(...args: string[]): string[] {
  writeFileSync(list, '')
  execFileSync(process.execPath, ['--import', pathToFileURL(watch).href, cli, ...args], { stdio: 'pipe' })
  const urls = new Set(readFileSync(list, 'utf8').split('\n'))
  return [...urls]
    .filter((url) => url.startsWith('file:') && /\.[cm]?js$/.test(url) && !url.endsWith('watch.mjs'))
    .map((url) => fileURLToPath(url))
}
const bytesOf = (files: readonly string[]) => files.reduce((sum, file) => sum + statSync(file).size, 0)

describe('a cold command loads what it needs', () => {
  it('verify: the checks and the network, in at most 130 files', () => {
    const files = loadedBy('verify', 'What is 2+3?', '2+3=5')
    console.log(`${files.length} files, ${(bytesOf(files) / 1e6).toFixed(1)} MB`)
    expect(files.length).toBeGreaterThan(20)
    expect(files.length).toBeLessThanOrEqual(130)
    expect(bytesOf(files)).toBeLessThan(2.6e6)
    expect(
      files.filter((file) => /ndjson|readable-stream|hyparquet|node-server|[/\\]serve-|[/\\]train-/.test(file)),
    ).toEqual([])
  })

  it('verify with the checks alone: no native module, no network', () => {
    const files = loadedBy('verify', '--verifier', 'evidence:', 'What is 2+3?', '2+3=5')
    expect(files.filter((file) => /onnxruntime|tokenizers/.test(file))).toEqual([])
  })

  it('--help: the names of the commands', () => {
    expect(bytesOf(loadedBy('--help'))).toBeLessThan(4e5)
  })
})
