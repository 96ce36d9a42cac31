import { at, defined } from '../../../../src/core/absence.js'
import { RationaleError } from '../../../../src/core/errors.js'
import { readRecords } from '../../../../src/core/records/ndjson.js'
import { stepsOf } from '../../../../src/core/steps/steps.js'
import type { TextTokenizer } from '../../../../src/models/tokenizer.js'
import type { PreparedChain } from '../../../judge/judge.js'
import type { ObservedSequence } from '../../model/place-reader.js'
import { probedSequence } from '../../probe/layout.js'
import { publishedChainSchema, RECORDS } from '../drafts.js'
import type { TrainEvent } from '../events.js'

/** A labelled chain as a probe reads it. */
export interface LabelledSequence extends ObservedSequence {
  chain: PreparedChain
  firstError?: number
  correct?: boolean
  /** Where the record comes from; '' where it does not say. */
  source: string
}

/**
 * Reads labelled chains and lays them out. A chain whose first step ends past `maxLength` tokens is rejected; of a longer one the steps that fit are
 * kept, and its label where it lies among them.
 *
 * @throws RationaleError `io`; `input` where nothing could be used.
 */
export async function readLabelled(
  path: string,
  tokenizer: TextTokenizer,
  {
    maxLength,
    limit,
    onEvent,
  }: { maxLength: number; limit?: number | undefined; onEvent: (event: TrainEvent) => void },
): Promise<{ sequences: LabelledSequence[]; rejected: number }> {
  const sequences: LabelledSequence[] = []
  let rejected = 0
  let first = ''
  const reject = ({ line, reason }: { line: number; reason: string }) => {
    if (rejected++ === 0) first = `line ${line}: ${reason}`
    onEvent({ type: 'rejected', line, reason })
  }
  let records = 0
  for await (const { record, line } of readRecords(path, publishedChainSchema, {
    onReject: reject,
    uniqueIds: false,
  })) {
    if (records++ === limit) break
    const { question, context, options, firstError, correct, source } = record
    const chain = { question, ...defined({ context, options }), steps: stepsOf(record) }
    if (chain.steps.length === 0) reject({ line, reason: 'the chain has no steps' })
    else if (firstError !== undefined && firstError >= chain.steps.length)
      reject({ line, reason: `firstError ${firstError} is past the last of ${chain.steps.length} steps` })
    else {
      const sequence = probedSequence(chain, tokenizer, maxLength)
      if (sequence.places.length === 0) reject({ line, reason: `the first step ends past ${maxLength} tokens` })
      else
        sequences.push({
          ...sequence,
          chain,
          ...defined({ firstError, correct }),
          source: typeof source === 'string' ? source : '',
        })
    }
  }
  if (sequences.length > 0) return { sequences, rejected }
  throw new RationaleError('input', `no record of ${path} can be learned from`, {
    expected: RECORDS.process,
    found: first === '' ? 'no records' : first,
  })
}

/** Steps up to the first wrong one, each with whether it is right; none where that is not known. */
export function labelledSteps({ firstError, places }: LabelledSequence): { step: number; right: boolean }[] {
  if (firstError === undefined) return []
  const end = firstError === -1 ? places.length : Math.min(places.length, firstError + 1)
  return Array.from({ length: end }, (_, step) => ({ step, right: step !== firstError }))
}

/** Whether the whole chain was read: an outcome is a matter of its last step. */
export const isWhole = ({ chain, places }: LabelledSequence) => places.length === chain.steps.length

/** Weights by which no source decides alone: the root of how much rarer it is than the most frequent one. */
export function sourceWeights(sequences: readonly LabelledSequence[]): (source: string) => number {
  const counts = new Map<string, number>()
  for (const { source } of sequences) counts.set(source, (counts.get(source) ?? 0) + 1)
  const most = Math.max(...counts.values())
  return (source) => Math.sqrt(most / (counts.get(source) ?? most))
}

/** Every n-th of a list, so that at most `most` are left. */
export function thinned<T>(list: readonly T[], most: number): T[] {
  if (list.length <= most) return [...list]
  return Array.from({ length: most }, (_, i) => at(list, Math.floor((i * list.length) / most)))
}
