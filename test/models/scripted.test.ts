import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { emptyTally } from '../../src/core/tally.js'
import { scriptedModel } from '../../src/models/scripted.js'
import { describeLanguageModel } from './conformance.js'

const story = ' a king who had three sons and one golden apple tree'

describeLanguageModel(
  'scripted',
  async () =>
    scriptedModel({
      generate: { '*': story },
      score: (token, before) => -token.length / (1 + before.length),
      contextWindow: 100,
      before: async (signal) => wait(5, undefined, signal && { signal }).catch(() => {}),
    }),
  { generate: true, score: true, language: false, tooLong: { context: 'word '.repeat(100), continuation: 'more' } },
)

describe('scripted', () => {
  it('answers each sample from its list, in turn', async () => {
    const model = scriptedModel({ generate: { q: ['a', 'b'] } })
    expect((await model.generate({ prompt: 'q', n: 3 })).map(({ text }) => text)).toEqual(['a', 'b', 'a'])
    await expect(model.generate({ prompt: 'other' })).rejects.toMatchObject({ code: 'model' })
    await expect(model.score({ pairs: [] })).rejects.toMatchObject({ code: 'unsupported' })
  })

  it('counts every node of the prefix tree once', async () => {
    const model = scriptedModel({ score: () => -1 })
    const tally = emptyTally()
    const pairs = ['c d', 'c e', 'f'].map((continuation) => ({ context: 'a b ', continuation }))
    await model.score({ pairs, tally })
    // a, b, c, d, e, f: "c" once, because both continuations begin with it
    expect(tally).toEqual({ evaluated: 6, unique: 6, generated: 0, calls: 1 })
  })

  it('gives a reason, not a number, for a score that is not finite', async () => {
    const model = scriptedModel({ score: (token) => (token.includes('bad') ? Number.NaN : -1) })
    const [bad, good] = await model.score({
      pairs: [
        { context: 'a', continuation: ' bad' },
        { context: 'a', continuation: ' good' },
      ],
    })
    expect(bad).toEqual({ tokens: [], reason: expect.stringContaining('NaN') })
    expect(good?.tokens).toEqual([{ text: ' good', offset: 0, logProbability: -1 }])
  })
})
