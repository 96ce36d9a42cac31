import { at } from '../../src/core/absence.js'
import { mean } from '../../src/core/statistics/statistics.js'
import { ngrams, overlap, rougeWords } from './words.js'

export interface Rouge {
  /** F1 of shared words, word pairs and the longest common subsequence, each in [0, 1]. */
  rouge1: number
  rouge2: number
  rougeL: number
}

/** Mean ROUGE over texts (Lin 2004), as Google's rouge-score without stemming. */
export function rouge(hypotheses: readonly string[], references: readonly string[]): Rouge {
  if (hypotheses.length !== references.length) {
    throw new RangeError(`${hypotheses.length} texts against ${references.length} references`)
  }
  const each = hypotheses.map((hypothesis, index) => rougeOf(hypothesis, at(references, index)))
  return {
    rouge1: mean(each.map((score) => score.rouge1)),
    rouge2: mean(each.map((score) => score.rouge2)),
    rougeL: mean(each.map((score) => score.rougeL)),
  }
}

export function rougeOf(hypothesis: string, reference: string): Rouge {
  const a = rougeWords(hypothesis)
  const b = rougeWords(reference)
  const gramF1 = (n: number) =>
    f1(overlap(ngrams(a, n), ngrams(b, n)), Math.max(0, a.length - n + 1), Math.max(0, b.length - n + 1))
  return { rouge1: gramF1(1), rouge2: gramF1(2), rougeL: f1(longestCommonSubsequence(a, b), a.length, b.length) }
}

/** 2PR / (P + R) with P = shared / here and R = shared / there; 0 where nothing is shared. */
function f1(shared: number, here: number, there: number): number {
  return shared === 0 ? 0 : (2 * shared) / (here + there)
}

/** Length only: one row of the table is enough. */
function longestCommonSubsequence(a: readonly string[], b: readonly string[]): number {
  const row = new Uint32Array(b.length + 1)
  for (const word of a) {
    let diagonal = 0
    for (let j = 1; j <= b.length; j++) {
      const above = row[j] as number
      row[j] = word === b[j - 1] ? diagonal + 1 : Math.max(above, row[j - 1] as number)
      diagonal = above
    }
  }
  return row[b.length] as number
}
