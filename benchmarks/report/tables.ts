import type { TokenTally } from '../../src/core/records/types.js'
import { costOf } from '../run/cost.js'
import type { CandidatesMetrics, StepsMetrics } from '../run/records.js'
import type { Comparison } from './compare.js'
import { html, type Markup } from './html.js'
import type { RunFolder } from './run-folder.js'

/*
 * The results as tables: beside every accuracy its interval, what could not be read, and what it cost.
 */

type Interval = readonly [number, number]

const order = ['random', 'majority', 'best-of-n', 'weighted', 'oracle']

export function resultTables(runs: readonly RunFolder[]): Markup[] {
  const rows = runs.flatMap((run) => run.metrics.tasks.map((metrics) => ({ run, metrics })))
  const candidates = rows.filter((row): row is Row<CandidatesMetrics> => row.metrics.suite === 'candidates')
  const steps = rows.filter((row): row is Row<StepsMetrics> => row.metrics.suite === 'steps')
  return [
    ...(candidates.length > 0 ? [candidatesTable(candidates), trustTable(candidates)] : []),
    ...(steps.length > 0 ? [stepsTable(steps)] : []),
  ]
}

interface Row<Metrics> {
  run: RunFolder
  metrics: Metrics
}

/** A block a task, a line a strategy: what all strategies share stands once. */
function candidatesTable(rows: readonly Row<CandidatesMetrics>[]): Markup {
  const priced = rows.some(({ run }) => run.run?.prices !== undefined)
  return html`<div class="scroll"><table class="blocks">
<thead><tr><th class="left">Task</th><th class="left">Strategy</th><th>Accuracy %</th><th>Over majority</th><th>Strict %</th><th>Flexible %</th><th>Unparsed</th><th>Tokens</th><th>Calls</th>${priced ? html`<th>Cost</th>` : ''}</tr></thead>
${rows.map(({ run, metrics }) => {
  const shown = strategiesOf(metrics)
  return html`<tbody>${shown.map(
    (
      [name, result],
      at,
    ) => html`<tr>${at === 0 ? html`<td class="left task" rowspan="${shown.length}">${taskCell(run, metrics)}</td>` : ''}
<td class="left">${name}</td>${accuracyCells(metrics, name, result)}
<td>${percent(result.strict)}</td><td>${percent(result.flexible)}</td><td>${trim(Number(result.unparsed.toFixed(1)))}</td>
${spent(result.tokens)}${priced ? html`<td>${run.run?.prices === undefined ? '–' : costOf(result.tokens, run.run.prices).toFixed(4)}</td>` : ''}</tr>`,
  )}</tbody>`
})}</table></div>`
}

type StrategyMetrics = CandidatesMetrics['strategies'][string]

/** In one order; one line where there is nothing to choose from. */
function strategiesOf({ strategies, candidatesPerProblem }: CandidatesMetrics): [string, StrategyMetrics][] {
  const judged = strategies['best-of-n']
  if (candidatesPerProblem === 1 && judged !== undefined) return [['only candidate', judged]]
  const place = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length)
  return Object.entries(strategies).sort(([a], [b]) => place(a) - place(b))
}

function taskCell({ label, run, metrics: { verifier } }: RunFolder, metrics: CandidatesMetrics): Markup {
  const { task, problems, candidatesPerProblem, candidates, unparsed, failed } = metrics
  const seconds = run?.secondsByTask[task]
  return html`<b>${task}</b><span class="ci" title="${verifier}">${label}</span>
<span class="ci">${thousands(problems)} problems × ${candidatesPerProblem.toFixed(1)}${failures(failed)}</span>
<span class="ci">${thousands(unparsed)} of ${thousands(candidates)} unparsed</span>
<span class="ci">${seconds === undefined ? '–' : seconds.toFixed(1)} seconds</span>`
}

