import { describe, expect, it } from 'vitest'
import { gradedChains } from '../../../verifier/calibration/records.js'
import { prepare } from '../../../verifier/judge/prepare.js'

const graded = (record: object) => gradedChains({ ...record }, 'line 1')

describe('records to calibrate on', () => {
  it.each([
    ['a LabelledChain', { id: 'a', question: 'q', steps: ['x', 'y'], firstError: 1 }],
    ['first_error', { question: 'q', steps: ['x', 'y'], first_error: 1 }],
    ['ProcessBench', { problem: 'q', steps: ['x', 'y'], label: 1 }],
    ['TRL', { prompt: 'q', completions: ['x', 'y'], labels: [true, false] }],
    ['Math-Shepherd', { input: 'q Step 1: x ки\nStep 2: y ки', label: 'q Step 1: x +\nStep 2: y -', task: 'GSM8K' }],
  ])('%s', (_, record) => {
    const [chain, ...others] = graded(record)
    expect(others).toEqual([])
    expect(chain).toMatchObject({ right: false, firstError: 1, chain: { question: 'q' } })
    expect(chain?.chain.steps?.map((step) => step.slice(-1))).toEqual(['x', 'y'])
  })

  it('right chains have no first error', () => {
    expect(graded({ prompt: 'q', completions: ['x'], labels: [true] })[0]).toMatchObject({
      right: true,
      firstError: -1,
    })
    expect(graded({ input: 'q Step 1: x ки', label: 'q Step 1: x +' })[0]).toMatchObject({
      right: true,
      firstError: -1,
    })
  })

  it('a chain of which only the outcome is known', () => {
    expect(graded({ question: 'q', steps: ['x'], correct: false })).toMatchObject([{ right: false }])
  })

  it('graded candidates, or candidates with a gold answer, know the outcome alone', () => {
    const candidates = [
      { text: 'So 5.', correct: true },
      { text: 'So 6.', correct: false },
    ]
    const chains = graded({ id: 's', question: 'q', candidates })
    expect(chains.map(({ right, firstError }) => [right, firstError])).toEqual([
      [true, undefined],
      [false, undefined],
    ])
    const ungraded = [{ text: 'The answer is 5.' }, { text: 'The answer is 6.' }]
    const byGold = graded({ id: 's', question: 'q', gold: '5.0', candidates: ungraded })
    expect(byGold.map(({ right }) => right)).toEqual([true, false])
  })

  it('the answer of a set is none of its candidates’: each is graded, and judged, by the one that it states', () => {
    const candidates = [{ text: '6 * 12 = 72. The answer is 72.' }, { text: '6 * 12 = 74. The answer is 74.' }]
    const chains = graded({ id: 's', question: 'What is 6 * 12?', answer: '72', gold: '72', candidates })
    expect(chains.map(({ right }) => right)).toEqual([true, false])
    expect(chains.map(({ chain }) => prepare(chain).answer)).toEqual(['72', '74'])
  })

  it.each([
    ['as "answer"', { answer: '72' }],
    ['as a number', { gold: 72 }],
    ['at the end of a worked solution, as GSM8K has it', { answer: 'She sells 6*12=<<6*12=72>>72.\n#### 72' }],
    ['in the box of a worked solution, as MATH has it', { gold: 'It is $6 \\cdot 12 = \\boxed{72}$.' }],
  ])('the right answer may stand %s', (_, right) => {
    const candidates = [{ text: 'The answer is 72.' }, { text: 'The answer is 74.' }]
    const chains = graded({ id: 's', question: 'What is 6 * 12?', ...right, candidates })
    expect(chains.map(({ right }) => right)).toEqual([true, false])
  })

  it('the task of a set says what makes two answers equal', () => {
    const candidates = [{ text: 'The answer is 25%.' }, { text: 'The answer is 2.5%.' }]
    const chains = graded({ id: 's', question: 'Which share?', task: 'percent', gold: '0.25', candidates })
    expect(chains.map(({ right }) => right)).toEqual([true, false])
  })

  it.each([
    ['nothing known', { question: 'q', steps: ['x'] }, /firstError/],
    ['a first error past the end', { question: 'q', steps: ['x'], firstError: 1 }, /step 1 .* of 1/],
    ['labels of another number', { prompt: 'q', completions: ['x', 'y'], labels: [true] }, /1 labels, 2 completions/],
    ['labels that do not fit', { input: 'q Step 1: x ки', label: 'something else' }, /Math-Shepherd/],
    ['candidates without grades', { id: 's', question: 'q', candidates: [{ text: 'x' }] }, /not graded/],
  ])('refuses %s', (_, record, message) => expect(() => graded(record)).toThrow(message))
})
