import { describe, expect, it } from 'vitest'
import { asCandidates } from '../../../src/core/records/as-candidates.js'
import { asChain } from '../../../src/core/records/as-chain.js'
import { answersInBody } from '../../../src/core/records/chat.js'
import { candidateSetSchema, chainSchema } from '../../../src/core/records/types.js'

/* What went to a model server and what came back, as logs and data sets keep the two. */

const question = 'What is 2 + 3?'
const answer = '2 + 3 = 6.'
const user = { role: 'user', content: question }
const system = { role: 'system', content: 'Be brief.' }
const openai = { id: 'c1', choices: [{ message: { role: 'assistant', content: answer } }] }
const anthropic = { role: 'assistant', content: [{ type: 'text', text: answer }] }
const gemini = { candidates: [{ content: { role: 'model', parts: [{ text: answer }] }, finishReason: 'STOP' }] }
const contents = [{ role: 'user', parts: [{ text: question }] }]
const chain = (record: object) => chainSchema.parse(asChain(record, 'line 1'))

describe('a request beside its response', () => {
  it.each<[string, object]>([
    ['of OpenAI', { request: { model: 'm', messages: [system, user] }, response: openai }],
    [
      'of its responses',
      { request: { input: question }, response: { output: [{ type: 'message', content: answer }] } },
    ],
    ['of its batches', { request: { method: 'POST', body: { messages: [user] } }, response: { body: openai } }],
    ['of Anthropic', { request: { system: 'Be brief.', messages: [user] }, response: anthropic }],
    ['of Gemini', { request: { contents }, response: gemini }],
    ['of Gemini, in one record', { contents, ...gemini }],
    ['without a name for the request', { messages: [system, user], response: openai }],
    ['whose answer is a text', { messages: [user], response: answer }],
    ['of TRL', { prompt: [system, user], completion: [{ role: 'assistant', content: answer }] }],
  ])('is one chain: %s', (_name, record) => {
    expect(chain(record)).toMatchObject({ question, text: answer })
    expect(Object.keys(chain(record)).sort()).toEqual(
      expect.not.arrayContaining(['request', 'response', 'messages', 'contents', 'prompt', 'completion']),
    )
  })

  it('stands in the fields that it is told', () => {
    const record = { sent: [system, user], came: [{ role: 'assistant', content: answer }] }
    const names = { question: 'sent', solution: 'came' }
    expect(chainSchema.parse(asChain(record, 'line 1', names))).toMatchObject({ question, text: answer })
    const other = { prompt: [system, user], completion: answer }
    expect(chainSchema.parse(asChain(other, 'line 1', { question: 'prompt' }))).toMatchObject({
      question,
      text: answer,
    })
  })

  it('has what was said before as its context', () => {
    expect(chain({ request: { messages: [system, user] }, response: openai }).context).toBe('Be brief.')
  })

  it('gives way to a question that the record names', () => {
    expect(chain({ question: 'Q', request: { messages: [user] }, response: openai }).question).toBe('Q')
  })

  it('holds several solutions where the response has several choices', () => {
    const record = { request: { messages: [user] }, response: { choices: [...openai.choices, ...openai.choices] } }
    expect(() => asChain(record, 'line 1', {}, 'rationale rerank FILE')).toThrow(/2 choices\n.*rationale rerank FILE/)
    expect(candidateSetSchema.parse(asCandidates(record, 'line 1'))).toMatchObject({
      question,
      candidates: [{ text: answer }, { text: answer }],
    })
  })
})

it('reads a conversation with Gemini', () => {
  const record = {
    contents: [...contents, { role: 'model', parts: [{ text: 'Hm.', thought: true }, { text: answer }] }],
  }
  expect(chain(record)).toMatchObject({ question, text: answer })
})

describe('several solutions under other names', () => {
  it.each([
    { problem: question, solutions: ['5', '6'] },
    { prompt: question, completions: ['5', '6'] },
    { input: question, outputs: [{ text: '5' }, { text: '6' }] },
  ])('$solutions$completions$outputs', (record) => {
    const { candidates, ...set } = candidateSetSchema.parse(asCandidates(record, 'line 1'))
    expect(set.question).toBe(question)
    expect(candidates.map(({ text }) => text)).toEqual(['5', '6'])
  })

  it.each([
    ['right answers', { question, answers: ['5', 'five'] }],
    ['the steps of one solution (TRL)', { question, completions: ['2 + 3 = 6.', 'So 6.'], labels: [false, true] }],
  ])('not: %s', (_name, record) => {
    expect(candidateSetSchema.safeParse(asCandidates(record, 'line 1')).success).toBe(false)
  })
})

describe('a text that is the body of a response', () => {
  it.each([openai, anthropic, gemini, { question, response: openai }])('stands for its answer', (body) => {
    expect(answersInBody(JSON.stringify(body, null, 2))).toEqual([answer])
  })

  it.each(['{"reasoning": "2 + 3 = 5", "answer": "5"}', '{2, 3} is a set of two.', answer, '{"choices": []}'])(
    'is any other text as it stands: %s',
    (text) => {
      expect(answersInBody(text)).toBeUndefined()
    },
  )
})
