import { closeSync, openSync, readSync } from 'node:fs'
import { RationaleError } from '../errors.js'
import { isPipe, openSmallPipe } from './pipe.js'

/** Configurations, calibrations, prompts, lists of names: none is larger. */
const LARGEST_SMALL_FILE = 16 * 2 ** 20

/**
 * All of a small file that a person named. A device or a pipe may have no end, so that the bytes are counted as they come.
 *
 * @throws RationaleError `io` where there are more than `largest` bytes, or a pipe into which nobody writes; what the system says otherwise.
 */
export function readSmallFile(path: string, largest = LARGEST_SMALL_FILE): Buffer {
  const { fd, read } = isPipe(path) ? openSmallPipe(path) : openFile(path)
  try {
    const pieces: Buffer[] = []
    for (let size = 0; ; ) {
      const piece = Buffer.allocUnsafe(64 * 1024)
      const count = read(piece)
      if (count === 0) return Buffer.concat(pieces)
      size += count
      if (size > largest)
        throw new RationaleError('io', `${path} is larger than such a file can be`, {
          expected: `at most ${largest} bytes`,
        })
      pieces.push(piece.subarray(0, count))
    }
  } finally {
    closeSync(fd)
  }
}

/** The same as text: UTF-8, without the byte-order mark that some editors put before it. */
export function readSmallTextFile(path: string, largest?: number): string {
  return readSmallFile(path, largest)
    .toString('utf8')
    .replace(/^\ufeff/, '')
}

function openFile(path: string) {
  const fd = openSync(path, 'r')
  return { fd, read: (piece: Buffer) => readSync(fd, piece) }
}
