import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../src/core/statistics/random.js'
import { rateByQuestion } from '../../../src/core/statistics/rate-by-question.js'
import { errorsWithin, upperLimit } from '../../../src/core/statistics/upper-limit.js'
import { callsNeeded, chooseThresholds } from '../../../verifier/calibration/risk.js'

describe('the limit of an error rate', () => {
  // Bisection over exact sums of the binomial distribution, in Python's floats.
  it.each([
    [0, 59, 0.049508],
    [1, 20, 0.216106],
    [5, 100, 0.102253],
    [10, 400, 0.042037],
  ])('%i of %i', (errors, calls, limit) => expect(upperLimit(errors, calls)).toBeCloseTo(limit, 5))

  it('holds for many calls and says nothing of none', () => {
    expect(upperLimit(50_000, 1_000_000)).toBeCloseTo(0.05036, 4)
    expect([upperLimit(0, 0), upperLimit(3, 3)]).toEqual([1, 1])
    expect(callsNeeded(0.05)).toBe(59)
    expect([errorsWithin(0.05, 58), errorsWithin(0.05, 59), errorsWithin(0.05, 181)]).toEqual([-1, 0, 4])
  })

  it.each([0.01, 0.05, 0.3])('allows as many errors as keep it at or below %d', (rate) => {
    for (let calls = 0; calls < 2000; calls = calls * 2 + 1)
      for (const confidence of [0.9, 0.95]) {
        const errors = errorsWithin(rate, calls, confidence)
        if (errors >= 0) expect(upperLimit(errors, calls, confidence)).toBeLessThanOrEqual(rate)
        expect(upperLimit(errors + 1, calls, confidence)).toBeGreaterThan(rate)
      }
  })
})

/** Right chains have high values, wrong ones low, and they overlap. */
function chains(count: number, seed: string) {
  const random = seededRandom(seed)
  return Array.from({ length: count }, (_, i) => {
    const right = i % 2 === 0
    const value = () => Math.min(0.999, Math.max(0.001, (right ? 0.65 : 0.35) + (random.uniform() - 0.5) * 0.8))
    return {
      right,
      question: `${seed} ${i}`,
      probability: value(),
      lowest: value(),
      accused: !right && random.uniform() < 0.1,
    }
  })
}

describe('thresholds', () => {
  it('keep both error rates on fresh chains, nearly always, and call many', () => {
    let broken = 0
    let called = 0
    for (let run = 0; run < 40; run++) {
      const { stepThreshold, accept, reject } = chooseThresholds(chains(600, `choose ${run}`), 0.05)
      const fresh = chains(4000, `fresh ${run}`)
      const isWrong = (each: (typeof fresh)[number]) => each.accused || each.lowest < stepThreshold
      const right = fresh.filter((each) => each.right)
      const wrong = fresh.filter((each) => !each.right)
      const accused = right.filter((each) => isWrong(each) || each.probability <= reject).length / right.length
      const accepted = wrong.filter((each) => !isWrong(each) && each.probability >= accept).length / wrong.length
      if (accused > 0.05 || accepted > 0.05) broken++
      called +=
        fresh.filter((each) => isWrong(each) || each.probability >= accept || each.probability <= reject).length /
        fresh.length /
        40
    }
    // Two rates with 95 % confidence each: 4 of 40 are expected at the worst.
    expect(broken).toBeLessThanOrEqual(4)
    expect(called).toBeGreaterThan(0.3)
  })

  it('call nothing where there are too few chains to show the risk', () => {
    expect(chooseThresholds(chains(100, 'few'), 0.05)).toEqual({ stepThreshold: 0, accept: 1, reject: 0 })
  })

  it('accuse no further right chain where findings accuse more of them than the risk allows, and go on naming wrong ones', () => {
    const accused = chains(600, 'accused').map((each, i) => ({ ...each, accused: i % 4 === 0 }))
    const { stepThreshold, reject } = chooseThresholds(accused, 0.05)
    const isCalled = (each: (typeof accused)[number]) => each.lowest < stepThreshold || each.probability <= reject
    expect(accused.filter((each) => each.right && !each.accused && isCalled(each))).toEqual([])
    expect(accused.filter((each) => !each.right && isCalled(each)).length).toBeGreaterThan(60)
  })

  it('stand in the middle of the gap where a judge tells right from wrong: higher would name nothing more', () => {
    const clear = Array.from({ length: 400 }, (_, i) => {
      const right = i % 2 === 0
      const value = right ? 0.9 + i / 5000 : 0.1
      return { right, question: `question ${i}`, probability: value, lowest: value, accused: false }
    })
    expect(chooseThresholds(clear, 0.05)).toEqual({ stepThreshold: 0.5, accept: 0.9, reject: 0.1 })
  })

  it('stand above or below a value that right and wrong chains share: all of them are called, or none', () => {
    const of = (count: number, right: boolean, value: number) =>
      Array.from({ length: count }, (_, i) => {
        return { right, question: `${right} ${value} ${i}`, probability: value, lowest: value, accused: false }
      })
    const shared = [...of(150, true, 0.95), ...of(50, true, 0.9), ...of(20, false, 0.9), ...of(180, false, 0.1)]
    expect(chooseThresholds(shared, 0.05).accept).toBe(0.95)
    const low = [...of(180, true, 0.9), ...of(20, true, 0.2), ...of(50, false, 0.2), ...of(150, false, 0.1)]
    const { stepThreshold, reject } = chooseThresholds(low, 0.05)
    expect(reject).toBe(0.1)
    // A step is wrong below its threshold, so that the shared value itself is not.
    expect(stepThreshold).toBeGreaterThan(0.1)
    expect(stepThreshold).toBeLessThanOrEqual(0.2)
  })

  it('stay where they are where there are too few chains, whatever findings accuse', () => {
    const accused = chains(100, 'few').map((each) => ({ ...each, accused: true }))
    expect(chooseThresholds(accused, 0.05)).toEqual({ stepThreshold: 0, accept: 1, reject: 0 })
  })

  it('take 400,000 chains', () => {
    const { accept, stepThreshold } = chooseThresholds(chains(400_000, 'many'), 0.05)
    expect(accept).toBeLessThan(1)
    expect(stepThreshold).toBeGreaterThan(0)
  })
})

