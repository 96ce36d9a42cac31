import { join } from 'node:path'
import { at, defined } from '../../src/core/absence.js'
import { RationaleError } from '../../src/core/errors.js'
import { type AppendFile, openAppendFile, wholeLines } from '../../src/core/files/append-file.js'
import { makeFolder } from '../../src/core/files/folder.js'
import type { Result } from '../outcome.js'
import { type CommitRecord, checksum, digestOf, encode, parseCommit } from './commit-record.js'

/** What the flow needs to know of an input that is already decided. */
export interface Prior {
  outcome: Result['outcome']
  stage: Result['stage']
}

/** What has been decided, for those who only read. */
export interface Decided {
  /** Latest commit of every input, in order of position. */
  records(): Generator<CommitRecord, void>
  /** The rationale lines and the trace line of a commit, checked against its checksum. */
  read(record: CommitRecord): { rationales: Uint8Array; trace: Uint8Array }
}

export interface Ledger extends Decided {
  /** Of an input decided in an earlier run, and undefined for a new one. @throws RationaleError `input` where the input changed: its id or its text. */
  prior(position: number, id: string, text: string | undefined): Prior | undefined
  /** Ids of all rationales kept so far. */
  readonly keptIds: Iterable<string>
  /** Inputs decided so far. */
  readonly size: number
  /** Appends one batch, in order: all of it counts, or none. */
  commit(batch: readonly Result[]): void
  flush(): void
  close(): void
}

const SEGMENT_BYTES = 256 * 1024 * 1024
/** A batch is written as soon as this long has passed since the last write: kill -9 costs no more than this of finished work, none of it paid for twice. */
const WRITE_INTERVAL_MS = 250
const WRITE_BYTES = 1 << 20
const READ_AHEAD_BYTES = 1 << 20
/** What a loss of power may cost. Segments are synced before the commits that point into them. */
const SYNC_INTERVAL_MS = 2000

export interface LedgerOptions {
  /** Runs before commits are made durable: what they rest on must be durable first. */
  beforeSync?: () => void
  /** Look only: nothing is cut back, so a running job is not disturbed. */
  readOnly?: boolean
}

