import { defined } from '../../src/core/absence.js'
import { writeWhole } from '../../src/core/files/whole-file.js'
import { escapeHtml } from '../../src/core/printable.js'
import { seededRandom } from '../../src/core/statistics/random.js'
import { type CommitRecord, parseTrace } from '../ledger/commit-record.js'
import type { Decided } from '../ledger/ledger.js'
import { outcomes as outcomeNames } from '../outcome.js'
import { histogramSvg } from './histogram.js'
import type { ExtractionStats } from './stats.js'

/** Kept and dropped examples shown. */
const EXAMPLES = 12
/** Characters of the text around a rationale. */
const AROUND = 400

interface Example {
  documentId: string
  before: string
  rationale: string
  after: string
  gain: number | null
  control: number | null
  reason?: string
}

/** One page that needs nothing else: no script, no outside address (its content security policy forbids both), every text escaped. */
export async function writeSummary(
  path: string,
  stats: ExtractionStats,
  gains: Float64Array,
  ledger: Decided,
): Promise<void> {
  const { kept, dropped } = examples(ledger)
  writeWhole(path, page(stats, await histogramSvg(gains), kept, dropped))
}

/** A random but repeatable choice among all rationales, in one pass over the commits (algorithm R); only the chosen are read. */
function examples(ledger: Decided): { kept: Example[]; dropped: Example[] } {
  const chosen = { kept: sampler(), dropped: sampler() }
  for (const record of ledger.records()) {
    record.decisions.forEach((decision, i) => {
      chosen[decision.kept ? 'kept' : 'dropped'].offer({ record, i })
    })
  }
  const read = ({ record, i }: Pick): Example[] => {
    const { trace } = ledger.read(record)
    const { text = '', decisions } = parseTrace(trace)
    const decision = decisions[i]
    if (decision === undefined) return []
    const { offset, rationale, gain, control, reason } = decision
    const { before, after } = around(text, offset)
    return [{ documentId: record.id, before, rationale, after, gain, control, ...defined({ reason }) }]
  }
  return { kept: chosen.kept.picks.flatMap(read), dropped: chosen.dropped.picks.flatMap(read) }
}

/** Whole words only. */
function around(text: string, offset: number): { before: string; after: string } {
  const [from, to] = [offset - AROUND, offset + AROUND]
  return {
    before: from <= 0 ? text.slice(0, offset) : text.slice(from, offset).replace(/^\S{0,40}\s/, '… '),
    after: to >= text.length ? text.slice(offset) : text.slice(offset, to).replace(/\s\S{0,40}$/, ' …'),
  }
}

interface Pick {
  record: CommitRecord
  i: number
}

function sampler() {
  const random = seededRandom('examples')
  const picks: Pick[] = []
  let offered = 0
  return {
    picks,
    offer(pick: Pick) {
      offered++
      if (picks.length < EXAMPLES) picks.push(pick)
      else {
        const at = random.int(offered)
        if (at < EXAMPLES) picks[at] = pick
      }
    },
  }
}

