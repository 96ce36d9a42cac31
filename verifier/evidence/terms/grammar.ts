/*
 * The grammar of terms from top to bottom, by how tightly signs and words bind: "12 XOR 10", "17 + 5 mod 7", "2^10 - 24", "3 times the square root of 16".
 * What stands at the bottom is read in files beside this one: `powers` (behind a number), `atoms` (brackets and commands), `calls` (functions by name),
 * `numerals` (digits) and `prose` (words).
 */
import { defined } from '../../../src/core/absence.js'
import { atomAt } from './atoms.js'
import type { Given } from './functions.js'
import { Place, type Read, sticky } from './place.js'
import { powerAt } from './powers.js'
import { add, divide, fail, multiply, type Num, negate, rational, remainder, wholeOf } from './value.js'
import { inverse } from './whole.js'

const bitwise = sticky(/\s?⊕\s?|\s(?:bitwise\s)?(XOR|AND|OR)\s|\s(xor|&|\^\^)\s/u)
const modulo = sticky(/\s{0,2}(?:\\[bp]?mod|mod(?:ulo)?)(?!\p{L})\s{0,2}/iu)
const additive = sticky(/\s?[+−–-]\s?|\s(?:plus|minus)\s/iu)
const shift = /\s?(?:<<|>>)\s?/y
const multiplicative = sticky(
  /\s?(?:\/\/|[×·⋅*÷/]|\\(?:cdot|times|div)(?![a-zA-Z]))\s?|\s(?:x(?=\s?[\d(])|times|multiplied\sby|divided\sby|over)\s|\s%\s|(?<=\d)%(?=\d)/iu,
)
/** "2√3", "3(4)", "2π", "2i": what stands right behind a number. */
const factor = /√|∛|\(|π|\\sqrt|\\pi|\\frac/y
const slash = /\s?[/÷]/y
const imaginary = sticky(/\s?i(?![\p{L}\d])/u)
const minus = /[−–-]\s?|(?:minus|negative)\s/iy
const plus = /\+\s?/y

export class Grammar extends Place {
  /** What was reckoned modulo last, and where that was read to. */
  private modulo: { modulus: bigint; end: number } | undefined

  /** The modulus, where the term ends with one. */
  get modulus(): bigint | undefined {
    return this.modulo?.end === this.at ? this.modulo.modulus : undefined
  }

  /** A term by itself, perhaps between dollar signs. */
  whole(): Read {
    const isMath = this.char === '$'
    if (isMath) this.at++
    const value = this.expression()
    if (isMath) {
      this.skipSpace()
      this.demand('$')
    }
    return value
  }

  expression(): Read {
    const left = this.residue()
    return this.joined(
      left,
      bitwise,
      () => this.residue(),
      ([, sign, small], a, b) => {
        this.note('whole-numbers')
        return this.apply(bits((sign ?? small ?? 'xor').toLowerCase()), a.readings, b.readings)
      },
    )
  }

  private residue(): Read {
    const from = this.at
    const left = this.sum()
    const sign = this.take(modulo)
    if (sign === null) return left
    // "17 + 5 mod 7": of the sum, or of the 5?
    if (/[+−–-]|plus|minus/.test(this.text.slice(from + 1, this.at - sign[0].length).replace(/\([^()]*\)/g, ''))) fail()
    const right = this.signed(true)
    this.note('whole-numbers')
    this.modulo = { modulus: wholeOf(right.readings[0] ?? fail()) ?? fail(), end: this.at }
    return this.apply(residues, left.readings, right.readings)
  }

  sum(): Read {
    return this.inside(() =>
      this.joined(
        this.shifted(),
        additive,
        () => this.product(),
        ([sign], a, b) => {
          if (/[a-z]/i.test(sign)) this.isNamed = true
          const isMinus = /[−–-]|minus/i.test(sign)
          return this.apply((x, y) => add(x, isMinus ? negate(y) : y), a.readings, b.readings)
        },
      ),
    )
  }

  private shifted(): Read {
    return this.joined(
      this.product(),
      shift,
      () => this.product(),
      ([sign], a, b) => {
        this.note('whole-numbers')
        return this.apply(shiftedBy(sign.trim() === '<<'), a.readings, b.readings)
      },
    )
  }

  private product(first = this.signed(false)): Read {
    const left = this.joined(
      first,
      multiplicative,
      () => this.signed(false),
      (found, a, b) => {
        const sign = found[0].trim().toLowerCase()
        if (/^[a-z]{2}/.test(sign)) this.isNamed = true
        // "9 divided by 3/4": by three quarters.
        if (/^(?:div|over)/.test(sign) && this.sees(slash)) fail()
        if (sign === '//' || sign === '%') this.note('whole-numbers')
        return this.apply(multiplication(sign), a.readings, b.readings)
      },
    )
    if (!this.sees(factor) && !(this.i && this.sees(imaginary))) return left
    const right = this.attempt(() => this.power(false))
    return right === null ? left : this.product(this.apply(multiply, left.readings, right.readings))
  }

  signed(tight: boolean): Read {
    if (this.take(minus) === null) {
      this.take(plus)
      return this.power(tight)
    }
    const from = this.at
    const { readings, digits } = this.power(tight)
    // "-5 squared" is read both ways by people.
    if (/\s(?:squared|to\sthe)/.test(this.text.slice(from, this.at))) fail()
    return { readings: readings.map(negate), ...defined({ digits }) }
  }

  power(tight: boolean): Read {
    return powerAt(this, tight)
  }

  atom(): Read {
    return this.inside(() => atomAt(this))
  }

  /** What a sign or word joins, from left to right. Where nothing can be read behind one, the row ends before it. */
  private joined(
    first: Read,
    sign: RegExp,
    next: () => Read,
    join: (sign: RegExpExecArray, left: Read, right: Read) => Read,
  ): Read {
    let left = first
    for (;;) {
      const from = this.at
      const found = this.take(sign)
      const right = found === null ? null : this.attempt(next)
      if (found === null || right === null) {
        this.at = from
        return left
      }
      left = join(found, left, right)
    }
  }
}

const naturals = (a: Num, b: Num): [bigint, bigint] => {
  const [x, y] = [wholeOf(a) ?? fail(), wholeOf(b) ?? fail()]
  return x < 0n || y < 0n ? fail() : [x, y]
}

const bits = (sign: string) => (a: Num, b: Num) => {
  const [x, y] = naturals(a, b)
  return rational(/and|&/.test(sign) ? x & y : sign === 'or' ? x | y : x ^ y)
}

const shiftedBy = (left: boolean) => (a: Num, b: Num) => {
  const [x, y] = naturals(a, b)
  if (y > 64n) fail()
  return rational(left ? x << y : x >> y)
}

function multiplication(sign: string): (a: Num, b: Num) => Given {
  if (sign === '%') return residues
  if (sign === '//') return (a, b) => rational((divide(a, b).exact ?? fail()).floor())
  return /\/|÷|div|over/.test(sign) ? divide : multiply
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
