import type { z } from 'zod'

/* What stands between HTTP and the library: a route takes parsed JSON and answers with JSON or with events; nothing in it knows of sockets. */

/** What a route is told of the request beside its body. */
export interface Work {
  /** Of the request: also the id of a record that has none. */
  id: string
  /** Fires when the client is gone, the time is up, or the server has waited long enough for its end. */
  signal: AbortSignal
  /** The client asked for events (`Accept: text/event-stream`). */
  wantsEvents: boolean
  /** Facts for log and metrics: never a text. */
  note(facts: Readonly<Record<string, string | number>>): void
}

/** One event of a stream. `data` is one line. */
export interface ServerEvent {
  event?: string
  data: string
}

export type Reply = { json: unknown } | { events: AsyncIterable<ServerEvent> }

export interface Route {
  path: `/${string}`
  /** One sentence for the OpenAPI document. */
  summary: string
  /** What is documented of body and answer; a route reads more forms than one schema can say, and checks for itself. */
  body: z.ZodType
  answer: z.ZodType
  /** @throws Refusal, RationaleError */
  run(body: unknown, work: Work): Promise<Reply>
}
