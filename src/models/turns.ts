import pLimit from 'p-limit'
import { RationaleError } from '../core/errors.js'

/**
 * For an engine that does one thing at a time: calls wait for one another. An abort rejects at once and leaves the engine to
 * notice the signal and end by itself, before the next call's turn.
 */
export function turns(id: string): <T>(signal: AbortSignal | undefined, run: () => Promise<T>) => Promise<T> {
  const limit = pLimit(1)
  return (signal, run) => {
    const aborted = () => new RationaleError('aborted', `call to ${id} was aborted`, { cause: signal?.reason })
    if (signal?.aborted) return Promise.reject(aborted())
    return new Promise((resolve, reject) => {
      const stop = () => reject(aborted())
      signal?.addEventListener('abort', stop, { once: true })
      limit(async () => (signal?.aborted ? undefined : resolve(await run())))
        .catch(reject)
        .finally(() => signal?.removeEventListener('abort', stop))
    })
  }
}
