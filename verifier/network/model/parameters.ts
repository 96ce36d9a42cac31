import { RationaleError } from '../../../src/core/errors.js'
import { familyOf } from '../weights/families.js'
import { areFinite, firstNotFinite } from '../weights/finite.js'
import { decodeHalves, encodeBF16, type Half } from '../weights/formats/half.js'
import { multiply } from '../weights/low-rank-source.js'
import type { ModelConfig } from '../weights/model-config.js'
import { DEFAULT_BLOCK, dequantize, quantize } from '../weights/quantize.js'
import { isInLayer, parameterShapes } from '../weights/shapes.js'
import { fromStored, storedFormat } from '../weights/stored.js'
import type { QuantizedFormat, QuantizedMatrix, TensorSource, TensorType } from '../weights/types.js'

/** What a network is made of, by Hugging Face's names. A matrix of `y = W x` is [out, in]. */
export type Weight =
  | { kind: 'dense'; shape: readonly number[]; data: Float32Array }
  | { kind: 'quantized'; matrix: QuantizedMatrix }
  /** The bits of 16-bit floats; what multiplies with them is float32. */
  | { kind: 'half'; dtype: Half; shape: readonly number[]; data: Uint16Array }
  /** W = B A: a [rank, in], b [out, rank]. */
  | { kind: 'low-rank'; rank: number; shape: readonly [out: number, input: number]; a: Float32Array; b: Float32Array }

export interface Network {
  config: ModelConfig
  weights: Map<string, Weight>
}

const dense = (shape: readonly number[], data: Float32Array): Weight => ({ kind: 'dense', shape, data })

/** `float32`; a quantized format; or `stored`: a matrix that the file keeps in 4 to 8 bits (Q8_0, Q6_K, Q5_0, Q4_K, Q4_1, Q4_0) stays as it is. */
export type LinearFormat = 'float32' | 'stored' | QuantizedFormat

export interface LoadOptions {
  /** What the linear layers' matrices become (default `float32`); the rest is float32. */
  format?: LinearFormat
  /**
   * Which of the matrices that would be float32 are held in 16 bits: `stored`: those that the file keeps so, with its own bits; `all`: the others too,
   * rounded to bfloat16. Default: none. The head is float32 all the same, and embeddings that it is tied to: widened where the logits are, when most memory
   * is taken, it would take more than it saves.
   */
  halves?: 'stored' | 'all' | undefined
  /** Nothing reads a head off it, so that embeddings which the file keeps in Q8_0, Q6_K or Q5_0 stay as they are too. */
  headless?: boolean
}

/**
 * Reads a network, one tensor at a time.
 *
 * @throws RationaleError `model-file` where a tensor is missing or has another shape; `numeric` where one is not finite; `unsupported` where its
 * rows are no whole number of the format's blocks.
 */
export async function loadNetwork(
  source: TensorSource,
  config: ModelConfig,
  { format = 'float32', halves, headless = false }: LoadOptions = {},
): Promise<Network> {
  const weights = new Map<string, Weight>()
  for (const [name, shape] of parameterShapes(config)) {
    const info = source.tensors.get(name)
    if (info === undefined || !info.shape.every((dim, i) => dim === shape[i]) || info.shape.length !== shape.length)
      throw new RationaleError('model-file', `the weights do not fit the configuration at ${name}`, {
        expected: `[${shape.join(', ')}]`,
        found: info === undefined ? 'no such tensor' : `[${info.shape.join(', ')}]`,
      })
    const table = headless && name === EMBEDDINGS && storedFormat(info.type) === 'int8'
    const matrix = shape.length === 2 && isInLayer(name)
    const wanted = matrix || table ? format : 'float32'
    const held = matrix || (name === EMBEDDINGS && !config.tie_word_embeddings) ? halves : undefined
    weights.set(name, await loadWeight(source, name, shape, { format: wanted, halves: held }))
  }
  if (config.tie_word_embeddings && !headless && source.tensors.has(HEAD)) await checkTied(source, weights)
  return { config, weights }
}

const EMBEDDINGS = 'model.embed_tokens.weight'
const HEAD = 'lm_head.weight'

/** A file may keep the tied head once more; where it is another matrix, file and configuration contradict each other. */
async function checkTied(source: TensorSource, weights: ReadonlyMap<string, Weight>): Promise<void> {
  const embeddings = weights.get(EMBEDDINGS)
  const head = await source.floats(HEAD)
  const table = embeddings === undefined ? new Float32Array(0) : floatsOf(embeddings)
  if (table.length === head.length && head.every((value, i) => value === table[i])) return
  throw new RationaleError('model-file', `${HEAD} is not the embeddings, to which the configuration ties it`, {
    remedy:
      'set tie_word_embeddings in config.json to what the model was trained with: false keeps the head in the file',
  })
}

