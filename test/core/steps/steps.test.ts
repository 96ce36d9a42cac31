import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { finish } from '../../../src/core/pieces.js'
import { type Step, solutionText, splitSteps, splitting, stepsOf } from '../../../src/core/steps/steps.js'
import { growth, LINEAR } from '../../growth.js'

const split = (text: string) => splitSteps(text).map((step) => step.text)

describe('splitSteps', () => {
  it('keeps "Step n" with its body, and the conclusion apart', () => {
    const text =
      'Let us see.\n\n## Step 1: Find the price\nOne pen is $2.\n\nSo two are $4.\n\n## Step 2: Add\n\n\\[ 4 + 1 = 5 \\]\n\nThe final answer is 5.'
    expect(split(text)).toEqual([
      'Let us see.',
      '## Step 1: Find the price\nOne pen is $2.\n\nSo two are $4.',
      '## Step 2: Add\n\n\\[ 4 + 1 = 5 \\]',
      'The final answer is 5.',
    ])
    expect(split('Step 1 - There are 3 cats. They sleep.\nStep 2 - The answer is 3')).toEqual([
      'Step 1 - There are 3 cats. They sleep.',
      'Step 2 - The answer is 3',
    ])
  })

  it('finds "Step n" within a line, and lines that are not wrapped', () => {
    expect(split('Step 1: 2 + 1 = 3. Step 2: Double it. Step 3: The answer is 6.')).toEqual([
      'Step 1: 2 + 1 = 3.',
      'Step 2: Double it.',
      'Step 3: The answer is 6.',
    ])
    expect(split('As step 2: says, we add.\n\nThen 3.\n\nThen 4.')[0]).toBe('As step 2: says, we add.')
    expect(
      split(
        'If that is the case then the fourth picket is painted more than once\nSo let us use that fact for an arbitrary number of pickets\nRight.',
      ),
    ).toHaveLength(3)
  })

  it('splits numbered items, with nested bullets and formulas in their item', () => {
    const text =
      'We do it in steps:\n\n1. **Profit**:\n   - price: $9\n   - cost: $5\n   \\[\n   9 - 5 = 4\n   \\]\n\n2. **Tax**:\n   - a quarter of 4 is 1\n\nTherefore, 3 is left.'
    expect(split(text)).toEqual([
      'We do it in steps:',
      '1. **Profit**:\n   - price: $9\n   - cost: $5\n   \\[\n   9 - 5 = 4\n   \\]',
      '2. **Tax**:\n   - a quarter of 4 is 1',
      'Therefore, 3 is left.',
    ])
  })

  it('tells two numbered lists apart', () => {
    expect(split('1. a one\n2. a two\n\nIn between.\n\n1. b one\n2. b two')).toEqual([
      '1. a one',
      '2. a two',
      'In between.',
      '1. b one',
      '2. b two',
    ])
  })

  it('splits bullets, but keeps a list of given facts whole', () => {
    expect(split('Given:\n- price 3\n- count 4\n\nThe total is 12.\n\nSo 12 it is.\n\nGood.')[0]).toBe(
      'Given:\n- price 3\n- count 4',
    )
    expect(split('* Ann has 4 + 2 = 6 pets.\n* Ben has 3 * 6 = 18 pets.')).toEqual([
      '* Ann has 4 + 2 = 6 pets.',
      '* Ben has 3 * 6 = 18 pets.',
    ])
  })

  it('takes a list that computes for steps, whatever announces it', () => {
    expect(
      split('The information we have:\n- boots cost x\n- heels cost 2 * 33 = 66\n- together 33 + 66 = 99'),
    ).toEqual(['The information we have:\n- boots cost x', '- heels cost 2 * 33 = 66', '- together 33 + 66 = 99'])
  })

  it('splits a long "(a) …" paragraph', () => {
    const text = `(a) ${'The current is given by the law that was stated above. '.repeat(8)}(b) It is 5.`
    expect(split(text)).toHaveLength(9)
  })

  it('reads one step a line, and joins lines that were wrapped', () => {
    expect(split('6 * 8 = 48\n3 * 7 = 21\n48 + 21 = 69\n#### 69')).toHaveLength(4)
    expect(split('He sold 48/2 = <<48/2=24>>24 clips.\nTogether <<48+24=72>>72.\n#### 72')).toEqual([
      'He sold 48/2 = <<48/2=24>>24 clips.',
      'Together <<48+24=72>>72.',
      '#### 72',
    ])
    const wrapped =
      'The committee has seven members and each of them may vote for any two of the\nothers, which gives the count below.\n\nThat is all.\n\nDone now.'
    expect(split(wrapped)[0]).toContain('two of the\nothers')
  })

  it('keeps a formula with the paragraph that announces it', () => {
    const text =
      'First, the numerator:\n\n\\[ 60 \\times 1750 = 105000 \\]\n\nNext, divide:\n\n$$\\frac{105000}{5252}$$\n\nIt is 20 hp.'
    expect(split(text)).toHaveLength(3)
  })

  it('splits prose into sentences', () => {
    expect(split('She buys 3.5 kg at $1.20. That costs $4.20, e.g. 4 dollars. The answer is 4.20.')).toEqual([
      'She buys 3.5 kg at $1.20.',
      'That costs $4.20, e.g. 4 dollars.',
      'The answer is 4.20.',
    ])
  })

  const whole = [
    'Dr. Smith of the U.S. Treasury met J. Doe at 5 p.m. on Main St. in town.',
    'Das sind 3,5 Mio. € + 2,5 Mio. € = 7,0 Mio. €.',
    'Die Kosten, z. B. Miete, d. h. Fixkosten u. a. Posten, sind bzw. Anlagen zzgl. MwSt. hoch.',
    'It needs a torque of 60 lb. ft. at Fig. 3 of vol. 2.',
    'Let $f(x) = 3. Then$ hold for \\(a. B\\).',
    'He waited... and left, as in No. 5 of the list.',
    'Use `a. B` here.',
    'We get $$x = 1. Y = 2$$ at once.',
  ]
  it.each(whole)('does not split: %s', (text) => {
    expect(split(text)).toEqual([text])
  })

  it.each([
    ['He asked "Is it 3?" She said yes.', 2],
    ['It is 5. 3 apples are left.', 2],
    ['So x = 5. Then y = 6.', 2],
    ['It is 3 * 15$ = 45$. The rest costs 5$ less. He has 40$.', 3],
    ['They work for Acme Inc. The firm pays 5%.', 2],
    ['I wonder... Now I know!  Good.', 3],
    ['总共有5个。所以答案是5。', 2],
    ['$x = 3$. $y = 4$.', 2],
  ])('splits: %s', (text, count) => {
    expect(split(text)).toHaveLength(count)
  })

  it('leaves code and tables whole', () => {
    const text =
      'Run this:\n\n```python\na = 1\n\nb = 2\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nIt is 3.\n\nOr is it? No.'
    expect(split(text)).toEqual([
      'Run this:\n\n```python\na = 1\n\nb = 2\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |',
      'It is 3.',
      'Or is it? No.',
    ])
  })

  it('reassembles any text: steps ascend, only white space lies between them', () => {
    const fragment = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.constantFrom(
        '\n',
        '\n\n',
        '. ',
        'Step 1: ',
        '\n2. ',
        '\n1) ',
        '- ',
        '$',
        '$$',
        '\\[',
        '\\]',
        '```',
        '`',
        '<<',
        '>>',
        '\\begin{a}',
        '\\end{a}',
        '| ',
        'Dr. ',
        'x = 3.5',
        '…',
        '"',
        '    ',
        '\r\n',
        '---',
        '。',
        '{"reasoning": "',
        ':',
        'The answer is',
      ),
    )
    fc.assert(
      fc.property(fc.array(fragment, { maxLength: 40 }), (fragments) => {
        const text = fragments.join('')
        let at = 0
        for (const step of splitSteps(text)) {
          expect(text.slice(at, step.start).trim()).toBe('')
          expect(step.text).toBe(text.slice(step.start, step.end))
          expect(step.text.trim()).not.toBe('')
          expect(step.start).toBeGreaterThanOrEqual(at)
          at = step.end
        }
        expect(text.slice(at).trim()).toBe('')
      }),
      { numRuns: 2000 },
    )
  })

  const adversarial: Record<string, string> = {
    dollars: '$a ',
    'double dollars': '$$ ',
    'open formulas': '\\[ ',
    'open environments': '\\begin{a}',
    'distinct environments': '\\begin{ab}\\begin{cd}',
    fences: '```',
    backticks: '` ',
    dots: '. ',
    terminators: '.!?',
    spaces: ' ',
    newlines: '\n',
    'numbered lines': '1. a\n2. b\n',
    'steps down': '9. a\n',
    bullets: '- a\n',
    angle: '<<',
    quotes: '" ',
    words: 'a',
    'upper case': 'A. B. ',
    objects: '{"reasoning": "',
    braces: '{',
    stars: '*',
    'end tokens': '</s> ',
    thoughts: '<think>a</think> ',
  }
  it.each(Object.entries(adversarial))('takes linear time on %s without end', (_name, unit) => {
    const run = (size: number) => {
      const text = unit.repeat(Math.ceil(size / unit.length))
      splitSteps(solutionText(text).text)
      solutionText(`{"reasoning": "${text}`)
    }
    expect(growth(run, 400_000)).toBeLessThan(LINEAR)
  })
})

