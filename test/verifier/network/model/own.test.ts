import { describe, expect, it } from 'vitest'
import { resolveModel } from '../../../../src/models/resolve.js'
import { openOwnModel, ownModel } from '../../../../verifier/network/model/own.js'
import { loadNetwork } from '../../../../verifier/network/model/parameters.js'
import { openRuntime } from '../../../../verifier/network/runtime/open.js'
import { loadTokenizer } from '../../../../verifier/network/tokenizer/load.js'
import { openModel } from '../../../../verifier/network/weights/model.js'
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

  it('asked for no token says so, and blames no prompt', async () => {
    const model = await openOwnModel({ path, backend: 'onnx-cpu' })
    for (const maxTokens of [0, -1, Number.NaN])
      await expect(model.generate({ prompt: 'Tom has', maxTokens })).rejects.toMatchObject({
        code: 'configuration',
        message: expect.stringMatching(/maxTokens: a number from 1\n\s+found:\s+(?:0|-1|NaN)/),
      })
    await expect(model.generate({ prompt: 'word '.repeat(500) })).rejects.toThrow(/leaves no room/)
    await model.close()
  })

  it('opens anew what failed to open, and lets go of everything at its end', async () => {
    const files = openModel(path, { encoder: true })
    const network = await loadNetwork(files, files.config)
    await files.close()
    const runtime = await openRuntime('onnx-cpu')
    let full = true
    let isOpen = true
    const model = ownModel({
      id: 'x',
      network,
      tokenizer: await loadTokenizer(path),
      runtime: {
        ...runtime,
        compile: async (graph, options) => {
          if (full) throw new Error('no memory')
          return runtime.compile(graph, options)
        },
        dispose: async () => {
          isOpen = false
          await runtime.dispose()
        },
      },
    })
    const pairs = [{ context: 'Tom has 3 apples and', continuation: ' buys 4 more.' }]
    await expect(model.score({ pairs })).rejects.toThrow('no memory')
    await expect(model.generate({ prompt: 'Tom has' })).rejects.toThrow('no memory')
    full = false
    expect((await model.score({ pairs }))[0]?.reason).toBeUndefined()
    full = true
    const failing = model.generate({ prompt: 'Tom has' })
    const closed = model.close?.()
    await expect(failing).rejects.toThrow('no memory')
    await closed
    expect(isOpen).toBe(false)
  })
})
