import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { loadNetwork } from '../../../../verifier/network/model/parameters.js'
import { openModel, openRewardModel } from '../../../../verifier/network/weights/model.js'
import { contextLength, parseModelConfig } from '../../../../verifier/network/weights/model-config.js'
import {
  openSafetensors,
  type TensorToWrite,
  writeSafetensors,
} from '../../../../verifier/network/weights/safetensors.js'
import { temporaryFolder } from '../../../helpers/folder.js'

/* What a model file says that this network would not do: refused by name, each with a remedy of its own. */

const parity = join(import.meta.dirname, '../../../fixtures/parity')
const folder = temporaryFolder('refusals')

let tensors: TensorToWrite[]
beforeAll(async () => {
  const source = openSafetensors(join(parity, 'qwen2/model.safetensors'))
  tensors = []
  for (const { name, shape } of source.tensors.values())
    tensors.push({ name, shape, type: 'F32', data: await source.floats(name) })
  await source.close()
})

const zeros = (name: string, shape: number[]): TensorToWrite => ({
  name,
  shape,
  type: 'F32',
  data: new Float32Array(shape.reduce((a, b) => a * b, 1)),
})

let made = 0
/** A copy of the tiny Qwen2 with another configuration, and tensors more or fewer. */
async function variant(
  change: Record<string, unknown>,
  { more = [], less = /$^/ }: { more?: TensorToWrite[]; less?: RegExp } = {},
): Promise<string> {
  const path = join(folder, String(made++))
  mkdirSync(path)
  cpSync(join(parity, 'qwen2/config.json'), join(path, 'config.json'))
  const config = JSON.parse(readFileSync(join(path, 'config.json'), 'utf8')) as Record<string, unknown>
  writeFileSync(join(path, 'config.json'), JSON.stringify({ ...config, ...change }))
  await writeSafetensors(join(path, 'model.safetensors'), [...tensors.filter(({ name }) => !less.test(name)), ...more])
  return path
}

describe('a model that is more, or something else, than a language model', () => {
  it.each([
    ['Qwen2ForSequenceClassification', /no language model.*score\.weight.*prm=/s],
    ['Qwen2ForTokenClassification', /no language model.*prm=/s],
    ['Qwen2ForProcessRewardModel', /no language model.*Qwen2ForProcessRewardModel/s],
  ])('%s is named, and how to use it', async (architecture, message) => {
    const path = await variant({ architectures: [architecture] }, { more: [zeros('score.weight', [2, 24])] })
    expect(() => openModel(path)).toThrow(message)
    const { head, close } = openRewardModel(path)
    expect(head).toMatchObject({ architecture, outputs: 2 })
    await close()
  })

  it('a value head beside the vocabulary is not dropped in silence', async () => {
    const path = await variant(
      {},
      { more: [zeros('v_head.summary.weight', [1, 24]), zeros('v_head.summary.bias', [1])] },
    )
    expect(() => openModel(path)).toThrow(/no language model.*v_head\.summary\.weight/s)
    const { head, tensors: read, close } = openRewardModel(path)
    expect(head.layers).toEqual([{ weight: 'v_head.summary.weight', bias: 'v_head.summary.bias', shape: [1, 24] }])
    expect(read.has('lm_head.weight')).toBe(false)
    await close()
  })

  it('a bare decoder and a class of another family are told apart', async () => {
    const bare = await variant({ architectures: ['Qwen2Model'] })
    expect(() => openModel(bare)).toThrow(/Qwen2Model.*without a head/s)
    const other = await variant({ architectures: ['Qwen2VLForConditionalGeneration'] })
    expect(() => openModel(other)).toThrow(/Qwen2VL.*expected: Qwen2ForCausalLM/s)
  })

  it('heads whose layers do not follow one another are refused', async () => {
    const change = { architectures: ['Qwen2ForProcessRewardModel'] }
    const path = await variant(change, { more: [zeros('score.0.weight', [8, 24]), zeros('score.2.weight', [2, 9])] })
    expect(() => openRewardModel(path)).toThrow(/score\.2\.weight.*expected: \[n, 8\]/s)
    expect(() => openRewardModel(join(parity, 'qwen2'))).toThrow(/no head/)
  })
})

