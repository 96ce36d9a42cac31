/*
 * Roundings: "to the nearest thousand it's 18,000", "2.345 rounded to one decimal place is 2.3", "so 7,849 rounds to 7,800" where the question names the place,
 * "52.5, which we round to 53 full boxes". The number is rounded again; a half may go either way.
 */
import { lean } from '../../../../src/core/lean-patterns.js'
import type { Finding, Span } from '../../../../src/core/records/types.js'
import { matchesOf, rare } from '../../../../src/core/triggers.js'
import { type ClaimText, finding, hedged, NUMBER, SIGNED, shown, stated } from '../claim.js'
import { plainView } from '../text/plain-view.js'
import { PLACE, roundedTo, UNIT } from './rounded.js'

const IT = '(?:that|it|this|the\\s(?:number|value|result|answer|attendance|amount|figure|price))'
const IS = String.raw`(?:\sis|'s|\sbecomes|\srounds\sto|\sgives|\sgives\sus|\sequals|\swe\sget|\syields|\sresults\sin|:|\s=|\s≈)\s(?:about\s|approximately\s)?`
const END = String.raw`(?![\d⁰¹²³⁴-⁹]|[.,]\d|\s?[-+*/×·^%]|\s(?:million|thousand|billion))`
const FROM = String.raw`(?<![\d.,^/\p{L}]|\b(?:week|day|month|year|step|line|row|item|part|case|stage|level|round|trial|sample|quarter|group|period|hour|age)s?\s)[$€£]?(?<from>${SIGNED})`
const SAID = `[$€£]?(?<said>${SIGNED})${END}`
const ROUNDED = String.raw`(?:,?\s(?:is\s|can\sbe\s)?(?:rounded|correct|rounds)(?:\s(?:off|up|down))?)`
const AT = String.raw`(?<place>${PLACE}|(?:the\s)?(?:${UNIT}))`

const forms = [
  String.raw`(?<!\p{L})(?:to|rounded\sto|rounding\sto|correct\sto)\s(?<place>${PLACE}),?\s(?:${IT}|(?<from>${SIGNED}))${IS}${SAID}`,
  String.raw`${FROM}(?:${ROUNDED}\s(?:to\s)?${AT}|\sto\s(?<other>${PLACE})),?${IS}${SAID}`,
  String.raw`${FROM}\s(?:is|rounds\sto|becomes)\s[$€£]?(?<said>${SIGNED})\s(?:when\srounded\s)?to\s(?<place>${PLACE})`,
  String.raw`(?<!\p{L})rounding\s[$€£]?(?<from>${SIGNED})\s(?:off\s)?to\s${AT},?${IS}${SAID}`,
  // Without a place: to as many decimals as are shown.
  String.raw`${FROM},?\s(?:is\s)?(?:rounded|rounds)(?:\soff)?\s(?:is|gives|=|equals|to|becomes|≈)\s[$€£]?(?<said>[-−]?(?:\d[\d,]*)?\.\d+)${END}`,
].map((source) => rare(new RegExp(source, 'giu')))

const mayRound = rare(/round|nearest|place|decimal|significant|digit|s\.?f|d\.?p|whole\snumber/i)

export function readRoundings(claim: ClaimText): Finding[] {
  const { plain } = claim
  if (!mayRound.test(plain)) return []
  const asked = asAsked(claim)
  return [...(asked.length > 0 ? asked : told(claim)), ...wholeThings(plain)]
}

const plainNumber = (written: string) => written.replace(/,/g, '').replace('−', '-')

/** To a place that the sentence names. */
function told({ plain, question }: ClaimText): Finding[] {
  const spans: Span[] = []
  return forms.flatMap((form) =>
    form.matchAll(plain).flatMap((match): Finding[] => {
      const { place, other, said = '', from = askedNumber(question) } = match.groups ?? {}
      const span = [match.index, match.index + match[0].length] as const
      if (from === null || spans.some(([start, end]) => start < span[1] && span[0] < end)) return []
      const at = place ?? other ?? `${stated(said).digits} decimals`
      const found = judged(plain, span, { from, at, said, isDirected: /\b(?:up|down)\b/.test(match[0]) })
      if (found !== null) spans.push(span)
      return found ?? []
    }),
  )
}

