import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { defined } from '../../../src/core/absence.js'
import { writeAdapter } from '../../../verifier/network/model/adapters/files.js'
import { openScorer } from '../../../verifier/network/model/scorer.js'
import { openTrainer } from '../../../verifier/network/model/trainer.js'
import { openOnnx } from '../../../verifier/network/runtime/onnx.js'
import { openRuntime } from '../../../verifier/network/runtime/open.js'
import { productRate } from '../../../verifier/network/runtime/rate.js'
import type { Runtime } from '../../../verifier/network/runtime/runtime.js'
import { toConfigJson } from '../../../verifier/network/weights/model-config.js'
import { writeSafetensors } from '../../../verifier/network/weights/safetensors.js'
import { summarizeProfiles } from './profile.js'
import { apart, type Run, round, speedOf } from './results.js'
import {
  adapterOf,
  batchOf,
  candidatesOf,
  learningRate,
  nameOf,
  optimizer,
  randomNetwork,
  type ScoringLoad,
  type Shape,
  scoringName,
  type Workload,
} from './workload.js'

/** One thing that is measured, in a process of its own: a crash or a hang takes nothing else with it. */
export interface Stage {
  name: string
  /** Seconds after which it is ended. */
  limit: number
  /** `folder`: for files that other stages read. `soFar`: what there is already, kept if the stage is ended early. */
  run(folder: string, soFar: (result: object) => void): Promise<object>
}

/** What plain matrix products reach, in GFLOP/s by size. */
export const products = (sizes: readonly number[], limit: number): Stage => ({
  name: 'products',
  limit,
  async run() {
    const runtime = await openRuntime('onnx-webgpu')
    const gflops: Record<string, number> = {}
    for (const size of sizes) gflops[size] = round(await productRate(runtime, { size, rounds: 5 }))
    return { gflops }
  },
})

/** The same training steps on CPU and GPU: how far the losses are apart. */
export const parity = (workload: Workload, steps: number, limit: number): Stage => ({
  name: `parity ${nameOf(workload)}`,
  limit,
  async run() {
    const losses: Record<string, readonly number[]> = {}
    for (const backend of ['onnx-cpu', 'onnx-webgpu'] as const) {
      const runtime = await openRuntime(backend)
      losses[backend] = (await trainingRuns([workload], runtime, steps)).runs[0]?.losses ?? []
      await runtime.dispose()
    }
    const [cpu = [], gpu = []] = Object.values(losses)
    return { steps, apart: apart(cpu, gpu), losses }
  },
})

interface TrainingVariant {
  recompute?: boolean
  /** Settings of ONNX Runtime's WebGPU provider. */
  settings?: Readonly<Record<string, string | boolean>>
}

/** Training steps of one network on the device, over one batch after another, each from the same beginning. */
export const training = (
  workloads: readonly [Workload, ...Workload[]],
  steps: number,
  limit: number,
  variant: TrainingVariant = {},
): Stage => ({
  name: [
    'train',
    ...workloads.map(nameOf),
    ...Object.entries({ ...variant, ...variant.settings }).flatMap(wordOf),
  ].join(' '),
  limit,
  async run(_folder, soFar) {
    const { recompute = false, settings } = variant
    const runtime = await openOnnx({ provider: 'webgpu', ...defined({ settings }) })
    return trainingRuns(workloads, runtime, steps, { recompute, soFar })
  },
})

const wordOf = ([name, value]: [string, unknown]): string[] => (typeof value === 'object' ? [] : [`${name}=${value}`])

/** Where the time of a step goes on the device, by operator: from ONNX Runtime's profile. Profiled steps are slower than others. */
export const profile = (workload: Workload, steps: number, limit: number): Stage => ({
  name: `profile ${nameOf(workload)}`,
  limit,
  async run(folder) {
    const files = join(folder, `profile ${nameOf(workload)}`)
    rmSync(files, { recursive: true, force: true })
    mkdirSync(files, { recursive: true })
    const runtime = await openOnnx({ provider: 'webgpu', profile: join(files, 'program-') })
    await trainingRuns([workload], runtime, steps)
    // The profile of a program is written when it is disposed, those that move tensors with the runtime.
    await runtime.dispose()
    return { programs: summarizeProfiles(files).slice(0, 4) }
  },
})

/** Candidates of one question, each token of their prefix tree once. */
export const scoring = (load: ScoringLoad, rounds: number, limit: number): Stage => ({
  name: scoringName(load),
  limit,
  async run(): Promise<{ runs: Run[] }> {
    const runtime = await openRuntime('onnx-webgpu')
    const scorer = await openScorer(runtime, randomNetwork(load.shape))
    const candidates = candidatesOf(load)
    const times: number[] = []
    let logs: Float32Array[] = []
    for (let round = 0; round < rounds; round++)
      times.push(
        await milliseconds(async () => {
          logs = await scorer.score(candidates)
        }),
      )
    const tokens = candidates.reduce((total, { tokens }) => total + tokens.length, 0)
    const logProbability = logs.flatMap((each) => [...each]).reduce((total, log) => total + log, 0)
    const speed = speedOf(tokens, times)
    return { runs: [{ workload: scoringName(load), engine: 'webgpu', ...speed, logProbability }] }
  },
})

/** Network and adapter in files that PyTorch reads, so that both sides compute the same. */
export const files = (shape: Shape, limit: number): Stage => ({
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

async function trainingRuns(
  workloads: readonly [Workload, ...Workload[]],
  runtime: Runtime,
  steps: number,
  { recompute = false, soFar }: { recompute?: boolean; soFar?: (result: object) => void } = {},
): Promise<{ openedMs: number; runs: Run[] }> {
  const [{ shape, method }] = workloads
  const network = randomNetwork(shape)
  const adapter = method === 'lora' ? adapterOf(network) : undefined
  const started = performance.now()
  const trainer = await openTrainer(runtime, network, { ...defined({ adapter }), optimizer, recompute })
  const result = { openedMs: round(performance.now() - started), runs: [] as Run[] }
  const beginning = workloads.length > 1 ? await trainer.state() : {}
  for (const workload of workloads) {
    if (result.runs.length > 0) await trainer.restore(beginning)
    const batch = batchOf(workload)
    const losses: number[] = []
    const times: number[] = []
    for (let step = 1; step <= steps; step++)
      times.push(
        await milliseconds(async () => {
          losses.push((await trainer.step([batch], { step, learningRate })).loss)
        }),
      )
    result.runs.push({
      workload: nameOf(workload),
      engine: runtime.backend.replace('onnx-', ''),
      ...speedOf(workload.rows * workload.seq, times),
      crossed: trainer.crossedInStep,
      losses,
    })
    soFar?.(result)
  }
  await trainer.dispose()
  return result
}

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}
