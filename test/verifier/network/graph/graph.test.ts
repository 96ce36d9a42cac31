import fc from 'fast-check'
import onnxProto from 'onnx-proto'
import { describe, expect, it } from 'vitest'
import * as g from '../../../../verifier/network/graph/index.js'

const { onnx } = onnxProto

describe('dimensions', () => {
  it('multiply, divide, add and bind like numbers', () => {
    const names = ['a', 'b', 'c']
    const term = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constantFrom(...names))
    const bindings = { a: 3, b: 5, c: 7 }
    const value = (dim: g.Dim) => g.bindDim(dim, bindings)
    fc.assert(
      fc.property(fc.array(term, { minLength: 1, maxLength: 5 }), term, (factors, other) => {
        const product = g.multiplyDims(...factors)
        expect(value(product)).toBe(factors.map(value).reduce((x, y) => x * y, 1))
        expect(g.multiplyDims(...factors.toReversed())).toBe(product)
        expect(g.divideDims(g.multiplyDims(product, other), other)).toBe(product)
        expect(value(g.addDims(...factors))).toBe(factors.map(value).reduce((x, y) => x + y, 0))
        expect(value(g.multiplyDims(2, g.addDims('a', 'b')))).toBe(16)
      }),
    )
    expect(() => g.divideDims('a', 'b')).toThrow(/divide/)
  })

  it('are cut into pieces that join to the whole again', () => {
    const parts = [g.pieceOf('seq', 0, 1, 3), g.pieceOf('seq', 1, 2, 3), g.pieceOf('seq', 2, 3, 3)]
    expect(parts.map((part) => g.bindDim(part, { seq: 10 }))).toEqual([3, 3, 4])
    expect(g.addDims(...parts.toReversed())).toBe('seq')
    expect(g.addDims(parts[0] as g.Dim, parts[1] as g.Dim)).toBe(g.pieceOf('seq', 0, 2, 3))
    expect(g.bindDim(g.multiplyDims(4, 'batch', parts[2] as g.Dim), { batch: 2, seq: 10 })).toBe(32)
    expect(g.isBound(parts[0] as g.Dim, { batch: 2 })).toBe(false)
    expect(g.pieceOf(10, 1, 2, 3)).toBe(3)
    expect(() => g.pieceOf('2*seq', 0, 1, 3)).toThrow(/plain dimension/)
  })

  it('are read off what is fed, and refused where they contradict each other', () => {
    const declared = [
      { name: 'x', shape: ['batch', 'seq'] },
      { name: 'mask', shape: ['batch', 'past+seq'] },
      { name: 'past', shape: ['past'] },
      { name: 'rows', shape: ['2*other'] },
    ]
    const shapes = { x: [2, 3], mask: [2, 7], past: [4], rows: [10] }
    expect(g.solveBindings(declared, shapes)).toMatchObject({ batch: 2, seq: 3, past: 4 })
    expect(() => g.solveBindings(declared, { ...shapes, mask: [2, 8] })).toThrow(/mask/)
    expect(() => g.solveBindings(declared, { ...shapes, x: [2] })).toThrow(/rank/)
    const { x: _, ...missing } = shapes
    expect(() => g.solveBindings(declared, missing)).toThrow(/not fed/)
  })
})

describe('a graph', () => {
  const x = g.input('x', ['n', 4])

  it('refuses shapes that do not fit when it is built', () => {
    expect(() => g.add(x, g.input('y', [3]))).toThrow(/broadcast/)
    expect(() => g.matmul(x, g.input('w', [3, 4]))).toThrow(/inner dimensions/)
    expect(() => g.reshape(x, ['n', 5])).toThrow(/sizes differ/)
    expect(() => g.slice(x, 1, 2, 9)).toThrow(/range/)
    expect(() => g.defineGraph({ y: g.mul(x, g.input('x', ['n', 4])) })).toThrow(/share a name/)
  })

  it('holds what its outputs need and nothing else', () => {
    const used = g.exp(x)
    g.sqrt(x)
    const { nodes, inputs } = g.defineGraph({ y: used })
    expect(nodes).toEqual([x, used])
    expect(inputs).toEqual([{ name: 'x', dtype: 'float32', shape: ['n', 4] }])
  })

  it('differentiates only toward what is trained: a frozen weight costs no product', () => {
    const frozen = g.input('frozen', [4, 4])
    const trained = g.input('trained', [4, 4])
    const loss = g.reshape(g.sum(g.matmul(g.matmul(x, trained), frozen)), [])
    const [gradient] = g.differentiate(loss, [trained])
    const products = g.topological([gradient as g.Tensor]).filter(({ operator }) => operator === 'matmul')
    expect(products.length).toBe(2)
    expect(() => g.differentiate(loss, [g.input('elsewhere', [1])])).toThrow(/does not depend/)
    expect(() => g.differentiate(x, [x])).toThrow(/one number/)
  })

  it('sums the gradients of a value that is used twice', () => {
    const a = g.scalar(3)
    const b = g.add(g.mul(a, a), a)
    const [gradient] = g.differentiate(b, [a])
    expect((gradient as g.Tensor).shape).toEqual([])
    expect(g.topological([gradient as g.Tensor]).filter(({ operator }) => operator === 'add').length).toBe(2)
  })
})

