import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { instructionOpening } from '../../../../verifier/judge/layout.js'
import { exportAdapter } from '../../../../verifier/network/export/export.js'
import { readAdapter, writeAdapter } from '../../../../verifier/network/model/adapters/files.js'
import { type Adapter, loraOf } from '../../../../verifier/network/model/adapters/methods.js'
import { batchFeeds } from '../../../../verifier/network/model/batch.js'
import { openGenerator } from '../../../../verifier/network/model/generator.js'
import { logitsGraph } from '../../../../verifier/network/model/graphs.js'
import { openOwnModel } from '../../../../verifier/network/model/own.js'
import { loadNetwork, type Network } from '../../../../verifier/network/model/parameters.js'
import { bucketOf } from '../../../../verifier/network/model/relative-positions.js'
import { openTrainer } from '../../../../verifier/network/model/trainer.js'
import { openRuntime } from '../../../../verifier/network/runtime/open.js'
import type { Runtime } from '../../../../verifier/network/runtime/runtime.js'
import { loadTokenizer } from '../../../../verifier/network/tokenizer/load.js'
import { packExamples, packStep } from '../../../../verifier/network/train/batches.js'
import { adapterAt } from '../../../../verifier/network/train/save.js'
import { learningRateAt } from '../../../../verifier/network/train/schedule.js'
import { train } from '../../../../verifier/network/train/train.js'
import { inFileNames, targetNames } from '../../../../verifier/network/weights/file-names.js'
import { openDecoder, openModel } from '../../../../verifier/network/weights/model.js'
import { writeSafetensors } from '../../../../verifier/network/weights/safetensors.js'
import { temporaryFolder } from '../../../helpers/folder.js'

/* A tiny random mT5 here, and by transformers and PEFT: fixtures/make-mt5.py. */

const folder = join(import.meta.dirname, 'fixtures', 'mt5')
interface Expected {
  tokens: { text: string; ids: number[]; decoded: string }[]
  buckets: { True: number[]; False: number[] }
  probe: { source: number[]; target: number[]; logits: number[] }[]
  adapted: number[][]
  teacherForced: number
  generated: number[][]
  records: { text: string; label: string }[]
  steps: { loss: number; learningRate: number }[]
}
const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Expected

let runtime: Runtime
let network: Network
beforeAll(async () => {
  runtime = await openRuntime('onnx-cpu')
  const files = openModel(folder, { encoder: true })
  network = await loadNetwork(files, files.config)
  await files.close()
})
afterAll(() => runtime.dispose())

const exampleOf = ({ source, target }: { source: number[]; target: number[] }) => ({
  ids: [0, ...target],
  targets: target.map((_, i) => i + 1),
  source,
  group: '',
})

/** PEFT writes its sets in any order. */
const sorted = (value: unknown) => (Array.isArray(value) ? value.toSorted() : value)

/** Logits of several pairs that share rows, each beside PyTorch's. */
async function logitsOf(pairs: readonly { source: number[]; target: number[] }[], adapter?: Adapter) {
  const program = await runtime.compile(logitsGraph(network, { adapter }))
  const { expected: _, weights, ...feeds } = batchFeeds(packExamples(pairs.map(exampleOf), { width: 10_000 }))
  const { logits } = await program.run(feeds)
  const values = (await logits?.read()) as Float32Array
  await program.dispose()
  return { values, rows: feeds.sourceTokens?.shape[0] }
}

const largestDifference = (found: Float32Array, reference: readonly number[]) => {
  expect(found.length).toBe(reference.length)
  return Math.max(...reference.map((value, i) => Math.abs(value - (found[i] as number))))
}

describe('mT5 is transformers’', () => {
  it('classes of distances', () => {
    for (const [key, both] of [
      ['True', true],
      ['False', false],
    ] as const)
      expect(Array.from({ length: 401 }, (_, i) => bucketOf(i - 200, { buckets: 32, most: 128, both }))).toEqual(
        expected.buckets[key],
      )
  })

  it('logits, with texts that share a row', async () => {
    const { values, rows } = await logitsOf(expected.probe)
    expect(rows).toBe(1)
    expect(
      largestDifference(
        values,
        expected.probe.flatMap(({ logits }) => logits),
      ),
    ).toBeLessThan(1e-4)
  })

  it('logits with the adapter that PEFT trained', async () => {
    const { values } = await logitsOf(expected.probe, await readAdapter(join(folder, 'end')))
    expect(largestDifference(values, expected.adapted.flat())).toBeLessThan(1e-4)
  })

  it('tokens of a SentencePiece unigram vocabulary', async () => {
    const tokenizer = await loadTokenizer(folder)
    for (const { text, ids, decoded } of expected.tokens) {
      expect(tokenizer.encode(text)).toEqual(ids)
      expect(tokenizer.decode(ids)).toBe(decoded)
    }
  })
})

