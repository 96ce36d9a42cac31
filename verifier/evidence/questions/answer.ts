/* The answer of a chain beside that of a question that was solved: "x = 3 or x = 4", "75%", "12 cm". Where it cannot be read as either right or wrong, nothing is said. */

import type Fraction from 'fraction.js'
import { readBoolean } from '../../../src/core/answers/forms.js'
import { findStatements } from '../../../src/core/answers/statements.js'
import { lean } from '../../../src/core/lean-patterns.js'
import { readQuantities } from '../../../src/core/quantities/quantity.js'
import { inPlainMath } from '../../../src/core/records/plain-math.js'
import { rare } from '../../../src/core/triggers.js'
import { shown } from '../claims/claim.js'
import { readExpression } from '../claims/equations/formulas.js'
import { type Facts, key, type StepFacts } from '../facts.js'
import { isInAnotherUnit, isOddPercentage, isUnaskedPercentage } from './answer-unit.js'
import type { Solved } from './form.js'
import { isInAnotherCurrency, isInOwnUnit } from './own-unit.js'

/** The answer of the chain against that of a question whose answer is known. Null where it cannot be compared. */
export function answerReader(
  { question, given, context, answer }: Facts,
  solved: Solved,
  steps: readonly string[],
): Compared | null {
  const text = answer?.text
  if (text === undefined || answer?.letter !== null) return null
  // A right number in a wrong unit is left open: it may be converted, or answer nothing.
  const isElsewhere = solved.statedBy === undefined && isInAnotherUnit(text, steps.at(-1) ?? '', question)
  if (isElsewhere || isOddPercentage(text, solved.values.flat())) return null
  if (isUnaskedPercentage(text, question, solved.values.flat())) return null
  if (isInAnotherCurrency(text, steps.at(-1) ?? '', question)) return null
  if (solved.inOwnUnit === true && !isInOwnUnit(text, steps.at(-1) ?? '', question, solved.what)) return null
  const last = steps.at(-1) ?? ''
  if (solved.answer !== undefined && isCutOff(text, last)) return null
  const mayRound = [question, text, ...steps].some((each) => rounding.test(each))
  // "4 sweets each and 3 left over" is read as 4.
  const told = solved.values.length > 1 ? statedIn(text, last, 80).split(/[.;]\s|\n/)[0] : undefined
  const ok = (told && answers(told, solved)) || (answers(text, solved) ?? (mayRound ? null : isShort(text, solved)))
  if (ok === null || (ok && solved.fits?.(statedIn(text, last, 24)) === false)) return null
  if (!ok && isLoss(text, last, solved.values.flat())) return null
  const computed = computedOf(solved)
  const message = `${saying(solved, computed)} solution answers ${text}`
  const isStated = findStatements(steps.join('\n')).length > 0
  const known = new Set([...given.flatMap(({ forms }) => forms), ...context])
  return {
    kind: 'questions',
    ok,
    claimed: text,
    computed,
    message,
    slipIn: (steps) => slipIn(steps, known, text, solved),
    isNamedIn: (written) =>
      solved.exact === undefined ? answers(written, solved) === true : !isStated && namesExactly(written, solved.exact),
  }
}

/** "the median of the 4 numbers is 5, and the", "17 * 3 = 51, and the". */
function saying({ what, words, values, answer }: Solved, computed: string): string {
  if (words !== undefined) return `${what}. The`
  if (answer?.startsWith('equal to')) return `the answer has to be ${answer}, and the`
  if (!/^the\s/.test(what)) return `${what} = ${computed}, and the`
  const isOne = values.length < 2 && !/^the (?:solutions|roots|values|pages|litres)\b/.test(what)
  const listed = computed.replace(/, (?=[^,]*$)/, ' and ')
  return `${what} ${isOne ? 'is' : 'are'} ${values.length > 1 ? listed : computed}, and the`
}

