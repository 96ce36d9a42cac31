import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { placeTokens } from '../../src/models/http/place-tokens.js'

const spans = (prompt: string, texts: string[], offsets?: number[]) =>
  placeTokens(prompt, texts, offsets)?.map(({ start, end }) => prompt.slice(start, end))

describe('placing a server’s tokens in the prompt', () => {
  it.each<[string, string, string[], number[] | undefined, string[] | undefined]>([
    ['end to end', 'a bc d', ['a', ' bc', ' d'], undefined, ['a', ' bc', ' d']],
    ['with generated tokens behind', 'a bc', ['a', ' bc', ' d', ' e'], undefined, ['a', ' bc']],
    ['with a begin-of-text token', 'a bc', ['<s>', 'a', ' bc', ' d'], undefined, ['', 'a', ' bc']],
    ['with a first token left out', 'ab cd', ['', ' cd'], undefined, ['ab', ' cd']],
    ['with marked spaces', 'a bc\nd', ['a', 'Ġbc', 'Ċ', 'd'], undefined, ['a', ' bc', '\n', 'd']],
    ['with SentencePiece spaces', 'a bc', ['a', '▁bc'], undefined, ['a', ' bc']],
    ['without spaces, by offsets', 'a bc d', ['a', 'bc', 'd', 'e'], [0, 1, 4, 6], ['a', ' bc', ' d']],
    ['by offsets in code points', '😀 bc d', ['😀', 'bc', 'd', 'e'], [0, 1, 4, 6], ['😀', ' bc', ' d']],
    ['not by offsets that drift', 'a bc d', ['a', 'bc', 'd'], [0, 2, 5], undefined],
    [
      'with a spread character',
      'a é!',
      ['a', ' ', 'bytes:\\xc3', 'bytes:\\xa9', '!'],
      undefined,
      ['a', ' ', 'é', 'é', '!'],
    ],
    ['not where a token is missing', 'a bc d', ['a', ' d'], undefined, undefined],
    ['not where text differs', 'a bc', ['a', ' bd'], undefined, undefined],
    ['not where parts would swallow plain text', 'a bc d', ['a', '\uFFFD', ' d'], undefined, undefined],
    ['not where nothing came', 'a', [], undefined, undefined],
  ])('%s', (_name, prompt, texts, offsets, expected) => expect(spans(prompt, texts, offsets)).toEqual(expected))

  it('covers any text cut into bytes at any places', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', ' ', 'é', '你', '😀', '\n'), minLength: 1, maxLength: 20 }),
        fc.infiniteStream(fc.integer({ min: 1, max: 5 })),
        (prompt, sizes) => {
          const bytes = Buffer.from(prompt)
          const texts: string[] = []
          for (let at = 0; at < bytes.length; ) {
            const size = sizes.next().value as number
            texts.push(bytes.subarray(at, at + size).toString())
            at += size
          }
          const placed = placeTokens(prompt, [...texts, ' next'], undefined)
          // A token that holds plain text and a part of a character cannot always be placed; what is placed covers the prompt in order.
          if (placed === undefined) {
            expect(texts.some((text) => text.includes('\uFFFD'))).toBe(true)
            return
          }
          expect(placed).toHaveLength(texts.length)
          let end = 0
          for (const token of placed) {
            expect(token.start === end || token.end === end).toBe(true)
            end = token.end
          }
          expect(end).toBe(prompt.length)
          placed.forEach(({ start, end: stop }, i) => {
            if (!texts[i]?.includes('\uFFFD')) expect(prompt.slice(start, stop)).toBe(texts[i])
          })
        },
      ),
    )
  })
})