it('the first 20 losses of the tutorial’s run are PEFT’s, and so is the adapter’s file', async () => {
  const tokenizer = await loadTokenizer(folder)
  const adapter = loraOf(await readAdapter(join(folder, 'start')))
  const trainer = await openTrainer(runtime, network, {
    adapter,
    optimizer: { weightDecay: 0.01 },
  })
  try {
    for (const [step, { loss: theirs, learningRate: rate }] of expected.steps.entries()) {
      const from = 8 * (step % 4)
      const examples = expected.records
        .slice(from, from + 8)
        .map(({ text, label }) => exampleOf({ source: tokenizer.encode(text), target: tokenizer.encode(label) }))
      const learningRate = learningRateAt(step, 20, { learningRate: 1e-2, warmup: 0, schedule: 'linear' })
      expect(learningRate).toBeCloseTo(rate, 7)
      const { loss } = await trainer.step(packStep([examples]), { step: step + 1, learningRate })
      expect(Math.abs(loss - theirs)).toBeLessThan(1e-3)
    }
    const ours = adapterAt(adapter, await trainer.state())
    const output = temporaryFolder('mt5')
    await writeAdapter(output, ours)
    const read = (where: string) =>
      JSON.parse(readFileSync(join(where, 'adapter_config.json'), 'utf8')) as Record<string, unknown>
    const [mine, theirs] = [read(output), read(join(folder, 'end'))]
    for (const key of ['peft_type', 'task_type', 'r', 'lora_alpha', 'target_modules', 'bias'])
      expect(sorted(mine[key])).toEqual(sorted(theirs[key]))
    const back = loraOf(await readAdapter(output))
    const end = loraOf(await readAdapter(join(folder, 'end')))
    expect([...back.pairs.keys()].sort()).toEqual([...end.pairs.keys()].sort())
    for (const [path, { a, b }] of end.pairs) {
      const pair = back.pairs.get(path)
      expect(largestDifference(pair?.a as Float32Array, [...a])).toBeLessThan(5e-3)
      expect(largestDifference(pair?.b as Float32Array, [...b])).toBeLessThan(5e-3)
    }
  } finally {
    await trainer.dispose()
  }
})

