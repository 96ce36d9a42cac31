import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defined } from '../../../src/core/absence.js'
import type { TokenTally } from '../../../src/core/records/types.js'
import { seededRandom } from '../../../src/core/statistics/random.js'
import { openScorer } from '../../../verifier/network/model/scorer.js'
import { openTrainer } from '../../../verifier/network/model/trainer.js'
import { openOnnx } from '../../../verifier/network/runtime/onnx.js'
import { openRuntime } from '../../../verifier/network/runtime/open.js'
import { productRate } from '../../../verifier/network/runtime/rate.js'
import type { Backend, Runtime } from '../../../verifier/network/runtime/runtime.js'
import { writeAdapter } from '../../../verifier/network/weights/adapter.js'
import { toConfigJson } from '../../../verifier/network/weights/model-config.js'
import { writeSafetensors } from '../../../verifier/network/weights/safetensors.js'
import { summarizeProfiles } from './profile.js'
import {
  adapterOf,
  answerAt,
  batchOf,
  learningRate,
  nameOf,
  optimizer,
  randomNetwork,
  type Shape,
  shapes,
  tokensOf,
  type Workload,
} from './workload.js'

/** One thing that is measured, in a process of its own: a crash or a hang takes nothing else with it. */
export interface Stage {
  name: string
  /** Seconds after which it is ended. */
  limit: number
  /** `folder`: for files that later stages read. */
  run(folder: string): Promise<object>
}

const PYTORCH = 'python3'

/** What plain matrix products reach on a backend, in GFLOP/s by size. */
const products = (backend: Backend, sizes: readonly number[], limit: number): Stage => ({
  name: `product ${backend}`,
  limit,
  async run() {
    const runtime = await openRuntime(backend)
    const rates: Record<string, number> = {}
    for (const size of sizes) rates[size] = round(await productRate(runtime, { size, rounds: 5 }))
    return { device: runtime.device, gflops: rates }
  },
})

/** The same training steps on two backends: how far the losses are apart. */
const parity = (workload: Workload, steps: number, limit: number): Stage => ({
  name: `parity ${nameOf(workload)}`,
  limit,
  async run() {
    const losses: Record<string, number[]> = {}
    for (const backend of ['onnx-cpu', 'onnx-webgpu'] as const)
      losses[backend] = (await trainSteps(workload, await openRuntime(backend), steps)).losses
    return { losses, apart: apart(losses['onnx-cpu'] ?? [], losses['onnx-webgpu'] ?? []) }
  },
})

/** Training steps of one kind on one backend: time, tokens, what crosses. */
const training = (
  workload: Workload,
  backend: Backend,
  steps: number,
  limit: number,
  more: { recompute?: boolean } = {},
): Stage => ({
  name: `train ${backend} ${nameOf(workload)}${more.recompute ? ' recomputed' : ''}`,
  limit,
  async run() {
    const { times, losses, crossed, opened } = await trainSteps(
      workload,
      await openRuntime(backend),
      steps,
      more.recompute,
    )
    return { ...speedOf(workload, times), openedMs: round(opened), firstStepMs: round(times[0] ?? 0), crossed, losses }
  },
})

/** Where the time of a step goes on the device, by operator: from ONNX Runtime's profile. Profiled steps are slower than others. */
const profile = (workload: Workload, steps: number, limit: number): Stage => ({
  name: `profile ${nameOf(workload)}`,
  limit,
  async run(folder) {
    const files = join(folder, `profile ${nameOf(workload)}`)
    rmSync(files, { recursive: true, force: true })
    mkdirSync(files, { recursive: true })
    const runtime = await openOnnx({ provider: 'webgpu', profile: join(files, 'program-') })
    await trainSteps(workload, runtime, steps)
    return { programs: summarizeProfiles(files).slice(0, 4) }
  },
})

/** Candidates of one question, each token of their prefix tree once. */
const scoring = (shape: Shape, backend: Backend, candidates: number, limit: number): Stage => ({
  name: `score ${backend} ${shape} ${candidates} candidates`,
  limit,
  async run() {
    const runtime = await openRuntime(backend)
    const scorer = await openScorer(runtime, randomNetwork(shape))
    const random = seededRandom(4)
    const text = (length: number) => Array.from({ length }, () => random.int(shapes[shape].vocab_size))
    const question = text(64)
    const sequences = Array.from({ length: candidates }, () => ({
      tokens: [...question, ...text(192)],
      firstTarget: 64,
    }))
    const tally: TokenTally = { evaluated: 0, unique: 0, generated: 0, calls: 0 }
    await scorer.score(sequences, { tally })
    const times: number[] = []
    for (let i = 0; i < 5; i++) times.push(await milliseconds(() => scorer.score(sequences)))
    await scorer.dispose()
    return {
      ms: round(median(times)),
      tokens: tally.unique,
      tokensPerSecond: round((tally.unique / median(times)) * 1e3),
    }
  },
})

