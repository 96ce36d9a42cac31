/*
 * A ratio with names, "cement, sand and gravel 1 : 2 : 3", and what steps say of the shares: how many parts somebody has, which part of the whole that is, how many parts there are, how
 * much of an amount.
 */
import Fraction from 'fraction.js'
import { at } from '../../../../src/core/absence.js'
import { lean } from '../../../../src/core/lean-patterns.js'
import { COUNT, countOf, FRACTION, fractionOf } from '../../../../src/core/quantities/words.js'
import type { Finding } from '../../../../src/core/records/types.js'
import { matchesOf, rare } from '../../../../src/core/triggers.js'
import { agrees, type ClaimText, finding, hedged, NUMBER, shown, stated } from '../claim.js'
import { normalOf } from '../named/normal.js'
import { plainView } from '../text/plain-view.js'

const WORD = String.raw`\p{L}{2,20}`
const listed = String.raw`(${WORD}(?:\s?[:,]\s?${WORD}){1,4}(?:,?\s(?:and|und)\s${WORD})?|${WORD}\s(?:and|und|to)\s${WORD})`
const parts = String.raw`(\d{1,4}(?:\s?:\s?\d{1,4}){1,4})(?!\s?:|\d)`
const inRatio = String.raw`(?:\s(?:are|is|was|were|get|share[sd]?|split|divided?|mixed|combined|taken|stand))*`
const ratio = String.raw`(?:the\s|a\s)?(?:ratio|Verhältnis|proportions?)`

/** Where the names stand first, and where the numbers do. */
const forms: readonly { pattern: ReturnType<typeof rare>; numbers: 1 | 2 }[] = [
  // in the ratio 5 : 3 : 2 (blue : yellow : white)
  {
    pattern: rare(new RegExp(String.raw`(?:ratio|Verhältnis)(?:\sof)?\s${parts}\s?\(\s?${listed}\s?\)`, 'giu')),
    numbers: 1,
  },
  // blue, yellow and white in the ratio 5:3:2; the ratio of flour to sugar is 3:2
  {
    pattern: rare(
      new RegExp(
        String.raw`${listed}(?:\s(?:[\p{L}.]+|[$€£]?\d[\d.,]*)){0,4}?${inRatio}\s(?:in|im|at|is|of)\s(?:${ratio}\s(?:of\s)?)?${parts}`,
        'giu',
      ),
    ),
    numbers: 2,
  },
  // cement : sand : gravel = 1:2:3; syrup and water are mixed 2 : 5; mix syrup and water 1:4
  { pattern: rare(new RegExp(String.raw`${listed}${inRatio}\s{1,3}(?:=\s{0,3})?${parts}`, 'giu')), numbers: 2 },
]

interface Ratio {
  names: readonly string[]
  parts: readonly number[]
  total: number
  /** The one amount of the question. */
  amount?: number
}

/** The question's amount is what is shared, and nothing happens to it. */
const sharesAll = lean(/\b(?:mix\p{L}*|shar\p{L}*|divid\p{L}*|split|total|altogether|in\sall)\b/iu)
const changes = lean(/\b(?:difference|more|less|fewer|than|ages?|old|years?|add(?:s|ed)?|remov\p{L}*|then|after)\b/iu)

function ratioOf(question: string): Ratio | null {
  const text = plainView(question)
  for (const { pattern, numbers } of forms) {
    const [match, other] = pattern.matchAll(text)
    if (match === undefined || other !== undefined) continue
    const found = at(match, numbers).split(':').map(Number)
    const names = at(match, numbers === 1 ? 2 : 1)
      .split(/[:,]|\sand\s|\sund\s|\sto\s/)
      .map((each) => each.trim().toLowerCase())
      .filter((each) => each !== '')
    if (found.length !== names.length || new Set(names).size < names.length || found.some((each) => each === 0))
      continue
    const rest = text.slice(0, match.index) + text.slice(match.index + match[0].length)
    const [amount, more] = matchesOf(new RegExp(NUMBER, 'g'), rest)
    return {
      names,
      parts: found,
      total: found.reduce((sum, each) => sum + each, 0),
      ...(amount !== undefined && more === undefined && sharesAll.test(text) && !changes.test(text)
        ? { amount: stated(amount[0]).value }
        : {}),
    }
  }
  return null
}

