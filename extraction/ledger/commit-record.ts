import { defined } from '../../src/core/absence.js'
import { encodeRecord } from '../../src/core/records/encode.js'
import { sha256 } from '../../src/core/records/sha256.js'
import type { Annotation } from '../annotate/annotator.js'
import type { Result } from '../outcome.js'

/**
 * What was decided about one input, and where its bytes lie: `length` bytes of rationale lines (the output), then `trace` bytes for `explain`.
 * `end` closes a batch: batches count only whole.
 */
export interface CommitRecord {
  position: number
  id: string
  /** Of its text; empty for a record that is no document. A resume refuses another text under the id. */
  digest: string
  source: string
  outcome: Result['outcome']
  stage: Result['stage']
  reason?: string
  decisions: { id: string; gain: number | null; control: number | null; kept: boolean; reason?: string }[]
  segment: number
  offset: number
  length: number
  trace: number
  checksum: string
  end?: true
}

/** Of an input that an annotator was asked about, what `explain` shows and exports are made of. */
export interface Trace {
  id: string
  source: string
  outcome: Result['outcome']
  reason?: string
  text?: string
  fidelity: number | null
  exchanges: Annotation['exchanges']
  decisions: {
    offset: number
    rationale: string
    gain: number | null
    control: number | null
    kept: boolean
    reason?: string
  }[]
}

/** The two lines that a commit points at; no trace where no annotator was asked. */
export function encode(result: Result): { rationales: string; trace: string } {
  const rationales = result.decisions
    .filter(({ kept }) => kept)
    .map(({ rationale }) => encodeRecord(rationale))
    .join('')
  if (result.stage !== 'mine') return { rationales, trace: '' }
  const { id, source, outcome, document, annotation } = result
  const decisions = result.decisions.map(({ rationale: { rationale, preceding, gain }, control, kept, reason }) => ({
    offset: preceding.length,
    rationale,
    gain,
    control,
    kept,
    ...defined({ reason }),
  }))
  const trace: Trace = {
    id,
    source,
    outcome,
    ...defined({ reason: result.reason, text: document?.text }),
    fidelity: annotation?.fidelity ?? null,
    exchanges: annotation?.exchanges ?? [],
    decisions,
  }
  return { rationales, trace: encodeRecord(trace) }
}

export const parseTrace = (bytes: Uint8Array) => JSON.parse(new TextDecoder().decode(bytes)) as Trace // the ledger wrote it, under a checksum

export const checksum = (bytes: string | Uint8Array) => sha256(bytes).slice(0, 16)

export const digestOf = (text: string | undefined) => (text === undefined ? '' : checksum(text))

/** Undefined for a line that was torn. */
export function parseCommit(line: string): CommitRecord | undefined {
  try {
    const record = JSON.parse(line)
    return Number.isInteger(record?.position) && Array.isArray(record.decisions) ? record : undefined
  } catch {
    return undefined
  }
}
