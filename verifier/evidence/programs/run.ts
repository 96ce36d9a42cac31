/* The interpreter of Python: statements and expressions by the language's rules, within a limit of steps. */
import { finish, type Pieces } from '../../../src/core/pieces.js'
import { Interpreter } from './interpreter.js'
import { builtins, groupOf, method, place } from './library.js'
import { binary, compares, formatted, indexed, sliced, unary } from './operators.js'
import type { Expression, Loop, Statement } from './syntax.js'
import { Refused } from './tokens.js'
import {
  bounded,
  Dict,
  display,
  Func,
  iterate,
  keyOf,
  List,
  Once,
  represent,
  type Scope,
  Tuple,
  truth,
  type Value,
} from './values.js'

const LIMITS = { steps: 120_000, calls: 200 }
/** Others get a turn after so many. */
const STEPS_AT_ONCE = 4000

/** What a programme printed, and the values that its names took in order. */
export interface Run {
  output: string
  /** Values of each name of the programme, in the order in which it took them (the first few). */
  history: ReadonlyMap<string, readonly Value[]>
  /** A name's or an expression's value at the end. */
  evaluate(expression: Expression): Value
  /** How often the body of each loop ran. */
  turns: ReadonlyMap<Statement, number>
  /** What its names stood for in order, as written: a list that changes in place too. */
  states: ReadonlyMap<string, readonly string[]>
  /** What is printed while an expression is computed. */
  printing(expression: Expression): string
  /** The same in pieces, of a call too. */
  evaluating(expression: Expression): Pieces<Value>
}

const MAX_HISTORY = 200
/** What lists hold is written down so long, and of so many items. */
const MAX_NOTED = 5000
const MAX_SHOWN = 40

/** Thrown up to the loop or the call that is left. No `Error`: to write down where it was thrown costs more than the loop. */
class Leave {
  readonly how: 'break' | 'continue' | 'return'
  readonly value: Value

  constructor(how: 'break' | 'continue' | 'return', value: Value = null) {
    this.how = how
    this.value = value
  }
}

/**
 * Runs a programme of the small language: no files, no imports, no classes; a bounded number of steps.
 *
 * @throws Refused where it does something else, fails, or takes too long.
 */
export const run = (statements: readonly Statement[]): Run => finish(running(statements))

/** The same in pieces. */
export function* running(statements: readonly Statement[]): Pieces<Run> {
  const machine = new Machine()
  try {
    yield* machine.block(statements, machine.top)
  } catch (error) {
    throw error instanceof Leave ? new Refused(`${error.how} outside`) : error
  }
  return {
    output: machine.output,
    history: machine.history,
    turns: machine.turns,
    states: machine.states,
    printing: (expression) => {
      const before = machine.output.length
      machine.value(expression, machine.top)
      return machine.output.slice(before)
    },
    evaluate: (expression) => machine.value(expression, machine.top),
    evaluating: (expression) => machine.evaluating(expression),
  }
}

class Machine extends Interpreter<Statement> {
  readonly history = new Map<string, Value[]>()
  readonly top: Scope = { names: new Map(), globals: new Set(), outer: null }
  readonly states = new Map<string, string[]>()
  private atOnce = 0

  constructor() {
    super(LIMITS)
  }

  /** Only what holds further statements is left in between: of most there are too many. */
  *block(statements: readonly Statement[], scope: Scope): Pieces<void> {
    for (const statement of statements)
      if (statement.kind === 'if' || statement.kind === 'while' || statement.kind === 'for')
        yield* this.compound(statement, scope)
      else {
        this.execute(statement, scope)
        this.note()
      }
  }

  /** Writes down what the lists and dictionaries of the programme hold now. */
  private note(): void {
    if (this.steps > MAX_NOTED) return
    for (const [name, value] of this.top.names) {
      if (!(value instanceof List || value instanceof Dict) || iterate(value).length > MAX_SHOWN) continue
      const states = this.states.get(name) ?? []
      const now = represent(value)
      if (states.at(-1) !== now) states.push(now)
      this.states.set(name, states)
    }
  }

  private *compound(statement: Statement & { kind: 'if' | 'while' | 'for' }, scope: Scope): Pieces<void> {
    this.tick()
    switch (statement.kind) {
      case 'if': {
        const branch = statement.branches.find(({ test }) => truth(this.value(test, scope)))
        yield* this.block(branch?.body ?? statement.otherwise, scope)
        return
      }
      case 'while':
        yield* this.loop(statement, scope, () => truth(this.value(statement.test, scope)))
        return
      case 'for': {
        const whole = this.value(statement.over, scope)
        const over = whole instanceof Once ? new Tuple(whole.take()) : whole
        // A list that grows while it is gone through is gone through to its end.
        let i = 0
        yield* this.loop(statement, scope, () => {
          const items = iterate(over)
          const next = items[i++]
          if (i > items.length || next === undefined) return false
          this.assign(statement.target, next, scope)
          return true
        })
      }
    }
  }

