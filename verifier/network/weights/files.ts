import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { messageOf, RationaleError } from '../../../src/core/errors.js'
import { isPipe } from '../../../src/core/files/pipe.js'

/** A model file that does not keep its format's promises. */
export function malformed(
  file: string,
  problem: string,
  details: { expected?: string; found?: string } = {},
): RationaleError {
  return new RationaleError('model-file', `${file}: ${problem}`, {
    ...details,
    remedy: 'the file is damaged or not what its name says: fetch or convert it again',
  })
}

/** Positioned reads of one file: what is not asked for is never in memory. */
export interface ReadableFile {
  readonly path: string
  readonly size: number
  /** Fills `target` from `position` on. @throws RationaleError `io`. */
  read(target: Uint8Array, position: number): Promise<void>
  /** The same, at once: for headers, whose parsing is synchronous anyway. */
  readNow(target: Uint8Array, position: number): void
  close(): void
}

/** read(2) takes no more than 2 GiB at a time. */
const LARGEST_READ = 1 << 30

export function openForReading(path: string): ReadableFile {
  const failed = (error: unknown, verb: string) =>
    new RationaleError('io', `cannot ${verb} ${path}`, {
      found: messageOf(error),
      remedy: 'check the path and its permissions',
      cause: error,
    })
  let descriptor: number
  let size: number
  try {
    if (isPipe(path)) throw new Error('not a regular file')
    descriptor = openSync(path, 'r')
    const stat = fstatSync(descriptor)
    if (!stat.isFile()) {
      closeSync(descriptor)
      throw new Error('not a regular file')
    }
    size = stat.size
  } catch (error) {
    throw failed(error, 'open')
  }
  const readNow = (target: Uint8Array, position: number) => {
    for (let done = 0; done < target.byteLength; ) {
      let count: number
      try {
        count = readSync(descriptor, target, done, Math.min(LARGEST_READ, target.byteLength - done), position + done)
      } catch (error) {
        throw failed(error, 'read')
      }
      if (count === 0) throw malformed(path, 'ends too early', { found: `${size} bytes` })
      done += count
    }
  }
  let closed = false
  return {
    path,
    size,
    // The page cache is the asynchrony: a thread-pool read of a cached 4 MB slice costs more than the copy itself.
    async read(target, position) {
      readNow(target, position)
    },
    readNow,
    close() {
      if (closed) return
      closed = true
      closeSync(descriptor)
    },
  }
}

/** Names come from the file: shortened and escaped before they reach a message. */
export const quote = (name: string) => JSON.stringify(name.length > 120 ? `${name.slice(0, 120)}…` : name)
