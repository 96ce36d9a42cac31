/* The methods of Python's strings: "strip", "replace", "split". */
import { Refused } from './tokens.js'
import { asNumber, bounded, iterate, List, MAX_SIZE, type Value } from './values.js'

function fail(): never {
  throw new Refused('argument')
}
const text = (value: Value | undefined): string => (typeof value === 'string' ? value : fail())
const size = (value: Value | undefined): number => {
  const number = value === undefined ? null : asNumber(value)
  return typeof number === 'bigint' && number <= BigInt(MAX_SIZE) ? Number(number) : fail()
}

/** Without these characters at its ends. */
function stripped(of: string, characters: Value | undefined, [start, end]: readonly [boolean, boolean]): string {
  const isOff = (char: string) =>
    characters === undefined || characters === null ? /\s/.test(char) : text(characters).includes(char)
  const all = [...of]
  let [from, to] = [0, all.length]
  while (start && from < to && isOff(all[from] ?? '')) from++
  while (end && from < to && isOff(all[to - 1] ?? '')) to--
  return all.slice(from, to).join('')
}

function split(of: string, by: Value | undefined, most: Value | undefined): List {
  if (by === undefined || by === null) {
    if (most !== undefined) fail()
    return new List(of.split(/\s+/).filter((each) => each !== ''))
  }
  if (by === '') fail()
  const parts = of.split(text(by))
  const limit = most === undefined ? -1 : size(most)
  if (limit < 0 || parts.length <= limit + 1) return new List(parts)
  return new List([...parts.slice(0, limit), parts.slice(limit).join(text(by))])
}

const cased = (of: string) => of.toLowerCase() !== of.toUpperCase()
const titled = (of: string) =>
  of.replace(/\p{L}+/gu, (word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase())

function filled(of: string, width: number, by: string, where: 'start' | 'end' | 'both'): string {
  if ([...by].length !== 1) fail()
  const missing = Math.max(0, width - [...of].length)
  // An odd one goes to the left where the width is odd.
  const left = where === 'start' ? missing : where === 'end' ? 0 : Math.floor(missing / 2) + (missing & width & 1)
  return by.repeat(left) + of + by.repeat(missing - left)
}

/** A string's methods. */
export function ofString(of: string, name: string, args: readonly Value[]): Value {
  const [first, second, third] = args
  switch (name) {
    case 'upper':
      return of.toUpperCase()
    case 'lower':
    case 'casefold':
      return of.toLowerCase()
    case 'capitalize':
      return of.charAt(0).toUpperCase() + of.slice(1).toLowerCase()
    case 'title':
      return titled(of)
    case 'swapcase':
      return [...of].map((each) => (each === each.toUpperCase() ? each.toLowerCase() : each.toUpperCase())).join('')
    case 'strip':
      return stripped(of, first, [true, true])
    case 'lstrip':
      return stripped(of, first, [true, false])
    case 'rstrip':
      return stripped(of, first, [false, true])
    case 'removeprefix':
      return of.startsWith(text(first)) ? of.slice(text(first).length) : of
    case 'removesuffix':
      return text(first) !== '' && of.endsWith(text(first)) ? of.slice(0, -text(first).length) : of
    case 'split':
      return split(of, first, second)
    case 'splitlines':
      return new List(of.replace(/\n$/, '').split('\n'))
    case 'join':
      return bounded(
        iterate(first ?? fail())
          .map((each) => text(each))
          .join(of),
      )
    case 'replace':
      return third === undefined && text(first) !== ''
        ? bounded(of.replaceAll(text(first), () => text(second)))
        : fail()
    case 'startswith':
      return of.startsWith(text(first))
    case 'endswith':
      return of.endsWith(text(first))
    case 'find':
    case 'index': {
      if (second !== undefined) fail()
      const at = of.indexOf(text(first))
      return at < 0 && name === 'index' ? fail() : BigInt(at)
    }
    case 'rfind':
      return second === undefined ? BigInt(of.lastIndexOf(text(first))) : fail()
    case 'count':
      if (second !== undefined) fail()
      return BigInt(text(first) === '' ? [...of].length + 1 : of.split(text(first)).length - 1)
    case 'zfill': {
      const sign = /^[-+]/.exec(of)?.[0] ?? ''
      return sign + filled(of.slice(sign.length), size(first) - sign.length, '0', 'start')
    }
    case 'ljust':
    case 'rjust':
    case 'center':
      return filled(
        of,
        size(first),
        second === undefined ? ' ' : text(second),
        name === 'ljust' ? 'end' : name === 'rjust' ? 'start' : 'both',
      )
    case 'isdigit':
    case 'isnumeric':
      return /^\d+$/.test(of)
    case 'isalpha':
      return /^\p{L}+$/u.test(of)
    case 'isalnum':
      return /^[\p{L}\d]+$/u.test(of)
    case 'isspace':
      return /^\s+$/.test(of)
    case 'isupper':
      return cased(of) && of === of.toUpperCase()
    case 'islower':
      return cased(of) && of === of.toLowerCase()
    default:
      throw new Refused(name)
  }
}