  private execute(statement: Exclude<Statement, { kind: 'if' | 'while' | 'for' }>, scope: Scope): void {
    this.tick()
    switch (statement.kind) {
      case 'assign': {
        const value = this.value(statement.value, scope)
        for (const target of statement.targets) this.assign(target, value, scope)
        return
      }
      case 'augment':
        this.augment(statement, scope)
        return
      case 'expression':
        this.value(statement.value, scope)
        return
      case 'def':
        this.set(statement.name, this.func(statement.parameters, statement.body, scope), scope)
        return
      case 'return':
        throw new Leave('return', statement.value === undefined ? null : this.value(statement.value, scope))
      case 'break':
      case 'continue':
        throw new Leave(statement.kind)
      case 'global':
        for (const name of statement.names) scope.globals.add(name)
        return
      case 'pass':
    }
  }

  /** The block behind `else` runs unless `break` ended the loop. */
  private *loop(statement: Statement & { kind: 'while' | 'for' }, scope: Scope, goesOn: () => boolean): Pieces<void> {
    const { body, otherwise } = statement
    while (goesOn()) {
      this.turn(statement)
      if (this.steps - this.atOnce > STEPS_AT_ONCE) {
        this.atOnce = this.steps
        yield
      }
      try {
        yield* this.block(body, scope)
      } catch (error) {
        if (!(error instanceof Leave) || error.how === 'return') throw error
        if (error.how === 'break') return
      }
    }
    yield* this.block(otherwise, scope)
  }

  private func(parameters: Func['parameters'], body: Func['body'], scope: Scope): Func {
    const made = parameters.map((parameter) =>
      parameter.initial === undefined ? parameter : { ...parameter, value: this.value(parameter.initial, scope) },
    )
    return new Func(made, body, scope)
  }

  private set(name: string, value: Value, scope: Scope): void {
    const target = scope.globals.has(name) ? this.top : scope
    target.names.set(name, bounded(value))
    const values = this.history.get(name) ?? []
    if (values.length < MAX_HISTORY) values.push(value)
    this.history.set(name, values)
  }

  private get(name: string, scope: Scope): Value {
    for (let at: Scope | null = scope; at !== null; at = at.outer) {
      const value = at.names.get(name)
      if (value !== undefined) return value
    }
    throw new Refused(`unknown ${name}`)
  }

  private assign(target: Expression, value: Value, scope: Scope): void {
    if (target.kind === 'name') this.set(target.text, value, scope)
    else if (target.kind === 'tuple' || target.kind === 'list') {
      const items = iterate(value)
      if (items.length !== target.items.length) throw new Refused('unpacking')
      for (const [i, each] of target.items.entries()) this.assign(each, items[i] ?? null, scope)
    } else if (target.kind === 'index') {
      const of = this.value(target.of, scope)
      const at = this.value(target.at, scope)
      if (of instanceof List) of.items[place(at, of.items.length)] = value
      else if (of instanceof Dict) of.entries.set(keyOf(at), [at, value])
      else throw new Refused('assignment')
    } else throw new Refused('assignment')
  }

  private augment({ target, operator, value }: Statement & { kind: 'augment' }, scope: Scope): void {
    const before = this.value(target, scope)
    const by = this.value(value, scope)
    // A list is lengthened in place: every name for it sees that.
    if (operator === '+' && before instanceof List) before.items.push(...iterate(by))
    else this.assign(target, binary(operator, before, by), scope)
  }

  value(expression: Expression, scope: Scope): Value {
    this.tick()
    switch (expression.kind) {
      case 'number':
        return expression.value
      case 'string':
        return expression.text
      case 'name':
        return constants.has(expression.text)
          ? (constants.get(expression.text) ?? null)
          : this.get(expression.text, scope)
      case 'formatted':
        return bounded(
          expression.parts
            .map((part) => (typeof part === 'string' ? part : formatted(this.value(part.value, scope), part.spec)))
            .join(''),
        )
      case 'list':
        return new List(expression.items.map((each) => this.value(each, scope)))
      case 'tuple':
        return new Tuple(expression.items.map((each) => this.value(each, scope)))
      case 'set':
        return groupOf(expression.items.map((each) => this.value(each, scope)))
      case 'dict': {
        const dict = new Dict()
        for (const [key, value] of expression.pairs) {
          const read = this.value(key, scope)
          dict.entries.set(keyOf(read), [read, this.value(value, scope)])
        }
        return dict
      }
      case 'comprehension':
        return this.comprehension(expression, scope)
      case 'unary':
        return unary(expression.operator, this.value(expression.of, scope))
      case 'binary':
        return binary(expression.operator, this.value(expression.left, scope), this.value(expression.right, scope))
      case 'compare': {
        let left = this.value(expression.first, scope)
        for (const { operator, right } of expression.rest) {
          const next = this.value(right, scope)
          if (!compares(operator, left, next)) return false
          left = next
        }
        return true
      }
      case 'logic': {
        const left = this.value(expression.left, scope)
        return truth(left) === (expression.operator === 'or') ? left : this.value(expression.right, scope)
      }
      case 'choice':
        return this.value(truth(this.value(expression.test, scope)) ? expression.yes : expression.no, scope)
      case 'call':
        return this.call(expression, scope)
      case 'index':
        return indexed(this.value(expression.of, scope), this.value(expression.at, scope))
      case 'slice': {
        const part = (each: Expression | undefined) => (each === undefined ? null : this.value(each, scope))
        return sliced(
          this.value(expression.of, scope),
          part(expression.from),
          part(expression.to),
          part(expression.step),
        )
      }
      case 'lambda':
        return this.func(expression.parameters, expression.body, scope)
      case 'member':
        throw new Refused('member')
    }
  }

