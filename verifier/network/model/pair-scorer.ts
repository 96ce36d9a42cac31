import { defined } from '../../../src/core/absence.js'
import { RationaleError } from '../../../src/core/errors.js'
import { addNaive } from '../../../src/models/joint-tokens.js'
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
  const asked = pairs.map((pair) => encode(tokenizer, window, pair))
  const fitting = asked.filter((one) => one.reason === undefined && one.firstTarget < one.tokens.length)
  if (tally !== undefined)
    addNaive(
      tally,
      fitting.map(({ tokens: ids }) => ({ ids })),
    )
  const logs = fitting.length === 0 ? [] : await abortable(scorer.score(fitting, defined({ tally, signal })))
  return asked.map((one) => {
    if (one.reason !== undefined) return { tokens: [], reason: one.reason }
    const found = logs[fitting.indexOf(one)] ?? new Float32Array(0)
    if (!found.every(Number.isFinite)) return { tokens: [], reason: 'a log-probability is not finite' }
    return {
      tokens: [...found].map((logProbability, i) => {
        const t = one.firstTarget + i
        const [start, end] = [one.starts[t] as number, one.ends[t] as number]
        return { text: one.text.slice(start, end), offset: start - one.boundary, logProbability }
      }),
    }
  })
}

/** Tokens of the pair, and why it cannot be scored where it cannot. */
function encode(tokenizer: TextTokenizer, window: number, { context, continuation }: ScorePair) {
  const { ids: tokens, starts, ends, firstTarget } = tokenizer.encodeJoint(context, continuation)
  let reason: string | undefined
  if (tokens.length > window)
    reason = `context and continuation have ${tokens.length} tokens, the model takes ${window}`
  else if (firstTarget === 0 && tokens.length > 0)
    reason = 'nothing precedes the first token (the context is empty and the model has no beginning-of-text token)'
  return { tokens, starts, ends, firstTarget, text: context + continuation, boundary: context.length, reason }
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
