import { describe, expect, it } from 'vitest'
import { finalAnswer } from '../../../src/core/answers/answer.js'
import { answerKey, answersEqual } from '../../../src/core/answers/equivalence.js'

/** What the key of a stated answer is; null where nothing was read. */
function keyOf(text: string): string | null {
  const answer = finalAnswer(text)
  return answer.kind === 'unparsed' ? null : answerKey(answer.value)
}

describe('an answer is read whole or not at all', () => {
  it.each([
    ['The answer is 5√2.', 'The answer is 5√3.'],
    ['The answer is 2x².', 'The answer is 2.'],
    ['The answer is 2 sin(2x).', 'The answer is 2.'],
    ['The answer is 3 ln 2.', 'The answer is 3.'],
    ['The answer is 4 e^(2x).', 'The answer is 4.'],
    ['The answer is 2 and 3.', 'The answer is 2.'],
    ['The answer is x = 2 or x = 3.', 'The answer is 3.'],
    ['The answer is (2, 5).', 'The answer is 2.'],
    ['The answer is 2 hours 30 minutes.', 'The answer is 2.'],
    ['The answer is March 5, 2024.', 'The answer is 5.'],
    ['The answer is 3:45 PM.', 'The answer is 3:45 AM.'],
    ['The answer is negative five.', 'The answer is five.'],
    ['The answer is \\boxed{2} and \\boxed{3}.', 'The answer is \\boxed{3}.'],
    ['The answer is $2^{-99}$.', 'The answer is $2^{-98}$.'],
    ['The answer is $\\pm 5$.', 'The answer is 5.'],
  ])('%s is not %s', (a, b) => {
    expect(keyOf(a)).not.toBeNull()
    expect(keyOf(a)).not.toBe(keyOf(b))
  })

  it.each([
    ['The answer is 1,00,000.', 'number 100000'],
    ['The answer is 5 lakh.', 'number 500000'],
    ['The answer is 2 crore.', 'number 20000000'],
    ['The answer is 3万.', 'number 30000'],
    ['The answer is 1.2亿.', 'number 120000000'],
    ['The answer is 1.234,56.', 'number 30864/25'],
    ['The answer is 12,50 €.', 'number 25/2'],
    ['The answer is 1.5 x 10^6.', 'number 1500000'],
    ['The answer is 3.5 × 10^{-4} mol/L.', 'number 7/20000'],
    ['The answer is ($5).', 'number -5'],
    ['The answer is B because 3 > 2.', 'letter B'],
    ['so we get #### 5 here', 'number 5'],
    ['<answer>42</answer>', 'number 42'],
    ['答案是 5。', 'number 5'],
    ['Die Antwort lautet 12.', 'number 12'],
    ['La réponse est 12.', 'number 12'],
    ['La risposta è 12.', 'number 12'],
    ['Het antwoord is 12.', 'number 12'],
    ['Odpowiedź: 12', 'number 12'],
    ['Ответ: 12', 'number 12'],
    ['答えは12です。', 'number 12'],
    ['정답은 12개입니다.', 'number 12'],
    ['La respuesta es 12.', 'number 12'],
    ['<think>the answer is 7</think> The answer is 5.', 'number 5'],
    ['The answer is 42 because 6 * 7 = 42.', 'number 42'],
  ])('%s', (text, key) => expect(keyOf(text)).toBe(key))

  it.each(['so \\boxed{12', '<think>the answer is 5', 'The answer is not known yet'])('%s is no answer', (text) => {
    expect(finalAnswer(text, { task: 'number' }).kind).toBe('unparsed')
  })

  it.each([
    ['March 5, 2024', '5 March 2024'],
    ['2024-03-05', '03/05/2024'],
    ['3:45 PM', '15:45'],
    ['{3, 2}', '2 and 3'],
  ])('%s is %s', (a, b) => expect(answersEqual(a, b)).toBe(true))

  it('names before a tuple say nothing', () => {
    expect(answersEqual('(p,q)=(3,2)', '(3,2)', { task: 'expression' })).toBe(true)
  })
})
