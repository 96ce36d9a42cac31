import { statSync } from 'node:fs'
import type { Readable, Writable } from 'node:stream'
import type { z } from 'zod'
import { defined } from '../core/absence.js'
import { mapConcurrent, take, untilStopped } from '../core/concurrency.js'
import { endsRun, reasonOf } from '../core/errors.js'
import { openInput } from '../core/files/pipe.js'
import { refuseSameFile } from '../core/files/same-file.js'
import { type LineNote, readRecords } from '../core/records/ndjson.js'
import { asidePath, incompletePath } from '../core/records/output-names.js'
import { createRecordWriter } from '../core/records/writer.js'
import { type CommandResult, EXIT, exitForBad, type Terminal } from './command.js'
import { tellFew } from './few.js'
import type { InputForm } from './input-form.js'
import { recordsIn } from './records-in.js'
import { sayUnjudged } from './unjudged.js'

export interface RecordJob<In, Out> {
  /** How the input is laid out, where it was looked at. */
  form?: InputForm
  label: string
  input: string
  output?: string | undefined
  json: boolean
  limit?: number | undefined
  maxBad?: string | undefined
  schema: z.ZodType<In>
  /** How records are read (default: lines of JSON). */
  read?: typeof readRecords<In> | undefined
  /** One record in, one out. A rejection is that record's failure and nobody else's. */
  map(record: In): Promise<Out>
  /** What is written of a result (default: all of it). */
  record?(result: Out): unknown
  /** For a person at a terminal: a result in words, and what stands below all of them. Files and programs get the results themselves. */
  show?: {
    result(result: Out, record: In): string | Promise<string>
    end(counts: Readonly<Record<string, number>>): string
  }
  /** Counters for `--json`, from every result as it passes. */
  count?(result: Out, counts: Record<string, number>): void
  /** Why a result says nothing about its record; undefined where it does. */
  unjudged?(result: Out): string | undefined
  /** Why it says less than was asked for, of what is judged. */
  partly?(result: Out): string | undefined
}

/**
 * The flow of every command that turns records into records: read, map with a few in flight, write in input order.
 * A person at a terminal reads them in words, where the job has any.
 * Bad input and failed records are set aside in OUTPUT.rejected.ndjson (on stderr where there is no output file), a record that could be read with all
 * that it holds (`record`), so that it can be given again; they, and records that could not be
 * judged, decide the exit code. A run that is interrupted or fails leaves the last whole output and puts what it has beside it.
 */
