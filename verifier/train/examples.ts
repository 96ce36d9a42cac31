import { createHash } from 'node:crypto'
import { z } from 'zod'
import { RationaleError } from '../../src/core/errors.js'
import { readRecords } from '../../src/core/ndjson.js'
import { splitSteps } from '../../src/core/steps.js'
import {
  documentSchema,
  instructionSchema,
  type LabelledChain,
  labelledChainSchema,
  rationaleSchema,
} from '../../src/core/types.js'
import type { TextTokenizer } from '../tokenizer/types.js'
import type { TrainSettings } from './options.js'
import { instructionPieces, type Piece, processPieces, rationalePieces } from './texts.js'

/** Token ids, and the indices of those that the loss counts (never 0: nothing predicts the first). */
export interface Example {
  ids: number[]
  targets: number[]
  /** Records of one group (question, document) stay on one side of the evaluation split. */
  group: string
}

export interface ExampleSet {
  examples: Example[]
  setAside: { line: number; reason: string }[]
  /** Of everything above: a resumed run must see the same data. */
  digest: string
}

/** A text that ends (the loss counts the end token too) or just stops. */
interface Draft {
  pieces: Piece[]
  ends: boolean
  group: string
}

/**
 * Reads records and encodes them as the task has it. Token positions come from offsets in the joint tokenisation.
 * Too long: the beginning of what is not a target is cut away; a target that does not fit alone is set aside, never cut.
 *
 * @throws RationaleError `io`; `input` where nothing could be used.
 */
export async function readExamples(
  path: string,
  tokenizer: TextTokenizer,
  settings: Pick<TrainSettings, 'task' | 'maxLength' | 'limit'>,
  onReject: (note: { line: number; reason: string }) => void = () => {},
): Promise<ExampleSet> {
  const examples: Example[] = []
  const setAside: { line: number; reason: string }[] = []
  const reject = (note: { line: number; reason: string }) => {
    setAside.push({ line: note.line, reason: note.reason })
    onReject(note)
  }
  let records = 0
  for await (const { draft, line } of drafts(path, settings.task, reject)) {
    if (records++ === settings.limit) break
    if (typeof draft === 'string') {
      reject({ line, reason: draft })
      continue
    }
    const encoded =
      settings.task === 'pretrain'
        ? chunks(draft, tokenizer, settings.maxLength)
        : [encode(draft, tokenizer, settings.maxLength)]
    for (const example of encoded) {
      if (typeof example === 'string') reject({ line, reason: example })
      else examples.push(example)
    }
  }
  if (examples.length === 0) {
    throw new RationaleError('input', `no record of ${path} can be trained on`, {
      expected: `records for the task ${settings.task}`,
      found: setAside[0] ? `line ${setAside[0].line}: ${setAside[0].reason}` : 'no records',
    })
  }
  const hash = createHash('sha256')
  for (const { ids, targets } of examples) hash.update(Int32Array.from([ids.length, ...ids, ...targets]))
  return { examples, setAside, digest: hash.digest('hex') }
}

/** Labelled chains as they are published too: ProcessBench's `problem` and `label`, others' `first_error`; an id is not needed here. */
const publishedChainSchema: z.ZodType<LabelledChain> = z.preprocess((value) => {
  if (typeof value !== 'object' || value === null) return value
  const { problem, label, first_error: snake, ...rest } = value as Record<string, unknown>
  return { id: 'unnamed', ...rest, question: rest.question ?? problem, firstError: rest.firstError ?? label ?? snake }
}, labelledChainSchema)

type Reject = (note: { line: number; reason: string }) => void

