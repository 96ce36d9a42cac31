import { at } from '../../src/core/absence.js'
import { bleuWords, ngrams, overlap } from './words.js'

/**
 * Corpus BLEU-4 in [0, 100], one reference a text, exponential smoothing (Papineni et al. 2002; the signature of
 * sacrebleu's `nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp`):
 * BLEU = 100 exp(min(0, 1 - r / c)) (prod p_n)^(1/4), p_n clipped n-gram precision; the m-th p_n of zero matches becomes 1 / (2^m total_n).
 */
export function bleu(hypotheses: readonly string[], references: readonly string[]): number {
  if (hypotheses.length !== references.length) {
    throw new RangeError(`${hypotheses.length} texts against ${references.length} references`)
  }
  const matches = [0, 0, 0, 0]
  const totals = [0, 0, 0, 0]
  let length = 0
  let referenceLength = 0
  hypotheses.forEach((hypothesis, index) => {
    const words = bleuWords(hypothesis)
    const reference = bleuWords(at(references, index))
    length += words.length
    referenceLength += reference.length
    for (let n = 1; n <= 4; n++) {
      matches[n - 1] = (matches[n - 1] as number) + overlap(ngrams(words, n), ngrams(reference, n))
      totals[n - 1] = (totals[n - 1] as number) + Math.max(0, words.length - n + 1)
    }
  })
  if (matches.every((count) => count === 0)) return 0
  let smoothing = 1
  let logSum = 0
  for (let n = 0; n < 4; n++) {
    const total = totals[n] as number
    if (total === 0) return 0
    if (matches[n] === 0) smoothing *= 2
    logSum += Math.log(matches[n] === 0 ? 1 / (smoothing * total) : (matches[n] as number) / total)
  }
  return 100 * Math.exp(Math.min(0, 1 - referenceLength / length) + logSum / 4)
}
