import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A server with a process reward model (`/pooling`, as vLLM has it) and a chat model that judges, both of which can do sums. */
export interface JudgingServer {
  /** Without `/v1`. */
  url: string
  /** It says of every step the opposite. */
  reversed: boolean
  /** Requests that it has answered. */
  answered: number
  /** After so many answers it is silent, or dead: it hangs up. */
  silentAfter: number
  deadAfter: number
  close(): Promise<void>
}

/** `2 + 3 = 6` is wrong; what is no sum is right. */
function isRight(step: string): boolean {
  const [, a, sign, b, result] = /(\d+) ([+*/-]) (\d+) = (\d+)/.exec(step) ?? []
  if (sign === undefined) return !/2 weeks are (?!14)/.test(step)
  const [x, y] = [Number(a), Number(b)]
  return Number(result) === { '+': x + y, '-': x - y, '*': x * y, '/': x / y }[sign]
}

/** What is longer than `longest` characters is too long for it. */
export async function judgingServer({ longest = 10_000 } = {}): Promise<JudgingServer> {
  const never = Number.POSITIVE_INFINITY
  const judging = { url: '', reversed: false, answered: 0, silentAfter: never, deadAfter: never }
  const server = createServer((request, response) => {
    let raw = ''
    request.on('data', (piece) => {
      raw += piece
    })
    request.on('end', () => {
      if (judging.answered >= judging.deadAfter) request.socket.destroy()
      if (judging.answered >= Math.min(judging.deadAfter, judging.silentAfter)) return
      const answer = answerTo(request.url ?? '', raw)
      if (answer !== undefined) judging.answered++
      response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' })
      response.end(JSON.stringify(answer ?? { error: 'no such path' }))
    })
  })
  const says = (step: string) => isRight(step) !== judging.reversed

  function answerTo(path: string, raw: string): object | undefined {
    const { messages = [] } = JSON.parse(raw || '{}') as { messages?: { content: string }[] }
    const last = messages.at(-1)?.content ?? ''
    // What is too long for it: a row too few, a judgement that nobody can read.
    const isLong = last.length > longest
    if (path === '/pooling') {
      const steps = last.split('<extra_0>').slice(0, -1)
      const rows = steps.map((step) => (says(step) ? [0.1, 0.9] : [0.9, 0.1]))
      return { data: [{ data: isLong ? [...rows, [0.5, 0.5]] : rows }] }
    }
    if (path !== '/v1/chat/completions') return undefined
    const solution = last.slice(last.indexOf('Solution:'))
    const steps = solution.split('\n').filter((line) => /^Step \d+: /.test(line))
    const wrong = steps.findIndex((step) => !says(step))
    const content = isLong ? 'What a long solution!' : `First wrong step: ${wrong === -1 ? 'none' : wrong + 1}`
    return { choices: [{ message: { role: 'assistant', content }, finish_reason: 'stop' }] }
  }

  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  judging.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return Object.assign(judging, {
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  })
}
