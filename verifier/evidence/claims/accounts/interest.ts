/* The interest of one deposit: "the interest earned is $600". Reckoned from the question, simple and compound. */
import type { Finding } from '../../../../src/core/records/types.js'
import { rare } from '../../../../src/core/triggers.js'
import { finding, hedged, NUMBER, shown } from '../claim.js'
import { numbersIn } from './sentences.js'

const compounds = rare(/\bcompound(?:ed|s|ing)?\b/i)
/** Money that comes or goes on the way. */
const unless = rare(
  /\b(?:each|every|withdraw\w*|payments?|instal\w*|tax\w*|inflation|loan|mortgage|bond|present|discount\w*|deposits?\s(?:of|another)|adds?|added|continuous\w*|fee|simple|daily|weekly|differ\w*|compar\w*|more|twice|double|how\slong|what\srate|per\smonth)\b/i,
)
const years = /(?<![\d.])(\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)[\s-]years?\b/i
const words = 'zero one two three four five six seven eight nine ten'.split(' ')
const money = new RegExp(String.raw`[$€£]\s?(?:${NUMBER})(?:\s?(?:k|m)(?!\p{L})|\s(?:thousand|million))?`, 'gu')
const share = new RegExp(String.raw`(?:${NUMBER})\s?(?:%|percent|per\scent)`, 'gu')

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
  const time = years.exec(question)?.[1]?.toLowerCase()
  if (amount === undefined || rate === undefined || time === undefined || amounts.length + rates.length > 0) return null
  const n = words.includes(time) ? words.indexOf(time) : Number(time)
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
    String.raw`(?:(?<=^|,\s)|(?<=(?:the|so)\s))(?:(?:final|ending|end|maturity|future)\s(?:value|amount|balance|sum|capital)${IS}|(?:account|deposit|investment|balance|money|capital|it)\s(?:holds|(?:has\s)?gr(?:ows|own|ew)\sto|is\sworth|contains|stands\sat|becomes)\s)${SAID}`,
    'giu',
  ),
)

/** "The interest earned is therefore $600", "the final value is $5,600" of 5,000 at 6% for two years. */
export function interests(sentence: string, deposit: Deposit | null): Finding[] {
  if (deposit === null) return []
  const { principal } = deposit
  const admitted = /simple/i.test(sentence) ? [...deposit.interests, ...deposit.simple] : deposit.interests
  return [
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
