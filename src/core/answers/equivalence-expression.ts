import Fraction from 'fraction.js'
import { evaluate, type Value } from './expression.js'
import { normalLatex } from './normal.js'

/** Answers longer than this are compared as text. */
const MAX_LENGTH = 1000

/**
 * A key for a mathematical answer: a number, an expression, a list, tuple, interval, union, set, matrix, equation or inequality. Two
 * answers with one value get one key. Null where the source is no such thing.
 */
export function expressionKey(source: string): string | null {
  if (source.length > MAX_LENGTH) return null
  return keyOf(normalLatex(source), 0)
}

/** The value of an answer that is one number, or null. */
export function expressionValue(source: string): Value | null {
  if (source.length > MAX_LENGTH) return null
  return evaluate(normalLatex(source))
}

function keyOf(text: string, depth: number): string | null {
  if (text === '' || depth > 4) return null
  const matrix = /^\\begin\{([pbvBV]?matrix)\}(.*)\\end\{\1\}$/s.exec(text)
  if (matrix !== null) {
    const rows = (matrix[2] as string).replace(/\\\\\s*$/, '').split('\\\\')
    return joined(
      rows.map((row) =>
        joined(
          row.split('&').map((cell) => keyOf(cell.trim(), depth + 1)),
          ' ',
        ),
      ),
      ';',
      'matrix[',
      ']',
    )
  }
  const union = splitTop(text, '\\cup')
  if (union.length > 1) return joined(sortedKeys(union, depth), '∪', '', '')
  const parts = splitTop(text.replace(/ ?(?:\band\b|\bor\b|;) ?/g, ','), ',')
  if (parts.length > 1)
    return joined(
      sortedKeys(
        parts.filter((part) => part !== ''),
        depth,
      ),
      ',',
      '{',
      '}',
    )
  const set = /^\\lbrace ?(.*?) ?\\rbrace$/s.exec(text) ?? /^\{([^{}]*,[^{}]*)\}$/.exec(text)
  if (set !== null) {
    const members = splitTop(set[1] as string, ',')
    // {5} and 5 are told apart by hardly any grader; lists without braces are sets.
    return members.length === 1
      ? keyOf(members[0] as string, depth + 1)
      : joined(sortedKeys(members, depth), ',', '{', '}')
  }
  // "(p, q) = (3, 2)" opens with a bracket and closes with another.
  if (/^\([^()]{3,30}\) ?= ?\(/.test(text)) return relationKey(text, depth)
  const bracketed = /^([([])(.*)([)\]])$/s.exec(text)
  if (bracketed !== null) {
    const inside = splitTop(bracketed[2] as string, ',')
    if (inside.length > 1) {
      return joined(
        inside.map((part) => keyOf(part, depth + 1)),
        ',',
        bracketed[1] as string,
        bracketed[3] as string,
      )
    }
  }
  return relationKey(text, depth) ?? valueKey(text)
}

function valueKey(text: string): string | null {
  const infinity = /^([+-]?) ?\\infty$/.exec(text)
  if (infinity !== null) return `${infinity[1] === '-' ? '-' : ''}infinity`
  const value = evaluate(text)
  if (value === null) return null
  if (!/\\pm(?![a-z])/.test(text)) return numericKey(value)
  const other = evaluate(text, -1)
  return other === null ? null : `{${[numericKey(value), numericKey(other)].sort().join(',')}}`
}

/** Exact fractions in lowest terms; floats by ten digits. */
export function numericKey(value: Value): string {
  if (value.exact !== null) return value.exact.toFraction()
  return rational(value.approximate)?.toFraction() ?? `~${value.approximate.toPrecision(10)}`
}

/** A float that is a small fraction to 12 digits came out of roots, angles or logarithms: sin 30° is 1/2. */
function rational(value: number): Fraction | null {
  // Next to nothing is not nothing: 2^-99.
  if (value !== 0 && Math.abs(value) < 1e-6) return null
  for (let bottom = 1; bottom <= 12; bottom++) {
    const top = Math.round(value * bottom)
    if (Math.abs(value * bottom - top) < 1e-11 * Math.max(1, Math.abs(top))) return new Fraction(top, bottom)
  }
  return null
}

function relationKey(text: string, depth: number): string | null {
  const relation = /\\(?:le|ge|ne|in|equiv|approx)(?![a-z])|[=<>:]/.exec(text)?.[0]
  if (relation === undefined) return null
  const sides = splitTop(text, relation)
  if (relation === '=' || relation === '\\in') {
    const named = namedSide(sides)
    if (named !== null) return keyOf(named, depth + 1)
  }
  if (relation === '=' && sides.length === 2) {
    const [left, right] = sides.map((side) => evaluate(side)) as [Value | null, Value | null]
    // Told by the values of its sides: as the variables stand for fixed values, they differ unless it is an identity.
    return left === null || right === null ? null : `equation ${sortedPair(left, right)}`
  }
  const keys = sides.map((side) => keyOf(side, depth + 1))
  if (keys.length === 2 && (relation === '>' || relation === '\\ge')) {
    return joined(keys.reverse(), relation === '>' ? '<' : '\\le', '', '')
  }
  return joined(keys, relation, '', '')
}

const sortedPair = (a: Value, b: Value) => [numericKey(a), numericKey(b)].sort().join('=')

/** "x = 5", "f(x) = x^2", "x \in [0,1]": what stands behind the name; of a chain, the last side. */
function namedSide(sides: readonly string[]): string | null {
  const [first, last] = [sides[0] as string, sides.at(-1) as string]
  if (sides.length < 2 || last === '') return null
  const name = /^(?:\\?[a-zA-Z]{1,12})(?:_(?:\{[^{}]{1,12}\}|[a-zA-Z0-9]))?(?: ?\([a-zA-Z0-9, ]{1,12}\))?'?$/.test(
    first,
  )
  const tuple = /^\([a-zA-Z0-9_{}, ]{3,30}\)$/.test(first) && /^\(/.test(last)
  return name || tuple || first === '' || sides.length > 2 ? last : null
}

function sortedKeys(parts: readonly string[], depth: number): (string | null)[] {
  return parts.map((part) => keyOf(part, depth + 1)).sort()
}

function joined(keys: readonly (string | null)[], separator: string, open = '', close = ''): string | null {
  return keys.some((key) => key === null) ? null : `${open}${keys.join(separator)}${close}`
}

/** Splits where a separator stands outside all brackets. A thousands separator is none. */
function splitTop(text: string, separator: string): string[] {
  const parts: string[] = []
  let depth = 0
  let from = 0
  for (let at = 0; at < text.length; at++) {
    const char = text[at] as string
    if (char === '(' || char === '[' || char === '{') depth++
    else if (char === ')' || char === ']' || char === '}') depth--
    else if (char === '\\' && text.startsWith('\\lbrace', at)) depth++
    else if (char === '\\' && text.startsWith('\\rbrace', at)) depth--
    if (depth !== 0 || !text.startsWith(separator, at)) continue
    if (
      separator === ',' &&
      /^\d,\d{3}(?!\d)/.test(text.slice(at - 1, at + 5)) &&
      !/\d{4}$/.test(text.slice(Math.max(0, at - 4), at))
    )
      continue
    parts.push(text.slice(from, at).trim())
    at += separator.length - 1
    from = at + 1
  }
  parts.push(text.slice(from).trim())
  return parts
}