describe('solutionText', () => {
  const reasoning = 'First 2 + 1.\nThen "3".'
  it.each([
    ['plain', JSON.stringify({ reasoning, answer: '3' })],
    ['fenced', `\`\`\`json\n${JSON.stringify({ reasoning, answer: '3' }, null, 2)}\n\`\`\``],
    ['in chat', `Here is my response:\n\n${JSON.stringify({ reasoning, answer: 3 })}\n\nHope it helps!</s></s>`],
    ['answer first', JSON.stringify({ answer: '3', reasoning })],
    ['raw line break and quotes', `{"reasoning": "First 2 + 1.\nThen "3".", "answer": "3"}`],
    ['without the closing bracket', `{"reasoning": "First 2 + 1.\\nThen \\"3\\".",\n "answer": "3"\n`],
  ])('unwraps: %s', (_name, raw) => {
    expect(solutionText(raw)).toEqual({ text: reasoning, answer: '3' })
  })

  it('unwraps an array of steps, a paragraph each', () => {
    const raw = '{"steps": ["First 2 + 1.", "Then \\"3\\"."], "answer": "3"}'
    expect(solutionText(raw)).toEqual({ text: 'First 2 + 1.\n\nThen "3".', answer: '3' })
  })

  it('reads what there is of a truncated object', () => {
    expect(solutionText('```json\n{"reasoning": "First 2 + 1 = 3. Th')).toEqual({ text: 'First 2 + 1 = 3. Th' })
  })

  it('keeps LaTeX whose backslashes were not doubled', () => {
    const raw = String.raw`{"reasoning": "\(a \neq \frac{1}{2} \times \beta\)\nSo \\theta.", "answer": "\frac{1}{2}"}`
    expect(solutionText(raw)).toEqual({
      text: `${String.raw`\(a \neq \frac{1}{2} \times \beta\)`}\nSo \\theta.`,
      answer: String.raw`\frac{1}{2}`,
    })
  })

  it('keeps a solution that stands before the object, without the line that announces it', () => {
    const steps = `## Step 1: Add\n${'The sum of two and one is found. '.repeat(8)}`
    const raw = `${steps}\n\nThe final answer is:\n\`\`\`json\n{"reasoning": "So 3.", "answer": "3"}\n\`\`\``
    expect(solutionText(raw)).toEqual({ text: `${steps.trim()}\n\nSo 3.`, answer: '3' })
  })

  it('leaves out another problem after the answer', () => {
    const text = 'We add. The answer is (B).'
    expect(solutionText(`${text}\n\nQuestion:\nHow many?\nAnswer: Two and two is (C).`)).toEqual({ text })
  })

  it('leaves other text as it is, without end tokens', () => {
    expect(solutionText('x = {"a": 1}. Done.<|eot_id|>')).toEqual({ text: 'x = {"a": 1}. Done.' })
  })
})

