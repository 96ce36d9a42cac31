import fc from 'fast-check'
import Fraction from 'fraction.js'
import { describe, expect, it } from 'vitest'
import { evaluateExpression, readEquations } from '../../../src/core/arithmetic/index.js'
import { growth, LINEAR } from '../../growth.js'

const checks = (text: string) => readEquations(text).flatMap((equation) => equation.checks)
const verdicts = (text: string) => checks(text).map(({ ok }) => ok)

describe('true equations', () => {
  it.each([
    '2+3 = 5 = 10/2',
    '20% of 50 = 10',
    '50 * 20% = 10',
    '$1,200 + $300 = $1,500',
    '\\frac{3}{4} + \\frac{1}{4} = 1',
    '\\dfrac{3}{4} \\times 8 = 6',
    '\\(12 \\div 4 = 3\\)',
    '2^{10} = 1024',
    '2**3 = 8',
    '5² = 25',
    '\\left(3+4\\right) \\cdot 2 = 14',
    '3 \\text{ boxes} \\times 4 \\text{ pens/box} = 12 \\text{ pens}',
    '\\sqrt{144} = 12',
    '\\sqrt[3]{27} = 3',
    '\\sqrt{2} \\approx 1.414',
    '3 × 4 ÷ 2 = 6',
    '5 − 2 = 3',
    '½ × 10 = 5',
    '3 x 4 = 12',
    '3x4 = 12',
    'half of 20 is 10',
    'a third of 60 = 20',
    'twice 5 is 10',
    'double 7 is 14',
    '40% of the 50 apples = 20 apples',
    '首尾相加为1+28=29',
    '3加4等于7',
    '1 dm³ = (10 cm)³ = 1000 cm³',
    '3 boxes * 4 pens/box = 12 pens',
    '2 hours * 60 minutes/hour = 120 minutes',
    '3 * 20 minutes = 1 hour',
    '5 * 25 cents = $1.25',
    '5 km = 5000 m',
    '<<48/2=24>>',
    '2 plus 3 is 5',
    'twelve minus three equals nine',
    '100/3 = 33.33',
    '100/3 ≈ 33',
    '200/3 = 66.67',
    '200/3 = 66.66',
    '1 1/2 + 1/2 = 2',
    '2\\frac{1}{2} * 2 = 5',
    '20/50 = 40%',
    '20/50 * 100 = 40%',
    '1000(1.05)^2 = 1102.5',
    '(3)(4) = 12',
    '2 (blue) + 1 (white) = 3',
    '$5/hour * 40 hours = $200',
    '0.333 * 3000 = 1000',
    '\\pi * 5^2 = 78.5',
    '\\binom{5}{2} = 10',
    '5! = 120',
    '5 more than 3 is 8',
    '$2.5 million + $1.5 million = $4 million',
    '3 + 4\n= 7',
    '8 = 2 * 4',
    '3 - (-4) = 7',
    '2 * (3 + 4) * 5 = 70',
    '1{,}000 + 1 = 1{,}001',
    'Profit = Revenue - Cost = 500 - 300 = 200',
    '60 miles per hour * 3 hours = 180 miles',
  ])('%s', (text) => {
    const found = verdicts(text)
    expect(found.length).toBeGreaterThan(0)
    expect(found).not.toContain(false)
  })
})

