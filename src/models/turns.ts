import pLimit from 'p-limit'
import { untilAborted } from '../core/abort.js'

/**
 * For an engine that does one thing at a time: calls wait for one another. An abort rejects at once and leaves the engine to
 * notice the signal and end by itself, before the next call's turn.
 */
export function turns(id: string): <T>(signal: AbortSignal | undefined, run: () => Promise<T>) => Promise<T> {
  const limit = pLimit(1)
  return (signal, run) => {
    // A call whose turn comes after the abort is no longer waited for.
    const turn = () => limit(() => (signal?.aborted ? (undefined as never) : run()))
    return untilAborted(turn, signal, `call to ${id}`)
  }
}
