import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seededRandom } from '../../../../src/core/statistics/random.js'
import { isOperator } from '../../../../verifier/network/graph/index.js'
import type { LoraAdapter as Adapter } from '../../../../verifier/network/model/adapters/lora.js'
import { loraDelta } from '../../../../verifier/network/model/adapters/lora.js'
import { newLora } from '../../../../verifier/network/model/adapters/new.js'
import { targetsFrom } from '../../../../verifier/network/model/adapters/targets.js'
import { packBatch } from '../../../../verifier/network/model/batch.js'
import { trainingGraph } from '../../../../verifier/network/model/graphs.js'
import { type Network, quantizeWeight, type Weight } from '../../../../verifier/network/model/parameters.js'
import {
  openTrainer,
  type Trainer,
  type TrainerOptions,
  trainedParameters,
} from '../../../../verifier/network/model/trainer.js'
import { openOnnx } from '../../../../verifier/network/runtime/onnx.js'
import type { Runtime } from '../../../../verifier/network/runtime/runtime.js'
import { openTensorFlow } from '../../../../verifier/network/runtime/tensorflow.js'
import { randomSequences, tinyBatch, tinyNetwork } from './tiny.js'

let runtime: Runtime
beforeAll(async () => {
  runtime = await openOnnx()
})
afterAll(() => runtime.dispose())

/** Losses of `steps` steps on one batch. */
async function losses(network: Network, options: TrainerOptions, steps: number, on = runtime): Promise<number[]> {
  const trainer = await openTrainer(on, network, options)
  const found: number[] = []
  for (let step = 1; step <= steps; step++) {
    const random = seededRandom(`step ${step}`).uniform
    found.push((await trainer.step([tinyBatch()], { step, learningRate: 1e-2, random })).loss)
  }
  await trainer.dispose()
  return found
}

const lora = (network: Network, options = {}): Adapter =>
  newLora(network, { rank: 4, alpha: 8, targetModules: 'all-linear', ...options }, seededRandom(5).uniform)

function expectClose(found: readonly number[], expected: readonly number[], tolerance: number) {
  expect(found.length).toBe(expected.length)
  found.forEach((value, i) => {
    expect(Math.abs(value - (expected[i] as number)), `${found} against ${expected}`).toBeLessThan(tolerance)
  })
}

