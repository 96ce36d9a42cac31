import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TokenTally } from '../../../../src/core/records/types.js'
import { seededRandom } from '../../../../src/core/statistics/random.js'
import { packBatch } from '../../../../verifier/network/model/batch.js'
import { openGenerator } from '../../../../verifier/network/model/generator.js'
import { prefixTree } from '../../../../verifier/network/model/prefix-tree.js'
import { openScorer } from '../../../../verifier/network/model/scorer.js'
import { openTrainer } from '../../../../verifier/network/model/trainer.js'
import { openOnnx } from '../../../../verifier/network/runtime/onnx.js'
import type { Runtime } from '../../../../verifier/network/runtime/runtime.js'
import { openTensorFlow } from '../../../../verifier/network/runtime/tensorflow.js'
import { tinyNetwork } from './tiny.js'

let runtime: Runtime
beforeAll(async () => {
  runtime = await openOnnx()
})
afterAll(() => runtime.dispose())
const tally = (): TokenTally => ({ evaluated: 0, unique: 0, generated: 0, calls: 0 })

/** A question with candidates that share beginnings, several times over. */
function branching(questions: number, candidates: number, length: number) {
  const random = seededRandom(7)
  const draw = (n: number) => Array.from({ length: n }, () => random.int(50))
  return Array.from({ length: questions }, () => draw(12)).flatMap((question) => {
    const shared = draw(6)
    return Array.from({ length: candidates }, (_, i) => ({
      tokens: [1, ...question, ...(i % 2 === 0 ? shared : []), ...draw(length)],
      firstTarget: 13,
    }))
  })
}

describe('prefixTree', () => {
  it('lets a node see its ancestors and nothing else', () => {
    const sequences = fc.array(fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 8 }), {
      minLength: 1,
      maxLength: 8,
    })
    fc.assert(
      fc.property(sequences, (given) => {
        const tree = prefixTree(given)
        const prefixes = new Set(given.flatMap((tokens) => tokens.map((_, t) => tokens.slice(0, t + 1).join())))
        expect(tree.tokens.length).toBe(prefixes.size)
        given.forEach((tokens, s) => {
          const path = [...(tree.paths[s] as Int32Array)]
          expect(path.map((node) => tree.tokens[node])).toEqual(tokens)
          path.forEach((node, t) => {
            const seen = [...tree.tokens.keys()].filter((j) => j <= node && node < (tree.reach[j] as number))
            expect(seen).toEqual(path.slice(0, t + 1))
            expect(tree.depths[node]).toBe(t)
          })
        })
      }),
    )
  })
})

describe('scoring a tree', () => {
  it.each([{}, { sliding_window: 10, model_type: 'mistral' }])(
    'gives what each sequence gets alone, evaluating each node once: %o',
    async (overrides) => {
      const network = tinyNetwork(overrides)
      const sequences = branching(6, 5, 30)
      const scorer = await openScorer(runtime, network)
      const work = tally()
      const scored = await scorer.score(sequences, { tally: work })
      expect(work.unique).toBeGreaterThan(512)
      expect(work.calls).toBeGreaterThan(1)
      expect(work.evaluated).toBe(work.unique)

      const alone = await openTrainer(runtime, network)
      for (const s of [0, 1, 7, 29]) {
        const { tokens, firstTarget } = sequences[s] as (typeof sequences)[number]
        const weights = tokens.map((_, t) => (t >= firstTarget ? 1 : 0))
        const expected = await alone.logProbabilities(packBatch([{ tokens, weights }], tokens.length))
        expect(scored[s]?.length).toBe(expected.length)
        expected.forEach((log, i) => {
          expect(scored[s]?.[i]).toBeCloseTo(log, 4)
        })
      }
      await scorer.dispose()
      await alone.dispose()
    },
  )

  it('is the same on TensorFlow.js', async () => {
    const network = tinyNetwork({ model_type: 'qwen2' })
    const sequences = branching(2, 3, 8)
    const expected = await (await openScorer(runtime, network)).score(sequences)
    const found = await (await openScorer(await openTensorFlow('tfjs-wasm'), network)).score(sequences)
    found.forEach((logs, s) => {
      logs.forEach((log, i) => {
        expect(Math.abs(log - (expected[s]?.[i] as number))).toBeLessThan(1e-3)
      })
    })
  })
})

describe('generation', () => {
  const options = { n: 1, maxTokens: 12, temperature: 0, topP: 1, seed: 1, eosIds: [] }

  it('with a cache takes the tokens that scoring finds most likely', async () => {
    const network = tinyNetwork()
    const generator = await openGenerator(runtime, network)
    const scorer = await openScorer(runtime, network)
    const prompt = [1, 17, 4, 33]
    const [made] = await generator.generate(prompt, options)
    const tokens = made?.tokens as number[]
    expect(tokens.length).toBe(12)
    for (const t of [0, 5, 11]) {
      const before = [...prompt, ...tokens.slice(0, t)]
      const all = Array.from({ length: 50 }, (_, token) => ({ tokens: [...before, token], firstTarget: before.length }))
      const logs = (await scorer.score(all)).map((found) => found[0] as number)
      expect(logs.indexOf(Math.max(...logs))).toBe(tokens[t])
      expect(logs.reduce((sum, log) => sum + Math.exp(log), 0)).toBeCloseTo(1, 3)
    }
    await generator.dispose()
    await scorer.dispose()
  })

  it('samples repeatably, each sample as it would be alone, and ends where it is told', async () => {
    const generator = await openGenerator(runtime, tinyNetwork())
    const sampled = { ...options, n: 4, temperature: 1, topP: 0.9 }
    const first = await generator.generate([1, 2, 3], sampled)
    expect(await generator.generate([1, 2, 3], sampled)).toEqual(first)
    expect(new Set(first.map(({ tokens }) => tokens.join())).size).toBeGreaterThan(1)
    const eos = first[2]?.tokens[4] as number
    const ended = await generator.generate([1, 2, 3], { ...sampled, eosIds: [eos] })
    first.forEach(({ tokens }, i) => {
      const at = tokens.indexOf(eos)
      expect(ended[i]).toEqual(at < 0 ? { tokens, finish: 'length' } : { tokens: tokens.slice(0, at), finish: 'stop' })
    })
    await generator.dispose()
  })
})
