import type { TokenTally } from '../../src/core/records/types.js'
import type { Interval, PairedDifference } from '../../src/core/statistics/statistics.js'
import { costOf } from '../run/cost.js'
import { areTooFew, compact, decimals, failures, interval, percent, signed, TOO_FEW } from '../run/figures.js'
import type { CandidatesMetrics, Choosing, FirstErrors, StepsMetrics } from '../run/records.js'
import type { Comparison } from './compare.js'
import { html, type Markup } from './html.js'
import type { RunFolder } from './run-folder.js'
import { heading, terms } from './terms.js'

/*
 * The results as tables: beside every accuracy its interval, what could not be read, and what it cost.
 */

const order = ['random', 'majority', 'best-of-n', 'weighted', 'oracle']
/** Strategies in one order, searches last. */
export const byRank = (a: string, b: string) => rank(a) - rank(b)
const rank = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length)

export function resultTables(runs: readonly RunFolder[]): Markup[] {
  const all = runs.flatMap((run) => run.metrics.tasks.map((metrics) => ({ run, metrics })))
  const candidates = all.filter((each): each is Measured<CandidatesMetrics> => each.metrics.suite === 'candidates')
  const steps = all.filter((each): each is Measured<StepsMetrics> => each.metrics.suite === 'steps')
  return [
    ...(candidates.length > 0 ? [candidatesTable(candidates), trustTable(candidates)] : []),
    ...(steps.length > 0 ? [stepsTable(steps)] : []),
  ]
}

/** A task of a run. */
interface Measured<Metrics> {
  run: RunFolder
  metrics: Metrics
}

/** A block a task, a line a strategy: what all strategies share stands once. Other numbers of candidates and groups follow as blocks of their own. */
function candidatesTable(tasks: readonly Measured<CandidatesMetrics>[]): Markup {
  const priced = tasks.some(({ run }) => run.run?.prices !== undefined)
  const blocks = tasks.map(({ run, metrics }) => {
    const cost = (tokens: TokenTally) =>
      priced ? html`<td>${run.run?.prices === undefined ? '–' : costOf(tokens, run.run.prices).toFixed(4)}</td>` : ''
    const ofTask = Object.entries(metrics.strategies).map(
      ([name, result]) => [name, result, html`${spent(result.tokens)}${cost(result.tokens)}`] as const,
    )
    const parts = (metrics.breakdown ?? []).map((part) => {
      const lines = Object.entries(part.strategies).map(
        ([name, result]) => [name, result, html`<td></td><td></td>${priced ? html`<td></td>` : ''}`] as const,
      )
      return block(part, placed(run, metrics.task, { part: part.group }), partCell(part), lines)
    })
    return [block(metrics, placed(run, metrics.task), taskCell(run, metrics), ofTask), ...parts]
  })
  return html`<div class="scroll" tabindex="0"><table class="blocks">
<thead><tr><th class="left">Task</th><th class="left" title="${terms.Strategy}">Strategy</th>${['Accuracy %', 'Over random', 'Over majority', 'Strict %', 'Flexible %', 'Unparsed', 'Tokens', 'Calls'].map(heading)}${priced ? html`<th>Cost</th>` : ''}</tr></thead>
${blocks.flat()}</table></div>`
}

/** What the page's choices of task, part, category and generator compare (viewer/start.ts). */
export const placed = (
  { metrics }: RunFolder,
  task: string,
  { part = '', category = '', generator = metrics.generator ?? '' } = {},
) => html`data-task="${task}" data-part="${part}" data-category="${category}" data-generator="${generator}"`

type StrategyMetrics = Choosing['strategies'][string]

/** In one order; one line where there is nothing to choose from. */
function block(
  choosing: Choosing,
  place: Markup,
  title: Markup,
  lines: readonly (readonly [name: string, result: StrategyMetrics, spent: Markup])[],
): Markup {
  const shown =
    choosing.candidatesPerProblem === 1
      ? lines.flatMap(([name, ...rest]) => (name === 'best-of-n' ? [['only candidate', ...rest] as const] : []))
      : lines.toSorted(([a], [b]) => byRank(a, b))
  return html`<tbody ${place}>${shown.map(
    ([name, result, costs], at) =>
      html`<tr>${at === 0 ? html`<td class="left task" rowspan="${shown.length}">${title}</td>` : ''}
<td class="left">${name}</td>${accuracyCells(choosing, name, result)}
<td>${percent(result.strict)}</td><td>${percent(result.flexible)}</td><td>${trim(Number(result.unparsed.toFixed(1)))}</td>
${costs}</tr>`,
  )}</tbody>`
}

