import { rmdirSync } from 'node:fs'
import { makeFolder } from './folder.js'
import { lockFolder } from './lock.js'

/**
 * Work whose output is a folder: it is made, held by one process at a time, and taken away again where the work failed before anything stood in it.
 *
 * @throws RationaleError `io` where it cannot be made, `configuration` where another process writes into it; what the work throws.
 */
export async function inFolder<T>(path: string, work: () => Promise<T>): Promise<T> {
  const made = makeFolder(path)
  try {
    const unlock = lockFolder(path)
    try {
      return await work()
    } finally {
      unlock()
    }
  } catch (error) {
    for (const folder of made.reverse()) dropEmpty(folder)
    throw error
  }
}

function dropEmpty(folder: string): void {
  try {
    rmdirSync(folder)
  } catch {
    // Something stands in it.
  }
}
