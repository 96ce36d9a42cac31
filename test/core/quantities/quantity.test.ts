import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseQuantity, readQuantities } from '../../../src/core/quantities/quantity.js'
import { growth, LINEAR } from '../../growth.js'

const read = (text: string, words = false) => readQuantities(text, { words }).map(({ value }) => value.toFraction(true))

describe('readQuantities', () => {
  it.each([
    ['He pays $1,234.50 for 12 pens.', ['1234 1/2', '12']],
    ['-3 or −4, but 5-6 pages', ['-3', '-4', '5', '6']],
    ['1 1/2 cups, 3/4 of it, ½ and 2½', ['1 1/2', '3/4', '1/2', '2 1/2']],
    ['20% and 25 basis points', ['20', '1/4']],
    ['$5 million, US$2.5bn, €3k', ['5000000', '2500000000', '3000']],
    ['1,23 is two numbers; 1,234,567 is one', ['1', '23', '1234567']],
    ['1e6 and 2.5E-3', ['1000000', '1/400']],
    ['LaTeX: 1{,}000', ['1000']],
    ["CHF 1'234'500.50 and 12’500, 5'10 and '90", ['1234500 1/2', '12500', '5', '10', '90']],
  ])('%s', (text, expected) => {
    expect(read(text)).toEqual(expected)
  })

  it.each(['at 3:30', 'on 2024-01-31', 'on 1/2/2024', 'the 3rd', 'x2 and Q4', 'a_1', '101_2', 'no number'])(
    'finds no quantity in "%s"',
    (text) => {
      expect(read(text)).toEqual([])
    },
  )

  it('reads words on request', () => {
    const text = 'twenty-five boys, two hundred and five, a third, two thirds, half, twice, three million'
    expect(read(text, true)).toEqual(['25', '205', '1/3', '2/3', '1/2', '2', '3000000'])
    expect(read(text)).toEqual([])
  })

  it('names unit, currency, per cent, scale and decimals', () => {
    const [price, pens, rate] = readQuantities('$2.50 each, 12 pens, 7.25%')
    expect(price).toMatchObject({ currency: 'USD', digits: 2, span: [0, 5] })
    expect(pens).toMatchObject({ unit: 'pen', digits: 0 })
    expect(rate).toMatchObject({ percent: true, digits: 2 })
    expect(readQuantities('$3 million')[0]).toMatchObject({ scale: 1e6, span: [0, 10] })
  })

  it('reads back what it is given, at its place', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 4 }), (whole, decimals) => {
        const written = (whole / 10 ** decimals).toFixed(decimals)
        const [quantity, more] = readQuantities(`It costs ${written} dollars`)
        expect(more).toBeUndefined()
        expect(quantity?.value.valueOf()).toBeCloseTo(Number(written), 8)
        expect(`It costs ${written} dollars`.slice(...(quantity?.span ?? [0, 0]))).toBe(written)
        expect(quantity?.digits).toBe(decimals)
      }),
    )
  })

  it('takes linear time on digits without end', () => {
    for (const unit of ['1', '1,', '1/1 '])
      expect(
        growth((size) => readQuantities(unit.repeat(size / unit.length)), 400_000),
        unit,
      ).toBeLessThan(LINEAR)
  })
})

describe('parseQuantity', () => {
  it.each([
    ['$1,234.50', 1234.5],
    ['(1,234)', -1234],
    ['$(5.2)', -5.2],
    ['12 pens', 12],
    ['-3/4', -0.75],
    ['\\$5', 5],
    ['20\\%', 20],
    ['seven', 7],
  ])('%s', (text, expected) => {
    expect(parseQuantity(text)?.value.valueOf()).toBe(expected)
  })

  it.each(['', 'abc', '1 2', '3 of 4', 'between 3 and 5'])('is null for "%s"', (text) => {
    expect(parseQuantity(text)).toBeNull()
  })
})
