/* A Python programme cut into names, numbers, strings, signs, and its lines and indentation. */

/** What a Python programme is cut into. Lines and their indentation are tokens of their own. */
export type Token =
  | { kind: 'name' | 'operator' | 'number' | 'string' | 'formatted'; text: string }
  | { kind: 'newline' | 'indent' | 'dedent' | 'end'; text: '' }

/** What is not of the small language that is understood here. No `Error`: it is thrown for most texts, and a stack costs more than to read them. */
export class Refused {
  readonly why: string
  constructor(why: string) {
    this.why = why
  }
}

const MAX_TOKENS = 3000
const operators =
  /^(?:\*\*=|\/\/=|<<=|>>=|\*\*|\/\/|==|!=|<=|>=|<<|>>|\+=|-=|\*=|\/=|%=|&=|\|=|\^=|->|:=|[-+*/%<>=()[\]{}.,:;&|^~@])/
const number = /^(?:0[xX][0-9a-fA-F]+|0[bB][01]+|(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)/
const string = /^([fFrRbB]?)(?:'''([\s\S]*?)'''|"""([\s\S]*?)"""|'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)")/

/** @throws Refused where the text is no programme. */
export function tokenize(source: string): Token[] {
  const tokens: Token[] = []
  const indents = [0]
  let depth = 0
  let rest = source.replace(/\t/g, '    ').replace(/\r/g, '')
  let fresh = true
  const add = (kind: 'name' | 'operator' | 'number' | 'string' | 'formatted', text: string) =>
    tokens.push({ kind, text })
  while (rest !== '') {
    if (tokens.length > MAX_TOKENS) throw new Refused('too long')
    if (fresh && depth === 0) {
      const blank = /^ *(?:#[^\n]*)?(?:\n|$)/.exec(rest)
      if (blank !== null) {
        rest = rest.slice(Math.max(1, blank[0].length))
        continue
      }
      const width = /^ */.exec(rest)?.[0].length ?? 0
      rest = rest.slice(width)
      if (width > (indents.at(-1) ?? 0)) {
        indents.push(width)
        tokens.push({ kind: 'indent', text: '' })
      }
      while (width < (indents.at(-1) ?? 0)) {
        indents.pop()
        tokens.push({ kind: 'dedent', text: '' })
      }
      if (width !== indents.at(-1)) throw new Refused('indentation')
      fresh = false
    }
    if (rest.startsWith('\n')) {
      if (depth === 0) {
        tokens.push({ kind: 'newline', text: '' })
        fresh = true
      }
      rest = rest.slice(1)
      continue
    }
    const skipped = /^(?: +|#[^\n]*|\\\n)/.exec(rest)
    if (skipped !== null) {
      rest = rest.slice(skipped[0].length)
      continue
    }
    const text = string.exec(rest)
    if (text !== null) {
      const [all, prefix = '', ...bodies] = text
      if (/[bB]/.test(prefix)) throw new Refused('bytes')
      const body = bodies.find((each) => each !== undefined) ?? ''
      add(/[fF]/.test(prefix) ? 'formatted' : 'string', /[rR]/.test(prefix) ? body : unescaped(body))
      rest = rest.slice(all.length)
      continue
    }
    const digits = number.exec(rest)
    if (digits !== null && !/^\.(?!\d)/.test(rest)) {
      add('number', digits[0])
      rest = rest.slice(digits[0].length)
      continue
    }
    const name = /^[A-Za-z_]\w*/.exec(rest)
    if (name !== null) {
      add('name', name[0])
      rest = rest.slice(name[0].length)
      continue
    }
    const operator = operators.exec(rest)
    if (operator === null) throw new Refused('sign')
    if (/[([{]/.test(operator[0])) depth++
    if (/[)\]}]/.test(operator[0])) depth = Math.max(0, depth - 1)
    add('operator', operator[0])
    rest = rest.slice(operator[0].length)
  }
  if (depth > 0) throw new Refused('brackets')
  if (!fresh) tokens.push({ kind: 'newline', text: '' })
  for (; indents.length > 1; indents.pop()) tokens.push({ kind: 'dedent', text: '' })
  tokens.push({ kind: 'end', text: '' })
  return tokens
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', '\\': '\\', "'": "'", '"': '"', '\n': '' }
const unescaped = (text: string) => text.replace(/\\([\s\S])/g, (all, char: string) => escapes[char] ?? all)
