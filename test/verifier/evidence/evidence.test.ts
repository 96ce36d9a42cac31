import { describe, expect, it } from 'vitest'
import type { Finding } from '../../../src/core/records/types.js'
import { checkEvidence, findingReward, STEP_THRESHOLD, stepReward } from '../../../verifier/evidence/index.js'
import type { PreparedChain } from '../../../verifier/judge/judge.js'
import { growth, LINEAR } from '../../growth.js'

const question = 'Tom buys 3 boxes of 12 pens and gives 6 pens to his sister. How many pens has he left?'
const right = ['He buys 3 * 12 = 36 pens.', 'He has 36 - 6 = 30 pens left.']

const failing = (input: PreparedChain, kind: Finding['kind']) =>
  checkEvidence(input).steps.flatMap(({ evidence }, step) =>
    evidence.filter((each) => each.kind === kind && !each.ok).map((finding) => ({ step, finding })),
  )
const feature = (input: PreparedChain, name: string) => checkEvidence(input).features[`number:${name}`]

describe('arithmetic', () => {
  it('blames the step with the wrong equation and no other', () => {
    const { steps } = checkEvidence({
      question,
      steps: ['He buys 3 * 12 = 38 pens.', right[1] as string],
      answer: '30',
    })
    expect(steps.map(({ reward }) => reward !== null && reward < STEP_THRESHOLD)).toEqual([true, false])
    const finding = steps[0]?.evidence.find(({ kind }) => kind === 'arithmetic')
    expect(finding).toMatchObject({ claimed: '38', computed: '36', ok: false })
    expect('He buys 3 * 12 = 38 pens.'.slice(...(finding?.span ?? [0, 0]))).toBe('3 * 12 = 38 pens')
  })

  it('rewards right equations and has nothing to say of a step without any', () => {
    const { steps } = checkEvidence({ question, steps: ['We need the total first.', ...right], answer: '30' })
    expect(steps.map(({ reward }) => reward)).toEqual([
      null,
      findingReward.arithmetic.passed,
      findingReward.arithmetic.passed,
    ])
  })
})

describe('provenance', () => {
  it('names a number that comes from nowhere', () => {
    const found = failing({ question, steps: ['He pays 477 for them.', ...right], answer: '30' }, 'provenance')
    expect(found).toMatchObject([{ step: 0, finding: { claimed: '477' } }])
  })

  it.each([
    ['the question', 'There are 3 boxes with 12 pens.'],
    ['an equation', '3 * 12 = 36 pens.'],
    ['two known numbers, in prose', 'That makes 36 pens, of which 30 stay.'],
    ['the calendar', 'A week has 7 days.'],
    ['a percentage of the question', 'So 25% remain.'],
  ])('takes %s as a source', (_source, step) => {
    const given = `${question} A quarter, 25%, are red.`
    expect(failing({ question: given, steps: [step], answer: '30' }, 'provenance')).toEqual([])
  })

  it('takes the context as a source', () => {
    const steps = ['Revenue was 1,234.5 in 2019.']
    expect(failing({ question: 'What was revenue?', steps }, 'provenance').length).toBe(2)
    expect(failing({ question: 'What was revenue?', context: '2019: 1234.5', steps }, 'provenance')).toEqual([])
  })

  it('a table in thousands is where "$2,303 thousand" comes from, and a quotient may be rounded or cut off', () => {
    const context = '(in thousands) | 2019\nPrepaid expenses | $ 2,303\nTotal | 2,496'
    const steps = ['Prepaid expenses are $2,303 thousand of $2,496 thousand.']
    const of = (...more: string[]) =>
      failing({ question: 'What is the share?', context, steps: [...steps, ...more] }, 'provenance')
    expect(of('That is 92.27%.')).toEqual([])
    expect(of('That is 92.26%.')).toEqual([])
    expect(of('That is 92.16%.').length).toBe(1)
    expect(of('Other items are $194 thousand.').length).toBe(1)
  })
})

