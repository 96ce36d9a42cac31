import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { adapterConsumers } from '../../../../verifier/network/export/consumers.js'
import { readAdapter, writeAdapter } from '../../../../verifier/network/model/adapters/files.js'
import { loraOf } from '../../../../verifier/network/model/adapters/methods.js'
import { temporaryFolder } from '../../../helpers/folder.js'

/** Written by PEFT (test/verifier/network/train/fixtures/make-peft-trace.py). */
const fixture = join(import.meta.dirname, '../train/fixtures/peft-end')

let folder: string
beforeAll(() => {
  folder = temporaryFolder('adapter')
})

const edited = (name: string, edit: (config: Record<string, unknown>) => void) => {
  const path = join(folder, name)
  cpSync(fixture, path, { recursive: true })
  const config = JSON.parse(readFileSync(join(path, 'adapter_config.json'), 'utf8')) as Record<string, unknown>
  edit(config)
  writeFileSync(join(path, 'adapter_config.json'), JSON.stringify(config))
  return path
}

describe('PEFT adapters', () => {
  it('reads what PEFT wrote', async () => {
    const { options, pairs, saved } = loraOf(await readAdapter(fixture))
    expect(options).toMatchObject({ rank: 4, alpha: 8, dropout: 0, rsLora: false })
    expect([...pairs.keys()].sort()).toEqual(
      [0, 1].flatMap((layer) => ['q_proj', 'v_proj'].map((name) => `model.layers.${layer}.self_attn.${name}`)),
    )
    const query = pairs.get('model.layers.0.self_attn.q_proj')
    expect([query?.a.length, query?.b.length]).toEqual([4 * 64, 64 * 4])
    expect(saved.size).toBe(0)
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('refuses a weight that is %s, by its name', async (value) => {
    const path = edited(`not-finite-${value}`, () => {})
    const file = join(path, 'adapter_model.safetensors')
    const bytes = readFileSync(file)
    bytes.writeFloatLE(value, bytes.length - 4)
    writeFileSync(file, bytes)
    await expect(readAdapter(path)).rejects.toMatchObject({
      code: 'model-file',
      message: expect.stringMatching(/lora_[AB]\.weight" holds a value that is no number/),
    })
  })

  it('writes the very tensors that PEFT writes, and its classic keys', async () => {
    const path = join(folder, 'written')
    await writeAdapter(path, loraOf(await readAdapter(fixture)), { base: 'tiny' })
    expect(readFileSync(join(path, 'adapter_model.safetensors'))).toEqual(
      readFileSync(join(fixture, 'adapter_model.safetensors')),
    )
    const ours = JSON.parse(readFileSync(join(path, 'adapter_config.json'), 'utf8')) as Record<string, unknown>
    const theirs = JSON.parse(readFileSync(join(fixture, 'adapter_config.json'), 'utf8')) as Record<string, unknown>
    expect(ours.target_modules).toEqual((theirs.target_modules as string[]).sort())
    for (const key of ['r', 'lora_alpha', 'bias', 'peft_type', 'task_type', 'use_rslora', 'modules_to_save']) {
      expect(ours[key]).toEqual(theirs[key])
    }
    expect(Object.keys(ours).filter((key) => !(key in theirs))).toEqual([])
  })

  it('keeps rank and alpha patterns, rsLoRA and whole modules', async () => {
    const edit = edited('patterns', (config) => {
      config.alpha_pattern = { 'layers.1.self_attn.q_proj': 32 }
      config.use_rslora = true
    })
    const adapter = loraOf(await readAdapter(edit))
    expect(adapter.pairs.get('model.layers.1.self_attn.q_proj')?.alpha).toBe(32)
    expect(adapter.pairs.get('model.layers.0.self_attn.q_proj')?.alpha).toBe(8)
    adapter.saved.set('model.norm.weight', { shape: [64], data: new Float32Array(64).fill(2) })
    const path = join(folder, 'again')
    await writeAdapter(path, adapter)
    // The whole path: PEFT would take `norm` for every module whose name ends so.
    const written = JSON.parse(readFileSync(join(path, 'adapter_config.json'), 'utf8')) as Record<string, unknown>
    expect(written.modules_to_save).toEqual(['model.norm'])
    const back = loraOf(await readAdapter(path))
    expect(back.pairs).toEqual(adapter.pairs)
    expect(back.saved).toEqual(adapter.saved)
    expect(back.options.rsLora).toBe(true)
  })

  it('names only the modules it has where layers differ', async () => {
    const adapter = loraOf(await readAdapter(fixture))
    adapter.pairs.delete('model.layers.0.self_attn.q_proj')
    const path = join(folder, 'uneven')
    await writeAdapter(path, adapter)
    const { target_modules } = JSON.parse(readFileSync(join(path, 'adapter_config.json'), 'utf8')) as {
      target_modules: string[]
    }
    expect(target_modules.sort()).toEqual([...adapter.pairs.keys()].sort())
  })

  it('refuses pickles, biases, settings of another method, and DoRA without magnitudes', async () => {
    const pickled = join(folder, 'pickled')
    cpSync(fixture, pickled, { recursive: true })
    rmSync(join(pickled, 'adapter_model.safetensors'))
    writeFileSync(join(pickled, 'adapter_model.bin'), '')
    await expect(readAdapter(pickled)).rejects.toMatchObject({ code: 'unsupported' })
    for (const change of [{ bias: 'all' }, { peft_type: 'IA3' }, { peft_type: 'VERA' }]) {
      const path = edited(`refused-${Object.values(change)}`, (config) => Object.assign(config, change))
      await expect(readAdapter(path)).rejects.toMatchObject({ code: 'unsupported' })
    }
    const dora = edited('dora', (config) => Object.assign(config, { use_dora: true }))
    await expect(readAdapter(dora)).rejects.toMatchObject({ code: 'model-file', expected: 'a lora_magnitude_vector' })
    const wrong = edited('wrong', (config) => Object.assign(config, { r: -1, lora_alpha: 'x' }))
    await expect(readAdapter(wrong)).rejects.toThrow(/r: .*lora_alpha: /s)
  })

  it('never writes a value that is not finite', async () => {
    const adapter = loraOf(await readAdapter(fixture))
    ;(adapter.pairs.get('model.layers.0.self_attn.v_proj')?.b as Float32Array)[3] = Number.NaN
    await expect(writeAdapter(join(folder, 'nan'), adapter)).rejects.toMatchObject({ code: 'numeric' })
    expect(() => readFileSync(join(folder, 'nan', 'adapter_model.safetensors'))).toThrow()
  })

  it('says who will take it', async () => {
    const adapter = loraOf(await readAdapter(fixture))
    const takes = () => Object.fromEntries(adapterConsumers(adapter).map(({ consumer, takes }) => [consumer, takes]))
    const libraries = { peft: true, adapters: false }
    expect(takes()).toEqual({ ...libraries, vllm: true, 'llama.cpp': true, ollama: true })
    const pair = adapter.pairs.get('model.layers.0.self_attn.q_proj')
    if (pair) pair.rank = 64
    const vllm = () => adapterConsumers(adapter).find(({ consumer }) => consumer === 'vllm')
    expect(vllm()?.notes).toEqual(['start the server with --max-lora-rank 64'])
    adapter.saved.set('lm_head.weight', { shape: [1, 1], data: new Float32Array(1) })
    expect(takes()).toEqual({ ...libraries, vllm: false, 'llama.cpp': false, ollama: false })
    expect(vllm()?.reasons[0]).toContain('lm_head.weight')
    // An advice that `export` would refuse.
    expect(JSON.stringify(adapterConsumers(adapter))).not.toContain('gguf-lora')
  })
})
