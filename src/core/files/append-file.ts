import { closeSync, constants, fdatasyncSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs'
import { messageOf, RationaleError } from '../errors.js'

/**
 * A file that only grows, cut back to its last good byte when it is opened. Writes go to the page cache at once, so that kill -9 loses nothing that
 * `append` returned from; `sync` makes them survive a loss of power.
 */
export interface AppendFile {
  readonly path: string
  readonly size: number
  /** Gives the offset the bytes lie at. Where the disk is full, what was there before stays whole. */
  append(bytes: Buffer): number
  read(offset: number, length: number): Buffer
  sync(): void
  /** Drops everything from `size` on. */
  cutBack(size: number): void
  close(): void
}

/** @throws RationaleError `io` naming the path, from here and from every method. */
export function openAppendFile(path: string): AppendFile {
  const guarded = <T>(what: string, action: () => T): T => {
    try {
      return action()
    } catch (error) {
      throw new RationaleError('io', `cannot ${what} ${path}`, {
        found: messageOf(error),
        remedy: 'check free space and permissions, then run the same command again: what was committed is kept',
        cause: error,
      })
    }
  }
  const fd = guarded('open', () => openSync(path, constants.O_RDWR | constants.O_CREAT, 0o644))
  let size = guarded('read', () => fstatSync(fd).size)
  /** Of a write that broke off: a shorter one in its place would leave the rest of it behind. */
  const dropTail = () => {
    try {
      ftruncateSync(fd, size)
    } catch {
      // What broke the write is told.
    }
  }
  return {
    path,
    get size() {
      return size
    },
    append(bytes) {
      const offset = size
      try {
        guarded('write', () => {
          // A short write is no error to the system; the rest is asked for again, and a full disk then says so.
          for (let done = 0; done < bytes.length; ) {
            done += writeSync(fd, bytes, done, bytes.length - done, offset + done)
          }
        })
      } catch (error) {
        dropTail()
        throw error
      }
      size += bytes.length
      return offset
    },
    read(offset, length) {
      const bytes = Buffer.allocUnsafe(length)
      const got = guarded('read', () => readSync(fd, bytes, 0, length, offset))
      return bytes.subarray(0, got)
    },
    sync: () => guarded('sync', () => fdatasyncSync(fd)),
    cutBack(to) {
      if (to >= size) return
      guarded('cut back', () => ftruncateSync(fd, to))
      size = to
    },
    close: () => closeSync(fd),
  }
}

const LF = 10
const CHUNK = 1 << 20

/** Whole lines with their offsets; a last line without its line end is not given. Constant memory. */
export function* wholeLines(
  file: Pick<AppendFile, 'size' | 'read'>,
): Generator<{ line: string; offset: number; end: number }> {
  let rest: Buffer = Buffer.alloc(0)
  let restAt = 0
  for (let at = 0; at < file.size; ) {
    const chunk = file.read(at, Math.min(CHUNK, file.size - at))
    if (chunk.length === 0) return
    at += chunk.length
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    let start = 0
    for (let end = bytes.indexOf(LF); end !== -1; end = bytes.indexOf(LF, start)) {
      yield { line: bytes.toString('utf8', start, end), offset: restAt + start, end: restAt + end + 1 }
      start = end + 1
    }
    rest = bytes.subarray(start)
    restAt += start
  }
}
