import { describe, expect, it } from 'vitest'
import { accuses } from '../../../src/core/records/findings.js'
import { checkEvidence } from '../../../verifier/evidence/index.js'

const accused = (step: string, question = 'Is this right?') =>
  checkEvidence({ question, steps: step.split(' || ') })
    .steps.flatMap(({ evidence }) => evidence)
    .filter(accuses)

interface Kind {
  /** False steps, each with what a person is told. */
  wrong: readonly (readonly [step: string, told: string, question?: string])[]
  right: readonly (readonly [step: string, question?: string])[]
}

const kinds: Readonly<Record<string, Kind>> = {
  equations: {
    wrong: [
      ['Subtracting -5 is adding 5, so we have -8 + 1 + 5 = -12.', '-2'],
      ['**Rewrite:** $\\frac{5}{6}=\\frac{25}{30}$ and $\\frac{3}{10}=\\frac{6}{30}$.', '3/10'],
      ['18 − 15 = 2, which is not 3.', '3'],
      ["The rule doesn't apply here. Then 7 · 8 = 54.", '56'],
    ],
    right: [
      ['18 − 15 = 2, which is wrong.'],
      ['63.0 + 2.0h = 63.6, so h = 0.30.'],
      ['It is not so that 18 − 15 = 2.'],
      ['The profit is π = -0.1(50)^2 + 10(50) - 50 = 200.'],
      ['In equilibrium 1000 - 250i = 260 + 120i, where i is the interest rate.'],
      ['Between 5 and 3/10 = 0.3 there is room, so we have -8 + 1 + 5 = -2.'],
    ],
  },
  comparisons: {
    wrong: [
      ['Of the other two, 3.14 is larger than 3.5, since 14 is more than 5.', '3.14 < 3.5'],
      ['So 4/9 < 3/7, though only just.', '4/9 > 3/7'],
      ['Since $1024<1000$, we conclude $2^{30}<10^9$.', '2^30 > 10^9'],
      ['Among the negatives, −2 is smaller than −5, so the list starts with −2.', '−2 > −5'],
      ['0.375 has three digits and is therefore greater than 0.4.', '0.375 < 0.4'],
      ['So 4³ is 64, which is more than 3⁴.', '64 < 3⁴'],
      ['1024 is not greater than 1000.', '1024 > 1000'],
      ["2^5 isn't 32.", '2^5 = 32'],
      ['That makes 210 seats, which is 20 more than two hundred.', '10'],
      ['12 is 3 times as large as 6.', '2 times'],
    ],
    right: [
      ['Of the other two, 3.5 is larger than 3.14, since 50 is more than 14.'],
      ['In absolute value, -5 is greater than -4.'],
      ['If 9.11 were the larger one, 9.11 is greater than 9.9 would hold.'],
      ['That makes 210 seats, which is 10 more than two hundred.'],
      ['The product is 12 · 4 = 48, which is less than 7².'],
      ["1024 isn't less than 1000."],
      ['Of three consecutive integers, one is divisible by 3 and at least one is even.'],
      ['16 is 4 times as large as 4 and is a square.'],
    ],
  },
  changes: {
    wrong: [
      [
        "Compared with its former share, that's a growth of 20%, as 5/20 = 0.2.",
        'a change of 25%',
        'Party X went from 20% to 25% of the vote. Describe the gain.',
      ],
      [
        "Relative to its earlier share of 40%, the party's support grew by 6%.",
        'a change of 15%',
        'A party polled 40% last month and 46% now. How should I describe the gain?',
      ],
      [
        'It gained six points. || So it gained 8 percentage points.',
        'a change of 6 points',
        'A party polled 40% last month and 46% now. How should I describe the gain?',
      ],
      [
        'That is a relative gain of 12%.',
        'a change of 15%',
        'A party polled 40% last month and 46% now. How should I describe the gain?',
      ],
      [
        '200 of 1000 is a fifth, so the rent rose by 20%.',
        'a change of 25%',
        'Our rent went from 800 to 1000, how many percent is that?',
      ],
      [
        'That is an increase of 200/1000 = 20%.',
        'a change of 25%',
        'Our rent went from 800 to 1000, how many percent is that?',
      ],
      ['So in total the price has dropped by 6%.', 'a fall of 4%', 'A price rises 20% and then falls 20%. Net effect?'],
      [
        'So the price is back exactly at its starting level.',
        'a fall of 4%',
        'A price rises 20% and then falls 20%. Net effect?',
      ],
      ['The two changes cancel each other out.', 'a fall of 4%', 'A price rises 20% and then falls 20%. Net effect?'],
      ['Overall there is a net gain of 4%.', 'a fall of 4%', 'A price rises 20% and then falls 20%. Net effect?'],
    ],
    right: [
      [
        "Compared with its former share, that's a growth of 25%.",
        'Party X went from 20% to 25% of the vote. Describe the gain.',
      ],
      ['It gained 5%, or 5 percentage points.', 'Party X went from 20% to 25% of the vote. Describe the gain.'],
      ['Its share rose to 25%, from 20%.', 'Party X went from 20% to 25% of the vote. Describe the gain.'],
      [
        '10/50 = 0.2, so the fee fell by 20%.',
        'A gym raised its fee from €40 to €50. In July it put the fee back to €40. By what percentage did the fee fall?',
      ],
      ['The rent rose by 25%.', 'Our rent went from 800 to 1000, how many percent is that?'],
      [
        'The other way round it would be a decrease of 20%.',
        'Our rent went from 800 to 1000, how many percent is that?',
      ],
      [
        'After the rise of 20% it is 120, and overall it is back at 96.',
        'A price rises 20% and then falls 20%. Net effect?',
      ],
      [
        'So overall the price has fallen by 4%. It is not back at its starting level.',
        'A price rises 20% and then falls 20%. Net effect?',
      ],
      ['An increase of 5%.', 'What was the change in revenue from 2019 to 2020?'],
      [
        'So the total reduction is 37%.',
        "A jacket is 30% off, and there's another 10% off at the till. Is that 40% off?",
      ],
    ],
  },
  shares: {
    wrong: [
      [
        'Sand makes up 3/5 of the mix, so 24 kg of sand.',
        '5/8',
        'A mix uses cement and sand in the ratio 3:5. How much sand goes into 40 kg of mix?',
      ],
      [
        'There are 15 parts in all.',
        '8',
        'A mix uses cement and sand in the ratio 3:5. How much sand goes into 40 kg of mix?',
      ],
      [
        'Cement is 60% of the mixture.',
        '3/8',
        'A mix uses cement and sand in the ratio 3:5. How much sand goes into 40 kg of mix?',
      ],
      [
        'Sand makes up three parts, i.e. $3\\cdot 15=45$ kg.',
        '2',
        'Concrete is mixed cement : sand : gravel $= 1:2:3$. How much sand is in $90$ kg of dry mix?',
      ],
      [
        'A third of the mix is gravel.',
        '1/2',
        'Concrete is mixed cement : sand : gravel $= 1:2:3$. How much sand is in $90$ kg of dry mix?',
      ],
      [
        'Syrup: 0.4 l; water: 1.2 l.',
        'water has 5 of 7 parts',
        'Syrup and water are mixed 2 : 5. What goes into 1.4 litres of drink?',
      ],
      [
        'Two fifths of the drink is syrup.',
        '2/7',
        'Syrup and water are mixed 2 : 5. What goes into 1.4 litres of drink?',
      ],
      ['Boys are 3/4 of the class.', '3/7', 'The ratio of boys to girls is 3:4. There are 28 children.'],
    ],
    right: [
      [
        'Sand makes up 5/8 of the mix, and cement is 3/5 of the sand.',
        'A mix uses cement and sand in the ratio 3:5. How much sand goes into 40 kg of mix?',
      ],
      [
        'Cement is 37.5% of it. There are 8 parts in total.',
        'A mix uses cement and sand in the ratio 3:5. How much sand goes into 40 kg of mix?',
      ],
      [
        'Syrup: 400 ml; water: 1 litre. Syrup is 2/7 of the drink.',
        'Syrup and water are mixed 2 : 5. What goes into 1.4 litres of drink?',
      ],
      [
        'Girls are 4 of the 7 parts. Three sevenths of the class are boys.',
        'The ratio of boys to girls is 3:4. There are 28 children.',
      ],
      ['In five years Anna is 25.', 'The ages of Anna and Ben are in the ratio 2:3. In 5 years they sum to 60.'],
    ],
  },
  lists: {
    wrong: [
      ['25 leaves remainder 3 when divided by 7.', '25 leaves 4'],
      ["15 isn't a multiple of 9, so 4,731 isn't divisible by 9; it leaves the remainder 5.", '4731 leaves 6'],
      ['57 has no divisors other than 1 and itself, so it stays.', '3 × 19'],
      ['So the primes are 53, 57 and 59.', '3 × 19'],
      ['The primes: 41, 43, 47, 51.', '3 × 17'],
      ['108 divides 360 evenly.', '36'],
      [
        'Because 405 is the biggest of these, 0.405 is the largest of the three decimals.',
        'the largest is 0.5',
        'Order 0.5, 0.45 and 0.405 from smallest to largest.',
      ],
      [
        '3.095 is the smallest. || Of the other two, 3.65 is the larger one, since 65 is more than 7.',
        'the largest is 3.7',
        'Sort 3.7, 3.65 and 3.095 from smallest to largest.',
      ],
      ['The smallest of the three is −1/2.', 'the smallest is -2/3', 'Order -1/2, -2/3 and -0.6 on the number line.'],
      [
        'Of the other two, 3.095 is the larger one.',
        '3.095 is the smallest',
        'Sort 3.7, 3.65 and 3.095 from smallest to largest.',
      ],
    ],
    right: [
      ["4,731 isn't divisible by 9; it leaves the remainder 6."],
      ['59 has no divisors other than 1 and itself, so it stays.'],
      ['The primes are 53 and 59. The prime candidates were 51, 53, 57, 59.'],
      ['The candidates for primes are 51, 53, 57, 59.'],
      [
        '0.5 is the largest and 0.405 is the smallest of the three.',
        'Order 0.5, 0.45 and 0.405 from smallest to largest.',
      ],
      [
        '3.095 is the smallest. || Of the other two, 3.7 is the larger one.',
        'Sort 3.7, 3.65 and 3.095 from smallest to largest.',
      ],
      ['0.405 is the smallest in the third place.', 'Order 0.5, 0.45 and 0.405 from smallest to largest.'],
      ['If 0.405 is the largest, 0.5 is the smallest.', 'Order 0.5, 0.45 and 0.405 from smallest to largest.'],
    ],
  },
  numerals: {
    wrong: [
      ['400 is CD, 40 is LX and 4 is IV, so 444 is CDLXIV.', 'XL', 'Write 2049 and 444 as Roman numerals.'],
      ['XL is 60, II is 2, so the clock is from 1862.', '40', "Grandpa's clock says MDCCCXLII on the back. What year?"],
      ['LXX is 70, IV is 6.', '4', 'Which year is MCMLXXIV?'],
      ['Counting on from A = 10, the digit C has the value 13.', '12', 'Convert the hexadecimal number 3C to decimal.'],
      ["0010 is 2 and 1101 is C, so in hex it's 2C.", 'D', "What's 45 in binary and hex?"],
      ['7,849 lies between 7,800 and 7,900; it rounds to 7,900.', '7800', 'Round 7,849 to the nearest hundred.'],
    ],
    right: [
      ['400 is CD and 44 is XLIV.', 'Write 444 as a Roman numeral.'],
      ['The side CD is 40, D is 12 and 40 is CD.', 'What is the perimeter?'],
      ["0010 is 2 and 1101 is D, so in hex it's 2D. B stands for 11.", "What's 45 in binary and hex?"],
      ['7,849 rounds to 7,800. To the nearest fifty it rounds to 7,850.', 'Round 7,849 to the nearest hundred.'],
    ],
  },
  scaling: {
    wrong: [
      [
        'The volume is (4/3)πr³, so doubling r makes it six times as large.',
        '8',
        'If I double the radius of a ball, what happens to its volume?',
      ],
      ['So there is twice as much pizza.', '4', 'The diameter of a pizza is doubled. How much more pizza is it?'],
      [
        'At 144 km/h it has double the energy, 400 kJ.',
        '4',
        'Kinetic energy of a car at 72 km/h? And at twice the speed?',
      ],
      ['At half the speed the car would have half the energy.', '0.25', 'What is its kinetic energy?'],
      ['The area is then three times as large.', '9', 'The side of a square is tripled. What happens to the area?'],
    ],
    right: [
      [
        'The surface is 4πr², so doubling r makes it four times as large.',
        'If I double the radius of a ball, what happens?',
      ],
      ['Doubling the radius of a circle makes the area four times as large. The circumference doubles.'],
      ['The volume is four times as large.', 'The radius of a cylinder is doubled.'],
      ['The area is twice as large.', 'The length of a rectangle is doubled.'],
      ['Many think that there is twice as much pizza.', 'The diameter of a pizza is doubled.'],
    ],
  },
  remainders: {
    wrong: [
      ['Equivalently, $90\\equiv -2\\pmod 7$.', '90 leaves 6 modulo 7'],
      ['So 3^100 ≡ 2 (mod 7).', '3^100 leaves 4 modulo 7'],
      ['Indeed 4572 mod 11 = 3.', '7'],
      ['Exactly two elements: C(4,2) = 8.', '6'],
      ['The tenth is 21 + 34 = 55, which is prime.', 'not prime'],
      ['tan 60° = sin/cos = 1/√3.', '1.732'],
    ],
    right: [
      ['Equivalently, $90\\equiv -1\\pmod 7$.'],
      ['So 3^100 ≡ 4 (mod 7), and 10 ≡ 3 (mod 7).'],
      ['The sum is 21 + 32 = 53, which is prime.'],
      ['sin 30° = a/c = 1/2.'],
    ],
  },
}

describe.each(Object.entries(kinds))('%s', (_, { wrong, right }) => {
  it.each(wrong.map(([step, told, question]) => ({ step, told, question })))(
    'are named: $step',
    ({ step, told, question }) => {
      expect(
        accused(step, question)
          .map(({ message, computed }) => `${message} ${computed}`)
          .join('\n'),
      ).toContain(told)
    },
  )
  it.each(right.map(([step, question]) => ({ step, question })))('hold: $step', ({ step, question }) => {
    expect(accused(step, question)).toEqual([])
  })
})
