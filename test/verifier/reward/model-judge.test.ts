import { describe, expect, it } from 'vitest'
import { emptyTally } from '../../../src/core/tally.js'
import { scriptedModel } from '../../../src/models/scripted.js'
import type { StepJudgement } from '../../../verifier/judge/judge.js'
import { createVerifier } from '../../../verifier/judge/verifier.js'
import { modelJudge, stepRewards, streamJudgement } from '../../../verifier/reward/model-judge.js'

/** Marks a step that says "wrong" as wrong; a chain about "poison" gets NaN. */
const score = (token: string, before: string) => {
  if (before.includes('poison')) return Number.NaN
  const isWrong = (before.split('\n').at(-1) ?? '').includes('wrong')
  if (token === ' +') return Math.log(isWrong ? 0.1 : 0.8)
  if (token === ' -') return Math.log(isWrong ? 0.4 : 0.2)
  return -1
}
const model = scriptedModel({ score, generate: { '*': 'think' } })
const chain = { question: 'Q', steps: ['fine', 'wrong turn', '', 'fine again'] }

describe('a model as judge', () => {
  it('judges every step, by one call of score', async () => {
    const judged = await modelJudge({ model })(chain)
    expect(judged.steps.map(({ reward }) => reward && Number(reward.toFixed(9)))).toEqual([0.8, 0.2, null, 0.8])
    expect(judged.steps[2]?.reason).toBe('the step is empty')
    expect(judged.reason).toBeUndefined()
    expect(judged.tokens?.calls).toBe(1)
    expect(judged.tokens?.evaluated).toBe(judged.tokens?.unique)
    expect(judged.features).toEqual({
      'process:min': expect.closeTo(0.2, 9),
      'process:mean': expect.closeTo(0.6, 9),
      'process:last': expect.closeTo(0.8, 9),
    })
  })

  it('all rewards still need one call of score (and a rationale a step)', async () => {
    const short = { question: 'Q', steps: ['a', 'b'] }
    const judged = await modelJudge({ model, rewards: stepRewards, outcome: true })(short)
    expect(judged.tokens?.calls).toBe(3)
    expect(judged.reason).toBeUndefined()
    expect(Object.keys(judged.features).length).toBe(3 * stepRewards.length + 1)
    for (const value of Object.values(judged.features)) expect(value >= 0 && value <= 1).toBe(true)
    expect(judged.steps[0]).toMatchObject({
      rationale: 'think',
      process: expect.any(Number),
      implicit: expect.any(Number),
    })
  })

  it('NaN for one chain is a reason in that chain; the next is unharmed', async () => {
    await using verifier = createVerifier({
      id: 'test',
      judges: [modelJudge({ model })],
      probability: (features) => features['process:min'] ?? null,
      stepThreshold: 0.5,
      accept: 0.7,
      reject: 0.3,
    })
    const poisoned = await verifier.verify({ id: 'a', question: 'poison', steps: ['x'] })
    expect(poisoned).toMatchObject({
      probability: null,
      firstError: null,
      verdict: 'abstain',
      reason: expect.stringContaining('NaN'),
    })
    const { best, ranked } = await verifier.rerank(
      {
        id: 's',
        question: 'Q',
        candidates: [
          { steps: ['poison', 'then x'], answer: '1' },
          { steps: ['fine'], answer: '2' },
        ],
      },
      { strategy: 'best-of-n' },
    )
    expect(best).toBe(1)
    expect(ranked[1]).toMatchObject({ probability: null, reason: expect.stringContaining('NaN') })
  })

  it('a model that cannot score, and a chain past the context window, give their reason', async () => {
    const mute = await modelJudge({ model: scriptedModel({ generate: { '*': 'x' } }) })(chain)
    expect(mute.reason).toContain('no scores')
    const small = scriptedModel({ score, contextWindow: 6 })
    const judged = await modelJudge({ model: small })({ question: 'Q', steps: ['one', 'two three four five six'] })
    expect(judged.steps[0]?.reward).toBeCloseTo(0.8, 9)
    expect(judged.reason).toContain('context window')
  })

  it('10,000 steps: the first are judged, the rest say why not, and nothing is asked of them', async () => {
    const long = { question: 'Q', steps: new Array<string>(10_000).fill('so') }
    let asked = 0
    const fast = {
      ...model,
      score: async ({ pairs }: { pairs: readonly unknown[] }) => {
        asked += pairs.length
        return pairs.map(() => ({ tokens: [{ text: 'x', offset: 0, logProbability: -1 }] }))
      },
    }
    const judged = await modelJudge({ model: fast })(long)
    expect(asked).toBe(2000) // both marks of each
    expect(judged.steps.length).toBe(10_000)
    expect(judged.steps.filter(({ reward }) => reward !== null).length).toBe(1000)
    expect(judged.reason).toBe('only the first 1000 steps of a chain are judged')
  })
})

describe('streamed', () => {
  it('gives the same rewards, for less than three times the tokens', async () => {
    const long = { question: 'Q', steps: Array.from({ length: 40 }, (_, i) => (i === 7 ? 'wrong' : `step ${i}`)) }
    const whole = await modelJudge({ model })(long)
    const tally = emptyTally()
    const streamed: StepJudgement[] = []
    for await (const step of streamJudgement({ model }, long, { tally })) streamed.push(step)
    expect(streamed).toEqual(whole.steps)
    expect(tally.evaluated).toBeLessThan(3 * (whole.tokens?.evaluated ?? 0))
  })

  it('the first step comes before the others are asked for', async () => {
    let calls = 0
    const counted = scriptedModel({ score, before: async () => void calls++ })
    for await (const { reward } of streamJudgement({ model: counted }, chain)) {
      expect([reward, calls]).toEqual([expect.closeTo(0.8, 9), 1])
      break
    }
  })

  it('an abort ends it, even where the model never answers', async () => {
    const deaf = scriptedModel({ score, before: () => new Promise(() => {}) })
    const controller = new AbortController()
    const running = modelJudge({ model: deaf })(chain, controller.signal)
    setTimeout(() => controller.abort(), 10)
    await expect(running).rejects.toMatchObject({ code: 'aborted' })
  })
})
