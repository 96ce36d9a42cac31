import { describe, expect, it } from 'vitest'
import { RationaleError } from '../../../src/core/errors.js'
import type { Verifier } from '../../../src/core/records/types.js'
import { scriptedModel } from '../../../src/models/scripted.js'
import type { StepScorer } from '../../../verifier/reward/candidates.js'
import {
  type Solution,
  type SolveEvent,
  type SolveOptions,
  solve,
  solveAll,
  solveStrategies,
} from '../../../verifier/search/solve.js'
import { endsWithAnswer } from '../../../verifier/search/step-tree.js'

const problem = { id: 'p', question: 'How many?' }

/** Writes a good and two bad first steps, then the answer that follows from them. */
const generator = scriptedModel({
  generate: (prompt, sample) => {
    if (prompt.includes('good')) return 'The answer is 7.'
    if (prompt.includes('bad')) return 'The answer is 3.'
    return ['bad idea', 'good idea', 'bad idea'][sample % 3] as string
  },
})
/** Likes good steps. */
const scorer: StepScorer = {
  id: 'test',
  score: async (questions) =>
    questions.map(({ candidates }) => ({
      scores: candidates.map((text) => ({ value: text.includes('bad') ? 0.1 : 0.9 })),
    })),
}
const verifier: Pick<Verifier, 'id' | 'verify'> = {
  id: 'test',
  verify: async ({ id = 'solution', steps = [] }) => ({
    id,
    steps: [],
    firstError: -1,
    reward: 0.5,
    aggregation: 'min',
    probability: steps.join().includes('7') ? 0.9 : 0.2,
    verdict: 'abstain',
    reasons: [],
    tokens: { evaluated: 10, unique: 10, generated: 0, calls: 1 },
  }),
}

async function run(options: SolveOptions, of = problem): Promise<{ events: SolveEvent[]; solution: Solution }> {
  const events: SolveEvent[] = []
  for await (const event of solve(of, options)) events.push(event)
  const last = events.at(-1)
  if (last?.type !== 'solution') throw new Error('no solution')
  return { events, solution: last.solution }
}

describe('searches', () => {
  it('step search follows the reward, streams its turns and stops at the answer', async () => {
    const { events, solution } = await run({ generator, scorer })
    expect(solution).toMatchObject({ strategy: 'step-search', answer: '7', best: 0 })
    expect(solution.attempts[0]?.steps).toEqual(['good idea', 'The answer is 7.'])
    expect(events.map(({ type }) => type)).toEqual(['turn', 'turn', 'attempt', 'solution'])
    expect(events[0]).toMatchObject({
      turn: 0,
      candidates: [
        { text: 'bad idea', reward: 0.1, chosen: false },
        { text: 'good idea', reward: 0.9, chosen: true },
        { text: 'bad idea', reward: 0.1, chosen: false },
      ],
    })
    expect(solution.tokens.generated).toBe(3 * 2 + 3 * 4)
  })

  it('one candidate a turn is greedy: no scorer can help', async () => {
    expect((await run({ generator, scorer, n: 1 })).solution.answer).toBe('3')
  })

  it.each([
    ['beam', 1],
    ['dvts', 3],
  ] as const)('%s finds it too, with %i tree(s), and asks for equal paths in one call', async (strategy, trees) => {
    const { events, solution } = await run({ generator, scorer, strategy, n: 9, branches: 3 })
    expect(solution.answer).toBe('7')
    expect(new Set(events.flatMap((event) => (event.type === 'turn' ? [event.tree] : []))).size).toBe(trees)
    // Paths of one text share a call: the opening is asked once however many trees begin there.
    expect(solution.tokens.calls).toBeLessThanOrEqual(3)
  })

  it('stops after the turns it was given, or when its tokens are spent', async () => {
    const endless = scriptedModel({ generate: (_prompt, sample) => `on and on ${sample}` })
    const { solution } = await run({ generator: endless, scorer, maxTurns: 4 })
    expect(solution.attempts[0]?.steps.length).toBe(4)
    expect(solution.answer).toBeNull()
    const spent = await run({ generator: endless, scorer, tokenBudget: 1 })
    expect(spent.solution.attempts[0]?.steps.length).toBe(1)
    // Four words each, three a turn: what was read beside them does not count.
    const written = await run({ generator: endless, scorer, writtenBudget: 25 })
    expect(written.solution.attempts[0]?.steps.length).toBe(3)
    const samples = await run({ generator: endless, strategy: 'majority', n: 9, batch: 3, writtenBudget: 13 })
    expect(samples.solution.attempts.length).toBe(6)
  })

  it('a step without a score never wins over one that has one; NaN neither', async () => {
    const holes: StepScorer = {
      id: 'holes',
      score: async (questions) =>
        questions.map(({ candidates }) => ({
          scores: candidates.map((text) =>
            text.includes('good')
              ? { value: 0.01 }
              : text.includes('bad')
                ? { value: Number.NaN }
                : { value: null, reason: 'no' },
          ),
        })),
    }
    expect((await run({ generator, scorer: holes })).solution.answer).toBe('7')
  })

  it('empty steps end the chain with what it has', async () => {
    const empty = scriptedModel({ generate: { '*': ' ' } })
    expect((await run({ generator: empty, scorer })).solution).toMatchObject({
      answer: null,
      best: null,
      reason: 'nothing was written',
    })
  })

  it('explicit supervision shows the rationale to the generator', async () => {
    const model = scriptedModel({ generate: { '*': 'good rationale' } })
    const { solution } = await run({ generator, scorer: { preset: 'rationalyst-explicit', model } })
    expect(solution.attempts[0]?.steps).toEqual(['The answer is 7.'])
  })

  it('implicit supervision names its rationale in the trace', async () => {
    const model = scriptedModel({
      generate: { '*': 'good is best' },
      score: (token, before) => (before.includes(token.trim()) ? -0.1 : -5),
    })
    const { events, solution } = await run({ generator, scorer: { preset: 'rationalyst-implicit-mean', model } })
    expect(events[0]).toMatchObject({ rationale: 'good is best' })
    expect(solution.answer).toBe('7')
  })
})

