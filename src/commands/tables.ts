import Table from 'cli-table3'
import type { CandidatesReport } from '../../benchmarks/candidates.js'
import type { StepsReport } from '../../benchmarks/steps.js'

const plain = { head: [], border: [], compact: true }

export function candidatesTable(report: CandidatesReport): string {
  const table = new Table({
    head: ['strategy', 'accuracy %', '95 % interval', 'against majority', 'p'],
    colAligns: ['left', 'right', 'left', 'left', 'right'],
    style: plain,
  })
  for (const [name, { accuracy, ci95, vsMajority }] of Object.entries(report.strategies)) {
    table.push([
      name,
      accuracy.toFixed(1),
      interval(ci95),
      vsMajority === undefined ? '' : `${signed(vsMajority.difference)}  ${interval(vsMajority.ci95, signed)}`,
      vsMajority === undefined ? '' : vsMajority.p.toFixed(3),
    ])
  }
  const { problems, candidatesPerProblem, verifier, unparsed, candidates, seconds } = report
  return `${table}\n${problems} problems, ${trim(candidatesPerProblem)} candidates each, judged by ${verifier} in ${seconds.toFixed(1)} s; no answer found in ${unparsed} of ${candidates} candidates\n`
}

export function stepsTable(report: StepsReport): string {
  const table = new Table({ colAligns: ['left', 'right', 'left'], style: plain })
  table.push(
    ['F1 of the first wrong step', `${report.f1.toFixed(1)} %`, interval(report.f1ci95)],
    ['  wrong chains: exact step', `${report.errorAccuracy.toFixed(1)} %`, ''],
    ['  right chains: none named', `${report.correctAccuracy.toFixed(1)} %`, ''],
    ['AUC of the probability', report.auc.toFixed(3), ''],
    ['ECE', report.ece.toFixed(3), ''],
    ['Brier', report.brier.toFixed(3), ''],
  )
  return `${table}\n${report.chains} chains (${report.unscored} without a score), judged by ${report.verifier}, step threshold ${trim(report.threshold)}, in ${report.seconds.toFixed(1)} s\n`
}

export function interval([low, high]: readonly [number, number], write = (value: number) => value.toFixed(1)): string {
  return `[${write(low)}, ${write(high)}]`
}

const signed = (value: number) => `${value >= 0 ? '+' : ''}${value.toFixed(1)}`
const trim = (value: number) => String(Number(value.toFixed(3)))
