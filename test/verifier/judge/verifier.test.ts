import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { at } from '../../../src/core/absence.js'
import { RationaleError } from '../../../src/core/errors.js'
import { describe as describeVerdict } from '../../../src/core/records/reasoning.js'
import { conclude, markOf, sayObjection } from '../../../src/core/records/verdict-words.js'
import { emptyTally } from '../../../src/core/tally.js'
import { evidenceVerifier } from '../../../verifier/evidence-verifier.js'
import type { Judge, PreparedChain, StepJudgement } from '../../../verifier/judge/judge.js'
import { createVerifier } from '../../../verifier/judge/verifier.js'

/** Rewards are written into the steps: "0.4" has reward 0.4, "none" has none, and a chain with "NaN" cannot be judged. */
const written: Judge = ({ steps }) => ({
  steps: steps.map((step) => ({ reward: step === 'none' || step === 'NaN' ? null : Number(step) })),
  features: { mean: steps.reduce((sum, step) => sum + Number(step), 0) / steps.length },
  ...(steps.includes('NaN') && { reason: `step ${steps.indexOf('NaN') + 1}: the score is NaN` }),
})
const verifier = (judge: Judge = written) =>
  createVerifier({
    id: 'test:',
    judges: [judge],
    probability: ({ mean = Number.NaN }) => (Number.isFinite(mean) ? mean : null),
    stepThreshold: 0.5,
    accept: 0.7,
    reject: 0.3,
  })
const chain = (...steps: string[]) => ({ id: 'c', question: 'q', steps })

