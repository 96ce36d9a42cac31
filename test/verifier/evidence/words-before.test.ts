import { describe, expect, it } from 'vitest'
import { accuses } from '../../../src/core/records/findings.js'
import { checkEvidence } from '../../../verifier/evidence/index.js'
import { prepare } from '../../../verifier/judge/prepare.js'

/* Right sentences in which a word, a sign or a convention before or behind changes what is said; beside them false ones of the same form. */

const isAccused = (question: string, step: string) =>
  checkEvidence(prepare({ id: 'chain', question, steps: [step] })).steps.some(({ evidence }) => evidence.some(accuses))

describe('what stands around a claim belongs to it', () => {
  it.each([
    ['Functions', 'The gcd of 12 and 18 plus 1 is 7.'],
    ['Functions', 'The sum of 2, 3 and 4 divided by 3 is 3.'],
    ['Functions', 'The reciprocal of 4 plus 1 is 1.25.'],
    ['Functions', 'Die Wurzel aus 16 plus 9 ist 13.'],
    ['Functions', '2 and a half times 4 is 10.'],
    ['Functions', 'Negative four plus nine is five.'],
    ['Functions', '5 squared plus 1 is 26.'],
    ['Temperatures', 'Minus 10 degrees Celsius is 14 degrees Fahrenheit.'],
    ['Temperatures', 'Global warming of 1.5 °C is 2.7 °F.'],
    ['He works 8 hours a day. How many hours are 5 days?', '5 days is 40 hours.'],
    ['A bank counts a month as 30 days and a year as 360 days. How many days are 2 years?', '2 years is 720 days.'],
    ['Time', 'Under 30/360, 6 months is 180 days.'],
    ['What is the average total costs for 2017, 2018 and 2019?', '(3,631+10,647+8,455)/3 = 7577.67'],
    ['What is the average total costs for 2017, 2018 and 2019?', 'The average is 7577.67.'],
    ['What does `sum(range(1, 11))` return in Python?', 'range(1, 11) yields 1, 2, ..., 10.'],
    ['Let a ⊕ b = 2a - b. What is 5 ⊕ 3?', '5 ⊕ 3 = 10 - 3 = 7.'],
    ['What is 6 & 3?', '6 & 3 = 110 & 011 = 010 = 2.'],
  ])('right: %s %s', (question, step) => {
    expect(isAccused(question, step)).toBe(false)
  })

  it.each([
    ['Functions', '18 plus 1 is 20.'],
    ['Functions', 'Four plus nine is twelve.'],
    ['Temperatures', '10 degrees Celsius is 40 degrees Fahrenheit.'],
    ['Time', '5 days is 140 hours.'],
    ['What does `range(1, 4)` give in Python?', 'range(1, 4) yields 1, 2, 3, 4.'],
    ['What is the average of 2017, 2018 and 2022?', 'The average is 2018.'],
    ['What is 6 & 3?', '6 & 3 = 3.'],
  ])('wrong: %s %s', (question, step) => {
    expect(isAccused(question, step)).toBe(true)
  })
})
