import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { costOf } from '../../../benchmarks/run/cost.js'
import { runBenchmark } from '../../../benchmarks/run/index.js'
import { judgeCandidates } from '../../../benchmarks/run/judge.js'
import type { RunOptions } from '../../../benchmarks/run/options.js'
import type { CandidatesMetrics } from '../../../benchmarks/run/records.js'
import { metricsTable } from '../../../benchmarks/run/table.js'
import { drawSet, selectSets } from '../../../benchmarks/selection.js'
import { meanDifference } from '../../../benchmarks/statistics/mean-difference.js'
import { at } from '../../../src/core/absence.js'
import { heldAside } from '../../../src/core/records/split.js'
import type { CandidateSet } from '../../../src/core/records/types.js'
import { temporaryFolder } from '../../helpers/folder.js'
import { madeUpChains, madeUpSets, scriptedGenerator, scriptedVerifier } from './scripted.js'

const sets = madeUpSets(60).map((set, index) => ({ ...set, category: index % 3 === 0 ? 'business' : 'law' }))

async function measured(options: Omit<RunOptions, 'verifier'>, records: CandidateSet[] = sets) {
  const { verifier, calls } = scriptedVerifier()
  const result = await runBenchmark({ candidates: { name: 'sums', records }, verifier, ...options })
  return { ...result, calls: calls(), task: at(result.metrics.tasks, 0) as CandidatesMetrics }
}

