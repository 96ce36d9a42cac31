import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type BaseChatModel, SimpleChatModel } from '@langchain/core/language_models/chat_models'
import { AIMessage } from '@langchain/core/messages'
import { FakeListChatModel } from '@langchain/core/utils/testing'
import { describe, expect, it, vi } from 'vitest'
import { fromLangChain } from '../../src/models/langchain.js'
import { resolveModel } from '../../src/models/resolve.js'
import { describeLanguageModel } from './conformance.js'

const story = 'three four five six seven eight nine'
const fake = (sleep?: number) =>
  fromLangChain(new FakeListChatModel({ responses: [story], ...(sleep === undefined ? {} : { sleep }) }))

/** The list model answers a stop string with the stop string. */
class Storyteller extends SimpleChatModel {
  override _llmType() {
    return 'storyteller'
  }
  override async _call() {
    return story
  }
}

describeLanguageModel('LangChain', async () => fromLangChain(new Storyteller({})), {
  generate: true,
  score: false,
  limits: false,
})

describe('LangChain', () => {
  it('asks for each sample', async () => {
    const model = fromLangChain(new FakeListChatModel({ responses: ['a', 'b'] }))
    expect(await model.generate({ prompt: 'q', n: 3 })).toEqual(
      ['a', 'b', 'a'].map((text) => ({ text, finish: 'stop' })),
    )
  })

  it('a thought or a call between two texts ends a line', async () => {
    const content = [
      { type: 'text', text: '2 * 3 = 6' },
      { type: 'reasoning', reasoning: 'go on' },
      { type: 'text', text: '4 + 5 = ' },
      { type: 'text', text: '9' },
    ]
    // The part of a chat model that is asked.
    const model = fromLangChain({ _llmType: () => 'parts', invoke: async () => new AIMessage({ content }) } as never)
    expect(await model.generate({ prompt: 'q' })).toMatchObject([{ text: '2 * 3 = 6\n4 + 5 = 9', thought: 'go on' }])
  })

  it('stops waiting for a slow model when aborted', async () => {
    const controller = new AbortController()
    // Slower than any test may be.
    const running = fake(3_600_000).generate({ prompt: 'q', signal: controller.signal })
    setTimeout(() => controller.abort(), 10)
    await expect(running).rejects.toMatchObject({ code: 'aborted' })
  })

  it('tells log-probabilities where OpenAI’s chat completions do, and asks without them where they are refused', async () => {
    const asked: Record<string, unknown>[] = []
    let refuses = false
    const content = [
      {
        token: 'Yes',
        logprob: -0.2,
        top_logprobs: [
          { token: 'Yes', logprob: -0.2 },
          { token: 'No', logprob: -1.7 },
        ],
      },
    ]
    const server = createServer((request, response) => {
      let raw = ''
      request.on('data', (piece) => {
        raw += piece
      })
      request.on('end', () => {
        const body = JSON.parse(raw)
        asked.push(body)
        const refused = refuses && body.logprobs === true
        response.writeHead(refused ? 400 : 200, { 'content-type': 'application/json' })
        const message = { role: 'assistant', content: 'Yes' }
        const choice = { index: 0, message, finish_reason: 'stop', ...(body.logprobs && { logprobs: { content } }) }
        const error = { message: 'this model does not support logprobs', type: 'invalid_request_error' }
        response.end(JSON.stringify(refused ? { error } : { id: 'x', object: 'chat.completion', choices: [choice] }))
      })
    })
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve)
    })
    vi.stubEnv('OPENAI_API_KEY', 'none')
    vi.stubEnv('OPENAI_BASE_URL', `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`)
    try {
      const model = await resolveModel('langchain:openai:any')
      const request = { prompt: 'Is it right?', alternatives: 5 }
      const [told] = await model.generate(request)
      expect(asked[0]).toMatchObject({ logprobs: true, top_logprobs: 5 })
      expect(told?.tokens).toEqual([
        {
          text: 'Yes',
          alternatives: [
            { text: 'Yes', logProbability: -0.2 },
            { text: 'No', logProbability: -1.7 },
          ],
        },
      ])
      refuses = true
      expect(await model.generate(request)).toEqual([{ text: 'Yes', finish: 'stop' }])
      await model.generate(request)
      expect(asked.map(({ logprobs }) => logprobs === true)).toEqual([true, true, false, false])
    } finally {
      vi.unstubAllEnvs()
      server.close()
    }
  })

  it('an error of a provider means what it means over http', async () => {
    let answer = { status: 200, said: '' }
    let asked = 0
    const server = createServer((request, response) => {
      asked++
      request.resume()
      response.writeHead(answer.status, { 'content-type': 'application/json', 'retry-after': '0' })
      response.end(JSON.stringify({ error: { message: answer.said } }))
    })
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve)
    })
    vi.stubEnv('OPENAI_API_KEY', 'none')
    vi.stubEnv('OPENAI_BASE_URL', `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`)
    try {
      const model = await resolveModel('langchain:openai:any', { http: { retries: 1 } })
      for (const [status, said, expected, calls] of [
        [401, 'invalid key', { code: 'configuration', message: expect.stringContaining('refused the key') }, 1],
        [402, 'pay first', { code: 'quota' }, 1],
        [429, 'You exceeded your current quota', { code: 'quota' }, 1],
        [429, 'slow down', { code: 'network', cause: { status: 429, retryAfterMs: 0 } }, 2],
        [503, 'busy', { code: 'network', cause: { status: 503 } }, 2],
        [404, 'no such model', { code: 'unsupported' }, 1],
        [400, 'bad request', { code: 'model' }, 1],
      ] as const) {
        answer = { status, said }
        asked = 0
        await expect(model.generate({ prompt: 'q' }), `${status} ${said}`).rejects.toMatchObject(expected)
        expect([status, asked]).toEqual([status, calls])
      }
    } finally {
      vi.unstubAllEnvs()
      server.close()
    }
  })

  it.each([
    [{ headers: new Headers({ 'retry-after': '86400' }) }],
    [{ headers: { 'retry-after': '3000000' } }],
    [{ response: { headers: { 'retry-after': 86_400 } } }],
  ])('waits no longer than a call may take: %o', async (more) => {
    let asked = 0
    const model = fromLangChain({
      _llmType: () => 'busy',
      invoke: async () => {
        asked++
        throw Object.assign(new Error('slow down'), { statusCode: 429 }, more)
      },
    } as unknown as BaseChatModel) // of a chat model only these are used
    await expect(model.generate({ prompt: 'q' })).rejects.toMatchObject({
      code: 'network',
      found: expect.stringMatching(/HTTP 429 slow down; it asks to wait \d+ s/),
    })
    expect(asked).toBe(1)
  })

  it('names the package of a provider that is not installed', async () => {
    await expect(resolveModel('langchain:mistralai:mistral-small')).rejects.toMatchObject({
      code: 'missing-package',
      remedy: 'npm install @langchain/mistralai',
    })
    await expect(resolveModel('langchain:nobody:model')).rejects.toMatchObject({ code: 'configuration' })
  })
})
