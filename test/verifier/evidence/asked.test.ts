import { describe, expect, it } from 'vitest'
import { loadVerifier } from '../../../src/index.js'

const verifier = await loadVerifier('evidence:')
const firstError = async (question: string, steps: readonly string[]) =>
  (await verifier.verify({ id: 'a', question, steps: [...steps] })).firstError

/** A question and steps, of which the last is the first wrong one. */
const wrong: readonly (readonly [string, ...string[]])[] = [
  [
    "5, 8, 11, 14, … what's the 20th term?",
    "It's arithmetic with difference 3.",
    'To get from the first to the twentieth term you take 20 steps.',
  ],
  [
    'The sequence $5,8,11,\\dots$ is arithmetic. Find the sum of its first $20$ terms.',
    'Common difference $d=3$.',
    'The twentieth term is $a_{20}=5+20\\cdot3=65$.',
  ],
  [
    'Evaluate the infinite series $9+3+1+\\dots$',
    "It's geometric with quotient $\\frac13$.",
    'The terms get small quickly, the fifth one is already down to $\\frac1{27}$.',
  ],
  [
    'An arithmetic sequence starts with 3 and has common difference 4. Tenth term?',
    'To get to the tenth term we add the difference ten times.',
  ],
  ['What is 1 + 3 + 5 + … + 39?', 'These are the odd numbers from 1 to 39.', 'There are 19 of them.'],
  [
    'Sum of the first 50 odd numbers?',
    'The n-th odd number is 2n - 1, so the 50th is 99.',
    '50² = 2500.',
    'Check by pairs: 1 + 99 = 100, 3 + 97 = 100 and so on, 50 pairs in all.',
  ],
  ['Compute $2+6+18+54+162$.', '$3^5=243$, so the sum is $242$, and the next term after $162$ would be $324$.'],
  [
    'Continue the rabbits: 1, 1, 2, 3, 5, 8, 13, …',
    'Every number is the sum of the two before it.',
    'So come 21 and 34.',
    'The tenth number in line is then 54.',
  ],
  [
    'A theatre has 15 rows. The front row has 12 seats, every further row two more than the one in front. How many seats?',
    'The numbers form an arithmetic sequence with difference 2.',
    'The fifteenth row has 42 seats.',
  ],
  [
    'Retry waits 1, 2, 4, 8 and 16 s. Worst-case total waiting?',
    'There are five waits, each double the one before.',
    'In sum the client waits 32 seconds.',
  ],
  [
    'Row n of the export starts at byte 7, 11, 15, … Where does row 25 start?',
    'The offsets form an arithmetic sequence with step 4.',
    'From row 1 to row 25 the step is taken 25 times.',
  ],
  [
    'First twelve odd numbers, total?',
    'They form an arithmetic sequence with first term 1 and difference 2.',
    'The twelfth odd number is 25.',
  ],
  [
    'Sum of all whole numbers from 1 to 60?',
    'First and last term, 1 and 60, average to 30.5.',
    'Sixty terms at that average come to 1,800.',
  ],
  [
    'Does 101 occur in 3, 7, 11, 15, …?',
    'The terms are 3 plus a multiple of 4.',
    '101 − 3 = 98, and that is a multiple of 4.',
  ],
  [
    'Grains of rice on the chessboard: 1 on the first square, then doubling each time.',
    "The eighth square carries 2 to the eighth, that's 256 grains.",
  ],
  ['Sum of the first six odd numbers?', 'They are 1, 3, 5, 7, 9 and 11.', 'Added up they make 35.'],
  [
    'Find the 8th term of 3, 6, 12, 24, ...',
    'Each term doubles.',
    'The seventh term is 192.',
    'The eighth term is 768.',
  ],
]

