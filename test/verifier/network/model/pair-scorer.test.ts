import { expect, it } from 'vitest'
import type { TextTokenizer } from '../../../../src/models/tokenizer.js'
import { scorePairs } from '../../../../verifier/network/model/pair-scorer.js'
import type { Scorer } from '../../../../verifier/network/model/tree-scorer.js'

/** A token a character; each text takes two milliseconds. */
function slowTokenizer(read: string[]): Pick<TextTokenizer, 'encodeJoint'> {
  return {
    encodeJoint(context, continuation) {
      for (const from = performance.now(); performance.now() - from < 2; );
      read.push(context)
      const text = context + continuation
      const places = Array.from(text, (_, i) => i)
      return {
        ids: Array.from(text, (letter) => letter.charCodeAt(0)),
        starts: places,
        ends: places.map((i) => i + 1),
        firstTarget: context.length,
      }
    },
  }
}

const scorer: Scorer = {
  score: async (sequences) =>
    sequences.map(({ tokens, firstTarget }) => new Float32Array(tokens.length - firstTarget).fill(-firstTarget)),
  dispose: async () => {},
}

it('lets others have a turn while many texts are cut into tokens, and keeps each answer with its pair', async () => {
  const read: string[] = []
  const tokenizer = slowTokenizer(read) as TextTokenizer // only this much of it is asked
  const pairs = Array.from({ length: 20 }, (_, i) => ({ context: 'c'.repeat(i), continuation: '+' }))
  let seen = pairs.length
  setImmediate(() => {
    seen = read.length
  })
  const scored = await scorePairs({ pairs }, { tokenizer, window: 12, scorer })
  expect(read.length).toBe(pairs.length)
  expect(seen).toBeLessThan(pairs.length)
  expect(scored[0]).toMatchObject({ tokens: [], reason: expect.stringContaining('nothing precedes the first token') })
  expect(scored[5]).toEqual({ tokens: [{ text: '+', offset: 0, logProbability: -5 }] })
  expect(scored[12]).toEqual({
    tokens: [],
    reason: 'the text is too long for the model: it has 13 tokens, and the model takes 12',
  })
})
