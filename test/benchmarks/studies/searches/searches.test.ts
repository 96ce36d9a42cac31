import { describe, expect, it } from 'vitest'
import {
  type GradedProblem,
  parseArm,
  type Result,
  sampleArm,
  stepArm,
  verifierArm,
  type Written,
} from '../../../../benchmarks/studies/searches/arms.js'
import {
  chancesOf,
  compare,
  needsMoreSamples,
  spentBy,
  table,
} from '../../../../benchmarks/studies/searches/compare.js'
import { instructionOf } from '../../../../benchmarks/studies/searches/worked-examples.js'
import type { Chain } from '../../../../src/core/records/types.js'
import { emptyTally } from '../../../../src/core/tally.js'
import { scriptedModel } from '../../../../src/models/scripted.js'
import { evidenceVerifier } from '../../../../verifier/evidence-verifier.js'

const written = (answer: string | null, right: boolean): Written => ({ steps: ['s'], answer, key: answer, right })
const base = (arm: string, generated: number) => ({
  suite: 'svamp',
  id: 'p',
  arm,
  seconds: 1,
  tokens: { ...emptyTally(), generated },
})
const samples = (arm: string, generated: number, ...all: Written[]): Result => ({
  ...base(arm, generated),
  kind: 'samples',
  samples: all,
})
const step = (generated: number, right: boolean): Result => ({
  ...base('step:process', generated),
  kind: 'step',
  written: written('1', right),
})
const byArm = (...results: Result[]) => new Map(results.map((result) => [result.arm, result]))

const problem: GradedProblem = {
  suite: 'svamp',
  id: 'p',
  question: 'Tom has 3 pens and buys 4. How many has he?',
  gold: '7',
  task: 'number',
}
const prompts: string[] = []
const generator = scriptedModel({
  generate(prompt, sample) {
    prompts.push(prompt)
    if (prompt.endsWith('Step 1:'))
      return [' 3 + 4 = 7.\nStep 2: The answer is 7.', ' 3 + 4 = 8.\nStep 2: The answer is 8.\nStep 3: More.', ' Hm.'][
        sample % 3
      ] as string
    return ' The answer is 7.'
  },
  score: (token) => (token === ' +' ? -0.1 : -2),
})
const budget = { generator, instruction: instructionOf('svamp'), n: 3, maxTurns: 4, maxStepTokens: 20 }

describe('arms', () => {
  it('are named on the command line', () => {
    expect(parseArm('step:process')).toEqual({ name: 'step:process', kind: 'step', preset: 'process' })
    expect(parseArm('step:implicit-gain@gguf:a?lora=b@c')).toMatchObject({
      preset: 'implicit-gain',
      scorer: 'gguf:a?lora=b@c',
    })
    expect(parseArm('gguf:a?lora=b')).toMatchObject({ kind: 'verifier', uri: 'gguf:a?lora=b' })
    expect(() => parseArm('step:guess')).toThrow(/rationalyst-implicit-mean/)
  })

  it('sample whole solutions that end at their first answer, and grade them', async () => {
    const result = await sampleArm(problem, 0, budget)
    expect(result).toMatchObject({
      arm: 'samples',
      samples: [
        { steps: ['3 + 4 = 7.', 'The answer is 7.'], answer: '7', right: true },
        { steps: ['3 + 4 = 8.', 'The answer is 8.'], answer: '8', right: false },
        { steps: ['Hm.'], answer: null, key: null, right: false },
      ],
    })
    expect(result.tokens.generated).toBeGreaterThan(0)
    expect(await sampleArm(problem, 1, budget)).toMatchObject({ arm: 'samples+1' })
  })

  it('search step by step, and count all that was spent', async () => {
    const arm = parseArm('step:process')
    if (arm.kind !== 'step') throw new Error('no step arm')
    const result = await stepArm(problem, arm, generator, budget)
    expect(result).toMatchObject({ arm: 'step:process', written: { answer: '7', right: true } })
    expect(result.tokens.evaluated).toBeGreaterThan(result.tokens.generated)
  })

  it('judge the same solutions without seeing gold or grade; worked examples stand before every question', async () => {
    const first = await sampleArm(problem, 0, budget)
    const shown: Chain[] = []
    const evidence = evidenceVerifier()
    const spy = {
      verifyAll: (chains: readonly Chain[]) => {
        shown.push(...chains)
        return evidence.verifyAll(chains)
      },
    }
    const judged = await verifierArm(problem, first.kind === 'samples' ? first.samples : [], 'evidence:', spy)
    expect(judged.kind === 'verifier' && judged.judged.map(({ probability }) => probability)).toHaveLength(3)
    for (const chain of shown) expect(Object.keys(chain)).not.toContain('gold')
    expect(JSON.stringify(shown)).not.toContain('right')
    for (const prompt of prompts) {
      expect(prompt).toContain('Nora fills 4 trays')
      expect(prompt).not.toContain('gold')
    }
  })
})

