import { describe, expect, it } from 'vitest'
import { loadVerifier } from '../../../src/index.js'
import { judged } from './written.js'

/* Numbers in words are read whole: "one hundred twenty minutes" is neither twenty minutes nor a hundred, "the twenty-first letter" not the first. `question || step || !false step` */

const verifier = await loadVerifier('evidence:')

describe('a number in words is read whole', () => {
  it.each([
    'How long? || One hundred twenty minutes is 2 hours.',
    'How long? || !One hundred and twenty minutes is 3 hours.',
    'How long? || Two hundred fifty cm = 2.5 m',
    'How long? || !Two hundred fifty cm = 25 m',
    'How far? || Two thousand fifty metres = 2.05 km',
    'How far? || Zero point fifty metres = 50 cm',
    'How far? || Two point five metres = 250 cm',
    'How long? || It takes two hours thirty minutes = 150 min',
    'How long? || Twenty rounds of thirty seconds = 10 minutes',
    'How heavy? || Twenty packs of fifty grams = 1 kg',
    'How heavy? || 20 packs of 50 grams = 1 kg',
    'When? || One hundred twenty minutes after 9:00 is 11:00.',
    'When? || !One hundred twenty minutes after 9:00 is 10:40.',
    'When? || Two hundred and ten minutes after 9:00 is 12:30.',
    'Angles of a hexagon? || Each interior angle is one hundred twenty degrees.',
    'Angles of a regular hexagon? || Each interior angle of a regular hexagon is one hundred twenty degrees.',
    'Angles of a regular hexagon? || !Each interior angle of a regular hexagon is one hundred and ten degrees.',
    'Which letter? || The twenty-first letter of the alphabet is U.',
    'Which letter? || !The twenty-first letter of the alphabet is V.',
    'Which letter? || The twenty first letter of the alphabet is U.',
    'A sequence starts with 2 and has a common difference of 3. What is the 25th term? || The twenty fifth term is 74.',
    'A sequence starts with 2 and has a common difference of 3. What is the 25th term? || !The twenty-fifth term is 77.',
    'A sequence starts with 2 and has a common difference of 3. What is the 5th term? || The fifth term is 14.',
    'Percent? || One hundred twenty percent of 50 is 60.',
    'Percent? || !One hundred and twenty percent of 50 is 55.',
    'Percent? || Two hundred percent of 50 is 100.',
    'Percent? || A hundred percent of 50 is 50.',
    'Percent? || Twenty-five percent of 80 is 20.',
    'Say. || A hundred metres is 0.1 km.',
    'Say. || !A thousand grams is 2 kg.',
    'Say. || Three thousand metres is 3 km.',
    'Say. || A year has three hundred sixty-five days.',
    'Say. || A leap year has three hundred and sixty-six days.',
    'Say. || A day has one thousand four hundred forty minutes.',
    'Say. || !A day has one thousand four hundred forty-five minutes.',
    'Say. || There are one hundred and sixty-eight hours in a week.',
    'Say. || !There are one hundred sixty hours in a week.',
    'Say. || A set with eight elements has two hundred fifty-six subsets.',
    'Say. || !A set with eight elements has two hundred fifty-four subsets.',
    'Say. || The number 100 has nine divisors.',
    'Say. || One hundred and five is divisible by seven.',
    'Say. || A triangle has angles that sum to one hundred eighty degrees.',
    'Say. || The angles of a quadrilateral sum to three hundred and sixty degrees.',
    'Say. || !The angles of a quadrilateral sum to three hundred and fifty degrees.',
    'Say. || Water boils at two hundred and twelve degrees Fahrenheit.',
    'Say. || Five hundred is half of one thousand.',
    'Say. || Two hundred times three is six hundred.',
    'Say. || !Two hundred times three is five hundred.',
    'Say. || Twelve hundred divided by four is three hundred.',
    'Say. || Two hundred and fifty plus one hundred and fifty is four hundred.',
    'Say. || !Two hundred and fifty plus one hundred and fifty is five hundred.',
    'Say. || One hundred twenty-first place is held by nobody; the list has ninety-nine entries.',
  ])('%s', async (line) => {
    const { expected, firstError } = await judged(line)
    expect(firstError).toBe(expected)
  })
})

it.each([
  ['1 * 20% = 0.3', '0.2'],
  ['50 * 1 * 20% = 12', '10'],
  ['20/50 * 100% = 45', '40'],
])('tells what "%s" comes to: %s', async (step, computed) => {
  const { steps } = await verifier.verify({ id: 'shown', question: 'Compute.', steps: [step] })
  expect(steps[0]?.evidence.find(({ ok }) => !ok)?.computed).toBe(computed)
})

it.each([
  'Buy 4 • 2 + 3 = 5 eggs',
  'We have 12 • 3 + 4 = 7',
  'The set has 2 • 3 + 4 = 7 • 5 + 5 = 10',
  'Results: 4 • 12 / 3 = 4 • 1 + 1 = 2',
])('an equation behind a bullet that holds is an item: %s', async (step) => {
  const { firstError } = await verifier.verify({ id: 'items', question: 'Compute.', steps: [step] })
  expect(firstError).toBe(-1)
})

it.each([
  'Find the derivative of $x^2 \\ln 2$. || The derivative of $x^2 \\ln 2$ is $2 \\ln 2 x$.',
  'Compute. || $\\frac{d}{dx}(e^x \\cos x) = e^x\\cos x - \\sin x\\, e^x$',
  'Compute. || $\\int 2x \\ln 5 \\, dx = \\ln 5 x^2 + C$',
  'Compute. || $\\frac{d}{dx} \\sin 2x = 2\\cos 2x$',
  'Compute. || !$\\frac{d}{dx} \\sin 2x = \\cos 2x$',
])('a letter behind a blank is no part of a logarithm or of a sine of letters: %s', async (line) => {
  const { expected, firstError } = await judged(line)
  expect(firstError).toBe(expected)
})
