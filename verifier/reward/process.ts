import type { ScoredContinuation } from '../../src/models/types.js'
import type { PreparedChain } from '../judge/judge.js'
import { MARKS, markedText, plainText, VALUE_MARKS } from '../judge/layout.js'
import { empty } from './likelihood.js'
import type { Scoring } from './scoring.js'

/**
 * P(yes) / (P(yes) + P(no)) = 1 / (1 + exp(log P(no) - log P(yes))): the two-way softmax of Math-Shepherd's and RLHFlow's process rewards.
 */
export function contrast(context: string, yes: string, no: string): Scoring {
  return {
    pairs: [
      { context, continuation: yes },
      { context, continuation: no },
    ],
    read: ([right, wrong]) => ({ value: 1 / (1 + Math.exp(total(wrong) - total(right))) }),
  }
}

/** Process reward of the chain's last step: P("+") against P("-") where its mark is due. */
export function processReward(chain: PreparedChain): Scoring {
  if (chain.steps.at(-1)?.trim() === '') return empty('the step is empty')
  return contrast(markedText(chain), MARKS.right, MARKS.wrong)
}

/**
 * Value after the chain's last step: P("Yes") against P("No") in the place of its mark, the probability that the solution will end in the right
 * answer, as outcome labels teach it (Cobbe et al. 2021, with a label after each step). It shares the text of the process reward: asking both
 * costs one pass.
 */
export function valueReward(chain: PreparedChain): Scoring {
  if (chain.steps.at(-1)?.trim() === '') return empty('the step is empty')
  return contrast(markedText(chain), VALUE_MARKS.right, VALUE_MARKS.wrong)
}

/** Outcome reward of a whole solution: P("Yes") against P("No") to the question whether it is right (Zhang et al. 2024, generative verifiers). */
export function outcomeReward(chain: PreparedChain): Scoring {
  if (chain.steps.every((step) => step.trim() === '')) return empty('the chain has no steps')
  return contrast(`${plainText(chain)}\nIs the answer correct (Yes/No)?`, ' Yes', ' No')
}

const total = (scored: ScoredContinuation | undefined) =>
  scored?.tokens.length ? scored.tokens.reduce((sum, { logProbability }) => sum + logProbability, 0) : Number.NaN
