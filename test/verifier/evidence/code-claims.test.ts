import { describe, expect, it } from 'vitest'
import { accuses } from '../../../src/core/records/findings.js'
import { checkEvidence } from '../../../verifier/evidence/index.js'

const accused = (question: string, steps: readonly string[]) =>
  checkEvidence({ question, steps: [...steps] }).steps.flatMap(({ evidence }, step) =>
    evidence.filter(accuses).map(({ kind, computed }) => ({ step, kind, computed })),
  )

const untrue: readonly (readonly [question: string, step: string])[] = [
  ["What is len('banana')?", "len('banana') is 7."],
  ['range(3)?', 'range(3) gives 1, 2, 3.'],
  ['Python precedence', 'print(2**3**2) prints 64.'],
  ['Reverse', "'abc'[::-1] returns 'cab'."],
  ['Sort', 'sorted([3,1,2]) = [1,3,2]'],
  ['What is 7 // 2 in Python?', '7 // 2 is 3.5.'],
  ['What is -7 // 2 in Python?', 'Division of -7 by 2 is -3.5, truncated, so -7 // 2 is -3.'],
  ['In Python, what is -7 % 3?', 'In Python, -7 % 3 is -1.'],
  ['In JavaScript, what is -7 % 3?', 'In JavaScript, `-7 % 3` evaluates to 2.'],
  ["In JavaScript, what is '5' + 3?", "'5' + 3 gives 8."],
  ["What does bool('False') return in Python?", "bool('False') returns False."],
  ['What does typeof null return?', "In JavaScript, typeof null returns 'null'."],
  ['list slice', '[10, 20, 30, 40][1:3] is [20, 30, 40].'],
  ['Given nums = [10, 20, 30, 40], what is nums[-1]?', 'nums[-1] is 10.'],
  ['Let s = "hello". What is s[1]?', "s[1] is 'h'."],
  ['What does [1, 2, 3] * 2 evaluate to in Python?', '[1, 2, 3] * 2 evaluates to [2, 4, 6].'],
  ['f-strings', "f'{3.14159:.2f}' gives '3.15'."],
  ['comprehension', '[x**2 for x in range(4)] gives [1, 4, 9, 16].'],
  ['strings', '"Hello World".split() returns a list with 3 elements.'],
  ['strings', "'hello'.upper() returns 'Hello'."],
  ['JS', 'In JavaScript, [1, 2, 3].length is 2.'],
  ['JS', '[10, 9, 1].sort() in JavaScript returns [1, 9, 10].'],
  ['JS', 'In JavaScript, 0.1 + 0.2 === 0.3 is true.'],
  ['JS', 'In JavaScript, [] + [] is [].'],
  ['What is 10 / 2 in Python 3?', '10 / 2 returns 5.1.'],
  ['What is the output of print(3 + 4 * 2)?', 'print(3 + 4 * 2) outputs 14.'],
  ['sum(range(1, 10)) in Python?', 'sum(range(1, 10)) is 55.'],
  ['Python?', "max('apple', 'banana') returns 'apple'."],
  ['Python?', 'The expression 5 > 3 > 1 evaluates to False in Python.'],
  ['Python?', 'not True or True is False in Python.'],
  ['Python?', "In Python, 'a' in 'banana' returns False."],
  ['Python?', 'list(range(2, 10, 3)) yields [2, 5, 8, 11].'],
  ['Python?', 'range(1, 5) includes 5 numbers.'],
  ['Python?', 'range(1, 5) contains five numbers.'],
  ['Python?', 'round(2.5) is 3 in Python.'],
  ['Python?', 'int(3.9) is 4.'],
  ['Python?', "'abc' * 2 is 'aabbcc'."],
  ['Python?', "{'a': 1, 'b': 2}['b'] is 1."],
  ['Python?', 'len([1, [2, 3], 4]) is 4.'],
  ['Python?', "'hello'.find('l') returns 3."],
  ['Python?', '[1, 2, 3].index(3) is 3.'],
  ["Fix it: is 'True' == True?", "In Python, 'True' == True is True."],
  ['x = 5 and y = 2. What is x // y in Python?', 'x // y is 3.'],
]

