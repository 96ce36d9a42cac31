import * as z from 'zod'
import { NO_CHARTS } from '../../src/core/charts.js'
import { describeIssues, RationaleError } from '../../src/core/errors.js'
import { writeWhole } from '../../src/core/files/whole-file.js'
import { breakdownTables } from './breakdowns.js'
import { chartsOf } from './charts.js'
import { compareRuns } from './compare.js'
import { pageEntries } from './entries.js'
import { cspHash, dataIsland, html, Markup } from './html.js'
import { type RunFolder, readRunFolder } from './run-folder.js'
import { style } from './style.js'
import { comparisonTable, resultTables } from './tables.js'
import { glossary } from './terms.js'
import { viewerScript } from './viewer/script.js'

export const reportOptionsSchema = z.strictObject({
  /** Folders that a benchmark run wrote. */
  folders: z.array(z.string()).min(1),
  /** Where the page goes. */
  output: z.string(),
  compare: z.boolean().default(false).meta({ description: 'exactly two folders: test the second against the first' }),
  title: z.string().default('Benchmark report').meta({ description: 'heading of the page', value: 'text' }),
})
export type ReportOptions = z.input<typeof reportOptionsSchema>

/**
 * One page that holds everything: it opens from disk, asks nothing of any network (its policy forbids it), and treats all data as text.
 *
 * @returns the size of the page and how many samples it shows.
 */
export async function writeReport(given: ReportOptions): Promise<{ output: string; bytes: number; samples: number }> {
  const parsed = reportOptionsSchema.safeParse(given)
  if (!parsed.success)
    throw new RationaleError('configuration', 'the options of the report are wrong', {
      found: describeIssues(parsed.error, 'options'),
    })
  const { folders, output, compare, title } = parsed.data
  if (compare && folders.length !== 2) {
    throw new RationaleError('configuration', '--compare needs exactly two folders', { found: `${folders.length}` })
  }
  const runs: RunFolder[] = []
  for (const folder of folders) runs.push(await readRunFolder(folder))
  const page = await renderReport(distinctLabels(runs), { compare, title })
  writeWhole(output, page)
  const samples = runs.reduce((sum, run) => sum + run.samples.length, 0)
  return { output, bytes: Buffer.byteLength(page), samples }
}

/** The page as text. */
export async function renderReport(
  runs: readonly RunFolder[],
  { compare = false, title = 'Benchmark report' }: { compare?: boolean; title?: string } = {},
): Promise<string> {
  const { index, chunks } = pageEntries(runs, compare)
  const [first, second] = runs
  const script = viewerScript()
  const policy = `default-src 'none'; script-src ${cspHash(script)}; style-src ${cspHash(style)}; base-uri 'none'; form-action 'none'`
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer"><title>${title}</title>
<style>${new Markup(style)}</style></head><body>
<header><h1>${title}</h1><p class="muted">${runs.map((run, at) => html`${at > 0 ? ' · ' : ''}<b>${run.label}</b> ${about(run)}`)}</p></header>
<main>
<section id="results"><h2>Results</h2><div class="bar" id="facets" role="toolbar" aria-label="Which results and samples"></div>${resultTables(runs)}${breakdownTables(runs)}${glossary}${runs.map(leftOut)}</section>
${compare && first && second ? html`<section id="comparison"><h2>Comparison</h2>${comparisonTable(first, second, compareRuns(first, second))}</section>` : ''}
<section id="charts"><h2>Charts</h2>${await charts(runs)}</section>
<section id="viewer"><h2>Samples <span class="muted num" id="shown"></span></h2>
<div class="bar" id="filters" role="toolbar" aria-label="Filters"></div>
<div class="bar"><input id="search" type="search" placeholder="Search task, id and question" aria-label="Search">
<span class="muted"><kbd>j</kbd> <kbd>k</kbd> sample · <kbd>h</kbd> <kbd>l</kbd> candidate · <kbd>e</kbd> first wrong step · ${runs.length > 1 ? html`<kbd>r</kbd> run · ` : ''}<kbd>/</kbd> search</span></div>
<div class="panes"><div class="pane" id="list" role="listbox" tabindex="0" aria-label="Samples"></div>
<div class="pane" id="detail" tabindex="0" aria-live="polite"><p class="empty">Choose a sample.</p></div></div>
<noscript>The samples need this page’s own script.</noscript></section>
</main>
${dataIsland('index', index)}${chunks.map((chunk, at) => dataIsland(`chunk-${at}`, chunk))}
<script>${new Markup(script)}</script>
</body></html>
`.text
}

function about({ metrics, run }: RunFolder): Markup {
  const generator = metrics.generator === undefined ? '' : `, candidates by ${metrics.generator}`
  const when =
    run === undefined
      ? ', cut short'
      : `, ${run.finishedAt.slice(0, 16).replace('T', ' ')} UTC, ${run.seconds.toFixed(1)} s, version ${run.version}, Node ${run.node}`
  return html`judged by <code>${metrics.verifier}</code>${generator}${when}`
}

function leftOut({ label, metrics }: RunFolder): Markup | undefined {
  if (metrics.leftOut === undefined) return undefined
  const items = metrics.leftOut.map(({ task, reason, samples }) =>
    samples === undefined ? `${task}: ${reason}` : `${task}: ${samples} samples, ${reason}`,
  )
  return html`<p class="muted">Left out of ${label}: ${items.join('; ')}.</p>`
}

async function charts(runs: readonly RunFolder[]): Promise<Markup[]> {
  const sections: Markup[] = []
  for (const { label, metrics } of runs) {
    for (const task of metrics.tasks) {
      const drawn = await chartsOf(task)
      if (drawn === undefined) return [html`<p class="muted">${NO_CHARTS}</p>`]
      if (drawn.length === 0) continue
      const figures = drawn.map(
        (chart) =>
          html`<figure><h3>${chart.title}</h3><div role="img" aria-label="${chart.title}: ${chart.caption}">${chart.svg}</div><figcaption>${chart.caption}</figcaption></figure>`,
      )
      // Pages with dozens of tasks start folded.
      const open = sections.length < 4 ? new Markup(' open') : ''
      sections.push(
        html`<details class="task"${open}><summary>${label} · ${task.task}</summary><div class="charts">${figures}</div></details>`,
      )
    }
  }
  return sections
}

/** Two folders of one name stay apart. */
function distinctLabels(runs: readonly RunFolder[]): RunFolder[] {
  return runs.map((run, at) => {
    const twins = runs.filter((other) => other.label === run.label)
    return twins.length === 1 ? run : { ...run, label: `${run.label} (${at + 1})` }
  })
}
