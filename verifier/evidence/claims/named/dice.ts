/* Sums of two dice: "8 has six ways". Counted over all throws. */
import { rare } from '../../../../src/core/triggers.js'
import { isNumber } from './named.js'
import type { Claim } from './said.js'

const VERB = String.raw`(?:arises?|can\sbe\s(?:rolled|reached|made|obtained|got|formed)|comes\s(?:up|about)|has|have|occurs|appears|happens)`
const ways = [
  rare(
    new RegExp(
      String.raw`(?<![\d./+=-]\s?)(\d{1,2})\s(?:also\s|too\s)?${VERB}\s(?:also\s|exactly\s|only\s|just\s|in\s)*(\d{1,2})\s(?:different\s)?ways(?!\p{L})`,
      'gu',
    ),
  ),
  rare(
    /(?<![\d./]\s?)(?<ways>\d{1,2})\s(?:different\s)?(?:ways|outcomes|combinations|pairs|possibilities|rolls)\s(?:to|that|of|for|which|giving|with)\s(?:a\s)?(?:roll(?:ing)?|get(?:ting)?|mak(?:e|ing)|giv(?:e|ing)|sum(?:ming)?|add(?:ing)?|obtain(?:ing)?|reach(?:ing)?|total(?:l?ing)?|sum\sof)\s(?:up\s)?(?:to\s)?(?:an?\s)?(?:(?:sum|total)\sof\s)?(?<sum>\d{1,2})(?![\d/.%])/gu,
  ),
]
const chance = rare(
  /(?<![\p{L}\d])P\s?\((?:(?:the\s)?(?:sum|total|S|X)\s?(?:=|is|of)\s?)?(\d{1,2})\)\s?(?:=|is)\s?(?:\d+\s?\/\s?36\s?=\s?)?(\d+\s?\/\s?\d+)(?!\d|\s?[=+*×·-])/gu,
)

const twoDice =
  /\b(?:2|two|pair\sof|both)\s(?:fair\s|standard\s|ordinary\s|six-sided\s|6-sided\s|normal\s|regular\s)*dice\b/i
/** Where these stand, other things than the sum of two dice are counted. */
const other =
  /\b(?:8|4|10|12|20|eight|four|ten|twelve|twenty)-sided|\b(?:3|three|four|4)\s(?:fair\s)?dice\b|product|differ\w*|loaded|biased|unfair|at\s(?:least|most)|maximum|minimum|larger|smaller|first|coin/i

/** "8 has six ways", "there are five ways to roll a 7": of two dice that the question throws, where it is about their sum. */
export function diceClaims(sentence: string, question: string): Claim[] {
  if (!twoDice.test(question) || !/\b(?:sum|total|add)/i.test(question) || other.test(question) || other.test(sentence))
    return []
  const count = (sum: number) => (sum < 2 || sum > 12 ? 0 : 6 - Math.abs(7 - sum))
  const told = [
    ...ways.flatMap((pattern) =>
      pattern.matchAll(sentence).map((match) => ({
        match,
        sum: match.groups?.sum ?? match[1] ?? '',
        said: match.groups?.ways ?? match[2] ?? '',
        share: 1,
      })),
    ),
    ...chance.matchAll(sentence).map((match) => ({ match, sum: match[1] ?? '', said: match[2] ?? '', share: 36 })),
  ]
  return told.flatMap(({ match, sum, said, share }): Claim[] => {
    const expected = isNumber(count(Number(sum)) / share)
    const ok = expected.holds(said)
    const computed = share === 1 ? expected.computed : `${count(Number(sum))}/36`
    return ok === null
      ? []
      : [
          {
            kind: 'probabilities',
            expected: { computed },
            said,
            ok,
            from: match.index,
            to: match.index + match[0].length,
          },
        ]
  })
}
