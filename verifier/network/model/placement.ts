import { defined } from '../../../src/core/absence.js'
import { RationaleError } from '../../../src/core/errors.js'
import {
  constant,
  type Dim,
  type DType,
  dropoutPrime,
  input,
  multiplyDims,
  type Tensor,
  type TypedArray,
} from '../graph/index.js'
import { floats, type HostTensor, type Runtime } from '../runtime/runtime.js'
import type { Entry, SavedTensor } from './adapters/adapter.js'
import { type Adapter, methodOf } from './adapters/methods.js'
import type { Batch } from './batch.js'
import type { LinearTensors, MatrixTensors } from './linear.js'
import { floatsOf, type Network, type Weight, weightBytes } from './parameters.js'

export interface PlacementOptions {
  adapter?: Adapter | undefined
  /**
   * Frozen parameters as constants of the graph (they stay on the device, and the runtime may repack them), or as inputs
   * (one graph serves many layers). `lent`: as inputs, which a CPU reads where they lie while a constant is copied; what is quantized as constants,
   * which have kernels of their own.
   */
  frozen: 'constant' | 'input' | 'lent'
  /** Names of parameters that are trained: always inputs. */
  trained?: ReadonlySet<string>
  /** Dropout in the adapters, by inputs that `dropoutFeeds` makes. */
  dropout?: boolean | undefined
  /** Another name for a parameter within the graph: `model.layers.3.` -> `layer.` where a graph serves all layers. */
  rename?: (name: string) => string
}

/** Where frozen weights lie: a CPU reads them where they are, a device is given them once. */
export const frozenOn = ({ backend }: Pick<Runtime, 'backend'>) => (backend === 'onnx-cpu' ? 'lent' : 'constant')

/** Bytes from which on a network that is only asked lends its weights. */
const LENT_FROM = 64 * 2 ** 20

/**
 * Where the weights of a network lie that is only asked. What is lent is packed anew for the product in every run: 4 % more time for long texts, a quarter
 * more for one of 40 tokens, and for tokens that are generated one by one. That saves a copy of what is large; of what is small the copy is the cheaper.
 */
export function askedOn(runtime: Pick<Runtime, 'backend'>, { weights }: Network): 'lent' | 'constant' {
  const bytes = [...weights.values()].reduce((sum, weight) => sum + weightBytes(weight), 0)
  return bytes < LENT_FROM ? 'constant' : frozenOn(runtime)
}

/** Turns a network's weights into values of a graph, and remembers which of them have to be fed. */
export class Placement {
  /** What to feed for the frozen parameters that are inputs. */
  readonly feeds: Record<string, HostTensor> = {}
  /** The trained parameters met so far: their inputs, by parameter name. */
  readonly trained = new Map<string, Tensor>()
  readonly #network: Network
  readonly #options: PlacementOptions
  readonly #placed = new Map<string, Tensor>()

  /** Where the adapter enters the graph. */
  readonly entry: Entry

  constructor(network: Network, options: PlacementOptions) {
    this.#network = network
    this.#options = options
    this.entry = options.adapter === undefined ? {} : this.#enter(options.adapter)
  }

