import { describe, expect, it } from 'vitest'
import { type SearchName, searchesOf, searchNames } from '../../../benchmarks/run/searches.js'
import { emptyTally } from '../../../src/core/tally.js'
import { scriptedModel } from '../../../src/models/scripted.js'
import { evidenceVerifier } from '../../../verifier/evidence-verifier.js'

/** Computes in a wrong or a right way, then concludes from what stands there; as a scorer it prefers a plus after a right equation. */
const generator = scriptedModel({
  generate(prompt, sample) {
    const computed = /2 \+ 3 = (\d)/.exec(prompt)?.[1]
    if (computed !== undefined) return `The answer is ${computed}.`
    return sample % 2 === 0 ? '2 + 3 = 6' : '2 + 3 = 5'
  },
  score: (token, before) => (token.includes('+') === before.includes('= 5') ? -0.1 : -3),
})

describe('searches behind a benchmark', () => {
  const searched = (name: SearchName, generatedTokens: number, tally = emptyTally()) =>
    searchesOf([name], 'process')[name]?.({
      problem: { id: 'p', question: 'What is 2 + 3?', gold: '5', candidates: [{ text: 'never shown' }] },
      prompt: 'What is 2 + 3?',
      generator,
      verifier: evidenceVerifier(),
      n: 4,
      generatedTokens,
      maxTokens: 50,
      seed: 1,
      tally,
    })

  it.each(searchNames)('%s answers, and counts its work', async (name) => {
    const tally = emptyTally()
    const text = await searched(name, 10_000, tally)
    expect(text).toContain('The answer is 5.')
    expect(tally.generated).toBeGreaterThan(0)
    expect(tally.evaluated).toBeGreaterThan(0)
  })

  it.each(searchNames)(
    '%s may write as much as the samples that it is held against: reading and judging take nothing of that',
    async (name) => {
      // A first step is five words, and four of them are written at the most.
      expect(await searched(name, 21)).toContain('The answer is 5.')
      expect(await searched(name, 1)).not.toContain('The answer')
    },
  )
})
