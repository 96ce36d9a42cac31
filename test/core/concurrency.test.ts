import { setImmediate as turn } from 'node:timers/promises'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mapConcurrent, take, untilStopped } from '../../src/core/concurrency.js'

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}

describe('mapConcurrent', () => {
  it('keeps input order however long each call takes, and never exceeds its bounds', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 40 }),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 12 }),
        async (delays, concurrency, window) => {
          let running = 0
          let most = 0
          let ahead = 0
          let taken = 0
          const input = delays.map((delay, i) => ({ delay, i }))
          const results = mapConcurrent(input, { concurrency, window }, async ({ delay, i }) => {
            most = Math.max(most, ++running)
            ahead = Math.max(ahead, i - taken)
            for (let k = 0; k < delay; k++) await turn()
            running--
            return i
          })
          const order: number[] = []
          for await (const i of results) {
            order.push(i)
            taken++
          }
          expect(order).toEqual(delays.map((_, i) => i))
          expect(most).toBeLessThanOrEqual(concurrency)
          expect(ahead).toBeLessThanOrEqual(window)
        },
      ),
      { numRuns: 50 },
    )
  })

  it('ends with the first rejection after what is in flight has settled, and starts nothing more', async () => {
    let started = 0
    let finished = 0
    const endless = (function* () {
      for (let i = 0; ; i++) yield i
    })()
    const results = mapConcurrent(endless, { concurrency: 3 }, async (i) => {
      started++
      await turn()
      if (i === 5) throw new Error('sixth')
      await turn()
      finished++
      return i
    })
    await expect(collect(results)).rejects.toThrow('sixth')
    expect(finished).toBe(started - 1)
    const before = started
    await turn()
    expect(started).toBe(before)
  })

  it('stops taking input when the signal fires', async () => {
    const stop = new AbortController()
    const results = mapConcurrent([1, 2, 3, 4], { concurrency: 1, window: 1, signal: stop.signal }, async (i) => {
      if (i === 2) stop.abort(new Error('enough'))
      return i
    })
    await expect(collect(results)).rejects.toThrow('enough')
  })

  it('can be left early', async () => {
    for await (const i of mapConcurrent([1, 2, 3], { concurrency: 2 }, async (item) => item)) {
      expect(i).toBe(1)
      break
    }
  })
})

describe('a stream that is cut short', () => {
  let asked = 0
  const counted = async function* () {
    for (asked = 1; ; asked++) yield asked
  }

  it('take asks for no item more than it gives', async () => {
    expect([await collect(take(counted(), 2)), asked]).toEqual([[1, 2], 2])
  })

  it('untilStopped waits no longer for an item that does not come', async () => {
    const stop = new AbortController()
    const silent = async function* () {
      yield 1
      stop.abort()
      await new Promise(() => {})
    }
    expect(await collect(untilStopped(silent(), stop.signal))).toEqual([1])
  })
})
