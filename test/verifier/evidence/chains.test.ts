import { describe, expect, it } from 'vitest'
import { accuses } from '../../../src/core/records/findings.js'
import { checkEvidence } from '../../../verifier/evidence/index.js'

const accused = (question: string, steps: readonly string[]) =>
  checkEvidence({ question, steps: [...steps] }).steps.flatMap(({ evidence }, step) =>
    evidence.filter(accuses).map(({ kind, computed }) => ({ step, kind, computed })),
  )

/** Claims that hold or fail by what the question or a step before says: question, right steps, wrong steps, the wrong step and what is right instead. */
const cases: [question: string, right: string[], wrong: string[], step: number, computed: string][] = [
  [
    'For which x is -2x + 6 > 10?',
    ['Taking away 6 gives $-2x > 4$.', 'Dividing both sides by $-2$ gives $x < -2$.'],
    ['Taking away 6 gives $-2x > 4$.', 'Dividing both sides by $-2$ gives $x > -2$.'],
    1,
    'x < -2',
  ],
  [
    'For which x is 7 − 3x > 1?',
    ['Taking 7 to the other side, −3x > −6.', 'Dividing by −3 gives x < 2.'],
    ['Taking 7 to the other side, −3x > −6.', 'Dividing by −3 gives x > 2.'],
    1,
    'x < 2',
  ],
  [
    'Find the maximum of f(x) = -x² + 6x + 2.',
    ['Its value is $f(3) = -9 + 18 + 2 = 11$.'],
    ['Its value is $f(3) = 9 + 18 + 2 = 29$.'],
    0,
    '11',
  ],
  [
    'Seven students scored 4, 9, 7, 7, 10, 6 and 6 points. Who won?',
    ['In order the scores are 4, 6, 6, 7, 7, 9, 10.'],
    ['In order the scores are 4, 6, 7, 7, 9, 10.'],
    0,
    '4, 6, 6, 7, 7, 9, 10',
  ],
  [
    'The mean of five numbers is 12.',
    ['The numbers are 8, 10, 11, 15, 16; the one in the middle is 11.'],
    ['The numbers are 8, 10, 15, 16, 11; the one in the middle is 15.'],
    0,
    '11',
  ],
  [
    'for i in range(1, 6):\n    total += i',
    ['The loop runs over i = 1, 2, 3, 4, 5.'],
    ['The loop runs over i = 1, 2, 3, 4, 5, 6.'],
    0,
    '1, 2, 3, 4, 5',
  ],
  [
    'When does the call begin in Kathmandu?',
    ['Kathmandu is at UTC+5:45.'],
    ['Kathmandu shares the half-hour offset of its neighbour, UTC+5:30.'],
    0,
    'UTC+5:45',
  ],
  [
    'How many full bags are there?',
    ['315/6 = 52.5, which we round to 52 full bags.'],
    ['315/6 = 52.5, which we round to 53 full bags.'],
    0,
    '52',
  ],
  [
    'How many numbers are divisible by 6 and 9?',
    ['Numbers divisible by both 4 and 9 are divisible by 4 · 9 = 36.'],
    ['Numbers divisible by both 6 and 9 are divisible by $6 \\cdot 9 = 54$.'],
    0,
    '18',
  ],
  [
    'Let n² be divisible by 12.',
    ['From 3 | n² it follows that 3 | n.'],
    ['From 4 | n² it follows in the same manner that 4 | n.'],
    0,
    '2 | n',
  ],
  [
    'When does it arrive?',
    ['05:40 + 35 min = 05:75, which is 06:15.'],
    ['05:40 + 35 min = 05:75, which is 06:25.'],
    0,
    '6:15',
  ],
]

