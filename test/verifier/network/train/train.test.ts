import { appendFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { RationaleError } from '../../../../src/core/errors.js'
import { readAdapter } from '../../../../verifier/network/model/adapters/files.js'
import { loraOf } from '../../../../verifier/network/model/adapters/methods.js'
import { trainBpe } from '../../../../verifier/network/tokenizer/bpe-trainer.js'
import type { TrainEvent } from '../../../../verifier/network/train/events.js'
import { parseTrainOptions, type TrainOptions } from '../../../../verifier/network/train/options.js'
import { isBetter } from '../../../../verifier/network/train/states.js'
import { train } from '../../../../verifier/network/train/train.js'
import { openModel } from '../../../../verifier/network/weights/model.js'
import { temporaryFolder } from '../../../helpers/folder.js'
import { tinyLlama } from '../../../helpers/tiny-llama.js'

const base = tinyLlama
let folder: string
let data: string

beforeAll(() => {
  folder = temporaryFolder('train')
  data = join(folder, 'rationales.ndjson')
  const lines = Array.from({ length: 40 }, (_, i) => ({
    preceding: `Ann has ${i} apples and gets ${i + 1} more.`,
    rationale: `So Ann now has ${i} + ${i + 1} = ${2 * i + 1} apples.`,
    documentId: `d${i % 20}`,
  }))
  writeFileSync(data, `${lines.map((line) => JSON.stringify(line)).join('\n')}\n{"preceding":3}\nnot json\n`)
})

const options = (name: string, more: Partial<TrainOptions> = {}): TrainOptions => ({
  data,
  base,
  output: join(folder, name),
  rank: 4,
  alpha: 8,
  learningRate: 1e-2,
  epochs: 2,
  batchSize: 4,
  accumulation: 2,
  checkpointEvery: 3,
  backend: 'onnx-cpu',
  ...more,
})

const logOf = (name: string) =>
  readFileSync(join(folder, name, 'train.ndjson'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string; step: number; loss: number; tokensPerSecond?: number })
const lossesOf = (name: string) =>
  logOf(name)
    .filter(({ type }) => type === 'step')
    .map(({ step, loss }) => [step, loss])

describe('train', () => {
  it('is refused in a folder that another run trains in', async () => {
    const runs = await Promise.allSettled([train(options('shared')), train(options('shared'))])
    expect(runs.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(runs.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'configuration', message: expect.stringContaining('this process is already at work') },
    })
    expect(
      logOf('shared')
        .filter(({ type }) => type === 'step')
        .map(({ step }) => step),
    ).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  })

  it('lowers the loss, evaluates, and leaves an adapter, a log and a plot', async () => {
    const events: TrainEvent[] = []
    const result = await train({
      ...options('plain', { learningRate: 3e-2, epochs: 4 }),
      evaluationPart: 0.2,
      onEvent: (event) => events.push(event),
    })
    const losses = lossesOf('plain')
    expect(losses.length).toBe(result.steps)
    expect(losses.at(-1)?.[1]).toBeLessThan(0.8 * (losses[0]?.[1] as number))
    expect(result.evaluation?.perplexity).toBeCloseTo(Math.exp(result.evaluation?.loss ?? 0), 6)
    expect(result.rejected).toBe(2)
    expect(result.efficiency?.padding).toBeLessThan(0.5)
    expect(events.filter(({ type }) => type === 'rejected')).toHaveLength(2)
    expect(result.examples + result.evaluationExamples).toBe(40)
    // Records of one document stay together: both of each of the kept-aside documents.
    expect(result.evaluationExamples % 2).toBe(0)
    const adapter = loraOf(await readAdapter(join(folder, 'plain')))
    expect([...adapter.pairs.values()].some(({ b }) => b.some((value) => value !== 0))).toBe(true)
    expect(readFileSync(join(folder, 'plain', 'loss.svg'), 'utf8')).toMatch(/^<svg[\s\S]*running mean/)
  })

  it('keeps to the memory it is given: the same losses with all of it, and a refusal before the first step where it is too little', async () => {
    const free = await train(options('free', { maxSteps: 2, memory: '64GB' }))
    expect(free.memory.recomputedLayers).toBe(0)
    expect(free.memory.peakBytes).toBeGreaterThan(0)
    await train(options('unasked', { maxSteps: 2 }))
    expect(lossesOf('free')).toEqual(lossesOf('unasked'))
    await expect(train(options('cramped', { memory: '1MB' }))).rejects.toThrow(/does not fit into 1 MB/)
    await expect(train(options('both', { memory: '1GB', recompute: true }))).rejects.toThrow(
      /memory: decides by itself/,
    )
    await expect(train(options('odd', { memory: 'much' }))).rejects.toThrow(/6GB/)
  })

  it('is repeatable, dropout included, and another seed is another run', async () => {
    await train(options('a', { dropout: 0.2, maxSteps: 4 }))
    await train(options('b', { dropout: 0.2, maxSteps: 4 }))
    await train(options('c', { dropout: 0.2, maxSteps: 4, seed: 1 }))
    expect(lossesOf('a')).toEqual(lossesOf('b'))
    expect(lossesOf('a')).not.toEqual(lossesOf('c'))
  })

  it('resumes to the identical curve after dying past its last checkpoint', async () => {
    await train(options('whole', { dropout: 0.1 }))
    const dies = {
      onEvent: (event: TrainEvent) => {
        if (event.type === 'step' && event.step === 5) throw new Error('killed')
      },
    }
    await expect(train({ ...options('broken', { dropout: 0.1 }), ...dies })).rejects.toThrow('killed')
    expect(lossesOf('broken').length).toBe(5)
    const events: TrainEvent[] = []
    await train({ ...options('broken', { dropout: 0.1 }), resume: true, onEvent: (event) => events.push(event) })
    expect(events.find(({ type }) => type === 'start')).toMatchObject({ resumedFrom: 3 })
    expect(lossesOf('broken')).toEqual(lossesOf('whole'))
    const file = 'adapter_model.safetensors'
    expect(readFileSync(join(folder, 'broken', file))).toEqual(readFileSync(join(folder, 'whole', file)))
  })

  it('refuses to resume another run, saying what differs', async () => {
    await train(options('first', { maxSteps: 1 }))
    await expect(train(options('first', { maxSteps: 1, resume: true, learningRate: 0.5 }))).rejects.toThrow(
      /learningRate was 0.01, is 0.5/,
    )
  })

  it('refuses to resume on other weights under the name of the base, and goes on where the base was moved', async () => {
    const [moved, exchanged] = ['moved base', 'exchanged base'].map((name) => join(folder, name)) as [string, string]
    for (const copy of [moved, exchanged]) cpSync(base, copy, { recursive: true })
    const file = join(exchanged, 'model.safetensors')
    const bytes = readFileSync(file)
    bytes[bytes.length - 100] = 255 - (bytes[bytes.length - 100] as number)
    writeFileSync(file, bytes)
    await train(options('exchanged', { maxSteps: 1 }))
    const further = { maxSteps: 2, resume: true }
    await expect(train(options('exchanged', { ...further, base: exchanged }))).rejects.toThrow(
      /the base has other weights/,
    )
    expect((await train(options('exchanged', { ...further, base: moved }))).steps).toBe(2)
  })

  it('stops at a loss that is not finite, naming the step; the checkpoint is good', async () => {
    const failure = await train(options('nan', { learningRate: 1e38, maxNorm: null, warmup: 0, dropout: 0 })).catch(
      (error: unknown) => error,
    )
    expect(failure).toBeInstanceOf(RationaleError)
    expect(failure).toMatchObject({ code: 'numeric' })
    expect((failure as Error).message).toMatch(/broke at step \d+/)
    expect(() => readFileSync(join(folder, 'nan', 'adapter_model.safetensors'))).toThrow()
  })

  it('saves and stops when the signal fires', async () => {
    const controller = new AbortController()
    const onEvent = (event: TrainEvent) => {
      if (event.type === 'step' && event.step === 2) controller.abort()
    }
    await expect(train({ ...options('stopped'), signal: controller.signal, onEvent })).rejects.toMatchObject({
      code: 'aborted',
    })
    const events: TrainEvent[] = []
    await train({ ...options('stopped'), resume: true, maxSteps: undefined, onEvent: (event) => events.push(event) })
    expect(events.find(({ type }) => type === 'start')).toMatchObject({ resumedFrom: 2 })
  })

  it('stops early, keeping the best evaluated state', async () => {
    const result = await train(
      options('early', {
        ...{ epochs: 40, evaluateEvery: 2, patience: 1, learningRate: 0.05, evaluationPart: 0.3 },
        ...{ checkpointEvery: 2, keep: 40 },
      }),
    )
    expect(result.stopped).toBe('early-stop')
    const evaluations = logOf('early').filter(({ type }) => type === 'evaluation')
    expect(result.evaluation?.loss).toBe(Math.min(...evaluations.map(({ loss }) => loss)))
    // The first evaluation without a better loss is the last one.
    const best = evaluations.findIndex(({ step }) => step === result.evaluation?.step)
    expect([evaluations.length - 1 - best, evaluations.at(-1)?.step]).toEqual([1, result.steps])
    const adapter = (...place: string[]) => readFileSync(join(folder, 'early', ...place, 'adapter_model.safetensors'))
    expect(adapter()).toEqual(adapter('steps', `${result.evaluation?.step}`))
    expect(adapter()).not.toEqual(adapter('steps', `${result.steps}`))
  })

  it('says of a run that was gone on with what its last state is worth, where that is what is left', async () => {
    // The more is learned of apples, the less likely is this.
    const evaluationData = join(folder, 'others.ndjson')
    writeFileSync(evaluationData, JSON.stringify({ preceding: 'It', rationale: 'ZQX! KJV? "WWW" #' }))
    const more = { evaluationData, learningRate: 0.05 }
    const first = await train(options('extended', { ...more, maxSteps: 1 }))
    const { evaluation } = await train(options('extended', { ...more, epochs: 6, resume: true }))
    const last = logOf('extended').at(-1)
    expect(last?.loss).toBeGreaterThan(first.evaluation?.loss as number)
    expect(evaluation).toMatchObject({ step: last?.step, loss: last?.loss })
  })

  it('evaluates the last state again after dying between that and its checkpoint', async () => {
    const more = { evaluationPart: 0.3, evaluateEvery: 3, maxSteps: 4, checkpointEvery: 4 }
    const whole = await train(options('evaluated', more))
    expect(whole.evaluation?.step).toBe(4)
    const dies = {
      onEvent: (event: TrainEvent) => {
        if (event.type === 'evaluation' && event.step === 4) throw new Error('killed')
      },
    }
    await expect(train({ ...options('unmarked', more), ...dies })).rejects.toThrow('killed')
    // What the log says then.
    const line = logOf('evaluated').at(-1)
    appendFileSync(join(folder, 'unmarked', 'train.ndjson'), `${JSON.stringify(line)}\n`)
    const resumed = await train(options('unmarked', { ...more, resume: true }))
    expect(resumed.evaluation).toEqual(whole.evaluation)
    expect(logOf('unmarked').filter(({ type }) => type === 'evaluation')).toEqual(
      logOf('evaluated').filter(({ type }) => type === 'evaluation'),
    )
    const file = 'adapter_model.safetensors'
    expect(readFileSync(join(folder, 'unmarked', file))).toEqual(readFileSync(join(folder, 'evaluated', file)))
  })

  it('refuses to choose the best or to stop early where nothing was kept aside', async () => {
    const choosing = { evaluationPart: 1e-9, evaluateEvery: 1, patience: 1 }
    await expect(train(options('none', choosing))).rejects.toThrow(/--patience needs records[\s\S]*none of 40 examples/)
  })

  it('trains all weights of a new network and writes a model folder', async () => {
    const blank = join(folder, 'blank')
    mkdirSync(blank)
    for (const name of ['config.json', 'tokenizer.json', 'tokenizer_config.json'])
      cpSync(join(base, name), join(blank, name))
    const documents = join(folder, 'documents.ndjson')
    writeFileSync(
      documents,
      Array.from({ length: 12 }, (_, i) =>
        JSON.stringify({ id: `x${i}`, text: `Ann has ${i} apples. `.repeat(6) }),
      ).join('\n'),
    )
    await train(
      options('pretrained', {
        data: documents,
        base: blank,
        task: 'pretrain',
        method: 'full',
        rank: undefined,
        alpha: undefined,
        epochs: 6,
        maxLength: 32,
      }),
    )
    const losses = lossesOf('pretrained')
    expect(losses.at(-1)?.[1]).toBeLessThan(0.7 * (losses[0]?.[1] as number))
    const model = openModel(join(folder, 'pretrained'))
    expect(model.config.hidden_size).toBe(64)
    await model.close()
  })

  it('trains low-rank layers from their best approximation, and stores their factors', async () => {
    const result = await train(
      options('low-rank', {
        method: 'low-rank',
        rank: undefined,
        alpha: undefined,
        compression: 2,
        maxSteps: 6,
        learningRate: 2e-3,
      }),
    )
    const before = openModel(base)
    const after = openModel(join(folder, 'low-rank'))
    const name = 'model.layers.0.mlp.up_proj.weight'
    const [a, b] = ['low_rank_A', 'low_rank_B'].map((side) =>
      after.tensors.get(name.replace(/weight$/, `${side}.weight`)),
    )
    // 96 x 64 halved: rank 19, since 2 x 19 (96 + 64) <= 96 x 64 < 2 x 20 (96 + 64).
    expect([a?.shape, b?.shape]).toEqual([
      [19, 64],
      [96, 19],
    ])
    expect((await after.floats(name)).length).toBe(96 * 64)
    expect(result.parameters).toBeLessThan(
      0.8 * [...before.tensors.values()].reduce((sum, { shape }) => sum + shape.reduce((x, y) => x * y, 1), 0),
    )
    const losses = lossesOf('low-rank')
    expect(losses.at(-1)?.[1]).toBeLessThan(losses[0]?.[1] as number)
    await before.close()
    await after.close()
  })

  it('learns marks of process supervision and answers of instructions', async () => {
    const chains = join(folder, 'chains.ndjson')
    writeFileSync(
      chains,
      Array.from({ length: 16 }, (_, i) =>
        JSON.stringify({
          id: `c${i}`,
          question: `Ann has ${i} apples.`,
          steps: [`${i} + 1 = ${i + 1}`, `${i} + 2 = ${i + (i % 2 ? 2 : 3)}`, 'So.'],
          firstError: i % 2 ? -1 : 1,
        }),
      ).join('\n'),
    )
    // The fixture's tokenizer never saw ` -`: one that did, for the same network.
    const marked = join(folder, 'marked')
    cpSync(base, marked, { recursive: true })
    const texts = [
      readFileSync(chains, 'utf8'),
      'a + \nb - \n'.repeat(99),
      'Ann has 12 apples. 3 + 4 = 7. So. '.repeat(99),
    ]
    const { tokenizer } = await trainBpe(texts, { vocabularySize: 300 })
    writeFileSync(join(marked, 'tokenizer.json'), JSON.stringify(tokenizer))
    const process = await train(
      options('process', {
        data: chains,
        task: 'process',
        epochs: 12,
        learningRate: 2e-2,
        dropout: 0,
        evaluationData: chains,
        base: marked,
        targetModules: 'all-linear',
        backend: 'onnx-cpu',
      }),
    )
    expect(process.examples).toBe(16)
    // Evaluated on what it learned: it must tell right steps from wrong ones, which a network that was not trained does not.
    expect(process.evaluation?.auc).toBeGreaterThan(0.9)
    const instructions = join(folder, 'instructions.ndjson')
    writeFileSync(
      instructions,
      Array.from({ length: 8 }, (_, i) =>
        JSON.stringify({ instruction: 'Add.', input: `${i} + 1`, output: `${i + 1}` }),
      ).join('\n'),
    )
    expect(
      (
        await train(
          options('instruct', {
            data: instructions,
            task: 'instruct',
            method: 'qlora',
            baseFormat: 'q4_0',
            maxSteps: 2,
          }),
        )
      ).steps,
    ).toBe(2)
  })

  it('names every wrong option at once', async () => {
    await expect(train({ ...options('x'), rank: 0, dropout: 2, maxLength: 1 })).rejects.toThrow(
      /rank.*dropout.*maxLength/s,
    )
    await expect(train({ ...options('x'), targetModules: '/(/' })).rejects.toThrow(/targetModules: Invalid regular/)
  })

  it.each([
    [{ layout: 'houlsby' }, 'layout: is for adapter, not for lora'],
    [{ virtualTokens: 4 }, 'virtualTokens: is for prefix, prompt, p-tuning, not for lora'],
    [{ method: 'prompt', rank: 4 }, 'rank: is for lora, qlora, dora, low-rank, not for prompt'],
    [{ method: 'ia3', dropout: 0.5 }, 'dropout: is for lora, qlora, dora, not for ia3'],
    [{ method: 'ia3', rsLora: true }, 'rsLora: is for lora, qlora, dora, not for ia3'],
    [{ method: 'full', modulesToSave: ['lm_head'] }, 'modulesToSave: is for'],
    [{ method: 'full', adapter: 'x' }, 'adapter: is for'],
    [{ head: 'two-layer' }, 'head: is for the objective head, not for lm'],
    [{ beta: 0.5 }, 'beta: is for the objective dpo, not for lm'],
    [{ adapter: 'x', rank: 16, alpha: 4 }, 'rank: the adapter to go on from has its own'],
    [{ adapter: 'x', method: 'prompt', virtualTokens: 9 }, 'virtualTokens: the adapter to go on from has its own'],
    [{ objective: 'head', classWeights: '0,0.0' }, 'classWeights: one of them must be above 0'],
  ] as const)('%o: a setting that would change nothing is refused', (more, said) => {
    expect(() => parseTrainOptions({ data, base, output: 'x', ...more } as TrainOptions)).toThrow(said)
  })

  it('takes every setting at its default, as run.json has them', () => {
    for (const method of ['lora', 'full', 'prompt', 'adapter', 'probe'] as const) {
      const settings = parseTrainOptions({ data, base, output: 'x', method })
      expect(parseTrainOptions(settings)).toEqual(settings)
    }
  })

  it('low-rank layers of a rank that makes one larger are refused before the first step', async () => {
    const lowRank = { method: 'low-rank', alpha: undefined, maxSteps: 1 } as const
    await expect(train(options('larger', { ...lowRank, rank: 22 }))).rejects.toThrow(/_proj is smaller up to rank 21/)
  })

  it('of evaluations that are equal by the figure asked for, the one of the lower loss is the best', () => {
    const best = { step: 1, loss: 1.07, perplexity: 2, tokens: 9, f1: 0 }
    expect(isBetter({ loss: 0.73, perplexity: 2, tokens: 9, f1: 0 }, best, 'f1')).toBe(true)
    expect(isBetter({ loss: 1.2, perplexity: 2, tokens: 9, f1: 0 }, best, 'f1')).toBe(false)
    expect(isBetter({ loss: 1.2, perplexity: 2, tokens: 9, f1: 0.5 }, best, 'f1')).toBe(true)
    expect(isBetter({ loss: 0.1, perplexity: 2, tokens: 9 }, best, 'f1')).toBe(false)
  })
})
