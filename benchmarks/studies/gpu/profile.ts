import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** One event of ONNX Runtime's profile: `Session` runs, `Node`s on this side, `Api` kernels on the device. Times in microseconds. */
interface ProfileEvent {
  cat: string
  name: string
  ts: number
  dur: number
  args?: { op_name?: string; provider?: string; shapes?: string }
}

export interface ProgramProfile {
  runs: number
  /** Milliseconds of the last run, from call to return. */
  wallMs: number
  /** Kernels on the device in a run, and their time (the device's clock is another one, so these are means over all runs). */
  kernels: number
  kernelMs: number
  /** Kernels by operator, the longest first. */
  operators: Share[]
  /** The same by the shapes of operands and result too. */
  shapes: Share[]
  /** Operators that ran on the CPU instead. */
  onCpu: Share[]
}

/** How often in a run, and for how many milliseconds altogether. */
type Share = [operator: string, count: number, ms: number]

/** The programs whose profiles lie in a folder, the longest first. */
export function summarizeProfiles(folder: string): ProgramProfile[] {
  return readdirSync(folder)
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as ProfileEvent[]) // ONNX Runtime's own format
    .map(summarize)
    .sort((a, b) => b.wallMs - a.wallMs)
}

function summarize(events: readonly ProfileEvent[]): ProgramProfile {
  const runs = events.filter(({ cat, name }) => cat === 'Session' && name === 'model_run')
  const kernels = events.filter(({ cat }) => cat === 'Api')
  const onCpu = events.filter(
    ({ name, args }) => name.endsWith('_kernel_time') && args?.provider === 'CPUExecutionProvider',
  )
  // Kernels are named NODE&OPERATOR&PROGRAM.
  const operatorOf = ({ name }: ProfileEvent) => name.split('&').at(-1) ?? name
  const operators = shares(kernels, runs.length, operatorOf)
  // "inputs[0] = {2,3} inputs[1] = {3} outputs[0] = {2,3}"
  const shapesOf = (event: ProfileEvent) =>
    [operatorOf(event), ...(event.args?.shapes?.match(/\{[^}]*\}/g) ?? [])].join(' ')
  return {
    runs: runs.length,
    wallMs: (runs.at(-1)?.dur ?? 0) / 1e3,
    kernels: kernels.length / runs.length,
    kernelMs: operators.reduce((total, [, , ms]) => total + ms, 0),
    operators: operators.slice(0, 20),
    shapes: shares(kernels, runs.length, shapesOf).slice(0, 40),
    onCpu: shares(onCpu, runs.length, ({ args }) => args?.op_name ?? ''),
  }
}

function shares(events: readonly ProfileEvent[], runs: number, key: (event: ProfileEvent) => string): Share[] {
  const totals = new Map<string, [number, number]>()
  for (const event of events) {
    const [count, dur] = totals.get(key(event)) ?? [0, 0]
    totals.set(key(event), [count + 1, dur + event.dur])
  }
  return [...totals]
    .map(([operator, [count, dur]]): Share => [operator, count / runs, Math.round(dur / runs) / 1e3])
    .sort((a, b) => b[2] - a[2])
}
