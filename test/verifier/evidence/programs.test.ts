import { describe, expect, it } from 'vitest'
import { accuses } from '../../../src/core/records/findings.js'
import { checkEvidence } from '../../../verifier/evidence/index.js'
import { parseProgram } from '../../../verifier/evidence/programs/parse.js'
import { run } from '../../../verifier/evidence/programs/run.js'
import { Refused } from '../../../verifier/evidence/programs/tokens.js'

const output = (source: string) => run(parseProgram(source)).output

/** What Python 3 prints. */
const programs: readonly (readonly [source: string, printed: string])[] = [
  ['print(7 // 2, -7 // 2, 7 % 3, -7 % 3, 7 / 2, 2 ** 10)', '3 -4 1 2 3.5 1024\n'],
  ['print(10 / 5, 1e16, 0.1 + 0.2, round(2.5), round(2.675, 2))', '2.0 1e+16 0.30000000000000004 2 2.67\n'],
  ['for i in range(2, 11, 3):\n    print(i, end=" ")', '2 5 8 '],
  ['x = [1, 2, 3, 4, 5, 6]\nprint(sum(x[1:5:2]), x[::-1], x[-2:])', '6 [6, 5, 4, 3, 2, 1] [5, 6]\n'],
  [
    'def add(x, acc=[]):\n    acc.append(x)\n    return acc\n\na = add(1)\nb = add(2, [])\nc = add(3)\nprint(a, b, c, a is c)',
    '[1, 3] [2] [1, 3] True\n',
  ],
  [
    'total = 0\nfor i in range(2, 20, 4):\n    if i % 3 == 0:\n        continue\n    total += i\nelse:\n    total *= 2\nprint(total)',
    '52\n',
  ],
  ['def f(n):\n    if n <= 1:\n        return 1\n    return n * f(n - 2)\nprint(f(5))', '15\n'],
  ['a = b = [1]\na += [2]\nb = b + [3]\nprint(a, b)', '[1, 2] [1, 2, 3]\n'],
  [
    "d = {'a': 1}\nfor c in 'banana':\n    d[c] = d.get(c, 0) + 1\nprint(d, 'n' in d)",
    "{'a': 4, 'b': 1, 'n': 2} True\n",
  ],
  [
    'print([x * y for x in range(3) for y in (1, 2) if x != y], {k: k * k for k in (1, 2)})',
    '[0, 0, 2, 2] {1: 1, 2: 4}\n',
  ],
  [
    'n = 3\nwhile True:\n    n -= 1\n    if n < 0: break\nelse:\n    print("never")\nprint(f"{n} {n/2:.2f}", not n, n or 5)',
    '-1 -0.50 False -1\n',
  ],
  [
    'print(sorted([3, 1, 2], key=lambda v: -v), max("ab", "b"), (1,), None, "it\'s", ["it\'s"])',
    '[3, 2, 1] b (1,) None it\'s ["it\'s"]\n',
  ],
  [
    'print(True + True, 1 == 1.0, 1 < 2 < 2, "a" * 3, int("12") + int(3.9), [1, 2] == [1, 2])',
    '2 True False aaa 15 True\n',
  ],
]

describe('the interpreter', () => {
  it.each(programs)('%s', (source, printed) => {
    expect(output(source)).toBe(printed)
  })

  it.each([
    'while True:\n    pass',
    'x = 9 ** 9 ** 9',
    'import os\nprint(1)',
    'open("f")',
    'class A:\n    pass',
    'def f(n):\n    return f(n + 1)\nf(0)',
    'print([0] * 10 ** 9)',
    'x = [1]\nx.append(x[5])',
    'print({1, 2})',
    'x = 1\nbreak\nprint(x)',
    'return 1',
    'def f():\n    continue\nfor i in range(2):\n    f()',
  ])('refuses %s', (source) => {
    expect(() => output(source)).toThrow(Refused)
  })
})

describe('what a programme prints, against the answer', () => {
  const accused = (question: string, steps: readonly string[], answer: string) =>
    checkEvidence({ question, steps: [...steps], answer }).steps.flatMap(({ evidence }, step) =>
      evidence.filter(accuses).map(({ kind, computed }) => ({ step, kind, computed })),
    )
  const loop = "What does this print?\nfor i in range(2, 11, 3):\n    print(i, end=' ')"

  it('accepts the output however it is written', () => {
    for (const answer of ['2 5 8', '2, 5, 8', '`2 5 8`', 'It prints 2 5 8.'])
      expect(accused(loop, ['So.'], answer)).toEqual([])
  })

  it('names the step that says what is not so of the programme', () => {
    expect(
      accused(loop, ['The loop begins at i = 2.', 'Then come 5, 8 and 11.', 'It prints 2 5 8 11.'], '2 5 8 11'),
    ).toEqual([{ step: 1, kind: 'programs', computed: '2 5 8' }])
  })

  it('stands in the last step where a claim accuses another one', () => {
    expect(
      accused(loop, ['The loop begins at i = 2.', 'So i runs over 2, 5, 8, 11.', 'It prints 2 5 8 11.'], '2 5 8 11'),
    ).toEqual([
      { step: 1, kind: 'programs', computed: '2, 5, 8' },
      { step: 2, kind: 'programs', computed: '2 5 8' },
    ])
  })

  it('evaluates a call or a name that is asked for', () => {
    const halvings =
      'Given\ndef f(n):\n    count = 0\n    while n > 1:\n        n = n // 2\n        count = count + 1\n    return count\nwhat is the value of f(100)?'
    expect(accused(halvings, ['Six.'], '6')).toEqual([])
    expect(accused(halvings, ['`3 // 2` is 1.5.', 'So 7.'], '7')).toMatchObject([
      { step: 0, kind: 'programs', computed: '1' },
      { kind: 'programs', computed: '6' },
    ])
    const last = 'What is the value of x after this program?\nx = 10\nwhile x > 3:\n    x = x - 4'
    expect(accused(last, ['x is 2.'], '2')).toEqual([])
    expect(accused(last, ['The final value is 6.'], '6')).toMatchObject([{ computed: '2' }])
  })

  it('is silent where it does not know the language, or what is asked', () => {
    expect(accused('What does this print?\nimport math\nprint(math.pi)', ['4'], '4')).toEqual([])
    expect(accused('What does this print?\nx = 1\nreturn x\nprint(x)', ['It prints 1.'], '1')).toEqual([])
    expect(accused('How long does this take?\nfor i in range(3):\n    print(i)', ['5'], '5')).toEqual([])
  })
})
