/*
 * The answer to a short story in the story's own unit: km/h for km and hours, the currency of the question, the things that are counted. In any other unit (cents, mph, boxes for apples) a
 * number is neither right nor wrong without a conversion, so such an answer is left open. A bare number is taken in the story's unit.
 */
import { COUNT } from '../../../src/core/quantities/words.js'
import { stem } from './stories/whole.js'

const currencies: readonly (readonly [name: string, written: RegExp])[] = [
  ['$', /\$|\bdollars?\b|\bbucks?\b|\busd\b/],
  ['€', /€|\beuros?\b|\beur\b/],
  ['£', /£|\bpounds?\b|\bgbp\b/],
  ['¥', /¥|\byen\b|\byuan\b/],
  ['₹', /₹|\brupees?\b/],
  ['fr', /\bchf\b|\bfrancs?\b|\bfranken\b/],
  ['¢', /¢|\bcents?\b|\bpence\b|\bpenn(?:y|ies)\b|\d\s?p\b|\bdimes?\b|\bnickels?\b/],
]
const currenciesOf = (text: string) =>
  currencies.filter(([, written]) => written.test(text.toLowerCase())).map(([name]) => name)

/** $ and €, or dollars and cents: no story adds them. */
export const hasTwoCurrencies = (question: string): boolean => currenciesOf(question).length > 1

/** Whether an answer has a currency, or cents, of which the question of money says nothing. */
export function isInAnotherCurrency(answer: string, last: string, question: string): boolean {
  const known = currenciesOf(question)
  if (known.length === 0) return false
  const at = last.lastIndexOf(answer)
  const stated = at < 0 ? answer : last.slice(Math.max(0, at - 1), at + answer.length + 8)
  return currenciesOf(stated.replace(/\$([^$]*)\$/g, ' $1 ')).some((each) => !known.includes(each))
}

/** The same unit under one name. */
const measures: readonly (readonly [name: string, written: RegExp])[] = [
  ['km', /^(?:km|kilomet(?:er|re)n?s?)$/],
  ['cm', /^(?:cm|centimet(?:er|re)s?|zentimetern?)$/],
  ['mm', /^(?:mm|millimet(?:er|re)s?)$/],
  ['dm', /^(?:dm|decimet(?:er|re)s?)$/],
  ['m', /^(?:m|met(?:er|re)n?s?)$/],
  ['mi', /^(?:mi|miles?)$/],
  ['in', /^(?:in|inch(?:es)?)$/],
  ['ft', /^(?:ft|foot|feet)$/],
  ['yd', /^(?:yd|yards?)$/],
  ['kg', /^(?:kg|kilos?|kilograms?)$/],
  ['g', /^(?:g|grams?)$/],
  ['l', /^(?:l|lit(?:er|re)s?)$/],
  ['ml', /^(?:ml|millilit(?:er|re)s?)$/],
  ['cup', /^cups?$/],
  ['h', /^(?:h|hrs?|hours?|stunden?)$/],
  ['min', /^(?:min|mins|minutes?|minuten?)$/],
  ['s', /^(?:s|secs?|seconds?|sekunden?)$/],
  ['d', /^(?:days?|tagen?)$/],
  ['wk', /^weeks?$/],
  ['month', /^months?$/],
  ['year', /^years?$/],
]
const measureOf = (word: string) => measures.find(([, written]) => written.test(word))?.[0]
const measuresIn = (text: string) => [
  ...new Set([...text.matchAll(/\d\s?([a-zäöü]+)/g)].flatMap(([, word = '']) => measureOf(word) ?? [])),
]
const lengths = new Set(['km', 'cm', 'mm', 'dm', 'm', 'mi', 'in', 'ft', 'yd'])
const times = new Set(['h', 'min', 's', 'd', 'wk', 'month', 'year'])

/** What may stand behind a unit without changing it. */
const behind =
  /(?:^|\s)(?:are|is|was|were|in (?:total|all)|altogether|together|total|overall|left(?: over)?|now|each|because|since|so|which|of|on|for|needed|need|remain|remaining|insgesamt|zusammen|übrig|as|per)(?=\s|$).*$/
