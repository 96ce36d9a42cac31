import { Refusal } from './failures.js'

/** One signal for all that may end a request early; its reason is what the client is told. */
export interface Deadline {
  signal: AbortSignal
  /** The request is over: nothing is waited for any more. */
  clear(): void
}

export function createDeadline({
  client,
  stop,
  seconds,
}: {
  /** Fires when the client is gone. */
  client: AbortSignal
  /** Fires when the server can wait no longer. */
  stop: AbortSignal
  seconds: number
}): Deadline {
  const controller = new AbortController()
  const end = (status: number, code: string, message: string) => () =>
    controller.abort(new Refusal(message, { status, code }))
  const timeUp = end(
    504,
    'timeout',
    `this took longer than ${seconds} seconds\n  to do:    send less, or start the server with a larger --timeout`,
  )
  const gone = end(499, 'client_gone', 'the client has gone')
  const stopped = end(503, 'stopping', 'the server is stopping')
  const timer = setTimeout(timeUp, seconds * 1000)
  const listen = (signal: AbortSignal, listener: () => void) => {
    if (signal.aborted) listener()
    else signal.addEventListener('abort', listener, { once: true })
  }
  listen(client, gone)
  listen(stop, stopped)
  return {
    signal: controller.signal,
    clear() {
      clearTimeout(timer)
      client.removeEventListener('abort', gone)
      stop.removeEventListener('abort', stopped)
    },
  }
}
