/* Expressions of Python, parsed by how tightly they bind: "a[1:3] + f(x) if y else z". */
import { Cursor } from './cursor.js'
import type { Expression, Loop, Parameter } from './syntax.js'
import { Refused, type Token, tokenize } from './tokens.js'

const keywords = new Set(
  'and or not in is if elif else while for def return break continue pass global nonlocal lambda True False None import from class try except raise with yield del assert async await'.split(
    ' ',
  ),
)

/** @throws Refused */
export function parseExpression(source: string): Expression {
  return new Expressions(tokenize(source.trim())).single()
}

/** Expressions of Python. */
export class Expressions extends Cursor<Token> {
  constructor(tokens: readonly Token[]) {
    super(tokens, { kind: 'end', text: '' }, keywords)
  }

  single(): Expression {
    const value = this.tuple()
    if (this.peek().kind === 'newline') this.at++
    if (this.peek().kind !== 'end') throw new Refused('expression')
    return value
  }

  protected parameters(close: string): Parameter[] {
    const parameters: Parameter[] = []
    while (!this.is(close)) {
      const name = this.name()
      if (close !== ':' && this.take(':')) this.expression()
      parameters.push(this.take('=') ? { name, initial: this.expression() } : { name })
      if (!this.take(',')) break
    }
    return parameters
  }

  /** Names that a loop runs over: "i", "i, x". */
  protected targets(): Expression {
    const items = [this.postfix()]
    let several = false
    while (this.take(',')) {
      several = true
      if (this.is('in')) break
      items.push(this.postfix())
    }
    return assignable(several ? { kind: 'tuple', items } : (items[0] ?? { kind: 'tuple', items }))
  }

  protected tuple(): Expression {
    const first = this.expression()
    if (!this.is(',')) return first
    const items = [first]
    while (this.take(',')) {
      const next = this.peek()
      if (next.kind === 'newline' || next.kind === 'end' || this.is('=') || this.is(')') || this.is(':')) break
      items.push(this.expression())
    }
    return { kind: 'tuple', items }
  }

  protected expression(): Expression {
    return this.nested(() => this.choice())
  }

  private choice(): Expression {
    if (this.take('lambda')) {
      const parameters = this.parameters(':')
      this.expect(':')
      return { kind: 'lambda', parameters, body: this.expression() }
    }
    const yes = this.or()
    if (!this.take('if')) return yes
    const test = this.or()
    this.expect('else')
    return { kind: 'choice', test, yes, no: this.expression() }
  }

  private or(): Expression {
    let left = this.and()
    while (this.take('or')) left = { kind: 'logic', operator: 'or', left, right: this.and() }
    return left
  }

  private and(): Expression {
    let left = this.not()
    while (this.take('and')) left = { kind: 'logic', operator: 'and', left, right: this.not() }
    return left
  }

  private not(): Expression {
    return this.take('not') ? { kind: 'unary', operator: 'not', of: this.not() } : this.comparison()
  }

  private comparison(): Expression {
    const first = this.sum()
    const rest: { operator: string; right: Expression }[] = []
    for (;;) {
      const operator = this.relation()
      if (operator === null) return rest.length === 0 ? first : { kind: 'compare', first, rest }
      rest.push({ operator, right: this.sum() })
    }
  }

  private relation(): string | null {
    const token = this.peek()
    if (token.kind === 'operator' && /^(?:==|!=|<=|>=|<|>)$/.test(token.text)) {
      this.at++
      return token.text
    }
    if (this.take('in')) return 'in'
    if (this.is('not') && this.is('in', 1)) {
      this.at += 2
      return 'not in'
    }
    if (!this.take('is')) return null
    return this.take('not') ? 'is not' : 'is'
  }

  private sum(): Expression {
    return this.joined<Expression>(
      levels,
      () => this.unary(),
      (operator, left, right) => ({ kind: 'binary', operator, left, right }),
    )
  }

  private unary(): Expression {
    const token = this.peek()
    if (token.kind === 'operator' && /^[-+~]$/.test(token.text)) {
      this.at++
      return { kind: 'unary', operator: token.text, of: this.nested(() => this.unary()) }
    }
    const base = this.postfix()
    // -2 ** 2 is -(2 ** 2), 2 ** -1 reads its sign.
    return this.take('**') ? { kind: 'binary', operator: '**', left: base, right: this.unary() } : base
  }

  private postfix(): Expression {
    let value = this.atom()
    for (;;) {
      if (this.take('(')) value = this.call(value)
      else if (this.take('[')) value = this.subscript(value)
      else if (this.take('.')) value = { kind: 'member', of: value, name: this.name() }
      else return value
    }
  }

  private call(of: Expression): Expression {
    const args: Expression[] = []
    const named: (readonly [string, Expression])[] = []
    while (!this.is(')')) {
      const token = this.peek()
      if (token.kind === 'name' && this.is('=', 1)) {
        this.at += 2
        named.push([token.text, this.expression()])
      } else {
        const value = this.expression()
        args.push(this.is('for') ? { kind: 'comprehension', of: 'generator', value, loops: this.loops() } : value)
      }
      if (!this.take(',')) break
    }
    this.expect(')')
    return { kind: 'call', of, args, named }
  }

