import * as g from '../../../../verifier/network/graph/index.js'
import { openOnnx } from '../../../../verifier/network/runtime/onnx.js'
import type { HostTensor, Runtime } from '../../../../verifier/network/runtime/runtime.js'

/*
 * The numerics suite: every operator and every fused form, its value and its gradient, on any runtime. ONNX Runtime's CPU
 * is what the others are held against; it is itself held against finite differences and against tfjs's own gradients.
 */

export interface Case {
  name: string
  /** Inputs by name: shape, and the range its numbers are drawn from. */
  inputs: Record<string, { shape: number[]; from?: number; to?: number; integer?: boolean }>
  build: (inputs: Record<string, g.Tensor>) => g.Tensor
  /** Inputs that carry a gradient (default: all float ones). */
  gradients?: string[]
}

const float = (...shape: number[]) => ({ shape })
const positive = (...shape: number[]) => ({ shape, from: 0.5, to: 2 })
const index = (below: number, ...shape: number[]) => ({ shape, from: 0, to: below, integer: true })

const quantized = g.constant(
  Uint8Array.from({ length: 4 * 32 }, (_, i) => (i * 73 + 11) % 256),
  [4, 64],
  'uint4',
)
const bytes = g.constant(
  Int8Array.from({ length: 4 * 64 }, (_, i) => ((i * 73 + 11) % 255) - 127),
  [4, 64],
  'int8',
)
const levels = Float32Array.from({ length: 16 }, (_, i) => Math.tanh((i - 7) / 5))
const get = (inputs: Record<string, g.Tensor>, name: string) => inputs[name] as g.Tensor

/** Shorthand: a case over one or two float inputs. */
const of1 = (name: string, shape: number[], build: (x: g.Tensor) => g.Tensor, range = {}): Case => ({
  name,
  inputs: { x: { shape, ...range } },
  build: (inputs) => build(get(inputs, 'x')),
})
const of2 = (name: string, a: number[], b: number[], build: (a: g.Tensor, b: g.Tensor) => g.Tensor): Case => ({
  name,
  inputs: { a: positive(...a), b: positive(...b) },
  build: (inputs) => build(get(inputs, 'a'), get(inputs, 'b')),
})
const products = [false, true].flatMap((transposeA) =>
  [false, true].flatMap((transposeB) =>
    [[], [2, 3]].map((batch) =>
      of2(
        `matmul ${transposeA} ${transposeB} rank ${batch.length + 2}`,
        [...batch, ...(transposeA ? [5, 4] : [4, 5])],
        [...batch, ...(transposeB ? [3, 5] : [5, 3])],
        (a, b) => g.matmul(a, b, { transposeA, transposeB }),
      ),
    ),
  ),
)

