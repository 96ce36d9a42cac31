import { describe, expect, it } from 'vitest'
import type { CandidateSetInput, ChainInput } from '../../../src/core/records/types.js'
import { loadVerifier } from '../../../src/load-verifier.js'
import { evidenceVerifier } from '../../../verifier/evidence-verifier.js'
import { choose } from '../../../verifier/judge/choose.js'
import type { Judge, Judgement } from '../../../verifier/judge/judge.js'
import { streamVerdict } from '../../../verifier/judge/stream.js'
import { createVerifier } from '../../../verifier/judge/verifier.js'

/** As a caller in JavaScript would write it. */
const anything = <T>(value: unknown) => value as T

describe('what a caller hands over', () => {
  it.each([
    ['steps as a string', { id: 'c', question: 'q', steps: '2+2=5' }, /steps: /],
    ['no question', { id: 'c', steps: ['2+2=5'] }, /question: /],
    ['neither steps nor text', { id: 'c', question: 'q' }, /needs "steps"/],
    ['an id that is no text', { id: 7, question: 'q', text: 't' }, /id: expected text, found a number/],
    ['an empty id', { id: '', question: 'q', text: 't' }, /id: is empty/],
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

  it.each([
    ['a number', 7, /candidates\.1: expected an object, found a number/],
    ['nothing', null, /candidates\.1: expected an object, found null/],
    ['an object without text', { answer: '4' }, /candidates\.1: needs "steps" .* or "text"/],
  ])('a candidate that is %s is named', async (_, candidate, said) => {
    const set = anything<CandidateSetInput>({ question: 'q', candidates: ['2 + 2 = 4.', candidate] })
    await expect(evidenceVerifier().rerank(set)).rejects.toMatchObject({
      code: 'input',
      message: expect.stringMatching(said),
    })
  })
})

describe('what has no id gets one', () => {
  const question = 'What is 2 + 2?'

  it('a chain, with its verdict, its events and its end', async () => {
    const verifier = evidenceVerifier()
    expect((await verifier.verify({ question, steps: ['2 + 2 = 5.'] })).id).toBe('solution')
    const ids: string[] = []
    for await (const event of streamVerdict(verifier, { question, text: '2 + 2 = 4.\n4 + 1 = 5.' })) ids.push(event.id)
    expect(ids).toEqual(['solution', 'solution', 'solution'])
  })

  it('several chains by their places, beside those that have one', async () => {
    const text = '2 + 2 = 4.'
    const given = [
      { question, text },
      { id: 'solution-1', question, text },
      { question, text: '' },
    ]
    const { verdicts } = await evidenceVerifier().verifyAll(given)
    expect(verdicts.map(({ id }) => id)).toEqual(['another-solution-1', 'solution-1', 'solution-3'])
  })

  it('what is no list of chains is named', async () => {
    const chains = anything<ChainInput[]>({ question, text: '' })
    await expect(evidenceVerifier().verifyAll(chains)).rejects.toMatchObject({
      message: expect.stringContaining('verifyAll: chains is another object'),
    })
  })

  it('a set, whose candidates may be plain texts among others', async () => {
    const verifier = evidenceVerifier()
    const candidates = ['2 + 2 = 5. The answer is 5.', { id: 'mine', steps: ['2 + 2 = 4.', 'The answer is 4.'] }]
    const ranking = await verifier.rerank({ question, candidates })
    expect(ranking).toMatchObject({ id: 'solutions', best: 1, answer: '4' })
    expect(ranking.ranked.map(({ index, id }) => [index, id])).toEqual([
      [1, 'mine'],
      [0, undefined],
    ])
    const { verdicts } = await choose(verifier, { question, candidates })
    expect(verdicts.map(({ id, verdict }) => [id, verdict])).toEqual([
      ['solutions#0', 'incorrect'],
      ['solutions#1', 'correct'],
    ])
  })

  it('in a thread of its own, too', async () => {
    await using verifier = await loadVerifier('evidence:', { thread: true })
    expect((await verifier.verify({ question, text: '2 + 2 = 5.' })).id).toBe('solution')
    const { verdicts } = await verifier.verifyAll([{ question, text: '2 + 2 = 5.' }])
    expect(verdicts.map(({ id }) => id)).toEqual(['solution-1'])
    const ranking = await verifier.rerank({ question, candidates: ['2 + 2 = 5.', '2 + 2 = 4.'] })
    expect(ranking).toMatchObject({ id: 'solutions', best: 1 })
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
    [
      'a reward that is no number',
      { steps: [fine, { reward: Number.NaN }], features: {} },
      /step 2 has the reward NaN/,
    ],
    ['a reward without end', { steps: [{ reward: 1 / 0 }, fine], features: {} }, /step 1 has the reward Infinity/],
    ['no reward', { steps: [fine, {}], features: {} }, /step 2 has the reward undefined/],
    ['a step that is none', { steps: [fine, null], features: {} }, /step 2 has the reward undefined/],
    ['no features', { steps: [fine, fine] }, /no features/],
    [
      'a finding of no kind',
      { steps: [fine, { reward: 0, evidence: [{ kind: 'guess', span: [0, 1], ok: false }] }], features: {} },
      /step 2 has evidence that is no finding: .*guess/,
    ],
    [
      'evidence in words',
      { steps: [{ reward: 0, evidence: 'no' }, fine], features: {} },
      /step 1 has no list of findings/,
    ],
    [
      'names that are no list',
      { steps: [{ reward: 0, checked: 'me' }, fine], features: {} },
      /step 1 has no list of names/,
    ],
    ['objections in one piece', { steps: [fine, fine], features: {}, objections: 'bad' }, /objections are no list/],
    ['a feature in words', { steps: [fine, fine], features: { sure: 'yes' } }, /its feature sure is yes/],
  ])('%s: named, with what the contract asks', async (_, returned, said) => {
    const verifier = verifierOf(returned)
    for (const ask of [() => verifier.verify(chain), () => verifier.verifyAll([chain])])
      await expect(ask()).rejects.toMatchObject({ code: 'configuration', message: expect.stringMatching(said) })
  })

  it.each(['explanation', 'rationale', 'reason'])('a step whose "%s" is no text breaks the contract', async (name) => {
    const rules = { id: 'own', probability: () => 0.5, stepThreshold: 0.5, accept: 0.9, reject: 0.1 }
    const steps = chain.steps.map(() => ({ reward: 1, [name]: {} }))
    const verifier = createVerifier({ ...rules, judges: [() => anything<Judgement>({ steps, features: {} })] })
    await expect(verifier.verify(chain)).rejects.toThrow(`step 1 has no text in "${name}"`)
  })

  it('a judge without a name is called by its place, once', async () => {
    const rules = { id: 'own', probability: () => 0.5, stepThreshold: 0.5, accept: 0.9, reject: 0.1 }
    const verifier = createVerifier({ ...rules, judges: [() => anything<Judgement>(3)] })
    await expect(verifier.verify(chain)).rejects.toThrow(/^judge 1 does not keep its contract: it returned 3/)
  })

  it('a probability outside [0, 1] is refused, one that is no number is none', async () => {
    const counting: Judge = ({ steps }) => ({
      steps: steps.map(() => ({ reward: null })),
      features: { steps: steps.length },
    })
    const rules = { id: 'own', judges: [counting], stepThreshold: 0.5, accept: 0.9, reject: 0.1 }
    const of = (p: number) => createVerifier({ ...rules, probability: () => p }).verify(chain)
    await expect(of(1.2)).rejects.toMatchObject({ code: 'configuration' })
    // From JavaScript anything may come.
    await expect(of('0.9' as unknown as number)).rejects.toThrow(/"probability" gave "0.9"/)
    expect(await of(Number.NaN)).toMatchObject({ probability: null, verdict: 'abstain' })
  })
})

describe('the parts of a verifier', () => {
  const judge: Judge = ({ steps }) => ({ steps: steps.map(() => ({ reward: 0.1 })), features: {} })
  const parts = { id: 'own', judges: [judge], probability: () => null, stepThreshold: 0.5, accept: 1, reject: 0 }
  type Parts = Parameters<typeof createVerifier>[0]

  it.each([
    ['no probability', { probability: undefined }, /probability: expected a function .*uncalibrated/],
    ['a threshold above one', { stepThreshold: 5 }, /stepThreshold: /],
    ['a threshold that is no number', { accept: Number.NaN }, /accept: /],
    ['no judges', { judges: [] }, /judges: expected at least one judge/],
    ['a judge that is no function', { judges: [{}] }, /judges.0: expected a function/],
    ['an aggregation of no kind', { aggregation: 'median' }, /aggregation: /],
    ['no id', { id: '' }, /id: /],
    ['a misspelt name', { stepTreshold: 0.5 }, /unknown: "stepTreshold"[\s\S]*did you mean stepThreshold\?/],
    ['a misspelt rule', { stepRewards: () => 0.5 }, /did you mean stepReward\?/],
    ['an accept below reject', { accept: 0.3, reject: 0.7 }, /accept lies below reject[\s\S]*accept 0.3, reject 0.7/],
    ['a threshold below nought', { reject: -0.1 }, /reject: expected at least 0/],
    ['a threshold in words', { stepThreshold: '0.5' }, /stepThreshold: expected a number, found text/],
  ])('%s: refused by name', (_, wrong, said) => {
    const all = anything<Parts>({ ...parts, ...wrong })
    expect(() => createVerifier(all)).toThrow(
      expect.objectContaining({ code: 'configuration', message: expect.stringMatching(said) }),
    )
  })

  it('a rule for the reward of a step is held to [0, 1]', async () => {
    const verifier = createVerifier({ ...parts, stepReward: () => 7 })
    await expect(verifier.verify({ id: 'c', question: 'q', steps: ['a'] })).rejects.toMatchObject({
      code: 'configuration',
      message: expect.stringContaining('"stepReward" gave 7'),
    })
  })

  it('a judge that throws is named, with what it said', async () => {
    const failing: Judge = () => {
      throw new TypeError('no such host')
    }
    const verifier = createVerifier({ ...parts, judges: [judge, failing] })
    const chain = { id: 'c', question: 'q', steps: ['a'] }
    for (const ask of [() => verifier.verify(chain), () => verifier.verifyAll([chain])])
      await expect(ask()).rejects.toMatchObject({
        name: 'RationaleError',
        code: 'model',
        message: expect.stringMatching(/the judge failing failed\n.*no such host/),
        cause: expect.any(TypeError),
      })
  })

  it('a step says which judge of its own looked at it', async () => {
    const verifier = createVerifier({ ...parts, judges: [judge, (chain) => judge(chain)] })
    const { steps } = await verifier.verify({ id: 'c', question: 'q', steps: ['a'] })
    expect(steps[0]?.checked).toEqual(['judge', 'judge 2'])
  })

  it('its word without a calibration is told and makes no verdict: how often it errs is not known', async () => {
    const verifier = createVerifier({ ...parts, uncalibrated: 'this judge has no calibration' })
    expect(await verifier.verify({ id: 'c', question: 'q', steps: ['a'] })).toMatchObject({
      firstError: 0,
      verdict: 'abstain',
      reasons: [expect.stringMatching(/^Step 1 is doubtful/)],
      reason: 'the reward of step 1 is too low, but how often that errs is not known: this judge has no calibration',
    })
  })

  it.each([[['', '  ']], [['\u200b']]])('a chain whose steps hold no text is not judged: %j', async (steps) => {
    const verifier = createVerifier(parts)
    const verdict = { firstError: null, verdict: 'abstain', reason: 'no step holds text' }
    expect(await verifier.verify({ id: 'c', question: 'q', steps })).toMatchObject(verdict)
    expect((await verifier.verifyAll([{ id: 'c', question: 'q', steps }])).verdicts).toMatchObject([verdict])
  })
})
