import { describe, expect, it } from 'vitest'
import { RationaleError } from '../../../src/core/errors.js'
import { asCandidates } from '../../../src/core/records/as-candidates.js'
import { asChain } from '../../../src/core/records/as-chain.js'
import { candidatesFrom, fromChat, fromResponse, whole } from '../../../src/core/records/chat.js'
import { candidateSetSchema, chainSchema } from '../../../src/core/records/types.js'

const asked = { question: 'What is 2 + 3?' }

describe('a chat', () => {
  it('becomes a chain: the last answer, the question before it, the rest as context', () => {
    const chain = fromChat([
      { role: 'system', content: 'You are careful.' },
      { role: 'user', content: 'There are 2 red and 3 blue pens.' },
      { role: 'assistant', content: 'I see.' },
      { role: 'user', content: [{ type: 'text', text: 'How many pens?' }, { type: 'image_url' }] },
      {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'hmm 6?' },
          { type: 'text', text: '2 + 3 = 5' },
        ],
      },
    ])
    expect(chain.question).toBe('How many pens?')
    expect(chain.text).toBe('2 + 3 = 5')
    expect(chain.context).toBe('You are careful.\n\nThere are 2 red and 3 blue pens.\n\nI see.')
  })

  it('without a solution is refused with what was found', () => {
    expect(() => fromChat([{ role: 'user', content: 'Hello?' }])).toThrow(/found: {4}user/)
    expect(() => fromChat([])).toThrow(RationaleError)
  })
})

describe('a conversation exported from ChatGPT', () => {
  const node = (role: string, text: string, parent: string | null) => ({
    parent,
    message: { author: { role }, content: { content_type: 'text', parts: [text] } },
  })
  const mapping = {
    root: { parent: null, message: null },
    asked: node('user', 'What is 2 + 3?', 'root'),
    said: node('assistant', '2 + 3 = 5', 'asked'),
  }

  it('is read to its end where it does not say which message was seen last', () => {
    expect(asChain({ title: 'x', mapping }, 'one')).toMatchObject({ question: 'What is 2 + 3?', text: '2 + 3 = 5' })
  })

  it('is refused where several branches may be that, with what it looks like', () => {
    const branched = { ...mapping, again: node('assistant', '2 + 3 = 6', 'asked') }
    const read = (more: object) => asChain({ title: 'x', mapping: branched, ...more }, 'one')
    expect(() => read({})).toThrow(/looks like a conversation exported from ChatGPT[\s\S]*current_node/)
    expect(read({ current_node: 'again' })).toMatchObject({ text: '2 + 3 = 6' })
  })
})

