import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seededRandom } from '../../../../src/core/statistics/random.js'
import { type Graph, isOperator, peakBytes } from '../../../../verifier/network/graph/index.js'
import type { Adapter } from '../../../../verifier/network/model/adapters/methods.js'
import {
  newBottleneck,
  newIa3,
  newLora,
  newPrefix,
  newPrompt,
  newPTuning,
} from '../../../../verifier/network/model/adapters/new.js'
import { openGenerator } from '../../../../verifier/network/model/generator.js'
import { cachedScoringGraph, trainingGraph } from '../../../../verifier/network/model/graphs.js'
import { loadNetwork, type Network, weightBytes, widened } from '../../../../verifier/network/model/parameters.js'
import { askedOn, Placement } from '../../../../verifier/network/model/placement.js'
import { openScorer } from '../../../../verifier/network/model/scorer.js'
import { stateGraph } from '../../../../verifier/network/model/states.js'
import { openTrainer, type TrainerOptions, trainedParameters } from '../../../../verifier/network/model/trainer.js'
import { openOnnx } from '../../../../verifier/network/runtime/onnx.js'
import { fedWith, integers, type Runtime } from '../../../../verifier/network/runtime/runtime.js'
import { openTensorFlow } from '../../../../verifier/network/runtime/tensorflow.js'
import {
  openSafetensors,
  type TensorToWrite,
  writeSafetensors,
} from '../../../../verifier/network/weights/safetensors.js'
import { tinyBatch, tinyNetwork } from './tiny.js'

/* Frozen weights in 16 bits: as the file has them, and the same numbers as in float32, exactly. */

let runtime: Runtime
let folder: string
beforeAll(async () => {
  runtime = await openOnnx()
  folder = mkdtempSync(join(tmpdir(), 'halves-'))
})
afterAll(async () => {
  await runtime.dispose()
  rmSync(folder, { recursive: true })
})

type Type = TensorToWrite['type']

/** A network through a file of that type. */
async function stored(network: Network, type: Type, halves?: 'stored' | 'all'): Promise<Network> {
  const path = join(folder, 'model.safetensors')
  const tensors = [...network.weights].map(([name, weight]): TensorToWrite => {
    if (weight.kind !== 'dense') throw new Error(`${name} is not dense`)
    return { name, shape: weight.shape, type, data: weight.data }
  })
  await writeSafetensors(path, tensors)
  const source = openSafetensors(path)
  const found = await loadNetwork(source, network.config, { halves })
  await source.close()
  return found
}

async function losses(network: Network, options: TrainerOptions, on = runtime): Promise<number[]> {
  const trainer = await openTrainer(on, network, options)
  const found: number[] = []
  for (let step = 1; step <= 3; step++) {
    const random = seededRandom(`step ${step}`).uniform
    found.push((await trainer.step([tinyBatch()], { step, learningRate: 1e-2, random })).loss)
  }
  await trainer.dispose()
  return found
}

const uniform = () => seededRandom(5).uniform
const lora = (network: Network, options = {}) =>
  newLora(network, { rank: 4, alpha: 8, targetModules: 'all-linear', ...options }, uniform())

const METHODS: Readonly<Record<string, (network: Network) => Adapter>> = {
  lora,
  'lora with dropout': (network) => lora(network, { dropout: 0.2 }),
  'lora, embeddings trained whole': (network) => lora(network, { modulesToSave: ['embed_tokens'] }),
  dora: (network) => lora(network, { dora: true }),
  ia3: (network) => newIa3(network, { targetModules: ['k_proj', 'v_proj', 'down_proj'] }),
  prefix: (network) => newPrefix(network, { length: 3 }, uniform()),
  prompt: (network) => newPrompt(network, { length: 3, tokens: [4, 7] }, uniform()),
  'p-tuning': (network) => newPTuning(network, { length: 3 }, uniform()),
  bottlenecks: (network) => newBottleneck(network, { layout: 'houlsby', reduction: 4 }, uniform()),
}

