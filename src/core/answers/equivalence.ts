import type Fraction from 'fraction.js'
import { plainCharacters } from '../plain-characters.js'
import { unitRatio } from '../quantities/measures.js'
import { parseQuantity, readQuantities } from '../quantities/quantity.js'
import { countOf, readNumberWord } from '../quantities/words.js'
import { expressionKey, expressionValue, numericKey, otherKeys } from './equivalence-expression.js'
import { type AnswerHint, answerForm, optionIndex, readBoolean, readLetters } from './forms.js'
import { momentKey } from './moments.js'
import { normalText, undressed } from './normal.js'

/** Answers longer than this are no answers. */
const MAX_LENGTH = 4000

/**
 * One key for all ways to write an answer: 3, "3.0", "$3", "3 dollars" and "# 3" share one; "B", "(B)" and the text of option B share
 * one where options are given. Votes are grouped by it. Null where there is nothing to compare, or where none of the options is meant.
 */
export function answerKey(answer: string, hint: AnswerHint = {}): string | null {
  const text = stripped(answer)
  if (text === '' || text.length > MAX_LENGTH) return null
  const form = answerForm(hint)
  if (form === 'letter') {
    const letters = readLetters(text, hint)
    if (letters !== null) return `letter ${letters}`
    if (hint.options === undefined) return null
    const index = optionIndex(text, hint.options)
    return index === null ? null : `letter ${String.fromCharCode(65 + index)}`
  }
  if (form === 'letters') {
    const letters = readLetters(text, hint, true)
    return letters === null ? null : `letter ${letters}`
  }
  if (form === 'boolean') {
    const truth = readBoolean(text)
    return truth === null ? null : `truth ${truth}`
  }
  if (form === 'label') return textKey(text)
  const moment = momentKey(text, { isNumber: form === 'number' })
  if (form === 'text') return moment ?? textKey(text)
  if (moment !== null) return moment
  const number = numberValue(form === 'number' ? withDecimalPoint(text) : text)
  if (number !== null) return `number ${numericKey({ exact: number, approximate: number.valueOf() })}`
  if (form === 'number' || /\s\S+\s\S+\s/.test(text)) {
    // A sentence around its only number: "They can save $28."
    const [only, another] = readQuantities(text, { limit: 2 })
    if (only !== undefined && another === undefined && !/[\\^_]/.test(text) && !changesNumber.test(text))
      return `number ${only.value.toFraction()}`
  }
  if (form === 'number') return null
  const truth = readBoolean(text, true)
  if (truth !== null) return `truth ${truth}`
  const letter = readLetters(text, hint)
  if (letter !== null) return `letter ${letter}`
  const expression = looksMathematical(text) ? expressionKey(text) : null
  if (expression === null) return textKey(text)
  return /^-?\d+(?:\/\d+)?$/.test(expression) ? `number ${expression}` : `expression ${expression}`
}

/** Whether two answers mean the same. A ratio and its percentage are the same only under a hint that says so (`task: "percent"`). */
export function answersEqual(a: string, b: string, hint: AnswerHint = {}): boolean {
  const [left, right] = [answerKey(a, hint), answerKey(b, hint)]
  if (left === null || right === null) return false
  const ratio = left.startsWith('number ') ? unitRatio(unitOf(a), unitOf(b)) : undefined
  if (ratio !== undefined && ratio !== 1)
    return (
      ratio !== 0 &&
      numberValue(a)
        ?.mul(ratio)
        .equals(numberValue(b) ?? 0) === true
    )
  if (left === right) return true
  // What can be read in two ways is equal to what one of them says.
  if (/^(?:expression|number|text)$/.test(answerForm(hint).replace('any', 'expression'))) {
    const [here, there] = [left, right].map((key) => key.replace(/^(?:expression|number) /, ''))
    if (otherKeys(stripped(a)).includes(there ?? '') || otherKeys(stripped(b)).includes(here ?? '')) return true
  }
  if (hint.task !== 'percent') return false
  const [one, other] = [numberValue(a), numberValue(b)]
  return one !== null && other !== null && isPercent(a) !== isPercent(b) && asRatio(a, one).equals(asRatio(b, other))
}

const unitOf = (answer: string) => parseQuantity(stripped(answer))?.unit
const isPercent = (text: string) => /%|percent|per cent/i.test(text)
const asRatio = (text: string, value: Fraction) => (isPercent(text) ? value.div(100) : value)

/**
 * The number that an answer is, exactly: scale words and accountants' parentheses applied, currency and units dropped, "50%" is 50.
 * Null where the answer is not one number.
 */
export function numberValue(answer: string): Fraction | null {
  const text = withCents(plainSeparators(stripped(answer)))
  const quantity = timesVariable.test(text) ? null : parseQuantity(text)
  if (quantity !== null) return quantity.value
  const mixed = mixedInWords(text)
  if (mixed !== null) return mixed
  if (!/\d/.test(text) || text.length > 400 || dateOrRange.test(text) || /±|\\pm(?![a-z])/.test(text)) return null
  // An inequality is no number.
  if (/[<>≤≥≠]|!=|\\(?:[lg]eq?|leqslant|geqslant|neq?|[lg]t)(?![a-z])/.test(text)) return null
  const relation = Math.max(text.lastIndexOf('='), text.lastIndexOf('≈'))
  if (severalValues.test(text)) return null
  if (relation < 0) return expressionValue(text)?.exact ?? null
  // "total = 12 pens" and "18 - 3 = 15" are numbers, "x^2 + y = 4" is an equation.
  const right = text.slice(relation + 1).trim()
  if (equationSide.test(text.slice(0, relation))) return null
  return parseQuantity(right)?.value ?? expressionValue(right)?.exact ?? null
}