  #enter(adapter: Adapter): Entry {
    return methodOf(adapter).enter(adapter, {
      config: this.#network.config,
      weight: (name) => this.#network.weights.get(name) as Weight, // `networkFor` has held the adapter against the network
      value: (name, { shape, data }) => this.#place(name, shape, data),
      dropoutRows: this.#options.dropout ? dropoutInputs() : undefined,
    })
  }

  /** A parameter that is kept whole: embeddings, norms, biases. */
  vector(name: string): Tensor {
    const saved = this.#options.adapter?.saved.get(name)
    const weight = this.#network.weights.get(name) as Weight & { kind: 'dense' }
    return this.#place(name, weight.shape, saved?.data ?? weight.data)
  }

  /** A linear layer by its path, `model.layers.0.mlp.up_proj`. */
  linear(path: string): LinearTensors {
    const bias = this.#network.weights.has(`${path}.bias`) ? this.vector(`${path}.bias`) : undefined
    const weight = this.matrix(`${path}.weight`)
    return { weight, bias, adapted: this.entry.linear?.(path) }
  }

  /** The layers of a head that the adapter brings in place of the vocabulary, from the bottom (`score`, or `score.0` and `score.2`). */
  rewardHead(): { weight: Tensor; bias: Tensor | undefined }[] {
    const saved = this.#options.adapter?.saved ?? new Map<string, SavedTensor>()
    const placed = (name: string) => {
      const tensor = saved.get(name)
      return tensor && this.#place(name, tensor.shape, tensor.data)
    }
    return ['score', 'score.0', 'score.2'].flatMap((layer) => {
      const weight = placed(`${layer}.weight`)
      return weight === undefined ? [] : [{ weight, bias: placed(`${layer}.bias`) }]
    })
  }

  /** The table of embeddings: whole, in 16 bits or in int8. */
  embeddings(): Exclude<MatrixTensors, { kind: 'low-rank' }> {
    const table = this.matrix('model.embed_tokens.weight')
    if (table.kind !== 'low-rank') return table
    throw new RationaleError('unsupported', 'embeddings cannot be kept as a product of two matrices')
  }

  /** A matrix [out, in] by its name, in whatever form it is kept. */
  matrix(name: string): MatrixTensors {
    const weight = this.#network.weights.get(name) as Weight
    const saved = this.#options.adapter?.saved.get(name)
    if (saved !== undefined) return { kind: 'dense', weight: this.#place(name, saved.shape, saved.data) }
    if (weight.kind === 'dense') return { kind: 'dense', weight: this.#place(name, weight.shape, weight.data) }
    if (weight.kind === 'half') return this.#half(name, weight)
    if (weight.kind === 'low-rank') {
      const { rank, shape, a, b } = weight
      return {
        kind: 'low-rank',
        a: this.#place(name.replace(/weight$/, 'low_rank_A.weight'), [rank, shape[1]], a),
        b: this.#place(name.replace(/weight$/, 'low_rank_B.weight'), [shape[0], rank], b),
      }
    }
    const { format, rows, columns, blockSize: block, codes, scales, minimums } = weight.matrix
    const isInput = this.#options.frozen === 'input'
    const grid = [rows, columns / block]
    const signed = format === 'int8' ? new Int8Array(codes.buffer, codes.byteOffset, codes.length) : codes
    return {
      kind: 'quantized',
      format,
      block,
      codes: this.#place(`${name}.codes`, [rows, columns], signed, {
        dtype: format === 'int8' ? 'int8' : 'uint4',
        isInput,
      }),
      scales: this.#place(`${name}.scales`, grid, scales, { isInput }),
      ...defined({ minimums: minimums && this.#place(`${name}.minimums`, grid, minimums, { isInput }) }),
    }
  }

  /** Bits are lent. As constants a runtime would widen them once and for all, so they are float32 there. */
  #half(name: string, weight: Weight & { kind: 'half' }): MatrixTensors {
    const { shape, dtype, data } = weight
    if (this.#options.frozen === 'constant')
      return { kind: 'dense', weight: this.#place(name, shape, floatsOf(weight)) }
    const [there, again] = [name, `${name}.again`].map((each) => this.#place(each, shape, data, { dtype }))
    return { kind: 'half', weight: there as Tensor, again: again as Tensor }
  }

  #place(
    parameter: string,
    shape: readonly number[],
    data: TypedArray,
    { dtype = 'float32', isInput = this.#options.frozen !== 'constant' }: { dtype?: DType; isInput?: boolean } = {},
  ): Tensor {
    const known = this.#placed.get(parameter)
    if (known !== undefined) return known
    const name = this.#options.rename?.(parameter) ?? parameter
    const isTrained = this.#options.trained?.has(parameter) ?? false
    const tensor = isTrained || isInput ? input(name, shape, dtype) : constant(data, shape, dtype, name)
    if (isTrained) this.trained.set(parameter, tensor)
    else if (isInput) this.feeds[name] = { dtype, shape, data }
    this.#placed.set(parameter, tensor)
    return tensor
  }
}

/** The random numbers of a step [n, 2], an input for the rows of the decoder and one for those of the encoder. */
function dropoutInputs(): (n: Dim) => Tensor {
  const known = new Map<Dim, Tensor>()
  return (n) => {
    const rows = known.get(n) ?? input(n === SOURCE_ROWS ? 'sourceDropoutRows' : 'dropoutRows', [n, 2])
    known.set(n, rows)
    return rows
  }
}

const SOURCE_ROWS = multiplyDims('batch', 'source')

/** What a step with dropout is fed beside its batch. */
export function dropoutFeeds({ batch, seq, source }: Batch, random: () => number): Record<string, HostTensor> {
  return {
    dropoutRows: dropoutRows(batch * seq, random),
    ...defined({ sourceDropoutRows: source && dropoutRows(batch * source.seq, random) }),
  }
}

/** The changing half of the dropout hash, for n rows. */
export function dropoutRows(n: number, random: () => number): HostTensor {
  return floats(
    Float32Array.from({ length: 2 * n }, () => Math.floor(random() * dropoutPrime)),
    [n, 2],
  )
}
