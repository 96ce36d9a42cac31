import { describe, expect, it } from 'vitest'
import { resolveModel } from '../../../../src/models/resolve.js'
import { openOwnModel } from '../../../../verifier/network/model/own.js'
import { temporaryFolder } from '../../../helpers/folder.js'
import { copyTinyLlama } from '../../../helpers/tiny-llama.js'
import { describeLanguageModel } from '../../../models/conformance.js'

const path = temporaryFolder('own')
copyTinyLlama(path)

describeLanguageModel('own: (random weights, trained tokenizer)', () => resolveModel(`own:${path}`), {
  generate: true,
  score: true,
  language: false,
  tooLong: { context: 'word '.repeat(200), continuation: 'end' },
  samplesOverhead: 1,
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
