import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { resolveModel } from '../../../../src/models/resolve.js'
import { openOwnModel } from '../../../../verifier/network/model/own.js'
import { describeLanguageModel } from '../../../models/conformance.js'

// The fixture with a longer context window, which the conformance suite needs.
const path = mkdtempSync(join(tmpdir(), 'own-'))
cpSync(fileURLToPath(new URL('../weights/fixtures/tiny-llama', import.meta.url)), path, { recursive: true })
const config = JSON.parse(readFileSync(join(path, 'config.json'), 'utf8'))
writeFileSync(join(path, 'config.json'), JSON.stringify({ ...config, max_position_embeddings: 500 }))
afterAll(() => rmSync(path, { recursive: true }))

describeLanguageModel('own: (random weights, trained tokenizer)', () => resolveModel(`own:${path}`), {
  generate: true,
  score: true,
  language: false,
  tooLong: { context: 'word '.repeat(200), continuation: 'end' },
})

describe('own:', () => {
  it('answers the same on every backend', async () => {
    const pairs = [
      { context: 'Tom has 3 apples and', continuation: ' buys 4 more.' },
      { context: 'Tom has 3 apples and', continuation: ' eats one of them.' },
    ]
    const logs: number[][] = []
    for (const backend of ['onnx-cpu', 'tfjs-wasm', 'tfjs-cpu'] as const) {
      const model = await openOwnModel({ path, backend })
      const scored = await model.score({ pairs })
      logs.push(scored.flatMap(({ tokens }) => tokens.map(({ logProbability }) => logProbability)))
      await model.close()
    }
    const [reference, ...others] = logs as [number[], ...number[][]]
    expect(reference.length).toBeGreaterThan(8)
    for (const other of others)
      other.forEach((log, i) => {
        expect(Math.abs(log - (reference[i] as number))).toBeLessThan(1e-3)
      })
  })
})
