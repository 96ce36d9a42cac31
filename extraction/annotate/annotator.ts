import type { Document } from '../../src/core/records/types.js'
import type { Completion, GenerateRequest } from '../../src/models/types.js'
import type { Insertion } from '../filters/parse.js'

/** One call as it was made, for `rationale explain`; the prompt follows from the document and these. */
export interface Exchange {
  /** Of an insert prompt: the place it asks about. */
  offset?: number
  answer: string
}

export interface Annotation {
  /** Offsets into the document's own text, ascending. */
  insertions: Insertion[]
  exchanges: Exchange[]
  /** Insertions at one place are alternatives, not one behind the other. */
  alternatives?: true
  /** Of a rewritten document; null where the document was not copied. */
  fidelity: number | null
  /** Why nothing came of it. */
  reason?: string
}

/** Makes one completion, through the cache, the limits and the retries. */
export type Generate = (request: GenerateRequest) => Promise<Completion>

/** Puts rationales into documents. A rejection is that document's failure. */
export interface Annotator {
  /** Model and mode: part of the job's identity. */
  readonly id: string
  annotate(document: Document, generate: Generate): Promise<Annotation>
}
