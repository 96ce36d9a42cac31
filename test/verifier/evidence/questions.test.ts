import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { accuses } from '../../../src/core/records/findings.js'
import { checkEvidence } from '../../../verifier/evidence/index.js'
import { solveQuestion } from '../../../verifier/evidence/questions/index.js'

const accused = (question: string, steps: readonly string[], answer: string, context?: string) =>
  checkEvidence({ question, steps: [...steps], answer, ...(context === undefined ? {} : { context }) }).steps.flatMap(
    ({ evidence }, step) => evidence.filter(accuses).map(({ kind, computed }) => ({ step, kind, computed })),
  )

describe('a question that is one computation', () => {
  const judged = (question: string, answer: string, context?: string) =>
    checkEvidence({
      question,
      steps: [`The answer is ${answer}.`],
      answer,
      ...(context === undefined ? {} : { context }),
    }).steps.flatMap(({ evidence }) => evidence.flatMap(({ kind, ok }) => (kind === 'questions' ? [ok] : [])))

  it.each([
    ['What is 17 * 3?', '51'],
    ['Calculate 84 - 30', '54'],
    ['17 * 3 = ?', '51'],
    ['17 × 3 =', '51'],
    ['What is 17 times 3?', '51'],
    ['What is (2 + 3) * 4?', '20'],
    ['What is 7 / 2?', '3.5'],
    ['What is 1 / 3 + 1 / 2?', '5/6'],
    ['Compute 22 / 7.', '3.14'],
    ['Was ist 17 * 3?', '51'],
    ['Wie viel ist 17 mal 3?', '51'],
    ['Berechne 84 - 30.', '54'],
    ['计算 17 × 3。', '51'],
    ['17乘以3等于多少？', '51'],
    ['What is 123456789 * 987654321?', '121932631112635269'],
    ['What is $\\frac12+\\frac13$?', '$\\frac56$'],
    ['Compute $\\dfrac{3}{4} \\cdot \\dfrac{2}{3}$.', '\\boxed{\\frac{1}{2}}'],
    ['What is \\(12 \\times 11\\)?', '132'],
    ['What is $\\frac12+3$?', '$3\\frac12$'],
  ])('%s is %s', (question, answer) => expect(judged(question, answer)).toEqual([true]))

  it.each([
    ['What is 17 * 3?', '52'],
    ['What is 123456789 * 987654321?', '121932631112635268'],
    ['Calculate 1000000 + 1', '1000002'],
    ['What is $12 \\times 11$?', '121'],
  ])('%s is not %s', (question, answer) => expect(judged(question, answer)).toEqual([false]))

  it.each([
    ['What is 17 * 3, rounded to tens?', '50'],
    ['What is 17 * 3 in binary?', '110011'],
    ['Tom has 17 * 3 = ? apples and eats 2. How many are left?', '49'],
    ['What is 17 * 3 minus the number of weekdays?', '46'],
    ['What is 2 plus 3 times 4?', '20'],
    ['Was ist 1.234 + 1?', '1235'],
    ['What is 1,5 + 1?', '2.5'],
    ['What is 555-1234?', '5'],
    ['What is 1/2/2024?', '0'],
    ['What is 7 / 2?', '3 remainder 1'],
    ['What is 22 / 7?', '3'],
    ['What is 17 * 3?', '51 or 52'],
    ['What is 17 * 3?', 'about 50'],
    ['What is $3\\frac12 + 1$?', '4.5'],
    ['What is $\\frac12 \\div \\frac34$?', '\\frac23'],
  ])('of "%s" with the answer %s nothing is said', (question, answer) => expect(judged(question, answer)).toEqual([]))

  it('a context may mean something else by the signs', () =>
    expect(judged('What is 17 * 3?', '20', 'Here a * b stands for a + b.')).toEqual([]))
})