describe('claims by what stands before', () => {
  it.each(cases)('%s', (question, right, wrong, step, computed) => {
    expect(accused(question, right)).toEqual([])
    expect(accused(question, wrong)).toMatchObject([{ step, computed }])
  })

  it.each([
    ['For which x is x² > 4?', ['x > 2 or x < -2.']],
    ['Solve -2x > 4.', ['If x > 0, then -2x < 0.', 'Case x < 0: x < -2.']],
    [
      'The numbers 4, 9, 2 and 7 are given.',
      ['In order they are 2, 4, 7, 9, and with the new 5: in order 2, 4, 5, 7, 9.'],
    ],
    ['Let f(x) = x².', ['f(2) = 4 and g(2) = 5.', 'So f(1) + f(2) = 5.']],
    ['Let f(x) = 4x for all positive x, and f(-x) + x = 5.', ['f(-1) = 4.']],
    ['How many per class?', ['To stay within $10 per class, $60 ÷ (10 - k) ≤ 10, so 60 ≤ 100 - 10k, and k ≤ 4.']],
    ['Find f.', ['First, $x \\le 3$: $f(x) = 9 - 2x$.', 'Next, $x > 3$.', 'From $9 - 2x \\le 3$ we see $x \\le 3$.']],
    ['How likely is it?', ['So, the probability is 2 shaken sodas out of 8 total sodas.']],
    ['What time is it then?', ['9 + 5 = 2 on the 12-hour clock, since 14 - 12 = 2.']],
    ['It is 11 am. What does a 12-hour clock show in 6 hours?', ['11 + 6 = 5 pm.']],
    ['Where does the ship head?', ['350 + 30 = 20 degrees on a compass.']],
    ['What is 1101 in binary plus 1?', ['1101 + 1 = 1110.']],
    ['Is the student right?', ["The student's claim 7*8=54 is off.", '7*8 = 56.']],
  ])('accuses nobody of %s', (question, steps) => {
    expect(accused(question, steps)).toEqual([])
  })
})

describe('arithmetic of another kind is not accused', () => {
  it.each([
    ['What is the level in dB?', '10·log10(2000) = 33.01.'],
    ['What comes out?', '3·log2(8) = 9, and 5·f1(8) = 9.'],
    ['What is 0x1F ^ 0b1010 (C XOR)?', '31 ^ 10 = 21'],
    ['What does this Python code print?', '5 ^ 1 = 4'],
    ['What does it print?', '5 ^ 1 is XOR, so 5 ^ 1 = 4'],
    ['Two resistors in parallel, 6 Ω and 3 Ω?', '6 ∥ 3 = 6·3/(6+3) = 2 Ω'],
    ['Python: len(range(0, 10, 3))?', 'range(0, 10, 3) gives 0, 3, 6, 9, so the length is 4.'],
    ['In GF(2), compute 1 + 1.', '1 + 1 = 0'],
    ['In F_2, compute 1 + 1.', '1 + 1 = 0'],
    ['In Z_7, compute 5 + 4.', '5 + 4 = 2'],
    ['In Z_7, what is 3·5?', 'The product of 3 and 5 is 1.'],
    ['In Boolean algebra, compute 1 + 1.', '1 + 1 = 1'],
    ['A clock shows 10. What does it show 5 hours later?', '10 + 5 = 3'],
    ['Two machines of 30 dB each: how loud are they together?', '30 dB + 30 dB = 33 dB'],
    ['Equal volumes of pH 3 and pH 5 are mixed.', '3 + 5 = 3.3'],
  ])('%s', (question, step) => {
    expect(accused(question, [step])).toEqual([])
  })

  it('nor a change of a base that the question names', () => {
    const steps = ['50 - 40 = 10', '10/50 = 20%']
    expect(accused('A price rises from 40 to 50. By what percent of the new price did it rise?', steps)).toEqual([])
    expect(accused('A price rises from 40 to 50. By what percent did it rise?', steps)).toHaveLength(1)
  })

  it('nor present values of flows at other times', () => {
    const steps = ['600 + 600/1.1 = 1145.45', 'The NPV is 1145.45 - 1000 = 145.45.']
    const question = 'A project costs $1000 and pays $600 a year for 2 years, at the beginning of each year.'
    expect(accused(`${question} What is the NPV at 10%?`, steps)).toEqual([])
    expect(accused(`${question.replace('beginning', 'end')} What is the NPV at 10%?`, steps)).toHaveLength(1)
  })

  it('the same sums elsewhere are', () => {
    expect(accused('How many are there?', ['5 ^ 2 = 7'])).toHaveLength(1)
    expect(accused("He starts at 8 o'clock with 10 boxes.", ['10 + 5 = 3'])).toHaveLength(1)
  })
})
