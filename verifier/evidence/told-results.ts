/* "The upper row yields 0 · 2 + (-1) · 5, which is -5", "we need 3 · 4 + 5, i.e. 17": what a sum in signs comes to, told in words behind it. */
import { type EquationCheck, isDoubted, readEquations } from '../../src/core/arithmetic/equations.js'
import { rare } from '../../src/core/triggers.js'
import { hedged, NUMBER } from './claims/claim.js'

const VALUE = String.raw`[-−]?[$€£]?(?:${NUMBER})(?![\d^/]|[.,:]\d|\s?[-−–+*×·÷/^=<>≈]|\s\d)`
/** Straight to the value, with a word for what is counted, to the end of the clause. */
const verbs = rare(
  new RegExp(
    String.raw`(?<=[\d)]),?\s(?:which|that|this)\s(?:is|makes|gives|equals|comes\sto|amounts\sto|works\sout\s(?:at|to))\s(?:exactly\s|just\s|only\s|simply\s)?(${VALUE})(\s\p{L}+)?(?=\s?[.;:!?)]|,\s|\s?$|\s(?:and|so|but|in\stotal|altogether)\s)`,
    'gu',
  ),
)
const bare = rare(
  new RegExp(
    String.raw`(?<=[\d)]),\s(?:i\.e\.,?|that\sis,?|namely|so|or|hence|thus)\s(${VALUE})(\s(?:altogether|in\stotal|in\sall))?(?=\s?[.;:!?)]|,\s|\s?$)`,
    'gu',
  ),
)
/** The expression that ends a text: numbers, signs and brackets alone. */
const ending = /(?:^|[\s:=])((?:[-−]\s?)?[($€£]*\d(?:[\d.,]|[()$€£]|\s?[-−–+*×·÷/]\s?(?=[-−(\d$€£]))*)$/u
const sign = /[\d)]\s?[-−–+*×·÷/]\s?[($€£\d-]/
/** Behind these an expression is a part of more. */
const within =
  /(?:[-−+*×·÷/^]|\b(?:of|times|plus|minus|by|from|to|than|and|or|between|per|over|squared|ratio|pages?|steps?|scores?|rows?|chapters?|fraction|mod|each|percent|twice|double|half|thrice|square|root|another|further|more|less|other|[fghxyzn]))\s*$/i
const otherUnit =
  /percent|per|hundred|thousand|million|billion|dozen|pairs?|times|more|less|cents?|degrees?|half|halves|thirds?|quarters?|tenths?|th|mod|remainder|short|off|too|not/i
const conversions = [10, 100, 1000, 1e4, 1e6, 60, 3600, 24, 7, 12, 1440, 365, 52, 2.54, 3.6]

/** The checks of such results; what a unit may have converted is left out. */
export function toldResults(text: string): EquationCheck[][] {
  if (isDoubted(text)) return []
  return [...verbs.matchAll(text), ...bare.matchAll(text)].flatMap((match): EquationCheck[][] => {
    const [all, value = '', unit = ''] = match
    const before = text.slice(Math.max(0, match.index - 120), match.index)
    const expression = ending.exec(before)?.[1]
    if (expression === undefined || !sign.test(expression) || otherUnit.test(unit)) return []
    const start = match.index - expression.length
    // "Pages 10 - 15, that is 6 pages": from one to the other.
    if (
      /^\s*\d+\s?[-−–]\s?\d+$/.test(expression) &&
      Number.parseInt(expression, 10) < Number(/\d+$/.exec(expression)?.[0])
    )
      return []
    if (within.test(text.slice(Math.max(0, start - 16), start))) return []
    const [equation, another] = readEquations(`${expression} = ${value}`)
    const [check, more] = equation?.checks ?? []
    if (check === undefined || another !== undefined || more !== undefined || equation?.open === true) return []
    const span = [start, match.index + all.length] as const
    const ratio = Math.abs(check.computedValue.valueOf() / check.claimedValue.valueOf())
    const isConverted =
      unit !== '' && conversions.some((by) => Math.abs(ratio - by) < 1e-6 * by || Math.abs(ratio * by - 1) < 1e-6)
    if (!check.ok && (isConverted || hedged(text, span))) return []
    return [[{ ...check, span }]]
  })
}
