import Table from 'cli-table3'
import type { TokenTally } from '../../src/core/records/types.js'
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
    'over majority',
    'p',
    'strict %',
    'flexible %',
    'unparsed',
    'tokens',
    'calls',
    ...priced(run),
  ]
  const table = newTable(head)
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
        compact(tokens.evaluated + tokens.generated),
        compact(tokens.calls),
        ...priceOf(tokens, run),
      ])
    }
  }
  return String(table).replace(/ +$/gm, '')
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
  const { problems, candidatesPerProblem, candidates, unparsed, auc, ece } = task
  return `${shortened(task.task, 26)}: ${problems} problems × ${candidatesPerProblem.toFixed(1)}${lost(task)}; ${unparsed} of ${candidates} unparsed; AUC ${decimals(auc)}, ECE ${decimals(ece)}; ${secondsOf(task, run)} s`
}

function stepsTable(tasks: readonly StepsMetrics[], run: Run): string {
  const head = [
    'first wrong step',
    'F1 %',
    'wrong: exact %',
    'right: none %',
    'AUC',
    'ECE',
    'Brier',
    'tokens',
    'calls',
    ...priced(run),
  ]
  const table = newTable(head)
  for (const task of tasks) {
    const { chains, unscored, threshold, f1, f1ci95, errorAccuracy, correctAccuracy, auc, ece, brier, tokens } = task
    const content = `${shortened(task.task, 26)}: ${chains} chains${lost(task)}, ${unscored} unscored; wrong below ${threshold.toFixed(3)}; ${secondsOf(task, run)} s`
    table.push([{ colSpan: head.length, content }])
    table.push([
      '',
      f1 === null || f1ci95 === null ? '–' : `${f1.toFixed(1)} ${interval(f1ci95)}`,
      percent(errorAccuracy),
      percent(correctAccuracy),
      decimals(auc),
      decimals(ece),
      decimals(brier),
      compact(tokens.evaluated + tokens.generated),
      compact(tokens.calls),
      ...priceOf(tokens, run),
    ])
  }
  return String(table).replace(/ +$/gm, '')
}

function newTable(head: string[]) {
  const colAligns = ['left' as const, ...Array<'right'>(head.length - 1).fill('right')]
  return new Table({ head, chars: narrow, colAligns, style: plain })
}

const priceOf = (tokens: TokenTally, { prices }: Run) =>
  prices === undefined ? [] : [costOf(tokens, prices).toFixed(4)]
const priced = ({ prices }: Run) => (prices === undefined ? [] : ['cost'])
const secondsOf = ({ task }: CandidatesMetrics | StepsMetrics, { secondsByTask }: Run) =>
  (secondsByTask[task] ?? 0).toFixed(1)
const signed = (value: number) => `${value >= 0 ? '+' : ''}${value.toFixed(1)}`
const interval = ([low, high]: readonly [number, number], write = (value: number) => value.toFixed(1)) =>
  `[${write(low)}, ${write(high)}]`
const percent = (share: number | null) => (share === null ? '–' : share.toFixed(1))
const decimals = (value: number | null) => (value === null ? '–' : value.toFixed(3))
const lost = ({ failed }: CandidatesMetrics | StepsMetrics) => (failed === 0 ? '' : `, ${failed} failed`)
/** The exact count stands in metrics.json. */
const compact = (value: number) => value.toLocaleString('en', { notation: 'compact', maximumFractionDigits: 1 })
const shortened = (text: string, most: number) => (text.length > most ? `${text.slice(0, most - 1)}…` : text)
