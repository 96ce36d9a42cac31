/*
 * Two kinds of one draw, and one of many trials: "a king or a heart" of 52 cards are 16 cards and not 17, since one is both; "at least one six in seven rolls" has not seven times the chance of one. Accused
 * is what adds where nothing may be added.
 */
import { evaluateExpression } from '../../../../src/core/arithmetic/index.js'
import type { Finding } from '../../../../src/core/records/types.js'
import { matchesOf, rare } from '../../../../src/core/triggers.js'
import { type ClaimText, finding, hedged, shown } from '../claim.js'
import { normalOf } from '../named/normal.js'
import { sentenceAround } from '../text/sentences.js'

type Draw = readonly number[]
type Kind = (outcome: number) => boolean

const SUITS = ['heart', 'diamond', 'club', 'spade']
const RANKS = 'ace two three four five six seven eight nine ten jack queen king'.split(' ')
const suit = (card: number) => Math.floor(card / 13)
const rank = (card: number) => card % 13
const CARD = String.raw`(?:${SUITS.join('|')}|${RANKS.join('|')}|\d{1,2}|(?:face|court|picture|red|black)\scard|(?:red|black)(?:\s(?:one|card))?)s?`
const NUMBER = String.raw`(?:even|odd|prime|multiple\sof\s\d+|divisible\sby\s\d+|(?:greater|more|less|smaller|higher|lower|larger)\sthan\s\d+|at\s(?:least|most)\s\d+)(?:\snumber)?`

function cardKind(name: string): Kind | null {
  const word = name.replace(/s$/, '')
  if (SUITS.includes(word)) return (card) => suit(card) === SUITS.indexOf(word)
  if (/^(?:face|court|picture)/.test(word)) return (card) => rank(card) > 9
  if (/^red/.test(word)) return (card) => suit(card) < 2
  if (/^black/.test(word)) return (card) => suit(card) > 1
  const at = /^\d+$/.test(word) ? Number(word) - 1 : RANKS.indexOf(word)
  return at < 0 || at > 12 ? null : (card) => rank(card) === at
}

function numberKind(name: string): Kind | null {
  const by = Number(/\d+/.exec(name)?.[0])
  if (name.startsWith('even')) return (n) => n % 2 === 0
  if (name.startsWith('odd')) return (n) => n % 2 === 1
  if (name.startsWith('prime')) return (n) => n > 1 && ![2, 3, 5, 7].some((p) => n !== p && n % p === 0)
  if (/^(?:multiple|divis)/.test(name)) return (n) => n % by === 0
  if (/^(?:greater|more|higher|larger)/.test(name)) return (n) => n > by
  if (/^(?:less|smaller|lower)/.test(name)) return (n) => n < by
  return name.startsWith('at least') ? (n) => n >= by : (n) => n <= by
}

const oneCard = rare(/\b(?:52|deck|pack\sof|playing\scards|one\scard|a\scard)\b/i)
const several = rare(
  /\b(?:(?:2|3|two|three|several)\s(?:cards|dice|numbers|balls)|without\sreplac|twice|again|not\sput\sback|both)\b/i,
)
const either = (kind: string, or = 'or') =>
  rare(
    new RegExp(
      String.raw`(?<!\p{L})(${kind})(?:\s(?:card|number))?(?:,)?\s${or}\s(?:it\sis\s)?(?:an?\s|the\s)?(?:number\s|card\s)?(${kind})(?!\p{L})`,
      'iu',
    ),
  )
const [cards, numbers] = [either(CARD), either(NUMBER)]
const stretch =
  /\b(?:numbers?|integers?|balls|cards|tickets|from|between)\D{0,30}?\b1\s(?:to|through|and|-)\s(\d{1,3})\b/i

/** Of one draw of the question: the outcomes of one kind or the other, of which some are both. */
interface Union {
  all: number
  exact: number
  added: number
}

function unionOf(question: string): Union | null {
  const text = normalOf(question).text.toLowerCase()
  if (several.test(text)) return null
  const isCards = oneCard.test(text) && cards.test(text)
  const [, a = '', b = ''] = (isCards ? cards : numbers).exec(text) ?? []
  const to = /\b(?:die|dice)\b/.test(text) ? 6 : Number(stretch.exec(text)?.[1] ?? 0)
  const of = isCards ? cardKind : numberKind
  const [one, other] = [of(a), of(b)]
  const draw: Draw = isCards
    ? Array.from({ length: 52 }, (_, i) => i)
    : Array.from({ length: Math.min(to, 120) }, (_, i) => i + 1)
  if (a === '' || one === null || other === null || draw.length === 0) return null
  const added = draw.filter(one).length + draw.filter(other).length
  const exact = draw.filter((each) => one(each) || other(each)).length
  return added === exact ? null : { all: draw.length, exact, added }
}

