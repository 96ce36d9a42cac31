import type { Writable } from 'node:stream'
import type { z } from 'zod'
import { defined } from '../core/absence.js'
import { mapConcurrent } from '../core/concurrency.js'
import { messageOf, RationaleError } from '../core/errors.js'
import { createRecordWriter, type LineNote, readRecords } from '../core/records/ndjson.js'
import { type CommandResult, EXIT, exitForBad, type Terminal } from './command.js'

export interface RecordJob<In, Out> {
  label: string
  input: string
  output?: string | undefined
  json: boolean
  limit?: number | undefined
  maxBad?: string | undefined
  schema: z.ZodType<In>
  /** One record in, one out. A rejection is that record's failure and nobody else's. */
  map(record: In): Promise<Out>
  /** Counters for `--json`, from every result as it passes. */
  count?(result: Out, counts: Record<string, number>): void
}

/**
 * The flow of every command that turns records into records: read, map with a few in flight, write in input order.
 * Bad input and failed records are set aside in OUTPUT.rejected.ndjson (on stderr where there is no output file) and decide the exit code.
 */
export async function runRecordJob<In extends object, Out>(
  job: RecordJob<In, Out>,
  terminal: Terminal,
): Promise<CommandResult> {
  if (job.json && job.output === undefined) {
    throw new RationaleError('configuration', '--json needs --output: stdout holds either the records or the summary')
  }
  const started = performance.now()
  const counts: Record<string, number> = { records: 0, rejected: 0, failed: 0 }
  const rejected = rejectsWriter(job.output, terminal)
  const setAside = (kind: 'rejected' | 'failed') => (note: LineNote) => {
    counts[kind] = (counts[kind] ?? 0) + 1
    rejected.write({ ...note, kind })
  }
  const stop = new AbortController() // ends the reading; what is in flight is finished
  terminal.signal.addEventListener('abort', () => stop.abort(), { once: true })
  const writer = createRecordWriter(job.output ?? (terminal.out as Writable))
  const progress = terminal.progress(job.label)
  try {
    const source = job.input === '-' ? process.stdin : job.input
    const records = take(readRecords(source, job.schema, { onReject: setAside('rejected') }), job.limit, stop.signal)
    const results = mapConcurrent(records, { concurrency: 8 }, async ({ record, line }) => {
      try {
        return { ok: true as const, result: await job.map(record) }
      } catch (error) {
        if (error instanceof RationaleError && (error.code === 'aborted' || error.code === 'configuration')) throw error
        const id = 'id' in record && typeof record.id === 'string' ? record.id : undefined
        return { ok: false as const, note: { line, reason: messageOf(error), ...defined({ id }) } }
      }
    })
    for await (const outcome of results) {
      progress.advance()
      if (!outcome.ok) {
        setAside('failed')(outcome.note)
        continue
      }
      counts.records = (counts.records ?? 0) + 1
      job.count?.(outcome.result, counts)
      await writer.write(outcome.result)
    }
    await writer.commit()
  } catch (error) {
    await writer.abort()
    throw error
  } finally {
    progress.stop()
    await rejected.close()
  }
  const seconds = (performance.now() - started) / 1000
  const bad = (counts.rejected ?? 0) + (counts.failed ?? 0)
  return {
    exit: terminal.signal.aborted ? EXIT.interrupted : exitForBad(bad, bad + (counts.records ?? 0), job.maxBad),
    json: { ...counts, seconds, output: job.output },
  }
}

async function* take<T>(
  items: AsyncIterable<T>,
  limit = Number.POSITIVE_INFINITY,
  stop: AbortSignal,
): AsyncGenerator<T> {
  let taken = 0
  for await (const item of items) {
    if (stop.aborted) return
    yield item
    if (++taken >= limit) return
  }
}

/** The file is made when the first bad record turns up. */
function rejectsWriter(output: string | undefined, terminal: Terminal) {
  if (output === undefined) {
    return {
      write: (note: LineNote & { kind: string }) =>
        terminal.say(
          `line ${note.line}: ${note.kind}: ${note.reason}${note.id === undefined ? '' : ` (id ${JSON.stringify(note.id)})`}`,
        ),
      close: async () => {},
    }
  }
  const path = `${output.replace(/\.gz$/, '')}.rejected.ndjson`
  let writer: ReturnType<typeof createRecordWriter> | undefined
  let writing = Promise.resolve()
  return {
    write(note: LineNote & { kind: string }) {
      writer ??= createRecordWriter(path)
      const target = writer
      writing = writing.then(() => target.write(note))
    },
    async close() {
      await writing
      if (writer === undefined) return
      await writer.commit()
      terminal.say(`records set aside: ${path}`)
    },
  }
}