export const cases: readonly Case[] = [
  of2('add broadcasting', [2, 1, 3], [4, 1], g.add),
  of2('sub broadcasting', [3], [2, 3], g.sub),
  of2('mul broadcasting', [2, 3], [2, 1], g.mul),
  of2('div broadcasting', [2, 3], [3], g.div),
  of2('where and less', [2, 3], [2, 3], (a, b) => g.where(g.less(a, b), g.mul(a, a), g.mul(b, 3))),
  of1('floor', [7], (x) => g.mul(x, g.floor(x)), { from: 0.1, to: 2.9 }),
  of1('exp', [2, 3], g.exp),
  of1('sqrt', [2, 3], g.sqrt, { from: 0.5, to: 2 }),
  of1('sin and cos', [2, 3], (x) => g.mul(g.sin(x), g.cos(x))),
  of1('sigmoid', [2, 3], g.sigmoid),
  of1('cast', [6], (x) => g.mul(x, g.cast(g.cast(g.mul(x, 3), 'int32'), 'float32')), { from: 1.1, to: 1.3 }),
  of1('sum of an axis', [2, 3, 4], (x) => g.sum(x, [1])),
  of1('sum of all', [2, 3], (x) => g.sum(x)),
  of1('softmax', [3, 5], g.softmax),
  of1('log softmax', [3, 5], g.logSoftmax),
  ...products,
  of2('matmul of a broadcast matrix', [2, 3, 4], [4, 5], (a, b) => g.matmul(a, b)),
  of1('reshape', [2, 6], (x) => g.mul(g.reshape(x, [3, 4]), g.reshape(x, [3, 4]))),
  of1('transpose', [2, 3, 4], (x) => g.transpose(x, [2, 0, 1])),
  of1('expand', [3, 1], (x) => g.expand(x, [2, 3, 4])),
  of1('slice', [3, 5], (x) => g.slice(x, 1, 1, 4)),
  ...[0, 2, 9].map((count) => ({
    name: `last places, ${count} of them`,
    inputs: { x: float(2, 5, 3) },
    build: (i: Record<string, g.Tensor>) =>
      g.lastPlaces(get(i, 'x'), g.constant(BigInt64Array.of(BigInt(count)), [], 'int64'), count === 2 ? 2 : 5),
    gradients: [],
  })),
  of1('pad', [3, 2], (x) => g.pad(x, 1, 1, 2)),
  of2('concat', [2, 3], [2, 2], (a, b) => g.concat([a, b, a], 1)),
  of1('iota', [4, 3], (x) => g.mul(x, g.cast(g.reshape(g.iota(4), [4, 1]), 'float32'))),
  {
    name: 'gather with equal indices',
    inputs: { table: float(5, 3), at: index(5, 2, 7) },
    build: (i) => g.gather(get(i, 'table'), get(i, 'at')),
  },
  {
    name: 'scatterAdd with equal indices',
    inputs: { x: float(2, 7, 3), at: index(4, 2, 7) },
    build: (i) => g.scatterAdd(get(i, 'x'), get(i, 'at'), 4),
  },
  { name: 'take', inputs: { x: float(4, 6), at: index(6, 4) }, build: (i) => g.take(get(i, 'x'), get(i, 'at')) },
  {
    name: 'addAt',
    inputs: { x: float(4, 6), at: index(6, 4), u: float(4) },
    build: (i) => g.addAt(get(i, 'x'), get(i, 'at'), get(i, 'u')),
  },
  {
    name: 'dequantize 4 bits',
    inputs: { scales: positive(4, 2) },
    build: (i) => g.dequantize(quantized, get(i, 'scales'), { block: 32, zeroPoint: 8 }),
  },
  {
    name: 'dequantize 4 bits with a minimum',
    inputs: { scales: positive(4, 2), minimum: float(4, 2) },
    build: (i) => g.dequantize(quantized, get(i, 'scales'), { block: 32, minimum: get(i, 'minimum') }),
  },
  {
    name: 'dequantize 4 bits with levels',
    inputs: { scales: positive(4, 1) },
    build: (i) => g.dequantize(quantized, get(i, 'scales'), { block: 64, levels }),
  },
  {
    name: 'dequantize 8 bits',
    inputs: { scales: positive(4, 2) },
    build: (i) => g.dequantize(bytes, get(i, 'scales'), { block: 32 }),
  },
  {
    name: 'matmulNBits',
    inputs: { x: float(3, 64), scales: positive(4, 2) },
    build: (i) => g.matmulNBits(get(i, 'x'), quantized, get(i, 'scales'), 32),
    gradients: ['x'],
  },
  of2('rmsNorm', [3, 8], [8], (x, w) => g.rmsNorm(g.sub(x, 1), w, 1e-5)),
  {
    name: 'rotate',
    inputs: { x: float(2, 3, 2, 4), cos: float(6, 2), sin: float(6, 2) },
    build: (i) => g.rotate(get(i, 'x'), get(i, 'cos'), get(i, 'sin')),
    gradients: ['x'],
  },
  of1('gelu', [3, 5], (x) => g.gelu(g.mul(x, 3))),
  of2('siluGate', [3, 5], [3, 5], (a, b) => g.siluGate(g.sub(a, 1), b)),
  {
    name: 'attention with grouped heads and packed documents',
    inputs: { q: float(2, 6, 4, 8), k: float(2, 2, 6, 8), v: float(2, 2, 6, 8) },
    build: (i) => {
      const reach = g.constant(Int32Array.of(3, 3, 3, 6, 6, 6, 6, 2, 4, 4, 6, 0), [2, 6], 'int32')
      return g.attention(get(i, 'q'), get(i, 'k'), get(i, 'v'), g.reachBias(reach))
    },
  },
  {
    name: 'attention over a cache',
    inputs: { q: float(1, 2, 2, 8), k: float(1, 2, 5, 8), v: float(1, 2, 5, 8) },
    build: (i) => {
      const mask = g.constant(Int32Array.of(0, 1, 1, 1, 1), [1, 5], 'int32')
      return g.attention(get(i, 'q'), get(i, 'k'), get(i, 'v'), g.cacheBias(mask, 2, 3, 4))
    },
  },
  {
    name: 'crossEntropy',
    inputs: { logits: float(4, 6), targets: index(6, 4), weights: positive(4) },
    build: (i) => g.crossEntropy(get(i, 'logits'), get(i, 'targets'), get(i, 'weights')),
    gradients: ['logits'],
  },
  {
    name: 'dropout',
    inputs: { x: float(6, 5), rows: index(4093, 6, 2), columns: index(4093, 2, 5) },
    build: (i) => {
      const whole = (name: string) => g.cast(get(i, name), 'float32')
      return g.dropout(get(i, 'x'), whole('rows'), whole('columns'), 0.3)
    },
  },
  of1('globalNorm', [3, 5], (x) => g.globalNorm([x, g.mul(x, 2)])),
]

