import Fraction from 'fraction.js'
import { at, defined } from '../../../src/core/absence.js'
import { lean } from '../../../src/core/lean-patterns.js'
import { readNumberWord } from '../../../src/core/quantities/words.js'
import type { FindingKind } from '../../../src/core/records/types.js'
import { choosing as patternsOf } from '../../../src/core/triggers.js'
import { called, type Given, type Named, type Phrase, phrases } from './functions.js'
import {
  add,
  complex,
  divide,
  fail,
  I,
  multiply,
  type Num,
  negate,
  raise,
  rational,
  real,
  remainder,
  unreadable,
  wholeOf,
} from './value.js'
import { arrangements, choose, inverse } from './whole.js'

/** What a text says at a place, read whole: a number in signs, in words, or a function of some. */
export interface Term {
  /** All that people may mean by it, mostly one. */
  readings: readonly Num[]
  /** It is a list of numbers. */
  list?: readonly Num[]
  /** The decimals of a number that stands there and nothing else. */
  digits?: number
  /** Kinds of what it is made of, besides plain signs of arithmetic; empty for those alone. */
  kinds: readonly FindingKind[]
  /** It holds letters or words that plain arithmetic knows nothing of. */
  isNamed: boolean
  /** It is a remainder by this number, which was reckoned last: "… = 1 mod 5" says as much of what stands before. */
  modulus?: bigint
  /** It is an angle: its sign or its word stands there. */
  isAngle: boolean
  end: number
}

const MAX_DEPTH = 12
const MAX_READINGS = 6
const MAX_NUMBERS = 30

/** The term at a place of a text, as long as it goes, or null. `i`: the letter stands for the imaginary unit. */
export function readTerm(text: string, at: number, i: boolean): Term | null {
  if (latest.text !== text) latest = { text, terms: [new Map(), new Map()] }
  const known = latest.terms[i ? 1 : 0]
  let term = known.get(at)
  if (term === undefined) {
    term = termAt(text, at, i)
    known.set(at, term)
  }
  return term
}

/** What was read of the latest text: several kinds of claims ask for the same places. Terms are shared, so nobody may change them. */
let latest: { text: string; terms: readonly [Map<number, Term | null>, Map<number, Term | null>] } = {
  text: '',
  terms: [new Map(), new Map()],
}

function termAt(text: string, at: number, i: boolean): Term | null {
  try {
    const reader = new Reader(text, at, i)
    const value = reader.whole()
    return {
      ...value,
      kinds: [...reader.kinds],
      isNamed: reader.isNamed,
      isAngle: reader.isAngle,
      end: reader.at,
      ...defined({ modulus: reader.modulusAt === reader.at ? reader.modulus : undefined }),
    }
  } catch (error) {
    if (error === unreadable) return null
    throw error
  }
}

/** Numbers in a row at a place of a text: "2, 3, 5 and 7", with or without braces. Null where something else stands among them, or they go on. */
export function readNumbers(text: string, at: number): { numbers: readonly Num[]; isSet: boolean; end: number } | null {
  try {
    const reader = new Reader(text, at, false)
    const isSet = text[at] === '{'
    const numbers = reader
      .numbers(false)
      .map(({ readings }) => (readings.length === 1 ? readings[0] : undefined) ?? fail())
    return reader.isNamed ? null : { numbers, isSet, end: reader.at }
  } catch (error) {
    if (error === unreadable) return null
    throw error
  }
}

interface Read {
  readings: readonly Num[]
  list?: readonly Num[]
  digits?: number
}

const sticky = (pattern: RegExp) => new RegExp(lean(pattern).source, `${lean(pattern).flags.replace(/[gy]/g, '')}y`)

