/* What the operators of the language make of values. */
import { groupOf, place } from './library.js'
import { Refused } from './tokens.js'
import {
  asNumber,
  bounded,
  Dict,
  display,
  equal,
  Group,
  iterate,
  keyOf,
  List,
  order,
  Tuple,
  truth,
  type Value,
} from './values.js'

export function unary(operator: string, value: Value): Value {
  if (operator === 'not') return !truth(value)
  const number = asNumber(value)
  if (number === null) throw new Refused('sign')
  if (operator === '~') return typeof number === 'bigint' ? ~number : fail()
  return operator === '-' ? -number : number
}

export function binary(operator: string, left: Value, right: Value): Value {
  const [a, b] = [asNumber(left), asNumber(right)]
  if (a !== null && b !== null) return bounded(arithmetic(operator, a, b))
  if (operator === '+') {
    if (typeof left === 'string' && typeof right === 'string') return bounded(left + right)
    if (left instanceof List && right instanceof List) return bounded(new List([...left.items, ...right.items]))
    if (left instanceof Tuple && right instanceof Tuple) return new Tuple([...left.items, ...right.items])
  }
  if (operator === '*') {
    const [of, times] = typeof a === 'bigint' ? [right, a] : [left, b]
    if (typeof times === 'bigint' && times <= 2000n) {
      const count = Math.max(0, Number(times))
      if (typeof of === 'string') return bounded(of.repeat(count))
      if (of instanceof List) return bounded(new List(Array.from({ length: count }, () => of.items).flat()))
    }
  }
  if (left instanceof Group && right instanceof Group) {
    if (operator === '|') return groupOf([...iterate(left), ...iterate(right)])
    if (operator === '&') return groupOf(iterate(left).filter((each) => right.entries.has(keyOf(each))))
    if (operator === '-') return groupOf(iterate(left).filter((each) => !right.entries.has(keyOf(each))))
  }
  throw new Refused(operator)
}

function fail(): never {
  throw new Refused('operator')
}

function arithmetic(operator: string, a: bigint | number, b: bigint | number): Value {
  if (typeof a === 'bigint' && typeof b === 'bigint') return ofWhole(operator, a, b)
  const [x, y] = [Number(a), Number(b)]
  if ((operator === '/' || operator === '//' || operator === '%') && y === 0) throw new Refused('division by zero')
  switch (operator) {
    case '+':
      return x + y
    case '-':
      return x - y
    case '*':
      return x * y
    case '/':
      return x / y
    case '//':
      return Math.floor(x / y)
    case '%':
      return x - y * Math.floor(x / y)
    case '**':
      return x ** y
    default:
      throw new Refused(operator)
  }
}

function ofWhole(operator: string, a: bigint, b: bigint): Value {
  if (/^(?:\/|\/\/|%)$/.test(operator) && b === 0n) throw new Refused('division by zero')
  // Python's quotient and remainder go with the sign of the divisor.
  const modulo = () => ((a % b) + b) % b
  switch (operator) {
    case '+':
      return a + b
    case '-':
      return a - b
    case '*':
      return a * b
    case '/':
      return Number(a) / Number(b)
    case '//':
      return (a - modulo()) / b
    case '%':
      return modulo()
    case '**':
      if (b > 5000n) throw new Refused('power')
      return b < 0n ? Number(a) ** Number(b) : a ** b
    case '&':
      return a & b
    case '|':
      return a | b
    case '^':
      return a ^ b
    case '<<':
      return b >= 0n && b < 2000n ? a << b : fail()
    case '>>':
      return b >= 0n ? a >> b : fail()
    default:
      throw new Refused(operator)
  }
}

export function compares(operator: string, a: Value, b: Value): boolean {
  switch (operator) {
    case '==':
      return equal(a, b)
    case '!=':
      return !equal(a, b)
    case 'is':
    case 'is not':
      return identical(a, b) === (operator === 'is')
    case 'in':
    case 'not in': {
      const inside =
        typeof b === 'string' && typeof a === 'string' ? b.includes(a) : iterate(b).some((each) => equal(each, a))
      return inside === (operator === 'in')
    }
    default: {
      const found = order(a, b)
      return operator === '<' ? found < 0 : operator === '<=' ? found <= 0 : operator === '>' ? found > 0 : found >= 0
    }
  }
}

