import { describe, expect, it } from 'vitest'
import { type CorruptionKind, corrupt, corruptionKinds } from '../../../benchmarks/studies/embedded/recipe/corrupt.js'
import { generateProblem } from '../../../benchmarks/studies/embedded/recipe/problems/index.js'
import { seededRandom } from '../../../src/core/statistics/random.js'

const problems = Array.from({ length: 600 }, (_, i) => generateProblem('test', i))
const toNumber = (text: string) => Number(text.replace(/[$,]/g, ''))

/** Every "a op b = c" of a text, evaluated in floating point. */
function* equations(text: string): Generator<{ text: string; holds: boolean }> {
  for (const [whole, a = '', operator, b = '', c = ''] of text.matchAll(
    /((?:(?<=^|[ ,])-)?\$?[\d,.]*\d)\s*([-+*×x/])\s*(\$?[\d,.]*\d)\s*=\s*(-?\$?[\d,.]*\d)/g,
  )) {
    const [x, y, z] = [toNumber(a), toNumber(b), toNumber(c)]
    const value = operator === '+' ? x + y : operator === '-' ? x - y : operator === '/' ? x / y : x * y
    yield { text: whole, holds: Math.abs(value - z) < 0.006 }
  }
}

describe('generated problems', () => {
  it('repeat for a seed, differ between seeds and indices', () => {
    expect(generateProblem('test', 5)).toEqual(problems[5])
    expect(generateProblem('other', 5)).not.toEqual(problems[5])
    expect(new Set(problems.map(({ question, context }) => `${question}${context}`)).size).toBeGreaterThan(550)
  })

  it('hold only true equations, and end in their answer', () => {
    let checked = 0
    for (const { steps, answer } of problems) {
      for (const { text, holds } of equations(steps.join('\n'))) {
        checked++
        expect(holds, text).toBe(true)
      }
      expect(steps.at(-1)?.replaceAll(',', '')).toContain(answer)
      expect(`${steps}`).not.toMatch(/NaN|undefined|Infinity/)
    }
    expect(checked).toBeGreaterThan(1000)
  })
})

describe('corruptions', () => {
  const corrupted = problems.map((problem, i) => ({ problem, corruption: corrupt(problem, seededRandom(i)) }))

  it('fit nearly every problem, and every kind occurs', () => {
    expect(corrupted.filter(({ corruption }) => corruption !== undefined).length).toBeGreaterThan(590)
    const kinds = new Set(corrupted.map(({ corruption }) => corruption?.kind))
    for (const kind of corruptionKinds) expect(kinds).toContain(kind)
  })

  it('change exactly the last step that is kept', () => {
    for (const { problem, corruption } of corrupted) {
      if (corruption === undefined) continue
      expect(corruption.firstError).toBe(corruption.steps.length - 1)
      expect(corruption.steps.slice(0, -1)).toEqual(problem.steps.slice(0, corruption.firstError))
      expect(corruption.steps.at(-1)).not.toBe(problem.steps[corruption.firstError])
    }
  })

  it.each<[CorruptionKind, boolean]>([
    ['result', false],
    ['operand', true],
    ['operation', true],
  ])('of kind %s leave arithmetic right: %s', (kind, right) => {
    const changed = corrupted
      .filter(({ corruption }) => corruption?.kind === kind)
      .map(({ corruption }) => corruption?.steps.at(-1) as string)
    expect(changed.length).toBeGreaterThan(5)
    for (const step of changed)
      expect(
        [...equations(step)].every(({ holds }) => holds),
        step,
      ).toBe(right)
  })
})
