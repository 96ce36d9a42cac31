/* Functions and methods of Python that need nothing from outside: "len", "sorted", "append", "upper". */
import { ofString } from './strings.js'
import { Refused } from './tokens.js'
import {
  asNumber,
  bounded,
  Dict,
  display,
  equal,
  Func,
  Group,
  iterate,
  keyOf,
  List,
  MAX_SIZE,
  Once,
  order,
  represent,
  Tuple,
  truth,
  type Value,
} from './values.js'

/** A call of a function of the programme, for `sorted` with a key, `map` and `filter`. */
type Call = (of: Func, args: readonly Value[]) => Value
type Named = ReadonlyMap<string, Value>
type Builtin = (args: readonly Value[], named: Named, call: Call) => Value

const whole = (value: Value | undefined): bigint => {
  const number = value === undefined ? null : asNumber(value)
  if (typeof number !== 'bigint') throw new Refused('whole number')
  return number
}
const numeric = (value: Value | undefined): bigint | number => {
  const number = value === undefined ? null : asNumber(value)
  if (number === null) throw new Refused('number')
  return number
}
const given = (value: Value | undefined): Value => {
  if (value === undefined) throw new Refused('argument')
  return value
}

function range(args: readonly Value[]): List {
  const [a, b, c] = args.map(whole)
  const [from, to, step] = b === undefined ? [0n, a ?? 0n, 1n] : [a ?? 0n, b, c ?? 1n]
  if (step === 0n) throw new Refused('step')
  const items: Value[] = []
  for (let i = from; step > 0n ? i < to : i > to; i += step) {
    items.push(i)
    if (items.length > MAX_SIZE) throw new Refused('size')
  }
  return new List(items)
}

function sorted(items: readonly Value[], named: Named, call: Call): Value[] {
  const key = named.get('key') ?? null
  const keyed = items.map((value) => ({ value, by: key === null ? value : applied(key, [value], call) }))
  const backwards = truth(named.get('reverse') ?? false)
  keyed.sort((a, b) => (backwards ? order(b.by, a.by) : order(a.by, b.by)))
  return keyed.map(({ value }) => value)
}

function applied(of: Value, args: readonly Value[], call: Call): Value {
  if (!(of instanceof Func)) throw new Refused('function')
  return call(of, args)
}

function extreme(args: readonly Value[], named: Named, call: Call, sign: 1 | -1): Value {
  const items = args.length === 1 ? iterate(given(args[0])) : args
  const key = named.get('key') ?? null
  const by = (value: Value) => (key === null ? value : applied(key, [value], call))
  const [first, ...rest] = items
  if (first === undefined) return given(named.get('default'))
  return rest.reduce<Value>((best, each) => (sign * order(by(each), by(best)) > 0 ? each : best), first)
}

function add(a: bigint | number, b: bigint | number): bigint | number {
  return typeof a === 'bigint' && typeof b === 'bigint' ? a + b : Number(a) + Number(b)
}

/** Half to even, as Python rounds; a decimal is half only where its double is exactly so. */
function rounded(value: number, digits: number): number {
  if (digits < 0 || digits > 15) throw new Refused('digits')
  const scaled = value * 10 ** digits
  const isHalf = /^-?\d+\.\d*?50*$/.test(value.toFixed(60)) && Math.abs(scaled % 1) === 0.5
  if (isHalf && /50*$/.exec(value.toFixed(60).split('.')[1] ?? '')?.index === digits)
    return (2 * Math.round(scaled / 2)) / 10 ** digits
  return Number(value.toFixed(digits))
}

