import { at } from '../../../src/core/absence.js'

/*
 * Loops over float32 arrays, four numbers an instruction, written as WebAssembly: JavaScript computes one number after the other in
 * float64, five times slower where memory would allow more (AdamW). A loop is given as what it assigns, in order:
 *
 *     const axpy = vectorLoop(['x', 'y'], ['a'], ({ x, y }, { a }) => ({ y: lanes.add(lanes.mul(a, x), y) }))
 *     axpy(memory, { x, y }, { a: 2 })          y = 2 x + y, in place
 */

/** TypeScript knows WebAssembly from browsers only. */
declare const WebAssembly: {
  Memory: new (descriptor: { initial: number }) => { buffer: ArrayBuffer }
  Module: new (code: Uint8Array) => object
  Instance: new (module: object, imports: object) => { exports: object }
}

/** Instructions that leave four numbers on WebAssembly's stack. */
export type Lanes = readonly number[]

const simd = (opcode: number): Lanes => [0xfd, ...leb128(opcode)]
const binary =
  (opcode: number) =>
  (a: Lanes, b: Lanes): Lanes => [...a, ...b, ...simd(opcode)]
/** Element by element, as a graph's operators are. */
export const lanes = {
  add: binary(0xe4),
  sub: binary(0xe5),
  mul: binary(0xe6),
  div: binary(0xe7),
  sqrt: (a: Lanes): Lanes => [...a, ...simd(0xe3)],
}

/** Arrays that lie elsewhere pass through the memory in pieces of so many floats: a loop's pieces stay in the core's own cache. */
const piece = 4096
const mostArrays = 8
const scratchBytes = 4 * piece * mostArrays
const pageBytes = 65536
/** What 32-bit addresses reach. */
const mostPages = 65535

/**
 * The memory that loops work in. Arrays that it gave out are worked on where they are, whole; others are copied in and out in pieces.
 */
export class VectorMemory {
  readonly memory: { buffer: ArrayBuffer }
  /** Loops made ready for this memory. */
  readonly entries = new Map<object, (...numbers: number[]) => void>()
  #used = scratchBytes

  /** With room for arrays of these lengths; with less where so much cannot be had. */
  constructor(lengths: readonly number[] = []) {
    const bytes = lengths.reduce((sum, length) => sum + paddedBytes(length), scratchBytes)
    const all = Math.ceil(bytes / pageBytes)
    this.memory = reserve(all) ?? (reserve(scratchBytes / pageBytes) as { buffer: ArrayBuffer })
  }

