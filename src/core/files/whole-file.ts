import {
  closeSync,
  createWriteStream,
  fsync,
  fsyncSync,
  openSync,
  readlinkSync,
  realpathSync,
  statSync,
  write,
  writeSync,
} from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import type { Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { promisify } from 'node:util'
import { takeLock } from './lock.js'
import { giveName, openPartial, partialOf, unwritable } from './partial-file.js'
import { isPipe, openPipeOutput, writeSmallPipe } from './pipe.js'

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
 * @throws RationaleError `io` naming the path, also where what shall be written cannot be made; `configuration` where another process writes it.
 */
export function writeWhole(path: string, contents: string | Uint8Array): void {
  writeWholeParts(path, [Buffer.from(contents)])
}

/** The same part after part, so that one at a time is in memory; into a pipe, all at once. */
export function writeWholeParts(path: string, parts: Iterable<Uint8Array>): void {
  try {
    writeNow(path, targetOf(path), parts)
  } catch (error) {
    throw unwritable(path, error)
  }
}

function writeNow(path: string, target: string, parts: Iterable<Uint8Array>): void {
  if (isPipe(target)) {
    writeSmallPipe(target, Buffer.concat([...parts]))
  } else if (isDevice(target)) {
    const fd = openSync(target, 'w')
    try {
      for (const part of parts) writeAll(fd, part)
    } finally {
      closeSync(fd)
    }
  } else {
    using whole = openWhole(path, target)
    for (const part of parts) writeAll(whole.fd, part)
    fsyncSync(whole.fd)
    whole.commit()
  }
}

export type WriteBytes = (bytes: Uint8Array) => Promise<void>

/** The same for large files: others go on while it is written. */
export async function produceWhole(path: string, produce: (write: WriteBytes) => Promise<void>): Promise<void> {
  try {
    await writeLater(path, targetOf(path), produce)
  } catch (error) {
    throw unwritable(path, error)
  }
}

async function writeLater(path: string, target: string, produce: (write: WriteBytes) => Promise<void>): Promise<void> {
  if (isPipe(target)) return throughStream(openPipeOutput(target), produce)
  if (isDevice(target)) return throughStream(createWriteStream(target), produce)
  using whole = openWhole(path, target)
  const [writeSome, sync] = [promisify(write), promisify(fsync)]
  await produce(async (bytes) => {
    // A write may be short without failing (a disk that fills up): go on until all of it is out or an error comes.
    for (let done = 0; done < bytes.byteLength; ) {
      const { bytesWritten } = await writeSome(whole.fd, bytes, done, Math.min(LARGEST_WRITE, bytes.byteLength - done))
      done += bytesWritten
    }
  })
  await sync(whole.fd)
  whole.commit()
}

/** write(2) takes no more than 2 GiB at a time. */
const LARGEST_WRITE = 1 << 30

interface OpenWhole {
  readonly fd: number
  /** Gives the name. */
  commit(): void
  /** Takes away what has no name. */
  [Symbol.dispose](): void
}

function openWhole(path: string, target: string): OpenWhole {
  const lock = takeLock(`${target}.lock`, path)
  try {
    const partial = partialOf(target)
    lock.clear(partial)
    const file = openPartial(partial)
    let isOpen = true
    const close = () => {
      if (isOpen) closeSync(file.fd)
      isOpen = false
    }
    let isNamed = false
    return {
      fd: file.fd,
      commit() {
        close()
        file.check()
        giveName(partial, target)
        isNamed = true
      },
      [Symbol.dispose]() {
        try {
          close()
          if (!isNamed) file.drop()
        } finally {
          lock.release()
        }
      },
    }
  } catch (error) {
    lock.release()
    throw error
  }
}

async function throughStream(sink: Writable, produce: (write: WriteBytes) => Promise<void>): Promise<void> {
  const ended = finished(sink)
  ended.catch(() => {}) // it is waited for below
  try {
    await produce(
      (bytes) => new Promise((done, fail) => void sink.write(bytes, (error) => (error ? fail(error) : done()))),
    )
  } catch (error) {
    sink.destroy()
    throw error
  }
  sink.end()
  await ended
}

function isDevice(target: string): boolean {
  const there = statSync(target, { throwIfNoEntry: false })
  return there !== undefined && !there.isFile() && !there.isDirectory()
}

function writeAll(fd: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.byteLength; )
    done += writeSync(fd, bytes, done, Math.min(LARGEST_WRITE, bytes.byteLength - done))
}
