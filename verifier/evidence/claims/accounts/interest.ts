/* The interest of one deposit: "the interest earned is $600". Reckoned from the question, simple and compound. */
import { lean } from '../../../../src/core/lean-patterns.js'
import { COUNT, countOf } from '../../../../src/core/quantities/words.js'
import type { Finding } from '../../../../src/core/records/types.js'
import { rare } from '../../../../src/core/triggers.js'
import { finding, hedged, NUMBER, shown } from '../claim.js'
import { numbersIn } from './numbers.js'

const compounds = rare(/\bcompound(?:ed|s|ing)?\b/i)
/** Money that comes or goes on the way. */
const unless = rare(
  /\b(?:each|every|withdraw\w*|payments?|instal\w*|tax\w*|inflation|loan|mortgage|bond|present|discount\w*|deposits?\s(?:of|another)|adds?|added|continuous\w*|fee|simple|daily|weekly|differ\w*|compar\w*|more|twice|double|how\slong|what\srate|per\smonth)\b/i,
)
const years = new RegExp(String.raw`(?<![\d.])(\d{1,2}|one|${COUNT})[\s-]years?\b`, 'i')
const money = lean(
  new RegExp(
    String.raw`[$€£]\s?(?:${NUMBER})(?:\s?(?:k|m)(?!\p{L})|\s(?:thousand|million))?|(?<![\d.,$€£])(?:${NUMBER})(?=\s?(?:€|euros?|dollars?|pounds?)(?!\p{L}))|(?<![\d.,$€£])\d{1,3}(?:,\d{3})+(?![\d%]|\s?%)`,
    'gu',
  ),
)
const share = lean(new RegExp(String.raw`(?:${NUMBER})\s?(?:%|percent|per\scent)`, 'gu'))

/** How often a year interest is added; once where nothing is said. */
const periods = [
  [2, /semi-?annual|half-?year|twice a year|every six months/i],
  [4, /quarter/i],
  [12, /month/i],
] as const

interface Deposit {
  principal: number
  interests: readonly number[]
  /** Without interest on interest: only where a sentence says that it is simple. */
  simple: readonly number[]
}

/** One amount, one rate and one time: what the interest may be after whole periods of any length, and within one. */
export function depositIn(question: string): Deposit | null {
  if (!compounds.test(question) || unless.test(question)) return null
  const [amount, ...amounts] = question.match(money) ?? []
  const [rate, ...rates] = question.match(share) ?? []
  const n = countOf(years.exec(question)?.[1] ?? '')
  if (amount === undefined || rate === undefined || n === null || amounts.length + rates.length > 0) return null
  const [principal, percent] = [numbersIn(amount)[0], numbersIn(rate)[0]]
  if (principal === undefined || percent === undefined || n < 1 || n > 60) return null
  const p = principal.value * principal.scale
  const r = percent.value / 100
  const f = periods.find(([, words]) => words.test(question))?.[0] ?? 1
  const totals = Array.from({ length: f * n }, (_, k) => p * (1 + r / f) ** (k + 1) - p)
  const within = totals.map((total) => ((total + p) * r) / f)
  const simple = Array.from({ length: n }, (_, k) => p * r * (k + 1))
  const gaps = simple.flatMap((each, k) => Math.abs(p * (1 + r) ** (k + 1) - p - each))
  return { principal: p, interests: [(p * r) / f, ...totals, ...within, ...gaps], simple }
}

const IS = String.raw`\s?(?::|=|\s(?:is|was|comes\sto|amounts\sto|of|therefore|thus|then)(?:\s(?:therefore|thus|then|exactly|only|just|simply))*)\s{1,3}(?:[^=;:\p{L}]{1,50}=\s{0,3})?`
const SAID = String.raw`([$€£]?\s?(?:${NUMBER}))(?=\$?(?:\s{1,3}(?:dollars|euros|pounds))?(?:\s?[.,;)]?$|[.,;)]\s))`
const ofInterest = rare(
  new RegExp(
    String.raw`(?:(?<=^|,\s)|(?<=(?:the|so)\s))(?:total\s|compound\s)?interest(?:\s(?:earned|paid|gained|received))?${IS}${SAID}`,
    'giu',
  ),
)
const ofBalance = rare(
  new RegExp(
    String.raw`(?:(?<=^|,\s)|(?<=(?:the|so)\s))(?:(?:final|ending|end|maturity|future)\s(?:value|amount|balance|sum|capital)${IS}|(?:account|deposit|investment|balance|money|capital|it)\s(?:holds|(?:has\s)?gr(?:ows|own|ew)\sto|is\sworth|contains|stands\sat|becomes)\s(?:[^=;:\p{L}]{1,50}=\s{0,3})?)${SAID}`,
    'giu',
  ),
)

const counts = ['zero', 'one', 'two', 'three', 'four', 'five', 'six']
const places = ['zeroth', 'first', 'second', 'third', 'fourth', 'fifth', 'sixth']
const ofYear = rare(
  new RegExp(
    String.raw`(?:in|for|during)\s(?:year\s(\d|${counts.join('|')})|the\s(${places.join('|')})\syear)(?!\p{L})[^.;:\d$€£]{0,50}?[$€£]?\s?(${NUMBER})(?=\s?(?:€|euros?|dollars?|pounds?)?\s(?:of\s)?(?:interest|(?:is|are)\s(?:added|credited|earned)|again|more))`,
    'giu',
  ),
)

