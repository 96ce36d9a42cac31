import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readBoxedAnswer, readBoxes, readSteps, readYesNo } from '../../../../verifier/reward/critique/opinions.js'
import { growth, LINEAR } from '../../../growth.js'

const rights = (opinions: readonly { right: boolean | null }[]) => opinions.map(({ right }) => right)

describe('praise', () => {
  const step = 'All 5 are counted, which takes 3 hours: 3 + 4 = 7.'
  it.each([
    'correct. Wait times add up to 3 + 4 = 7.',
    'correct, not 3.5 or 4.5 but all 5 are counted',
    'correct (not 2 hours as one may think)',
    'correct; and not 6 of them',
  ])('that hesitates about nothing is praise: %s', (said) =>
    expect(rights(readSteps(`Step 1: ${said}`, [step]))).toEqual([true]),
  )

  it.each([
    'correct. Wait, 3 + 4 is 8.',
    'correct - wait no',
    'correct... hmm',
    'correct: 8, not 7',
    'correct, it takes 4 rather than 3 hours',
    'correct. Wait',
  ])('that hesitates, or names another value than the step, is none: %s', (said) =>
    expect(rights(readSteps(`Step 1: ${said}`, [step]))).toEqual([null]),
  )
})

describe('a judgement in lines', () => {
  it.each([
    ['Step 1: correct\nStep 2: wrong\nFirst wrong step: 2', [true, false]],
    ['**Step 1:** Correct.\n- step 2 is not correct', [true, false]],
    ['First wrong step: none', [true, true]],
    ['First wrong step: 2', [true, false]],
    ['Step 1: right\nStep 2: valid', [true, true]],
    ['Step 2: incorrect', [null, false]],
    ['I like turtles. Step by step, all is well.', [null, null]],
    ['Step 9: wrong\nFirst wrong step: 7', [null, null]],
    ['Step 1: this is not correct\nStep 2: no errors', [false, true]],
    ["Step 1: isn't right", [false, null]],
    // What contradicts itself is not read, whatever comes last.
    ['Step 1: correct\nStep 2: correct\nStep 1: wrong', [null, null]],
    ['Step 1: correct\nStep 2: correct\nFirst wrong step: 2', [null, null]],
    ['Step 1: wrong\nStep 2: correct\nFirst wrong step: none', [null, null]],
    ['Step 1: wrong\nStep 2: wrong\nFirst wrong step: 2', [null, null]],
    ['First wrong step: 1\nFirst wrong step: none', [null, null]],
    ['Step 1: correct\nStep 1: correct, as I said\nStep 2: wrong', [true, false]],
    // Cut off, or silent about a step: that does not clear it.
    ['Step 1: correct\nStep 2:', [null, null]],
    ['Step 1: correct\nStep 2: I believe that this one is bad, it is incorrect.', [null, null]],
    // It counts other steps than the chain has.
    ['Step 1: correct\nStep 2: correct\nStep 3: wrong\nFirst wrong step: 3', [null, null]],
    ['Step 1: correct\nStep 2: correct\nFirst wrong step: 3', [null, null]],
    ['Step 0: correct\nStep 1: wrong\nFirst wrong step: 1', [null, null]],
    ['Step 1: correct\nStep 2: correct\nFirst wrong step: 0', [null, null]],
    ['Step 1.5: correct\nStep 2: wrong', [null, null]],
    // With a reservation.
    ['Step 1: correct\nStep 2: partially correct\nFirst wrong step: none', [null, null]],
    ['Step 1: not entirely correct\nStep 2: wrong', [null, null]],
    ['Step 1: correct, but the sign is wrong\nStep 2: correct\nFirst wrong step: none', [null, null]],
    ['Step 1: correct\nStep 2: correct - wait, 48 - 28 is 20, not 22\nFirst wrong step: none', [null, null]],
    ['Step 1: correct, it is 20 rather than 22\nStep 2: correct', [null, null]],
    ['Step 1: Correct. Hmm, it ought to be 20.\nStep 2: correct', [null, null]],
    ['Step 1: correct: 20, not 22\nStep 2: correct', [null, null]],
    ['Step 1: correct, since 5 is not zero\nStep 2: correct (they wait for the bus)', [true, true]],
    ['Step 1: correct - the sum is right, but the sign is wrong.\nStep 2: correct', [null, null]],
    ['Step 1: correct. However, it forgets one.\nStep 2: correct', [null, null]],
    ['Step 1: correct if x > 0\nStep 2: correct', [null, null]],
    ['Step 1: correct?\nStep 2: correct', [null, null]],
    ['Step 1: no idea\nStep 2: correct', [null, null]],
    ['Step 1: right side is 4\nStep 2: correct', [null, null]],
    ['Step 1: error-free\nStep 2: wrong', [null, null]],
    ['Step 1: correct\nStep 2: flawed\nFirst wrong step: none', [null, null]],
    ['Step 1: correct\nStep 2: bad\nFirst wrong step: none', [null, null]],
    ['Step 1: correct\nStep 2: a mistake\nFirst wrong step: none', [null, null]],
    ['Step 1: correct\nStep 2: unsure\nFirst wrong step: none', [null, null]],
    ['Step 1: correct no\nStep 2: correct', [null, null]],
    ['Step 1: correct No.\nStep 2: correct', [null, null]],
    ['Step 1: correct (wrong)\nStep 2: correct', [null, null]],
    ['Step 1: correct ; wrong sign\nStep 2: correct', [null, null]],
    ['Step 1: correct : false\nStep 2: correct', [null, null]],
    ['Step 1: correct - No\nStep 2: correct', [null, null]],
    ['Steps 1-2: wrong\nFirst wrong step: none', [null, null]],
    ['All steps: wrong\nFirst wrong step: none', [null, null]],
    ['Step 1: correct\nStep 2: correct\nFirst wrong step: none of 1; step 2', [null, null]],
    ['Step 1: correct\nStep 2: correct\nFirst wrong step: none, but look again', [null, null]],
    // One verdict in more words.
    ['Step 1: correct. No further check is due.\nStep 2: wrong: the correct value is 5', [true, false]],
    ['Step 1: correct - no errors\nStep 2: correct\nFirst wrong step: none.', [true, true]],
    ['Step 1: the calculation is fully correct.\nStep 2 has no errors', [true, true]],
    ['Step 1: correct because 2 + 2 = 4, but it is long\nStep 2: incorrect, as 3 is odd', [true, false]],
    ['Step 1: correct\nStep 2: wrong\nFirst wrong step: Step 2', [true, false]],
    ['### Step 1: correct\n**First incorrect step is 2.**', [true, false]],
    // Talk of what is false in the problem, where the first wrong step says the same as the verdict.
    [
      "Step 1: correct - B's statement is false, so C differs.\nStep 2: correct – ok\nFirst wrong step: none",
      [true, true],
    ],
    [
      'Step 1: correct - so silver must be false\nStep 2: wrong - "But not both" asks for less\nFirst wrong step: 2',
      [true, false],
    ],
    ['Step 1: wrong - off by one\nStep 2: correct - both labels are false\nFirst wrong step: 1', [false, true]],
    ["Step 1: correct - B's statement is false\nStep 2: correct", [null, null]],
    ["Step 1: correct - B's statement is false\nStep 2: correct\nFirst wrong step: 1", [null, null]],
    ['Step 1: correct - false\nStep 2: correct\nFirst wrong step: none', [null, null]],
    ['Step 1: correct - but the sign is wrong\nStep 2: correct\nFirst wrong step: none', [null, null]],
    ['Step 1: correct - A is false, and so the step is wrong\nStep 2: correct\nFirst wrong step: none', [null, null]],
    // True and false, alone before a sign.
    ['Step 1: True - valid.\nStep 2: False - invalid.', [true, false]],
    ['Step 1: **True**\nStep 2: **False** – 2 + 2 is 4.', [true, false]],
    ['Step 1: False statements by A follow\nStep 2: wrong', [null, false]],
    ['Step 1: True/False\nStep 2: wrong', [null, false]],
    ['Step 1: True, or false\nStep 2: wrong', [null, false]],
    ['Step 1: True - but the sign is wrong\nStep 2: correct', [null, null]],
    // A second thought.
    ['Step 1: correct\nStep 2: I first thought this is wrong, but it holds.', [true, true]],
    ['Step 1: At first I thought that it was an error, but it is correct: 2 + 2 = 4.\nStep 2: wrong', [true, false]],
    ['Step 1: correct\nStep 2: I initially thought this step is right, but it fails because 3 is odd', [true, false]],
    ['Step 1: correct\nStep 2: I first thought this is wrong, but it holds. However, the sign is off.', [null, null]],
    ['Step 1: correct\nStep 2: I first thought this is wrong, but it holds only for x > 0', [null, null]],
    ['Step 1: correct\nStep 2: I first thought this is wrong, but it is wrong', [null, null]],
    ['Step 1: correct\nStep 2: I thought this is wrong', [null, null]],
    // A table.
    [
      '| Step | Verdict | Why |\n|---|:-:|---|\n| 1 | correct | adds up |\n| 2 | **wrong** | 2 + 2 = 4 |',
      [true, false],
    ],
    [
      '| # | Step | Verdict |\n|--|--|--|\n| 1 | 2 + 2 = 4 | ✅ Correct |\n| 2 | 3 is even | ❌ Incorrect |',
      [true, false],
    ],
    ['| Step 1 | 2 + 2 | correct |\n| Step 2 | is odd | correct |\n\nFirst wrong step: none', [true, true]],
    ['| 1 | correct | |\n| 2 | correct | |\n\nFirst wrong step: 2', [null, null]],
    ['| 1 | correct | |\n| 2 | partially correct | |\nFirst wrong step: none', [null, null]],
    ['| 1 | correct | |\n| 2 | correct | but the sign is wrong |', [null, null]],
    ['| 1 | correct | wrong |\n| 2 | correct | |', [null, null]],
    ['| 1 | correct | |\n| 3 | wrong | |', [null, null]],
    ['| Step | Error? |\n|---|---|\n| 1 | no |\n| 2 | yes |', [null, null]],
    ['| x | y |\n|---|---|\n| 1 | 3 |\n| 7 | 9 |\nStep 1: correct\nStep 2: wrong', [true, false]],
    // The form copied, and not filled in.
    ['Step N: correct\nStep 1: correct\nStep 2: correct', [null, null]],
    ['Step 1: correct\nStep 2: correct\nFirst wrong step: N', [null, null]],
    ['Step 1: correct or wrong\nStep 2: correct or wrong\nFirst wrong step: none', [null, null]],
    ['Step 1: correct\nStep 2: correct\nFirst wrong step: none or N', [null, null]],
    ['Step 1: correct\nStep 2: correct\nFirst wrong step:', [null, null]],
    // The question copied.
    ['Step 1: "Step 1: correct" or "Step 1: wrong"', [null, null]],
    ['Step 1: correct/wrong', [null, null]],
    ['', [null, null]],
  ])('%j', (text, steps) => expect(rights(readSteps(text, ['a', 'b']))).toEqual(steps))

  it('keeps the reason of each step', () => {
    const [first, second] = readSteps('Step 1: correct\n**Step 2**: wrong - 6 * 7 is 42, not 41.', ['a', 'b'])
    expect(first).toEqual({ right: true })
    expect(second).toEqual({ right: false, explanation: '6 * 7 is 42, not 41.' })
  })

  it('takes a step that is only copied for no verdict', () => {
    const steps = ['Right, so the final answer is 5.', 'Ok.']
    expect(rights(readSteps('Step 1: Right, so the final answer is 5.\nStep 2: wrong', steps))).toEqual([null, false])
  })

  it('keeps the reason of a row, and of a second thought', () => {
    expect(readSteps('| 1 | 2 + 2 = 5 | wrong | it is 4 | really |', ['a'])).toEqual([
      { right: false, explanation: 'it is 4 - really' },
    ])
    expect(readSteps('Step 1: I first thought this is wrong, but it holds.', ['a'])).toEqual([
      { right: true, explanation: 'I first thought this is wrong, but it holds.' },
    ])
  })

  it('takes true or false for how the step begins, where it does', () => {
    expect(rights(readSteps('Step 1: False.\nStep 2: wrong', ['False.', 'b']))).toEqual([null, false])
  })

  it('in linear time, however many rows or thoughts', () => {
    for (const part of ['| 1 | correct | a |\n', '| 1 ', 'Step 1: I first thought this is wrong, but it ', '| 1 |'])
      expect(growth((size) => readSteps(part.repeat(size), ['a', 'b', 'c']), 100_000)).toBeLessThan(LINEAR)
  })

  it('in linear time, however much it is', () => {
    expect(growth((size) => readSteps('Step 1: '.repeat(size), ['a', 'b', 'c']), 200_000)).toBeLessThan(LINEAR)
  })
})

