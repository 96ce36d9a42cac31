import type Fraction from 'fraction.js'
import type { NumberToken, Token } from './token.js'
import { isOperator, TokenCursor } from './token-cursor.js'
import { withUnits } from './unit-words.js'
import { binomial, combine, factorial, negate, ofLiteral, pi, squareRoot, unknown, type Value } from './value.js'

/** Caps that keep the work on one expression bounded. */
const MAX_DEPTH = 40
const MAX_EXPRESSION_TOKENS = 400

export interface Expression extends Value {
  /** Tokens from..to (exclusive) that it was read from. */
  from: number
  to: number
  /** Token ranges in brackets that were passed over as remarks: "10 (5 x 2 = 10)". */
  remarks: [from: number, to: number][]
}

/**
 * Pratt parser over the tokens of a text: + - binding 1, * / and "of" 2, juxtaposition 3, ^ 4 (right to left).
 * It reads the longest expression at a place and says what it is worth; it never throws.
 */
export function parseExpression(
  tokens: readonly Token[],
  from: number,
  variables: Variables = none,
): Expression | null {
  const parser = new Parser(tokens, from, variables)
  const value = parser.expression(0, 0)
  if (value === null) return null
  return placed(value, from, parser.at, parser.remarks)
}

/**
 * Written out, not spread: values have many shapes, and to copy what is of any shape takes as long as to read a short expression. A field that `Value`
 * gets is copied here too, or it is lost.
 */
function placed(value: Value, from: number, to: number, remarks: Expression['remarks']): Expression {
  const expression: Expression = {
    value: value.value,
    irrational: value.irrational,
    slack: value.slack,
    operations: value.operations,
    plainFraction: value.plainFraction,
    units: value.units,
    lettered: value.lettered,
    rounds: value.rounds,
    percent: value.percent,
    scaled: value.scaled,
    doubtful: value.doubtful,
    operands: value.operands,
    names: value.names,
    from,
    to,
    remarks,
  }
  if (value.literal !== undefined) expression.literal = value.literal
  if (value.lastPlace !== undefined) expression.lastPlace = value.lastPlace
  if (value.range !== undefined) expression.range = value.range
  return expression
}

/** Values to be put in for variables. */
export type Variables = ReadonlyMap<string, Fraction>
const none: Variables = new Map()

class Parser extends TokenCursor {
  readonly remarks: [number, number][] = []
  /** Of every bracket that was read, by its place and depth: what it is worth and where the reading went on. */
  private readonly groups = new Map<number, { value: Value | null; end: number }>()
  private readonly variables: Variables

  constructor(tokens: readonly Token[], from: number, variables: Variables) {
    super(tokens, from, Math.min(tokens.length, from + MAX_EXPRESSION_TOKENS))
    this.variables = variables
  }

  expression(binding: number, depth: number): Value | null {
    if (depth > MAX_DEPTH) return null
    let left = this.prefix(depth)
    while (left !== null) {
      const next = this.infix(left, binding, depth)
      if (next === null) return left
      left = next
    }
    return null
  }

  /** A value and what clings to it: sign, group, root, fraction, unit. */
  private prefix(depth: number): Value | null {
    const token = this.peek()
    if (token?.kind === 'operator' && (token.operator === '-' || token.operator === '+')) {
      this.at++
      // -3^2 is -(3^2).
      const value = this.expression(2, depth + 1)
      if (value === null) return null
      return token.operator === '-' ? negate(value) : value
    }
    const value = this.primary(depth)
    return value === null ? null : withUnits(this, value)
  }

  private primary(depth: number): Value | null {
    const token = this.peek()
    if (token === undefined) return null
    this.at++
    if (token.kind === 'number') return this.number(token, depth)
    if (token.kind === 'open') return this.group(depth)
    if (token.kind === 'name') return this.name(token)
    if (token.kind === 'command') return this.command(token.command, depth)
    this.at--
    return null
  }

