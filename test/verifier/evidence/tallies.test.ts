import { describe, expect, it } from 'vitest'
import { accuses } from '../../../src/core/records/findings.js'
import { checkEvidence } from '../../../verifier/evidence/index.js'

const accused = (question: string, steps: readonly string[]) =>
  checkEvidence({ question, steps: [...steps] }).steps.map(({ evidence }) => evidence.filter(accuses).length)

/** A question and steps, of which the last is wrong: what is listed and counted, groups that overlap, all numbers of a kind, truth of compound statements. */
const wrong: readonly (readonly string[])[] = [
  ['How many integers lie in [−3, 4)?', 'The integers are −3, −2, −1, 0, 1, 2, 3.', 'That makes 8 integers.'],
  [
    "How many vowels does the word 'encyclopedia' have (not counting y)?",
    'The vowels are e, o, e, i and a.',
    'That makes six vowels out of twelve letters.',
  ],
  ['求1到20之间所有质数的个数。', '质数有2、3、5、7、11、13、17、19。', '因此一共有9个。'],
  ['1到20之间有几个质数?', '10到20之间有11、13、15、17、19,共5个质数。'],
  ["Count the letter s in 'Mississippi' and the letter p.", 'There are four s.', 'There are three p.'],
  ['Sort these words alphabetically: pear, apple, peach, plum, banana', 'So it goes apple, banana, pear, peach, plum.'],
  ["How many letters and how many s's does 'Mississippi' have?", 'The s occurs five times.'],
  ['Sort 14, 3, 27, 8 in descending order.', 'The descending list is 27, 8, 14, 3.'],
  [
    "What is the middle letter of the word 'pineapple'?",
    "The last letter is an e, and the word has two p's altogether.",
  ],
  [
    "Sort the words 'data', 'date', 'dart' and 'dam' as a dictionary would.",
    "Of 'data' and 'date', the latter is earlier, so the order is dam, dart, date, data.",
  ],
  ['Is this right?', 'The divisors of 12 are 1, 2, 3, 4, 6, 12. That makes 5 divisors.'],
  [
    'In a class of 30, 18 play football, 15 play tennis and 7 play both. How many play neither?',
    'That leaves 6 who play neither.',
  ],
  [
    'Of 30 pupils 18 play football, 15 play chess and 7 do both. How many do neither?',
    'So the pupils with exactly one of the two activities number 18 + 8 = 26.',
  ],
  ['Of 40 students, 25 study French, 20 study German and 10 study both.', 'So 30 study at least one of them.'],
  ['"If n is divisible by 6, then n is even."', 'The converse holds as well: every even number is divisible by 6.'],
  ['Is this right?', 'Every odd number is prime.'],
  ['Is this right?', 'No prime number is even.'],
  ['Is this right?', 'All multiples of 4 are divisible by 8.'],
  ['When is p → q false?', 'For x = 2, p is false and q is false, so the implication fails there.'],
  ['p is false, q is true. Truth value of (p → q) ∧ q?', 'With a false premise, p → q is false.'],
  ['Is this right?', 'p is true and q is false, so p ∨ q is false.'],
  ['Is this right?', 'p is true and q is false, so the conjunction is true.'],
  ['Is this right?', 'p is true and q is false, so p → q is true.'],
]

/** Look-alikes that are right, or that claim nothing. */
const right: readonly (readonly string[])[] = [
  ['What is the output of "abc"[-1] in Python 3?', 'The index -1 takes the last letter.', 'The answer is (J).'],
  ['What is the output of "abc"[-1] in Python 3?', 'The last letter is c, so the result is (J).'],
  ['How many integers lie in [−3, 4)?', 'The integers are −3, −2, −1, 0, 1, 2, 3.', 'That makes 7 integers.'],
  ['Is this right?', 'The digits are 1, 2, 3. So there are 6 numbers that can be made.'],
  ['Is this right?', 'The primes are 2, 3, 5, 7. That makes 17 in total.'],
  ['Is this right?', 'The terms are 2, 4, 6. That is 12.'],
  ['Is this right?', 'The roots are 1, 2, 3. These are 3 values, and their sum is 6.'],
  ['Is this right?', 'The terms are 1, 4, 9, ..., 100. That makes 10 terms.'],
  ['1到20之间有几个质数?', '10到20之间有11、13、17、19,共4个质数。'],
  ['Sort these words alphabetically: pear, apple, peach, plum, banana', 'So it goes apple, banana, peach, pear, plum.'],
  ['Sort 14, 3, 27, 8 in descending order.', 'The descending list is 27, 14, 8, 3.'],
  ['Find the line.', 'There are two x in the equation, and the order is x, y, z.'],
  [
    'In a class of 30, 18 play football, 15 play tennis and 7 play both. How many play neither?',
    'That leaves 4 who play neither, since 26 play at least one.',
  ],
  [
    'In a class of 30, 18 play football, 15 play tennis and 7 play both. How many play neither?',
    '30 − 26 = 4 play neither.',
  ],
  [
    'Of 40 students, 25 study French, 20 study German and 10 study both.',
    '25 + 20 counts those who do both twice, so at least one is studied by 35.',
  ],
  ['Is this right?', 'The converse says that every even number is divisible by 6.'],
  ['Is this right?', 'The converse would be: every even number is divisible by 6.'],
  ['Is this right?', 'Every multiple of 6 is even.'],
  ['Is this right?', 'All squares are even or odd.'],
  ['Is this right?', 'It is false that every odd number is prime.'],
  ['Is this right?', 'No odd number is even.'],
  ['Is this right?', 'p is false and q is false, so the implication holds.'],
  ['Is this right?', 'With a false premise, the implication is true.'],
  ['Is this right?', 'p is true and q is false, so p ∨ q is true and p ∧ q is false.'],
  ['Is this right?', 'If p is true and q is false, then the implication is false.'],
  [
    "What is the middle letter of the word 'pineapple'?",
    "The last letter is an e, and the word has three p's altogether.",
  ],
  [
    'In a class of 28 pupils, 15 play football, 12 play the piano, and 6 do both. How many pupils do neither?',
    'Both: 6. So 9 + 6 + 6 = 21 pupils do at least one of the two.',
    '28 − 21 = 7 do neither.',
  ],
  ['Is this right?', '"p is false and q is false, so the implication fails" is wrong.'],
  ['Is this right?', 'It is a common error that with a false premise the implication is false.'],
]

describe('what is listed, grouped and said of all', () => {
  it.each(wrong)('%s: %s', (question = '', ...steps) => {
    const found = accused(question, steps)
    expect(found.at(-1)).toBeGreaterThan(0)
    expect(found.slice(0, -1).every((count) => count === 0)).toBe(true)
  })
  it.each(right)('nothing: %s %s', (question = '', ...steps) => {
    expect(accused(question, steps)).toEqual(steps.map(() => 0))
  })
})
