import { describe, expect, it } from 'vitest'
import { emptyTally } from '../../../src/core/tally.js'
import { scriptedModel } from '../../../src/models/scripted.js'
import { chainOf, generateSolutions, generateSteps } from '../../../verifier/search/generation.js'

const problem = { id: 'p', question: 'Which?', options: ['red', 'blue'], gold: 'SECRET', candidates: [] }

async function promptOf(layout: 'text' | 'chat', steps: string[]): Promise<string> {
  let seen = ''
  const generator = scriptedModel({
    generate: (prompt) => {
      seen = prompt
      return 'x'
    },
  })
  await generateSteps({ generator, layout, tally: emptyTally() }, chainOf(problem, steps), 1, 8, 0)
  return seen
}

describe('what a generator is asked', () => {
  it('plain text ends where the next step begins; the options are shown, the gold answer is not', async () => {
    const prompt = await promptOf('text', ['First.'])
    expect(prompt).toMatch(/Problem: Which\?\n\(A\) red\n\(B\) blue\n\nSolution:\nStep 1: First\.\nStep 2:$/)
    expect(prompt).not.toContain('SECRET')
  })

  it('a chat is one message that holds the steps so far', async () => {
    expect(await promptOf('chat', ['First.'])).toMatch(/Step 1: First\.\n\nGo on with the next step only\.$/)
    expect(await promptOf('chat', [])).not.toContain('Step')
  })

  it('labels that a model repeats are not part of its step', async () => {
    const generator = scriptedModel({ generate: { '*': [' Step 2: Then.', 'step 10. So', 'Steps matter'] } })
    const asked = { generator, tally: emptyTally() }
    expect(await generateSteps(asked, chainOf(problem, []), 3, 8, 0)).toEqual(['Then.', 'So', 'Steps matter'])
    expect(await generateSolutions(asked, problem, 1, 50, 0)).toEqual(['Then.'])
  })

  it('of what was cut at its longest, the last word is a part of one: it is none of what was said', async () => {
    // By characters, as tokens cut numbers.
    const written = { '*': 'The answer is 144.' }
    const generator = scriptedModel({ generate: written, tokenize: (text) => [...text] })
    const asked = { generator, tally: emptyTally() }
    expect(await generateSolutions(asked, problem, 1, 16, 0)).toEqual(['The answer is'])
    expect(await generateSteps(asked, chainOf(problem, []), 1, 16, 0)).toEqual(['The answer is'])
    expect(await generateSolutions(asked, problem, 1, 18, 0)).toEqual(['The answer is 144.'])
  })
})
