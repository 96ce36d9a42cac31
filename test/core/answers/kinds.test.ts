import { describe, expect, it } from 'vitest'
import { answersEqual } from '../../../src/core/answers/equivalence.js'

/** Of each kind: what means the same as the first, and near misses. Votes and graders both ask here. */
const kinds: Record<string, [answer: string, same: string[], other: string[]]> = {
  surds: ['5\\sqrt{2}', ['5√2', '\\sqrt{50}', '\\frac{10}{\\sqrt2}'], ['5\\sqrt{3}', '5', '\\sqrt{2}']],
  polynomials: ['x^2 - 1', ['(x-1)(x+1)', '-1 + x²'], ['x^2 + 1', 'x^2', '(x-1)^2']],
  sets: ['\\{1, 2, 3\\}', ['3, 2, 1', '{1,2,3}', '1 and 2 and 3', '1, 2 or 3'], ['\\{1, 2\\}', '\\{1, 2, 4\\}', '123']],
  tuples: [
    '(1, 2)',
    ['\\left(1,2\\right)', '(1; 2)', 'x = 1, y = 2', 'y = 2, x = 1'],
    ['(2, 1)', '[1, 2)', 'x = 2, y = 1'],
  ],
  assignments: ['x = 1, y = 2', ['y = 2 and x = 1', '(1, 2)', '1, 2'], ['x = 2, y = 1', 'x = 1, y = 3']],
  'lists of points': ['(1, 2), (3, 4)', ['(3,4) and (1,2)', 'x=1,y=2;x=3,y=4'], ['(1, 2)', '(2, 1), (4, 3)']],
  intervals: ['[2, 5)', ['2 \\le x < 5', '5 > x ≥ 2', 'x \\in [2,5)'], ['(2, 5)', '[2, 5]', '2 < x < 5', 'x < 5']],
  rays: ['x > -3', ['(-3, \\infty)', '-3 < x', '-2x < 6', '2x + 1 > -5'], ['x < -3', 'x \\ge -3', '(-\\infty, -3)']],
  unions: ['|x| \\ge 2', ['(-\\infty,-2] \\cup [2,\\infty)'], ['|x| \\le 2', '[-2, 2]', '|x| > 2']],
  equations: ['y = 2x + 1', ['2x - y + 1 = 0', '4x - 2y = -2'], ['y = 2x - 1', '2x + y + 1 = 0', 'y = 2x']],
  matrices: [
    '\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}',
    ['\\begin{bmatrix} 1 & 2 \\\\ 3 & 4 \\end{bmatrix}'],
    ['\\begin{pmatrix}1&3\\\\2&4\\end{pmatrix}'],
  ],
  'complex numbers': ['3 + 4i', ['4i + 3', '(2+i)^2', '\\frac{25}{3-4i}'], ['3 - 4i', '3', '4i', '7']],
  'the imaginary unit': ['-1', ['i^2', 'e^{i\\pi}', '|i| - 2'], ['i', '1']],
  'mixed numbers': ['2\\frac{1}{2}', ['5/2', '2.5', '2 1/2', '2½'], ['2 \\cdot \\frac12', '21/2']],
  decimals: ['\\frac{1}{3}', ['0.\\overline{3}', '0.3333333333333333'], ['0.3', '0.33', '0.34']],
  grouping: [
    '1234567',
    ['1,234,567', '12,34,567', '1 234 567', '1{,}234{,}567', '1,\\!234,\\!567'],
    ['1234', '1,234.567'],
  ],
  'powers of ten': [
    '1500000',
    ['1.5 \\times 10^6', '1.5e6', '1.5·10⁶', '1.5 million'],
    ['1.5', '1.5 \\times 10^5', '15'],
  ],
  percentages: ['45%', ['45\\%', '45 percent'], ['4.5%', '55%']],
  units: ['5 km', ['5', '5000 m', '5\\text{ km}'], ['5 m', '5 kg', '50 m']],
  ratios: ['3:4', ['3 : 4', 'A:B = 3:4'], ['4:3', '3', '3:5']],
  'plus and minus': ['\\pm 3', ['-3, 3', '3 or -3'], ['3', '-3']],
  infinity: ['\\infty', ['∞', '+\\infty'], ['-\\infty', '0']],
  'the empty set': ['\\emptyset', ['\\varnothing', '∅', '\\{\\}'], ['0', '\\{0\\}']],
  dates: ['March 3, 2021', ['2021-03-03', '3. März 2021', '2021年3月3日'], ['March 4, 2021', '3', '2021']],
  times: ['15:30', ['3:30 p.m.', '15:30 Uhr'], ['3:30 a.m.', '15:31', '15']],
  dress: [
    '\\frac{3}{4}',
    [
      '\\dfrac34',
      '\\displaystyle\\frac{3}{4}',
      '\\boxed{\\frac{3}{4}}',
      '\\\\frac{3}{4}',
      '\\begin{aligned}x&=\\frac34\\end{aligned}',
    ],
    ['\\frac{4}{3}'],
  ],
  logarithms: ['3', ['\\log_2 8', '\\ln e^3'], ['\\log_2 9', '\\log_3 8']],
  'angles and their functions': [
    '\\frac{\\sqrt{3}}{2}',
    ['\\sin 60^\\circ', '\\cos\\frac{\\pi}{6}'],
    ['\\sin 30^\\circ', '\\frac{\\sqrt3}{3}'],
  ],
}

describe.each(Object.entries(kinds))('%s', (_kind, [answer, same, other]) => {
  const hint = { task: 'expression' }
  it.each(same)(`${answer} is %s`, (each) => {
    expect([answersEqual(answer, each, hint), answersEqual(each, answer, hint)]).toEqual([true, true])
  })
  it.each(other)(`${answer} is not %s`, (each) => {
    expect([answersEqual(answer, each, hint), answersEqual(each, answer, hint)]).toEqual([false, false])
  })
})
