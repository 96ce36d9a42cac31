import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../../src/core/statistics/random.js'
import { defineGraph, dropout, input } from '../../../../verifier/network/graph/index.js'
import { packBatch } from '../../../../verifier/network/model/batch.js'
import { dropoutRows } from '../../../../verifier/network/model/placement.js'
import { rowLength } from '../../../../verifier/network/model/rows.js'
import { openTrainer } from '../../../../verifier/network/model/trainer.js'
import { openOnnx } from '../../../../verifier/network/runtime/onnx.js'
import { floats } from '../../../../verifier/network/runtime/runtime.js'
import { randomSequences, tinyNetwork } from './tiny.js'

describe('packBatch', () => {
  it('wastes little, keeps every token once, and weighs the targets to one', () => {
    const random = seededRandom(4)
    const sequences = Array.from({ length: 40 }, (_, i) => ({
      tokens: Array.from({ length: 1 + random.int(30) }, () => i),
      weights: 1,
    }))
    const batch = packBatch(sequences, 64, { paddingToken: 99 })
    const used = sequences.reduce((sum, { tokens }) => sum + tokens.length, 0)
    expect(batch.tokens.filter((token) => token !== 99).length).toBe(used)
    expect(batch.batch).toBeLessThanOrEqual(Math.ceil(used / 64) + 1)
    expect(batch.weights.reduce((a, b) => a + b)).toBeCloseTo(1, 5)
    batch.rows.forEach((row, i) => {
      expect(batch.tokens[row + 1]).toBe(batch.expected[i])
      expect(batch.tokens[row]).toBe(batch.expected[i])
    })
    expect(() => packBatch([{ tokens: [1, 2, 3], weights: 1 }], 2)).toThrow(/does not fit/)
  })

  it('makes rows long enough for attention in pieces, which changes no step', async () => {
    const runtime = await openOnnx()
    const batches = [2, 3, 9].map((length) => packBatch(randomSequences(2, length), length))
    expect(batches.map(({ seq }) => seq)).toEqual([4, 4, 9])
    const steps = async (pieces: number, recompute: boolean) => {
      const trainer = await openTrainer(runtime, tinyNetwork(), { pieces, recompute })
      const found: { loss: number; gradientNorm: number }[] = []
      for (const batch of batches) found.push(await trainer.step([batch], { step: 1, learningRate: 0 }))
      await trainer.dispose()
      return found
    }
    const [whole, pieces, again] = [await steps(1, false), await steps(4, false), await steps(4, true)]
    for (const [i, { loss, gradientNorm }] of whole.entries())
      for (const found of [pieces, again]) {
        expect(found[i]?.loss).toBeCloseTo(loss, 5)
        expect((found[i]?.gradientNorm ?? 0) / gradientNorm).toBeCloseTo(1, 5)
      }
  })

  it('refuses a row too short for its pieces rather than computing with what is not there', async () => {
    const trainer = await openTrainer(await openOnnx(), tinyNetwork(), { pieces: 5 })
    const short = packBatch(randomSequences(1, 4), 4)
    await expect(trainer.step([short], { step: 1, learningRate: 0 })).rejects.toThrow(/row of 4/)
    await trainer.dispose()
  })

  it('never lets packed sequences see each other', async () => {
    const trainer = await openTrainer(await openOnnx(), tinyNetwork())
    const sequences = randomSequences(6, 9)
    const packed = packBatch(sequences, 32)
    expect(packed.batch).toBeLessThan(sequences.length)
    const together = await trainer.logProbabilities(packed)
    const found = new Map<string, number[]>()
    packed.rows.forEach((row, i) => {
      const start = row - (packed.positions[row] as number)
      const key = `${packed.tokens.slice(start, start + 7)}`
      found.set(key, [...(found.get(key) ?? []), together[i] as number])
    })
    for (const sequence of sequences) {
      const alone = await trainer.logProbabilities(packBatch([sequence], sequence.tokens.length))
      const logs = found.get(`${sequence.tokens.slice(0, 7)}`) as number[]
      expect(logs.length).toBe(alone.length)
      alone.forEach((log, i) => {
        expect(logs[i]).toBeCloseTo(log, 4)
      })
    }
    await trainer.dispose()
  })
})

describe('rowLength', () => {
  const cells = (lengths: readonly number[], seq: number) => {
    const { batch } = packBatch(
      lengths.map((length) => ({ tokens: Array.from({ length }, () => 1), weights: 1 })),
      seq,
    )
    return batch * seq
  }

  it('leaves little padding where lengths differ', () => {
    const random = seededRandom(7)
    let [used, longest, chosen] = [0, 0, 0]
    for (let trial = 0; trial < 50; trial++) {
      const lengths = Array.from({ length: 8 }, () => 20 + random.int(60))
      used += lengths.reduce((a, b) => a + b)
      longest += cells(lengths, Math.max(...lengths))
      chosen += cells(lengths, rowLength(lengths))
    }
    expect(longest / used).toBeGreaterThan(1.2)
    expect(chosen / used).toBeLessThan(1.03)
  })

  it('wastes less in wider networks, where longer rows cost less beside the rest', () => {
    const random = seededRandom(8)
    const padding = (width: number) => {
      let [used, places] = [0, 0]
      for (let trial = 0; trial < 50; trial++) {
        const lengths = Array.from({ length: 16 }, () => Math.round(Math.exp(5.6 + 0.5 * random.normal())))
        used += lengths.reduce((a, b) => a + b)
        places += cells(lengths, rowLength(lengths, width))
      }
      return 1 - used / places
    }
    expect(padding(2048)).toBeLessThan(0.03)
    expect(padding(576)).toBeLessThan(0.05)
    expect(padding(256)).toBeLessThan(0.07)
  })

  it('keeps rows short where equal lengths leave no padding, and never shorter than the longest', () => {
    expect(rowLength([128, 128, 128, 128])).toBe(128)
    expect(rowLength([5])).toBe(5)
    expect(rowLength([4000, 3, 3])).toBe(4006)
    expect(rowLength([4000, 4000])).toBe(4000)
  })
})

describe('dropout', () => {
  it('lets the asked share fall out, elsewhere each step, and keeps the sum on average', async () => {
    const [n, d, rate] = [256, 96, 0.1]
    const columns = input('columns', [2, d])
    const graph = defineGraph({ y: dropout(input('x', [n, d]), input('rows', [n, 2]), columns, rate) })
    const program = await (await openOnnx()).compile(graph)
    const ones = floats(new Float32Array(n * d).fill(1), [n, d])
    const random = seededRandom(8).uniform
    const fixed = floats(
      Float32Array.from({ length: 2 * d }, () => Math.floor(random() * 4093)),
      [2, d],
    )
    const masks: Float32Array[] = []
    for (let step = 0; step < 4; step++) {
      const { y } = await program.run({ x: ones, rows: dropoutRows(n, random), columns: fixed })
      masks.push((await y?.read()) as Float32Array)
    }
    for (const mask of masks) {
      expect(mask.filter((x) => x === 0).length / mask.length).toBeCloseTo(rate, 2)
      expect(mask.reduce((a, b) => a + b) / mask.length).toBeCloseTo(1, 2)
    }
    const [first, second] = masks as [Float32Array, Float32Array]
    const both = first.filter((x, i) => x === 0 && second[i] === 0).length / first.length
    expect(both).toBeCloseTo(rate * rate, 2)
    // No row and no column loses much more than its share.
    for (let row = 0; row < n; row++)
      expect(first.subarray(row * d, (row + 1) * d).filter((x) => x === 0).length).toBeLessThan(30)
    await program.dispose()
  })
})
