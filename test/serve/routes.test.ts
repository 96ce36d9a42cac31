import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { at } from '../../src/core/absence.js'
import { loadVerifier } from '../../src/load-verifier.js'
import { rankingSchema, verdictSchema } from '../../src/serve/schemas.js'
import { serve } from '../../src/serve/server.js'
import { type BuiltServer, builtServer, question, right, wrong } from './built-server.js'

/* Every route of the built `rationale serve`, and everything that may come of it. */

const manifest = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'))
let server: BuiltServer
beforeAll(async () => {
  server = await builtServer()
})
afterAll(() => server.stop())

const get = async (path: string, headers: Record<string, string> = {}) => {
  const response = await fetch(server.url + path, { headers })
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() }
}

/** Server-sent events: names and parsed data. */
async function events(path: string, body: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(server.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  expect(response.headers.get('content-type')).toBe('text/event-stream')
  return (await response.text())
    .trimEnd()
    .split('\n\n')
    .map((each) => ({
      event: /^event: (.*)$/m.exec(each)?.[1],
      data: JSON.parse(/^data: (.*)$/m.exec(each)?.[1] ?? 'null'),
    }))
}

describe('POST /v1/verify', () => {
  it('gives the verdict that the library gives', async () => {
    await using verifier = await loadVerifier()
    const chain = { id: 'a', question, text: wrong }
    const { status, body } = await server.post('/v1/verify', chain)
    expect(status).toBe(200)
    expect(body).toEqual(await verifier.verify(chain))
    expect(body).toMatchObject({ firstError: 1, verdict: 'incorrect' })
    expect(verdictSchema.parse(body)).toEqual(body)
  })

  it.each([
    ['steps', { question, steps: wrong.split('\n') }],
    [
      'a chat',
      {
        messages: [
          { role: 'user', content: question },
          { role: 'assistant', content: wrong },
        ],
      },
    ],
    ['an OpenAI response', { question, response: { choices: [{ message: { role: 'assistant', content: wrong } }] } }],
    ['an Anthropic response', { question, response: { role: 'assistant', content: [{ type: 'text', text: wrong }] } }],
    ['a row under common names', { problem: question, solution: wrong }],
  ])('takes %s', async (_, body) => {
    const answer = await server.post('/v1/verify', body)
    expect(answer).toMatchObject({ status: 200, body: { firstError: 1 } })
    expect(answer.body.id).not.toBe('')
  })

  it.each([
    ['by the header', {}, { accept: 'text/event-stream' }],
    ['by the body', { stream: true }, {}],
  ])('streams each step, then the verdict, asked for %s', async (_, fields, headers) => {
    const all = await events('/v1/verify', { id: 'a', question, text: wrong, ...fields }, headers)
    expect(all.map(({ event }) => event)).toEqual(['step', 'step', 'step', 'verdict'])
    expect(all.map(({ data }) => data.wrong)).toEqual([false, true, false, undefined])
    const { body } = await server.post('/v1/verify', { id: 'a', question, text: wrong })
    expect(all.at(-1)?.data.verdict).toMatchObject({ firstError: 1, verdict: body.verdict, reasons: body.reasons })
  })

  it.each([
    ['no object', '[1]', 'expected an object'],
    ['no JSON', '{', 'not JSON'],
    ['JSON that was cut', '{"question":"\\ud800', 'not JSON'],
    ['a lone surrogate', '{"question":"\\ud800","text":"1"}', 'lone surrogate'],
    ['NUL', '{"question":"q","text":"\\u0000"}', 'NUL'],
    ['a number without end', '{"id":1e400,"question":"q","text":"1"}', 'a number beyond'],
    ['no solution', { question }, 'needs "steps"'],
    ['candidates', { question, answer: '10', candidates: [right] }, 'to do:    POST /v1/rerank'],
    ['steps that are no texts', { question, steps: [1] }, 'steps.0'],
    [
      'a chat without an answer',
      {
        messages: [
          { role: 'user', content: 'a' },
          { role: 'user', content: 'b' },
        ],
      },
      'holds no solution',
    ],
    ['a response of no known form', { question, response: { a: 1 } }, 'no response of a known form'],
    [
      'a response with several choices',
      { question, response: { choices: [wrong, right].map((content) => ({ message: { content } })) } },
      'found:    2 choices\n  to do:    POST /v1/rerank',
    ],
    ['what lies deep', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'expected an object'],
  ])('refuses %s', async (_, body, message) => {
    const answer = await server.post('/v1/verify', body)
    expect(answer.status).toBe(400)
    expect(answer.body.error).toMatchObject({ type: 'invalid_request_error', param: null, code: expect.any(String) })
    expect(answer.body.error.message).toContain(message)
  })

  it('keeps an id that a number cannot hold', async () => {
    const { body } = await server.post('/v1/verify', '{"id":9007199254740993,"question":"q","text":"1 + 1 = 2"}')
    expect(body.id).toBe('9007199254740993')
  })

  it('tells of an empty chain that nothing could be judged', async () => {
    const { status, body } = await server.post('/v1/verify', { question, steps: [] })
    expect([status, body.verdict, body.reason]).toEqual([200, 'abstain', 'the chain has no steps'])
  })
})

describe('POST /v1/rerank', () => {
  it.each([
    ['candidates', { question, candidates: [{ text: wrong }, { steps: right.split('\n') }] }],
    ['texts', { question, candidates: [wrong, right] }],
    [
      'a response with choices',
      { question, response: { choices: [wrong, right].map((content) => ({ message: { content } })) } },
    ],
  ])('chooses among %s', async (_, body) => {
    const answer = await server.post('/v1/rerank', body)
    expect(answer).toMatchObject({ status: 200, body: { best: 1, answer: '10', strategy: 'weighted' } })
    expect(rankingSchema.parse(answer.body)).toEqual(answer.body)
  })

  it('takes a strategy', async () => {
    const { body } = await server.post('/v1/rerank', {
      question,
      candidates: [wrong, wrong, right],
      strategy: 'majority',
    })
    expect(body).toMatchObject({ strategy: 'majority', answer: '11' })
  })

  it.each([
    ['none', { question, candidates: [] }, 'candidates'],
    [
      'an unknown strategy',
      { question, candidates: [right], strategy: 'majorty' },
      'found "majorty"; did you mean majority?\n  to do:',
    ],
    ['no question', { candidates: [right] }, 'question'],
    ['one solution', { question, text: right }, 'to do:    POST /v1/verify'],
  ])('refuses %s', async (_, body, message) => {
    const answer = await server.post('/v1/rerank', body)
    expect(answer.status).toBe(400)
    expect(answer.body.error.message).toContain(message)
  })
})

describe('POST /pooling', () => {
  const steps = wrong.split('\n')
  const marked = steps.map((step) => `${step}<extra_0>`).join('')
  const template = `<|im_start|>system\nReason.<|im_end|>\n<|im_start|>user\n${question}<|im_end|>\n<|im_start|>assistant\n${marked}<|im_end|><|endoftext|>`

  it.each([
    [
      'messages',
      {
        messages: [
          { role: 'user', content: question },
          { role: 'assistant', content: marked },
        ],
      },
    ],
    ['a templated text', { input: template }],
    ['a list of texts', { input: [template] }],
  ])('gives two numbers a step for %s, lowest where it is wrong', async (_, body) => {
    const answer = await server.post('/pooling', { model: 'embedded:', task: 'token_classify', ...body })
    expect(answer.status).toBe(200)
    const rows: number[][] = answer.body.data[0].data
    expect(rows.map(([against = 0, good = 0]) => against + good)).toEqual(
      [1, 1, 1].map((one) => expect.closeTo(one, 12)),
    )
    const rewards = rows.map(([, good = 0]) => good)
    expect(rewards.indexOf(Math.min(...rewards))).toBe(1)
  })

  it('serves our own client of served process reward models', async () => {
    await using served = await loadVerifier(`pooling+${server.url}#embedded:?prm=qwen-prm`)
    await using verifier = await loadVerifier()
    const chain = { id: 'a', question, text: wrong }
    const own = await verifier.verify(chain)
    const { steps: judged } = await served.verify(chain)
    expect(judged.map(({ process }) => process)).toEqual(own.steps.map(({ reward }) => expect.closeTo(reward ?? 0, 5)))
  })

  it.each([
    ['a text of an unknown layout', { input: 'What is 2 + 2? 4.' }, 'no known layout'],
    [
      'a chain without marks',
      {
        messages: [
          { role: 'user', content: 'a' },
          { role: 'assistant', content: 'b' },
        ],
      },
      'no marked steps',
    ],
    [
      'text after the last mark',
      {
        messages: [
          { role: 'user', content: 'a' },
          { role: 'assistant', content: 'b<extra_0>c' },
        ],
      },
      'more text',
    ],
    ['neither', {}, 'needs "input" or "messages"'],
  ])('refuses %s', async (_, body, message) => {
    const answer = await server.post('/pooling', body)
    expect(answer.status).toBe(400)
    expect(answer.body.error.message).toContain(message)
  })
})

describe('POST /v1/chat/completions without a generator', () => {
  it('says what is missing', async () => {
    const { status, body } = await server.post('/v1/chat/completions', {
      model: 'default',
      messages: [{ role: 'user', content: 'a' }],
    })
    expect([status, body.error.code]).toEqual([404, 'no_generator'])
    expect(body.error.message).toContain('--generator')
  })
})

describe('what is read', () => {
  it('/health says what judges', async () => {
    const { status, text } = await get('/health')
    expect([status, JSON.parse(text)]).toEqual([
      200,
      { status: 'ok', version: manifest.version, verifier: 'embedded:', keys: false },
    ])
  })

  it.each([
    ['qwen-0.5b:/srv/models/base.gguf', 'qwen-0.5b:base.gguf'],
    ['own:../prm?adapter=/srv/a/b,evidence:', 'own:prm?adapter=b,evidence:'],
    ['judge:http://127.0.0.1:8000/v1#org/m', 'judge:http://127.0.0.1:8000/v1#org/m'],
    ['hf:ORG/NAME', 'hf:ORG/NAME'],
  ])('/health says of %s no folder of the server', async (id, said) => {
    await using verifier = await loadVerifier('evidence:')
    const own = await serve({ verifier: { ...verifier, id }, port: 0 })
    const { verifier: shown } = (await (await fetch(`${own.url}/health`)).json()) as { verifier: string }
    await own.close()
    expect(shown).toBe(said)
  })

  it.each([
    ['timeout', 9_999_999],
    ['timeout', Number.POSITIVE_INFINITY],
    ['timeout', 0],
    ['concurrency', 0],
    ['queue', -1],
    ['maxBody', Number.NaN],
    ['candidates', 0],
  ])('a server with the %s %s is refused: it would answer nobody', async (name, value) => {
    await using verifier = await loadVerifier('evidence:')
    await expect(serve({ verifier, port: 0, [name]: value })).rejects.toThrow(`serve: ${name} is ${value}`)
  })

  it('/openapi.json names every route, with bodies and answers', async () => {
    const document = JSON.parse((await get('/openapi.json')).text)
    expect(document.openapi).toBe('3.1.0')
    expect(Object.keys(document.paths)).toEqual(['/v1/verify', '/v1/rerank', '/v1/chat/completions', '/pooling'])
    const answer = document.paths['/v1/verify'].post.responses[200].content['application/json'].schema
    expect(answer.properties.firstError).toBeDefined()
  })

  it('/metrics counts requests and verdicts in Prometheus’s form', async () => {
    await server.post('/v1/verify', { question, text: wrong })
    const { type, text } = await get('/metrics')
    expect(type).toMatch(/^text\/plain; version=0\.0\.4/)
    expect(text).toMatch(/^rationale_requests_total\{route="\/v1\/verify",status="200"\} [1-9]/m)
    expect(text).toMatch(/^rationale_verdicts_total\{verdict="incorrect"\} [1-9]/m)
    for (const line of text.trimEnd().split('\n'))
      expect(line).toMatch(/^(?:# (?:HELP|TYPE) \w+ .+|\w+(?:\{[^}]*\})? [\d.e+-]+)$/)
  })

  it('/ is a page that may load nothing from elsewhere', async () => {
    const response = await fetch(`${server.url}/`)
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(await response.text()).toMatch(/^<!doctype html>/)
  })

  it('/v1/models is empty without a generator', async () => {
    expect(JSON.parse((await get('/v1/models')).text)).toEqual({ object: 'list', data: [] })
    const { status, text } = await get('/v1/models/gpt')
    expect([status, JSON.parse(text).error.code]).toEqual([404, 'model_not_found'])
    expect(text).toContain('--generator URI')
  })

  it('HEAD is answered as GET without its body, OPTIONS with why pages of other sites are not let in', async () => {
    const head = await fetch(`${server.url}/health`, { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
    const options = await fetch(`${server.url}/v1/verify`, { method: 'OPTIONS' })
    expect(options.status).toBe(405)
    expect(options.headers.get('access-control-allow-origin')).toBeNull()
    expect(await options.text()).toContain('no CORS')
  })
})

describe('the log', () => {
  it('has a line a request, with the id that goes back, and no text', async () => {
    const response = await fetch(`${server.url}/v1/verify`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-request-id': 'mine-1' },
      body: JSON.stringify({ question: 'What is the secret 7391 + 1?', text: '7391 + 1 = 7393' }),
    })
    expect(response.headers.get('x-request-id')).toBe('mine-1')
    const entries = await server.entries(1)
    expect(entries.find(({ id }) => id === 'mine-1')).toMatchObject({
      method: 'POST',
      route: '/v1/verify',
      status: 200,
      verdict: 'incorrect',
      milliseconds: expect.any(Number),
    })
    expect(server.log.join('\n')).not.toContain('7391')
  })

  it('holds nothing but its lines, however many ask at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 40 }, () => server.post('/v1/verify', { question, text: right })),
    )
    expect(answers.filter(({ status }) => status !== 200)).toEqual([])
    expect(server.log.filter((line) => !line.startsWith('{'))).toEqual([])
  })
})

describe('a log with texts', () => {
  it('has its line for a body that is nested deeper than the stack, and the answer is given', async () => {
    const other = await builtServer(['--verifier', 'evidence:', '--log', 'texts'])
    try {
      const nested = `${'['.repeat(20_000)}${']'.repeat(20_000)}`
      const body = JSON.stringify({ question, text: right }).replace('{', `{"note":${nested},`)
      expect((await other.post('/v1/verify', body)).status).toBe(200)
      expect(await other.entries(1)).toMatchObject([{ status: 200, body: 'nested too deep to be logged' }])
    } finally {
      await other.stop()
    }
  })
})

it('a body may have 1 MiB, and no byte more', async () => {
  const body = { question: 'What is 1 + 1?', text: '1 + 1 = 3', padding: '' }
  const most = 2 ** 20
  const ofLength = (length: number) => ({ ...body, padding: 'x'.repeat(length - JSON.stringify(body).length) })
  expect(await server.post('/v1/verify', ofLength(most))).toMatchObject({ status: 200, body: { firstError: 0 } })
  const refused = await server.post('/v1/verify', ofLength(most + 1))
  expect([refused.status, refused.body.error.code]).toEqual([413, 'body_too_large'])
})

describe('bodies that never come', () => {
  it('keep nobody out: the oldest are let go', async () => {
    const { port } = new URL(server.url)
    const half = `POST /v1/verify HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{`
    const sockets = Array.from({ length: 300 }, () => connect(Number(port), '127.0.0.1').on('error', () => {}))
    const told = once(at(sockets, 0), 'data')
    for (const socket of sockets) socket.write(half)
    expect(String((await told)[0])).toMatch(/^HTTP\/1\.1 408 [\s\S]*came too slowly/)
    const { status } = await server.post('/v1/verify', { id: 'a', question, text: right })
    expect(status).toBe(200)
    for (const socket of sockets) socket.destroy()
  })
})
