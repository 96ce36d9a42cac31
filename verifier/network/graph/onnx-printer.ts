import type { Graph } from './graph.js'
import { type ConstantsPlace, type ExternalPiece, OnnxConstants, onnxTypes } from './onnx-constants.js'
import { planFolds } from './onnx-folds.js'
import { attributeTypes, encodeModel } from './onnx-schema.js'
import {
  type Bindings,
  bindDim,
  type Dim,
  dimensionError,
  divideDims,
  namesIn,
  pieceFrom,
  type Shape,
} from './shape.js'
import { byteLength, type DType, isOperator, type Tensor } from './tensor.js'

export interface PrintOptions {
  /** Names to fix: a graph whose dimensions are all known runs fastest on a GPU. */
  bindings?: Bindings
  /** Where constants of 1 kB and more go (default: `inline`). */
  constants?: ConstantsPlace
  /** Operators that the device has no kernel for: they are written with others, so that nothing leaves the device. */
  without?: ReadonlySet<'LogSoftmax'>
  /** Recorded in the file. */
  producer?: string
}

export interface OnnxModel {
  model: Uint8Array
  external: ExternalPiece[]
}

type Attribute = number | string | readonly number[]

/** What every reader of exported files knows; and the first one with BitCast, which only our own runs need. */
const [OPSET, WITH_BIT_CAST] = [21, 26]

/** What the table of operators writes into. */
export class OnnxPrinter {
  private readonly names = new Map<Tensor, string>()
  private readonly nodes: object[] = []
  private readonly cached = new Map<string, string>()
  readonly constants: OnnxConstants
  private readonly bindings: Bindings
  private readonly graph: Graph
  private readonly options: PrintOptions
  private opset = OPSET
  private readonly folds: ReadonlyMap<Tensor, Tensor<'matmul'>>
  private readonly foldedProducts: ReadonlySet<Tensor>

  constructor(graph: Graph, options: PrintOptions) {
    this.graph = graph
    this.options = options
    this.bindings = options.bindings ?? {}
    this.constants = new OnnxConstants(options.constants ?? 'inline')
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

  has(operator: 'LogSoftmax'): boolean {
    return !this.options.without?.has(operator)
  }

  /** The ONNX name of a value; a constant is written when it is first named. */
  name(tensor: Tensor): string {
    const known = this.names.get(tensor)
    if (known !== undefined) return known
    let name = `_v${this.names.size}`
    if (isOperator(tensor, 'input')) name = tensor.attributes.name
    if (isOperator(tensor, 'constant'))
      name = this.constants.place(
        tensor.attributes.data,
        tensor.shape as number[],
        tensor.dtype,
        tensor.attributes.name,
      )
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
    return this.once(`int64 ${values}`, () => this.constants.place(data, [values.length], 'int64'))
  }

  int32(value: number): string {
    return this.once(`int32 ${value}`, () => this.constants.place(Int32Array.of(value), [], 'int32'))
  }

  /** Node knows no bfloat16, so that such bits come in as float16 (`stored`). */
  asBfloat16(x: Tensor): string {
    this.opset = WITH_BIT_CAST
    return this.once(`bfloat16 ${x.id}`, () => this.emit('BitCast', [this.name(x)], { to: onnxTypes.bfloat16 }))
  }

  int64(value: number): string {
    return this.once(`int64 scalar ${value}`, () => this.constants.place(BigInt64Array.of(BigInt(value)), [], 'int64'))
  }

  floats(values: Float32Array): string {
    return this.once(`floats ${values}`, () => this.constants.place(values, [values.length], 'float32'))
  }

  byte(value: number): string {
    return this.once(`byte ${value}`, () => this.constants.place(Uint8Array.of(value), [], 'uint8'))
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
    return this.once(`zero ${dtype} ${shape} ${zeroPoint}`, () => this.constants.place(data, shape, dtype))
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
      const piece = pieceFrom(known)
      if (piece !== undefined) return this.piece(piece)
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

  finish(): OnnxModel {
    const valueInfo = (name: string, dtype: DType, shape: Shape) => ({
      name,
      type: { tensorType: { elemType: onnxTypes[dtype], shape: { dim: shape.map((dim) => this.dimProto(dim)) } } },
    })
    const model = {
      irVersion: 10,
      producerName: this.options.producer ?? 'rationale-verifier',
      opsetImport: [
        { domain: '', version: this.opset },
        { domain: 'com.microsoft', version: 1 },
      ],
      graph: {
        name: 'network',
        node: this.nodes,
        initializer: this.constants.initializers,
        input: this.graph.inputs.map(({ name, dtype, shape }) => valueInfo(name, ...stored(dtype, shape))),
        output: Object.entries(this.graph.outputs).map(([name, { dtype, shape }]) => valueInfo(name, dtype, shape)),
      },
    }
    return { model: encodeModel(model), external: this.constants.external }
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

  private piece({ whole, from, to, of }: NonNullable<ReturnType<typeof pieceFrom>>): string {
    const size = this.dimension(whole)
    const cut = (place: number) =>
      this.emit('Div', [this.emit('Mul', [size, this.integers([place])], {}), this.integers([of])], {})
    return from === 0 ? cut(to) : this.emit('Sub', [cut(to), cut(from)], {})
  }

  private once(key: string, make: () => string): string {
    const known = this.cached.get(key)
    if (known !== undefined) return known
    const name = make()
    this.cached.set(key, name)
    return name
  }
}

/** How a runtime takes an input: 4-bit values as bytes, two in each; the bits of bfloat16 under the other 16-bit type's name. */
export function stored(dtype: DType, shape: Shape): [DType, Shape] {
  if (dtype === 'uint4') return ['uint8', [...shape.slice(0, -1), divideDims(shape.at(-1) as Dim, 2)]]
  return [dtype === 'bfloat16' ? 'float16' : dtype, shape]
}

/** FLOAT, INT, STRING and INTS attributes, as AttributeProto has them; floats are written with a fraction elsewhere. */
function attributeValue(value: Attribute): object {
  if (typeof value === 'number') return { type: attributeTypes.INT, i: value }
  if (typeof value === 'string') return { type: attributeTypes.STRING, s: new TextEncoder().encode(value) }
  return { type: attributeTypes.INTS, ints: [...value] }
}
