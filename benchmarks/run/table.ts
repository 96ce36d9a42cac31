import { at } from '../../src/core/absence.js'
import { checkArguments, refuseUnknownOptions } from '../../src/core/arguments.js'
import { fittedTable, type TableGroup } from '../../src/core/fitted-table.js'
import type { TokenTally } from '../../src/core/records/types.js'
import type { PairedDifference } from '../../src/core/statistics/statistics.js'
import { wrapped } from '../../src/core/wrapped.js'
import { costOf } from './cost.js'
import { areTooFew, compact, decimals, failures, interval, percent, signed, TOO_FEW } from './figures.js'
import type { CandidatesMetrics, Choosing, FirstErrors, Metrics, Run, StepsMetrics } from './records.js'

/**
 * The metrics of a run as text, at most `width` (120) columns wide: a block of lines for each task, one a strategy; beside every accuracy its interval,
 * how the answers were graded, what could not be read, and what it cost. `brief` leaves the latter three out and fits 80 columns in one table.
 */
export function metricsTable(metrics: Metrics, run: Run, options: { brief?: boolean; width?: number } = {}): string {
  checkArguments('metricsTable', {
    metrics: [metrics, 'object'],
    tasks: [metrics?.tasks, 'list of objects'],
    run: [run, 'object'],
    options: [options, 'object'],
  })
  refuseUnknownOptions('metricsTable', options, { brief: true, width: true })
  const { brief = false, width = 120 } = options
  const { tasks, verifier, generator, leftOut = [], notes = [] } = metrics
  const candidates = tasks.filter((task): task is CandidatesMetrics => task.suite === 'candidates')
  const steps = tasks.filter((task): task is StepsMetrics => task.suite === 'steps')
  const parts: string[] = []
  if (candidates.length > 0) parts.push(candidatesTable(candidates, run, width, brief))
  if (steps.length > 0) parts.push(stepsTable(steps, run, width))
  const by = generator === undefined ? '' : `, candidates by ${generator}`
  const cost = run.cost === undefined ? '' : `, cost ${run.cost.toFixed(2)}`
  const unjudged = tasks.flatMap(trustLines)
  const missing = leftOut.map(
    ({ task, reason, samples }) => `left out: ${task}: ${samples === undefined ? '' : `${samples} samples, `}${reason}`,
  )
  const remarks = notes.map((note) => `note: ${note}`)
  const judged = `judged by ${verifier}${by}, in ${run.seconds.toFixed(1)} s${cost}`
  const said = [...unjudged, ...missing, ...remarks, judged].flatMap((line) => wrapped(line, width))
  return `${[...parts, ...said].join('\n')}\n`
}

/** What the verdicts are worth, why there is no AUC, what could not be judged and why, and how many written judgements could be read. */
function trustLines({
  task,
  verdicts,
  aucReason,
  unjudged = [],
  judgements,
}: CandidatesMetrics | StepsMetrics): string[] {
  return [
    ...(verdicts === undefined
      ? []
      : [
          `right chains accused: ${rate(verdicts.rightAccused)}`,
          `wrong chains called correct: ${rate(verdicts.wrongAccepted)}`,
          `left open ${percent(100 * verdicts.open)} %`,
        ]),
    ...(aucReason === undefined ? [] : [`no AUC: ${aucReason}`]),
    ...unjudged.map(({ reason, chains }) => `${chains} could not be judged: ${reason}`),
    ...(judgements === undefined
      ? []
      : [`${judgements.asked - judgements.unreadable} of ${judgements.asked} written judgements could be read`]),
  ].map((line) => `${task}: ${line}`)
}

const rate = ({ errors, chains, questions = chains, limit }: Rate) =>
  chains === 0
    ? '0 of 0'
    : `${errors} of ${chains}${questions === chains ? '' : `, of ${questions} questions`} (at most ${percent(100 * limit)} %)`
type Rate = NonNullable<StepsMetrics['verdicts']>['rightAccused']

/** Rewards rank chains where there are no probabilities. */
const ofRewards = ({ auc, rewardAuc }: CandidatesMetrics | StepsMetrics) =>
  auc === null && typeof rewardAuc === 'number' ? ` (of the rewards ${decimals(rewardAuc)})` : ''