/** Where this is said, a whole number may stand for what is near it. */
const rounding = rare(
  /\b(?:round\w*|nearest|approx\w*|about|around|roughly|whole|full|integers?|complete\w*|estimat\w*|gerundet|aufgerundet|abgerundet|etwa|rund|circa|ganze\w*)\b|≈|~|\\approx|四舍五入|约|整/i,
)

/** "The answer is (30)" for -30: in brackets, as accountants write what is negative. The brackets are no part of the answer that was read. */
const isLoss = (answer: string, last: string, values: readonly number[]) =>
  last.replace(/\$/g, '').includes(`(${answer.replace(/^[\s$(]+|[\s).]+$/g, '')})`) &&
  numbersOf(answer).every(({ value }) => values.includes(-value) && value > 0)

/** A whole number for one with a few decimals, where nobody rounds: it is another number. Null for everything else. */
function isShort(answer: string, { values, exact, truth, words }: Solved): false | null {
  const [[value] = [], ...more] = values
  if (value === undefined || more.length > 0 || exact !== undefined || truth !== undefined || words !== undefined)
    return null
  const ends = !Number.isInteger(value) && Math.abs(value * 100 - Math.round(value * 100)) < 1e-9
  const named = numbersOf(answer)
  return ends && named.length > 0 && named.every((each) => Number.isInteger(each.value)) ? false : null
}

/** The answer against what is known to be right. */
export interface Compared {
  kind: 'questions' | 'programs'
  ok: boolean
  claimed: string
  computed: string
  message: string
  /** Where it is wrong, which step the slip is in: that the answer is wrong is certain, the place is the likeliest one. */
  slipIn(steps: readonly StepFacts[]): number
  /** Whether a text names the right answer. */
  isNamedIn(text: string): boolean
}

/** Whether an answer stands in its step within a longer formula only: "x" of "(x - 2)(x + 2)". */
function isCutOff(answer: string, step: string): boolean {
  const own = answer.replace(/^[\s$]+|[\s$.]+$/g, '')
  if (own === '' || !step.includes(own)) return false
  const before = String.raw`(?<![\p{L}\d]|[_^+*/·×(−-]\s?)`
  const behind = String.raw`(?!['\p{L}\d()]|\s?[_^+*/·×−-]|\s?[()](?=[^.]))`
  return !new RegExp(`${before}${escaped(own)}${behind}`, 'u').test(step)
}

/** An answer with what stands behind it in its step, which may be its unit. */
function statedIn(answer: string, step: string, further: number): string {
  const at = step.lastIndexOf(answer)
  return at < 0 ? answer : step.slice(at, at + answer.length + further)
}

function computedOf({ truth, values, words, what, answer }: Solved): string {
  if (answer !== undefined) return answer
  if (truth !== undefined) return truth ? 'yes' : 'no'
  return words === undefined ? values.map(([first]) => shown(first ?? Number.NaN)).join(', ') : what
}

/** Whether the answer names all that it has to; null where it cannot be compared, or is near what it has to name and not that. */
function answers(answer: string, { values, only, truth, words, wrong, exact, reads }: Solved): boolean | null {
  if (reads !== undefined) return reads(answer)
  if (exact !== undefined) return answersExactly(answer, exact)
  if (truth !== undefined) {
    const said = readBoolean(answer)
    return said === 'yes' || said === 'no' ? (said === 'yes') === truth : null
  }
  if (words !== undefined) {
    const lower = answer.toLowerCase()
    const has = (word: string) =>
      new RegExp(`(?<![\\p{L}\\p{N}:])${escaped(word)}(?![\\p{L}\\p{N}:])`, 'iu').test(lower)
    const right = words.every(has) || (words.length > 2 && words.some(has))
    if (right && !(wrong ?? []).some(has)) return true
    // Written in a way that is not known, it stays open.
    return (wrong ?? []).some(has) || /\d/.test(answer) ? right && !(wrong ?? []).some(has) : null
  }
  const named = numbersOf(answer)
  if (named.length === 0 || isOpenFormula(answer)) return null
  const isNamed = (agreeing: typeof agree) => (forms: readonly number[]) =>
    named.some((number) => forms.some((form) => agreeing(number, form)))
  if (!values.every(isNamed(agree))) return false
  if (!values.every(isNamed(equal))) return null
  // Where one value is asked for, "{3, 4}" and "(3, 4)" say more than it.
  if (values.length === 1 && only === undefined && isList.test(answer)) return null
  const bare = only !== undefined && /^[\s$\\a-z_{}=,;.\d()/√+−–-]{1,60}$/i.test(answer)
  const whole = named.filter((number) => number.whole)
  if (bare && values.length === 1 && isBracketed.test(answer)) return null
  return !bare || whole.every((number) => only(number.value) || values.flat().some((form) => agree(number, form)))
}