export const builtins: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  ['len', ([of]) => BigInt(typeof of === 'string' ? [...of].length : iterate(given(of)).length)],
  ['range', range],
  [
    'sum',
    ([of, start]) =>
      iterate(given(of)).reduce<bigint | number>(
        (total, each) => add(total, numeric(each)),
        start === undefined ? 0n : numeric(start),
      ),
  ],
  ['min', (args, named, call) => extreme(args, named, call, -1)],
  ['max', (args, named, call) => extreme(args, named, call, 1)],
  ['sorted', ([of], named, call) => new List(sorted(iterate(given(of)), named, call))],
  ['reversed', ([of]) => new Once([...iterate(given(of))].reverse())],
  [
    'abs',
    ([of]) => {
      const n = numeric(of)
      return n < 0 ? -n : n
    },
  ],
  [
    'int',
    ([of]) => {
      if (typeof of === 'string') {
        if (!/^\s*[+-]?\d+\s*$/.test(of)) throw new Refused('int')
        return BigInt(of.trim())
      }
      const n = numeric(of)
      return typeof n === 'bigint' ? n : BigInt(Math.trunc(n))
    },
  ],
  [
    'float',
    ([of]) => {
      const n = typeof of === 'string' ? Number(of) : Number(numeric(of))
      if (Number.isNaN(n)) throw new Refused('float')
      return n
    },
  ],
  ['str', ([of]) => (of === undefined ? '' : display(of))],
  ['repr', ([of]) => represent(given(of))],
  ['bool', ([of]) => truth(of ?? null)],
  ['list', ([of]) => new List(of === undefined ? [] : [...iterate(of)])],
  ['tuple', ([of]) => new Tuple(of === undefined ? [] : [...iterate(of)])],
  ['set', ([of]) => groupOf(of === undefined ? [] : iterate(of))],
  [
    'dict',
    (args, named) => {
      if (args.length > 0) throw new Refused('dict')
      return dictOf([...named])
    },
  ],
  [
    'enumerate',
    ([of, start], named) =>
      new Once(
        iterate(given(of)).map((each, i) => new Tuple([BigInt(i) + whole(start ?? named.get('start') ?? 0n), each])),
      ),
  ],
  [
    'zip',
    (args) => {
      const lists = args.map(iterate)
      const length = Math.min(...lists.map((list) => list.length))
      return new Once(
        Array.from(
          { length: lists.length === 0 ? 0 : length },
          (_, i) => new Tuple(lists.map((list) => list[i] ?? null)),
        ),
      )
    },
  ],
  ['map', ([of, over], _, call) => new Once(iterate(given(over)).map((each) => applied(given(of), [each], call)))],
  [
    'filter',
    ([of, over], _, call) =>
      new Once(iterate(given(over)).filter((each) => truth(of === null ? each : applied(given(of), [each], call)))),
  ],
  ['any', ([of]) => iterate(given(of)).some(truth)],
  ['all', ([of]) => iterate(given(of)).every(truth)],
  [
    'round',
    ([of, digits]) => {
      const n = numeric(of)
      if (typeof n === 'bigint') return n
      return digits === undefined || digits === null ? BigInt(rounded(n, 0)) : rounded(n, Number(whole(digits)))
    },
  ],
  ['ord', ([of]) => BigInt((typeof of === 'string' ? of.codePointAt(0) : undefined) ?? fail())],
  ['chr', ([of]) => String.fromCodePoint(Number(whole(of)))],
  ...(
    [
      ['hex', '0x', 16],
      ['oct', '0o', 8],
      ['bin', '0b', 2],
    ] as const
  ).map(([name, sign, base]): readonly [string, Builtin] => [
    name,
    ([of]) => {
      const n = whole(of)
      return `${n < 0n ? '-' : ''}${sign}${(n < 0n ? -n : n).toString(base)}`
    },
  ]),
  [
    'divmod',
    ([a, b]) => {
      const [x, y] = [whole(a), whole(b)]
      const r = y === 0n ? fail() : ((x % y) + y) % y
      return new Tuple([(x - r) / y, r])
    },
  ],
  [
    'pow',
    ([a, b, m]) => {
      const [base, exponent] = [whole(a), whole(b)]
      if (exponent < 0n || exponent > 5000n) throw new Refused('power')
      const value = base ** exponent
      return m === undefined ? bounded(value) : ((value % whole(m)) + whole(m)) % whole(m)
    },
  ],
])

