import type { Document, Rationale } from '../src/core/records/types.js'
import type { Annotation } from './annotate/annotator.js'

/** Every input ends in exactly one of these; the counts sum to the input. */
export const outcomes = ['kept', 'filtered', 'rejected', 'failed'] as const
export type Outcome = (typeof outcomes)[number]

/** Where the outcome was decided. */
export type Stage = 'source' | 'prefilter' | 'duplicates' | 'mine'

/** One rationale and what became of it. */
export interface Decision {
  rationale: Rationale
  /** Gain of a rationale from another document in its place; null without a scorer or another document. */
  control: number | null
  kept: boolean
  /** Why not. */
  reason?: string
}

/** What became of one input. `position` counts inputs from 0 (parts of a long document are inputs of their own). */
export interface Result {
  position: number
  id: string
  source: string
  outcome: Outcome
  stage: Stage
  reason?: string
  decisions: Decision[]
  document?: Document
  annotation?: Annotation
}

/** One input on its way: a document, or the note of a record that is none. */
export type Item =
  | { position: number; document: Document }
  | { position: number; rejected: { id: string; source: string; reason: string } }

export function sourceOf(document: Document): string {
  return document.source ?? 'unknown'
}