/** A question, answers that are right however they are written, and one that is not. */
const cases: [question: string, right: readonly string[], wrong: string, context?: string][] = [
  ['How many positive divisors does 360 have?', ['24', '\\boxed{24}'], '6'],
  ['What is the remainder when 7^102 is divided by 5?', ['4'], '3'],
  ['How many integers from 1 to 1000 are divisible neither by 4 nor by 6?', ['667'], '625'],
  ['Find the sum of all integers n with 1 <= n <= 100 that are divisible by 6 but not by 9.', ['546'], '762'],
  ['How many four-digit numbers contain the digit 7 at least once?', ['3168'], '2439'],
  ['从1到100的整数中，至少含有一个数字9的数有多少个？', ['19个'], '20个'],
  [
    'Find all positive integers n for which n + 3 divides n^2 + 7.',
    ['n = 1, 5, 13', '1, 5 and 13'],
    'n = 5 and n = 13',
  ],
  ['Two fair dice are rolled. What is the probability that the sum is 9?', ['1/9', '\\frac{1}{9}', '11.1 %'], '1/18'],
  ['Two fair dice are rolled. What is the probability that the numbers differ by exactly 2?', ['2/9'], '1/9'],
  [
    'A bag holds 5 red and 3 blue balls. Two are drawn without replacement. What is the probability that both are blue?',
    ['3/28', '0.107'],
    '9/64',
  ],
  [
    'A disease affects 2 % of people. A test recognises 95 % of the ill and gives a false alarm in 10 % of the healthy. A person tests positive. How likely is it that he or she is ill?',
    ['about 16.2 %'],
    'about 16.0 %',
  ],
  ['In how many ways can 3 people be chosen from 8 for a committee?', ['56'], '336'],
  ['Nine chess players are divided into 3 unnamed teams of 3. In how many ways is this possible?', ['280'], '1680'],
  ["In how many arrangements of the letters of BALLOON are the two L's not next to each other?", ['900'], '600'],
  ['A fence of 60 m has a post at both ends and one every 4 m. How many posts are there?', ['16'], '15'],
  ['Eight parcels took 4, 9, 2, 7, 4, 12, 5 and 3 days. What is the median delivery time?', ['4.5 days'], '5.5 days'],
  [
    'A random sample of five parcels weighs 4, 7, 9, 10 and 15 kg. Estimate the standard deviation of the parcels from this sample (unbiased variance estimator).',
    ['about 4.06 kg'],
    'about 3.63 kg',
  ],
  [
    'A price rises by 20 % and then falls by 20 %. By how many per cent has it changed altogether?',
    ['-4 %', '4 %'],
    '0 %',
  ],
  ['Ein Fahrrad kostet nach einer Preiserhöhung um 10 % jetzt 550 Euro. Was kostete es vorher?', [], '495 Euro'],
  [
    '2,000 euros are invested at 5 % a year, compounded yearly. What are they worth after 3 years?',
    ['2,315.25 euros'],
    '2,300 euros',
  ],
  [
    'A machine costs $50,000, has a salvage value of $5,000 and a useful life of 9 years. What is its book value after 4 years of straight-line depreciation?',
    ['$30,000'],
    '$25,000',
  ],
  ['一件外套先打八折，再用一张减20元的优惠券，最后付了140元。原价是多少元？', ['200元'], '195元'],
  [
    'A cone has a base radius of 6 cm and a slant height of 10 cm. What is its volume?',
    ['96π cm³', '$96\\pi$', '301.6 cm³'],
    '120π cm³',
  ],
  [
    'A right triangle has legs 9 cm and 12 cm. How long is the altitude on the hypotenuse?',
    ['7.2 cm', '36/5'],
    '3.6 cm',
  ],
  [
    'Two resistors of 6 Ω and 3 Ω are connected in parallel to 12 V. What current does the source deliver?',
    ['6 A'],
    '1.33 A',
  ],
  ['Solve √(x + 7) = x − 5 over the reals.', ['x = 9', '9'], 'x = 9 and x = 2'],
  ['Solve |2x - 3| = 7.', ['x = 5 or x = -2', '-2, 5', '$x=-2$ and $x=5$'], 'x = 5'],
  ['Solve $6x^2 - 5x + 1 = 0$.', ['$\\frac{1}{2}, \\frac{1}{3}$', '1/3 and 1/2'], '1/2'],
  ['Compute the integral of 3x^2 from 1 to 3.', ['26'], '27'],
  ['What is the greatest value of f(x) = x^3 − 3x^2 − 9x + 5 on the interval [−2, 6]?', ['59'], '10'],
  ['Let r and s be the roots of 2x^2 − 7x + 4 = 0. Find r^2 + s^2.', ['33/4', '8.25'], '17/4'],
  [
    'A contract starts on 15 November 2023 and runs for 90 days, the first day counted. What is its last day?',
    ['12 February 2024', 'February 12, 2024', '2024-02-12'],
    '13 February 2024',
  ],
  ['1 March 2024 was a Friday. What day of the week is 1 March 2028?', ['Wednesday'], 'Tuesday'],
  ['A train leaves at 22:40 and takes 7 hours 35 minutes. At what time does it arrive?', ['06:15', '6:15'], '06:25'],
  [
    'All members of the chess club are in the maths club. Some members of the maths club play the violin. Does it follow that some members of the chess club play the violin?',
    ['No'],
    'Yes',
  ],
  [
    'If the alarm is set, the red light is on. The red light is on. Does it follow that the alarm is set?',
    ['No'],
    'Yes',
  ],
  [
    'On an island knights always tell the truth and knaves always lie. A says: "B is a knave." B says: "A and C are of the same kind." What is C?',
    ['a knave'],
    'It cannot be determined',
  ],
  [
    'What is the quick ratio at the end of 2023?',
    ['1.25'],
    '2.33',
    'Balance sheet\n\n| | 2022 | 2023 |\n|---|---:|---:|\n| Cash | 120 | 90 |\n| Receivables | 180 | 210 |\n| Inventory | 240 | 260 |\n| Current liabilities | 200 | 240 |',
  ],
  ['30 is what percent of 120?', ['25 %'], '40 %'],
  ['Anna paints a wall in 3 hours, Ben in 6 hours. How long do they need together?', ['2 hours'], '4.5 hours'],
  ['How many diagonals does a polygon with 12 sides have?', ['54'], '108'],
  ['What is the smallest positive integer divisible by 4, 6 and 10?', ['60'], '240'],
  ['What is the sum of all integers from 1 to 100?', ['5050', '5,050'], '4950'],
  ['Today is a Monday. What day of the week will it be in 100 days?', ['Wednesday'], 'Tuesday'],
  [
    'A car covers 240 km at 60 km/h and drives back at 40 km/h. What is the average speed for the round trip?',
    ['48 km/h'],
    '50 km/h',
  ],
  ['A recipe for 4 people needs 300 g of rice. How much rice do 10 people need?', ['750 g'], '900 g'],
  [
    'A car uses 6.5 litres of fuel for 100 km. Fuel costs 1.80 euros a litre. What does the fuel for 340 km cost?',
    ['39.78 euros'],
    '94.14 euros',
  ],
]

