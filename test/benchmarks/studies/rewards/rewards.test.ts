import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { drawCurves } from '../../../../benchmarks/studies/rewards/curves.js'
import {
  type JudgedChain,
  judgeCandidates,
  judgeLabelled,
} from '../../../../benchmarks/studies/rewards/judged-chains.js'
import { onCandidates } from '../../../../benchmarks/studies/rewards/on-candidates.js'
import { onSteps } from '../../../../benchmarks/studies/rewards/on-steps.js'
import { combinations, fitRows, lowest } from '../../../../benchmarks/studies/rewards/probabilities.js'
import { seededRandom } from '../../../../src/core/statistics/random.js'
import { emptyTally } from '../../../../src/core/tally.js'
import { scriptedModel } from '../../../../src/models/scripted.js'
import { modelJudge } from '../../../../verifier/reward/model-judge.js'
import { temporaryFolder } from '../../../helpers/folder.js'

const folder = temporaryFolder('rewards')

/** 60 questions of four chains; `good` knows which are right nine times in ten, `noise` knows nothing. */
const random = seededRandom('rows')
const rows: JudgedChain[] = Array.from({ length: 240 }, (_, i) => {
  const right = random.uniform() < 0.5
  const told = random.uniform() < 0.9 ? right : !right
  const noise = random.uniform()
  return {
    key: `${i}`,
    group: `question ${i >> 2}`,
    right,
    vote: right ? 'right' : `wrong ${i % 2}`,
    firstError: right ? -1 : 1,
    rewards: { 'good:min': told ? 0.8 + 0.1 * noise : 0.1 + 0.1 * noise, 'noise:min': noise },
    evidence: { odd: random.uniform() },
    steps: {
      good: [0.9, told ? 0.8 : 0.2, 0.9],
      noise: [random.uniform(), random.uniform(), random.uniform()],
      evidence: [null, null, null],
    },
    tokens: emptyTally(),
  }
})
const line = (lines: readonly string[], name: string) => lines.find((each) => each.startsWith(name)) ?? ''
const figure = (text: string, name: string) => Number(new RegExp(`${name} (-?[\\d.]+)`).exec(text)?.[1])

describe('what rewards are worth', () => {
  it('for choosing: a good reward beats the vote, noise does not, and neither harms their combination', () => {
    const lines = onCandidates(rows, 'rows')
    expect(figure(line(lines, 'good:min'), 'AUC')).toBeGreaterThan(0.85)
    expect(Math.abs(figure(line(lines, 'noise:min'), 'AUC') - 0.5)).toBeLessThan(0.1)
    const majority = figure(line(lines, 'majority').replace(/\s+/g, ' '), 'majority')
    expect(figure(line(lines, 'good:min'), 'weighted')).toBeGreaterThan(majority)
    expect(figure(line(lines, 'rewards combined'), 'Brier')).toBeLessThan(0.15)
    expect(figure(line(lines, 'evidence combined'), 'AUC')).toBeLessThan(0.6)
  })

  it('for finding the first wrong step: thresholds come from other questions', () => {
    const lines = onSteps(rows, 'rows')
    expect(figure(line(lines, 'good '), 'F1')).toBeGreaterThan(80)
    expect(figure(line(lines, 'noise '), 'F1')).toBeLessThan(60)
    expect(figure(line(lines, 'evidence '), 'F1')).toBe(0)
    expect(figure(line(lines, 'good:min'), 'Brier')).toBeLessThan(0.15)
  })

  it('is not said where a fold would have one class only', () => {
    expect(
      fitRows(
        rows.filter(({ right }) => right),
        combinations['rewards combined'],
        'rows',
      ),
    ).toBeUndefined()
    expect(
      onCandidates(
        rows.filter(({ right }) => right),
        'rows',
      ).join('\n'),
    ).toContain('too few right or wrong')
  })

  it('a step has the lowest reward that there is, as in a verdict', () => {
    const row = { ...(rows[0] as JudgedChain), steps: { process: [0.5, null, null], evidence: [0.2, 0.9, null] } }
    expect(lowest(row)).toEqual([0.2, 0.9, null])
  })

  it('is drawn: reliability and risk over coverage of each combination', async () => {
    const page = readFileSync(await drawCurves(rows, 'a <title>', 'rows', join(folder, 'curves')), 'utf8')
    expect(page.match(/<svg/g)).toHaveLength(6)
    expect(page).not.toContain('<title>a <title>')
    expect(page).not.toMatch(/#0[1-7]0[1-7]0[1-7]/)
  })
})

describe('rows', () => {
  const model = scriptedModel({ score: (token) => (token === ' +' ? Math.log(0.6) : Math.log(0.2)) })
  const judge = modelJudge({ model })

  it('hold the label beside what was said without it', async () => {
    const set = { id: 's', question: 'Q', gold: '4', task: 'number', candidates: [] }
    const candidate = { text: '2 + 2 = 4.\nThe answer is 4.', model: 'writer' }
    const [judged] = await judgeCandidates([{ set: { ...set, candidates: [candidate] }, candidate, key: 's#0' }], judge)
    expect(judged).toMatchObject({
      key: 's#0',
      right: true,
      vote: 'number 4',
      rewards: { 'process:min': expect.closeTo(0.75, 9) },
      steps: { process: [expect.closeTo(0.75, 9), expect.closeTo(0.75, 9)] },
    })
    const chain = { id: 'c', question: 'Q', steps: ['2 + 2 = 5.', 'So 5.'], firstError: 0 }
    expect(await judgeLabelled(chain, 'line 1', judge)).toMatchObject({ right: false, firstError: 0 })
  })
})