it('a judgement that cannot be read says why', () => {
  const why = (text: string) => readSteps(text, ['a', 'b'])[0]?.unreadable
  expect(why('Step 1: correct\nStep 2: correct\nFirst wrong step: 2')).toBe('it says opposite things of step 2')
  expect(why('Step 4: wrong')).toBe('it judges a step "4", and the steps are 1 to 2')
  expect(why('Step 1: partially correct')).toBe('what it says of step 1 is not exactly right or wrong')
  expect(why('Step 1: correct')).toBe('it finds nothing wrong, and says nothing of step 2')
  expect(why('I like turtles.')).toBeUndefined()
})

describe('boxes', () => {
  it.each([
    ['Fine. \\boxed{correct} Then it slips: \\boxed{\\text{incorrect}}', [true, false, null]],
    ['Step 2: it slips \\boxed{incorrect}', [null, false, null]],
    ['The solution is \\boxed{incorrect}', [null, null, null]],
    ['Overall it is \\boxed{correct}.', [null, null, null]],
    [
      'Step 1: \\boxed{correct} Step 2 of the solution is \\boxed{incorrect}. So the solution is \\boxed{incorrect}',
      [true, false, null],
    ],
    ['The answer is \\boxed{42}.', [null, null, null]],
    ['\\boxed{correct}'.repeat(4), [null, null, null]],
    ['Step 1: \\boxed{correct} Step 1, again: \\boxed{incorrect} Step 2: \\boxed{correct}', [null, null, null]],
    // Of a step that the chain has not.
    [
      'Step 1: a \\boxed{correct} Step 2: b \\boxed{correct} Step 3: c \\boxed{correct} Step 4: d \\boxed{correct}',
      [null, null, null],
    ],
    ['Step 0: \\boxed{correct} Step 1: \\boxed{incorrect}', [null, null, null]],
    ['\\boxed{correct} \\boxed{partially correct} \\boxed{incorrect}', [null, null, null]],
    ['Step N: \\boxed{correct} or \\boxed{incorrect}', [null, null, null]],
    ['Step 1: a \\boxed{correct}\nStep 2: from step 1, b \\boxed{incorrect}', [true, false, null]],
  ])('%j', (text, steps) => expect(rights(readBoxes(text, ['a', 'b', 'c']))).toEqual(steps))

  it('a check is shown without the name of its step, and without the words that lead to the box', () => {
    const said = 'Step 1: I check it. The step is \\boxed{incorrect}'
    expect(readBoxes(said, ['a'])).toEqual([{ right: false, explanation: 'I check it.' }])
  })

  it.each([
    [
      '<analyze>The sum is off.</analyze><verify>2 + 2 = 4</verify>\\boxed{No}',
      { right: false, explanation: 'The sum is off.' },
    ],
    ['\\boxed{No}, or rather \\boxed{Yes}', { right: null }],
    ['<analyze>Perhaps \\boxed{No}?</analyze>\\boxed{Yes}', { right: true, explanation: 'Perhaps \\boxed{No}?' }],
    ['\\boxed{Yes}, so \\boxed{Yes}', { right: true }],
    ['It may be right.', { right: null }],
  ])('%j', (text, opinion) => expect(readBoxedAnswer(text)).toMatchObject(opinion))
})

