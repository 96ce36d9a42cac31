import { statSync } from 'node:fs'
import { dirname } from 'node:path'
import { messageOf, RationaleError } from '../errors.js'
import { asidePath, incompletePath } from '../records/output-names.js'
import { targetOf } from './whole-file.js'

/** What a name is at fault for, and no disk: it cannot become right by trying again. */
const WRONG_NAMES: readonly unknown[] = ['ENOENT', 'ENOTDIR', 'EISDIR', 'EEXIST', 'ELOOP', 'ENAMETOOLONG']

export const isWrongName = (error: unknown) =>
  error instanceof Error && 'code' in error && WRONG_NAMES.includes(error.code)

/** The longest of the names that stand beside an output. */
const BESIDE = '.rejected.ndjson.partial'

/**
 * What a long run would find out at its end: no file can be at this place. It is a folder, lies in none or below a file, its links lead in a circle, its
 * name is too long.
 *
 * @throws RationaleError `configuration`
 */
export function refuseNoPlace(path: string): void {
  try {
    const there = statSync(path, { throwIfNoEntry: false })
    if (there?.isDirectory()) throw noPlace(path, 'a folder')
    if (/[/\\]$/.test(path)) throw noPlace(path, 'the name of a folder')
    if (there && !there.isFile()) return // a device or a pipe
    const target = targetOf(path)
    statSync(`${target}${BESIDE}`, { throwIfNoEntry: false })
    for (const beside of [asidePath(target), incompletePath(target)])
      if (statSync(beside, { throwIfNoEntry: false })?.isDirectory()) throw noPlace(path, `a folder ${beside}`)
    const folder = dirname(target)
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw noPlace(path, `no folder ${folder}`)
  } catch (error) {
    // What may not be seen is told of by whoever writes.
    if (isWrongName(error)) throw noPlace(path, messageOf(error))
    if (error instanceof RationaleError) throw error
  }
}

const noPlace = (path: string, found: string) =>
  new RationaleError('configuration', `cannot write ${path}`, {
    expected: 'a file, in a folder that is there',
    found,
    remedy: 'make the folder, or give another --output',
  })