  /** An array of zeros: here while there is room, an ordinary one afterwards. */
  array(length: number): Float32Array {
    const { buffer } = this.memory
    if (this.#used + paddedBytes(length) > buffer.byteLength) return new Float32Array(length)
    const array = new Float32Array(buffer, this.#used, length)
    this.#used += paddedBytes(length)
    return array
  }
}

function reserve(pages: number): { buffer: ArrayBuffer } | undefined {
  try {
    return pages > mostPages ? undefined : new WebAssembly.Memory({ initial: pages })
  } catch {
    return undefined
  }
}

/** Whole cache lines: the last four numbers of a loop may reach beyond an array's end. */
const paddedBytes = (length: number) => 64 * Math.ceil(length / 16)

/**
 * Makes a loop over arrays of one length. `assign` says what each array it names becomes, from the elements of all arrays and from
 * scalars; a later assignment sees what an earlier one has stored. float32 throughout, rounded after every operation.
 */
export function vectorLoop<Name extends string, Scalar extends string>(
  names: readonly Name[],
  scalars: readonly Scalar[],
  assign: (
    elements: Readonly<Record<Name, Lanes>>,
    constants: Readonly<Record<Scalar, Lanes>>,
  ) => Partial<Record<Name, Lanes>>,
): (
  room: VectorMemory,
  arrays: Readonly<Record<Name, Float32Array>>,
  values: Readonly<Record<Scalar, number>>,
) => void {
  // Locals: a pointer for each array, the bytes to do, the scalars, the offset.
  const [bytesAt, offsetAt] = [names.length, names.length + 1 + scalars.length]
  const address = (i: number) => [...get(i), ...get(offsetAt), i32Add]
  const elements = names.map((name, i) => [name, [...address(i), ...simd(load), ...aligned]] as const)
  const constants = scalars.map((name, i) => [name, [...get(bytesAt + 1 + i), ...simd(splat)]] as const)
  const assigned = assign(
    Object.fromEntries(elements) as Record<Name, Lanes>,
    Object.fromEntries(constants) as Record<Scalar, Lanes>,
  )
  const written = new Set(Object.keys(assigned))
  const stores = Object.entries<Lanes | undefined>(assigned).flatMap(([name, lane]) => [
    ...address(names.indexOf(name as Name)),
    ...(lane as Lanes),
    ...simd(store),
    ...aligned,
  ])
  const more = [...get(offsetAt), i32Const, 16, i32Add, ...tee(offsetAt), ...get(bytesAt), i32LessUnsigned]
  const body = [loop, empty, ...stores, ...more, branchIf, 0, end, end]
  const parameters = [...names.map(() => i32), i32, ...scalars.map(() => f32)]
  const code = moduleOf(parameters, [1, 1, i32, ...body])

  let compiled: object | undefined
  return (room, arrays, values) => {
    compiled ??= new WebAssembly.Module(code)
    const run = entry(compiled, room)
    const numbers = scalars.map((name) => values[name])
    const all = names.map((name) => arrays[name])
    const { buffer } = room.memory
    const length = all[0]?.length ?? 0
    const inside = all.every((array) => array.buffer === buffer)
    const step = inside ? Math.max(length, 1) : piece
    for (let from = 0; from < length; from += step) {
      const count = Math.min(step, length - from)
      const outside = all.map((array, i) =>
        array.buffer === buffer ? undefined : new Float32Array(buffer, 4 * piece * i, count),
      )
      all.forEach((array, i) => {
        outside[i]?.set(array.subarray(from, from + count))
      })
      run(...all.map((array, i) => outside[i]?.byteOffset ?? array.byteOffset + 4 * from), 4 * count, ...numbers)
      all.forEach((array, i) => {
        const copy = outside[i]
        if (copy !== undefined && written.has(at(names, i))) array.set(copy, from)
      })
    }
  }
}

function entry(module: object, room: VectorMemory): (...numbers: number[]) => void {
  const known = room.entries.get(module)
  if (known !== undefined) return known
  const { exports } = new WebAssembly.Instance(module, { room: { memory: room.memory } })
  const { run } = exports as { run: (...numbers: number[]) => void }
  room.entries.set(module, run)
  return run
}

// WebAssembly's binary format (WebAssembly Core Specification 2.0, chapter 5).
const [i32, f32] = [0x7f, 0x7d]
const [loop, empty, end, branchIf, i32Const, i32LessUnsigned, i32Add] = [0x03, 0x40, 0x0b, 0x0d, 0x41, 0x49, 0x6a]
const [load, store, splat] = [0x00, 0x0b, 0x13]
/** Alignment 2^2 bytes, no further offset. */
const aligned = [2, 0]
const get = (local: number): Lanes => [0x20, ...leb128(local)]
const tee = (local: number): Lanes => [0x22, ...leb128(local)]

function leb128(value: number): number[] {
  const low = value & 127
  return value < 128 ? [low] : [low | 128, ...leb128(value >>> 7)]
}

/** A module with one function, `run`, over a memory that it imports as `room.memory`. */
function moduleOf(parameters: readonly number[], code: readonly number[]): Uint8Array {
  const section = (id: number, content: readonly number[]) => [id, ...leb128(content.length), ...content]
  const text = (word: string) => [word.length, ...new TextEncoder().encode(word)]
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, parameters.length, ...parameters, 0]), // types: one function that returns nothing
    ...section(2, [1, ...text('room'), ...text('memory'), 2, 0, 1]), // imports: a memory of a page or more
    ...section(3, [1, 0]), // functions: one, of type 0
    ...section(7, [1, ...text('run'), 0, 0]), // exports
    ...section(10, [1, ...leb128(code.length), ...code]),
  ])
}