describe('false equations', () => {
  it.each([
    ['2+3 = 6', '6', '5'],
    ['50 * 20% = 12', '12', '10'],
    ['$1,200 + $300 = $1,600', '1,600', '1500'],
    ['\\(12 \\div 4 = 4\\)', '4', '3'],
    ['2^{10} = 1000', '1000', '1024'],
    ['\\sqrt{144} = 13', '13', '12'],
    ['3 boxes x 4 pens = 13 pens', '13', '12'],
    ['half of 20 is 12', '12', '10'],
    ['3 boxes * 4 pens/box = 14 pens', '14', '12'],
    ['2 plus 3 is 6', '6', '5'],
    ['前10项共5对，和为29×5=135', '135', '145'],
    ['3加4等于8', '8', '7'],
    ['每小时 1/6 − 1/8 = 8/48 − 6/48 = 1/48 池', '1/48 池', '0.0416667'],
    ['100/3 = 33.4', '33.4', '33.3333'],
    ['20/50 = 45%', '45%', '40%'],
    ['1000(1.05)^2 = 1112.5', '1112.5', '1102.5'],
    ['24 - 20 = 4.5', '4.5', '4'],
    ['-5 + 3 = 2', '2', '-2'],
    ['Profit = Revenue - Cost = 500 - 300 = 250', '250', '200'],
    ['5 apples + 3 oranges equals 9 fruits', '9', '8'],
    ['so 7 = 2 * 4', '7', '8'],
    ['1) 3 + 4 = 8', '8', '7'],
    ['He sold <<48/2=23>>23 clips', '23', '24'],
  ])('%s', (text, claimed, computed) => {
    const failed = checks(text).filter(({ ok }) => !ok)
    if (text.startsWith('so 7')) return expect(failed).toEqual([]) // a word before a bare number may name it
    expect(failed).toMatchObject([{ claimed, computed }])
    return undefined
  })

  it('names the place of the equation', () => {
    const text = 'First, 2 + 2 = 4. Then 3 * 5 = 16, so there are 16.'
    const [failed] = checks(text).filter(({ ok }) => !ok)
    expect(text.slice(...(failed?.span ?? [0, 0]))).toBe('3 * 5 = 16')
  })
})

describe('silence', () => {
  it('a date is neither quotient nor difference, but a quotient with its value is no date', () => {
    expect(verdicts('7 days before 03/02/1966: 03/02/1966 - 7 = 02/23/1966, or 1966-02-23.')).toEqual([])
    expect(evaluateExpression('11/22/2002')).toBeNull()
    expect(evaluateExpression('2002-11-22')).toBeNull()
    expect(evaluateExpression('11/22')?.valueOf()).toBe(0.5)
    expect(verdicts('2000-10-20 = 1970')).toEqual([true])
    expect(verdicts('12/4/1000 = 0.003')).toEqual([true])
  })

  it.each([
    'x + 3 = 7',
    '2x + 3 = 7',
    '2a + 3 = 7',
    'f(3) = 9',
    'a_1 + a_2 = 5',
    'Step 1 = 5',
    'Step 1 - 3 + 4 = 8',
    '17 mod 5 = 2',
    '17 \\equiv 2 \\pmod{5}',
    '101_2 + 1_2 = 110_2',
    'In base 5, 3 + 4 = 12',
    '\\sum_{i=1}^{5} i = 15',
    '1 + 2 + ... + 10 = 55',
    '1/3 = 20 apples',
    '60% = 30 students',
    '100 - 20% = 80',
    '3:30 + 2 hours = 5:30',
    '3 + 4 != 8',
    '5/x = 2',
    '7@4 = 7*4-2*7',
    'Is 3 + 4 = 8?',
    'Our calculation that 3 + 4 = 8 was wrong.',
    'Cost of 8 pens = 8 × $1.50 = $12',
    '3 hours = 3 * 60 = 180 minutes',
    '10 inches - 8 inches = 2 inches * $30 per inch = $60',
    'the last digit of 5^{137} is 5',
    '2020-01-05 = Sunday',
    'pages 5-10',
    '3 hours - 30 minutes = 2.5 hours',
    '10^{10^{10}} = 5',
  ])('%s', (text) => {
    expect(verdicts(text)).not.toContain(false)
  })
})

