import { describe, expect, it } from 'vitest'
import { loadVerifier } from '../../../src/index.js'

const verifier = await loadVerifier('evidence:')
const firstError = async (question: string, steps: readonly string[]) =>
  (await verifier.verify({ id: 'a', question, steps: [...steps] })).firstError

/** A question and steps, of which the last is the first wrong one. */
const wrong: readonly (readonly [string, ...string[]])[] = [
  [
    "What's `-7 // 2` in Python?",
    '`//` is floor division, it rounds towards minus infinity.',
    '−7/2 is −3.5.',
    'Rounded down this is −3, so Python prints -3.',
  ],
  [
    'In JavaScript, what is [10, 9, 1].sort()?',
    'No comparison function is passed.',
    'The call therefore sorts by numerical value and gives [1, 9, 10].',
  ],
  [
    '[10, 9, 1].sort() in JavaScript, without a comparator?',
    'sort() works in place and returns the array.',
    'We get [1, 9, 10].',
  ],
  [
    "`s = 'python'`: what are s[0], s[-1] and s[::-1]?",
    "`s[0]` is 'p'.",
    "A negative index counts from the end, so `s[-1]` is 'n'.",
    "`s[::-1]` turns the string round: 'nothyp'.",
  ],
  [
    "String methods on w = 'banana' (Python)",
    "w.find('n') is 2, for counting begins at zero.",
    "w.count('a') is 3.",
    "w.rfind('a') looks from the right and gives 6.",
  ],
  [
    'JavaScript: "5" + 3, "5" - 3 and "5" * "2"?',
    'With a string on one side, + concatenates: "53".',
    'Minus converts to numbers, so the second is 2.',
    'The third one multiplies two strings and therefore is NaN.',
  ],
  [
    '```python\nxs = [10, 20, 30, 40]\nprint(xs[1:3])\n```\nOutput?',
    'Python counts from zero, so `xs[1]` is 20.',
    'The end index 3 is not part of the slice.',
    'Thus the list printed is `[10, 20]`.',
  ],
  [
    'print([10, 20, 30, 40, 50][1:4])',
    'Counting from zero, index 1 is the 20.',
    'Index 4, the 50, still belongs to the slice.',
  ],
  [
    "What does this print?\n```python\ns = 'computer'\nprint(s[2:5], len(s))\n```",
    'The string has 8 characters, so `len(s)` is 8.',
    'Slicing `s[2:5]` takes the characters at indices 2, 3, 4 and 5.',
  ],
  [
    'a = [4, 8, 15, 16, 23, 42]\nprint(a[-2], a[1:3])',
    'Negative indices count from the back, so a[-2] is 23.',
    'Slices leave out the end index; for example a[2:5] would have four elements.',
  ],
  ['total = 0\nfor i in range(1, 6): total += i\nprint(total)', 'The loop variable takes the values 1 through 6.'],
  [
    'total = 0\nfor i in range(1, 10, 3): total += i\nprint(total)',
    'The loop starts at 1 and goes up in threes.',
    'i becomes 1, 4, 7 and finally 10.',
  ],
  [
    "How often does the loop body run and what's the last i?\n```python\nfor i in range(2, 20, 3):\n    print(i)\n```",
    'The loop starts at 2 and goes up in steps of 3.',
    'The values are 2, 5, 8, 11, 14, 17 and 20.',
  ],
  [
    'x = 1\nwhile x < 20:\n    x *= 3\nprint(x)\n\nWhat is printed?',
    'x starts at 1 and is tripled: 3, then 9.',
    'Since 27 would be over the limit, the loop stops with x = 9.',
  ],
  [
    'x = 1\nwhile x < 50:\n    x *= 3\nprint(x)',
    'x takes the values 1, 3, 9, 27 and so on.',
    'The loop ends with x = 27.',
  ],
  [
    'x = 1\nwhile x < 50:\n    x *= 3\nprint(x)',
    'x takes the values 1, 3, 9, 27 and so on.',
    '27 is below 50, so the loop body runs once more from there.',
    'The program prints the last value that is still under 50, namely 27.',
  ],
  [
    'Exam, Python: nums = [3, 1, 2]; x = nums.sort(); print(x). Output?',
    'sort() puts the list itself in order, so nums is now [1, 2, 3].',
    'The call returns the sorted list, and x holds [1, 2, 3].',
  ],
  [
    "```python\nd = {'x': 1, 'y': 2}\nd['x'] += 5\nd['z'] = d['x'] * d['y']\nprint(d['z'])\n```\nTrace the program.",
    "After the second line `d['x']` is 6.",
    "The third line stores 6 * 2 = 12 under 'z'.",
    'So 12 is printed, and `len(d)` is now 4.',
  ],
]