  private comprehension(expression: Expression & { kind: 'comprehension' }, outer: Scope): Value {
    const scope: Scope = { names: new Map(), globals: new Set(), outer }
    const found: Value[] = []
    const dict = new Dict()
    const through = (loops: readonly Loop[]): void => {
      const [loop, ...rest] = loops
      if (loop === undefined) {
        const value = this.value(expression.value, scope)
        if (expression.key === undefined) found.push(value)
        else {
          const key = this.value(expression.key, scope)
          dict.entries.set(keyOf(key), [key, value])
        }
        return
      }
      for (const each of iterate(this.value(loop.over, scope))) {
        this.tick()
        this.assign(loop.target, each, scope)
        if (loop.tests.every((test) => truth(this.value(test, scope)))) through(rest)
      }
    }
    through(expression.loops)
    if (expression.of === 'dict') return dict
    if (expression.of === 'set') return groupOf(found)
    const list = new List(found)
    bounded(list)
    return expression.of === 'generator' ? new Once(found) : list
  }

  private call({ of, args, named }: Expression & { kind: 'call' }, scope: Scope): Value {
    const values = args.map((each) => this.value(each, scope))
    const byName = new Map(named.map(([name, each]) => [name, this.value(each, scope)]))
    const apply = (func: Func, given: readonly Value[]) => this.apply(func, given, new Map())
    if (of.kind === 'member') return bounded(method(this.value(of.of, scope), of.name, values, byName, apply))
    if (of.kind === 'name' && of.text === 'print') {
      const [separator, end] = [byName.get('sep') ?? ' ', byName.get('end') ?? '\n']
      this.output += values.map(display).join(display(separator)) + display(end)
      bounded(this.output)
      return null
    }
    const builtin = of.kind === 'name' && !this.defined(of.text, scope) ? builtins.get(of.text) : undefined
    if (builtin !== undefined) return bounded(builtin(values, byName, apply))
    const func = this.value(of, scope)
    if (!(func instanceof Func)) throw new Refused('call')
    return this.apply(func, values, byName)
  }

  private defined(name: string, scope: Scope): boolean {
    for (let at: Scope | null = scope; at !== null; at = at.outer) if (at.names.has(name)) return true
    return false
  }

  /** A call of a function of the programme may run long: it can be left in between, where it stands alone. */
  *evaluating(expression: Expression): Pieces<Value> {
    const { top } = this
    const func =
      expression.kind === 'call' && expression.of.kind === 'name' ? top.names.get(expression.of.text) : undefined
    if (expression.kind !== 'call' || !(func instanceof Func)) return this.value(expression, top)
    const args = expression.args.map((each) => this.value(each, top))
    return yield* this.applying(
      func,
      args,
      new Map(expression.named.map(([name, each]) => [name, this.value(each, top)])),
    )
  }

  private apply(func: Func, args: readonly Value[], named: ReadonlyMap<string, Value>): Value {
    return finish(this.applying(func, args, named))
  }

  private *applying(
    { parameters, body, scope }: Func,
    args: readonly Value[],
    named: ReadonlyMap<string, Value>,
  ): Pieces<Value> {
    if (args.length > parameters.length) throw new Refused('call')
    this.enter()
    const inner: Scope = { names: new Map(), globals: new Set(), outer: scope }
    for (const [i, { name, value }] of parameters.entries()) {
      const given = args[i] ?? named.get(name) ?? value
      if (args[i] === null) inner.names.set(name, null)
      else if (given === undefined) throw new Refused('argument')
      else inner.names.set(name, given)
    }
    try {
      if (!isBlock(body)) return this.value(body, inner)
      yield* this.block(body, inner)
      return null
    } catch (error) {
      if (!(error instanceof Leave)) throw error
      if (error.how !== 'return') throw new Refused(`${error.how} outside a loop`)
      return error.value
    } finally {
      this.leave()
    }
  }
}

const isBlock = (body: Func['body']): body is readonly Statement[] => Array.isArray(body)
const constants = new Map<string, Value>([
  ['True', true],
  ['False', false],
  ['None', null],
])
