import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AnswerHint } from '../../../src/core/answers/answer.js'
import { answerKey, answersEqual, numberValue } from '../../../src/core/answers/equivalence.js'
import { evaluate } from '../../../src/core/answers/expression.js'
import { normalLatex } from '../../../src/core/answers/normal.js'

const options = ['15 hp', '20 hp', 'hot dog', 'hot dog stand']

describe('answersEqual', () => {
  it.each<[string, string, AnswerHint?]>([
    ['3', '3.0'],
    ['3', '$3'],
    ['3', '3 dollars'],
    ['3', '# 3'],
    ['3', '**3**'],
    ['3', 'three'],
    ['1234.5', '1,234.5'],
    ['1234.5', '€1,234.5'],
    ['1234.5', '1 234,5'],
    ['1234.5', '1.234,5'],
    ['1234567', '1 234 567'],
    ['-1234', '(1,234)'],
    ['-3', '−3'],
    ['1200000', '1.2 million'],
    ['$5k', '5000'],
    ['50%', '50'],
    ['50%', '0.5', { task: 'percent' }],
    ['1/2', '0.5'],
    ['\\frac{1}{2}', '0.5'],
    ['\\frac12', '1/2'],
    ['\\sin 30^\\circ', '\\frac{1}{2}'],
    ['5\\cos 60^\\circ t', '2.5t'],
    ['\\ln 2 x', 'x\\ln 2'],
    ['\\sin x y', 'y \\sin x'],
    ['\\cos 3 \\theta', '\\cos(3\\theta)'],
    ['\\cos\\frac{\\pi}{3}', '0.5'],
    ['\\log_8 2', '1/3'],
    ['0.\\overline{3}', '\\frac{1}{3}'],
    ['0.1\\overline{6}', '1/6'],
    ['-2.\\overline{45}', '-\\frac{27}{11}'],
    ['2\\frac{1}{2}', '2.5'],
    ['2 1/2', '5/2'],
    ['x = 5', '5'],
    ['They can save $28.', '28'],
    ['B', '(B)'],
    ['B', '(b)', { options }],
    ['B', '20 hp', { options }],
    ['B) 20 hp', '(B)', { options }],
    ['hot dog', 'C', { options }],
    ['yes', 'True'],
    ['No.', 'false', { task: 'boolean' }],
    ['The Eiffel Tower', 'eiffel tower'],
    ['\\text{Evelyn}', 'Evelyn'],
    ['\\text{Yes}', 'yes'],
    ['$\\mathrm{No}$', 'No'],
    ['\\textbf{odd}', 'odd'],
    ['\\text{odd}', 'odd'],
    ['12 and a half', '12.5'],
    ['two and a half hours', '2.5'],
    ['3 and three quarters', '3.75'],
    ["1'234.50", '1234.5'],
    ["CHF 1'234'567", '1,234,567'],
    ['2,5 m', '2.5 m'],
    ['1,25 kg', '1.25'],
    ['(-infinity, 3]', '(-\\infty, 3]'],
    ['(2, inf)', 'x > 2'],
    ['infinity', '∞'],
    ['3 pm', '15:00'],
    ['11 a.m.', '11:00 AM'],
    ['3 pm', '3', { task: 'number' }],
    ['2020/01/05', 'January 5, 2020'],
    ['\\sqrt{8}', '2\\sqrt{2}'],
    ['sqrt(8)', '2√2'],
    ['\\frac{1}{\\sqrt{2}}', '\\frac{\\sqrt{2}}{2}'],
    ['x^2+2x+1', '(x+1)^2'],
    ['3 + 4i', '4i+3'],
    ['\\frac{x+2}{7}', 'x/7+2/7'],
    ['(1, \\frac{1}{2})', '\\left(1,0.5\\right)'],
    ['2, -1', '-1, 2'],
    ['1 \\pm \\sqrt{2}', '1+\\sqrt{2}, 1-\\sqrt{2}'],
    ['[0,1) \\cup (2,\\infty)', '(2, \\infty) ∪ [0, 1)'],
    ['\\begin{pmatrix} 1 & 2 \\\\ 3 & \\frac{8}{2} \\end{pmatrix}', '\\begin{bmatrix}1&2\\\\3&4\\end{bmatrix}'],
    ['\\{1, 2\\}', '{2, 1}'.replace('{', '\\{').replace('}', '\\}')],
    ['90^\\circ', '90'],
    ['5 \\text{ cm}^2', '5'],
    ['10\\%', '10'],
    ['1{,}000', '1000'],
    ['x > 3', '3 < x'],
    ['x^2+y^2=4', '4=y^2+x^2'],
    ['6!', '720'],
    ['3 \\le x', 'x \\geq 3'],
    ['3\\pi', '\\pi \\cdot 3'],
    ['5 \\mathrm{~m}', '5'],
    ['12cm', '12'],
    ['5 kg', '5'],
    ['\\binom{5}{2}', '10'],
    ['\\tfrac{\\pi}{3}', '\\pi/3'],
    ['(1-x^2)^{3/2}', '(1-x^2)\\sqrt{1-x^2}'],
    ['\\log_2 8', '3'],
  ])('%j = %j', (a, b, hint) => {
    expect(answersEqual(a, b, hint), `${answerKey(a, hint)} and ${answerKey(b, hint)}`).toBe(true)
    expect(answersEqual(b, a, hint)).toBe(true)
  })

  it.each<[string, string, AnswerHint?]>([
    ['3', '4'],
    ['3', '-3'],
    ['50%', '0.5'],
    ['1.2 million', '1.2'],
    ['B', 'C'],
    ['A', 'B', { options }],
    ['15 hp', 'B', { options }],
    ['K', 'K', { options }],
    ['yes', 'no'],
    ['yes', 'unknown', { task: 'boolean' }],
    ['maybe', 'maybe', { task: 'boolean' }],
    ['\\sqrt{2}', '1.41'],
    ['(1,2)', '(2,1)'],
    ['(0,1)', '[0,1]'],
    ['x+1', 'x-1'],
    ['x^2', '2x'],
    ['1011_2', '1011'],
    ['\\begin{pmatrix}1&2\\end{pmatrix}', '\\begin{pmatrix}2&1\\end{pmatrix}'],
    ['', ''],
    ['hot', 'dog'],
    ['x > 3', 'x < 3'],
    ['0.333', '1/3'],
    ['3 am', '3 pm'],
    ['12 and a half', '12'],
    ['cube root of 5', '5'],
    ['|x - 1|', 'x - 1'],
    ['\\sqrt{2}', '1.4142135'],
    ['5\\overline{3}', '\\frac{16}{3}'],
    ['3\\pi', '3'],
    ['2x', '2'],
    ['4i', '4'],
    ['3 \\leq x', '3'],
    ['twelve monkeys', '12 years', { task: 'text' }],
  ])('%j ≠ %j', (a, b, hint) => {
    expect(answersEqual(a, b, hint), `${answerKey(a, hint)} and ${answerKey(b, hint)}`).toBe(false)
  })
})