describe('questions of known forms', () => {
  it.each(cases)('%s', (question, right, wrong, context) => {
    expect(solveQuestion(question, context)).not.toBeNull()
    for (const answer of right) expect(accused(question, [`The answer is ${answer}.`], answer, context)).toEqual([])
    expect(accused(question, [`The answer is ${wrong}.`], wrong, context)).toContainEqual(
      expect.objectContaining({ step: 0, kind: 'questions' }),
    )
  })

  it('names the step that leaves the way to the answer', () => {
    const question = '2,000 euros are invested at 5 % a year, compounded yearly. What are they worth after 3 years?'
    const steps = ['5 % of 2,000 euros is 100 euros.', 'Over 3 years that is 3 * 100 = 300 euros.', 'So 2,300 euros.']
    expect(accused(question, steps, '2,300 euros')).toMatchObject([{ step: 1, kind: 'questions', computed: '2315.25' }])
  })

  it('names the step before the one that draws the conclusion, where no number tells', () => {
    const question = 'In how many ways can 3 people be chosen from 8 for a committee?'
    const steps = ['Each sequence is a committee of its own.', 'That makes 8 · 7 · 6 = 336.', 'So 336.']
    expect(accused(question, steps, '336')).toEqual([{ step: 0, kind: 'questions', computed: '56' }])
  })

  it('two solutions that lie close together are both right', () => {
    expect(accused('Solve (5x - 1)(10x - 3)(x - 2) = 0.', ['So.'], 'x = 0.2, x = 0.3, x = 2')).toEqual([])
  })

  it('leaves the place to another claim that accuses', () => {
    const question = 'Compute the integral of 3x^2 from 1 to 3.'
    expect(accused(question, ['3 · 9 = 28.', 'So it is 28.'], '28')).toMatchObject([
      { step: 0, kind: 'arithmetic' },
      { step: 1, kind: 'questions' },
    ])
  })

  it.each([
    'How many positive divisors of 360 are not divisible by 4 and friendly?',
    'How many integers from 1 to 1000 are divisible by 4 unless they are divisible by 6?',
    'Find the principal that will amount to $3000 if invested at 3 % interest compounded semiannually for 10 years.',
    'Two loaded dice are rolled. What is the probability that the sum is 9?',
    'Two fair dice are rolled. What is the probability that the sum of the faces on the bottom is 9?',
    'A train leaves at 22:40 and takes 7 hours 35 minutes. At what local time does it arrive in Tokyo?',
    'Solve x^2 = 4 over the positive integers.',
    'How many integer divisors does 7 have?',
  ])('leaves open what it does not read whole: %s', (question) => {
    expect(solveQuestion(question)).toBeNull()
  })
})