describe('a training step', () => {
  it('overfits one batch to near zero', async () => {
    const found = await losses(tinyNetwork(), { optimizer: { maxNorm: 1 } }, 60)
    expect(found[0]).toBeGreaterThan(3)
    expect(found.at(-1)).toBeLessThan(0.05)
  })

  it('follows the same curve with moments in 8 bits', async () => {
    // Matrices large enough to be kept so.
    const network = () => tinyNetwork({ hidden_size: 64, intermediate_size: 96 })
    const expected = await losses(network(), { optimizer: { maxNorm: 1 } }, 15)
    const found = await losses(network(), { optimizer: { maxNorm: 1, moments: '8bit' } }, 15)
    expectClose(found, expected, 0.05)
    expect(found.at(-1)).toBeLessThan((found[0] as number) / 2)
    expect(found).not.toEqual(expected)
  })

  it('is the same on TensorFlow.js', async () => {
    const options = () => ({
      adapter: lora(tinyNetwork(), { dropout: 0.2 }),
      optimizer: { maxNorm: 1, weightDecay: 0.1 },
    })
    const expected = await losses(tinyNetwork(), options(), 4)
    for (const backend of ['tfjs-wasm', 'tfjs-cpu'] as const)
      expectClose(await losses(tinyNetwork(), options(), 4, await openTensorFlow(backend)), expected, 1e-3)
  })

  it.each(['full', 'lora', 'lora with dropout', 'tied'])('is the same with recomputation: %s', async (kind) => {
    const network = tinyNetwork({ tie_word_embeddings: kind === 'tied', model_type: 'qwen2' })
    const options = kind.startsWith('lora') ? { adapter: lora(network, { dropout: kind === 'lora' ? 0 : 0.3 }) } : {}
    const whole = await losses(network, options, 4)
    // All of the two layers, and the lower one.
    for (const recompute of [true, 1]) expectClose(await losses(network, { ...options, recompute }, 4), whole, 2e-4)
  })

  it.each([
    { model_type: 'gemma3_text', head_dim: 8, sliding_window: 3, sliding_window_pattern: 2 },
    { model_type: 'phi3', partial_rotary_factor: 0.5 },
    { model_type: 'smollm3', no_rope_layer_interval: 2 },
    { model_type: 'olmo2' },
    { model_type: 'granite', residual_multiplier: 0.3, logits_scaling: 2, tie_word_embeddings: true },
    { model_type: 'gpt2', num_key_value_heads: 4 },
  ])('is the same with recomputation: $model_type', async (family) => {
    const network = tinyNetwork(family)
    for (const options of [{}, { adapter: lora(network) }]) {
      const whole = await losses(network, options, 3)
      expect(whole[2]).toBeLessThan(whole[0] as number)
      expectClose(await losses(network, { ...options, recompute: true }, 3), whole, 2e-4)
    }
  })

  it('is the same from two half batches as from one', async () => {
    const sequences = randomSequences(4, 9).map(({ tokens }) => ({ tokens: tokens.slice(0, 7), weights: 1 }))
    const batches = [sequences.slice(0, 2), sequences.slice(2)].map((half) => packBatch(half, 20))
    for (const batch of batches)
      batch.weights.forEach((weight, i) => {
        batch.weights[i] = weight / 2
      })
    const run = async (given: ReturnType<typeof packBatch>[]) => {
      const trainer = await openTrainer(runtime, tinyNetwork(), { optimizer: { maxNorm: 0.5 } })
      const found: number[] = []
      for (let step = 1; step <= 3; step++) {
        const { loss, gradientNorm } = await trainer.step(given, { step, learningRate: 1e-2 })
        found.push(loss, gradientNorm)
      }
      await trainer.dispose()
      return found
    }
    expectClose(await run(batches), await run([packBatch(sequences, 20)]), 1e-3)
  })

  it('refuses numbers that are not finite and keeps the state', async () => {
    const trainer = await openTrainer(runtime, tinyNetwork())
    await trainer.step([tinyBatch()], { step: 1, learningRate: 1e-2 })
    const before = await trainer.state()
    const bad = tinyBatch()
    bad.weights[3] = Number.NaN
    await expect(trainer.step([bad], { step: 2, learningRate: 1e-2 })).rejects.toMatchObject({ code: 'numeric' })
    expect(await trainer.state()).toEqual(before)
    await trainer.step([tinyBatch()], { step: 2, learningRate: 1e-2 })
    expect(await trainer.state()).not.toEqual(before)
    await trainer.dispose()
  })

  it('resumes from a saved state to the identical losses', async () => {
    const network = tinyNetwork()
    const adapter = lora(network)
    const step = (trainer: Trainer, n: number) => trainer.step([tinyBatch()], { step: n, learningRate: 1e-2 })
    const first = await openTrainer(runtime, network, { adapter })
    for (let n = 1; n <= 3; n++) await step(first, n)
    const saved = await first.state()
    const straight = [(await step(first, 4)).loss, (await step(first, 5)).loss]
    const second = await openTrainer(runtime, network, { adapter })
    await second.restore(saved)
    expect([(await step(second, 4)).loss, (await step(second, 5)).loss]).toEqual(straight)
    await expect(second.restore({})).rejects.toMatchObject({ code: 'model-file' })
    await first.dispose()
    await second.dispose()
  })
})

describe('memory', () => {
  it('is flat over 200 steps on ONNX Runtime', async () => {
    // A step that kept its gradients would add 200 times the network's 0.7 MB.
    const trainer = await openTrainer(runtime, tinyNetwork({ hidden_size: 96, intermediate_size: 192 }))
    const residentAfter = async (first: number, last: number) => {
      for (let step = first; step <= last; step++) await trainer.step([tinyBatch()], { step, learningRate: 1e-3 })
      return process.memoryUsage().rss
    }
    const warm = await residentAfter(1, 40)
    const end = await residentAfter(41, 200)
    expect((end - warm) / 2 ** 20).toBeLessThan(60)
    await trainer.dispose()
  })

  it('holds as many tensors after ten steps as after three on TensorFlow.js, and none in the end', async () => {
    const tf = await import('@tensorflow/tfjs-core')
    const other = await openTensorFlow('tfjs-cpu')
    const before = tf.memory().numTensors
    for (const recompute of [false, true]) {
      const trainer = await openTrainer(other, tinyNetwork(), { recompute })
      const counts: number[] = []
      for (let step = 1; step <= 10; step++) {
        await trainer.step([tinyBatch()], { step, learningRate: 1e-3 })
        counts.push(tf.memory().numTensors)
      }
      expect(counts[0]).toBeGreaterThan(before)
      expect(counts.slice(2)).toEqual(counts.slice(2).map(() => counts[2]))
      await trainer.evaluate(tinyBatch())
      await trainer.dispose()
      expect(tf.memory().numTensors).toBe(before)
    }
  })
})

