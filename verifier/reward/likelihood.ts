import type { ScoredToken } from '../../src/models/types.js'
import type { PreparedChain } from '../judge/judge.js'
import { plainText, withRationale } from '../judge/layout.js'
import type { Score, Scoring } from './scoring.js'

/** Decay of RATIONALYST's discounted sums. */
const DECAY = 0.9

/** (1/n) sum_i log p(t_i), nats per token. */
export function meanLogProbability(tokens: readonly ScoredToken[]): number {
  return tokens.reduce((sum, { logProbability }) => sum + logProbability, 0) / tokens.length
}

/** (1/n) sum_i 0.9^i log p(t_i); i = 0 at the first token (RATIONALYST, the later of its released scoring scripts' alternatives). */
export function discountedLogProbability(tokens: readonly ScoredToken[], decay = DECAY): number {
  return tokens.reduce((sum, { logProbability }, i) => sum + decay ** i * logProbability, 0) / tokens.length
}

/**
 * Implicit supervision in its published forms (Jiang et al. 2025, section 3.3 and code), for a candidate step c, chain x, rationale r:
 *
 * - `mean`             (1/|c|) sum_i       log p(c_i | x, r, c_<i)
 * - `decay`            (1/|c|) sum_i 0.9^i log p(c_i | x, r, c_<i)
 * - `rationale-after`  (1/|r|) sum_i       log p(r_i | x, c, r_<i)
 */
export const implicitForms = ['mean', 'decay', 'rationale-after'] as const
export type ImplicitForm = (typeof implicitForms)[number]

const average: Record<ImplicitForm, (tokens: readonly ScoredToken[]) => number> = {
  mean: meanLogProbability,
  decay: (tokens) => discountedLogProbability(tokens),
  'rationale-after': meanLogProbability,
}

/** The value is in nats per token, at most 0. */
export function implicit(form: ImplicitForm, chain: PreparedChain, step: string, rationale: string): Scoring {
  if (step.trim() === '') return empty('the step is empty')
  if (rationale.trim() === '') return empty('the rationale is empty')
  const pair =
    form === 'rationale-after'
      ? { context: plainText({ ...chain, steps: [...chain.steps, step] }), continuation: rationale.trim() }
      : { context: withRationale(chain, rationale), continuation: step.trim() }
  return { pairs: [pair], read: ([scored]) => scoreOf(scored?.tokens, average[form]) }
}

/**
 * What the rationale adds: the score less the same score without the rationale in view. For `rationale-after`, where the rationale is what is
 * predicted, less the rationale's log-probability without the candidate: how much the step brings it nearer.
 */
export function implicitGain(form: ImplicitForm, chain: PreparedChain, step: string, rationale: string): Scoring {
  const given = implicit(form, chain, step, rationale)
  const [pair] = given.pairs
  if (pair === undefined) return given
  const without = { context: plainText(chain), continuation: pair.continuation }
  return {
    pairs: [pair, without],
    read([withIt, withoutIt]) {
      const [a, b] = [scoreOf(withIt?.tokens, average[form]), scoreOf(withoutIt?.tokens, average[form])]
      return a.value === null ? a : b.value === null ? b : { value: a.value - b.value }
    },
  }
}

/** (1/|c|) sum_i log p(c_i | x, c_<i): the step's likelihood with no rationale at all. */
export function stepLikelihood(chain: PreparedChain, step: string): Scoring {
  if (step.trim() === '') return empty('the step is empty')
  return {
    pairs: [{ context: plainText(chain), continuation: step.trim() }],
    read: ([scored]) => scoreOf(scored?.tokens, meanLogProbability),
  }
}

/** exp(mean log p) = geometric mean of the tokens' probabilities, in [0, 1]. */
export const probabilityOf = (logProbability: number) => Math.min(1, Math.exp(logProbability))

/** 1 / (1 + exp(-gain)): 1/2 where the rationale changes nothing. */
export const gainReward = (gain: number) => 1 / (1 + Math.exp(-gain))

function scoreOf(
  tokens: readonly ScoredToken[] | undefined,
  formula: (tokens: readonly ScoredToken[]) => number,
): Score {
  return tokens === undefined || tokens.length === 0
    ? { value: null, reason: 'the model scored no token' }
    : { value: formula(tokens) }
}

export function empty(reason: string): Scoring {
  return { pairs: [], read: () => ({ value: null, reason }) }
}