describe('a response', () => {
  it.each([
    [
      'an OpenAI chat completion',
      { id: 'c', choices: [{ message: { role: 'assistant', content: '2 + 3 = 5', reasoning_content: 'x' } }] },
    ],
    ['content in parts', { id: 'c', choices: [{ message: { content: [{ type: 'text', text: '2 + 3 = 5' }] } }] }],
    [
      'an OpenAI response',
      {
        id: 'c',
        output: [
          { type: 'reasoning', summary: [], content: [{ type: 'reasoning_text', text: '' }] },
          {
            type: 'message',
            role: 'assistant',
            content: [{ type: 'output_text', text: '2 + 3 = 5', annotations: [] }],
          },
        ],
      },
    ],
    [
      'an Anthropic message',
      {
        id: 'c',
        type: 'message',
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'x' },
          { type: 'text', text: '2 + 3 = 5' },
        ],
      },
    ],
  ])('%s becomes a chain without its thoughts', (_, response) => {
    expect(fromResponse(response, asked)).toEqual({ id: 'c', question: asked.question, text: '2 + 3 = 5' })
  })

  it.each([
    ['a chat completion', { choices: [{ message: { content: '12 * 12 = 14' }, finish_reason: 'length' }] }],
    [
      'a response',
      {
        status: 'incomplete',
        output: [{ type: 'message', content: [{ type: 'output_text', text: '12 * 12 = 14' }] }],
      },
    ],
    ['a message of Anthropic', { role: 'assistant', content: '12 * 12 = 14', stop_reason: 'max_tokens' }],
    ...[
      { finishReason: 'MAX_TOKENS' },
      { finish_reason: 'MAX_TOKENS' },
      { finish_reason: 'FinishReason.MAX_TOKENS' },
      { finish_reason: 2 },
    ].map((end): [string, object] => [
      `what Gemini generated (${JSON.stringify(end)})`,
      { candidates: [{ content: { parts: [{ text: '12 * 12 = 14' }] }, ...end }] },
    ]),
  ])('%s that was cut off loses the number that may be a part of one', (_, response) => {
    expect(fromResponse(response, asked).text).toBe('12 * 12 = ')
    expect(candidatesFrom(response, asked).candidates).toEqual([{ text: '12 * 12 = ' }])
  })

  it.each([
    ['12 * 12 = 14', true, '12 * 12 = '],
    ['12 * 12 = 144 app', true, '12 * 12 = 144 '],
    ['12 * 12 = 1,', true, '12 * 12 = '],
    ['12 * 12 = 144\n', true, '12 * 12 = 144\n'],
    ['答案是14', true, '答案是14'],
    ['12 * 12 = 14', false, '12 * 12 = 14'],
  ])('what can be judged of %j (cut off: %s) is %j', (text, isCut, said) => expect(whole(text, isCut)).toBe(said))

  it.each([
    ['a call of a tool', [{ type: 'server_tool_use', id: 't', name: 'code_execution', input: {} }]],
    ['a thought', [{ type: 'thinking', thinking: 'and the rest?' }]],
    ['nothing', []],
    ['a source', [{ type: 'reference', reference_ids: [1] }]],
  ])('between whose texts stands %s is no sum of both', (_, between) => {
    const content = [{ type: 'text', text: 'So 2 * 3 = 6' }, ...between, { type: 'text', text: '4 + 5 = 9.' }]
    const text = 'So 2 * 3 = 6\n4 + 5 = 9.'
    expect(fromResponse({ role: 'assistant', content }, asked).text).toBe(text)
    expect(fromResponse({ choices: [{ message: { content } }] }, asked).text).toBe(text)
    expect(
      fromChat([
        { role: 'user', content: 'Well?' },
        { role: 'assistant', content },
      ]).text,
    ).toBe(text)
  })

  it.each([
    [['It costs ', '5', ' dollars', ', as said', '.'], 'It costs 5 dollars, as said.'],
    [['2 * 3 = 6\n', '4 + 5 = 9'], '2 * 3 = 6\n4 + 5 = 9'],
  ])('of one sentence in several texts stays one sentence: %j', (texts, text) => {
    const content = texts.map((each) => ({ type: 'text', text: each }))
    expect(fromResponse({ role: 'assistant', content }, asked).text).toBe(text)
    const parts = texts.map((each) => ({ text: each }))
    expect(fromResponse({ candidates: [{ content: { parts } }] }, asked).text).toBe(text)
  })

  it.each([
    ['blocked', { finishReason: 'SAFETY' }],
    ['cut off in its thoughts', { content: { role: 'model' }, finishReason: 'MAX_TOKENS' }],
    ['empty, as the Python SDK dumps it', { content: null, finish_reason: 'SAFETY' }],
    ['without a word', { content: { parts: null, role: 'model' }, finish_reason: 'STOP' }],
  ])('of Gemini with a candidate that is %s loses that one alone', (_, lost) => {
    const said = { content: { parts: [{ text: '2 + 3 = 5', thought: null }], role: 'model' }, finishReason: 'STOP' }
    const response = { response_id: 'r', candidates: [said, lost] }
    expect(candidatesFrom(response, asked)).toMatchObject({ id: 'r', candidates: [{ text: '2 + 3 = 5' }] })
    expect(() => fromResponse({ candidates: [lost] }, asked)).toThrow(/holds no text to verify/)
  })

  it.each<[string, (text: string, end?: string) => object, string]>([
    [
      'a text completion',
      (text, end) => ({ object: 'text_completion', choices: [{ index: 0, text: ` ${text}`, finish_reason: end }] }),
      'length',
    ],
    [
      'a chat of Ollama',
      (content, end) => ({ model: 'm', message: { role: 'assistant', content }, done: true, done_reason: end }),
      'length',
    ],
    ['a generation of Ollama', (response, end) => ({ model: 'm', response, done: true, done_reason: end }), 'length'],
    [
      'a chat of Cohere',
      (text, end) => ({ message: { role: 'assistant', content: [{ type: 'text', text }] }, finish_reason: end }),
      'MAX_TOKENS',
    ],
    [
      'what Bedrock sent',
      (text, end) => ({
        output: {
          message: { role: 'assistant', content: [{ reasoningContent: { reasoningText: { text: 'x' } } }, { text }] },
        },
        stopReason: end,
      }),
      'max_tokens',
    ],
  ])('%s becomes a chain, and is cut off by its own word', (_, made, cutOff) => {
    expect(fromResponse(made('2 + 3 = 5'), asked).text).toBe('2 + 3 = 5')
    expect(fromResponse(made('12 * 12 = 14', cutOff), asked).text).toBe('12 * 12 = ')
    expect(asChain({ question: 'What is 2 + 3?', response: made('2 + 3 = 5') }, 'one')).toMatchObject({
      question: 'What is 2 + 3?',
      text: '2 + 3 = 5',
    })
  })

  it('of several text completions gives candidates', () => {
    const choices = ['5', '6'].map((text) => ({ text, finish_reason: 'stop' }))
    expect(candidatesFrom({ choices }, asked).candidates).toEqual([{ text: '5' }, { text: '6' }])
  })

  it('with several choices gives candidates', () => {
    const choices = ['5', '6', ''].map((content) => ({ message: { content } }))
    expect(candidatesFrom({ choices }, asked).candidates).toEqual([{ text: '5' }, { text: '6' }])
    expect(candidatesFrom([{ choices }, { choices }], asked).candidates.length).toBe(4)
  })

  it.each([[null], ['text'], [{ error: { message: 'overloaded' } }], [[]]])('%j is refused', (response) => {
    expect(() => fromResponse(response, asked)).toThrow(/no response of a known form/)
  })

  it('of tool calls alone is refused', () => {
    expect(() => fromResponse({ choices: [{ message: { content: null } }] }, asked)).toThrow(/no text to verify/)
  })
})