describe('LoRA', () => {
  it('with B = 0 is the base, moves only A and B, and merged equals adapted', async () => {
    const network = tinyNetwork({ model_type: 'qwen2' })
    const copy = structuredClone(network)
    const adapter = lora(network, { rsLora: true })
    const base = await openTrainer(runtime, network)
    const trainer = await openTrainer(runtime, network, { adapter })
    const batch = tinyBatch()
    expectClose([...(await trainer.logProbabilities(batch))], [...(await base.logProbabilities(batch))], 1e-5)
    for (let step = 1; step <= 5; step++) await trainer.step([batch], { step, learningRate: 1e-2 })
    expect(trainer.trained.every((name) => /lora_[AB]\.weight$/.test(name))).toBe(true)
    expect(network).toEqual(copy)

    const state = await trainer.state()
    for (const [path, pair] of adapter.pairs) {
      pair.a = state[`${path}.lora_A.weight`]?.data as Float32Array
      pair.b = state[`${path}.lora_B.weight`]?.data as Float32Array
      expect(pair.b.some((x) => x !== 0)).toBe(true)
    }
    const merged = structuredClone(network)
    for (const [path, pair] of adapter.pairs) {
      const weight = merged.weights.get(`${path}.weight`)
      if (weight?.kind !== 'dense') throw new Error(`${path} is not dense`)
      const delta = loraDelta(pair, true)
      weight.data = weight.data.map((w, i) => w + (delta[i] as number))
    }
    const mergedTrainer = await openTrainer(runtime, merged)
    const adapted = [...(await trainer.logProbabilities(batch))]
    expectClose([...(await mergedTrainer.logProbabilities(batch))], adapted, 1e-4)
    expect(Math.abs((adapted[0] as number) - ((await base.logProbabilities(batch))[0] as number))).toBeGreaterThan(1e-3)
    for (const open of [base, trainer, mergedTrainer]) await open.dispose()
  })

  it.each(['q4_0', 'q4_1', 'nf4', 'int8'] as const)('trains beside a frozen %s base', async (format) => {
    const network = tinyNetwork({ hidden_size: 64, intermediate_size: 64 })
    for (const [name, weight] of network.weights)
      if (name.endsWith('proj.weight')) network.weights.set(name, quantizeWeight(weight, format))
    const options = { adapter: lora(network) }
    const whole = await losses(network, options, 12)
    expect(whole.at(-1)).toBeLessThan((whole[0] as number) * 0.7)
    expectClose(await losses(network, { ...options, recompute: true }, 12), whole, 2e-3)
  })

  it('has the frozen matrices of its base lent, not copied; what is quantized is in the graph', () => {
    const network = tinyNetwork()
    const held = (of: Network) => {
      const adapter = lora(of)
      const trained = new Set(trainedParameters(of, adapter).keys())
      const { graph, lent } = trainingGraph(of, { adapter, trained, frozen: 'lent' })
      const constants = graph.nodes.filter((tensor) => isOperator(tensor, 'constant'))
      return { lent, bytes: constants.reduce((sum, { attributes }) => sum + attributes.data.byteLength, 0) }
    }
    const { lent, bytes } = held(network)
    for (const [name, weight] of network.weights)
      if (weight.kind === 'dense') expect(lent[name]?.data, name).toBe(weight.data)
    expect(bytes).toBeLessThan(1024)
    const quantized = [...network.weights].map(([name, weight]): [string, Weight] =>
      name.endsWith('proj.weight') ? [name, quantizeWeight(weight, 'q4_0')] : [name, weight],
    )
    expect(held({ ...network, weights: new Map(quantized) }).bytes).toBeGreaterThan(8 * 1024)
  })

  it('names what is wrong with its options', () => {
    const network = tinyNetwork()
    expect(() => lora(network, { targetModules: ['q_proj', 'nothing'] })).toThrow(/nothing/)
    expect(() => lora(network, { rank: 0, dropout: 1 })).toThrow(/rank 0.*dropout 1/s)
    const some = lora(network, { targetModules: /.*\.1\.self_attn\.[qv]_proj/, modulesToSave: ['lm_head'] })
    expect([...some.pairs.keys()]).toEqual(['model.layers.1.self_attn.q_proj', 'model.layers.1.self_attn.v_proj'])
    expect([...some.saved.keys()]).toEqual(['lm_head.weight'])
    // As flags give them: a list is cut at commas.
    expect(targetsFrom(['all-linear'])).toBe('all-linear')
    expect(targetsFrom(['q_proj', 'v_proj'])).toEqual(['q_proj', 'v_proj'])
    expect(targetsFrom(['/.*\\.1\\.mlp\\.\\w{2', '4}_proj/'])).toEqual(/.*\.1\.mlp\.\w{2,4}_proj/)
  })
})