/** A small seeded generator (mulberry32), uniform in [0, 1). */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** The numbers that are fed to a case. */
export function feedsOf(test: Case): Record<string, HostTensor> {
  const random = seeded(test.name.length)
  return Object.fromEntries(
    Object.entries(test.inputs).map(([name, { shape, from = -1, to = 1, integer }]) => {
      const size = shape.reduce((a, b) => a * b, 1)
      const draw = () => from + (to - from) * random()
      return integer
        ? [name, { dtype: 'int32', shape, data: Int32Array.from({ length: size }, () => Math.floor(draw())) }]
        : [name, { dtype: 'float32', shape, data: Float32Array.from({ length: size }, draw) }]
    }),
  )
}

/** The case's value y, the scalar sum(y * w) for a fixed w, and the scalar's gradient for every input that has one. */
export function graphOf(test: Case): { graph: g.Graph; gradients: string[] } {
  const inputs = Object.fromEntries(
    Object.entries(test.inputs).map(([name, { shape, integer }]) => [
      name,
      g.input(name, shape, integer ? 'int32' : 'float32'),
    ]),
  )
  const y = test.build(inputs)
  const size = (y.shape as number[]).reduce((a, b) => a * b, 1)
  const w = g.constant(
    Float32Array.from({ length: size }, (_, i) => Math.cos(i + 1)),
    y.shape as number[],
  )
  const loss = g.reshape(g.sum(g.mul(y, w)), [])
  const gradients = test.gradients ?? Object.keys(inputs).filter((name) => !test.inputs[name]?.integer)
  const found = g.differentiate(
    loss,
    gradients.map((name) => inputs[name] as g.Tensor),
  )
  const outputs = Object.fromEntries(gradients.map((name, i) => [`d ${name}`, found[i] as g.Tensor]))
  return { graph: g.defineGraph({ y, loss, ...outputs }), gradients }
}

export async function runCase(runtime: Runtime, test: Case): Promise<Record<string, Float32Array>> {
  const { graph } = graphOf(test)
  const program = await runtime.compile(graph)
  const values = await program.run(feedsOf(test))
  const read: Record<string, Float32Array> = {}
  for (const [name, value] of Object.entries(values)) {
    read[name] = Float32Array.from((await value.read()) as Float32Array)
    value.dispose()
  }
  await program.dispose()
  return read
}

/** The largest difference between two sets of results, relative to the size of the numbers. */
export function difference(a: Record<string, Float32Array>, b: Record<string, Float32Array>): number {
  let worst = 0
  for (const [name, x] of Object.entries(a)) {
    const y = b[name]
    if (y === undefined || y.length !== x.length) return Number.POSITIVE_INFINITY
    const size = Math.max(1, ...x.map(Math.abs))
    x.forEach((value, i) => {
      const gap = Math.abs(value - (y[i] as number)) / size
      if (!(gap <= worst)) worst = Number.isNaN(gap) ? Number.POSITIVE_INFINITY : gap
    })
  }
  return worst
}

/** Runs every case on `runtime` and on ONNX Runtime's CPU; returns the relative difference of each. */
export async function compareWithOnnxCpu(runtime: Runtime): Promise<{ name: string; difference: number }[]> {
  const reference = await openOnnx()
  const found: { name: string; difference: number }[] = []
  for (const test of cases)
    found.push({
      name: test.name,
      difference: difference(await runCase(reference, test), await runCase(runtime, test)),
    })
  return found
}