const GOOD = 'favou?rable|good|suitable|matching|winning|desired|possible'
const counted = rare(
  new RegExp(
    String.raw`(?<![\d/.])(\d{1,3})\s(?:different\s|distinct\s)?(?:(?:${GOOD})\s(?:different\s)?(?:cards|outcomes|cases|numbers|results|ones)|(?:cards|outcomes|cases|numbers|results)\s(?:are|count\sas)\s(?:${GOOD}))`,
    'giu',
  ),
)
const takenBack = /\b(?:twice|subtract\w*|minus|overlap\w*|double|both|but|less|instead|not)\b/i

function ofUnion({ all, exact, added }: Union, text: string): Finding[] {
  const normal = normalOf(text)
  if (takenBack.test(text)) return []
  const shares = matchesOf(new RegExp(String.raw`(?<![\d/.])(\d{1,3})\s?/\s?${all}(?!\d|\.\d)`, 'g'), normal.text)
  return [...counted.matchAll(normal.text), ...shares].flatMap((match): Finding[] => {
    const said = Number(match[1])
    const span = normal.written(match.index, match.index + match[0].length)
    const isChance = match[0].includes('/')
    if (said !== added && (said !== exact || isChance)) return []
    if (isChance && !/prob|chance|likel|P\s?[(=]|so\s/i.test(sentenceAround(text, span))) return []
    const ok = said === exact
    if (!ok && hedged(text, span)) return []
    return [
      finding(
        'probabilities',
        span,
        String(said),
        String(exact),
        ok,
        `${exact} of ${all} are one or the other; ${added} counts twice what is both`,
      ),
    ]
  })
}

/** So many trials, each with the same chance. */
interface Trials {
  n: number
  p: number
}

const percent = /(\d{1,2}(?:\.\d+)?)\s?%/g
const many = rare(
  /(?<![\d.,/%])(\d{1,3})\s(?:\p{L}+\s){0,2}?(?:rolls|throws|times|tosses|eggs|boxes|packs|tickets|attempts|tries|trials|days|parts|devices|machines|draws|games|shots|items|customers|people|servers|components|lamps|bulbs|chips)(?!\p{L})/iu,
)
const buys = rare(
  /\b(?:buy|bought|try|open|test|pick|take|check|roll|throw)s?\s(?:it\s)?(\d{1,3})(?!\d|[.,]\d|\s?[%/])/i,
)

function trialsOf(question: string): Trials | null {
  const text = normalOf(question).text
  const shares = matchesOf(percent, text)
  const isDie = /\b(?:die|dice)\b/i.test(text) && /\bsix|\b6\b|\bone\b/i.test(text) && shares.length === 0
  const n = Number((many.exec(text) ?? buys.exec(text))?.[1] ?? Number.NaN)
  if (!/\bat\sleast\s(?:one|1)\b|independen|each\s(?:has|with|of)|every/i.test(text) || (shares.length !== 1 && !isDie))
    return null
  const p = isDie ? 1 / 6 : Number(shares[0]?.[1]) / 100
  return n > 1 && p > 0 && p < 1 ? { n, p } : null
}

const atLeast = rare(
  /\bat\sleast\s(?:one|1)\b[^.;]{0,70}?(?:=|\b(?:is|has|equals|with)\b)\s(?:an?\s)?(?:(?:probability|chance)\s(?:of\s)?)?(?:[^=.;\p{L}]{1,40}=\s?)?(\d+(?:\.\d+)?(?:\s?\/\s?\d+)?)\s?(%)?(?![\d/]|\.\d|\s?[·×*^+-])/giu,
)

function ofTrials({ n, p }: Trials, text: string): Finding[] {
  const normal = normalOf(text)
  return atLeast.matchAll(normal.text).flatMap((match): Finding[] => {
    const value = evaluateExpression(match[1] ?? '')?.valueOf()
    if (value === undefined) return []
    const said = match[2] === undefined ? value : value / 100
    const exact = 1 - (1 - p) ** n
    const span = normal.written(match.index, match.index + match[0].length)
    const ok = Math.abs(said - exact) < 0.006
    if (ok || Math.abs(said - n * p) > 1e-3 || hedged(text, span)) return []
    return [
      finding(
        'probabilities',
        span,
        match[1] ?? '',
        shown(exact),
        false,
        `at least one of ${n} has the probability 1 - (1 - ${shown(p)})^${n} = ${shown(exact)}`,
      ),
    ]
  })
}

/** What steps say of them. */
export function unionReader(question: string): (claim: ClaimText) => Finding[] {
  const [union, trials] = [unionOf(question), trialsOf(question)]
  return ({ text }) => [
    ...(union === null ? [] : ofUnion(union, text)),
    ...(trials === null ? [] : ofTrials(trials, text)),
  ]
}
