import Table from 'cli-table3'
import { costOf } from './cost.js'
import type { CandidatesMetrics, Metrics, Run, StepsMetrics } from './records.js'

/** The metrics of a run as text: beside every accuracy its interval, what could not be read, and what it cost. */
export function metricsTable({ tasks, verifier, generator, leftOut = [] }: Metrics, run: Run): string {
  const candidates = tasks.filter((task): task is CandidatesMetrics => task.suite === 'candidates')
  const steps = tasks.filter((task): task is StepsMetrics => task.suite === 'steps')
  const parts: string[] = []
  if (candidates.length > 0) parts.push(candidatesTable(candidates, run))
  if (steps.length > 0) parts.push(stepsTable(steps, run))
  const by = generator === undefined ? '' : `, candidates by ${generator}`
  const cost = run.cost === undefined ? '' : `, cost ${run.cost.toFixed(2)}`
  const missing = leftOut.map(
    ({ task, reason, samples }) =>
      `left out: ${task}: ${samples === undefined ? '' : `${samples} samples, `}${reason}\n`,
  )
  return `${parts.join('\n')}\n${missing.join('')}judged by ${verifier}${by}, in ${run.seconds.toFixed(1)} s${cost}\n`
}

const plain = { head: [], border: [], compact: true }

function candidatesTable(tasks: readonly CandidatesMetrics[], run: Run): string {
  const strategies = [...new Set(tasks.flatMap((task) => Object.keys(task.strategies)))]
  const table = new Table({
    head: [
      'task',
      'n',
      ...strategies.map((name) => `${name} %`),
      'weighted − majority',
      'strict %',
      'flexible %',
      'unparsed',
      'tokens',
      'calls',
      's',
      ...priced(run),
    ],
    colAligns: ['left', ...Array<'right'>(strategies.length + 9).fill('right')],
    style: plain,
  })
  for (const task of tasks) {
    const against = task.strategies.weighted?.vsMajority
    table.push([
      task.task,
      `${task.problems}×${task.candidatesPerProblem.toFixed(1)}`,
      ...strategies.map((name) => {
        const result = task.strategies[name]
        return result === undefined ? '–' : `${result.accuracy.toFixed(1)} ${interval(result.ci95)}`
      }),
      against === undefined
        ? '–'
        : `${against.difference.toFixed(1)} ${interval(against.ci95)} p ${against.p.toFixed(3)}`,
      percent(task.strict),
      percent(task.flexible),
      `${task.unparsed}/${task.candidates}${task.failed > 0 ? `, ${task.failed} failed` : ''}`,
      ...spent(task, run),
    ])
  }
  return String(table)
}

function stepsTable(tasks: readonly StepsMetrics[], run: Run): string {
  const table = new Table({
    head: [
      'task',
      'chains',
      'F1 %',
      'wrong: exact %',
      'right: none %',
      'AUC',
      'ECE',
      'Brier',
      'threshold',
      'unscored',
      'tokens',
      'calls',
      's',
      ...priced(run),
    ],
    colAligns: ['left', ...Array<'right'>(13).fill('right')],
    style: plain,
  })
  for (const task of tasks) {
    table.push([
      task.task,
      task.chains,
      `${task.f1.toFixed(1)} ${interval(task.f1ci95)}`,
      percent(task.errorAccuracy),
      percent(task.correctAccuracy),
      decimals(task.auc),
      decimals(task.ece),
      decimals(task.brier),
      task.threshold,
      `${task.unscored}${task.failed > 0 ? `, ${task.failed} failed` : ''}`,
      ...spent(task, run),
    ])
  }
  return String(table)
}

const priced = ({ prices }: Run) => (prices === undefined ? [] : ['cost'])
const spent = ({ task, tokens }: CandidatesMetrics | StepsMetrics, { secondsByTask, prices }: Run) => [
  tokens.evaluated + tokens.generated,
  tokens.calls,
  (secondsByTask[task] ?? 0).toFixed(1),
  ...(prices === undefined ? [] : [costOf(tokens, prices).toFixed(4)]),
]
const interval = ([low, high]: readonly [number, number]) => `[${low.toFixed(1)}, ${high.toFixed(1)}]`
const percent = (share: number | null) => (share === null ? '–' : share.toFixed(1))
const decimals = (value: number | null) => (value === null ? '–' : value.toFixed(3))
