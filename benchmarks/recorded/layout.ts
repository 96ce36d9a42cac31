import type { z } from 'zod'
import type { CandidateSet, LabelledChain } from '../../src/core/records/types.js'

/** A published way to write down what models answered, or where chains go wrong. */
export interface RecordedLayout {
  suite: 'candidates' | 'steps'
  schema: z.ZodType
  /** `file`: the file's name without its endings; where a file is one model's, it names the generator. */
  read(row: unknown, file: string, position: string): RecordedRow
}

export interface RecordedRow {
  /** The row's set in the tables. */
  set: string
  /** Rows of one set and id are one problem: their candidates come together. */
  record: CandidateSet | LabelledChain
}

/** Ties a schema's type to the function that reads its rows. */
export function recordedLayout<Row>(
  suite: RecordedLayout['suite'],
  schema: z.ZodType<Row>,
  read: (row: Row, file: string, position: string) => RecordedRow,
): RecordedLayout {
  return { suite, schema, read: (row, file, position) => read(row as Row, file, position) }
}

/** `part` comes from data: only what is a plain name is shown. */
export function partOf(set: string, part: unknown): string {
  return typeof part === 'string' && /^[\w. -]{1,30}$/.test(part) ? `${set} ${part}` : set
}
