/*
 * What a sentence says of the amounts before it: "the speed is 30 m/s. Converted, that is 90 km/h", "64,000 MB. Divided by four that makes 1,600", "1.21. This is below 1.2". What "that"
 * is may be any amount there, or what two of them come to: a statement is false where it is so of all of them.
 */
import { lean } from '../../../../src/core/lean-patterns.js'
import type { Finding } from '../../../../src/core/records/types.js'
import { matchesOf, rare } from '../../../../src/core/triggers.js'
import { agrees, type ClaimReader, type ClaimText, finding, hedged, shown } from '../claim.js'
import { type Amount, literalAt } from '../spoken/amounts.js'
import { judged, sameKind } from '../spoken/compared.js'
import { Cursor } from '../spoken/cursor.js'
import { collapsed } from '../spoken/index.js'
import { amountsIn, bareOf, isPart, LEAD, Past, type Placed } from '../spoken/placed.js'
import { sentencesOf } from '../text/sentences.js'
import { compared, isShare, worthOf } from './amounts-compared.js'

const MAX_SENTENCE = 300
const MAX_SENTENCES = 60

const ADVERBS = String.raw`(?:(?:also|then|thus|therefore|hence|just|exactly|precisely|simply|already|still|only|again|consequently|accordingly|indeed|the\ssame\sas|equal\sto|equivalent\sto|about|roughly|approximately|around)\s)*`
const VERB = String.raw`(?:['’]s|\s(?:is|are|was|were|makes?|equals?|means?|gives?|corresponds?\sto|comes?\sto|amounts?\sto|works?\sout\s(?:at|as|to)|represents?|translates?\s(?:to|into)|converts?\sto))`

