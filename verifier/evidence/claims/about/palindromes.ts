/* Numbers that are read from behind: palindromes, and digits in reverse order. */
import { reversed } from './words.js'
import type { Fact, Topic } from './world.js'

const sameFrom =
  /(?<![\d.,])(?<number>\d{3,12})(?![\d.]\d)\s(?:also\s|too\s|therefore\s)?(?:reads|is|stays|remains|looks|gives|keeps)\s(?<not>not\s)?(?:exactly\s|also\s)?(?:the\s)?(?:same|unchanged|as\sit\sis|identical|itself)\b[^.;]{0,50}?\b(?:right|backwards?|behind|revers\w*|both|either|turn\w*|round|left|flipp?\w*|ends?)\b|(?<![\d.,])(?<other>\d{3,12})(?![\d.]\d)\s(?:is|makes)\s(?<no>not\s|no\s)?(?:also\s|therefore\s)?(?:an?\s)?palindromes?\b/gi
const reversedIs =
  /(?<![\d.,])(?<number>\d{3,12})\s(?:backwards|reversed|in\sreverse)\s(?:is|gives|reads|becomes)\s(?:again\s)?(?<n2>\d{3,12})(?!\d)/gi
const digitsReversed = /\brevers\w*\b[^.;:\d]{0,30}:?\s(?<digits>\d(?:(?:,\s|\s|-)\d(?!\d)){2,12})/gi

/** "10010 stays as it is when you turn its digits round", "the digits in reverse order: 4, 6, 8, 4". */
export const palindromes: Topic = (question) => {
  if (!/palindrom|backwards?|revers|both\s(?:ends|ways|directions)/i.test(question)) return []
  const numbers = [...new Set(question.match(/(?<![\d.,])\d{3,12}(?![\d.,]\d)/g) ?? [])]
  const [only, another] = numbers
  const facts: Fact[] = [
    {
      kind: 'counting',
      says: sameFrom,
      of: ({ groups }) => {
        const number = groups.number ?? groups.other ?? ''
        const is = number === reversed(number)
        return { ok: is === ((groups.not ?? groups.no) === undefined), computed: `${reversed(number)} backwards` }
      },
      what: 'backwards',
    },
    {
      kind: 'counting',
      says: reversedIs,
      of: ({ groups }) => ({
        ok: reversed(groups.number ?? '') === groups.n2,
        computed: reversed(groups.number ?? ''),
      }),
      what: 'backwards',
    },
  ]
  if (only !== undefined && another === undefined)
    facts.push({
      kind: 'counting',
      says: digitsReversed,
      of: ({ groups }) => {
        const said = (groups.digits ?? '').replace(/\D/g, '')
        return said.length === only.length
          ? { ok: said === reversed(only), computed: [...reversed(only)].join(', ') }
          : null
      },
      what: 'the digits backwards',
    })
  return facts
}