interface Rounding {
  from: string
  /** The place in words. */
  at: string
  said: string
  isDirected?: boolean
}

/** Null where the place is not understood. */
function judged(plain: string, span: Span, { from, at, said, isDirected }: Rounding): Finding[] | null {
  const right = roundedTo(plainNumber(from), at, isDirected)
  if (right === null) return null
  const ok = right.includes(Number(plainNumber(said)))
  if (!ok && hedged(plain, span)) return []
  const computed = right.map(shown).join(' or ')
  return [finding('statistics', span, said, computed, ok, `${from} to ${at} is ${computed}, not ${said}`)]
}

const asks = /\bround|\bnearest\b|decimal\splaces?|significant/i

/** The one number that a question wants rounded. */
function askedNumber(question: string): string | null {
  if (!asks.test(question)) return null
  const rest = question.replace(new RegExp(PLACE, 'giu'), ' ')
  const numbers = rest.match(new RegExp(SIGNED, 'g')) ?? []
  return numbers.length === 1 ? (numbers[0] ?? null) : null
}

const toPlace = lean(
  new RegExp(String.raw`(?<![\d.,])(?<from>${SIGNED})\s(?:rounded\s|correct\s)?to\s(${PLACE})`, 'giu'),
)
const rounds = lean(
  new RegExp(
    String.raw`(?<![\d.,])(?:(${SIGNED})|it)\s(?:rounds|is\srounded|gets\srounded)\s(?:up\s|down\s)?to\s(${SIGNED})${END}`,
    'giu',
  ),
)

/** "7,849 lies between 7,800 and 7,900; it rounds to 7,900": to the place that the question told for this number. */
function asAsked({ plain, question }: ClaimText): Finding[] {
  if (!/\bround/i.test(plain)) return []
  const places = matchesOf(toPlace, plainView(question)).map(({ groups, 2: place = '' }) => ({
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
    // "To the nearest fifty it rounds to 7,850."
    const isOther = /\bto\s(?:the\snearest|\S+\s(?:decimal|significant))[^.;]*$/i.test(before)
    if (asked === undefined || other !== undefined || isOther) return []
    const span = [match.index, match.index + all.length] as const
    return judged(plain, span, { from: last, at: asked.place, said }) ?? []
  })
}

const whole = rare(
  new RegExp(
    String.raw`(?:=|≈|is|are)\s?(${NUMBER})(?:\s\p{L}{1,12})?,?\s(?:which|so)\s(?:we\s|I\s)?(?:rounds?\s(?:up\s|down\s)?to|(?:is|are)\srounded\s(?:up\s|down\s)?to)\s(\d{1,6})([^.;\n]{0,60})`,
    'giu',
  ),
)

/** "315/6 = 52.5, which we round to 53 full bags": what is only begun is not full, and what is needed is not covered by less. */
function wholeThings(text: string): Finding[] {
  return [...whole.matchAll(text)].flatMap((match) => {
    const [all, from = '', to = '', behind = ''] = match
    const [exact, rounded] = [stated(from).value, Number(to)]
    const span = [match.index, match.index + all.length] as const
    if (Math.abs(exact - rounded) >= 1 || hedged(text, span)) return []
    const full = /^\s?(?:full|complete|whole|entire|filled)\b/i.test(behind)
    const needed = /\b(?:covers?|enough|suffices?|sufficient|(?:is|are)\sneeded|must\sbe\sbought)\b/i.test(behind)
    if (full && rounded > exact)
      return [
        finding(
          'statistics',
          span,
          to,
          shown(Math.floor(exact)),
          false,
          `of ${from} only ${Math.floor(exact)} are full`,
        ),
      ]
    if (needed && rounded < exact)
      return [
        finding('statistics', span, to, shown(Math.ceil(exact)), false, `${rounded} are less than the ${from} needed`),
      ]
    return []
  })
}
