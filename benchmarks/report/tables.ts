import type { TokenTally } from '../../src/core/types.js'
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

function candidatesTable(rows: readonly Row<CandidatesMetrics>[]): Markup {
  const found = new Set(rows.flatMap(({ metrics }) => Object.keys(metrics.strategies)))
  const strategies = [...order.filter((name) => found.has(name)), ...[...found].filter((name) => !order.includes(name))]
  return html`<div class="scroll"><table>
<thead><tr><th>Run</th><th class="left">Task</th><th>Problems</th>${strategies.map((name) => html`<th>${name} %</th>`)}
<th>Weighted − majority</th><th>Strict %</th><th>Flexible %</th><th>Unparsed</th><th>Tokens</th><th>Calls</th><th>Seconds</th><th>Cost</th></tr></thead>
<tbody>${rows.map(({ run, metrics }) => {
    const best = Math.max(
      ...strategies.filter((name) => name !== 'oracle').map((name) => metrics.strategies[name]?.accuracy ?? 0),
    )
    const worst = Math.min(
      ...strategies.filter((name) => name !== 'oracle').map((name) => metrics.strategies[name]?.accuracy ?? 0),
    )
    const against = metrics.strategies.weighted?.vsMajority
    return html`<tr><td title="${run.metrics.verifier}">${run.label}</td><td class="left">${metrics.task}</td>
<td>${metrics.problems}<span class="ci">× ${metrics.candidatesPerProblem.toFixed(1)}${failures(metrics.failed)}</span></td>
${strategies.map((name) => {
  const result = metrics.strategies[name]
  if (result === undefined) return html`<td>–</td>`
  return html`<td class="${name !== 'oracle' && best > worst && result.accuracy === best ? 'best' : ''}">${result.accuracy.toFixed(1)}<span class="ci">${interval(result.ci95)}</span>${needs(result.tokens)}</td>`
})}
<td>${against === undefined ? '–' : html`<span class="${direction(against.ci95)}" title="McNemar: ${against.mcnemar.onlyFirst} against ${against.mcnemar.onlySecond}, p ${pValue(against.mcnemar.p)}">${signed(against.difference)}</span><span class="ci">${interval(against.ci95, signed)}, p ${pValue(against.p)}</span>`}</td>
<td>${percent(metrics.strict)}</td><td>${percent(metrics.flexible)}</td><td>${metrics.unparsed}<span class="ci">of ${metrics.candidates}</span></td>
${spent(run, metrics)}</tr>`
  })}</tbody></table></div>`
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
  return html`<div class="scroll"><table>
<thead><tr><th>Run</th><th class="left">Task</th><th>Chains</th><th>F1 of first wrong step %</th><th>Wrong: exact %</th><th>Right: none named %</th>
<th>AUC</th><th>ECE</th><th>Brier</th><th>Threshold</th><th>Unscored</th><th>Tokens</th><th>Calls</th><th>Seconds</th><th>Cost</th></tr></thead>
<tbody>${rows.map(
    ({
      run,
      metrics,
    }) => html`<tr><td title="${run.metrics.verifier}">${run.label}</td><td class="left">${metrics.task}</td>
<td>${metrics.chains}<span class="ci">${failures(metrics.failed)}</span></td><td class="best">${metrics.f1.toFixed(1)}<span class="ci">${interval(metrics.f1ci95)}</span></td>
<td>${percent(metrics.errorAccuracy)}</td><td>${percent(metrics.correctAccuracy)}</td>
<td>${decimals(metrics.auc)}</td><td>${decimals(metrics.ece)}</td><td>${decimals(metrics.brier)}</td><td>${trim(metrics.threshold)}</td><td>${metrics.unscored}</td>
${spent(run, metrics)}</tr>`,
  )}</tbody></table></div>`
}