function accuracyCells(
  metrics: CandidatesMetrics,
  name: string,
  { accuracy, ci95, vsMajority }: StrategyMetrics,
): Markup {
  const rivals = Object.entries(metrics.strategies).filter(([other]) => other !== 'oracle')
  const best = Math.max(...rivals.map(([, rival]) => rival.accuracy))
  const worst = Math.min(...rivals.map(([, rival]) => rival.accuracy))
  const mark = name !== 'oracle' && best > worst && accuracy === best ? 'best' : ''
  const gain =
    vsMajority === undefined || metrics.candidatesPerProblem === 1
      ? ''
      : html`<span class="${direction(vsMajority.ci95)}" title="McNemar: ${vsMajority.mcnemar.onlyFirst} against ${vsMajority.mcnemar.onlySecond}, p ${pValue(vsMajority.mcnemar.p)}">${signed(vsMajority.difference)}</span> <span class="beside">${interval(vsMajority.ci95, signed)} p ${pValue(vsMajority.p)}</span>`
  return html`<td class="${mark}">${accuracy.toFixed(1)} <span class="beside">${interval(ci95)}</span></td><td>${gain}</td>`
}

/** How far the probability can be taken, and how near the chosen chains come to human explanations. */
function trustTable(rows: readonly Row<CandidatesMetrics>[]): Markup {
  const explained = rows.some(({ metrics }) => metrics.rationales !== undefined)
  return html`<details><summary>Trust in the probability${explained ? ', rationales against human explanations' : ''}</summary>
<div class="scroll"><table><thead><tr><th>Run</th><th class="left">Task</th><th>AUC</th><th>ECE</th><th>Brier</th><th>Area under risk</th><th>Unscored</th>
${explained ? html`<th>Texts</th><th>BLEU</th><th>ROUGE-1</th><th>ROUGE-2</th><th>ROUGE-L</th><th>Perplexity</th>` : ''}</tr></thead>
<tbody>${rows.map(
    ({ run, metrics }) => html`<tr><td>${run.label}</td><td class="left">${metrics.task}</td>
<td>${decimals(metrics.auc)}</td><td>${decimals(metrics.ece)}</td><td>${decimals(metrics.brier)}</td><td>${decimals(metrics.areaUnderRisk)}</td><td>${metrics.unscored}</td>
${explained ? rationaleCells(metrics) : ''}</tr>`,
  )}</tbody></table></div></details>`
}

function rationaleCells({ rationales }: CandidatesMetrics): Markup {
  if (rationales === undefined) return html`<td>–</td><td>–</td><td>–</td><td>–</td><td>–</td><td>–</td>`
  const { texts, bleu, rouge1, rouge2, rougeL, perplexity } = rationales
  return html`<td>${texts}</td><td>${bleu.toFixed(1)}</td><td>${decimals(rouge1)}</td><td>${decimals(rouge2)}</td><td>${decimals(rougeL)}</td><td>${decimals(perplexity)}</td>`
}

function stepsTable(rows: readonly Row<StepsMetrics>[]): Markup {
  const priced = rows.some(({ run }) => run.run?.prices !== undefined)
  return html`<div class="scroll"><table>
<thead><tr><th class="left">Task</th><th>F1 of first wrong step %</th><th>Wrong: exact %</th><th>Right: none named %</th>
<th>AUC</th><th>ECE</th><th>Brier</th><th>Unscored</th><th>Tokens</th><th>Calls</th><th>Seconds</th>${priced ? html`<th>Cost</th>` : ''}</tr></thead>
<tbody>${rows.map(
    ({
      run,
      metrics,
    }) => html`<tr><td class="left task"><b>${metrics.task}</b><span class="ci" title="${run.metrics.verifier}">${run.label}</span>
<span class="ci">${thousands(metrics.chains)} chains${failures(metrics.failed)}, wrong below ${trim(metrics.threshold)}</span></td>
<td class="best">${metrics.f1 === null || metrics.f1ci95 === null ? '–' : html`${metrics.f1.toFixed(1)} <span class="beside">${interval(metrics.f1ci95)}</span>`}</td>
<td>${percent(metrics.errorAccuracy)}</td><td>${percent(metrics.correctAccuracy)}</td>
<td>${decimals(metrics.auc)}</td><td>${decimals(metrics.ece)}</td><td>${decimals(metrics.brier)}</td><td>${metrics.unscored}</td>
${spent(metrics.tokens)}<td>${run.run?.secondsByTask[metrics.task]?.toFixed(1) ?? '–'}</td>
${priced ? html`<td>${run.run?.prices === undefined ? '–' : costOf(metrics.tokens, run.run.prices).toFixed(4)}</td>` : ''}</tr>`,
  )}</tbody></table></div>`
}