const right: readonly (readonly [string, ...string[]])[] = [
  [
    "5, 8, 11, 14, … what's the 20th term?",
    "It's arithmetic with difference 3.",
    'To get from the first to the twentieth term you take 19 steps.',
    '19 steps of 3 are 57, so the term is 62.',
  ],
  [
    'The sequence $5,8,11,\\dots$ is arithmetic. Find the sum of its first $20$ terms.',
    'Common difference $d=3$.',
    'The twentieth term is $a_{20}=5+19\\cdot3=62$.',
    '$S_{20}=\\frac{20}{2}(5+62)=670$.',
  ],
  [
    'Evaluate the infinite series $9+3+1+\\dots$',
    "It's geometric with quotient $\\frac13$.",
    'The terms get small quickly, the fifth one is already down to $\\frac1{9}$.',
  ],
  [
    'An arithmetic sequence starts with 3 and has common difference 4. Tenth term?',
    'To get to the tenth term we add the difference nine times.',
    '3 + 9 · 4 = 39',
  ],
  [
    'What is 1 + 3 + 5 + … + 39?',
    'These are the odd numbers from 1 to 39.',
    'There are 20 of them.',
    'The sum of the first n odd numbers is n², so here it is 400.',
  ],
  [
    'Sum of the first 50 odd numbers?',
    'The n-th odd number is 2n - 1, so the 50th is 99.',
    '50² = 2500.',
    'Check by pairs: 1 + 99 = 100, 3 + 97 = 100 and so on, 25 pairs in all.',
  ],
  ['Compute $2+6+18+54+162$.', '$3^5=243$, so the sum is $242$, and the next term after $162$ would be $486$.'],
  [
    'Continue the rabbits: 1, 1, 2, 3, 5, 8, 13, …',
    'Every number is the sum of the two before it.',
    'So come 21 and 34.',
    'The tenth number in line is then 55.',
  ],
  [
    'A theatre has 15 rows. The front row has 12 seats, every further row two more than the one in front. How many seats?',
    'The numbers form an arithmetic sequence with difference 2.',
    'The fifteenth row has 12 + 14 · 2 = 40 seats.',
    'The average row has 26, and 15 · 26 = 390 seats.',
  ],
  [
    'Retry waits 1, 2, 4, 8 and 16 s. Worst-case total waiting?',
    'There are five waits, each double the one before.',
    'In sum the client waits 31 seconds.',
  ],
  [
    'Row n of the export starts at byte 7, 11, 15, … Where does row 25 start?',
    'The offsets form an arithmetic sequence with step 4.',
    'From row 1 to row 25 the step is taken 24 times.',
    '7 + 24 · 4 = 103.',
  ],
  [
    'First twelve odd numbers, total?',
    'They form an arithmetic sequence with first term 1 and difference 2.',
    'The twelfth odd number is 23.',
    '(1 + 23) · 6 = 144.',
  ],
  [
    'Sum of all whole numbers from 1 to 60?',
    'First and last term, 1 and 60, average to 30.5.',
    'Sixty terms at that average come to 1,830.',
  ],
  [
    'Does 103 occur in 3, 7, 11, 15, …?',
    'The terms are 3 plus a multiple of 4.',
    '103 − 3 = 100, and that is a multiple of 4.',
  ],
  [
    'Grains of rice on the chessboard: 1 on the first square, then doubling each time.',
    'The eighth square gets 2⁷ = 128 grains.',
    'The first row of eight holds 255 altogether.',
    'The ninth square gets 256.',
  ],
  ['Sum of the first six odd numbers?', 'They are 1, 3, 5, 7, 9 and 11.', 'Added up they make 36.'],
  [
    'What is the sum of the first 10 terms of 2, 5, 8, ...?',
    'The tenth term is 2 + 9·3 = 29.',
    'Pairing first and last gives 31, and there are 5 pairs.',
    '5·31 = 155 in total.',
  ],
  [
    'Find the 8th term of 3, 6, 12, 24, ...',
    'Each term doubles.',
    'The fifth is 48, the sixth 96, the seventh 192.',
    'The eighth term is 384.',
  ],
]

describe('what a question on sequences, words, figures and sets is about', () => {
  it.each(wrong)('is named where it is wrong: %s', async (question, ...steps) => {
    expect(await firstError(question, steps)).toBe(steps.length - 1)
  })

  it.each(right)('is left alone where it is right: %s', async (question, ...steps) => {
    expect(await firstError(question, steps)).toBe(-1)
  })
})