describe('16-bit weights', () => {
  it.each([
    ['BF16', 'bfloat16'],
    ['F16', 'float16'],
  ] as const)('of a %s file are held with its own bits', async (type, dtype) => {
    const network = await stored(tinyNetwork({ tie_word_embeddings: false }), type, 'stored')
    const wide = await stored(tinyNetwork({ tie_word_embeddings: false }), type)
    for (const [name, weight] of network.weights) {
      // The head is widened with the logits in memory: it stays float32, as do embeddings that it is tied to.
      const isMatrix = /proj|embed_tokens/.test(name)
      expect(weight.kind, name).toBe(isMatrix ? 'half' : 'dense')
      if (weight.kind === 'half') expect(weight.dtype).toBe(dtype)
    }
    expect(widened(network)).toEqual(wide)
    const bytes = (of: Network) => [...of.weights.values()].reduce((sum, weight) => sum + weightBytes(weight), 0)
    expect(bytes(network) / bytes(wide)).toBeLessThan(0.6)
    const tied = await stored(tinyNetwork({ tie_word_embeddings: true }), type, 'stored')
    expect(tied.weights.get('model.embed_tokens.weight')?.kind).toBe('dense')
  })

  it('of an F32 file are rounded only where that is asked for', async () => {
    expect(await stored(tinyNetwork(), 'F32', 'stored')).toEqual(tinyNetwork())
    const [rounded, own] = [await stored(tinyNetwork(), 'F32', 'all'), await stored(tinyNetwork(), 'BF16', 'stored')]
    for (const [name, weight] of own.weights)
      expect(rounded.weights.get(name), name).toEqual(weight.kind === 'half' ? weight : tinyNetwork().weights.get(name))
    // Bits that another file has are not touched.
    expect(await stored(tinyNetwork(), 'F16', 'all')).toEqual(await stored(tinyNetwork(), 'F16', 'stored'))
  })

  it.each(['BF16', 'F16'] as const)('that are not finite are refused (%s)', async (type) => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      const network = tinyNetwork()
      const weight = network.weights.get('model.layers.1.mlp.up_proj.weight')
      if (weight?.kind === 'dense') weight.data[5] = bad
      await expect(stored(network, type, 'stored')).rejects.toMatchObject({ code: 'numeric' })
    }
  })

  it.each(Object.entries(METHODS))('change no loss of %s', async (_method, adapterOf) => {
    for (const [type, tied] of [
      ['BF16', true],
      ['F16', false],
    ] as const) {
      const given = tinyNetwork({ tie_word_embeddings: tied })
      const [held, wide] = [await stored(given, type, 'stored'), await stored(given, type)]
      expect(await losses(held, { adapter: adapterOf(held) })).toEqual(await losses(wide, { adapter: adapterOf(wide) }))
    }
  })

  it('change no loss where layers are computed again', async () => {
    const [held, wide] = [await stored(tinyNetwork(), 'BF16', 'stored'), await stored(tinyNetwork(), 'BF16')]
    for (const recompute of [1, true])
      expect(await losses(held, { adapter: lora(held), recompute })).toEqual(
        await losses(wide, { adapter: lora(wide), recompute }),
      )
  })

  it('score as in float32', async () => {
    const sequences = [
      [1, 2, 3, 4, 5],
      [1, 2, 9, 8],
    ].map((tokens) => ({ tokens, firstTarget: 1 }))
    const found: Float32Array[][] = []
    for (const network of [await stored(tinyNetwork(), 'BF16', 'stored'), await stored(tinyNetwork(), 'BF16')]) {
      const scorer = await openScorer(runtime, network)
      found.push(await scorer.score(sequences))
      await scorer.dispose()
    }
    expect(found[0]).toEqual(found[1])
  })

  it('become float32 on a device', async () => {
    const [held, wide] = [await stored(tinyNetwork(), 'BF16', 'stored'), await stored(tinyNetwork(), 'BF16')]
    const on = await openTensorFlow('tfjs-cpu')
    expect(await losses(held, { adapter: lora(held) }, on)).toEqual(await losses(wide, { adapter: lora(wide) }, on))
    await on.dispose()
  })

  it('are lent, and widened for one product at a time', async () => {
    // Wide enough that one widened layer shows beside the activations of a short batch.
    const sizes = { hidden_size: 128, intermediate_size: 256, num_hidden_layers: 4 }
    const [held, wide] = [await stored(tinyNetwork(sizes), 'BF16', 'stored'), await stored(tinyNetwork(sizes), 'BF16')]
    const bindings = { batch: 1, seq: 4, targets: 1 }
    const graphOf = (network: Network) => {
      const adapter = lora(network)
      const trained = new Set(trainedParameters(network, adapter).keys())
      return trainingGraph(network, { adapter, trained, frozen: 'lent' })
    }
    const largest = 128 * 256 * 4
    const { graph, lent } = graphOf(held)
    expect(peakBytes(graph, bindings) - peakBytes(graphOf(wide).graph, bindings)).toBeLessThan(1.5 * largest)
    for (const [name, weight] of held.weights)
      if (weight.kind === 'half') {
        expect(lent[name]?.data, name).toBe(weight.data)
        expect(lent[`${name}.again`]?.data, name).toBe(weight.data)
      }
    expect(constantBytes(graph)).toBeLessThan(1024)
  })
})

