import onnxProto from 'onnx-proto'
import type { Graph } from './graph.js'
import { planFolds } from './onnx-folds.js'
import { type Bindings, bindDim, type Dim, dimensionError, divideDims, namesIn, type Shape } from './shape.js'
import { byteLength, type DType, isOperator, type Tensor, type TypedArray } from './tensor.js'

const { onnx } = onnxProto

export interface PrintOptions {
  /** Names to fix: a graph whose dimensions are all known runs fastest on a GPU. */
  bindings?: Bindings
  /**
   * Where constants of 1 kB and more go. `inline` (default): into the model, which must then stay below 2 GB.
   * `memory`: each to a path of its own, to be handed to the runtime as it is, without a copy. A file name: all into
   * that one file beside the model.
   */
  constants?: 'inline' | 'memory' | { file: string }
  /** Recorded in the file. */
  producer?: string
}

/** Bytes that belong outside the model, in the order of their offsets. */
export interface ExternalPiece {
  path: string
  offset: number
  data: Uint8Array
}

export interface OnnxModel {
  model: Uint8Array
  external: ExternalPiece[]
}

const externalFrom = 1024
/** ONNX aligns external data so that a runtime can map it. */
const alignment = 4096

type Attribute = number | string | readonly number[]

/** ONNX TensorProto.DataType. */
export const onnxTypes: Readonly<Record<DType, number>> = {
  float32: 1,
  uint8: 2,
  int8: 3,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
  uint4: 21,
}

/** What the table of operators writes into. */
export class OnnxPrinter {
  private readonly names = new Map<Tensor, string>()
  private readonly nodes: object[] = []
  private readonly initializers: object[] = []
  private readonly external: ExternalPiece[] = []
  private readonly cached = new Map<string, string>()
  private readonly placed = new Map<TypedArray, { path: string; offset: number }>()
  private readonly bindings: Bindings
  private readonly graph: Graph
  private readonly options: PrintOptions
  private readonly folds: ReadonlyMap<Tensor, Tensor<'matmul'>>
  private readonly foldedProducts: ReadonlySet<Tensor>
  private offset = 0

  constructor(graph: Graph, options: PrintOptions) {
    this.graph = graph
    this.options = options
    this.bindings = options.bindings ?? {}
    this.folds = planFolds(graph)
    this.foldedProducts = new Set(this.folds.values())
    for (const [name, tensor] of Object.entries(graph.outputs))
      if (tensor.operator !== 'input' && tensor.operator !== 'constant' && !this.names.has(tensor))
        this.names.set(tensor, name)
  }

  /** The product that an addition takes in: a matrix product that nobody else needs, plus something of its shape or a row. */
  folded(sum: Tensor): Tensor<'matmul'> | undefined {
    return this.folds.get(sum)
  }

  isFolded(product: Tensor): boolean {
    return this.foldedProducts.has(product)
  }

  /** The ONNX name of a value; a constant is written when it is first named. */
  name(tensor: Tensor): string {
    const known = this.names.get(tensor)
    if (known !== undefined) return known
    let name = `_v${this.names.size}`
    if (isOperator(tensor, 'input')) name = tensor.attributes.name
    if (isOperator(tensor, 'constant'))
      name = this.initializer(tensor.attributes.data, tensor.shape as number[], tensor.dtype, tensor.attributes.name)
    this.names.set(tensor, name)
    return name
  }

  /** Adds an ONNX node and returns the name of what it makes. */
  emit(
    opType: string,
    inputs: readonly string[],
    attributes: Record<string, Attribute>,
    into?: string,
    domain = '',
  ): string {
    const output = into ?? `_n${this.nodes.length}`
    const attribute = Object.entries(attributes).map(([name, value]) => ({ name, ...attributeValue(value) }))
    this.nodes.push({
      opType,
      domain,
      name: `${opType}_${this.nodes.length}`,
      input: inputs,
      output: [output],
      attribute,
    })
    return output
  }

  integers(values: readonly number[]): string {
    const data = BigInt64Array.from(values, BigInt)
    return this.once(`int64 ${values}`, () => this.initializer(data, [values.length], 'int64'))
  }

  int32(value: number): string {
    return this.once(`int32 ${value}`, () => this.initializer(Int32Array.of(value), [], 'int32'))
  }

  int64(value: number): string {
    return this.once(`int64 scalar ${value}`, () => this.initializer(BigInt64Array.of(BigInt(value)), [], 'int64'))
  }

  floats(values: Float32Array): string {
    return this.once(`floats ${values}`, () => this.initializer(values, [values.length], 'float32'))
  }

  byte(value: number): string {
    return this.once(`byte ${value}`, () => this.initializer(Uint8Array.of(value), [], 'uint8'))
  }

  /** One zero point a block. */
  zeroPoints(dtype: DType, scales: Tensor, zeroPoint: number): string {
    const shape = scales.shape.map((dim) => this.known(dim) as number)
    const count = byteLength(
      dtype,
      shape.reduce((a, b) => a * b, 1),
    )
    const byte = dtype === 'uint4' ? zeroPoint * 17 : zeroPoint
    const data = dtype === 'int8' ? new Int8Array(count).fill(byte) : new Uint8Array(count).fill(byte)
    return this.once(`zero ${dtype} ${shape} ${zeroPoint}`, () => this.initializer(data, shape, dtype))
  }

