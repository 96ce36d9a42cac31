import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { breakdownTables } from '../../../benchmarks/report/breakdowns.js'
import { pageEntries } from '../../../benchmarks/report/entries.js'
import { type RunFolder, readRunFolder } from '../../../benchmarks/report/run-folder.js'
import { rationale } from '../../helpers/cli.js'
import { temporaryFolder } from '../../helpers/folder.js'

/* From recorded candidates to the page, as a person walks it: 12 problems of one category, 3 of another, one candidate each of three generators. */

let folder: string
let run: RunFolder

beforeAll(async () => {
  folder = temporaryFolder('rationale-breakdowns')
  const rows = Array.from({ length: 15 }, (_, i) => ({
    id: `p${i}`,
    question: `What is ${i} plus 5?`,
    gold: String(i + 5),
    category: i < 12 ? 'business' : '<b>law</b>',
    candidates: [
      { generator: 'good', text: `${i} + 5 = ${i + 5}. The answer is ${i + 5}.` },
      { model: 'poor', text: `${i} + 5 = ${i + 6}. The answer is ${i + 6}.` },
      // One that says nothing of who wrote it, on the first problem alone.
      ...(i === 0 ? [{ text: `${i} + 5 = ${i + 7}. The answer is ${i + 7}.` }] : []),
    ],
  }))
  writeFileSync(join(folder, 'sets.ndjson'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  const bench = ['bench', '--candidates', 'sets.ndjson', '--verifier', 'evidence:', '--output', 'run']
  expect(await rationale(bench, { cwd: folder })).toMatchObject({ code: 0 })
  run = await readRunFolder(join(folder, 'run'))
})

/** The cells of each line of the tables. */
function linesOf(runs: readonly RunFolder[]): string[][] {
  const text = breakdownTables(runs)
    .map((table) => table.text)
    .join('')
  return [...text.matchAll(/<tr data-[\s\S]*?<\/tr>/g)].map(([line]) =>
    [...line.matchAll(/<td[^>]*>([\s\S]*?)<\/td>/g)].map(([, cell = '']) => cell.replace(/<[^>]*>/g, '').trim()),
  )
}

it('shows how each category and generator fares, without intervals of fewer than ten problems', () => {
  const few = 'under 10 problems: no intervals'
  expect(linesOf([run])).toEqual([
    [`&#60;b&#62;law&#60;/b&#62;sets.ndjson · run; ${few}`, '3', '50.0', '50.0', '100.0', '100.0', '100.0'],
    [
      'businesssets.ndjson · run',
      '12',
      ...Array(2).fill(expect.stringMatching(/^48\.6 \[/)),
      ...Array(3).fill('100.0 [100.0, 100.0]'),
    ],
    ['goodsets.ndjson · run', '15', '15', '100.0 [100.0, 100.0]', '100.0 [100.0, 100.0]', '48.9', '100.0'],
    ['poorsets.ndjson · run', '15', '15', '0.0 [0.0, 0.0]', '0.0 [0.0, 0.0]', '48.9', '–'],
    [`not namedsets.ndjson · run; ${few}`, '1', '1', '0.0', '0.0', '33.3', '–'],
  ])
})

it('counts a sample that failed as wrong in its category, and under no generator', () => {
  const samples = run.samples.map((record) => {
    if (record.id !== 'p14' || record.suite !== 'candidates') return record
    const { task, id, category } = record
    return { suite: 'failed' as const, task, id, category, error: 'the model fell over' }
  })
  const lines = linesOf([{ ...run, samples }])
  expect(lines[0]?.slice(1)).toEqual(['3', '33.3', '33.3', '66.7', '66.7', '66.7'])
  expect(lines[2]?.slice(1, 3)).toEqual(['14', '14'])
})

it('has no table where all are alike', () => {
  const samples = run.samples.filter(({ category }) => category === 'business')
  const alike = samples.map((record) =>
    record.suite === 'candidates'
      ? { ...record, candidates: record.candidates.map((each) => ({ ...each, generator: 'one' })) }
      : record,
  )
  expect(linesOf([{ ...run, samples: alike }])).toEqual([])
})

it('lets samples and tables be chosen by them', async () => {
  const { facets, entries } = pageEntries([run], false).index
  expect(facets.slice(2)).toEqual([
    { name: 'Category', values: ['<b>law</b>', 'business'] },
    { name: 'Generator', values: ['good', 'poor'] },
  ])
  expect(entries[14]?.facets.slice(2)).toEqual([['<b>law</b>'], ['good', 'poor']])
  expect(await rationale(['report', 'run'], { cwd: folder })).toMatchObject({ code: 0 })
  const page = readFileSync(join(folder, 'report.html'), 'utf8')
  expect(page).toContain('data-category="business" data-generator=""')
  expect(page).toContain('data-category="" data-generator="poor"')
  expect(page.includes('<b>law</b>')).toBe(false)
})
