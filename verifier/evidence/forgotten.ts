/* Conditions of a question that no step uses: "has already saved $340". Told where 340 and what it makes with other numbers stand nowhere. */
import { type Quantity, readQuantities } from '../../src/core/quantities/quantity.js'
import type { Finding } from '../../src/core/records/types.js'
import { rare } from '../../src/core/triggers.js'
import { plainView } from './claims/text/plain-view.js'
import type { StepFacts } from './facts.js'
import { remembering } from './recent.js'

const N = String.raw`(?:[$€£]\s?)?(?<![\d.,])\d[\d,]*(?:\.\d+)?(?:\s?(?:€|euros?|dollars?|pounds|Euro|元))?`
const FEE =
  '(?:fee|deposit|charge|surcharge|tip|bonus|voucher|coupon|delivery|shipping|postage|registration|admission|insurance)'
const GEBÜHR = String.raw`(?:Versand\p{L}*|\p{L}*gebühr|Anzahlung|Pfand|Lieferung|Zuschlag|Porto|Gutschein\p{L}*)`
const TIME = String.raw`\d{1,3}\s?-?\s?(?:minutes?|min|hours?|h|Minuten|Stunden|分钟|小时)`

/** Parts of a question whose number enters what is asked, by the words around it. */
const entering = [
  new RegExp(
    String.raw`\balready\s(?:has\s|have\s|had\s)?(?:saved|paid|put\saside|owns?|has|have)\s(?:up\s)?${N}`,
    'giu',
  ),
  new RegExp(String.raw`\b(?:has|have|had)\salready\s(?:saved|paid|put\saside)\s(?:up\s)?${N}`, 'giu'),
  new RegExp(String.raw`\b(?:plus|and|with)\s(?:there\sis\s)?an?\s(?:\p{L}+-?\s?){0,2}${FEE}\sof\s${N}`, 'giu'),
  new RegExp(
    String.raw`\b(?:plus|and\s(?:pays?\s)?(?:another\s)?)\s?${N}\s(?:for\s|as\s(?:an?\s)?)?(?:the\s)?${FEE}\b`,
    'giu',
  ),
  new RegExp(String.raw`\bcosts?\s${N}\s(?:each\s|apiece\s)?to\s(?:make|produce|manufacture)\b`, 'giu'),
  new RegExp(String.raw`\bhat\s(?:bereits|schon)\s${N}\s(?:gespart|angespart|bezahlt|angezahlt)`, 'giu'),
  new RegExp(String.raw`\b(?:zuzüglich|plus|dazu\skommen)\s${N}\s(?:für\s)?(?:die\s|den\s|das\s)?${GEBÜHR}`, 'giu'),
  new RegExp(`已经?(?:存|付|攒|支付)了?${N}|另(?:外)?(?:付|加|收|需支付)${N}`, 'gu'),
].map(rare)
/** The same of a time that something stands still. */
const resting = [
  new RegExp(
    String.raw`\b(?:waits?|stops?|rests?|pauses?|stands|stays(?:\sthere)?|is\sunloaded|is\sloaded|is\sdelayed)\s(?:there\s)?(?:for\s)?${TIME}`,
    'giu',
  ),
  new RegExp(
    String.raw`\b(?:break|stop|rest|pause|delay)\sof\s${TIME}|\b(?:takes|makes|has)\sa\s${TIME}\s(?:break|stop|rest|pause)`,
    'giu',
  ),
  new RegExp(
    String.raw`\b(?:wartet|hält|steht|rastet|wird)\s(?:\p{L}+\s){0,2}${TIME}(?:\slang)?(?:\s(?:entladen|beladen|an|still|aufgehalten))?(?=[\s,.])`,
    'giu',
  ),
  new RegExp(String.raw`\b(?:Pause|Aufenthalt|Rast|Halt)\svon\s${TIME}`, 'giu'),
  new RegExp(`(?:休息|停留|停车|卸货|等候|等待)了?${TIME}`, 'gu'),
].map(rare)
/** Asked for the whole time, with what stands still. */
const wholeTime = rare(
  /\b(?:including|average speed|whole|total|altogether|in all|arrive|back home|einschließlich|insgesamt|gesamte\p{L}*|Durchschnittsgeschwindigkeit|ankommen)\b|什么时候到|何时到|全程|平均速度|总共|包括/iu,
)
const moving = rare(
  /\b(?:excluding|without|not counting|while (?:it|he|she) (?:is )?(?:moving|driving)|ohne|reine\w*|moving time)\b|不计|不包括/i,
)

interface Condition {
  number: Quantity
  /** As written, with the words that make it enter. */
  words: string
}

const conditionsOf = remembering(readConditions)