describe('arithmetic', () => {
  it.each([
    ['$\\frac{1}{2} + \\frac{1}{3} = \\frac{2}{5}$', 'this comes to 5/6'],
    ['1/2 + 1/3 = 2/5', 'this comes to 5/6'],
    ['1/2 + 1/3 = 0.4', 'this comes to 0.833333'],
  ])('says what %s comes to in the form of the claim', (step, said) => {
    const [found] = failing({ question: 'What is it?', steps: [step] }, 'arithmetic')
    expect(found?.finding.message).toContain(said)
  })
})

describe('answer', () => {
  it('must agree with the last value derived', () => {
    expect(failing({ question, steps: right, answer: '30' }, 'answer')).toEqual([])
    expect(failing({ question, steps: right, answer: '31 pens' }, 'answer')).toMatchObject([
      { step: 1, finding: { claimed: '31 pens', computed: '30', message: 'the steps come to 30, not 31 pens' } },
    ])
  })

  it('may be in the thousands or millions that the question speaks of, and in no others', () => {
    const chain = { steps: ['Together 540 + 423 = 963 million dollars.'], answer: '963' }
    expect(failing({ question: 'What is the profit in million dollars?', ...chain }, 'answer')).toEqual([])
    expect(failing({ question: 'What is the profit in thousand dollars?', ...chain }, 'answer')).toHaveLength(1)
    expect(failing({ question: 'What is the profit?', ...chain }, 'answer')).toHaveLength(1)
  })

  it('is not doubted where it stands elsewhere too, or where something further is asked of the last value', () => {
    expect(
      failing({ question: 'Solve 2x + 1 = 7.', steps: ['x = 3, because 2 * 3 + 1 = 7.'], answer: '3' }, 'answer'),
    ).toEqual([])
    expect(
      failing({ question: 'What is 17 * 3 to the nearest ten?', steps: ['17 * 3 = 51.'], answer: '50' }, 'answer'),
    ).toEqual([])
    expect(failing({ question: 'What is 17 * 3?', steps: ['17 * 3 = 51.'], answer: '54' }, 'questions')).toHaveLength(1)
  })

  it('compares the letter with the value of its option, as a feature', () => {
    const options = ['36', '18', '30', '33']
    const feature = (answer: string) =>
      checkEvidence({ question, options, steps: right, answer }).features['choice:optionMismatch']
    expect([feature('C'), feature('A')]).toEqual([0, 1])
  })

  it('says nothing where nothing is derived or the answer is no number', () => {
    expect(failing({ question, steps: ['Thirty are left.'], answer: '30' }, 'answer')).toEqual([])
    expect(failing({ question, steps: right, answer: 'yes' }, 'answer')).toEqual([])
  })
})

describe('contradictions', () => {
  it.each([
    ['two values of one letter', ['We find $n = 5$.', 'Thus $n = 7$.']],
    ['a statement and its negation', ['The train is late today.', 'Therefore the train is not late today.']],
    ['a solution that does not solve', ['We have 3y + 5(y + 2) = 42.', 'Hence y = 6.']],
  ])('%s', (_name, steps) => {
    expect(failing({ question: 'What holds?', steps }, 'contradiction')).toMatchObject([{ step: 1 }])
  })

  it.each([
    ['cases', ['Either x = 2 or x = 3.', 'If x = 4, then it fails.', 'Try x = 5.']],
    ['the same value twice', ['So n = 5.', 'Again n = 5.0.']],
    ['a solution that solves', ['We have 3y + 5(y + 2) = 42.', 'Hence y = 4.']],
    ['different statements', ['The train is late today.', 'The bus is not late today.']],
  ])('none in %s', (_name, steps) => {
    expect(failing({ question: 'What holds?', steps }, 'contradiction')).toEqual([])
  })
})

describe('rewards', () => {
  const finding = (kind: Finding['kind'], ok: boolean): Finding => ({ kind, ok, span: [0, 1] })

  it('take the worst finding that carries one', () => {
    expect(stepReward([])).toBeNull()
    expect(stepReward([finding('provenance', false)])).toBeNull()
    expect(stepReward([finding('arithmetic', true)])).toBe(findingReward.arithmetic.passed)
    expect(stepReward([finding('arithmetic', true), finding('arithmetic', false)])).toBe(
      findingReward.arithmetic.failed,
    )
  })

  it('fall below the threshold exactly for failed findings', () => {
    expect(findingReward.arithmetic.failed).toBeLessThan(STEP_THRESHOLD)
    expect(findingReward.arithmetic.passed).toBeGreaterThan(STEP_THRESHOLD)
  })
})

