import Fraction from 'fraction.js'
import { describe, expect, it } from 'vitest'
import { chanceAmong, chanceOf } from '../../extraction/annotate/chance.js'
import { mineCalculations } from '../../extraction/annotate/rules.js'
import { seededRandom } from '../../src/core/statistics/random.js'
import { growth, LINEAR } from '../growth.js'

const mined = (text: string) => mineCalculations(text).map(({ rationale }) => rationale)

describe('the miner without a model', () => {
  it.each([
    [
      'Revenue was $380 million last year. This year it was $412 million, and management was pleased. That is a rise of 8.42%.',
      ['The percentage change from $380 million to $412 million is their difference divided by $380 million.'],
    ],
    [
      'The plant made 1,204 cars and the other plant made 2,317 cars in May. Both plants delivered 3,521 cars.',
      ['Together they are 1,204 + 2,317.'],
    ],
    [
      'Sales were 845 units in the north and 312 units in the south. The north was ahead by 533 units.',
      ['The difference is 845 - 312.'],
    ],
    [
      'A fund holds $2,500 in bonds. It pays 4.5% a year. The yearly income is $112.50 in cash.',
      ['The part is 4.5% of $2,500.'],
    ],
    [
      'Each crate weighs 12.5 kg when it is full. There are 37 crates on the lorry. The load weighs 462.5 kg without the pallets.',
      ['The product is 12.5 x 37.'],
    ],
  ])('finds the calculation behind a number: %s', (text, expected) => {
    expect(mined(text)).toEqual(expected)
  })

  it('puts it before the sentence that states the number, and never names the number', () => {
    const text = 'Sales were 845 units in the north and 312 units in the south. The north was ahead by 533 units.'
    const [insertion] = mineCalculations(text)
    expect(text.slice(insertion?.offset)).toBe(' The north was ahead by 533 units.')
    expect(insertion?.rationale).not.toContain('533')
  })

  it.each([
    [
      'a change in the middle of a sentence',
      'Food Lion said sales were up 26.1 pct to 411.1 mln dlrs from 326.0 mln dlrs.',
      'The value before is 411.1 / (1 + 26.1 pct).',
      ' from 326.0 mln dlrs.',
    ],
    [
      'a part of what the sentence began with',
      'The buyer took 125,723 tonnes, of which 51,880 tonnes are for May shipment, and 73,843 tonnes for June.',
      'The difference is 125,723 - 51,880.',
      ' and 73,843 tonnes for June.',
    ],
    [
      'a fall',
      'Analysts expect acreage of 65 mln acres, down 22 pct from last year’s plantings of 83.3 mln acres.',
      'The value before is 65 / (1 - 22 pct).',
      ' from last year’s plantings of 83.3 mln acres.',
    ],
  ])('stands before the clause where the sentence itself names the numbers: %s', (_, text, rationale, clause) => {
    const [insertion, ...more] = mineCalculations(text)
    expect(more).toEqual([])
    expect(insertion?.rationale).toBe(rationale)
    expect(text.slice(insertion?.offset)).toBe(clause)
  })

  it.each([
    ['an equation on the page', 'There are 845 units and 312 units here. So 845 - 312 = 533 units are left.'],
    ['small round numbers, which fit by chance', 'He has 3 pens and 4 pencils. He lost 7 coins on 20 days.'],
    ['years', 'It was founded in 1957 by him. It was sold in 2004 for a good price. It had run for 47 years.'],
    ['a number said before', 'It sold 845 cars and 312 vans. Again it sold 845 cars.'],
    ['numbers of different kinds', 'It has 845 staff and paid $312 to each. The town has 1157 trees.'],
  ])('is silent about %s', (_, text) => expect(mined(text)).toEqual([]))

  it.each([
    [
      'round thousands, however many digits they show',
      'It used 399,000 tonnes, 967,000 tonnes, 142,000 tonnes, 516,000 tonnes, 378,000 tonnes, 201,000 tonnes, 887,000 tonnes and 729,000 tonnes. Meal fell to 198,000 tonnes.',
    ],
    [
      'halves of a season, a range or a compound',
      'It was 2,067.4 in 1986/87, in a range of 210-270. A 10-year total made 2,090.23 in all.',
    ],
    [
      'the bounds of an interval',
      'Most have between $300,000 and $599,000 in their account. Very few are below $299,000 or have more.',
    ],
    [
      'a small rise, where the value less the share fits as well as the value before it',
      'Sales for the five weeks rose 0.2 pct to 591.2 mln dlrs from 590.0 mln dlrs.',
    ],
    ['shares of shares', 'Grades were 1.5 pct of lead and 9.6 pct of zinc, with 15.63 pct of silver.'],
    [
      'differences of two percentages among others',
      'It rose 1.7 pct, after 2.0 pct and 0.9 pct. It rose to 17.5 pct over the year, compared with 16.6 pct.',
    ],
    [
      'three digits among many numbers',
      'It was 140.9, 146.6, 102.0, 154.0, 159.4, 117.1 and 131.3 units. It fell from 38.7 to 36.9 units.',
    ],
  ])('is silent about %s', (_, text) => expect(mined(text)).toEqual([]))

  it('says how likely a relation is by chance: the more numbers are tried, the likelier', () => {
    const two = 'Sales were 845 units in the north and 312 units in the south. The north was ahead by 533 units.'
    const more = two.replace(' in the south.', ' in the south, 711 units in the east and 128 units in the west.')
    const [alone, among] = [two, more].map((text) => mineCalculations(text, { mostChance: 1 })[0]?.chance ?? 1)
    expect(alone).toBeLessThan(0.01)
    expect(among).toBeGreaterThan(alone ?? 1)
  })

  it('the chance is what dice give', () => {
    const random = seededRandom(3)
    const sums = [3120, 4875.5, 8800, 150].map((value) => ({
      value: new Fraction(value),
      sentence: '',
      kind: 'sum' as const,
      from: [],
    }))
    const [target, tolerance] = [new Fraction(2000), new Fraction(50)]
    const throws = 40_000
    const hits = Array.from({ length: throws }, () => 200 * 10 ** (2 * random.uniform())).filter((number) =>
      sums.some(({ value }) => value.compare(200) >= 0 && Math.abs(value.valueOf() - number) <= 50),
    ).length
    expect(chanceOf(sums, target, tolerance)).toBeCloseTo(hits / throws, 2)
    expect(chanceAmong([0.5, 0.5])).toBe(0.75)
    expect(chanceAmong([])).toBe(0)
  })

  it('is silent where two calculations fit', () => {
    expect(
      mined('There were 200 units, 300 units and 150 units, then 350 units in stock. Together some made 500.0 units.'),
    ).toEqual([])
  })

  it('takes linear time over a page of numbers', () => {
    const page = (length: number) =>
      Array.from({ length }, (_, i) => `It was ${(i * 7919) % 100_003}.${i % 10} units.`).join(' ')
    expect(growth((size) => mineCalculations(page(size)), 5000)).toBeLessThan(LINEAR)
  })
})