export function comparisonTable(first: RunFolder, second: RunFolder, comparisons: readonly Comparison[]): Markup {
  return html`<p>${second.label} (${second.metrics.verifier}) minus ${first.label} (${first.metrics.verifier}), on the samples that both have.</p>
<div class="scroll"><table><thead><tr><th>Task</th><th class="left">Strategy</th><th>Paired</th><th>Difference</th><th>p (bootstrap)</th><th>Only ${first.label} right</th><th>Only ${second.label} right</th><th>p (McNemar)</th>
<th>Strict %</th><th>Flexible %</th><th>Unparsed</th><th>Tokens</th><th>Seconds</th></tr></thead>
<tbody>${comparisons.map(
    ({
      task,
      strategy,
      paired,
      difference,
      mcnemar,
    }) => html`<tr><td>${task}</td><td class="left">${strategy}</td><td>${paired}</td>
<td><span class="${direction(difference.ci95)}">${signed(difference.difference)}</span><span class="ci">${interval(difference.ci95, signed)}</span></td><td>${pValue(difference.p)}</td>
<td>${mcnemar.onlySecond}</td><td>${mcnemar.onlyFirst}</td><td>${pValue(mcnemar.p)}</td>
${bothSpent(first, second, task)}</tr>`,
  )}</tbody></table></div>`
}

/** What could be read and what it cost, first run → second run. */
function bothSpent(first: RunFolder, second: RunFolder, task: string): Markup {
  const of = ({ metrics }: RunFolder) => metrics.tasks.find((each) => each.task === task)
  const both = (show: (run: RunFolder, metrics: CandidatesMetrics | StepsMetrics) => string) =>
    html`<td>${[first, second]
      .map((run) => {
        const metrics = of(run)
        return metrics === undefined ? '–' : show(run, metrics)
      })
      .join(' → ')}</td>`
  return html`${both((_, metrics) => ('strict' in metrics ? percent(metrics.strict) : '–'))}
${both((_, metrics) => ('flexible' in metrics ? percent(metrics.flexible) : '–'))}
${both((_, metrics) => ('unparsed' in metrics ? String(metrics.unparsed) : '–'))}
${both((_, { tokens }) => compact(tokens.evaluated + tokens.generated))}
${both(({ run }, metrics) => run?.secondsByTask[metrics.task]?.toFixed(1) ?? '–')}`
}

function spent({ run }: RunFolder, { task, tokens }: CandidatesMetrics | StepsMetrics): Markup {
  const seconds = run?.secondsByTask[task]
  const exact = `${thousands(tokens.generated)} generated, ${thousands(tokens.evaluated)} evaluated, ${thousands(tokens.unique)} unique`
  return html`<td title="${exact}">${compact(tokens.evaluated + tokens.generated)}<span class="ci">${compact(tokens.generated)} generated</span></td>
<td>${compact(tokens.calls)}</td><td>${seconds === undefined ? '–' : seconds.toFixed(1)}</td><td>${run?.prices === undefined ? '–' : costOf(tokens, run.prices).toFixed(4)}</td>`
}

const interval = ([low, high]: Interval, write = (value: number) => value.toFixed(1)) =>
  `[${write(low)}, ${write(high)}]`
const signed = (value: number) => `${value > 0 ? '+' : ''}${value.toFixed(1)}`
const percent = (share: number | null) => (share === null ? '–' : share.toFixed(1))
const decimals = (value: number | null) => (value === null ? '–' : value.toFixed(3))
const pValue = (p: number) => (p < 0.001 ? '< 0.001' : p.toFixed(3))
const trim = (value: number) => String(Number(value.toFixed(3)))
const thousands = (value: number) => value.toLocaleString('en')
/** Nothing where nothing was spent: recorded candidates, no model. */
function needs(tokens: TokenTally | undefined): Markup | undefined {
  if (tokens === undefined || tokens.generated + tokens.evaluated === 0) return undefined
  return html`<span class="ci">${compact(tokens.generated + tokens.evaluated)} tokens</span>`
}

const compact = (value: number) => value.toLocaleString('en', { notation: 'compact', maximumFractionDigits: 1 })
const failures = (failed: number) => (failed === 0 ? '' : `, ${failed} failed`)
/** Coloured only where the interval leaves zero out. */
const direction = ([low, high]: Interval) => (low > 0 ? 'up' : high < 0 ? 'down' : '')
