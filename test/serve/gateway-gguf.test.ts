import { join } from 'node:path'
import OpenAI from 'openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exportAdapter } from '../../verifier/network/export/export.js'
import { temporaryFolder } from '../helpers/folder.js'
import { copyTinyLlama } from '../helpers/tiny-llama.js'
import { type BuiltServer, builtServer, question } from './built-server.js'

/* A GGUF file behind the gateway of the built `rationale serve`: llama.cpp writes within the server's process. */

const folder = temporaryFolder('gateway-gguf')
const file = join(folder, 'tiny.gguf')
const messages = [{ role: 'user' as const, content: question }]
let gateway: BuiltServer
let client: OpenAI

beforeAll(async () => {
  copyTinyLlama(folder)
  await exportAdapter({ adapter: folder, format: 'gguf', type: 'F32', output: file })
  gateway = await builtServer(['--generator', `gguf:${file}`, '--candidates', '3', '--verifier', 'evidence:'])
  client = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: 'none', maxRetries: 0 })
})
afterAll(async () => {
  if (gateway.process.exitCode === null) await gateway.stop()
})

const modelName = async () => (await client.models.list()).data[0]?.id ?? ''

const ask = async (how: { max_tokens: number; seed?: number }, signal?: AbortSignal) =>
  client.chat.completions.create({ model: await modelName(), messages, ...how }, { signal: signal ?? null })

/** Until the server counts the request among those it works on, or has answered. */
async function isAtWork(asked: Promise<unknown>): Promise<void> {
  let answered = false
  const end = () => {
    answered = true
  }
  asked.then(end, end)
  const running = async () =>
    /^rationale_requests_running [1-9]/m.test(await (await fetch(`${gateway.url}/metrics`)).text())
  while (!answered && !(await running()));
}

describe('the gateway with gguf:', () => {
  it('chooses among as many answers as were asked for', async () => {
    const answer = await ask({ max_tokens: 8, seed: 1 })
    expect(answer.choices).toHaveLength(1)
    expect(answer).toMatchObject({ x_rationale: { ranking: { ranked: [{}, {}, {}] } } })
    expect(answer.usage?.completion_tokens).toBeGreaterThan(0)
  })

  it('streams what it chose, with the verdict in the last chunk', async () => {
    const model = await modelName()
    const stream = await client.chat.completions.create({ model, messages, max_tokens: 8, seed: 1, stream: true })
    const chunks: OpenAI.ChatCompletionChunk[] = []
    for await (const chunk of stream) chunks.push(chunk)
    expect(chunks.some(({ choices }) => choices[0]?.finish_reason != null)).toBe(true)
    expect(chunks.find((chunk) => 'x_rationale' in chunk)).toMatchObject({ x_rationale: { verdict: {} } })
  })

  it('goes on after a client that left in the middle', async () => {
    const gone = new AbortController()
    const asked = ask({ max_tokens: 64 }, gone.signal)
    await isAtWork(asked)
    gone.abort()
    await asked.catch(() => {}) // a quick machine may have answered
    const answer = await ask({ max_tokens: 4, seed: 2 })
    expect(answer.choices).toHaveLength(1)
  })

  it('finishes what runs when it is told to stop', async () => {
    const asked = ask({ max_tokens: 32, seed: 3 })
    await isAtWork(asked)
    const stopped = gateway.stop()
    expect((await asked).choices).toHaveLength(1)
    expect(await stopped).toBe(0)
  })
})
