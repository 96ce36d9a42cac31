import { afterEach, describe, expect, it } from 'vitest'
import { emptyTally } from '../../src/core/tally.js'
import { hearWarnings } from '../../src/core/warnings.js'
import { type HttpModelOptions, httpModel } from '../../src/models/http/http-model.js'
import { probeNextTokens } from '../../src/models/http/next-token.js'
import { createTransport } from '../../src/models/http/transport.js'
import { unreachable } from '../../src/models/http/unreachable.js'
import { describeLanguageModel } from './conformance.js'
import { type Behaviour, type StubServer, stubServer } from './stub-server.js'

const running: StubServer[] = []
afterEach(async () => {
  for (const server of running.splice(0)) await server.close()
})

async function start(behaviour?: Behaviour, options: Partial<HttpModelOptions> = {}) {
  const server = await stubServer(behaviour)
  running.push(server)
  return { server, model: httpModel({ baseUrl: server.url, model: 'counter', backoffMs: 1, ...options }) }
}

for (const behaviour of ['vllm', 'echo-without-offsets', 'vllm-prompt-logprobs'] as const) {
  // A server computes its own prefix sharing; what it evaluates is what it says it read.
  describeLanguageModel(`http ${behaviour}`, async () => (await start(behaviour)).model, {
    generate: true,
    score: true,
    overhead: 5,
  })
}
for (const behaviour of ['ollama', 'llama-server'] as const) {
  describeLanguageModel(`http ${behaviour}`, async () => (await start(behaviour)).model, {
    generate: true,
    score: false,
  })
}

describe('the probe', () => {
  it.each<[Behaviour, RegExp]>([
    ['generated-only', /not echoed/],
    ['llama-server', /no list of choices/],
    ['ollama', /carries no log-probabilities/],
    ['shifted-early', /shifted towards the front/],
    ['shifted-late', /same value/],
    ['constant', /same value/],
    ['fickle', /asked again/],
    ['positive', /log-probability of/],
    ['missing-tokens', /do not add up/],
  ])('catches a server that is %s', async (behaviour, reason) => {
    const { model } = await start(behaviour)
    const { score, generate, notes } = await model.capabilities()
    expect({ score, generate }).toEqual({ score: false, generate: true })
    expect(notes[0]).toMatch(reason)
    await expect(model.score({ pairs: [{ context: 'a', continuation: ' b' }] })).rejects.toMatchObject({
      code: 'unsupported',
      found: expect.stringMatching(reason),
    })
  })

  it('is run again for those who waited for it, where he who asked first has given up', async () => {
    const { model, server } = await start('vllm')
    const first = new AbortController()
    server.next.push(() => first.abort()) // the first question of the probe is never answered
    const pairs = [{ context: 'one two', continuation: ' three' }]
    const given = [model.score({ pairs, signal: first.signal }), model.score({ pairs })]
    const [one, other] = await Promise.allSettled(given)
    expect(one).toMatchObject({ status: 'rejected', reason: { code: 'aborted' } })
    expect(other).toMatchObject({ status: 'fulfilled', value: [{ tokens: [{ text: ' three' }] }] })
  })

  it('is not waited for by one who has given up, while others wait', async () => {
    const { model, server } = await start('vllm')
    const gone = new AbortController()
    let answer = () => {}
    server.next.push((_, response) => {
      answer = () => response.writeHead(503).end()
      gone.abort()
    })
    const first = model.capabilities()
    await expect(model.capabilities(gone.signal)).rejects.toMatchObject({ code: 'aborted' })
    answer()
    expect((await first).score).toBe(true)
  }, 10_000)

  it('runs once', async () => {
    const { model, server } = await start('vllm')
    await model.score({ pairs: [{ context: 'one two', continuation: ' three' }] })
    const before = server.requests.length
    await model.score({ pairs: [{ context: 'one two', continuation: ' three' }] })
    expect(server.requests.length).toBe(before + 1)
  })
})

