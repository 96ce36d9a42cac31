/* Functions and methods of the language that need nothing from outside. */
import { Refused } from '../tokens.js'
import { type Js, JsFunction, type JsObject } from './syntax.js'
import { bounded, MAX_SIZE, number, text, truth } from './values.js'

function fail(why = 'argument'): never {
  throw new Refused(why)
}
const func = (value: Js): JsFunction => (value instanceof JsFunction ? value : fail('function'))
const string = (value: Js): string => (typeof value === 'string' ? value : fail('string'))
const optional = (value: Js): number | undefined => (value === undefined ? undefined : number(value))

export const globals: ReadonlyMap<string, (args: readonly Js[]) => Js> = new Map<string, (args: readonly Js[]) => Js>([
  ['Number', ([of = 0]) => number(of)],
  ['String', ([of = '']) => text(of)],
  ['Boolean', ([of]) => truth(of)],
  ['parseInt', ([of, base]) => Number.parseInt(text(of), optional(base))],
  ['parseFloat', ([of]) => Number.parseFloat(text(of))],
  ['isNaN', ([of]) => Number.isNaN(number(of))],
  ['Array.isArray', ([of]) => Array.isArray(of)],
  ['Number.isInteger', ([of]) => Number.isInteger(of)],
  ['Number.isNaN', ([of]) => Number.isNaN(of)],
  ['Number.parseInt', ([of, base]) => Number.parseInt(text(of), optional(base))],
  ['Object.keys', ([of]) => [...object(of).keys()]],
  ['Object.values', ([of]) => [...object(of).values()]],
  ['Object.entries', ([of]) => [...object(of)].map(([key, value]) => [key, value])],
  ['Math.max', (args) => Math.max(...args.map(number))],
  ['Math.min', (args) => Math.min(...args.map(number))],
  ['Math.pow', ([a, b]) => number(a) ** number(b)],
  ...(['floor', 'ceil', 'round', 'trunc', 'abs', 'sqrt', 'cbrt', 'sign'] as const).map(
    (name) => [`Math.${name}`, ([of]: readonly Js[]) => Math[name](number(of))] as const,
  ),
])

/** Keys that look like whole numbers come first in the language: those are left. */
const object = (of: Js): JsObject =>
  of instanceof Map && ![...of.keys()].some((key) => /^\d+$/.test(key)) ? of : fail('object')

export function member(of: Js, name: string): Js {
  if ((typeof of === 'string' || Array.isArray(of)) && name === 'length') return of.length
  if (of instanceof Map) return own(of, name)
  throw new Refused(name)
}

/** What every object has beside its own is not known here. */
function own(of: JsObject, name: string): Js {
  if (!of.has(name) && name in {}) throw new Refused(name)
  return of.get(name)
}

export function indexed(of: Js, at: Js): Js {
  if (of instanceof Map) return own(of, text(at))
  if (typeof of !== 'string' && !Array.isArray(of)) throw new Refused('index')
  const place = text(at)
  if (place === 'length') return of.length
  if (!/^-?\d+$/.test(place)) throw new Refused('index')
  return of[Number(place)]
}

export function method(of: Js, name: string, args: readonly Js[]): Js {
  if (Array.isArray(of)) return bounded(ofArray(of, name, args))
  if (typeof of === 'string') return bounded(ofString(of, name, args))
  if (typeof of === 'number') {
    if (name === 'toFixed') return of.toFixed(optional(args[0]))
    if (name === 'toString') return of.toString(optional(args[0]))
  }
  if (of instanceof Map) {
    if (name === 'hasOwnProperty') return of.has(text(args[0]))
    const found = of.get(name)
    if (found instanceof JsFunction) return found.call(args)
  }
  if (typeof of === 'boolean' && name === 'toString') return String(of)
  throw new Refused(name)
}

