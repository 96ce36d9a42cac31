import { RationaleError } from '../../src/core/errors.js'

/** Rejects with code `aborted` as soon as the signal fires: not every provider listens to it. What is running is left to end by itself. */
export function untilAborted<T>(start: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return start()
  const aborted = () => new RationaleError('aborted', 'the work was aborted', { cause: signal.reason })
  if (signal.aborted) return Promise.reject(aborted())
  return new Promise((resolve, reject) => {
    const stop = () => reject(aborted())
    signal.addEventListener('abort', stop, { once: true })
    start()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', stop))
  })
}
