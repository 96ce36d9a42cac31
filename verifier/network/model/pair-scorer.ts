import { at, defined } from '../../../src/core/absence.js'
import { RationaleError } from '../../../src/core/errors.js'
import { finishInTurns, type Pieces } from '../../../src/core/pieces.js'
import { addPairs } from '../../../src/models/joint-tokens.js'
import type { TextTokenizer } from '../../../src/models/tokenizer.js'
import type { ScoredContinuation, ScorePair, ScoreRequest } from '../../../src/models/types.js'
import type { Scorer } from './tree-scorer.js'

interface ScoringParts {
  tokenizer: TextTokenizer
  /** The longest context + continuation, in tokens. */
  window: number
  scorer: Scorer
}

/** `LanguageModel.score` over a scorer of sequences: pairs of texts to tokens, and back. Nothing here is Node's. */
export async function scorePairs(
  { pairs, signal, tally }: ScoreRequest,
  { tokenizer, window, scorer }: ScoringParts,
): Promise<ScoredContinuation[]> {
  throwIfAborted(signal)
  const asked = await finishInTurns(encodeAll(tokenizer, window, pairs), signal)
  const fitting = asked.filter((one) => one.places.length > 0)
  if (tally !== undefined)
    addPairs(
      tally,
      fitting.map(({ tokens: ids }) => ({ ids })),
    )
  const logs = fitting.length === 0 ? [] : await abortable(scorer.score(fitting, defined({ tally, signal })))
  let next = 0
  return asked.map((one) => {
    if (one.reason !== undefined) return { tokens: [], reason: one.reason }
    const found = one.places.length === 0 ? new Float32Array(0) : at(logs, next++)
    if (!found.every(Number.isFinite)) return { tokens: [], reason: 'a log-probability is not finite' }
    return { tokens: one.places.map((place, i) => ({ ...place, logProbability: at(found, i) })) }
  })
}

/** The contexts of a long chain's steps are together as long as its square: others get a turn between pairs. */
function* encodeAll(tokenizer: TextTokenizer, window: number, pairs: readonly ScorePair[]): Pieces<Encoded[]> {
  const encoded: Encoded[] = []
  for (const pair of pairs) {
    encoded.push(encode(tokenizer, window, pair))
    yield
  }
  return encoded
}

interface Encoded {
  tokens: readonly number[]
  firstTarget: number
  /** What each token from `firstTarget` on covers of the continuation. */
  places: { text: string; offset: number }[]
  reason?: string
}

/** Tokens of the pair, or why it cannot be scored. Of what cannot be scored nothing is kept. */
function encode(tokenizer: TextTokenizer, window: number, { context, continuation }: ScorePair): Encoded {
  const { ids: tokens, starts, ends, firstTarget } = tokenizer.encodeJoint(context, continuation)
  const refused = (reason: string) => ({ tokens: [], firstTarget: 0, places: [], reason })
  if (tokens.length > window)
    return refused(`the text is too long for the model: it has ${tokens.length} tokens, and the model takes ${window}`)
  if (firstTarget === 0 && tokens.length > 0)
    return refused(
      'nothing precedes the first token (the context is empty and the model has no beginning-of-text token)',
    )
  const text = context + continuation
  const places = starts.slice(firstTarget).map((start, i) => ({
    text: text.slice(start, ends[firstTarget + i]),
    offset: start - context.length,
  }))
  return { tokens, firstTarget, places }
}

export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new RationaleError('aborted', 'the caller aborted', { cause: signal.reason })
}

/** An abort inside the engine as this package's error. */
export async function abortable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof RationaleError) throw error
    if (error instanceof Error && error.name === 'AbortError')
      throw new RationaleError('aborted', 'the caller aborted', { cause: error })
    throw error
  }
}
