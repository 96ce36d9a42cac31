import { describe, expect, it } from 'vitest'
import { gradeCandidate } from '../../benchmarks/answers.js'
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
