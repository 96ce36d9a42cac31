import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { literalAt } from '../../../verifier/evidence/claims/spoken/amounts.js'
import * as amounts from '../../../verifier/evidence/claims/spoken/begins.js'
import { Cursor } from '../../../verifier/evidence/claims/spoken/cursor.js'
import { factorAt, phraseAt } from '../../../verifier/evidence/claims/spoken/phrases.js'
import * as terms from '../../../verifier/evidence/terms/begins.js'
import { Grammar } from '../../../verifier/evidence/terms/grammar.js'
import { unreadable } from '../../../verifier/evidence/terms/value.js'

/** Steps of solutions in which things are said in many ways, and sentences with what begins otherwise than most. */
const said = ['claims-1', 'claims-2', 'claims-3', 'claims-5'].flatMap((name) =>
  readFileSync(`benchmarks/samples/fresh/${name}.ndjson`, 'utf8')
    .trim()
    .split('\n')
    .filter((_, i) => i % 6 === 0)
    .flatMap((line): string[] => JSON.parse(line).steps ?? []),
)
const texts = [
  ...said,
  'Minus 5 plus 3, negative two, and the square root of 16; e^2, i^2, 2i, π/2, φ(10), FF_16, A₁₆, 0x1F, \\frac{1}{2}, C(5, 2), |−3|, ⌊7/2⌋, √16.',
  'A third of 12, half of 8, twice 5, the fifth prime, a hundred, the greatest common divisor of 12 and 18, log base 2 of 8, the remainder when 17 is divided by 5.',
  'A further 20% rise, successive discounts of 10% and 20%, two increases of 10%, doubling, cutting the price by 5%, the factor of 1.2, no change, the original price.',
  'The 15% tip on $80, half a percent of 200, about all of the 24 hours, each hour, a dozen, an hour and a half, $5, .5 litres, a quarter of a percent, 3/4 of 12.',
]

/** Places at which something is read of a text, of which it is said that nothing begins there. */
const passedOver = (text: string, mayBegin: (at: number) => boolean, reads: (at: number) => boolean): string[] =>
  Array.from(text, (_, at) => at)
    .filter((at) => !mayBegin(at) && !/[\p{L}\d]/u.test(text.charAt(at - 1)) && reads(at))
    .map((at) => text.slice(at, at + 30))

describe('what is told by the first word', () => {
  it('passes over no term', () => {
    const isRead = (text: string) => (at: number) => {
      try {
        return new Grammar(text, at, true).whole().readings.length > 0
      } catch (error) {
        if (error === unreadable) return false
        throw error
      }
    }
    expect(texts.length).toBeGreaterThan(200)
    expect(texts.flatMap((text) => passedOver(text, (at) => terms.mayBegin(text, at), isRead(text)))).toEqual([])
  })

  it('passes over no amount, share or change', () => {
    const isRead = (text: string) => (at: number) =>
      [phraseAt, factorAt, literalAt].some((read) => read(new Cursor(text, at)) !== null)
    const lines = texts.filter((text) => !/unchanged/i.test(text))
    expect(lines.flatMap((text) => passedOver(text, (at) => amounts.mayBegin(text, at), isRead(text)))).toEqual([])
  })
})
