/* The interpreter of JavaScript: statements and expressions by the language's rules, within a limit of steps. */
import { Interpreter } from '../interpreter.js'
import { Refused } from '../tokens.js'
import { globals, indexed, member, method } from './library.js'
import { type Expression, type Js, JsFunction, type Statement } from './syntax.js'
import { binary, bounded, display, number, text, truth, typeOf } from './values.js'

const LIMITS = { steps: 60_000, calls: 100 }

/** A name that is declared further down in its block: to ask for it is an error. */
const unset = Symbol('not yet set')

interface Scope {
  names: Map<string, Js | typeof unset>
  fixed: Set<string>
  outer: Scope | null
}

type Left = { how: 'break' | 'continue' } | { how: 'return'; value: Js } | null

const inner = (outer: Scope | null): Scope => ({ names: new Map(), fixed: new Set(), outer })

/** Runs programmes of a small part of JavaScript by its own rules: a bounded number of steps, nothing from outside, never `eval`. */
export class JavaScript extends Interpreter<Statement> {
  readonly top = inner(null)
  private readonly changed: (() => void) | undefined

  /** @param changed is told after each statement. */
  constructor(changed?: () => void) {
    super(LIMITS)
    this.changed = changed
  }

  /** @throws Refused */
  run(body: readonly Statement[]): void {
    for (const name of variablesIn(body)) this.top.names.set(name, undefined)
    if (this.block(body, this.top) !== null) throw new Refused('outside')
  }

  private block(body: readonly Statement[], scope: Scope): Left {
    for (const statement of body) {
      if (statement.kind === 'def') scope.names.set(statement.name, this.value(statement.value, scope))
      if (statement.kind === 'declare' && statement.how !== 'var')
        for (const { name, of = [name] } of statement.names) for (const each of of) scope.names.set(each, unset)
    }
    for (const statement of body) {
      const left = this.execute(statement, scope)
      if (left !== null) return left
    }
    return null
  }

  private execute(statement: Statement, scope: Scope): Left {
    this.tick()
    const left = this.executed(statement, scope)
    this.changed?.()
    return left
  }

  private executed(statement: Statement, scope: Scope): Left {
    switch (statement.kind) {
      case 'declare':
        for (const { name, of, initial } of statement.names) {
          if (statement.how === 'var' && initial === undefined) continue
          const value = initial === undefined ? undefined : this.value(initial, scope)
          const names = of ?? [name]
          for (const [i, each] of names.entries())
            this.declare(statement.how, each, of === undefined ? value : indexed(value, i), scope)
        }
        return null
      case 'expression':
        this.value(statement.value, scope)
        return null
      case 'if':
        if (truth(this.value(statement.test, scope))) return this.execute(statement.yes, scope)
        return statement.no === undefined ? null : this.execute(statement.no, scope)
      case 'while':
        return this.loop(statement, statement.body, () => (truth(this.value(statement.test, scope)) ? scope : null))
      case 'for':
        return this.counting(statement, scope)
      case 'of': {
        const over = this.value(statement.over, scope)
        const items = Array.isArray(over) ? over : typeof over === 'string' ? [...over] : null
        if (items === null) throw new Refused('iteration')
        let i = 0
        return this.loop(statement, statement.body, () => {
          if (i >= items.length) return null
          const own = inner(scope)
          this.declare(statement.how, statement.name, items[i++], own)
          return own
        })
      }
      case 'return':
        return { how: 'return', value: statement.value === undefined ? undefined : this.value(statement.value, scope) }
      case 'block':
        return this.block(statement.body, inner(scope))
      case 'break':
      case 'continue':
        return { how: statement.kind }
      case 'def':
      case 'empty':
        return null
    }
  }

  /** Each turn has names of its own, for functions made in it. */
  private counting(statement: Statement & { kind: 'for' }, scope: Scope): Left {
    const { first, test, next, body } = statement
    let own = inner(scope)
    if (first !== undefined) this.execute(first, own)
    let isFirst = true
    return this.loop(statement, body, () => {
      if (!isFirst) {
        const copy: Scope = { names: new Map(own.names), fixed: own.fixed, outer: scope }
        own = copy
        if (next !== undefined) this.value(next, own)
        this.changed?.()
      }
      isFirst = false
      return test === undefined || truth(this.value(test, own)) ? own : null
    })
  }

  private loop(statement: Statement, body: Statement, turn: () => Scope | null): Left {
    for (let scope = turn(); scope !== null; scope = turn()) {
      this.turn(statement)
      const left = this.execute(body, scope)
      if (left?.how === 'break') return null
      if (left?.how === 'return') return left
    }
    return null
  }

  private declare(how: 'let' | 'const' | 'var', name: string, value: Js, scope: Scope): void {
    if (how === 'var') {
      this.set(name, value, scope)
      return
    }
    scope.names.set(name, bounded(value))
    if (how === 'const') scope.fixed.add(name)
  }

  private holder(name: string, scope: Scope): Scope {
    for (let at: Scope | null = scope; at !== null; at = at.outer) if (at.names.has(name)) return at
    throw new Refused(`unknown ${name}`)
  }

  private set(name: string, value: Js, scope: Scope): void {
    const { names, fixed } = this.holder(name, scope)
    if (fixed.has(name) || names.get(name) === unset) throw new Refused('constant')
    names.set(name, bounded(value))
  }