function readConditions(asked: string): readonly Condition[] {
  const question = plainView(asked.slice(0, 2000))
  const rests = wholeTime.test(question) && !moving.test(question)
  if ((question.match(/[?？]/g) ?? []).length !== 1 || /\bnot\s(?:needed|relevant)|\bignor/i.test(question)) return []
  const places = [...entering, ...(rests ? resting : [])].flatMap((pattern) =>
    [...pattern.matchAll(question)].map((match) => ({ from: match.index, words: match[0] })),
  )
  if (places.length === 0) return []
  const numbers = readQuantities(question, { words: true, limit: 40 })
  return places.flatMap(({ from, words }) => {
    const inside = numbers.filter(({ span }) => span[0] >= from && span[1] <= from + words.length)
    const [number, another] = inside
    // A number that stands elsewhere too cannot be told apart in the steps.
    if (number === undefined || another !== undefined || number.value.compare(3) < 0) return []
    const same = numbers.filter(({ value }) => value.equals(number.value))
    return same.length === 1 ? [{ number, words }] : []
  })
}

const close = (a: number, b: number) => Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(a), Math.abs(b))

/** Factors between the units in which times and money are told. */
const scalesOf = ({ currency, unit = '' }: Quantity) =>
  currency === undefined && /^(?:min|hour|h|stunde|分钟|小时)/i.test(unit) ? [1, 60, 1 / 60] : [1, 100, 1 / 100]

const MAX_PARTNERS = 40
const halfHour = rare(/\b(?:half (?:an )?hour|halbe Stunde|quarter of an hour|Viertelstunde)\b|半小时/i)

/**
 * A condition of the question that enters nothing: "has already saved $340", and neither 340 nor a sum or difference of it and other numbers stands in the
 * solution. It is told in the step that reckons with what stands beside it in the question. Null where all enter.
 */
export function forgotten(
  question: string,
  steps: readonly StepFacts[],
): { step: number; finding: Omit<Finding, 'span'> } | null {
  const conditions = conditionsOf(question)
  if (conditions.length === 0 || steps.some(({ text }) => halfHour.test(text))) return null
  const given = readQuantities(question, { words: true, limit: 40 })
  const inQuestion = new Set(given.map(({ value }) => value.valueOf()))
  const seen = new Set(steps.flatMap(valuesOf))
  for (const { number, words } of conditions) {
    const value = number.value.valueOf()
    if (
      enters(
        scalesOf(number).map((scale) => scale * value),
        seen,
        inQuestion,
      )
    )
      continue
    return {
      step: placeOf(number, given, steps),
      finding: {
        kind: 'methods',
        ok: false,
        claimed: words.trim(),
        message: `the question says “${words.trim()}”, and that is used nowhere`,
      },
    }
  }
  return null
}

const valuesOf = ({ numbers, equations }: StepFacts): number[] => [
  ...numbers.map(({ value }) => Math.abs(value.valueOf())),
  ...equations.flatMap(({ operands, result }) =>
    [...operands, ...(result === null ? [] : [result])].map((each) => Math.abs(each.valueOf())),
  ),
]

/** Whether a number stands among others in one of its forms, or a sum or difference of it and one or two of them does that was made in the head. */
function enters(forms: readonly number[], seen: ReadonlySet<number>, inQuestion: ReadonlySet<number>): boolean {
  const isOneOf = (value: number, list: readonly number[]) => list.some((each) => close(each, Math.abs(value)))
  if (forms.some((form) => isOneOf(form, [...seen]))) return true
  const partners = [...new Set([...inQuestion, ...seen])].filter((each) => !isOneOf(each, forms)).slice(0, MAX_PARTNERS)
  return [...seen]
    .filter((each) => !inQuestion.has(each))
    .slice(0, MAX_PARTNERS)
    .some((result) => {
      const others = partners.filter((each) => each !== result)
      return forms.some((form) =>
        others.some((one, i) =>
          [0, ...others.slice(i)].some((two) =>
            isOneOf(result, [Math.abs(one + two + form), Math.abs(one + two - form)]),
          ),
        ),
      )
    })
}

/** The first step that reckons with the number that stands next to it in the question and is of its unit; else the last one that reckons. */
function placeOf({ span, unit, currency }: Quantity, others: readonly Quantity[], steps: readonly StepFacts[]): number {
  const near = others
    .filter(
      (each) => each.span[0] !== span[0] && (currency === undefined ? each.unit === unit : each.currency === currency),
    )
    .sort((a, b) => Math.abs(a.span[0] - span[0]) - Math.abs(b.span[0] - span[0]))
  const reckons = ({ equations }: StepFacts, value: number) =>
    equations.some(
      ({ operands, operations }) => operations > 0 && operands.some((each) => close(each.valueOf(), value)),
    )
  for (const { value } of near) {
    const step = steps.findIndex((each) => reckons(each, value.valueOf()))
    if (step >= 0) return step
  }
  const hours = /\d\s?(?:h|hours?|Stunden?|小时)\s?\+\s?\d/
  const sum = currency === undefined ? steps.findIndex(({ text }) => hours.test(text)) : -1
  if (sum >= 0) return sum
  return Math.max(
    0,
    steps.findLastIndex(({ equations }) => equations.some(({ operations }) => operations > 0)),
  )
}

/** Whether a question has a condition that has to enter. */
export const hasConditions = (question: string): boolean => conditionsOf(question).length > 0