describe('whole solutions', () => {
  const solutions = scriptedModel({ generate: (_prompt, sample) => `The answer is ${sample === 1 ? 7 : 3}.` })

  it('majority, weighted and best-of-n', async () => {
    expect((await run({ generator: solutions, strategy: 'majority' })).solution.answer).toBe('3')
    expect((await run({ generator: solutions, verifier, strategy: 'weighted' })).solution.answer).toBe('7')
    const { solution } = await run({ generator: solutions, verifier, strategy: 'best-of-n' })
    expect(solution).toMatchObject({ answer: '7', best: 1 })
    expect(solution.tokens.evaluated).toBeGreaterThanOrEqual(30) // three verifications of ten tokens each
  })

  it('a verifier sees the attempt, and nothing of what else the problem’s record holds', async () => {
    const record = { ...problem, answer: '7', gold: '7', text: 'It is 7.', firstError: -1, context: 'A table.' }
    const seen: unknown[] = []
    const watching: typeof verifier = {
      ...verifier,
      verify(chain) {
        seen.push(chain)
        return verifier.verify(chain)
      },
    }
    const silent = scriptedModel({ generate: () => 'Nothing comes of it' })
    for (const strategy of ['weighted', 'step-search'] as const)
      await run({ generator: silent, verifier: watching, scorer, strategy, n: 1, maxTurns: 1 }, record)
    const attempt = { ...problem, context: 'A table.', steps: ['Nothing comes of it'] }
    expect(seen).toEqual([attempt, attempt])
  })

  it('a verifier that gives NaN or fails for one attempt harms only that one', async () => {
    let call = 0
    const shaky: typeof verifier = {
      id: 'shaky',
      async verify(chain) {
        call++
        if (call === 1) throw new Error('the verifier fell over')
        return { ...(await verifier.verify(chain)), ...(call === 3 ? { probability: Number.NaN } : {}) }
      },
    }
    const { solution } = await run({ generator, verifier: shaky, strategy: 'best-of-n', n: 3 })
    expect(solution.attempts).toMatchObject([
      { probability: null, reason: 'the verifier fell over' },
      { probability: expect.any(Number) },
      { probability: null, reason: 'the probability is NaN' },
    ])
    expect(solution.best).toBe(1)
  })

  it('asks for no more once the vote cannot change', async () => {
    const same = scriptedModel({ generate: { '*': 'The answer is 3.' } })
    const { solution } = await run({ generator: same, strategy: 'majority', n: 9, batch: 1 })
    expect(solution).toMatchObject({ answer: '3' })
    expect(solution.attempts.length).toBe(5)
  })

  it('the same seed gives the same solution', async () => {
    const drawn: number[] = []
    const seeded = {
      ...solutions,
      generate: (request: Parameters<typeof solutions.generate>[0]) => {
        drawn.push(request.seed as number)
        return solutions.generate(request)
      },
    }
    for (const seed of [1, 1, 2]) await run({ generator: seeded, strategy: 'majority', seed })
    expect(drawn[0]).toBe(drawn[1])
    expect(drawn[0]).not.toBe(drawn[2])
  })
})

