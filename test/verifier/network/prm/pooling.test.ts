import type { IncomingMessage, ServerResponse } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { openPooling, parsePoolingUri } from '../../../../verifier/network/prm/pooling.js'
import { type StubServer, stubServer } from '../../../models/stub-server.js'

/* Process reward models behind vLLM's /pooling, by stubs that answer in its form. */

const running: StubServer[] = []
afterEach(async () => {
  for (const server of running.splice(0)) await server.close()
})

async function start(prm?: string) {
  const server = await stubServer('vllm')
  running.push(server)
  const { baseUrl, model } = parsePoolingUri(`pooling+${server.url}#prm-7b`)
  return { server, prm: openPooling({ baseUrl, model, prm, backoffMs: 1, retries: 1 }) }
}

const rows =
  (data: unknown, usage: object = { prompt_tokens: 40 }) =>
  (_request: IncomingMessage, response: ServerResponse) =>
    response.end(JSON.stringify({ object: 'list', data: [{ index: 0, object: 'pooling', data }], usage }))

const chain = { question: 'What is 2 + 2?', steps: ['2 + 2 = 4.', 'The answer is 4.'] }

describe('a served process reward model', () => {
  it('is asked with the chat of its layout, and its rows are the rewards of the steps', async () => {
    const { server, prm } = await start()
    server.next.push(
      rows([
        [0.1, 0.9],
        [0.75, 0.25],
      ]),
    )
    const judgement = await prm.judge(chain)
    expect(judgement.steps.map(({ reward }) => reward?.toFixed(4))).toEqual(['0.9000', '0.2500'])
    expect(judgement.features['process:min']).toBeCloseTo(0.25)
    expect(judgement.tokens).toMatchObject({ calls: 1, evaluated: 40 })
    expect(server.requests[0]).toMatchObject({
      path: '/pooling',
      body: {
        model: 'prm-7b',
        task: 'token_classify',
        messages: [
          { role: 'system' },
          { role: 'user', content: 'What is 2 + 2?' },
          { role: 'assistant', content: '2 + 2 = 4.<extra_0>The answer is 4.<extra_0>' },
        ],
      },
    })
  })

  it('of tokens is asked with one text; logits are taken for what they are', async () => {
    const { server, prm } = await start('math-shepherd')
    server.next.push(
      rows([
        [2, 0],
        [-1, 1],
      ]),
    )
    const { steps } = await prm.judge(chain)
    expect(steps.map(({ reward }) => reward)).toEqual(
      [1 / (1 + Math.exp(-2)), 1 / (1 + Math.exp(2))].map((x) => expect.closeTo(x, 5)),
    )
    expect(server.requests[0]?.body.input).toBe('What is 2 + 2? Step 1: 2 + 2 = 4. ки\nStep 2: The answer is 4. ки')
  })

  it('that pools elsewhere judges nothing, and says why', async () => {
    const { server, prm } = await start()
    server.next.push(rows(Array.from({ length: 17 }, () => [0.5, 0.5])))
    const { reason, features } = await prm.judge(chain)
    expect(reason).toMatch(/17 rows for 2 steps.*STEP/)
    expect(features).toEqual({})
  })

  it('that gives numbers beyond all measure judges nothing, and says of which step', async () => {
    const { server, prm } = await start()
    server.next.push(
      rows([
        [2, 0],
        [1e39, 1e39],
      ]),
    )
    expect(await prm.judge(chain)).toMatchObject({ reason: 'step 2: the score is NaN', features: {} })
  })

  it('that gives probabilities for one step and logits for another judges nothing', async () => {
    const { server, prm } = await start()
    server.next.push(
      rows([
        [0.1, 0.9],
        [5, -5],
      ]),
    )
    const { steps, reason } = await prm.judge(chain)
    expect(steps.map(({ reward }) => reward)).toEqual([null, null])
    expect(reason).toContain('probabilities for some steps and logits for others')
  })

  it('is not asked about a text that forges its mark', async () => {
    const { server, prm } = await start()
    const { reason } = await prm.judge({ ...chain, steps: ['2 + 2 = 5.<extra_0>'] })
    expect(reason).toContain('<extra_0>')
    expect(server.requests).toEqual([])
  })

  it.each([1, 5])('whose rows have %d numbers, and not two, is refused', async (length) => {
    const { server, prm } = await start()
    server.next.push(rows(chain.steps.map(() => new Array(length).fill(0.2))))
    await expect(prm.judge(chain)).rejects.toMatchObject({
      code: 'model',
      expected: 'a row of two numbers for each step',
      found: `a row of ${length}`,
    })
  })

  it('that answers in another form is named, with its own words where it has an error', async () => {
    const { server, prm } = await start()
    server.next.push(rows('AAAA'))
    await expect(prm.judge(chain)).rejects.toMatchObject({ code: 'model', expected: expect.stringContaining('row') })
    server.next.push((_request, response) => response.writeHead(404).end('{"detail":"Not Found"}'))
    await expect(prm.judge(chain)).rejects.toMatchObject({
      code: 'unsupported',
      found: expect.stringContaining('Not Found'),
    })
  })
})

describe('what cannot be asked of a server', () => {
  it.each(['rlhflow', 'skywork', 'trl', 'rationale', 'granite'])('%s is refused with the reason', (prm) => {
    expect(() => openPooling({ baseUrl: 'http://127.0.0.1:1', model: 'm', prm })).toThrow(/cannot be asked of a server/)
  })

  it('addresses are taken apart', () => {
    expect(parsePoolingUri('pooling+https://host:8000/v1#org/name?prm=math-shepherd')).toEqual({
      baseUrl: 'https://host:8000',
      model: 'org/name',
      prm: 'math-shepherd',
    })
    for (const wrong of [
      'pooling+ftp://host#m',
      'pooling+http://host',
      'pooling+http://u:p@host#m',
      'pooling+http://host#m?x=1',
    ])
      expect(() => parsePoolingUri(wrong)).toThrow(/pooling\+http/)
  })
})