  private number(token: NumberToken, depth: number): Value {
    const value = ofLiteral(token)
    if (token.word === 'part') return { ...value, plainFraction: true }
    if (token.word === 'multiple') return this.multiple(value, depth)
    // "2 1/2" and "2\frac{1}{2}"
    if (token.value.d !== 1n || token.digits > 0 || token.percent || token.scale !== 1) return value
    const [over, slash, under] = [this.peek(), this.peek(1), this.peek(2)]
    if (
      over?.kind === 'number' &&
      over.spaced &&
      slash?.kind === 'operator' &&
      slash.operator === '/' &&
      slash.tight &&
      under?.kind === 'number' &&
      isProper(over, under)
    ) {
      this.at += 3
      return mixed(value, over.value.div(under.value), under)
    }
    if (over?.kind === 'command' && over.command === 'frac' && !over.spaced) {
      const saved = this.at
      this.at++
      const fraction = this.command('frac', MAX_DEPTH - 2)
      if (fraction?.plainFraction && fraction.value !== null && fraction.value.compare(1) < 0) {
        return { ...mixed(value, fraction.value, token), doubtful: true }
      }
      this.at = saved
    }
    return value
  }

  /** "twice 5", "double 2^3": the power first. */
  private multiple(value: Value, depth: number): Value {
    const next = this.peek()
    // "twice as many": twice something not known here.
    if (next?.kind !== 'number' || next.word !== undefined) return unknown
    const of = this.expression(2, depth + 1)
    return of === null ? unknown : combine('*', value, of)
  }

  /** After an opening bracket: an expression and its closing bracket, or something else of unknown value. */
  private group(depth: number): Value | null {
    // What stands behind a sign is tried twice, with and without it: nested brackets would be read 2^depth times.
    const place = this.at * (2 * MAX_DEPTH) + depth
    const known = this.groups.get(place)
    if (known !== undefined) {
      this.at = known.end
      return known.value
    }
    const value = this.readGroup(depth)
    this.groups.set(place, { value, end: this.at })
    return value
  }

  private readGroup(depth: number): Value | null {
    const open = this.at
    const inside = this.expression(0, depth + 1)
    if (inside !== null && this.peek()?.kind === 'close') {
      this.at++
      const { literal, ...rest } = inside
      // (5) stays a literal: the claimed digits are still shown.
      return literal === undefined ? { ...rest, plainFraction: false } : inside
    }
    this.at = open
    return this.skipBrackets() ? unknown : null
  }

  /** From just behind an opening bracket to behind its partner. */
  private skipBrackets(): boolean {
    const from = this.at
    for (let open = 1; this.at < this.stop && this.at - from < 60; this.at++) {
      const kind = this.tokens[this.at]?.kind
      if (kind === 'open') open++
      else if (kind === 'close' && --open === 0) {
        this.remarks.push([from, this.at])
        this.at++
        return true
      }
    }
    this.at = from
    return false
  }

  /** A variable or function: unknown, with its arguments. */
  private name({ name, variable }: Token & { kind: 'name' }): Value {
    const value = this.variables.get(name)
    if (value !== undefined) return { ...unknown, value, names: [name] }
    const next = this.peek()
    if (next?.kind === 'open' && !next.spaced) {
      this.at++
      this.skipBrackets()
      return unknown
    }
    return variable === true ? { ...unknown, names: [name] } : unknown
  }

  private command(command: 'frac' | 'sqrt' | 'binom' | 'pi', depth: number): Value | null {
    if (command === 'pi') return pi
    if (command === 'sqrt') {
      let index = 2
      const [open, number, close] = [this.peek(), this.peek(1), this.peek(2)]
      if (
        open?.kind === 'open' &&
        number?.kind === 'number' &&
        close?.kind === 'close' &&
        this.peek(3)?.kind === 'open'
      ) {
        index = Number(number.value.valueOf())
        if (!Number.isInteger(index) || index < 2 || index > 12) return unknown
        this.at += 3
      }
      const inside = this.argument(depth)
      return inside === null ? null : squareRoot(inside, index)
    }
    const bare = command === 'frac' ? this.bareFraction() : undefined
    if (bare !== undefined) return bare
    const above = this.argument(depth)
    const below = above === null ? null : this.argument(depth)
    if (above === null || below === null) return null
    if (command === 'binom') return binomial(above, below)
    const quotient = combine('/', above, below)
    return isLoose(above, below) ? { ...quotient, doubtful: true } : quotient
  }