const numeral = new RegExp(String.raw`\b(?:one|${COUNT})\b`)

interface Stated {
  currency: string | undefined
  unit: string
}

/** The one number of an answer, with its unit; null where it is more than that, or cannot be read. */
function statedUnit(answer: string, last: string): Stated | null {
  const at = last.lastIndexOf(answer)
  const before = at < 0 ? '' : (/(?:\\?[$€£¥₹]\s?)$/.exec(last.slice(Math.max(0, at - 3), at))?.[0] ?? '')
  const plain = `${before}${at < 0 ? answer : last.slice(at, at + answer.length + 160)}`
    .split(/[.;!?](?=\s|$)|[。；！？\n]/)[0]
    ?.replace(/\\(?:text|mathrm|mbox|textbf|textit)\{([^}]*)\}/g, ' $1 ')
    .replace(/\\[dt]?frac\{(\d+)\}\{(\d+)\}/g, '$1/$2')
    .replace(/\\\$/g, '＄')
    .replace(/\$([^$]*)\$/g, ' $1 ')
    .replace(/(?<=[\d}\])]\s?)\$/g, '')
    .replace(/＄/g, '$')
    .replace(/\^\{?([23])\}?/g, (_, power: string) => (power === '2' ? '²' : '³'))
    .replace(/(?<=[a-z])([23])(?!\d)/g, (_, power: string) => (power === '2' ? '²' : '³'))
    .replace(/\\boxed|\\[()[\],;: !]|[{}*_`~]/g, ' ')
    .replace(/\\%/g, '%')
    .replace(/\s+/g, ' ')
    .toLowerCase()
    .trim()
  const match =
    /^([^\d%]*?)\s?(?:[-−–]?\d[\d,]*(?:\.\d+)?(?:\s?\/\s?\d+| \d+\/\d+)?)(?![\d.])\s?(.*)$/.exec(plain ?? '') ??
    new RegExp(`^((?:the answer is )?)${numeral.source}\\s?(.*)$`).exec(plain ?? '')
  const [, lead = '', rest = ''] = match ?? []
  if (match === null || /\d|\b(?:and|plus|or|but|und|oder|to|half|quarter)\b/.test(rest) || numeral.test(rest))
    return null
  // "1,20" may be a number with a decimal comma.
  if (/\d,\d{1,2}(?!\d)/.test(plain ?? '')) return null
  const said = lead.replace(/[a-z\s:=≈-]/g, '')
  if (
    said.length > 1 ||
    !/^(?:[a-z]\s?=|=|≈|about|approximately|exactly|is|the answer is)?$/.test(lead.replace(said, '').trim())
  )
    return null
  const unit = rest
    .replace(/\s(?:on average|im (?:durch)?schnitt|im mittel)$/, '')
    .replace(/\s?[,:()，（].*$/, '')
    .replace(/(?<!km|miles|met(?:er|re)s|kilomet(?:er|re)s|^m) per .*$/, ' per ?')
  const isSpeed = /\bper (?:hour|second)$/.test(unit)
  return { currency: said === '' ? undefined : said, unit: (isSpeed ? unit : unit.replace(behind, '')).trim() }
}

/** Whether an answer to a story is one number, bare or in the unit that the story itself has. */
export function isInOwnUnit(answer: string, last: string, question: string, what: string): boolean {
  const stated = statedUnit(answer, last)
  if (stated === null) return false
  const { currency, unit } = stated
  const text = question.toLowerCase()
  const [money] = currenciesOf(text)
  const asked = thingsAsked(text)
  if (currency !== undefined) return money === currency && asked === undefined && unit === ''
  if (unit === '') return true
  if (unit === '%') return what.startsWith('the probability')
  if (money !== undefined && asked === undefined)
    return currencies.some(([name, written]) => name === money && new RegExp(`^(?:${written.source})$`).test(unit))
  if (/\bage\b/.test(what) || /\bhow old\b/.test(text))
    return /^years?(?: old)?$/.test(unit) && !/\b(?:months?|weeks?|days?)\b/.test(text)
  if (/speed|geschwindigkeit/i.test(what)) return isSpeedOf(unit, text)
  const [, square = '', word = '', sign = ''] =
    /^(square |sq\.? |cubic )?([a-zäöü]+?)([²³]?)$/.exec(unit) ?? ([] as string[])
  const measure = measureOf(word)
  if (/perimeter|circumference|area|volume|side/.test(what)) {
    const power = /area/.test(what) ? 2 : /volume/.test(what) ? 3 : 1
    const said = sign === '²' || square.startsWith('s') ? 2 : sign === '³' || square === 'cubic ' ? 3 : 1
    const named = measuresIn(text).filter((each) => lengths.has(each))
    return said === power && named.length === 1 && named[0] === measure
  }
  if (square !== '' || sign !== '') return false
  if (what === 'the distance') return measure !== undefined && measure === speedUnits(text)?.[0]
  // Minutes are converted where the story compares them.
  if (what === 'the time') return measure === 'min' || (measure !== undefined && measure === speedUnits(text)?.[1])
  if (asked !== undefined)
    return stem(asked) === stem(unit.split(' ').at(-1) ?? '') || (measure !== undefined && measureOf(asked) === measure)
  if (measure !== undefined) {
    const named = measuresIn(text)
    const same = named.filter((each) => times.has(each) === /\bhow long (?:do|does|will|would)\b/.test(text))
    return same.length === 1 && same[0] === measure
  }
  const things = new Set([...text.matchAll(/\d\s([\p{L}-]+)/gu)].map(([, word = '']) => stem(word)))
  return /how many|wie viele/.test(text) && things.size === 1 && things.has(stem(unit))
}

/** "apples" of "How many apples are there?"; undefined where no thing is named behind "how many". */
function thingsAsked(text: string): string | undefined {
  const [, phrase = ''] =
    /.*\bhow many ((?:[a-z'-]+ ){0,3}?)(?:are|is|were|was|do|does|did|will|would|can|could|has|have|had|must|should|of|fit|remain|there|that|it)\b/s.exec(
      text,
    ) ?? []
  return phrase.trim().split(' ').at(-1) || undefined
}

/** The length and the time of a speed, as the story names it. */
function speedUnits(text: string): readonly [string, string] | undefined {
  if (/\d ?(?:km\/h|kmh|kph|km (?:per|an) hour|kilomet(?:er|re)s (?:per|an) hour)/.test(text)) return ['km', 'h']
  if (/\d ?(?:mph|miles (?:per|an) hour)/.test(text)) return ['mi', 'h']
  if (/\d ?(?:m\/s|met(?:er|re)s (?:per|a) second)/.test(text)) return ['m', 's']
  return undefined
}

/** A speed in the units of the way and the time of the story. */
function isSpeedOf(unit: string, text: string): boolean {
  const [, length = '', time = ''] =
    /^([a-z]+)\s?(?:\/|per |an |a )\s?([a-z]+)$/.exec(unit.replace(/^(?:kmh|kph)$/, 'km/h').replace(/^mph$/, 'mi/h')) ??
    []
  const named = measuresIn(text.replace(/\d ?(?:km\/h|mph|m\/s)/g, ''))
  const [way, ...ways] = named.filter((each) => lengths.has(each))
  const [span, ...spans] = named.filter((each) => times.has(each))
  if (way === undefined || span === undefined) {
    const [speed, per] = speedUnits(text) ?? []
    return speed !== undefined && speed === measureOf(length) && per === measureOf(time)
  }
  return ways.length + spans.length === 0 && way === measureOf(length) && span === measureOf(time)
}

/** Forms beside the stories whose answer has a unit of this kind. */
export const hasOwnUnit = new Set([
  'the area of the rectangle',
  'the perimeter of the rectangle',
  'all of them together',
  'the time that the others need',
  'the time that both need together',
  'the amount for so many people',
  'the simple interest',
  'the number of matches',
  'the area of the circle',
])