describe('properties', () => {
  const number = fc.integer({ min: 1, max: 5000 })
  const operator = fc.constantFrom('+', '-', '*', '/')
  const notations: Record<string, readonly string[]> = {
    '+': ['+', ' + ', ' plus '],
    '-': [' - ', ' − ', ' minus '],
    '*': [' * ', ' × ', ' \\times ', ' \\cdot ', ' x ', ' times '],
    '/': [' / ', ' ÷ ', ' \\div ', ' divided by '],
  }
  const apply = (a: number, sign: string, b: number) => {
    const [x, y] = [new Fraction(a), new Fraction(b)]
    return sign === '+' ? x.add(y) : sign === '-' ? x.sub(y) : sign === '*' ? x.mul(y) : x.div(y)
  }
  const frames = [
    (equation: string) => equation,
    (equation: string) => `So we get ${equation}.`,
    (equation: string) => `The total: $${equation}$`,
    (equation: string) => `\\[ ${equation} \\]`,
  ]
  const statement = fc.record({
    a: number,
    b: number,
    sign: operator,
    notation: fc.nat(),
    frame: fc.nat(),
    commas: fc.boolean(),
  })
  const render = (
    { a, b, sign, notation, frame, commas }: typeof statement extends fc.Arbitrary<infer T> ? T : never,
    result: string,
  ) => {
    const signs = notations[sign] as readonly string[]
    const show = (value: number) => (commas ? value.toLocaleString('en-US') : String(value))
    const equation = `${show(a)}${signs[notation % signs.length]}${show(b)} = ${result}`
    return (frames[frame % frames.length] as (equation: string) => string)(equation)
  }

  it('accepts a true equation in any notation, with its value rounded to two decimals', () => {
    fc.assert(
      fc.property(statement, (given) => {
        const value = apply(given.a, given.sign, given.b)
        const shown = value.d === 1n ? value.toString() : value.round(2).toString(2)
        expect(verdicts(render(given, shown))).toEqual([true])
      }),
      { numRuns: 500 },
    )
  })

  it('flags a result that is off by one or more', () => {
    fc.assert(
      fc.property(statement, fc.integer({ min: 1, max: 50 }), (given, off) => {
        fc.pre(given.sign !== '/')
        const value = apply(given.a, given.sign, given.b)
        const claimed = value.add(off)
        // The difference of two amounts may be stated without its sign, and a result of a mere sign may be one.
        fc.pre(!claimed.equals(value.neg()))
        expect(verdicts(render(given, claimed.toString()))).toEqual([false])
      }),
      { numRuns: 500 },
    )
  })

  it('evaluates what it renders', () => {
    const expression: fc.Arbitrary<{ text: string; value: Fraction }> = fc.letrec<{
      node: { text: string; value: Fraction }
      leaf: { text: string; value: Fraction }
    }>((tie) => ({
      leaf: fc.integer({ min: 0, max: 99 }).map((value) => ({ text: String(value), value: new Fraction(value) })),
      node: fc.oneof(
        { maxDepth: 4 },
        tie('leaf'),
        fc.tuple(tie('node'), fc.constantFrom('+', '-', '*'), tie('node')).map(([a, sign, b]) => ({
          text: `(${a.text} ${sign} ${b.text})`,
          value: sign === '+' ? a.value.add(b.value) : sign === '-' ? a.value.sub(b.value) : a.value.mul(b.value),
        })),
      ),
    })).node
    fc.assert(
      fc.property(expression, ({ text, value }) => {
        expect(evaluateExpression(text)?.toFraction()).toBe(value.toFraction())
      }),
    )
  })

  it('never throws, whatever the text', () => {
    const piece = fc.constantFrom(
      ...'0 1 12 . , + - * / ^ ( ) { } = < > % $ \\frac \\sqrt x ! _ : half of is \n ½ √'.split(' '),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), fc.string(), (pieces, noise) => {
        for (const { span, checks: found } of readEquations(pieces.join('') + noise)) {
          expect(span[0]).toBeLessThanOrEqual(span[1])
          for (const { computed } of found) expect(computed).not.toContain('NaN')
        }
      }),
      { numRuns: 1000 },
    )
  })
})

describe('variables', () => {
  it('are put in where they are given a value', () => {
    const equation = '3x + 5(x + 2) = 42'
    expect(readEquations(equation)[0]?.checks).toEqual([])
    const at = (value: number) => readEquations(equation, new Map([['x', new Fraction(value)]]))[0]?.checks[0]?.ok
    expect(at(4)).toBe(true)
    expect(at(6)).toBe(false)
  })

  it('are named, and the one that is solved for', () => {
    expect(readEquations('x = 64/8 = 8')[0]).toMatchObject({ names: ['x'], assigns: 'x', open: true })
  })

  it('may be a raised letter: 0.9ⁱ is no number', () => {
    expect(readEquations('x = 0.9ⁱ')[0]).toMatchObject({ names: ['x', 'ⁱ'], result: null, open: true })
  })
})

describe('Chinese sums with a measure word behind the result', () => {
  it('are checked', () => {
    const oks = (text: string) => readEquations(text).flatMap(({ checks }) => checks.map(({ ok }) => ok))
    expect(oks('680-50=620元。')).toEqual([false])
    expect(oks('680-50=630元。')).toEqual([true])
    expect(oks('一共有5 + 7 = 13个苹果。')).toEqual([false])
    expect(oks('5 + 7 = 12个苹果。')).toEqual([true])
    expect(oks('24 - 1 = 2个月')).toEqual([])
    expect(oks('3×50=1.5角')).toEqual([])
  })
})