const PART = String.raw`(\d{1,4}\s?/\s?\d{1,4}|(?:${NUMBER})\s?(?:%|percent|per\scent)|${FRACTION}|half)`
const HAS = String.raw`(?:makes?\sup|has|gets?|receives?|takes?|is|are|consists\sof|accounts?\sfor|hat|bekommt|erhält)`
const WHOLE = String.raw`(?:it|(?:the|all)\s(?:\p{L}+\s)?(?!of\b)\p{L}+)`
const N = String.raw`(\d{1,4}|one|${COUNT})`

const ofParts = rare(
  new RegExp(
    String.raw`(?<!\p{L})(${WORD})\s${HAS}\s${N}\s(?:(?:of|out\sof)\s(?:the\s)?\w+\s)?(?:equal\s)?(?:parts?|shares?|Teile?)(?!\p{L})`,
    'giu',
  ),
)
const ofWhole = rare(
  new RegExp(
    String.raw`(?<!\p{L})(${WORD})\s${HAS}\s(?:only\s|about\s|exactly\s)?${PART}\sof\s(${WHOLE})(?=[\s.,;:)])`,
    'giu',
  ),
)
const wholeOf = rare(
  new RegExp(String.raw`(?<![\p{L}\d/.])${PART}\sof\s(${WHOLE})\s(?:is|are)\s(${WORD})(?=\s*(?:[.,;:)]|$))`, 'giu'),
)
const together = rare(
  new RegExp(
    String.raw`(?<![\p{L}\d/.])${N}\s(?:equal\s)?parts\s(?:in\sall|in\stotal|altogether|overall)|(?:total\snumber\sof\sparts\sis|total\sof|altogether|in\sall)\s(?:[\d\s+]+=\s?)?${N}(?:\s(?:equal\s)?parts)`,
    'giu',
  ),
)
const ofAmount = rare(
  new RegExp(
    String.raw`(?<!\p{L})(${WORD})(?::|\s(?:is|gets|receives|weighs|needs|has))\s[$€£]?(${NUMBER})(?!\s?(?:%|/|:)|[.,]?\d|\s(?:parts?|shares?|of)\b)`,
    'giu',
  ),
)

/** "2 : 5", "gets 2 for every 5", "one part syrup to four parts water": two parts of one whole, whoever has them. */
const twoParts: readonly RegExp[] = [
  /(?:ratio|shar\w+|split|divid\w+|mix\w*)[^.?!:]{0,40}?(?<![\d:.])(\d{1,3})\s?(?::|to)\s?(\d{1,3})(?!\s?[:\d]|\.\d)/i,
  /(\d{1,3})\s(?:\p{L}+\s)?for\severy\s(\d{1,3})(?![\d.%])/iu,
  /(\d{1,3}|one)\sparts?\s(?:of\s)?(?:\p{L}+\s){1,2}to\s(\d{1,3}|one)\sparts?/iu,
]
const ofTheWhole = rare(
  new RegExp(
    String.raw`(?<![\p{L}\d/.])${PART}\sof\s(?:the|it|a)\s?(?:\p{L}+\s){0,2}?(?:whole|total|all|lot|bag|drink|mixture|mix|jug|juice|drink|sum|money|amount|prize|pot|bill|cake|profit|estate|inheritance|winnings|sweets|marbles|coins|class|alloy|concrete|paint|dough|everything)(?![\p{L}-]|\sof\s)`,
    'giu',
  ),
)

/** "Two fifths of the bag" where somebody gets 2 for every 5 of another: 2 of 7. */
function misreadParts(question: string): (claim: ClaimText) => Finding[] {
  const text = normalOf(question).text
  const match = twoParts.map((pattern) => pattern.exec(text)).find((each) => each !== null)
  const [a, b] = [match?.[1], match?.[2]].map((each) => (each?.toLowerCase() === 'one' ? 1 : Number(each))) as [
    number,
    number,
  ]
  if (!(a > 0) || !(b > 0) || a === b) return () => []
  const [misread, right] = [
    new Fraction(Math.min(a, b), Math.max(a, b)),
    [a, b].map((each) => new Fraction(each, a + b)),
  ]
  if (right.some((each) => each.equals(misread))) return () => []
  return ({ plain }) =>
    ofTheWhole.matchAll(plain).flatMap((match): Finding[] => {
      const said = shareOf(match[1] ?? '')
      const span = [match.index, match.index + match[0].length] as const
      const ok = said !== null && right.some((each) => each.equals(said))
      if (said === null || (!ok && (!said.equals(misread) || hedged(plain, span)))) return []
      const parts = right.map((each) => each.toFraction()).join(' and ')
      return [
        finding(
          'counting',
          span,
          match[1] ?? '',
          parts,
          ok,
          `${a} and ${b} are ${a + b} parts: the shares are ${parts}`,
        ),
      ]
    })
}

