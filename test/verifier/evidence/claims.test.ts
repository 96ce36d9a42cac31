import { describe, expect, it } from 'vitest'
import { accuses, type FindingKind } from '../../../src/core/records/findings.js'
import { checkEvidence } from '../../../verifier/evidence/index.js'

function findings(steps: readonly string[], question = 'What holds?') {
  return checkEvidence({ question, steps: [...steps] }).steps.flatMap(({ evidence }, step) =>
    evidence.map((finding) => ({ ...finding, step })),
  )
}

const accused = (steps: readonly string[], question?: string) => findings(steps, question).filter(accuses)

/** Kind -> claims that hold, claims that do not with what is right instead. */
const cases: Partial<Record<FindingKind, { holds: string[]; fails: (readonly [claim: string, computed: string])[] }>> =
  {
    units: {
      holds: [
        '1 m² = 10,000 cm²',
        '1 m^2 = 10000 cm^2',
        'A square metre is 10,000 cm².',
        'Dividing by 10,000 square metres per hectare gives 9.',
        'Multiplying by 20 minutes per hour gives 60 minutes of breaks.',
        '0.5 hours = 30 minutes',
        '2 h 30 min + 45 min = 3 h 15 min',
        '72 km/h = 72 × 1000 / 3600 = 20 m/s',
        '1 MPa + 104 kPa = 1.104 MPa',
        '10 miles = 16 km',
        '$5 \\text{ km} = 5000 \\text{ m}$',
        'Eine Stunde hat 60 Minuten.',
        '1小时 = 60分钟',
        '25 °C = 298 K',
        '0.67 feet * 12 = 8 inches.',
      ],
      fails: [
        ['A square metre is 100 cm².', '10000 cm²'],
        ['1 m² = 100 cm²', '10000 cm²'],
        ['Dividing by 1,000 square metres per hectare gives 9.', '10000 square metres'],
        ['1 km = 300 m', '1000 m'],
        ['A kilometre is 300 m.', '1000 m'],
        ['Half an hour is 50 minutes.', '30 minutes'],
        ['0.6 h = 35 min', '36 min'],
        ['2 hours 30 minutes = 140 minutes', '150 minutes'],
        ['72 km/h = 72 × 1000 / 3600 = 22 m/s', '20 m/s'],
        ['There are 100 cm² in a square metre.', '10000 cm²'],
        ['2.5 kWh = 2500 kJ', '9000 kJ'],
        ['25 °C = 208 K', '298.15 K'],
      ],
    },
    percentages: {
      holds: [
        '15 is 25% of 60.',
        '20% off $50 is $40.',
        'The price rose from $80 to $100, an increase of 25%.',
        '50 increased by 10% is 55.',
        '15 out of 60 is 25%.',
      ],
      fails: [
        ['15 is 20% of 60.', '25%'],
        ['20% off $50 is $30.', '$40'],
        ['The price rose from $80 to $100, an increase of 20%.', 'an increase of 25%'],
        ['The price fell from $100 to $80, a decrease of 25%.', 'a decrease of 20%'],
        ['50 is 20% more than 40.', 'an increase of 25%'],
        ['In relative terms 6 out of 40 is 12%.', '15%'],
        ['30 minutes is 20% of 2 hours.', '25%'],
        ['15 ist 20 % von 60.', '25%'],
        ['Rank 14 of the 150 students corresponds to the top 10.7%.', '9.33333%'],
      ],
    },
    inequalities: {
      holds: [
        '0.25 < 0.3',
        '3/4 is less than 4/5.',
        '2^10 > 1000',
        'If 3 > 4, then pigs fly.',
        'This gives 5 < 3, a contradiction.',
      ],
      fails: [
        ['0.3 < 0.25', '0.3 > 0.25'],
        ['3/4 > 4/5', '3/4 < 4/5'],
        ['3/4 is greater than 4/5.', '3/4 < 4/5'],
      ],
    },
    'whole-numbers': {
      holds: [
        '97 is prime.',
        '91 is not prime.',
        '91 is divisible by 13.',
        '17 mod 5 = 2',
        '17 divided by 5 leaves a remainder of 2.',
        'gcd(48, 36) = 12',
        'C(10, 3) = 120',
        'LCM(33, 21) = 33 × 21 / 3 = 231.',
        'Either x - 4 = 1 and x + 4 is a prime number, or not.',
        'The inverse of 2 modulo 55 is 28.',
        '91是合数',
        'The prime factorization of 500 is 2^2 * 5^3.',
        '13 in binary is 1101.',
      ],
      fails: [
        ['91 is prime.', 'not prime'],
        ['97 is not prime.', 'prime'],
        ['91 is not divisible by 13.', 'divisible by 13'],
        ['17 mod 5 = 3', '2'],
        ['17 divided by 5 leaves a remainder of 3.', '3 remainder 2'],
        ['The gcd of 48 and 36 is 6.', '12'],
        ['10 choose 3 is 110', '120'],
        ['36 has 8 divisors.', '9'],
        ['50 is a perfect square.', 'not a perfect square'],
        ['13 in binary is 1011.', '1101'],
      ],
    },
    dates: {
      holds: [
        'March 3, 2021 was a Wednesday.',
        '3. März 2021 war ein Mittwoch.',
        '2021年3月3日是星期三',
        '2024 is a leap year.',
        '1900 was not a leap year.',
        'From March 3 to April 10 is 38 days.',
        'From March 3 to April 10 is 39 days.',
        'From 9:45 AM to 1:20 PM is 3 hours 35 minutes.',
        '45 days after March 3 is April 17.',
        '100 days after Monday is Wednesday.',
        'March has 31 days and April has 19 days until the 19th.',
      ],
      fails: [
        ['March 3, 2021 was a Tuesday.', 'Wednesday'],
        ['1900 was a leap year.', 'no leap year'],
        ['From March 3 to April 10 there are 30 days.', '38 days'],
        ['From 9:45 to 13:20 is 3 h 25 min.', '3 h 35 min'],
        ['10:45 + 2 h 30 min = 13:25', '13:15'],
        ['45 days after March 3 is April 16.', '17 April'],
        ['100 days after Monday is Thursday.', 'Wednesday'],
        ['June has 31 days.', '30 days'],
      ],
    },
    statistics: {
      holds: [
        'The mean of 3, 5 and 10 is 6.',
        'The median of 3, 9, 5, 10 is 7.',
        '12:8 = 3:2',
        '3.14159 rounded to two decimal places is 3.14.',
        'It opens at 10:30.',
      ],
      fails: [
        ['The mean of 3, 5 and 10 is 7.', '6'],
        ['The sum of 12, 15 and 18 is 46.', '45'],
        ['12:8 = 4:3', '3:2'],
        ['3.14159 rounded to two decimal places is 3.15.', '3.14'],
      ],
    },
    probabilities: {
      holds: ['The probability is 0.3.', 'P(x) = x^3 + 5, so P(0) = 5.'],
      fails: [['The probability of rain is 1.2.', 'from 0 to 1']],
    },
    counting: {
      holds: [
        'There are 3 r\'s in "strawberry".',
        'There are 4 factors: 1, 2, 3, 6.',
        'There are 9 values: 1, 2, ..., 9.',
      ],
      fails: [
        ['There are 2 r\'s in "strawberry".', '3'],
        ['There are 5 factors: 1, 2, 3, 6.', '4'],
        ['"banana" has 7 letters.', '6'],
      ],
    },
    'closed-forms': {
      holds: [
        '$\\cos 60^\\circ = 0.5$',
        '$\\ln 2 = 0.69$',
        '$\\sqrt{50} = 5\\sqrt{2}$',
        '$\\log(1000) = 3$',
        '$\\sin(30) = 0.5$',
        'e^(-0.08 * 5) = 0.67',
      ],
      fails: [
        ['$\\sqrt{50} = 5\\sqrt{3}$', '7.07107'],
        ['$\\log_2 8 = 4$', '3'],
        ['$\\sin 30^\\circ = 0.6$', '0.5'],
        ['$\\ln(2) = 0.79$', '0.693147'],
      ],
    },
    identities: {
      holds: [
        '$(x+2)^2 = x^2 + 4x + 4$',
        '$x^2 - 5x + 6 = (x-2)(x-3)$',
        '$x(x+1) = 2x + 6$',
        '$x^2 - 5x + 6 = 0$',
        'The area is $\\pi (0.5r)^2 = 0.785r^2$.',
      ],
      fails: [
        ['$(x+2)^2 = x^2 + 2x + 4$', '(x+2)^2'],
        ['$x^2 - 5x + 6 = (x-2)(x-4)$', 'x^2 - 5x + 6'],
        ['(x+1)(x+2) = x^2 + 3x + 3', '(x+1)(x+2)'],
      ],
    },
    solutions: {
      holds: [
        '5x = 35, so x = 7',
        '$x^2 - 5x + 6 = 0$, so $x = 2$ or $x = 3$.',
        '5x = 35. Try x = 6.',
        'Case 1: a^3 = 64. Case 2: a = 6.',
        'From these:\n   - 1 = -b, so b = -1',
      ],
      fails: [
        ['5x = 35, so x = 6.', '5x = 35'],
        ['$x^2 - 5x + 6 = 0$, so $x = 2$ or $x = 4$.', 'x^2 - 5x + 6 = 0'],
      ],
    },
  }

