import { mkdirSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { messageOf, RationaleError } from '../errors.js'
import { isWrongName } from './place.js'

/** The folder, and those above it, where they are not there yet; gives those that it made, the outermost first. @throws RationaleError naming the folder: `configuration` where none can be (below a file, in a circle of links), `io`. */
export function makeFolder(path: string): string[] {
  try {
    return make(resolve(path))
  } catch (error) {
    throw new RationaleError(isWrongName(error) ? 'configuration' : 'io', `cannot make the folder ${path}`, {
      found: messageOf(error),
      remedy: 'choose a folder that can be written, or move away what is in its place',
      cause: error,
    })
  }
}

/** Node's own `recursive` never ends where a file system says "no such file" to a folder in one that is there (/proc). */
function make(path: string): string[] {
  if (isFolder(path)) return []
  const above = dirname(path)
  const made = above !== path && !isFolder(above) ? make(above) : []
  try {
    mkdirSync(path)
    return [...made, path]
  } catch (error) {
    if (!isFolder(path)) throw error
    return made // another process was quicker
  }
}

const isFolder = (path: string) => {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false
  }
}
