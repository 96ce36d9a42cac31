/* A small part of JavaScript, from text to a tree. Anything else is refused. */
import { Cursor } from '../cursor.js'
import { Refused } from '../tokens.js'
import type { Expression, Parameter, Statement } from './syntax.js'

interface Token {
  kind: 'name' | 'operator' | 'number' | 'string' | 'template' | 'end'
  text: string
  /** Whether a line ends before it. */
  fresh: boolean
}

const MAX_TOKENS = 3000
const keywords = new Set(
  'let const var if else while for of in do function return break continue typeof new class this null true false undefined switch case try catch throw async await yield delete void instanceof import export default'.split(
    ' ',
  ),
)
const sign =
  /^(?:>>>|\.\.\.|===|!==|\*\*=|\*\*|=>|==|!=|<=|>=|&&|\|\||\?\?|\+\+|--|\+=|-=|\*=|\/=|%=|<<|>>|[-+*/%<>=!?:;,.()[\]{}&|^~])/
const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t' }
const unescaped = (text: string) => text.replace(/\\([\s\S])/g, (_, char: string) => escapes[char] ?? char)

function tokenize(source: string): Token[] {
  const tokens: Token[] = []
  let rest = source
  let fresh = false
  while (rest !== '') {
    if (tokens.length > MAX_TOKENS) throw new Refused('too long')
    const skipped = /^(?:\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/)/.exec(rest)?.[0]
    if (skipped !== undefined) {
      fresh ||= skipped.includes('\n')
      rest = rest.slice(skipped.length)
      continue
    }
    const [kind, all, text] = tokenOf(rest)
    tokens.push({ kind, text, fresh })
    fresh = false
    rest = rest.slice(all.length)
  }
  tokens.push({ kind: 'end', text: '', fresh: true })
  return tokens
}

