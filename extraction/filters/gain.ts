import type { ScoredContinuation, ScorePair } from '../../src/models/types.js'
import type { Triple } from './triple.js'

export interface Discount {
  /** Weight lost from one token to the next. */
  decay: number
  /** Exponent of the first content token: 0; the public RATIONALYST code starts its window at the chat template's five tokens, so there it is 5. */
  start: number
}

/**
 * S = sum over i of decay^(start + i) * log p(token_i), i = 0 at the first token with content (RATIONALYST: a discounted SUM, not a mean), in nats.
 * White space alone before the first content belongs to the seam between the texts and is left out. Null where the pair could not be scored.
 */
export function discountedSum({ tokens, reason }: ScoredContinuation, { decay, start }: Discount): number | null {
  if (reason !== undefined) return null
  const first = tokens.findIndex(({ text }) => text.trim() !== '')
  if (first === -1) return null
  let sum = 0
  let weight = decay ** start
  for (let i = first; i < tokens.length; i++) {
    sum += weight * (tokens[i] as { logProbability: number }).logProbability
    weight *= decay
  }
  return Number.isFinite(sum) ? sum : null
}

/** The following text given what precedes it, without a rationale. */
export function withoutRationale({ preceding, following }: Triple): ScorePair {
  return { context: preceding, continuation: following }
}

/** The same with a rationale between, without markers; a space is put before it unless there is one. */
export function withRationale({ preceding, following }: Triple, rationale: string): ScorePair {
  const seam = /\s$/.test(preceding) || preceding === '' ? '' : ' '
  // The document's own white space opens `following`; where there is none, the rationale must not run into the next word.
  const tail = /^\s|^$/.test(following) ? '' : ' '
  return { context: preceding + seam + rationale.trim() + tail, continuation: following }
}

/** gain = S(following | preceding + rationale) - S(following | preceding); null where either is. */
export function gain(withIt: number | null, withoutIt: number | null): number | null {
  return withIt === null || withoutIt === null ? null : withIt - withoutIt
}
