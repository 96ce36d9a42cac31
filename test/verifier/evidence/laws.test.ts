import { describe, expect, it } from 'vitest'
import { accuses } from '../../../src/core/records/findings.js'
import { checkEvidence } from '../../../verifier/evidence/index.js'

const accused = (step: string, question = 'What holds?') =>
  checkEvidence({ question, steps: [step] })
    .steps.flatMap(({ evidence }) => evidence)
    .filter(accuses)

const fails: readonly (readonly [step: string, question: string])[] = [
  ['The power turned into heat is voltage divided by current, 12/3 = 4 W.', 'What holds?'],
  [
    'Doubling the speed doubles the kinetic energy, so at 40 m/s it is 400 kJ.',
    'A car of 1,000 kg speeds up from 20 to 40 m/s. Kinetic energy before and after?',
  ],
  ['The current ratio is current liabilities divided by current assets.', 'What holds?'],
  ['Speed is time divided by distance.', 'What holds?'],
  ['The density is mass times volume.', 'What holds?'],
  ['Gross margin is revenue divided by gross profit.', 'What holds?'],
  ['Gross profit equals revenue plus cost of goods sold.', 'What holds?'],
  ['Working capital is current assets plus current liabilities, so 1200.', 'What holds?'],
  ['Equity is assets plus liabilities.', 'What holds?'],
  ['The current is resistance divided by voltage.', 'What holds?'],
  ['Doubling the radius doubles the area of a circle.', 'What holds?'],
  ['Doubling the edge quadruples the volume of a cube.', 'What holds?'],
  ['The return on equity equals equity divided by net income.', 'What holds?'],
  ['40 minutes are 0.4 of an hour.', 'What holds?'],
  ['Ten per cent down from £2,200 brings the wage back to £2,000.', 'What holds?'],
  ['Year 2: 5 % on 1,050 = 50', 'What holds?'],
]

/** What is so, other laws of the same quantities, and what the table does not hold. */
const holds = [
  'The power is voltage times current.',
  'The power is the current times the voltage.',
  'Doubling the speed quadruples the kinetic energy.',
  'Doubling the radius doubles the circumference of a circle.',
  'The current ratio is current assets divided by current liabilities.',
  'Speed is distance divided by time.',
  'The voltage is current times resistance.',
  'Net income is revenue minus expenses.',
  'The margin is revenue minus cost.',
  'Power is work divided by time.',
  'Power is energy over time.',
  'The profit margin is net income over revenue.',
  '30 minutes are 0.5 of an hour.',
  'Ten per cent up from £2,000 brings the wage to £2,200.',
  'A quarter of 2 litres is 500 ml.',
  '0.4 of the class are boys.',
  'Distance is speed times time.',
  'Doubling the time doubles the distance.',
  'At half the speed we need twice the time.',
]

describe('what quantities are made of, in words', () => {
  it.each(fails)('names: %s', (step, question) => {
    expect(accused(step, question)).not.toEqual([])
  })

  it.each(holds)('leaves: %s', (step) => {
    expect(accused(step)).toEqual([])
  })
})
