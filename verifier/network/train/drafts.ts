import * as z from 'zod'
import { defined } from '../../../src/core/absence.js'
import { describeIssues } from '../../../src/core/errors.js'
import { readRecords } from '../../../src/core/records/ndjson.js'
import { published } from '../../../src/core/records/published-chain.js'
import {
  documentSchema,
  instructionSchema,
  labelledChainSchema,
  rationaleSchema,
} from '../../../src/core/records/types.js'
import { stepsOf } from '../../../src/core/steps/steps.js'
import type { LabelledSteps } from './example.js'
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
  /** The text that this one is preferred over, and how much the pair counts. */
  against?: { pieces: Piece[]; weight: number }
  /** Steps with what each is worth, for a head. */
  labelled?: LabelledSteps
}

/** What a run reads: its task's records, or those of its objective. */
export type RecordKind = TrainSettings['task'] | 'preference' | 'head'
export const recordKind = ({
  objective,
  task,
}: Pick<TrainSettings, 'task'> & Partial<Pick<TrainSettings, 'objective'>>): RecordKind =>
  objective === 'dpo' ? 'preference' : objective === 'head' ? 'head' : task

type Task = Exclude<RecordKind, 'mixed'>

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
    id: labelledChainSchema.shape.id.default('unnamed'),
    firstError: labelledChainSchema.shape.firstError.optional(),
    correct: z.boolean().optional(),
  })
  .refine(({ steps, text }) => steps !== undefined || text !== undefined, { message: 'needs "steps" or "text"' })
  .refine(({ firstError, correct }) => firstError !== undefined || correct !== undefined, {
    message: 'needs "firstError" (-1: every step is right) or "correct"',
  })

/**
 * Labelled chains as they are published too; an id is not needed here. A chain of which only the outcome is known says `correct` instead.
 */
export const publishedChainSchema: z.ZodType<z.infer<typeof trainedChainSchema>> = published(trainedChainSchema)

/** TRL's pairs; a conversation of chat messages would need the model's template and is rejected. */
const preferenceSchema = z.looseObject({
  prompt: z.string(),
  chosen: z.string(),
  rejected: z.string(),
  weight: z.number().positive().optional(),
})

/** A label in [0, 1] a step (soft ones are shares of solutions that came out right), TRL's completions too; or the first wrong step. */
const labelledStepsSchema = z.preprocess(
  (value) => {
    if (typeof value !== 'object' || value === null) return value
    const { prompt, completions, ...rest } = value as Record<string, unknown>
    return { ...rest, question: rest.question ?? prompt, steps: rest.steps ?? completions }
  },
  z.looseObject({
    question: z.string(),
    context: z.string().optional(),
    steps: z.array(z.string().min(1)).min(1),
    labels: z.array(z.union([z.boolean().transform(Number), z.number().min(0).max(1)])).min(1),
  }),
)

/** What a record of each kind looks like, for who gave others. */
export const RECORDS: Record<RecordKind, string> = {
  preference: '{"prompt","chosen","rejected"}, a "weight" where pairs count differently',
  head: '{"question","steps","labels" (a number from 0 to 1 a step)} or {"question","steps","firstError" (-1: every step is right)}, {"prompt","completions","labels"} or Math-Shepherd’s {"input","label"}',
  rationale: '{"preceding","rationale"}',
  instruct: '{"instruction","input","output"}',
  process:
    '{"question","steps","firstError" (-1: every step is right) or "correct"}, {"prompt","completions","labels"} or Math-Shepherd’s {"input","label"}',
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
  preference: kind(preferenceSchema, ({ prompt, chosen, rejected, weight = 1 }) => {
    if (chosen === rejected) return 'chosen and rejected are the same'
    if (chosen.trim() === '' || rejected.trim() === '') return 'one of the two texts is empty'
    const after = (text: string): Piece[] => [
      { text: prompt, target: false },
      { text, target: true },
    ]
    return {
      pieces: after(chosen),
      ends: true,
      whole: true,
      group: prompt,
      against: { pieces: after(rejected), weight },
    }
  }),
  head: kind(z.unknown(), (record) => {
    const labelled = labelledOf(record)
    if (typeof labelled === 'string') return labelled
    return { pieces: [], ends: false, whole: true, group: labelled.question, labelled }
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
  if (
    labelled ||
    ('problem' in record && 'label' in record) ||
    'completions' in record ||
    ('input' in record && 'label' in record)
  )
    return 'process'
  return 'pretrain'
}

/** Records of a file as drafts, or the reason why a record cannot be learned. What is no record at all goes to `onReject`. */
export async function* readDrafts(
  path: string,
  task: RecordKind,
  onReject: (note: { line: number; reason: string }) => void,
): AsyncGenerator<{ draft: Draft | string; line: number }> {
  // Published chains share ids between their variants, and kinds may share them too.
  const uniqueIds = task === 'rationale' || task === 'pretrain'
  for await (const { record, line } of readRecords(path, z.looseObject({}), { onReject, uniqueIds })) {
    yield { line, draft: draftOf(KINDS[task === 'mixed' ? taskOf(record) : task] as Kind<unknown>, record, line) }
  }
}

/** What a file was meant for, by its first record: the options that take it. Undefined where none does. */
export async function optionsFor(path: string): Promise<string | undefined> {
  const onReject = () => {}
  for await (const { record } of readRecords(path, z.looseObject({}), { onReject, uniqueIds: false })) {
    const task = 'chosen' in record ? 'preference' : taskOf(record)
    if (typeof draftOf(KINDS[task] as Kind<unknown>, record, 1) === 'string') return undefined
    return task === 'preference' ? '--objective dpo' : `--task ${task}`
  }
  return undefined
}

const hasLabels = (record: unknown) => typeof record === 'object' && record !== null && 'labels' in record

function labelledOf(record: unknown): LabelledSteps | string {
  const given = labelledStepsSchema.safeParse(record)
  if (given.success) {
    const { question, context, steps, labels } = given.data
    if (labels.length > steps.length) return `${labels.length} labels for ${steps.length} steps`
    return { question, ...defined({ context }), steps, labels }
  }
  const chain = publishedChainSchema.safeParse(record)
  if (!chain.success) return describeIssues(hasLabels(record) ? given.error : chain.error)
  const { firstError, question, context } = chain.data
  const steps = stepsOf(chain.data)
  if (firstError === undefined) return 'a head learns from steps: "labels" or "firstError" is missing'
  if (firstError >= steps.length) return `firstError ${firstError} is past the last of ${steps.length} steps`
  // What comes after the first wrong step says nothing.
  const known = firstError === -1 ? steps.length : firstError + 1
  const labels = Array.from({ length: known }, (_, i) => (i === firstError ? 0 : 1))
  return { question, ...defined({ context }), steps, labels }
}

function draftOf<T>({ schema, draft }: Kind<T>, record: unknown, line: number): Draft | string {
  const parsed = schema.safeParse(record)
  if (parsed.success) return draft(parsed.data, line)
  return describeIssues(parsed.error)
}
