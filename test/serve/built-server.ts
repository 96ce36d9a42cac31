import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export const cli = join(import.meta.dirname, '../../dist/src/cli.js')

export interface BuiltServer {
  url: string
  process: ChildProcess
  /** Lines of stderr so far. */
  log: string[]
  /** Lines of the log that are objects, once there are `count` of them. */
  entries(count: number): Promise<Record<string, unknown>[]>
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<{ status: number; body: Answer }>
  stop(): Promise<number | null>
}

/** What the routes answer, as far as tests look at it. */
export type Answer = ReturnType<typeof JSON.parse>

/** `rationale serve` of the built package on a free port. */
export async function builtServer(args: string[] = [], environment: Record<string, string> = {}): Promise<BuiltServer> {
  const child = spawn(process.execPath, [cli, 'serve', '--port', '0', ...args], {
    env: { ...process.env, NO_COLOR: '1', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const log: string[] = []
  createInterface({ input: child.stderr }).on('line', (line) => log.push(line))
  const ended = once(child, 'exit')
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = / listens on (http:\S+)$/.exec(line)?.[1]
      if (found !== undefined) resolve(found)
    })
    ended.then(() => reject(new Error(`the server ended: ${log.join('\n')}`)))
  })
  return {
    url,
    process: child,
    log,
    async entries(count) {
      const read = () => log.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line))
      while (read().length < count) await new Promise((resolve) => setTimeout(resolve, 5))
      return read()
    },
    async post(path, body, headers = {}) {
      const response = await fetch(url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      })
      const text = await response.text()
      return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : text }
    },
    async stop() {
      child.kill('SIGTERM')
      await ended
      return child.exitCode
    },
  }
}

export interface ModelServer {
  uri: string
  requests: Record<string, unknown>[]
  close(): void
}

/** An OpenAI-compatible chat server that answers with these texts in turn. `before` runs before each answer. */
export async function modelServer(
  texts: readonly string[],
  before = async () => {},
  finish_reason: 'stop' | 'length' = 'stop',
): Promise<ModelServer> {
  const requests: Record<string, unknown>[] = []
  const server = createServer(async (request, response) => {
    let raw = ''
    for await (const piece of request) raw += piece
    const body = JSON.parse(raw)
    requests.push(body)
    await before()
    const choices = Array.from({ length: body.n ?? 1 }, (_, index) => ({
      index,
      message: { role: 'assistant', content: texts[index % texts.length] },
      finish_reason,
    }))
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ choices, usage: { prompt_tokens: 20, completion_tokens: 30 * choices.length } }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    uri: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1#writer`,
    requests,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

export const question = 'A pen costs 3 dollars and a book costs 4 dollars. What do 2 pens and a book cost?'
export const right = '2 pens cost 2 * 3 = 6 dollars.\n6 + 4 = 10, so all cost 10 dollars.\nThe answer is 10.'
export const wrong = '2 pens cost 2 * 3 = 6 dollars.\n6 + 4 = 11, so all cost 11 dollars.\nThe answer is 11.'