/** "In year three you receive 100 interest again": the interest of the first year, where there is interest on interest. */
function everyYear(sentence: string, { principal, interests }: Deposit): Finding[] {
  const [first = 0] = interests
  return ofYear.matchAll(sentence).flatMap((match): Finding[] => {
    const [all, count, place, said = ''] = match
    const k =
      count === undefined
        ? places.indexOf((place ?? '').toLowerCase())
        : Number(count) || counts.indexOf(count.toLowerCase())
    const exact = first * (1 + first / principal) ** (k - 1)
    const number = numbersIn(said)[0]
    const span = [match.index, match.index + all.length] as const
    if (number === undefined || k < 2 || Math.abs(number.value - first) > 1e-9 || hedged(sentence, span)) return []
    const computed = shown(Math.round(exact * 100) / 100)
    return [
      finding(
        'percentages',
        span,
        said,
        computed,
        false,
        `in year ${k} the interest is ${computed}, since that of the years before earns some too`,
      ),
    ]
  })
}

/** What an amount that is due in some years is worth today. */
export interface Due {
  amount: number
  value: number
}

const present = /\b(?:present\svalue|PV)\b/i
export function dueIn(question: string): Due | null {
  if (
    !present.test(question) ||
    /\b(?:each|every|annuity|perpetuity|payments?|per\syear|cash\sflows|bond|coupon|semi-?annual\w*|quarter\w*|month\w*|continuous\w*|inflation|simple)\b/i.test(
      question,
    )
  )
    return null
  const [amount, ...amounts] = question.match(money) ?? []
  const [rate, ...rates] = question.match(share) ?? []
  const n = countOf(years.exec(question)?.[1] ?? '')
  if (amount === undefined || rate === undefined || n === null || amounts.length + rates.length > 0) return null
  const [due, percent] = [numbersIn(amount)[0], numbersIn(rate)[0]]
  if (due === undefined || percent === undefined || n < 1 || n > 60) return null
  return { amount: due.value * due.scale, value: (due.value * due.scale) / (1 + percent.value / 100) ** n }
}

const ofPresent = rare(
  new RegExp(
    String.raw`(?<!net\s)(?:present\svalue|PV)(?!\p{L})[^.;=\d]{0,60}?(?:=|\s(?:is|of|comes\sto))\s(?:(?:[^.;=]|\.(?=\d)){1,70}=\s?)?${SAID}`,
    'giu',
  ),
)

/** "The present value is 1,000 × 1.1664 = $1,166.40": what is due later is worth less today. */
export function presents(sentence: string, due: Due | null): Finding[] {
  if (due === null) return []
  return ofPresent.matchAll(sentence).flatMap((match): Finding[] => {
    const number = numbersIn((match[1] ?? '').replace(/[$€£]\s?/, ''))[0]
    const span = [match.index, match.index + match[0].length] as const
    if (number === undefined) return []
    const ok = Math.abs(number.value * number.scale - due.value) <= 0.006 * due.value
    if (!ok && (number.value * number.scale <= due.amount || hedged(sentence, span))) return []
    const computed = shown(Math.round(due.value * 100) / 100)
    return [
      finding('percentages', span, number.text, computed, ok, `the present value is ${computed}, not ${number.text}`),
    ]
  })
}

/** "The interest earned is therefore $600", "the final value is $5,600" of 5,000 at 6% for two years. */
export function interests(sentence: string, deposit: Deposit | null): Finding[] {
  if (deposit === null) return []
  const { principal } = deposit
  const admitted = /simple/i.test(sentence) ? [...deposit.interests, ...deposit.simple] : deposit.interests
  return [
    ...everyYear(sentence, deposit),
    ...ofInterest
      .matchAll(sentence)
      .flatMap((match) => judged(sentence, match, admitted, 0.001 * principal, 'interest')),
    ...ofBalance
      .matchAll(sentence)
      .flatMap((match) =>
        judged(sentence, match, [principal, ...admitted.map((each) => principal + each)], principal, 'amount'),
      ),
  ]
}

/** One of the amounts that may be meant; less than `least` is another thing. */
function judged(
  sentence: string,
  match: RegExpExecArray,
  admitted: readonly number[],
  least: number,
  what: string,
): Finding[] {
  const [number] = numbersIn((match[1] ?? '').replace(/[$€£]\s?/, ''))
  const span = [match.index, match.index + match[0].length] as const
  if (number === undefined || number.value < least) return []
  const off = (each: number) => Math.abs(each - number.value)
  const unit = 10 ** -number.digits
  const ok = admitted.some((each) => off(each) <= Math.max(unit, 1e-4 * each))
  if (!ok && hedged(sentence, span)) return []
  const near = [...admitted].sort((a, b) => off(a) - off(b))[0] ?? 0
  const computed = shown(Math.round(near * 100) / 100)
  return [
    finding('percentages', span, number.text, computed, ok, `the ${what} comes to ${computed}, not ${number.text}`),
  ]
}
