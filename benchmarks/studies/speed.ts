import { execFileSync } from 'node:child_process'
import { loadavg } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { defined } from '../../src/core/absence.js'
import type { TokenTally } from '../../src/core/records/types.js'
import { seededRandom } from '../../src/core/statistics/random.js'
import { newLora } from '../../verifier/network/model/adapters/new.js'
import { type Batch, packBatch } from '../../verifier/network/model/batch.js'
import { type Network, newNetwork } from '../../verifier/network/model/parameters.js'
import { openScorer } from '../../verifier/network/model/scorer.js'
import { openTrainer, type TrainerOptions } from '../../verifier/network/model/trainer.js'
import { openOnnx } from '../../verifier/network/runtime/onnx.js'
import { openRuntime } from '../../verifier/network/runtime/open.js'
import { productRate, productRates, stopwatch } from '../../verifier/network/runtime/rate.js'
import type { Backend, Runtime } from '../../verifier/network/runtime/runtime.js'
import { inParts, packStep } from '../../verifier/network/train/batches.js'
import { type ModelConfig, parseModelConfig } from '../../verifier/network/weights/model-config.js'
import { parameterCount } from '../../verifier/network/weights/shapes.js'

/*
 * Speed of training and scoring, as ratios in one run, so that a slow machine does not decide, each the best of its rounds, so
 * that a shared one decides little:
 *
 *     npm run study speed -- [--backend onnx-cpu] [--steps 12] [--threads 1] [--no-tfjs] [--python PYTHON-WITH-TORCH] [--json]
 *
 *     npm run study speed -- --mixed [--threads 1]        a batch of mixed lengths as one and in parts, in CPU time
 *
 * On a machine that others use, compare with one thread: a step that gets half of a second core gains less from it than a plain product loses.
 *
 * Useful work: a training step is 6 flops a parameter and token, a LoRA step 4 (the frozen weights have no gradient of
 * their own); attention's own products, norms and the optimizer count as overhead.
 */

