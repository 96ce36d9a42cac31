import Table from 'cli-table3'
import type { CandidatesReport, StrategyResult } from '../../benchmarks/candidates.js'
import type { StepsReport } from '../../benchmarks/steps.js'

const plain = { head: [], border: [], compact: true }

/**
 * Every way to choose, with what it gains; below it what all candidates have in common: how they were graded, and what judging them cost. Each
 * table fits 120 columns.
 */
export function candidatesTable(report: CandidatesReport): string {
  const groups = [report, ...report.breakdown]
  const named = groups.length > 1
  const table = new Table({
    head: [
      ...(named ? ['problems'] : []),
      'strategy',
      'accuracy %',
      'against random',
      'against majority',
      'strict %',
      'flexible %',
      'unparsed',
    ],
    colAligns: [...(named ? ['left' as const] : []), 'left', 'left', 'left', 'left', 'right', 'right', 'right'],
    style: plain,
  })
  for (const { group, problems, candidatesPerProblem, strategies } of groups) {
    const title = `${group ?? 'all'}, ${problems} × ${trim(candidatesPerProblem)}`
    for (const [name, { accuracy, ci95, vsRandom, vsMajority, strict, flexible, unparsed }] of Object.entries(
      strategies,
    )) {
      table.push([
        ...(named ? [title] : []),
        name,
        `${accuracy.toFixed(1).padStart(5)} ${interval(ci95)}`,
        difference(vsRandom),
        difference(vsMajority),
        share(strict),
        share(flexible),
        trim(Number(unparsed.toFixed(1))),
      ])
    }
  }
  // One judgement serves every group, draw and strategy.
  const spent = new Table({
    head: [
      'candidates',
      'strict %',
      'flexible %',
      'unparsed',
      'tokens',
      'seconds',
      ...(report.cost === undefined ? [] : ['cost']),
    ],
    colAligns: Array<'right'>(7).fill('right'),
    style: plain,
  })
  spent.push([
    report.candidates,
    share(report.strict),
    share(report.flexible),
    report.unparsed,
    report.tokens.evaluated + report.tokens.generated,
    report.seconds.toFixed(1),
    ...(report.cost === undefined ? [] : [report.cost.toFixed(4)]),
  ])
  const means = report.means.map(
    ({ groups: names, candidatesPerProblem, bestMinusRandom, weightedMinusMajority }) =>
      `mean of ${names.join(' and ')}, ${trim(candidatesPerProblem)} candidates: best-of-n − random ${difference(bestMinusRandom)}; weighted − majority ${difference(weightedMinusMajority)}\n`,
  )
  const draws = report.draws === 1 ? '' : `, mean of ${report.draws} draws`
  return `${table}\n${means.join('')}${spent}\n${report.problems} problems, ${trim(report.candidatesPerProblem)} candidates each${draws}, judged by ${report.verifier}\n`
}

export function stepsTable(report: StepsReport): string {
  const table = new Table({ colAligns: ['left', 'right', 'left'], style: plain })
  table.push(
    [
      'F1 of the first wrong step',
      finite(report.f1, 1, ' %'),
      Number.isFinite(report.f1) ? interval(report.f1ci95) : '',
    ],
    ['  wrong chains: exact step', finite(report.errorAccuracy, 1, ' %'), ''],
    ['  right chains: none named', finite(report.correctAccuracy, 1, ' %'), ''],
    ['AUC of the probability', finite(report.auc, 3), ''],
    ['ECE', finite(report.ece, 3), ''],
    ['Brier', finite(report.brier, 3), ''],
  )
  return `${table}\n${report.chains} chains (${report.unscored} without a score), judged by ${report.verifier}, step threshold ${trim(report.threshold)}; ${report.tokens.evaluated + report.tokens.generated} tokens, ${report.seconds.toFixed(1)} s\n`
}

export function interval([low, high]: readonly [number, number], write = (value: number) => value.toFixed(1)): string {
  return `[${write(low)}, ${write(high)}]`
}

const difference = (paired: StrategyResult['vsMajority']) =>
  paired === undefined ? '' : `${signed(paired.difference)} ${interval(paired.ci95, signed)}`
/** A file with chains of one kind only has neither F1 nor AUC. */
const finite = (value: number, digits: number, unit = '') =>
  Number.isFinite(value) ? `${value.toFixed(digits)}${unit}` : '–'
const share = (value: number | null) => (value === null ? '–' : value.toFixed(1))
const signed = (value: number) => `${value >= 0 ? '+' : ''}${value.toFixed(1)}`
const trim = (value: number) => String(Number(value.toFixed(3)))