function ofString(of: string, name: string, args: readonly Js[]): Js {
  const [first, second] = args
  switch (name) {
    case 'toUpperCase':
      return of.toUpperCase()
    case 'toLowerCase':
      return of.toLowerCase()
    case 'trim':
      return of.trim()
    case 'charAt':
      return of.charAt(number(first ?? 0))
    case 'charCodeAt':
      return of.charCodeAt(number(first ?? 0))
    case 'at':
      return of.at(number(first ?? 0))
    case 'slice':
      return of.slice(optional(first), optional(second))
    case 'substring':
      return of.substring(number(first ?? 0), optional(second))
    case 'indexOf':
      return of.indexOf(text(first))
    case 'lastIndexOf':
      return of.lastIndexOf(text(first))
    case 'includes':
      return of.includes(string(first))
    case 'startsWith':
      return of.startsWith(string(first))
    case 'endsWith':
      return of.endsWith(string(first))
    case 'split':
      return first === undefined ? [of] : second === undefined ? of.split(string(first)) : fail()
    case 'repeat': {
      const times = number(first ?? 0)
      return times >= 0 && times * of.length <= MAX_SIZE ? of.repeat(times) : fail('size')
    }
    case 'padStart':
    case 'padEnd': {
      const length = number(first ?? 0)
      if (length > MAX_SIZE) fail('size')
      const filled = second === undefined ? ' ' : string(second)
      return name === 'padStart' ? of.padStart(length, filled) : of.padEnd(length, filled)
    }
    case 'replace':
      return of.replace(string(first), () => string(second))
    case 'replaceAll':
      return of.replaceAll(string(first), () => string(second))
    case 'concat':
      return of.concat(...args.map((each) => text(each)))
    case 'toString':
      return of
    default:
      throw new Refused(name)
  }
}

const inOrder = (a: Js, b: Js): number => {
  const [x, y] = [text(a), text(b)]
  return x < y ? -1 : x > y ? 1 : 0
}

function sorted(of: Js[], by: Js): Js[] {
  if (by === undefined) return of.sort(inOrder)
  const compare = func(by)
  return of.sort((a, b) => number(compare.call([a, b])))
}

function ofArray(of: Js[], name: string, args: readonly Js[]): Js {
  const [first, second] = args
  const each = (value: Js, i: number): Js => func(first).call([value, i, of])
  switch (name) {
    case 'push':
      return of.push(...args)
    case 'pop':
      return of.pop()
    case 'shift':
      return of.shift()
    case 'unshift':
      return of.unshift(...args)
    case 'reverse':
      return of.reverse()
    case 'toReversed':
      return [...of].reverse()
    case 'sort':
      return sorted(of, first)
    case 'toSorted':
      return sorted([...of], first)
    case 'slice':
      return of.slice(optional(first), optional(second))
    case 'splice':
      return args.length < 2
        ? of.splice(number(first ?? 0))
        : of.splice(number(first), number(second), ...args.slice(2))
    case 'concat':
      return of.concat(...args)
    case 'join':
      return of
        .map((value) => (value === null || value === undefined ? '' : text(value)))
        .join(first === undefined ? ',' : text(first))
    case 'toString':
      return text(of)
    case 'indexOf':
      return of.indexOf(first)
    case 'includes':
      return of.includes(first)
    case 'at':
      return of.at(number(first ?? 0))
    case 'map':
      return of.map(each)
    case 'filter':
      return of.filter((value, i) => truth(each(value, i)))
    case 'find':
      return of.find((value, i) => truth(each(value, i)))
    case 'findIndex':
      return of.findIndex((value, i) => truth(each(value, i)))
    case 'some':
      return of.some((value, i) => truth(each(value, i)))
    case 'every':
      return of.every((value, i) => truth(each(value, i)))
    case 'forEach':
      of.forEach(each)
      return undefined
    case 'fill':
      return args.length === 1 ? of.fill(first) : fail()
    case 'flat':
      return first === undefined ? of.flat() : fail()
    case 'reduce': {
      const step = func(first)
      const [start, from] = args.length > 1 ? [second, 0] : of.length > 0 ? [of[0], 1] : fail()
      return of.slice(from).reduce<Js>((total, value, i) => step.call([total, value, i + from, of]), start)
    }
    default:
      throw new Refused(name)
  }
}