async function loadWeight(
  source: TensorSource,
  name: string,
  shape: readonly number[],
  { format, halves }: Required<Pick<LoadOptions, 'format' | 'halves'>>,
): Promise<Weight> {
  const info = source.tensors.get(name)
  if (format === 'stored' && info !== undefined) {
    const kept = fromStored(info, await source.bytes(name))
    if (kept !== undefined) return { kind: 'quantized', matrix: kept }
  }
  const isFloat = format === 'float32' || format === 'stored'
  const dtype = info && HALVES[info.type]
  if (isFloat && halves !== undefined && dtype !== undefined) {
    const { buffer, byteOffset, byteLength } = await source.bytes(name)
    const bits = new Uint16Array(buffer, byteOffset, byteLength / 2)
    checkFinite(name, areFinite(bits, dtype))
    return { kind: 'half', dtype, shape, data: bits }
  }
  const data = await source.floats(name)
  checkFinite(name, firstNotFinite(data) === undefined)
  if (isFloat && halves === 'all') return halfOf(shape, data)
  if (isFloat) return dense(shape, data)
  const [block, columns] = [format === 'int8' ? 1 : DEFAULT_BLOCK[format], shape.at(-1) as number]
  if (columns % block !== 0)
    throw new RationaleError('unsupported', `${name} cannot be kept in ${format}`, {
      expected: `rows of a whole number of blocks of ${block}`,
      found: `rows of ${columns}`,
      remedy: block > 32 && columns % 32 === 0 ? 'take q4_0 or q4_1, whose blocks are of 32' : 'take int8 or float32',
    })
  return quantizeWeight(dense(shape, data), format)
}

const HALVES: Partial<Record<TensorType, Half>> = { F16: 'float16', BF16: 'bfloat16' }

/** @throws RationaleError `numeric`. */
function checkFinite(name: string, finite: boolean): void {
  if (!finite) throw new RationaleError('numeric', `${name} holds a number that is not finite`)
}

/** Numbers as the nearest bfloat16. */
export function halfOf(shape: readonly number[], data: Float32Array): Weight {
  const bits = new Uint16Array(data.length)
  encodeBF16(data, new Uint8Array(bits.buffer))
  return { kind: 'half', dtype: 'bfloat16', shape, data: bits }
}

/** A weight [out, in] as float32, whatever it is kept in; a dense one as it is, not copied. */
export function floatsOf(weight: Weight): Float32Array {
  if (weight.kind === 'dense') return weight.data
  if (weight.kind === 'quantized') return dequantize(weight.matrix)
  if (weight.kind === 'half') return decodeHalves(weight.data, weight.dtype)
  return multiply(weight.b, weight.a, weight.shape[0], weight.rank, weight.shape[1])
}

/** How many numbers a weight holds: a low-rank one fewer than its matrix. */
export function numbersIn(weight: Weight): number {
  if (weight.kind === 'low-rank') return weight.a.length + weight.b.length
  if (weight.kind === 'quantized') return weight.matrix.rows * weight.matrix.columns
  return weight.data.length
}

/** The network with all that is held in 16 bits as float32: only a CPU reads such bits where they lie. */
export function widened(network: Network): Network {
  const weights = new Map<string, Weight>()
  // Tied matrices stay one.
  const wide = new Map<Weight, Weight>()
  for (const [name, weight] of network.weights) {
    const float = wide.get(weight) ?? (weight.kind === 'half' ? dense(weight.shape, floatsOf(weight)) : weight)
    wide.set(weight, float)
    weights.set(name, float)
  }
  return { ...network, weights }
}

/** A dense matrix in a quantized format. */
export function quantizeWeight(weight: Weight, format: QuantizedFormat): Weight {
  if (weight.kind !== 'dense') return weight
  const [rows, columns] = weight.shape as [number, number]
  return { kind: 'quantized', matrix: quantize(weight.data, rows, columns, format) }
}

/** Bytes that a weight takes in memory. */
export function weightBytes(weight: Weight): number {
  if (weight.kind === 'dense' || weight.kind === 'half') return weight.data.byteLength
  if (weight.kind === 'low-rank') return weight.a.byteLength + weight.b.byteLength
  const { codes, scales, minimums } = weight.matrix
  return codes.byteLength + scales.byteLength + (minimums?.byteLength ?? 0)
}

/**
 * A new network: matrices and embeddings normal(0, 0.02), norms 1, biases 0, and the matrices that write into the
 * residual stream smaller by sqrt(2 layers), as GPT-2 does it (Radford et al. 2019).
 */
export function newNetwork(config: ModelConfig, random: () => number): Network {
  const weights = new Map<string, Weight>()
  const residual = 0.02 / Math.sqrt(2 * config.num_hidden_layers)
  for (const [name, shape] of parameterShapes(config)) {
    const size = shape.reduce((a, b) => a * b, 1)
    const deviation = /(o_proj|down_proj)\.weight$/.test(name) ? residual : 0.02
    const data = new Float32Array(size)
    if (name.endsWith('norm.weight')) data.fill(familyOf(config).norm === 'rms-plus-one' ? 0 : 1)
    else if (shape.length === 2) fillNormal(data, deviation, random)
    weights.set(name, dense(shape, data))
  }
  return { config, weights }
}

/** Fills with normal(0, deviation) by Box and Muller. */
export function fillNormal(data: Float32Array, deviation: number, random: () => number): void {
  for (let i = 0; i < data.length; i += 2) {
    const radius = deviation * Math.sqrt(-2 * Math.log(1 - random()))
    const angle = 2 * Math.PI * random()
    data[i] = radius * Math.cos(angle)
    if (i + 1 < data.length) data[i + 1] = radius * Math.sin(angle)
  }
}
