import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { emptyTally } from '../../../src/core/tally.js'
import { scriptedModel } from '../../../src/models/scripted.js'
import { markedText, opening, plainText, rationaleOpening } from '../../../verifier/judge/layout.js'
import { processPieces, rationalePieces } from '../../../verifier/network/train/texts.js'
import { stepScorer } from '../../../verifier/reward/candidates.js'
import {
  discountedLogProbability,
  gainReward,
  implicit,
  implicitGain,
  meanLogProbability,
  stepLikelihood,
} from '../../../verifier/reward/likelihood.js'
import { presets } from '../../../verifier/reward/presets.js'
import { contrast, outcomeReward, processReward } from '../../../verifier/reward/process.js'
import { scoreTogether } from '../../../verifier/reward/scoring.js'

const chain = { question: 'Q', steps: ['one two'] }
const tokens = [-1, -2, -4].map((logProbability, i) => ({ text: 'x', offset: i, logProbability }))

/** Words cost their length; a word that stood before costs nothing but a hundredth. */
const model = scriptedModel({
  generate: { '*': ' because three' },
  score: (token, before) => (before.includes(token.trim()) ? -0.01 : -token.trim().length),
})
const only = async (scoring: Parameters<typeof scoreTogether>[1][number]) => (await scoreTogether(model, [scoring]))[0]

describe('formulas, by hand', () => {
  it('plain and discounted means', () => {
    expect(meanLogProbability(tokens)).toBeCloseTo(-7 / 3, 12)
    // (-1 - 0.9 * 2 - 0.81 * 4) / 3
    expect(discountedLogProbability(tokens)).toBeCloseTo(-6.04 / 3, 12)
  })

  it('implicit supervision in three forms', async () => {
    // "three four" after "Q / one two / because three": three was seen, four costs 4.
    expect((await only(implicit('mean', chain, 'three four', 'because three')))?.value).toBeCloseTo(-4.01 / 2, 9)
    expect((await only(implicit('decay', chain, 'three four', 'because three')))?.value).toBeCloseTo(
      (-0.01 - 0.9 * 4) / 2,
      9,
    )
    // "because three" after "Q / one two / three four": because costs 7, three was seen.
    expect((await only(implicit('rationale-after', chain, 'three four', 'because three')))?.value).toBeCloseTo(
      -7.01 / 2,
      9,
    )
  })

  it('differences to the score without the rationale', async () => {
    // Without it "three" costs 5.
    expect((await only(implicitGain('mean', chain, 'three four', 'because three')))?.value).toBeCloseTo(
      (-4.01 + 9) / 2,
      9,
    )
    expect((await only(implicitGain('decay', chain, 'three four', 'because three')))?.value).toBeCloseTo(
      (-0.01 + 5) / 2,
      9,
    )
    expect((await only(implicitGain('rationale-after', chain, 'three four', 'because three')))?.value).toBeCloseTo(
      (-7.01 + 12) / 2,
      9,
    )
    expect(gainReward(0)).toBe(0.5)
  })

  it('likelihood without a rationale', async () => {
    expect((await only(stepLikelihood(chain, 'one four')))?.value).toBeCloseTo(-4.01 / 2, 9)
  })

  it('contrast: the two-way softmax', async () => {
    const marks = scriptedModel({
      score: (token) => (token === ' +' ? Math.log(0.3) : token === ' -' ? Math.log(0.1) : -1),
    })
    const [plain, process, outcome] = await scoreTogether(marks, [
      contrast('x', ' +', ' -'),
      processReward(chain),
      outcomeReward(chain),
    ])
    expect(plain?.value).toBeCloseTo(0.75, 12)
    expect(process?.value).toBeCloseTo(0.75, 12)
    expect(outcome?.value).toBeCloseTo(0.5, 12)
  })
})

describe('the layout', () => {
  it('is the one that training used', () => {
    const chain = { id: 'c', question: ' What? ', context: 'Given. ', steps: ['a ', ' b', 'c'], firstError: -1 }
    const trained = processPieces(chain, chain.steps).map(({ text }) => text)
    for (const [i] of chain.steps.entries()) {
      const asked = markedText({ ...chain, steps: chain.steps.slice(0, i + 1) })
      expect(trained.slice(0, 2 + 3 * i).join('')).toBe(asked)
    }
    const [asked] = rationalePieces({ preceding: `${opening(chain)}a\nb\nc`, rationale: 'r' })
    expect(rationaleOpening(plainText(chain))).toBe(asked?.text)
  })
})

