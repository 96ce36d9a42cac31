import type { ServerEvent } from './route.js'

/** Proxies end a connection on which nothing moves. */
const KEEP_ALIVE_MS = 10_000

/**
 * A stream as server-sent events (WHATWG HTML, section 9.2), once its first event is there: what fails before it still gets a status of its own. A
 * stream whose first event takes long begins with a comment, which keeps the connection open.
 *
 * @param signal ends the stream, read or not: who does not take his answer shall not keep a place.
 * @param failed what to say where the stream fails in its middle.
 * @param ended called when the last event was taken, the stream failed, or the client has gone; perhaps more than once.
 */
export async function eventStream(
  events: AsyncIterable<ServerEvent>,
  { signal, ended, failed }: { signal: AbortSignal; ended(): void; failed(error: unknown): ServerEvent },
): Promise<Response> {
  const iterator = events[Symbol.asyncIterator]()
  let next = iterator.next()
  try {
    await within(next, KEEP_ALIVE_MS)
  } catch (error) {
    ended()
    throw error
  }
  /** What is said last, once the stream has failed. */
  let last: ServerEvent | undefined
  const fail = (error: unknown) => {
    last ??= failed(error)
    ended()
  }
  const stop = () => {
    fail(signal.reason)
    iterator.return?.().catch(() => {}) // nobody hears it any more
  }
  signal.addEventListener('abort', stop, { once: true })
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const result = last === undefined ? await within(next, KEEP_ALIVE_MS) : undefined
          if (last === undefined && result === undefined) return controller.enqueue(encoder.encode(': waiting\n\n'))
          if (last === undefined && result?.done === false) {
            controller.enqueue(encoder.encode(written(result.value)))
            next = iterator.next()
            next.catch(() => {}) // read at the next pull, if there is one
            return
          }
        } catch (error) {
          fail(error)
        }
        if (last !== undefined) controller.enqueue(encoder.encode(written(last)))
        signal.removeEventListener('abort', stop)
        ended()
        controller.close()
      },
      async cancel() {
        ended()
        await iterator.return?.()
      },
    },
    { highWaterMark: 0 },
  )
  return new Response(body, { headers: { 'Content-Type': 'text/event-stream', 'X-Accel-Buffering': 'no' } })
}

const written = ({ event, data }: ServerEvent) => `${event === undefined ? '' : `event: ${event}\n`}data: ${data}\n\n`

/** What a promise gives, or undefined where it takes longer. */
async function within<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, ms, undefined)
  })
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}
