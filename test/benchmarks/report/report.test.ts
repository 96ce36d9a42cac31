import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inflateRawSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { compareRuns } from '../../../benchmarks/report/compare.js'
import { type PageIndex, rightness } from '../../../benchmarks/report/entries.js'
import { renderReport, writeReport } from '../../../benchmarks/report/index.js'
import { type RunFolder, readRunFolder } from '../../../benchmarks/report/run-folder.js'
import type { CandidatesRecord, SampleRecord } from '../../../benchmarks/run/records.js'
import { temporaryFolder } from '../../helpers/folder.js'
import { writeMadeUpRun } from './made-up-run.js'

let folder: string
let first: RunFolder
let second: RunFolder
beforeAll(async () => {
  folder = temporaryFolder('rationale-report')
  await writeMadeUpRun(join(folder, 'first'), 60, 4, 1)
  await writeMadeUpRun(join(folder, 'second'), 60, 4, 2)
  first = await readRunFolder(join(folder, 'first'))
  second = await readRunFolder(join(folder, 'second'))
})

function island(page: string, id: string): unknown {
  const packed = new RegExp(`<script type="application/x-deflated-json" id="${id}">([^<]*)</script>`).exec(page)?.[1]
  return JSON.parse(inflateRawSync(Buffer.from(packed ?? '', 'base64')).toString())
}

/** The page without what its one script says. */
const markupOf = (page: string) => page.replace(/<script>[\s\S]*?<\/script>/, '<script></script>')

const evil = `</script><script>alert(1)</script><img src=x onerror=alert(2)>"'&`