Object.assign(cases, {
  calculus: {
    holds: [
      "$f(x) = x^2 e^{3x}$, so $f'(x) = 2x e^{3x} + 3x^2 e^{3x}$",
      '$\\int_0^2 x^2 \\, dx = \\left[\\frac{x^3}{3}\\right]_0^2 = \\frac{8}{3}$',
      '$\\int 3x^2 dx = x^3 + C$',
      'Setting the derivative to zero: d/dx [(5x^2 - 10x + 1) / x^2] = 0.',
    ],
    fails: [
      ["$f(x) = x^2 e^{3x}$, so $f'(x) = 2x e^{3x} + x^2 e^{3x}$", 'the derivative of x^2 e^{3x}'],
      ['$\\int_0^2 x^2 \\, dx = \\frac{4}{3}$', '2.66667'],
      ['$\\int 2x dx = 2x^2 + C$', 'a function whose derivative is 2x'],
    ],
  },
  chemistry: {
    holds: [
      'The molar mass of H2SO4 is 98 g/mol.',
      'Gold has the atomic number 79.',
      'The molar mass of Caesium is 133 g/mol.',
      'The balanced equation is 2H2 + O2 → 2H2O.',
      'H2 + O2 → H2O',
    ],
    fails: [
      ['The molar mass of hydrogen gas is 1 g/mol.', '2 g/mol'],
      ['Radium is the element with the atomic number 86.', '88'],
      ['The atomic number of iron is 25.', '26'],
      ['The balanced equation is CH4 + O2 → CO2 + 2H2O.', 'not balanced'],
    ],
  },
} satisfies typeof cases)