  value(expression: Expression, scope: Scope): Js {
    this.tick()
    switch (expression.kind) {
      case 'value':
        return expression.value
      case 'name': {
        const value = this.holder(expression.text, scope).names.get(expression.text)
        if (value === unset || typeof value === 'symbol') throw new Refused('not yet set')
        return value
      }
      case 'template':
        return bounded(
          expression.parts.map((part) => (typeof part === 'string' ? part : text(this.value(part, scope)))).join(''),
        )
      case 'array':
        return bounded(this.items(expression.items, scope))
      case 'object':
        return new Map(expression.pairs.map(([key, value]) => [key, this.value(value, scope)]))
      case 'spread':
        throw new Refused('spread')
      case 'typeof':
        return typeOf(this.value(expression.of, scope))
      case 'unary':
        return unary(expression.operator, this.value(expression.of, scope))
      case 'binary':
        return binary(expression.operator, this.value(expression.left, scope), this.value(expression.right, scope))
      case 'logic': {
        const left = this.value(expression.left, scope)
        const isLeft =
          expression.operator === '??'
            ? left !== null && left !== undefined
            : truth(left) === (expression.operator === '||')
        return isLeft ? left : this.value(expression.right, scope)
      }
      case 'choice':
        return this.value(truth(this.value(expression.test, scope)) ? expression.yes : expression.no, scope)
      case 'call':
        return this.call(expression, scope)
      case 'member':
        return member(this.value(expression.of, scope), expression.name)
      case 'index':
        return indexed(this.value(expression.of, scope), this.value(expression.at, scope))
      case 'function':
        return this.func(expression, scope)
      case 'assign': {
        const { target, operator } = expression
        const value = this.value(expression.value, scope)
        const result = operator === '' ? value : binary(operator, this.value(target, scope), value)
        return this.assign(target, result, scope)
      }
      case 'update': {
        const before = number(this.value(expression.target, scope))
        this.assign(expression.target, before + expression.by, scope)
        return expression.isPrefix ? before + expression.by : before
      }
    }
  }

  private items(items: readonly Expression[], scope: Scope): Js[] {
    return items.flatMap((each) => {
      if (each.kind !== 'spread') return [this.value(each, scope)]
      const over = this.value(each.of, scope)
      if (typeof over === 'string') return [...over]
      return Array.isArray(over) ? over : fail()
    })
  }

  private assign(target: Expression, value: Js, scope: Scope): Js {
    if (target.kind === 'name') this.set(target.text, value, scope)
    else if (target.kind === 'index' || target.kind === 'member') {
      const of = this.value(target.of, scope)
      const at = target.kind === 'member' ? target.name : this.value(target.at, scope)
      if (of instanceof Map) of.set(text(at), value)
      else if (Array.isArray(of) && typeof at === 'number' && at >= 0 && at <= of.length) of[at] = value
      else throw new Refused('assignment')
    } else throw new Refused('assignment')
    return value
  }

  private func({ parameters, body }: Expression & { kind: 'function' }, outer: Scope): JsFunction {
    return new JsFunction((args) => {
      this.enter()
      const scope = inner(outer)
      for (const [i, { name, initial }] of parameters.entries()) {
        const given = args[i]
        scope.names.set(name, given === undefined && initial !== undefined ? this.value(initial, scope) : given)
      }
      try {
        if (!isBlock(body)) return this.value(body, scope)
        for (const name of variablesIn(body)) if (!scope.names.has(name)) scope.names.set(name, undefined)
        const left = this.block(body, scope)
        if (left !== null && left.how !== 'return') throw new Refused('outside')
        return left?.value
      } finally {
        this.leave()
      }
    })
  }

  private call({ of, args }: Expression & { kind: 'call' }, scope: Scope): Js {
    const given = this.items(args, scope)
    const name =
      of.kind === 'member' && of.of.kind === 'name' ? `${of.of.text}.${of.name}` : of.kind === 'name' ? of.text : ''
    if (name === 'console.log') {
      this.output += `${given.map(display).join(' ')}\n`
      bounded(this.output)
      return undefined
    }
    const builtin = globals.get(name)
    if (builtin !== undefined) return bounded(builtin(given))
    if (of.kind === 'member') return method(this.value(of.of, scope), of.name, given)
    const func = this.value(of, scope)
    return func instanceof JsFunction ? bounded(func.call(given)) : fail()
  }
}

function fail(): never {
  throw new Refused('call')
}

const isBlock = (body: Expression | readonly Statement[]): body is readonly Statement[] => Array.isArray(body)

function unary(operator: string, value: Js): Js {
  if (operator === '!') return !truth(value)
  const of = number(value)
  return operator === '-' ? -of : operator === '~' ? ~of : of
}

/** Names of `var` belong to the whole function. */
function variablesIn(body: readonly Statement[]): string[] {
  return body.flatMap((statement): string[] => {
    switch (statement.kind) {
      case 'declare':
        return statement.how === 'var' ? statement.names.flatMap(({ name, of = [name] }) => of) : []
      case 'block':
        return variablesIn(statement.body)
      case 'if':
        return variablesIn(statement.no === undefined ? [statement.yes] : [statement.yes, statement.no])
      case 'while':
        return variablesIn([statement.body])
      case 'for':
        return variablesIn(statement.first === undefined ? [statement.body] : [statement.first, statement.body])
      case 'of':
        return [...(statement.how === 'var' ? [statement.name] : []), ...variablesIn([statement.body])]
      default:
        return []
    }
  })
}
