import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { packageFolder } from '../../../src/core/package-folder.js'
import { labelledChainSchema } from '../../../src/core/records/types.js'
import { applyLogistic, calibrationSchema } from '../../../verifier/calibration/calibration.js'
import { evidenceCalibration, evidenceProbability } from '../../../verifier/evidence/calibration.js'
import { checkEvidence, STEP_THRESHOLD } from '../../../verifier/evidence/index.js'
import { chainSign } from '../../../verifier/evidence/signs.js'
import { evidenceVerifier } from '../../../verifier/evidence-verifier.js'
import type { PreparedChain } from '../../../verifier/judge/judge.js'
import { prepare } from '../../../verifier/judge/prepare.js'
import { saidTwice } from './properties.js'

const question = 'Tom buys 3 boxes of 12 pens and gives 6 pens to his sister. How many pens has he left?'
const right = ['He buys 3 * 12 = 36 pens.', 'He has 36 - 6 = 30 pens left.']
const probability = (input: PreparedChain) =>
  applyLogistic(evidenceCalibration, checkEvidence(input).features) ?? Number.NaN

const freshChains = readFileSync(join(packageFolder(), 'benchmarks/samples/fresh/open.ndjson'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => prepare(labelledChainSchema.parse(JSON.parse(line))))

describe('the shipped calibration', () => {
  it('is a calibration, and names only features that every chain has', () => {
    expect(calibrationSchema.safeParse(evidenceCalibration).error).toBeUndefined()
    const names = new Set(Object.keys(checkEvidence({ question, steps: right }).features))
    expect(Object.keys(evidenceCalibration.features).filter((name) => !names.has(name))).toEqual([])
    expect(evidenceCalibration.stepThreshold).toBe(STEP_THRESHOLD)
  })

  it('weighs no passed check against a chain, and no failed one for it', () => {
    const against = Object.entries(evidenceCalibration.features).filter(
      ([name, { weight }]) => (chainSign(name.slice(name.indexOf(':') + 1)) ?? weight) * weight < 0,
    )
    expect(against).toEqual([])
  })

  it('a passed check more lowers the probability of no fresh chain', () => {
    let tried = 0
    for (const chain of freshChains) {
      if (tried === 56) break
      const before = checkEvidence(chain)
      const passed = before.steps.findIndex(({ evidence }) => evidence.length > 0 && evidence.every(({ ok }) => ok))
      if (passed === -1) continue
      tried++
      expect(probability({ ...chain, steps: saidTwice(chain.steps, passed) }), chain.question).toBeGreaterThanOrEqual(
        (applyLogistic(evidenceCalibration, before.features) ?? 1) - 1e-9,
      )
    }
    expect(tried).toBe(56)
  })

  it('is sure of a chain that computes its answer from all that is given', () => {
    expect(probability({ question, steps: right, answer: '30' })).toBeGreaterThan(0.8)
  })

  describe('an answer that the checks computed from the question by themselves', () => {
    const divisors = 'How many divisors does 360 have?'
    const told = ['360 = 2^3 · 3^2 · 5.', 'The number of divisors is the product of the exponents each plus one.']

    it('makes a chain without a slip correct', async () => {
      await using verifier = evidenceVerifier()
      const verdict = await verifier.verify({ id: 'a', question: divisors, steps: told, answer: '24' })
      expect(verdict).toMatchObject({ verdict: 'correct', probability: 0.98 })
      const wrong = await verifier.verify({ id: 'a', question: divisors, steps: told, answer: '18' })
      expect(wrong.verdict).toBe('incorrect')
    })

    it('makes no chain correct that has a slip on the way', async () => {
      await using verifier = evidenceVerifier()
      const steps = [...told, 'So there are (3 + 1)(2 + 1)(1 + 1) = 28, that is 24.']
      const { verdict, probability } = await verifier.verify({ id: 'a', question: divisors, steps, answer: '24' })
      expect(verdict).toBe('incorrect')
      expect(probability).toBeLessThanOrEqual(0.5)
    })

    it('counts whatever a network thinks of it, and lowers nothing', () => {
      const { features } = checkEvidence({ question: divisors, steps: told, answer: '24' })
      expect(evidenceProbability(features, 0.3)).toBe(0.98)
      expect(evidenceProbability(features, 0.99)).toBe(0.99)
      expect(evidenceProbability(features, null)).toBeNull()
      expect(evidenceProbability({ ...features, answerComputed: 0 }, 0.3)).toBe(0.3)
    })
  })

  it.each([
    ['A 100 m fence has a post every 10 m, both ends included. How many posts?', '100/10 = 10', '10'],
    ['A rope of 12 m is cut into 4 m pieces. How many cuts?', '12/4 = 3', '3'],
    ['How many integers n satisfy 3 <= n <= 10?', '10 - 3 = 7', '7'],
    ['What is sum(range(1, 10))?', 'The sum is 10*11/2 = 55.', '55'],
    [
      'A snail in a 10 m well climbs 3 m a day and slips 2 m each night. After how many days is it out?',
      '3 - 2 = 1, 10/1 = 10',
      '10',
    ],
  ])('right arithmetic is not enough where one may be off: %s', async (asked, step, answer) => {
    await using verifier = evidenceVerifier()
    const { verdict } = await verifier.verify({ id: 'a', question: asked, steps: [step], answer })
    expect(verdict).not.toBe('correct')
    const { features } = checkEvidence({ question: asked, steps: [step], answer })
    expect(evidenceProbability(features, 0.99)).toBeLessThanOrEqual(0.7)
  })

  it.each<[string, PreparedChain]>([
    [
      'a probability',
      {
        question: 'A bag holds 1 red and 3 blue marbles. What is the probability of drawing a red one?',
        steps: ['There are 1 + 3 = 4 marbles.', 'The probability is 1 / 4 = 0.25.'],
        answer: '0.25',
      },
    ],
    [
      'a rate',
      {
        question: 'A loan of $5,000 costs $350 of interest in a year. What is the yearly interest rate as a decimal?',
        steps: ['The rate is 350 / 5000 = 0.07.'],
        answer: '0.07',
      },
    ],
    [
      'a loss',
      {
        question: 'A firm sells for 300 what cost it 500. What is its profit?',
        steps: ['The profit is 300 - 500 = -200.'],
        answer: '-200',
      },
    ],
  ])(
    'does not think a right answer impossible because such answers were rare where it was fitted: %s',
    (_name, input) => {
      expect(probability(input)).toBeGreaterThan(0.6)
    },
  )

  it.each<[string, PreparedChain]>([
    ['a wrong equation', { question, steps: ['He buys 3 * 12 = 38 pens.', 'He has 38 - 6 = 32 left.'], answer: '32' }],
    ['a number that is not used', { question, steps: [right[0] as string], answer: '36' }],
    ['an answer that nothing derives', { question, steps: ['He counts his pens.'], answer: '47' }],
    ['a fraction of a pen', { question, steps: right, answer: '30.5' }],
    ['no answer', { question, steps: right }],
  ])('trusts it less with %s', (_name, input) => {
    const odds = (p: number) => p / (1 - p)
    expect(odds(probability(input))).toBeLessThan(odds(probability({ question, steps: right, answer: '30' })) / 1.5)
  })

  it.each<[string, PreparedChain]>([
    ['options', { question, options: ['30', '36'], steps: right, answer: 'A' }],
    [
      'a context',
      {
        question: 'What was the growth?',
        context: '2019: 50, 2018: 40',
        steps: ['(50 - 40) / 40 = 25%'],
        answer: '25%',
      },
    ],
    ['symbols', { question: 'Find $x$ if $2x = 8$.', steps: ['$x = 8/2 = 4$'], answer: '4' }],
    ['nothing', { question: '', steps: [] }],
  ])('has a probability for %s', (_name, input) => {
    const p = probability(input)
    expect(p).toBeGreaterThan(0)
    expect(p).toBeLessThan(1)
  })
})