for (const [kind, { holds, fails }] of Object.entries(cases)) {
  describe(kind, () => {
    it.each(holds)('accuses nobody of %s', (claim) => {
      expect(accused([claim])).toEqual([])
    })
    it.each(fails)('names %s', (claim, computed) => {
      const found = findings([claim]).filter((finding) => finding.kind === kind && !finding.ok)
      expect(found.map((finding) => finding.computed)).toContain(computed)
      for (const finding of found) expect(finding.message).toBeTruthy()
    })
  })
}

describe('tables', () => {
  const context = '| | 2021 | 2022 |\n|---|---|---|\n| Revenue | 480 | 520 |\n| Operating income | 72 | 91 |'
  const found = (step: string, inContext = context, question = 'What is the operating margin?') =>
    checkEvidence({ question, context: inContext, steps: [step] })
      .steps.flatMap(({ evidence }) => evidence)
      .filter(accuses)
      .map(({ kind, computed }) => [kind, computed])

  it.each([
    'Revenue in 2022 was 520.',
    'In 2021 the operating income was $72 million.',
    'For 2022 it was 91 / 520 = 0.175.',
    'The growth of revenue in 2022 was 8.',
  ])('accuses nobody of %s', (step) => expect(found(step)).toEqual([]))
  it.each([
    ['Revenue in 2022 was 480.', '520'],
    ['In 2021 the operating income was 91.', '72'],
    ['Revenue in 2022 was 530.', '520'],
    ['For 2022 it was 91 / 480 = 0.1896.', '520'],
  ])('names %s', (step, computed) => expect(found(step)).toEqual([['tables', computed]]))
  it('reads lists by year', () => {
    const list =
      'Net income (in millions): 2022: 84, 2023: 96. Weighted average shares (in millions): 2022: 30, 2023: 36.'
    expect(found('The weighted average number of shares in 2023 is 30 million.', list)).toEqual([['tables', '36']])
    expect(found('The weighted average number of shares in 2023 is 36 million.', list)).toEqual([])
  })
})

