import { readFileSync } from 'node:fs'
import { messageOf, RationaleError } from '../../../src/core/errors.js'
import { apart, type Run } from './results.js'
import type { Outcome, Report } from './run.js'

/** Markdown of reports of one card: every workload by engine, and how far the losses are apart. */
export function tableOf(paths: readonly string[]): string {
  const reports = paths.map(readReport)
  const outcomes = reports.flatMap((report) => report.outcomes)
  const runs = outcomes.flatMap(rowsOf)
  const cards = new Set(reports.map(({ machine }) => machine.card ?? 'no card'))
  return [[...cards].join('; '), speed(runs), losses(outcomes, runs), missing(outcomes)].filter(Boolean).join('\n\n')
}

function readReport(path: string): Report {
  let report: unknown
  try {
    report = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new RationaleError('input', `${path} cannot be read as a report`, { found: messageOf(error) })
  }
  if (typeof report === 'object' && report !== null && 'outcomes' in report && 'machine' in report)
    return report as Report // as runStages writes it
  throw new RationaleError('input', `${path} is no report of a run`, {
    expected: 'the report.json of npm run study gpu -- run',
  })
}

/** A run as it stands in the table: `memory` is what PyTorch says it allocated, or the most that was in use while our stage ran. */
type Row = Omit<Run, 'memoryMB'> & { memory?: string }

/** Settings that differ from the usual ones are part of the engine's name. */
function rowsOf({ stage, deviceMB, result }: Outcome): Row[] {
  if (result === undefined || !('runs' in result)) return []
  const runs = result.runs as Run[] // as the stages write them
  const variant = stage.match(/\S+=\S+/g)?.join(' ')
  return runs.map(({ memoryMB, ...run }) => {
    const theirs = run.engine.startsWith('torch')
    const used = theirs ? memoryMB : deviceMB
    return {
      ...run,
      ...(variant === undefined ? {} : { engine: `${run.engine} ${variant}` }),
      // Of several workloads in one stage only the largest is known.
      ...(used === undefined ? {} : { memory: theirs || runs.length === 1 ? `${used}` : `≤ ${used}` }),
    }
  })
}

function speed(runs: readonly Row[]): string {
  const engines = [...new Set(runs.map(({ engine }) => engine))]
  const rows = [...new Set(runs.map(({ workload }) => workload))].map((workload) => [
    workload,
    ...engines.map((engine) => cell(runs.find((run) => run.workload === workload && run.engine === engine))),
  ])
  return `Tokens/s (ms; MB of the device's memory: ours, the most in use while the stage ran; PyTorch, the most allocated)\n\n${table(['workload', ...engines], rows)}`
}

const cell = (run: Row | undefined) =>
  run === undefined
    ? ''
    : `${Math.round(run.tokensPerSecond)} (${run.ms}${run.memory === undefined ? '' : `; ${run.memory}`})`

function losses(outcomes: readonly Outcome[], runs: readonly Row[]): string {
  const beside = outcomes.flatMap(({ stage, result }) =>
    result !== undefined && 'apart' in result
      ? [
          [
            stage.replace('parity ', ''),
            'ours on the CPU',
            String('steps' in result ? result.steps : ''),
            exponent(result.apart),
          ],
        ]
      : [],
  )
  const ours = runs.filter(({ engine, losses }) => engine === 'webgpu' && losses !== undefined)
  const torch = ours.flatMap(({ workload, losses = [] }) => {
    const other = runs.find((run) => run.workload === workload && run.engine === 'torch fp32')?.losses
    if (other === undefined) return []
    const steps = Math.min(losses.length, other.length)
    return [[workload, 'PyTorch fp32', String(steps), exponent(apart(losses.slice(0, steps), other))]]
  })
  const rows = [...beside, ...torch]
  return rows.length === 0
    ? ''
    : `Losses, WebGPU against\n\n${table(['workload', 'beside', 'steps', 'farthest apart'], rows)}`
}

const exponent = (value: unknown) => (typeof value === 'number' ? value.toExponential(1) : '')

function missing(outcomes: readonly Outcome[]): string {
  const rows = outcomes.filter(({ status }) => status !== 'done').map(({ stage, status }) => `${stage} (${status})`)
  return rows.length === 0 ? '' : `Not there: ${rows.join('; ')}`
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')