export async function runRecordJob<In extends object, Out>(
  job: RecordJob<In, Out>,
  terminal: Terminal,
): Promise<CommandResult> {
  const { input, output } = job
  const { signal } = terminal
  if (output !== undefined) refuseSameFile(input, [output, asidePath(output), incompletePath(output)])
  const started = performance.now()
  const counts: Record<string, number> = { records: 0, rejected: 0, failed: 0, unjudged: 0, partly: 0 }
  let whyUnjudged: string | undefined
  let firstAside: string | undefined
  const writer = createRecordWriter(output ?? (terminal.out as Writable))
  const told = tellFew(terminal.say)
  const setAside = (kind: 'rejected' | 'failed') => async (note: LineNote) => {
    counts[kind] = (counts[kind] ?? 0) + 1
    const id = note.id === undefined ? undefined : JSON.stringify(note.id)
    firstAside ??= `line ${note.line}: ${note.reason}`
    const { record, ...about } = note
    if (output !== undefined) await writer.setAside({ ...about, kind, ...defined({ record }) })
    else
      told.tell(
        `line ${note.line}: ${kind}: ${note.reason}${id === undefined || note.reason.includes(id) ? '' : ` (id ${id})`}`,
      )
  }
  const isRead = output === undefined && terminal.isRead
  const show = isRead && !job.json ? job.show : undefined
  // Records on a terminal are the progress: a bar would draw over them.
  const progress = isRead ? undefined : terminal.progress(job.label, recordsIn(input, job))
  const source: Readable = input === '-' ? process.stdin : openInput(input)
  try {
    const records = (job.read ?? readRecords)(source, job.schema, { onReject: setAside('rejected') })
    const results = mapConcurrent(take(untilStopped(records, signal), job.limit), { concurrency: 8 }, judge)
    for await (const outcome of results) {
      progress?.advance()
      if (!outcome.ok) {
        await setAside('failed')(outcome.note)
        continue
      }
      counts.records = (counts.records ?? 0) + 1
      job.count?.(outcome.result, counts)
      const unjudged = job.unjudged?.(outcome.result)
      const partly = unjudged === undefined ? job.partly?.(outcome.result) : undefined
      if (unjudged !== undefined) counts.unjudged = (counts.unjudged ?? 0) + 1
      if (partly !== undefined) counts.partly = (counts.partly ?? 0) + 1
      whyUnjudged ??= unjudged ?? partly
      if (outcome.shown === undefined) await writer.write(job.record ? job.record(outcome.result) : outcome.result)
      else terminal.out.write(`${outcome.shown}\n\n`)
    }
    progress?.stop() // before anything is said: it clears its line
    const isEmpty = counts.records === 0 && counts.rejected === 0 && counts.failed === 0
    if (signal.aborted) await keepWhatThereIs()
    else if (isEmpty) {
      // A cut-off input must not pass for one in which all is well, nor take the last output away.
      terminal.say(`${input === '-' ? 'standard input' : input} holds no record${whyEmpty()}`)
      await writer.abort()
      return { exit: EXIT.failed, json: summary() }
    } else {
      const { aside } = await writer.commit()
      if (aside !== undefined)
        terminal.say(
          `records set aside: ${(counts.rejected ?? 0) + (counts.failed ?? 0)} in ${aside}; the first: ${firstAside}`,
        )
    }
  } catch (error) {
    progress?.stop()
    await keepWhatThereIs().catch(() => {}) // what failed first is what is told
    throw error
  } finally {
    told.rest('--output FILE keeps every one beside it')
    // A reading that was given up, within a line that never ends too, would keep the process waiting.
    source.destroy()
  }
  const { records = 0, rejected = 0, failed = 0, unjudged = 0, partly = 0 } = counts
  if (show !== undefined && records > 0) terminal.out.write(`${show.end(counts)}\n`)
  if (whyUnjudged !== undefined)
    terminal.say(sayUnjudged({ judged: records - unjudged, unjudged, partly, why: whyUnjudged }))
  const bad = rejected + failed + unjudged
  return {
    exit: signal.aborted ? EXIT.interrupted : exitForBad(bad, rejected + failed + records, job.maxBad, partly),
    json: summary(),
  }

  /** A table of one row is most likely one whose header is missing. */
  function whyEmpty() {
    const isBlank = input !== '-' && statSync(input, { throwIfNoEntry: false })?.size === 0
    if (job.form?.kind !== 'table' || isBlank) return ''
    return ': the first row of a table names its columns (question, solution), and no row stands below it'
  }

  /** Nothing where stdout holds the records. */
  function summary() {
    return output === undefined ? undefined : { ...counts, seconds: (performance.now() - started) / 1000, output }
  }

  async function keepWhatThereIs() {
    if (counts.records === 0) return writer.abort()
    const kept = await writer.keepIncomplete()
    if (kept.length > 0)
      terminal.say(`not finished: what was done is in ${kept.join(', ')}; ${output} was left as it was`)
  }

  async function judge({ record, line }: { record: In; line: number }) {
    try {
      const result = await job.map(record)
      return { ok: true as const, result, shown: await show?.result(result, record) }
    } catch (error) {
      if (endsRun(error)) throw error
      const id = 'id' in record && typeof record.id === 'string' ? record.id : undefined
      return { ok: false as const, note: { line, reason: reasonOf(error), ...defined({ id }), record } }
    }
  }
}
