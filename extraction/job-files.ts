import { renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { openAppendFile } from '../src/core/files/append-file.js'
import { syncFolder, writeWhole } from '../src/core/files/whole-file.js'
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

/** The file has its name only when it is whole. */
export function writeParts(path: string, parts: Iterable<Uint8Array>): void {
  const partial = `${path}.partial`
  rmSync(partial, { force: true })
  const file = openAppendFile(partial)
  try {
    let held: Uint8Array[] = []
    let size = 0
    const flush = () => {
      if (size > 0) file.append(Buffer.concat(held, size))
      held = []
      size = 0
    }
    for (const part of parts) {
      held.push(part)
      size += part.length
      if (size > COPY_BYTES) flush()
    }
    flush()
    file.sync()
  } finally {
    file.close()
  }
  renameSync(partial, path)
  syncFolder(path)
}

/** Written last: where it stands, the output is whole. */
export function writeStats(folder: string, stats: ExtractionStats): void {
  writeWhole(join(folder, JOB_FILES.stats), `${JSON.stringify(stats, null, 2)}\n`)
}
