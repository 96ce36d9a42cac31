import { join } from 'node:path'
import { writeWhole, writeWholeParts } from '../src/core/files/whole-file.js'
import type { Decided } from './ledger/ledger.js'
import type { ExtractionStats } from './summary/stats.js'

/** Names inside a job's folder; none comes from data. */
export const JOB_FILES = {
  rationales: 'rationales.ndjson',
  documents: 'documents.ndjson',
  questions: 'questions.ndjson',
  stats: 'stats.json',
  summary: 'summary.html',
  requests: 'requests.ndjson',
  commits: 'commits.ndjson',
} as const

const COPY_BYTES = 1 << 20

/** All kept rationales in input order, each range checked against its checksum. */
export function writeRationales(folder: string, ledger: Decided): void {
  writeParts(join(folder, JOB_FILES.rationales), rationaleLines(ledger))
}

function* rationaleLines(ledger: Decided): Generator<Uint8Array> {
  for (const record of ledger.records()) if (record.length > 0) yield ledger.read(record).rationales
}

/** Lines come in small pieces: written one by one, they would be as many calls of the system. */
export function writeParts(path: string, parts: Iterable<Uint8Array>): void {
  writeWholeParts(path, inLargerParts(parts))
}

function* inLargerParts(parts: Iterable<Uint8Array>): Generator<Uint8Array> {
  let held: Uint8Array[] = []
  let size = 0
  for (const part of parts) {
    held.push(part)
    size += part.length
    if (size <= COPY_BYTES) continue
    yield Buffer.concat(held, size)
    held = []
    size = 0
  }
  yield Buffer.concat(held, size)
}

/** Written last: where it stands, the output is whole. */
export function writeStats(folder: string, stats: ExtractionStats): void {
  writeWhole(join(folder, JOB_FILES.stats), `${JSON.stringify(stats, null, 2)}\n`)
}