function taskCell(folder: RunFolder, metrics: CandidatesMetrics): Markup {
  const { task, problems, candidatesPerProblem, candidates, unparsed, failed, draws } = metrics
  const seconds = folder.run?.secondsByTask[task]
  return html`<b>${task}</b>${runCell(folder)}
<span class="ci">${thousands(problems)} problems × ${candidatesPerProblem.toFixed(1)}${draws === undefined ? '' : `, ${draws} draws`}${failures(failed)}${fewness(problems)}</span>
<span class="ci">${thousands(unparsed)} of ${thousands(candidates)} unparsed</span>
<span class="ci">${seconds === undefined ? '–' : seconds.toFixed(1)} seconds</span>`
}

export const fewness = (problems: number) => (areTooFew(problems) ? `; ${TOO_FEW}` : '')

function partCell({
  group = 'all',
  problems,
  candidatesPerProblem,
}: Choosing & { group?: string | undefined }): Markup {
  return html`${group}<span class="ci">${thousands(problems)} problems × ${candidatesPerProblem.toFixed(1)}${fewness(problems)}</span>`
}

function accuracyCells(
  { strategies, candidatesPerProblem, problems }: Choosing,
  name: string,
  { accuracy, ci95, vsRandom, vsMajority }: StrategyMetrics,
): Markup {
  const rivals = Object.entries(strategies).filter(([other]) => other !== 'oracle')
  const best = Math.max(...rivals.map(([, rival]) => rival.accuracy))
  const worst = Math.min(...rivals.map(([, rival]) => rival.accuracy))
  const mark = name !== 'oracle' && best > worst && accuracy === best ? 'best' : ''
  const gain = (paired: PairedDifference | undefined, title: string) =>
    paired === undefined || candidatesPerProblem === 1
      ? ''
      : areTooFew(problems)
        ? signed(paired.difference)
        : html`<span class="${direction(paired.ci95)}" title="${title}">${signed(paired.difference)}</span> <span class="beside">${interval(paired.ci95, signed)} p ${pValue(paired.p)}</span>`
  const { onlyFirst, onlySecond, p } = vsMajority?.mcnemar ?? { onlyFirst: 0, onlySecond: 0, p: 1 }
  return html`<td class="${mark}">${accuracy.toFixed(1)} ${beside(ci95, problems)}</td>
<td>${gain(vsRandom, '')}</td><td>${gain(vsMajority, `McNemar: ${onlyFirst} against ${onlySecond}, p ${pValue(p)}`)}</td>`
}

/** The interval of a share, where there are enough to have one. */
export const beside = (ci95: Interval, count: number) =>
  areTooFew(count) ? '' : html`<span class="beside">${interval(ci95)}</span>`

/** How far the probability can be taken, and how near the chosen chains come to human explanations. */
function trustTable(tasks: readonly Measured<CandidatesMetrics>[]): Markup {
  const explained = tasks.some(({ metrics }) => metrics.rationales !== undefined)
  return html`<details><summary>Trust in the probability${explained ? ', rationales against human explanations' : ''}</summary>
<div class="scroll" tabindex="0"><table><thead><tr><th>Run</th><th class="left">Task</th>${['AUC', 'ECE', 'Brier', 'Area under risk', 'Unscored'].map(heading)}
${explained ? html`<th>Texts</th><th>BLEU</th><th>ROUGE-1</th><th>ROUGE-2</th><th>ROUGE-L</th><th>Perplexity</th>` : ''}</tr></thead>
<tbody>${tasks.map(
    ({
      run,
      metrics,
    }) => html`<tr ${placed(run, metrics.task)}><td>${run.label}</td><td class="left">${metrics.task}</td>
<td>${decimals(metrics.auc)}</td><td>${decimals(metrics.ece)}</td><td>${decimals(metrics.brier)}</td><td>${decimals(metrics.areaUnderRisk)}</td><td>${metrics.unscored}</td>
${explained ? rationaleCells(metrics) : ''}</tr>`,
  )}</tbody></table></div></details>`
}

function rationaleCells({ rationales }: CandidatesMetrics): Markup {
  if (rationales === undefined) return html`<td>–</td><td>–</td><td>–</td><td>–</td><td>–</td><td>–</td>`
  const { texts, bleu, rouge1, rouge2, rougeL, perplexity } = rationales
  return html`<td>${texts}</td><td>${bleu.toFixed(1)}</td><td>${decimals(rouge1)}</td><td>${decimals(rouge2)}</td><td>${decimals(rougeL)}</td><td>${decimals(perplexity)}</td>`
}

