/*
 * Low-rank pretraining beside dense on the same text: y = B A x in every linear layer, at several sizes of the factors. FinGPT-HPC claims layers
 * 2.64 times smaller, steps 1.3 times faster, and no loss of quality.
 *
 *     npm run study low-rank -- --text DOCUMENTS.ndjson[.gz] [--seeds 3] [--first-seed 7] [--steps 200] [--compressions 1.5,2.64,4,8] [--rates 1e-3,3e-3] [--width 256] [--layers 4] [--minutes M] [--json]
 *
 *     npm run study low-rank -- --text … --compressions 2.64 --variants plain,spectral,spectral-longer,uneven,orthogonal,towards-b,towards-a,warm-up,longer,narrow
 *
 * Variants are what the literature does about the gap to dense: `spectral` begins with the best approximation of dense's first weights (Khodak et al. 2021);
 * `towards-b` and `towards-a` give one factor four times the rate of the other (LoRA+, Hayou et al. 2024): AdamW's steps are of one size, so a factor that is
 * held half as large, the other twice, moves so much faster; `warm-up` trains dense for a fifth of the steps and factors what came of it (Pufferfish, Wang et
 * al. 2021); `longer` takes a quarter more steps, about what a low-rank step is cheaper by, `spectral-longer` two fifths more. `uneven` gives the feed-forward
 * part higher ranks and attention lower ones, as many numbers in all; `orthogonal` pulls the rows of A and the columns of B towards being orthogonal, beside
 * the gradient as AdamW decays weights. `narrow` is dense, and so narrow that the whole model takes about as many bytes as the low-rank one.
 *
 * Factors want another learning rate than dense matrices: each network is trained at every rate, and the rate whose last training losses are
 * lowest is judged on the held-aside text. A seed decides the first weights and the order of the text (what is held aside is the same for all);
 * with several of them, losses are given with their standard deviation, and the difference to dense within each seed. All contenders of a seed
 * take each step one after another, on the same batch: a busy machine disturbs all alike. Times are medians; CPU time tells what a step costs
 * where other processes take the cores between. With --minutes no further seed is begun that would not be done by then.
 */
import { parseArgs } from 'node:util'
import { readRecords } from '../../../src/core/records/ndjson.js'
import { documentSchema } from '../../../src/core/records/types.js'
import { seededRandom } from '../../../src/core/statistics/random.js'
import { mean } from '../../../src/core/statistics/statistics.js'
import { rankFor } from '../../../verifier/network/model/low-rank.js'
import { type Network, newNetwork } from '../../../verifier/network/model/parameters.js'
import { openTrainer, type Trainer } from '../../../verifier/network/model/trainer.js'
import { openRuntime } from '../../../verifier/network/runtime/open.js'
import type { Backend } from '../../../verifier/network/runtime/runtime.js'
import { trainBpe } from '../../../verifier/network/tokenizer/bpe-trainer.js'
import { createTokenizer } from '../../../verifier/network/tokenizer/tokenizer.js'
import { weightCount } from '../../../verifier/network/train/base.js'
import { packStep, planSteps } from '../../../verifier/network/train/batches.js'
import { evaluate } from '../../../verifier/network/train/evaluate.js'
import { readExamples, splitByGroup } from '../../../verifier/network/train/examples.js'
import { learningRateAt } from '../../../verifier/network/train/schedule.js'
import { parseModelConfig } from '../../../verifier/network/weights/model-config.js'
import { linearModules } from '../../../verifier/network/weights/shapes.js'
import { report, type Trained } from './report.js'
import { factored, straighten, VARIANTS, type Variant } from './variants.js'

const { values: options } = parseArgs({
  options: {
    text: { type: 'string' },
    seeds: { type: 'string', default: '1' },
    'first-seed': { type: 'string', default: '7' },
    minutes: { type: 'string', default: 'Infinity' },
    steps: { type: 'string', default: '200' },
    compressions: { type: 'string', default: '1.5,2.64,4,8' },
    rates: { type: 'string', default: '1e-3,3e-3' },
    variants: { type: 'string', default: 'plain' },
    width: { type: 'string', default: '256' },
    layers: { type: 'string', default: '4' },
    vocabulary: { type: 'string', default: '2048' },
    limit: { type: 'string', default: '4000' },
    backend: { type: 'string', default: 'onnx-cpu' },
    json: { type: 'boolean', default: false },
  },
})
const { text } = options
if (text === undefined) {
  console.error('needs --text DOCUMENTS.ndjson')
  process.exit(2)
}
const [steps, width, layers, vocabulary, limit] = (['steps', 'width', 'layers', 'vocabulary', 'limit'] as const).map(
  (name) => Number(options[name]),
) as [number, number, number, number, number]
/** Decides what is held aside, the same for all. */
const SPLIT_SEED = 7
const LENGTH = 128
const BATCH = 8
const SCHEDULE = { warmup: 0.1, schedule: 'cosine' } as const

