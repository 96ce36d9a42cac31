import { basename } from 'node:path'
import { AIMessage, HumanMessage } from '@langchain/core/messages'
import { ChatOpenAI } from '@langchain/openai'
import OpenAI from 'openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../helpers/folder.js'
import { copyTinyLlama } from '../helpers/tiny-llama.js'
import { type StubServer, stubServer } from '../models/stub-server.js'
import { type BuiltServer, builtServer, type ModelServer, modelServer, question, right, wrong } from './built-server.js'

/* The gateway of the built `rationale serve`, asked by the clients that people have: OpenAI's own for Node, and LangChain's. */

let model: ModelServer
let server: BuiltServer
let client: OpenAI
const KEY = 'a-key-for-the-gateway-0123'
const messages = [{ role: 'user' as const, content: question }]

beforeAll(async () => {
  // Two of three answers agree on a wrong one.
  model = await modelServer([wrong, wrong, right])
  server = await builtServer(['--generator', model.uri, '--candidates', '3'], { RATIONALE_SERVER_KEY: KEY })
  client = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: KEY, maxRetries: 0 })
})
afterAll(async () => {
  await server.stop()
  model.close()
})

/** Our field, which the client passes on without knowing it. */
const ours = (answer: object) =>
  (answer as { x_rationale?: { verdict: { firstError: number; verdict: string }; ranking: { best: number } } })
    .x_rationale

