import { closeSync, openSync, readdirSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { RationaleError } from '../errors.js'

/**
 * A folder may hold anything beside what a command writes into it. Where a file has a name that the command would write, an earlier run of the command must
 * have put it there: `isOurs` tells that, by the names in the folder. Empty files are nobody's loss.
 *
 * @param names of files, from the folder on.
 * @throws RationaleError `configuration` naming the file.
 */
export function refuseOthersFiles(
  folder: string,
  names: readonly string[],
  isOurs: (present: readonly string[]) => boolean,
): void {
  const found = names.find((name) => startOf(join(folder, name)) !== '')
  if (found === undefined || isOurs(namesIn(folder))) return
  throw inTheWay(join(folder, found), 'a new or empty folder, or one that a run of the same command wrote')
}

export const inTheWay = (path: string, expected: string, option = '--output') =>
  new RationaleError('configuration', `${path} is in the way`, {
    expected,
    remedy: `move it away, or give another ${option}`,
  })

/** None where the folder is not there or may not be seen: whoever reads or writes it says so. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** Enough of a file to tell what made it; nothing where it cannot be read. */
export function startOf(path: string): string {
  try {
    const fd = openSync(path, 'r')
    try {
      const start = Buffer.alloc(64 * 1024)
      return start.toString('latin1', 0, readSync(fd, start))
    } finally {
      closeSync(fd)
    }
  } catch {
    return ''
  }
}