describe('answerKey', () => {
  it('groups every spelling of a number, and gives null where there is nothing', () => {
    expect(new Set(['3', '3.0', '$3', '3 dollars', '# 3', '3.', ' 3 '].map((answer) => answerKey(answer)))).toEqual(
      new Set(['number 3']),
    )
    expect(answerKey('   ')).toBeNull()
    expect(answerKey('nothing of these', { options })).toBeNull()
    expect(answerKey('many', { task: 'number' })).toBeNull()
  })

  it('is the same for a number however it is written (property)', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -10_000_000, max: 10_000_000 }),
        fc.integer({ min: 0, max: 99 }),
        (whole, cents) => {
          const text = `${whole}.${String(cents).padStart(2, '0')}`
          const [integer, decimals] = text.replace('-', '').split('.') as [string, string]
          const grouped = `${text.startsWith('-') ? '-' : ''}${integer.replace(/\B(?=(\d{3})+$)/g, ',')}.${decimals}`
          expect(answerKey(grouped)).toBe(answerKey(text))
          expect(answerKey(`$${grouped}`.replace('$-', '-$'))).toBe(answerKey(text))
          expect(numberValue(text)?.toString()).toBe(String(Number(text)))
        },
      ),
    )
  })

  it('never throws and ends quickly, whatever it is given', () => {
    const piece = fc.constantFrom(
      '\\frac',
      '{',
      '}',
      '(',
      ')',
      '^',
      '9',
      '!',
      '\\sqrt',
      '[',
      ']',
      'x',
      '+',
      '-',
      ',',
      '=',
      '\\pm',
      '|',
      '/',
      '0',
      '\\begin{pmatrix}',
      '_',
      '%',
      '$',
      ' ',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const key = answerKey(pieces.join(''))
        expect(key === null || key.length > 0).toBe(true)
      }),
      { numRuns: 3000 },
    )
    for (const bomb of [
      '9^9^9^9^9',
      `${'('.repeat(500)}1`,
      '2^{2^{2^{2^{2^2}}}}',
      '60!^{60}',
      '|'.repeat(500),
      `${'\\frac{1}'.repeat(60)}2`,
      '1,'.repeat(499),
      '-'.repeat(590),
    ]) {
      answerKey(bomb) // without bounds, none of these would come back
    }
  })
})

