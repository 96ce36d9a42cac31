import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { RationaleError } from '../../../src/core/errors.js'
import { type Run, speedOf } from './results.js'
import type { Stage } from './stages.js'
import {
  answerAt,
  candidatesOf,
  learningRate,
  nameOf,
  optimizer,
  type ScoringLoad,
  type Shape,
  scoringName,
  tokensOf,
  type Workload,
} from './workload.js'

const PYTORCH = 'python3'
const precisions = ['fp32', 'tf32', 'bf16'] as const

/** What torch_gpu.py prints of each run: times in ms, memory in MiB. */
interface Printed {
  times: number[]
  losses?: number[]
  logProbability?: number
  peakMB: number | null
  torch: string
}

interface Task {
  workload: string
  precision: (typeof precisions)[number]
  tokens: number[][]
  answerAt: number
  method: Workload['method'] | 'score'
  steps: number
}

/** The same workloads of one network in PyTorch, by the script beside this one, in every precision. `files` must have been there before. */
export const torch = (
  shape: Shape,
  loads: readonly (Workload | ScoringLoad)[],
  steps: number,
  limit: number,
): Stage => ({
  name: `torch ${shape}`,
  limit,
  async run(folder, soFar) {
    const tasks = precisions.flatMap((precision) => loads.map((load): Task => ({ ...taskOf(load), precision, steps })))
    const spec = { model: join(folder, shape), learningRate, ...optimizer, tasks }
    const child = spawn(PYTORCH, [script()], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, LD_LIBRARY_PATH: process.env.HOST_LIBRARY_PATH ?? process.env.LD_LIBRARY_PATH },
    })
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
    child.stdin.end(JSON.stringify(spec))
    const runs: Run[] = []
    for await (const line of createInterface({ input: child.stdout })) {
      const task = tasks[runs.length]
      if (task === undefined) break
      runs.push(runOf(task, JSON.parse(line) as Printed)) // our own script's
      soFar({ runs })
    }
    const code = await ended
    if (code !== 0) throw new RationaleError('io', 'PyTorch did not end well', { found: `exit status ${code}` })
    return { runs }
  },
})

function taskOf(load: Workload | ScoringLoad): Omit<Task, 'precision' | 'steps'> {
  if ('method' in load)
    return { workload: nameOf(load), tokens: tokensOf(load), answerAt: answerAt(load.seq), method: load.method }
  const candidates = candidatesOf(load)
  const workload = scoringName(load)
  return {
    workload,
    tokens: candidates.map(({ tokens }) => tokens),
    answerAt: candidates[0]?.firstTarget ?? 1,
    method: 'score',
  }
}

function runOf({ workload, precision, tokens }: Task, { times, peakMB, torch: _, ...rest }: Printed): Run {
  const count = tokens.reduce((total, row) => total + row.length, 0)
  return {
    workload,
    engine: `torch ${precision}`,
    ...speedOf(count, times),
    ...(peakMB === null ? {} : { memoryMB: peakMB }),
    ...rest,
  }
}

/** Beside us in a pack; in the repository beside our source. */
function script(): string {
  const places = ['./torch_gpu.py', '../../../../benchmarks/studies/gpu/torch_gpu.py']
  const paths = places.map((place) => fileURLToPath(new URL(place, import.meta.url)))
  return paths.find((path) => existsSync(path)) ?? paths.join(' or ')
}
