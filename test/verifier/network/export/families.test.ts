import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { at } from '../../../../src/core/absence.js'
import { seededRandom } from '../../../../src/core/statistics/random.js'
import { exportAdapter } from '../../../../verifier/network/export/export.js'
import { readAdapter, writeAdapter } from '../../../../verifier/network/model/adapters/files.js'
import type { LoraAdapter } from '../../../../verifier/network/model/adapters/lora.js'
import type { Adapter } from '../../../../verifier/network/model/adapters/methods.js'
import { newLora } from '../../../../verifier/network/model/adapters/new.js'
import { batchFeeds, packBatch } from '../../../../verifier/network/model/batch.js'
import { logitsGraph } from '../../../../verifier/network/model/graphs.js'
import { loadNetwork, type Network } from '../../../../verifier/network/model/parameters.js'
import { openOnnx } from '../../../../verifier/network/runtime/onnx.js'
import { integers, type Runtime } from '../../../../verifier/network/runtime/runtime.js'
import { inFileNames } from '../../../../verifier/network/weights/file-names.js'
import { openModel } from '../../../../verifier/network/weights/model.js'
import { parseModelConfig, toConfigJson } from '../../../../verifier/network/weights/model-config.js'
import { writeSafetensors } from '../../../../verifier/network/weights/safetensors.js'
import { parameterShapes } from '../../../../verifier/network/weights/shapes.js'
import { temporaryFolder } from '../../../helpers/folder.js'
import { nextToken } from '../../../helpers/llama-cpp.js'
import { tinyLlama } from '../../../helpers/tiny-llama.js'

/* A network of each family as a GGUF and beside a LoRA in llama.cpp, against ours; and read back. Logits against transformers: parity.test.ts. */

const { hidden_size, intermediate_size, vocab_size, max_position_embeddings } = JSON.parse(
  readFileSync(join(tinyLlama, 'config.json'), 'utf8'),
) as Record<string, unknown>
const shape = {
  ...{ hidden_size, intermediate_size, vocab_size, max_position_embeddings, bos_token_id: 0, eos_token_id: 0 },
  num_hidden_layers: 2,
  num_attention_heads: 4,
  num_key_value_heads: 2,
}
const long = { rope_type: 'longrope', short_factor: [1, 1.1, 1.3, 1.4, 1.5, 1.6], long_factor: [1, 2, 3, 4, 5, 6] }
const families = {
  gemma3: {
    ...{ ...shape, model_type: 'gemma3_text', num_hidden_layers: 6, head_dim: 32, query_pre_attn_scalar: 32 },
    ...{ sliding_window: 5, rope_scaling: { rope_type: 'linear', factor: 8 } },
  },
  phi3: { ...shape, model_type: 'phi3', tie_word_embeddings: false },
  'phi3-long': {
    ...{ ...shape, model_type: 'phi3', tie_word_embeddings: true, partial_rotary_factor: 0.75 },
    // llama.cpp goes by the context that is opened, here up to 256 tokens.
    ...{ original_max_position_embeddings: 512, max_position_embeddings: 1024, rope_scaling: long },
  },
  smollm3: { ...shape, model_type: 'smollm3', num_hidden_layers: 4 },
  olmo2: { ...shape, model_type: 'olmo2', tie_word_embeddings: false },
  granite: {
    ...{ ...shape, model_type: 'granite', tie_word_embeddings: true, embedding_multiplier: 12 },
    ...{ attention_multiplier: 0.3, residual_multiplier: 0.22, logits_scaling: 2 },
  },
  gpt2: { ...shape, model_type: 'gpt2', num_key_value_heads: 4 },
}
/** llama.cpp reads GELU off a table of float16. */
const NEAR = { gemma3: 3e-3, gpt2: 3e-3 } as Partial<Record<string, number>>
const names = Object.keys(families) as (keyof typeof families)[]
const probe = [17, 45, 99, 260, 31, 8, 120, 301, 77, 5, 64, 200]

