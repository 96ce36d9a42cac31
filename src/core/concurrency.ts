import pLimit from 'p-limit'
import { whenAborted } from './abort.js'

export interface MapConcurrentOptions {
  /** How many calls may be in flight. */
  concurrency: number
  /** How many results may wait for an earlier, slower one (default 4 x concurrency). Bounds memory. */
  window?: number
  signal?: AbortSignal | undefined
}

/**
 * Maps a stream with bounded concurrency and a bounded window; results come in input order.
 * p-limit's own `map` holds the whole input, so it is fed from a window here. The first rejection ends the stream after what is in flight
 * has settled; return failures as values where one bad item must not end the job.
 */
export async function* mapConcurrent<In, Out>(
  input: AsyncIterable<In> | Iterable<In>,
  { concurrency, window = 4 * concurrency, signal }: MapConcurrentOptions,
  map: (item: In, index: number) => Promise<Out>,
): AsyncGenerator<Out> {
  const limit = pLimit({ concurrency, rejectOnClear: true })
  const pending: Promise<Out>[] = []
  let index = 0
  try {
    for await (const item of input) {
      signal?.throwIfAborted()
      const position = index++
      const result = limit(() => {
        signal?.throwIfAborted()
        return map(item, position)
      })
      result.catch(() => {}) // handled when its turn comes; without this, Node would see an unhandled rejection first
      pending.push(result)
      if (pending.length >= window) yield* first(pending)
    }
    while (pending.length > 0) yield* first(pending)
  } finally {
    limit.clearQueue()
    await Promise.allSettled(pending)
  }
}

async function* first<T>(pending: Promise<T>[]): AsyncGenerator<T> {
  for (const each of pending.splice(0, 1)) yield await each
}

/** The items up to the stop; one that is being waited for then is not waited for any longer. */
export async function* untilStopped<T>(items: AsyncIterable<T>, stop: AbortSignal | undefined): AsyncGenerator<T> {
  const iterator = items[Symbol.asyncIterator]()
  let end = () => {}
  const release = whenAborted(stop, () => end())
  try {
    while (!stop?.aborted) {
      const stopped = new Promise<undefined>((resolve) => {
        end = () => resolve(undefined)
      })
      const next = await Promise.race([iterator.next(), stopped])
      if (next === undefined || next.done || stop?.aborted) return
      yield next.value
    }
  } finally {
    release()
    // While it still waits for an item it cannot answer this.
    iterator.return?.(undefined).catch(() => {})
  }
}

/** The first of a stream. */
export async function* take<T>(items: AsyncIterable<T>, limit = Number.POSITIVE_INFINITY): AsyncGenerator<T> {
  let taken = 0
  for await (const item of items) {
    yield item
    if (++taken >= limit) return
  }
}
