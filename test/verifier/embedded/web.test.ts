import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Chain, Verifier } from '../../../src/core/records/types.js'
import { embeddedVerifier } from '../../../verifier/embedded/index.js'
import { type OpenWebOptions, openWebVerifier } from '../../../verifier/embedded/web/open.js'
import { writeWebVerifier } from '../../../verifier/embedded/web/write.js'
import { loadOnnxRuntime } from '../../../verifier/network/runtime/onnx.js'
import { temporaryFolder } from '../../helpers/folder.js'

/* The folder that a browser loads, opened here with Node's ONNX Runtime in place of the browser's (test/services/page-network.test.ts has a real one). */

const chains: Chain[] = [
  {
    id: 'slip',
    question: 'A bakery bakes 6 trays of 8 rolls and sells 28 of them. How many are left?',
    text: 'It bakes 6 * 8 = 48 rolls.\nIt sells 28, so 48 - 28 = 22 are left.\nThe answer is 22.',
  },
  {
    id: 'words',
    question: 'What does a bank do when deposits leave?',
    steps: ['Deposits are a liability of the bank.', 'When they leave, it sells assets.'],
  },
  {
    id: 'long',
    question: 'What is 1 + 1 + … ?',
    steps: Array.from(
      { length: 40 },
      (_, i) => `After step ${i + 1} the sum is ${i} + 1 = ${i + 1}, as the one before said.`,
    ),
  },
]

const folder = temporaryFolder('web-verifier')
let ort: OpenWebOptions['ort']
let embedded: Verifier
let web: Verifier
beforeAll(async () => {
  expect(await writeWebVerifier(folder, 'embedded:')).toEqual(['verifier.json', 'network.onnx', 'tokenizer.json'])
  ort = await loadOnnxRuntime()
  embedded = await embeddedVerifier()
  web = await open()
})
afterAll(async () => {
  await embedded.close()
  await web.close()
})

/** The folder, with some of its files read otherwise. */
const open = (change: Record<string, (text: string) => string> = {}) =>
  openWebVerifier({
    ort,
    provider: 'cpu',
    read: async (name) => {
      const bytes = new Uint8Array(readFileSync(join(folder, name)))
      const changed = change[name]
      return changed === undefined ? bytes : new TextEncoder().encode(changed(new TextDecoder().decode(bytes)))
    },
  })

describe('a verifier as a folder for browsers', () => {
  it.each(chains)('says the same as embedded: of $id', async (chain) => {
    const [expected, found] = [await embedded.verify(chain), await web.verify(chain)]
    expect(found.verdict).toBe(expected.verdict)
    expect(found.probability).toBeCloseTo(expected.probability ?? Number.NaN, 4)
    for (const [i, step] of expected.steps.entries())
      for (const name of ['reward', 'process'] as const)
        expect(found.steps[i]?.[name]).toBeCloseTo(step[name] ?? Number.NaN, 4)
  })

  it('ranks candidates', async () => {
    const [{ question, text = '' }] = chains as [Chain]
    const candidates = [{ text }, { text: text.replaceAll('22', '20') }]
    expect((await web.rerank({ id: 'r', question, candidates })).best).toBe(1)
  })

  it('refuses a device that computes something else', async () => {
    const other = open({ 'verifier.json': (text) => text.replace(/"process":0\.\d/, '"process":0.1') })
    await expect(other).rejects.toMatchObject({
      code: 'numeric',
      expected: expect.stringContaining('process of step 1'),
    })
  })

  it.each([
    ['verifier.json', (text: string) => text.slice(1)],
    ['verifier.json', (text: string) => text.replace('"version":1', '"version":2')],
    ['tokenizer.json', () => '[]'],
  ])('refuses a damaged %s', async (name, change) => {
    await expect(open({ [name]: change })).rejects.toMatchObject({ code: 'model-file' })
  })

  it('is of shipped verifiers alone', async () => {
    writeFileSync(join(folder, 'x.gguf'), '')
    await expect(writeWebVerifier(folder, `own:${folder}/x.gguf`)).rejects.toMatchObject({ code: 'configuration' })
  })
})