function fail(): never {
  throw new Refused('argument')
}

export function groupOf(items: readonly Value[]): Group {
  const group = new Group()
  for (const item of items) group.entries.set(keyOf(item), item)
  return group
}

function dictOf(pairs: readonly (readonly [Value, Value])[]): Dict {
  const dict = new Dict()
  for (const [key, value] of pairs) dict.entries.set(keyOf(key), [key, value])
  return dict
}

/** A place in a list, counted from the end where negative. */
export function place(index: Value, length: number): number {
  const at = Number(whole(index))
  const found = at < 0 ? at + length : at
  if (found < 0 || found >= length) throw new Refused('index out of range')
  return found
}

/** A method of a value: "append" of a list, "upper" of a string. */
export function method(of: Value, name: string, args: readonly Value[], named: Named, call: Call): Value {
  if (of instanceof List) return ofList(of, name, args, named, call)
  if (typeof of === 'string') return ofString(of, name, args)
  if (of instanceof Dict) return ofDict(of, name, args)
  if (of instanceof Group) return ofGroup(of, name, args)
  if (of instanceof Tuple && name === 'count')
    return BigInt(of.items.filter((each) => equal(each, given(args[0]))).length)
  throw new Refused(name)
}

function ofList(of: List, name: string, args: readonly Value[], named: Named, call: Call): Value {
  const [first, second] = args
  const find = () => of.items.findIndex((each) => equal(each, given(first)))
  if (name === 'append') of.items.push(given(first))
  else if (name === 'extend') of.items.push(...iterate(given(first)))
  else if (name === 'insert') of.items.splice(Number(whole(first)), 0, given(second))
  else if (name === 'pop') {
    if (of.items.length === 0) throw new Refused('empty')
    return of.items.splice(place(first ?? -1n, of.items.length), 1)[0] ?? null
  } else if (name === 'remove') {
    if (find() < 0) throw new Refused('missing')
    of.items.splice(find(), 1)
  } else if (name === 'sort') of.items = sorted(of.items, named, call)
  else if (name === 'reverse') of.items.reverse()
  else if (name === 'clear') of.items = []
  else if (name === 'copy') return new List([...of.items])
  else if (name === 'count') return BigInt(of.items.filter((each) => equal(each, given(first))).length)
  else if (name === 'index') return BigInt(find() < 0 ? fail() : find())
  else throw new Refused(name)
  bounded(of)
  return null
}

function ofDict(of: Dict, name: string, args: readonly Value[]): Value {
  const [first, second = null] = args
  const pairs = [...of.entries.values()]
  if (name === 'keys') return new List(pairs.map(([key]) => key))
  if (name === 'values') return new List(pairs.map(([, value]) => value))
  if (name === 'items') return new List(pairs.map(([key, value]) => new Tuple([key, value])))
  const key = keyOf(given(first))
  const found = of.entries.get(key)?.[1]
  if (name === 'get') return found ?? second
  if (name === 'pop') {
    of.entries.delete(key)
    return found ?? (args.length > 1 ? second : fail())
  }
  if (name === 'setdefault') {
    if (found === undefined) of.entries.set(key, [given(first), second])
    return found ?? second
  }
  throw new Refused(name)
}

function ofGroup(of: Group, name: string, args: readonly Value[]): Value {
  const first = given(args[0])
  if (name === 'add') of.entries.set(keyOf(first), first)
  else if (name === 'discard') of.entries.delete(keyOf(first))
  else if (name === 'union') return groupOf([...iterate(of), ...iterate(first)])
  else if (name === 'intersection') {
    const other = groupOf(iterate(first))
    return groupOf(iterate(of).filter((each) => other.entries.has(keyOf(each))))
  } else throw new Refused(name)
  return null
}
