import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Answer, type AnswerHint, finalAnswer } from '../../../src/core/answers/answer.js'
import { growth, LINEAR } from '../../growth.js'

const read = (text: string, hint?: AnswerHint) => {
  const answer = finalAnswer(text, hint)
  return answer.kind === 'unparsed' ? 'unparsed' : `${answer.kind} ${answer.value}`
}
const options = ['15 hp', '20 hp', 'hot dog', 'a hot dog stand']
const logic: AnswerHint = { options: ['True', 'False', 'Unknown'] }

describe('finalAnswer', () => {
  it.each<[string, string, AnswerHint?]>([
    // Numbers, as they are stated.
    ['48 + 24 = 72.\n#### 72', 'number 72'],
    ['#### 1,234.50', 'number 1,234.50'],
    ['So 2 + 3 = 5.\nThe answer is 5.', 'number 5'],
    ['The answer is $18.', 'number $18'],
    ['The answer is -7 degrees.', 'number -7'],
    ['The answer is $(1,234).', 'number $(1,234)', { task: 'number' }],
    ['The answer is 12.5%.', 'number 12.5%'],
    ['Answer: $1.2 million', 'number $1.2 million'],
    ['**Answer:** 41 apples', 'number 41'],
    ['**Final Answer**\n\n3/4', 'number 3/4'],
    ['The final answer is 2 1/2 hours.', 'number 2 1/2'],
    ['The answer is approximately 3.14.', 'number 3.14'],
    ['The answer is 18 - 3 = 15 apples.', 'number 15'],
    ['Therefore, the answer is:\n\n$$ 42 $$', 'number 42'],
    ['The answer, rounded to the nearest cent, is $3.27.', 'number $3.27'],
    ['{"reasoning": "cut off", "answer": "3"}', 'number 3'],
    ['The answer is that 5 pens are left.', 'number 5', { task: 'number' }],
    ['The answer is three.', 'number three'],
    ['所以答案是：15。', 'number 15'],
    ['10 + 2 = 12.\nAns: 12', 'number 12'],
    ['12 tem de ser. A resposta é 12.', 'number 12'],
    ['Jawabannya adalah 12.', 'number 12'],
    ['Cevap: 12', 'number 12'],
    ['उत्तर: 12', 'number 12'],
    ['الجواب: ١٢', 'number 12'],
    ['उत्तर: १२.५', 'number 12.5'],
    ['The answer is ৪২.', 'number 42'],
    ['The answer is ๔๒.', 'number 42'],
    ['Đáp số: 12', 'number 12'],
    ['The answer is 12 and a half.', 'number 12 and a half'],
    ["Die Antwort ist 1'234.50 Franken.", "number 1'234.50"],
    // Conclusions: the last sentence, one number.
    ['48 + 24 = 72. Therefore, Natalia sold 72 clips.', 'number 72'],
    ['So, 2 pens at $3 each are $6.', 'number $6'],
    ['First 3.\nThus, for 2 years the ratio is approximately **66.7%**.', 'number 66.7%'],
    ['Half of it is left, so 60 / 2 = 30 eggs', 'number 30'],
    // Boxes.
    ['Thus $x = \\boxed{\\frac{3}{4}}$.', 'number \\frac{3}{4}'],
    ['We get \\boxed{x^2 + \\sqrt{\\frac{a}{b}}} at last.', 'expression x^2 + \\sqrt{\\frac{a}{b}}'],
    ['\\boxed{1} and then the final answer is \\(\\boxed{\\text{(B)}}\\).', 'letter B'],
    // Letters.
    ['It is so. The answer is (B).', 'letter B'],
    ['The answer is B', 'letter B'],
    ['Answer: b) 20 hp', 'letter B', { options }],
    ['The correct option is (C), because it fits.', 'letter C', { options }],
    ['So (D) is the correct answer.', 'letter D', { options }],
    ['The answer is 20 hp.', 'letter B', { options }],
    ['The answer is "hot dog".', 'letter C', { options }],
    ['The answer is a hot dog stand.', 'letter D', { options }],
    ['B', 'letter B', { options }],
    ['I compared both.\n\n**(A)**', 'letter A', { options }],
    ['The answer is (A), (C) and (D).', 'letter ACD', { options, task: 'letters' }],
    ['答案：AC', 'letter AC', { options, task: 'letters' }],
    ['The answer is False.', 'letter B', logic],
    ['Therefore, option D is the answer.', 'letter D', { options }],
    ['Both are plausible. I would choose option D.', 'letter D', { options }],
    ['So I pick (C).', 'letter C', { options }],
    ['I choose A as the origin. Therefore, the distance is 5.', 'number 5'],
    ['La respuesta correcta es la opción C.', 'letter C', { options }],
    ['La bonne réponse est la réponse C.', 'letter C', { options }],
    ['A resposta correta é a letra C.', 'letter C', { options }],
    ['所以选C', 'letter C', { options }],
    // Truth values.
    ['So the answer is yes.', 'boolean yes'],
    ['The answer is True, because all cats are animals.', 'boolean yes', { task: 'boolean' }],
    ['Answer: it cannot be determined from the text.', 'boolean unknown', { task: 'boolean' }],
    ['The answer is Uncertain.', 'boolean unknown', { task: 'boolean' }],
    ['No', 'boolean no', { task: 'boolean' }],
    ['\\boxed{\\text{Yes}}', 'boolean yes', { task: 'boolean' }],
    ['So we have $\\boxed{\\text{No}}$.', 'boolean No'],
    // Words.
    ['\\boxed{\\text{Monday}}', 'text Monday'],
    ['So the answer is 3 pm.', 'text 3 pm'],
    ['She starts at 9 am. Therefore, she ends at 3 p.m.', 'text 3 p.m'],
    ['The meeting lasts 3 hours. The answer is 3 pm.', 'number 3', { task: 'number' }],
    ['The answer is positive.', 'text positive', { task: 'sentiment' }],
    ['The answer is 02/16/2010.', 'text 02/16/2010'],
    ['The answer is 2x + 1 = 5 apples.', 'number 5', { task: 'number' }],
    ['The answer is \\frac{\\pi}{2}.', 'expression \\frac{\\pi}{2}'],
  ])('reads %j', (text, expected, hint) => {
    expect(read(text, hint)).toBe(expected)
  })

  it.each<[string, AnswerHint | undefined]>([
    ['There are 5 apples and 3 pears, so 8 in all.', undefined],
    ['', undefined],
    ['Therefore, he has 3 cats and 4 dogs.', undefined],
    ['Therefore, the time is 5:00 pm - 3 hours = 2:00 pm.', undefined],
    ['Therefore, D + 2D = 105.', undefined],
    ['Therefore, 72 clips were sold. He then bought 3 more and', undefined],
    ['Thus 3 remain. He is happy.', undefined],
    ['The answer is not among the choices.', { options }],
    ['The answer is (K).', { options }],
    ['The answer is E.', { options }],
    ['Answer: Let us think step by step.', { task: 'number' }],
    ['The answer is a cat.', { options: ['dog', 'bird'] }],
    ['I think so.', { options: new Array(10).fill('x') }],
    ['The result is cut off: \\boxed{3', undefined],
    ['There is no solution.', { task: 'boolean' }],
    ['The answer is 3:4 or 2019-2020.', { task: 'number' }],
    ['He answered quickly.', undefined],
  ])('does not guess: %j', (text, hint) => {
    expect(finalAnswer(text, hint)).toEqual({ kind: 'unparsed' })
  })

  it('lets the last statement win that can be read', () => {
    expect(read('The answer is 3. Wait, I forgot one. The answer is 4.')).toBe('number 4')
    expect(read('The answer is (A). The answer is not obvious.', { options })).toBe('letter A')
    expect(read('\\boxed{3} but the answer is 4.')).toBe('number 4')
  })

  it('leaves out the next problem of the prompt that a model went on with', () => {
    const text = 'The answer is (B).\n\nQuestion:\nHow many?\nAnswer: Let us think. The answer is (C).'
    expect(read(text)).toBe('letter B')
    expect(read('Question: How many?\nAnswer: 3')).toBe('number 3')
  })

  it('takes no answer from a thought, however the model marks it', () => {
    for (const [before, after = ''] of [
      ['<think>The answer is 16.</think>'],
      ['[THINK]The answer is 16.[/THINK]'],
      [
        '<|channel|>analysis<|message|>The answer is 16.<|end|><|start|>assistant<|channel|>final<|message|>',
        '<|return|>',
      ],
      ['analysisThe answer is 16.assistantfinal'],
    ])
      expect(read(`${before}5 * 3 = 15. The answer is 15.${after}`)).toBe('number 15')
    expect(read('<|channel|>analysis<|message|>The answer is 16')).toBe('unparsed')
    expect(read('◁think▷The answer is 16')).toBe('unparsed')
  })

  it('gives the span of what it read', () => {
    for (const text of [
      'So **Answer: $1,234.5** it is.',
      'x\n#### 72',
      '\\boxed{\\frac{1}{2}}',
      'The answer is two.',
    ]) {
      const answer = finalAnswer(text) as Extract<Answer, { value: string }>
      expect(text.slice(...answer.span)).toBe(answer.value)
    }
  })

  it('never throws, and its span lies in the text', () => {
    const piece = fc.oneof(
      fc.string({ maxLength: 8 }),
      fc.constantFrom(
        'The answer is ',
        '\\boxed{',
        '}',
        '#### ',
        '$',
        '12',
        ' = ',
        '(B)',
        '\n',
        '. ',
        'yes',
        '1,000',
        '\\frac{',
        'Answer: ',
      ),
    )
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 20 }),
        fc.constantFrom(undefined, 'number', 'letter', 'boolean', 'text', 'expression'),
        (pieces, task) => {
          const text = pieces.join('')
          const answer = finalAnswer(text, { task })
          if (answer.kind === 'unparsed') return
          expect(answer.value).not.toBe('')
          expect(answer.span[0]).toBeGreaterThanOrEqual(0)
          expect(answer.span[1]).toBeLessThanOrEqual(text.length)
        },
      ),
      { numRuns: 2000 },
    )
  })

  it.each([
    'answer ',
    'The answer is ',
    '\\boxed{',
    '\\boxed{}',
    '#### ',
    '(',
    ' ',
    '\nQuestion: ',
    'Answer: 1\n\nQuestion: ',
    '$',
    '9',
    '1 ',
    'A is ',
    'answer is not',
    '答案',
    '\\frac{',
    '<think>a</think> ',
  ])('takes linear time on %j without end', (unit) => {
    const run = (size: number) => {
      const text = unit.repeat(Math.ceil(size / unit.length))
      for (const task of [undefined, 'number', 'letter', 'expression']) finalAnswer(text, { task, options: undefined })
    }
    expect(growth(run, 400_000)).toBeLessThan(LINEAR)
  })
})
