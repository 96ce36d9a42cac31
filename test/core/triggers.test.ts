import fc from 'fast-check'
import { expect, it } from 'vitest'
import { choosing, DIGIT, needsOf, rare, triggerOf } from '../../src/core/triggers.js'

it.each([
  [
    'the words of an alternative and of what follows',
    String.raw`\b(?:both ends|each end)\b[^?]*every\s(\d+)`,
    [['both ends', 'each end'], ['every'], [DIGIT]],
  ],
  ['nothing that may be left out', String.raw`(?:not\s)?colou?rs?`, [['colo'], ['r']]],
  ['a letter that is repeated', 'xyz+abc*', [['xyz'], ['ab']]],
  ['what is looked ahead or behind for, not what must not be there', '(?=.*fence)(?<!triangle)ab', [['fence'], ['ab']]],
  ['a group that is optional or empty', String.raw`(?:parabola|)\d{0,3}`, []],
  ['a property, a number of times', String.raw`\p{Script=Han}+tide{0,2}s{2}`, [['tid'], ['s']]],
  ['a class of few signs', String.raw`[=≈]x[\d.][a-z-][^ab][\s:]`, [['x'], ['=', '≈'], [DIGIT, '.']]],
  ['a sign that is escaped', String.raw`COUNT\((?!\*)[^)]*\)`, [['count('], [')']]],
  ['a sign by its number', String.raw`\x41\u00d7\u{1d53d}\k<name>`, [['a×𝔽']]],
  ['a letter that is not Latin', String.raw`\d折`, [['折'], [DIGIT]]],
  ['what cannot be read', '(abc))', []],
])('needs %s', (_what, source, needs) => {
  expect(needsOf(source)).toEqual(needs)
})

it('knows letters by any of their forms', () => {
  for (const [source, text] of [
    ['ΟΔΟΣ', 'οδος'],
    ['[Σ]', 'ΑΣ'],
    ['µ', '5 μm'],
    ['kelvin', '\u212aelvin'],
    ['straße', 'STRAẞE'],
  ] as const) {
    expect(new RegExp(source, 'iu').test(text)).toBe(true)
    expect(triggerOf(source)(text)).toBe(true)
  }
})

it('gives what the pattern gives', () => {
  const fence = rare(/fence|(\d) posts/gi)
  expect([...fence.matchAll('A fence has 5 posts.')].map(([all]) => all)).toEqual(['fence', '5 posts'])
  expect([...fence.matchAll('A wall.')]).toEqual([])
  expect([fence.test('FENCE'), fence.test('FENCE'), fence.test('wall')]).toEqual([true, true, false])
  expect([fence.exec('5 posts')?.[1], fence.exec('a post')]).toEqual(['5', null])
})

it('chooses the patterns that may match, in their order', () => {
  const choose = choosing(['fence|hedge', String.raw`\w+`, String.raw`(?:posts)(?:\d)`, 'hedgehog', '折'])
  expect(choose('A HEDGE.')).toEqual([0, 1])
  expect(choose('5 posts, a fence, 八折')).toEqual([0, 1, 2, 4])
  expect(choose('')).toEqual([1])
})

it('remembers what more texts hold than are kept', () => {
  const isThere = triggerOf('fence')
  const texts = Array.from({ length: 20 }, (_, i) => (i % 3 === 0 ? `a fence ${i}` : `a wall ${i}`))
  for (const text of [...texts, ...texts]) expect(isThere(text)).toBe(text.includes('fence'))
})

it('never keeps a pattern from a text that it matches', () => {
  const letter = fc.constantFrom(
    'a',
    'b',
    'c',
    'd',
    '折',
    String.raw`\d`,
    String.raw`\(`,
    '[ab]',
    '[a-c折]',
    String.raw`[\d(-]`,
    '.',
  )
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
    .array(fc.constantFrom('a', 'B', 'c', 'D', '折', '1', '(', '-'), { maxLength: 12 })
    .map((letters) => letters.join(''))
  fc.assert(
    fc.property(pattern, fc.array(text, { minLength: 5 }), (source, texts) => {
      const matching = texts.filter((each) => new RegExp(source, 'iu').test(each))
      for (const each of matching) {
        expect(triggerOf(source)(each)).toBe(true)
        expect(choosing(['abc', source])(each)).toContain(1)
      }
    }),
    { numRuns: 2000 },
  )
})
