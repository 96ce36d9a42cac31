import { lean } from '../../../src/core/lean-patterns.js'
import type { Finding } from '../../../src/core/records/types.js'
import { matchesOf } from '../../../src/core/triggers.js'
import { type ClaimText, finding, hedged, shown } from './claim.js'
import { plainView } from './plain-view.js'
import { PLACE, roundedTo } from './rounded.js'

const NUMBER = String.raw`-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?`
const IT = '(?:that|it|this|the\\s(?:number|value|result|answer|attendance|amount|figure|price))'
const IS = String.raw`(?:\sis|'s|\sbecomes|\srounds\sto|\sgives|:|\s=|\s≈)\s(?:about\s|approximately\s)?`
const END = String.raw`(?![\d]|[.,]\d|\s?[-+*/×·^%]|\s(?:million|thousand|billion))`

const patterns = [
  new RegExp(
    String.raw`(?<!\p{L})(?:to|rounded\sto|rounding\sto|correct\sto)\s(${PLACE}),?\s(?:${IT}|(?<from>${NUMBER}))${IS}(${NUMBER})${END}`,
    'giu',
  ),
  new RegExp(
    String.raw`(?<![\d.,^/])(?<from>${NUMBER})\s(?:rounded\s|correct\s|rounds\s)?to\s(${PLACE})${IS}(${NUMBER})${END}`,
    'giu',
  ),
  new RegExp(
    String.raw`(?<![\d.,^/])(?<from>${NUMBER})\s(?:is|rounds\sto|becomes)\s(${NUMBER})\s(?:when\srounded\s)?to\s(${PLACE})`,
    'giu',
  ),
]

const asks = /\bround|\bnearest\b|decimal\splaces?|significant/i

/** The one number that a question wants rounded. */
function askedNumber(question: string): string | null {
  if (!asks.test(question)) return null
  const rest = question.replace(new RegExp(PLACE, 'giu'), ' ')
  const numbers = rest.match(new RegExp(NUMBER, 'g')) ?? []
  return numbers.length === 1 ? (numbers[0] ?? null) : null
}

const told = new RegExp(String.raw`(?<![\d.,])(?<from>${NUMBER})\s(?:rounded\s|correct\s)?to\s(${PLACE})`, 'giu')
const rounds = lean(
  new RegExp(
    String.raw`(?<![\d.,])(?:(${NUMBER})|it)\s(?:rounds|is\srounded|gets\srounded)\s(?:up\s|down\s)?to\s(${NUMBER})${END}`,
    'giu',
  ),
)

/** "7,849 lies between 7,800 and 7,900; it rounds to 7,900": to the place that the question told for this number. */
function asAsked({ plain, question }: ClaimText): Finding[] {
  if (!/\bround/i.test(plain)) return []
  const places = matchesOf(told, plainView(question)).map(({ groups, 2: place = '' }) => ({
    from: groups?.from ?? '',
    place,
  }))
  return matchesOf(rounds, plain).flatMap((match): Finding[] => {
    const [all, number, said = ''] = match
    const before = plain.slice(0, match.index)
    const last = (
      number ??
      /^[\s\S]*?(-?\d[\d,]*(?:\.\d+)?)/.exec(
        /[^.;]*[.;,]?[^.;]*$/.exec(before.replace(/\.(?=\d)/g, '·'))?.[0] ?? '',
      )?.[1] ??
      ''
    ).replace('·', '.')
    const [asked, other] = places.filter(({ from }) => from.replace(/,/g, '') === last.replace(/,/g, ''))
    const right = asked === undefined || other !== undefined ? null : roundedTo(last.replace(/,/g, ''), asked.place)
    // "To the nearest fifty it rounds to 7,850."
    if (
      right === null ||
      asked === undefined ||
      /\bto\s(?:the\snearest|\S+\s(?:decimal|significant))[^.;]*$/i.test(before)
    )
      return []
    const span = [match.index, match.index + all.length] as const
    const ok = right.includes(Number(said.replace(/,/g, '')))
    if (!ok && hedged(plain, span)) return []
    const computed = right.map(shown).join(' or ')
    return [finding('statistics', span, said, computed, ok, `${last} to ${asked.place} is ${computed}, not ${said}`)]
  })
}

/** "To the nearest thousand it's 18,000", "2.345 to one decimal place is 2.4". */
export function readNearest(claim: ClaimText): Finding[] {
  const { plain, question } = claim
  const found = asAsked(claim)
  if (found.length > 0 || !/nearest|place|decimal|significant|digit|s\.?f|d\.?p|whole\snumber/i.test(plain))
    return found
  return patterns.flatMap((pattern, i) =>
    matchesOf(pattern, plain).flatMap((match) => {
      const named = match.groups?.from
      const from = named ?? askedNumber(question)
      const [place, said] =
        i === 2
          ? [match[3], match[2]]
          : [match.slice(1).find((each) => each !== named && /\p{L}/u.test(each ?? '')), match.at(-1)]
      if (from === null || place === undefined || said === undefined) return []
      const right = roundedTo(from.replace(/,/g, ''), place)
      if (right === null) return []
      const span = [match.index, match.index + match[0].length] as const
      const ok = right.includes(Number(said.replace(/,/g, '')))
      if (!ok && hedged(plain, span)) return []
      const computed = right.map(shown).join(' or ')
      return [finding('statistics', span, said, computed, ok, `${from} to ${place} is ${computed}, not ${said}`)]
    }),
  )
}