describe('a server that tells the next token alone', () => {
  it('tells two marks apart: one request a context, and longer continuations say why not', async () => {
    const { model, server } = await start('llama-server-top')
    expect(await model.capabilities()).toMatchObject({ score: false, scoresNextToken: true, generate: true })
    const before = server.requests.length
    const context = 'one two is right:'
    const scored = await model.score({
      pairs: [' +', ' -', ' + and so on'].map((continuation) => ({ context, continuation })),
    })
    expect(server.requests.length).toBe(before + 1)
    expect(scored.map(({ tokens }) => tokens.length)).toEqual([1, 1, 0])
    expect(scored[0]?.tokens[0]).toMatchObject({ text: ' +', offset: 0 })
    expect(scored[0]?.tokens[0]?.logProbability).not.toBe(scored[1]?.tokens[0]?.logProbability)
    expect(scored[2]?.reason).toMatch(/not among the 17 most likely/)
  })

  it('in OpenAI’s older form, with fewer tokens where more are refused', async () => {
    const { server } = await start('ollama')
    const model = httpModel({ baseUrl: server.url, model: 'counter', backoffMs: 1 })
    const answer = (top: Record<string, number>) => (_request: unknown, response: import('node:http').ServerResponse) =>
      response.end(JSON.stringify({ choices: [{ text: ' x', logprobs: { tokens: [' x'], top_logprobs: [top] } }] }))
    const refuse = (_request: unknown, response: import('node:http').ServerResponse) =>
      response.writeHead(400).end('logprobs must be at most 20')
    const plain = (_request: unknown, response: import('node:http').ServerResponse) =>
      response.end(JSON.stringify({ choices: [{ text: ' x' }] }))
    const counting = { ' eight': -0.1, ' nine': -4 }
    server.next.push(plain, plain, plain, plain, plain, plain, refuse)
    server.next.push(answer(counting), answer(counting), answer({ ' Friday': -0.1, ' eight': -9 }))
    expect(await model.capabilities()).toMatchObject({ score: false, scoresNextToken: true })
    server.next.push(answer({ ' +': -0.2, ' -': -1.8 }))
    const [scored] = await model.score({ pairs: [{ context: 'a', continuation: ' +' }] })
    expect(scored?.tokens).toEqual([{ text: ' +', offset: 0, logProbability: -0.2 }])
    expect(server.requests.at(-1)?.body).toMatchObject({ max_tokens: 1, logprobs: 20 })
  })

  it.each<[string, Record<string, number>[], RegExp]>([
    ['are no log-probabilities', [{ ' eight': 0.9, ' nine': 0.1 }], /not one/],
    ['add up to more than 1', [{ ' eight': -0.1, ' nine': -0.1 }], /add up/],
    ['expect nonsense', [{ ' purple': -0.1, ' nine': -4 }], /it expects " purple"/],
    [
      'change',
      [
        { ' eight': -0.1, ' nine': -4 },
        { ' eight': -0.9, ' nine': -4 },
      ],
      /asked again/,
    ],
    ['never change', [{ ' eight': -0.1, ' nine': -4 }], /same values/],
  ])('whose values %s is not believed', async (_how, tops, reason) => {
    const asked = [...tops]
    const fault = await probeNextTokens(
      async () => new Map(Object.entries(asked.length > 1 ? (asked.shift() ?? {}) : (asked[0] ?? {}))),
    )
    expect(fault).toMatch(reason)
  })
})

describe('scores', () => {
  it('are those of the server, at their places', async () => {
    const { model } = await start('vllm')
    const tally = emptyTally()
    const [scored, first] = await model.score({
      pairs: [
        { context: 'one two', continuation: ' three four' },
        { context: '', continuation: 'one' },
      ],
      tally,
    })
    expect(scored?.tokens).toEqual([
      { text: ' three', offset: 0, logProbability: -0.05 },
      { text: ' four', offset: 6, logProbability: -0.05 },
    ])
    expect(first).toEqual({ tokens: [], reason: expect.stringContaining('first token') })
    expect(tally).toMatchObject({ evaluated: 5, unique: 4, calls: 2 })
  })
})

