import { describe, expect, it } from 'vitest'
import { accuses } from '../../../src/core/records/findings.js'
import { checkEvidence } from '../../../verifier/evidence/index.js'

const accused = (question: string, ...steps: string[]) =>
  checkEvidence({ question, steps }).steps.flatMap(({ evidence }, step) =>
    evidence.filter(accuses).map(({ claimed }) => `${step}: ${claimed}`),
  )

const fine = 'The fine is 0.20 € a day for the first 5 days and 0.50 € for every further day. What do 9 days cost?'
const parking = 'Parking: the first 2 hours cost 4 euros each, every further hour 3 euros. What do 6 hours cost?'

describe('a scale of two rates', () => {
  it.each([
    [fine, '9 × 0.50 € = 4.50 €.', '0.5 for all 9'],
    [parking, '6 · 3 = 18 euros.', '3 for all 6'],
    ['Die ersten 2 Stunden kosten je 4 Euro, jede weitere 3 Euro. Was kosten 6 Stunden?', '6 · 4 = 24', '4 for all 6'],
  ])('is not taken as one: %s | %s', (question, step, claimed) =>
    expect(accused(question, step)).toEqual([`0: ${claimed}`]),
  )

  it.each([
    [fine, '5 × 0.20 € = 1.00 € and 4 × 0.50 € = 2.00 €, together 3.00 €.'],
    [parking, 'The four further hours are 4 · 3 = 12 euros, the first two 8: 2 · 4 = 8.'],
    [parking, 'It would be wrong to reckon 6 · 3 = 18.'],
    ['The first 5 people paid 4 dollars each. The others paid nothing. How much is that for 9 people?', '5 · 4 = 20'],
  ])('is right or open: %s | %s', (question, step) => expect(accused(question, step)).toEqual([]))
})
