import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../src/core/statistics/random.js'
import { mean } from '../../../src/core/statistics/statistics.js'

const many = (draw: () => number) => Array.from({ length: 20_000 }, draw)

describe('seededRandom', () => {
  it('repeats for a seed and differs between seeds', () => {
    const first = (seed: string | number) => many(seededRandom(seed).uniform).slice(0, 5)
    expect(first('a')).toEqual(first('a'))
    expect(first('a')).not.toEqual(first('b'))
    expect(first(1)).not.toEqual(first(2))
  })

  it('draws the numbers that are on record for a seed, whatever letters are in it', () => {
    const drawn = [0, 'gsm8k 17', 'fold:É½ 🙂', '\ud800'].map((seed) => seededRandom(seed).int(2 ** 31 - 1))
    expect(drawn).toEqual([420746144, 1424209572, 1244287532, 867904125])
  })

  it('draws uniform and normal numbers', () => {
    const random = seededRandom(7)
    expect(mean(many(random.uniform))).toBeCloseTo(0.5, 1.5)
    const normal = many(random.normal)
    expect(mean(normal)).toBeCloseTo(0, 1.3)
    expect(mean(normal.map((x) => x * x))).toBeCloseTo(1, 1)
    expect(new Set(many(() => random.int(3)))).toEqual(new Set([0, 1, 2]))
  })

  it('shuffles every order equally often, and leaves its input alone', () => {
    const random = seededRandom(3)
    const items = [1, 2, 3]
    const counts = new Map<string, number>()
    for (let i = 0; i < 6000; i++) {
      const order = random.shuffle(items).join('')
      counts.set(order, (counts.get(order) ?? 0) + 1)
    }
    expect(items).toEqual([1, 2, 3])
    expect(counts.size).toBe(6)
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150)
    expect(() => random.pick([])).toThrow(RangeError)
  })
})
