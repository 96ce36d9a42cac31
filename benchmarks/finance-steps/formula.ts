import { at } from '../../src/core/absence.js'
import { RationaleError } from '../../src/core/errors.js'

/*
 * The formulas of the templates: names, numbers, + - * / ^, brackets and the functions below. They are kept as trees, so that a slip is a change of
 * the tree and what is shown always is what was computed.
 */

export type Operator = '+' | '-' | '*' | '/' | '^'
export type FunctionName = 'ln' | 'exp' | 'sqrt' | 'N' | 'min' | 'max'

export type Formula =
  | { kind: 'number'; value: number }
  | { kind: 'name'; name: string }
  | { kind: 'operation'; operator: Operator; left: Formula; right: Formula }
  | { kind: 'call'; name: FunctionName; arguments: Formula[] }

const functions: Record<FunctionName, (...values: number[]) => number> = {
  ln: (x = Number.NaN) => Math.log(x),
  exp: (x = Number.NaN) => Math.exp(x),
  sqrt: (x = Number.NaN) => Math.sqrt(x),
  N: (x = Number.NaN) => standardNormal(x),
  min: Math.min,
  max: Math.max,
}

const binding: Record<Operator, number> = { '+': 1, '-': 1, '*': 2, '/': 2, '^': 3 }

/** @throws RationaleError `configuration` where the text is no formula. */
export function parseFormula(text: string): Formula {
  const tokens = text.match(/\d+(?:\.\d+)?|[A-Za-z]\w*|[-+*/^(),]/g) ?? []
  let place = 0
  const refuse = (): never => {
    throw new RationaleError('configuration', `no formula: ${text}`, { found: tokens[place] ?? 'its end' })
  }
  const take = (wanted: string) => (tokens[place] === wanted ? place++ : refuse())
  const primary = (): Formula => {
    const token = tokens[place++] ?? refuse()
    if (/^\d/.test(token)) return { kind: 'number', value: Number(token) }
    if (token === '(') {
      const inner = sum(0)
      take(')')
      return inner
    }
    if (!/^[A-Za-z]/.test(token)) return refuse()
    if (tokens[place] !== '(') return { kind: 'name', name: token }
    if (!isFunction(token)) return refuse()
    const given: Formula[] = []
    do {
      place++
      given.push(sum(0))
    } while (tokens[place] === ',')
    take(')')
    return { kind: 'call', name: token, arguments: given }
  }
  const sum = (least: number): Formula => {
    let left = primary()
    for (;;) {
      const operator = tokens[place] ?? ''
      if (!isOperator(operator) || binding[operator] <= least) return left
      place++
      left = { kind: 'operation', operator, left, right: sum(binding[operator]) }
    }
  }
  const formula = sum(0)
  return place === tokens.length ? formula : refuse()
}

const isFunction = (word: string): word is FunctionName => Object.hasOwn(functions, word)
const isOperator = (word: string): word is Operator => Object.hasOwn(binding, word)

export function evaluate(formula: Formula, values: Readonly<Record<string, number>>): number {
  if (formula.kind === 'number') return formula.value
  if (formula.kind === 'name') return at(values, formula.name)
  if (formula.kind === 'call') {
    return functions[formula.name](...formula.arguments.map((each) => evaluate(each, values)))
  }
  const [a, b] = [evaluate(formula.left, values), evaluate(formula.right, values)]
  const results: Record<Operator, number> = { '+': a + b, '-': a - b, '*': a * b, '/': a / b, '^': a ** b }
  return results[formula.operator]
}

/** The names in a formula, in the order in which they are read, repeated ones too. */
export function namesOf(formula: Formula): string[] {
  if (formula.kind === 'name') return [formula.name]
  if (formula.kind === 'call') return formula.arguments.flatMap(namesOf)
  return formula.kind === 'operation' ? [...namesOf(formula.left), ...namesOf(formula.right)] : []
}

/** Every formula that one change of one part makes; `change` answers with what may stand in a part's place. */
export function changed(formula: Formula, change: (part: Formula) => Formula[]): Formula[] {
  const inside: Formula[] =
    formula.kind === 'operation'
      ? [
          ...changed(formula.left, change).map((left) => ({ ...formula, left })),
          ...changed(formula.right, change).map((right) => ({ ...formula, right })),
        ]
      : formula.kind === 'call'
        ? formula.arguments.flatMap((each, i) =>
            changed(each, change).map((other) => ({ ...formula, arguments: formula.arguments.with(i, other) })),
          )
        : []
  return [...change(formula), ...inside]
}

/** How a formula is written: its leaves as `leaf` writes them, products by `times`; `latex` has fractions in place of slashes. */
export interface Notation {
  leaf: (part: Formula & { kind: 'number' | 'name' }) => string
  times: string
  latex: boolean
}

export function write(formula: Formula, notation: Notation): string {
  if (formula.kind === 'number' || formula.kind === 'name') return notation.leaf(formula)
  if (formula.kind === 'call') {
    return `${formula.name}(${formula.arguments.map((each) => write(each, notation)).join(', ')})`
  }
  const { operator, left, right } = formula
  if (notation.latex && operator === '/') return `\\frac{${write(left, notation)}}{${write(right, notation)}}`
  const inner = (side: Formula, isRight: boolean) => {
    const text = write(side, notation)
    if (side.kind !== 'operation') return text.startsWith('-') ? `(${text})` : text
    const loose = binding[side.operator] < binding[operator]
    const same =
      binding[side.operator] === binding[operator] && (operator === '^' || (isRight && /[-/]/.test(operator)))
    return loose || same || (isRight && operator === '*' && side.operator === '/') ? `(${text})` : text
  }
  if (operator === '^') {
    const exponent = write(right, notation)
    const isPlain = right.kind !== 'operation' && !exponent.startsWith('-')
    return `${inner(left, false)}^${isPlain ? exponent : notation.latex ? `{${exponent}}` : `(${exponent})`}`
  }
  const sign = operator === '*' ? notation.times : operator
  return `${inner(left, false)} ${sign} ${inner(right, true)}`
}

/** Cumulative standard normal: Abramowitz and Stegun 26.2.17, error below 7.5e-8. */
function standardNormal(x: number): number {
  if (x < 0) return 1 - standardNormal(-x)
  const t = 1 / (1 + 0.2316419 * x)
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  return 1 - (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * series
}