describe('recorded candidates', () => {
  it('are judged once each, however many draws, sizes and groups there are', async () => {
    const once = await measured({})
    const often = await measured({ candidatesPerProblem: [2, 3], draws: 12, subjects: true })
    expect(often.calls).toBe(once.calls)
    const { task } = often
    expect(task).toMatchObject({ candidatesPerProblem: 2, draws: 12, candidates: 240 })
    const breakdown = task.breakdown ?? []
    expect(breakdown.map(({ group, candidatesPerProblem }) => [group, candidatesPerProblem])).toEqual([
      [undefined, 3],
      ['finance', 2],
      ['finance', 3],
      ['other subjects', 2],
      ['other subjects', 3],
    ])
    // Every block says of what it is.
    const heads = metricsTable(often.metrics, often.run)
      .split('\n')
      .filter((line) => line.includes(' problems × '))
    expect(heads.map((line) => line.trim().replace(/[;]?\s*\d+ of .*/, ''))).toEqual([
      'sums: 60 problems × 2.0 (12 draws)',
      'sums: 60 problems × 3.0 (12 draws)',
      ...['finance: 20', 'other subjects: 40'].flatMap((group) =>
        ['2.0', '3.0'].map((size) => `${group} problems × ${size} (12 draws)`),
      ),
    ])
    const [, finance, , other] = breakdown
    expect((finance?.problems ?? 0) + (other?.problems ?? 0)).toBe(60)
    const gain = (of: typeof finance) => of?.strategies['best-of-n']?.vsRandom?.difference ?? Number.NaN
    // Each group weighs the same, though one has twice as many problems.
    expect(task.means?.[0]?.bestMinusRandom.difference).toBeCloseTo((gain(finance) + gain(other)) / 2, 8)
    expect(gain(task)).toBeCloseTo((gain(finance) + 2 * gain(other)) / 3, 8)
  })

  it('only those that some draw takes are judged', async () => {
    const { calls, task } = await measured({ candidatesPerProblem: 2 })
    expect({ calls, candidates: task.candidates }).toEqual({ calls: 120, candidates: 120 })
  })

  it('a draw of fewer is the beginning of a draw of more', () => {
    const drawn = drawSet(at(sets, 0), { candidatesPerProblem: [3, 1], draws: 5, seed: 4 })
    for (const [draw, places] of drawn.draws?.entries() ?? []) {
      const again = drawSet(at(sets, 0), { candidatesPerProblem: 1, draws: draw + 1, seed: 4 })
      const first = (again.draws ?? [[0]])[draw]?.[0] ?? Number.NaN
      expect(at(drawn.candidates, at(places, 0))).toBe(at(again.candidates, first))
    }
    expect(drawn.draws).toHaveLength(5)
  })

  it('with draws and groups go into a folder as well, and come out of it the same', async () => {
    const folder = temporaryFolder('rationale-draws')
    const asked = { candidatesPerProblem: [2, 3], draws: 4, subjects: true }
    const kept = await measured({ ...asked, output: folder })
    expect((await measured(asked)).metrics).toEqual(kept.metrics)
    expect((await measured({ ...asked, output: folder })).reused).toBe(60)
    expect(JSON.parse(await readFile(join(folder, 'metrics.json'), 'utf8'))).toEqual(
      JSON.parse(JSON.stringify(kept.metrics)),
    )
    const { metrics, run } = kept
    const table = metricsTable(metrics, run)
    expect(table).toMatch(/mean of finance and other subjects, × 2\.0:\n +best-of-n − random/)
    expect(Math.max(...table.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120)
  })

  it('say so where there are fewer than asked for', async () => {
    const { metrics, run } = await measured({ candidatesPerProblem: 8 })
    expect(metrics.notes).toEqual(['sums: 8 candidates a problem were asked for; 60 of 60 have 4'])
    expect(metricsTable(metrics, run)).toContain('note: sums: 8 candidates')
    expect((await measured({ draws: 3 })).metrics.notes).toEqual([expect.stringContaining('3 draws of all candidates')])
    expect((await measured({ subjects: true }, madeUpSets(3))).metrics.notes).toEqual([
      expect.stringContaining('no sample names its subject'),
    ])
  })

  it('are graded strictly and flexibly, and priced', async () => {
    const prices = { generated: 2, evaluated: 1 }
    const { task, run } = await measured({ prices })
    expect(run.cost).toBeCloseTo(costOf(task.tokens, prices), 12)
    expect(run.cost).toBeCloseTo(task.tokens.evaluated / 1e6, 12)
    expect(task.flexible).toBeGreaterThan(0)
    expect(task.strict).toBeLessThanOrEqual(task.flexible ?? 0)
  })

  it('one that cannot be judged fails alone', async () => {
    const { verifier } = scriptedVerifier({ failOn: ({ id }) => id.startsWith('set-3#') })
    const { metrics, failed } = await runBenchmark({
      candidates: { name: 'sums', records: sets },
      verifier,
      subjects: true,
    })
    expect(failed).toBe(1)
    const [task] = metrics.tasks as [CandidatesMetrics]
    expect(task).toMatchObject({ problems: 60, failed: 1 })
    expect(task.breakdown?.map(({ problems }) => problems)).toEqual([20, 40])
  })
})

describe('live candidates', () => {
  it('are drawn from and parted by subject like recorded ones', async () => {
    const { metrics } = await runBenchmark({
      tasks: ['mmlu-pro'],
      n: 5,
      candidatesPerProblem: [2, 4],
      draws: 3,
      subjects: true,
      verifier: scriptedVerifier().verifier,
      generator: scriptedGenerator(),
    })
    const [task] = metrics.tasks as [CandidatesMetrics]
    expect(task).toMatchObject({ problems: 3, candidatesPerProblem: 2, draws: 3 })
    expect(task.breakdown?.map(({ group, problems }) => [group, problems])).toEqual([
      [undefined, 3],
      ['finance', 2],
      ['finance', 2],
      ['other subjects', 1],
      ['other subjects', 1],
    ])
  })
})

describe('labelled chains', () => {
  const steps = (records: ReturnType<typeof madeUpChains>) => ({ name: 'chains', records })
  const { verifier } = scriptedVerifier()

  it('have no F1 where they are of one kind, and say why', async () => {
    const wrong = madeUpChains(9).filter(({ firstError }) => firstError !== -1)
    const { metrics, run } = await runBenchmark({ steps: steps(wrong), verifier })
    expect(metrics.tasks[0]).toMatchObject({ f1: null, f1ci95: null, auc: null, reason: 'no chain is right' })
    expect(metricsTable(metrics, run)).toMatch(/no F1: no chain is right/)
  })

  it('none of which could be judged have no figures', async () => {
    const broken = scriptedVerifier({ failOn: () => true })
    const { metrics, run, failed } = await runBenchmark({ steps: steps(madeUpChains(3)), verifier: broken.verifier })
    expect(failed).toBe(3)
    expect(metrics.tasks[0]).toMatchObject({ f1: null, ece: null, brier: null, reason: 'no chain could be judged' })
    expect(metricsTable(metrics, run)).not.toMatch(/NaN|0\.000/)
  })

  it('have no candidates to draw, which is said where draws are asked for', async () => {
    const { metrics } = await runBenchmark({ steps: steps(madeUpChains(3)), verifier, draws: 3 })
    expect(metrics.notes).toEqual(['labelled chains have no candidates: nothing is drawn or left out'])
  })

  it('are parted by subject too', async () => {
    const records = madeUpChains(12).map((chain, index) => ({
      ...chain,
      category: index % 4 === 0 ? 'economics' : 'law',
    }))
    const { metrics } = await runBenchmark({ steps: steps(records), verifier, subjects: true })
    expect(metrics.tasks[0]?.breakdown).toMatchObject([
      { group: 'finance', chains: 3 },
      { group: 'other subjects', chains: 9 },
    ])
  })
})

it('candidates, chains and tasks are tasks of one run', async () => {
  const { metrics, run } = await runBenchmark({
    candidates: { name: 'sums', records: sets },
    steps: { name: 'chains', records: madeUpChains(6) },
    tasks: ['gsm8k'],
    verifier: scriptedVerifier().verifier,
    generator: scriptedGenerator(),
  })
  expect(metrics.tasks.map(({ task, suite }) => [task, suite])).toEqual([
    ['sums', 'candidates'],
    ['chains', 'steps'],
    ['gsm8k', 'candidates'],
  ])
  expect(metricsTable(metrics, run)).toMatch(/sums[\s\S]*gsm8k[\s\S]*chains/)
})

describe('selection', () => {
  it('splits questions by their hash into two parts that leave nothing out', () => {
    const aside = selectSets(sets, { keepQuestion: (question) => heldAside(question) })
    const training = selectSets(sets, { keepQuestion: (question) => !heldAside(question) })
    expect(aside.length).toBeGreaterThan(0)
    expect(training.length).toBeGreaterThan(0)
    expect(new Set([...aside, ...training].map(({ id }) => id)).size).toBe(60)
  })

  it('keeps candidates by generator and drops problems that have none left', () => {
    const named = [
      { id: 'a', question: 'q', gold: '1', candidates: [{ text: '1', model: 'one' }] },
      {
        id: 'b',
        question: 'r',
        gold: '1',
        candidates: [
          { text: '1', model: 'one' },
          { text: '2', model: 'two' },
        ],
      },
    ]
    const kept = selectSets(named, { keepGenerator: (name) => name === 'two' })
    expect(kept.map(({ id, candidates }) => [id, candidates.length])).toEqual([['b', 1]])
    const weak = selectSets(named, { generatorsBelow: 0.5 })
    expect(weak.flatMap(({ candidates }) => candidates.map(({ model }) => model))).toEqual(['two'])
  })
})

it('grades a recorded answer in words without a task', async () => {
  const set = {
    id: 'c',
    question: 'Capital?',
    gold: 'Paris',
    candidates: [
      { text: 'No phrase.', answer: 'Paris' },
      { text: 'No phrase.', answer: 'Rome' },
    ],
  }
  const { verifier } = scriptedVerifier()
  const record = await judgeCandidates('words', set, { verifier })
  expect(record.candidates.map(({ correct, flexible }) => [correct, flexible])).toEqual([
    [true, true],
    [false, false],
  ])
})

it('grades the answer that takes part in the vote', async () => {
  // An envelope that is not quite JSON: its answer is read, and what is read is graded.
  const text = '```json\n{"reasoning": "5 * 44 = 220 pounds. Answer: \\"answer\\": \\"220\\""\n}\n```'
  const set = { id: 'e', question: 'How many pounds?', gold: '# 220', candidates: [{ text }] }
  const record = await judgeCandidates('envelopes', set, { verifier: scriptedVerifier().verifier })
  expect(record.candidates).toMatchObject([{ answer: '220', correct: true, flexible: true }])
})

it('averages sets with equal weight and resamples within each', () => {
  const { difference, ci95, p } = meanDifference([Array(1000).fill(0), [1, 1, 0, 0]])
  expect(difference).toBeCloseTo(0.25, 12)
  expect(ci95[0]).toBeGreaterThanOrEqual(0)
  // The small set's uncertainty stays: its mean ranges over [0, 1].
  expect(ci95[1] - ci95[0]).toBeGreaterThan(0.3)
  expect(p).toBeGreaterThan(0.01)
  expect(
    meanDifference([
      [1, 1],
      [1, 1],
    ]).p,
  ).toBeLessThan(0.01)
})
