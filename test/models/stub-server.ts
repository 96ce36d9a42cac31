import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** How real servers answer, and how broken ones do. */
export type Behaviour =
  | 'vllm' // echo with offsets
  | 'vllm-prompt-logprobs' // no echo; prompt_logprobs
  | 'echo-without-offsets'
  | 'llama-server' // ignores echo; log-probabilities of generated tokens in its own form
  | 'llama-server-top' // the same with the most likely tokens
  | 'ollama' // no log-probabilities at all
  | 'generated-only' // echoes nothing, scores what it generated
  | 'shifted-early'
  | 'shifted-late'
  | 'constant'
  | 'fickle' // other values at every call
  | 'positive'
  | 'missing-tokens'

export interface StubServer {
  url: string
  requests: { path: string; headers: IncomingMessage['headers']; body: Record<string, unknown> }[]
  /** Answers instead of the behaviour for the next calls, one each. */
  next: ((request: IncomingMessage, response: ServerResponse) => void)[]
  close(): Promise<void>
}

const numbers = 'one two three four five six seven eight nine ten eleven twelve'.split(' ')
const words = (text: string) => text.match(/\s*\S+|\s+$/g) ?? []

/** A language model that counts: after "seven" comes "eight", everything else is a surprise of repeatable size. */
function logProbability(token: string, before: string): number {
  const last = before.trim().split(/\s+/).at(-1)?.toLowerCase() ?? ''
  const next = numbers[numbers.indexOf(last) + 1]
  if (token.trim().toLowerCase() === next) return -0.05
  let hash = 7
  for (const char of before + token) hash = (hash * 31 + char.charCodeAt(0)) % 100_003
  return -3 - (hash % 997) / 200
}

function continueText(prompt: string, count: number): string[] {
  const tokens: string[] = []
  for (let i = 0; i < count; i++) {
    const last = (prompt + tokens.join('')).trim().split(/\s+/).at(-1)?.toLowerCase() ?? ''
    tokens.push(` ${numbers[(numbers.indexOf(last) + 1) % numbers.length]}`)
  }
  return tokens
}

/** The number that follows, then marks and other words, each with its own repeatable size. */
function nextTokens(prompt: string, count: number): { token: string; logprob: number }[] {
  const candidates = [...numbers, '+', '-', 'Yes', 'No', 'Friday'].map((word) => ` ${word}`)
  return (
    candidates
      .map((token) => ({ token, logprob: logProbability(token, prompt) }))
      // The rare ones are rarer, so that all together stay below 1.
      .map(({ token, logprob }) => ({ token, logprob: logprob < -1 ? logprob - 3 : logprob }))
      .sort((a, b) => b.logprob - a.logprob)
      .slice(0, count)
  )
}

function scorePrompt(
  prompt: string,
  behaviour: Behaviour,
  call: number,
): { tokens: string[]; values: (number | null)[] } {
  const tokens = words(prompt)
  let before = ''
  const values = tokens.map((token, i) => {
    const value = logProbability(token, before)
    before += token
    return i === 0 ? null : value
  })
  if (behaviour === 'shifted-early') values.splice(1, values.length - 1, ...values.slice(2), -0.7)
  if (behaviour === 'shifted-late') values.splice(1, values.length - 1, -0.7, ...values.slice(1, -1))
  if (behaviour === 'constant') values.fill(-1, 1)
  const change = (by: (value: number) => number) =>
    values.splice(0, values.length, ...values.map((value) => value && by(value)))
  if (behaviour === 'fickle') change((value) => value - (call % 7) / 3)
  if (behaviour === 'positive') change((value) => -value)
  if (behaviour === 'missing-tokens') tokens.splice(2, 1)
  return { tokens, values }
}

