import { describe, expect, it } from 'vitest'
import { accuses } from '../../../src/core/records/findings.js'
import { checkEvidence } from '../../../verifier/evidence/index.js'

const accused = (step: string, question = 'What holds?') =>
  checkEvidence({ question, steps: [step] })
    .steps.flatMap(({ evidence }) => evidence)
    .filter(accuses)

/** A false statement with what is right, and true ones that look alike. */
const spoken: readonly (readonly [fails: string, computed: string, ...holds: string[]])[] = [
  [
    'Two and a half hours are 130 minutes.',
    '150 minutes',
    'Two and a half hours are 150 minutes.',
    'Half an hour later it is 10 past 5.',
  ],
  [
    '2.5 hours is 2 hours and 50 minutes.',
    '9000 s',
    '2.5 hours is 2 hours and 30 minutes.',
    'The film of 2 hours is 20 minutes longer than the other.',
  ],
  [
    'Three quarters of an hour is 40 minutes.',
    '45 minutes',
    'Three quarters of an hour is 45 minutes.',
    'An hour is 5 km at this pace.',
  ],
  ['90 seconds is 2 minutes.', '1.5 minutes', '90 seconds is 1.5 minutes.', '250 seconds is about 4 minutes.'],
  [
    'A centimetre is a tenth of a metre.',
    '0.01 m',
    'A centimetre is a hundredth of a metre.',
    'A tenth of the class is 3.',
  ],
  ['3 days make 82 hours.', '72 hours', '3 days make 72 hours.', '3 days make 24 hours of work.'],
  ['1 GB is 100 MB.', '1000 MB', '1 GB is 1000 MB.', '1 GB is 1024 MB.'],
  ['100 Mbit/s is 100 MB/s.', '12.5 MB/s', '100 Mbit/s is 12.5 MB/s.', '2 gallons are 8 quarts.'],
  ['Increasing 80 by 25% gives 105.', '100', 'Increasing 80 by 25% gives 100.', 'We add 10, increasing 80 by 25%.'],
  ['$80 with 20% off is $62.', '$64', '$80 with 20% off is $64.', 'The $80 jacket is $5 more with 20% off.'],
  [
    '18 of the 24 students, or 80%, passed.',
    '75%',
    '18 of the 24 students, or 75%, passed.',
    '18 of the 24 students, 10% fewer than before, passed.',
  ],
  ['3/8 is 35%.', '37.5%', '3/8 is 38%.', '3/8 is 35% of this.'],
  ['One fifth is 25%.', '20%', 'One fifth is 20%.', 'One fifth is €17.'],
  [
    'Going from 40 to 50 is a 20% increase.',
    'an increase of 25%',
    'Going from 40 to 50 is a 25% increase.',
    'Going from 4% to 6% is a 2% increase.',
  ],
  [
    'A rise of 20% followed by a fall of 20% leaves the price unchanged.',
    'a decrease of 4%',
    'A rise of 25% followed by a fall of 20% leaves the price unchanged.',
    'A rise of 20% leaves the price above the old one.',
  ],
  [
    'A 25% increase means multiplying by 0.25.',
    'an increase of 25%',
    'A 25% increase means multiplying by 1.25.',
    'A 25% increase is 20.',
  ],
  [
    'Doubling is a 200% increase.',
    'an increase of 100%',
    'Doubling is a 100% increase.',
    'Doubling is 200% of the value.',
  ],
  ['Adding 19% VAT to 200 gives 219.', '238', 'Adding 19% VAT to 200 gives 238.', 'Adding 19 to 200 gives 219.'],
  ['Of 80 students, 25% are 25.', '20', 'Of 80 students, 25% are 20.', 'Of 80 students, 25% are 25 years old.'],
]

describe('amounts in words', () => {
  it.each(spoken)('%s', (fails, computed, ...holds) => {
    expect(accused(fails).map((finding) => finding.computed)).toContain(computed)
    for (const each of holds) expect(accused(each), each).toEqual([])
  })

  it('lets the measures of a question stand', () => {
    const question = 'On Zog an hour is 100 minutes. How many minutes are 3 hours there?'
    expect(accused('An hour is 100 minutes, so 3 hours are 300 minutes.', question)).toEqual([])
  })

  it('takes no part of a sum for a statement', () => {
    for (const step of ['16 boxes hold 176 tiles.', '15:00 UTC is 16:00 in Berlin.'])
      expect(accused(step), step).toEqual([])
  })
})