async function* drafts(
  path: string,
  task: TrainSettings['task'],
  onReject: Reject,
): AsyncGenerator<{ draft: Draft | string; line: number }> {
  const read = <T>(schema: z.ZodType<T>) => readRecords(path, schema, { onReject, uniqueIds: task !== 'process' })
  if (task === 'rationale') {
    for await (const { record, line } of read(
      rationaleSchema.partial({
        id: true,
        following: true,
        gain: true,
        model: true,
        preset: true,
        source: true,
        documentId: true,
      }),
    )) {
      const empty = record.rationale.trim() === '' ? 'the rationale is empty' : undefined
      yield {
        line,
        draft: empty ?? { pieces: rationalePieces(record), ends: true, group: record.documentId ?? record.preceding },
      }
    }
  } else if (task === 'instruct') {
    for await (const { record, line } of read(instructionSchema)) {
      const empty = record.output.trim() === '' ? 'the output is empty' : undefined
      yield {
        line,
        draft: empty ?? { pieces: instructionPieces(record), ends: true, group: record.instruction + record.input },
      }
    }
  } else if (task === 'process') {
    for await (const { record, line } of read(publishedChainSchema)) {
      const steps = record.steps ?? splitSteps(record.text ?? '').map(({ text }) => text)
      const problem =
        steps.length === 0
          ? 'the chain has no steps'
          : record.firstError >= steps.length
            ? `firstError ${record.firstError} is past the last of ${steps.length} steps`
            : undefined
      yield { line, draft: problem ?? { pieces: processPieces(record, steps), ends: false, group: record.question } }
    }
  } else {
    for await (const { record, line } of read(documentSchema.partial({ id: true }))) {
      const group = record.id ?? String(line)
      yield {
        line,
        draft:
          record.text.trim() === ''
            ? 'the text is empty'
            : { pieces: [{ text: record.text, target: true }], ends: true, group },
      }
    }
  }
}

function encode(draft: Draft, tokenizer: TextTokenizer, maxLength: number): Example | string {
  const text = draft.pieces.map((piece) => piece.text).join('')
  const { ids, ends } = tokenizer.encodeWithOffsets(text)
  // A token belongs to the piece in which it ends.
  const targets: number[] = []
  let piece = 0
  let pieceEnd = draft.pieces[0]?.text.length ?? 0
  for (const [i, end] of ends.entries()) {
    while (end > pieceEnd && piece + 1 < draft.pieces.length) pieceEnd += draft.pieces[++piece]?.text.length ?? 0
    if (end > 0 && draft.pieces[piece]?.target && i > 0) targets.push(i)
  }
  const eos = tokenizer.eosIds[0]
  if (draft.ends && eos !== undefined) {
    ids.push(eos)
    targets.push(ids.length - 1)
  }
  if (targets.length === 0) return 'no token to learn'
  return shorten(ids, targets, draft, maxLength, tokenizer.bosId)
}

function shorten(
  ids: number[],
  targets: number[],
  draft: Draft,
  maxLength: number,
  bosId: number | undefined,
): Example | string {
  const { group } = draft
  if (ids.length <= maxLength) return { ids, targets, group }
  if (!draft.ends) {
    // A chain is judged from its beginning: what is past the limit falls out, with its marks.
    const kept = targets.filter((target) => target < maxLength)
    return kept.length === 0
      ? `the first step ends past ${maxLength} tokens`
      : { ids: ids.slice(0, maxLength), targets: kept, group }
  }
  const opening = ids[0] === bosId && bosId !== undefined ? 1 : 0
  const cut = ids.length - maxLength
  const first = targets[0] as number
  // At least one token must be left to predict the first target from.
  if (first - cut <= opening) return `the target takes more than ${maxLength} tokens`
  return {
    ids: [...ids.slice(0, opening), ...ids.slice(opening + cut)],
    targets: targets.map((target) => target - cut),
    group,
  }
}

/** Plain text in stretches of at most `maxLength` tokens; every token but a stretch's first is learned. */
function chunks(draft: Draft, tokenizer: TextTokenizer, maxLength: number): Example[] {
  const ids = tokenizer.encode(draft.pieces.map((piece) => piece.text).join(''))
  const eos = tokenizer.eosIds[0]
  if (eos !== undefined) ids.push(eos)
  const examples: Example[] = []
  // Neighbouring stretches share a token, so that none goes unlearned.
  for (let from = 0; from + 1 < ids.length; from += maxLength - 1) {
    const stretch = ids.slice(from, from + maxLength)
    examples.push({ ids: stretch, targets: stretch.map((_, i) => i).slice(1), group: draft.group })
  }
  return examples
}

/** Keeps a part of the groups aside, chosen by hash: the same ones whatever the order of the data. */
export function splitByGroup(
  examples: readonly Example[],
  part: number,
  seed: number,
): { train: Example[]; evaluation: Example[] } {
  const train: Example[] = []
  const evaluation: Example[] = []
  for (const example of examples) {
    const digest = createHash('sha256').update(`${seed} ${example.group}`).digest()
    const target = digest.readUInt32LE(0) / 2 ** 32 < part ? evaluation : train
    target.push(example)
  }
  return train.length === 0 ? { train: evaluation, evaluation: [] } : { train, evaluation }
}