/** An OpenAI-compatible server on a free port of this machine. A request of more characters than `longest` is refused as one over the context window is. */
export async function stubServer(
  behaviour: Behaviour = 'vllm',
  { longest = Number.POSITIVE_INFINITY } = {},
): Promise<StubServer> {
  const stub: Omit<StubServer, 'url' | 'close'> = { requests: [], next: [] }
  let call = 0
  const server = createServer((request, response) => {
    let raw = ''
    request.on('data', (piece) => {
      raw += piece
    })
    request.on('end', () => {
      const body = JSON.parse(raw || '{}')
      stub.requests.push({ path: request.url ?? '', headers: request.headers, body })
      const special = stub.next.shift()
      if (special) {
        special(request, response)
        return
      }
      if (raw.length > longest) {
        response.writeHead(400).end('{"error": "this is longer than the maximum context length"}')
        return
      }
      call++
      const answer =
        request.url === '/v1/completions'
          ? complete(body)
          : request.url === '/v1/chat/completions'
            ? chat(body)
            : undefined
      setTimeout(() => {
        response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' })
        response.end(JSON.stringify(answer ?? { error: 'no such path' }))
      }, 2)
    })
  })

  function complete(body: Record<string, unknown>) {
    const prompt = String(body.prompt)
    const count = Number(body.max_tokens ?? 16)
    const generated = continueText(prompt, count)
    const usage = { prompt_tokens: words(prompt).length, completion_tokens: generated.length * Number(body.n ?? 1) }
    const stop = Array.isArray(body.stop) ? body.stop.map(String) : []
    const text = cut(generated.join(''), stop)
    const finish = text.length < generated.join('').length ? 'stop' : 'length'
    const plain = Array.from({ length: Number(body.n ?? 1) }, (_, index) => ({ index, text, finish_reason: finish }))
    if (behaviour === 'vllm-prompt-logprobs' && body.prompt_logprobs !== undefined) {
      const { tokens, values } = scorePrompt(prompt, behaviour, call)
      const table = tokens.map((token, i) =>
        values[i] === null ? null : { [i]: { logprob: values[i], rank: 1, decoded_token: token } },
      )
      return { choices: [{ ...plain[0], prompt_logprobs: table }], usage }
    }
    if (body.echo === true && behaviour === 'llama-server') {
      const content = generated.map((token) => ({ token, logprob: -0.1, top_logprobs: [] }))
      return { choices: [{ ...plain[0], logprobs: { content } }], usage }
    }
    if (behaviour === 'llama-server-top' && body.logprobs !== undefined) {
      const top = nextTokens(prompt, Number(body.logprobs))
      const content = [{ token: top[0]?.token, logprob: top[0]?.logprob, top_logprobs: top }]
      return { choices: [{ ...plain[0], logprobs: { content } }], usage }
    }
    if (body.echo === true && behaviour === 'generated-only') {
      const logprobs = {
        tokens: generated,
        token_logprobs: generated.map(() => -0.1),
        text_offset: generated.map((_, i) => i),
      }
      return { choices: [{ ...plain[0], logprobs }], usage }
    }
    const echoes = !['ollama', 'llama-server', 'llama-server-top', 'vllm-prompt-logprobs', 'generated-only'].includes(
      behaviour,
    )
    if (body.echo !== true || !echoes) return { choices: plain, usage }
    const { tokens, values } = scorePrompt(prompt, behaviour, call)
    const all = [...tokens, ...generated]
    let end = 0
    const offsets = all.map((token) => {
      end += token.length
      return end - token.length
    })
    const logprobs = {
      tokens: all,
      token_logprobs: [...values, ...generated.map(() => -0.1)],
      ...(behaviour === 'vllm' ? { text_offset: offsets } : {}),
    }
    return { choices: [{ index: 0, text: prompt + generated.join(''), finish_reason: 'length', logprobs }], usage }
  }

  function chat(body: Record<string, unknown>) {
    const messages = body.messages as { content: string }[]
    const generated = continueText(messages.at(-1)?.content ?? '', Number(body.max_tokens ?? 16))
    const message = { role: 'assistant', content: generated.join('').trim() }
    return {
      choices: [{ index: 0, message, finish_reason: 'length' }],
      usage: { prompt_tokens: 3, completion_tokens: generated.length },
    }
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    ...stub,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

function cut(text: string, stop: string[]): string {
  const ends = stop.map((each) => text.indexOf(each)).filter((at) => at !== -1)
  return ends.length === 0 ? text : text.slice(0, Math.min(...ends))
}
