/* What a letter stands for, when it is said to be expanded in a later step: "A = (x + 1)(x - 2)", then "expanding, A = x² + x - 2". */
import type { Finding } from '../../../../src/core/records/types.js'
import { rare } from '../../../../src/core/triggers.js'
import { type ClaimText, finding, hedged } from '../claim.js'
import { sentenceAround } from '../text/sentences.js'
import type { Formula, Side } from './formulas.js'
import { slippedExpansion } from './identities.js'

/** A letter, perhaps with an index, alone. */
const lone = /^(?:[A-Za-z]|\\[a-z]{2,8})(?:_\{?\w{1,3}\}?)?$/
/** Under these words a letter takes a value on trial, or one of several. */
const trial = rare(
  /\b(?:if|when|case|cases|try|trying|suppose|assume|or|either|both|roots?|solutions?|test\w*|each|pm|new|now|then|next|first|second|another|between|at|for|as|wenn|falls|oder|für|mod)\b|\\pm|±|≤|≥|<|>/i,
)
const expands = rare(/\b(?:expand\w*|multiply\w* out|simplif\w*|ausmultipliz\w*|vereinfach\w*|klammern)\b|展开|化简/i)

/** Reads the formulas of a chain's steps in order. */
export function expansionReader(): (claim: ClaimText, formulas: readonly Formula[]) => Finding[] {
  const expressions = new Map<string, Side>()
  return ({ text }, formulas) =>
    formulas.flatMap(([first, ...others]) => {
      const name = first?.text.trim() ?? ''
      const last = others.at(-1)
      if (first === undefined || last === undefined || !lone.test(name)) return []
      const sentence = sentenceAround(text, [first.span[0], last.span[1]])
      const expression = others.find((side) => side.names.length > 0 && !side.names.includes(name))
      const before = expressions.get(name)
      if (expression === undefined) return []
      expressions.set(name, others.findLast((side) => side.names.length > 0) ?? expression)
      const isSlip =
        before !== undefined &&
        expands.test(sentence) &&
        !trial.test(sentence) &&
        !hedged(text, [first.span[0], last.span[1]]) &&
        slippedExpansion(before, expression)
      if (!isSlip) return []
      const message = `${name} is ${before.text}, and that is not ${expression.text}`
      return [finding('identities', expression.span, expression.text, before.text, false, message)]
    })
}