describe('the comparison', () => {
  it('random is the mean, majority splits ties, and the oracle needs one', () => {
    const chances = chancesOf(
      byArm(samples('samples', 30, written('1', true), written('2', false), written(null, false))),
    )
    expect(chances).toEqual({ random: expect.closeTo(1 / 3, 9), majority: 0.5, oracle: 1 })
  })

  it('a verifier chooses by its probabilities, by its rewards where it has none', () => {
    const judged = (values: [number | null, number | null][]): Result => ({
      ...base('v:', 0),
      kind: 'verifier',
      judged: values.map(([probability, reward]) => ({ probability, reward })),
    })
    const own = samples('samples', 30, written('1', true), written('2', false), written('2', false))
    expect(
      chancesOf(
        byArm(
          own,
          judged([
            [0.9, 0],
            [0.2, 1],
            [0.2, 1],
          ]),
        ),
      ),
    ).toMatchObject({
      majority: 0,
      'best-of-n v:': 1,
      'weighted v:': 1,
    })
    expect(
      chancesOf(
        byArm(
          own,
          judged([
            [null, 0.5],
            [null, 0.4],
            [null, 0.4],
          ]),
        ),
      ),
    ).toMatchObject({
      'best-of-n v:': 1,
      'weighted v:': 0,
    })
  })

  it('beside a step search stands the vote over as many solutions as cost at least as much', () => {
    const first = samples('samples', 30, written('1', true), written('2', false), written('2', false))
    const more = samples('samples+1', 30, written('1', true), written('1', true), written('3', false))
    // 10 tokens a solution: 45 tokens are five solutions, three of them "1".
    expect(needsMoreSamples(byArm(first, step(45, false)))).toBe(true)
    expect(needsMoreSamples(byArm(first, more, step(45, false)))).toBe(false)
    expect(chancesOf(byArm(first, more, step(45, false)))).toMatchObject({
      majority: 0,
      'step:process': 0,
      'majority = step:process': 1,
    })
    // A cheap search: the vote over the first alone.
    expect(chancesOf(byArm(first, step(10, true)))).toMatchObject({ 'majority = step:process': 1 })
  })

  it('pairs the differences, and prints every arm', () => {
    const rows = compare([
      { random: 0.5, majority: 1, oracle: 1, a: 1, 'majority = a': 0 },
      { random: 0.5, majority: 0, oracle: 1, a: 1, 'majority = a': 1 },
    ])
    expect(rows.map(({ arm, accuracy }) => [arm, accuracy])).toEqual([
      ['random', 0.5],
      ['majority', 0.5],
      ['oracle', 1],
      ['a', 1],
      ['majority = a', 0.5],
    ])
    expect(rows[3]).toMatchObject({ vsMajority: { difference: 0.5 }, vsEqual: { difference: 0.5 } })
    expect(table('two', rows)).toMatch(/^two: 2 problems\n[\s\S]* a +100\.0 .*majority at equal tokens \+50\.0/)
    expect(spentBy([step(45, true), step(15, true)]).get('step:process')).toMatchObject({
      problems: 2,
      tokens: { generated: 60 },
    })
  })
})
