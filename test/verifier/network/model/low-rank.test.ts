import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../../src/core/statistics/random.js'
import { factor, lowRankNetwork, rankFor } from '../../../../verifier/network/model/low-rank.js'
import { fillNormal, weightBytes } from '../../../../verifier/network/model/parameters.js'
import { openTrainer } from '../../../../verifier/network/model/trainer.js'
import { openOnnx } from '../../../../verifier/network/runtime/onnx.js'
import { multiply } from '../../../../verifier/network/weights/low-rank-source.js'
import { tinyBatch, tinyNetwork } from './tiny.js'

const random = seededRandom(9).uniform

describe('low-rank layers', () => {
  it('the factors are the best of their rank: the error is what the left-out singular values say', () => {
    // W = sum of 1/k u_k v_k^T for orthonormal u (rows of a Hadamard matrix) and v: singular values 1, 1/2, 1/3, …
    const [out, input] = [16, 32]
    const sign = (i: number, j: number) => (((i & j).toString(2).match(/1/g)?.length ?? 0) % 2 === 0 ? 1 : -1)
    const w = new Float32Array(out * input)
    for (let k = 0; k < out; k++)
      for (let o = 0; o < out; o++)
        for (let i = 0; i < input; i++)
          w[o * input + i] = (w[o * input + i] as number) + ((sign(k, o) / 4) * (sign(k, i) / Math.sqrt(32))) / (k + 1)
    for (const rank of [1, 3, 8]) {
      const { a, b } = factor(w, out, input, rank, random)
      const approximated = multiply(b, a, out, rank, input)
      const error = Math.sqrt(w.reduce((sum, x, i) => sum + (x - (approximated[i] as number)) ** 2, 0))
      const best = Math.sqrt(
        Array.from({ length: out - rank }, (_, k) => 1 / (rank + k + 1) ** 2).reduce((a, b) => a + b),
      )
      expect(error).toBeGreaterThan(best - 1e-4)
      expect(error).toBeLessThan(best * 1.001)
    }
  })

  it('of full rank is the network itself; compressed, it holds as much less as asked', async () => {
    const network = tinyNetwork()
    const runtime = await openOnnx()
    const full = await openTrainer(runtime, lowRankNetwork(network, { rank: 64, start: 'svd', random }))
    const plain = await openTrainer(runtime, network)
    const batch = tinyBatch()
    expect(await full.evaluate(batch)).toBeCloseTo(await plain.evaluate(batch), 3)
    const small = lowRankNetwork(network, { compression: 2.64, start: 'svd', random })
    const bytes = (of: typeof network) =>
      [...of.weights].reduce((sum, [name, weight]) => sum + (name.includes('proj') ? weightBytes(weight) : 0), 0)
    expect(bytes(network) / bytes(small)).toBeGreaterThan(2.64)
    expect(bytes(network) / bytes(small)).toBeLessThan(3.2)
    expect(rankFor(1536, 576, 2.64)).toBe(158)
    await full.dispose()
    await plain.dispose()
  })

  it('starts as spread as the dense layer, in those that write into the residual stream too', () => {
    const network = tinyNetwork()
    const deviation = (data: Float32Array) => Math.sqrt(data.reduce((sum, x) => sum + x * x, 0) / data.length)
    const factored = lowRankNetwork(network, { rank: 16, start: 'random', random })
    for (const module of ['self_attn.q_proj', 'self_attn.o_proj', 'mlp.down_proj']) {
      const name = `model.layers.0.${module}.weight`
      const [before, after] = [network, factored].map(({ weights }) => {
        const weight = weights.get(name)
        if (weight?.kind === 'dense') return deviation(weight.data)
        if (weight?.kind !== 'low-rank') throw new Error(`${name} is neither`)
        return deviation(multiply(weight.b, weight.a, weight.shape[0], weight.rank, weight.shape[1]))
      }) as [number, number]
      expect(after / before).toBeGreaterThan(0.9)
      expect(after / before).toBeLessThan(1.1)
    }
  })

  it('trains from a random start', async () => {
    const network = lowRankNetwork(tinyNetwork(), { rank: 6, start: 'random', random })
    const trainer = await openTrainer(await openOnnx(), network, { optimizer: { maxNorm: 1 } })
    expect(trainer.trained).toContain('model.layers.0.mlp.up_proj.low_rank_A.weight')
    let loss = Number.NaN
    for (let step = 1; step <= 80; step++) loss = (await trainer.step([tinyBatch()], { step, learningRate: 1e-2 })).loss
    expect(loss).toBeLessThan(0.3)
    await trainer.dispose()
  })

  it('says what is missing', () => {
    expect(() => lowRankNetwork(tinyNetwork(), { start: 'svd', random })).toThrow(/either a rank or a compression/)
    const normal = new Float32Array(9)
    fillNormal(normal, 1, random)
    expect(new Set(normal).size).toBe(9)
  })
})
