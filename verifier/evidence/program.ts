/* Solutions that are programmes in a straight line: "change = sales_2019 - sales_2018". Each line is read as an equation; nothing runs. */
import type Fraction from 'fraction.js'
import { type Equation, evaluateExpression } from '../../src/core/arithmetic/index.js'
import { rare } from '../../src/core/triggers.js'

/** Longer programmes are read to here. */
const MAX_LINES = 200
const assignment = rare(/^[ \t]*(?:([A-Za-z_]\w{0,80})[ \t]*=(?!=)|return\b)[ \t]*([^=\n]{1,400})$/)
/** What a programme may have beside assignments; it says nothing of amounts. */
const other = /^[ \t]*(?:$|#|```|import\b|from\b|def\b|print\b|units?\b|"""|''')/
/** "Total = 3 * 5" alone is prose, and so is "return on equity is 5/20". */
const marks = rare(/^[ \t]*(?:(?:[a-z]\w*_\w+|ans|answer|result)[ \t]*=|def\b)/m)
const literal = /(?<![\w.])\d[\d_]*(?:\.\d+)?(?:e[+-]?\d{1,3})?(?!\w)/gi
const identifier = /[A-Za-z_]\w*/g

/**
 * The assignments of a straight-line programme ("change = sales_2019 - sales_2018") as equations: each line's value is computed from the lines
 * above it by the arithmetic grammar; nothing is run. A line with a call, a list or an unknown name has no value, nor has what uses it. Null where the text is no programme.
 */
export function readProgram(text: string): Equation[] | null {
  const values = new Map<string, Fraction>()
  const equations: Equation[] = []
  let assignments = 0
  let at = 0
  for (const line of text.split('\n').slice(0, MAX_LINES)) {
    const start = at
    at += line.length + 1
    const match = assignment.exec(line)
    if (match === null) {
      if (other.test(line)) continue
      return null
    }
    assignments++
    const [, name = 'return', right = ''] = match
    const expression = right
      .replace(/\s#.*$/, '')
      .replace(/^round\((.*),\s*\d+\)$/, '($1)')
      .replace(/\s*\*\*\s*/g, '^')
    const used = (expression.match(identifier) ?? []).flatMap((word) => values.get(word) ?? [])
    const numbers = (expression.match(literal) ?? []).flatMap((each) => evaluateExpression(each) ?? [])
    const value = evaluateExpression(
      expression.replace(identifier, (word) => (values.has(word) ? `(${values.get(word)?.toFraction()})` : word)),
    )
    if (value === null) values.delete(name)
    else values.set(name, value)
    equations.push({
      span: [start, start + line.length],
      checks: [],
      result: value,
      operations: expression.match(/[-+*/]+/g)?.length ?? 0,
      operands: [...used, ...numbers],
      open: value === null,
      unsettled: false,
      names: [],
      units: [],
      sure: true,
    })
  }
  return assignments > 0 && marks.test(text) ? equations : null
}