/** Statements about the shares of the question's ratio. */
export function shareReader(question: string): (claim: ClaimText) => Finding[] {
  const misread = misreadParts(question)
  const told = ratioOf(question)
  if (told === null) return misread
  const { names, parts: all, total, amount } = told
  const partOf = (name: string) => all[names.indexOf(name.toLowerCase())]
  return (claim) => {
    const { plain } = claim
    const found: Finding[] = []
    const judge = (match: RegExpExecArray, claimed: string, exact: string, ok: boolean, message: string) => {
      const span = [match.index, match.index + match[0].length] as const
      if (ok || !hedged(plain, span)) found.push(finding('counting', span, claimed, exact, ok, message))
    }
    const judgeShare = (match: RegExpExecArray, name: string, share: string, whole: string) => {
      const own = partOf(name)
      const said = shareOf(share)
      // Of one ingredient it is another part.
      if (own === undefined || said === null || names.some((each) => whole.toLowerCase().includes(each))) return
      const exact = new Fraction(own, total)
      const ok = /[%p]/.test(share)
        ? agrees({ ...stated(share.replace(/[^\d.]/g, '')) }, 100 * exact.valueOf())
        : exact.equals(said)
      judge(
        match,
        share,
        exact.toFraction(),
        ok,
        `${name} is ${exact.toFraction()} of the whole: ${own} of ${total} parts`,
      )
    }
    for (const match of ofParts.matchAll(plain)) {
      const [, name = '', count = ''] = match
      const own = partOf(name)
      if (own !== undefined)
        judge(match, count, String(own), countOf(count) === own, `${name} has ${own} of the parts, not ${count}`)
    }
    for (const match of ofWhole.matchAll(plain)) judgeShare(match, match[1] ?? '', match[2] ?? '', match[3] ?? '')
    for (const match of wholeOf.matchAll(plain)) judgeShare(match, match[3] ?? '', match[1] ?? '', match[2] ?? '')
    for (const match of together.matchAll(plain)) {
      const count = match[1] ?? match[2] ?? ''
      judge(match, count, String(total), countOf(count) === total, `${all.join(' + ')} are ${total} parts`)
    }
    if (amount !== undefined)
      for (const match of ofAmount.matchAll(plain)) {
        const [, name = '', number = ''] = match
        const own = partOf(name)
        if (own === undefined || stated(number).value === own) continue
        // The question's amount is the whole, or one of the shares; in other units a power of ten away.
        const values = [total, ...all].map((of) => (amount * own) / of)
        const ok = values.some((each) =>
          [1, 1000, 0.001, 100, 0.01].some((by) => agrees(stated(number), each * by, true)),
        )
        judge(
          match,
          number,
          shown(at(values, 0)),
          ok,
          `${name} has ${own} of ${total} parts, which is ${shown(at(values, 0))} of ${shown(amount)}`,
        )
      }
    const isSaid = ({ span: [from, to] }: Finding) => found.some(({ span }) => span[0] < to && from < span[1])
    return [...found, ...misread(claim).filter((each) => !isSaid(each))]
  }
}

export function shareOf(share: string): Fraction | null {
  const [, over, under] = /(\d+)\s?\/\s?(\d+)/.exec(share) ?? []
  if (over !== undefined && under !== undefined)
    return Number(under) === 0 ? null : new Fraction(Number(over), Number(under))
  const percent = lean(/^(\S+?)\s?(?:%|percent|per\scent)/i).exec(share)?.[1]
  if (percent !== undefined) return new Fraction(percent.replace(/,/g, '')).div(100)
  return fractionOf(share)
}
