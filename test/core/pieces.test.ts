import { describe, expect, it } from 'vitest'
import { finishInTurns, type Pieces } from '../../src/core/pieces.js'

/** Each piece takes longer than a slice. */
function* slow(pieces: number, onPiece: () => void): Pieces<number> {
  for (let i = 0; i < pieces; i++) {
    const from = performance.now()
    while (performance.now() - from < 6);
    onPiece()
    yield
  }
  return pieces
}

describe('work in turns', () => {
  it('of many at once, one goes on in a turn of the event loop', async () => {
    let running = true
    let inTurn = 0
    const perTurn: number[] = []
    const watch = () => {
      perTurn.push(inTurn)
      inTurn = 0
      if (running) setImmediate(watch)
    }
    const all = Array.from({ length: 8 }, () => finishInTurns(slow(4, () => inTurn++)))
    // All began at once; from here on they take turns.
    inTurn = 0
    setImmediate(watch)
    expect(await Promise.all(all)).toEqual(Array(8).fill(4))
    running = false
    expect(Math.max(...perTurn)).toBe(1)
  })

  it('of many short ones in a row, each awaited, gives others a turn as of a long one', async () => {
    let turns = 0
    let running = true
    const watch = () => {
      turns++
      if (running) setImmediate(watch)
    }
    setImmediate(watch)
    for (let i = 0; i < 8; i++) await finishInTurns(slow(1, () => undefined))
    running = false
    expect(turns).toBeGreaterThanOrEqual(7)
  })
})
