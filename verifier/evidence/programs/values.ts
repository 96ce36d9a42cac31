/* Values of Python, how they are shown, compared and held true. */
import type { Expression, Parameter, Statement } from './syntax.js'
import { Refused } from './tokens.js'

/** A whole number is a bigint, a float a number. */
export type Value = bigint | number | string | boolean | null | List | Tuple | Dict | Group | Once | Func

export class List {
  items: Value[]
  constructor(items: Value[]) {
    this.items = items
  }
}
export class Tuple {
  readonly items: readonly Value[]
  constructor(items: readonly Value[]) {
    this.items = items
  }
}
export class Dict {
  readonly entries = new Map<string, readonly [Value, Value]>()
}
/** A set. */
export class Group {
  readonly entries = new Map<string, Value>()
}
/** What can be gone through once: a generator, `map`, `zip`. Where it stands after `4 in g` is not kept. */
export class Once {
  private items: readonly Value[] | null
  constructor(items: readonly Value[]) {
    this.items = items
  }

  take(): readonly Value[] {
    const { items } = this
    this.items = null
    if (items === null) throw new Refused('gone through twice')
    return items
  }
}
/** A function of the programme. Default values are made once, when it is defined. */
export class Func {
  readonly parameters: readonly (Parameter & { value?: Value })[]
  readonly body: readonly Statement[] | Expression
  readonly scope: Scope

  constructor(parameters: Func['parameters'], body: Func['body'], scope: Scope) {
    this.parameters = parameters
    this.body = body
    this.scope = scope
  }
}

export interface Scope {
  names: Map<string, Value>
  globals: Set<string>
  outer: Scope | null
}

/** Longer lists, strings and numbers are refused: a programme of a question needs none. */
export const MAX_SIZE = 20_000
const MAX_BITS = 4000n

export function bounded(value: Value): Value {
  if (typeof value === 'bigint' && (value > 1n << MAX_BITS || value < -(1n << MAX_BITS))) throw new Refused('size')
  if (typeof value === 'string' && value.length > MAX_SIZE) throw new Refused('size')
  if (value instanceof List && value.items.length > MAX_SIZE) throw new Refused('size')
  return value
}

export function truth(value: Value): boolean {
  if (value === null || value === false || value === 0n || value === 0 || value === '') return false
  if (value instanceof List || value instanceof Tuple) return value.items.length > 0
  if (value instanceof Dict || value instanceof Group) return value.entries.size > 0
  return true
}

/** As a number, a boolean counting as 0 or 1; null where it is none. */
export const asNumber = (value: Value): bigint | number | null =>
  typeof value === 'bigint' || typeof value === 'number' ? value : typeof value === 'boolean' ? BigInt(value) : null

/** What tells a key of a dictionary from others: 1, 1.0 and True are one. */
export function keyOf(value: Value): string {
  const number = asNumber(value)
  if (number !== null) return `n${String(number)}`
  if (typeof value === 'string') return `s${value}`
  if (value === null) return 'none'
  if (value instanceof Tuple) return `t(${value.items.map(keyOf).join(',')})`
  throw new Refused('unhashable')
}

export function equal(a: Value, b: Value): boolean {
  const [x, y] = [asNumber(a), asNumber(b)]
  // A bigint and a number are compared by value.
  if (x !== null && y !== null) return !(x < y) && !(x > y) && !Number.isNaN(Number(x))
  if (a instanceof List && b instanceof List) return sameItems(a.items, b.items)
  if (a instanceof Tuple && b instanceof Tuple) return sameItems(a.items, b.items)
  if (a instanceof Group && b instanceof Group)
    return a.entries.size === b.entries.size && [...a.entries.keys()].every((key) => b.entries.has(key))
  if (a instanceof Dict && b instanceof Dict)
    return (
      a.entries.size === b.entries.size &&
      [...a.entries].every(([key, [, value]]) => {
        const other = b.entries.get(key)
        return other !== undefined && equal(value, other[1])
      })
    )
  return a === b
}

const sameItems = (a: readonly Value[], b: readonly Value[]) =>
  a.length === b.length && a.every((each, i) => equal(each, b[i] ?? null))

/** Negative, zero or positive; as Python orders. */
export function order(a: Value, b: Value): number {
  const [x, y] = [asNumber(a), asNumber(b)]
  if (x !== null && y !== null) return x < y ? -1 : x > y ? 1 : 0
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0
  const [left, right] = [itemsOf(a), itemsOf(b)]
  if (left === null || right === null || a?.constructor !== b?.constructor) throw new Refused('order')
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const found = order(left[i] ?? null, right[i] ?? null)
    if (found !== 0) return found
  }
  return left.length - right.length
}

const itemsOf = (value: Value): readonly Value[] | null =>
  value instanceof List || value instanceof Tuple ? value.items : null

/** What a loop over a value goes through. */
export function iterate(value: Value): readonly Value[] {
  const items = itemsOf(value)
  if (items !== null) return items
  if (typeof value === 'string') return [...value]
  if (value instanceof Dict) return [...value.entries.values()].map(([key]) => key)
  if (value instanceof Group) return [...value.entries.values()]
  if (value instanceof Once) return value.take()
  throw new Refused('iteration')
}

/** As `print` shows it. */
export const display = (value: Value): string => (typeof value === 'string' ? value : represent(value))

/** As it stands inside a printed list. */
export function represent(value: Value): string {
  if (value === null) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'bigint') return String(value)
  if (typeof value === 'number') return float(value)
  if (typeof value === 'string') {
    const quote = value.includes("'") && !value.includes('"') ? '"' : "'"
    return `${quote}${value.replace(/\\/g, '\\\\').replace(/\n/g, '\\n')}${quote}`
  }
  if (value instanceof List) return `[${value.items.map(represent).join(', ')}]`
  if (value instanceof Tuple) return `(${value.items.map(represent).join(', ')}${value.items.length === 1 ? ',' : ''})`
  if (value instanceof Dict)
    return `{${[...value.entries.values()].map(([key, each]) => `${represent(key)}: ${represent(each)}`).join(', ')}}`
  // The order of a set's items is none that a text could rely on, but for one item.
  if (value instanceof Group && value.entries.size === 1)
    return `{${[...value.entries.values()].map(represent).join('')}}`
  throw new Refused('shown')
}

function float(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf'
  if (Number.isInteger(value) && Math.abs(value) < 1e16) return value.toFixed(1)
  const size = Math.abs(value)
  const text = size >= 1e16 || size < 1e-4 ? value.toExponential() : String(value)
  return text.replace(/e([+-])(\d)$/, 'e$10$2')
}
