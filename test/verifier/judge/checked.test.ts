import { describe, expect, it } from 'vitest'
import { evidenceVerifier } from '../../../verifier/evidence-verifier.js'
import type { Judge, Judgement } from '../../../verifier/judge/judge.js'
import { createVerifier } from '../../../verifier/judge/verifier.js'

/** As a caller in JavaScript would write it. */
const anything = <T>(value: unknown) => value as T

describe('what a caller hands over', () => {
  it.each([
    ['steps as a string', { id: 'c', question: 'q', steps: '2+2=5' }, /steps: /],
    ['no question', { id: 'c', steps: ['2+2=5'] }, /question: /],
    ['neither steps nor text', { id: 'c', question: 'q' }, /needs "steps"/],
    ['no id', { question: 'q', text: 't' }, /id: /],
    ['nothing', undefined, /not a chain/],
  ])('%s is refused with what is expected', async (_, chain, said) => {
    const verifier = evidenceVerifier()
    for (const ask of [() => verifier.verify(anything(chain)), () => verifier.verifyAll([anything(chain)])])
      await expect(ask()).rejects.toMatchObject({ code: 'input', message: expect.stringMatching(said) })
  })

  it('a set without candidates is refused too', async () => {
    const set = { id: 's', question: 'q', candidates: [] }
    await expect(evidenceVerifier().rerank(set)).rejects.toMatchObject({ code: 'input' })
  })
})

describe("what a judge of one's own returns", () => {
  const verifierOf = (returned: unknown) => {
    const judge: Judge = () => anything<Judgement>(returned)
    return createVerifier({
      id: 'own',
      judges: [judge],
      probability: () => 0.5,
      stepThreshold: 0.5,
      accept: 0.9,
      reject: 0.1,
    })
  }
  const chain = { id: 'c', question: 'q', steps: ['a', 'b'] }
  const fine = { reward: 1 }

  it.each([
    ['nothing', undefined, /it returned undefined/],
    ['no steps', { features: {} }, /no list of steps/],
    ['a step too few', { steps: [fine], features: {} }, /judged 1 steps of 2/],
    ['a reward above one', { steps: [fine, { reward: 3 }], features: {} }, /step 2 has the reward 3/],
    ['a reward below nought', { steps: [{ reward: -0.1 }, fine], features: {} }, /step 1 has the reward -0.1/],
    ['no reward', { steps: [fine, {}], features: {} }, /step 2 has the reward undefined/],
    ['a step that is none', { steps: [fine, null], features: {} }, /step 2 has the reward undefined/],
    ['no features', { steps: [fine, fine] }, /no features/],
    ['a feature in words', { steps: [fine, fine], features: { sure: 'yes' } }, /its feature sure is yes/],
  ])('%s: named, with what the contract asks', async (_, returned, said) => {
    const verifier = verifierOf(returned)
    for (const ask of [() => verifier.verify(chain), () => verifier.verifyAll([chain])])
      await expect(ask()).rejects.toMatchObject({ code: 'model', message: expect.stringMatching(said) })
  })

  it('a probability outside [0, 1] is refused, one that is no number is none', async () => {
    const rules = { id: 'own', judges: [], stepThreshold: 0.5, accept: 0.9, reject: 0.1 }
    const of = (p: number) => createVerifier({ ...rules, probability: () => p }).verify(chain)
    await expect(of(1.2)).rejects.toMatchObject({ code: 'configuration' })
    expect(await of(Number.NaN)).toMatchObject({ probability: null, verdict: 'abstain' })
  })
})