function stepsTable(tasks: readonly Measured<StepsMetrics>[]): Markup {
  const priced = tasks.some(({ run }) => run.run?.prices !== undefined)
  const rows = tasks.map(({ run, metrics }) => {
    const { task, chains, failed, threshold, reason, breakdown = [] } = metrics
    const cost = run.run?.prices === undefined ? '–' : costOf(metrics.tokens, run.run.prices).toFixed(4)
    const parts = breakdown.map((part) => {
      const title = html`${part.group ?? 'all'}<span class="ci">${thousands(part.chains)} chains${fewness(part.chains)}</span>`
      return html`<tr ${placed(run, task, { part: part.group })}><td class="left task">${title}</td>${firstErrorCells(part)}<td colspan="${priced ? 8 : 7}"></td></tr>`
    })
    return html`<tbody><tr ${placed(run, task)}><td class="left task"><b>${task}</b>${runCell(run)}
<span class="ci">${thousands(chains)} chains${failures(failed)}${fewness(chains)}, wrong below ${trim(threshold)}${reason === undefined ? '' : `; no F1: ${reason}`}</span></td>
${firstErrorCells(metrics)}
<td>${decimals(metrics.auc)}</td><td>${decimals(metrics.ece)}</td><td>${decimals(metrics.brier)}</td><td>${metrics.unscored}</td>
${spent(metrics.tokens)}<td>${run.run?.secondsByTask[task]?.toFixed(1) ?? '–'}</td>${priced ? html`<td>${cost}</td>` : ''}</tr>${parts}</tbody>`
  })
  return html`<div class="scroll" tabindex="0"><table class="blocks">
<thead><tr><th class="left">Task</th><th>F1 of first wrong step %</th><th>Wrong: exact %</th><th>Right: none named %</th>
<th>AUC</th><th>ECE</th><th>Brier</th><th>Unscored</th><th>Tokens</th><th>Calls</th><th>Seconds</th>${priced ? html`<th>Cost</th>` : ''}</tr></thead>
${rows}</table></div>`
}

const firstErrorCells = ({ f1, f1ci95, errorAccuracy, correctAccuracy, chains }: FirstErrors) =>
  html`<td class="best">${f1 === null || f1ci95 === null ? '–' : html`${f1.toFixed(1)} ${beside(f1ci95, chains)}`}</td>
<td>${percent(errorAccuracy)}</td><td>${percent(correctAccuracy)}</td>`

/** Which run, who judged, and who wrote the candidates. */
const runCell = ({ label, metrics: { verifier, generator } }: RunFolder) =>
  html`<span class="ci" title="${verifier}">${label}</span>${generator === undefined ? '' : html`<span class="ci">by ${generator}</span>`}`

export function comparisonTable(first: RunFolder, second: RunFolder, comparisons: readonly Comparison[]): Markup {
  return html`<p>${second.label} (${second.metrics.verifier}) minus ${first.label} (${first.metrics.verifier}), on the samples that both have.</p>
<div class="scroll" tabindex="0"><table class="dense"><thead><tr><th class="left">Task</th><th class="left">Strategy</th><th>Paired</th><th>Difference</th><th>p</th><th>Right in one only</th><th>McNemar p</th>
<th>Strict %</th><th>Flexible %</th><th>Unparsed</th><th>Tokens</th><th>Seconds</th></tr></thead>
<tbody>${comparisons.map(
    ({
      task,
      strategy,
      paired,
      difference,
      mcnemar,
    }) => html`<tr><td class="left task">${task}</td><td class="left">${strategy}</td><td>${paired}</td>
${differenceCells(difference, paired)}
<td title="only ${first.label} right, only ${second.label} right">${mcnemar.onlySecond} : ${mcnemar.onlyFirst}</td><td>${pValue(mcnemar.p)}</td>
${bothSpent(first, second, task, strategy)}</tr>`,
  )}</tbody></table></div>`
}

/** Of few samples only the difference; McNemar's test beside it is exact for any number. */
const differenceCells = ({ difference, ci95, p }: PairedDifference, paired: number) =>
  areTooFew(paired)
    ? html`<td>${signed(difference)}</td><td title="${TOO_FEW}">–</td>`
    : html`<td><span class="${direction(ci95)}">${signed(difference)}</span> <span class="beside">${interval(ci95, signed)}</span></td><td>${pValue(p)}</td>`

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

const pValue = (p: number) => (p < 0.001 ? '< 0.001' : p.toFixed(3))
const trim = (value: number) => String(Number(value.toFixed(3)))
export const thousands = (value: number) => value.toLocaleString('en')
const total = ({ evaluated, generated }: TokenTally) => compact(evaluated + generated)
/** Coloured only where the interval leaves zero out. */
const direction = ([low, high]: Interval) => (low > 0 ? 'up' : high < 0 ? 'down' : '')
