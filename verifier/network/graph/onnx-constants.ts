import { externalLocation } from './onnx-schema.js'
import type { DType, TypedArray } from './tensor.js'

/**
 * Where constants of 1 kB and more go. `inline`: into the model, which must then stay below 2 GB. `memory`: each to a path of its own, to be
 * handed to the runtime as it is, without a copy. A file name: all into that one file beside the model.
 */
export type ConstantsPlace = 'inline' | 'memory' | { file: string }

/** Bytes that belong outside the model, in the order of their offsets. */
export interface ExternalPiece {
  path: string
  offset: number
  data: Uint8Array
}

const externalFrom = 1024
/** ONNX aligns external data so that a runtime can map it. */
const alignment = 4096

/** ONNX TensorProto.DataType. */
export const onnxTypes: Readonly<Record<DType, number>> = {
  float32: 1,
  uint8: 2,
  int8: 3,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
  bfloat16: 16,
  uint4: 21,
}

/** The initializers of a model, and the bytes of those that lie outside it. */
export class OnnxConstants {
  readonly initializers: object[] = []
  readonly external: ExternalPiece[] = []
  readonly #where: ConstantsPlace
  readonly #placed = new Map<TypedArray, { path: string; offset: number }>()
  #offset = 0

  constructor(where: ConstantsPlace) {
    this.#where = where
  }

  /** Writes an array into the model or beside it, once however often it is used. */
  place(data: TypedArray, dims: readonly number[], dtype: DType, name?: string): string {
    const unique = name ?? `_c${this.initializers.length}`
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    const tensor = { name: unique, dims, dataType: onnxTypes[dtype] }
    if (this.#where === 'inline' || bytes.length < externalFrom) {
      this.initializers.push({ ...tensor, rawData: bytes })
      return unique
    }
    const together = this.#where !== 'memory'
    const place = this.#outside(data, bytes, this.#where === 'memory' ? unique : this.#where.file, together)
    const externalData = Object.entries({ location: place.path, offset: place.offset, length: bytes.length })
    this.initializers.push({
      ...tensor,
      dataLocation: externalLocation,
      externalData: externalData.map(([key, value]) => ({ key, value: String(value) })),
    })
    return unique
  }

  /** The same array is written once, under however many names. */
  #outside(data: TypedArray, bytes: Uint8Array, path: string, together: boolean) {
    const known = this.#placed.get(data)
    if (known !== undefined) return known
    const place = { path, offset: together ? this.#offset : 0 }
    this.#offset = Math.ceil((this.#offset + bytes.length) / alignment) * alignment
    this.#placed.set(data, place)
    this.external.push({ ...place, data: bytes })
    return place
  }
}
