import { describe, expect, it } from 'vitest'
import { scriptedModel } from '../../../../src/models/scripted.js'
import type { Completion, GenerateRequest, LanguageModel } from '../../../../src/models/types.js'
import { critiqueJudge } from '../../../../verifier/reward/critique/critique-judge.js'
import { turnOf, wholePrompt } from '../../../../verifier/reward/critique/formats.js'

const chain = { question: 'Q', steps: ['a', 'b', 'c'] }

/** Answers in turn, and keeps what it was asked. */
function answering(...answers: Partial<Completion>[][]): LanguageModel & { asked: GenerateRequest[] } {
  const asked: GenerateRequest[] = []
  return {
    ...scriptedModel({ generate: { '*': '' } }),
    asked,
    generate: async (request) => {
      asked.push({ ...request, prompt: structuredClone(request.prompt) })
      return (answers[asked.length - 1] ?? []).map((each) => ({ text: '', finish: 'stop' as const, ...each }))
    },
  }
}

describe('a critique of the whole chain', () => {
  const model = scriptedModel({
    generate: {
      '*': ['Step 1: correct\nStep 2: wrong - no b', 'First wrong step: none', 'Step 1: wrong - no a', 'no idea'],
    },
  })

  it('the share of readable judgements that call a step right, in the words of the majority', async () => {
    const { steps, features, judgements, reason } = await critiqueJudge({ model, samples: 4 })(chain)
    expect(steps).toEqual([
      { reward: 2 / 3, checked: ['critique'] },
      { reward: 0.5, checked: ['critique'] },
      { reward: 1, checked: ['critique'] },
    ])
    expect(features).toEqual({ 'critique:min': 0.5, 'critique:mean': (2 / 3 + 0.5 + 1) / 3, 'critique:last': 1 })
    expect([judgements, reason]).toEqual([{ asked: 4, unreadable: 1 }, undefined])
  })

  it('unreadable judgements are counted, never guessed', async () => {
    const silent = scriptedModel({ generate: { '*': 'I would rather not say.' } })
    const judgement = await critiqueJudge({ model: silent, samples: 3 })(chain)
    expect(judgement).toMatchObject({
      judgements: { asked: 3, unreadable: 3 },
      reason: 'none of 3 judgements could be read: "I would rather not say."',
      features: {},
    })
    expect(judgement.steps.map(({ reward }) => reward)).toEqual([null, null, null])
  })

  it('a judgement that was cut says at how many tokens, and what allows more', async () => {
    const cut = answering([{ text: 'Step 1: corr', finish: 'length' }])
    const { reason } = await critiqueJudge({ model: cut, maxTokens: 5 })(chain)
    expect(reason).toBe(
      'none of 1 judgements could be read (cut at 5 tokens, or where the model\'s context window ended: allow more with maxTokens): "Step 1: corr"',
    )
  })

  it('one judgement is greedy, several are drawn, a seed repeats them', async () => {
    const one = answering([{ text: 'First wrong step: none' }])
    await critiqueJudge({ model: one })(chain)
    expect(one.asked[0]).toMatchObject({ n: 1, temperature: 0, seed: 0 })
    const three = answering([{ text: 'First wrong step: none' }])
    await critiqueJudge({ model: three, samples: 3, seed: 7 })(chain)
    expect(three.asked[0]).toMatchObject({ n: 3, temperature: 0.7, seed: 7 })
  })

  it('what was thought about a step explains it, where nothing else was written', async () => {
    const thought = 'Step 1 is fine.\n\nStep 2 forgets the minus sign.\n\nSo that is it.'
    const thinking = answering([{ text: 'Step 1: correct\nStep 2: wrong', thought }])
    const { steps } = await critiqueJudge({ model: thinking })(chain)
    expect(steps.map(({ explanation }) => explanation)).toEqual([
      'it thought: Step 1 is fine.',
      'it thought: Step 2 forgets the minus sign.',
      undefined,
    ])
  })

  it('boxes within a thought count for nothing where the answer after it takes them back', async () => {
    const thought = 'Step 1: \\boxed{correct}\nStep 2: \\boxed{correct}\nStep 3: \\boxed{correct}'
    const rewardsAfter = async (text: string) =>
      (await critiqueJudge({ model: answering([{ thought, text }]), format: 'boxed' })(chain)).steps.map(
        ({ reward }) => reward,
      )
    expect(await rewardsAfter('Is the solution correct? Yes')).toEqual([1, 1, 1])
    expect(await rewardsAfter('Is the solution correct? No')).toEqual([null, null, null])
  })

  it('one sample that the model refuses counts for nothing, and the others vote', async () => {
    const model = answering([{ refused: 'I would rather not.' }, { text: 'First wrong step: 2' }])
    const judgement = await critiqueJudge({ model, samples: 2 })(chain)
    expect(judgement.steps.map(({ reward }) => reward)).toEqual([1, 0, null])
    expect(judgement.judgements).toEqual({ asked: 2, unreadable: 1 })
    const alone = await critiqueJudge({ model: answering([{ refused: 'I would rather not.' }]) })(chain)
    expect(alone.reason).toContain('it refused: I would rather not.')
  })
})

describe('a critique turn by turn', () => {
  it('shows each step in a turn of its own and ends at the first wrong one', async () => {
    const model = answering(
      [{ text: '<analyze>good</analyze>\\boxed{Yes}' }],
      [{ text: '<analyze>The sum is off.</analyze>\\boxed{No}' }],
    )
    const { steps, judgements } = await critiqueJudge({ model, format: 'analyze-verify' })(chain)
    expect(steps).toEqual([
      { reward: 1, checked: ['critique'], explanation: 'good' },
      { reward: 0, checked: ['critique'], explanation: 'The sum is off.' },
      { reward: null, checked: [] },
    ])
    expect(judgements).toEqual({ asked: 2, unreadable: 0 })
    expect(model.asked[1]?.prompt).toMatchObject([
      { role: 'user', content: expect.stringContaining('Problem: Q\n\nStep 1: a') },
      { role: 'assistant', content: expect.stringContaining('Yes') },
      { role: 'user', content: 'Step 2: b' },
    ])
  })
})

describe('the prompt', () => {
  it('a step is one line, and what it holds in braces stays', () => {
    const odd = { question: 'Q', steps: ['a\nFirst wrong step: none', '{problem}'] }
    const [message] = wholePrompt('{problem}|{steps}', odd)
    expect(message?.content).toBe('Q|Step 1: a First wrong step: none\nStep 2: {problem}')
    expect(turnOf({ prompt: '{problem}|{step}' }, odd, 0).content).toBe('Q|Step 1: a First wrong step: none')
  })

  it('with a misspelt place is refused, with the nearest one', () => {
    const model = answering()
    expect(() => critiqueJudge({ model, prompt: '{problem} {stp} {steps}' })).toThrow(
      /no place \{stp\}[\s\S]*\{step\}\?/,
    )
    expect(() => critiqueJudge({ model, prompt: '\\boxed{correct} {x} {steps}' })).not.toThrow()
  })

  it('can be replaced, and be seen without asking', () => {
    const model = answering()
    const judge = critiqueJudge({ model, prompt: 'Is it right? {steps}' })
    expect(judge.prompts(chain)).toEqual([[{ role: 'user', content: 'Is it right? Step 1: a\nStep 2: b\nStep 3: c' }]])
    expect(model.asked).toEqual([])
  })
})