describe('a question of which something is left over is not solved', () => {
  const said = ['The length is doubled.', 'Both sides are halved.', 'One of them is broken.']
  const sayings = ['in mm', 'of the original', 'per dozen']
  /** A sentence more at the end and before the question, some words more at the end and in the story. */
  const changed = (question: string) => {
    const asks = question.search(/[^.?!]*\?[^?]*$/)
    const bare = question.replace(/[?.]?\s*$/, '')
    return [
      ...said.map((sentence) => `${question} ${sentence}`),
      ...(asks > 0 ? said.map((sentence) => `${question.slice(0, asks)} ${sentence}${question.slice(asks)}`) : []),
      ...sayings.map((words) =>
        question.includes('?') ? question.replace(/\?(?=[^?]*$)/, ` ${words}?`) : `${bare} ${words}.`,
      ),
      ...sayings.slice(1).map((words) => question.replace(/\.(?=\s)/, ` ${words}.`)),
    ].filter((each) => each !== question)
  }
  // In "if the alarm is set of the original" other words make other propositions.
  const isOfNumbers = (question: string) => !/^If |\bfollow that\b|\bonly if\b/.test(question)
  const questions = cases.filter(([question]) => isOfNumbers(question))

  it.each(questions)('%s', (question, _right, _wrong, context) => {
    expect(solveQuestion(question, context)).not.toBeNull()
    expect(changed(question).filter((each) => solveQuestion(each, context) !== null)).toEqual([])
  })

  it('in the fresh samples neither', () => {
    const files = ['open', 'batches', 'formerly-closed', 'batch-7', 'batch-9']
    const records = files.flatMap((file) =>
      readFileSync(`benchmarks/samples/fresh/${file}.ndjson`, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => sample.parse(JSON.parse(line))),
    )
    const asked = new Map(records.map(({ question, context }) => [question, context]))
    const solved = [...asked].filter(
      ([question, context]) => isOfNumbers(question) && solveQuestion(question, context) !== null,
    )
    expect(solved.length).toBeGreaterThan(100)
    const left = solved.flatMap(([question, context]) =>
      changed(question).filter((each) => solveQuestion(each, context) !== null),
    )
    expect(left).toEqual([])
  })

  it.each([
    'A rectangle is 8 cm long and 5 cm wide. What is its area in cm²?',
    '一个长方形长8厘米，宽5厘米，面积是多少平方厘米？',
    'A rectangular field is 80 m long and 50 m wide. What is the perimeter of the field?',
  ])('what only says the same again is no more: %s', (question) => expect(solveQuestion(question)).not.toBeNull())

  it.each([
    ['A rectangle is 8 cm long and 5 cm wide. What is its area in mm²?', '4000 mm²'],
    ['A rectangle is 80 cm long and 50 cm wide. What is its perimeter in metres?', '2.6 m'],
    ['A rectangle is 8 cm long and 5 cm wide. The length is doubled. What is the new area?', '80 cm²'],
    ['Ein Rechteck ist 8 dm lang und 5 dm breit. Wie groß ist die Fläche in cm²?', '4000 cm²'],
    ['一个长方形长8分米，宽5分米，面积是多少平方厘米？', '4000平方厘米'],
    ['A triangle has base 6 cm and height 4 cm. The base is doubled. What is the area?', '24 cm²'],
    ['一个三角形底6厘米，高4厘米，和它等底等高的平行四边形面积是多少？', '24平方厘米'],
    [
      'Ein Dreieck hat die Grundseite 6 cm und die Höhe 4 cm. Wie groß ist die Fläche des Rechtecks mit denselben Maßen?',
      '24 cm²',
    ],
    ['A car loses 20% of its original value each year. It cost $20,000. What is it worth after 2 years?', '$12,000'],
    ['Peter legt 500 € zu 4 % an. Wie viel Zinsen bekommt er nach 3 Jahren (ohne Zinseszins)?', '60 €'],
    ['银行存款10000元，年利率2.5%，存3年，利息多少？', '750元'],
    ['A rectangle is 8 cm long and 5 cm wide. What is its area?', '0.004 m²'],
  ])('so nobody is accused: %s', (question, answer) =>
    expect(accused(question, [`The answer is ${answer}.`], answer)).toEqual([]),
  )
})