describe('tensors', () => {
  it.each([
    [zeros('model.layers.0.self_attn.q_norm.weight', [6]), /q_norm.*norms/s],
    [zeros('model.layers.1.mlp.up_proj.bias', [32]), /up_proj\.bias.*biases/s],
    [zeros('model.layers.0.mlp.experts.0.up_proj.weight', [32, 24]), /experts.*mixture/s],
    [zeros('model.layers.0.mlp.up_proj.weight_scale_inv', [1, 1]), /weight_scale_inv.*quantization/s],
    [zeros('model.layers.0.self_attn.q_proj.lora_A.weight', [2, 24]), /lora_A.*merge/s],
    [zeros('model.layers.2.input_layernorm.weight', [24]), /layers\.2\.input/],
  ])('one too many is named: %j', async (tensor, message) => {
    const path = await variant({}, { more: [tensor] })
    expect(() => openModel(path)).toThrow(message)
  })

  it('buffers of older files are passed by', async () => {
    const path = await variant({}, { more: [zeros('model.layers.0.self_attn.rotary_emb.inv_freq', [3])] })
    await openModel(path).close()
  })

  it('an untied head that is not there is no damaged file', async () => {
    const path = await variant({ tie_word_embeddings: false })
    expect(() => openModel(path)).toThrow(/lm_head\.weight is missing.*tie_word_embeddings/s)
  })

  it('a tied head that is another matrix contradicts the configuration; the same one does not', async () => {
    const embeddings = tensors.find(({ name }) => name === 'model.embed_tokens.weight') as TensorToWrite
    const load = async (more: TensorToWrite[]) => {
      const files = openModel(await variant({}, { more }))
      return loadNetwork(files, files.config)
    }
    await load([{ ...embeddings, name: 'lm_head.weight' }])
    await expect(load([zeros('lm_head.weight', [32, 24])])).rejects.toThrow(/lm_head\.weight is not the embeddings/)
  })

  it('8-bit floats are a type that is not read, not a damaged file', async () => {
    const path = await variant({})
    const file = join(path, 'model.safetensors')
    writeFileSync(file, readFileSync(file).toString('latin1').replace('"F32"', '"F8_E4M3"'), 'latin1')
    const refused = () => openModel(path)
    expect(refused).toThrow()
    const bytes = Buffer.from(JSON.stringify({ a: { dtype: 'F8_E4M3', shape: [4], data_offsets: [0, 4] } }).padEnd(64))
    const length = Buffer.alloc(8)
    length.writeBigUInt64LE(BigInt(bytes.length))
    writeFileSync(file, Buffer.concat([length, bytes, Buffer.alloc(4)]))
    expect(refused).toThrow(/F8_E4M3.*bfloat16/s)
  })
})

describe('configurations', () => {
  const config = () => JSON.parse(readFileSync(join(parity, 'qwen2/config.json'), 'utf8')) as Record<string, unknown>
  it.each([
    [{ quantization_config: { quant_method: 'fp8' } }, /quantized by "fp8".*without quantization/s],
    [{ partial_rotary_factor: 0.5 }, /partial_rotary_factor 0\.5/],
    [{ rope_parameters: { rope_type: 'proportional', factor: 4 } }, /rotary scaling "proportional".*gguf:/s],
    [{ layer_types: ['full_attention'] }, /layer_types: 1 for 2 layers/],
    [{ layer_types: ['linear_attention', 'full_attention'] }, /layer_types/],
    [{ layer_types: ['sliding_attention', 'full_attention'] }, /no sliding_window/],
  ])('%j is refused by name', (change, message) => {
    expect(() => parseModelConfig({ ...config(), ...change })).toThrow(message)
  })

  const of = (name: string) => JSON.parse(readFileSync(join(parity, name, 'config.json'), 'utf8'))
  it.each([
    ['gemma3', { final_logit_softcapping: 30 }, /final_logit_softcapping 30.*gguf:/s],
    ['gemma3', { use_bidirectional_attention: true }, /use_bidirectional_attention true/],
    ['gemma3', { hidden_activation: 'gelu' }, /hidden_act/],
    ['gpt2', { scale_attn_by_inverse_layer_idx: true }, /scale_attn_by_inverse_layer_idx/],
    ['gpt2', { activation_function: 'silu' }, /hidden_act: silu, not gelu_new/],
    ['smollm3', { no_rope_layers: [1, 0] }, /no_rope_layers: 2 for 4 layers/],
    ['phi3-long', { partial_rotary_factor: 1, rope_parameters: null }, undefined],
    ['phi3-long', { hidden_size: 48 }, /short_factor: 3 for 6 frequencies/],
    ['llama2', { hidden_act: 'gelu_new' }, /hidden_act: gelu_new, not silu/],
  ])('%s with %j', (name, change, message) => {
    const parse = () => parseModelConfig({ ...of(name), ...change })
    if (message === undefined) expect(parse().rope_scaling).toBeNull()
    else expect(parse).toThrow(message)
  })

  it('LongRoPE runs up to the window that was trained, the others as far as they promise', () => {
    expect(contextLength(parseModelConfig(of('phi3-long')))).toBe(32)
    expect(contextLength(parseModelConfig(of('phi3')))).toBe(64)
  })

  it('a window that is not used is none, and LLaMA has none', () => {
    const window = { sliding_window: 5, max_window_layers: 1, layer_types: null }
    expect(parseModelConfig({ ...config(), ...window, use_sliding_window: false }).sliding_window).toBeNull()
    expect(parseModelConfig({ ...config(), ...window, model_type: 'llama' }).sliding_window).toBeNull()
    expect(parseModelConfig({ ...config(), ...window, use_sliding_window: true }).layer_types).toEqual([
      'full_attention',
      'sliding_attention',
    ])
    // Mistral's own default.
    const { sliding_window: _, ...plain } = config()
    expect(parseModelConfig({ ...plain, model_type: 'mistral' }).sliding_window).toBe(4096)
  })
})