describe('scoring together', () => {
  it('asks once for all formulas, each distinct pair once', async () => {
    let calls = 0
    let pairs = 0
    const counting = {
      ...model,
      score: (request: Parameters<typeof model.score>[0]) => {
        calls++
        pairs += request.pairs.length
        return model.score(request)
      },
    }
    const scorings = [
      implicit('mean', chain, 'a b', 'r'),
      implicit('decay', chain, 'a b', 'r'),
      implicitGain('mean', chain, 'a b', 'r'),
      stepLikelihood(chain, 'a b'),
    ]
    expect((await scoreTogether(counting, scorings)).every(({ value }) => value !== null)).toBe(true)
    expect([calls, pairs]).toEqual([1, 2])
  })

  it('NaN, an empty step and a full context window are reasons in their own places', async () => {
    const fragile = scriptedModel({ score: (token) => (token.includes('bad') ? Number.NaN : -1), contextWindow: 20 })
    const scores = await scoreTogether(fragile, [
      stepLikelihood(chain, 'good'),
      stepLikelihood(chain, 'bad'),
      stepLikelihood(chain, ' '),
      stepLikelihood(chain, 'long '.repeat(30)),
    ])
    expect(scores.map(({ value }) => value)).toEqual([-1, null, null, null])
    expect(scores.map(({ reason }) => reason)).toEqual([
      undefined,
      expect.stringContaining('NaN'),
      'the step is empty',
      expect.stringContaining('context window'),
    ])
  })

  it('a provider that breaks its promise of finite scores, or throws, cannot spread it', async () => {
    const liar = { ...model, score: async () => [{ tokens: [{ text: 'a', offset: 0, logProbability: Number.NaN }] }] }
    expect((await scoreTogether(liar, [stepLikelihood(chain, 'a')]))[0]).toEqual({
      value: null,
      reason: 'the score is NaN',
    })
    const mute = scriptedModel({ generate: { '*': 'x' } })
    expect((await scoreTogether(mute, [stepLikelihood(chain, 'a')]))[0]?.reason).toContain('was given no scores')
  })
})

describe('candidates', () => {
  const candidates = fc.array(fc.constantFrom('a', 'bb', 'three', 'ccc dd', 'one', ''), { minLength: 1, maxLength: 6 })

  for (const preset of [
    'rationalyst-implicit-mean',
    'rationalyst-implicit-decay',
    'rationalyst-rationale-after',
    'implicit-gain',
    'process',
    'random',
  ] as const) {
    it(`${preset}: permuting candidates permutes rewards`, () =>
      fc.assert(
        fc.asyncProperty(candidates, fc.integer({ min: 0, max: 5 }), async (given, turn) => {
          const scorer = stepScorer({ supervision: presets[preset], model })
          const rotated = [...given.slice(turn % given.length), ...given.slice(0, turn % given.length)]
          const of = async (list: string[]) => (await scorer.score([{ chain, candidates: list }], {}))[0]?.scores ?? []
          const [a, b] = [await of(given), await of(rotated)]
          expect(b).toEqual(rotated.map((_, i) => a[(i + turn) % given.length]))
          for (const { value } of a) if (value !== null) expect(value >= 0 && value <= 1).toBe(true)
        }),
        { numRuns: 30 },
      ))
  }

  it('all chains in one call; identical candidates cost nothing more', async () => {
    const scorer = stepScorer({ supervision: presets['rationalyst-implicit-mean'], model })
    const [once, thrice] = [emptyTally(), emptyTally()]
    await scorer.score([{ chain, candidates: ['a b'] }], { tally: once })
    await scorer.score(
      [
        { chain, candidates: ['a b', 'a b', 'a b'] },
        { chain, candidates: ['a b'] },
      ],
      { tally: thrice },
    )
    const rationale = once.evaluated - thrice.evaluated // the second chain's rationale is written again
    expect(rationale).toBeLessThan(0)
    expect(thrice.calls).toBe(3) // two rationales, one score
  })

  it('a model that writes no rationale leaves every candidate without a score, with the reason', async () => {
    const silent = scriptedModel({ generate: { '*': ' ' }, score: () => -1 })
    const scorer = stepScorer({ supervision: presets['rationalyst-implicit-mean'], model: silent })
    const [judged] = await scorer.score([{ chain, candidates: ['a', 'b'] }], {})
    expect(judged?.scores).toEqual([
      { value: null, reason: expect.stringContaining('no rationale') },
      { value: null, reason: expect.stringContaining('no rationale') },
    ])
  })
})
