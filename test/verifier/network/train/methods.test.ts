import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { at } from '../../../../src/core/absence.js'
import { readAdapter, writeAdapter } from '../../../../verifier/network/model/adapters/files.js'
import { networkFor } from '../../../../verifier/network/model/adapters/fit.js'
import { mergedModel } from '../../../../verifier/network/model/adapters/merged.js'
import { type Adapter, methodOf } from '../../../../verifier/network/model/adapters/methods.js'
import {
  newBottleneck,
  newIa3,
  newLora,
  newPrefix,
  newPrompt,
  newPTuning,
} from '../../../../verifier/network/model/adapters/new.js'
import { batchFeeds, packBatch } from '../../../../verifier/network/model/batch.js'
import { logitsGraph } from '../../../../verifier/network/model/graphs.js'
import { loadNetwork, type Network } from '../../../../verifier/network/model/parameters.js'
import { openScorer } from '../../../../verifier/network/model/scorer.js'
import { openTrainer } from '../../../../verifier/network/model/trainer.js'
import { openRuntime } from '../../../../verifier/network/runtime/open.js'
import { integers, type Runtime } from '../../../../verifier/network/runtime/runtime.js'
import { packStep } from '../../../../verifier/network/train/batches.js'
import { adapterAt } from '../../../../verifier/network/train/save.js'
import { learningRateAt } from '../../../../verifier/network/train/schedule.js'
import { openModel } from '../../../../verifier/network/weights/model.js'
import { openSafetensors } from '../../../../verifier/network/weights/safetensors.js'
import { tinyLlama, tinyNetwork } from '../../../helpers/tiny-llama.js'

/* Every method against the library that it comes from (fixtures/make-methods.py): the same losses, the same files, the same logits. */

const fixtures = join(import.meta.dirname, 'fixtures')
const folder = (name: string) => join(fixtures, 'methods', name)
const json = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'))
interface Trace {
  probe: number[]
  methods: Record<string, { losses: { loss: number; gradientNorm: number }[]; logits: number[] }>
}
const { batches } = json(join(fixtures, 'peft-trace.json')) as { batches: { ids: number[]; from: number }[][] }
const traces = ['peft', 'adapters'].map((library) => json(folder(`${library}.json`)) as Trace)
const probe = at(traces, 0).probe
const expected = Object.assign({}, ...traces.map(({ methods }) => methods)) as Trace['methods']

const zero = () => 0.5
/** Of the shapes that the libraries were asked for; the values come from their files. */
const BEGINNINGS: Record<string, (network: Network) => Adapter> = {
  dora: (network) => newLora(network, { rank: 4, alpha: 8, targetModules: ['q_proj', 'down_proj'], dora: true }, zero),
  'dora-rs'(network) {
    const adapter = newLora(
      network,
      { rank: 4, alpha: 8, targetModules: ['q_proj', 'v_proj'], dora: true, rsLora: true },
      zero,
    )
    for (const [path, pair] of adapter.pairs)
      if (path.endsWith('v_proj'))
        adapter.pairs.set(path, { ...pair, rank: 2, a: pair.a.slice(0, 128), b: pair.b.slice(0, 64) })
    return adapter
  },
  ia3: (network) => newIa3(network, { targetModules: ['k_proj', 'v_proj', 'down_proj'] }),
  prompt: (network) => newPrompt(network, { length: 5 }, zero),
  'p-tuning': (network) => newPTuning(network, { length: 4, width: 16 }, zero),
  prefix: (network) => newPrefix(network, { length: 3 }, zero),
  'prefix-encoder': (network) => newPrefix(network, { length: 3, width: 16 }, zero),
  houlsby: (network) => newBottleneck(network, { layout: 'houlsby', reduction: 16 }, zero),
  pfeiffer: (network) => newBottleneck(network, { layout: 'pfeiffer', reduction: 8 }, zero),
}

let runtime: Runtime
let network: Network
beforeAll(async () => {
  runtime = await openRuntime('onnx-cpu')
  network = await tinyNetwork()
})
afterAll(() => runtime.dispose())

async function beginning(name: string): Promise<Adapter> {
  const source = openSafetensors(join(folder(name), 'start.safetensors'))
  const values = new Map<string, Float32Array>()
  for (const key of source.tensors.keys()) values.set(key, await source.floats(key))
  await source.close()
  const adapter = at(BEGINNINGS, name)(network)
  const names = [...methodOf(adapter).trained(adapter).keys()]
  expect([...values.keys()].sort()).toEqual(names.sort())
  return methodOf(adapter).withValues(adapter, (key) => values.get(key) as Float32Array)
}

async function lastLogits(adapter: Adapter | undefined, whole = network): Promise<Float32Array> {
  const adapted = adapter === undefined ? whole : networkFor(whole, adapter)
  const program = await runtime.compile(logitsGraph(adapted, { adapter }))
  const { expected: _, weights, ...feeds } = batchFeeds(packBatch([{ tokens: probe, weights: 1 }], probe.length))
  const { logits } = await program.run({ ...feeds, rows: integers([probe.length - 1], [1]) })
  const found = (await logits?.read()) as Float32Array // the graph's output is float32
  await program.dispose()
  return found
}

const furthest = (found: ArrayLike<number>, wanted: readonly number[]) => {
  expect(found.length).toBe(wanted.length)
  return Math.max(...wanted.map((value, i) => Math.abs(value - at(found, i))))
}

