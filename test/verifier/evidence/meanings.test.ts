import { describe, expect, it } from 'vitest'
import { accuses } from '../../../src/core/records/findings.js'
import { checkEvidence } from '../../../verifier/evidence/index.js'
import { prepare } from '../../../verifier/judge/prepare.js'

/*
 * Signs, words and units with two ordinary meanings: a sentence that holds by one of them is not accused, and one that holds by none still is.
 */

const isAccused = (question: string, text: string) =>
  checkEvidence(prepare({ id: 'chain', question, text })).steps.some(({ evidence }) => evidence.some(accuses))
const saying = (question: string, text: string) =>
  checkEvidence(prepare({ id: 'chain', question, text }))
    .steps.flatMap(({ evidence }) => evidence)
    .filter(accuses)
    .map(({ message }) => message)

const right = (rows: readonly (readonly [string, string])[]) =>
  it.each(rows)('%s %s is left alone', (question, text) => expect(isAccused(question, text)).toBe(false))
const wrong = (rows: readonly (readonly [string, string])[]) =>
  it.each(rows)('%s %s is accused', (question, text) => expect(isAccused(question, text)).toBe(true))

describe('radians, degrees and turns', () => {
  right([
    ['arctan(1)?', 'arctan(1) = π/4 = 45°. The answer is 45°.'],
    ['arcsin(1/2)?', 'arcsin(1/2) = π/6 = 30°.'],
    ['How big is the angle?', 'x = π/3 = 60°'],
    ['How big is the angle?', 'π rad = 180°, so π/6 rad = 30°.'],
    ['How big is the angle?', String.raw`$\frac{\pi}{6} = 30^\circ$, and $\frac{2\pi}{3} = 120^{\circ}$.`],
    ['How big is the angle?', 'arg z = arctan(1/1) = π/4 = 45° = 0.785.'],
    ['How big is the angle?', 'π/7 = 25.7°'],
    ['How big is a radian?', '1 rad = 180/π = 57.3°.'],
    ['How big is a radian?', '180°/π = 57.3°'],
    ['How many turns?', '2π = 1 turn, so π/2 = 0.25 turns.'],
    ['How many turns?', 'π/2 = 1/4 turn = 90°.'],
    ['In gon?', '90° = 100 gon = π/2.'],
  ])
  wrong([
    ['arctan(1)?', 'arctan(1) = π/4 = 60°. The answer is 60°.'],
    ['How big is the angle?', 'x = π/3 = 30°'],
    ['How big is the angle?', 'π/7 = 26.7°'],
    ['How many turns?', 'π/2 = 1/2 turn.'],
    ['How big is the angle?', '90° = π/3.'],
    ['How big is the angle?', '12.5 + 20 = 33.5°'],
  ])
  it('a wrong angle is told in its unit', () =>
    expect(saying('How big?', 'x = π/3 = 30°')).toContain('states 30, but this comes to 60'))
})

describe('hours and minutes with a colon', () => {
  right([
    ['How many minutes is 2:30 h?', '2:30 h = 150 min. The answer is 150.'],
    ['A film lasts 1:50 h. In minutes?', '1:50 h is 110 minutes. The answer is 110.'],
    ['How many seconds?', '4:30 min = 270 s.'],
    ['How many minutes is 1:05:30 h?', '1:05:30 h = 65.5 min.'],
    ['Wie viele Minuten sind 2:30 Std.?', '2:30 Std. = 150 min.'],
    ['When?', 'The train leaves at 8:15 h, which is 15 min late.'],
    ['How many hours?', '8:15 h + 7:45 h = 16 h.'],
  ])
  wrong([
    ['How many minutes is 2:30 h?', '2:30 h = 140 min. The answer is 140.'],
    ['How many minutes?', '1:50 h is 150 minutes.'],
    ['How many seconds?', '4:30 min = 430 s.'],
    ['How many hours?', '2:15 h = 2.15 h'],
  ])
})

