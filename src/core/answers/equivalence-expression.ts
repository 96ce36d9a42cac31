import Fraction from 'fraction.js'
import { evaluate, evaluateFor, type Value } from './expression.js'
import { intervalsOf } from './intervals.js'
import { normalLatex } from './normal.js'
import { variable } from './values.js'

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

/**
 * Keys under which another answer may mean the same, though not every answer with such a key does: "7:32" is a time and may be a ratio, "x = 1, y = 2" is (1, 2) and may be meant by the
 * list 1, 2; "y = 2x" is 2x and may be meant by the equation y - 2x = 0; "1,22" is a list and may be 1.22.
 */
export function otherKeys(source: string): string[] {
  if (source.length > MAX_LENGTH) return []
  const text = normalLatex(source)
  const named = assignments(text)
  const sides = splitTop(text, '=')
  const keys = [
    keyOf(text, 0),
    named === null ? null : joined(named.map(({ value }) => keyOf(value, 1)).sort(), ',', '{', '}'),
    sides.length === 2 ? equationKey(sides) : null,
    /^-?\d{1,6},\d{1,4}$/.test(text) ? keyOf(text.replace(',', '.'), 1) : null,
  ]
  return keys.filter((key) => key !== null)
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
  const inside = wholeGroup(text)
  if (inside !== null && splitTop(inside, ',').length === 1) return keyOf(inside, depth + 1)
  const union = splitTop(text, '\\cup')
  if (union.length > 1) return joined(sortedKeys(union, depth), '∪', '', '')
  const named = assignments(text)
  if (named !== null) return tuplesKey(named, depth)
  const parts = listed(text)
  if (parts.length > 1) return listKey(sortedKeys(parts, depth))
  const set = /^\\lbrace ?(.*?) ?\\rbrace$/s.exec(text) ?? /^\{([^{}]*,[^{}]*)\}$/.exec(text)
  if (set !== null) {
    const members = splitTop(set[1] as string, ',')
    // {5} and 5 are told apart by hardly any grader; lists without braces are sets.
    return members.length === 1 ? keyOf(members[0] as string, depth + 1) : listKey(sortedKeys(members, depth))
  }
  // "(p, q) = (3, 2)" opens with a bracket and closes with another.
  if (/^\([^()]{3,30}\) ?= ?\(/.test(text)) return relationKey(text, depth)
  const bracketed = /^([([])(.*)([)\]])$/s.exec(text)
  if (bracketed !== null) {
    // Between brackets "12,102" is two numbers.
    const pair = /^(-?\d{1,3}),(-?\d{3})$/.exec(bracketed[2] as string)
    const inside = pair === null ? splitTop((bracketed[2] as string).replace(/;/g, ','), ',') : pair.slice(1)
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
  if (text === '\\emptyset') return 'empty set'
  const infinity = /^([+-]?) ?\\infty$/.exec(text)
  if (infinity !== null) return `${infinity[1] === '-' ? '-' : ''}infinity`
  const value = evaluate(text)
  if (value === null) return null
  // Names stand for positive numbers: of an absolute value it must be known what it is of the negative ones.
  const mirrored = text.includes('|') ? evaluateFor(text, (name) => -variable(name, 0)) : null
  if (mirrored !== null && numericKey(mirrored) !== numericKey(value))
    return `${numericKey(value)} | ${numericKey(mirrored)}`
  if (!/\\pm(?![a-z])/.test(text)) return numericKey(value)
  const other = evaluate(text, -1)
  return other === null ? null : `{${[numericKey(value), numericKey(other)].sort().join(',')}}`
}

/** Exact fractions in lowest terms; floats, and decimals so long that they were one, by ten digits. */
export function numericKey(value: Value): string {
  if (value.parts !== undefined) return `complex ${value.parts.map(numericKey).join(' ')}`
  if (value.exact !== null && !(value.exact.d >= 10n ** 11n && 10n ** 40n % value.exact.d === 0n))
    return value.exact.toFraction()
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
  const intervals = intervalsOf(text, numericKey)
  if (intervals !== null) return intervals.sort().join('∪')
  // Of "x = 1/3 \\approx 0.33" the exact value counts.
  const about = text.indexOf('\\approx')
  if (about > 0) {
    const [before, after] = [text.slice(0, about).trim(), text.slice(about + '\\approx'.length).trim()]
    return before.includes('=') ? keyOf(before, depth + 1) : relationKey(`${before} = ${after}`, depth)
  }
  const relation = text.includes('=') ? '=' : /\\(?:le|ge|ne|in|equiv)(?![a-z])|[<>:]/.exec(text)?.[0]
  if (relation === undefined) return null
  const sides = splitTop(text, relation)
  if (relation === '=' || relation === '\\in') {
    const named = namedSide(sides)
    if (named !== null) return keyOf(named, depth + 1)
  }
  if (relation === '=' && sides.length === 2) return equationKey(sides)
  const keys = sides.map((side) => keyOf(side, depth + 1))
  if (keys.length === 2 && (relation === '>' || relation === '\\ge')) {
    return joined(keys.reverse(), relation === '>' ? '<' : '\\le', '', '')
  }
  return joined(keys, relation, '', '')
}

/**
 * An equation is told by the difference of its sides at three places: what is a multiple of it has the same ratios. Null where a side has no value, or
 * where both sides are one expression.
 */
function equationKey([left = '', right = '']: readonly string[]): string | null {
  const differences = [0, 1, 2].map((place) => {
    const at = (side: string) => evaluateFor(side, (name) => variable(place === 2 ? `${name}'` : name, place % 2))
    return (at(left)?.approximate ?? Number.NaN) - (at(right)?.approximate ?? Number.NaN)
  })
  const [first = 0, ...others] = differences
  if (!differences.every(Number.isFinite) || Math.abs(first) < 1e-9) return null
  return `equation ${others.map((each) => (each / first).toPrecision(8)).join(' ')}`
}

const NAME = String.raw`\\?[a-zA-Z]{1,12}(?:_(?:\{[^{}]{1,12}\}|[a-zA-Z0-9]))?(?: ?\([a-zA-Z0-9, ]{1,12}\))?'?`
const isName = new RegExp(`^${NAME}$`)
/** What has a name, or is a ratio of two: "V_1:V_2", "\\frac{NO}{BO}", "|AB|", "\\angle ABC". */
const isNamed = new RegExp(
  String.raw`^(?:${NAME}|\| ?${NAME} ?\||\\angle ?[A-Z]{1,4}|${NAME} ?[:/] ?${NAME}|\\frac ?\{ ?${NAME} ?\} ?\{ ?${NAME} ?\})$`,
)

/** "x = 5", "f(x) = x^2", "x \in [0,1]": what stands behind the name; of a chain, the last side. */
function namedSide(sides: readonly string[]): string | null {
  const [first, last] = [sides[0] as string, sides.at(-1) as string]
  if (sides.length < 2 || last === '') return null
  const tuple = /^\([a-zA-Z0-9_{}, ]{3,30}\)$/.test(first) && /^[({]/.test(last)
  const isRatio = !isName.test(first) && isNamed.test(first) && !/[a-zA-Z]/.test(last.replace(/\\[a-z]+/g, ''))
  return isName.test(first) || isRatio || tuple || first === '' || sides.length > 2 ? last : null
}

interface Assignment {
  name: string
  value: string
}

/** "x = 1, y = 2", "x = 1 or x = 3": what each name is; null where the text is no list of such. */
function assignments(text: string): Assignment[] | null {
  const parts = listed(text)
  if (parts.length < 2) return null
  const found = parts.flatMap((part) => {
    const [name = '', value = '', ...more] = splitTop(part, '=')
    return isName.test(name) && value !== '' && more.length === 0 ? [{ name: name.replace(/[{}\s]/g, ''), value }] : []
  })
  return found.length === parts.length ? found : null
}

/** Values of one name are a list; of several names a tuple in the order of the alphabet; of several names again and again a list of tuples. */
function tuplesKey(named: readonly Assignment[], depth: number): string | null {
  const names = [...new Set(named.map(({ name }) => name))]
  const size = names.length
  const whole = named.length % size === 0 && named.every(({ name }, i) => size === 1 || name === names[i % size])
  if (!whole) return null
  const tuples: (string | null)[] = []
  for (let from = 0; from < named.length; from += size) {
    const group = named.slice(from, from + size).sort((a, b) => (a.name < b.name ? -1 : 1))
    const keys = group.map(({ value }) => keyOf(value, depth + 1))
    tuples.push(size === 1 ? (keys[0] ?? null) : joined(keys, ',', '(', ')'))
  }
  return tuples.length === 1 ? (tuples[0] ?? null) : listKey(tuples.sort())
}

/** The parts of a list: "2, 3 and 5", "(0;1)" is none. */
function listed(text: string): string[] {
  return splitTop(text.replace(/ ?(?:(?<![a-zA-Z])(?:and|or|und|oder)(?![a-z])|;) ?/g, ','), ',').filter(
    (part) => part !== '',
  )
}

/** A point told twice is one point; of numbers each counts ("2, 2 and 3"). */
function listKey(keys: readonly (string | null)[]): string | null {
  const points = keys.every((key) => key?.startsWith('('))
  const distinct = points ? [...new Set(keys)] : keys
  return distinct.length === 1 ? (distinct[0] ?? null) : joined(distinct, ',', '{', '}')
}

/** What one pair of braces holds, where it holds all. */
function wholeGroup(text: string): string | null {
  if (!text.startsWith('{') || !text.endsWith('}')) return null
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '{') depth++
    else if (text[at] === '}' && --depth === 0) return at === text.length - 1 ? text.slice(1, -1).trim() : null
  }
  return null
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
