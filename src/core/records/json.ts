/*
 * JSON of strangers, from files and over HTTP: nothing in it is rounded, and nothing comes in that could not be written again.
 */

/** JSON whose value holds what we take from nobody. */
export class UnreadableValue extends Error {
  readonly value: unknown
  constructor(message: string, value: unknown) {
    super(message)
    this.value = value
  }
}

/**
 * The value of a JSON text. Integers that a number cannot hold (above 2^53) come as strings of their digits, so that two ids stay two.
 *
 * @throws Error with what is wrong on one line: no JSON; UnreadableValue for a lone surrogate, a NUL or an infinite number.
 */
export function parseJson(text: string): unknown {
  let value: unknown
  try {
    value = JSON.parse(exactIntegers(text))
  } catch (error) {
    throw new Error(`not JSON: ${(error as Error).message}`) // a SyntaxError, or the text is too long
  }
  // Only an escape can bring these characters in: raw ones are bad UTF-8 or bad JSON. Only so many digits are too much for a number.
  const flaw = /\\u(?:[dD][89a-fA-F]|0000)|\d[eE]\+?0*\d{3}|\d{300}/.test(text) ? flawOf(value) : undefined
  if (flaw !== undefined) throw new UnreadableValue(flaw, value)
  return value
}

/** So many digits that it may be more than a number holds; no part of a fraction or of an exponent, but with a point and noughts. */
const longInteger = /(?<![\d.eE+-])-?\d{16,}(?:\.0+)?(?![\d.eE])/g

/** JSON with the integers that would be rounded written as strings. */
export function exactIntegers(json: string): string {
  if (!/\d{16}/.test(json)) return json
  let exact = ''
  for (let from = 0; from < json.length; ) {
    const quote = json.indexOf('"', from)
    const outside = json.slice(from, quote === -1 ? json.length : quote)
    exact += outside.replace(longInteger, (digits) => (Number.isSafeInteger(Number(digits)) ? digits : `"${digits}"`))
    if (quote === -1) break
    from = stringEnd(json, quote)
    exact += json.slice(quote, from)
  }
  return exact
}

/** Behind the quote that ends the string which begins here. */
function stringEnd(json: string, start: number): number {
  for (let end = json.indexOf('"', start + 1); end !== -1; end = json.indexOf('"', end + 1)) {
    let slashes = 0
    while (json[end - 1 - slashes] === '\\') slashes++
    if (slashes % 2 === 0) return end + 1
  }
  return json.length
}

/** Whether lists and objects stand in one another for more than so many levels. By levels and not by recursion: that would be what is to be kept away. */
export function isNestedDeeper(value: unknown, levels: number): boolean {
  let level = [value]
  for (let depth = 0; depth <= levels; depth++) {
    level = level.flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : []))
    if (level.length === 0) return false
  }
  return true
}

/** Without recursion: a record may be nested deeper than the stack. */
function flawOf(record: unknown): string | undefined {
  const open = [record]
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value === 'string') {
      if (!value.isWellFormed()) return 'lone surrogate in a string'
      if (value.includes('\0')) return 'NUL in a string'
    } else if (typeof value === 'number') {
      if (!Number.isFinite(value)) return 'a number beyond 1.8e308'
    } else if (Array.isArray(value)) {
      for (const member of value) open.push(member)
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, member] of Object.entries(value)) open.push(key, member)
    }
  }
  return undefined
}
