import type { IncomingMessage, ServerResponse } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { joinEvents } from '../../src/models/http/events.js'
import { type HttpModelOptions, httpModel } from '../../src/models/http/http-model.js'
import { answersOf, partThought } from '../../src/models/thoughts.js'
import { growth, LINEAR } from '../growth.js'
import { type StubServer, stubServer } from './stub-server.js'

/* Forms in which servers answer, as they have been seen to: each with a stub of its exact shape. */

const running: StubServer[] = []
afterEach(async () => {
  for (const server of running.splice(0)) await server.close()
})

async function start(options: Partial<HttpModelOptions> = {}) {
  const server = await stubServer('vllm')
  running.push(server)
  return { server, model: httpModel({ baseUrl: server.url, model: 'counter', backoffMs: 1, ...options }) }
}

type Reply = (request: IncomingMessage, response: ServerResponse) => void
const json =
  (body: unknown, status = 200, headers: Record<string, string> = {}): Reply =>
  (_request, response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
const message = (said: object, finish_reason = 'stop'): Reply =>
  json({ choices: [{ index: 0, message: { role: 'assistant', ...said }, finish_reason }] })
const chat = [{ role: 'user', content: 'One two' }] as const

it.each([
  ['parts', () => ({ delta: { content: [{ type: 'text', text: 'w ' }] } })],
  ['log-probabilities', () => ({ delta: { content: 'w ' }, logprobs: { content: [{ token: 'w', logprob: -1 }] } })],
])('joins a stream of any number of %s in time that grows with them', (_, choice) => {
  const event = (piece: object) => `data: ${JSON.stringify({ choices: [{ index: 0, ...piece }] })}\n\n`
  const stream = (pieces: number) => event(choice()).repeat(pieces) + event({ finish_reason: 'stop' })
  expect(growth((pieces) => joinEvents(stream(pieces)), 16_000)).toBeLessThan(LINEAR)
})

it('names an answer that is nested too deep to be shown', async () => {
  const { server, model } = await start()
  const deep = `{"choices":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
  server.next.push((_request, response) => response.writeHead(200, { 'content-type': 'application/json' }).end(deep))
  await expect(model.generate({ prompt: chat })).rejects.toMatchObject({
    code: 'model',
    found: expect.stringContaining('too deep'),
  })
})

describe('thoughts', () => {
  it.each<[string, string, string | undefined]>([
    ['<think>2 + 2 is 4.</think>\n\nThe answer is 4.', 'The answer is 4.', '2 + 2 is 4.'],
    ['  <think>\n\n</think>\n4', '4', undefined],
    // The template opened the thought in the prompt.
    ['2 + 2 is 4.\n</think>\n4', '4', '2 + 2 is 4.'],
    ['<think>2 + 2 is', '', '2 + 2 is'],
    ['[THINK]hm[/THINK]4', '4', 'hm'],
    ['<thinking>hm</thinking>4', '4', 'hm'],
    // A text that speaks of the mark is no thought.
    ['Write <think> first and </think> last.', 'Write <think> first and </think> last.', undefined],
    ['plain', 'plain', undefined],
  ])('%j', (written, text, thought) => {
    expect(partThought(written)).toEqual(thought === undefined ? { text } : { text, thought })
  })

  it('a text to be continued is left as it stands', () => {
    const written = [{ text: '<think>a</think>b', finish: 'stop' as const }]
    expect(answersOf(written, { prompt: 'x' }, 'm')).toEqual(written)
    expect(answersOf(written, { prompt: chat }, 'm')).toEqual([{ text: 'b', thought: 'a', finish: 'stop' }])
  })

  it.each<[string, object]>([
    ['in the content', { content: '<think>Count on.</think>three' }],
    ['in reasoning_content', { content: 'three', reasoning_content: 'Count on.' }],
    ['in reasoning', { content: 'three', reasoning: 'Count on.' }],
    ['in thinking', { content: 'three', thinking: 'Count on.' }],
    [
      'in parts',
      {
        content: [
          { type: 'thinking', thinking: [{ type: 'text', text: 'Count on.' }] },
          { type: 'text', text: 'three' },
        ],
      },
    ],
  ])('%s are kept beside the answer', async (_where, said) => {
    const { model, server } = await start()
    server.next.push(message(said))
    expect(await model.generate({ prompt: chat })).toEqual([{ text: 'three', thought: 'Count on.', finish: 'stop' }])
  })

  it.each<[string, object, string]>([
    ['beside empty content', { content: '', reasoning_content: 'Count on and' }, 'length'],
    ['beside no content', { content: null, reasoning_content: 'Count on and' }, 'stop'],
    ['never closed', { content: '<think>Count on and' }, 'length'],
    ['not shown', { content: '' }, 'length'],
  ])('%s are no answer, and say so', async (_where, said, finish) => {
    const { model, server } = await start()
    server.next.push(message(said, finish))
    await expect(model.generate({ prompt: chat })).rejects.toMatchObject({
      code: 'model',
      message: expect.stringContaining('gave no answer'),
      remedy: expect.stringContaining('more tokens'),
    })
  })
})

describe('other forms', () => {
  it('content in parts', async () => {
    const { model, server } = await start()
    server.next.push(
      message({
        content: [
          { type: 'text', text: 'three ' },
          { type: 'text', text: 'four' },
        ],
      }),
    )
    expect(await model.generate({ prompt: chat })).toEqual([{ text: 'three four', finish: 'stop' }])
  })

  it('content in parts with thoughts between', async () => {
    const { model, server } = await start()
    server.next.push(
      message({
        content: [
          { type: 'thinking', thinking: 'Twice 3.' },
          { type: 'text', text: '2 * 3 = 6' },
          { type: 'thinking', thinking: [{ type: 'text', text: 'Add.' }] },
          { type: 'text', text: '4 + 5 = 9' },
        ],
      }),
    )
    expect(await model.generate({ prompt: chat })).toEqual([
      { text: '2 * 3 = 6\n4 + 5 = 9', thought: 'Twice 3.\nAdd.', finish: 'stop' },
    ])
  })

  it('a stream that nobody asked for', async () => {
    const { model, server } = await start()
    const events = (...pieces: unknown[]): Reply => {
      const lines = pieces.map((piece) => `data: ${typeof piece === 'string' ? piece : JSON.stringify(piece)}\n\n`)
      return (_request, response) =>
        response.writeHead(200, { 'content-type': 'text/event-stream' }).end(`: keep alive\n\n${lines.join('')}`)
    }
    const delta = (content: string | null, finish_reason: string | null = null) => ({
      choices: [{ index: 0, delta: { content }, finish_reason }],
    })
    server.next.push(
      events(
        { choices: [{ index: 0, delta: { role: 'assistant', content: '' } }] },
        delta('three'),
        delta(' four'),
        delta(null, 'length'),
        { choices: [], usage: { prompt_tokens: 2, completion_tokens: 2 } },
        '[DONE]',
      ),
    )
    expect(await model.generate({ prompt: chat })).toEqual([{ text: 'three four', finish: 'length' }])
    server.next.push(
      events({ choices: [{ index: 0, text: ' three' }] }, { choices: [{ index: 0, text: ' four' }] }, '[DONE]'),
    )
    expect((await model.generate({ prompt: 'One two' }))[0]?.text).toBe(' three four')
    // One that breaks off is asked for again.
    server.next.push(events(delta('thr')))
    expect((await model.generate({ prompt: chat, maxTokens: 1 }))[0]?.text).toBe('three')
  })

  describe('pieces of a stream', () => {
    const piece = (delta: object, more: object = {}) => ({ choices: [{ index: 0, delta, ...more }] })
    const end = piece({}, { finish_reason: 'stop' })
    /** One event each, or the text of the stream itself. */
    const ask = async (pieces: readonly unknown[] | string, options: Partial<HttpModelOptions> = {}) => {
      const { model, server } = await start({ retries: 0, ...options })
      const text =
        typeof pieces === 'string' ? pieces : pieces.map((each) => `data: ${JSON.stringify(each)}\n\n`).join('')
      server.next.push((_request, response) =>
        response.writeHead(200, { 'content-type': 'text/event-stream' }).end(text),
      )
      return model.generate({ prompt: chat, alternatives: 1 })
    }
    const said = (content: unknown) => piece({ content })
    const text = (part: string) => ({ type: 'text', text: part })

    it.each<[string, readonly unknown[], object]>([
      ['lists of parts', [said([text('2 + ')]), said([text('2 = 4')]), end], { text: '2 + 2 = 4' }],
      [
        'thoughts in parts, the answer as text',
        [
          said([{ type: 'thinking', thinking: [text('Twice ')] }]),
          said([{ type: 'thinking', thinking: [text('two.')] }]),
          said('2 + '),
          said('2 = 4'),
          end,
        ],
        { text: '2 + 2 = 4', thought: 'Twice two.' },
      ],
      [
        'thoughts in a field beside it',
        [piece({ reasoning_content: 'Twice ' }), piece({ reasoning_content: 'two.', content: null }), said('4'), end],
        { text: '4', thought: 'Twice two.' },
      ],
      [
        'a call of a tool between two texts',
        [said('2 + 2 = 4'), piece({ tool_calls: [{ index: 0, function: { arguments: '{' } }] }), said('. So 4.'), end],
        { text: '2 + 2 = 4. So 4.' },
      ],
      [
        'the count of tokens last, without choices',
        [said('4'), end, { choices: [], usage: { prompt_tokens: 1, completion_tokens: 1 } }],
        { text: '4' },
      ],
    ])('%s', async (_, pieces, answer) => {
      expect(await ask(pieces)).toEqual([{ ...answer, finish: 'stop' }])
    })

    it('log-probabilities of every piece, not of the last alone', async () => {
      const token = (name: string) =>
        piece({ content: name }, { logprobs: { content: [{ token: name, logprob: -0.1, top_logprobs: [] }] } })
      const [answer] = await ask([token('a'), token('b'), end])
      expect(answer?.tokens?.map((each) => each.text)).toEqual(['a', 'b'])
    })

    it('of several choices each its own, in the order of their numbers', async () => {
      const { model, server } = await start({ retries: 0 })
      const of = (index: number, content: string, finish_reason: string | null = null) => ({
        choices: [{ index, delta: { content }, finish_reason }],
      })
      const lines = [of(1, 'b'), of(0, 'a'), of(1, 'b', 'stop'), of(0, 'a', 'stop')]
      server.next.push((_request, response) =>
        response.end(lines.map((each) => `data: ${JSON.stringify(each)}\n\n`).join('')),
      )
      expect((await model.generate({ prompt: chat, n: 2 })).map((each) => each.text)).toEqual(['aa', 'bb'])
    })

    const line = (each: unknown) => `data: ${JSON.stringify(each)}`
    it.each([
      ['CRLF', `${line(said('4'))}\r\n\r\n${line(end)}\r\n\r\n`],
      ['CR', `${line(said('4'))}\r\r${line(end)}\r\r`],
      ['no blank lines', `${line(said('4'))}\n${line(end)}\ndata: [DONE]\n`],
      ['a byte-order mark and a comment', `\uFEFF: hello\n\n${line(said('4'))}\n\n: still here\n\n${line(end)}\n\n`],
      ['a pause and names of events', `retry: 10\n\nevent: message\nid: 1\n${line(said('4'))}\n\n${line(end)}`],
      ['[DONE] in place of a reason', `${line(said('4'))}\n\ndata: [DONE]\n\n`],
    ])('with %s', async (_, stream) => {
      expect(await ask(stream)).toEqual([{ text: '4', finish: 'stop' }])
    })

    it.each([
      ['as a field', line({ error: { message: 'out of memory' } })],
      ['as an object', line({ object: 'error', message: 'out of memory' })],
      ['by the name of the event', `event: error\n${line({ type: 'overloaded', message: 'out of memory' })}`],
      ['in a choice', line({ choices: [{ index: 0, error: { message: 'out of memory' }, finish_reason: 'error' }] })],
    ])('an error in the middle, %s, is no answer', async (_, error) => {
      await expect(ask(`${line(said('2 + 2 = '))}\n\n${error}\n\n`)).rejects.toThrow('out of memory')
    })

    it.each([
      ['that breaks off', `${line(said('2 + 2 = '))}\n\n`, 'is not complete JSON'],
      [
        'of which one choice breaks off',
        `${line(end)}\n\n${line({ choices: [{ index: 1, delta: { content: '4' } }] })}\n\n`,
        'is not complete JSON',
      ],
      ['that breaks off in a piece', `${line(said('4'))}\n\ndata: {"choices":[{"fin`, 'is not complete JSON'],
      ['of content that is neither text nor a list', `${line(said(7))}\n\n${line(end)}\n\n`, 'in an unknown form'],
    ])('one %s is no answer', async (_, stream, fault) => {
      await expect(ask(stream)).rejects.toThrow(fault)
    })
  })

  it('a refusal', async () => {
    const { model, server } = await start()
    server.next.push(message({ content: null, refusal: 'I would rather not.' }))
    await expect(model.generate({ prompt: chat })).rejects.toMatchObject({
      code: 'model',
      found: 'I would rather not.',
    })
  })

  it('a refusal of one sample among others costs that one alone', async () => {
    const { model, server } = await start()
    const choices = [{ content: null, refusal: 'I would rather not.' }, { content: 'four' }].map((message, index) => ({
      index,
      message,
      finish_reason: 'stop',
    }))
    server.next.push(json({ choices }))
    expect(await model.generate({ prompt: chat, n: 2 })).toEqual([
      { text: '', refused: 'I would rather not.', finish: 'stop' },
      { text: 'four', finish: 'stop' },
    ])
    // A server that ignores n is asked once more: each of its answers may be a refusal.
    server.next.push(message({ content: '' }, 'content_filter'), message({ content: 'four' }))
    expect((await model.generate({ prompt: chat, n: 2 })).map(({ refused }) => refused)).toEqual([
      'finish_reason content_filter',
      undefined,
    ])
    server.next.push(message({ content: '' }, 'content_filter'), message({ content: '', refusal: 'No.' }))
    await expect(model.generate({ prompt: chat, n: 2 })).rejects.toMatchObject({ code: 'model' })
  })
})

