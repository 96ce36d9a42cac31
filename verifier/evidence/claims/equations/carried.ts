/* Letters from step to step: "R = 7.5", "r = 3", then "2Rr = 22.5" (it is 45). The formula is reckoned with the values found before. */
import type { Finding } from '../../../../src/core/records/types.js'
import { rare } from '../../../../src/core/triggers.js'
import { type ClaimText, finding, hedged, shown } from '../claim.js'
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
const MAX_NAMES = 40

/**
 * What steps found for letters, put into later formulas of them: "R = 7.5", "r = 3", and then "2Rr = 22.5". And what a letter stands for, when it is said to be expanded. A letter that
 * takes another value is not used any more.
 */
export function carriedReader(): (claim: ClaimText, formulas: readonly Formula[]) => Finding[] {
  const values = new Map<string, number>()
  const expressions = new Map<string, Side>()
  const dropped = new Set<string>()
  return ({ text }, formulas) =>
    formulas.flatMap((sides) => {
      const [first, ...others] = sides
      const last = others.at(-1)
      if (first === undefined || last === undefined) return []
      const span = [first.span[0], last.span[1]] as const
      const sentence = sentenceAround(text, span)
      const tried = trial.test(sentence) || hedged(text, span)
      const found = tried ? [] : sides.slice(1).flatMap((right, i) => put(sides[i], right, values))
      const name = first.text.trim()
      if (!lone.test(name)) return found
      const expression = others.find((side) => side.names.length > 0 && !side.names.includes(name))
      const before = expressions.get(name)
      if (
        before !== undefined &&
        expression !== undefined &&
        !tried &&
        expands.test(sentence) &&
        slippedExpansion(before, expression)
      ) {
        const message = `${name} is ${before.text}, and that is not ${expression.text}`
        found.push(finding('identities', expression.span, expression.text, before.text, false, message))
      }
      if (expression !== undefined)
        expressions.set(name, others.findLast((side) => side.names.length > 0) ?? expression)
      const value = last.names.length > 0 ? null : last.at(new Map())
      const known = values.get(name)
      if (value === null || tried || (known !== undefined && Math.abs(known - value) > 0.02 * Math.abs(value)))
        dropped.add(name)
      if (dropped.has(name)) values.delete(name)
      else if (value !== null && values.size < MAX_NAMES) values.set(name, value)
      return found
    })
}

/** Ratios that a change of unit makes. */
const units = [10, 100, 1000, 1e4, 1e6, 1e9, 60, 3600, 3.6, 12, 24, 2 * Math.PI, 180 / Math.PI, 9.81, 9.8]

function put(left: Side | undefined, right: Side, values: ReadonlyMap<string, number>): Finding[] {
  if (left === undefined) return []
  const names = [...new Set([...left.names, ...right.names])]
  const known = (side: Side) => side.names.every((name) => values.has(name))
  if (names.length < 2 || !known(left) || !known(right) || lone.test(left.text.trim())) return []
  const [a, b] = [left.at(values), right.at(values)]
  if (a === null || b === null || b === 0 || a === 0) return []
  const ratio = Math.max(Math.abs(a / b), Math.abs(b / a))
  const ok = Math.abs(a - b) <= 0.02 * Math.max(Math.abs(a), Math.abs(b))
  if (!ok && (a * b < 0 || units.some((each) => Math.abs(ratio / each - 1) < 0.02))) return []
  const span = [left.span[0], right.span[1]] as const
  const given = names.map((name) => `${name} = ${shown(values.get(name) ?? Number.NaN)}`).join(', ')
  return [
    finding(
      'solutions',
      span,
      right.text,
      shown(a),
      ok,
      `with ${given}, ${left.text} is ${shown(a)}, not ${right.text}`,
    ),
  ]
}