async function train(adapter: Adapter, recompute: boolean) {
  const trainer = await openTrainer(runtime, networkFor(network, adapter), {
    adapter,
    optimizer: { maxNorm: 1 },
    recompute,
  })
  const steps: { loss: number; gradientNorm: number }[] = []
  try {
    for (let step = 0; step < 20; step++) {
      const examples = at(batches, step % 3).map(({ ids, from }) => ({
        ids,
        targets: ids.map((_, i) => i).slice(from),
        group: '',
      }))
      const learningRate = learningRateAt(step, 20, { learningRate: 1e-2, warmup: 0.1, schedule: 'cosine' })
      steps.push(await trainer.step(packStep([examples]), { step: step + 1, learningRate }))
    }
    return { steps, trained: adapterAt(adapter, await trainer.state()) }
  } finally {
    await trainer.dispose()
  }
}

const weightsIn = (path: string) =>
  join(path, existsSync(join(path, 'adapter.safetensors')) ? 'adapter.safetensors' : 'adapter_model.safetensors')

describe.each(Object.keys(BEGINNINGS))('%s', (name) => {
  it('trains as its library does: the first 20 losses and gradient norms, what is saved', async () => {
    const { losses, logits } = at(expected, name)
    const { steps, trained } = await train(await beginning(name), false)
    expect(
      furthest(
        steps.map(({ loss }) => loss),
        losses.map(({ loss }) => loss),
      ),
    ).toBeLessThan(2e-3)
    expect(
      furthest(
        steps.map((step) => step.gradientNorm),
        losses.map((step) => step.gradientNorm),
      ),
    ).toBeLessThan(5e-3)

    const ours = mkdtempSync(join(tmpdir(), 'adapter-'))
    await writeAdapter(ours, trained)
    const [mine, theirs] = [openSafetensors(weightsIn(ours)), openSafetensors(weightsIn(folder(name)))]
    expect([...mine.tensors.keys()].sort()).toEqual([...theirs.tensors.keys()].sort())
    for (const [key, { shape }] of theirs.tensors) {
      expect(mine.tensors.get(key)?.shape).toEqual(shape)
      expect(furthest(await mine.floats(key), [...(await theirs.floats(key))])).toBeLessThan(1e-2)
    }
    await mine.close()
    await theirs.close()
    expect(furthest(await lastLogits(await readAdapter(ours)), logits)).toBeLessThan(5e-2)
  })

  it('opens what its library saved: the same logits, and after writing it again', async () => {
    const { logits } = at(expected, name)
    const adapter = await readAdapter(folder(name))
    expect(furthest(await lastLogits(adapter), logits)).toBeLessThan(1e-4)
    const again = mkdtempSync(join(tmpdir(), 'adapter-'))
    await writeAdapter(again, adapter)
    expect(furthest(await lastLogits(await readAdapter(again)), logits)).toBeLessThan(1e-4)
  })
})

it('a bottleneck’s scaling reads as a floating number: the library refuses a whole one', async () => {
  const again = mkdtempSync(join(tmpdir(), 'adapter-'))
  await writeAdapter(again, await readAdapter(folder('houlsby')))
  expect(readFileSync(join(again, 'adapter_config.json'), 'utf8')).toContain('"scaling": 1.0,')
})

describe.each(Object.keys(BEGINNINGS))('%s, in use', (name) => {
  it('texts that share a row, or a cached beginning, get what each gets alone', async () => {
    const adapter = await readAdapter(folder(name))
    const adapted = networkFor(network, adapter)
    const sequences = at(batches, 0).map(({ ids }) => ({ tokens: [3, 4, 5, ...ids], firstTarget: 1 }))
    const scorer = await openScorer(runtime, adapted, adapter)
    const together = await scorer.score(sequences)
    for (const [i, sequence] of sequences.entries()) {
      const [alone] = await scorer.score([sequence])
      expect(furthest(at(together, i), [...(alone as Float32Array)])).toBeLessThan(1e-4)
    }
    const trainer = await openTrainer(runtime, adapted, { adapter })
    const packed = packBatch(
      sequences.map(({ tokens }) => ({ tokens, weights: 1 })),
      64,
    )
    const logs = await trainer.logProbabilities(packed)
    const sum = (values: Iterable<number>) => [...values].reduce((a, b) => a + b, 0)
    expect(sum(logs)).toBeCloseTo(sum(together.flatMap((each) => [...each])), 2)
    await trainer.dispose()
    await scorer.dispose()
  })
})

describe('folded into the weights', () => {
  it.each(['dora', 'dora-rs', 'ia3'])('%s: the same logits', async (name) => {
    const base = openModel(tinyLlama)
    const merged = mergedModel(base, await readAdapter(folder(name)))
    const whole = await loadNetwork(merged, merged.config)
    await base.close()
    expect(furthest(await lastLogits(undefined, whole), at(expected, name).logits)).toBeLessThan(1e-4)
  })

  it.each(['prompt', 'prefix', 'houlsby'])('%s is refused: no weights say the same', async (name) => {
    const base = openModel(tinyLlama)
    const adapter = await readAdapter(folder(name))
    expect(() => mergedModel(base, adapter)).toThrow(/cannot be folded/)
    await base.close()
  })
})

describe('activations computed again', () => {
  it.each(['dora', 'dora-rs', 'ia3', 'prefix', 'houlsby'])('%s: the same losses', async (name) => {
    const { steps } = await train(await beginning(name), true)
    const { losses } = at(expected, name)
    expect(
      furthest(
        steps.map(({ loss }) => loss),
        losses.map(({ loss }) => loss),
      ),
    ).toBeLessThan(2e-3)
  })

  it.each(['prompt', 'p-tuning', 'prefix-encoder'])('%s is refused: it goes through all layers', async (name) => {
    await expect(train(await beginning(name), true)).rejects.toThrow(/layer by layer/)
  })
})
