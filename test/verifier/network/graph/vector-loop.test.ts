import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lanes, VectorMemory, vectorLoop } from '../../../../verifier/network/graph/index.js'

const { add, sub, mul, div, sqrt } = lanes
const f = Math.fround

/** y = a x + y, then x = sqrt(y / 3) - x, which sees the new y. */
const loop = vectorLoop(['x', 'y'], ['a', 'three'], ({ x, y }, { a, three }) => ({
  y: add(mul(a, x), y),
  x: sub(sqrt(div(y, three)), x),
}))
const expected = (x: Float32Array, y: Float32Array) => {
  const nextY = y.map((value, i) => f(f(1.5 * f(x[i] as number)) + value))
  return { y: nextY, x: x.map((value, i) => f(f(Math.sqrt(f((nextY[i] as number) / 3))) - value)) }
}

describe('a vector loop', () => {
  it('computes what the formula says, wherever the arrays lie', () => {
    const numbers = (length: number, seed: number) =>
      Float32Array.from({ length }, (_, i) => 1 + Math.abs(Math.sin(i * 1.7 + seed)))
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000 }), fc.boolean(), fc.boolean(), (length, xInside, yInside) => {
        const room = new VectorMemory([length, length, 1])
        const [x, y] = [xInside, yInside].map((inside) => (inside ? room.array(length) : new Float32Array(length)))
        const neighbour = room.array(1)
        x?.set(numbers(length, 1))
        y?.set(numbers(length, 2))
        const arrays = { x: x as Float32Array, y: y as Float32Array }
        const wanted = expected(arrays.x, arrays.y)
        loop(room, arrays, { a: 1.5, three: 3 })
        expect(arrays).toEqual(wanted)
        expect(neighbour[0]).toBe(0)
      }),
      { numRuns: 40 },
    )
  })

  it('works with ordinary arrays once the memory is full', () => {
    const room = new VectorMemory([100])
    const inside = room.array(100)
    let other = room.array(100)
    while (other.buffer === inside.buffer) other = room.array(100)
    other.fill(2)
    loop(room, { x: other, y: inside }, { a: 1, three: 3 })
    expect(inside[99]).toBe(2)
  })
})