describe('equations on the way to their solution', () => {
  const found = (steps: string[]) => accused(steps, 'Solve 3(x - 4) = 2x + 5.')
  it('keep their solution', () => {
    expect(found(['Multiplying out the bracket gives 3x - 12 = 2x + 5.', 'So x = 17.'])).toEqual([])
    expect(found(['Multiplying out the bracket gives 3x - 4 = 2x + 5.', 'So x = 9.'])).toMatchObject([
      { kind: 'solutions', step: 0 },
    ])
  })
  it('are no other case', () => {
    expect(accused(['The first case: \\(2b + 1 = 27\\), so \\(b = 13\\).', 'The second: \\(2b + 1 = 9\\).'])).toEqual(
      [],
    )
    expect(accused(['It would give 4d = 32, which is too much.', 'We solve\n4d = 8', 'd = 2'])).toEqual([])
  })
})

describe('what is open', () => {
  it.each([
    "f'(π) = 0 + π²·(-1) = -π²",
    'The integral is [x^3/3]_0^2 = 8/3 - 0 = 8/3',
    'Combining like terms, we get 3Fawn + 1 = 85.',
    '10 twenties * $20/twenty = $200',
    'Then 25% of the remaining 30 - 6 = 24 students, which is 6.',
    'f1,1 = 1.070095238 - 1',
    '6.6 \\times 10^{-19} / 1.6 \\times 10^{-19} = 4.1',
    'The yield of a 6(1/2)% bond purchased at 8(1/4) is 7.4%.',
    'P = 5.04 \\mathrm{bar} \\frac{4.65 \\mathrm{dm}^{3}}{6.85 \\mathrm{dm}^{3}} = 3.42 \\mathrm{bar}',
    'On a map 1 cm = 5 km.',
    'Relative to the supply: $7.84 / 230 \\approx 3.41\\,\\%$.',
    'Per hour: $360 \\cdot 60 = 21{,}600$ mcg $= 21.6$ mg.',
    'The square of a multiple of 6 is a multiple of 36.',
    "f''(−1) = −12 < 0: local maximum.",
    '**时间**:1/2 ÷ 1/48 = 24 小时。',
    'So $ZW = \\frac{7}{6} YW = \\frac{7}{6} \\cdot \\frac{3}{7} VW = \\frac{1}{2} VW$.',
    'We take 42/5 = 8 and then 8/5 = 1 (ignoring the remainder).',
    'We find 11 = 1 + 1 + 8 = 10 (not 11)',
    'In total she needs 5:00 PM - 1:00 PM = 4 hours',
    'The number of hours in the three days is 26 * 4 = 104 hours.',
    'A school week has 5 days.',
  ])('accuses nobody of %s', (step) => {
    expect(accused([step])).toEqual([])
  })

  it('a claim that is taken back is a note', () => {
    expect(accused(['0.6 h = 35 min. Wait, 0.6 h = 36 min.'])).toEqual([])
    expect(accused(['0.6 h = 35 min.', 'Wait, that is wrong: 0.6 h = 36 min.'])).toEqual([])
    expect(findings(['0.6 h = 35 min. Wait, 0.6 h = 36 min.']).some(({ kind }) => kind === 'withdrawn')).toBe(true)
    expect(accused(['0.6 h = 35 min.', 'So it takes 35 min.'])).toMatchObject([{ kind: 'units', step: 0 }])
  })

  it('what is supposed or asked is no claim', () => {
    expect(
      accused(['Suppose 91 is prime.', 'Is 91 is divisible by 5?', 'If the mean of 3, 5 and 10 is 7, we stop.']),
    ).toEqual([])
  })
})