describe('ONNX', () => {
  const weight = Float32Array.from({ length: 4096 }, (_, i) => i)
  const network = () => {
    const x = g.input('x', ['n', 64])
    const w = g.constant(weight, [64, 64], 'float32', 'w')
    return g.defineGraph({ y: g.add(g.matmul(x, w), g.matmul(x, w, { transposeB: true })), same: x })
  }

  it('keeps names, named dimensions and a shared weight once', () => {
    const { model, external } = g.printOnnx(network())
    const decoded = onnx.ModelProto.decode(model).graph
    expect(external).toEqual([])
    expect(decoded?.input?.[0]?.name).toBe('x')
    expect(
      decoded?.input?.[0]?.type?.tensorType?.shape?.dim?.map((dim) => dim.dimParam || Number(dim.dimValue)),
    ).toEqual(['n', 64])
    expect(decoded?.output?.map(({ name }) => name)).toEqual(['y', 'same'])
    expect(decoded?.initializer?.filter(({ name }) => name === 'w').length).toBe(1)
    // One of the two products takes the addition in.
    expect(decoded?.node?.map(({ opType }) => opType)).toEqual(['Gemm', 'Gemm', 'Identity'])
    const fixed = onnx.ModelProto.decode(g.printOnnx(network(), { bindings: { n: 7 } }).model).graph
    expect(Number(fixed?.input?.[0]?.type?.tensorType?.shape?.dim?.[0]?.dimValue)).toBe(7)
  })

  it('puts large weights beside the model, aligned, without copying them', () => {
    const { model, external } = g.printOnnx(network(), { constants: { file: 'model.onnx_data' } })
    expect(model.length).toBeLessThan(1000)
    expect(external.map(({ path, offset }) => [path, offset])).toEqual([['model.onnx_data', 0]])
    expect(external[0]?.data.buffer).toBe(weight.buffer)
    const other = Float32Array.from({ length: 300 }, () => 1)
    const two = g.defineGraph({ z: g.add(g.sum(g.constant(weight, [4096])), g.sum(g.constant(other, [300]))) })
    const pieces = g.printOnnx(two, { constants: { file: 'd' } }).external
    expect(pieces.map(({ offset }) => offset)).toEqual([0, 16384])
  })
})

describe('AdamW', () => {
  it('as a loop moves as PyTorch does', () => {
    // torch.optim.AdamW([1, -2], lr=0.1, weight_decay=0.1) with gradients [0.5, -1], three times
    const one = {
      value: Float32Array.of(1, -2),
      gradient: Float32Array.of(0.5, -1),
      m: new Float32Array(2),
      v: new Float32Array(2),
      weightDecay: 0.1,
    }
    for (let step = 1; step <= 3; step++) g.adamWInPlace(new g.VectorMemory(), [one], g.adamWInputs(step, 0.1, 1))
    expect(one.value[0]).toBeCloseTo(0.6732891, 5)
    expect(one.value[1]).toBeCloseTo(-1.6435881, 5)
  })

  it('cuts the gradients together', () => {
    expect(g.normOf([Float32Array.of(3), Float32Array.of(0, 4, 0, 0, 0)])).toBe(5)
    expect(g.adamWInputs(1, 0.1, 5, { maxNorm: 1 }).clip).toBeCloseTo(0.2, 5)
    expect(g.adamWInputs(1, 0.1, 0.5, { maxNorm: 1 }).clip).toBe(1)
  })
})