describe('functions of one name', () => {
  right([
    ['P(Z<3) for a standard normal?', 'Φ(3) ≈ 0.9987. The answer is 0.9987.'],
    ['IQ 130?', 'z = 2. Phi(2) = 0.9772, so about the 97.7th percentile.'],
    ['What is the density at 0?', 'φ(0) = 1/√(2π) = 0.3989.'],
    ['How many primes are there up to 100?', 'π(100) = 25.'],
    ['Cost function C(x, y) = 3x + 4y. What is C(5, 2)?', 'C(5, 2) = 15 + 8 = 23.'],
    ['Let P(x, y) = x + y. Find P(5, 2).', 'P(5, 2) = 5 + 2 = 7.'],
    ['How many bits?', 'log 8 = 3 since 2^3 = 8 (base 2).'],
  ])
  wrong([
    ["Euler's totient of 10?", 'φ(10) = 5.'],
    ['How many primes are there up to 10?', 'π(10) = 5.'],
    ['How many pairs of five?', 'C(5, 2) = 12.'],
    ['What is it?', 'log 8 = 4.'],
  ])
})

describe('the discount, and what it leaves', () => {
  right([
    ['A shop gives 20% off 80. How big is the discount?', '0.2 × 80 = 16. The answer is 16.'],
    ['A shop gives 20% off 80. How much cheaper is it?', '0.2 × 80 = 16. The answer is 16.'],
    ['A shop gives 20% off 80. By how much is it lowered?', '0.2 × 80 = 16. The answer is 16.'],
  ])
  wrong([
    ['A shop gives 20% off 80. How much is to be paid?', '0.2 × 80 = 16. The answer is 16.'],
    ['A shop gives a discount of 20% on 80. What is the price after the discount?', '0.2 × 80 = 16. The answer is 16.'],
  ])
})

describe('rates and coins', () => {
  right([
    [
      'In a country 1 pound = 20 shillings and 1 shilling = 12 pence. How many pence is 1 pound?',
      '1 pound = 20 × 12 pence = 240 pence. The answer is 240.',
    ],
  ])
  wrong([['One euro is 1.25 dollars. How many euros are 50 dollars?', '50 × 1.25 = 62.5. The answer is 62.5 euros.']])
})

describe('clocks, compasses and calendars', () => {
  right([
    ["It's 10 o'clock. What time is it 5 hours later on a 12-hour dial?", "10 + 5 = 3 o'clock."],
    ['What is 9 + 4?', "9 + 4 = 1 o'clock."],
    ['It is 22:00. When is it in 5 hours?', '22 + 5 = 3, so 3:00.'],
    ['A heading of 350° is turned by 20°.', '350 + 20 = 10, so the heading is 10°.'],
    [
      '29 February 1900 existed in Russia. How come?',
      'Russia used the Julian calendar, and there 1900 was a leap year.',
    ],
  ])
  wrong([
    ["It's 10 o'clock. What time is it 5 hours later?", "10 + 5 = 4 o'clock."],
    ["He starts at 8 o'clock with 10 boxes.", '10 + 5 = 3'],
    ['Was 1900 a leap year?', '1900 was a leap year.'],
    ['What is 10 + 5?', '10 + 5 = 3.'],
  ])
})

describe('units of a size of their own', () => {
  right([
    [
      'Imagine a day of 20 hours. How many hours would a week be?',
      'With 1 day = 20 hours, a week is 7 × 20 = 140 hours.',
    ],
    [
      'In decimal time an hour had 100 minutes. How many had a day of 10 hours?',
      '1 hour = 100 minutes, so a day = 1000.',
    ],
    ['An effort of 2 person-weeks (5 days of 8 h) is how many hours?', '2 weeks = 10 days = 80 hours.'],
    ['How high is 1.80 m?', '1.80 m = 180 cm = 5 ft 11 in.'],
    ['If a week had 10 days, how many days are in 3 weeks?', '3 weeks = 30 days.'],
    ['How long is a year there?', 'On Mercury a year is 88 days.'],
    ['How far?', 'A nautical mile is 1852 m; 10 miles = 18.52 km at sea.'],
    ['How much?', '1 pound = 500 g (Pfund), so 3 pounds = 1.5 kg.'],
  ])
  wrong([
    ['How many days are 3 weeks?', '3 weeks = 30 days.'],
    ['How far?', '10 miles = 18.52 km.'],
    ['How high is 1.80 m?', '1.80 m = 180 cm = 5 ft.'],
    ['How tall?', 'A foot is 10 inches, so five feet are 50 inches.'],
    ['How long is it?', '1 hour = 100 minutes.'],
  ])
})