  /** LaTeX takes one digit for each argument that has no braces: "\frac12" is a half. Undefined where the next token is no such number. */
  private bareFraction(): Value | undefined {
    const token = this.peek()
    if (token?.kind !== 'number' || token.value.d !== 1n || token.digits > 0 || token.value.n < 10n) return undefined
    this.at++
    if (token.value.n >= 100n || token.value.n % 10n === 0n) return unknown
    const value = token.value
      .div(10)
      .floor()
      .div(Number(token.value.n % 10n))
    const { literal: _, ...half } = ofLiteral({ ...token, value })
    return { ...half, plainFraction: true }
  }

  /** "{…}" or one token. */
  private argument(depth: number): Value | null {
    const token = this.peek()
    if (token?.kind === 'open') {
      this.at++
      return this.group(depth + 1)
    }
    if (token?.kind === 'number' || token?.kind === 'name' || token?.kind === 'command') return this.primary(depth + 1)
    return null
  }

  private infix(left: Value, binding: number, depth: number): Value | null {
    const token = this.peek()
    if (token === undefined) return null
    if (token.kind === 'factorial') {
      this.at++
      return factorial(left)
    }
    if (token.kind === 'operator') return this.operator(left, token, binding, depth)
    // "2!4!" is a product.
    if (token.kind === 'number' && !token.spaced && this.tokens[this.at - 1]?.kind === 'factorial')
      return this.timesFactorial(left, binding, depth)
    if (token.kind === 'name') {
      const times = token.name === 'x' || token.name === 'X' ? this.timesSign(left, binding, depth) : null
      if (times !== null) return times === 'later' ? null : times
    }
    if (token.kind === 'word') return this.wordOperator(left, token.word, binding, depth)
    if (token.kind === 'open') return this.bracketAfter(left, token, binding, depth)
    if (token.kind === 'name' || token.kind === 'command') {
      if (binding >= 3) return null
      const saved = this.at
      const right = this.expression(3, depth + 1)
      if (right === null) {
        this.at = saved
        return null
      }
      const product = combine('*', left, right)
      return { ...product, doubtful: product.doubtful || right.names.length === 0 }
    }
    return null
  }

  private timesFactorial(left: Value, binding: number, depth: number): Value | null {
    if (binding >= 3) return null
    const right = this.expression(3, depth + 1)
    return right === null ? null : combine('*', left, right)
  }

  private operator(left: Value, token: Token & { kind: 'operator' }, binding: number, depth: number): Value | null {
    const { operator } = token
    const strength = operator === '^' ? 4 : operator === '*' || operator === '/' ? 2 : 1
    if (strength <= binding && operator !== '^') return null
    if (operator === '^' && binding > 4) return null
    const saved = this.at
    this.at++
    const right = operator === '^' ? this.exponent(depth) : this.expression(strength, depth + 1)
    if (right === null) {
      this.at = saved
      return null
    }
    // "5-10" may be a range.
    const range = operator === '-' && token.tight && left.literal !== undefined && right.literal !== undefined
    const value = combine(operator, left, right)
    if (
      operator === '/' &&
      (isLoose(left, right) ||
        isPartOfPercent(left, token, right) ||
        this.atPowerOfTen() ||
        (!token.tight && this.atTightSlash()) ||
        this.isFactor(saved + 1))
    )
      return { ...value, doubtful: true }
    if (strength === 1 && (isLedger(left, this.tokens, saved) || isLedger(right, this.tokens, this.at)))
      return { ...value, doubtful: true }
    // "24 divided by 3" is reckoned, "1/3" may be the name of a part.
    if (operator === '/' && token.end - token.start > 1) return { ...value, plainFraction: false }
    if (!range) return value
    const isSpan = left.value?.d === 1n && right.value?.d === 1n && !left.literal?.money
    return { ...value, doubtful: value.doubtful || token.end - token.start > 1, range: isSpan }
  }