export function comparisonTable(first: RunFolder, second: RunFolder, comparisons: readonly Comparison[]): Markup {
  return html`<p>${second.label} (${second.metrics.verifier}) minus ${first.label} (${first.metrics.verifier}), on the samples that both have.</p>
<div class="scroll"><table class="dense"><thead><tr><th class="left">Task</th><th class="left">Strategy</th><th>Paired</th><th>Difference</th><th>p</th><th>Right in one only</th><th>McNemar p</th>
<th>Strict %</th><th>Flexible %</th><th>Unparsed</th><th>Tokens</th><th>Seconds</th></tr></thead>
<tbody>${comparisons.map(
    ({
      task,
      strategy,
      paired,
      difference,
      mcnemar,
    }) => html`<tr><td class="left task">${task}</td><td class="left">${strategy}</td><td>${paired}</td>
<td><span class="${direction(difference.ci95)}">${signed(difference.difference)}</span> <span class="beside">${interval(difference.ci95, signed)}</span></td><td>${pValue(difference.p)}</td>
<td title="only ${first.label} right, only ${second.label} right">${mcnemar.onlySecond} : ${mcnemar.onlyFirst}</td><td>${pValue(mcnemar.p)}</td>
${bothSpent(first, second, task, strategy)}</tr>`,
  )}</tbody></table></div>`
}

/** How the strategy's choices were graded and what they cost, first run → second run. */
function bothSpent(first: RunFolder, second: RunFolder, task: string, strategy: string): Markup {
  const both = (show: (run: RunFolder, metrics: CandidatesMetrics | StepsMetrics) => string) =>
    html`<td>${[first, second]
      .map((run) => {
        const metrics = run.metrics.tasks.find((each) => each.task === task)
        return metrics === undefined ? '–' : show(run, metrics)
      })
      .join(' → ')}</td>`
  const chosen = (metrics: CandidatesMetrics | StepsMetrics) =>
    metrics.suite === 'candidates' ? metrics.strategies[strategy] : undefined
  return html`${both((_, metrics) => percent(chosen(metrics)?.strict ?? null))}
${both((_, metrics) => percent(chosen(metrics)?.flexible ?? null))}
${both((_, metrics) => chosen(metrics)?.unparsed.toFixed(0) ?? '–')}
${both((_, metrics) => total(chosen(metrics)?.tokens ?? metrics.tokens))}
${both(({ run }, metrics) => run?.secondsByTask[metrics.task]?.toFixed(1) ?? '–')}`
}

function spent(tokens: TokenTally): Markup {
  const exact = `${thousands(tokens.generated)} generated, ${thousands(tokens.evaluated)} evaluated, ${thousands(tokens.unique)} unique`
  return html`<td title="${exact}">${total(tokens)}</td><td>${compact(tokens.calls)}</td>`
}

const interval = ([low, high]: Interval, write = (value: number) => value.toFixed(1)) =>
  `[${write(low)}, ${write(high)}]`
const signed = (value: number) => `${value > 0 ? '+' : ''}${value.toFixed(1)}`
const percent = (share: number | null) => (share === null ? '–' : share.toFixed(1))
const decimals = (value: number | null) => (value === null ? '–' : value.toFixed(3))
const pValue = (p: number) => (p < 0.001 ? '< 0.001' : p.toFixed(3))
const trim = (value: number) => String(Number(value.toFixed(3)))
const thousands = (value: number) => value.toLocaleString('en')
const total = ({ evaluated, generated }: TokenTally) => compact(evaluated + generated)
const compact = (value: number) => value.toLocaleString('en', { notation: 'compact', maximumFractionDigits: 1 })
const failures = (failed: number) => (failed === 0 ? '' : `, ${failed} failed`)
/** Coloured only where the interval leaves zero out. */
const direction = ([low, high]: Interval) => (low > 0 ? 'up' : high < 0 ? 'down' : '')