function page(
  stats: ExtractionStats,
  histogram: string,
  kept: readonly Example[],
  dropped: readonly Example[],
): string {
  const { rationales, gain, run } = stats
  const control = gain?.control
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Extraction</title>
<style>
body{font:15px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}
table{border-collapse:collapse;margin:.5rem 0 1.5rem}td,th{padding:.15rem .8rem .15rem 0;text-align:left;vertical-align:top}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
.columns{display:grid;grid-template-columns:1fr 1fr;gap:1.5rem}@media(max-width:50rem){.columns{grid-template-columns:1fr}}
article{border:1px solid #ccc;border-radius:4px;padding:.7rem;margin:0 0 1rem;white-space:pre-wrap;overflow-wrap:anywhere}
mark{background:#ffe9a8;padding:0 .2rem}small{color:#555}
@media(prefers-color-scheme:dark){body{background:#161616;color:#e6e6e6}article{border-color:#444}mark{background:#5c4a12;color:#fff}small{color:#aaa}}
</style></head><body>
<h1>Extraction</h1>
<p>${run.status === 'stopped' ? '<strong>Not finished: the job was stopped.</strong> ' : ''}${escapeHtml(run.model)}${run.scorer ? `, gains by ${escapeHtml(run.scorer)}` : ', no gains measured'}. Stages: ${escapeHtml(run.stages.join(' → '))}.</p>
<h2>Inputs: ${stats.inputs}</h2>
${table(outcomeRows(stats))}${sourceTable(stats.sources)}
<h2>Rationales: ${rationales.kept} kept of ${rationales.proposed}</h2>
${table([['kept per document that reached the annotator', show(rationales.yield)], ...commonest(rationales.dropped).map(([reason, count]): [string, number] => [`dropped: ${reason}`, count])])}
${
  gain === null
    ? ''
    : `<h2>Gain</h2>
${table([
  ['measured', gain.measured],
  ['mean (nats)', show(gain.mean)],
  ['median', show(gain.quantiles.p50)],
  ['5 % … 95 %', `${show(gain.quantiles.p05)} … ${show(gain.quantiles.p95)}`],
  ...(control
    ? ([
        ['mean gain of a random rationale of another document', show(control.mean)],
        ['difference, mean over documents (95 %)', withInterval(show, control.difference, control.ci95)],
        ['help more than the random one (95 %)', withInterval(percent, control.helpsMore, control.helpsMoreCi95)],
      ] as [string, string][])
    : []),
])}
${histogram}`
}
<h2>Examples, chosen at random</h2>
<div class="columns"><section><h3>Kept</h3>${kept.map(article).join('') || '<p>none</p>'}</section><section><h3>Dropped</h3>${dropped.map(article).join('') || '<p>none</p>'}</section></div>
<p><small>${run.tokens.calls} model calls, ${run.tokens.evaluated} tokens read, ${run.tokens.generated} generated${run.cost === null ? '' : `, cost ${show(run.cost)}`}; ${show(run.seconds)} s in the last run.</small></p>
</body></html>
`
}

/** Every outcome with its reasons below it. */
function outcomeRows({ outcomes, reasons }: ExtractionStats): [string, number][] {
  const rows = commonest(reasons).map(([reason, count]) => {
    const [, outcome = 'filtered', plain = reason] = /^(rejected|failed): (.*)$/s.exec(reason) ?? []
    return { outcome, row: [`– ${plain}`, count] as [string, number] }
  })
  return Object.entries(outcomes).flatMap(([name, count]) => [
    [name, count] as [string, number],
    ...rows.filter(({ outcome }) => outcome === name).map(({ row }) => row),
  ])
}

/** Sources shown, those with the most inputs. */
const SOURCES = 20

function sourceTable(sources: ExtractionStats['sources']): string {
  const rows = Object.entries(sources)
    .map(([source, counts]) => ({ source, counts, inputs: Object.values(counts).reduce((a, b) => a + b, 0) }))
    .sort((a, b) => b.inputs - a.inputs)
  if (rows.length < 2) return ''
  const names = ['source', 'inputs', ...outcomeNames]
  const head = names.map((name, i) => `<th${i === 0 ? '' : ' class="n"'}>${name}</th>`).join('')
  const body = rows.slice(0, SOURCES).map(({ source, counts, inputs }) => {
    const cells = [inputs, ...outcomeNames.map((name) => counts[name])]
    return `<tr><td>${escapeHtml(source)}</td>${cells.map((count) => `<td class="n">${count}</td>`).join('')}</tr>`
  })
  const more = rows.length > SOURCES ? `<p>and ${rows.length - SOURCES} more sources in stats.json</p>` : ''
  return `<table><tr>${head}</tr>${body.join('')}</table>${more}`
}

function article({ documentId, before, rationale, after, gain, control, reason }: Example): string {
  const facts = [
    documentId,
    gain === null ? '' : `gain ${show(gain)}`,
    control === null ? '' : `random ${show(control)}`,
    reason ?? '',
  ].filter((fact) => fact !== '')
  return `<article><small>${escapeHtml(facts.join(' · '))}</small>\n${escapeHtml(before)} <mark>${escapeHtml(rationale)}</mark>${escapeHtml(after)}</article>`
}

function table(rows: readonly (readonly [string, string | number])[]): string {
  return `<table>${rows.map(([name, value]) => `<tr><td>${escapeHtml(name)}</td><td class="n">${escapeHtml(String(value))}</td></tr>`).join('')}</table>`
}

const show = (value: number | null) => (value === null ? '–' : String(Math.round(value * 1000) / 1000))
const percent = (value: number) => `${Math.round(value * 1000) / 10} %`

const commonest = (counts: Readonly<Record<string, number>>) => Object.entries(counts).sort(([, a], [, b]) => b - a)
const withInterval = (shown: (value: number) => string, value: number, interval: readonly [number, number] | null) =>
  interval === null
    ? `${shown(value)} (too few documents)`
    : `${shown(value)} (${shown(interval[0])} … ${shown(interval[1])})`