describe('OpenAI’s client', () => {
  it('gets the best of several answers, with its verdict', async () => {
    const answer = await client.chat.completions.create({ model: 'writer', messages })
    expect(answer.choices.map(({ message }) => message.content)).toEqual([right])
    expect(answer.choices[0]?.finish_reason).toBe('stop')
    expect(ours(answer)).toMatchObject({ verdict: { firstError: -1 }, ranking: { best: 2, answer: '10' } })
    expect(answer.usage).toEqual({ prompt_tokens: 20, completion_tokens: 90, total_tokens: 110 })
    expect(model.requests.at(-1)).toMatchObject({ model: 'writer', n: 3, temperature: 0.7, messages })
  })

  it('gets a stream, a step a chunk, with the verdict in its last', async () => {
    const stream = await client.chat.completions.create({
      model: 'writer',
      messages,
      stream: true,
      stream_options: { include_usage: true },
    })
    const chunks: OpenAI.ChatCompletionChunk[] = []
    for await (const chunk of stream) chunks.push(chunk)
    const pieces = chunks.flatMap(({ choices }) => choices[0]?.delta.content || [])
    expect(pieces.length).toBe(3)
    expect(pieces.join('')).toBe(right)
    expect(chunks.find(({ choices }) => choices[0]?.finish_reason === 'stop')).toMatchObject({
      x_rationale: { verdict: { firstError: -1 } },
    })
    expect(chunks.at(-1)?.usage?.total_tokens).toBe(110)
  })

  it('reads a stream with its helper', async () => {
    const final = await client.chat.completions.stream({ model: 'default', messages }).finalChatCompletion()
    expect(final.choices[0]?.message.content).toBe(right)
  })

  it('gets several answers, best first', async () => {
    const { choices } = await client.chat.completions.create({ model: 'writer', messages, n: 2 })
    expect(choices.map(({ message }) => message.content)).toEqual([right, wrong])
  })

  it('asks once where every answer would be the same, and passes on how to sample', async () => {
    await client.chat.completions.create({
      model: 'writer',
      messages,
      temperature: 0,
      max_completion_tokens: 50,
      stop: 'END',
      seed: 7,
      top_p: 0.9,
    })
    expect(model.requests.at(-1)).toMatchObject({
      n: 1,
      temperature: 0,
      max_tokens: 50,
      stop: ['END'],
      seed: 7,
      top_p: 0.9,
    })
  })

  it('says how many candidates, and how to choose', async () => {
    const extra = { x_rationale: { candidates: 5, strategy: 'majority' } }
    const answer = await client.chat.completions.create({ model: 'writer', messages, ...extra })
    expect(model.requests.at(-1)?.n).toBe(5)
    expect(answer.choices[0]?.message.content).toBe(wrong)
    expect(ours(answer)).toMatchObject({ verdict: { verdict: 'incorrect', firstError: 1 } })
  })

  it('names a strategy that there is not, and the nearest', async () => {
    const asked = client.chat.completions.create({
      model: 'writer',
      messages,
      ...{ x_rationale: { strategy: 'majorty' } },
    })
    const said = await asked.catch(({ message }: Error) => message)
    expect(said).toContain('x_rationale.strategy: ')
    expect(said).toContain('found "majorty"; did you mean majority?')
    expect(said).not.toContain('OpenAI')
  })

  it('lists the models', async () => {
    const { data } = await client.models.list()
    expect(data.map(({ id }) => id)).toEqual(['writer', 'default'])
    expect(await client.models.retrieve('writer')).toEqual(data[0])
    const gone = await client.models.retrieve('org/gpt').catch((error: unknown) => error)
    expect(gone).toBeInstanceOf(OpenAI.NotFoundError)
    expect(gone).toMatchObject({
      code: 'model_not_found',
      message: expect.stringContaining('expected: writer or default'),
    })
  })

  it.each([
    ['completions', () => client.completions.create({ model: 'writer', prompt: 'a' })],
    ['responses', () => client.responses.create({ model: 'writer', input: 'a' })],
    ['embeddings', () => client.embeddings.create({ model: 'writer', input: 'a' })],
  ])('names the one route that writes where %s are asked for', async (_, ask) => {
    const error = await ask().then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    expect(error).toBeInstanceOf(OpenAI.NotFoundError)
    expect(String(error)).toContain('expected: POST /v1/chat/completions')
  })

  it('tells a client whose base URL lacks /v1, or has it twice', async () => {
    for (const end of ['', '/v1/v1']) {
      const lost = new OpenAI({ baseURL: client.baseURL.replace(/\/v1$/, end), apiKey: client.apiKey, maxRetries: 0 })
      const error = await lost.chat.completions.create({ model: 'writer', messages }).catch(String)
      expect(error).toContain('ask /v1/chat/completions: a base URL ends in /v1, once')
    }
  })

  it.each([
    ['another model', { model: 'gpt' }, 404, 'model_not_found'],
    ['tools', { tools: [{ type: 'function' as const, function: { name: 'f' } }] }, 400, 'unsupported_parameter'],
    ['a schema of the answer', { response_format: { type: 'json_object' as const } }, 400, 'unsupported_parameter'],
    ['log-probabilities', { logprobs: true }, 400, 'unsupported_parameter'],
    ['what it does not know', { best_of: 4 }, 400, 'unsupported_parameter'],
    ['no user', { messages: [{ role: 'system' as const, content: 'a' }] }, 400, 'invalid_request'],
    [
      'a picture',
      { messages: [{ role: 'user' as const, content: [{ type: 'image_url' as const, image_url: { url: 'x' } }] }] },
      400,
      'unsupported_parameter',
    ],
    ['too many answers', { n: 65 }, 400, 'invalid_request'],
    ['equal candidates', { temperature: 0, ...{ x_rationale: { candidates: 8 } } }, 400, 'invalid_request'],
  ])('is refused for %s', async (_, fields, status, code) => {
    const asked = client.chat.completions.create({ model: 'writer', messages, ...fields })
    await expect(asked).rejects.toMatchObject({ status, code })
  })

  it('takes what asks for nothing', async () => {
    const { choices } = await client.chat.completions.create({
      model: 'writer',
      messages,
      user: 'u',
      frequency_penalty: 0,
      tools: [],
    })
    expect(choices.length).toBe(1)
  })

  it('is refused with a wrong key, and without one', async () => {
    for (const apiKey of ['another-key-for-the-gateway', `${KEY}0`]) {
      const stranger = new OpenAI({ baseURL: `${server.url}/v1`, apiKey, maxRetries: 0 })
      await expect(stranger.chat.completions.create({ model: 'writer', messages })).rejects.toMatchObject({
        status: 401,
        code: 'invalid_api_key',
      })
    }
    expect((await server.post('/v1/verify', { question, text: right })).status).toBe(401)
    expect((await fetch(`${server.url}/metrics`)).status).toBe(401)
    expect((await fetch(`${server.url}/health`)).status).toBe(200)
    expect(server.log.join('\n')).not.toContain(KEY)
  })
})

describe('LangChain’s ChatOpenAI', () => {
  const chat = () =>
    new ChatOpenAI({ model: 'writer', apiKey: KEY, maxRetries: 0, configuration: { baseURL: `${server.url}/v1` } })

  it('gets the best answer', async () => {
    const answer = await chat().invoke([new HumanMessage(question)])
    expect(answer.content).toBe(right)
    expect(answer.usage_metadata).toMatchObject({ input_tokens: 20, output_tokens: 90 })
  })

  it('keeps the verdict in the raw response', async () => {
    const configuration = { baseURL: `${server.url}/v1` }
    const raw = new ChatOpenAI({ model: 'writer', apiKey: KEY, __includeRawResponse: true, configuration })
    const { additional_kwargs } = await raw.invoke([new HumanMessage(question)])
    expect(additional_kwargs.__raw_response).toMatchObject({ x_rationale: { verdict: { answer: expect.any(String) } } })
  })

  it('gets a stream', async () => {
    let text = ''
    for await (const chunk of await chat().stream([new HumanMessage(question)])) text += chunk.content
    expect(text).toBe(right)
  })

  it('carries on a conversation, whose earlier turns are the context', async () => {
    const earlier = [new HumanMessage('A pen costs 3 dollars.'), new AIMessage('So it does.')]
    await chat().invoke([...earlier, new HumanMessage(question)])
    expect(model.requests.at(-1)?.messages).toHaveLength(3)
  })
})

