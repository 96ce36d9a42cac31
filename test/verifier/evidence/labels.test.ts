import { describe, expect, it } from 'vitest'
import { accuses } from '../../../src/core/records/findings.js'
import { checkEvidence } from '../../../verifier/evidence/index.js'

const accused = (step: string, question: string, context: string) =>
  checkEvidence({ question, context, steps: [step] })
    .steps.flatMap(({ evidence }) => evidence)
    .filter(accuses)

const fails: readonly (readonly [step: string, question: string, context: string])[] = [
  [
    'Inventory is 340.',
    'What are the current assets?',
    'Balance sheet (€k): Cash 120; Receivables 340; Inventory 260; Current assets 720',
  ],
  [
    'Tuesday was the warmest, at 17 °C.',
    'Give the spread.',
    'Noon temperatures: Mon 14 °C, Tue 17 °C, Wed 12 °C, Thu 19 °C, Fri 16 °C',
  ],
  ['Energy is 48.', 'Costs?', 'Rent 48\nWages 310\nEnergy 27\nMaterials 125'],
  [
    'In 2024 it had 26.',
    'How did class 5b develop from 2022 to 2024?',
    '| Class | 2022 | 2023 | 2024 |\n|---|---|---|---|\n| 5a | 24 | 26 | 25 |\n| 5b | 22 | 27 | 28 |\n| 5c | 25 | 23 | 26 |',
  ],
  [
    'It reached 7,700 by 2015.',
    "Describe Carrow's growth.",
    'City;2010;2015;2020\nAldport;12.4;13.1;14.0\nBrightwell;8.2;8.0;7.9\nCarrow;5.5;6.6;7.7\n(population in thousands)',
  ],
  [
    'In Q4, revenue reached €525k on 1,120 orders, which is about €469 per order.',
    'Summarise.',
    '| Quarter | Revenue (k€) | Orders |\n|---|---|---|\n| Q1 | 420 | 1,050 |\n| Q2 | 465 | 1,120 |\n| Q4 | 525 | 1,250 |',
  ],
]

/** Read rightly, of some entries only, after a change, beside another row. */
const holds: typeof fails = [
  [
    'Inventory is 260.',
    'What are the current assets?',
    'Balance sheet (€k): Cash 120; Receivables 340; Inventory 260; Current assets 720',
  ],
  [
    'Thursday was the warmest, at 19 °C.',
    'Give the spread.',
    'Noon temperatures: Mon 14 °C, Tue 17 °C, Wed 12 °C, Thu 19 °C, Fri 16 °C',
  ],
  [
    'Tuesday was the warmest of the first three days.',
    'Give the spread.',
    'Noon temperatures: Mon 14 °C, Tue 17 °C, Wed 12 °C, Thu 19 °C, Fri 16 °C',
  ],
  ['After the change Energy is 48.', 'Costs?', 'Rent 48\nWages 310\nEnergy 27\nMaterials 125'],
  [
    'In 2024 it had 28.',
    'How did class 5b develop?',
    '| Class | 2022 | 2023 | 2024 |\n|---|---|---|---|\n| 5a | 24 | 26 | 25 |\n| 5b | 22 | 27 | 28 |\n| 5c | 25 | 23 | 26 |',
  ],
  [
    'It reached 6,600 by 2015.',
    "Describe Carrow's growth.",
    'City;2010;2015;2020\nAldport;12.4;13.1;14.0\nCarrow;5.5;6.6;7.7',
  ],
  [
    'In Q4, there were 130 orders more than the 1,120 orders of the second quarter.',
    'Summarise.',
    '| Quarter | Revenue (k€) | Orders |\n|---|---|---|\n| Q1 | 420 | 1,050 |\n| Q2 | 465 | 1,120 |\n| Q4 | 525 | 1,250 |',
  ],
]

describe('figures read out of lists', () => {
  it.each(fails)('names: %s', (...claim) => {
    expect(accused(...claim)).not.toEqual([])
  })

  it.each(holds)('leaves: %s', (...claim) => {
    expect(accused(...claim)).toEqual([])
  })
})
