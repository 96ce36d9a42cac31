import { closeSync, fstatSync, fsyncSync, lstatSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { messageOf, RationaleError } from '../errors.js'

/*
 * How every output of ours gets its name: its bytes go into a file beside it, are put on the disk, and the file is renamed. `whole-file.ts` writes single
 * files so, `records/writer.ts` records with what is set aside. Both hold the output's lock meanwhile.
 */

export const partialOf = (target: string) => `${target}.partial`

export interface PartialFile {
  readonly fd: number
  /** Once its bytes are on the disk. @throws Error where somebody has moved or replaced the file meanwhile. */
  check(): void
  /** Takes it away, where it is still the file that was opened. */
  drop(): void
}

/** Made anew: a link that somebody put there is not written through. */
export function openPartial(partial: string): PartialFile {
  const fd = openSync(partial, 'wx')
  const { dev, ino } = fstatSync(fd)
  const isThere = () => {
    const there = lstatSync(partial, { throwIfNoEntry: false })
    return there?.dev === dev && there.ino === ino
  }
  return {
    fd,
    check() {
      if (!isThere()) throw new Error(`${partial} was moved or replaced while it was written`)
    },
    drop() {
      if (isThere()) rmSync(partial, { force: true })
    },
  }
}

export function giveName(from: string, to: string): void {
  renameSync(from, to)
  syncFolder(to)
}

/** So that a new name survives a loss of power. Not every system lets a folder be opened for that. */
function syncFolder(path: string): void {
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

/** What is an error of ours already stays as it is. */
export function unwritable(path: string, error: unknown): RationaleError {
  if (error instanceof RationaleError) return error
  return new RationaleError('io', `cannot write ${path}`, {
    found: messageOf(error),
    remedy: 'check that the folder exists, can be written, and has room; the previous file was left as it was',
    cause: error,
  })
}