describe('values of expressions', () => {
  /** An expression as LaTeX and as people type it, with its value computed beside it. */
  interface Node {
    latex: string
    typed: string
    value: number
  }
  const leaf = fc.oneof(
    fc.integer({ min: 1, max: 30 }).map((n): Node => ({ latex: String(n), typed: String(n), value: n })),
    fc.constant<Node>({ latex: '\\pi', typed: 'pi', value: Math.PI }),
  )
  const { tree } = fc.letrec<{ tree: Node }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.tuple(tie('tree'), tie('tree')).map(
        ([a, b]): Node => ({
          latex: `\\left(${a.latex} + ${b.latex}\\right)`,
          typed: `(${a.typed}+${b.typed})`,
          value: a.value + b.value,
        }),
      ),
      fc.tuple(tie('tree'), tie('tree')).map(
        ([a, b]): Node => ({
          latex: `(${a.latex} \\cdot ${b.latex})`,
          typed: `(${a.typed} * ${b.typed})`,
          value: a.value * b.value,
        }),
      ),
      fc.tuple(tie('tree'), tie('tree')).map(
        ([a, b]): Node => ({
          latex: `\\dfrac{${a.latex}}{${b.latex}}`,
          typed: `(${a.typed})/(${b.typed})`,
          value: a.value / b.value,
        }),
      ),
      tie('tree').map(
        (a): Node => ({ latex: `\\sqrt{${a.latex}}`, typed: `sqrt(${a.typed})`, value: Math.sqrt(a.value) }),
      ),
      tie('tree').map((a): Node => ({ latex: `{${a.latex}}^{2}`, typed: `(${a.typed})^2`, value: a.value ** 2 })),
    ),
  }))

  it('are what arithmetic says, in both spellings (property)', () => {
    fc.assert(
      fc.property(tree, ({ latex, typed, value }) => {
        const [fromLatex, fromTyped] = [evaluate(normalLatex(latex)), evaluate(normalLatex(typed))]
        for (const found of [fromLatex, fromTyped]) {
          expect(
            Math.abs((found?.approximate ?? Number.NaN) - value) / Math.abs(value),
            `${latex} = ${value}`,
          ).toBeLessThan(1e-9)
        }
      }),
      { numRuns: 500 },
    )
  })
})