it('an answer in another unit than the question has is not compared', () => {
  const question = 'A rectangle is 8 cm long and 5 cm wide. What is its area?'
  const computed = (unit: string) =>
    checkEvidence({ question, steps: [`8 * 5 = 40. The answer is 40 ${unit}.`], answer: '40' }).features?.answerComputed
  expect([computed('cm²'), computed('m²')]).toEqual([1, 0])
})

const sample = z.looseObject({ question: z.string(), context: z.string().optional() })

describe('how many, how likely, what is expected: all outcomes are gone through', () => {
  it.each([
    ['How many three-digit odd numbers have distinct digits?', 320],
    ['How many positive divisors of 2^4 · 3^3 · 7 are divisible by 6 but not by 4?', 6],
    ['How many integers from 1 to 600 are divisible by 4 or by 6, but not by both?', 150],
    ['How many integers from 1 to 200 are multiples of 3 or 5?', 93],
    ['How many three-digit numbers have digits that add up to 5?', 15],
    ['In how many three-digit numbers are all digits odd?', 125],
    ['How many two-digit primes end in 3?', 6],
    [
      'Two fair dice are rolled. Given that at least one die shows a 2, what is the probability that the sum is at most 6?',
      7 / 11,
    ],
    [
      'Two fair six-sided dice are rolled. If the sum is 8, what is the probability that both dice show even numbers?',
      3 / 5,
    ],
    ['Two fair dice are thrown. Find the probability that the sum is 7 or the dice show the same number.', 1 / 3],
    ['A die is rolled three times. What is the probability that all three results are different?', 5 / 9],
    ['A fair die is thrown twice. What is the probability that the second number is greater than the first?', 15 / 36],
    [
      'Two cards are drawn together from six cards numbered 1 to 6. What is the expected value of the smaller number?',
      7 / 3,
    ],
    [
      'Four people independently pick a whole number from 1 to 8. What is the probability that all of them pick different numbers?',
      1680 / 4096,
    ],
    ['Three fair coins are tossed. What is the probability of getting exactly two heads?', 3 / 8],
    [
      'A box holds 3 red, 4 green and 5 blue marbles. Three marbles are drawn without replacement. What is the probability that exactly two of them have the same colour?',
      870 / 1320,
    ],
    [
      'A committee of 3 is chosen at random from 5 men and 4 women. What is the probability that exactly two of them are women?',
      180 / 504,
    ],
    [
      'Two cards are drawn from a standard deck of 52 cards. What is the probability that at least one of them is an ace?',
      396 / 2652,
    ],
  ])('%s', (question, value) => expect(solveQuestion(question)?.values[0]?.[0]).toBeCloseTo(value, 6))

  it.each([
    'Two loaded dice are rolled. What is the probability that the sum is 9?',
    'How many three-digit numbers are even and divisible by 3 or by 5?',
    'How many lucky three-digit numbers are even?',
    'A box holds 3 red and 4 green marbles. Two marbles are drawn. What is the probability that both are red?',
    'How many integers between 10 and 100 are divisible by 5?',
    'Two fair dice are rolled. What is the probability that the sum is at least 2?',
  ])('leaves open: %s', (question) => expect(solveQuestion(question)).toBeNull())
})

