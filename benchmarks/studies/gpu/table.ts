import { readFileSync } from 'node:fs'
import { apart, type Run } from './results.js'
import type { Outcome, Report } from './run.js'

/** Markdown of reports of one card: every workload by engine, and how far the losses are apart. */
export function tableOf(paths: readonly string[]): string {
  const reports = paths.map((path) => JSON.parse(readFileSync(path, 'utf8')) as Report) // written by runStages
  const outcomes = reports.flatMap((report) => report.outcomes)
  const runs = outcomes.flatMap(runsOf)
  const cards = new Set(reports.map(({ machine }) => machine.card ?? 'no card'))
  return [[...cards].join('; '), speed(runs), losses(outcomes, runs), missing(outcomes)].filter(Boolean).join('\n\n')
}

/** Of the stages with the device's usual settings. */
function runsOf({ stage, result }: Outcome): Run[] {
  if (result === undefined || !('runs' in result)) return []
  const runs = result.runs as Run[] // as the stages write them
  const variant = stage.match(/\S+=\S+/g)?.join(' ')
  return runs.map((run) => (variant === undefined ? run : { ...run, engine: `${run.engine} ${variant}` }))
}

function speed(runs: readonly Run[]): string {
  const engines = [...new Set(runs.map(({ engine }) => engine))]
  const rows = [...new Set(runs.map(({ workload }) => workload))].map((workload) => [
    workload,
    ...engines.map((engine) => cell(runs.find((run) => run.workload === workload && run.engine === engine))),
  ])
  return `Tokens/s (ms; MB of the device's memory)\n\n${table(['workload', ...engines], rows)}`
}

const cell = (run: Run | undefined) =>
  run === undefined
    ? ''
    : `${Math.round(run.tokensPerSecond)} (${run.ms}${run.memoryMB === undefined ? '' : `; ${run.memoryMB}`})`

function losses(outcomes: readonly Outcome[], runs: readonly Run[]): string {
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