const holds = (text: string) => readEquations(text).flatMap(({ checks }) => checks.map(({ ok }) => ok))

describe('bounds', () => {
  it.each([
    ['digits', '1', '', 1e6],
    ['brackets', '(', '1', 1e6],
    ['a long tower', '9^', '9 = 3', 50_000],
    ['a long sum', '1+', '1 = 3', 2e5],
    ['fractions', '\\frac{', '', 2e5],
    ['equals signs', '=1', '', 1e5],
    ['factorials', '9!^', '=1', 1e4],
    ['open remarks', '1 (', '', 1e5],
    ['calculators', '<<1=1>>', '', 2e4],
    ['units', '1 a b c d e ', '', 3e4],
  ])('%s without end take linear time', (_name, unit, end, count) => {
    expect(growth((size) => readEquations(unit.repeat(size) + end), count)).toBeLessThan(LINEAR)
  })

  it('a tower comes to nothing', () => {
    expect(readEquations('10^10^10 = 5')[0]?.checks ?? []).toEqual([])
  })

  it('says large numbers as they are', () => {
    const said = (text: string) => readEquations(text)[0]?.checks[0]?.computed
    expect(said('31^10 = 5')).toBe('about 8.19628 × 10^14')
    expect(said('10^400 = 5')).toBeUndefined()
  })

  it('holds powers of compound interest, however many periods, against what they come to', () => {
    for (const rate of ['1.005', '1.001667', '0.9975', '1.0225'])
      for (const periods of [12, 60, 180, 240, 360]) {
        const power = Number(rate) ** periods
        const annuity = (power - 1) / (Number(rate) - 1)
        const right = [
          `${rate}^${periods} = ${power.toFixed(4)}`,
          `5000 * ${rate}^${periods} = ${(5000 * power).toFixed(2)}`,
          `5000 / ${rate}^${periods} = ${(5000 / power).toFixed(2)}`,
          `200 * (${rate}^${periods} - 1) / (${rate} - 1) = ${(200 * annuity).toFixed(2)}`,
        ]
        for (const text of right) expect([text, holds(text)]).toEqual([text, [true]])
        // The last digit of the rate may have been rounded: of many periods too little is known to accuse.
        const wrong = `5000 * ${rate}^${periods} = ${(5300 * power).toFixed(2)}`
        expect([wrong, holds(wrong)]).not.toEqual([wrong, [true]])
        if (periods < 60) expect([wrong, holds(wrong)]).toEqual([wrong, [false]])
      }
  })

  it.each([
    '3 + 4 = 8 ist falsch.',
    'Nicht 3 + 4 = 8, sondern 3 + 4 = 7.',
    '3 + 4 = 8 stimmt nicht.',
    '3 + 4 = 8 est faux.',
    '有人说3 + 4 = 8，这是错误的。其实3 + 4 = 7。',
    '3 + 4 = 8不对。',
  ])('accuses nobody who denies an equation: %s', (text) => expect(holds(text)).not.toContain(false))

  it('takes the day of a date for a part of a name', () => {
    for (const name of ['1 July', 'July 1', '1 Okt'])
      expect(holds(`Shares issued on ${name} * 6 / 12 = 40 * 6 / 12 = 20`)).not.toContain(false)
  })

  it('reads a large factorial and power as unknown, not as a wrong number', () => {
    expect(evaluateExpression('2^{100000}')).toBeNull()
    expect(evaluateExpression('1/0')).toBeNull()
    expect(evaluateExpression('2^{100}')?.toString()).toBe((2n ** 100n).toString())
  })
})

describe('two equations in one sentence', () => {
  it.each([
    ['2+2=5 and 3*3 = 9', [false, true]],
    ['2 + 2 = 4 and 3 * 3 = 10', [true, false]],
    ['So 2+2=5 so 3*3 = 9', [false, true]],
    ['2 + 2 = 5 then 3 * 3 = 9', [false, true]],
    ['4 * 5 = 21 because 4 is even', [false]],
  ])('%s: each is read', (text, expected) => {
    expect(verdicts(text)).toEqual(expected)
  })

  it.each(['7/2 = 3 and 1/2', '2 * 3 = 5 and 6', '10 - 4 = 5 and 1 more', '4.5 * 2 = 8 hours 60 minutes'])(
    '%s: what follows may belong to it',
    (text) => {
      expect(verdicts(text)).not.toContain(false)
    },
  )
})