  /** The value of a dimension at run time: int64 [1], or a scalar. */
  dimension(dim: Dim, asScalar = false): string {
    const known = this.known(dim)
    if (asScalar) return this.emit('Squeeze', [this.dimension(dim), this.integers([0])], {})
    if (typeof known === 'number') return this.integers([known])
    return this.once(`dimension ${known}`, () => {
      const source = this.graph.inputs.find(({ shape }) => shape.includes(known))
      if (source !== undefined) {
        const axis = source.shape.indexOf(known)
        return this.emit('Shape', [source.name], { start: axis, end: axis + 1 })
      }
      if (known.includes('*')) return this.fold('Mul', known.split('*'))
      if (known.includes('+')) return this.fold('Add', known.split('+'))
      throw dimensionError('a named dimension is on no input of the graph', 'an input that has it', known)
    })
  }

  /** A shape as ONNX takes it: int64 [rank]. `from` is the shape that is being reshaped, whose dimensions can be kept. */
  shape(shape: Shape, from?: Shape): string {
    const dims = shape.map((dim) => this.known(dim))
    const open = dims.map((dim, i) => {
      if (typeof dim === 'number') return dim
      return from !== undefined && from[i] === shape[i] ? 0 : -1
    })
    const unknown = open.filter((dim) => dim === -1).length
    if (unknown === 0 || (from !== undefined && unknown === 1)) return this.integers(open)
    // One dimension that only the run knows (`lastPlaces`) follows from the others.
    return this.once(`shape ${dims}`, () =>
      this.emit(
        'Concat',
        dims.map((dim) => (this.isReadable(dim) ? this.dimension(dim) : this.integers([-1]))),
        { axis: 0 },
      ),
    )
  }

  /** Writes an array into the model or beside it, once however often it is used. */
  initializer(data: TypedArray, dims: readonly number[], dtype: DType, name?: string): string {
    const unique = name ?? `_c${this.initializers.length}`
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    const tensor = { name: unique, dims, dataType: onnxTypes[dtype] }
    const { constants = 'inline' } = this.options
    if (constants === 'inline' || bytes.length < externalFrom) {
      this.initializers.push({ ...tensor, rawData: bytes })
      return unique
    }
    const place = this.place(data, bytes, constants === 'memory' ? unique : constants.file, constants !== 'memory')
    const externalData = Object.entries({ location: place.path, offset: place.offset, length: bytes.length })
    this.initializers.push({
      ...tensor,
      dataLocation: onnx.TensorProto.DataLocation.EXTERNAL,
      externalData: externalData.map(([key, value]) => ({ key, value: String(value) })),
    })
    return unique
  }

  finish(): OnnxModel {
    const valueInfo = (name: string, dtype: DType, shape: Shape) => ({
      name,
      type: { tensorType: { elemType: onnxTypes[dtype], shape: { dim: shape.map((dim) => this.dimProto(dim)) } } },
    })
    const model = {
      irVersion: 10,
      producerName: this.options.producer ?? 'rationale-verifier',
      opsetImport: [
        { domain: '', version: 21 },
        { domain: 'com.microsoft', version: 1 },
      ],
      graph: {
        name: 'network',
        node: this.nodes,
        initializer: this.initializers,
        input: this.graph.inputs.map(({ name, dtype, shape }) => valueInfo(name, ...stored(dtype, shape))),
        output: Object.entries(this.graph.outputs).map(([name, { dtype, shape }]) => valueInfo(name, dtype, shape)),
      },
    }
    return { model: onnx.ModelProto.encode(model).finish(), external: this.external }
  }

  private place(data: TypedArray, bytes: Uint8Array, path: string, together: boolean) {
    const known = this.placed.get(data)
    if (known !== undefined) return known
    const place = { path, offset: together ? this.offset : 0 }
    this.offset = Math.ceil((this.offset + bytes.length) / alignment) * alignment
    this.placed.set(data, place)
    this.external.push({ ...place, data: bytes })
    return place
  }

  /** Whether a dimension follows from the shapes of the inputs. */
  private isReadable(dim: Dim): boolean {
    const read = (name: Dim) => this.graph.inputs.some(({ shape }) => shape.includes(name))
    return read(dim) || namesIn(dim).every(read)
  }

  private known(dim: Dim): Dim {
    return namesIn(dim).every((name) => name in this.bindings) ? bindDim(dim, this.bindings) : dim
  }

  private dimProto(dim: Dim) {
    const known = this.known(dim)
    return typeof known === 'number' ? { dimValue: known } : { dimParam: known }
  }

  private fold(operator: string, parts: readonly string[]): string {
    const names = parts.map((part) => {
      const bare = part.startsWith('(') ? part.slice(1, -1) : part
      return this.dimension(/^\d+$/.test(bare) ? Number(bare) : bare)
    })
    return names.reduce((a, b) => this.emit(operator, [a, b], {}))
  }

  private once(key: string, make: () => string): string {
    const known = this.cached.get(key)
    if (known !== undefined) return known
    const name = make()
    this.cached.set(key, name)
    return name
  }
}

/** How a runtime takes an input: 4-bit values as bytes, two in each. */
export const stored = (dtype: DType, shape: Shape): [DType, Shape] =>
  dtype === 'uint4' ? ['uint8', [...shape.slice(0, -1), divideDims(shape.at(-1) as Dim, 2)]] : [dtype, shape]

/** FLOAT, INT, STRING and INTS attributes, as AttributeProto has them; floats are written with a fraction elsewhere. */
function attributeValue(value: Attribute): object {
  const { AttributeType } = onnx.AttributeProto
  if (typeof value === 'number') return { type: AttributeType.INT, i: value }
  if (typeof value === 'string') return { type: AttributeType.STRING, s: new TextEncoder().encode(value) }
  return { type: AttributeType.INTS, ints: [...value] }
}
