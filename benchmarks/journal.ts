import { appendFile, readFile, rm, truncate } from 'node:fs/promises'
import { messageOf, RationaleError } from '../src/core/errors.js'

/**
 * What is already done, one line each, in a form that a kill at any moment leaves whole: lines are only ever appended, and the torn end of a
 * session that was killed is cut off. Runs and studies that can go on where they stopped keep one; without a file it only holds what this
 * process has done.
 */
export class Journal<Line> {
  readonly #path: string | undefined
  /** In the order of writing, those of earlier sessions first. */
  readonly lines: Line[]

  private constructor(path: string | undefined, lines: Line[]) {
    this.#path = path
    this.lines = lines
  }

  static async open<Line>(path: string | undefined): Promise<Journal<Line>> {
    return new Journal(path, path === undefined ? [] : await wholeLines<Line>(path, 'cut'))
  }

  /** @throws RationaleError `io` naming the file: what was appended before stands. */
  async append(line: Line): Promise<void> {
    if (this.#path !== undefined) {
      await appendFile(this.#path, `${JSON.stringify(line)}\n`).catch((error: unknown) => {
        throw new RationaleError('io', `cannot write ${this.#path}`, {
          found: messageOf(error),
          remedy: 'free some space or fix the permissions and run again: finished samples are kept',
          cause: error,
        })
      })
    }
    this.lines.push(line)
  }

  /** After everything stands in its final file. */
  async remove(): Promise<void> {
    if (this.#path !== undefined) await rm(this.#path, { force: true })
  }
}

/** Our own lines: what does not parse is a torn end. Cut off, the next line starts a line. Empty where there is no file. */
export async function wholeLines<Line>(path: string, torn: 'cut' | 'leave' = 'leave'): Promise<Line[]> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return Buffer.alloc(0)
    throw new RationaleError('io', `cannot read ${path}`, { found: error.message, cause: error })
  })
  const lines: Line[] = []
  let start = 0
  for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, start)) {
    try {
      lines.push(JSON.parse(bytes.toString('utf8', start, end)))
    } catch {
      break
    }
    start = end + 1
  }
  if (torn === 'cut' && start < bytes.length) await truncate(path, start)
  return lines
}
