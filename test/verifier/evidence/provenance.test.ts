import { describe, expect, it } from 'vitest'
import { checkEvidence } from '../../../verifier/evidence/index.js'

const found = (question: string, step: string) => checkEvidence({ question, steps: [step] }).steps[0]?.evidence ?? []

describe('a number that the question says in words is from somewhere', () => {
  it.each([
    ['一件衣服原价200元，打八五折，要付多少元？', '200 × 0.85 = 170元。'],
    ['一件衣服原价200元，八折出售，要付多少元？', '200 × 0.8 = 160元，便宜20%。'],
    ['He saves 5 a day for a fortnight. How much is it?', '5 * 14 = 70.'],
    ['A gross of pencils is packed in boxes of 8. How many boxes?', '144 / 8 = 18.'],
    ['They pay 20 every other week, for a year. How much is it?', '26 * 20 = 520.'],
    ['Three score soldiers get 17 coins each. How many coins?', '60 * 17 = 1020.'],
    ['What is 5000 worth at 8% compounded quarterly?', '8% / 4 = 2%, so it is 5000 * 1.02^4.'],
    ['Er arbeitet siebzehn Tage für je 90 Euro. Was verdient er?', '17 * 90 = 1530.'],
    ['Over the next three years it loses 8 a year. How much is it?', '8 * 3 = 24.'],
    ['A sum of 100 grows by 10% a year for two years.', '100 * 1.1² = 121.'],
  ])('%s', (question, step) => {
    expect(found(question, step).filter(({ ok }) => !ok)).toEqual([])
  })

  it('a number from nowhere is still told', () => {
    expect(found('He saves 5 a day for a fortnight. How much is it?', '5 * 17 = 85.')).toContainEqual(
      expect.objectContaining({ kind: 'provenance', claimed: '17', ok: false }),
    )
  })
})

describe('logarithms to base ten under every name', () => {
  it.each(['log10(1000)', '-log10(0.001)', '\\log_{10}(1000)', '\\lg 1000', 'lg(1000)', 'lg 1000'])('%s', (written) => {
    const kinds = (result: number) =>
      found('Compute it.', `${written} = ${result}.`).flatMap(({ kind, ok }) => (kind === 'closed-forms' ? ok : []))
    expect(kinds(3)).toEqual([true])
    expect(kinds(4)).toEqual([false])
  })

  it('lg may be to base two', () => {
    expect(found('How deep is the tree?', 'lg 8 = 3.').filter(({ kind }) => kind === 'closed-forms')).toMatchObject([
      { ok: true },
    ])
  })
})
