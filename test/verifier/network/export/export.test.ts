import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { seededRandom } from '../../../../src/core/statistics/random.js'
import { baseNameOf, exportAdapter } from '../../../../verifier/network/export/export.js'
import { readAdapter, writeAdapter } from '../../../../verifier/network/model/adapters/files.js'
import { loraOf } from '../../../../verifier/network/model/adapters/methods.js'
import { newBottleneck } from '../../../../verifier/network/model/adapters/new.js'
import { batchFeeds, packBatch } from '../../../../verifier/network/model/batch.js'
import { logitsGraph } from '../../../../verifier/network/model/graphs.js'
import { loadNetwork } from '../../../../verifier/network/model/parameters.js'
import { openOnnx } from '../../../../verifier/network/runtime/onnx.js'
import { integers } from '../../../../verifier/network/runtime/runtime.js'
import { loadTokenizer } from '../../../../verifier/network/tokenizer/load.js'
import { openModel } from '../../../../verifier/network/weights/model.js'
import { parseModelConfig } from '../../../../verifier/network/weights/model-config.js'
import { writeSafetensors } from '../../../../verifier/network/weights/safetensors.js'
import { parameterShapes } from '../../../../verifier/network/weights/shapes.js'
import { temporaryFolder } from '../../../helpers/folder.js'
import { nextToken } from '../../../helpers/llama-cpp.js'
import { tinyLlama } from '../../../helpers/tiny-llama.js'

const base = tinyLlama
const adapter = join(import.meta.dirname, '../train/fixtures/peft-end')
/** Logits of the reference implementations (transformers, PEFT) after the last token of `probe`. */
const trace = JSON.parse(readFileSync(join(adapter, '../peft-trace.json'), 'utf8')) as {
  probe: number[]
  baseLogits: number[]
  adaptedLogits: number[]
}
const logSoftmax = (logits: readonly number[]) => {
  const max = Math.max(...logits)
  const total = Math.log(logits.reduce((sum, x) => sum + Math.exp(x - max), 0)) + max
  return logits.map((x) => x - total)
}

let folder: string
beforeAll(() => {
  folder = temporaryFolder('export')
})

const llamaLogProbabilities = (model: string, lora?: string) => nextToken(model, trace.probe, lora)

function largestDifference(found: Map<number, number>, logits: readonly number[]): number {
  const expected = logSoftmax(logits)
  let worst = 0
  let compared = 0
  for (const [token, value] of found) {
    if ((expected[token] as number) < -12) continue // float32 probabilities say little there
    worst = Math.max(worst, Math.abs(value - (expected[token] as number)))
    compared++
  }
  expect(compared).toBeGreaterThan(20)
  return worst
}

