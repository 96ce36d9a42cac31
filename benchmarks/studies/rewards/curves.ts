import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { NO_CHARTS } from '../../../src/core/charts.js'
import { reliability } from '../../../src/core/statistics/statistics.js'
import { chartsOf } from '../../report/charts.js'
import { html } from '../../report/html.js'
import { riskCoverage } from '../../statistics/risk-coverage.js'
import type { JudgedChain } from './judged-chains.js'
import { combinations, fitRows } from './probabilities.js'

/** Reliability and risk over coverage of every combination, cross-fitted, on one page. Its path. */
export async function drawCurves(
  rows: readonly JudgedChain[],
  title: string,
  data: string,
  folder: string,
): Promise<string> {
  const labels = rows.map(({ right }) => right)
  const sections = []
  for (const [name, features] of Object.entries(combinations)) {
    const fitted = fitRows(rows, features, data)
    if (fitted === undefined) continue
    const known = fitted.probabilities.flatMap((p, i) => (p === null ? [] : [{ p, right: labels[i] === true }]))
    const charts = await chartsOf({
      suite: 'steps',
      reliability: reliability(
        known.map(({ p }) => p),
        known.map(({ right }) => right),
      ),
      riskCoverage: riskCoverage(fitted.probabilities, labels),
    })
    sections.push(
      html`<h2>${name}</h2><div>${
        charts?.map(
          ({ title: heading, caption, svg }) =>
            html`<figure><figcaption><b>${heading}.</b> ${caption}</figcaption>${svg}</figure>`,
        ) ?? NO_CHARTS
      }</div>`,
    )
  }
  const page = html`<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>
<style>:root{--ink:#222;--line:#bbb;--c-weighted:#1261a0}@media(prefers-color-scheme:dark){:root{--ink:#ddd;--line:#555;--c-weighted:#7ab8f5;background:#181818;color:#ddd}}body{font:15px/1.5 system-ui;max-width:60rem;margin:2rem auto;padding:0 1rem}div{display:flex;flex-wrap:wrap;gap:1rem}figure{margin:0;max-width:330px}</style>
<h1>${title}</h1><p>${rows.length} chains of ${new Set(rows.map(({ group }) => group)).size} questions; every probability comes from weights that never saw its question.</p>${sections}</html>`
  await mkdir(folder, { recursive: true })
  const file = join(folder, 'curves.html')
  await writeFile(file, page.text)
  return file
}
