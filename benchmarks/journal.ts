import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs'
import { appendFile, rm, truncate } from 'node:fs/promises'
import { messageOf, RationaleError } from '../src/core/errors.js'
import { type AppendFile, wholeLines } from '../src/core/files/append-file.js'

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

  /** @param isLine whether what stands in the file is one of its lines: others are passed over. */
  static async open<Line>(path: string | undefined, isLine?: (value: object) => boolean): Promise<Journal<Line>> {
    return new Journal(path, path === undefined ? [] : await linesIn<Line>(path, 'cut', isLine))
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

/**
 * Our own lines. What does not parse, or is none of them, is passed over: it is done again. An end without its line end was torn by a kill; cut off, the
 * next line starts a line. Empty where there is no file.
 *
 * @throws RationaleError `io` where it cannot be read.
 */
export async function linesIn<Line>(
  path: string,
  torn: 'cut' | 'leave' = 'leave',
  isLine: (value: object) => boolean = () => true,
): Promise<Line[]> {
  const file = openLines(path)
  if (file === undefined) return []
  const lines: Line[] = []
  let good = 0
  try {
    for (const { line, end } of wholeLines(file)) {
      good = end
      const value = parsed(line)
      if (value !== undefined && isLine(value)) lines.push(value as Line) // ours, as far as is asked
    }
  } catch (error) {
    throw unreadable(path, messageOf(error), error)
  } finally {
    file.close()
  }
  if (torn === 'cut' && good < file.size) await truncate(path, good)
  return lines
}

function openLines(path: string): (Pick<AppendFile, 'size' | 'read'> & { close(): void }) | undefined {
  let fd: number
  try {
    // Before it is opened: that of a pipe would wait.
    if (!statSync(path).isFile()) throw unreadable(path, 'no plain file')
    fd = openSync(path, 'r')
  } catch (error) {
    if (error instanceof RationaleError) throw error
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw unreadable(path, messageOf(error), error)
  }
  return {
    size: fstatSync(fd).size,
    read(offset, length) {
      const bytes = Buffer.allocUnsafe(length)
      return bytes.subarray(0, readSync(fd, bytes, 0, length, offset))
    },
    close: () => closeSync(fd),
  }
}

const unreadable = (path: string, found: string, cause?: unknown) =>
  new RationaleError('io', `cannot read ${path}`, { found, remedy: 'remove it, or choose another folder', cause })

function parsed(line: string): object | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}
