/** A problem in JSON text, with where it is. */
export class JsonProblem extends Error {}

export type StrictJson = string | number | boolean | null | StrictJson[] | Map<string, StrictJson>

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const QUOTE = 34
const BACKSLASH = 92
const SPACE = /[ \t\n\r]*/y

/**
 * JSON with what JSON.parse lets pass refused: a key twice in one object, an integer past 2^53 (which would be rounded), nesting past
 * `maxDepth`. Objects become Maps, so that no key (`__proto__`) means anything.
 *
 * @throws JsonProblem.
 */
export function parseStrictJson(text: string, maxDepth = 16): StrictJson {
  let at = 0
  const fail = (problem: string): never => {
    throw new JsonProblem(`${problem} at character ${at}`)
  }
  const skip = () => {
    SPACE.lastIndex = at
    SPACE.exec(text)
    at = SPACE.lastIndex
  }
  // Scanned by hand: a pattern with an alternation in a loop runs out of stack on a string of megabytes.
  const string = (): string => {
    if (text[at] !== '"') return fail('string expected')
    let end = at + 1
    for (;;) {
      const code = text.charCodeAt(end)
      if (code === QUOTE) break
      if (Number.isNaN(code)) return fail('string without an end')
      end += code === BACKSLASH ? 2 : 1
    }
    const literal = text.slice(at, end + 1)
    try {
      const content = JSON.parse(literal) as string
      at = end + 1
      return content
    } catch {
      return fail('bad string')
    }
  }
  const value = (depth: number): StrictJson => {
    if (depth > maxDepth) fail(`nesting deeper than ${maxDepth}`)
    skip()
    const first = text[at]
    if (first === '"') return string()
    if (first === '{') return object(depth)
    if (first === '[') return array(depth)
    for (const [word, meaning] of [
      ['true', true],
      ['false', false],
      ['null', null],
    ] as const) {
      if (text.startsWith(word, at)) {
        at += word.length
        return meaning
      }
    }
    NUMBER.lastIndex = at
    const digits = NUMBER.exec(text)?.[0]
    if (digits === undefined)
      return fail(first === undefined ? 'unexpected end' : `unexpected ${JSON.stringify(first)}`)
    const number = Number(digits)
    if (!Number.isFinite(number) || Math.abs(number) > Number.MAX_SAFE_INTEGER)
      fail(`number ${digits.slice(0, 40)} past 2^53`)
    at = NUMBER.lastIndex
    return number
  }
  /** What stands between an opening bracket and `end`, separated by commas. */
  const list = (end: '}' | ']', item: () => void) => {
    at++
    skip()
    for (let first = true; text[at] !== end; first = false) {
      if (!first) {
        if (text[at] !== ',') fail(`"," or "${end}" expected`)
        at++
      }
      item()
      skip()
    }
    at++
  }
  const object = (depth: number): Map<string, StrictJson> => {
    const members = new Map<string, StrictJson>()
    list('}', () => {
      skip()
      const key = string()
      if (members.has(key)) fail(`key ${JSON.stringify(key.slice(0, 80))} is there twice`)
      skip()
      if (text[at] !== ':') fail('":" expected')
      at++
      members.set(key, value(depth + 1))
    })
    return members
  }
  const array = (depth: number): StrictJson[] => {
    const items: StrictJson[] = []
    list(']', () => items.push(value(depth + 1)))
    return items
  }
  const result = value(0)
  skip()
  if (at !== text.length) fail('text after the end')
  return result
}