const right: readonly (readonly [string, ...string[]])[] = [
  [
    "What's printed by print(len('3' * 4)) in Python?",
    "The 3 is in quotes, so it's a string.",
    "'3' * 4 evaluates to '3333'.",
    'len then gives 4.',
  ],
  [
    "JavaScript: '5' + 3 and '5' - 3?",
    "With a string involved, + joins: '53'.",
    "Minus has no string meaning, so '5' becomes a number and the result is 2.",
  ],
  [
    "What's `-7 // 2` in Python?",
    '`//` is floor division, it rounds towards minus infinity.',
    '−7/2 is −3.5.',
    'Rounded down this is −4, so Python prints -4.',
  ],
  [
    'In JavaScript, what is [10, 9, 1].sort()?',
    'No comparison function is passed.',
    'The call therefore sorts as strings and gives [1, 10, 9].',
  ],
  [
    "`s = 'python'`: what are s[0], s[-1] and s[::-1]?",
    "`s[0]` is 'p'.",
    "A negative index counts from the end, so `s[-1]` is 'n'.",
    "`s[::-1]` turns the string round: 'nohtyp'.",
  ],
  [
    "String methods on w = 'banana' (Python)",
    "w.find('n') is 2, for counting begins at zero.",
    "w.count('a') is 3.",
    "w.rfind('a') looks from the right and gives 5.",
  ],
  [
    'JavaScript: "5" + 3, "5" - 3 and "5" * "2"?',
    'With a string on one side, + concatenates: "53".',
    'Minus converts to numbers, so the second is 2.',
    'The third one multiplies two numbers and therefore is 10.',
  ],
  [
    '```python\nxs = [10, 20, 30, 40]\nprint(xs[1:3])\n```\nOutput?',
    'Python counts from zero, so `xs[1]` is 20.',
    'The end index 3 is not part of the slice.',
    'Thus the list printed is `[20, 30]`.',
  ],
  [
    'print([10, 20, 30, 40, 50][1:4])',
    'Counting from zero, index 1 is the 20.',
    'Index 4, the 50, no longer belongs to the slice.',
    'It prints [20, 30, 40].',
  ],
  [
    "What does this print?\n```python\ns = 'computer'\nprint(s[2:5], len(s))\n```",
    'The string has 8 characters, so `len(s)` is 8.',
    'Slicing `s[2:5]` takes the characters at indices 2, 3 and 4.',
    'These are m, p, u, so the output is `mpu 8`.',
  ],
  [
    'a = [4, 8, 15, 16, 23, 42]\nprint(a[-2], a[1:3])',
    'Negative indices count from the back, so a[-2] is 23.',
    'Slices leave out the end index; for example a[2:5] would have three elements.',
    'a[1:3] is [8, 15], hence the output 23 [8, 15].',
  ],
  [
    'total = 0\nfor i in range(1, 6): total += i\nprint(total)',
    'The loop variable takes the values 1 through 5.',
    'Their sum, 15, is what ends up on the screen.',
  ],
  ['total = 0\nfor i in range(1, 10, 3): total += i\nprint(total)', 'i takes the values 1, 4 and 7.', '12 is printed.'],
  [
    "How often does the loop body run and what's the last i?\n```python\nfor i in range(2, 20, 3):\n    print(i)\n```",
    'The loop starts at 2 and goes up in steps of 3.',
    'The values are 2, 5, 8, 11, 14 and 17.',
    'The end 20 is not reached.',
  ],
  [
    'x = 1\nwhile x < 20:\n    x *= 3\nprint(x)\n\nWhat is printed?',
    'x starts at 1 and is tripled: 3, then 9.',
    'As 9 is below 20, it is tripled once more, and the loop stops with x = 27.',
  ],
  [
    'x = 1\nwhile x < 50:\n    x *= 3\nprint(x)',
    'x takes the values 1, 3, 9, 27 and so on.',
    '27 is below 50, so the loop body runs once more.',
    'The program prints 81.',
  ],
  [
    'Exam, Python: nums = [3, 1, 2]; x = nums.sort(); print(x). Output?',
    'sort() puts the list itself in order, so nums is now [1, 2, 3].',
    'The call returns nothing, and x holds None.',
    'None is printed.',
  ],
  [
    "```python\nd = {'x': 1, 'y': 2}\nd['x'] += 5\nd['z'] = d['x'] * d['y']\nprint(d['z'])\n```\nTrace the program.",
    "At first `d['x']` is 1.",
    "After the second line `d['x']` is 6.",
    "The third line stores 6 * 2 = 12 under 'z'.",
    'So 12 is printed, and `len(d)` is now 3.',
  ],
  [
    '```python\nout = []\nfor i in range(0, 10, 3):\n    out.append(i)\nprint(out, sum(out))\n```',
    'The range starts at 0 and goes up in steps of 3, staying below 10.',
    'After three turns out is [0, 3, 6].',
    'At the end out is [0, 3, 6, 9] and the sum is 18.',
  ],
  [
    '```python\nxs = [1, 2, 3, 4]\nprint(xs[1:3])\n```\nOutput?',
    'The number 3 is included, as it has index 2.',
    'The stop index 3 is left out.',
    '[2, 3] is printed.',
  ],
  [
    'What does list(range(2, 10, 4)) give in Python?',
    'The first value is 2, the next 6.',
    'The end 10 is not reached.',
    'So [2, 6].',
  ],
]

describe('what code does on the way', () => {
  it.each(wrong)('is named where it is wrong: %s', async (question, ...steps) => {
    expect(await firstError(question, steps)).toBe(steps.length - 1)
  })

  it.each(right)('is left alone where it is right: %s', async (question, ...steps) => {
    expect(await firstError(question, steps)).toBe(-1)
  })
})