let folder: string
let runtime: Runtime
beforeAll(async () => {
  folder = temporaryFolder('families')
  runtime = await openOnnx()
})
afterAll(() => runtime.dispose())

/** A folder with a random network whose every part matters. */
async function modelOf(name: keyof typeof families): Promise<string> {
  const config = parseModelConfig(families[name])
  // llama.cpp looks for tokens of Phi-3's own where the name of a model says phi3.
  const path = join(folder, `model-${names.indexOf(name)}`)
  cpSync(tinyLlama, path, { recursive: true })
  writeFileSync(join(path, 'config.json'), JSON.stringify(toConfigJson(config)))
  const random = seededRandom(name)
  const tensors = [...parameterShapes(config)].map(([tensor, size]) => {
    const centre = tensor.endsWith('norm.weight') && name !== 'gemma3' ? 1 : 0
    const data = Float32Array.from({ length: size.reduce((a, b) => a * b, 1) }, () => centre + 0.15 * random.normal())
    return { name: tensor, shape: size, type: 'F32' as const, data }
  })
  await writeSafetensors(join(path, 'model.safetensors'), inFileNames(config, tensors))
  return path
}

async function load(path: string): Promise<Network> {
  const files = openModel(path)
  const network = await loadNetwork(files, files.config)
  await files.close()
  return network
}

/** log p of every token after the probe. */
async function ours(network: Network, adapter?: Adapter): Promise<number[]> {
  const program = await runtime.compile(logitsGraph(network, { adapter }))
  const { expected: _, weights: __, ...feeds } = batchFeeds(packBatch([{ tokens: probe, weights: 1 }], probe.length))
  const { logits } = await program.run({ ...feeds, rows: integers([probe.length - 1], [1]) })
  const found = [...((await logits?.read()) ?? [])].map(Number)
  await program.dispose()
  const total = Math.log(found.reduce((sum, x) => sum + Math.exp(x), 0))
  return found.map((x) => x - total)
}

function furthest(found: ReadonlyMap<number, number>, expected: readonly number[]): number {
  const likely = [...found].filter(([token]) => at(expected, token) > -12)
  expect(likely.length).toBeGreaterThan(20)
  return Math.max(...likely.map(([token, value]) => Math.abs(value - at(expected, token))))
}

/** A LoRA that changes something. */
function lora(network: Network): LoraAdapter {
  const random = seededRandom('lora')
  const adapter = newLora(network, { rank: 3, alpha: 6, targetModules: 'all-linear' }, random.uniform)
  for (const pair of adapter.pairs.values()) pair.b = pair.b.map(() => 0.1 * random.normal())
  return adapter
}

describe.each(names)('%s', (name) => {
  it('is the same in llama.cpp, alone and beside a LoRA, and comes back from its GGUF', async () => {
    const model = await modelOf(name)
    const gguf = join(folder, `${name}.gguf`)
    await exportAdapter({ adapter: model, format: 'gguf', type: 'F32', output: gguf })
    const network = await load(model)
    const plain = await ours(network)
    const near = NEAR[name] ?? 1e-4
    expect(furthest(await nextToken(gguf, probe), plain)).toBeLessThan(near)
    const back = await ours(await load(gguf))
    expect(Math.max(...back.map((x, i) => Math.abs(x - at(plain, i))))).toBeLessThan(1e-5)

    const adapter = lora(network)
    const [peft, file] = [join(folder, `${name}-peft`), join(folder, `${name}-lora.gguf`)]
    await writeAdapter(peft, adapter)
    const read = await readAdapter(peft)
    const adapted = await ours(network, adapter)
    expect(await ours(network, read)).toEqual(adapted)
    await exportAdapter({ adapter: peft, base: model, format: 'gguf-lora', output: file })
    expect(furthest(await nextToken(gguf, probe, file), adapted)).toBeLessThan(near)
    expect(Math.max(...adapted.map((x, i) => Math.abs(x - at(plain, i))))).toBeGreaterThan(0.01)
  })
})
