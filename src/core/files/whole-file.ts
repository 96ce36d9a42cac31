import {
  closeSync,
  fsyncSync,
  openSync,
  readlinkSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { messageOf, RationaleError } from '../errors.js'
import { isPipe, openSmallPipe, writeSmallPipe } from './pipe.js'

/** The file that a write to `path` shall change: symbolic links are followed, also to a file that is not there yet. */
export function targetOf(path: string): string {
  let target = resolve(path)
  // As many links as Linux follows.
  for (let links = 0; links < 40; links++) {
    try {
      return realpathSync(target)
    } catch {
      try {
        target = resolve(dirname(target), readlinkSync(target))
      } catch {
        break
      }
    }
  }
  try {
    return join(realpathSync(dirname(target)), basename(target))
  } catch {
    return target
  }
}

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

function openFile(path: string) {
  const fd = openSync(path, 'r')
  return { fd, read: (piece: Buffer) => readSync(fd, piece) }
}

/**
 * Under its name only when it is whole and on the disk; a crash or a full disk leaves the file that was there.
 *
 * @throws RationaleError `io` naming the path.
 */
export function writeWhole(path: string, contents: string): void {
  const target = targetOf(path)
  const partial = `${target}.partial`
  try {
    // A device or a pipe keeps its name, and is written through.
    const there = statSync(target, { throwIfNoEntry: false })
    if (there?.isFIFO()) {
      writeSmallPipe(target, contents)
      return
    }
    if (there && !there.isFile() && !there.isDirectory()) {
      writeFileSync(target, contents)
      return
    }
    // Made anew: what a killed run left, or a link that somebody put there, is not written into.
    rmSync(partial, { force: true })
    const fd = openSync(partial, 'wx')
    try {
      const bytes = Buffer.from(contents)
      for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done)
      fsyncSync(fd)
    } finally {
      closeSync(fd)
    }
    renameSync(partial, target)
    syncFolder(target)
  } catch (error) {
    rmSync(partial, { force: true })
    if (error instanceof RationaleError) throw error
    throw new RationaleError('io', `cannot write ${path}`, {
      found: messageOf(error),
      remedy: 'check that the folder exists, can be written, and has room; the previous file was left as it was',
      cause: error,
    })
  }
}

/** So that a new name survives a loss of power. Not every system lets a folder be opened for that. */
export function syncFolder(path: string): void {
  try {
    const fd = openSync(dirname(path), 'r')
    try {
      fsyncSync(fd)
    } finally {
      closeSync(fd)
    }
  } catch {
    // Windows: names are written with the file.
  }
}
