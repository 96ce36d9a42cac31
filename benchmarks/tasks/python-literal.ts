/*
 * Some data sets write options and tables as Python literals: {'A': '…', "B": "it's"}, [['', '2020'], ['sales', 12.5]].
 * Read by a grammar, never evaluated:
 *
 *     value = string | number | "None" | "nan" | "True" | "False" | list | dict
 *     list  = "[" [ value { "," value } ] "]"         dict = "{" [ string ":" value { "," string ":" value } ] "}"
 */
export type PythonLiteral = string | number | boolean | null | PythonLiteral[] | { [key: string]: PythonLiteral }

const MAX_DEPTH = 8
const words: Record<string, PythonLiteral> = { None: null, nan: null, True: true, False: false }
const escapes: Record<string, string> = { n: '\n', t: '\t', r: '\r' }

/** The literal that `text` starts with, or undefined where it starts with none. Time is linear in the text. */
export function pythonLiteral(text: string): PythonLiteral | undefined {
  let at = 0
  return value(0)

  function value(depth: number): PythonLiteral | undefined {
    skipSpace()
    const next = text[at]
    if (next === "'" || next === '"') return string(next)
    if (next === '[' && depth < MAX_DEPTH) return list(depth + 1)
    if (next === '{' && depth < MAX_DEPTH) return dict(depth + 1)
    const word = /[A-Za-z]+|[-+]?[\d.]+(?:e[-+]?\d+)?/y
    word.lastIndex = at
    const found = word.exec(text)?.[0]
    if (found === undefined) return undefined
    at += found.length
    if (found in words) return words[found]
    const number = Number(found)
    return Number.isNaN(number) ? undefined : number
  }

  function string(quote: string): string | undefined {
    const pieces: string[] = []
    for (let start = ++at; at < text.length; at++) {
      if (text[at] === quote) {
        pieces.push(text.slice(start, at++))
        return pieces.join('')
      }
      if (text[at] === '\\') {
        const escaped = text[at + 1] ?? ''
        pieces.push(text.slice(start, at), escapes[escaped] ?? escaped)
        start = ++at + 1
      }
    }
    return undefined
  }

  function list(depth: number): PythonLiteral[] | undefined {
    const items: PythonLiteral[] = []
    at++
    while (!take(']')) {
      const item = value(depth)
      if (item === undefined) return undefined
      items.push(item)
      if (!take(',') && !ahead(']')) return undefined
    }
    return items
  }

  function dict(depth: number): { [key: string]: PythonLiteral } | undefined {
    const pairs: [string, PythonLiteral][] = []
    at++
    while (!take('}')) {
      const key = value(depth)
      const member = typeof key === 'string' && take(':') ? value(depth) : undefined
      if (member === undefined) return undefined
      pairs.push([key as string, member])
      if (!take(',') && !ahead('}')) return undefined
    }
    return Object.fromEntries(pairs)
  }

  function take(character: string): boolean {
    if (!ahead(character)) return false
    at++
    return true
  }

  function ahead(character: string): boolean {
    skipSpace()
    return text[at] === character
  }

  function skipSpace(): void {
    while (text[at] === ' ' || text[at] === '\n' || text[at] === '\t') at++
  }
}