describe('yes or no', () => {
  it.each([
    ['Yes', { right: true }],
    ['**N**', { right: false }],
    ['No, the sum is off.', { right: false, explanation: 'the sum is off.' }],
    ['Nothing is wrong.', { right: null }],
    ['Maybe. Yes.', { right: null }],
    ['Y/N', { right: null }],
    ['Yes or no?', { right: null }],
    ['Yes. No.', { right: null }],
    ['Yes, no mistakes.', { right: true, explanation: 'no mistakes.' }],
    ['Yes and No', { right: null }],
    ['Yes, but the sum is off.', { right: null }],
    ['Yes?', { right: null }],
    ['No, yes, it is right.', { right: null }],
    ['No mistakes so far.', { right: null }],
    ['Y | N', { right: null }],
    ['Yes, it is correct.', { right: true, explanation: 'it is correct.' }],
  ])('%j', (text, opinion) => expect(readYesNo(text)).toMatchObject(opinion))
})

it('nothing throws, whatever a model writes', () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(5), (text, count) => {
      const steps = new Array<string>(count).fill(text)
      expect(readSteps(`Step ${text}`, steps)).toHaveLength(count)
      expect(readBoxes(`Step 1 \\boxed{correct}${text}`, steps)).toHaveLength(count)
      readBoxedAnswer(text)
      readYesNo(text)
    }),
  )
})