const unknown = options.variants.split(',').find((name) => !Object.hasOwn(VARIANTS, name))
if (unknown !== undefined) {
  console.error(`--variants: some of ${Object.keys(VARIANTS).join(', ')}; found ${unknown}`)
  process.exit(2)
}

/** One network in training at one rate, from its first step on. */
interface Contender {
  name: string
  /** 1: dense. */
  compression: number
  network: Network
  learningRate: number
  first: number
  steps: number
  orthogonal: number
  losses: number[]
  trainer: Trainer
  wall: number[]
  cpu: number[]
}

const tokenizer = await createTokenizer(await trainBpe(texts(), { vocabularySize: vocabulary }))
const { examples } = await readExamples(text, tokenizer, { task: 'pretrain', maxLength: LENGTH, limit })
const { train, evaluation } = splitByGroup(examples, 0.05, SPLIT_SEED)
const runtime = await openRuntime(options.backend as Backend)

const began = performance.now()
const outcomes: Trained[][] = []
const firstSeed = Number(options['first-seed'])
for (let seed = firstSeed; seed < firstSeed + Number(options.seeds); seed++) {
  const minutes = (performance.now() - began) / 60_000
  const another = outcomes.length === 0 ? 0 : minutes / outcomes.length
  if (minutes + another > Number(options.minutes)) break
  outcomes.push(await race(seed))
}
await runtime.dispose()
const about = `${outcomes.length} seeds, ${steps} steps of ${BATCH} x ${LENGTH}, ${evaluation.length} held-aside stretches, ${runtime.device}`
report(outcomes, about, options.json)

/** Trains every network at every rate from one seed, and judges each network at its best rate. */
async function race(seed: number): Promise<Trained[]> {
  const contenders = await openContenders(seed)
  const most = Math.max(...contenders.map((contender) => contender.steps))
  const plan = planSteps(train, { batchSize: BATCH, accumulation: 1, epochs: 1000, maxSteps: most, seed })
  for (let step = 0; step < most; step++) {
    const batches = packStep(plan.batchesOf(step))
    for (const contender of contenders) {
      if (step === contender.first && step > 0) await goOnFrom(contenders, contender, seed)
      const { trainer, learningRate: peak, losses, wall, cpu } = contender
      if (step < contender.first || step >= contender.steps) continue
      const learningRate = learningRateAt(step, contender.steps, { ...SCHEDULE, learningRate: peak })
      const [started, before] = [performance.now(), process.cpuUsage()]
      const { loss } = await trainer.step(batches, { step: step + 1, learningRate })
      if (contender.orthogonal > 0) await straighten(trainer, contender.orthogonal * learningRate)
      const { user, system } = process.cpuUsage(before)
      losses.push(loss)
      // The first steps also lay out memory.
      if (step < 3 && steps > 6) continue
      wall.push(performance.now() - started)
      cpu.push((user + system) / 1000)
    }
    if (step % 10 === 9 || step === 0)
      console.error(
        `seed ${seed}, step ${step + 1}/${most}: losses ${contenders.map(({ losses }) => losses.at(-1)?.toFixed(3)).join(' ')}`,
      )
  }
  const judged: Trained[] = []
  for (const contender of bestRates(contenders)) judged.push(await judge(contender))
  for (const { trainer } of contenders) await trainer.dispose()
  return judged
}

/** The documents that the vocabulary is learned from: all of them, as in pretraining. */
async function* texts(): AsyncGenerator<string> {
  let count = 0
  for await (const { record } of readRecords(text as string, documentSchema.partial({ id: true }))) {
    if (count++ === limit) return
    yield record.text
  }
}

