import { describe, expect, it } from 'vitest'
import { benchCandidates, subjectOf } from '../../benchmarks/candidates.js'
import { costOf } from '../../benchmarks/run/cost.js'
import { gradeByTask, judgeCandidates } from '../../benchmarks/run/judge.js'
import { selectSets } from '../../benchmarks/selection.js'
import { meanDifference } from '../../benchmarks/statistics/mean-difference.js'
import { heldAside } from '../../src/core/records/split.js'
import { madeUpSets, scriptedVerifier } from './run/scripted.js'

const sets = madeUpSets(60).map((set, at) => ({ ...set, category: at % 3 === 0 ? 'business' : 'law' }))

describe('bench --candidates', () => {
  it('judges every candidate once, however many draws, sizes and groups there are', async () => {
    const once = scriptedVerifier()
    await benchCandidates({ sets, verifier: once.verifier })
    const often = scriptedVerifier()
    const report = await benchCandidates({
      sets,
      verifier: often.verifier,
      candidatesPerProblem: [2, 3],
      draws: 12,
      groupOf: subjectOf,
    })
    expect(often.calls()).toBe(once.calls())
    expect(report.breakdown.map(({ group, candidatesPerProblem }) => [group, candidatesPerProblem])).toEqual([
      [undefined, 3],
      ['finance', 2],
      ['finance', 3],
      ['other subjects', 2],
      ['other subjects', 3],
    ])
    const [finance, other] = [report.breakdown[1], report.breakdown[3]]
    expect((finance?.problems ?? 0) + (other?.problems ?? 0)).toBe(60)
    const gain = (of: typeof finance) => of?.strategies['best-of-n'].vsRandom?.difference ?? Number.NaN
    // Each group weighs the same, though one has twice as many problems.
    expect(report.means[0]?.bestMinusRandom.difference).toBeCloseTo((gain(finance) + gain(other)) / 2, 8)
    expect(report.strategies['best-of-n'].vsRandom?.difference).toBeCloseTo((gain(finance) + 2 * gain(other)) / 3, 8)
  })

  it('counts strict, flexible, unparsed and cost beside the accuracies', async () => {
    const prices = { generated: 2, evaluated: 1 }
    const report = await benchCandidates({ sets, verifier: scriptedVerifier().verifier, prices })
    expect(report.cost).toBeCloseTo(costOf(report.tokens, prices), 12)
    expect(report.cost).toBeCloseTo(report.tokens.evaluated / 1e6, 12)
    expect(report.flexible).toBeGreaterThan(0)
    expect(report.strict).toBeLessThanOrEqual(report.flexible ?? 0)
  })

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
  const record = await judgeCandidates('words', set, { verifier, grade: gradeByTask })
  expect(record.candidates.map(({ correct, flexible }) => [correct, flexible])).toEqual([
    [true, true],
    [false, false],
  ])
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