describe('stepsOf', () => {
  it('takes the steps of the record, or splits its text', () => {
    expect(stepsOf({ steps: ['a. b', 'c'], text: 'x' })).toEqual(['a. b', 'c'])
    expect(stepsOf({ text: '{"reasoning": "One. Two.", "answer": "2"}' })).toEqual(['One.', 'Two.'])
    expect(stepsOf({})).toEqual([])
  })
})

it('two texts that are read in turns come out as each by itself', () => {
  const texts = [
    'She has 3 apples. She buys 4 more. That makes 7. So the answer is 7.',
    'First. Then we add 2 and 5, which is 7 in all. Now double it. It is 14.',
  ]
  const work = texts.map(splitting)
  const results: Step[][] = []
  while (results.filter(Boolean).length < work.length)
    for (const [i, each] of work.entries()) {
      const piece = each.next()
      if (piece.done && piece.value) results[i] = piece.value
    }
  expect(results).toEqual(texts.map((text) => finish(splitting(text))))
})

describe('a conversation that was pasted as a solution', () => {
  const stepsOfText = (text: string) => splitSteps(solutionText(text).text).map((step) => step.text)

  it.each([
    ['User: How much is 15% of 240?\nAssistant: 10% of 240 is 24. 5% of 240 is 12.'],
    ['**User:** How much?\n\n**Assistant:** Hm.\n\nYou: And so?\n\nChatGPT:\n10% of 240 is 24. 5% of 240 is 12.'],
    ['Assistant: 10% of 240 is 24. 5% of 240 is 12.'],
  ])('is its last answer: %s', (text) => {
    expect(stepsOfText(text)).toEqual(['10% of 240 is 24.', '5% of 240 is 12.'])
  })

  it('is none where the words belong to the solution', () => {
    const text = 'There are two parties.\nModel: a car\n3 + 4 = 7'
    expect(solutionText(text).text).toBe(text)
    expect(solutionText('User: How much is it?').text).toBe('User: How much is it?')
  })
})

it('a German date is not cut behind its day', () => {
  const text = 'Der 24. Dezember 2023 war ein Sonntag. Am 3. Oktober ist frei. It costs 12. April was cold.'
  expect(splitSteps(text).map((step) => step.text)).toEqual([
    'Der 24. Dezember 2023 war ein Sonntag.',
    'Am 3. Oktober ist frei.',
    'It costs 12.',
    'April was cold.',
  ])
})
