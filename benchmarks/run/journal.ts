import { join } from 'node:path'
import { Journal, linesIn } from '../journal.js'
import { type SampleRecord, sampleRecordSchema } from './records.js'

/** A finished sample, in the order of finishing; `elapsed` counts seconds from the start of its session. */
interface Finished {
  session: string
  elapsed: number
  record: SampleRecord
}

/** What a run has done so far. Samples that failed are not kept: a rerun tries them again. */
export class RunJournal {
  readonly #journal: Journal<Finished>
  readonly #session: string
  readonly #started = performance.now()
  readonly #done = new Map<string, SampleRecord>()
  readonly #seconds = new Map<string, { last: number; byTask: Map<string, number> }>()

  private constructor(journal: Journal<Finished>, session: string) {
    this.#journal = journal
    this.#session = session
  }

  /** @param session names this start of the run; different at every start. */
  static async open(folder: string | undefined, session: string): Promise<RunJournal> {
    const lines = await Journal.open<Finished>(folder && join(folder, 'journal.ndjson'), isFinished)
    const journal = new RunJournal(lines, session)
    if (folder !== undefined) {
      for (const record of await linesIn<SampleRecord>(join(folder, 'samples.ndjson'), 'leave', isSample))
        journal.#keep(record)
    }
    for (const line of lines.lines) journal.#take(line)
    return journal
  }

  /** The finished record of a sample, if there is one. */
  find(task: string, id: string): SampleRecord | undefined {
    return this.#done.get(key(task, id))
  }

  /** @throws RationaleError `io` naming the file: what was appended before stands. */
  async append(record: SampleRecord): Promise<void> {
    const line = { session: this.#session, elapsed: (performance.now() - this.#started) / 1000, record }
    await this.#journal.append(line)
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
    await this.#journal.remove()
  }

  #take({ session, elapsed, record }: Finished): void {
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

/* The folder may have been somebody else's since. */
const isSample = (value: unknown) => sampleRecordSchema.safeParse(value).success
const isFinished = (value: object) =>
  'session' in value &&
  typeof value.session === 'string' &&
  'elapsed' in value &&
  Number.isFinite(value.elapsed) &&
  'record' in value &&
  isSample(value.record)

const key = (task: string, id: string) => `${task}\u0000${id}`
