import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readAdapterConfig } from '../../../../verifier/network/model/adapters/config.js'
import { readAdapter, writeAdapter } from '../../../../verifier/network/model/adapters/files.js'
import { networkFor } from '../../../../verifier/network/model/adapters/fit.js'
import { patternValue } from '../../../../verifier/network/model/adapters/lora-config.js'
import type { Adapter } from '../../../../verifier/network/model/adapters/methods.js'
import { batchFeeds, packBatch } from '../../../../verifier/network/model/batch.js'
import { logitsGraph } from '../../../../verifier/network/model/graphs.js'
import { loadNetwork, type Network } from '../../../../verifier/network/model/parameters.js'
import { openOnnx } from '../../../../verifier/network/runtime/onnx.js'
import { integers, type Runtime } from '../../../../verifier/network/runtime/runtime.js'
import { openModel } from '../../../../verifier/network/weights/model.js'
import { temporaryFolder } from '../../../helpers/folder.js'

/* Adapters of different making by PEFT (test/fixtures/adapters/make.py): the same logits here, or a refusal that names what they are. */

const folder = join(import.meta.dirname, '../../../fixtures/adapters')
const expected: { tokens: number[]; logits: Record<string, string> } = JSON.parse(
  readFileSync(join(folder, 'expected.json'), 'utf8'),
)

const REFUSED: Readonly<Record<string, RegExp>> = {
  pissa: /"pissa".*conversion/s,
  olora: /"olora".*conversion/s,
  alora: /aLoRA/,
  'lora-bias': /lora_bias/,
  'bias-all': /bias "all"/,
  'trainable-tokens': /trainable_token_indices/,
  'layer-replication': /several times/,
}
const names = Object.keys(expected.logits)

let runtime: Runtime
let base: Network
beforeAll(async () => {
  runtime = await openOnnx()
  const files = openModel(join(folder, '../parity/qwen2'))
  base = await loadNetwork(files, files.config)
  await files.close()
})
afterAll(() => runtime.dispose())

async function lastLogits(adapter: Adapter): Promise<Float32Array> {
  const { tokens } = expected
  const program = await runtime.compile(logitsGraph(networkFor(base, adapter), { adapter }))
  const { expected: _, weights, ...feeds } = batchFeeds(packBatch([{ tokens, weights: 1 }], tokens.length))
  const { logits } = await program.run({ ...feeds, rows: integers([tokens.length - 1], [1]) })
  const found = (await logits?.read()) as Float32Array // the graph's output is float32
  await program.dispose()
  return found
}

function largestDifference(found: Float32Array, name: string): number {
  const bytes = Buffer.from(expected.logits[name] ?? '', 'base64')
  const wanted = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length))
  expect(found.length).toBe(wanted.length)
  return Math.max(...wanted.map((value, i) => Math.abs(value - (found[i] ?? Number.NaN))))
}

describe('adapters of PEFT', () => {
  it.each(names.filter((name) => !(name in REFUSED)))(
    '%s: the logits are PEFT’s, and again after writing it',
    async (name) => {
      const adapter = await readAdapter(join(folder, name))
      expect(largestDifference(await lastLogits(adapter), name)).toBeLessThan(1e-4)
      const again = temporaryFolder('adapter')
      await writeAdapter(again, adapter)
      expect(largestDifference(await lastLogits(await readAdapter(again)), name)).toBeLessThan(1e-4)
      const saved = (path: string) =>
        JSON.parse(readFileSync(join(path, 'adapter_config.json'), 'utf8')) as Record<string, unknown>
      for (const key of ['peft_type', 'init_lora_weights'] as const)
        expect(saved(again)[key]).toEqual(saved(join(folder, name))[key])
    },
  )

  it.each(Object.entries(REFUSED))('%s is refused by name, with what to do', async (name, message) => {
    const refusal = readAdapter(join(folder, name))
    await expect(refusal).rejects.toThrow(message)
    await expect(refusal).rejects.toMatchObject({
      code: 'unsupported',
      remedy: expect.stringMatching(/merge|vLLM|PEFT/),
    })
  })
})

describe('forms that are whole and not run here', () => {
  const inner = {
    ...{ mh_adapter: false, output_adapter: true, reduction_factor: 16, non_linearity: 'relu' },
    ...{ original_ln_before: true, original_ln_after: true, is_parallel: false },
  }
  const tokens = { peft_type: 'PREFIX_TUNING', num_virtual_tokens: 4 }
  it.each([
    [{ config: { ...inner, is_parallel: true } }, /config\.is_parallel true, where false or null/, /seq_bn/],
    [{ config: { ...inner, inv_adapter: 'nice' } }, /config\.inv_adapter "nice"/, /library adapters/],
    [{ ...tokens, num_transformer_submodules: 2 }, /num_transformer_submodules 2, where 1/, /PEFT/],
  ])('are called unsupported, with what was found: %j', (config, found, remedy) => {
    const path = join(temporaryFolder('form'), 'adapter_config.json')
    writeFileSync(path, JSON.stringify(config))
    const read = () => readAdapterConfig(path)
    expect(read).toThrow(expect.objectContaining({ code: 'unsupported' }))
    expect(read).toThrow(found)
    expect(read).toThrow(remedy)
  })

  it('what is no form at all stays damage', () => {
    const path = join(temporaryFolder('form'), 'adapter_config.json')
    writeFileSync(path, JSON.stringify({ config: { ...inner, is_parallel: true, reduction_factor: 'much' } }))
    expect(() => readAdapterConfig(path)).toThrow(expect.objectContaining({ code: 'model-file' }))
  })

  it('a pickle of the library adapters is told how that library writes safetensors', async () => {
    const path = temporaryFolder('pickle')
    writeFileSync(join(path, 'pytorch_adapter.bin'), '')
    await expect(readAdapter(path)).rejects.toThrow('save_adapter(…, use_safetensors=True)')
  })
})

describe('patterns of ranks and alphas', () => {
  it('match as PEFT matches them: from a dot or the start, to the end, the first key first', () => {
    const module = 'model.layers.10.self_attn.q_proj'
    const value = (pattern: Record<string, number>) => patternValue(pattern, module)
    expect(value({ q_proj: 3 })).toBe(3)
    expect(value({ 'self_attn.q_proj': 3 })).toBe(3)
    expect(value({ proj: 3, 'attn.q_proj': 4 })).toBeUndefined()
    expect(value({ 'layers\\.1\\..*': 3, 'layers\\.\\d+\\..*': 4 })).toBe(4)
    expect(value({ 'q.proj': 3, q_proj: 4 })).toBe(3)
    expect(value({ '^model.*q_proj': 5 })).toBe(5)
  })

  it('refuse what Python reads otherwise, and an expression that never ends', () => {
    for (const key of ['(?P<a>q)_proj', '(?i)Q_proj', 'q_proj\\Z', 'q{,2}_proj', '('])
      expect(() => patternValue({ [key]: 1 }, 'model.q_proj')).toThrow(/pattern/)
    expect(() => patternValue({ '(a+)+b': 1 }, `model.${'a'.repeat(40)}`)).toThrow(/stopped after/)
  })
})
