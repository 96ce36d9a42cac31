import type { Dim, Tensor } from '../../graph/index.js'
import type { Family } from '../../weights/families.js'
import type { ModelConfig } from '../../weights/model-config.js'
import type { Weight } from '../parameters.js'

/*
 * One interface for every way of tuning a frozen network. Each is a file beside this one, drawn in its header, and says
 *
 *     what is trained       `trained`, `withValues`
 *     where it enters       `enter`: around a linear layer, in front of keys and values, behind a block
 *     how it is saved       `file`, in the names of PEFT or of the `adapters` library
 *     what becomes of W     `merged`, where it can be folded into the weights
 */

export interface SavedTensor {
  shape: readonly number[]
  data: Float32Array
}
export type Tensors = Map<string, SavedTensor>

/** What all adapters have. */
export interface AdapterParts {
  options: {
    /** Chance that an element of the adapter's input falls out, in training only. */
    dropout: number
    /** Modules trained whole and saved with the adapter. */
    modulesToSave: readonly string[]
  }
  /** Tensors of the modules trained whole, by parameter name (`lm_head.weight`). */
  saved: Tensors
  /** The names that its files have, where they are not the common ones (named.ts). */
  names?: Family['names']
}

/** A file pair: what goes into adapter_config.json, and the tensors by their names there. */
export interface AdapterFile {
  config: Record<string, unknown>
  tensors: Tensors
  /** Keys whose whole numbers must read as floating ones (`1.0`): Python tells them apart. */
  floating?: readonly string[]
  /** Default: as PEFT names it. */
  weightsName?: string
}

export interface Method<A extends AdapterParts> {
  /** What is trained beside the whole modules, by name: a name within a layer begins `model.layers.N.`. */
  trained(adapter: A): Tensors
  /** The adapter with these values in place of its own. */
  withValues(adapter: A, values: (name: string) => Float32Array): A
  enter(adapter: A, place: Place): Entry
  /** What of the adapter does not fit a base, in words. */
  misfits(adapter: A, base: Base): string[]
  file(adapter: A, base: string | undefined): AdapterFile
  /** A parameter of the base with the adapter folded in; absent where no weights say the same as the adapter. */
  merged?(adapter: A, name: string, weights: Float32Array): Float32Array
}

/** A model that an adapter is held against. */
export interface Base {
  config: ModelConfig
  shapeOf(name: string): readonly number[] | undefined
}

/** Where an adapter finds the graph that it enters. */
export interface Place {
  config: ModelConfig
  /** A parameter of the base. */
  weight(name: string): Weight
  /** A tensor of the adapter as a value of the graph: an input where it is trained. */
  value(name: string, tensor: SavedTensor): Tensor
  /** The step's random numbers for dropout in n rows [n, 2], in training with dropout. */
  dropoutRows: ((n: Dim) => Tensor) | undefined
}

/** A linear layer of the base, as an adapter sees it. */
export interface BaseLayer {
  /** x [n, in] -> x W^T [n, out], without the bias. */
  multiply(x: Tensor): Tensor
  bias: Tensor | undefined
}

/** Keys and values of the virtual tokens in front of a text, each [1, kvHeads, length, d]. */
export interface Front {
  length: number
  of(layer: number): { key: Tensor; value: Tensor }
}

export type Block = 'attention' | 'mlp'

/** Where an adapter enters; what is absent is left as it is. */
export interface Entry {
  /** What a linear layer becomes: x [n, in] -> [n, out]. */
  linear?(path: string): ((x: Tensor, layer: BaseLayer) => Tensor) | undefined
  /** What a block (its output `written` [n, hidden]) adds up to with the stream `stream` [n, hidden]. */
  join?(layer: number, block: Block): ((stream: Tensor, written: Tensor) => Tensor) | undefined
  /** Keys and values in front of every layer's own, … */
  front?: Front
  /** … or embeddings of virtual tokens [length, hidden], whose keys and values the layers themselves compute. */
  prompt?: Tensor
  /** What is fixed in the graph of a layer beside its inputs: layers that differ in it do not share a program. */
  make?(layer: number): string
}