/** Network, adapter and batch in files that PyTorch reads, so that both sides train the same. */
const files = (shape: Shape, limit: number): Stage => ({
  name: `files ${shape}`,
  limit,
  async run(folder) {
    const network = randomNetwork(shape)
    const model = join(folder, shape)
    mkdirSync(model, { recursive: true })
    writeFileSync(join(model, 'config.json'), JSON.stringify(toConfigJson(network.config)))
    await writeSafetensors(
      join(model, 'model.safetensors'),
      [...network.weights].flatMap(([name, weight]) =>
        weight.kind === 'dense' ? [{ name, shape: weight.shape, type: 'F32' as const, data: weight.data }] : [],
      ),
    )
    await writeAdapter(join(model, 'adapter'), adapterOf(network), { base: shape })
    return { model }
  },
})

/** The same steps in PyTorch, by the script beside this one. */
const torch = (
  workload: Workload,
  precision: 'fp32' | 'tf32' | 'bf16',
  steps: number,
  limit: number,
  more: { compile?: boolean } = {},
): Stage => ({
  name: `torch ${precision}${more.compile ? ' compiled' : ''} ${nameOf(workload)}`,
  limit,
  async run(folder) {
    const spec = {
      ...workload,
      ...more,
      precision,
      steps,
      model: join(folder, workload.shape),
      tokens: tokensOf(workload),
      answerAt: answerAt(workload.seq),
      learningRate,
      ...optimizer,
    }
    const printed = execFileSync(PYTORCH, [torchScript()], {
      input: JSON.stringify(spec),
      encoding: 'utf8',
      env: { ...process.env, LD_LIBRARY_PATH: process.env.HOST_LIBRARY_PATH ?? process.env.LD_LIBRARY_PATH },
    })
    // Our own script's report: {device, losses, times in ms, peakMB}.
    const { times, ...rest } = JSON.parse(printed) as { times: number[] }
    return { ...speedOf(workload, times), firstStepMs: round(times[0] ?? 0), ...rest }
  },
})

/** Beside us in a pack; in the repository beside our source. */
function torchScript(): string {
  const places = ['./torch_gpu.py', '../../../../benchmarks/studies/gpu/torch_gpu.py']
  const paths = places.map((place) => fileURLToPath(new URL(place, import.meta.url)))
  return paths.find((path) => existsSync(path)) ?? paths.join(' or ')
}

async function trainSteps(workload: Workload, runtime: Runtime, steps: number, recompute = false) {
  const network = randomNetwork(workload.shape)
  const adapter = workload.method === 'lora' ? adapterOf(network) : undefined
  const start = performance.now()
  const trainer = await openTrainer(runtime, network, { ...defined({ adapter }), optimizer, recompute })
  const opened = performance.now() - start
  const batch = batchOf(workload)
  const losses: number[] = []
  const times: number[] = []
  for (let step = 1; step <= steps; step++)
    times.push(
      await milliseconds(async () => {
        losses.push((await trainer.step([batch], { step, learningRate })).loss)
      }),
    )
  const crossed = trainer.crossedInStep
  await trainer.dispose()
  await runtime.dispose()
  return { losses, times, crossed, opened }
}

/** The median after the steps that warm up. */
function speedOf({ rows, seq }: Workload, times: readonly number[]) {
  const warm = times.slice(Math.min(3, times.length - 1))
  return {
    msPerStep: round(median(warm)),
    tokensPerSecond: round((rows * seq * 1e3) / median(warm)),
    steps: times.length,
  }
}

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

const apart = (a: readonly number[], b: readonly number[]) =>
  a.reduce((most, loss, i) => Math.max(most, Math.abs(loss - (b[i] ?? Number.NaN))), 0)

const median = (numbers: readonly number[]) =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN

const round = (value: number, digits = 1) => Math.round(value * 10 ** digits) / 10 ** digits

const tiny = (method: Workload['method']): Workload => ({ shape: 'tiny', method, rows: 2, seq: 32 })
const smol = (method: Workload['method'], rows: number, seq: number): Workload => ({ shape: 'smol', method, rows, seq })

export const profiles = {
  /** The rehearsal: every kind of stage but PyTorch's, in a minute on a software device. */
  tiny: [
    products('onnx-webgpu', [64], 60),
    parity(tiny('lora'), 4, 60),
    parity(tiny('full'), 4, 60),
    training(tiny('lora'), 'onnx-webgpu', 5, 60),
    training(tiny('full'), 'onnx-webgpu', 3, 60, { recompute: true }),
    profile(tiny('lora'), 2, 60),
    scoring('tiny', 'onnx-webgpu', 2, 120),
    files('tiny', 60),
  ],
  /** The first minute on a new machine: does the device answer, and how fast is the step that matters. */
  smoke: [
    products('onnx-webgpu', [1024, 4096], 30),
    parity(tiny('lora'), 4, 30),
    files('smol', 15),
    training(smol('lora', 4, 512), 'onnx-webgpu', 8, 60),
    torch(smol('lora', 4, 512), 'fp32', 8, 40),
    profile(smol('lora', 4, 512), 3, 45),
  ],
} as const satisfies Record<string, readonly Stage[]>
export type Profile = keyof typeof profiles