describe('errors in answers with HTTP 200', () => {
  it.each<[string, unknown]>([
    ['as OpenAI has them', { error: { message: 'the model is on fire', type: 'server_error' } }],
    ['as a string', { error: 'the model is on fire' }],
    ['in a choice', { choices: [{ error: { message: 'the model is on fire', code: 400 }, finish_reason: 'error' }] }],
    ['as vLLM had them', { object: 'error', message: 'the model is on fire', code: 400 }],
  ])('%s keep the server’s words', async (_form, body) => {
    const { model, server } = await start()
    server.next.push(json(body))
    await expect(model.generate({ prompt: chat })).rejects.toMatchObject({
      code: 'model',
      found: expect.stringContaining('the model is on fire'),
    })
    expect(server.requests).toHaveLength(1)
  })

  it('that may pass are tried again', async () => {
    const { model, server } = await start()
    server.next.push(json({ error: { message: 'rate limited upstream', code: 429 } }))
    server.next.push(json({ choices: [{ error: { message: 'overloaded', code: 503 } }] }))
    expect((await model.generate({ prompt: chat, maxTokens: 1 }))[0]?.text).toBe('three')
    expect(server.requests).toHaveLength(3)
  })
})

describe('servers that only chat', () => {
  it.each<[string, Reply]>([
    ['have no such path', json({ error: 'no such path' }, 404)],
    ['refuse the method', json({}, 405)],
    [
      'say that it is a chat model',
      json({ error: { message: 'This is a chat model and not supported in the v1/completions endpoint.' } }, 400),
    ],
  ])('%s: a text goes out as a message, and the first answer is remembered', async (_how, refusal) => {
    const { model, server } = await start()
    server.next.push(refusal)
    expect((await model.generate({ prompt: 'One two', maxTokens: 1 }))[0]?.text).toBe('three')
    await model.generate({ prompt: 'One two', maxTokens: 1 })
    expect(server.requests.map(({ path }) => path)).toEqual([
      '/v1/completions',
      '/v1/chat/completions',
      '/v1/chat/completions',
    ])
    expect(server.requests[1]?.body.messages).toEqual([{ role: 'user', content: 'One two' }])
  })

  it('and know no such model: the first words stay', async () => {
    const { model, server } = await start()
    server.next.push(json({ error: { message: 'no model "counter"' } }, 404), json({ error: 'nothing here' }, 404))
    await expect(model.generate({ prompt: 'One two' })).rejects.toMatchObject({
      code: 'unsupported',
      found: expect.stringContaining('no model'),
    })
  })

  it('show it in what they can do', async () => {
    const { model, server } = await start()
    server.next.push(...Array.from({ length: 4 }, () => json({ error: 'no such path' }, 404)))
    const { generate, score, notes } = await model.capabilities()
    expect({ generate, score }).toEqual({ generate: true, score: false })
    expect(notes.at(-1)).toContain('only chats')
  })
})