describe('a verdict', () => {
  it('names the first step below the threshold and aggregates by the least reward', async () => {
    expect(await verifier().verify(chain('0.9', '0.4', '0.2'))).toMatchObject({
      id: 'c',
      firstError: 1,
      reward: 0.2,
      aggregation: 'min',
      probability: 0.25,
      verdict: 'incorrect',
    })
    expect(await verifier().verify(chain('0.9', '0.9'))).toMatchObject({ firstError: -1, verdict: 'correct' })
    expect(await verifier().verify(chain('0.1', '0.2'))).toMatchObject({ firstError: 0, verdict: 'incorrect' })
  })

  it('has no probability, and says why, where a feature or the rule gives no number', async () => {
    const verdictWith = (features: Record<string, number>, probability: (given: Record<string, number>) => number) =>
      createVerifier({
        id: 'test:',
        judges: [({ steps }) => ({ steps: steps.map(() => ({ reward: 0.9 })), features })],
        probability,
        ...{ stepThreshold: 0.5, accept: 0.7, reject: 0.3, uncalibrated: 'never the reason where there is a rule' },
      }).verify(chain('a'))
    const none = { probability: null, verdict: 'abstain' }
    expect(await verdictWith({ a: Number.NaN }, ({ a = 0 }) => (a > 0.5 ? 0.9 : 0.1))).toMatchObject({
      ...none,
      reason: 'the feature "a" is NaN',
    })
    expect(await verdictWith({ a: 1 }, () => Number.NaN)).toMatchObject({
      ...none,
      reason: 'the rule "probability" gave NaN',
    })
  })

  it('words of a step come from a judge that thinks as the verdict does', async () => {
    const saying =
      (reward: number | null, explanation: string | undefined): Judge =>
      async ({ steps }) => ({
        steps: steps.map(() => ({ reward, explanation }) as StepJudgement), // `undefined` as a careless judge writes it
        features: {},
      })
    const [doubting, praising] = [saying(0.1, '48 - 28 is 20, not 22'), saying(0.9, 'the subtraction is right')]
    const told = async (...judges: Judge[]) => {
      const rules = { probability: () => null, stepThreshold: 0.5, accept: 0.7, reject: 0.3 }
      const { steps } = await createVerifier({ id: 'test:', judges, ...rules }).verify(chain('48 - 28 = 22'))
      return steps[0]?.explanation
    }
    expect(await told(doubting, praising)).toBe('48 - 28 is 20, not 22')
    expect(await told(praising, doubting)).toBe('48 - 28 is 20, not 22')
    expect(await told(doubting, saying(null, undefined))).toBe('48 - 28 is 20, not 22')
    expect(await told(saying(0.1, undefined), praising)).toBeUndefined()
  })

  it.each(['probability', 'stepReward', 'unfamiliar'])('a rule "%s" that throws is named', async (rule) => {
    const broken = createVerifier({
      id: 'test:',
      judges: [written],
      probability: () => 0.5,
      ...{ stepThreshold: 0.5, accept: 0.7, reject: 0.3 },
      [rule]: () => {
        throw new TypeError('x is not a function')
      },
    })
    await expect(broken.verify(chain('0.9'))).rejects.toMatchObject({
      code: 'configuration',
      message: expect.stringContaining(`the rule "${rule}" failed`),
      found: 'x is not a function',
    })
  })

  it('is null with a reason, never NaN, where it cannot be computed', async () => {
    expect(await verifier().verify(chain())).toMatchObject({
      firstError: null,
      reward: null,
      probability: null,
      verdict: 'abstain',
      reason: 'the chain has no steps',
    })
    const broken = await verifier().verify(chain('0.9', 'NaN'))
    expect(broken).toMatchObject({
      firstError: null,
      reward: null,
      probability: null,
      verdict: 'abstain',
      reason: 'step 2: the score is NaN',
    })
    expect(broken.steps[1]?.reward).toBeNull()
    const refused: Judge = ({ steps }) => ({
      steps: steps.map(() => ({ reward: null })),
      features: {},
      reason: 'too long',
    })
    expect(await verifier(refused).verify(chain('a'))).toMatchObject({
      firstError: null,
      probability: null,
      reason: 'too long',
    })
  })

  it('takes the lowest reward of several judges and adds up their work', async () => {
    const tokens = { ...emptyTally(), evaluated: 3, calls: 1 }
    const strict: Judge = ({ steps }) => ({
      steps: steps.map(() => ({ reward: 0.1, process: 0.1 })),
      features: {},
      tokens,
    })
    const both = createVerifier({
      id: 'both:',
      judges: [written, strict],
      probability: () => 0.5,
      stepThreshold: 0.5,
      accept: 1,
      reject: 0,
    })
    const verdict = await both.verify(chain('0.9', 'none'))
    expect(verdict.steps.map(({ reward, process }) => [reward, process])).toEqual([
      [0.1, 0.1],
      [0.1, 0.1],
    ])
    expect(verdict.tokens).toEqual(tokens)
  })

  it('names the step that one judge holds wrong where another could not judge the chain', async () => {
    const silent: Judge = ({ steps }) => ({ steps: steps.map(() => ({ reward: null })), features: {}, reason: 'down' })
    const both = createVerifier({
      id: 'both:',
      judges: [written, silent],
      probability: () => 0.9,
      stepThreshold: 0.5,
      accept: 0.8,
      reject: 0,
    })
    expect(await both.verify(chain('0.9', '0.1'))).toMatchObject({
      firstError: 1,
      steps: [{ wrong: false }, { wrong: true }],
      reward: null,
      probability: null,
      verdict: 'abstain',
      reason: 'down',
      judgedInPart: true,
    })
    // What a judge says of a chain that it gave up itself names nothing.
    const broken: Judge = ({ steps }) => ({ steps: steps.map(() => ({ reward: 0.1 })), features: {}, reason: 'cut' })
    const one = createVerifier({
      id: 'one:',
      judges: [written, broken],
      probability: () => 0.9,
      stepThreshold: 0.5,
      accept: 0.8,
      reject: 0,
    })
    expect((await one.verify(chain('0.9', '0.9'))).firstError).toBeNull()
  })

  it('by a rule that was fitted where all spoke: only a step that the standing judge speaks against is named', async () => {
    const silent: Judge = ({ steps }) => ({ steps: steps.map(() => ({ reward: null })), features: {}, reason: 'down' })
    // Nothing is right enough for this rule without the second judge.
    const halved = ([first, second]: readonly { reward: number | null }[]) =>
      ((first?.reward ?? 0.5) + (second?.reward ?? 0.5)) / 2
    const withRule = (stepReward: typeof halved) =>
      createVerifier({
        id: 'both:',
        judges: [written, silent],
        probability: () => 0.9,
        stepReward,
        ...{ stepThreshold: 0.9, accept: 0.95, reject: 0 },
      })
    const told: boolean[] = []
    const onEvent = (event: { wrong: boolean }) => told.push(event.wrong)
    expect(await withRule(halved).verify(chain('1', '0', 'none'), { onEvent })).toMatchObject({
      firstError: 1,
      steps: [{ wrong: false }, { wrong: true }, { wrong: false }],
      probability: null,
      reason: 'down',
      judgedInPart: true,
    })
    expect(told).toEqual([false, true, false])
    // A judge without weight in the rule names nothing.
    const deaf = await withRule(([, second]) => second?.reward ?? 0.5).verify(chain('1', '0'))
    expect([deaf.firstError, deaf.judgedInPart]).toEqual([null, true])
  })

  it('is null with a reason where no judge says anything, not even a feature', async () => {
    const judging = (features: Record<string, number>) =>
      verifier(({ steps }) => ({ steps: steps.map(() => ({ reward: null })), features })).verify(chain('a', 'b'))
    const said = await judging({})
    expect(said).toMatchObject({ firstError: null, probability: null, verdict: 'abstain' })
    expect(said.reason).toBe('no judge has anything to say of any step')
    expect(await judging({ mean: 0.9 })).toMatchObject({ firstError: -1, probability: 0.9, verdict: 'correct' })
  })

  it('is given up when aborted', async () => {
    await expect(verifier().verify(chain('1'), { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'aborted',
    })
  })
})

describe('a verdict is consistent', () => {
  /** A step is written as "reward finding"; the probability and an objection to the whole stand in the question. */
  const judge: Judge = ({ question, steps }) => ({
    steps: steps.map((step) => {
      const [reward, finding] = step.split(' ')
      const failed = { kind: 'arithmetic' as const, span: [0, 1] as const, claimed: '6', computed: '5', ok: false }
      return { reward: reward === 'none' ? null : Number(reward), evidence: finding === 'failed' ? [failed] : [] }
    }),
    features: { p: Number(question.split(' ')[0]) },
    objections: question.endsWith('objects') ? ['The whole looks wrong.'] : [],
  })
  const consistent = createVerifier({
    id: 'test:',
    judges: [judge],
    probability: ({ p = Number.NaN }) => p,
    // As a calibrated rule may: a failed finding alone does not bring the step below the threshold.
    stepReward: ([first]) => (first?.reward === null ? null : Math.max(first?.reward ?? 0, 0.3)),
    stepThreshold: 0.2,
    accept: 0.7,
    reject: 0.3,
  })
  const verdictOf = (question: string, ...steps: string[]) => consistent.verify({ id: 'c', question, steps })

  it('incorrect with a failed finding whatever the probability, and says which step', async () => {
    expect(await verdictOf('0.9', '0.9', '0.1 failed')).toMatchObject({
      firstError: 1,
      verdict: 'incorrect',
      probability: 0.25,
      reasons: ['Step 2 is wrong: 0: 6 should be 5.'],
    })
    expect(await verdictOf('0.9', '0.9')).toMatchObject({ firstError: -1, verdict: 'correct', reasons: [] })
  })

  it('incorrect only with something to say', async () => {
    expect(await verdictOf('0.1', '0.9')).toMatchObject({
      verdict: 'abstain',
      reason: 'the probability is 0.10, but nothing shows what is wrong',
    })
    expect(await verdictOf('0.1 objects', '0.9')).toMatchObject({
      verdict: 'incorrect',
      reasons: ['The whole looks wrong.'],
    })
    // A note accuses no step, and shows nothing.
    expect(await verdictOf('0.1', 'none failed')).toMatchObject({
      firstError: -1,
      verdict: 'abstain',
      reasons: ['Step 1 is doubtful: n: 6 should be 5.'],
    })
  })

  it('thresholds belong to what they call: they are values of chains that were counted', async () => {
    expect((await verdictOf('0.7', '0.9')).verdict).toBe('correct')
    expect((await verdictOf('0.3 objects', '0.9')).verdict).toBe('incorrect')
    // A step is wrong below its threshold.
    const atThreshold = judgedBy(0.7, { accept: 0.7, stepThreshold: 0.5 })
    const chain = { id: 'c', question: 'q', steps: ['0.5'] }
    expect(await atThreshold.verify(chain)).toMatchObject({ firstError: -1, verdict: 'correct' })
  })

  it('a disproved step has no reward above that of the judge who disproved it', async () => {
    const { steps, reward } = await verdictOf('0.9', '0.9', '0.1 failed')
    expect(steps.map((step) => step.reward)).toEqual([0.9, 0.1])
    expect(reward).toBe(0.1)
  })

  it('a step with a low reward is doubtful, not wrong, where the chain is of a kind that the calibration never saw', async () => {
    const verifier = createVerifier({
      id: 'test:',
      judges: [judge],
      probability: () => 0.1,
      stepThreshold: 0.2,
      accept: 0.7,
      reject: 0.3,
      unfamiliar: () => 'the calibration never saw such a chain',
    })
    const verdict = await verifier.verify({ id: 'c', question: '0.1', steps: ['0.9', '0.1'] })
    expect(verdict).toMatchObject({
      firstError: 1,
      verdict: 'abstain',
      reasons: ['Step 2 is doubtful: its reward is 0.10, lower than right steps have.'],
    })
    expect(conclude(verdict).wrong).toMatch(/^Step 2 is doubtful: /)
    expect(describeVerdict(verdict)).toMatch(/^Step 2 is doubtful: /)
    expect(markOf(at(verdict.steps, 1), verdict)).toBe('doubted')
  })

  const critic: Judge = ({ steps }) => ({
    steps: steps.map((step) => {
      const [reward, finding, ...explanation] = step.split(' ')
      const failed = { kind: 'arithmetic' as const, span: [0, 1] as const, claimed: '6', computed: '5', ok: false }
      return {
        reward: Number(reward),
        checked: ['critique'],
        evidence: finding === 'failed' ? [failed] : [],
        ...(explanation.length > 0 ? { explanation: explanation.join(' ') } : {}),
      }
    }),
    features: {},
  })
  const judgedBy = (probability: number | null, rules: object) =>
    createVerifier({
      id: 'test:',
      judges: [critic],
      probability: () => probability,
      stepThreshold: 0,
      accept: 1,
      reject: 0,
      ...rules,
    })

  it('a step that a judge objects to is doubtful where the calibration calls nothing, and no mark says that nobody looked', async () => {
    const verdict = await judgedBy(0.01, {}).verify({ id: 'c', question: 'q', steps: ['0.1 - does not follow', '0.9'] })
    expect(verdict).toMatchObject({
      firstError: -1,
      verdict: 'abstain',
      reason: 'the probability is 0.01, which is a hint alone: no check found a wrong step',
      reasons: ['Step 1 is doubtful: does not follow.'],
    })
    expect(verdict.steps.map((step) => markOf(step, verdict))).toEqual(['doubted', 'judged'])
    expect(conclude(verdict)).toMatchObject({ wrong: 'Step 1 is doubtful: does not follow.', notes: [] })
    expect(describeVerdict(verdict)).toMatch(/^Step 1 is doubtful: does not follow\./)
  })

  it('the two numbers of a network are one voice, and judges are called by their names', () => {
    const said = (...checked: string[]) => sayObjection({ checked, reward: 0.01 })
    expect(said('process', 'value', 'arithmetic')).toBe('the network gives it 0.01')
    expect(said('2.process')).toBe('the network gives it 0.01')
    expect(said('1.critic', '2.process')).toBe('the judges 1.critic, 2.process give it 0.01')
    expect(said('critic')).toBe('the judge critic gives it 0.01')
    expect(said('arithmetic')).toBe('its reward is 0.01')
  })

  it('says what calls a chain incorrect where it is likelier wrong', async () => {
    const reasonAt = async (probability: number, reject: number) =>
      (await judgedBy(probability, { accept: 0.9, reject }).verify({ id: 'c', question: 'q', steps: ['0.9'] })).reason
    expect(await reasonAt(0.3, 0.1)).toBe(
      'the probability is 0.30, and to call a chain incorrect at most 0.10 is needed, or a wrong step',
    )
    expect(await reasonAt(0.104, 0.101)).toBe('the probability is 0.10, just above what calls a chain incorrect')
    expect(await reasonAt(0.6, 0.1)).toBe('the probability is 0.60, and to call a chain correct 0.90 is needed')
  })

  it('a judge without a calibration is quoted, after what a check disproved', async () => {
    const verifier = judgedBy(null, { stepThreshold: 0.5, uncalibrated: 'it is not calibrated' })
    const { reasons, firstError } = await verifier.verify({ id: 'c', question: 'q', steps: ['0.1', '0.1 failed'] })
    expect(reasons).toEqual([
      'Step 2 is wrong: 0: 6 should be 5.',
      'Step 1 is doubtful: the judge critique gives it 0.10.',
    ])
    expect(firstError).toBe(1)
  })

  it('what is incorrect by the reward of a step is never as likely right as not', async () => {
    const sure = createVerifier({
      id: 'test:',
      judges: [written],
      probability: () => 0.9,
      stepThreshold: 0.5,
      accept: 0.7,
      reject: 0,
    })
    expect(await sure.verify(chain('0.9', '0.4'))).toMatchObject({ verdict: 'incorrect', probability: 0.25 })
  })

  it('in every case', async () => {
    const step = fc.tuple(fc.constantFrom('none', '0', '0.1', '0.6', '1'), fc.constantFrom('', ' failed'))
    const probability = fc.constantFrom(0, 0.2, 0.5, 0.8, 1)
    await fc.assert(
      fc.asyncProperty(probability, fc.boolean(), fc.array(step, { minLength: 1 }), async (p, objects, steps) => {
        const verdict = await verdictOf(`${p}${objects ? ' objects' : ''}`, ...steps.map((each) => each.join('')))
        if (verdict.verdict === 'correct') expect([verdict.firstError, verdict.reasons]).toEqual([-1, []])
        if ((verdict.firstError ?? -1) >= 0) expect(verdict.verdict).toBe('incorrect')
        if (verdict.verdict === 'incorrect') expect(verdict.reasons).not.toEqual([])
        if (verdict.verdict === 'incorrect') expect(verdict.probability).toBeLessThanOrEqual(0.25)
        for (const [i, { reward }] of verdict.steps.entries())
          if (/^0(?:\.1)? failed$/.test(steps[i]?.join('') ?? '')) expect(reward).toBeLessThan(0.5)
        if (verdict.verdict === 'abstain') expect(verdict.reason).toBeTruthy()
        for (const { evidence, checked } of verdict.steps) expect(checked.length > 0).toBe(evidence.length > 0)
      }),
    )
  })
})

describe('a ranking', () => {
  it('by the rewards, and says so, where the verifier has no calibration', async () => {
    const uncalibrated = createVerifier({
      id: 'test:',
      judges: [written],
      probability: () => null,
      uncalibrated: 'no calibration',
      stepThreshold: 0.5,
      accept: 1,
      reject: 0,
    })
    expect(await uncalibrated.rerank({ ...set, candidates: set.candidates.slice(0, 3) })).toMatchObject({
      best: 0,
      answer: '1',
      reason: 'no candidate has a probability (no calibration): the rewards chose',
    })
  })

  const set = {
    id: 's',
    question: 'q',
    gold: '2',
    candidates: [
      { id: 'a', steps: ['0.6'], answer: '1', correct: false, model: 'secret' },
      { id: 'b', steps: ['0.8'], answer: '2', correct: true },
      { id: 'c', steps: ['0.5'], answer: '1' },
      { id: 'd', steps: ['NaN'], answer: '2' },
    ],
  }

  it.each([
    ['weighted', 0, '1'],
    ['best-of-n', 1, '2'],
  ] as const)('by %s', async (strategy, best, answer) => {
    const ranking = await verifier().rerank(set, { strategy })
    expect(ranking).toMatchObject({ id: 's', strategy, best, answer })
    expect(ranking.ranked[0]?.index).toBe(best)
    expect(ranking.ranked.at(-1)).toMatchObject({ index: 3, probability: null, reward: null })
  })

  it('takes a sound one without an answer instead of disproved ones by the weighted vote alone, and counts what was not judged', async () => {
    await using checks = evidenceVerifier()
    const candidates = [{ text: '80*0.15=14' }, { text: '80*0.15=14' }, { text: '12 is 15% of 80.' }, { text: '' }]
    const ranked = async (strategy: 'weighted' | 'majority' | 'best-of-n') =>
      checks.rerank({ id: 's', question: 'What is 15 % of 80?', candidates }, { strategy })
    expect(await ranked('weighted')).toMatchObject({ best: 2, answer: null, unjudged: 1 })
    expect(await ranked('majority')).toMatchObject({ best: 0, answer: '14', unjudged: 1 })
    expect(await ranked('best-of-n')).toMatchObject({ answer: '14', unjudged: 1 })
    const judged = { id: 's', question: 'What is 15 % of 80?', candidates: candidates.slice(0, 3) }
    expect(await checks.rerank(judged)).not.toHaveProperty('unjudged')
  })

  it('never shows a judge the gold answer, a grade or a generator', async () => {
    const seen: PreparedChain[] = []
    const spy: Judge = (given) => {
      seen.push(given)
      return { steps: given.steps.map(() => ({ reward: 1 })), features: {} }
    }
    await verifier(spy).rerank(set)
    expect(seen).toHaveLength(4)
    expect(Object.keys(seen[0] ?? {}).sort()).toEqual(['answer', 'question', 'steps'])
  })

  it('has no winner where nothing can be judged', async () => {
    const none = { ...set, candidates: [{ steps: ['NaN'], answer: '1' }] }
    expect(await verifier().rerank(none)).toMatchObject({
      best: null,
      answer: null,
      reason: 'no candidate could be judged: step 1: the score is NaN',
    })
    const silent = { ...set, candidates: [{ steps: ['none'] }] }
    expect(await verifier().rerank(silent, { strategy: 'majority' })).toMatchObject({
      best: null,
      reason: 'no candidate states an answer that can be read',
    })
  })
})

it('evidence: finds the slip, and ranks the candidate without it first', async () => {
  await using evidence = evidenceVerifier()
  const question = 'Ann has 12 boxes of 6 eggs. 5 eggs break. How many are whole?'
  const wrong = { text: '12 * 6 = 74 eggs.\n74 - 5 = 69 are whole.\nThe answer is 69.' }
  const right = { text: '12 * 6 = 72 eggs.\n72 - 5 = 67 are whole.\nThe answer is 67.' }
  expect(await evidence.verify({ id: 'w', question, ...wrong })).toMatchObject({ firstError: 0, answer: '69' })
  const ranking = await evidence.rerank({ id: 'r', question, candidates: [wrong, right] })
  expect(ranking).toMatchObject({ best: 1, answer: '67' })
})

describe('a judge that takes chains together and fails', () => {
  const failing = () => {
    const asked: number[] = []
    const judge: Judge = () => {
      asked.push(1)
      throw new RationaleError('network', 'the server died')
    }
    judge.many = async (chains) => {
      asked.push(chains.length)
      throw new RationaleError('network', 'the server died')
    }
    const rules = { probability: () => null, stepThreshold: 0.5, accept: 1, reject: 0 }
    return { asked, verifier: createVerifier({ id: 'test:', judges: [judge], ...rules }) }
  }
  const chains = (count: number) => Array.from({ length: count }, () => ({ question: 'q', steps: ['x'] }))

  it.each([
    [1, [1]],
    [3, [3, 1, 1, 1]],
  ])(
    'is asked for %i chains by requests for %j: for one alone there is nothing to take apart',
    async (count, sizes) => {
      const { asked, verifier } = failing()
      await expect(verifier.verifyAll(chains(count))).rejects.toMatchObject({ code: 'network' })
      expect(asked).toEqual(sizes)
    },
  )
})

it('a judge that ends in an error of its own because it was told to stop was aborted, and did not fail', async () => {
  const stop = new AbortController()
  const judge: Judge = async (_, signal) => {
    const told = new Promise((_resolve, reject) => {
      signal?.addEventListener('abort', () => reject(new Error('socket hang up')))
    })
    stop.abort()
    await told
    return { steps: [{ reward: 1 }], features: {} }
  }
  const verifier = createVerifier({
    ...{ id: 'test:', judges: [judge], probability: () => null, stepThreshold: 0.5, accept: 1, reject: 0 },
  })
  const chain = { question: 'q', steps: ['x'] }
  await expect(verifier.verify(chain, { signal: stop.signal })).rejects.toMatchObject({ code: 'aborted' })
})
