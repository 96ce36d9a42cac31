import { randomUUID } from 'node:crypto'
import type { Metrics } from './metrics.js'

/** One line of the log. Never a text, unless `logTexts` asks for the body. */
export interface LogEntry {
  time: string
  /** `X-Request-Id`, or one of ours; it goes back with the answer. */
  id: string
  method: string
  /** The route as it is documented, `other` for every path that is none. */
  route: string
  status: number
  milliseconds: number
  /** Codes of refusals, and the stack of what went wrong in the server itself. */
  code?: string
  cause?: string
  /** With `logTexts` alone. */
  body?: unknown
  [fact: string]: unknown
}

/** What is known of a request while it is answered. */
export interface Observation {
  readonly id: string
  /** Facts for the log. */
  note(facts: Readonly<Record<string, unknown>>): void
  /** The answer is a stream, and `done` comes when it ends. */
  streams: boolean
  done(status: number): void
}

export function observe(
  request: Request,
  route: string,
  { metrics, log }: { metrics: Metrics; log?: ((entry: LogEntry) => void) | undefined },
): Observation {
  const started = performance.now()
  const given = request.headers.get('x-request-id') ?? ''
  const id = /^[\w.-]{1,64}$/.test(given) ? given : randomUUID()
  const facts: Record<string, unknown> = {}
  let isDone = false
  return {
    id,
    streams: false,
    note(more) {
      Object.assign(facts, more)
    },
    done(status) {
      if (isDone) return
      isDone = true
      const milliseconds = Math.round(10 * (performance.now() - started)) / 10
      metrics.request(route, status, milliseconds / 1000)
      if (typeof facts.verdict === 'string') metrics.verdict(facts.verdict)
      const time = new Date().toISOString()
      log?.({ time, id, method: request.method, route, status, milliseconds, ...facts })
    },
  }
}