describe('features', () => {
  it('trace the answer back to the numbers of the question', () => {
    expect(feature({ question, steps: right, answer: '30' }, 'allTraced')).toBe(1)
    expect(feature({ question, steps: [right[0] as string], answer: '36' }, 'allTraced')).toBe(0)
    expect(feature({ question, steps: [right[0] as string], answer: '36' }, 'untraced')).toBe(0.5)
  })

  it('tell money from formulas', () => {
    const kindOf = (asked: string) =>
      Object.entries(checkEvidence({ question: asked, steps: right }).features).find(
        ([name, value]) => name.endsWith(':bias') && value === 1,
      )?.[0]
    expect(kindOf('What do 4 pens cost if each costs 15$?')).toBe('number:bias')
    expect(kindOf('What do 4 pens cost at $1.20 each, or at $3 a pair?')).toBe('number:bias')
    expect(kindOf('What is the sum of the divisors of $63$?')).toBe('symbolic:bias')
    expect(kindOf('She invests $x at 5 %. What is x?')).toBe('symbolic:bias')
  })

  it('see fractions where things are counted, and a missing answer', () => {
    expect(feature({ question, steps: right, answer: '30.5' }, 'fractionalCount')).toBe(1)
    expect(feature({ question, steps: right, answer: '30' }, 'fractionalCount')).toBe(0)
    expect(feature({ question, steps: right }, 'noAnswer')).toBe(1)
  })

  it('are finite and the same names for every chain', () => {
    const names = Object.keys(checkEvidence({ question, steps: right, answer: '30' }).features)
    const inputs: PreparedChain[] = [
      { question: '', steps: [] },
      { question: 'Is it?', steps: ['', '\u0000', '='], answer: '' },
      { question: 'Solve $x^2 = 4$', steps: ['x = ±2'], answer: '\\pm 2' },
      { question: '1/0 and 0%', options: ['1/0', ''], context: '0', steps: ['1/0 = 2', '0/0 = 0'], answer: 'A' },
      { question: '9'.repeat(100), steps: ['9'.repeat(1000)], answer: '9'.repeat(500) },
      { question: '1e99 1e-99', steps: ['1e99 * 1e99 = 1e99'], answer: '1e99' },
    ]
    for (const input of inputs) {
      const { features, steps } = checkEvidence(input)
      expect(Object.keys(features)).toEqual(names)
      expect(Object.values(features).every(Number.isFinite)).toBe(true)
      expect(steps.length).toBe(input.steps.length)
    }
  })

  it('do not depend on how the solution is laid out', () => {
    const plain = checkEvidence({ question, steps: right, answer: '30' }).features
    const decorated = checkEvidence({ question, steps: right.map((step) => `**${step}**\n\n`), answer: '30' }).features
    expect(decorated).toEqual(plain)
  })
})

describe('bounds', () => {
  const many = (length: number, step: (i: number) => string) => Array.from({ length }, (_, i) => step(i))
  it.each<[string, number, (size: number) => { question?: string; context?: string; steps?: string[] }]>([
    ['numbers in the question', 1e4, (size) => ({ question: '12 13 '.repeat(size) })],
    ['numbers in a step', 2e4, (size) => ({ steps: [many(size, (i) => `${i * 7919}`).join(' ')] })],
    ['steps', 3000, (size) => ({ steps: many(size, (i) => `${i} + 1 = ${i + 1}`) })],
    ['context', 5e4, (size) => ({ context: '3.14 2.71 '.repeat(size) })],
    ['sentences', 1e4, (size) => ({ steps: ['a not b c d e f g h i j k. '.repeat(size)] })],
    ['equations of a letter', 500, (size) => ({ steps: many(size, (i) => `x + ${i} = 5. x = 5`) })],
  ])('%s take linear time', (_name, count, input) => {
    const run = (size: number) => checkEvidence({ question, steps: right, answer: '30', ...input(size) })
    expect(growth(run, count)).toBeLessThan(LINEAR)
  })
})
