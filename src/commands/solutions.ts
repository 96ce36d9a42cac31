import { appendFileSync, rmSync } from 'node:fs'
import { z } from 'zod'
import type { Solution } from '../../verifier/search/solve.js'
import { RationaleError } from '../core/errors.js'
import { inTheWay, startOf } from '../core/files/others-files.js'
import { cutTornEnd } from '../core/files/torn-end.js'
import { encodeRecord } from '../core/records/encode.js'
import type { LineNote } from '../core/records/ndjson.js'
import { readRecords } from '../core/records/ndjson.js'
import { asidePath } from '../core/records/output-names.js'
import { sha256 } from '../core/records/sha256.js'
import { createRecordWriter, type RecordWriter, refuseOthersAside } from '../core/records/writer.js'

/** The file that `solve` adds solutions to, one a line, each with what was asked (`request`). What was set aside in this run stands beside it. */
export interface SolutionFile extends AsyncDisposable {
  /** Whether an earlier run solved it. @throws RationaleError `configuration` where that was another question, or by other settings. */
  holds(problem: { id: string }): boolean
  /** Solved problems of earlier runs. */
  readonly size: number
  /** Of a problem that was asked for with `holds`. */
  add(solution: Solution): void
  setAside(note: Omit<LineNote, 'line'> & { line?: number; kind: 'rejected' | 'failed' }): Promise<void>
  /** Gives what was set aside its name; without it, it is dropped. */
  end(): Promise<void>
}

/**
 * What a kill has torn is cut off, and solved again; so is what failed: it stands beside the file, not in it.
 *
 * @param settings all that a solution depends on beside its problem.
 * @throws RationaleError `configuration` where the file is somebody else's.
 */
export async function openSolutions(output: string, settings: unknown): Promise<SolutionFile> {
  const requestOf = (problem: object) => sha256(JSON.stringify([problem, settings])).slice(0, 16)
  const earlier = await readEarlier(output)
  const asideName = asidePath(output)
  refuseOthersAside(asideName)
  const requests = new Map<string, string>()
  let aside: RecordWriter | undefined
  return {
    size: earlier.size,
    holds(problem) {
      const [before, now] = [earlier.get(problem.id), requestOf(problem)]
      if (before === undefined) {
        requests.set(problem.id, now)
        return false
      }
      if (before === now) return true
      throw new RationaleError('configuration', `${output} holds a solution of ${JSON.stringify(problem.id)} already`, {
        expected: 'the same problem and the same settings, to go on where it stopped',
        found: 'another problem of that id, or other settings (generator, verifier, strategy, n, seed, …)',
        remedy: 'give another --output',
      })
    },
    add: (solution) => appendFileSync(output, encodeRecord({ ...solution, request: requests.get(solution.id) })),
    async setAside(note) {
      aside ??= createRecordWriter(asideName)
      await aside.write(note)
    },
    async end() {
      if (aside === undefined) rmSync(asideName, { force: true })
      else await aside.commit()
      aside = undefined
    },
    async [Symbol.asyncDispose]() {
      await aside?.abort()
    },
  }
}

/** Ids and requests. Damaged lines are passed over. */
async function readEarlier(output: string): Promise<Map<string, string>> {
  const earlier = new Map<string, string>()
  const start = startOf(output).slice(0, BEGINNING.length)
  if (start === '') return earlier
  const foreign = () => inTheWay(output, 'no file of that name, or the solutions of an earlier run')
  if (!BEGINNING.startsWith(start)) throw foreign()
  for await (const { record } of readRecords(output, solutionLine, { uniqueIds: false })) {
    if (record.request === undefined) throw foreign()
    earlier.set(record.id, record.request)
  }
  cutTornEnd(output)
  return earlier
}

/** Of every line that is added. */
const BEGINNING = '{"id":"'
const solutionLine = z.looseObject({ id: z.string(), request: z.string().optional() })
