import {
  crossEntropy,
  input,
  logProbability,
  logSigmoid,
  mul,
  reshape,
  scatterAdd,
  sub,
  sum,
  type Tensor,
} from '../graph/index.js'
import { floats, type HostTensor, integers } from '../runtime/runtime.js'
import type { Batch } from './batch.js'

/*
 * What training makes smaller, given the logits [targets, vocabulary] where a token is expected.
 *
 * - likelihood: - sum weight * log p(expected)
 * - preference: direct preference optimisation (Rafailov et al. 2023). A text is preferred over another; a frozen reference has scored both once:
 *
 *       margin = sum log p(preferred) - sum log p(other)
 *       loss = - sum weight * log sigmoid(beta * (margin - margin of the reference))
 */
export type Loss = { kind: 'likelihood' } | { kind: 'preference'; beta: number }

/** Inputs beside `expected`, by `lossFeeds`. */
export function lossOf(loss: Loss, logits: Tensor): Tensor {
  const expected = input('expected', ['targets'], 'int32')
  if (loss.kind === 'likelihood') return crossEntropy(logits, expected, input('weights', ['targets']))
  const signed = mul(logProbability(logits, expected), input('signs', ['targets']))
  const margins = scatterAdd(signed, input('pairs', ['targets'], 'int32'), 'allPairs')
  const gained = mul(sub(margins, input('reference', ['allPairs'])), loss.beta)
  return reshape(mul(sum(mul(logSigmoid(gained), input('pairWeights', ['allPairs']))), -1), [])
}

export function lossFeeds({ weights, preference }: Batch): Record<string, HostTensor> {
  if (preference === undefined) return { weights: floats(weights, [weights.length]) }
  const { pairs, signs, reference, weights: pairWeights } = preference
  return {
    pairs: integers(pairs, [pairs.length]),
    signs: floats(signs, [signs.length]),
    reference: floats(reference, [reference.length]),
    pairWeights: floats(pairWeights, [pairWeights.length]),
  }
}