/** A tiny network of which some weights are large: what they hold is repeated, since to draw tens of millions of numbers takes seconds. */
function enlarged(config: Record<string, number>, shapes: readonly [name: RegExp, shape: [number, number]][]): Network {
  const network = tinyNetwork()
  for (const [name, weight] of network.weights) {
    const shape = shapes.find(([pattern]) => pattern.test(name))?.[1]
    if (shape === undefined || weight.kind !== 'dense') continue
    const data = new Float32Array(shape[0] * shape[1])
    for (let at = 0; at < data.length; at += weight.data.length) data.set(weight.data.subarray(0, data.length - at), at)
    network.weights.set(name, { ...weight, shape, data })
  }
  return { ...network, config: { ...network.config, ...config } }
}

const constantBytes = ({ nodes }: Graph) =>
  nodes
    .filter((tensor) => isOperator(tensor, 'constant'))
    .reduce((sum, { attributes }) => sum + attributes.data.byteLength, 0)

describe('scoring', () => {
  it('has its weights lent, not copied', () => {
    const network = tinyNetwork()
    const weights = new Placement(network, { frozen: 'lent' })
    expect(constantBytes(cachedScoringGraph(network, weights))).toBeLessThan(1024)
    for (const [name, weight] of network.weights)
      if (weight.kind === 'dense') expect(weights.feeds[name]?.data, name).toBe(weight.data)
  })

  it('lends what is large on a CPU alone', () => {
    const large = enlarged({ vocab_size: 600_000 }, [[/embed_tokens|lm_head/, [600_000, 32]]])
    expect(askedOn({ backend: 'onnx-cpu' }, large)).toBe('lent')
    expect(askedOn({ backend: 'onnx-webgpu' }, large)).toBe('constant')
    expect(askedOn({ backend: 'onnx-cpu' }, tinyNetwork())).toBe('constant')
  })

  it('gives the same with weights that are lent', async () => {
    const network = tinyNetwork()
    const tokens = integers([3, 1, 4, 1, 5], [1, 5])
    const feeds = {
      tokens,
      positions: integers([0, 1, 2, 3, 4], [1, 5]),
      reach: integers([5, 5, 5, 5, 5], [1, 5]),
      rows: integers([4], [1]),
    }
    const found: Float32Array[] = []
    for (const frozen of ['lent', 'constant'] as const) {
      const weights = new Placement(network, { frozen })
      const program = fedWith(await runtime.compile(stateGraph(network, [2], weights)), weights.feeds)
      found.push((await (await program.run(feeds))['layer.2']?.read()) as Float32Array)
      await program.dispose()
    }
    expect(found[0]).toHaveLength(32)
    for (const [i, value] of (found[0] as Float32Array).entries()) expect(value).toBeCloseTo(found[1]?.[i] as number, 5)
  })
})

describe('generation', () => {
  it('has the weights of a large network lent too, and writes the same', async () => {
    const network = enlarged({ intermediate_size: 100_000 }, [
      [/(gate|up)_proj/, [100_000, 32]],
      [/down_proj/, [32, 100_000]],
    ])
    const written: unknown[] = []
    const constants: number[] = []
    for (const backend of ['onnx-cpu', 'elsewhere'] as const) {
      // Anywhere but on this machine's CPU a network's weights are constants.
      const watched = Object.assign(Object.create(runtime) as Runtime, {
        backend,
        compile: (graph: Graph) => {
          constants.push(constantBytes(graph))
          return runtime.compile(graph)
        },
      })
      const generator = await openGenerator(watched, network)
      const options = { n: 2, maxTokens: 3, temperature: 1, topP: 1, seed: 1, eosIds: [] }
      written.push(await generator.generate([3, 1, 4], options))
      await generator.dispose()
    }
    expect(written[0]).toEqual(written[1])
    expect(constants[0]).toBeLessThan(1024)
    expect(constants[1]).toBeGreaterThan(64 * 2 ** 20)
  })
})
