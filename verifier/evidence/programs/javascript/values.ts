/* Values of JavaScript, and how the language turns one kind into another: "'5' * 2". */
import { Refused } from '../tokens.js'
import { type Js, JsFunction } from './syntax.js'

/** Longer lists and strings are refused. */
export const MAX_SIZE = 20_000

export function bounded(value: Js): Js {
  if ((typeof value === 'string' || Array.isArray(value)) && value.length > MAX_SIZE) throw new Refused('size')
  return value
}

const MAX_DEPTH = 20

/** As the language makes a string of a value. */
export function text(value: Js, depth = 0): string {
  if (depth > MAX_DEPTH) throw new Refused('depth')
  if (Array.isArray(value))
    return value.map((each) => (each === null || each === undefined ? '' : text(each, depth + 1))).join(',')
  if (value instanceof Map) return '[object Object]'
  if (value instanceof JsFunction) throw new Refused('a function as text')
  return String(value)
}

type Primitive = number | string | boolean | null | undefined
const primitive = (value: Js): Primitive =>
  Array.isArray(value) || value instanceof Map || value instanceof JsFunction ? text(value) : value
export const number = (value: Js): number => Number(primitive(value))
export const truth = (value: Js): boolean => Boolean(value)

export function typeOf(value: Js): string {
  if (value instanceof JsFunction) return 'function'
  return value === null || Array.isArray(value) || value instanceof Map ? 'object' : typeof value
}

/** The double equals sign. */
function loosely(a: Js, b: Js): boolean {
  if (typeOf(a) === typeOf(b) || a === b) return a === b
  const isNone = (value: Js) => value === null || value === undefined
  if (isNone(a) || isNone(b)) return isNone(a) && isNone(b)
  const [x, y] = [primitive(a), primitive(b)]
  return typeof x === 'string' && typeof y === 'string' ? x === y : Number(x) === Number(y)
}

export function binary(operator: string, left: Js, right: Js): Js {
  const [a, b] = [primitive(left), primitive(right)]
  switch (operator) {
    case '===':
      return left === right
    case '!==':
      return left !== right
    case '==':
      return loosely(left, right)
    case '!=':
      return !loosely(left, right)
    case '+':
      return typeof a === 'string' || typeof b === 'string' ? bounded(String(a) + String(b)) : Number(a) + Number(b)
    case '<':
    case '>':
    case '<=':
    case '>=':
      return typeof a === 'string' && typeof b === 'string'
        ? compares(operator, a, b)
        : compares(operator, Number(a), Number(b))
    default:
      return arithmetic(operator, Number(a), Number(b))
  }
}

function compares<Of extends number | string>(operator: string, a: Of, b: Of): boolean {
  return operator === '<' ? a < b : operator === '>' ? a > b : operator === '<=' ? a <= b : a >= b
}

function arithmetic(operator: string, a: number, b: number): number {
  switch (operator) {
    case '-':
      return a - b
    case '*':
      return a * b
    case '/':
      return a / b
    case '%':
      return a % b
    case '**':
      return a ** b
    case '&':
      return a & b
    case '|':
      return a | b
    case '^':
      return a ^ b
    case '<<':
      return a << b
    case '>>':
      return a >> b
    case '>>>':
      return a >>> b
    default:
      throw new Refused(operator)
  }
}

/** As it stands inside a logged list. */
export function represent(value: Js, depth = 0): string {
  if (depth > MAX_DEPTH) throw new Refused('depth')
  if (typeof value === 'string') return `'${value}'`
  if (Array.isArray(value))
    return value.length === 0 ? '[]' : `[ ${value.map((each) => represent(each, depth + 1)).join(', ')} ]`
  if (value instanceof Map) {
    const pairs = [...value].map(([key, each]) => `${key}: ${represent(each, depth + 1)}`)
    return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`
  }
  if (value instanceof JsFunction) throw new Refused('a function as text')
  return Object.is(value, -0) ? '-0' : String(value)
}

/** As `console.log` shows it. */
export const display = (value: Js): string => (typeof value === 'string' ? value : represent(value))