describe('records as people have them', () => {
  const read = (value: unknown, names = {}) => chainSchema.safeParse(asChain(value, 'line-3', names)).data

  it.each([
    [{ question: 'Q', answer: 'A = A' }],
    [{ problem: 'Q', solution: 'A = A' }],
    [{ prompt: 'Q', completion: 'A = A' }],
    [{ input: 'Q', output: 'A = A' }],
    [
      {
        messages: [
          { role: 'user', content: 'Q' },
          { role: 'assistant', content: 'A = A' },
        ],
      },
    ],
    [{ question: 'Q', response: { choices: [{ message: { content: 'A = A' } }] } }],
    [
      {
        conversations: [
          { from: 'human', value: 'Q' },
          { from: 'gpt', value: 'A = A' },
        ],
      },
    ],
    [
      {
        name: 'a talk',
        chat_messages: [
          { sender: 'human', text: 'Q' },
          { sender: 'assistant', text: 'A = A' },
        ],
      },
    ],
    [
      {
        title: 'a tree: the first answer was asked for anew',
        current_node: 'second',
        mapping: {
          root: { id: 'root', message: null, parent: null },
          asked: { parent: 'root', message: { author: { role: 'user' }, content: { parts: ['Q'] } } },
          first: { parent: 'asked', message: { author: { role: 'assistant' }, content: { parts: ['B = B'] } } },
          second: {
            parent: 'asked',
            message: { author: { role: 'assistant' }, content: { parts: [{ image: 1 }, 'A = A'] } },
          },
        },
      },
    ],
  ])('%j is a chain', (record) => {
    expect(read(record)).toMatchObject({ id: 'line-3', question: 'Q', text: 'A = A' })
  })

  const geminis = (text: string, finishReason = 'STOP') => ({
    candidates: [{ content: { role: 'model', parts: [{ text: 'Hm.', thought: true }, { text }] }, finishReason }],
  })
  it.each<[string, object, string]>([
    [
      'an OpenAI batch',
      { custom_id: 'b1', response: { status_code: 200, body: { choices: [{ message: { content: '2 + 3 = 5' } }] } } },
      'b1',
    ],
    [
      'an Anthropic batch',
      {
        custom_id: 'b1',
        result: { type: 'succeeded', message: { role: 'assistant', content: [{ type: 'text', text: '2 + 3 = 5' }] } },
      },
      'b1',
    ],
    ['Gemini', { response: geminis('2 + 3 = 5') }, 'line 1'],
    ['Gemini, whole', geminis('2 + 3 = 5'), 'line 1'],
    ['Gemini, cut in a number', geminis('2 + 3 = 5 and 12', 'MAX_TOKENS'), 'line 1'],
  ])('reads the answer of %s with the question beside it', (name, record, id) => {
    const chain = chainSchema.parse(asChain({ ...record, ...asked }, 'line 1'))
    const text = name.includes('cut') ? '2 + 3 = 5 and ' : '2 + 3 = 5'
    expect(chain).toMatchObject({ ...asked, id, text })
    expect(candidateSetSchema.parse(asCandidates({ ...record, ...asked }, 'line 1'))).toMatchObject({
      ...asked,
      id,
      candidates: [{ text }],
    })
  })

  it('refuses a response with several choices, and says what takes them', () => {
    const choices = ['5', '6', '7'].map((content) => ({ message: { content } }))
    const response = { choices }
    expect(() => asChain({ ...asked, response }, 'line 1', {}, 'rationale rerank FILE')).toThrow(
      /several solutions\n.*\n.*3 choices\n.*rationale rerank FILE/,
    )
    expect(() => fromResponse(response, asked)).toThrow(/3 choices\n.*candidatesFrom\(response, asked\)/)
    expect(() =>
      fromResponse(
        { candidates: choices.map(({ message }) => ({ content: { parts: [{ text: message.content }] } })) },
        asked,
      ),
    ).toThrow(/3 choices/)
  })

  it('takes the one choice that has a text', () => {
    const choices = [null, '', '5'].map((content) => ({ message: { content } }))
    expect(asChain({ ...asked, response: { choices } }, 'line 1')).toMatchObject({ text: '5' })
    expect(fromResponse({ choices }, asked)).toMatchObject({ text: '5' })
  })

  it('survives an exported tree that ends nowhere or goes round', () => {
    const node = (parent: string) => ({ parent, message: { author: { role: 'user' }, content: { parts: ['Q'] } } })
    const trees = [
      { current_node: 'gone', mapping: {} },
      { current_node: '__proto__', mapping: {} },
      { current_node: 'a', mapping: { a: node('b'), b: node('a') } },
    ]
    for (const tree of trees) expect(() => read(tree)).toThrow('this chat holds no solution')
  })

  it('keeps a chain and its other fields as they are', () => {
    const chain = { id: 'x', question: 'Q', steps: ['a'], answer: 'A', extra: 1 }
    expect(read(chain)).toEqual(chain)
  })

  it('takes columns by name', () => {
    expect(read({ id: 7, frage: 'Q', weg: 'A = A' }, { question: 'frage', solution: 'weg' })).toEqual({
      id: '7',
      question: 'Q',
      text: 'A = A',
    })
  })

  it('leaves what it does not know to the schema', () => {
    expect(read({ title: 'x' })).toBeUndefined()
    expect(read('x')).toBeUndefined()
  })
})
