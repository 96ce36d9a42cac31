import { appendFile, readFile, rm, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { messageOf, RationaleError } from '../../src/core/errors.js'
import type { SampleRecord } from './records.js'

/** One line a finished sample, in the order of finishing; `elapsed` counts seconds from the start of its session. */
interface Line {
  session: string
  elapsed: number
  record: SampleRecord
}

/**
 * What is already done, in a form that a kill at any moment leaves whole: lines are only ever appended, and a torn last line is dropped.
 * Samples that failed are not kept: a rerun tries them again.
 */
export class Journal {
  readonly #path: string
  readonly #session: string
  readonly #started = performance.now()
  readonly #done = new Map<string, SampleRecord>()
  readonly #seconds = new Map<string, { last: number; byTask: Map<string, number> }>()

  private constructor(folder: string, session: string) {
    this.#path = join(folder, 'journal.ndjson')
    this.#session = session
  }

  /** @param session names this start of the run; different at every start. */
  static async open(folder: string, session: string): Promise<Journal> {
    const journal = new Journal(folder, session)
    for (const record of await completeLines<SampleRecord>(join(folder, 'samples.ndjson'))) journal.#keep(record)
    for (const line of await completeLines<Line>(journal.#path, 'cut')) journal.#take(line)
    return journal
  }

  /** The finished record of a sample, if there is one. */
  find(task: string, id: string): SampleRecord | undefined {
    return this.#done.get(key(task, id))
  }

  /** @throws RationaleError `io` naming the file: what was appended before stands. */
  async append(record: SampleRecord): Promise<void> {
    const line: Line = { session: this.#session, elapsed: (performance.now() - this.#started) / 1000, record }
    try {
      await appendFile(this.#path, `${JSON.stringify(line)}\n`)
    } catch (error) {
      throw new RationaleError('io', `cannot write ${this.#path}`, {
        found: messageOf(error),
        remedy: 'free some space or fix the permissions and run again: finished samples are kept',
        cause: error,
      })
    }
    this.#take(line)
  }

  /** Working seconds of each task, over all sessions. */
  secondsByTask(): Record<string, number> {
    const seconds: Record<string, number> = {}
    for (const { byTask } of this.#seconds.values()) {
      for (const [task, spent] of byTask) seconds[task] = (seconds[task] ?? 0) + spent
    }
    return seconds
  }

  get sessions(): number {
    return this.#seconds.size
  }

  /** After everything stands in its final file. */
  async remove(): Promise<void> {
    await rm(this.#path, { force: true })
  }

  #take({ session, elapsed, record }: Line): void {
    const spent = this.#seconds.get(session) ?? { last: 0, byTask: new Map<string, number>() }
    const more = Math.max(0, elapsed - spent.last)
    spent.byTask.set(record.task, (spent.byTask.get(record.task) ?? 0) + more)
    spent.last = Math.max(spent.last, elapsed)
    this.#seconds.set(session, spent)
    this.#keep(record)
  }

  #keep(record: SampleRecord): void {
    if (record.suite !== 'failed') this.#done.set(key(record.task, record.id), record)
  }
}

const key = (task: string, id: string) => `${task}\u0000${id}`

/** Our own lines: what does not parse is the torn end of a session that was killed. Cut off, the next line starts a line. */
async function completeLines<T>(path: string, torn: 'cut' | 'leave' = 'leave'): Promise<T[]> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return Buffer.alloc(0)
    throw new RationaleError('io', `cannot read ${path}`, { found: error.message, cause: error })
  })
  const lines: T[] = []
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
