import { createHash } from 'node:crypto'
import { at, defined } from '../../../src/core/absence.js'
import { RationaleError } from '../../../src/core/errors.js'
import { hashedFraction, questionKey } from '../../../src/core/records/split.js'
import type { TextTokenizer } from '../../../src/models/tokenizer.js'
import { MARKS, VALUE_MARKS } from '../../judge/layout.js'
import { markToken } from '../tokenizer/mark-token.js'
import { type Draft, optionsFor, RECORDS, readDrafts, recordKind } from './drafts.js'
import type { Example } from './example.js'
import { headExample } from './head.js'
import type { TrainSettings } from './options.js'
import { encodeApart } from './seq2seq.js'

export interface ExampleSet {
  examples: Example[]
  /** Records that could not be used. */
  rejected: number
  /** How many of the examples were longer than allowed and were cut. */
  shortened: number
  /** Of everything above: a resumed run must see the same data. */
  digest: string
}

export type ExampleSettings = Pick<TrainSettings, 'task' | 'maxLength' | 'limit'> &
  Partial<Pick<TrainSettings, 'objective'>> & {
    /** The first token of a decoder behind an encoder, which reads the prompt. */
    start?: number | undefined
  }

/**
 * Reads records and encodes them as the task has it. Token positions come from offsets in the joint tokenisation.
 * Too long: the beginning of what is not a target is cut away; a target that does not fit alone is rejected, never cut.
 *
 * @throws RationaleError `io`; `input` where nothing could be used; `unsupported` where the tokenizer has no token for a mark.
 */
export async function readExamples(
  path: string,
  tokenizer: TextTokenizer,
  settings: ExampleSettings,
  onReject: (note: { line: number; reason: string }) => void = () => {},
): Promise<ExampleSet> {
  if (recordKind(settings) === 'process' && settings.start === undefined)
    Object.values(MARKS).forEach(tokenIn(tokenizer))
  const examples: Example[] = []
  let rejected = 0
  let first: string | undefined
  const reject = (note: { line: number; reason: string }) => {
    rejected++
    first ??= `line ${note.line}: ${note.reason}`
    onReject(note)
  }
  let records = 0
  for await (const { draft, line } of readDrafts(path, recordKind(settings), reject)) {
    if (records++ === settings.limit) break
    if (typeof draft === 'string') {
      reject({ line, reason: draft })
      continue
    }
    for (const example of examplesOf(draft, tokenizer, settings)) {
      if (typeof example === 'string') reject({ line, reason: example })
      else examples.push(example)
    }
  }
  if (examples.length === 0) {
    const options = await optionsFor(path)
    throw new RationaleError('input', `no record of ${path} can be trained on`, {
      expected: `for ${kindName(settings)}: ${RECORDS[recordKind(settings)]}`,
      found: first ?? 'no records',
      ...defined({ remedy: options && `these records are for ${options}` }),
    })
  }
  const hash = createHash('sha256')
  for (const { ids, targets, source, expected = [], weights, against } of examples) {
    hash.update(Int32Array.from([ids.length, ...ids, ...targets, ...expected]))
    if (source !== undefined) hash.update(Int32Array.from(source))
    if (weights !== undefined) hash.update(Float64Array.from(weights))
    if (against !== undefined)
      hash.update(Int32Array.from([...against.ids, ...against.targets])).update(String(against.weight))
  }
  const shortened = examples.filter((example) => example.shortened).length
  return { examples, rejected, shortened, digest: hash.digest('hex') }
}

const kindName = ({ objective = 'lm', task }: Parameters<typeof recordKind>[0]) =>
  objective === 'lm' ? `the task ${task}` : `the objective ${objective}`

function examplesOf(
  draft: Draft,
  tokenizer: TextTokenizer,
  { maxLength, start }: ExampleSettings,
): (Example | string)[] {
  if (start !== undefined) return [encodeApart(draft, tokenizer, maxLength, start)]
  const { labelled, against, group } = draft
  if (labelled !== undefined) {
    const example = headExample(labelled, tokenizer, maxLength)
    return [typeof example === 'string' ? example : { ...example, group }]
  }
  if (!draft.whole) return chunks(draft, tokenizer, maxLength)
  const example = encode(draft, tokenizer, maxLength)
  if (against === undefined || typeof example === 'string') return [example]
  const other = encode({ ...draft, pieces: against.pieces }, tokenizer, maxLength)
  if (typeof other === 'string') return [other]
  const pair = { ...example, against: { ids: other.ids, targets: other.targets, weight: against.weight } }
  return [other.shortened ? { ...pair, shortened: true } : pair]
}

