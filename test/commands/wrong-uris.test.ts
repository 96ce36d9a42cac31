import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { rationale as run } from '../helpers/cli.js'
import { temporaryFolder } from '../helpers/folder.js'
import { tinyLlama } from '../helpers/tiny-llama.js'

/* Whatever kind of verifier a URI names: what is missing, a folder for a file, another file and an empty one end the command alike. */

const folder = temporaryFolder('wrong-uris')

beforeAll(() => {
  for (const name of ['folder', 'other-model']) mkdirSync(join(folder, name))
  writeFileSync(join(folder, 'other-model', 'config.json'), '{}')
  for (const name of ['note.txt', 'note.gguf', 'note.json']) writeFileSync(join(folder, name), 'hello\n')
  for (const name of ['empty', 'empty.gguf', 'empty.json']) writeFileSync(join(folder, name), '')
})

const server = 'http://127.0.0.1:9/v1#m'
const paths = {
  'qwen-0.5b:PATH': [
    'qwen-0.5b:nowhere',
    'qwen-0.5b:folder',
    'qwen-0.5b:note.txt',
    'qwen-0.5b:note.gguf',
    'qwen-0.5b:empty.gguf',
  ],
  'smollm2:PATH': ['smollm2:nowhere', 'smollm2:folder', 'smollm2:note.txt', 'smollm2:note.gguf', 'smollm2:empty.gguf'],
  'own:DIR': ['own:nowhere', 'own:folder', 'own:other-model', 'own:note.txt', 'own:note.gguf', 'own:empty.gguf'],
  'gguf:FILE': ['gguf:nowhere', 'gguf:folder', 'gguf:note.txt', 'gguf:empty.gguf'],
  'onnx:DIR': ['onnx:nowhere', 'onnx:folder', 'onnx:other-model', 'onnx:note.txt', 'onnx:empty'],
  'judge:MODEL': [
    'judge:gguf:nowhere',
    'judge:own:folder',
    'judge:own:note.txt',
    'judge:onnx:empty',
    'judge:gguf:note.gguf',
  ],
  'judge:…?prompt=FILE': ['nowhere', 'folder', 'note.txt', 'empty'].map((file) => `judge:${server}?prompt=${file}`),
  '?calibration=FILE': ['nowhere', 'folder', 'note.json', 'empty.json'].map((file) => `evidence:?calibration=${file}`),
  'own:…?adapter=DIR': ['nowhere', 'folder', 'note.txt', 'empty'].map((path) => `own:${tinyLlama}?adapter=${path}`),
  'own:…?probe=DIR': ['nowhere', 'folder', 'note.txt', 'empty'].map((path) => `own:${tinyLlama}?probe=${path}`),
  'own:…?prm=FILE': ['nowhere', 'folder', 'note.json', 'empty.json'].map((path) => `own:${tinyLlama}?prm=${path}`),
  'pooling+http:…?prm=FILE': ['nowhere', 'folder', 'note.json'].map(
    (path) => `pooling+http://127.0.0.1:9#m?prm=${path}`,
  ),
  'A,B': ['evidence:,', ',evidence:', 'evidence:,,embedded:', 'evidence:,nowhere', ',', ''],
} satisfies Record<string, string[]>

describe('a URI that names no such thing ends with 2, and says what was expected', { timeout: 120_000 }, () => {
  it.each(Object.entries(paths))('%s', async (_, uris) => {
    const ends = await Promise.all(
      uris.map((uri) => run(['verify', 'What is 2 + 2?', '2 + 2 = 5.', '--verifier', uri], { cwd: folder })),
    )
    const said = ends.map(({ code, stdout, stderr }, i) => [
      uris[i],
      code,
      stdout,
      /\n {2}(expected|found|to do): /.test(stderr),
    ])
    expect(said).toEqual(uris.map((uri) => [uri, 2, '', true]))
  })
})

it('says why the page cannot have a large network, and what has it', async () => {
  const { code, stderr } = await run(['page', '--output', 'site', '--verifier', 'qwen-0.5b:q.gguf'], { cwd: folder })
  expect(code).toBe(2)
  expect(stderr).toMatch(/found: +a network of 491 MB in K-quants/)
  expect(stderr).toMatch(/to do: +.*rationale serve --verifier qwen-0\.5b:q\.gguf/)
  expect(existsSync(join(folder, 'site'))).toBe(false)
})
