import Fraction from 'fraction.js'
import { byWord } from '../absence.js'
import { readLiteral } from '../quantities/quantity.js'
import {
  absolute,
  add,
  binomial,
  divide,
  exact,
  factorial,
  float,
  imaginaryUnit,
  multiply,
  negate,
  raise,
  unreadable,
  type Value,
  variable,
} from './values.js'

export type { Value }

/** Longer expressions are compared as strings. */
const MAX_LENGTH = 600
const MAX_DEPTH = 40

const functions = byWord<(x: number) => number>({
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  sec: (x) => 1 / Math.cos(x),
  csc: (x) => 1 / Math.sin(x),
  cot: (x) => 1 / Math.tan(x),
  arcsin: Math.asin,
  arccos: Math.acos,
  arctan: Math.atan,
  ln: Math.log,
  log: Math.log10,
  lg: Math.log10,
  exp: Math.exp,
})
const isAngular = /^(?:sin|cos|tan|sec|csc|cot)$/
const greek = new Set(
  'alpha beta gamma delta epsilon theta lambda mu nu phi psi omega sigma tau rho varphi zeta eta kappa xi'.split(' '),
)

/**
 * The value of an expression without relations or lists, or null where it is none.
 * `sign` is what "±" stands for.
 */
export function evaluate(source: string, sign: 1 | -1 = 1): Value | null {
  if (source.length > MAX_LENGTH) return null
  // "i" is the imaginary unit where the whole can be read so, else a letter like any other.
  const value = source.includes('i') ? readWith(source, sign, (name) => variable(name, 0), imaginaryUnit) : null
  if (value?.parts !== undefined || (value !== null && /(?<![a-zA-Z])i(?![a-zA-Z])/.test(source))) return value
  // Where a root or logarithm has no real value at the first place, another one is tried.
  return evaluateAt(source, sign, 0) ?? (/[a-zA-Z]/.test(source) ? evaluateAt(source, sign, 1) : null)
}

/** The same with values for its variables: by letter ("x"), letter and subscript ("x_1"), or command ("\\alpha"). Null where one has none. */
export function evaluateFor(source: string, values: (name: string) => number | undefined): Value | null {
  if (source.length > MAX_LENGTH) return null
  return readWith(source, 1, (name) => {
    const value = values(name)
    if (value === undefined) throw unreadable
    return value
  })
}

const evaluateAt = (source: string, sign: 1 | -1, place: number) =>
  readWith(source, sign, (name) => variable(name, place))

function readWith(source: string, sign: 1 | -1, lookUp: (name: string) => number, i?: Value): Value | null {
  try {
    const reader = new Reader(source, sign, lookUp, i)
    const value = reader.sum()
    reader.end()
    return Number.isFinite(value.approximate) ? value : null
  } catch (error) {
    if (error === unreadable) return null
    throw error
  }
}

/** Recursive descent; every call consumes input or fails, depth is bounded. */
class Reader {
  private at = 0
  private depth = 0
  private readonly source: string
  private readonly sign: 1 | -1
  private readonly lookUp: (name: string) => number
  /** What the letter i stands for, where it is no variable. */
  private readonly i: Value | undefined

  constructor(source: string, sign: 1 | -1, lookUp: (name: string) => number, i?: Value) {
    this.i = i
    this.source = source
    this.sign = sign
    this.lookUp = lookUp
  }

  end(): void {
    this.space()
    if (this.at < this.source.length) throw unreadable
  }

  sum(): Value {
    if (++this.depth > MAX_DEPTH) throw unreadable
    let total = this.signed()
    for (;;) {
      if (this.take('+')) total = add(total, this.product())
      else if (this.take('-')) total = add(total, negate(this.product()))
      else if (this.take('\\pm')) total = add(total, this.sign > 0 ? this.product() : negate(this.product()))
      else break
    }
    this.depth--
    return total
  }

  /** A product with any number of signs before it. */
  private signed(): Value {
    let negative = false
    for (;;) {
      if (this.take('-')) negative = !negative
      else if (this.take('\\pm')) negative = this.sign < 0 ? !negative : negative
      else if (!this.take('+')) break
    }
    const value = this.product()
    return negative ? negate(value) : value
  }

