import { describe, expect, it } from 'vitest'
import { gradeCandidate, isRight } from '../../benchmarks/answers.js'
import { publicCandidateSetSchema } from '../../benchmarks/public-formats.js'

describe('the right answer of recorded candidates', () => {
  it.each([
    ['is a number', { answer: 72 }],
    ['ends a worked solution, as GSM8K publishes it', { answer: 'She sells 6*12=<<6*12=72>>72.\n#### 72' }],
    ['stands in the box of a worked solution, as MATH publishes it', { gold: 'It is $\\boxed{72}$.' }],
    ['ends a worked solution, and the task has no grader', { gold: 'So 72.\n#### 72', task: 'gsm8k' }],
  ])('%s', (_, right) => {
    const candidates = [{ text: 'The answer is 72.' }, { text: 'The answer is 74.' }, { text: 'x', answer: '72' }]
    const set = publicCandidateSetSchema.parse({ id: 's', question: 'What is 6 * 12?', ...right, candidates })
    expect(set.candidates.map((each) => gradeCandidate(set, each)?.flexible)).toEqual([true, false, true])
  })
})

it('a recorded grade counts before the right answer, which counts where there is none', () => {
  const set = { id: 's', question: 'What is 6 * 12?', gold: '72', candidates: [] }
  const answering = (answer: string, correct?: boolean) =>
    isRight(set, { answer, ...(correct !== undefined && { correct }) })
  expect([answering('72', false), answering('74', true)]).toEqual([false, true])
  expect([answering('72'), answering('74')]).toEqual([true, false])
})
