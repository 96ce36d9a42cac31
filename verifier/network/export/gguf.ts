import { RationaleError } from '../../../src/core/errors.js'
import type { TextTokenizer } from '../../../src/models/tokenizer.js'
import { bringsHead, headOf } from '../model/adapters/fit.js'
import { type LoraAdapter, loraScale } from '../model/adapters/lora.js'
import { familyOf } from '../weights/families.js'
import { TENSOR_FORMATS } from '../weights/formats/tensor-types.js'
import { ggufShift, isPermuted, permuteRows, reorderRows, toGgufName } from '../weights/gguf-names.js'
import { type GgufField, type GgufTensorToWrite, writeGguf } from '../weights/gguf-write.js'
import type { ModelFiles } from '../weights/model.js'
import type { ModelConfig } from '../weights/model-config.js'
import { ropeTensors } from '../weights/rope-factors.js'
import { type GgufFileType, ggufArchitecture, modelMetadata, tokenizerMetadata } from './gguf-metadata.js'

/**
 * A model as one GGUF file, one tensor in memory at a time. Matrices take `type` (embeddings too), norms and biases stay float32; a matrix whose
 * rows are no whole number of blocks stays F16.
 */
export async function writeGgufModel(
  path: string,
  model: ModelFiles,
  tokenizer: TextTokenizer,
  type: GgufFileType,
  name: string,
): Promise<void> {
  const { config } = model
  const family = familyOf(config)
  const order = permuteRows(config.head_dim)
  const tensors: GgufTensorToWrite[] = []
  for (const info of model.tensors.values()) {
    const ggufName = toGgufName(info.name, family)
    if (ggufName === undefined) continue
    const columns = info.shape.at(-1) as number
    const whole = columns % TENSOR_FORMATS[type].blockSize === 0
    tensors.push({
      name: ggufName,
      shape: info.shape,
      type: info.shape.length === 1 ? 'F32' : whole ? type : 'F16',
      async data() {
        const values = await model.floats(info.name)
        const shift = ggufShift(family, info.name)
        if (shift !== 0) return values.map((value) => value - shift)
        return isPermuted(family, info.name)
          ? reorderRows(values, info.shape.length === 1 ? 1 : columns, order)
          : values
      },
    })
  }
  for (const [name, factors] of ropeTensors(config))
    tensors.push({ name: `${name}.weight`, shape: [factors.length], type: 'F32', data: () => factors })
  const metadata = new Map([...modelMetadata(config, name, type), ...tokenizerMetadata(tokenizer, config)])
  await writeGguf(path, metadata, tensors)
}

/**
 * A LoRA adapter as llama.cpp takes it beside its base (`--lora FILE`).
 *
 * llama.cpp scales by alpha / rank with one alpha for all: rsLoRA's sqrt(rank) goes into alpha, and a layer whose scale differs has the
 * difference in its B.
 *
 * @throws RationaleError `unsupported` where it carries whole modules, which llama.cpp does not take.
 */
export async function writeGgufAdapter(path: string, adapter: LoraAdapter, config: ModelConfig): Promise<void> {
  if (adapter.saved.size > 0) {
    // Merged it would be no language model either.
    const head = headOf(adapter)
    if (head !== undefined) throw bringsHead(head)
    throw new RationaleError('unsupported', 'llama.cpp takes no adapter with whole modules', {
      found: [...adapter.saved.keys()].join(', '),
      remedy: 'export --format gguf, which merges them into the model',
    })
  }
  if (adapter.options.dora)
    throw new RationaleError('unsupported', 'llama.cpp knows no DoRA', {
      remedy: 'export --format gguf, which merges it into the model',
    })
  const family = familyOf(config)
  const order = permuteRows(config.head_dim)
  const first = adapter.pairs.values().next().value
  const { rsLora } = adapter.options
  const alpha = first ? loraScale(first, rsLora) * first.rank : 1
  const metadata = new Map<string, GgufField>([
    ['general.architecture', { type: 'string', value: ggufArchitecture(config) }],
    ['general.type', { type: 'string', value: 'adapter' }],
    ['adapter.type', { type: 'string', value: 'lora' }],
    ['adapter.lora.alpha', { type: 'f32', value: alpha }],
  ])
  const tensors: GgufTensorToWrite[] = []
  for (const [module, pair] of adapter.pairs) {
    const name = toGgufName(`${module}.weight`, family)
    if (name === undefined)
      throw new RationaleError('unsupported', `llama.cpp has no name for ${JSON.stringify(module)}`)
    const { rank, a, b } = pair
    const factor = loraScale(pair, rsLora) / (alpha / rank)
    tensors.push({ name: `${name}.lora_a`, shape: [rank, a.length / rank], type: 'F32', data: () => a })
    tensors.push({
      name: `${name}.lora_b`,
      shape: [b.length / rank, rank],
      type: 'F32',
      data() {
        const scaled = Math.abs(factor - 1) < 1e-7 ? b : b.map((value) => value * factor)
        return isPermuted(family, `${module}.lora_B.weight`) ? reorderRows(scaled, rank, order) : scaled
      },
    })
  }
  await writeGguf(path, metadata, tensors)
}