  /** "6 / 2(1 + 2)": the bracket belongs to the number below, or it does not. */
  private isFactor(from: number): boolean {
    const bracket = this.tokens[from + 1]
    return this.tokens[from]?.kind === 'number' && bracket?.kind === 'open' && !bracket.spaced && from + 1 < this.at
  }

  /** "1/2 ÷ 1/48": the fraction is one number. */
  private atTightSlash(): boolean {
    const next = this.peek()
    return isOperator(next, '/') && next?.kind === 'operator' && next.tight
  }

  /** "6.6 x 10^-19 / 1.6 x 10^-19": the power of ten belongs to the number below, or it does not. */
  private atPowerOfTen(): boolean {
    const base = this.peek(1)
    return (
      isOperator(this.peek(), '*') && base?.kind === 'number' && base.value.equals(10) && isOperator(this.peek(2), '^')
    )
  }

  private exponent(depth: number): Value | null {
    const token = this.peek()
    if (token?.kind === 'operator' && token.operator === '-') {
      this.at++
      const value = this.exponent(depth + 1)
      return value === null ? null : negate(value)
    }
    const base = depth > MAX_DEPTH ? null : this.primary(depth + 1)
    if (base === null) return null
    const next = this.peek()
    if (next?.kind !== 'operator' || next.operator !== '^') return base
    this.at++
    const above = this.exponent(depth + 1)
    return above === null ? null : combine('^', base, above)
  }

  /** "3 x 4", "2x3": the letter x between two numbers. Elsewhere it is a variable. */
  private timesSign(left: Value, binding: number, depth: number): Value | 'later' | null {
    const x = this.peek()
    const next = this.peek(1)
    if (x === undefined || next === undefined || left.value === null) return null
    const operand =
      next.kind === 'number' || next.kind === 'command' || (next.kind === 'open' && x.spaced && next.spaced)
    if (!operand || (x.spaced && !next.spaced && next.kind !== 'number')) return null
    if (binding >= 2) return 'later'
    const saved = this.at
    this.at++
    const right = this.expression(2, depth + 1)
    if (right === null) {
      this.at = saved
      return null
    }
    return combine('*', left, right)
  }

  /** "20% of 50", "half of the 12", "5 more than 3", "twice 5". */
  private wordOperator(left: Value, word: string, binding: number, depth: number): Value | null {
    const second = this.peek(1)
    const words = second?.kind === 'word' ? `${word} ${second.word}` : word
    const share =
      (word === 'of' || (left.percent && ofInOthers.has(word))) &&
      (left.percent || left.plainFraction || isBelowOne(left))
    const more = words === 'more than' || words === 'greater than'
    const less = words === 'less than' || words === 'fewer than'
    if (!share && !more && !less) return null
    if (binding >= (share ? 2 : 1)) return null
    const saved = this.at
    this.at += share ? 1 : 2
    for (let skipped = 0; skipped < 2 && share; skipped++) {
      const token = this.peek()
      if (token?.kind !== 'word' || !articles.has(token.word)) break
      this.at++
    }
    const operand = this.peek()
    const right =
      operand?.kind === 'number' ||
      operand?.kind === 'open' ||
      operand?.kind === 'command' ||
      (share && isOperator(operand, '-') && operand?.spaced === true)
        ? this.expression(share ? 2 : 1, depth + 1)
        : null
    if (right === null) {
      this.at = saved
      return null
    }
    // "5 less than 3 × 7 = 21": the product is told, not the difference.
    if (!share && right.operations > 0 && this.isTold(right)) {
      this.at = saved
      return null
    }
    if (share) {
      // "25% of the remaining 30 - 6": of the difference, or the difference of the share?
      const next = this.peek()
      const product = combine('*', left, right)
      return isOperator(next, '+') || isOperator(next, '-') ? { ...product, doubtful: true } : product
    }
    return {
      ...(more ? combine('+', left, right) : combine('-', right, left)),
      // "Two less than 4 + 6 = 10 is 8": of the first term, or of the sum?
      doubtful: left.percent || left.plainFraction || isOperator(this.peek(), '+') || isOperator(this.peek(), '-'),
    }
  }