function tokenOf(rest: string): readonly [Token['kind'], string, string] {
  const string = /^(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)")/.exec(rest)
  if (string !== null) return ['string', string[0], unescaped(string[1] ?? string[2] ?? '')]
  const template = /^`((?:[^`\\]|\\.)*)`/.exec(rest)
  if (template !== null) return ['template', template[0], template[1] ?? '']
  const number = /^(?:0[xX][\da-fA-F]+|0[bB][01]+|(?:\d[\d_]*(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)(?![\w])/.exec(rest)
  if (number !== null) {
    if (/^0\d/.test(rest)) throw new Refused('octal')
    return ['number', number[0], number[0].replace(/_/g, '')]
  }
  const name = /^[A-Za-z_$][\w$]*/.exec(rest)
  if (name !== null) return ['name', name[0], name[0]]
  const operator = sign.exec(rest)
  if (operator === null) throw new Refused('sign')
  return ['operator', operator[0], operator[0]]
}

/** @throws Refused where the text is no programme of the language understood here. */
export const parseProgram = (source: string): Statement[] => new Parser(tokenize(source)).program()
/** @throws Refused */
export const parseExpression = (source: string): Expression =>
  new Parser(tokenize(source.replace(/;\s*$/, ''))).single()

const levels: readonly (readonly string[])[] = [
  ['|'],
  ['^'],
  ['&'],
  ['===', '!==', '==', '!='],
  ['<', '>', '<=', '>='],
  ['<<', '>>', '>>>'],
  ['+', '-'],
  ['*', '/', '%'],
]

class Parser extends Cursor<Token> {
  constructor(tokens: readonly Token[]) {
    super(tokens, { kind: 'end', text: '', fresh: true }, keywords)
  }

  program(): Statement[] {
    const statements: Statement[] = []
    while (this.peek().kind !== 'end') statements.push(this.statement())
    return statements
  }

  single(): Expression {
    const value = this.expression()
    if (this.peek().kind !== 'end') throw new Refused('expression')
    return value
  }

  private ends(): void {
    if (this.take(';') || this.is('}') || this.peek().fresh) return
    throw new Refused('end of statement')
  }

  private statement(): Statement {
    return this.nested(() => this.compound() ?? this.simple())
  }

  private compound(): Statement | null {
    if (this.take('{')) {
      const body: Statement[] = []
      while (!this.take('}')) body.push(this.statement())
      return { kind: 'block', body }
    }
    if (this.take('if')) {
      const test = this.inBrackets()
      const yes = this.statement()
      return this.take('else') ? { kind: 'if', test, yes, no: this.statement() } : { kind: 'if', test, yes }
    }
    if (this.take('while')) return { kind: 'while', test: this.inBrackets(), body: this.statement() }
    if (this.take('for')) return this.loop()
    if (this.take('function')) {
      const name = this.name()
      return { kind: 'def', name, value: this.func() }
    }
    return this.take(';') ? { kind: 'empty' } : null
  }

  private inBrackets(): Expression {
    this.expect('(')
    const value = this.expression()
    this.expect(')')
    return value
  }

  private loop(): Statement {
    this.expect('(')
    const how = this.declaring()
    if (how !== null && this.is('of', 2)) {
      this.at++
      const name = this.name()
      this.expect('of')
      const over = this.expression()
      this.expect(')')
      return { kind: 'of', how, name, over, body: this.statement() }
    }
    const first: Statement | undefined = this.is(';')
      ? undefined
      : how === null
        ? { kind: 'expression', value: this.expression() }
        : this.declared()
    this.expect(';')
    const test = this.is(';') ? undefined : this.expression()
    this.expect(';')
    const next = this.is(')') ? undefined : this.expression()
    this.expect(')')
    return {
      kind: 'for',
      ...(first === undefined ? {} : { first }),
      ...(test === undefined ? {} : { test }),
      ...(next === undefined ? {} : { next }),
      body: this.statement(),
    }
  }

  private declaring(): 'let' | 'const' | 'var' | null {
    for (const how of ['let', 'const', 'var'] as const) if (this.is(how)) return how
    return null
  }

  private declared(): Statement {
    const how = this.declaring() ?? 'var'
    this.at++
    const names: (Parameter & { of?: readonly string[] })[] = []
    do {
      if (this.take('[')) {
        const of = [this.name()]
        while (this.take(',')) of.push(this.name())
        this.expect(']')
        this.expect('=')
        names.push({ name: '', of, initial: this.expression() })
      } else {
        const name = this.name()
        names.push(this.take('=') ? { name, initial: this.expression() } : { name })
      }
    } while (this.take(','))
    return { kind: 'declare', how, names }
  }

  private simple(): Statement {
    const read = this.bare()
    this.ends()
    return read
  }

  private bare(): Statement {
    if (this.declaring() !== null) return this.declared()
    if (this.take('return'))
      return this.is(';') || this.is('}') || this.peek().fresh
        ? { kind: 'return' }
        : { kind: 'return', value: this.expression() }
    for (const kind of ['break', 'continue'] as const) if (this.take(kind)) return { kind }
    return { kind: 'expression', value: this.expression() }
  }

  private func(): Expression {
    this.expect('(')
    const parameters = this.parameters()
    return { kind: 'function', parameters, body: this.body() }
  }

  private parameters(): Parameter[] {
    const parameters: Parameter[] = []
    while (!this.is(')')) {
      const name = this.name()
      parameters.push(this.take('=') ? { name, initial: this.expression() } : { name })
      if (!this.take(',')) break
    }
    this.expect(')')
    return parameters
  }

  private body(): readonly Statement[] {
    this.expect('{')
    const body: Statement[] = []
    while (!this.take('}')) body.push(this.statement())
    return body
  }

  private expression(): Expression {
    return this.nested(() => this.assignment())
  }

  private assignment(): Expression {
    const arrow = this.arrow()
    if (arrow !== null) return arrow
    const target = this.choice()
    const token = this.peek()
    if (token.kind !== 'operator' || !/^(?:\*\*|[-+*/%])?=$/.test(token.text)) return target
    if (target.kind !== 'name' && target.kind !== 'index' && target.kind !== 'member') throw new Refused('target')
    this.at++
    return { kind: 'assign', target, operator: token.text.slice(0, -1), value: this.expression() }
  }

  private arrow(): Expression | null {
    const start = this.at
    let parameters: Parameter[]
    if (this.peek().kind === 'name' && this.is('=>', 1)) parameters = [{ name: this.name() }]
    else if (this.is('(')) {
      let [i, open] = [1, 1]
      for (; open > 0 && this.peek(i).kind !== 'end'; i++) open += this.is('(', i) ? 1 : this.is(')', i) ? -1 : 0
      if (!this.is('=>', i)) return null
      this.at++
      parameters = this.parameters()
    } else return null
    if (!this.take('=>')) {
      this.at = start
      return null
    }
    return { kind: 'function', parameters, body: this.is('{') ? this.body() : this.expression() }
  }

  private choice(): Expression {
    const test = this.or()
    if (!this.take('?')) return test
    const yes = this.expression()
    this.expect(':')
    return { kind: 'choice', test, yes, no: this.expression() }
  }

  private or(): Expression {
    let left = this.and()
    for (let operator = this.peek().text; this.take('||') || this.take('??'); operator = this.peek().text)
      left = { kind: 'logic', operator, left, right: this.and() }
    return left
  }

  private and(): Expression {
    let left = this.sum()
    while (this.take('&&')) left = { kind: 'logic', operator: '&&', left, right: this.sum() }
    return left
  }

  private sum(): Expression {
    return this.joined<Expression>(
      levels,
      () => this.power(),
      (operator, left, right) => ({ kind: 'binary', operator, left, right }),
    )
  }

  /** "-2 ** 2" is an error of the language. */
  private power(): Expression {
    const base = this.unary()
    if (!this.is('**')) return base
    if (base.kind === 'unary' || base.kind === 'typeof') throw new Refused('sign before a power')
    this.at++
    return { kind: 'binary', operator: '**', left: base, right: this.power() }
  }

  private unary(): Expression {
    return this.nested(() => this.prefixed())
  }

  private prefixed(): Expression {
    if (this.take('typeof')) return { kind: 'typeof', of: this.unary() }
    for (const by of ['++', '--'])
      if (this.take(by)) return { kind: 'update', target: this.unary(), by: by === '++' ? 1 : -1, isPrefix: true }
    for (const operator of ['!', '-', '+', '~'])
      if (this.take(operator)) return { kind: 'unary', operator, of: this.unary() }
    const value = this.postfix()
    for (const by of ['++', '--'])
      if (!this.peek().fresh && this.take(by))
        return { kind: 'update', target: value, by: by === '++' ? 1 : -1, isPrefix: false }
    return value
  }

  private postfix(): Expression {
    let value = this.atom()
    for (;;) {
      if (this.take('(')) value = { kind: 'call', of: value, args: this.items(')') }
      else if (this.take('[')) {
        const at = this.expression()
        this.expect(']')
        value = { kind: 'index', of: value, at }
      } else if (this.take('.')) {
        const token = this.peek()
        if (token.kind !== 'name') throw new Refused('member')
        this.at++
        value = { kind: 'member', of: value, name: token.text }
      } else return value
    }
  }

  private items(close: string): Expression[] {
    const items: Expression[] = []
    while (!this.is(close)) {
      items.push(this.take('...') ? { kind: 'spread', of: this.expression() } : this.expression())
      if (!this.take(',')) break
    }
    this.expect(close)
    return items
  }

  private atom(): Expression {
    const token = this.peek()
    this.at++
    if (token.kind === 'number') return { kind: 'value', value: Number(token.text) }
    if (token.kind === 'string') return { kind: 'value', value: token.text }
    if (token.kind === 'template') return template(token.text)
    if (token.kind === 'operator' && token.text === '(') {
      const value = this.expression()
      this.expect(')')
      return value
    }
    if (token.kind === 'operator' && token.text === '[') return { kind: 'array', items: this.items(']') }
    if (token.kind === 'operator' && token.text === '{') return this.object()
    if (token.kind !== 'name') throw new Refused('expression')
    if (token.text === 'function') {
      if (this.peek().kind === 'name') this.at++
      return this.func()
    }
    const constant = constants.find(([name]) => name === token.text)
    if (constant !== undefined) return { kind: 'value', value: constant[1] }
    if (keywords.has(token.text)) throw new Refused(token.text)
    return { kind: 'name', text: token.text }
  }

  private object(): Expression {
    const pairs: (readonly [string, Expression])[] = []
    while (!this.is('}')) {
      const token = this.peek()
      if (token.kind !== 'name' && token.kind !== 'string') throw new Refused('key')
      this.at++
      pairs.push([token.text, this.take(':') ? this.expression() : { kind: 'name', text: token.text }])
      if (!this.take(',')) break
    }
    this.expect('}')
    return { kind: 'object', pairs }
  }
}

const constants: readonly (readonly [string, number | boolean | null | undefined])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
  ['undefined', undefined],
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
]

function template(text: string): Expression {
  const parts = text.split(/\$\{([^{}`]*)\}/).map((part, i) => (i % 2 === 1 ? parseExpression(part) : unescaped(part)))
  if (parts.some((part) => typeof part === 'string' && part.includes('${'))) throw new Refused('template')
  return { kind: 'template', parts }
}