/** "That is 90 km/h" at the beginning of a sentence. */
const thatIs = rare(
  new RegExp(String.raw`^${LEAD}(?:that|this|it|these|they)${VERB}\s${ADVERBS}(?=[$€£]?[\d\p{L}])`, 'iu'),
)
/** "…, or 150 square decimetres", "… and so 1670 yards": behind an amount. */
const inOtherWords = rare(
  new RegExp(
    String.raw`(?:,\s(?:or|i\.e,?|that\sis,?|in\sother\swords,?|meaning|making|so|hence|thus|therefore|and\sso|and\sthus|and\stherefore|which(?:\sis|\sare|\smakes|\smeans|\sequals|\scorresponds\sto|\scomes\sto|\samounts\sto)|and\sthat['’]s|and\sthat\sis|that['’]s)|\sand\s(?:so|thus|therefore|hence)|\sor\srather)\s${ADVERBS}(?=[$€£]?[\d\p{L}])`,
    'giu',
  ),
)
const unitFirst = rare(
  /,\s(?:or\s|expressed\s|that\sis\s)?in\s(\p{L}{3,14}),?\s(?:(?:that|this|it)(?:['’]s|\sis|\smakes)\s)?(\d[\d,]*(?:\.\d+)?)(?=\s?(?:$|[,;:)]|\.(?!\d)))/giu,
)
/** What makes two amounts two: a choice, a rate. */
const choice = rare(
  /(?<!\p{L})(?:either|whether|can|could|may|might|choose|option|options|up\sto|at\sleast|at\smost|between|range|ranges|from|per|each|every|more|less|longer|shorter|apart|later|earlier|another|plus|minus|left|remain|remains|remaining)(?!\p{L})/iu,
)
const tail = lean(
  /\s?(?:$|[,:)"”]|[.](?!\d)|(?:so|and|which|because|since|but|as|in\stotal|altogether|exactly|long|overall)(?!\p{L}))/uy,
)
/** What an amount is found to be, not what is reckoned with. */
const stating = lean(
  /(?:[=≈]|(?<!\p{L})(?:is|are|was|were|makes?|gives?|equals?|contains?|holds?|has|weighs?|lasts?|takes?|measures?|leaves?|comes?\sto|amounts?\sto|adds?\sup\sto|total\sof|totals?|volume\sof|length\sof|area\sof|mass\sof|weight\sof|speed\sof))\s?(?:about\s|exactly\s|only\s|roughly\s|just\s)?$/iu,
)

/** The statements of a chain, sentence by sentence. */
export function referredReader(question: string): ClaimReader {
  let before = ''
  const past = new Past(
    sentencesOf(question)
      .slice(0, 20)
      .flatMap(({ text }) => (text.length > MAX_SENTENCE ? [] : [collapsed(text, 0).line])),
  )
  return ({ plain }: ClaimText) => {
    const found: Finding[] = []
    const unpointed = plain.replace(abbreviated, ' ')
    for (const sentence of sentencesOf(unpointed).slice(0, MAX_SENTENCES)) {
      if (sentence.text.length > MAX_SENTENCE) {
        before = ''
        continue
      }
      const { line, places } = collapsed(sentence.text, sentence.from)
      if (line.trim() === '') continue
      const span = (from: number, to: number) => [places[from] ?? 0, (places[to - 1] ?? 0) + 1] as const
      if (!sentence.asks) {
        found.push(...converted(plain, line, before, span), ...shareAgain(plain, line, before, span))
        found.push(...reckoned(plain, line, before, past, span), ...compared(plain, line, before, span))
      }
      before = line
      past.add(line)
    }
    return found
  }
}

/** The point that ends no sentence. */
const abbreviated = /(?<=\b(?:i\.e|e\.g|[ap]\.m|approx|resp))\.(?=\s)/gi

type At = (from: number, to: number) => readonly [number, number]

/** An amount in another unit. */
function converted(text: string, line: string, before: string, span: At): Finding[] {
  const found: Finding[] = []
  const carried = thatIs.exec(line)?.[0]
  if (carried !== undefined) {
    const last = lastStated(before)
    if (last !== null) found.push(...conversion(text, line, carried.length, last, amountsIn(before), span))
  }
  // "0.4 kg, in grams 40"
  for (const { index, 0: said, 1: unit = '', 2: number = '' } of unitFirst.matchAll(line)) {
    const all = amountsIn(line.slice(0, index))
    const last = all.at(-1)
    if (last?.to !== index || isPart(line, last)) continue
    const put = `${line.slice(0, index)} ${number} ${unit}${line.slice(index + said.length)}`
    found.push(...conversion(text, put, index + 1, last, all, () => span(index, index + said.length)))
  }
  for (const match of inOtherWords.matchAll(line)) {
    if (choice.test(line)) break
    const all = amountsIn(line.slice(0, match.index + 1))
    const last = all.at(-1)
    if (last === undefined || !dimension.test(line.slice(last.to, match.index)) || isPart(line, last)) continue
    found.push(...conversion(text, line, match.index + match[0].length, last, all, span))
  }
  return found
}

/** "4,800 s long" */
const dimension = lean(
  /^(?:\s(?:long|wide|high|tall|deep|thick|heavy|old|in\s(?:total|all|length|width|height|area|volume|weight|mass)|altogether))?$/iu,
)

/** The amount that a sentence ends with, where that is what it states. */
function lastStated(line: string): Placed | null {
  const all = amountsIn(line)
  const last = all.at(-1)
  if (last === undefined || !/^[\s"”').]*$/.test(line.slice(last.to))) return null
  return all.length === 1 || stating.test(line.slice(0, last.from)) ? (isPart(line, last) ? null : last) : null
}

function conversion(text: string, line: string, from: number, of: Placed, all: readonly Placed[], span: At): Finding[] {
  const cursor = new Cursor(line, from)
  const right = measuredAt(cursor)
  if (right === null || cursor.peek(tail) === null || alsoBehind.test(line.slice(cursor.at))) return []
  const isMeasure = (kind: string) => !/^(?:|percent|points|factor|ratio|money.*|thing.*)$/.test(kind)
  if (!isMeasure(right.kind) || !sameKind(of.amount, right)) return []
  const { literal } = right
  // "1 t is 1,000 kg, so 10.2 t" is about another amount.
  if (
    all.some(({ amount: { literal: other } }) => near(other?.sizes[0] ?? Number.NaN, literal?.sizes[0] ?? Number.NaN))
  )
    return []
  const names = `${of.amount.literal?.unit} ${literal?.unit}`
  if (/month|mo\b/i.test(names)) return []
  // "3 days of 8 hours. That is 1,440 minutes": any of them, and what two come to.
  const value = right.readings[0] ?? 0
  const numbers = all.map(({ amount }) => amount)
  const reached = numbers.some((one, i) =>
    numbers.some(
      (other, j) =>
        i !== j &&
        one.kind === right.kind &&
        ((isMeasure(other.kind) ? [] : [1, -1]).some((power) =>
          near((one.readings[0] ?? 0) * bareOf(other) ** power, value),
        ) ||
          (other.kind === right.kind &&
            (near((one.readings[0] ?? 0) + (other.readings[0] ?? 0), value) ||
              near((one.readings[0] ?? 0) - (other.readings[0] ?? 0), value) ||
              near(other.readings[0] ?? 0, value)))),
    ),
  )
  if (reached) return []
  // "4.5 × 10^9 years, or 1.41 × 10^17 seconds": nobody counts the days of leap years in powers of ten.
  const about =
    /about|roughly|approximately|around/.test(line.slice(0, from)) || tenfold.test(line.slice(from, cursor.at))
  const isExact = /exactly|precisely/.test(line.slice(Math.max(0, from - 20), from))
  return judged(text, span(from, cursor.at), {
    left: of.amount,
    right:
      isExact && literal !== undefined
        ? { ...right, literal: { ...literal, stated: { ...literal.stated, digits: 9 } } }
        : right,
    about,
    said: 'what stands before it',
    claimed: line.slice(from, cursor.at).trim(),
  })
}

/** "1 h 50 min and 0.775 × 60 ≈ 46 s": more of the same amount. */
const alsoBehind = /^,?\s(?:and|plus)\s(?:about\s|another\s|roughly\s)?\d/i
const tenfold = /10\s?\^|10[⁰¹²³⁴-⁹]|\d[eE]\d/

/** An amount, or several things of one: "92 shifts of 8 hours". */
function measuredAt(cursor: Cursor): Amount | null {
  const right = literalAt(cursor)
  const each = right?.kind.startsWith('thing') && cursor.take(/\sof\s/y) !== null ? literalAt(cursor) : null
  if (right === null || each === null) return right
  return { readings: each.readings.map((value) => value * bareOf(right)), kind: each.kind }
}

const near = (a: number, b: number) => Math.abs(a - b) <= 0.006 * Math.abs(b)

const shareIs = rare(
  new RegExp(
    String.raw`(?:^${LEAD}(?:as\sa\s(?:decimal|fraction|percentage)(?:\sfraction)?,?\s)?(?:(?:that|this|it)${VERB}|=)|,?\s(?:and\s)?(?:in\sother\swords|which\sis|that\sis|i\.e,?|or|and\sthat\sis|and\sthat['’]s))\s${ADVERBS}(?:nothing\sbut\s|no\smore\sthan\s|nothing\selse\sthan\s)?(?=[\d\p{L}])`,
    'giu',
  ),
)
const otherShare = rare(
  /(?<!\p{L})(?:other|rest|remaining|left|complement\w*|twice|double|half\sof|of\sthat|of\sthis|each|per|more|less|not|either|off|discount|increase|decrease|rise|fall)(?!\p{L})/iu,
)

/** "1/3 divided by 2/3, which is a half": what comes to the half is the quotient. */
const reckonedWith = lean(
  /(?:[-+−*×·÷/^=:]|(?<!\p{L})(?:by|over|times|plus|minus|less|and|or|from|into|than|with|durch|mal|of))\s?(?:the\s|an?\s)?$/iu,
)

/** "4/15, and that is nothing but a quarter", "17/12. As a decimal this is exactly 1.4": a share in another form. */
function shareAgain(text: string, line: string, before: string, span: At): Finding[] {
  return shareIs.matchAll(line).flatMap((match): Finding[] => {
    const at = match.index + match[0].length
    const isFirst = /^[^,]*(?:that|this|it)/i.test(match[0]) && match.index === 0
    const context = isFirst ? before : line.slice(0, match.index)
    const all = amountsIn(context)
    const last = all.at(-1)
    if (
      last === undefined ||
      !/^(?:\s(?!of\s)\p{L}+)?[\s"”').]*$/u.test(context.slice(last.to)) ||
      reckonedWith.test(context.slice(0, last.from)) ||
      otherShare.test(line)
    )
      return []
    const cursor = new Cursor(line, at)
    const right = literalAt(cursor)
    if (right?.literal === undefined || cursor.peek(tail) === null) return []
    const isDecimal = /as\sa\sdecimal/i.test(match[0]) && right.kind === ''
    if (!isShare(right) && !isDecimal) return []
    // One of them is a fraction: "0.3, or 30 %" is read elsewhere, "12 %, that is 3 %" says another thing.
    const isFraction = ({ literal, kind }: Amount) =>
      kind === '' &&
      (literal?.stated.digits === 9 || literal?.stated.digits === 2) &&
      /\/|\p{L}/u.test(literal.stated.text)
    if (!isFraction(last.amount) || !(isFraction(right) || isDecimal)) return []
    const value = worthOf(right)
    const { stated } = right.literal
    const isExact = /exactly|precisely/.test(match[0]) || isFraction(right)
    const same = ({ amount }: Placed) =>
      Math.abs(worthOf(amount) - value) < 1e-6 ||
      (!isExact && agrees(stated, worthOf(amount), /about|roughly|approx|around/.test(match[0])))
    if (all.some(same) || /about|roughly|approx|around|nearly|almost/.test(line.slice(match.index, at + 12))) return []
    const where = span(match.index, cursor.at)
    if (hedged(text, where)) return []
    const [was, said] = [context.slice(last.from, last.to).trim(), line.slice(at, cursor.at).trim()]
    return [
      finding(
        'closed-forms',
        where,
        said,
        shown(worthOf(last.amount)),
        false,
        `${was} is ${shown(worthOf(last.amount))}, not ${said}`,
      ),
    ]
  })
}

const NAMED = String.raw`(?:\s(?:the|this|that|it|these|them|those|an?|another|further|\p{L}+)){0,3}?`
const reckonings: readonly { pattern: RegExp; by: (value: number, other: number) => number; sign: string }[] = [
  {
    pattern: new RegExp(
      String.raw`(?:divided|dividing|divide|split|splitting|shared|sharing|spread)${NAMED}\s(?:by|among|amongst|between|over|into|across)\s(?:(?:the|its|their|all)\s)?(?:\p{L}+\sof\s)?(?=[\d\p{L}])`,
      'giu',
    ),
    by: (value, other) => value / other,
    sign: '/',
  },
  {
    pattern: new RegExp(
      String.raw`(?:(?:multiplied|multiplying|multiply)${NAMED}\sby|^(?:and\s|so\s)?times)\s(?:the\s)?(?=[\d\p{L}])`,
      'giu',
    ),
    by: (value, other) => value * other,
    sign: '×',
  },
  {
    pattern: new RegExp(
      String.raw`(?:^|,\s|(?<!\p{L})(?:and|so|then)\s)(?:adding|add|plus)${NAMED}\s(?=[$€£]?\d)`,
      'giu',
    ),
    by: (value, other) => value + other,
    sign: '+',
  },
  {
    pattern: new RegExp(
      String.raw`(?:^|,\s|(?<!\p{L})(?:and|so|then)\s)(?:subtracting|subtract|minus|less|deducting|taking\s(?:off|away)|taking)${NAMED}\s(?=[$€£]?\d)`,
      'giu',
    ),
    by: (value, other) => value - other,
    sign: '−',
  },
]
const mayReckon = rare(/divid|split|shar|spread|multipl|times|add|plus|subtract|minus|less|deduct|taking/i)
const gives = lean(
  /(?:\s\p{L}+){0,2}?(?:\s(?:off|away|again|from\s(?:this|that|it)|to\s(?:this|that|it)))?,?\s(?:(?:that|this|it|we|you|one|which|there|he|she|they)\s)?(?:(?:still|thus|then)\s)?(?:is|are|gives?|makes?|leaves?|yields?|gets?|becomes?|have|has|obtains?|equals?|remains?|comes?\s(?:out\s)?(?:to|at|as)|amounts?\sto|results?\sin|brings\s\p{L}+\s(?:up\s|down\s)?to|works\sout\s(?:at|as|to)|recovers\s[^\d,]{3,40},)\s(?:us\s|out\s|room\sfor\s|with\s|exactly\s|just\s|only\s|about\s|(?:an?\s|the\s)?(?!remainder|rest)\p{L}+\sof\s|[a-z]\s?=\s?)?(?=[$€£]?[\d\p{L}])/iuy,
)

const otherwise = /\binstead\b|['’]d\b/
/** What is not read as an amount, and may be what is reckoned with. */
const unread =
  /[πθ√∛^]|(?<!m)[²³]|\b(?:pi|squar\w*|cub(?:es?|ed|ing)|roots?|powers?|raised|dozens?|pairs?|factorial|sines?|cosines?|logs?|logarithms?)\b/i
/** "9 a.m. plus 14 hours" */
const clock = /\b[ap]\.?m\.?$|\d:\d\d/i

/** "Divided by four that makes 1,600": what is reckoned with an amount before it. */
function reckoned(text: string, line: string, before: string, past: Past, span: At): Finding[] {
  if (!mayReckon.test(line)) return []
  return reckonings.flatMap(({ pattern, by, sign }) =>
    matchesOf(lean(pattern), line).flatMap((match): Finding[] => {
      const cursor = new Cursor(line, match.index + match[0].length)
      const from = cursor.at
      const other = literalAt(cursor)
      if (other?.literal === undefined || other.kind === 'percent' || other.kind === 'points') return []
      const otherEnd = cursor.at
      const link = cursor.take(gives)?.[0]
      if (link === undefined) return []
      const rightFrom = cursor.at
      const right = literalAt(cursor)
      if (right?.literal === undefined || right.kind === 'points') return []
      if (
        /^\s?(?:[-+−×x*·/÷^=≈(%]|of\s|plus|minus|times|more|less|fewer|per\s?cent|thousand|million|billion|times|in\s)/i.test(
          line.slice(cursor.at),
        )
      )
        return []
      const inLine = amountsIn(line.slice(0, match.index + 1))
      // "33 divided by 3 is 13" is an expression.
      if (line.slice(inLine.at(-1)?.to ?? 0, match.index).trim() === '' && inLine.length > 0) return []
      const last = amountsIn(before)
      const values = [...past.known(), ...inLine.map(({ amount }) => amount)].map(bareOf)
      if (inLine.length + last.length === 0) return []
      const said = bareOf(right)
      const n = bareOf(other)
      const about = /about/.test(link)
      const isUnit = (amount: Amount) => !/^(?:|thing.*|money.*)$/.test(amount.kind)
      const scales =
        isUnit(right) || isUnit(other)
          ? [
              1,
              10,
              100,
              1000,
              1e4,
              1e6,
              60,
              3600,
              24,
              12,
              7,
              3.6,
              0.1,
              0.01,
              0.001,
              1e-4,
              1e-6,
              1 / 60,
              1 / 3600,
              1 / 24,
              1 / 12,
              1 / 7,
              1 / 3.6,
            ]
          : [1, 100, 0.01]
      const stated = right.literal.stated
      const fits = (value: number) =>
        scales.some((scale) => agrees({ ...stated, value: said }, by(value, n) * scale, about))
      const pairs = [...last, ...inLine].map(({ amount }) => bareOf(amount))
      const reached = [
        ...values,
        pairs.reduce((sum, each) => sum + each, 0),
        ...pairs.flatMap((a, i) => pairs.slice(i + 1).flatMap((b) => [a + b, a - b, b - a, a * b, a / b, b / a])),
      ]
      if (reached.some((value) => fits(value) || fits(1 / value))) return []
      const subject = [...inLine, ...last].at(-1)
      if (subject === undefined) return []
      const exact = by(bareOf(subject.amount), n)
      const where = span(match.index, cursor.at)
      if (!Number.isFinite(exact) || hedged(text, where) || otherwise.test(line) || clock.test(before)) return []
      if (unread.test(`${before} ${line}`)) return []
      // "2730/336: divide by 42 and get 65/8": both parts of a fraction.
      if (/\//.test(line.slice(rightFrom, cursor.at)) && /\d\s?\/\s?\d/.test(before + line.slice(0, match.index)))
        return []
      const claimed = line.slice(rightFrom, cursor.at).trim()
      const computed = shown(exact)
      const of = `${shown(bareOf(subject.amount))} ${sign} ${line.slice(from, otherEnd).trim()}`
      return [finding('percentages', where, claimed, computed, false, `${of} is ${computed}, not ${claimed}`)]
    }),
  )
}