it.each(['Yes, wrong', 'No, it is correct', 'No doubt, it is right', 'N, I mean Y'])(
  '%s is neither yes nor no',
  (text) => expect(readYesNo(text).right).toBeNull(),
)

it('boxes on the steps and a word on the solution say the same, or nothing', () => {
  const steps = ['a', 'b']
  const boxes = (second: string, whole: string) =>
    rights(readBoxes(`Step 1: \\boxed{correct}\nStep 2: \\boxed{${second}}\nIs the solution correct? ${whole}`, steps))
  expect(boxes('correct', 'No')).toEqual([null, null])
  expect(boxes('incorrect', 'Yes')).toEqual([null, null])
  expect(boxes('correct', 'Yes')).toEqual([true, true])
  expect(boxes('incorrect', 'No')).toEqual([true, false])
})

it.each([
  'correct answer is 5, not 7',
  'correct: 5 (it says 7)',
  '❌ correct',
  'correct ❌',
  'correct 0%',
  'correct arithmetic, bad logic',
])('a step that is %j is not read as right', (said) => {
  const read = readSteps(`Step 1: correct - 2 + 2 = 4\nStep 2: ${said}\nFirst wrong step: none`, ['a', 'b'])
  expect(read.map(({ right }) => right)).toEqual([null, null])
})

