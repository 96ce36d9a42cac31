import { add, less, matmul, mul, sigmoid, type Tensor, where } from '../../graph/index.js'
import type { AdapterParts, Block, Method, Place, SavedTensor, Tensors } from './adapter.js'

/*
 * Bottleneck adapters: two narrow layers behind a block, with a residual connection.
 *
 *     stream [n, hidden]                              stream
 *        |      \                                        |      \
 *        |     block  -> y        frozen                 |     block  -> y
 *        |       |  \                                    |      /
 *        |     down  |            [narrow, hidden]       +-----+  \
 *        |      f    |            trained                |    down  |
 *        |      up   |            [hidden, narrow]       |     f    |
 *        |       |  /                                    |     up   |
 *        +-------+                                       +-----+----+
 *
 *     Houlsby et al. (2019): behind attention          Pfeiffer et al. (2020): behind the feed-forward block alone,
 *     and feed-forward block; reads the block           reads the stream with the block's output in it
 *
 * Both as the library `adapters` computes and keeps them (`double_seq_bn`, `seq_bn`).
 */

export const activations = ['relu', 'swish'] as const

export interface BottleneckAdapter extends AdapterParts {
  method: 'bottleneck'
  layout: 'houlsby' | 'pfeiffer'
  activation: (typeof activations)[number]
  /** hidden / narrow, as the library says how narrow. */
  reduction: number
  /** By `layer block`. */
  places: Map<string, { layer: number; block: Block; down: Dense; up: Dense }>
}

/** [out, in] and [out]. */
interface Dense {
  weight: SavedTensor
  bias: SavedTensor
}

export const blocksOf = (layout: BottleneckAdapter['layout']): readonly Block[] =>
  layout === 'houlsby' ? ['attention', 'mlp'] : ['mlp']

/** The library's names. */
const bottleneckName = (layer: number, block: Block) =>
  `model.layers.${layer}.${block === 'attention' ? 'attention_adapters' : 'output_adapters'}.adapters.${ADAPTER_NAME}`
const ADAPTER_NAME = 'rationale'

const parts = ['weight', 'bias'] as const
const sides = [
  ['down', 'adapter_down.0'],
  ['up', 'adapter_up'],
] as const

function tensorsOf({ places }: BottleneckAdapter): Tensors {
  const tensors: Tensors = new Map()
  for (const { layer, block, ...dense } of places.values())
    for (const [side, name] of sides)
      for (const part of parts) tensors.set(`${bottleneckName(layer, block)}.${name}.${part}`, dense[side][part])
  return tensors
}

export const bottleneck: Method<BottleneckAdapter> = {
  trained: tensorsOf,

  withValues(adapter, values) {
    const valuesOf = (prefix: string, { weight, bias }: Dense): Dense => ({
      weight: { shape: weight.shape, data: values(`${prefix}.weight`) },
      bias: { shape: bias.shape, data: values(`${prefix}.bias`) },
    })
    const places = [...adapter.places].map(([key, { layer, block, down, up }]) => {
      const name = bottleneckName(layer, block)
      const dense = { down: valuesOf(`${name}.adapter_down.0`, down), up: valuesOf(`${name}.adapter_up`, up) }
      return [key, { layer, block, ...dense }] as const
    })
    return { ...adapter, places: new Map(places) }
  },

  enter: ({ places, layout, activation }, place) => ({
    join(layer, block) {
      const found = places.get(placeKey(layer, block))
      if (found === undefined) return undefined
      const name = bottleneckName(layer, block)
      const down = denseLayer(`${name}.adapter_down.0`, found.down, place)
      const up = denseLayer(`${name}.adapter_up`, found.up, place)
      return (stream, written) => {
        const whole = add(stream, written)
        return add(whole, up(activate(down(layout === 'houlsby' ? written : whole), activation)))
      }
    },
  }),

  misfits({ places }, { config }) {
    const wrong = [...places.values()].find(
      ({ layer, down }) => layer >= config.num_hidden_layers || down.weight.shape[1] !== config.hidden_size,
    )
    if (wrong === undefined) return []
    const { layer, down } = wrong
    return [
      `layer ${layer}: the adapter is for states of ${down.weight.shape[1]}, the model has ${config.num_hidden_layers} layers of ${config.hidden_size}`,
    ]
  },

  file(adapter, base) {
    const { layout, activation, reduction } = adapter
    const first = adapter.places.values().next().value
    return {
      config: {
        config: {
          architecture: null,
          mh_adapter: layout === 'houlsby',
          output_adapter: true,
          reduction_factor: reduction,
          non_linearity: activation,
          original_ln_before: layout === 'pfeiffer',
          original_ln_after: true,
          residual_before_ln: true,
          adapter_residual_before_ln: false,
          ln_before: false,
          ln_after: false,
          is_parallel: false,
          scaling: 1,
          use_gating: false,
          init_weights: 'bert',
          inv_adapter: null,
          inv_adapter_reduction_factor: null,
          cross_adapter: false,
          leave_out: [],
          dropout: 0,
          phm_layer: false,
        },
        hidden_size: first?.down.weight.shape[1],
        model_class: 'LlamaForCausalLM',
        model_name: base ?? '',
        model_type: 'llama',
        name: ADAPTER_NAME,
        version: 'adapters.1.3.0',
      },
      tensors: tensorsOf(adapter),
      floating: ['scaling'],
      weightsName: 'adapter.safetensors',
    }
  },
}

export const placeKey = (layer: number, block: Block) => `${layer} ${block}`

function denseLayer(name: string, { weight, bias }: Dense, { value }: Place): (x: Tensor) => Tensor {
  const [w, b] = [value(`${name}.weight`, weight), value(`${name}.bias`, bias)]
  return (x) => add(matmul(x, w, { transposeB: true }), b)
}

const activate = (x: Tensor, activation: BottleneckAdapter['activation']) =>
  activation === 'relu' ? where(less(x, 0), 0, x) : mul(x, sigmoid(x))
