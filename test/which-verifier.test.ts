import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { loadVerifier } from '../src/load-verifier.js'
import { exportAdapter } from '../verifier/network/export/export.js'
import { root } from './helpers/cli.js'
import { temporaryFolder } from './helpers/folder.js'
import { tinyLlama } from './helpers/tiny-llama.js'

/* Every line of docs/which-verifier.md opens, with a tiny model of the same class in place of the one that it names. No server is asked on opening. */

const folder = temporaryFolder('which-verifier')
const fixture = (name: string) => join(root, 'test/fixtures/rewards', name)
const page = readFileSync(join(root, 'docs/which-verifier.md'), 'utf8')
const uris = [
  ...new Set(
    [...page.matchAll(/`(?:--verifier )?"?((?:own|judge|pooling\+http|evidence):[^`"|]*)"?`/g)].map(
      ([, uri = '']) => uri,
    ),
  ),
].filter((uri) => uri !== 'own:' && !uri.includes('langchain:'))

beforeAll(async () => {
  await exportAdapter({ adapter: tinyLlama, format: 'gguf', type: 'F32', output: join(folder, 'tiny.gguf') })
  writeFileSync(join(folder, 'prompt.txt'), '{problem}\n{steps}')
})

/** The tiny model of a line, with the adapter merged where it names one: adapters have tests of their own. */
function brought(uri: string): string {
  const prm = /prm=([\w-]+)/.exec(uri)?.[1]
  return uri
    .replace('Skywork-o1-Open-PRM-Qwen-2.5-1.5B', fixture('skywork'))
    .replace('own:BASE?adapter=DIR&prm=', 'own:DIR?prm=')
    .replace('own:BASE?adapter=DIR', `own:${tinyLlama}`)
    .replace('own:DIR', `own:${fixture(prm ?? 'qwen-prm')}`)
    .replace('GenPRM-1.5B.gguf', join(folder, 'tiny.gguf'))
    .replace('prompt=FILE', `prompt=${join(folder, 'prompt.txt')}`)
}

describe('which verifier?', () => {
  it('has lines to try', () => expect(uris.length).toBeGreaterThan(15))

  it.each(uris)('%s', async (uri) => {
    const verifier = await loadVerifier(brought(uri))
    expect(verifier.id).toBe(brought(uri))
    await verifier.close()
  })
})
