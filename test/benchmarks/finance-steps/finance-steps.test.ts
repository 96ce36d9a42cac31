import { describe, expect, it } from 'vitest'
import { evaluate, parseFormula, write } from '../../../benchmarks/finance-steps/formula.js'
import { financeChains, topicGroups, topicsOf } from '../../../benchmarks/finance-steps/index.js'
import { slipKinds } from '../../../benchmarks/finance-steps/slips.js'
import { findTasks } from '../../../benchmarks/tasks/index.js'
import { loadTask } from '../../../benchmarks/tasks/load.js'
import { at } from '../../../src/core/absence.js'

const development = financeChains('development')
const closed = financeChains('closed')
const all = [...development, ...closed]

describe('formulas', () => {
  const notation = {
    leaf: (part: { kind: string; value?: number; name?: string }) => part.name ?? String(part.value),
    times: '*',
    latex: false,
  }
  it.each([
    ['1 + 2 * 3 ^ 2', 19],
    ['(1 + 2) * 3', 9],
    ['8 - 3 - 2', 3],
    ['8 / (4 / 2)', 4],
    ['2 * (9 / 3)', 6],
    ['max(2, min(5, 3)) - ln(exp(1))', 2],
    ['sqrt(16) ^ (1 / 2)', 2],
  ])('%s', (text, value) => {
    const formula = parseFormula(text)
    expect(evaluate(formula, {})).toBeCloseTo(value, 9)
    // What is written means the same again.
    expect(evaluate(parseFormula(write(formula, notation)), {})).toBeCloseTo(value, 9)
  })

  it('the normal distribution, as tables have it', () => {
    expect(evaluate(parseFormula('N(0)'), {})).toBeCloseTo(0.5, 7)
    expect(evaluate(parseFormula('N(1.96)'), {})).toBeCloseTo(0.9750021, 6)
    expect(evaluate(parseFormula('N(0 - 1.96)'), {})).toBeCloseTo(0.0249979, 6)
  })

  it.each(['', '1 +', '(1', '1 2', 'sin(1)', 'a b'])('refuses %j', (text) => {
    expect(() => parseFormula(text)).toThrow(/no formula/)
  })
})

describe('topics', () => {
  it('are many, in every group, and a third of every group is closed', () => {
    const topics = topicGroups.flatMap((group) => group.topics.map(({ name }) => name))
    expect(topics.length).toBeGreaterThanOrEqual(60)
    expect(new Set(topics).size).toBe(topics.length)
    for (const group of topicGroups) {
      const parts = [topicsOf('development', group), topicsOf('closed', group)]
      expect(
        parts
          .flat()
          .map(({ name }) => name)
          .sort(),
      ).toEqual(group.topics.map(({ name }) => name).sort())
      for (const part of parts) expect(part.length).toBeGreaterThan(0)
    }
  })

  it('hold formulas over names that are known by then', () => {
    for (const { facts, quantities, asks } of topicGroups.flatMap((group) => group.topics)) {
      const known: Record<string, number> = Object.fromEntries(Object.keys(facts).map((name) => [name, 2]))
      for (const [name, { formula, misconception }] of Object.entries(quantities)) {
        expect(() => evaluate(parseFormula(formula), known)).not.toThrow()
        known[name] = 2
        if (misconception !== undefined) expect(misconception).not.toBe(formula)
      }
      for (const asked of asks) expect(Object.keys(quantities)).toContain(asked)
    }
  })
})

describe('chains', () => {
  it('come of every topic at three levels, half with a slip, all kinds of slips among them', () => {
    const topics = topicGroups.flatMap((group) => group.topics).length
    expect(all).toHaveLength(topics * 3 * 4)
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
    expect(development.filter(({ firstError }) => firstError >= 0)).toHaveLength(development.length / 2)
    expect(new Set(development.map(({ kind }) => kind))).toEqual(new Set([...slipKinds, 'none']))
  })

  it('are the same for the same seed, and others for another', () => {
    expect(financeChains('closed', { instances: 1 })).toEqual(closed.slice(0, closed.length / 4))
    expect(financeChains('closed', { seed: 1, instances: 1 })[0]?.steps).not.toEqual(closed[0]?.steps)
  })

  it('are right up to the slip and wrong in it', () => {
    for (const { firstError, steps, trace, kind } of all) {
      expect(steps).toHaveLength(trace.length)
      const same = steps.findIndex((step, i) => step !== trace[i])
      if (kind === 'answer') expect(firstError).toBe(steps.length - 1)
      else expect(firstError).toBe(same)
    }
  })
})

describe('tasks', () => {
  it('are generated from the seed and keep the kind of slip', async () => {
    const [task] = findTasks(['finance-steps'])
    if (task === undefined) throw new Error('no such task')
    const samples = await loadTask(task, { limit: 12 })
    expect(samples).toHaveLength(12)
    expect(samples.filter(({ firstError = -1 }) => firstError >= 0)).toHaveLength(6)
    expect(at(samples, 0).details).toMatchObject({ level: '1' })
    expect(await loadTask(task, { limit: 12, seed: 3 })).not.toEqual(samples)
  })

  it('keep the closed topics to those who ask for them by name', () => {
    const names = (asked: string[]) => findTasks(asked).map(({ name }) => name)
    expect(names(['all'])).not.toContain('finance-steps-closed')
    expect(names(['steps'])).not.toContain('finance-steps-closed')
    expect(names(['finance-steps-closed'])).toEqual(['finance-steps-closed'])
  })

  it('FinChain: a problem a line, the gold behind the last equals sign', async () => {
    const [task] = findTasks(['finchain'])
    if (task === undefined) throw new Error('no such task')
    const samples = await loadTask(task)
    expect(samples.map(({ id, gold }) => [id, gold])).toEqual([
      ['1-1', '1.35'],
      ['investment_analysis-ci-3-2', '$2,205.00'],
    ])
  })
})
