import { describe, expect, it } from 'vitest'
import { accuses } from '../../../src/core/records/findings.js'
import { checkEvidence } from '../../../verifier/evidence/index.js'

const told = (question: string, step: string) =>
  checkEvidence({ question, steps: [step] }).steps.flatMap(({ evidence }) =>
    evidence.filter(accuses).map(({ kind, message }) => `${kind}: ${message}`),
  )

describe('one claim that several readers read', () => {
  it.each([
    ['A foot is 10 inches.', 'units: one foot is 12 inches, not 10'],
    ['6 out of 40 is 12%.', 'percentages: 6 out of 40 is 15%, not 12%'],
    ['March has 30 days.', 'dates: March has 31 days'],
    ['We find 33 divided by 3 is 13.', 'arithmetic: states 13, but this comes to 11'],
  ])('is told once: %s', (step, only) => expect(told('Check this.', step)).toEqual([only]))

  it('two claims of one sentence are told both', () =>
    expect(told('Check this.', 'A foot is 10 inches, and an hour is 50 minutes.')).toHaveLength(2))
})