describe('a conclusion from several conditions', () => {
  const cancelled = 'If it rains, the match is cancelled.'
  const hall = 'If the match is cancelled and the hall is free, the team trains in the hall.'

  it.each([
    [
      `${cancelled} ${hall} The hall was free, but the team did not train in the hall. Can we tell whether it rained?`,
      true,
    ],
    ['If the pump is on, the tank fills. The tank does not fill. Does it follow that the pump is not on?', true],
    [
      'If the pump is on, the tank fills. If the tank fills, the light is green. The pump is on. Must the light be green?',
      true,
    ],
    ['The alarm lamp is lit only if the door is open. The door is open right now. Must the lamp be lit?', false],
    ['If Anna sings, Ben dances. Ben dances. Does it follow that Anna sings?', false],
  ])('%s', (question, truth) => expect(solveQuestion(question)?.truth).toBe(truth))

  it('accuses a yes or no where nothing follows', () => {
    const question = `${cancelled} The match was cancelled. Did it rain?`
    expect(accused(question, ['So it rained.'], 'Yes, it rained.')).toHaveLength(1)
    expect(accused(question, ['That is not certain.'], 'It cannot be determined.')).toEqual([])
  })

  it.each([
    'If the pump is on, the tank fills. The tank is full. Does it follow that the pump is on?',
    'If the pump is on, the tank fills or leaks. The pump is on. Must the tank fill?',
    'If it rains, the match is cancelled. All matches are on Sunday. Did it rain?',
  ])('leaves open: %s', (question) => expect(solveQuestion(question)).toBeNull())
})

describe('an answer that is near the right one and not it', () => {
  const question =
    'In a class of 24, the 14 girls average 78 points and the 10 boys average 72 points. What is the class average?'

  it.each([
    [question, ['The class average is the mean of the two, (78 + 72) / 2 = 75.'], '75'],
    ['Find the minimum of x + 9/x for real x ≥ 4.', ['By AM-GM it is at least 6.', 'So the minimum is 6.'], '6'],
  ])('is wrong where nobody rounds: %s', (asked, steps, answer) => {
    expect(accused(asked, steps, answer)).toMatchObject([{ kind: 'questions' }])
  })

  it('is open where somebody does', () => {
    const steps = ['Together they have 14 · 78 + 10 · 72 = 1812 points.', '1812 / 24 is about 76.']
    const judged = checkEvidence({ question, steps, answer: '76' })
    expect(judged.features?.answerComputed).toBe(0)
    expect(judged.steps.flatMap(({ evidence }) => evidence.filter(({ kind }) => kind === 'questions'))).toEqual([])
  })

  it('may still be a rounding that shows its decimals', () => {
    const other =
      'In a class of 30, the 14 girls average 78 points and the 16 boys average 72 points. What is the class average?'
    expect(checkEvidence({ question: other, steps: ['It is 74.8.'], answer: '74.8' }).features?.answerComputed).toBe(1)
  })
})

describe('one polynomial that divides another', () => {
  it('is tried by differences', () => {
    const question = (a: string, b: string) => `Find all positive integers n for which ${a} divides ${b}.`
    expect(solveQuestion(question('n + 3', 'n^2 + 7'))?.values.flat()).toEqual([1, 5, 13])
    expect(solveQuestion(question('n - 1', 'n^3 + 1'))?.values.flat()).toEqual([2, 3])
    expect(solveQuestion(question('n', '2^n + 1'))).toBeNull()
  })
})