describe('llama.cpp takes what is exported', () => {
  it('a merged model, and an adapter beside its base, as PEFT computes them', async () => {
    const merged = join(folder, 'merged.gguf')
    const plain = join(folder, 'plain.gguf')
    const lora = join(folder, 'lora.gguf')
    await exportAdapter({ adapter, base, format: 'gguf', type: 'F32', output: merged })
    await exportAdapter({ adapter: base, format: 'gguf', type: 'F32', output: plain })
    await exportAdapter({ adapter, base, format: 'gguf-lora', output: lora })
    expect(largestDifference(await llamaLogProbabilities(plain), trace.baseLogits)).toBeLessThan(1e-4)
    expect(largestDifference(await llamaLogProbabilities(merged), trace.adaptedLogits)).toBeLessThan(1e-4)
    expect(largestDifference(await llamaLogProbabilities(plain, lora), trace.adaptedLogits)).toBeLessThan(1e-4)
  })

  it('Qwen3 with its norms of queries and keys, as this network computes it', async () => {
    const model = join(folder, 'qwen3-model')
    cpSync(base, model, { recursive: true })
    const config = JSON.parse(readFileSync(join(base, 'config.json'), 'utf8')) as Record<string, unknown>
    const qwen3 = { ...config, architectures: ['Qwen3ForCausalLM'], model_type: 'qwen3', head_dim: 32 }
    writeFileSync(join(model, 'config.json'), JSON.stringify(qwen3))
    const random = seededRandom('qwen3')
    await writeSafetensors(
      join(model, 'model.safetensors'),
      [...parameterShapes(parseModelConfig(qwen3))].map(([name, shape]) => ({
        name,
        shape,
        type: 'F32' as const,
        data: Float32Array.from({ length: shape.reduce((x, y) => x * y, 1) }, () =>
          name.endsWith('norm.weight') ? 1 + 0.2 * random.normal() : 0.15 * random.normal(),
        ),
      })),
    )
    const output = join(folder, 'qwen3.gguf')
    await exportAdapter({ adapter: model, format: 'gguf', type: 'F32', output })
    const files = openModel(output)
    const runtime = await openOnnx()
    const program = await runtime.compile(logitsGraph(await loadNetwork(files, files.config)))
    const { probe } = trace
    const { expected: _, weights: __, ...feeds } = batchFeeds(packBatch([{ tokens: probe, weights: 1 }], probe.length))
    const { logits } = await program.run({ ...feeds, rows: integers([probe.length - 1], [1]) })
    const ours = [...((await logits?.read()) ?? [])].map(Number)
    expect(largestDifference(await llamaLogProbabilities(output), ours)).toBeLessThan(1e-4)
    await program.dispose()
    await runtime.dispose()
    await files.close()
  })

  it('F16, Q8_0 and Q4_0 files load, the closer the more bits', async () => {
    const errors: number[] = []
    for (const type of ['F16', 'Q8_0', 'Q4_0'] as const) {
      const output = join(folder, `${type}.gguf`)
      await exportAdapter({ adapter, base, format: 'gguf', type, output })
      errors.push(largestDifference(await llamaLogProbabilities(output), trace.adaptedLogits))
    }
    const [f16, q8, q4] = errors as [number, number, number]
    expect(f16).toBeLessThan(0.02)
    expect(q8).toBeLessThan(0.5)
    expect(f16 < q8 && q8 < q4).toBe(true)
  })
})