  /** Whether an equals sign follows and what was just read comes to the number behind it. */
  private isTold({ value }: Value): boolean {
    const [sign, told] = [this.peek(), this.peek(1)]
    if (value === null || sign?.kind !== 'equal' || told?.kind !== 'number') return false
    return Math.abs(value.sub(told.value).valueOf()) <= 0.005 * Math.abs(value.valueOf())
  }

  /** "2(3)" multiplies; "2 (blue)" and "10 (5 x 2)" carry a remark; anything else is not read further. */
  private bracketAfter(left: Value, open: Token, binding: number, depth: number): Value | null {
    const saved = this.at
    this.at++
    // "0.1(number of minutes)" is a product.
    if (this.wordsOnly()) return open.spaced ? left : { ...left, doubtful: true }
    this.at = saved + 1
    const inside = this.group(depth + 1)
    if (inside === null) {
      this.at = saved
      return null
    }
    const last = this.tokens[saved - 1]
    if (open.spaced && last?.kind !== 'close') {
      const remark = inside.value === null || (left.value !== null && inside.value.equals(left.value))
      if (remark) {
        if (inside.value !== null) this.remarks.push([saved + 1, this.at - 1])
        return inside.value === null ? { ...left, doubtful: true } : left
      }
      this.at = saved
      return null
    }
    if (binding >= 3) {
      this.at = saved
      return null
    }
    // a/b(c) is read both ways by people.
    this.at = saved
    const right = this.expression(3, depth + 1)
    return right === null
      ? null
      : {
          ...combine('*', left, right),
          // "8(1/4)" is mostly eight and a quarter.
          doubtful: left.doubtful || right.doubtful || left.plainFraction || isProperPart(right),
        }
  }

  /** Behind an opening bracket: nothing but words up to its partner. */
  private wordsOnly(): boolean {
    for (let count = 0; count < 12; count++) {
      const token = this.peek()
      if (token?.kind === 'close' && count > 0) {
        this.at++
        return true
      }
      if (token?.kind !== 'word' && !(token?.kind === 'break' && count > 0)) return false
      this.at++
    }
    return false
  }
}

/** "20 % von 250", "20 % de 250". */
const ofInOthers = new Set(['von', 'vom', 'de', 'del', 'di'])
const articles = new Set(['the', 'those', 'these', 'all', 'his', 'her', 'their', 'its', 'remaining', 'total'])
const isProperPart = ({ value }: Value) => value !== null && value.d !== 1n && value.s > 0n && value.compare(1) < 0

/** "$20/twenty" is a price; "10%/100" and "(8% - 5%)/100" divide a percentage that is a hundredth already. */
const isLoose = (left: Value, { literal }: Value) =>
  literal?.word === 'count' || (left.percent && literal?.value.equals(100) === true)

/** "1/10% of 13,560": a tenth of a per cent. */
const isPartOfPercent = (left: Value, token: Token & { kind: 'operator' }, right: Value) =>
  token.tight === true && left.literal !== undefined && !left.percent && right.literal?.percent === true

/** "(1,200) + 1,500 = 300": in brackets an amount may be negative, as accountants write it. */
const isLedger = ({ literal }: Value, tokens: readonly Token[], end: number) =>
  literal !== undefined &&
  tokens[end - 1]?.kind === 'close' &&
  tokens[end - 2]?.kind === 'number' &&
  literal.value.compare(100) >= 0

function isBelowOne({ value, literal }: Value): boolean {
  return literal !== undefined && literal.digits > 0 && value !== null && value.abs().compare(1) < 0
}

function isProper(over: NumberToken, under: NumberToken): boolean {
  return (
    over.value.d === 1n && under.value.d === 1n && over.value.n > 0n && over.value.n < under.value.n && !under.percent
  )
}

/** A whole number and a proper fraction: "2 1/2". It stays one literal. */
function mixed(whole: Value, fraction: Fraction, last: NumberToken): Value {
  const value = (whole.value as Fraction).add(fraction)
  const literal: NumberToken = { ...(whole.literal as NumberToken), value, end: last.end }
  return { ...whole, value, literal, operands: [value] }
}
