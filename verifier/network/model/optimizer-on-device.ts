import { at } from '../../../src/core/absence.js'
import {
  type AdamWOptions,
  adamW,
  adamWInputs,
  concat,
  defineGraph,
  globalNorm,
  input,
  reshape,
  slice,
  type Tensor,
} from '../graph/index.js'
import { floats, type HostTensor, type Program, type Runtime, type Value } from '../runtime/runtime.js'
import { scalarOf } from './gradient-source.js'
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

/**
 * The state of a runtime with memory of its own. Every operator there costs a dispatch however little it works on, and an adapter is hundreds of
 * small matrices: they are stepped laid end to end, as a few long vectors. The network gets them back as slices.
 */
export async function startOnDevice(
  runtime: Runtime,
  options: AdamWOptions,
  values: ReadonlyMap<string, HostTensor>,
): Promise<OptimizerState> {
  const state = new OptimizerOnDevice(runtime, options, shapesOf(values))
  await state.place((name, moment) => (moment === undefined ? (values.get(name)?.data as Float32Array) : undefined))
  return state
}

/** Values up to so many elements are laid end to end, in vectors up to so many. Larger ones keep a device busy by themselves. */
const SMALL = 2 ** 18
const LONGEST = 2 ** 24

/** One vector of the state: one value, or several end to end. */
interface Stretch {
  /** Of its inputs and outputs; a value that is alone keeps its own. */
  name: string
  parts: readonly { name: string; shape: readonly number[]; start: number; end: number }[]
  shape: readonly number[]
  weightDecay: number
}

const isAlone = ({ parts }: Stretch) => parts.length === 1

/** Values of one decay that are small share a vector. */
export function stretchesOf(shapes: Shapes, options: AdamWOptions): Stretch[] {
  const open = new Map<number, string[]>()
  const groups: string[][] = []
  for (const [name, shape] of shapes) {
    const decay = weightDecayOf(shape, options)
    const size = elementsOf(shape)
    const group = open.get(decay)
    const length = group?.reduce((total, each) => total + elementsOf(shapes.get(each) ?? []), 0) ?? 0
    if (size <= SMALL && group !== undefined && length + size <= LONGEST) group.push(name)
    else {
      const own = [name]
      groups.push(own)
      if (size <= SMALL) open.set(decay, own)
    }
  }
  return groups.map((names, i) => {
    let end = 0
    const parts = names.map((name) => {
      const shape = shapes.get(name) as readonly number[] // names are the shapes' own keys
      const start = end
      end += elementsOf(shape)
      return { name, shape, start, end }
    })
    const [{ name, shape }] = parts as [(typeof parts)[number]] // a group begins with a name
    const weightDecay = weightDecayOf(shape, options)
    return parts.length === 1
      ? { name, parts, shape, weightDecay }
      : { name: `stretch ${i}`, parts, shape: [end], weightDecay }
  })
}

class OptimizerOnDevice implements OptimizerState {
  readonly #runtime: Runtime
  readonly #options: AdamWOptions
  readonly #shapes: Shapes
  readonly #stretches: readonly Stretch[]
  /** `STRETCH`, `STRETCH.m`, `STRETCH.v`. */
  #state: Record<string, Value> = {}
  /** The values that are parts of a stretch, for the network. */
  #parts: Record<string, Value> = {}
  #gather: Program | undefined
  #update: Program | undefined

  constructor(runtime: Runtime, options: AdamWOptions, shapes: Shapes) {
    this.#runtime = runtime
    this.#options = options
    this.#shapes = shapes
    this.#stretches = stretchesOf(shapes, options)
  }