/** Of numbers and strings it is no property of the language whether two equal ones are one object. */
function identical(a: Value, b: Value): boolean {
  const isObject = (value: Value) => value === null || typeof value === 'boolean' || typeof value === 'object'
  if (!isObject(a) && !isObject(b)) throw new Refused('identity')
  return a === b
}

export function indexed(of: Value, at: Value): Value {
  if (of instanceof List || of instanceof Tuple) return of.items[place(at, of.items.length)] ?? null
  if (typeof of === 'string') return [...of][place(at, [...of].length)] ?? ''
  const found = of instanceof Dict ? of.entries.get(keyOf(at)) : undefined
  if (found === undefined) throw new Refused('missing key')
  return found[1]
}

export function sliced(of: Value, from: Value, to: Value, step: Value): Value {
  const items = iterate(of)
  const by = step === null ? 1 : Number(step)
  if (by === 0 || of instanceof Dict || of instanceof Group) throw new Refused('slice')
  const limit = (at: Value, otherwise: number) => {
    if (at === null) return otherwise
    const place = Number(at) < 0 ? Number(at) + items.length : Number(at)
    return Math.min(Math.max(place, by < 0 ? -1 : 0), by < 0 ? items.length - 1 : items.length)
  }
  const found: Value[] = []
  const end = limit(to, by < 0 ? -1 : items.length)
  for (let i = limit(from, by < 0 ? items.length - 1 : 0); by > 0 ? i < end : i > end; i += by)
    found.push(items[i] ?? null)
  return typeof of === 'string' ? found.map(display).join('') : of instanceof Tuple ? new Tuple(found) : new List(found)
}

const format = /^(?:(.)?([<>^]))?([-+ ]?)(0?)(\d{0,3})(,?)(?:\.(\d{1,2}))?([fdsxXb%]?)$/

/** As in an f-string behind a colon: "05d", ">10", ",.2f", ".1%". */
export function formatted(value: Value, spec: string): string {
  if (spec === '') return display(value)
  const [, fill = ' ', side, sign = '', zero = '', width = '', comma = '', decimals, kind = ''] =
    format.exec(spec) ?? fail()
  const number = typeof value === 'string' ? null : asNumber(value)
  if (number === null && (typeof value !== 'string' || sign + zero + comma !== '' || !/^s?$/.test(kind))) fail()
  if (number !== null && (kind === 's' || (kind === '' && (decimals !== undefined || typeof number !== 'bigint'))))
    fail()
  const plain =
    number === null
      ? display(value).slice(0, decimals === undefined ? undefined : Number(decimals))
      : digits(number, kind, decimals === undefined ? 6 : Number(decimals))
  const grouped = comma === '' ? plain : plain.replace(/\d+/, (all) => all.replace(/\B(?=(?:\d{3})+$)/g, ','))
  const signed = sign !== '' && sign !== '-' && !grouped.startsWith('-') ? sign + grouped : grouped
  const missing = Math.max(0, Number(width || 0) - [...signed].length)
  if (missing === 0) return signed
  if (zero !== '' && side === undefined) {
    if (comma !== '') fail()
    return signed.replace(/^[-+ ]?/, (mark) => mark + '0'.repeat(missing))
  }
  const left = side === '^' ? Math.floor(missing / 2) : (side ?? (number === null ? '<' : '>')) === '>' ? missing : 0
  return fill.repeat(left) + signed + fill.repeat(missing - left)
}

function digits(number: bigint | number, kind: string, decimals: number): string {
  if (kind === 'f') return exactly(number, decimals)
  if (kind === '%') return `${exactly(Number(number) * 100, decimals)}%`
  if (typeof number !== 'bigint') return fail()
  if (kind === 'b') return number.toString(2)
  return kind === '' || kind === 'd'
    ? String(number)
    : kind === 'x'
      ? number.toString(16)
      : number.toString(16).toUpperCase()
}

/** Half of a last digit that a double holds exactly goes to the even one in Python. */
function exactly(number: bigint | number, decimals: number): string {
  const of = Number(number)
  if (!Number.isFinite(of) || Math.abs(of) >= 1e21 || Math.abs((of * 10 ** decimals) % 1) === 0.5) return fail()
  return of.toFixed(decimals)
}
