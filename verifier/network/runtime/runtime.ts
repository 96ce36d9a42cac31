import type { Bindings, DType, Graph, TypedArray } from '../graph/index.js'

/** Every way to run a network. `auto` measures what is there and takes the fastest. */
export const backends = [
  'onnx-cpu',
  'onnx-cuda',
  'onnx-webgpu',
  'onnx-coreml',
  'onnx-dml',
  'tensorflow',
  'tfjs-webgpu',
  'tfjs-wasm',
  'tfjs-cpu',
] as const
export type Backend = (typeof backends)[number]

/** Numbers in this process's memory. `data` of uint4 holds two a byte, of 16-bit floats the bits, of bool 0 or 1. */
export interface HostTensor {
  readonly dtype: DType
  readonly shape: readonly number[]
  readonly data: TypedArray
}

/** Numbers wherever the runtime keeps them. */
export interface Value {
  readonly dtype: DType
  readonly shape: readonly number[]
  /** Brings them here. Where they already are here, this is no copy: who writes to it changes the value. */
  read(): Promise<TypedArray>
  /** Frees them. Using the value afterwards is an error. */
  dispose(): void
}

export interface CompileOptions {
  /** Names to fix beforehand. A GPU runs known dimensions faster. */
  bindings?: Bindings
  /** Outputs to leave on the device, for feeding them into a later run. */
  keep?: readonly string[]
  /** Spend less memory rather than be fastest: constants are not repacked for the matrix product. */
  lean?: boolean
}

export interface RunOptions {
  /** Values that the caller gives up, by the name of the output that may take their memory. */
  into?: Readonly<Record<string, Value>>
}

/** A compiled graph. Runs do not overlap: a second `run` waits for the first. */
export interface Program {
  run(inputs: Readonly<Record<string, HostTensor | Value>>, options?: RunOptions): Promise<Record<string, Value>>
  dispose(): Promise<void>
}

export interface Runtime {
  readonly backend: Backend
  /** What it runs on, for a person: "CPU, 2 threads". */
  readonly device: string
  /** Values are arrays of this process: nothing crosses, and an array that was read may be written. */
  readonly inProcess: boolean
  compile(graph: Graph, options?: CompileOptions): Promise<Program>
  /** Puts numbers where the runtime keeps them, for inputs that stay the same over many runs. */
  upload(tensor: HostTensor): Promise<Value>
  /** Bytes that have crossed between this process and the device so far. Where they are the same memory: 0. */
  readonly crossed: number
  dispose(): Promise<void>
}

/** A program that is fed these values in every run, beside what the run brings. */
export const fedWith = (program: Program, values: Readonly<Record<string, HostTensor>>): Program => ({
  run: (inputs, options) => program.run({ ...values, ...inputs }, options),
  dispose: () => program.dispose(),
})

export const isValue = (tensor: HostTensor | Value): tensor is Value => 'read' in tensor

/** A float32 tensor from plain numbers. */
export const floats = (data: Float32Array | readonly number[], shape: readonly number[]): HostTensor => ({
  dtype: 'float32',
  shape,
  data: data instanceof Float32Array ? data : Float32Array.from(data),
})

/** An int32 tensor from plain numbers. */
export const integers = (data: Int32Array | readonly number[], shape: readonly number[]): HostTensor => ({
  dtype: 'int32',
  shape,
  data: data instanceof Int32Array ? data : Int32Array.from(data),
})