const isList = /[{[(][^{}[\]()]*[,;]\s[^{}[\]()]*[}\])]/
/** An interval or a point, which are no solutions of one unknown. */
const isBracketed = /[[(][^{}[\]()]*[,;]\s[^{}[\]()]*[\])]/

/** One number and nothing that qualifies it, against the exact value; null where the answer says more, or may be rounded in a way of its own. */
function answersExactly(written: string, exact: Fraction): boolean | null {
  const answer = inPlainMath(written)
  const [given, ...more] = readQuantities(answer, { words: true, limit: 2 })
  if (given === undefined || more.length > 0 || given.percent === true || given.scale !== undefined) return null
  const around = `${answer.slice(0, given.span[0])}${answer.slice(given.span[1])}`
  if (!/^[\s$.\\{}]*(?:boxed)?[\s$.\\{}]*$/.test(around)) return null
  if (given.value.equals(exact)) return true
  const isWhole = (value: Fraction) => value.d === 1n
  if (isWhole(exact)) return isWhole(given.value) ? false : null
  const rounded =
    given.digits >= 2 &&
    given.value
      .sub(exact)
      .abs()
      .mul(10 ** given.digits)
      .compare(0.5) <= 0
  return rounded && !/\//.test(answer) ? true : null
}

/** Whether a text holds the exact value: "17 * 3 = 51. For comparison, 18 * 3 = 54." answers 51 as likely as 54. */
const namesExactly = (written: string, exact: Fraction) =>
  readQuantities(inPlainMath(written), { limit: 200 }).some(({ value }) => value.equals(exact))

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

const none = new Map<string, number>()

export interface Named {
  value: number
  digits: number
  /** It is all that stands between two commas or "and". */
  whole?: boolean
}