const space = /[ \u00a0\u2009\u202f]*/y
const numeral = /(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?|\.\d+/y
const based = /0x([\da-f]{1,16})(?![\da-z])|0b([01]{1,64})(?!\w)|0o([0-7]{1,20})(?!\w)/iy
/** "1011_2", "FF₁₆", "(101)_2". */
const subscripted =
  /\(?([\dA-Fa-f]{1,40})\)?(?:_\{?(?:\()?(2|3|4|5|6|7|8|9|16|10)(?:\))?\}?(?!\d)|(₂|₃|₄|₅|₆|₇|₈|₉|₁₆|₁₀)(?![₀-₉]))/y
const lowered = '₀₁₂₃₄₅₆₇₈₉'
const raised = /[⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,6}/y
const toPower = sticky(/\s(?:raised\s)?to\sthe\s(?:power\s(?:of\s)?|(?=\p{L}+\spower))/iu)
/** "2/3 squared", "1/4 to the power 1/2": the fraction is one number. */
const fractionRaised = sticky(/\/(\d{1,6})(?=\s(?:squared|cubed|(?:raised\s)?to\sthe)(?!\p{L}))/iu)
/** What makes it open where an exponent in words ends. */
const exponentGoesOn = sticky(
  /\s?[+*×·/^−–-]|\s(?:plus|minus|times|multiplied|divided|over|squared|cubed|to\sthe)(?!\p{L})/iu,
)
const squared = sticky(/\s(squared|cubed)(?!\p{L})/iu)
const ordinalWords = 'second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth'.split(' ')
const ordinal = new RegExp(`(?:(${ordinalWords.join('|')})|(\\d{1,4})(?:st|nd|rd|th))(?![a-z])`, 'iy')
const degrees = sticky(/\s?(?:°|º)(?!\s?[CF](?!\p{L}))|\sdegrees?(?!\s(?:C|F|K)(?!\p{L}))(?!\p{L})/iu)
const radians = sticky(/\s?rad(?:ians?)?(?!\p{L})/iu)

/** Words and signs between two terms, by how tightly they bind. */
const bitwise = sticky(/\s?⊕\s?|\s(?:bitwise\s)?(XOR|AND|OR)\s|\s(xor|&|\^\^)\s/u)
const modulo = sticky(/\s{0,2}(?:\\[bp]?mod|mod(?:ulo)?)(?!\p{L})\s{0,2}/iu)
const additive = sticky(/\s?[+−–-]\s?|\s(?:plus|minus)\s/iu)
const multiplicative = sticky(
  /\s?(?:\/\/|[×·⋅*÷/]|\\(?:cdot|times|div)(?![a-zA-Z]))\s?|\s(?:x(?=\s?[\d(])|times|multiplied\sby|divided\sby|over)\s|\s%\s|(?<=\d)%(?=\d)/iu,
)
const shift = /\s?(?:<<|>>)\s?/y
const choosing = sticky(/\schoose\s/iu)
const functionName = sticky(
  /\\?(arcsin|arccos|arctan|asin|acos|atan|sin|cos|tan|ln|log10|log2|log|lg|exp|sqrt|cbrt|abs|floor|ceil|max|min|gcd|hcf|gcf|lcm|ggT|kgV|phi|varphi|φ|ϕ|nCr|nPr|C|P)(?![\p{L}])/iu,
)
const severalArguments = /^(?:gcd|lcm|hcf|gcf|ggt|kgv|max|min|c|p|ncr|npr)$/i
const tightArguments = /\(\s?(\d{1,12}(?:,\d{1,12})+)\s?\)/y
/** "3 + 4i" */
const gaussian = /([-−–]?\d{1,9}(?:\.\d{1,9})?)\s?([+−–-])\s?(\d{0,9}(?:\.\d{1,9})?)i(?![\p{L}\d])/uy
const article = sticky(/(?:the|a|an)\s/iu)
const parts = sticky(/\s?(?:of|von)\s(?:the\s)?/iu)
const chooseSign = /(\d{1,3})\s?([CP])\s?(\d{1,3})(?!\d)/y

class Reader {
  at: number
  isNamed = false
  isAngle = false
  modulus: bigint | undefined
  /** Where that was read to. */
  modulusAt = -1
  readonly kinds = new Set<FindingKind>()
  private depth = 0
  private readonly text: string
  private readonly i: boolean

  constructor(text: string, at: number, i: boolean) {
    this.text = text
    this.at = at
    this.i = i
  }

  whole(): Read {
    const dollar = this.text[this.at] === '$'
    if (dollar) this.at++
    const value = this.bits()
    if (dollar) {
      this.skip()
      if (this.text[this.at] !== '$') fail()
      this.at++
    }
    return value
  }

  private take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at
    const match = pattern.exec(this.text)
    if (match !== null) this.at += match[0].length
    return match
  }

  private skip(): void {
    this.take(space)
  }

  private note(kind: FindingKind): void {
    this.isNamed = true
    if (kind !== 'arithmetic') this.kinds.add(kind)
  }

  private apply(of: (...args: Num[]) => Given, ...args: readonly (readonly Num[])[]): Read {
    let rows: Num[][] = [[]]
    for (const readings of args) rows = rows.flatMap((row) => readings.map((each) => [...row, each]))
    if (rows.length > MAX_READINGS) fail()
    const found: Num[] = []
    let list: readonly Num[] | undefined
    for (const row of rows) {
      const given = of(...row)
      if ('list' in given) list = given.list
      else if ('readings' in given) found.push(...given.readings)
      else found.push(given)
    }
    if (list !== undefined && rows.length > 1) fail()
    return { readings: found, ...(list === undefined ? {} : { list }) }
  }

  private bits(): Read {
    let left = this.mod()
    for (;;) {
      const from = this.at
      const sign = this.take(bitwise)
      if (sign === null) return left
      const right = this.attempt(() => this.mod())
      if (right === null) {
        this.at = from
        return left
      }
      this.note('whole-numbers')
      const word = (sign[1] ?? sign[2] ?? 'xor').toLowerCase()
      left = this.apply(
        (a, b) => {
          const [x, y] = [wholeOf(a) ?? fail(), wholeOf(b) ?? fail()]
          if (x < 0n || y < 0n) fail()
          return rational(/and|&/.test(word) ? x & y : word === 'or' ? x | y : x ^ y)
        },
        left.readings,
        right.readings,
      )
    }
  }

  private attempt<T>(read: () => T): T | null {
    const from = this.at
    try {
      return read()
    } catch (error) {
      if (error !== unreadable) throw error
      this.at = from
      return null
    }
  }

  private mod(): Read {
    const from = this.at
    const left = this.sum()
    const sign = this.take(modulo)
    if (sign === null) return left
    // "17 + 5 mod 7": of the sum, or of the 5?
    if (/[+−–-]|plus|minus/.test(this.text.slice(from + 1, this.at - sign[0].length).replace(/\([^()]*\)/g, ''))) fail()
    const right = this.unary(true)
    this.note('whole-numbers')
    ;[this.modulus, this.modulusAt] = [wholeOf(right.readings[0] ?? fail()) ?? fail(), this.at]
    return this.apply(residues, left.readings, right.readings)
  }

  private sum(): Read {
    if (++this.depth > MAX_DEPTH) fail()
    let left = this.shifted()
    for (;;) {
      const from = this.at
      const sign = this.take(additive)
      if (sign === null) break
      if (/[a-z]/i.test(sign[0])) this.isNamed = true
      const right = this.attempt(() => this.product())
      if (right === null) {
        this.at = from
        break
      }
      const minus = /[−–-]|minus/i.test(sign[0])
      left = this.apply((a, b) => add(a, minus ? negate(b) : b), left.readings, right.readings)
    }
    this.depth--
    return left
  }

  private shifted(): Read {
    const left = this.product()
    const from = this.at
    const sign = this.take(shift)
    if (sign === null) return left
    const right = this.attempt(() => this.product())
    if (right === null) {
      this.at = from
      return left
    }
    this.note('whole-numbers')
    return this.apply(
      (a, b) => {
        const [x, y] = [wholeOf(a) ?? fail(), wholeOf(b) ?? fail()]
        if (x < 0n || y < 0n || y > 64n) fail()
        return rational(sign[0].includes('<<') ? x << y : x >> y)
      },
      left.readings,
      right.readings,
    )
  }

  private product(): Read {
    let left = this.unary(false)
    for (;;) {
      const from = this.at
      const sign = this.take(multiplicative)?.[0].trim().toLowerCase()
      if (sign !== undefined) {
        const right = this.attempt(() => this.unary(false))
        if (right === null) {
          this.at = from
          return left
        }
        if (/[a-z]{2}/.test(sign) && !sign.startsWith('\\')) this.isNamed = true
        if (sign === '//' || sign === '%') this.note('whole-numbers')
        left = this.apply(multiplication(sign), left.readings, right.readings)
        continue
      }
      if (!this.startsFactor()) return left
      const right = this.attempt(() => this.power(false))
      if (right === null) {
        this.at = from
        return left
      }
      left = this.apply(multiply, left.readings, right.readings)
    }
  }

  /** "2√3", "3(4)", "2i", "2π": what stands right behind a number. */
  private startsFactor(): boolean {
    const rest = this.text.slice(this.at, this.at + 8)
    return /^(?:√|∛|\(|π|\\sqrt|\\pi|\\frac|\s?i(?![\p{L}\d]))/u.test(rest) && (this.i || !/^\s?i(?!\p{L})/u.test(rest))
  }

  private unary(tight: boolean): Read {
    const sign = this.take(/[−–-]\s?|(?:minus|negative)\s/iy)
    if (sign === null) {
      this.take(/\+\s?/y)
      return this.power(tight)
    }
    const from = this.at
    const value = this.power(tight)
    const digits = value.digits
    // "-5 squared" is read both ways by people.
    const isBothWays = /\s(?:squared|to\sthe)/.test(this.text.slice(from, this.at))
    if (isBothWays) fail()
    return { readings: value.readings.map(negate), ...(digits === undefined ? {} : { digits }) }
  }

  private power(tight: boolean): Read {
    let base = this.primary()
    const under = tight ? null : this.take(fractionRaised)
    if (under !== null) base = this.apply(divide, base.readings, [rational(Number(under[1]))])
    for (;;) {
      if (this.take(/!(?!=)(?!\w)/y)) {
        // "is 24!" is an exclamation where nothing follows: the caller's claim would be too large to be meant.
        this.note('whole-numbers')
        base = this.apply((n) => rational(arrangements(smallOf(n, 170), smallOf(n, 170)) ?? fail()), base.readings)
        continue
      }
      const up = this.take(/\s?(?:\^(?!\s?\{?\\circ)|\*\*(?=\s?[\d(-]))\s?/y)
      if (up !== null) {
        const exponent = this.exponent()
        base = this.apply(raise, base.readings, exponent.readings)
        continue
      }
      const high = this.take(raised)
      if (high !== null) {
        const value = [...high[0].replace('⁻', '')].map((each) => '⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(each)).join('')
        base = this.apply((b) => raise(b, rational(Number(value) * (high[0].startsWith('⁻') ? -1 : 1))), base.readings)
        continue
      }
      const angle = this.take(degrees)
      if (angle !== null) {
        this.isAngle = true
        return { readings: base.readings.map((each) => real((each.re * Math.PI) / 180)) }
      }
      if (tight) return base
      const word = this.take(squared)
      if (word !== null) {
        this.isNamed = true
        base = this.apply((b) => raise(b, rational(/square/i.test(word[1] ?? '') ? 2 : 3)), base.readings)
        continue
      }
      const from = this.at
      if (this.take(toPower) !== null) {
        this.isNamed = true
        const of = this.attempt(() => this.exponentInWords())
        if (of === null) {
          this.at = from
          return base
        }
        base = this.apply(raise, base.readings, of.readings)
        continue
      }
      if (this.take(radians) !== null) this.isAngle = true
      const over = this.take(choosing)
      if (over !== null) {
        const k = this.unary(true)
        this.note('whole-numbers')
        base = this.apply(
          (n, of) => rational(choose(smallOf(n, 200), smallOf(of, 200)) ?? fail()),
          base.readings,
          k.readings,
        )
      }
      return base
    }
  }

  /** "{10}", "-2", "(1/2)", "2^3". */
  private exponent(): Read {
    if (this.text[this.at] === '{') return this.group('}')
    const negative = this.take(/[−–-]/y) !== null
    const base = this.primary()
    const above = this.take(/\^/y) !== null ? this.apply(raise, base.readings, this.exponent().readings) : base
    return negative ? { readings: above.readings.map(negate) } : above
  }

  /** "to the power of 5", "to the fifth power", "to the power 5". */
  private exponentInWords(): Read {
    const nth = this.take(ordinal)
    if (nth === null) {
      const value = this.unary(true)
      const under = this.take(/\/(\d{1,6})(?![\d.])/y)
      const whole = under === null ? value : this.apply(divide, value.readings, [rational(Number(under[1]))])
      return this.sees(exponentGoesOn) ? fail() : whole
    }
    if (this.take(/\spower(?![a-z])/iy) === null) fail()
    return { readings: [rational(ordinalOf(nth))] }
  }

  private group(close: string): Read {
    this.at++
    this.skip()
    const value = this.bits()
    this.skip()
    if (this.text[this.at] !== close) fail()
    this.at++
    // (5) shows its digits, (2 + 3) none.
    return value
  }

  private primary(): Read {
    if (++this.depth > MAX_DEPTH) fail()
    const value = this.value()
    this.depth--
    return value
  }

  private value(): Read {
    const { text } = this
    const char = text[this.at] ?? ''
    if (/[\d.]/.test(char) || /[A-Fa-f]/.test(char)) {
      const number = this.number()
      if (number !== null) return number
    }
    if (char === '(') return this.group(')')
    if (char === '[') return this.group(']')
    if (char === '{') return this.group('}')
    if (char === '|') return this.bars()
    if (char === '⌊' || char === '⌈') return this.rounded(char)
    if (char === '√' || char === '∛') {
      this.at++
      this.skip()
      const of = this.primary()
      this.note('closed-forms')
      return this.apply(char === '√' ? (x) => raise(x, rational(new Fraction(1, 2))) : cubeRoot, of.readings)
    }
    if (char === 'π') {
      this.at++
      this.isNamed = true
      return { readings: [real(Math.PI)] }
    }
    if (char === '\\') {
      const command = this.command()
      if (command !== null) return command
    }
    const applied = this.attempt(() => this.call(this.take(functionName)?.[1] ?? fail()))
    if (applied !== null) return applied
    if (this.i && this.take(/i(?![\p{L}\d])/uy) !== null) {
      this.note('closed-forms')
      return { readings: [I] }
    }
    if (this.take(/e(?=\s?\^)/y) !== null) {
      this.note('closed-forms')
      return { readings: [real(Math.E)] }
    }
    return this.words()
  }

  private number(): Read | null {
    const prefixed = this.take(based)
    if (prefixed !== null) {
      this.note('whole-numbers')
      return { readings: [rational(BigInt(prefixed[0].toLowerCase()))] }
    }
    const marked = this.take(subscripted)
    if (marked !== null) {
      const base = marked[2] ?? [...(marked[3] ?? '')].map((each) => lowered.indexOf(each)).join('')
      if (base !== '10') this.note('whole-numbers')
      return { readings: [rational(inBase(marked[1] ?? '', Number(base)) ?? fail())] }
    }
    const chosen = this.take(chooseSign)
    if (chosen !== null) {
      this.note('whole-numbers')
      const [, n, sign, k] = chosen
      const value = (sign === 'C' ? choose : arrangements)(Number(n), Number(k))
      return { readings: [rational(value ?? fail())] }
    }
    const from = this.at
    const written = this.take(numeral)
    if (written === null) return null
    const next = text2(this.text, this.at)
    // "3:30", "5m", "5%", "9.11.2", "10,5", and what is no number of its own.
    if (/^(?::\d|%(?!\s?\d)|[€£¥]|[.,]\d|['’]\d|\/\d{1,2}\/)/.test(next) || written[0].length > 60) {
      this.at = from
      return null
    }
    if (/^\p{L}/u.test(next) && !(/^i(?!\p{L})/u.test(next) && this.i) && !/^(?:π|x(?=\d))/u.test(next)) {
      this.at = from
      return null
    }
    const plain = written[0].replace(/,/g, '')
    // "2 1/2" is one number.
    const mixed = /^\d+$/.test(plain) ? this.take(/ (\d{1,3})\/(\d{1,3})(?![\d.])/y) : null
    if (mixed !== null) {
      const part = new Fraction(Number(mixed[1]), Number(mixed[2]) || fail())
      if (part.compare(1) >= 0) fail()
      return { readings: [rational(new Fraction(plain).add(part))] }
    }
    return { readings: [rational(new Fraction(plain))], digits: /\.(\d+)/.exec(plain)?.[1]?.length ?? 0 }
  }

  private bars(): Read {
    this.at++
    this.skip()
    const value = this.sum()
    this.skip()
    if (this.text[this.at] !== '|') fail()
    this.at++
    this.note('closed-forms')
    return this.apply(called.get('abs')?.of ?? fail, value.readings)
  }

  private rounded(open: string): Read {
    this.at++
    this.skip()
    const value = this.sum()
    this.skip()
    if (this.text[this.at] !== (open === '⌊' ? '⌋' : '⌉')) fail()
    this.at++
    this.note('whole-numbers')
    return this.apply(called.get(open === '⌊' ? 'floor' : 'ceil')?.of ?? fail, value.readings)
  }

  private command(): Read | null {
    const name = this.take(/\\([dt]?frac|[dt]?binom|sqrt|pi|lfloor|lceil)(?![a-zA-Z])\s?/y)?.[1]
    if (name === undefined) return null
    if (name === 'pi') {
      this.isNamed = true
      return { readings: [real(Math.PI)] }
    }
    if (name === 'sqrt') {
      let index: Num = rational(2)
      if (this.text[this.at] === '[') index = this.group(']').readings[0] ?? fail()
      const of = this.braced()
      this.note('closed-forms')
      return this.apply((x) => (index.re === 3 ? cubeRoot(x) : raise(x, divide(rational(1), index))), of.readings)
    }
    if (name.endsWith('frac')) return this.apply(divide, this.braced().readings, this.braced().readings)
    if (name.endsWith('binom')) {
      this.note('whole-numbers')
      return this.apply(called.get('C')?.of ?? fail, this.braced().readings, this.braced().readings)
    }
    return fail()
  }

  private braced(): Read {
    this.skip()
    if (this.text[this.at] === '{') return this.group('}')
    const digit = this.take(/\d/y)
    if (digit === null) return fail()
    return { readings: [rational(Number(digit[0]))] }
  }

  private call(written: string): Read {
    const name = called.has(written) ? written : written.toLowerCase().replace('varphi', 'phi')
    const isLetter = written.length === 1
    const named: Named | undefined = called.get(name)
    if (named === undefined || (isLetter && this.text[this.at] !== '(')) return fail()
    this.note(named.kind)
    const power = this.take(/\s?(?:\^\s?\{?\s?([23])\s?\}?|([²³]))/y)
    const inverse =
      power === null && /^(?:sin|cos|tan)$/.test(name) ? this.take(/\s?(?:\^\s?\{?\s?[-−]\s?1\s?\}?|⁻¹)/y) : null
    if (power !== null && named.angle === undefined) fail()
    const base = name === 'log' ? this.take(/\s?_\s?(?:\{?\s?(\d{1,3}|e)\s?\}?)|([₀-₉]{1,3})/y) : null
    this.skip()
    const isAngle = this.isAngle
    let args: Read[]
    if (this.text[this.at] === '(') args = this.args(name)
    else {
      const spaced = this.text[this.at - 1] === ' '
      if (!spaced && this.text[this.at] !== '√' && this.text[this.at] !== '\\' && !/\d/.test(this.text[this.at] ?? ''))
        fail()
      if (severalArguments.test(name) || /^(?:phi|φ|ϕ)$/.test(name)) {
        // "gcd of 12 and 18", "LCM of …"
        if (this.take(parts) === null) fail()
        args = this.numbers(true)
      } else {
        // "log 8" and "sin 30°", and no more than one number: "log 2 · 3" is left alone.
        args = [this.power(true)]
        if (/^\s?(?:[×·⋅*/]|\\cdot|\\times|\d|\()/.test(text2(this.text, this.at))) fail()
      }
    }
    const isBare = !this.isAngle || isAngle
    this.isAngle = isAngle
    let value: Read
    if (base !== null) {
      const of =
        base[1] === 'e'
          ? real(Math.E)
          : rational(Number(base[1] ?? [...(base[2] ?? '')].map((each) => lowered.indexOf(each)).join('')))
      value = this.apply(called.get('log2') === undefined ? fail : (x) => logTo(of, x), args[0]?.readings ?? [])
    } else if (inverse !== null) value = this.apply(called.get(`arc${name}`)?.of ?? fail, args[0]?.readings ?? [])
    else if (named.angle && isBare && args[0]?.digits !== undefined)
      value = this.apply(
        named.of,
        args[0].readings.flatMap((each) => [each, real((each.re * Math.PI) / 180)]),
      )
    else value = this.apply(named.of, ...args.map((each) => each.readings))
    if (power !== null)
      value = this.apply((x) => raise(x, rational(power[1] === '2' || power[2] === '²' ? 2 : 3)), value.readings)
    return value
  }

  private args(name: string): Read[] {
    // "C(4,2)": commas without blanks part the arguments of what takes several.
    const tight = severalArguments.test(name) ? this.take(tightArguments)?.[1] : undefined
    if (tight !== undefined) return tight.split(',').map((each) => ({ readings: [rational(Number(each))] }))
    const args: Read[] = []
    do {
      this.at++
      this.skip()
      args.push(this.bits())
      this.skip()
    } while ((this.text[this.at] === ',' || this.text[this.at] === ';') && args.length < MAX_NUMBERS)
    if (this.text[this.at] !== ')') fail()
    this.at++
    return args
  }

  /** "3, 4 and 5": at least two. */
  numbers(several: boolean): Read[] {
    const bracket = this.take(/[([{]\s?/y)?.[0].trim()
    const found = [this.argument()]
    while (found.length < MAX_NUMBERS) {
      const from = this.at
      if (this.take(sticky(/\s?,\s(?:and\s|und\s)?|\s(?:and|und|&)\s/iu)) === null) break
      const next = this.attempt(() => this.argument())
      if (next === null) {
        this.at = from
        break
      }
      found.push(next)
    }
    if (bracket !== undefined) {
      if (this.take(/\s?[)\]}]/y) === null) fail()
    }
    if (several && found.length < 2) fail()
    return found
  }

  /** An argument in prose: one number, a power of numbers, a function of its own in brackets; what is reckoned on with is ambiguous. */
  private argument(): Read {
    const z = this.i ? this.take(gaussian) : null
    if (z !== null) {
      this.note('closed-forms')
      const [, re, sign, im] = z
      const size = im === '' ? 1 : Number(im)
      return { readings: [complex(Number((re ?? '0').replace(/[−–]/, '-')), sign === '+' ? size : -size)] }
    }
    const value = this.unary(true)
    if (/^\//.test(text2(this.text, this.at)) && value.digits === 0) {
      this.at++
      const under = this.number() ?? fail()
      return this.apply(divide, value.readings, under.readings)
    }
    const rest = text2(this.text, this.at)
    if (
      /^(?:\s?[+*×·/^]|\s[-−–]\s?\d|\s?\\(?:cdot|times)|\s(?:plus|minus|times|squared|cubed|to\sthe|mod)(?![a-z]))/.test(
        rest,
      )
    )
      fail()
    return value
  }

  private words(): Read {
    this.take(article)
    const roots = this.phrase()
    if (roots !== null) return roots
    const { text } = this
    const factorialOf = this.take(/(\d{1,3})\sfactorial(?![a-z])/iy)
    if (factorialOf !== null) {
      this.note('whole-numbers')
      return { readings: [rational(arrangements(Number(factorialOf[1]), Number(factorialOf[1])) ?? fail())] }
    }
    const word = readNumberWord(text, this.at)
    if (word === null) return fail()
    this.at = word.end
    if (/^[\p{L}\d-]/u.test(text2(text, this.at))) fail()
    this.isNamed = true
    if (word.kind === 'count') {
      return { readings: [rational(word.value)], digits: 0 }
    }
    if (word.kind === 'part' && this.take(parts) === null) fail()
    if (word.kind === 'multiple') this.skip()
    const of = this.argument()
    return this.apply((x) => multiply(rational(word.value), x), of.readings)
  }

  private phrase(): Read | null {
    const from = this.at
    for (const phrase of phrasesIn(this.text)) {
      const [first] = phrase.slots
      if (first instanceof RegExp && !this.sees(first)) continue
      const args = this.attempt(() => this.filled(phrase))
      if (args !== null) {
        this.note(phrase.kind)
        if (phrase.kind === 'arithmetic') this.kinds.add('arithmetic')
        return args
      }
      this.at = from
    }
    return null
  }

  private sees(pattern: RegExp): boolean {
    pattern.lastIndex = this.at
    return pattern.test(this.text)
  }

  private filled({ slots, of, angle }: Compiled): Read {
    const args: (readonly Num[])[] = []
    const outer = this.isAngle
    for (const slot of slots) {
      if (slot === 'n' || slot === 'o' || slot === 'ns') {
        if (slot === 'o') args.push([rational(ordinalOf(this.take(ordinal) ?? fail()))])
        else if (slot === 'ns') args.push(...this.numbers(true).map((each) => each.readings))
        else {
          this.isAngle = false
          const value = this.argument()
          const isBare = angle === true && !this.isAngle && value.digits !== undefined
          args.push(isBare ? value.readings.flatMap((each) => [each, real((each.re * Math.PI) / 180)]) : value.readings)
        }
      } else if (this.take(slot) === null) fail()
    }
    this.isAngle = outer
    return this.apply(of, ...args)
  }
}

const text2 = (text: string, at: number) => text.slice(at, at + 16)
const smallOf = (num: Num, most: number): number => {
  const whole = wholeOf(num) ?? fail()
  return whole < 0n || whole > BigInt(most) ? fail() : Number(whole)
}
const cubeRoot = (x: Num): Num => {
  const third = rational(new Fraction(1, 3))
  return x.im === 0 && x.re < 0 ? negate(raise(negate(x), third)) : raise(x, third)
}
const logTo = (base: Num, x: Num): Num => {
  if (x.im !== 0 || x.re <= 0 || base.re <= 0 || base.re === 1) return fail()
  const value = Math.log(x.re) / Math.log(base.re)
  return Math.abs(value - Math.round(value)) < 1e-12 ? rational(Math.round(value)) : real(value)
}

/** What a remainder may be: of negative numbers most languages keep the sign. */
function residues(a: Num, n: Num): Given {
  const modulus = wholeOf(n) ?? fail()
  // One over a number modulo n is its inverse there.
  if (a.exact !== null && a.exact.d > 1n) {
    const under = inverse(a.exact.d, modulus) ?? fail()
    return rational(remainder(rational(a.exact.s * a.exact.n * under), modulus))
  }
  const rest = remainder(a, modulus)
  const whole = a.tower === undefined ? wholeOf(a) : null
  return whole !== null && whole < 0n && rest !== 0n
    ? { readings: [rational(rest), rational(rest - modulus)] }
    : rational(rest)
}

function multiplication(sign: string): (a: Num, b: Num) => Given {
  if (sign === '%') return residues
  if (sign === '//')
    return (a, b) => {
      const quotient = divide(a, b).exact ?? fail()
      return rational(quotient.floor())
    }
  return /\/|÷|div|over/.test(sign) ? divide : multiply
}

const ordinalOf = ([, word, digits]: RegExpExecArray): number =>
  word === undefined ? Number(digits) : ordinalWords.indexOf(word.toLowerCase()) + 2

/** The value of digits in a base, or null where one of them is none. */
export function inBase(digits: string, base: number): bigint | null {
  let value = 0n
  for (const digit of digits.toLowerCase()) {
    const worth = '0123456789abcdef'.indexOf(digit)
    if (worth < 0 || worth >= base) return null
    value = value * BigInt(base) + BigInt(worth)
  }
  return value
}

interface Compiled extends Phrase {
  slots: readonly (RegExp | 'n' | 'o' | 'ns')[]
}
const compiled: readonly Compiled[] = phrases.map((phrase) => ({
  ...phrase,
  slots: phrase.says
    .split(/\{(ns|n|o)\}/)
    .flatMap((part, i) =>
      part === ''
        ? []
        : [i % 2 === 1 ? (part as 'n' | 'o' | 'ns') : sticky(new RegExp(part.replace(/ /g, '\\s'), 'iu'))],
    ),
}))

const mayStandIn = patternsOf(compiled.map(({ says }) => says.replace(/\{(?:ns|n|o)\}/g, '.*').replace(/ /g, '\\s')))
let lastText = ''
let lastPhrases: readonly Compiled[] = []

/** The phrases that may stand in a text. It is asked for at every word of it. */
function phrasesIn(text: string): readonly Compiled[] {
  if (text !== lastText) {
    lastPhrases = mayStandIn(text).map((i) => at(compiled, i))
    lastText = text
  }
  return lastPhrases
}