describe('sentences in quotation marks', () => {
  right([
    [
      "True or false: 'The sum of two odd numbers is odd.'",
      "3 + 5 = 8 is even, so the statement 'the sum of two odd numbers is odd' is false. The answer is false.",
    ],
    ['True or false: "9 is prime."', '9 = 3 · 3, so the statement "9 is prime" is false.'],
  ])
  wrong([["In Python, what is 'a b'.upper()?", "'a b'.upper() is 'A b'."]])
})

describe('errors that are told of', () => {
  right([
    ['What mistake do beginners make?', 'Beginners often add both: 1/2 + 1/3 = 2/5. Correct is 3/6 + 2/6 = 5/6.'],
    ['What is a frequent error?', 'A careless student adds: 1/2 + 1/3 = 2/5. Right: 5/6.'],
    ['Poor Ben computed 12 × 12 = 124. By how much is he off?', "144 - 124 = 20. Ben's 12 × 12 = 124 is 20 too small."],
    ['Tom says (a+b)^2 = a^2 + b^2.', 'If Tom were right, then (1+2)^2 = 1^2 + 2^2, that is 9 = 5, which is absurd.'],
    ['Solve sin x = 0 for 0 ≤ x ≤ π.', 'The answer is x = 0 or x = π.'],
    ['Solve |2x - 3| = 7.', '2x - 3 = 7 gives x = 5; 2x - 3 = -7 gives x = -2. The answer is x = 5 or x = -2.'],
  ])
  wrong([
    ['How many?', "Ben's 12 × 12 = 124 apples are packed."],
    ['How many?', 'The beginners have 12 × 12 = 144 apples. So 144 + 6 = 160.'],
    ['How many?', 'If Tom is right, then 12 × 12 = 124, which fits.'],
    ['Solve 2x - 3 = 7.', '2x - 3 = 7. So x = 4 or x = -2.'],
  ])
})

describe('what another step is about', () => {
  right([['How long?', 'The angle is 30°. A degree of arc has 60 minutes, so half a degree is 30 minutes.']])
  wrong([
    ['How long?', 'arctan(1) = π/4 = 45°. Three quarters of an hour is 40 minutes.'],
    ['How heavy?', 'The silver bowl is lighter. The dish weighs 2 pounds. 2 pounds are 30 ounces.'],
  ])
})

describe('signs with a meaning of their own', () => {
  right([
    ['Define a * b to mean a + 2b. What is 3 * 5?', 'With this operation 3 * 5 = 13, because 3 + 2·5 = 13.'],
    ['In a puzzle 1 + 4 = 5, 2 + 5 = 12, 3 + 6 = 21. What is 5 + 8?', '5 + 8 = 45, since 5 + 40 = 45.'],
    ['In a secret code 2 + 3 = 10, 7 + 2 = 63. What is 5 + 4?', '5 + 4 = 45, since 5 · 9 = 45.'],
    ['Tropical semiring (min-plus): 3 ⊕ 5 and 3 ⊗ 5?', '3 ⊕ 5 = min(3, 5) = 3; 3 ⊗ 5 = 3 + 5 = 8.'],
    ['5/2 in Java?', 'With ints 5/2 = 2; with doubles 5.0/2 = 2.5.'],
    ['Why not 100 mL?', 'Volumes are not additive: 50 mL + 50 mL = 96 mL here.'],
    ['Is it a joke?', 'It is one about rounding: 2.4 + 2.4 = 4.8, and after rounding each number one reads 2 + 2 = 5.'],
    ['A fifth plus a fourth is an octave. Why?', '5th + 4th = 8th: 5 + 4 = 8, because a note is counted twice.'],
  ])
  wrong([
    ['In a puzzle there are 2 + 3 = 5 pieces. And 5 + 8?', '5 + 8 = 45.'],
    ['How many mL?', '50 mL + 50 mL = 96 mL.'],
    ['What is 5.0/2?', 'With doubles 5.0/2 = 3.5.'],
    ['What is it?', 'A third plus a third is a fifth.'],
  ])
})