const fine: readonly (readonly [question: string, step: string])[] = [
  ["What is len('banana')?", "len('banana') is 6."],
  ['range(3)?', 'range(3) gives 0, 1, 2.'],
  ['Python precedence', 'print(2**3**2) prints 512.'],
  ['Reverse', "'abc'[::-1] returns 'cba'."],
  ['Sort', 'sorted([3,1,2]) = [1,2,3]'],
  ['What is -7 // 2 in Python?', 'Floor of -3.5, so -7 // 2 is -4.'],
  ['In Python, what is -7 % 3?', 'In Python, -7 % 3 is 2.'],
  ['In JavaScript, what is -7 % 3?', 'In JavaScript, -7 % 3 is -1.'],
  ["In JavaScript, what is '5' + 3?", "'5' + 3 gives '53'."],
  ["What does bool('False') return in Python?", "A non-empty string is truthy, so bool('False') returns True."],
  ['What does typeof null return?', "In JavaScript, typeof null returns 'object'."],
  ['Given nums = [10, 20, 30, 40], what is nums[-1]?', 'nums[-1] is 40.'],
  ['Let s = "hello". What is s[1]?', "s[1] is 'e'."],
  ['What does [1, 2, 3] * 2 evaluate to in Python?', '[1, 2, 3] * 2 evaluates to [1, 2, 3, 1, 2, 3].'],
  ['f-strings', "f'{3.14159:.2f}' gives '3.14'."],
  ['comprehension', '[x**2 for x in range(4)] gives [0, 1, 4, 9].'],
  ['strings', "'hello'.upper() returns 'HELLO'."],
  ['JS', 'In JavaScript, [1, 2, 3].length is 3.'],
  ['JS', 'In JavaScript, 0.1 + 0.2 === 0.3 is false.'],
  ['What is 10 / 2 in Python 3?', '10 / 2 returns 5.0.'],
  ['What is the output of print(3 + 4 * 2)?', 'print(3 + 4 * 2) outputs 11.'],
  ['sum(range(1, 10)) in Python?', 'sum(range(1, 10)) is 45.'],
  ['Python?', "In Python, 'a' in 'banana' returns True."],
  ['Python?', 'len([1, [2, 3], 4]) is 3.'],
  ['f(x) = x^2', 'f(3) = 9, and g(2) = 4.'],
  ['sets', 'P(A) = 0.5 and len is not needed.'],
  ['binomials', 'max(3, 5) is 5 and min(3, 5) is 3.'],
  ['sets', 'The set [1, 2] is closed.'],
  ['cost', "The sum of len('ab') and len('cd') is 4."],
  ['cost', 'The interval [0, 1] has length 1 and (1, 2) is open.'],
  ['vectors', 'a = [1, 2, 3] is a vector, b[1] = 2.'],
  ['x', 'If x[1:3] were [2,3], the rest would follow.'],
  ['What does this print?\nx = 5', '`x * 2` is not 12.'],
  ['x = 5 and y = 2. What is x // y in Python?', 'x // y is 2.'],
  ['In JavaScript, what does `[10, 9, 1].sort()` return?', 'The result is [1, 10, 9].'],
  ['Python', '`range(1, 5)` contains 4 and excludes 5.'],
  ['Python', "The sum of len('ab') and len('cd') is 4."],
  ['Let A = [1, 2].', 'A[0] is 1, and A has length 1 as an interval.'],
  ['In Python', "'x'.join(['a', 'b']) is 'axb', not 'abx'."],
  ['Solve x = 3.', 'x is 4 when y is 2.'],
  ['Python', '5 / 2 is 2.5, whereas 5 // 2 is 2.'],
  ['In JavaScript', "`'5' * '2'` gives 10 and `1 + '1'` gives '11'."],
]

describe('what code gives, as a step says it', () => {
  it.each(untrue)('%s: %s', (question, step) => {
    expect(accused(question, [step])).toHaveLength(1)
  })

  it.each(fine)('accepts %s: %s', (question, step) => {
    expect(accused(question, [step])).toEqual([])
  })

  it('reads names of the question’s programme, by the rules of its language', () => {
    const planet = "What's the output?\n```python\ns = 'planet'\nprint(s[1:4], s[-2], len(s))\n```"
    expect(accused(planet, ["s[1:4] is 'lan'.", "s[-2] is the second letter from the end, 'n'."])).toEqual([
      { step: 1, kind: 'programs', computed: "'e'" },
    ])
    const joined = "Explain this JavaScript:\n`const a = '5' + 3; const b = '5' - 3; console.log(a, b);`"
    expect(accused(joined, ["a is '53'.", 'So b is -2.', 'The console shows 53 2.'])).toEqual([
      { step: 1, kind: 'programs', computed: '2' },
    ])
    const list = 'What is in the list?\n```python\nx = [4, 1, 3]\nx.append(2)\nx.sort(reverse=True)\nx.pop()\n```'
    expect(accused(list, ['x is [4, 1, 3, 2].', 'x becomes [4, 3, 2, 1].', 'So x is [3, 2, 1].'])).toMatchObject([
      { step: 2, kind: 'programs' },
    ])
    const loop = 'How often does the loop run?\n```python\nfor i in range(2, 20, 3):\n    print(i)\n```'
    expect(accused(loop, ['The loop runs seven times.'])).toMatchObject([{ step: 0, computed: '6' }])
    expect(accused(loop, ['The loop runs 6 times.'])).toEqual([])
  })

  it('takes no name for constant that a programme changes', () => {
    const sorted =
      'What does this JavaScript program print?\nlet a = [10, 9, 1, 100];\nlet b = a.sort();\nb.push(5);\nconsole.log(a.length, a[1], a.indexOf(9));'
    expect(
      accused(sorted, ['So `a` becomes `[1, 10, 100, 9]`.', '`a.length` is 5, `a[1]` is 10 and `a.indexOf(9)` is 3.']),
    ).toEqual([])
    expect(accused(sorted, ['So `a` becomes `[1, 9, 10, 100]`.'])).toHaveLength(1)
  })

  it('runs JavaScript by its own rules', () => {
    const closures =
      'What does this JavaScript log?\n```js\nlet total = 0\nfor (let i = 0; i < 5; i++) { if (i % 2 === 0) continue; total += i }\nconst twice = [1, 2].map((x) => x * 2)\nconsole.log(total, twice)\n```'
    expect(accused(closures, ['total is 4.', 'twice is [2, 4].', 'The console shows 4 [2, 4].'])).toEqual([])
    expect(accused(closures, ['The total is 6.'])).toHaveLength(1)
    expect(accused(closures, ['It logs 6 [2, 4].'])).toHaveLength(1)
    for (const endless of ['while (true) {}', 'const f = () => f(); f()', "let s = 'a'; while (true) { s += s }"])
      expect(accused(`JavaScript:\n\`\`\`js\n${endless}\n\`\`\``, ['s is 5.'])).toEqual([])
  })
})
