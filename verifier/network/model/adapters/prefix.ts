import { at } from '../../../../src/core/absence.js'
import { reshape, slice, type Tensor, transpose } from '../../graph/index.js'
import type { AdapterParts, Method, Place, SavedTensor, Tensors } from './adapter.js'
import { type Encoder, encoded, encodedRows, withEncoderValues } from './encoder.js'
import { withoutWindow } from './names.js'

/*
 * Prefix tuning (Li & Liang 2021): learned keys and values in front of every layer's own.
 *
 *     layer:   prefix keys [length, kv]    keys of the text [n, kv]
 *              prefix values               values of the text
 *                 trained                     frozen projections
 *                    |                           |
 *                    +--------- attention -------+     every token of the text sees the whole prefix; the text's positions begin at `length`
 *
 * The prefix may come out of an encoder while it is trained, which steadies it; only what it makes is kept.
 */

export interface PrefixAdapter extends AdapterParts {
  method: 'prefix'
  length: number
  /** By layer, [length, kvHeads * d] each. */
  layers: readonly { key: SavedTensor; value: SavedTensor }[]
  /** While it is trained: makes rows [length, layers * 2 * kvHeads * d]. */
  encoder?: Encoder
}

const nameOf = (layer: number, what: 'key' | 'value') => `model.layers.${layer}.prefix.${what}`

export const prefix: Method<PrefixAdapter> = {
  trained({ layers, encoder }) {
    if (encoder !== undefined) return encoder.tensors
    const tensors: Tensors = new Map()
    for (const [layer, { key, value }] of layers.entries())
      tensors.set(nameOf(layer, 'key'), key).set(nameOf(layer, 'value'), value)
    return tensors
  },

  withValues(adapter, values) {
    if (adapter.encoder !== undefined) {
      const encoder = withEncoderValues(adapter.encoder, values)
      return { ...adapter, encoder, layers: cutPrefix(encodedRows(encoder), adapter.layers.length) }
    }
    const layers = adapter.layers.map(({ key, value }, layer) => ({
      key: { shape: key.shape, data: values(nameOf(layer, 'key')) },
      value: { shape: value.shape, data: values(nameOf(layer, 'value')) },
    }))
    return { ...adapter, layers }
  },

  enter(adapter, place) {
    const { num_key_value_heads: kvHeads, head_dim: d } = place.config
    const { length } = adapter
    const rows = rowsOf(adapter, place)
    const heads = (x: Tensor) => transpose(reshape(x, [1, length, kvHeads, d]), [0, 2, 1, 3])
    return {
      front: { length, of: (layer) => ({ key: heads(rows(layer, 'key')), value: heads(rows(layer, 'value')) }) },
    }
  },

  misfits({ layers }, { config }) {
    const width = config.num_key_value_heads * config.head_dim
    const problems: string[] = []
    if (layers.length !== config.num_hidden_layers)
      problems.push(`the prefix is for ${layers.length} layers, the model has ${config.num_hidden_layers}`)
    const found = at(layers, 0).key.shape[1]
    if (found !== width) problems.push(`the prefix has keys of ${found}, the model's are of ${width}`)
    return [...problems, ...withoutWindow(config)]
  },

  file({ layers, length }, base) {
    const width = at(layers, 0).key.shape[1] as number
    return {
      config: {
        peft_type: 'PREFIX_TUNING',
        task_type: 'CAUSAL_LM',
        base_model_name_or_path: base ?? null,
        revision: null,
        inference_mode: true,
        num_virtual_tokens: length,
        token_dim: width,
        num_transformer_submodules: 1,
        num_layers: layers.length,
        modules_to_save: null,
        encoder_hidden_size: null,
        // What the encoder made is kept, not the encoder.
        prefix_projection: false,
      },
      tensors: new Map([['prompt_embeddings', joinPrefix(layers)]]),
    }
  },
}

/** A layer's part of the prefix in the graph. */
function rowsOf({ encoder, layers }: PrefixAdapter, place: Place) {
  if (encoder === undefined)
    return (layer: number, what: 'key' | 'value') => place.value(nameOf(layer, what), at(layers, layer)[what])
  const rows = encoded(encoder, place)
  const width = at(layers, 0).key.shape[1] as number
  return (layer: number, what: 'key' | 'value') => {
    const part = 2 * layer + (what === 'key' ? 0 : 1)
    return slice(rows, 1, part * width, (part + 1) * width)
  }
}

/** PEFT's rows [length, layers * 2 * width] -> keys and values by layer: each row holds key, value, key, value … of all layers. */
export function cutPrefix({ shape, data }: SavedTensor, layers: number): PrefixAdapter['layers'] {
  const [length, columns] = shape as [number, number]
  const width = columns / (2 * layers)
  const part = (index: number): SavedTensor => {
    const rows = new Float32Array(length * width)
    for (let row = 0; row < length; row++)
      rows.set(data.subarray(row * columns + index * width, row * columns + (index + 1) * width), row * width)
    return { shape: [length, width], data: rows }
  }
  return Array.from({ length: layers }, (_, layer) => ({ key: part(2 * layer), value: part(2 * layer + 1) }))
}

function joinPrefix(layers: PrefixAdapter['layers']): SavedTensor {
  const [length, width] = at(layers, 0).key.shape as [number, number]
  const columns = 2 * layers.length * width
  const data = new Float32Array(length * columns)
  for (const [index, { data: part }] of layers.flatMap(({ key, value }) => [key, value]).entries())
    for (let row = 0; row < length; row++)
      data.set(part.subarray(row * width, (row + 1) * width), row * columns + index * width)
  return { shape: [length, columns], data }
}
