import { closeSync, ftruncateSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs'
import { RationaleError } from '../../src/core/errors.js'

/** 64-bit keys as pairs of 32-bit halves; a bucket is one page of 512 keys. */
const BUCKET_BYTES = 4096
const BUCKET_WORDS = BUCKET_BYTES / 4
/** Mean load of a bucket at which the file doubles: an overflow is then 16 standard deviations away (and only doubles it early). */
const MEAN_LOAD = 256

/**
 * A set of 64-bit keys in a file of one-page buckets: memory stays constant, the page cache keeps it fast. It is rebuilt by every run from the
 * documents it passes, so it needs no recovery.
 */
export interface DiskHashSet {
  /** True where the key was new. */
  add(low: number, high: number): boolean
  has(low: number, high: number): boolean
  close(): void
}

export function createDiskHashSet(path: string): DiskHashSet {
  let buckets = 64
  let size = 0
  const page = new Int32Array(BUCKET_WORDS)
  const bytes = new Uint8Array(page.buffer)
  const guarded = <T>(action: () => T): T => {
    try {
      return action()
    } catch (error) {
      throw new RationaleError('io', `cannot use the index ${path}`, {
        found: error instanceof Error ? error.message : String(error),
        remedy: 'check free space and permissions',
        cause: error,
      })
    }
  }
  let fd = guarded(() => openSync(path, 'w+'))
  guarded(() => ftruncateSync(fd, buckets * BUCKET_BYTES))

  function load(bucket: number): void {
    guarded(() => readSync(fd, bytes, 0, BUCKET_BYTES, bucket * BUCKET_BYTES))
  }

  /** Index of the key's word in the loaded page, or of the first free one, or -1 where the page is full. */
  function seek(low: number, high: number): number {
    for (let at = 0; at < BUCKET_WORDS; at += 2) {
      const stored = page[at + 1]
      if (stored === 0 || (stored === high && page[at] === low)) return at
    }
    return -1
  }

  function grow(): void {
    const temporary = `${path}.partial`
    const larger = guarded(() => openSync(temporary, 'w+'))
    const halves = [new Int32Array(BUCKET_WORDS), new Int32Array(BUCKET_WORDS)] as const
    guarded(() => ftruncateSync(larger, 2 * buckets * BUCKET_BYTES))
    for (let bucket = 0; bucket < buckets; bucket++) {
      load(bucket)
      const filled = [0, 0]
      for (const half of halves) half.fill(0)
      for (let at = 0; at < BUCKET_WORDS && page[at + 1] !== 0; at += 2) {
        const half = ((page[at] as number) >>> 0) & buckets ? 1 : 0
        const to = filled[half] as number
        halves[half][to] = page[at] as number
        halves[half][to + 1] = page[at + 1] as number
        filled[half] = to + 2
      }
      halves.forEach((half, i) => {
        guarded(() =>
          writeSync(larger, new Uint8Array(half.buffer), 0, BUCKET_BYTES, (bucket + i * buckets) * BUCKET_BYTES),
        )
      })
    }
    closeSync(fd)
    guarded(() => renameSync(temporary, path))
    fd = larger
    buckets *= 2
  }

  return {
    has(low, high) {
      load((low >>> 0) & (buckets - 1))
      const at = seek(low, high || 1)
      return at !== -1 && page[at + 1] !== 0
    },
    add(low, high) {
      const stored = high || 1 // 0 marks a free place
      const bucket = (low >>> 0) & (buckets - 1)
      load(bucket)
      const at = seek(low, stored)
      if (at === -1) {
        grow()
        return this.add(low, high)
      }
      if (page[at + 1] !== 0) return false
      page[at] = low
      page[at + 1] = stored
      guarded(() => writeSync(fd, bytes, at * 4, 8, bucket * BUCKET_BYTES + at * 4))
      if (++size > buckets * MEAN_LOAD) grow()
      return true
    },
    close() {
      closeSync(fd)
      rmSync(path, { force: true })
    },
  }
}
