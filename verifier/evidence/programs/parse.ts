/* Statements of Python, from tokens to a tree: "for", "if", "def", "return" and a few more. Anything else is refused. */
import { assignable, Expressions } from './expressions.js'
import type { Statement } from './syntax.js'
import { Refused, tokenize } from './tokens.js'

/** @throws Refused where the text is no programme of the language understood here. */
export const parseProgram = (source: string): Statement[] => new Statements(tokenize(source)).program()

class Statements extends Expressions {
  program(): Statement[] {
    const statements: Statement[] = []
    while (this.peek().kind !== 'end') statements.push(...this.statement())
    return statements
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
}