describe('parameters that a model does not take', () => {
  const refused = (parameter: string, said: string): Reply =>
    json({ error: { message: said, type: 'invalid_request_error', param: parameter } }, 400)
  const maxTokens = refused(
    'max_tokens',
    "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
  )
  const temperature = refused(
    'temperature',
    "Unsupported value: 'temperature' does not support 0 with this model. Only the default (1) value is supported.",
  )

  it('are renamed or left out, once for all', async () => {
    const { model, server } = await start()
    server.next.push(maxTokens, temperature)
    await model.generate({ prompt: chat, maxTokens: 7 })
    await model.generate({ prompt: chat, maxTokens: 7 })
    const sent = server.requests.map(({ body: { max_tokens, max_completion_tokens, temperature } }) => [
      max_tokens,
      max_completion_tokens,
      temperature,
    ])
    expect(sent).toEqual([
      [7, undefined, 0],
      [undefined, 7, 0],
      [undefined, 7, undefined],
      [undefined, 7, undefined],
    ])
    expect((await model.capabilities()).notes.join()).toContain('takes no temperature')
  })

  it('a stop string that is not taken is cut here', async () => {
    const { model, server } = await start()
    server.next.push(refused('stop', "Unsupported parameter: 'stop' is not supported with this model."))
    server.next.push(message({ content: 'three\nfour' }))
    expect(await model.generate({ prompt: chat, stop: ['\n'] })).toEqual([{ text: 'three', finish: 'stop' }])
  })

  it('a refusal that names none of them stays one', async () => {
    const { model, server } = await start()
    server.next.push(refused('messages', "Unsupported value: 'messages[0].role' does not support 'user'."))
    await expect(model.generate({ prompt: chat })).rejects.toMatchObject({ code: 'model' })
    expect(server.requests).toHaveLength(1)
  })
})

describe('what does not pass', () => {
  it.each<[string, Reply]>([
    ['a spent quota', json({ error: { message: 'You exceeded your current quota', code: 'insufficient_quota' } }, 429)],
    ['a bill', json({ error: { message: 'Insufficient credits' } }, 402)],
  ])('%s is not asked again', async (_what, reply) => {
    const { model, server } = await start()
    server.next.push(...Array.from({ length: 9 }, () => reply))
    await expect(model.generate({ prompt: chat })).rejects.toMatchObject({
      code: 'quota',
      message: expect.stringContaining('no quota left'),
    })
    expect(server.requests).toHaveLength(1)
  })

  it('the first questions have attempts of their own; calls leave theirs to who governs them', async () => {
    const { model, server } = await start({ retries: 0, probeRetries: 2 })
    const busy = () => json({}, 503, { 'retry-after': '0' })
    server.next.push(busy(), busy())
    expect((await model.capabilities()).score).toBe(true)
    const before = server.requests.length
    server.next.push(busy())
    const failure = await model.generate({ prompt: chat }).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'network', cause: { retryAfterMs: 0 } })
    expect(server.requests.length).toBe(before + 1)
  })
})
