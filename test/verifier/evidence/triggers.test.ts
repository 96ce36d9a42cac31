import fc from 'fast-check'
import { expect, it } from 'vitest'
import { triggerOf, wordsNeeded } from '../../../verifier/evidence/triggers.js'

it.each([
  [
    'the words of an alternative, the longest of a sequence',
    String.raw`\b(?:both ends|each end)\b[^?]*every\s(\d+)`,
    ['both ends', 'each end'],
  ],
  ['nothing that may be left out', String.raw`(?:not\s)?colou?rs?`, ['colo']],
  ['a letter that is repeated', 'xyz+abc*', ['xyz']],
  ['what is looked ahead or behind for, not what must not be there', '(?=.*fence)(?<!triangle)ab', ['fence']],
  ['a group that is optional or empty', String.raw`(?:parabola|)\d{0,3}`, null],
  ['a class, a property, a number of times', String.raw`[abc\]]+\p{Script=Han}tide{0,2}s{2}`, ['tid']],
  ['a sign that is escaped', String.raw`COUNT\((?!\*)[^)]*\)`, ['count(']],
  ['a letter that is not Latin', String.raw`\d折`, ['折']],
  ['too short a word', String.raw`is\sto`, null],
])('names %s', (_what, source, words) => {
  expect(wordsNeeded(source)).toEqual(words)
})

it('never keeps a pattern from a text that it matches', () => {
  const letter = fc.constantFrom('a', 'b', 'c', 'd', '折', String.raw`\d`, String.raw`\(`, '[ab]', '.')
  const { pattern } = fc.letrec<{ pattern: string }>((tie) => ({
    pattern: fc.oneof(
      { maxDepth: 4 },
      fc.array(letter, { minLength: 1, maxLength: 5 }).map((letters) => letters.join('')),
      fc
        .tuple(tie('pattern'), fc.constantFrom('', '?', '*', '+', '{0,2}', '{2}', '{1,}?'))
        .map(([inner, many]) => `(?:${inner})${many}`),
      fc.tuple(tie('pattern'), tie('pattern')).map(([one, other]) => `(${one}|${other})`),
      fc.tuple(tie('pattern'), tie('pattern')).map(([one, other]) => one + other),
      fc
        .tuple(fc.constantFrom('?=', '?!', '?<=', '?<!'), tie('pattern'), tie('pattern'))
        .map(([kind, inner, rest]) => `(${kind}${inner})${rest}`),
    ),
  }))
  const text = fc
    .array(fc.constantFrom('a', 'B', 'c', 'D', '折', '1', '('), { maxLength: 12 })
    .map((letters) => letters.join(''))
  fc.assert(
    fc.property(pattern, fc.array(text, { minLength: 5 }), (source, texts) => {
      const matching = texts.filter((each) => new RegExp(source, 'iu').test(each))
      for (const each of matching) expect(triggerOf(source)(each.toLowerCase())).toBe(true)
    }),
    { numRuns: 2000 },
  )
})
