import Table from 'cli-table3'
import { costOf } from './cost.js'
import type { CandidatesMetrics, Metrics, Run, StepsMetrics } from './records.js'

/**
 * The metrics of a run as text, at most 120 columns wide: a block of lines for each task, one a strategy; beside every accuracy its interval, how the
 * answers were graded, what could not be read, and what it cost.
 */
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

const plain = { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 1 }
const lines = ['top', 'bottom', 'left', 'right'].flatMap((side) =>
  ['', '-mid', '-left', '-right'].map((end) => side + end),
)
const narrow = { ...Object.fromEntries(lines.map((name) => [name, ''])), middle: '', 'mid-mid': '─' }

function candidatesTable(tasks: readonly CandidatesMetrics[], run: Run): string {
  const head = [
    'strategy',
    'accuracy %',
    'less majority',
    'p',
    'strict %',
    'flexible %',
    'unparsed',
    'tokens',
    'calls',
    ...priced(run),
  ]
  const table = new Table({
    head,
    chars: narrow,
    colAligns: ['left', ...Array<'right'>(head.length - 1).fill('right')],
    style: plain,
  })
  for (const task of tasks) {
    table.push([{ colSpan: head.length, content: titleOf(task, run) }])
    for (const [name, result] of strategiesOf(task)) {
      const { accuracy, ci95, vsMajority, strict, flexible, unparsed, tokens } = result
      table.push([
        `  ${name}`,
        `${accuracy.toFixed(1)} ${interval(ci95)}`,
        vsMajority === undefined ? '' : `${signed(vsMajority.difference)} ${interval(vsMajority.ci95, signed)}`,
        vsMajority === undefined ? '' : vsMajority.p.toFixed(3),
        percent(strict),
        percent(flexible),
        String(Number(unparsed.toFixed(1))),
        tokens.evaluated + tokens.generated,
        tokens.calls,
        ...(run.prices === undefined ? [] : [costOf(tokens, run.prices).toFixed(4)]),
      ])
    }
  }
  return String(table)
}

/** Where there is nothing to choose from, one line says it all. */
function strategiesOf({ strategies, candidatesPerProblem }: CandidatesMetrics) {
  const judged = strategies['best-of-n']
  return candidatesPerProblem === 1 && judged !== undefined
    ? ([['only candidate', judged]] as const)
    : Object.entries(strategies)
}

/** What all strategies of a task have in common: its candidates one by one, how far the probability can be trusted, and the time. */
function titleOf(task: CandidatesMetrics, run: Run): string {
  const { problems, candidatesPerProblem, candidates, unparsed, failed, auc, ece } = task
  const lost = failed === 0 ? '' : `, ${failed} failed`
  return `${shortened(task.task, 26)}: ${problems} problems × ${candidatesPerProblem.toFixed(1)}${lost}; ${unparsed} of ${candidates} candidates unparsed; AUC ${decimals(auc)}, ECE ${decimals(ece)}; ${secondsOf(task, run)} s`
}

function stepsTable(tasks: readonly StepsMetrics[], run: Run): string {
  const head = [
    'first wrong step',
    'chains',
    'F1 %',
    'wrong %',
    'right %',
    'AUC',
    'ECE',
    'Brier',
    'threshold',
    'unscored',
    'tokens',
    'calls',
    's',
    ...priced(run),
  ]
  const table = new Table({
    head,
    chars: narrow,
    colAligns: ['left', ...Array<'right'>(head.length - 1).fill('right')],
    style: plain,
  })
  for (const task of tasks) {
    table.push([
      shortened(task.task, 22),
      task.chains,
      `${task.f1.toFixed(1)} ${interval(task.f1ci95)}`,
      percent(task.errorAccuracy),
      percent(task.correctAccuracy),
      decimals(task.auc),
      decimals(task.ece),
      decimals(task.brier),
      task.threshold.toFixed(3),
      `${task.unscored}${task.failed > 0 ? `, ${task.failed} failed` : ''}`,
      task.tokens.evaluated + task.tokens.generated,
      task.tokens.calls,
      secondsOf(task, run),
      ...(run.prices === undefined ? [] : [costOf(task.tokens, run.prices).toFixed(2)]),
    ])
  }
  return String(table)
}

const priced = ({ prices }: Run) => (prices === undefined ? [] : ['cost'])
const secondsOf = ({ task }: CandidatesMetrics | StepsMetrics, { secondsByTask }: Run) =>
  (secondsByTask[task] ?? 0).toFixed(1)
const signed = (value: number) => `${value >= 0 ? '+' : ''}${value.toFixed(1)}`
const interval = ([low, high]: readonly [number, number], write = (value: number) => value.toFixed(1)) =>
  `[${write(low)}, ${write(high)}]`
const percent = (share: number | null) => (share === null ? '–' : share.toFixed(1))
const decimals = (value: number | null) => (value === null ? '–' : value.toFixed(3))
const shortened = (text: string, most: number) => (text.length > most ? `${text.slice(0, most - 1)}…` : text)
