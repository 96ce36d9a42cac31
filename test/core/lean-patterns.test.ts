import { expect, it } from 'vitest'
import { lean } from '../../src/core/lean-patterns.js'

const at = (code: number) => String.fromCharCode(code)
const basic = Array.from({ length: 0xd800 }, (_, code) => at(code))

it('takes for letters what Unicode does, in the scripts that solutions are written in', () => {
  const [letter, isLetter] = [lean(/^\p{L}$/u), /^\p{L}$/u]
  // Marks above letters and places that no character has may be among them.
  const mayBe = /^[\p{L}\p{M}\p{Cn}\p{Sk}]$/u
  expect(basic.filter((char) => letter.test(char) && !mayBe.test(char))).toEqual([])
  const scripts =
    /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Thai}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]$/u
  const missed = basic.filter((char) => scripts.test(char) && isLetter.test(char) && !letter.test(char))
  // What is left out is phonetic, old or raised.
  expect(missed.filter((char) => char < '\u0700' || (char >= '\u3041' && char < '\ua490'))).toEqual([])
})

it('takes for numbers what Unicode does, as far as text has them', () => {
  const number = lean(/^\p{N}$/u)
  expect(basic.filter((char) => number.test(char) && !/^\p{N}$/u.test(char))).toEqual([])
  for (const char of '7²⁹₀½⅝Ⅳ①٣') expect(number.test(char)).toBe(true)
})

it.each([
  [/(?<![\p{L}\d_])(?:sin|cos)(?!\p{L})/giu, 'cosy sin(x) + asin cos 2'],
  [/[\p{L}\\]+|\[|\]/gu, 'αβγ [x] \\frac 中文'],
  [/[^\p{L}\p{N}.-]/gu, 'Zwölf – 3,5 m²'],
  [/(?<word>\p{L}{2,3})\s\k<word>/iu, 'one two TWO'],
])('matches as %s does', (pattern, text) => {
  expect(lean(pattern).unicode).toBe(false)
  expect(text.replace(lean(pattern), '<$&>')).toBe(text.replace(pattern, '<$&>'))
})

it('leaves a pattern by code points where it needs them', () => {
  for (const pattern of [/\p{Lu}\p{L}+/u, /[𝔽𝕏]/u, /\u{1d53d}\p{L}/u]) expect(lean(pattern).unicode).toBe(true)
  const plain = /\d+/g
  expect(lean(plain)).toBe(plain)
})
