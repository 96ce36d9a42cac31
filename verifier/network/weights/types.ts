/** Block formats of llama.cpp that this package passes by: their sizes are known, their numbers are not read. */
type ForeignType =
  | 'Q2_K'
  | 'Q3_K'
  | 'Q8_K'
  | 'IQ1_S'
  | 'IQ1_M'
  | 'IQ2_XXS'
  | 'IQ2_XS'
  | 'IQ2_S'
  | 'IQ3_XXS'
  | 'IQ3_S'
  | 'IQ4_NL'
  | 'IQ4_XS'
  | 'TQ1_0'
  | 'TQ2_0'
  | 'MXFP4'
  | 'NVFP4'
  | 'Q1_0'

/**
 * Element types as files name them. A block format packs `blockSize` consecutive elements of a row
 * (verifier/network/weights/formats has one file each).
 */
export type TensorType =
  | 'F64'
  | 'F32'
  | 'F16'
  | 'BF16'
  | 'I64'
  | 'I32'
  | 'I16'
  | 'I8'
  | 'U8'
  | 'BOOL'
  | 'Q4_0'
  | 'Q4_1'
  | 'Q5_0'
  | 'Q5_1'
  | 'Q8_0'
  | 'Q4_K'
  | 'Q5_K'
  | 'Q6_K'
  | ForeignType

export interface TensorInfo {
  name: string
  /** Row-major, outermost first: a weight of `y = W x` is [out, in], whatever order the file has. */
  shape: readonly number[]
  type: TensorType
  /** Bytes in the file. */
  bytes: number
}

/**
 * Tensors of a file (or of a sharded set), read one at a time when asked for; nothing is kept.
 * Names are Hugging Face's (`model.layers.0.self_attn.q_proj.weight`), also where the file is a GGUF.
 */
export interface TensorSource {
  readonly tensors: ReadonlyMap<string, TensorInfo>
  /** As stored (little-endian; GGUF's LLaMA row permutation of q and k undone). @throws RationaleError `model-file`, `io`. */
  bytes(name: string): Promise<Uint8Array>
  /** As float32, row-major. @throws RationaleError `model-file`, `io`. */
  floats(name: string): Promise<Float32Array>
  close(): Promise<void>
}

export type QuantizedFormat = 'int8' | 'q4_0' | 'q4_1' | 'nf4'

/**
 * A weight matrix [rows, columns] in blocks along each row, laid out as ONNX wants it.
 *
 * - `int8`: value = code * scale, code signed, kept as its two's-complement byte.
 * - `q4_0`: value = (code - 8) * scale, code 0..15.
 * - `q4_1`: value = code * scale + minimum, code 0..15.
 * - `nf4`: value = NF4_LEVELS[code] * scale.
 *
 * 4-bit codes are two a byte, the even element in the LOW nibble, consecutive (MatMulNBits' order; files differ).
 */
export interface QuantizedMatrix {
  format: QuantizedFormat
  rows: number
  columns: number
  /** Elements that share a scale; divides `columns`. */
  blockSize: number
  /** [rows, columns] bytes for int8, [rows, columns / 2] for the 4-bit formats. */
  codes: Uint8Array
  /** [rows, columns / blockSize]. */
  scales: Float32Array
  /** q4_1 only: [rows, columns / blockSize]. */
  minimums?: Float32Array
}

/** How a family's files name what has common names here. */
export interface FileNames {
  /** A tensor or module of the file by its common name; a name that is not the family's stays. */
  toCommon(name: string): string
  toFile(common: string): string
  /** Whether only this family's files have such a name. */
  isOwn(name: string): boolean
  /** Whether the file keeps this matrix, by its common name, as [in, out]. */
  isTurned(common: string): boolean
  /** Tensors beside the weights, or copies of them, that files may hold. */
  isSpare(name: string): boolean
  /** What PEFT is told to adapt, by the paths in the file: short names where they mean these layers and no others. */
  targets(paths: readonly string[]): readonly string[]
}