  private product(): Value {
    let value = this.power()
    for (;;) {
      if (this.take('\\cdot') || this.take('\\times') || this.take('*')) value = multiply(value, this.factor())
      else if (this.take('/') || this.take('\\div')) value = divide(value, this.factor())
      else if (this.startsFactor()) value = multiply(value, this.power())
      else return value
    }
  }

  /** A factor after an explicit operator may have a sign. */
  private factor(): Value {
    return this.take('-') ? negate(this.power()) : this.power()
  }

  private startsFactor(): boolean {
    this.space()
    const char = this.source[this.at]
    if (char === undefined) return false
    if (char === '\\') return !/^\\(?:pm|cdot|times|div)(?![a-z])/.test(this.source.slice(this.at, this.at + 8))
    // Two numbers side by side are a misread, not a product.
    return /[a-zA-Z({[]/.test(char)
  }

  private power(): Value {
    let base = this.base()
    for (;;) {
      if (this.take('!')) base = factorial(base)
      else if (this.take('^')) {
        if (this.degree()) continue
        base = raise(base, this.take('-') ? negate(this.argument()) : this.argument())
      } else return base
    }
  }

  /** "^\circ" and "^{\circ}" are units. */
  private degree(): boolean {
    const match = /^\s?\{?\\circ\}?/.exec(this.source.slice(this.at, this.at + 9))
    if (match !== null) this.at += match[0].length
    return match !== null
  }

  private base(): Value {
    this.space()
    const char = this.source[this.at]
    if (char === undefined) throw unreadable
    if (/[\d.]/.test(char)) return this.number()
    if (char === '(' || char === '{' || char === '[') return this.group(char)
    if (char === '|') return this.absolute()
    if (char === '\\') return this.command()
    if (/[a-zA-Z]/.test(char)) return this.name()
    throw unreadable
  }

  private number(): Value {
    const literal = readLiteral(this.source, this.at)
    if (literal === null || this.source[literal.end] === '_') throw unreadable
    this.at = literal.end
    const repeated = this.repeating(literal.value, literal.digits)
    if (repeated !== null) return exact(repeated)
    const value = exact(literal.value)
    // "2\frac{1}{2}" and "2 1/2" are sums, but only of whole numbers.
    if (literal.value.d !== 1n || literal.digits > 0) return value
    if (
      /^\s?\\[dt]?frac\s?(?:\{\s?\d{1,6}\s?\}\s?\{\s?\d{1,6}\s?\}|\d\d)/.test(this.source.slice(this.at, this.at + 40))
    ) {
      return add(value, this.base())
    }
    const typed = /^\s(\d{1,6})\/(\d{1,6})(?![\d.])/.exec(this.source.slice(this.at, this.at + 16))
    if (typed === null || Number(typed[2]) === 0) return value
    this.at += typed[0].length
    return add(value, exact(new Fraction(Number(typed[1]), Number(typed[2]))))
  }

  /** "0.1\overline{6}": the digits below the bar come again and again, 6/90 here. */
  private repeating(before: Fraction, decimals: number): Fraction | null {
    const match = /^(\.?)\s?\\(?:overline|bar)\s?\{(\d{1,9})\}/.exec(this.source.slice(this.at, this.at + 24))
    // A number with a point: a bar over whole digits names something else.
    if (match === null || (match[1] === '') === (decimals === 0)) return null
    this.at += match[0].length
    const digits = match[2] as string
    return before.add(new Fraction(Number(digits), 10 ** digits.length - 1).div(10 ** Math.min(decimals, 40)))
  }

  private group(open: '(' | '{' | '['): Value {
    this.at++
    const value = this.sum()
    if (!this.take({ '(': ')', '{': '}', '[': ']' }[open])) throw unreadable
    return value
  }

  private absolute(): Value {
    this.at++
    const value = this.sum()
    if (!this.take('|')) throw unreadable
    return absolute(value)
  }

  private command(): Value {
    const name = /^\\([a-zA-Z]{1,12})/.exec(this.source.slice(this.at, this.at + 14))?.[1]
    if (name === undefined) throw unreadable
    this.at += name.length + 1
    switch (name) {
      case 'frac':
        return divide(this.argument(), this.argument())
      case 'binom':
        return binomial(this.argument(), this.argument())
      case 'sqrt':
        return this.root()
      case 'pi':
        return float(Math.PI)
      default:
        return greek.has(name) ? float(this.lookUp(`\\${name}${this.subscript()}`)) : this.call(name)
    }
  }

  private name(): Value {
    const word = /^[a-zA-Z]{1,12}/.exec(this.source.slice(this.at, this.at + 12))?.[0] as string
    if (word === 'pi') {
      this.at += 2
      return float(Math.PI)
    }
    if (word === 'sqrt') {
      this.at += 4
      return this.root()
    }
    if (word in functions) {
      this.at += word.length
      return this.call(word)
    }
    // Words of prose are no product of letters.
    if (word.length > 3) throw unreadable
    this.at++
    const letter = word[0] as string
    if (letter === 'i' && this.i !== undefined && this.source[this.at] !== '_') return this.i
    return float(letter === 'e' ? Math.E : this.lookUp(letter + this.subscript()))
  }

  private subscript(): string {
    const match = /^_(?:\{([a-zA-Z0-9]{1,8})\}|([a-zA-Z0-9]))/.exec(this.source.slice(this.at, this.at + 12))
    if (match === null) return ''
    this.at += match[0].length
    return `_${match[1] ?? match[2]}`
  }

  private root(): Value {
    let index = exact(new Fraction(2))
    if (this.take('[')) {
      index = this.sum()
      if (!this.take(']')) throw unreadable
    }
    return raise(this.argument(), divide(exact(new Fraction(1)), index))
  }

  private call(name: string): Value {
    const apply = functions[name]
    if (apply === undefined) throw unreadable
    let logBase: Value | undefined
    if (name === 'log' && this.take('_')) logBase = this.argument()
    const power = this.take('^') ? this.argument() : undefined
    const degrees = /^\s?\(?\{?\d{1,4}(?:\.\d{1,4})?\s?\^\s?\{?\s?\\circ/.test(this.source.slice(this.at, this.at + 24))
    const inBrackets = /^\s?[({[]/.test(this.source.slice(this.at, this.at + 2))
    const isNumber = /^\s?\d/.test(this.source.slice(this.at, this.at + 2))
    let argument = this.power()
    while (!inBrackets && !degrees && this.clings(isAngular.test(name) && isNumber))
      argument = multiply(argument, this.power())
    if (argument.parts !== undefined) throw unreadable
    const inner = degrees ? (argument.approximate * Math.PI) / 180 : argument.approximate
    const value = float(logBase === undefined ? apply(inner) : Math.log(inner) / Math.log(logBase.approximate))
    return power === undefined ? value : raise(value, power)
  }

  /**
   * "sin 2x", "cos 3\\theta", "ln xy": a letter that clings to the number or letter before it. Behind a blank only the number of an angle takes one ("cos 3 \\theta"), and neither e nor a
   * power: "ln 2 x" and "sin x e^x" are products.
   */
  private clings(isNumberOfAngle: boolean): boolean {
    const isApart = this.source[this.at - 1] === ' '
    if (isApart && !isNumberOfAngle) return false
    const [all = '', command, word = command] =
      /^(?:\\([a-z]+)|([a-zA-Z]+))/.exec(this.source.slice(this.at, this.at + 14)) ?? []
    if (word === undefined || (command !== undefined && command !== 'pi' && !greek.has(command))) return false
    if (command === undefined && (word in functions || word === 'sqrt')) return false
    return !isApart || !(word.startsWith('e') || /^\s?\^/.test(this.source.slice(this.at + all.length)))
  }

  /** What a command or "^" takes: a group, one digit, or one letter or command. */
  private argument(): Value {
    if (++this.depth > MAX_DEPTH) throw unreadable
    this.space()
    const char = this.source[this.at] ?? ''
    let value: Value
    if (/\d/.test(char)) {
      this.at++
      value = exact(new Fraction(Number(char)))
    } else if (/[a-zA-Z]/.test(char)) {
      this.at++
      value = char === 'i' && this.i !== undefined ? this.i : float(char === 'e' ? Math.E : this.lookUp(char))
    } else value = this.base()
    this.depth--
    return value
  }

  private take(token: string): boolean {
    this.space()
    if (!this.source.startsWith(token, this.at)) return false
    const next = this.source[this.at + token.length]
    if (token.length > 1 && next !== undefined && /[a-zA-Z]/.test(next)) return false
    this.at += token.length
    return true
  }

  private space(): void {
    while (this.source[this.at] === ' ') this.at++
  }
}
