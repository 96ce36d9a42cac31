import { at } from '../../../src/core/absence.js'
import { familyOf } from './families.js'
import type { ModelConfig } from './model-config.js'
import type { TensorToWrite } from './safetensors.js'
import type { TensorInfo, TensorSource } from './types.js'

/*
 * GPT-2's names against those of all other families, and its matrices, which Hugging Face's Conv1D keeps as [in, out]. Everything inside knows the
 * common names and [out, in]; files are read and written through this.
 */

const TOP: Readonly<Record<string, string>> = {
  'transformer.wte': 'model.embed_tokens',
  'transformer.wpe': 'model.embed_positions',
  'transformer.ln_f': 'model.norm',
  lm_head: 'lm_head',
  score: 'score',
}
const IN_LAYER: Readonly<Record<string, string>> = {
  ln_1: 'input_layernorm',
  ln_2: 'post_attention_layernorm',
  'attn.c_attn': 'self_attn.qkv_proj',
  'attn.c_proj': 'self_attn.o_proj',
  'mlp.c_fc': 'mlp.up_proj',
  'mlp.c_proj': 'mlp.down_proj',
}
const TOP_BACK = new Map(Object.entries(TOP).map(([own, common]) => [common, own]))
const IN_LAYER_BACK = new Map(Object.entries(IN_LAYER).map(([own, common]) => [common, own]))

/** `transformer.h.3.attn.c_attn.lora_A.weight` -> `model.layers.3.self_attn.qkv_proj.lora_A.weight`; a name that is not GPT-2's stays. */
export const fromGpt2Name = (name: string): string =>
  renamed(name, TOP, /^transformer\.h\.(\d{1,5})\.((?:attn\.|mlp\.)?[a-z]+_[a-z0-9]+)(.*)$/s, (layer, module) => {
    const common = Object.hasOwn(IN_LAYER, module) ? IN_LAYER[module] : undefined
    return common && `model.layers.${layer}.${common}`
  })

/** The other way round. */
export const toGpt2Name = (name: string): string =>
  renamed(
    name,
    Object.fromEntries(TOP_BACK),
    /^model\.layers\.(\d{1,5})\.((?:self_attn\.|mlp\.)?[a-z]+_[a-z]+(?:_[a-z]+)?)(.*)$/s,
    (layer, module) => {
      const own = IN_LAYER_BACK.get(module)
      return own && `transformer.h.${layer}.${own}`
    },
  )

export const isGpt2Name = (name: string): boolean => name.startsWith('transformer.')

function renamed(
  name: string,
  top: Readonly<Record<string, string>>,
  pattern: RegExp,
  inLayer: (layer: string, module: string) => string | undefined,
): string {
  const head = Object.keys(top).find((own) => name === own || name.startsWith(`${own}.`))
  if (head !== undefined) return `${top[head]}${name.slice(head.length)}`
  const match = pattern.exec(name)
  const module = match && inLayer(at(match, 1), at(match, 2))
  return module ? `${module}${match[3]}` : name
}

/** Whether GPT-2's file keeps this matrix as [in, out]. */
export const isConv1d = (common: string): boolean => /\.(?:self_attn|mlp)\.[a-z]+(?:_[a-z]+)*\.weight$/.test(common)

/** Masks that older files keep beside the weights; and files without `transformer.` in front. */
const BUFFER = /\.attn\.(?:bias|masked_bias)$/
const whole = (name: string) => (/^(?:h\.\d|wte\.|wpe\.|ln_f\.)/.test(name) ? `transformer.${name}` : name)

/** A file of GPT-2's under common names, its matrices as [out, in]. */
export function withCommonNames<T extends TensorSource>(source: T): T {
  const places = new Map<string, TensorInfo>()
  for (const [own, info] of source.tensors) if (!BUFFER.test(own)) places.set(fromGpt2Name(whole(own)), info)
  const turned = (name: string) => isConv1d(name) && places.get(name)?.shape.length === 2
  const ownName = (name: string) => places.get(name)?.name ?? name
  return {
    ...source,
    tensors: new Map(
      [...places].map(([name, info]) => [
        name,
        { ...info, name, shape: turned(name) ? info.shape.toReversed() : info.shape },
      ]),
    ),
    async floats(name: string) {
      const values = await source.floats(ownName(name))
      return turned(name) ? transposed(values, places.get(name)?.shape ?? []) : values
    },
    async bytes(name: string) {
      const bytes = await source.bytes(ownName(name))
      return turned(name) ? transposed(bytes, places.get(name)?.shape ?? []) : bytes
    },
  }
}

/** Tensors of a network as the family's file has them. */
export function inFileNames(config: ModelConfig, tensors: TensorToWrite[]): TensorToWrite[] {
  if (familyOf(config).names !== 'gpt2') return tensors
  return tensors.map(({ name, shape, type, data }) => {
    const own = { name: toGpt2Name(name), type }
    if (!isConv1d(name)) return { ...own, shape, data }
    const values = async () => transposed(typeof data === 'function' ? await data() : data, shape)
    return { ...own, shape: shape.toReversed(), data: values }
  })
}

/** [rows, columns] -> [columns, rows], of numbers or of their bytes. */
export function transposed<T extends Float32Array | Uint8Array>(values: T, shape: readonly number[]): T {
  const [rows, columns] = shape as [number, number]
  const width = values.length / (rows * columns)
  const out = values.slice() as T // slice keeps the kind of array
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      for (let i = 0; i < width; i++)
        out[(column * rows + row) * width + i] = values[(row * columns + column) * width + i] as number
  return out
}
