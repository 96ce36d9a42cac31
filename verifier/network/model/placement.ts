import { createHash } from 'node:crypto'
import { defined } from '../../../src/core/absence.js'
import { constant, type DType, dropoutPrime, input, type Tensor, type TypedArray } from '../graph/index.js'
import { floats, type HostTensor } from '../runtime/runtime.js'
import { type Adapter, loraScale } from '../weights/lora.js'
import type { LinearTensors, MatrixTensors } from './linear.js'
import type { Network, Weight } from './parameters.js'

export interface PlacementOptions {
  adapter?: Adapter | undefined
  /**
   * Frozen parameters as constants of the graph (they stay on the device, and the runtime may repack them), or as inputs
   * (one graph serves many layers, and nothing is copied on a CPU).
   */
  frozen: 'constant' | 'input'
  /** Names of parameters that are trained: always inputs. */
  trained?: ReadonlySet<string>
  /** Dropout in the adapters: rows [n, 2] of the step's random numbers. */
  dropoutRows?: Tensor | undefined
  /** Another name for a parameter within the graph: `model.layers.3.` -> `layer.` where a graph serves all layers. */
  rename?: (name: string) => string
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

  constructor(network: Network, options: PlacementOptions) {
    this.#network = network
    this.#options = options
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
    const { adapter } = this.#options
    const pair = adapter?.pairs.get(path)
    const layer = { weight: this.#matrix(`${path}.weight`), bias }
    if (adapter === undefined || pair === undefined) return layer
    const { rank, a, b } = pair
    const { dropout: rate, rsLora } = adapter.options
    const rows = this.#options.dropoutRows
    return {
      ...layer,
      adapter: {
        a: this.#place(`${path}.lora_A.weight`, [rank, a.length / rank], a),
        b: this.#place(`${path}.lora_B.weight`, [b.length / rank, rank], b),
        scale: loraScale(pair, rsLora),
        ...(rows === undefined || rate === 0
          ? {}
          : {
              dropout: {
                rows,
                rate,
                columns: this.#place(`${path}.dropout`, [2, a.length / rank], dropoutColumns(path, a.length / rank)),
              },
            }),
      },
    }
  }

  #matrix(name: string): MatrixTensors {
    const weight = this.#network.weights.get(name) as Weight
    const saved = this.#options.adapter?.saved.get(name)
    if (saved !== undefined) return { kind: 'dense', weight: this.#place(name, saved.shape, saved.data) }
    if (weight.kind === 'dense') return { kind: 'dense', weight: this.#place(name, weight.shape, weight.data) }
    if (weight.kind === 'low-rank') {
      const { rank, shape, a, b } = weight
      return {
        kind: 'low-rank',
        a: this.#place(name.replace(/weight$/, 'low_rank_A.weight'), [rank, shape[1]], a),
        b: this.#place(name.replace(/weight$/, 'low_rank_B.weight'), [shape[0], rank], b),
      }
    }
    const { format, rows, columns, blockSize: block, codes, scales, minimums } = weight.matrix
    const grid = [rows, columns / block]
    const signed = format === 'int8' ? new Int8Array(codes.buffer, codes.byteOffset, codes.length) : codes
    return {
      kind: 'quantized',
      format,
      block,
      codes: this.#place(`${name}.codes`, [rows, columns], signed, format === 'int8' ? 'int8' : 'uint4'),
      scales: this.#place(`${name}.scales`, grid, scales),
      ...defined({ minimums: minimums === undefined ? undefined : this.#place(`${name}.minimums`, grid, minimums) }),
    }
  }

  #place(parameter: string, shape: readonly number[], data: TypedArray, dtype: DType = 'float32'): Tensor {
    const known = this.#placed.get(parameter)
    if (known !== undefined) return known
    const name = this.#options.rename?.(parameter) ?? parameter
    const isTrained = this.#options.trained?.has(parameter) ?? false
    const tensor =
      isTrained || this.#options.frozen === 'input' ? input(name, shape, dtype) : constant(data, shape, dtype, name)
    if (isTrained) this.trained.set(parameter, tensor)
    else if (this.#options.frozen === 'input') this.feeds[name] = { dtype, shape, data }
    this.#placed.set(parameter, tensor)
    return tensor
  }
}

/** The fixed half of the dropout hash: whole numbers below the field's prime that depend on the layer's path alone. */
function dropoutColumns(path: string, width: number): Float32Array {
  const columns = new Float32Array(2 * width)
  for (let i = 0; i < columns.length; i += 16) {
    const digest = createHash('sha256').update(`${path} ${i}`).digest()
    for (let j = 0; j < 16 && i + j < columns.length; j++) columns[i + j] = digest.readUInt16LE(2 * j) % dropoutPrime
  }
  return columns
}

/** The changing half of the dropout hash, for n rows: what `dropoutRows` is fed in one step. */
export function dropoutRows(n: number, random: () => number): HostTensor {
  return floats(
    Float32Array.from({ length: 2 * n }, () => Math.floor(random() * dropoutPrime)),
    [n, 2],
  )
}
