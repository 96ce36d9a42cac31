import {
  closeSync,
  fsyncSync,
  openSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { messageOf, RationaleError } from '../errors.js'
import { takeLock } from './lock.js'
import { writeSmallPipe } from './pipe.js'

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

/**
 * Under its name only when it is whole and on the disk; a crash or a full disk leaves the file that was there. A device or a pipe keeps its name, and is
 * written through.
 *
 * @throws RationaleError `io` naming the path; `configuration` where another process writes it.
 */
export function writeWhole(path: string, contents: string | Uint8Array): void {
  const target = targetOf(path)
  const there = statSync(target, { throwIfNoEntry: false })
  if (there?.isFIFO()) {
    writeSmallPipe(target, Buffer.from(contents))
    return
  }
  if (there && !there.isFile() && !there.isDirectory()) {
    told(path, () => writeFileSync(target, contents))
    return
  }
  const partial = `${target}.partial`
  using lock = takeLock(`${target}.lock`, path)
  lock.clear(partial)
  try {
    told(path, () => {
      writePartial(partial, Buffer.from(contents))
      renameSync(partial, target)
    })
  } catch (error) {
    rmSync(partial, { force: true })
    throw error
  }
  syncFolder(target)
}

/** Made anew: a link that somebody put there is not written through. */
function writePartial(partial: string, bytes: Uint8Array): void {
  const fd = openSync(partial, 'wx')
  try {
    for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done)
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

function told(path: string, write: () => void): void {
  try {
    write()
  } catch (error) {
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