it('a reason with a number after the dash that was asked for is none of these', () => {
  expect(readSteps('Step 1: correct - 2 + 2 = 4', ['a']).map(({ right }) => right)).toEqual([true])
})

it('what follows a box explains no other step', () => {
  const text = 'Step 1: \\boxed{correct} because AAA holds.\nStep 2: BBB fails. \\boxed{incorrect}\n'
  expect(readBoxes(text, ['a', 'b']).map(({ explanation }) => explanation)).toEqual([undefined, 'BBB fails.'])
})

describe('praise beside words of fault is not believed', () => {
  const lines = (second: string) => `Step 1: correct\n${second}\nFirst wrong step: none`
  it.each([
    lines('Step 2: correct answer is 5, not 7'),
    lines('Step 2: correct, the sign is off'),
    lines('Step 2: correct arithmetic, bad logic'),
    lines('Step 2: ❌ correct'),
    lines('Step 2: ~~correct~~'),
    lines('Step 2: correct: 5 (it says 7)'),
    `${lines('Step 2: correct')}\n\nActually, I made a mistake. Step 2 is wrong.`,
    `${lines('Step 2: correct')}\n\nOverall the solution is wrong: step 2 is flawed.`,
  ])('%j', (text) => expect(rights(readSteps(text, ['a', 'b']))).toEqual([null, null]))

  it.each([
    lines('Step 2: correct, nothing wrong with it'),
    `${lines('Step 2: correct')}\nI found no errors and no arithmetic mistakes.`,
    `${lines('Step 2: correct')}\nWithout any flaw.`,
  ])('words that clear are no fault: %j', (text) => expect(rights(readSteps(text, ['a', 'b']))).toEqual([true, true]))

  const boxes = 'Step 1: \\boxed{correct}\nStep 2: \\boxed{correct}'
  it.each([
    `${boxes} no wait, this is wrong`,
    `${boxes}\nThe solution is incorrect.`,
    `${boxes}\nIs the solution correct? \\boxed{No}`,
    `${boxes}\n\nIs the solution correct? No`,
  ])('in boxes: %j', (text) => expect(rights(readBoxes(text, ['a', 'b']))).toEqual([null, null]))

  it('in boxes: a check on the way to a box may speak of errors', () => {
    const text =
      'Step 1: Is there an error? It is \\boxed{correct}.\nStep 2: This looks wrong at first, yet is \\boxed{correct}.\nIs the solution correct? Yes'
    expect(rights(readBoxes(text, ['a', 'b']))).toEqual([true, true])
  })

  it.each([
    'The value is \\boxed{Yes}. Final verdict: No',
    '\\boxed{Yes} This is wrong.',
    'Is it right? No. \\boxed{Yes}',
  ])('in one box: %j', (text) => expect(readBoxedAnswer(text).right).toBeNull())

  it('after yes', () => expect(readYesNo('Yes. The sign is off').right).toBeNull())
})
