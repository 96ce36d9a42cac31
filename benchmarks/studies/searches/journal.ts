import { createReadStream, existsSync } from 'node:fs'
import { appendFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import type { Result } from './arms.js'

/** Results by problem and arm, one a line of an NDJSON file: a run that is killed or given more arms repeats nothing. */
export class Journal {
  readonly #file: string | undefined
  readonly #results = new Map<string, Map<string, Result>>()

  private constructor(file: string | undefined) {
    this.#file = file
  }

  static async open(file: string | undefined): Promise<Journal> {
    const journal = new Journal(file)
    if (file === undefined || !existsSync(file)) return journal
    let whole = true
    for await (const line of createInterface({ input: createReadStream(file) })) {
      try {
        journal.#keep(JSON.parse(line) as Result)
        whole = true
      } catch {
        whole = false // the last line of a run that was killed
      }
    }
    if (!whole) await appendFile(file, '\n')
    return journal
  }

  /** By arm. */
  of(problem: { suite: string; id: string }): ReadonlyMap<string, Result> {
    return this.#results.get(key(problem)) ?? new Map()
  }

  async add(result: Result): Promise<void> {
    this.#keep(result)
    if (this.#file !== undefined) await appendFile(this.#file, `${JSON.stringify(result)}\n`)
  }

  #keep(result: Result): void {
    const own = this.#results.get(key(result)) ?? new Map<string, Result>()
    own.set(result.arm, result)
    this.#results.set(key(result), own)
  }
}

const key = ({ suite, id }: { suite: string; id: string }) => `${suite}\t${id}`