export function openLedger(folder: string, { beforeSync = () => {}, readOnly = false }: LedgerOptions = {}): Ledger {
  const segmentsFolder = join(folder, 'segments')
  makeFolder(segmentsFolder)
  const commits = openAppendFile(join(folder, 'commits.ndjson'))
  const segments = new Map<number, AppendFile>()
  const segmentFile = (index: number) => {
    let file = segments.get(index)
    if (file === undefined) {
      file = openAppendFile(join(segmentsFolder, `${String(index).padStart(5, '0')}.ndjson`))
      segments.set(index, file)
    }
    return file
  }

  // On start: everything behind the last whole batch is cut off, in the commits and in the segment they point into.
  let states = new Uint8Array(1024)
  let hashes = new Float64Array(1024)
  let size = 0
  const keptIds: string[] = []
  let superseded = 0
  let goodCommits = 0
  let current = 0
  let goodBytes = 0
  let batch: CommitRecord[] = []
  for (const { line, end } of wholeLines(commits)) {
    const record = parseCommit(line)
    if (record === undefined) break
    batch.push(record)
    if (!record.end) continue
    for (const each of batch) {
      remember(each)
      for (const decision of each.decisions) if (decision.kept) keptIds.push(decision.id)
      current = each.segment
      goodBytes = each.offset + each.length + each.trace
    }
    batch = []
    goodCommits = end
  }
  if (!readOnly) commits.cutBack(goodCommits)
  let segment = segmentFile(current)
  if (segment.size < goodBytes) {
    throw new RationaleError('io', `${segment.path} is shorter than the commits say`, {
      expected: `at least ${goodBytes} bytes`,
      found: `${segment.size} bytes`,
      remedy:
        'the file was changed from outside: start again in an empty folder; its request cache (requests.ndjson) can be copied over',
    })
  }
  if (!readOnly) segment.cutBack(goodBytes)

  let pendingBytes: Buffer[] = []
  let pendingSize = 0
  let pendingCommits = ''
  let lastWrite = 0
  let lastSync = performance.now()

  function remember({ position, id, digest, outcome, stage }: CommitRecord): void {
    if (position >= states.length) {
      const room = Math.max(2 * states.length, position + 1)
      const moreStates = new Uint8Array(room)
      moreStates.set(states)
      states = moreStates
      const moreHashes = new Float64Array(room)
      moreHashes.set(hashes)
      hashes = moreHashes
    }
    if (states[position] !== 0) superseded++
    else size++
    states[position] = 1 + OUTCOMES.indexOf(outcome) * STAGES.length + STAGES.indexOf(stage)
    hashes[position] = hash(id + digest)
  }

  function write(sync: boolean): void {
    if (pendingSize > 0) segment.append(Buffer.concat(pendingBytes, pendingSize))
    if (sync) {
      beforeSync()
      segment.sync()
    }
    if (pendingCommits !== '') commits.append(Buffer.from(pendingCommits))
    if (sync) commits.sync()
    pendingBytes = []
    pendingSize = 0
    pendingCommits = ''
    lastWrite = performance.now()
    if (sync) lastSync = lastWrite
  }

  let ahead: { segment: number; offset: number; bytes: Buffer } = { segment: -1, offset: 0, bytes: Buffer.alloc(0) }

  /** Records are read in the order they were written: a call of the system every MiB, not every record. */
  function readAhead(index: number, offset: number, length: number): Buffer {
    const from = offset - ahead.offset
    if (ahead.segment === index && from >= 0 && from + length <= ahead.bytes.length) {
      return ahead.bytes.subarray(from, from + length)
    }
    ahead = { segment: index, offset, bytes: segmentFile(index).read(offset, Math.max(length, READ_AHEAD_BYTES)) }
    return ahead.bytes.subarray(0, length)
  }

  return {
    keptIds,
    get size() {
      return size
    },
    prior(position, id, text) {
      const state = states[position] ?? 0
      if (state === 0) return undefined
      if (hashes[position] !== hash(id + digestOf(text))) {
        throw new RationaleError(
          'input',
          `the input changed since this job began: number ${position} is another document, or has another text`,
          {
            found: JSON.stringify(id.slice(0, 200)),
            remedy: 'give the same input in the same order, or another --output',
          },
        )
      }
      return {
        outcome: at(OUTCOMES, Math.floor((state - 1) / STAGES.length)),
        stage: at(STAGES, (state - 1) % STAGES.length),
      }
    },
    commit(results) {
      // One buffer a batch: many small ones outside the heap are what the garbage collector pays most for.
      const texts = results.map(encode)
      const bytes = Buffer.from(texts.map(({ rationales, trace }) => rationales + trace).join(''))
      let written = 0
      results.forEach((result, i) => {
        const { rationales, trace } = at(texts, i)
        const length = Buffer.byteLength(rationales)
        const traceLength = Buffer.byteLength(trace)
        const record: CommitRecord = {
          position: result.position,
          id: result.id,
          digest: digestOf(result.document?.text),
          source: result.source,
          outcome: result.outcome,
          stage: result.stage,
          ...defined({ reason: result.reason }),
          decisions: result.decisions.map(({ rationale, control, kept, reason }) => ({
            id: rationale.id,
            gain: rationale.gain,
            control,
            kept,
            ...defined({ reason }),
          })),
          segment: current,
          offset: segment.size + pendingSize + written,
          length,
          trace: traceLength,
          checksum: checksum(bytes.subarray(written, written + length + traceLength)),
          ...defined({ end: i === results.length - 1 ? (true as const) : undefined }),
        }
        written += length + traceLength
        pendingCommits += `${JSON.stringify(record)}\n`
        remember(record)
      })
      if (bytes.length > 0) {
        pendingBytes.push(bytes)
        pendingSize += bytes.length
      }
      const now = performance.now()
      if (pendingSize + pendingCommits.length > WRITE_BYTES || now - lastWrite > WRITE_INTERVAL_MS) {
        write(now - lastSync > SYNC_INTERVAL_MS)
      }
      if (segment.size > SEGMENT_BYTES) {
        write(true)
        segment = segmentFile(++current)
      }
    },
    flush: () => write(true),
    *records() {
      write(false)
      // Retried failures are the only inputs with more than one commit: few, and the later one counts.
      const seen = superseded > 0 ? new Uint8Array(states.length) : undefined
      const repeated = new Set<number>()
      if (seen) {
        for (const { line } of wholeLines(commits)) {
          const { position } = parseCommit(line) as CommitRecord
          if (seen[position]) repeated.add(position)
          seen[position] = 1
        }
      }
      const latest = new Map<number, CommitRecord>()
      if (repeated.size > 0) {
        for (const { line } of wholeLines(commits)) {
          const record = parseCommit(line) as CommitRecord
          if (repeated.has(record.position)) latest.set(record.position, record)
        }
      }
      let last = -1
      for (const { line, end } of wholeLines(commits)) {
        // What a running job wrote since, or what was torn, is not there yet for a reader.
        if (readOnly && end > goodCommits) return
        const record = parseCommit(line) as CommitRecord
        // First commits come in order of position; a retry's place is its first commit's.
        if (record.position <= last) continue
        last = record.position
        yield latest.get(record.position) ?? record
      }
    },
    read(record) {
      const bytes = readAhead(record.segment, record.offset, record.length + record.trace)
      if (checksum(bytes) !== record.checksum) {
        throw new RationaleError('io', `${segmentFile(record.segment).path} is damaged at byte ${record.offset}`, {
          found: `the record of ${JSON.stringify(record.id)} does not match its checksum`,
          remedy: 'start again in an empty folder; the request cache (requests.ndjson) can be copied over',
        })
      }
      return { rationales: bytes.subarray(0, record.length), trace: bytes.subarray(record.length) }
    },
    close() {
      commits.close()
      for (const file of segments.values()) file.close()
    },
  }
}

const OUTCOMES = ['kept', 'filtered', 'rejected', 'failed'] as const
const STAGES = ['source', 'prefilter', 'duplicates', 'mine'] as const

/** 53 bits in two lanes of FNV-1a, what a double holds exactly: it lives in memory only and tells whether a position still has the id and text it had. */
function hash(of: string): number {
  let low = 0x811c9dc5
  let high = 0x9e3779b9
  for (let i = 0; i < of.length; i++) {
    const code = of.charCodeAt(i)
    low = Math.imul(low ^ code, 0x01000193)
    high = Math.imul(high ^ code, 0x5bd1e995)
  }
  high ^= high >>> 15
  return (low >>> 0) * 2 ** 21 + (high >>> 11)
}