describe('pairs', () => {
  it('that a server refuses get a reason, and their neighbours their scores', async () => {
    const { model, server } = await start('vllm', { concurrency: 1 })
    await model.capabilities()
    server.next.push((_request, response) => response.writeHead(400).end('maximum context length is 2048 tokens'))
    const [long, short] = await model.score({
      pairs: [
        { context: 'one', continuation: ' two' },
        { context: 'one', continuation: ' two' },
      ],
    })
    expect(long).toEqual({ tokens: [], reason: 'maximum context length is 2048 tokens' })
    expect(short?.tokens).toHaveLength(1)
  })

  it('with a character spread over tokens score every part of it', async () => {
    const { model, server } = await start('vllm')
    await model.capabilities()
    const spread = (usage: object | undefined) =>
      server.next.push((_request, response) => {
        const tokens = ['one', ' ', '\uFFFD', '', '😀', ' two', ' three']
        const token_logprobs = [null, -1, -2, -3, -4, -5, -6]
        response.end(
          JSON.stringify({ choices: [{ text: 'one 😀 two three', logprobs: { tokens, token_logprobs } }], usage }),
        )
      })
    const score = async (context: string, continuation: string) =>
      (await model.score({ pairs: [{ context, continuation }] }))[0]
    spread({ prompt_tokens: 6 })
    const found = await score('one', ' 😀 two')
    expect(found?.tokens.map(({ logProbability }) => logProbability)).toEqual([-1, -2, -3, -4, -5])
    spread({ prompt_tokens: 6 })
    expect((await score('one 😀', ' two'))?.tokens).toEqual([{ text: ' two', offset: 0, logProbability: -5 }])
    spread(undefined)
    expect((await score('one 😀', ' two'))?.tokens).toHaveLength(1)
  })
})

describe('generation', () => {
  it('asks again, at once, for samples that a server leaves out', async () => {
    const { model, server } = await start('vllm')
    const one = JSON.stringify({ choices: [{ text: ' only one', finish_reason: 'stop' }] })
    // None of the later calls is answered before all of them are there.
    const waiting: (() => void)[] = []
    const together = (_request: unknown, response: import('node:http').ServerResponse) => {
      waiting.push(() => response.end(one))
      if (waiting.length === 3) for (const answer of waiting) answer()
    }
    server.next.push((_request, response) => response.end(one), together, together, together)
    const completions = await model.generate({ prompt: 'one two', n: 4, maxTokens: 2, seed: 5 })
    expect(completions.map(({ text }) => text)).toEqual(Array(4).fill(' only one'))
    const asked = server.requests.map(({ body }) => [body.n, body.seed])
    expect(asked[0]).toEqual([4, 5])
    expect(new Set(asked.slice(1).map(String))).toEqual(new Set(['1,6', '1,7', '1,8']))
  })

  it('names what a server answered instead', async () => {
    const { model, server } = await start('vllm')
    server.next.push((_request, response) => response.end('{"choices": []}'))
    await expect(model.generate({ prompt: 'x' })).rejects.toMatchObject({
      code: 'model',
      found: expect.stringContaining('choices'),
    })
  })
})