describe('a model behind', () => {
  let behind: StubServer
  let gateway: BuiltServer
  beforeAll(async () => {
    behind = await stubServer()
    gateway = await builtServer(['--generator', `${behind.url}#writer`, '--verifier', 'evidence:'])
  })
  afterAll(async () => {
    await gateway.stop()
    await behind.close()
  })
  const ask = () => gateway.post('/v1/chat/completions', { model: 'writer', messages })

  it('that answers nonsense is a bad gateway, with the reason', async () => {
    behind.next.push((_, response) => response.end('{"choices":1}'))
    const { status, body } = await ask()
    expect([status, body.error.code]).toEqual([502, 'model'])
    expect(body.error.message).toContain('unknown form')
  })

  it('that has too much to do is asked once; its 429 goes on with the time to wait', async () => {
    const before = behind.requests.length
    behind.next.push((_, response) =>
      response.writeHead(429, { 'retry-after': '30' }).end('{"error":{"message":"slow down"}}'),
    )
    const response = await fetch(`${gateway.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'writer', messages }),
    })
    const { error } = (await response.json()) as { error: { code: string; message: string } }
    expect([response.status, response.headers.get('retry-after'), error.code]).toEqual([
      429,
      '30',
      'rate_limit_exceeded',
    ])
    expect(error.message).toContain('slow down')
    expect(behind.requests.length - before).toBe(1)
  })

  it('whose proxy answers with an error page is asked once', async () => {
    const before = behind.requests.length
    const page = '<html><h1>Bad Gateway</h1></html>'
    behind.next.push((_, response) => response.writeHead(502, { 'content-type': 'text/html' }).end(page))
    const { status, body } = await ask()
    expect([status, body.error.code]).toEqual([502, 'network'])
    expect(body.error.message).toContain('Bad Gateway')
    expect(behind.requests.length - before).toBe(1)
  })

  it('that refuses the gateway’s own key is a bad gateway: the client’s was right', async () => {
    behind.next.push((_, response) => response.writeHead(401).end('{"error":{"message":"no such key"}}'))
    const { status, body } = await ask()
    expect([status, body.error.type]).toEqual([502, 'server_error'])
    expect(body.error.message).toContain('refused the key')
  })

  it('that was cut off is not judged by the part of a number at the end', async () => {
    const message = { role: 'assistant', content: '6 * 24 = 14' }
    behind.next.push((_, response) => {
      const count = Number(behind.requests.at(-1)?.body.n ?? 1)
      const choices = Array.from({ length: count }, (_, index) => ({ index, message, finish_reason: 'length' }))
      const usage = { prompt_tokens: 20, completion_tokens: 30 * count }
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ choices, usage }))
    })
    const { body } = await ask()
    expect(body.choices[0]).toMatchObject({ message: { content: '6 * 24 = 14' }, finish_reason: 'length' })
    expect(body.x_rationale.verdict.firstError).toBe(-1)
  })

  it('may be a file on this machine', async () => {
    const folder = temporaryFolder('gateway-model')
    copyTinyLlama(folder)
    const gateway = await builtServer(['--generator', `own:${folder}`, '--candidates', '2', '--verifier', 'evidence:'])
    const { data } = (await (await fetch(`${gateway.url}/v1/models`)).json()) as { data: { id: string }[] }
    const model = data[0]?.id ?? ''
    // No client has to know where it lies.
    expect(model).toBe(`own:${basename(folder)}`)
    const { status, body } = await gateway.post('/v1/chat/completions', { model, messages, max_tokens: 8, seed: 1 })
    expect(body.model).toBe(model)
    await gateway.stop()
    expect(body.error).toBeUndefined()
    expect(status).toBe(200)
    expect(body.choices).toHaveLength(1)
    expect(body.x_rationale.ranking.ranked).toHaveLength(2)
    expect(body.usage.completion_tokens).toBeGreaterThan(0)
  })

  it('that takes too long ends the request, a stream too', async () => {
    const silent = await modelServer([right], () => new Promise(() => {}))
    const gateway = await builtServer(['--generator', silent.uri, '--verifier', 'evidence:', '--timeout', '0.5'])
    const hurried = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: 'none', maxRetries: 0 })
    for (const stream of [false, true]) {
      const asked = hurried.chat.completions.create({ model: 'writer', messages, stream })
      await expect(asked).rejects.toMatchObject({ status: 504, code: 'timeout' })
    }
    await gateway.stop()
    silent.close()
  })
})
