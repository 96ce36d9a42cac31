import { Cursor } from './cursor.js'
import type { Expression, Loop, Parameter, Statement } from './syntax.js'
import { Refused, type Token, tokenize } from './tokens.js'

const MAX_DEPTH = 60
const keywords = new Set(
  'and or not in is if elif else while for def return break continue pass global nonlocal lambda True False None import from class try except raise with yield del assert async await'.split(
    ' ',
  ),
)

/** @throws Refused where the text is no programme of the language understood here. */
export function parseProgram(source: string): Statement[] {
  return new Parser(tokenize(source)).program()
}

/** @throws Refused */
export function parseExpression(source: string): Expression {
  return new Parser(tokenize(source.trim())).single()
}

class Parser extends Cursor<Token> {
  constructor(tokens: readonly Token[]) {
    super(tokens, { kind: 'end', text: '' }, keywords)
  }

  program(): Statement[] {
    const statements: Statement[] = []
    while (this.peek().kind !== 'end') statements.push(...this.statement())
    return statements
  }

  single(): Expression {
    const value = this.tuple()
    if (this.peek().kind === 'newline') this.at++
    if (this.peek().kind !== 'end') throw new Refused('expression')
    return value
  }

  private statement(): Statement[] {
    const compound = this.compound()
    if (compound !== null) return [compound]
    const statements = [this.simple()]
    while (this.take(';')) if (this.peek().kind !== 'newline') statements.push(this.simple())
    if (this.peek().kind !== 'newline') throw new Refused('end of line')
    this.at++
    return statements
  }

  private compound(): Statement | null {
    if (this.take('if')) {
      const branches = [{ test: this.expression(), body: this.block() }]
      while (this.take('elif')) branches.push({ test: this.expression(), body: this.block() })
      return { kind: 'if', branches, otherwise: this.otherwise() }
    }
    if (this.take('while'))
      return { kind: 'while', test: this.expression(), body: this.block(), otherwise: this.otherwise() }
    if (this.take('for')) {
      const target = this.targets()
      this.expect('in')
      return { kind: 'for', target, over: this.tuple(), body: this.block(), otherwise: this.otherwise() }
    }
    if (this.take('def')) {
      const name = this.name()
      this.expect('(')
      const parameters = this.parameters(')')
      this.expect(')')
      if (this.take('->')) this.expression()
      return { kind: 'def', name, parameters, body: this.block() }
    }
    return null
  }

  private otherwise(): readonly Statement[] {
    return this.take('else') ? this.block() : []
  }

  private block(): Statement[] {
    this.expect(':')
    if (this.peek().kind !== 'newline') return this.statement()
    this.at++
    if (this.peek().kind !== 'indent') throw new Refused('block')
    this.at++
    const statements: Statement[] = []
    while (this.peek().kind !== 'dedent' && this.peek().kind !== 'end') statements.push(...this.statement())
    if (this.peek().kind === 'dedent') this.at++
    return statements
  }

  private parameters(close: string): Parameter[] {
    const parameters: Parameter[] = []
    while (!this.is(close)) {
      const name = this.name()
      if (close !== ':' && this.take(':')) this.expression()
      parameters.push(this.take('=') ? { name, initial: this.expression() } : { name })
      if (!this.take(',')) break
    }
    return parameters
  }

  private simple(): Statement {
    if (this.take('return'))
      return this.peek().kind === 'newline' ? { kind: 'return' } : { kind: 'return', value: this.tuple() }
    for (const kind of ['break', 'continue', 'pass'] as const) if (this.take(kind)) return { kind }
    if (this.take('global')) {
      const names = [this.name()]
      while (this.take(',')) names.push(this.name())
      return { kind: 'global', names }
    }
    const first = this.tuple()
    const token = this.peek()
    if (token.kind === 'operator' && /^(?:\*\*|\/\/|<<|>>|[-+*/%&|^])=$/.test(token.text)) {
      this.at++
      return { kind: 'augment', target: assignable(first), operator: token.text.slice(0, -1), value: this.tuple() }
    }
    if (this.is(':') && first.kind === 'name') {
      this.at++
      this.expression()
    }
    const values = [first]
    while (this.take('=')) values.push(this.tuple())
    const value = values.pop()
    if (value === undefined) throw new Refused('statement')
    return values.length === 0
      ? { kind: 'expression', value }
      : { kind: 'assign', targets: values.map(assignable), value }
  }

  /** Names that a loop runs over: "i", "i, x". */
  private targets(): Expression {
    const items = [this.postfix()]
    let several = false
    while (this.take(',')) {
      several = true
      if (this.is('in')) break
      items.push(this.postfix())
    }
    return assignable(several ? { kind: 'tuple', items } : (items[0] ?? { kind: 'tuple', items }))
  }

  private tuple(): Expression {
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

  private expression(): Expression {
    if (++this.depth > MAX_DEPTH) throw new Refused('depth')
    const value = this.choice()
    this.depth--
    return value
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
    const first = this.binary(0)
    const rest: { operator: string; right: Expression }[] = []
    for (;;) {
      const operator = this.relation()
      if (operator === null) return rest.length === 0 ? first : { kind: 'compare', first, rest }
      rest.push({ operator, right: this.binary(0) })
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

  private binary(level: number): Expression {
    const operators = levels[level]
    if (operators === undefined) return this.unary()
    let left = this.binary(level + 1)
    for (;;) {
      const token = this.peek()
      if (token.kind !== 'operator' || !operators.includes(token.text)) return left
      this.at++
      left = { kind: 'binary', operator: token.text, left, right: this.binary(level + 1) }
    }
  }

  private unary(): Expression {
    const token = this.peek()
    if (token.kind === 'operator' && /^[-+~]$/.test(token.text)) {
      if (++this.depth > MAX_DEPTH) throw new Refused('depth')
      this.at++
      const of = this.unary()
      this.depth--
      return { kind: 'unary', operator: token.text, of }
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
        args.push(this.is('for') ? { kind: 'comprehension', of: 'list', value, loops: this.loops() } : value)
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
      return { kind: 'comprehension', of: 'list', value, loops }
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

function assignable(target: Expression): Expression {
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