describe('many problems', () => {
  it('passes over what is done; one failure leaves the others unharmed', async () => {
    const fragile = scriptedModel({
      generate: (prompt) => {
        if (prompt.includes('boom')) throw new Error('the server is down')
        return 'The answer is 3.'
      },
    })
    const problems = ['a', 'boom', 'c', 'd'].map((question) => ({ id: question, question }))
    const solved: Solution[] = []
    for await (const event of solveAll(problems, { generator: fragile, strategy: 'majority', done: new Set(['c']) }))
      if (event.type === 'solution') solved.push(event.solution)
    expect(solved.map(({ id, answer }) => [id, answer])).toEqual([
      ['a', '3'],
      ['boom', null],
      ['d', '3'],
    ])
    expect(solved[1]?.reason).toContain('the server is down')
  })

  const spent = (code: 'quota' | 'configuration' | 'missing-package') => {
    const answer = () => {
      throw new RationaleError(code, 'nobody is answered')
    }
    return { ...scriptedModel({ generate: answer, score: answer }), verify: async () => answer() }
  }
  const going = scriptedModel({ generate: () => 'We go on.', score: () => -1 })

  it.each([
    ['scores', { scorer: { preset: 'implicit-gain', model: spent('quota') } }],
    ['scores, by a wrong key', { scorer: { preset: 'implicit-gain', model: spent('configuration') } }],
    ['scores, without its package', { scorer: { preset: 'implicit-gain', model: spent('missing-package') } }],
    ['guides', { scorer: { preset: 'rationalyst-explicit', model: spent('quota') } }],
    [
      'writes rationales',
      { scorer: { preset: 'rationalyst-implicit-mean', model: going, rationaleModel: spent('quota') } },
    ],
    ['verifies', { strategy: 'best-of-n', verifier: spent('quota') }],
  ] satisfies [string, Partial<SolveOptions>][])(
    'end where the model that %s would fail at every one, and take nothing by chance',
    async (_, options) => {
      const problems = ['a', 'b'].map((question) => ({ id: question, question }))
      const solving = async () => {
        for await (const _ of solveAll(problems, { generator: going, strategy: 'step-search', ...options }));
      }
      await expect(solving()).rejects.toThrow('nobody is answered')
    },
  )

  it('name those that have no id by their place; with ids of an earlier run each needs its own', async () => {
    const generator = scriptedModel({ generate: () => 'The answer is 3.' })
    const idsOf = async (events: AsyncIterable<SolveEvent>) => {
      const ids: string[] = []
      for await (const event of events) if (event.type === 'solution') ids.push(event.solution.id)
      return ids
    }
    const problems = [{ question: 'a' }, { id: 'b', question: 'b' }, { question: 'c' }]
    const options = { generator, strategy: 'majority' } as const
    expect(await idsOf(solve({ question: 'a' }, options))).toEqual(['problem'])
    expect(await idsOf(solveAll(problems, options))).toEqual(['problem-1', 'b', 'problem-3'])
    await expect(idsOf(solveAll(problems.toReversed(), { ...options, done: new Set(['b']) }))).rejects.toMatchObject({
      code: 'input',
      message: expect.stringContaining('problem 1 has no id'),
    })
  })

  it('keeps what was written before a failure', async () => {
    let calls = 0
    const tired = scriptedModel({
      generate: () => {
        if (++calls > 4) throw new RationaleError('network', 'the server is down')
        return 'The answer is 3.'
      },
    })
    const solved: Solution[] = []
    for await (const event of solveAll([problem], { generator: tired, strategy: 'majority', n: 40, batch: 2 }))
      if (event.type === 'solution') solved.push(event.solution)
    expect(solved).toMatchObject([{ answer: null, best: null, failed: true, tokens: { calls: 2 } }])
    expect(solved[0]?.attempts.map(({ answer }) => answer)).toEqual(['3', '3', '3', '3'])
  })

  it('ends at what every other problem would meet too', async () => {
    let calls = 0
    const spent = scriptedModel({
      generate: () => {
        calls++
        throw new RationaleError('quota', 'the account has no quota left')
      },
    })
    const running = async () => {
      for await (const _ of solveAll(
        ['a', 'b', 'c'].map((id) => ({ id, question: id })),
        { generator: spent, strategy: 'majority' },
      ));
    }
    await expect(running()).rejects.toMatchObject({ code: 'quota' })
    expect(calls).toBe(1)
  })

  it('an abort ends it, even where the model never answers', async () => {
    const deaf = scriptedModel({
      generate: { '*': 'x' },
      before: () => new Promise(() => {}),
    })
    const controller = new AbortController()
    setTimeout(() => controller.abort(), 10)
    const running = async () => {
      for await (const _ of solveAll([problem], { generator: deaf, strategy: 'majority', signal: controller.signal }));
    }
    await expect(running()).rejects.toMatchObject({ code: 'aborted' })
  })
})

describe('options', () => {
  it('names everything that is wrong at once', async () => {
    await expect(run({ generator, strategy: 'beam', n: 0, maxTurns: 1.5 })).rejects.toThrow(
      /beam needs a scorer.*n is 0.*maxTurns is 1.5/,
    )
    for (const strategy of solveStrategies.filter((each) => each !== 'majority'))
      await expect(run({ generator, strategy })).rejects.toMatchObject({ code: 'configuration' })
  })
})

describe('the stop rule', () => {
  it.each([
    ['So the answer is 12.', true],
    ['\\boxed{5}', true],
    ['#### 3', true],
    ['We look for the answer.', false],
    ['12 + 3 = 15', false],
  ])('%j: %j', (step, ends) => expect(endsWithAnswer(step, {})).toBe(ends))
})