const { values: options } = parseArgs({
  options: {
    backend: { type: 'string', default: 'onnx-cpu' },
    steps: { type: 'string', default: '12' },
    threads: { type: 'string' },
    'no-tfjs': { type: 'boolean', default: false },
    python: { type: 'string' },
    mixed: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
})
const [batchRows, seq, rank, alpha] = [8, 128, 8, 32]
/** A small network, as one is trained from nothing; and layers of SmolLM2-135M's sizes, as one is adapted. */
const config: ModelConfig = parseModelConfig({
  model_type: 'llama',
  hidden_size: 256,
  intermediate_size: 688,
  num_hidden_layers: 6,
  num_attention_heads: 8,
  num_key_value_heads: 8,
  vocab_size: 2048,
  tie_word_embeddings: true,
  max_position_embeddings: 512,
})
const wide: ModelConfig = {
  ...config,
  hidden_size: 576,
  intermediate_size: 1536,
  num_attention_heads: 9,
  num_key_value_heads: 3,
  head_dim: 64,
}

const random = seededRandom(1)
const network = newNetwork(config, random.uniform)
const tokensOf = (length: number) => Array.from({ length }, () => random.int(config.vocab_size))
const batch: Batch = packBatch(
  Array.from({ length: batchRows }, () => ({ tokens: tokensOf(seq), weights: 1 })),
  seq,
)
const tokens = batchRows * seq
const report: Record<string, unknown> = { parameters: parameterCount(config), batch: [batchRows, seq] }

/** The yardstick: a plain product of 1024 x 1024 over as long a time as a step, so that neighbours disturb both alike. */
const plainProduct = (on: Runtime, ms: number) => productRate(on, { size: 1024, rounds: 1, atLeast: ms })

/** Milliseconds of the fastest step after two for warming up, and the fastest plain product measured between the steps. */
async function timeSteps(runtime: Runtime, given: TrainerOptions, steps: number, net: Network) {
  const trainer = await openTrainer(runtime, net, given)
  const times: number[] = []
  const rates: number[] = []
  for (let step = 1; step <= steps; step++) {
    const start = performance.now()
    await trainer.step([batch], { step, learningRate: 1e-3 })
    const ms = performance.now() - start
    if (step > 2 || steps <= 2) times.push(ms)
    if (step % 3 === 0 || step === steps) rates.push(await plainProduct(runtime, ms))
  }
  const crossed = trainer.crossedInStep
  await trainer.dispose()
  return { ms: Math.min(...times), product: Math.max(...rates), crossed }
}

async function training(runtime: Runtime, steps: number, net: Network) {
  const work = parameterCount(net.config) * tokens
  const lora = () => newLora(net, { rank, alpha }, seededRandom(2).uniform)
  const kinds: [string, number, () => TrainerOptions][] = [
    ['full', 6, () => ({ optimizer: { maxNorm: 1 } })],
    ['full, recomputed', 6, () => ({ optimizer: { maxNorm: 1 }, recompute: true })],
    ['lora', 4, () => ({ adapter: lora(), optimizer: { maxNorm: 1 } })],
  ]
  const found: Record<string, object> = {}
  for (const [kind, flops, given] of kinds) {
    const { ms, product, crossed } = await timeSteps(runtime, given(), steps, net)
    const useful = (flops * work) / (ms * 1e6)
    found[kind] = {
      msPerStep: round(ms),
      tokensPerSecond: round((tokens / ms) * 1000),
      usefulGflops: round(useful),
      productGflops: round(product),
      ratio: round(useful / product, 2),
      ...defined({ bytesCrossed: crossed > 0 ? crossed : undefined }),
    }
  }
  return found
}

/** Scoring eight candidates of one question: tokens of the prefix tree a second. */
async function scoring(runtime: Runtime) {
  const question = tokensOf(64)
  const sequences = Array.from({ length: 8 }, () => ({ tokens: [...question, ...tokensOf(100)], firstTarget: 64 }))
  const scorer = await openScorer(runtime, network)
  const tally: TokenTally = { evaluated: 0, unique: 0, generated: 0, calls: 0 }
  await scorer.score(sequences, { tally })
  const times: number[] = []
  for (let i = 0; i < 5; i++) {
    const start = performance.now()
    await scorer.score(sequences)
    times.push(performance.now() - start)
  }
  await scorer.dispose()
  return {
    tokensPerSecond: round((tally.unique / Math.min(...times)) * 1000),
    evaluatedOverUnique: tally.evaluated / tally.unique,
  }
}

/** The same steps in PyTorch, by the script beside this one. */
function torchSteps(python: string, net: ModelConfig): Record<string, unknown> {
  const script = fileURLToPath(new URL('../../../benchmarks/studies/reference/torch_step.py', import.meta.url))
  const { model_type: _, rope_theta: __, rope_scaling: ___, ...rest } = net
  const kinds = ['eager', 'compiled', 'peft', 'peft compiled']
  const spec = { config: rest, batch: batchRows, seq, rank, alpha, steps: Number(options.steps), kinds, threads }
  const cuda = options.backend === 'onnx-cpu' ? {} : { device: 'cuda' }
  const torch = JSON.parse(execFileSync(python, [script, JSON.stringify({ ...spec, ...cuda })], { encoding: 'utf8' }))
  return Object.fromEntries(
    Object.entries(torch).map(([kind, value]) =>
      kinds.includes(kind) && typeof value === 'number'
        ? [kind, { msPerStep: round(value * 1000), tokensPerSecond: round(tokens / value) }]
        : [kind, value],
    ),
  )
}

/**
 * One LoRA step over chains of mixed lengths, in turn: as one batch, in parts as `train` makes it (`inParts`), and so with attention in pieces, too. CPU
 * time, the least of the rounds, and the part of the plain product that useful work took of it.
 */
async function mixedLengths(runtime: Runtime, net: Network, rounds: number) {
  const trainerWith = (pieces?: number) => {
    const adapter = newLora(net, { rank: 16, alpha, targetModules: 'all-linear' }, seededRandom(2).uniform)
    return openTrainer(runtime, net, { adapter, optimizer: { maxNorm: 1 }, ...defined({ pieces }) })
  }
  const [whole, inPieces] = [await trainerWith(1), await trainerWith()]
  // The eighths of `step_labels`, cut at 512 tokens.
  const chains = [120, 150, 190, 240, 300, 380, 460, 512].map((length) => ({
    ids: tokensOf(length),
    targets: Array.from({ length: 8 }, (_, i) => (i + 1) * 12),
    group: '',
  }))
  const width = net.config.hidden_size
  const parts = packStep(inParts(chains, width), { width })
  const ways = {
    'as one batch': { batches: packStep([chains], { width }), trainer: whole },
    'in parts': { batches: parts, trainer: whole },
    'in parts, attention in pieces': { batches: parts, trainer: inPieces },
  }
  const found = Object.entries(ways).map(([way, given]) => ({ way, ...given, ms: Number.POSITIVE_INFINITY, loss: 0 }))
  let product = 0
  for (let step = 1; step <= rounds; step++) {
    for (const each of found) {
      const spent = stopwatch()
      each.loss = (await each.trainer.step(each.batches, { step, learningRate: 0 })).loss
      if (step > 1) each.ms = Math.min(each.ms, spent().processor)
    }
    product = Math.max(product, (await productRates(runtime, { size: 1024, rounds: 1, atLeast: 500 })).processor)
  }
  for (const trainer of [whole, inPieces]) await trainer.dispose()
  const useful = chains.reduce((sum, { ids }) => sum + ids.length, 0)
  const flops = 4 * parameterCount({ ...net.config, vocab_size: 0 }) * useful
  return Object.fromEntries(
    found.map(({ way, batches, ms, loss }) => [
      way,
      {
        rows: batches.map(({ batch: rows, seq: length }) => `${rows} x ${length}`).join(', '),
        padding: round(1 - useful / batches.reduce((sum, { batch: rows, seq: length }) => sum + rows * length, 0), 3),
        cpuMsPerStep: round(ms),
        ratio: round(flops / (ms * 1e6 * product), 2),
        loss: round(loss, 5),
      },
    ]),
  )
}

const round = (x: number, digits = 0) => Math.round(x * 10 ** digits) / 10 ** digits

const threads = options.threads === undefined ? undefined : Number(options.threads)
const runtime = threads === undefined ? await openRuntime(options.backend as Backend) : await openOnnx({ threads })
if (options.mixed) {
  const report = await mixedLengths(runtime, newNetwork(wide, random.uniform), Number(options.steps))
  await runtime.dispose()
  process.stdout.write(`${JSON.stringify(report, null, options.json ? undefined : 2)}\n`)
  process.exit(0)
}
report.load = loadavg().map((load) => round(load, 1))
report.backend = runtime.backend
report.device = runtime.device
report.training = await training(runtime, Number(options.steps), network)
report.wide = {
  parameters: parameterCount(wide),
  ...(await training(runtime, Number(options.steps), newNetwork(wide, random.uniform))),
}
report.scoring = await scoring(runtime)
if (!options['no-tfjs']) {
  const wasm = await openRuntime('tfjs-wasm')
  const { ms } = await timeSteps(wasm, { optimizer: { maxNorm: 1 } }, 2, network)
  report.tfjsWasm = {
    training: { tokensPerSecond: round((tokens / ms) * 1000), productGflops: round(await productRate(wasm)) },
    scoring: await scoring(wasm),
  }
}
if (options.python !== undefined) {
  report.torch = torchSteps(options.python, config)
  report.wide = { ...(report.wide as object), torch: torchSteps(options.python, wide) }
}
await runtime.dispose()
process.stdout.write(`${JSON.stringify(report, null, options.json ? undefined : 2)}\n`)