  private subscript(of: Expression): Expression {
    const part = () => (this.is(':') || this.is(']') ? undefined : this.tuple())
    const from = part()
    if (!this.is(':')) {
      this.expect(']')
      if (from === undefined) throw new Refused('index')
      return { kind: 'index', of, at: from }
    }
    this.at++
    const to = part()
    const step = this.take(':') ? part() : undefined
    this.expect(']')
    return {
      kind: 'slice',
      of,
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
      ...(step === undefined ? {} : { step }),
    }
  }

  private loops(): Loop[] {
    const loops: Loop[] = []
    while (this.take('for')) {
      const target = this.targets()
      this.expect('in')
      const over = this.or()
      const tests: Expression[] = []
      while (this.take('if')) tests.push(this.or())
      loops.push({ target, over, tests })
    }
    return loops
  }

  private atom(): Expression {
    const token = this.peek()
    if (token.kind === 'number') {
      this.at++
      return { kind: 'number', value: numberOf(token.text) }
    }
    if (token.kind === 'string' || token.kind === 'formatted') return this.strings()
    if (token.kind === 'name') {
      if (keywords.has(token.text) && !/^(?:True|False|None)$/.test(token.text)) throw new Refused(token.text)
      this.at++
      return { kind: 'name', text: token.text }
    }
    if (this.take('(')) return this.bracketed()
    if (this.take('[')) return this.items(']', 'list')
    if (this.take('{')) return this.braces()
    throw new Refused('expression')
  }

  /** Strings that stand side by side are one. */
  private strings(): Expression {
    const parts: (string | { value: Expression; spec: string })[] = []
    for (let token = this.peek(); token.kind === 'string' || token.kind === 'formatted'; token = this.peek()) {
      this.at++
      if (token.kind === 'string') parts.push(token.text)
      else parts.push(...formatParts(token.text))
    }
    const plain = parts.filter((part) => typeof part === 'string')
    return plain.length === parts.length ? { kind: 'string', text: plain.join('') } : { kind: 'formatted', parts }
  }

  private bracketed(): Expression {
    if (this.take(')')) return { kind: 'tuple', items: [] }
    const value = this.tuple()
    if (this.is('for')) {
      const loops = this.loops()
      this.expect(')')
      return { kind: 'comprehension', of: 'generator', value, loops }
    }
    this.expect(')')
    return value
  }

  private items(close: string, kind: 'list' | 'set'): Expression {
    const items: Expression[] = []
    while (!this.is(close)) {
      const value = this.expression()
      if (this.is('for')) {
        const loops = this.loops()
        this.expect(close)
        return { kind: 'comprehension', of: kind, value, loops }
      }
      items.push(value)
      if (!this.take(',')) break
    }
    this.expect(close)
    return { kind, items }
  }

  private braces(): Expression {
    if (this.take('}')) return { kind: 'dict', pairs: [] }
    const start = this.at
    const key = this.expression()
    if (!this.take(':')) {
      this.at = start
      return this.items('}', 'set')
    }
    const value = this.expression()
    if (this.is('for')) {
      const loops = this.loops()
      this.expect('}')
      return { kind: 'comprehension', of: 'dict', key, value, loops }
    }
    const pairs: (readonly [Expression, Expression])[] = [[key, value]]
    while (this.take(',') && !this.is('}')) {
      const next = this.expression()
      this.expect(':')
      pairs.push([next, this.expression()])
    }
    this.expect('}')
    return { kind: 'dict', pairs }
  }
}

function numberOf(text: string): bigint | number {
  const plain = text.replace(/_/g, '')
  return /^(?:\d+|0[xXbB][\da-fA-F]+)$/.test(plain) ? BigInt(plain) : Number(plain)
}

const levels = [
  ['|'],
  ['^'],
  ['&'],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '//', '%'],
] as const satisfies readonly (readonly string[])[] as readonly (readonly string[])[]

export function assignable(target: Expression): Expression {
  const fine =
    target.kind === 'name' ||
    target.kind === 'index' ||
    target.kind === 'slice' ||
    ((target.kind === 'tuple' || target.kind === 'list') && target.items.every((each) => assignable(each) === each))
  if (!fine) throw new Refused('target')
  return target
}

function formatParts(text: string): (string | { value: Expression; spec: string })[] {
  const parts: (string | { value: Expression; spec: string })[] = []
  const pattern = /\{\{|\}\}|\{([^{}!:]+(?:\[[^\]]*\])?)(?:![rs])?(?::([^{}]*))?\}/g
  let from = 0
  for (const match of text.matchAll(pattern)) {
    parts.push(text.slice(from, match.index))
    from = match.index + match[0].length
    if (match[0] === '{{' || match[0] === '}}') parts.push(match[0].charAt(0))
    else if (/!/.test(match[0]) || match[1]?.endsWith('=')) throw new Refused('format')
    else parts.push({ value: parseExpression(match[1] ?? ''), spec: match[2] ?? '' })
  }
  parts.push(text.slice(from))
  if (
    /[{}]/.test(
      parts
        .filter((part) => typeof part === 'string')
        .join('')
        .replace(/[{}]/g, (char) => (text.includes(char + char) ? '' : char)),
    )
  )
    throw new Refused('format')
  return parts
}