describe('the page', () => {
  it('takes nothing in the data for markup', async () => {
    const records: SampleRecord[] = first.samples.map((record) => ({
      ...record,
      task: evil,
      id: `${evil}${record.id}`,
    }))
    const run: RunFolder = {
      ...first,
      label: evil,
      samples: records,
      metrics: {
        ...first.metrics,
        verifier: evil,
        tasks: first.metrics.tasks.map((task) => ({ ...task, task: evil })),
      },
    }
    const page = await renderReport([run, second], { compare: true, title: evil })
    expect(page.includes('<script>alert')).toBe(false)
    expect(markupOf(page).includes('<img')).toBe(false)
    // One that runs; the others are data, which no browser runs.
    expect(page.match(/<script>/g)).toHaveLength(1)
    expect((island(page, 'index') as PageIndex).entries[0]?.task).toBe(evil)
  })

  it('allows its own script and style by hash, and nothing else', async () => {
    const page = await renderReport([first])
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1]?.replaceAll('&#39;', "'")
    expect(policy).toMatch(
      /^default-src 'none'; script-src 'sha256-[\w+/=]+'; style-src 'sha256-[\w+/=]+'; base-uri 'none'; form-action 'none'$/,
    )
    expect(markupOf(page).match(/ (style|on\w+)="/g)).toBeNull()
    // Nothing in the script begins a comment or another script, which would hide where it ends.
    expect(/<script>([\s\S]*?)<\/script>/.exec(page)?.[1]).not.toMatch(/<!--|<\/?script/i)
  })

  it('holds every sample once, and finds it from the index', async () => {
    const page = await renderReport([first])
    const { entries, filters } = island(page, 'index') as PageIndex
    expect(entries).toHaveLength(66)
    expect(filters[0]).toEqual({ tag: '', label: 'All', count: 66 })
    for (const entry of entries) {
      const [chunk, position] = entry.at[0] as [number, number]
      expect((island(page, `chunk-${chunk}`) as SampleRecord[])[position]?.id).toBe(entry.id)
    }
  })

  it('shows no interval of a few problems, and says why; of more it shows one', async () => {
    const of = async (problems: number) => {
      const few = join(folder, `few-${problems}`)
      await writeMadeUpRun(few, problems, 4, 1)
      return renderReport([await readRunFolder(few)])
    }
    const few = await of(3)
    expect(few).toContain('under 10 problems: no intervals')
    expect(few).not.toMatch(/class="beside"|p &lt; 0\.001/)
    const enough = await of(40)
    expect(enough).toMatch(/40 problems[\s\S]*class="beside">\[/)
  })

  it('tags what is worth a look', async () => {
    const right = (record: CandidatesRecord, name: string) => record.outcomes[name]?.correct ?? 0
    const page = await renderReport([first])
    const { filters } = island(page, 'index') as PageIndex
    const candidates = first.samples.filter((record): record is CandidatesRecord => record.suite === 'candidates')
    const better = candidates.filter((record) => right(record, 'weighted') > right(record, 'majority')).length
    const worse = candidates.filter((record) => right(record, 'weighted') < right(record, 'majority')).length
    expect(better).toBeGreaterThan(0)
    expect(filters.find((filter) => filter.tag === 'verifier-right')?.count ?? 0).toBe(better)
    expect(filters.find((filter) => filter.tag === 'majority-right')?.count ?? 0).toBe(worse)
  })

  it('tells samples apart by task, part and generator, where there is more than one', async () => {
    const parts = first.samples.map((record, i) =>
      record.suite === 'candidates' ? { ...record, group: i % 2 === 0 ? 'easy' : 'hard' } : record,
    )
    const other = { ...first, label: 'other', metrics: { ...first.metrics, generator: 'another' } }
    const { entries, facets } = island(await renderReport([{ ...first, samples: parts }, other]), 'index') as PageIndex
    expect(facets).toEqual([
      { name: 'Task', values: ['bill-steps', 'bills'] },
      { name: 'Part', values: ['easy', 'hard'] },
      { name: 'Category', values: [] },
      { name: 'Generator', values: ['another', 'made-up'] },
    ])
    expect(entries[1]?.facets).toEqual([['bills'], ['hard'], [], ['made-up', 'another']])
    const alone = island(await renderReport([first]), 'index') as PageIndex
    expect(alone.facets.map(({ values }) => values.length)).toEqual([2, 0, 0, 0])
  })

  it('shows samples that failed and runs that were cut short', async () => {
    const failed: SampleRecord = { suite: 'failed', task: 'bills', id: 'lost', error: 'the model fell over' }
    const page = await renderReport([{ ...first, run: undefined, samples: [...first.samples, failed] }])
    expect(page).toContain('cut short')
    const { entries } = island(page, 'index') as PageIndex
    expect(entries.at(-1)).toMatchObject({ id: 'lost', tags: ['failed'], right: [0] })
  })
})

it('shows other numbers of candidates and groups as blocks of their own, and why there is no F1', async () => {
  const tasks = first.metrics.tasks.map((task) => {
    if (task.suite === 'steps') return { ...task, f1: null, f1ci95: null, reason: 'no chain is right' }
    const { problems, candidatesPerProblem, strategies } = task
    return { ...task, draws: 7, breakdown: [{ group: 'finance', problems, candidatesPerProblem, strategies }] }
  })
  const page = await renderReport([{ ...first, metrics: { ...first.metrics, tasks } }])
  expect(page).toContain('>finance<span class="ci">60 problems × 4.0</span>')
  expect(page).toContain('× 4.0, 7 draws')
  expect(page).toContain('no F1: no chain is right')
  expect(page.match(/<td class="left">weighted<\/td>/g)).toHaveLength(2)
})

describe('comparing', () => {
  it('pairs by task and id, whatever the order', () => {
    const shuffled = { ...second, samples: [...second.samples].reverse().slice(5) }
    const [majority] = compareRuns(first, shuffled)
    expect(majority).toMatchObject({ task: 'bills', strategy: 'majority' })
    const straight = compareRuns(first, second)
    expect(straight.map((row) => row.paired)).toEqual([60, 60, 60, 60, 6])
    const [, bestOfN] = straight
    const accuracy = (run: RunFolder) =>
      run.metrics.tasks[0]?.suite === 'candidates' ? run.metrics.tasks[0].strategies['best-of-n']?.accuracy : 0
    expect(bestOfN?.difference.difference).toBeCloseTo((accuracy(second) ?? 0) - (accuracy(first) ?? 0), 8)
  })

  it('counts what failed as wrong, as the results do: a run that fails where it would be wrong is no better for it', () => {
    const failing = (record: SampleRecord): SampleRecord =>
      rightness(record) > 0 ? record : { suite: 'failed', task: record.task, id: record.id, error: 'too long' }
    const comparisons = compareRuns(first, { ...first, samples: first.samples.map(failing) })
    expect(comparisons.map(({ paired }) => paired)).toEqual([60, 60, 60, 60, 6])
    const weighted = comparisons.find(({ strategy }) => strategy === 'weighted')
    expect(weighted?.difference.difference).toBe(0)
    const majority = comparisons.find(({ strategy }) => strategy === 'majority')
    expect(majority?.difference.difference).toBeLessThan(0)
  })

  it('finds no difference between a run and itself', () => {
    const comparisons = compareRuns(first, first)
    expect(comparisons.length).toBeGreaterThan(0)
    for (const { difference, mcnemar } of comparisons) {
      expect(difference).toMatchObject({ difference: 0, p: 1 })
      expect(mcnemar).toEqual({ onlyFirst: 0, onlySecond: 0, p: 1 })
    }
  })

  it('keeps two folders of one name apart', async () => {
    const page = await renderReport([
      { ...first, label: 'a' },
      { ...second, label: 'b' },
    ])
    expect((island(page, 'index') as PageIndex).runs.map((run) => run.label)).toEqual(['a', 'b'])
    const output = join(folder, 'twice.html')
    await writeReport({ folders: [join(folder, 'first'), join(folder, 'first')], output })
    expect((island(await readFile(output, 'utf8'), 'index') as PageIndex).runs.map((run) => run.label)).toEqual([
      'first (1)',
      'first (2)',
    ])
  })
})

describe('errors', () => {
  it('names the file that is missing or wrong', async () => {
    const output = join(folder, 'page.html')
    await expect(writeReport({ folders: [join(folder, 'nowhere')], output })).rejects.toThrow(
      /nowhere\/metrics\.json[\s\S]*bench --output/,
    )
    await writeMadeUpRun(join(folder, 'spoiled'), 3, 2, 1)
    await writeFile(join(folder, 'spoiled', 'samples.ndjson'), '{"suite":"candidates"}\n')
    await expect(writeReport({ folders: [join(folder, 'spoiled')], output })).rejects.toThrow(
      /line 1 of .*samples\.ndjson/,
    )
    await writeFile(join(folder, 'spoiled', 'metrics.json'), '{"format":2}')
    await expect(writeReport({ folders: [join(folder, 'spoiled')], output })).rejects.toThrow(
      /metrics\.json[\s\S]*format/,
    )
    await expect(writeReport({ folders: [join(folder, 'first')], output, compare: true })).rejects.toThrow(
      /exactly two/,
    )
  })
})
