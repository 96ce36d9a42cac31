import { describe, expect, it } from 'vitest'
import { finalAnswer } from '../../../src/core/answers/answer.js'

const read = (question: string, text: string) => {
  const found = finalAnswer(text, { question })
  return found.kind === 'unparsed' ? null : text.slice(...found.span)
}

describe('a last sentence that repeats what is asked', () => {
  it.each([
    ['What is 15 % of 80?', '15% of 80 is 12.', '12'],
    ['What is 15% of 80?', '10% of 80 is 8 and 5% is 4. So 15% of 80 is 12.', '12'],
    ['A list holds 3, 5 and 9. What is the median of 3, 5 and 9?', 'Sorted they are 3, 5, 9. The median is 5.', '5'],
    ['Calculate the sum of 17 and 3.', 'The sum of 17 and 3 = 20.', '20'],
    ['How much is the discount?', 'A fifth of 40 is 8. The discount is $8.', '$8'],
    ['Find the area of the rectangle.', 'The area of the rectangle is 20 cm².', '20'],
  ])('%s %s', (question, text, value) => expect(read(question, text)).toBe(value))

  it.each([
    ['of another thing', 'What is 15% of 80?', 'The answer needs 10%. 5% of 80 is 4.'],
    ['of one thing of two', 'Find the mean of the list and the median of the list.', 'The mean is 5. The median is 4.'],
    ['without a value', 'What is the median of 3, 5 and 9?', 'The median is the number in the middle.'],
    ['that is no sentence yet', 'What is 15% of 80?', '15% of 80 is 12'],
    ['that denies', 'Is x = 2 a solution of 3x + 1 = 8?', 'We get 7. So x = 2 is not a solution.'],
    ['with two values', 'What is the median of 3, 5 and 9?', 'The median is 5 or 6.'],
  ])('answers nothing: %s', (_, question, text) => expect(read(question, text)).toBeNull())
})