  /** Puts values and moments on the device: those that are not given are 0. */
  async place(given: (name: string, moment?: 'm' | 'v') => Float32Array | undefined): Promise<void> {
    for (const stretch of this.#stretches)
      for (const moment of [undefined, 'm', 'v'] as const) {
        const whole = new Float32Array(elementsOf(stretch.shape))
        for (const { name, shape, start } of stretch.parts) {
          const data = given(name, moment)
          if (data !== undefined) whole.set(data, start)
          if (moment === undefined && !isAlone(stretch))
            this.#parts[name] = await this.#runtime.upload(floats((data as Float32Array).slice(), shape))
        }
        const name = moment === undefined ? stretch.name : `${stretch.name}.${moment}`
        this.#state[name] = await this.#runtime.upload(floats(whole, stretch.shape))
      }
  }

  /** Gradients lie where the device puts them. */
  async gradientRoom(): Promise<Record<string, Value>> {
    return {}
  }

  values(): Record<string, Value> {
    return Object.fromEntries(
      [...this.#shapes.keys()].map((name) => [name, this.#parts[name] ?? at(this.#state, name)]),
    )
  }

  async apply(gradients: Readonly<Record<string, Value>>, step: StepAt): Promise<number> {
    this.#gather ??= await this.#compileGather()
    const { norm, ...gathered } = await this.#gather.run(feedsOf(gradients))
    const gradientNorm = await scalarOf(norm as Value)
    try {
      checkFinite(step, gradientNorm)
      const alone = this.#stretches.filter(isAlone).map(({ name }) => [name, at(gradients, name)])
      const scalars = adamWInputs(step.step, step.learningRate, gradientNorm, this.#options)
      await this.#step({ ...feedsOf(Object.fromEntries(alone)), ...gathered }, scalars)
    } finally {
      for (const value of Object.values(gathered)) value.dispose()
    }
    return gradientNorm
  }

  async copy(): Promise<Record<string, HostTensor>> {
    const copy: Record<string, HostTensor> = {}
    for (const stretch of this.#stretches)
      for (const suffix of ['', '.m', '.v']) {
        const whole = (await at(this.#state, `${stretch.name}${suffix}`).read()) as Float32Array
        for (const { name, shape, start, end } of stretch.parts)
          copy[`${name}${suffix}`] = floats(whole.slice(start, end), shape)
      }
    return copy
  }

  async restore(saved: Readonly<Record<string, HostTensor>>): Promise<void> {
    checkSaved(this.#shapes, saved)
    this.#free()
    await this.place((name, moment) => saved[moment === undefined ? name : `${name}.${moment}`]?.data as Float32Array)
  }

  async dispose(): Promise<void> {
    this.#free()
    for (const program of [this.#gather, this.#update]) await program?.dispose()
  }

  /** Lays gradients end to end and takes the norm of all. */
  #compileGather(): Promise<Program> {
    const whole = this.#stretches.map((stretch) => {
      const parts = stretch.parts.map(({ name, shape }) => gradientInput(name, shape))
      return isAlone(stretch) ? parts : [concat(parts.map(flat), 0)]
    })
    const laid = this.#stretches.flatMap((stretch, i) =>
      isAlone(stretch) ? [] : [[`${stretch.name}.gradient`, at(at(whole, i), 0)] as const],
    )
    const graph = defineGraph({ ...Object.fromEntries(laid), norm: globalNorm(whole.flat()) })
    return this.#runtime.compile(graph, { keep: laid.map(([name]) => name) })
  }

  #compileUpdate(): Promise<Program> {
    const trained = this.#stretches.map(({ name, shape, weightDecay }) => ({
      name,
      value: input(name, shape),
      gradient: gradientInput(name, shape),
      weightDecay,
    }))
    const next = adamW(trained, this.#options)
    for (const stretch of this.#stretches.filter((each) => !isAlone(each)))
      for (const { name, shape, start, end } of stretch.parts)
        next[`${name}.next`] = reshape(slice(at(next, `${stretch.name}.next`), 0, start, end), shape)
    return this.#runtime.compile(defineGraph(next), { keep: Object.keys(next) })
  }

  async #step(gradients: Readonly<Record<string, Value>>, scalars: Readonly<Record<string, number>>): Promise<void> {
    this.#update ??= await this.#compileUpdate()
    const settings = Object.fromEntries(Object.entries(scalars).map(([name, x]) => [name, floats([x], [])]))
    const old = { ...this.#state, ...this.#parts }
    const into = Object.fromEntries(Object.entries(old).map(([name, value]) => [`${name}.next`, value]))
    const next = await this.#update.run({ ...this.#state, ...gradients, ...settings }, { into })
    const nextOf = (names: readonly string[]) =>
      Object.fromEntries(names.map((name) => [name, at(next, `${name}.next`)]))
    this.#parts = nextOf(Object.keys(this.#parts))
    this.#state = nextOf(Object.keys(this.#state))
  }

  #free(): void {
    for (const value of [...Object.values(this.#state), ...Object.values(this.#parts)]) value.dispose()
  }
}

const flat = (x: Tensor): Tensor => reshape(x, [elementsOf(x.shape as readonly number[])]) // trained values have known shapes

const gradientInput = (name: string, shape: readonly number[]): Tensor => input(`${name}.gradient`, shape)

const feedsOf = (gradients: Readonly<Record<string, Value>>) =>
  Object.fromEntries(Object.entries(gradients).map(([name, value]) => [`${name}.gradient`, value]))