describe('the transport', () => {
  const fail =
    (status: number, headers: Record<string, string> = {}) =>
    (_request: unknown, response: import('node:http').ServerResponse) =>
      response.writeHead(status, headers).end('busy')

  it.each([429, 500, 503, 408])('tries again after HTTP %i', async (status) => {
    const { model, server } = await start('vllm')
    server.next.push(fail(status), fail(status))
    const [completion] = await model.generate({ prompt: 'one', maxTokens: 1 })
    expect(completion?.text).toBe(' two')
    expect(server.requests).toHaveLength(3)
  })

  it('gives up after its attempts, saying what it saw', async () => {
    const { model, server } = await start('vllm', { retries: 2 })
    server.next.push(...Array.from({ length: 9 }, () => fail(500)))
    await expect(model.generate({ prompt: 'one' })).rejects.toMatchObject({
      code: 'network',
      found: expect.stringContaining('HTTP 500'),
    })
    expect(server.requests).toHaveLength(3)
  })

  it('does not repeat a refused request', async () => {
    const { model, server } = await start('vllm')
    server.next.push(fail(400))
    await expect(model.generate({ prompt: 'one' })).rejects.toMatchObject({ code: 'model', found: 'busy' })
    expect(server.requests).toHaveLength(1)
  })

  it.each([
    ['seconds', '1'],
    ['a date', () => new Date(Date.now() + 1999).toUTCString()],
  ])('waits as long as Retry-After says, in %s', async (_name, value) => {
    const { model, server } = await start('vllm')
    // From before the date is written: a machine that stands still in between only lengthens what is measured.
    const started = performance.now()
    server.next.push(fail(429, { 'retry-after': typeof value === 'string' ? value : value() }))
    await model.generate({ prompt: 'one', maxTokens: 1 })
    expect(performance.now() - started).toBeGreaterThan(850)
  })

  it('says once that it tries again, and why', async () => {
    const { model, server } = await start('vllm', { retries: 3 })
    const heard: string[] = []
    using _listening = hearWarnings(({ text }) => heard.push(text))
    server.next.push(fail(500), fail(503))
    await model.generate({ prompt: 'one', maxTokens: 1 })
    expect(heard).toEqual([expect.stringMatching(/^127\.0\.0\.1:\d+: HTTP 500 .*; trying again, 3 more at the most$/)])
  })

  it('does not try again where it was never reached, and says why', async () => {
    // A wait between attempts would outlast the test.
    const { model, server } = await start('vllm', { backoffMs: 600_000 })
    await server.close()
    running.length = 0
    await expect(model.generate({ prompt: 'one' })).rejects.toMatchObject({
      code: 'network',
      message: expect.stringMatching(/^127\.0\.0\.1:\d+ refuses the connection: no server listens there/),
      found: expect.stringContaining('ECONNREFUSED'),
    })
  })

  it.each([
    ['ENOTFOUND', 'the name nowhere.example is not known: there is no such host'],
    ['EAI_AGAIN', 'the name nowhere.example cannot be looked up: no name server answers'],
    ['EHOSTUNREACH', 'no way leads to nowhere.example:81'],
    ['UND_ERR_CONNECT_TIMEOUT', 'nowhere.example:81 takes no connection: nothing answers there'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'the certificate of nowhere.example:81 is not trusted'],
  ])('tells %s in a sentence', (code, sentence) => {
    const cause = Object.assign(new Error('a cause'), { code })
    const told = unreachable('http://nowhere.example:81/v1/x', new TypeError('fetch failed', { cause }))
    expect(told?.message.split('\n')[0]).toBe(sentence)
    expect(told?.found).toBe(`fetch failed: a cause (${code})`)
  })

  it.each(['ECONNRESET', 'UND_ERR_SOCKET', 'EPIPE'])('tries again after %s: the connection was there', (code) => {
    const cause = Object.assign(new Error('a cause'), { code })
    expect(unreachable('http://nowhere.example/', new TypeError('fetch failed', { cause }))).toBeUndefined()
  })

  it('does not wait for a Retry-After beyond its budget', async () => {
    const { model, server } = await start('vllm', { totalTimeoutMs: 3_500_000 })
    server.next.push(fail(429, { 'retry-after': '3600' }))
    await expect(model.generate({ prompt: 'one' })).rejects.toMatchObject({
      code: 'network',
      found: expect.stringContaining('3600 s'),
    })
  })

  it.each<
    [string, (request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => void]
  >([
    ['a hanging server', () => {}],
    ['a closed connection', (request) => request.socket.destroy()],
    [
      'an answer that ends half-way',
      (_request, response) => {
        response.writeHead(200, { 'content-length': '1000' })
        response.write('{"choices": [')
        setTimeout(() => response.destroy(), 10)
      },
    ],
    ['truncated JSON', (_request, response) => response.end('{"choices": [{"text": "one')],
  ])('survives %s', async (_name, broken) => {
    const { model, server } = await start('vllm', { attemptTimeoutMs: 300 })
    server.next.push(broken)
    const [completion] = await model.generate({ prompt: 'one', maxTokens: 1 })
    expect(completion?.text).toBe(' two')
  })

  it('spends no more than its total time on a server that hangs', async () => {
    const { model, server } = await start('vllm', { attemptTimeoutMs: 200, totalTimeoutMs: 500 })
    server.next.push(...Array.from({ length: 20 }, () => () => {}))
    const before = server.requests.length
    await expect(model.generate({ prompt: 'one' })).rejects.toMatchObject({ code: 'network' })
    // 500 ms hold two attempts of 200 ms and the beginning of a third.
    expect(server.requests.length - before).toBeLessThanOrEqual(3)
  })

  it('refuses an answer that is too large', async () => {
    const { model, server } = await start('vllm', { maxResponseBytes: 1000 })
    server.next.push((_request, response) => response.end('x'.repeat(5000)))
    await expect(model.generate({ prompt: 'one' })).rejects.toMatchObject({
      code: 'network',
      message: expect.stringContaining('1000 bytes'),
    })
  })

  it('follows a redirect on the same host, and refuses one to another', async () => {
    const { server } = await start('vllm')
    const other = await stubServer('vllm')
    running.push(other)
    const transport = createTransport({ baseUrl: server.url, apiKey: 'secret-key-123', backoffMs: 1 })
    server.next.push((_request, response) => response.writeHead(307, { location: '/v1/chat/completions' }).end())
    await expect(transport.post('/elsewhere', { messages: [{ content: 'one' }] })).resolves.toMatchObject({
      choices: [{}],
    })
    server.next.push((_request, response) => response.writeHead(307, { location: `${other.url}/completions` }).end())
    await expect(transport.post('/completions', {})).rejects.toMatchObject({
      code: 'network',
      message: expect.stringContaining('redirects elsewhere'),
    })
    expect(other.requests).toEqual([])
    // Nor to the same host in another way, nor on and on.
    const { host } = new URL(server.url)
    server.next.push((_request, response) => response.writeHead(307, { location: `https://${host}/v1` }).end())
    await expect(transport.post('/completions', {})).rejects.toThrow('redirects elsewhere')
    let asked = 0
    for (let i = 0; i < 9; i++)
      server.next.push((_request, response) => {
        asked++
        response.writeHead(307, { location: '/v1/completions' }).end()
      })
    await expect(transport.post('/completions', {})).rejects.toMatchObject({ code: 'network' })
    expect(asked).toBe(4)
  })

  it('takes an answer of as many bytes as it may have, and none of one more', async () => {
    const { server } = await start()
    const transport = createTransport({ baseUrl: server.url, maxResponseBytes: 40, retries: 0 })
    const answerOf = (bytes: number) => JSON.stringify({ text: 'x'.repeat(bytes - '{"text":""}'.length) })
    for (const bytes of [40, 41]) server.next.push((_request, response) => response.end(answerOf(bytes)))
    await expect(transport.post('/completions', {})).resolves.toMatchObject({ text: expect.any(String) })
    await expect(transport.post('/completions', {})).rejects.toThrow(/more than 40 bytes: refused/)
  })

  it('that was the last attempt is told at once, and nobody hears of another', async () => {
    const { server } = await start()
    const warnings: string[] = []
    using _heard = hearWarnings(({ text }) => warnings.push(text))
    const transport = createTransport({ baseUrl: server.url, retries: 0 })
    server.next.push((_request, response) => response.writeHead(429, { 'retry-after': '1' }).end('{}'))
    await expect(transport.post('/completions', {})).rejects.toThrow(/attempts: 1/)
    expect(warnings).toEqual([])
  })

  it('takes no key out of an answer, however it is spelled there', async () => {
    const apiKey = 'sk-Answer/0123456789+abc'
    const { server } = await start()
    const transport = createTransport({ baseUrl: server.url, apiKey, backoffMs: 1 })
    const said = { choices: [{ text: `Step 1: ${apiKey}`, also: [Buffer.from(apiKey).toString('base64')], n: 2 }] }
    server.next.push((_request, response) => response.end(JSON.stringify(said)))
    await expect(transport.post('/completions', {})).resolves.toEqual({
      choices: [{ text: 'Step 1: [key]', also: ['[key]'], n: 2 }],
    })
  })

  it('sends the key to its host and shows it nowhere', async () => {
    const apiKey = 'secret-key-123'
    const { model, server } = await start('vllm', { apiKey, retries: 0 })
    await model.generate({ prompt: 'one', maxTokens: 1 })
    expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${apiKey}`)
    expect(model.id).not.toContain(apiKey)
    for (const status of [401, 400, 500]) {
      server.next.push((request, response) =>
        response.writeHead(status).end(`denied: ${request.headers.authorization}`),
      )
      const error = await model.generate({ prompt: 'one' }).catch((caught: unknown) => caught)
      expect(error).toBeInstanceOf(Error)
      const shown = JSON.stringify([
        error,
        (error as Error).message,
        (error as Error).stack,
        String((error as Error).cause),
      ])
      expect(shown).toContain('denied')
      expect(shown).not.toContain(apiKey)
    }
  })
})
