import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type ExportPerplexity, exportPerplexities } from '../../src/commands/export-perplexity.js'
import { type ExportOptions, exportAdapter } from '../../verifier/network/export/export.js'
import { temporaryFolder } from '../helpers/folder.js'
import { tinyLlama } from '../helpers/tiny-llama.js'

const base = tinyLlama
const adapter = join(import.meta.dirname, '../verifier/network/train/fixtures/peft-end')
const folder = temporaryFolder('export-perplexity')

const text = join(folder, 'text.ndjson')
const sentences = ['Ann has 12 apples and eats 5.', 'Seven are left.', 'Ben buys 3 pens.']
writeFileSync(text, sentences.map((one) => `${JSON.stringify({ text: one })}\n`).join(''))

async function perplexitiesOf(options: Partial<ExportOptions> & Pick<ExportOptions, 'format' | 'output'>) {
  const written = await exportAdapter({ adapter, base, ...options })
  return exportPerplexities({ adapter, base, text }, written)
}
const changeOf = ({ change }: ExportPerplexity) => change as number

describe('exportPerplexities', () => {
  it('prints what ONNX in each precision costs: nothing in fp32, something in int8, more in 4 bits', async () => {
    const found = await perplexitiesOf({
      format: 'onnx',
      output: join(folder, 'onnx'),
      precisions: ['fp32', 'int8', 'q4'],
    })
    const [trained, fp32, int8, q4] = found as [ExportPerplexity, ExportPerplexity, ExportPerplexity, ExportPerplexity]
    expect(found.length).toBe(4)
    expect(trained.model).toBe(`own:${base}?adapter=${adapter}`)
    expect(trained.change).toBeNull()
    expect(Math.abs(changeOf(fp32))).toBeLessThan(1e-5)
    expect(Math.abs(changeOf(int8))).toBeGreaterThan(1e-6)
    expect(Math.abs(changeOf(int8))).toBeLessThan(0.05)
    expect(Math.abs(changeOf(q4))).toBeGreaterThan(Math.abs(changeOf(int8)))
  })

  it('asks llama.cpp where a GGUF was written, and says why nothing is measured where no engine can be asked', async () => {
    const found = await perplexitiesOf({ format: 'gguf', output: join(folder, 'merged.gguf'), type: 'F32' })
    expect(found.map(({ model }) => model)).toEqual([
      `own:${base}?adapter=${adapter}`,
      `gguf:${join(folder, 'merged.gguf')}`,
    ])
    expect(Math.abs(changeOf(found[1] as ExportPerplexity))).toBeLessThan(1e-3)

    const gone = await exportAdapter({ adapter, base, format: 'safetensors', output: join(folder, 'gone') })
    rmSync(join(folder, 'gone'), { recursive: true })
    const [, missing] = await exportPerplexities({ adapter, base, text }, gone)
    expect(missing).toMatchObject({ perplexity: null, change: null, reason: expect.stringContaining('gone') })
  })
})
