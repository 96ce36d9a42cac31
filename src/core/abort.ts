import { RationaleError } from './errors.js'

/** Who waits for a signal: it has one listener however many wait (Node warns of more than ten). */
const waiting = new WeakMap<AbortSignal, { stops: Set<() => void>; listener: () => void }>()

/** Calls `stop` once when the signal fires, at once where it has fired already. Returns what takes this back. */
export function whenAborted(signal: AbortSignal | undefined, stop: () => void): () => void {
  if (signal === undefined) return () => {}
  if (signal.aborted) {
    stop()
    return () => {}
  }
  const { stops, listener } = waiting.get(signal) ?? listen(signal)
  const once = () => stop() // the same function may wait twice
  stops.add(once)
  return () => {
    stops.delete(once)
    if (stops.size > 0) return
    signal.removeEventListener('abort', listener)
    waiting.delete(signal)
  }
}

function listen(signal: AbortSignal) {
  const stops = new Set<() => void>()
  const listener = () => {
    waiting.delete(signal)
    for (const stop of stops) stop()
  }
  signal.addEventListener('abort', listener, { once: true })
  const entry = { stops, listener }
  waiting.set(signal, entry)
  return entry
}

/** Rejects with code `aborted` as soon as the signal fires: not everything listens to it. What is running is left to end by itself. */
export function untilAborted<T>(
  start: () => Promise<T>,
  signal: AbortSignal | undefined,
  what = 'the work',
): Promise<T> {
  if (signal === undefined) return start()
  const aborted = () => new RationaleError('aborted', `${what} was aborted`, { cause: signal.reason })
  if (signal.aborted) return Promise.reject(aborted())
  return new Promise((resolve, reject) => {
    const release = whenAborted(signal, () => reject(aborted()))
    start().then(resolve, reject).finally(release)
  })
}