/** "5 dollars and 30 cents": one amount. */
export const dollarsAndCents =
  /(?<![\d.,])[$€£]?(\d{1,9}) ?(dollars?|euros?|pounds?) (?:and )?(\d{1,2}) ?(?:cents?|pence)(?![a-z])/i
const withCents = (text: string) =>
  text.replace(
    dollarsAndCents,
    (_all, whole: string, unit: string, cents: string) => `${whole}.${cents.padStart(2, '0')} ${unit}`,
  )

/** In a sentence around its only number: what is meant is another one. */
const changesNumber = /\b(?:roots?|squared?|cubed?|power|factorial|half|thirds?|quarters?|twice|double|triple|times)\b/i

/** "12 and a half", "two and three quarters hours". */
function mixedInWords(text: string): Fraction | null {
  const match = /^([a-z\d]{1,12}(?:[- ][a-z]{1,12})?) and (?=[a-z])/i.exec(text)
  const whole = match === null ? null : countOf(match[1] as string)
  if (match === null || whole === null) return null
  const part = readNumberWord(text, match[0].length)
  return part?.kind !== 'part' || !/^(?:\s[\p{L} ]{1,30})?$/u.test(text.slice(part.end)) ? null : part.value.add(whole)
}

/** "3\\pi", "2 \\leq x", "3x", "4i": what stands behind the number is no unit. */
const timesVariable =
  /\d\s{0,4}(?:\\(?!text|mathrm|mbox|textbf|circ|times\s?10|cdot\s?10|[,%$!; )\]])|(?!x\s?10)[abcdeijnpqrtxyzπ](?![a-zA-Z]))/

/** "x = 2 or x = 3": two answers, told one after the other. */
export const severalValues = /=[^=]*(?:\b(?:and|or|und|oder)\b|[,;])[^=]*[a-zA-Z][^=]{0,8}=/

const dateOrRange = /^\d{1,4}[/-]\d{1,2}[/-]\d{2,4}$|^\d{4}[-–]\d{2,4}$/
/** A variable, a lone letter, beside an operator or digit. */
const equationSide = /\^|[\d+*/-] ?[a-zA-Z](?![a-zA-Z])|(?<![a-zA-Z])[a-zA-Z] ?[-+*/]/

/** Where one number is asked for, "3,5" can be no other than 3.5. */
export function withDecimalPoint(text: string): string {
  const [number] = /\d{1,9},\d{1,2}(?!\d)/.exec(text) ?? []
  return number === undefined || /\d/.test(text.replace(number, ''))
    ? text
    : text.replace(number, number.replace(',', '.'))
}

/** Numbers grouped by spaces, or by points before a decimal comma, where that is the only way to read them: "1 234,5", "1.234,50", "2,5 kg". */
export function plainSeparators(text: string): string {
  return text
    .replace(
      /(?<![\d.,])(\d{1,3})((?:[ \u00a0\u202f]\d{3})+),(\d{1,2})(?![\d.,])/g,
      (_all, first, groups, decimals) => `${first}${groups.replace(/\D/g, '')}.${decimals}`,
    )
    .replace(
      /(?<![\d.,])(\d{1,3})((?:\.\d{3})+),(\d{1,2})(?![\d.,])/g,
      (_all, first, groups, decimals) => `${first}${groups.replace(/\D/g, '')}.${decimals}`,
    )
    .replace(/^(-?\d{3,9}|0),(\d{1,9})(?![\d.,])/, (all, whole, decimals) =>
      whole === '0' || decimals.length < 3 ? `${whole}.${decimals}` : all,
    )
    .replace(
      /(?<![\d.,])(\d{1,9}),(\d{1,2})(?=\s?(?:€|EUR|Euro|%)|\s\$(?!\d)|\s?(?:[cdkm]?m|[km]?g|[cm]?l|t|h|min)(?:[²³]|\/[hs])?(?![\p{L}\d]))/gu,
      '$1.$2',
    )
    .replace(
      /(?<![\d.,/^_])(?<!\d )(\d{1,3})((?:[ \u00a0\u202f]\d{3})+)(?! ?\d)(?!\/)/g,
      (_all, first, groups) => `${first}${groups.replace(/\D/g, '')}`,
    )
}

/** Without quotes, emphasis, a leading "# " or a closing stop. */
function stripped(answer: string): string {
  let text = plainCharacters(answer)
    .trim()
    .replace(/^[#*_"'`“”\s]{1,12}/, '')
  const tail = /[*_"'`“”\s.,;:]{1,12}$/.exec(text.slice(-12))
  if (tail !== null) text = text.slice(0, text.length - tail[0].length)
  const boxed = /^\$?\\boxed\{(.*)\}\$?$/s.exec(text)
  return undressed(boxed === null ? text : (boxed[1] as string).trim())
}

function textKey(text: string): string | null {
  const plain = normalText(text)
  return plain === '' ? (text === '' ? null : `text ${text.replace(/\s+/g, '')}`) : `text ${plain}`
}

/** Formulas, and short things made of symbols and single letters; not prose. */
function looksMathematical(text: string): boolean {
  if (/[\\$^=<>√π∞±²³{]|(?<![a-z])inf(?:inity)?(?![a-z])/i.test(text)) return true
  return /[\d+*/()[\]-]/.test(text)
    ? !/[a-zA-Z]{4,}/.test(text.replace(/sqrt|sin|cos|tan|log/g, ''))
    : /^[a-zA-Z]$/.test(text)
}