/** Every number that an answer may be read to name. */
export function numbersOf(written: string): Named[] {
  const formulas: Named[] = []
  const answer = written
    .replace(/[−–](?=\s?[\d√])/g, '-')
    .replace(/\$|\\boxed(?=\{)/g, ' ')
    .split(between)
    .map((part) => {
      const value = formulaValue(part)
      if (value !== null) formulas.push({ value, digits: 9, whole: true })
      return value === null ? part : ' '.repeat(part.length)
    })
    .join('')
  const found: Named[] = readQuantities(answer, { words: true, limit: 40 }).flatMap(
    ({ value, digits, scale, span, percent }) => {
      const plain = value.valueOf()
      const pi = /^\s?(?:\\pi|π|pi\b)/.test(answer.slice(span[1]))
      return [
        { value: plain, digits: scale === undefined && !/\//.test(answer.slice(...span)) ? digits : 9 },
        ...(pi ? [{ value: plain * Math.PI, digits: 9 }] : []),
        ...(percent === true ? [{ value: plain / 100, digits: digits + 2 }] : []),
      ]
    },
  )
  for (const part of [answer, ...answer.split(between)]) {
    if (part.trim() === '' || part.length > 120) continue
    // Of "{3, -2}" the parts are "{3" and "-2}".
    const bare = part.includes('{') === part.includes('}') ? part : part.replace(/\\?[{}]/g, '')
    const expression = bare.replace(/^[^\d\\√({±+-]*/, '').replace(/[\s.]+$/, '')
    for (const source of /\\pm|±/.test(expression)
      ? ['+', '-'].map((sign) => expression.replace(/\\pm|±/, sign))
      : [expression]) {
      const value = readExpression(source)?.at(none) ?? null
      if (value !== null && Number.isFinite(value)) found.push({ value, digits: 9, whole: true })
    }
  }
  return [...formulas, ...found]
}

/** A comma in front of three digits groups them. */
const between = /(=|≈|\\approx|(?<!\d),|,(?!\d{3}(?!\d))|;|\band\b|\bor\b|\bund\b|\boder\b|，|、)/

/** "e^2 - 1", "2 ln 2", "\\frac{\\pi}{4}": a part that is one formula names its value and none of the numbers in it. Null for everything else. */
function formulaValue(part: string): number | null {
  if (part.length > 120 || !/[\p{L}√∛^²³⁴⁻\\]/u.test(part) || asWritten.test(part)) return null
  const read = readExpression(part.trim())
  const value = read === null || read.names.length > 0 ? null : read.at(none)
  return value !== null && Number.isFinite(value) ? value : null
}

/** Degrees, percentages, mixed numbers, "5e3" and signs of either kind are read as amounts. */
const asWritten = /[°%±!]|\\(?:pm|circ|degree|[,;: ])|\d\s?\\[cdt]?frac|\d[eE][-+]?\d|\d\s?[½⅓⅔¼¾]/

/** A function, root or power that was not read: the numbers in it are not the answer. */
const openFormula = lean(
  /(?<![\p{L}])(?:ln|log|lg|exp|sin|cos|tan|cot|arc(?:sin|cos|tan))(?![\p{L}])|\\(?:ln|log|exp|sin|cos|tan|cot|arc\w+|sqrt)|√|(?<![\p{L}])e\s?(?:\^|[⁰-⁹⁻²³])|(?<![\p{L}\d])[a-zπ]\s?\^/u,
)
const isOpenFormula = (answer: string) =>
  answer
    .split(between)
    .some(
      (part) =>
        openFormula.test(part) && !/[°]/.test(part) && formulaValue(part.replace(/\$|\\boxed(?=\{)/g, ' ')) === null,
    )

/** Equal to the decimals shown. A whole number is no rounding of 75.5: it may as well be another one. */
function equal({ value, digits }: Named, exact: number): boolean {
  const difference = Math.abs(value - exact)
  return difference <= 1e-6 * Math.max(Math.abs(exact), 1e-12) || (digits > 0 && difference <= 0.501 * 10 ** -digits)
}

/** Equal, or rounded: to the digits shown, and a little more where decimals were rounded on the way. */
function agree({ value, digits }: Named, exact: number): boolean {
  const difference = Math.abs(value - exact)
  const size = Math.max(Math.abs(exact), 1e-12)
  if (difference <= 1e-6 * size) return true
  if (Number.isInteger(exact) && Number.isInteger(value) && Math.abs(exact) < 1e6) return false
  const shown = digits > 0 || Math.abs(exact) >= 5 ? 0.51 * 10 ** -digits : 0
  return difference <= shown || difference <= 0.006 * size
}

/**
 * The first step that names or computes something that is on no way to the right answer. Where none does, the wrong answer only follows from a slip: it is in the step
 * before the first that names it.
 */
function slipIn(
  steps: readonly StepFacts[],
  known: ReadonlySet<number>,
  answer: string,
  { values, way = [], reads, words, statedBy }: Solved,
): number {
  const said = statedBy === undefined ? -1 : steps.findIndex(({ text }) => statedBy(text, answer))
  if (said >= 0) return said
  const right = [...values.flat(), ...way]
  const last = steps.length - 1
  const isRight = (value: number) =>
    known.has(key(value)) ||
    right.some((each) =>
      scales.some((scale) => agree({ value, digits: Number.isInteger(value) ? 0 : placesOf(value) }, each * scale)),
    )
  if (way.length > 0) {
    const off = steps.findIndex(({ equations, numbers }) =>
      [
        ...equations.flatMap(({ operations, names, result }) =>
          operations > 0 && names.length === 0 && result !== null ? [result.valueOf()] : [],
        ),
        ...numbers.map(({ value }) => Math.abs(value.valueOf())).filter((value) => value > 12),
      ].some((value) => !isRight(value)),
    )
    if (off >= 0) return off
  }
  const wrong = numbersOf(answer).filter((number) => !values.flat().some((each) => agree(number, each)))
  // A value that is right on the way was taken for the answer at the end.
  if (wrong.length > 0 && wrong.every(({ value }) => isRight(value))) return last
  const isFormula = reads !== undefined && wrong.length * values.length === 0
  const stated = isFormula ? heldAt(steps, answer) : words === undefined ? statedAt(steps, wrong) : null
  if (stated !== null) return stated
  const keys = new Set(wrong.map(({ value }) => key(value)))
  const names = steps.findIndex(({ numbers, equations }) =>
    [
      ...numbers.map(({ value }) => key(value)),
      ...equations.flatMap(({ result }) => (result === null ? [] : [key(result)])),
    ].some((value) => keys.has(value) && !known.has(value)),
  )
  return Math.max(0, (names >= 0 ? names : last) - 1)
}

/** What stands before a value that is stated, and not counted among others. */
const states = lean(
  /(?:(?<!\p{L})(?:is|are|was|be|equals?|gives?|makes?|leaves?|leaving|get|comes?\sto|has|have|that's|it's|only|or|ist|sind)|[=≈:→⇒])[\s$({\\]*(?:(?:about|only|just|the|exactly|an?)\s)*(?:[a-z]\s?=\s?)?[-−+]?$/iu,
)

/** The first step that holds an answer that is a formula, as a whole. */
function heldAt(steps: readonly StepFacts[], answer: string): number | null {
  const bare = (text: string) => text.replace(/[\s$\\{}]/g, '').replace(/[−–]/g, '-')
  const whole = new RegExp(`(?<![\\w()\\]^*/+-])${escaped(bare(answer))}(?![\\w(\\[^*/+²³-])`)
  const words = /(?<=\p{L}{2}) (?=\S)|(?<=[.:,;]) /gu
  const place = steps.findIndex(({ text }) =>
    text
      .replace(words, '\n')
      .split('\n')
      .some((part) => whole.test(bare(part))),
  )
  return place >= 0 ? place : null
}

/** The first step that states a wrong value without having computed it: "so x = 3 or x = -4". What comes out of a right equation follows from a slip elsewhere. */
function statedAt(steps: readonly StepFacts[], wrong: readonly Named[]): number | null {
  const keys = new Set(wrong.map(({ value }) => key(value)))
  for (const [i, { text, numbers, equations }] of steps.entries()) {
    const computed = equations.some(
      ({ operations, result }) => operations > 0 && result !== null && keys.has(key(result)),
    )
    if (computed) return null
    if (
      numbers.some(
        ({ value, span }) => keys.has(key(value)) && states.test(text.slice(Math.max(0, span[0] - 24), span[0])),
      )
    )
      return i
  }
  return null
}

/** Two decimals, and as many more as a small value begins with zeros. */
const placesOf = (value: number) => Math.max(2, 1 - Math.floor(Math.log10(Math.abs(value))))

/** In per cent, in thousands and millions. */
const scales = [1, 100, 0.01, 1e3, 1e6]
