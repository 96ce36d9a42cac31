import { z } from 'zod'
import { defined } from '../../../src/core/absence.js'
import { describeIssues } from '../../../src/core/errors.js'
import { readRecords } from '../../../src/core/records/ndjson.js'
import {
  documentSchema,
  instructionSchema,
  labelledChainSchema,
  rationaleSchema,
} from '../../../src/core/records/types.js'
import { stepsOf } from '../../../src/core/steps/steps.js'
import type { TrainSettings } from './options.js'
import { instructionPieces, type Piece, processPieces, rationalePieces } from './texts.js'

/** A record as text, before tokens. */
export interface Draft {
  pieces: Piece[]
  /** The text ends there, and the loss counts the end token; else it just stops. */
  ends: boolean
  /** Kept in one piece; else cut into stretches. */
  whole: boolean
  /** Records of one group stay on one side of the evaluation split. */
  group: string
}

type Task = Exclude<TrainSettings['task'], 'mixed'>

/** How a kind of record is read: its schema, and its draft or why there is none. */
interface Kind<T> {
  schema: z.ZodType<T>
  draft(record: T, line: number): Draft | string
}
const kind = <T>(schema: z.ZodType<T>, draft: (record: T, line: number) => Draft | string): Kind<T> => ({
  schema,
  draft,
})

/** Only what is learned must be there. */
const trainedRationaleSchema = rationaleSchema.pick({ preceding: true, rationale: true }).extend({
  documentId: z.string().optional(),
})

const trainedChainSchema = z
  .looseObject({
    ...labelledChainSchema.shape,
    firstError: labelledChainSchema.shape.firstError.optional(),
    correct: z.boolean().optional(),
  })
  .refine(({ steps, text }) => steps !== undefined || text !== undefined, { message: 'needs "steps" or "text"' })
  .refine(({ firstError, correct }) => firstError !== undefined || correct !== undefined, {
    message: 'needs "firstError" (-1: every step is right) or "correct"',
  })

/**
 * Labelled chains as they are published too: ProcessBench's `problem` and `label`, others' `first_error`; an id is not needed here. A chain of which
 * only the outcome is known says `correct` instead.
 */
export const publishedChainSchema: z.ZodType<z.infer<typeof trainedChainSchema>> = z.preprocess((value) => {
  if (typeof value !== 'object' || value === null) return value
  const { problem, label, first_error: snake, ...rest } = value as Record<string, unknown>
  const firstError = rest.firstError ?? label ?? snake
  return {
    id: 'unnamed',
    ...rest,
    question: rest.question ?? problem,
    ...defined({ firstError }),
  }
}, trainedChainSchema)

/** What a record of each task looks like, for who gave others. */
export const RECORDS: Record<TrainSettings['task'], string> = {
  rationale: '{"preceding","rationale"}',
  instruct: '{"instruction","input","output"}',
  process: '{"question","steps","firstError" (-1: every step is right) or "correct"}',
  pretrain: '{"text"}',
  mixed: 'records of any of the other tasks',
}

const KINDS = {
  rationale: kind(trainedRationaleSchema, (record) =>
    record.rationale.trim() === ''
      ? 'the rationale is empty'
      : { pieces: rationalePieces(record), ends: true, whole: true, group: record.documentId ?? record.preceding },
  ),
  instruct: kind(instructionSchema, (record) =>
    record.output.trim() === ''
      ? 'the output is empty'
      : { pieces: instructionPieces(record), ends: true, whole: true, group: record.instruction + record.input },
  ),
  process: kind(publishedChainSchema, (record) => {
    const steps = stepsOf(record)
    if (steps.length === 0) return 'the chain has no steps'
    if (record.firstError !== undefined && record.firstError >= steps.length)
      return `firstError ${record.firstError} is past the last of ${steps.length} steps`
    return { pieces: processPieces(record, steps), ends: false, whole: true, group: record.question }
  }),
  pretrain: kind(documentSchema.partial({ id: true }), (record, line) =>
    record.text.trim() === ''
      ? 'the text is empty'
      : { pieces: [{ text: record.text, target: true }], ends: true, whole: false, group: record.id ?? String(line) },
  ),
} satisfies Record<Task, unknown>

/** What a record is, by its fields: `mixed` data trains on each as its kind has it (CFGPT's hybrid tuning). */
function taskOf(record: Readonly<Record<string, unknown>>): Task {
  if ('rationale' in record) return 'rationale'
  if ('instruction' in record) return 'instruct'
  const labelled = ['firstError', 'first_error', 'correct'].some((name) => name in record)
  if (labelled || ('problem' in record && 'label' in record)) return 'process'
  return 'pretrain'
}

/** Records of a file as drafts, or the reason why a record cannot be learned. What is no record at all goes to `onReject`. */
export async function* readDrafts(
  path: string,
  task: TrainSettings['task'],
  onReject: (note: { line: number; reason: string }) => void,
): AsyncGenerator<{ draft: Draft | string; line: number }> {
  // Published chains share ids between their variants, and kinds may share them too.
  const uniqueIds = task === 'rationale' || task === 'pretrain'
  for await (const { record, line } of readRecords(path, z.looseObject({}), { onReject, uniqueIds })) {
    yield { line, draft: draftOf(KINDS[task === 'mixed' ? taskOf(record) : task] as Kind<unknown>, record, line) }
  }
}

function draftOf<T>({ schema, draft }: Kind<T>, record: unknown, line: number): Draft | string {
  const parsed = schema.safeParse(record)
  if (parsed.success) return draft(parsed.data, line)
  return describeIssues(parsed.error)
}
