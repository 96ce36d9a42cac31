import { appendFile, readFile, rm, stat, truncate } from 'node:fs/promises'
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

  /** @param isLine whether what stands in the file is one of its lines: others are passed over. */
  static async open<Line>(path: string | undefined, isLine?: (value: object) => boolean): Promise<Journal<Line>> {
    return new Journal(path, path === undefined ? [] : await wholeLines<Line>(path, 'cut', isLine))
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
export async function wholeLines<Line>(
  path: string,
  torn: 'cut' | 'leave' = 'leave',
  isLine: (value: object) => boolean = () => true,
): Promise<Line[]> {
  const bytes = await bytesOf(path)
  const lines: Line[] = []
  let start = 0
  for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, start)) {
    const value = parsed(bytes, start, end)
    if (value !== undefined && isLine(value)) lines.push(value as Line) // ours, as far as is asked
    start = end + 1
  }
  if (torn === 'cut' && start < bytes.length) await truncate(path, start)
  return lines
}

async function bytesOf(path: string): Promise<Buffer> {
  const failed = (found: string, cause?: unknown) =>
    new RationaleError('io', `cannot read ${path}`, { found, remedy: 'remove it, or choose another folder', cause })
  try {
    if (!(await stat(path)).isFile()) throw failed('no plain file')
    return await readFile(path)
  } catch (error) {
    if (error instanceof RationaleError) throw error
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0)
    throw failed(messageOf(error), error)
  }
}

function parsed(bytes: Buffer, start: number, end: number): object | undefined {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8', start, end))
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}