describe('an encoder-decoder behind the seams', () => {
  it('writes what transformers writes, one text at a time or several', async () => {
    const tokenizer = await loadTokenizer(folder)
    const adapter = await readAdapter(join(folder, 'end'))
    const generator = await openGenerator(runtime, network, adapter)
    const options = { maxTokens: 6, temperature: 0, topP: 1, seed: 0, eosIds: [1] }
    for (const [i, theirs] of expected.generated.entries()) {
      const prompt = tokenizer.encode(expected.records[i]?.text as string)
      for (const { tokens } of await generator.generate(prompt, { ...options, n: 1 + (i % 2) }))
        expect(tokens.filter((token) => token > 1)).toEqual(theirs)
    }
    await generator.dispose()
  })

  /** The records, and the same said of firms that the fixture does not name. */
  const firm = /^(?:Delta Oyj|\w+)/
  const labelled = [
    ...expected.records,
    ...['Fiskars', 'Glaston', 'Huhta', 'Kone', 'Nokia'].flatMap((name) =>
      expected.records
        .filter(({ text }) => text.startsWith('Alma'))
        .map(({ text, label }) => ({ text: text.replace(firm, name), label })),
    ),
  ]

  it('learns labels from records by the command, and says how many it meets', async () => {
    const output = temporaryFolder('mt5 run')
    const data = join(output, 'records.ndjson')
    const lines = labelled.map(({ text, label }) =>
      JSON.stringify({ instruction: 'Sentiment?', input: text, output: label }),
    )
    writeFileSync(data, `${lines.join('\n')}\n`)
    const result = await train({
      data,
      base: folder,
      output: join(output, 'out'),
      task: 'instruct',
      method: 'full',
      epochs: 20,
      learningRate: 5e-3,
      evaluationPart: 0.2,
      seed: 7,
      backend: 'onnx-cpu',
    })
    // Of few records one more or less would be a matter of the processor's rounding.
    expect(result.evaluationExamples).toBeGreaterThan(20)
    expect(result.evaluation?.accuracy).toBeGreaterThan(0.8)
    // What was written opens again, and writes the labels: which few it misses is a matter of the processor's rounding.
    const model = await openOwnModel({ path: join(output, 'out') })
    const asked = expected.records.slice(0, 10)
    let met = 0
    for (const { text, label } of asked) {
      const prompt = instructionOpening({ instruction: 'Sentiment?', input: text })
      const [completion] = await model.generate({ prompt, maxTokens: 12 })
      expect(completion?.finish).toBe('stop')
      if (completion?.text === label) met++
    }
    expect(met).toBeGreaterThanOrEqual(8)
    // transformers means the encoder's layers by num_hidden_layers, and refuses 1 for 1.0.
    const config = JSON.parse(readFileSync(join(output, 'out', 'config.json'), 'utf8')) as Record<string, unknown>
    expect(config).toMatchObject({ num_layers: 2, num_decoder_layers: 3, d_ff: 32, feed_forward_proj: 'gated-gelu' })
    for (const key of ['num_hidden_layers', 'hidden_size', 'initializer_factor']) expect(config).not.toHaveProperty(key)
    await expect(model.score({ pairs: [] })).rejects.toMatchObject({ code: 'unsupported' })
    await model.close()
  })

  it.each(['lora', 'full'] as const)('learns outputs of a token by %s: its rows are filled up', async (method) => {
    const output = temporaryFolder('mt5 short')
    const data = join(output, 'records.ndjson')
    const line = JSON.stringify({ instruction: 'Sentiment?', input: 'sales grew', output: 'a' })
    writeFileSync(data, `${line}\n`.repeat(4))
    const settings = {
      data,
      base: folder,
      task: 'instruct',
      method,
      evaluationPart: 0,
      maxSteps: 2,
      batchSize: 2,
    } as const
    const { loss, steps } = await train({ ...settings, output: join(output, 'out'), backend: 'onnx-cpu' })
    expect(steps).toBe(2)
    expect(loss).toBeGreaterThan(0)
  })

  it('has the same loss where places are added behind its text', async () => {
    const short = { source: [5, 6, 7, 1], target: [9, 1] }
    const trainer = await openTrainer(runtime, network)
    const alone = packExamples([exampleOf(short)], { width: 10 })
    expect(alone.seq).toBe(4)
    const beside = packExamples([short, { source: short.source, target: [8, 9, 10, 11, 1] }].map(exampleOf), {
      width: 4,
    })
    const [logs, all] = [await trainer.logProbabilities(alone), await trainer.logProbabilities(beside)]
    expect(beside.seq).toBe(6)
    expect(largestDifference(logs, [...all.subarray(0, 2)])).toBeLessThan(1e-5)
    await trainer.dispose()
  })

  it('is tied where the file has no head, whatever its configuration says', async () => {
    const tied = temporaryFolder('mt5 tied')
    const files = openModel(folder, { encoder: true })
    const tensors = [...files.tensors.values()].filter(({ name }) => name !== 'lm_head.weight')
    await writeSafetensors(
      join(tied, 'model.safetensors'),
      inFileNames(
        files.config,
        tensors.map((info) => ({ ...info, type: 'F32' as const, data: () => files.floats(info.name) })),
      ),
    )
    await files.close()
    for (const stated of [true, false]) {
      const config = JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8')) as Record<string, unknown>
      writeFileSync(join(tied, 'config.json'), JSON.stringify({ ...config, tie_word_embeddings: stated }))
      const opened = openModel(tied, { encoder: true })
      expect(opened.config.tie_word_embeddings).toBe(true)
      expect((await loadNetwork(opened, opened.config)).weights.has('lm_head.weight')).toBe(false)
      await opened.close()
    }
    expect(network.config.tie_word_embeddings).toBe(false)
  })

  it.each([
    [{ task: 'process' }, 'task process'],
    [{ objective: 'dpo', task: 'rationale' }, 'objective dpo'],
    [{ method: 'prefix' }, 'method prefix'],
    [{ memory: '6GB' }, 'recomputing layers'],
  ] as const)('%o is refused by its name', async (changed, named) => {
    const output = temporaryFolder('mt5 refused')
    await expect(
      train({ data: 'none.ndjson', base: folder, output, task: 'instruct', ...changed }),
    ).rejects.toMatchObject({ code: 'unsupported', message: expect.stringContaining(named) as string })
  })

  it('goes to PEFT by short names only where they mean these layers alone', () => {
    const paths = (stack: string, depth: number, rest: string) =>
      Array.from({ length: depth }, (_, block) => `${stack}.block.${block}.layer.${rest}`)
    const both = [...paths('encoder', 2, '0.SelfAttention.q'), ...paths('decoder', 3, '0.SelfAttention.q')]
    expect(targetNames('t5', both)).toEqual(both)
    expect(targetNames('t5', [...both, ...paths('decoder', 3, '1.EncDecAttention.q')])).toEqual(['q'])
    expect(targetNames('t5', [...both, ...paths('decoder', 2, '1.EncDecAttention.q')])).toHaveLength(7)
    const wide = [...paths('encoder', 2, '1.DenseReluDense.wo'), ...paths('decoder', 3, '2.DenseReluDense.wo')]
    expect(targetNames('t5', wide)).toEqual(['wo'])
    expect(targetNames('t5', wide.slice(1))).toHaveLength(4)
  })

  it('is exported neither to GGUF nor to ONNX, by name', async () => {
    const output = join(temporaryFolder('mt5 export'), 'out.gguf')
    for (const format of ['gguf', 'onnx'] as const)
      await expect(exportAdapter({ adapter: join(folder, 'end'), base: folder, format, output })).rejects.toMatchObject(
        {
          code: 'unsupported',
          message: expect.stringContaining('mt5') as string,
        },
      )
  })

  it('is no base for what reads a decoder token by token', () => {
    expect(() => openModel(folder)).toThrow(/encoder-decoder/)
    expect(() => openDecoder(folder)).toThrow(/encoder-decoder/)
  })
})