function encode(draft: Draft, tokenizer: TextTokenizer, maxLength: number): Example | string {
  const text = draft.pieces.map((piece) => piece.text).join('')
  const { ids, ends } = tokenizer.encodeWithOffsets(text)
  // A token belongs to the piece in which it ends.
  const targets: number[] = []
  const expected: number[] = []
  let piece = 0
  let asked = -1
  let pieceEnd = draft.pieces[0]?.text.length ?? 0
  for (const [i, end] of ends.entries()) {
    while (end > pieceEnd && piece + 1 < draft.pieces.length) pieceEnd += draft.pieces[++piece]?.text.length ?? 0
    if (end === 0 || i === 0) continue
    const { target, asks } = at(draft.pieces, piece)
    if (target) targets.push(i)
    if (asks === undefined || asked === piece) continue
    asked = piece
    for (const text of asks) {
      targets.push(i)
      expected.push(tokenIn(tokenizer)(text))
    }
  }
  if (expected.length > 0 && expected.length !== targets.length) throw new RangeError('a draft asks or tells, not both')
  const eos = tokenizer.eosIds[0]
  if (draft.ends && eos !== undefined) {
    ids.push(eos)
    targets.push(ids.length - 1)
  }
  if (targets.length === 0) return 'no token to learn'
  const example = { ids, targets, ...defined({ expected: expected.length > 0 ? expected : undefined }) }
  return shorten(example, draft, maxLength, tokenizer.bosId)
}

/**
 * A mark as its token. Of a tokenizer that splits one, chains with that mark could not be learned, and the others alone would teach that all is right.
 *
 * @throws RationaleError `unsupported`.
 */
const tokenIn =
  (tokenizer: TextTokenizer) =>
  (mark: string): number => {
    const token = markToken(tokenizer, mark)
    if (token !== undefined) return token
    throw new RationaleError('unsupported', `${JSON.stringify(mark)} is not one token of this tokenizer`, {
      expected: `one token for each mark that is learned: ${[MARKS, VALUE_MARKS]
        .flatMap((marks) => Object.values(marks))
        .map((each) => JSON.stringify(each))
        .join(', ')}`,
      remedy: 'train a head, which needs no marks (--objective head), or take a base whose tokenizer has them',
    })
  }

function shorten(
  { ids, targets, expected }: Omit<Example, 'group'>,
  draft: Draft,
  maxLength: number,
  bosId: number | undefined,
): Example | string {
  const { group } = draft
  if (ids.length <= maxLength) return { ids, targets, ...(expected && { expected }), group }
  if (!draft.ends) {
    // A chain is judged from its beginning: what is past the limit falls out, with its marks.
    // Targets stand in order: those past the limit are the last ones.
    const kept = targets.filter((target) => target < maxLength)
    return kept.length === 0
      ? `the first step ends past ${maxLength} tokens`
      : {
          ids: ids.slice(0, maxLength),
          targets: kept,
          ...(expected && { expected: expected.slice(0, kept.length) }),
          shortened: true,
          group,
        }
  }
  const opening = ids[0] === bosId && bosId !== undefined ? 1 : 0
  const cut = ids.length - maxLength
  const first = targets[0] as number
  // At least one token must be left to predict the first target from.
  if (first - cut <= opening) return `the target takes more than ${maxLength} tokens`
  return {
    ids: [...ids.slice(0, opening), ...ids.slice(opening + cut)],
    targets: targets.map((target) => target - cut),
    shortened: true,
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

/** How `isKeptAside` deals questions out, by a name that changes with it: a run that was broken off goes on with the same questions aside. */
export const SPLIT = 'hash of letters and digits'

/** Whether a group is kept aside for evaluation: by a hash, so that it is so whatever the order of the data, and however a question is dressed. */
export function isKeptAside(group: string, part: number, seed: number): boolean {
  return hashedFraction(`${seed} ${questionKey(group)}`) < part
}

/** Keeps a part of the groups aside. */
export function splitByGroup(
  examples: readonly Example[],
  part: number,
  seed: number,
): { train: Example[]; evaluation: Example[] } {
  const train: Example[] = []
  const evaluation: Example[] = []
  for (const example of examples) {
    const target = isKeptAside(example.group, part, seed) ? evaluation : train
    target.push(example)
  }
  return train.length === 0 ? { train: evaluation, evaluation: [] } : { train, evaluation }
}
