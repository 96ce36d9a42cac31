import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../../src/core/statistics/random.js'
import {
  add,
  defineGraph,
  exp,
  input,
  matmul,
  mul,
  peakBytes,
  reshape,
  sum,
} from '../../../../verifier/network/graph/index.js'
import { newLora } from '../../../../verifier/network/model/adapters/new.js'
import { packBatch } from '../../../../verifier/network/model/batch.js'
import { bytesFrom, demandOf, fitMemory } from '../../../../verifier/network/train/memory.js'
import { randomSequences, tinyNetwork } from '../model/tiny.js'

describe('the most bytes that are alive at once', () => {
  const x = input('x', ['n', 4])

  it('counts what a later node needs, and nothing twice', () => {
    // Of [8, 4] float32, 128 bytes: exp(x) is written, doubled where it lies, and summed.
    expect(peakBytes(defineGraph({ y: sum(mul(exp(x), 2)) }), { n: 8 })).toBe(128 + 4)
    // exp(x) is needed once more: both it and its double are there.
    const e = exp(x)
    expect(peakBytes(defineGraph({ y: add(mul(e, 2), e) }), { n: 8 })).toBe(256)
  })

  it('takes a reshape for a view, and a product for memory of its own', () => {
    const e = reshape(exp(x), [4, 'n'])
    expect(peakBytes(defineGraph({ y: matmul(e, x) }), { n: 8 })).toBe(128 + 64)
  })
})

describe('how many layers are computed again', () => {
  const network = tinyNetwork({ num_hidden_layers: 6 })
  const adapter = newLora(network, { rank: 2, targetModules: 'all-linear' }, seededRandom(1).uniform)
  const batch = packBatch(randomSequences(64, 100), 100)
  const demand = { network, adapter, loss: { kind: 'likelihood' }, batch } as const
  const needs = Array.from({ length: 7 }, (_, layers) => demandOf(demand, layers))

  it('each one takes from the need', () => {
    for (let layers = 1; layers <= 6; layers++) expect(needs[layers]).toBeLessThan(needs[layers - 1] as number)
  })

  it('as few as the budget allows; what is held already counts; too little is refused with what would do', () => {
    for (const [layers, bytes] of needs.entries()) {
      expect(fitMemory(demand, bytes, 0).layers).toBe(layers)
      expect(fitMemory(demand, bytes + 1000, 1000).layers).toBe(layers)
    }
    const least = needs[6] as number
    expect(() => fitMemory(demand, least - 1, 0)).toThrow(/does not fit.*all layers computed again.*--batch-size/s)
  })

  it('sizes as people write them', () => {
    expect([bytesFrom('6GB'), bytesFrom('1.5 GiB'), bytesFrom('500mb')]).toEqual([6e9, 1.5 * 2 ** 30, 5e8])
    expect(['6', 'GB', '6 GBs', '-1GB'].map(bytesFrom)).toEqual([undefined, undefined, undefined, undefined])
  })
})
