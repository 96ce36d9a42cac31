import { at } from '../../../src/core/absence.js'
import { RationaleError } from '../../../src/core/errors.js'
import { type AdamWOptions, adamWInPlace, adamWInputs, normOf, VectorMemory } from '../graph/index.js'
import { floats, type HostTensor, type Runtime, type Value } from '../runtime/runtime.js'
import { EIGHT_BIT_BLOCK, EightBitArray } from './eight-bits.js'
import {
  checkFinite,
  checkSaved,
  elementsOf,
  type OptimizerState,
  type Shapes,
  type StepAt,
  shapesOf,
  weightDecayOf,
} from './optimizer-step.js'

/*
 * AdamW with both moments in 8 bits: two bytes a number in place of eight. A step takes a few thousand moments back to float32, makes AdamW's step on them and
 * keeps them in 8 bits again. Values with fewer than 4,096 numbers (norms, biases) keep float32 moments, as in bitsandbytes.
 */

const SMALLEST = 4096
/** Numbers that are taken back at a time: whole blocks that stay in the core's own cache. */
const PIECE = 16 * EIGHT_BIT_BLOCK

/** Moments of one trained value: a step reads a piece, changes it, and keeps it. */
interface Moment {
  read(start: number, out: Float32Array): void
  write(start: number, values: Float32Array): void
}

/** @throws RationaleError `configuration` where the runtime has memory of its own. */
export async function startEightBit(
  runtime: Runtime,
  options: AdamWOptions,
  values: ReadonlyMap<string, HostTensor>,
): Promise<OptimizerState> {
  if (!runtime.inProcess)
    throw new RationaleError('configuration', `the optimizer adamw8bit on ${runtime.backend}`, {
      expected: 'a backend that works in this process: onnx-cpu',
      remedy: 'take --backend onnx-cpu, or --optimizer adamw',
    })
  const state = new EightBitOptimizer(runtime, options, shapesOf(values))
  await state.place(values)
  return state
}

class EightBitOptimizer implements OptimizerState {
  readonly #runtime: Runtime
  readonly #options: AdamWOptions
  readonly #shapes: Shapes
  /** Values, gradients, and room for a piece of both moments. */
  readonly #room: VectorMemory
  readonly #pieces: { m: Float32Array; v: Float32Array }
  readonly #values: Record<string, Value> = {}
  readonly #moments = new Map<string, { m: Moment; v: Moment }>()

  constructor(runtime: Runtime, options: AdamWOptions, shapes: Shapes) {
    this.#runtime = runtime
    this.#options = options
    this.#shapes = shapes
    const lengths = [...shapes.values()].map(elementsOf)
    this.#room = new VectorMemory([PIECE, PIECE, ...lengths, ...lengths])
    this.#pieces = { m: this.#room.array(PIECE), v: this.#room.array(PIECE) }
    for (const [name, shape] of shapes) {
      const length = elementsOf(shape)
      const moment = (signed: boolean) => (length < SMALLEST ? plain(length) : new EightBitArray(length, { signed }))
      this.#moments.set(name, { m: moment(true), v: moment(false) })
    }
  }

  async place(values: ReadonlyMap<string, HostTensor>): Promise<void> {
    for (const [name, { shape, data }] of values) {
      const value = this.#room.array(data.length)
      value.set(data as Float32Array)
      this.#values[name] = await this.#runtime.upload(floats(value, shape))
    }
  }

  async gradientRoom(): Promise<Record<string, Value>> {
    const room: Record<string, Value> = {}
    for (const [name, shape] of this.#shapes)
      room[name] = await this.#runtime.upload(floats(this.#room.array(elementsOf(shape)), shape))
    return room
  }

  values(): Record<string, Value> {
    return { ...this.#values }
  }

  async apply(gradients: Readonly<Record<string, Value>>, step: StepAt): Promise<number> {
    const read = async (value: Value) => (await value.read()) as Float32Array
    const found = new Map<string, Float32Array>()
    for (const name of this.#shapes.keys()) found.set(name, await read(at(gradients, name)))
    const norm = normOf([...found.values()])
    checkFinite(step, norm)
    const inputs = adamWInputs(step.step, step.learningRate, norm, this.#options)
    for (const [name, gradient] of found) {
      const weightDecay = weightDecayOf(this.#shapes.get(name) ?? [], this.#options)
      const value = await read(at(this.#values, name))
      const { m, v } = this.#momentsOf(name)
      for (let from = 0; from < value.length; from += PIECE) {
        const count = Math.min(PIECE, value.length - from)
        const [mean, square] = [this.#pieces.m.subarray(0, count), this.#pieces.v.subarray(0, count)]
        m.read(from, mean)
        v.read(from, square)
        const parts = {
          value: value.subarray(from, from + count),
          gradient: gradient.subarray(from, from + count),
          m: mean,
          v: square,
        }
        adamWInPlace(this.#room, [{ ...parts, weightDecay }], inputs, this.#options)
        m.write(from, mean)
        v.write(from, square)
      }
    }
    return norm
  }

  /** Moments as float32, and beside those in 8 bits their scales, by which they find their levels again. */
  async copy(): Promise<Record<string, HostTensor>> {
    const copy: Record<string, HostTensor> = {}
    for (const [name, shape] of this.#shapes) {
      copy[name] = floats(((await at(this.#values, name).read()) as Float32Array).slice(), shape)
      for (const [kind, moment] of Object.entries(this.#momentsOf(name))) {
        const whole = new Float32Array(elementsOf(shape))
        moment.read(0, whole)
        copy[`${name}.${kind}`] = floats(whole, shape)
        if (moment instanceof EightBitArray)
          copy[`${name}.${kind}.scales`] = floats(moment.scales.slice(), [moment.scales.length])
      }
    }
    return copy
  }

  async restore(saved: Readonly<Record<string, HostTensor>>): Promise<void> {
    checkSaved(this.#shapes, saved)
    const data = (name: string) => saved[name]?.data as Float32Array
    for (const name of this.#shapes.keys()) {
      ;((await at(this.#values, name).read()) as Float32Array).set(data(name))
      for (const [kind, moment] of Object.entries(this.#momentsOf(name))) {
        const scales = saved[`${name}.${kind}.scales`]?.data as Float32Array | undefined
        if (moment instanceof EightBitArray)
          moment.write(0, data(`${name}.${kind}`), scales && ((block) => at(scales, block)))
        else moment.write(0, data(`${name}.${kind}`))
      }
    }
  }

  async dispose(): Promise<void> {
    for (const value of Object.values(this.#values)) value.dispose()
  }

  #momentsOf(name: string): { m: Moment; v: Moment } {
    return this.#moments.get(name) as { m: Moment; v: Moment } // made for every shape
  }
}

function plain(length: number): Moment {
  const array = new Float32Array(length)
  return {
    read: (start, out) => out.set(array.subarray(start, start + out.length)),
    write: (start, values) => array.set(values, start),
  }
}
