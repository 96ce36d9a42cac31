import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { defined } from '../../../src/core/absence.js'
import { messageOf } from '../../../src/core/errors.js'
import { type Profile, profiles } from './profiles.js'
import type { Stage } from './stages.js'

/** What came of a stage. */
export interface Outcome {
  stage: string
  /** `left out`: there was no time for it any more. */
  status: 'done' | 'failed' | 'timeout' | 'left out'
  seconds: number
  /** Most memory in use on the device while the stage ran, whoever used it; absent where nvidia-smi is not there. */
  deviceMB?: number
  result?: object
  /** The end of what the stage said on its way down. */
  problem?: string
}

export interface Report {
  profile: Profile
  machine: Record<string, string>
  outcomes: Outcome[]
}

/** A stage that has less than this left, in seconds, is not begun. */
const SHORTEST = 5

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

const NVIDIA_SMI = ['nvidia-smi', '--format=csv,noheader,nounits'] as const

/**
 * Runs the stages of a profile one after another. After each one a line is printed and `report.json` in `output` is written anew, so that a run
 * that is killed keeps what it had. `script`: this study's own file, started anew for every stage. `seconds`: after so many none is begun.
 */
export async function runStages(
  script: string,
  profile: Profile,
  { output, scratch, seconds }: { output: string; scratch: string; seconds: number },
): Promise<Report> {
  const end = performance.now() + seconds * 1e3
  mkdirSync(output, { recursive: true })
  mkdirSync(scratch, { recursive: true })
  const report: Report = { profile, machine: describeMachine(), outcomes: [] }
  const save = () => writeFileSync(join(output, 'report.json'), `${JSON.stringify(report, null, 1)}\n`)
  save()
  for (const stage of profiles[profile]) {
    const limit = Math.min(stage.limit, (end - performance.now()) / 1e3)
    const outcome: Outcome =
      limit < SHORTEST
        ? { stage: stage.name, status: 'left out', seconds: 0 }
        : await runStage(script, profile, { ...stage, limit }, scratch)
    report.outcomes.push(outcome)
    save()
    console.log(lineOf(outcome))
  }
  return report
}

function describeMachine(): Record<string, string> {
  const vulkan = said('vulkaninfo', ['--summary'])
  const card = said(NVIDIA_SMI[0], ['--query-gpu=name,driver_version,memory.total', NVIDIA_SMI[1]])
  // Another maker's card, or a software one, is named by Vulkan alone.
  const named = /deviceName\s*=\s*(.+)/.exec(vulkan)?.[1]?.trim()
  return { node: process.version, card: card.startsWith('not there') ? (named ?? card) : card, vulkan }
}

function said(command: string, args: readonly string[]): string {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: 20_000 }).trim()
  } catch (error) {
    return `not there (${messageOf(error).split('\n')[0]})`
  }
}

/** Runs one stage in a process group of its own, which is ended as a whole when its time is over. */
async function runStage(script: string, profile: Profile, stage: Stage, scratch: string): Promise<Outcome> {
  const start = performance.now()
  const own = [script, 'stage', '--profile', profile, '--name', stage.name, '--scratch', scratch]
  const child = spawn(process.execPath, own, { detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  const memory = watchMemory()
  let late = false
  // Who ends this run ends the stage with it.
  const leave = (_: NodeJS.Signals, number: number) => {
    endGroup(child)
    process.exit(128 + number)
  }
  for (const signal of SIGNALS) process.once(signal, leave)
  const timer = setTimeout(() => {
    late = true
    endGroup(child)
  }, stage.limit * 1e3)
  const [printed, complaint, code] = await Promise.all([
    textOf(child.stdout),
    textOf(child.stderr),
    new Promise<number | null>((resolve) => child.on('close', resolve)),
  ])
  clearTimeout(timer)
  for (const signal of SIGNALS) process.off(signal, leave)
  const deviceMB = memory.stop()
  const outcome = { stage: stage.name, seconds: Math.round((performance.now() - start) / 100) / 10 }
  // Every line that the child prints is its result so far; one that was cut off is none.
  const lines = printed.slice(0, printed.lastIndexOf('\n') + 1).trimEnd()
  const last = lines.slice(lines.lastIndexOf('\n') + 1)
  const found = { ...outcome, ...defined({ deviceMB }), ...(last === '' ? {} : { result: JSON.parse(last) as object }) }
  if (code === 0 && !late) return { ...found, status: 'done' }
  return { ...found, status: late ? 'timeout' : 'failed', problem: complaint.slice(-2000).trim() }
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  let text = ''
  for await (const chunk of stream) text += chunk
  return text
}

function endGroup(child: ChildProcess): void {
  if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
}

/** Asks nvidia-smi four times a second how much memory is in use. */
function watchMemory(): { stop(): number | undefined } {
  let most: number | undefined
  const watch = spawn(NVIDIA_SMI[0], ['--query-gpu=memory.used', NVIDIA_SMI[1], '--loop-ms=250'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  watch.on('error', () => {})
  watch.stdout.on('data', (chunk: Buffer) => {
    for (const line of chunk.toString().split('\n'))
      if (/^\s*\d+\s*$/.test(line)) most = Math.max(most ?? 0, Number(line))
  })
  return {
    stop() {
      watch.kill()
      return most
    },
  }
}

/** One line a stage: losses are in the report, of a profile everything is. */
function lineOf({ stage, status, seconds, deviceMB, result, problem }: Outcome): string {
  const short = JSON.stringify(result ?? {}, (key, value) => (['losses', 'programs'].includes(key) ? undefined : value))
  const memory = deviceMB === undefined ? '' : ` ${deviceMB} MB`
  return `${status} ${stage} ${seconds} s${memory} ${short} ${reasonIn(problem ?? '')}`
}

/** What an error says, without the lines that say where in the code. */
function reasonIn(problem: string): string {
  const words = problem.split('\n').filter((line) => line.trim() !== '' && !/^\s+at |^node:|^Node\.js v/.test(line))
  return words.join(' ').slice(0, 600)
}
