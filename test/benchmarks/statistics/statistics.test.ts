import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bleu } from '../../../benchmarks/statistics/bleu.js'
import { mcnemar } from '../../../benchmarks/statistics/mcnemar.js'
import { accuracyOverK, binomial, doublings } from '../../../benchmarks/statistics/over-k.js'
import { perplexity } from '../../../benchmarks/statistics/perplexity.js'
import { areaUnderRisk, riskCoverage } from '../../../benchmarks/statistics/risk-coverage.js'
import { rouge, rougeOf } from '../../../benchmarks/statistics/rouge.js'

const golden = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../fixtures/benchmarks/text-metrics.json'), 'utf8'),
) as {
  pairs: { hypothesis: string; reference: string; rouge1: number; rouge2: number; rougeL: number; bleu: number }[]
  corpusBleu: number
}

describe('accuracy over k', () => {
  interface Sample {
    correct: boolean
    score: number
  }
  const best = (samples: readonly Sample[]) => {
    const top = Math.max(...samples.map((sample) => sample.score))
    const winners = samples.flatMap((sample, index) => (sample.score === top ? [index] : []))
    return new Map(winners.map((index) => [index, 1 / winners.length]))
  }
  const any = (samples: readonly Sample[]) => {
    const index = samples.findIndex((sample) => sample.correct)
    return new Map(index === -1 ? [] : [[index, 1]])
  }

  it('of the oracle equals pass@k where subsets are enumerated', () => {
    // 1 - C(n - c, k) / C(n, k) (Chen et al. 2021, arXiv 2107.03374)
    const passAtK = (n: number, c: number, k: number) => 1 - binomial(n - c, k) / binomial(n, k)
    const problems = [
      [true, false, false, false, true],
      [false, false, true, false, false],
    ].map((row) => row.map((correct) => ({ correct, score: 0 })))
    const curve = accuracyOverK(problems, any)
    expect(curve.map(({ k }) => k)).toEqual([1, 2, 4, 5])
    for (const { k, accuracy } of curve) {
      expect(accuracy).toBeCloseTo((passAtK(5, 2, k) + passAtK(5, 1, k)) / 2, 12)
    }
  })

  it('of a choice by score: exact on small sets, close by resampling on large ones, the same for the same seed', () => {
    const problem = Array.from({ length: 20 }, (_, index) => ({ score: index, correct: index >= 18 }))
    // The best of k is right unless the top two are both left out.
    const expected = 1 - binomial(18, 8) / binomial(20, 8)
    const curve = () => accuracyOverK([problem], best, { ks: [8], subsets: 4000, seed: 1 })
    expect(curve()[0]?.accuracy).toBeCloseTo(expected, 1)
    expect(curve()).toEqual(curve())
  })

  it('leaves out problems with too few candidates, and never counts a refusal as right', () => {
    const small = [{ correct: true, score: 1 }]
    const large = [...small, { correct: false, score: 0 }]
    expect(accuracyOverK([small, large], best, { ks: [1, 2] }).map((point) => point.problems)).toEqual([2, 1])
    expect(accuracyOverK([small], () => new Map(), { ks: [1] })[0]?.accuracy).toBe(0)
    expect(doublings(29)).toEqual([1, 2, 4, 8, 16, 29])
    expect(doublings(0)).toEqual([])
  })
})

describe('McNemar', () => {
  it('matches the exact binomial', () => {
    // 9 against 3 discordant pairs: 2 * (1 + 12 + 66 + 220) / 4096.
    const first = [...Array(9).fill(1), ...Array(3).fill(0), 1, 0]
    const second = [...Array(9).fill(0), ...Array(3).fill(1), 1, 0]
    const result = mcnemar(first, second)
    expect(result).toMatchObject({ onlyFirst: 9, onlySecond: 3 })
    expect(result.p).toBeCloseTo((2 * 299) / 4096, 12)
    expect(mcnemar([1, 0], [1, 0]).p).toBe(1)
  })

  it('stays finite for thousands of pairs', () => {
    const result = mcnemar(Array(4000).fill(1), [...Array(1900).fill(1), ...Array(2100).fill(0)])
    expect(result.p).toBeLessThan(1e-300)
    const even = mcnemar(
      [...Array(1000).fill(1), ...Array(1000).fill(0)],
      [...Array(1000).fill(0), ...Array(1000).fill(1)],
    )
    expect(even.p).toBe(1)
  })
})

describe('risk-coverage', () => {
  it('answers the confident first; ties together; null never', () => {
    const points = riskCoverage([0.9, 0.8, 0.8, null, 0.1], [true, false, true, true, false])
    expect(points).toEqual([
      { threshold: 0.9, coverage: 0.2, risk: 0 },
      { threshold: 0.8, coverage: 0.6, risk: 1 / 3 },
      { threshold: 0.1, coverage: 0.8, risk: 0.5 },
    ])
    expect(areaUnderRisk(points)).toBeCloseTo((0 * 0.2 + (1 / 3) * 0.4 + 0.5 * 0.2) / 0.8, 12)
  })
})

it('perplexity of uniform tokens is their number, and never infinite', () => {
  expect(perplexity([[Math.log(1 / 8), Math.log(1 / 8)], [Math.log(1 / 8)]])).toBeCloseTo(8, 12)
  expect(perplexity([[], [Number.NEGATIVE_INFINITY]])).toBeNull()
})

describe('text metrics, against sacrebleu and rouge-score', () => {
  it.each(golden.pairs.map((pair) => [pair.hypothesis, pair] as const))('%s', (_name, pair) => {
    const found = rougeOf(pair.hypothesis, pair.reference)
    expect(found.rouge1).toBeCloseTo(pair.rouge1, 10)
    expect(found.rouge2).toBeCloseTo(pair.rouge2, 10)
    expect(found.rougeL).toBeCloseTo(pair.rougeL, 10)
    expect(bleu([pair.hypothesis], [pair.reference])).toBeCloseTo(pair.bleu, 8)
  })

  it('corpus BLEU', () => {
    const texts = golden.pairs.map((pair) => pair.hypothesis)
    expect(
      bleu(
        texts,
        golden.pairs.map((pair) => pair.reference),
      ),
    ).toBeCloseTo(golden.corpusBleu, 8)
  })

  it('cuts Chinese into characters', () => {
    expect(rougeOf('营收增长', '营收下降').rouge1).toBeCloseTo(0.5, 12)
    expect(bleu(['营收大幅增长'], ['营收大幅增长'])).toBeCloseTo(100, 8)
    expect(rouge(['a b'], ['a b'])).toEqual({ rouge1: 1, rouge2: 1, rougeL: 1 })
  })
})
