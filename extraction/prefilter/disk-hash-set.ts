import { closeSync, ftruncateSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs'
import { messageOf, RationaleError } from '../../src/core/errors.js'

/** 64-bit keys as pairs of 32-bit halves; a bucket is one page of 512 keys. */
const BUCKET_BYTES = 4096
const BUCKET_WORDS = BUCKET_BYTES / 4
/** Mean load of a bucket at which the set doubles: an overflow is then 16 standard deviations away (and only doubles it early). */
const MEAN_LOAD = 256
/** A set of up to 16 MiB stays in memory (a million keys); a larger one goes to its file. */
const MEMORY_BUCKETS = 4096

/**
 * A set of 64-bit keys in one-page buckets whose memory is bounded: past 16 MiB it lies in a file, which the page cache keeps fast. Every run
 * rebuilds it from the documents it passes, so it needs no recovery.
 */
export interface DiskHashSet {
  /** True where one of the keys (pairs of halves) was there; else all of them are added. */
  meets(keys: Int32Array): boolean
  close(): void
}

interface Buckets {
  readonly count: number
  /** Holds the page that `load` gave the place of. */
  readonly words: Int32Array
  /** Where the page of a bucket begins in `words`; valid until the next call. */
  load(bucket: number): number
  /** Writes the two words at `at` of the page that was loaded last. */
  store(bucket: number, at: number): void
  fill(bucket: number, page: Int32Array): void
  close(): void
}

export function createDiskHashSet(path: string, memoryBuckets = MEMORY_BUCKETS): DiskHashSet {
  let buckets = memoryBuckets >= 64 ? inMemory(64) : inFile(path, 64)
  let size = 0

  function grow(): void {
    const { count } = buckets
    const larger = 2 * count <= memoryBuckets ? inMemory(2 * count) : inFile(`${path}.partial`, 2 * count)
    const halves = [new Int32Array(BUCKET_WORDS), new Int32Array(BUCKET_WORDS)] as const
    for (let bucket = 0; bucket < count; bucket++) {
      const page = buckets.load(bucket)
      for (const half of halves) half.fill(0)
      for (let at = page; at < page + BUCKET_WORDS; at += 2) {
        const low = buckets.words[at] as number
        const high = buckets.words[at + 1] as number
        if (high === 0) continue
        // The next bit of the key says into which of the two new buckets it goes.
        const half = halves[low & count ? 1 : 0]
        const to = seek(half, 0, low, high)
        half[to] = low
        half[to + 1] = high
      }
      for (const half of [0, 1] as const) larger.fill(bucket + half * count, halves[half])
    }
    buckets.close()
    if (2 * count > memoryBuckets) renameSync(`${path}.partial`, path)
    buckets = larger
  }

  function add(low: number, high: number): void {
    const bucket = low & (buckets.count - 1)
    const page = buckets.load(bucket)
    const { words } = buckets
    const at = seek(words, page, low, high)
    if (at === -1) {
      grow()
      add(low, high)
    } else if (words[at + 1] === 0) {
      words[at] = low
      words[at + 1] = high
      buckets.store(bucket, at - page)
      size++
    }
  }

  return {
    meets(keys) {
      for (let i = 0; i < keys.length; i += 2) {
        const page = buckets.load((keys[i] as number) & (buckets.count - 1))
        const at = seek(buckets.words, page, keys[i] as number, keys[i + 1] || 1)
        if (at !== -1 && buckets.words[at + 1] !== 0) return true
      }
      // 0 marks a free place, so a half of 0 is stored as 1.
      for (let i = 0; i < keys.length; i += 2) add(keys[i] as number, keys[i + 1] || 1)
      if (size > buckets.count * MEAN_LOAD) grow()
      return false
    },
    close() {
      buckets.close()
      rmSync(path, { force: true })
    },
  }
}

/** Where the key stands in the page that begins at `page`, or the free place where it would, or -1 where the page is full. */
function seek(words: Int32Array, page: number, low: number, high: number): number {
  const first = (2 * high) & (BUCKET_WORDS - 1)
  for (let step = 0; step < BUCKET_WORDS; step += 2) {
    const at = page + ((first + step) & (BUCKET_WORDS - 1))
    const stored = words[at + 1]
    if (stored === 0 || (stored === high && words[at] === low)) return at
  }
  return -1
}

function inMemory(count: number): Buckets {
  const words = new Int32Array(count * BUCKET_WORDS)
  return {
    count,
    words,
    load: (bucket) => bucket * BUCKET_WORDS,
    store() {}, // the page is the memory itself
    fill: (bucket, page) => words.set(page, bucket * BUCKET_WORDS),
    close() {},
  }
}

function inFile(path: string, count: number): Buckets {
  const words = new Int32Array(BUCKET_WORDS)
  const bytes = new Uint8Array(words.buffer)
  const guarded = <T>(action: () => T): T => {
    try {
      return action()
    } catch (error) {
      throw new RationaleError('io', `cannot use the index ${path}`, {
        found: messageOf(error),
        remedy: 'check free space and permissions',
        cause: error,
      })
    }
  }
  const fd = guarded(() => openSync(path, 'w+'))
  guarded(() => ftruncateSync(fd, count * BUCKET_BYTES))
  return {
    count,
    words,
    load(bucket) {
      guarded(() => readSync(fd, bytes, 0, BUCKET_BYTES, bucket * BUCKET_BYTES))
      return 0
    },
    store: (bucket, at) => guarded(() => writeSync(fd, bytes, at * 4, 8, bucket * BUCKET_BYTES + at * 4)),
    fill: (bucket, from) =>
      guarded(() => writeSync(fd, new Uint8Array(from.buffer), 0, BUCKET_BYTES, bucket * BUCKET_BYTES)),
    close: () => closeSync(fd),
  }
}
