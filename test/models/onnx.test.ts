import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { logProbabilities } from '../../src/models/onnx/softmax.js'
import { resolveModel } from '../../src/models/resolve.js'
import { exportAdapter } from '../../verifier/network/export/export.js'
import { temporaryFolder } from '../helpers/folder.js'
import { copyTinyLlama } from '../helpers/tiny-llama.js'
import { describeLanguageModel } from './conformance.js'

const folder = temporaryFolder('onnx-model')
const base = join(folder, 'base')
const model = join(folder, 'tiny')

beforeAll(async () => {
  copyTinyLlama(base)
  await exportAdapter({ adapter: base, format: 'onnx', output: model, precisions: ['fp32', 'int8'] })
})

describeLanguageModel('onnx: (random weights, trained tokenizer)', () => resolveModel(`onnx:${model}`), {
  generate: true,
  score: true,
  language: false,
  tooLong: { context: 'word '.repeat(200), continuation: 'end' },
  samplesOverhead: 1,
})

describe('onnx:', () => {
  const pairs = [
    { context: 'Tom has 3 apples and', continuation: ' buys 4 more.' },
    { context: 'Tom has 3 apples and', continuation: ' eats one of them.' },
    { context: 'Tom', continuation: ' has 3' },
    // Longer than one piece of 256 tokens.
    { context: 'Tom has 3 apples and eats one of them. '.repeat(9), continuation: 'He has 2 left.' },
  ]

  it('scores as our own network does on the same weights', async () => {
    const logs: number[][] = []
    for (const uri of [`onnx:${relative('.', model)}`, `own:${base}`, `onnx:${model}?dtype=q8`]) {
      const open = await resolveModel(uri)
      logs.push((await open.score({ pairs })).flatMap(({ tokens }) => tokens.map((token) => token.logProbability)))
      await open.close()
    }
    const [onnx, own, q8] = logs as [number[], number[], number[]]
    expect(onnx.length).toBeGreaterThan(20)
    expect(own.length).toBe(onnx.length)
    const furthest = (values: number[]) => Math.max(...values.map((value, i) => Math.abs(value - (onnx[i] as number))))
    expect(furthest(own)).toBeLessThan(1e-3)
    expect(furthest(q8)).toBeGreaterThan(1e-3)
    expect(furthest(q8)).toBeLessThan(2)
  })

  it('ends soon after an abort, and serves the next call', async () => {
    const open = await resolveModel(`onnx:${model}`)
    // Samples enough that none ends the call early by drawing the end of the text.
    const controller = new AbortController()
    const running = open.generate({ prompt: 'Tom', n: 1000, maxTokens: 400, temperature: 1, signal: controller.signal })
    setTimeout(() => controller.abort(), 20)
    await expect(running).rejects.toMatchObject({ code: 'aborted' })
    expect(await open.generate({ prompt: 'Tom', maxTokens: 2 })).toHaveLength(1)
    await open.close()
  })

  it('names what it cannot open', async () => {
    const empty = join(folder, 'empty')
    mkdirSync(empty)
    const broken = join(folder, 'broken')
    cpSync(model, broken, { recursive: true })
    writeFileSync(join(broken, 'onnx/model.onnx'), 'no model')
    await expect(resolveModel(`onnx:${folder}/absent`)).rejects.toMatchObject({ code: 'configuration' })
    await expect(resolveModel(`onnx:${empty}`)).rejects.toMatchObject({ code: 'model-file', found: 'none of them' })
    await expect(resolveModel(`onnx:${model}?dtype=fp16`)).rejects.toMatchObject({ code: 'model-file' })
    await expect(resolveModel(`onnx:${model}?dtype=q3`)).rejects.toMatchObject({ code: 'configuration' })
    await expect(resolveModel(`onnx:${broken}`)).rejects.toMatchObject({ code: 'model-file' })
  })
})

describe('log-probabilities', () => {
  const logits = Float32Array.from([0, Math.log(2), Math.log(5), Number.NEGATIVE_INFINITY])

  it('gives log-probabilities of the whole distribution, NaN where a logit is NaN', () => {
    expect(logProbabilities(logits, [0, 2]).map(Math.exp)).toEqual([expect.closeTo(1 / 8), expect.closeTo(5 / 8)])
    expect(logProbabilities(Float32Array.from([1, Number.NaN, 2]), [0])).toEqual([Number.NaN])
    expect(logProbabilities(Float32Array.from([1, 2]), [7])).toEqual([Number.NaN])
  })
})