function candidatesTable(tasks: readonly CandidatesMetrics[], run: Run, width: number, brief: boolean): string {
  const main = ['strategy', 'accuracy %', 'over random', 'over majority']
  const head = brief ? main : [...main, 'strict %', 'flexible %', 'unparsed', 'tokens', 'calls', ...priced(run)]
  const groups = tasks.flatMap((task): TableGroup[] => [
    {
      title: titleOf(task, run),
      rows: strategiesOf(task).map(([name, result]) => [
        ...choiceCells(name, result, task.problems),
        ...spent(result, run),
      ]),
    },
    ...(task.breakdown ?? []).map(({ group, problems, candidatesPerProblem, strategies }) => ({
      title: ` ${group ?? shortened(task.task, 26)}: ${problems} problems × ${candidatesPerProblem.toFixed(1)}${drawn(task)}`,
      rows: Object.entries(strategies).map(([name, result]) => choiceCells(` ${name}`, result, problems)),
    })),
    ...(task.means ?? []).flatMap(({ groups, candidatesPerProblem, bestMinusRandom, weightedMinusMajority }) => [
      { title: ` mean of ${groups.join(' and ')}, × ${candidatesPerProblem.toFixed(1)}:`, rows: [] },
      {
        title: `  best-of-n − random ${gain(bestMinusRandom)}; weighted − majority ${gain(weightedMinusMajority)}`,
        rows: [],
      },
    ]),
  ])
  return fittedTable(head, groups, width)
}

const choiceCells = (name: string, result: Choosing['strategies'][string], problems: number) => [
  ` ${name}`,
  areTooFew(problems) ? result.accuracy.toFixed(1) : `${result.accuracy.toFixed(1)} ${interval(result.ci95)}`,
  gain(result.vsRandom, problems),
  gain(result.vsMajority, problems),
  percent(result.strict),
  percent(result.flexible),
  String(Number(result.unparsed.toFixed(1))),
]

/** Where there is nothing to choose from, one line says it all. */
function strategiesOf({ strategies, candidatesPerProblem }: CandidatesMetrics) {
  return candidatesPerProblem === 1
    ? ([['only candidate', at(strategies, 'best-of-n')]] as const)
    : Object.entries(strategies)
}

/** What all strategies of a task have in common: its candidates one by one, how far the probability can be trusted, and the time. */
function titleOf(task: CandidatesMetrics, run: Run): string {
  const { problems, candidatesPerProblem, candidates, unparsed, auc, ece } = task
  return `${shortened(task.task, 26)}: ${problems} problems × ${candidatesPerProblem.toFixed(1)}${drawn(task)}${failures(task.failed)}; ${unparsed} of ${candidates} unparsed; AUC ${decimals(auc)}${ofRewards(task)}, ECE ${decimals(ece)}; ${secondsOf(task, run)} s${areTooFew(problems) ? `; ${TOO_FEW}` : ''}`
}

const drawn = ({ draws }: CandidatesMetrics) => (draws === undefined ? '' : ` (${draws} draws)`)

function stepsTable(tasks: readonly StepsMetrics[], run: Run, width: number): string {
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
  const groups = tasks.map((task) => {
    const { chains, unscored, threshold, auc, ece, brier, reason } = task
    const why = `${ofRewards(task) && `; AUC${ofRewards(task)}`}${reason === undefined ? '' : `; no F1: ${reason}`}`
    const title = `${shortened(task.task, 26)}: ${chains} chains${failures(task.failed)}, ${unscored} unscored; wrong below ${threshold.toFixed(3)}; ${secondsOf(task, run)} s${why}`
    const trust = [decimals(auc), decimals(ece), decimals(brier)]
    const parts = (task.breakdown ?? []).map((part) => [`  ${part.group}: ${part.chains}`, ...firstErrorCells(part)])
    return { title, rows: [['', ...firstErrorCells(task), ...trust, ...spent(task, run)], ...parts] }
  })
  return fittedTable(head, groups, width)
}

const firstErrorCells = ({ f1, f1ci95, errorAccuracy, correctAccuracy, chains }: FirstErrors) => [
  f1 === null || f1ci95 === null ? '–' : areTooFew(chains) ? f1.toFixed(1) : `${f1.toFixed(1)} ${interval(f1ci95)}`,
  percent(errorAccuracy),
  percent(correctAccuracy),
]

const spent = ({ tokens }: { tokens: TokenTally }, { prices }: Run) => [
  compact(tokens.evaluated + tokens.generated),
  compact(tokens.calls),
  ...(prices === undefined ? [] : [costOf(tokens, prices).toFixed(4)]),
]
const priced = ({ prices }: Run) => (prices === undefined ? [] : ['cost'])
const secondsOf = ({ task }: CandidatesMetrics | StepsMetrics, { secondsByTask }: Run) =>
  (secondsByTask[task] ?? 0).toFixed(1)
const gain = (paired: PairedDifference | undefined, problems = Number.POSITIVE_INFINITY) =>
  paired === undefined
    ? ''
    : areTooFew(problems)
      ? signed(paired.difference)
      : `${signed(paired.difference)} ${interval(paired.ci95, signed)}`
const shortened = (text: string, most: number) => (text.length > most ? `${text.slice(0, most - 1)}…` : text)
