import { describe, expect, it } from 'vitest'
import { accuses } from '../../../src/core/records/findings.js'
import { checkEvidence } from '../../../verifier/evidence/index.js'

const accused = (question: string, ...steps: string[]) =>
  checkEvidence({ question, steps }).steps.flatMap(({ evidence }, step) =>
    evidence.filter(accuses).map(({ kind, computed }) => `${step} ${kind}: ${computed}`),
  )

const car = 'A car brakes from 90 km/h to rest over 50 m. What is its deceleration?'
const flow = 'A pipe delivers 18 cm³ of water per second. How many litres is that per hour?'

describe('a conversion that is reckoned with its factor', () => {
  it('takes the unit of a bare number from where it was written before', () => {
    expect(accused(car, 'In SI units that is 90 · 3.6 = 324 m/s.')).toEqual(['0 units: 25 m/s'])
    expect(accused('Ein Auto fährt mit 54 km/h.', 'Das sind 54 · 3,6 = 194,4 m/s.')).toEqual(['0 units: 15 m/s'])
    expect(accused('A film lasts 150 minutes.', '150 / 100 = 1.5 h')).toEqual(['0 units: 2.5 h'])
  })

  it('takes it from an earlier step, with thin spaces in the number', () => {
    const steps = [
      'In an hour $18\\cdot 3600 = 64\\,800$ cubic centimetres flow.',
      'That is $64\\,800/100 = 648$ litres.',
    ]
    expect(accused(flow, ...steps)).toEqual(['1 units: 64.8 litres'])
    expect(accused(flow, '180,000 cm³ ÷ 100 = 1,800 litres')).toEqual(['0 units: 180 litres'])
  })

  it.each([
    [car, '90 / 3.6 = 25 m/s'],
    [car, '90 · 1000 / 3600 = 25 m/s'],
    [flow, '18 · 3600 = 64,800 cm³, and 64,800 / 1000 = 64.8 litres.'],
    ['10 boxes of 25 cm each stand in a row.', '25 · 10 = 250 mm'],
    ['A walk takes 40 minutes on one day and 40 hours in a year.', '40 / 100 = 0.4 h'],
    ['A plane flies 450 km in 40 minutes.', '40 / 60 ≈ 0.67 h'],
    ['A film lasts 150 minutes.', 'It would be wrong to say 150 / 100 = 1.5 h.'],
  ])('is right or open: %s | %s', (question, step) => expect(accused(question, step)).toEqual([]))
})

describe('an expansion', () => {
  it('is held to a minus before a bracket, within a case too', () =>
    expect(accused('Solve |2x − 5| = x + 1.', 'If it is negative, 2x − 5 = −(x + 1) = −x + 1.')).toHaveLength(1))

  it('is right where the sign is kept', () =>
    expect(accused('Solve |2x − 5| = x + 1.', 'If it is negative, 2x − 5 = −(x + 1) = −x − 1.')).toEqual([]))
})

describe('arithmetic in right solutions of others', () => {
  it.each([
    'The price is P = 15 - .05q = 15 - . 05 * 100 = 15 - 5 = 10.',
    'We have $\\epsilon_1 = 1000 \\mathrm{cm}^{-1} = 1.24 \\times 10^{-20} \\mathrm{J}$.',
  ])('is not accused: %s', (step) => expect(accused('What is it?', step)).toEqual([]))
})