describe('exports read back here', () => {
  it('a GGUF gives the same tensors and the same tokenizer as its base', async () => {
    const path = join(folder, 'round.gguf')
    await exportAdapter({ adapter: base, format: 'gguf', type: 'F32', output: path })
    const before = openModel(base)
    const after = openModel(path)
    for (const name of before.tensors.keys()) expect(await after.floats(name)).toEqual(await before.floats(name))
    expect(after.config).toMatchObject({
      hidden_size: 64,
      num_key_value_heads: 2,
      head_dim: 16,
      tie_word_embeddings: true,
    })
    const [ours, theirs] = [await loadTokenizer(path), await loadTokenizer(base)]
    for (const text of ['Ann has 12 apples.', "it's  naïve\n\n\tx", '<|endoftext|> 你好', '']) {
      expect(ours.encode(text)).toEqual(theirs.encode(text))
    }
    await before.close()
    await after.close()
  })

  it('Qwen2 with its biases, Qwen3 with its norms and LLaMA 3 with its rope scaling come back from a GGUF as they went', async () => {
    const {
      model_type: _,
      architectures: __,
      ...plain
    } = JSON.parse(readFileSync(join(base, 'config.json'), 'utf8')) as Record<string, unknown>
    const llama3 = {
      rope_type: 'llama3',
      factor: 8,
      low_freq_factor: 1,
      high_freq_factor: 4,
      original_max_position_embeddings: 32,
    }
    // As published: transformers knows the rule, a GGUF only what comes of it.
    const published = { ...llama3, original_max_position_embeddings: 8192 }
    const variants = {
      qwen2: { ...plain, model_type: 'qwen2', tie_word_embeddings: false },
      qwen3: { ...plain, model_type: 'qwen3', head_dim: 24, attention_bias: true },
      llama3: {
        ...plain,
        model_type: 'llama',
        attention_bias: true,
        rope_parameters: { ...llama3, rope_theta: 500_000 },
      },
      published: {
        ...plain,
        model_type: 'llama',
        attention_bias: true,
        rope_parameters: { ...published, rope_theta: 500_000 },
      },
    }
    for (const [name, config] of Object.entries(variants)) {
      const model = join(folder, name)
      cpSync(base, model, { recursive: true })
      writeFileSync(join(model, 'config.json'), JSON.stringify(config))
      const random = seededRandom(name)
      const tensors = [...parameterShapes(parseModelConfig(config))].map(([tensor, shape]) => ({
        name: tensor,
        shape,
        type: 'F32' as const,
        data: Float32Array.from({ length: shape.reduce((x, y) => x * y, 1) }, random.normal),
      }))
      await writeSafetensors(join(model, 'model.safetensors'), tensors)
      const output = join(folder, `${name}.gguf`)
      await exportAdapter({ adapter: model, format: 'gguf', type: 'F32', output })
      const back = openModel(output)
      for (const { name: tensor, data } of tensors) expect(await back.floats(tensor)).toEqual(data)
      expect(back.config).toMatchObject({
        model_type: config.model_type,
        attention_bias: true,
        tie_word_embeddings: name !== 'qwen2',
      })
      const again = () =>
        exportAdapter({ adapter: output, format: 'safetensors', output: join(folder, `${name}-again`) })
      if (name === 'published') {
        expect(back.config.rope_scaling).toMatchObject(published)
        await again()
        const third = openModel(join(folder, 'published-again'))
        expect(third.config.rope_scaling).toMatchObject(published)
        await third.close()
      }
      if (name === 'llama3') {
        await expect(again()).rejects.toMatchObject({ code: 'unsupported' })
        const { rope_scaling: scaling } = back.config
        // Fast frequencies stay, slow ones are divided by 8, those between by something between.
        const factors = (scaling as { factors: number[] }).factors
        expect([factors[0], factors.at(-1)]).toEqual([1, 8])
        expect([...factors].sort((x, y) => x - y)).toEqual(factors)
        expect(back.config.rope_theta).toBe(500_000)
      }
      await back.close()
    }
  })

  it('merged safetensors are base plus adapter', async () => {
    const output = join(folder, 'merged')
    await exportAdapter({ adapter, base, format: 'safetensors', type: 'F32', output })
    const [before, after] = [openModel(base), openModel(output)]
    const pair = loraOf(await readAdapter(adapter)).pairs.get('model.layers.1.self_attn.v_proj')
    const name = 'model.layers.1.self_attn.v_proj.weight'
    const [was, is] = [await before.floats(name), await after.floats(name)]
    // Row 3, column 5 by hand: s = 8 / 4.
    let delta = 0
    for (let r = 0; r < 4; r++) delta += 2 * (pair?.b[3 * 4 + r] as number) * (pair?.a[r * 64 + 5] as number)
    expect(is[3 * 64 + 5]).toBeCloseTo((was[3 * 64 + 5] as number) + delta, 5)
    expect(await after.floats('model.norm.weight')).toEqual(await before.floats('model.norm.weight'))
    await before.close()
    await after.close()
  })

  it('says what is missing or does not fit', async () => {
    const output = join(folder, 'never.gguf')
    await expect(exportAdapter({ adapter, format: 'gguf', output })).rejects.toThrow(
      /base model of this adapter is not here/,
    )
    await expect(exportAdapter({ adapter: base, format: 'peft', output })).rejects.toMatchObject({
      code: 'configuration',
    })
    const opened = openModel(base)
    const network = await loadNetwork(opened, opened.config)
    await opened.close()
    const bottlenecks = join(folder, 'bottlenecks')
    await writeAdapter(bottlenecks, newBottleneck(network, { layout: 'pfeiffer', reduction: 16 }, Math.random), {
      base,
    })
    expect(baseNameOf({ adapter: bottlenecks })).toBe(base)
    await writeAdapter(bottlenecks, newBottleneck(network, { layout: 'pfeiffer', reduction: 16 }, Math.random))
    await expect(exportAdapter({ adapter: bottlenecks, format: 'gguf', output })).rejects.toThrow(/cannot be folded/)
    await expect(exportAdapter({ adapter, base, format: 'safetensors', type: 'Q4_0', output })).rejects.toMatchObject({
      code: 'configuration',
    })
  })
})