describe('chains of the same question', () => {
  const of = (question: string, errors: number, chains: number) =>
    Array.from({ length: chains }, (_, i) => ({ question, isError: i < errors }))

  it('count once, with the share of them that are errors', () => {
    const alone = Array.from({ length: 100 }, (_, i) => ({ question: `question ${i}`, isError: i < 5 }))
    expect(rateByQuestion(alone)).toEqual({ errors: 5, chains: 100, questions: 100, limit: upperLimit(5, 100) })
    // Eight times the chains of the same questions show no more than one each.
    const eightfold = alone.flatMap(({ question, isError }) => of(question, isError ? 8 : 0, 8))
    expect(rateByQuestion(eightfold)).toEqual({ errors: 40, chains: 800, questions: 100, limit: upperLimit(5, 100) })
    const halves = [...of('Half?', 1, 2), ...of('half', 0, 2), ...of('None.', 0, 1)]
    expect(rateByQuestion(halves)).toMatchObject({ errors: 1, chains: 5, questions: 2, limit: upperLimit(1, 2) })
    expect(rateByQuestion([])).toEqual({ errors: 0, chains: 0, questions: 0, limit: 1 })
  })

  it.each([1, 8])('break the limit in at most one of twenty sets, with %i a question', (each) => {
    const random = seededRandom(`clusters of ${each}`)
    let broken = 0
    for (let set = 0; set < 400; set++) {
      // One question in ten is hard: half of its chains are errors. 5 % of all are.
      const chains = Array.from({ length: 200 }, (_, i) => {
        const rate = random.uniform() < 0.1 ? 0.5 : 0
        return Array.from({ length: each }, () => ({ question: `question ${i}`, isError: random.uniform() < rate }))
      })
      if (rateByQuestion(chains.flat()).limit < 0.05) broken++
    }
    expect(broken).toBeLessThanOrEqual(20)
  })

  it('choose the thresholds that one of each would choose', () => {
    const once = chains(600, 'once')
    const eightfold = once.flatMap((chain) => Array.from({ length: 8 }, () => ({ ...chain })))
    expect(chooseThresholds(eightfold, 0.05)).toEqual(chooseThresholds(once, 0.05))
    expect(chooseThresholds(eightfold.slice(0, 800), 0.05)).toEqual({ stepThreshold: 0, accept: 1, reject: 0 })
  })
})
