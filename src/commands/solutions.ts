import { appendFileSync, rmSync } from 'node:fs'
import * as z from 'zod'
import type { Solution } from '../../verifier/search/solve.js'
import { RationaleError } from '../core/errors.js'
import { inTheWay, startOf } from '../core/files/others-files.js'
import { cutTornEnd } from '../core/files/torn-end.js'
import { encodeRecord } from '../core/records/encode.js'
import { type LineNote, readRecords } from '../core/records/ndjson.js'
import { asidePath } from '../core/records/output-names.js'
import { sha256 } from '../core/records/sha256.js'
import { refuseOthersAside } from '../core/records/writer.js'

/** What is asked, beside fields that no solution depends on. */
export interface Problem {
  id: string
  question: string
  context?: string | undefined
  options?: string[] | undefined
  task?: string | undefined
}

/** The file that `solve` adds solutions to, one a line, each with what was asked (`request`). What was set aside in this run stands beside it. */
export interface SolutionFile {
  /** Whether an earlier run solved it. @throws RationaleError `configuration` where that was another question, or by other settings. */
  holds(problem: Problem): boolean
  /** Solved problems of earlier runs. */
  readonly size: number
  /** Of a problem that was asked for with `holds`. */
  add(solution: Solution): void
  setAside(note: LineNote & { kind: 'rejected' }): void
  /** With all that was written of it, so that nothing is lost. */
  setFailedAside(solution: Solution, reason: string): void
  /** Where nothing was set aside, what the run before set aside is taken away. */
  end(): void
}

/**
 * What a kill has torn is cut off, and solved again; so is what failed: it stands beside the file, not in it.
 *
 * @param settings all that a solution depends on beside its problem.
 * @param idle names of settings on which no solution depends: earlier versions wrote them down all the same.
 * @throws RationaleError `configuration` where the file is somebody else's.
 */
export async function openSolutions(
  output: string,
  settings: Readonly<Record<string, unknown>>,
  idle: readonly string[] = [],
): Promise<SolutionFile> {
  const how = describe(settings)
  const requestOf = ({ question, context, options, task }: Problem) =>
    `${digest([question, context, options, task])}-${how}`
  const earlier = await readEarlier(output)
  const asideName = asidePath(output)
  refuseOthersAside(asideName)
  const requests = new Map<string, string>()
  let isAside = false
  const setAside = (record: object) => {
    if (!isAside) rmSync(asideName, { force: true })
    isAside = true
    appendFileSync(asideName, encodeRecord(record))
  }
  return {
    size: earlier.size,
    holds(problem) {
      const [noted, now] = [earlier.get(problem.id), requestOf(problem)]
      const before = noted && without(noted, idle)
      if (before === undefined) {
        requests.set(problem.id, now)
        return false
      }
      if (before === now) return true
      throw new RationaleError('configuration', `${output} holds a solution of ${JSON.stringify(problem.id)} already`, {
        expected: 'the same problem and the same settings, to go on where it stopped',
        found: before.endsWith(`-${how}`) ? 'another problem of that id' : `other settings: ${differing(before, now)}`,
        remedy: 'give another --output',
      })
    },
    add: (solution) => appendFileSync(output, encodeRecord({ ...solution, request: requests.get(solution.id) })),
    setAside,
    setFailedAside: ({ id, attempts }, reason) => setAside({ id, kind: 'failed', reason, attempts }),
    end() {
      if (!isAside) rmSync(asideName, { force: true })
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

const digest = (value: unknown, length = 12) => sha256(JSON.stringify(value)).slice(0, length)

/** Each setting by its name and a digest, so that a later run can say which of them it has otherwise. */
const describe = (settings: Readonly<Record<string, unknown>>): string =>
  Object.entries(settings)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}:${digest(value, 6)}`]))
    .sort()
    .join(',')

/** A request without these settings. */
function without(request: string, names: readonly string[]): string {
  const end = request.indexOf('-')
  const [problem, how] = [request.slice(0, end), request.slice(end + 1)]
  const kept = how.split(',').filter((each) => !names.includes(each.replace(/:.*/, '')))
  return `${problem}-${kept.join(',')}`
}

/** The names of the settings that two requests do not share, as a person reads them. */
function differing(...requests: readonly [string, string]): string {
  const [before, now] = requests.map((request) => new Set(request.slice(request.indexOf('-') + 1).split(',')))
  const names = [...(before ?? []), ...(now ?? [])].filter((each) => !(before?.has(each) && now?.has(each)))
  const spoken = names.map((each) => each.replace(/:.*/, '').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`))
  return [...new Set(spoken)].map((name) => (name === 'models' ? 'the weights of a model' : name)).join(', ')
}

/** Of every line that is added. */
const BEGINNING = '{"id":"'
const solutionLine = z.looseObject({ id: z.string(), request: z.string().optional() })