/** The dense network, and at each compression one that starts from random factors of its own. */
async function openContenders(seed: number): Promise<Contender[]> {
  const dense = denseOf(width, seed)
  const networks: [string, number, Network, Variant][] = [['dense', 1, dense, {}]]
  for (const compression of options.compressions.split(',').map(Number))
    for (const variant of options.variants.split(',')) {
      const how = VARIANTS[variant] as Variant
      const low = factored(dense, compression, how, seed)
      const rank = rankFor(width, width, compression)
      const narrow = how.narrow && denseOf(widthOf(weightCount(low)), seed)
      const name = narrow
        ? `dense, ${narrow.config.hidden_size} wide, as large as ${compression} times smaller layers`
        : `low-rank, ${compression} times smaller (rank ${rank} of ${width}), ${variant}`
      networks.push([name, compression, narrow ?? low, how])
    }
  const opened: Contender[] = []
  for (const [name, compression, network, { warmUp = 0, longer = 1, orthogonal = 0 }] of networks) {
    for (const learningRate of options.rates.split(',').map(Number)) {
      const [trainer, own] = [
        await open(network),
        { first: Math.round(warmUp * steps), steps: Math.round(longer * steps), orthogonal },
      ]
      opened.push({ name, compression, network, learningRate, trainer, ...own, losses: [], wall: [], cpu: [] })
    }
  }
  return opened
}

function denseOf(hidden: number, seed: number): Network {
  const config = parseModelConfig({
    model_type: 'llama',
    hidden_size: hidden,
    intermediate_size: Math.round((hidden * 8) / 3 / 16) * 16,
    num_hidden_layers: layers,
    num_attention_heads: hidden / 32,
    vocab_size: vocabulary,
    tie_word_embeddings: true,
    max_position_embeddings: LENGTH,
  })
  return newNetwork(config, seededRandom(`${seed} weights`).uniform)
}

/** The width at which a dense network holds about so many numbers, in whole heads. */
function widthOf(numbers: number): number {
  const widths = Array.from({ length: width / 32 }, (_, i) => 32 * (i + 1))
  const off = (hidden: number) => Math.abs(weightCount(denseOf(hidden, SPLIT_SEED)) - numbers)
  return widths.reduce((best, hidden) => (off(hidden) < off(best) ? hidden : best))
}

function open(network: Network): Promise<Trainer> {
  return openTrainer(runtime, network, { optimizer: { maxNorm: 1, weightDecay: 0.01 } })
}

/** Factors what dense has become at this rate, and goes on with that. */
async function goOnFrom(contenders: readonly Contender[], contender: Contender, seed: number): Promise<void> {
  const dense = contenders.find(({ name, learningRate }) => name === 'dense' && learningRate === contender.learningRate)
  const { network, trainer } = dense as Contender
  const state = await trainer.state()
  const weights = new Map(network.weights)
  for (const [name, weight] of weights)
    if (weight.kind === 'dense') weights.set(name, { ...weight, data: state[name]?.data as Float32Array })
  await contender.trainer.dispose()
  contender.network = factored({ ...network, weights }, contender.compression, { start: 'svd' }, seed)
  contender.trainer = await open(contender.network)
}

async function judge({ name, network, learningRate, trainer, wall, cpu }: Contender): Promise<Trained> {
  const { loss } = await evaluate(trainer, evaluation, BATCH)
  return {
    name,
    learningRate,
    layerNumbers: layerNumbers(network),
    numbers: weightCount(network),
    wallMs: median(wall),
    cpuMs: median(cpu),
    loss,
  }
}

/** Of each network the rate with the lowest mean of the last 20 training losses: the held-aside text decides nothing. */
function bestRates(contenders: readonly Contender[]): Contender[] {
  const lately = ({ losses }: Contender) => mean(losses.slice(-20))
  const best = new Map<string, Contender>()
  for (const contender of contenders) {
    console.error(`${contender.name} at ${contender.learningRate}: training loss ${lately(contender).toFixed(4)}`)
    const other = best.get(contender.name)
    if (other === undefined || lately(contender) < lately(other)) best.set(contender.name, contender)
  }
  return [...best.values()]
}

/** Numbers in the linear layers alone: embeddings and norms are the same in all. */
function layerNumbers({ weights }: Network): number {
  let count = 0
  for (const [name, weight] of weights) {
    if (!linearModules.some((module) => name.endsWith(`${module}.weight`))) continue
    if (weight.kind === 'low-rank') count += weight.a.length + weight.b.length
    if (weight.kind === 'dense') count += weight.data.length
  }
  return count
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? Number.NaN
}
