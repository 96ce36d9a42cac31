import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plainStep } from '../../../verifier/judge/plain.js'
import { growth, LINEAR } from '../../growth.js'

describe('plainStep', () => {
  it.each([
    ['**Step 2:** Multiply: \\(6 \\times 8 = 48\\)', 'Multiply: 6 * 8 = 48'],
    ['2. Janet sells 9 eggs.', 'Janet sells 9 eggs.'],
    ['- She earns $18\n- every day', 'She earns $18 every day'],
    ['\\[ \\text{Total} = \\frac{48}{2} = 24 \\]', 'Total = 48/2 = 24'],
    ['$x = \\dfrac{a + 1}{b}$', 'x = (a + 1)/(b)'],
    ['\\boxed{\\frac{3}{4}}', '3/4'],
    ['It costs \\$5, a rise of 20\\%.', 'It costs $5, a rise of 20%.'],
    ['“Yes” – 3 ÷ 4', '"Yes" - 3 / 4'],
    ['2.5 hours remain', '2.5 hours remain'],
    ['###', '###'],
  ])('%j reads %j', (step, plain) => {
    expect(plainStep(step)).toBe(plain)
  })

  it('reads the same whoever set it', () => {
    const writers = [
      '**6 × 8 = 48**',
      '\\(6 \\times 8 = 48\\)',
      '1. 6 * 8 = 48',
      '- `6 * 8 = 48`',
      '$$6 \\cdot 8 = 48$$',
    ]
    expect(new Set(writers.map(plainStep))).toEqual(new Set(['6 * 8 = 48']))
  })

  it('is one line, never empty where the step is not, and takes time that grows with the length', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'\\{}$*#- 12.\n()[]aftext') }), (step) => {
        const plain = plainStep(step)
        expect(plain === '').toBe(step.trim() === '')
        expect(plain).not.toMatch(/^\s|\s$/)
      }),
    )
    for (const unit of ['\\frac{', '\\text{', '$', '\\(', '# ', '(1)/('])
      expect(
        growth((size) => plainStep(unit.repeat(size)), 50_000),
        unit,
      ).toBeLessThan(LINEAR)
  })
})
