/* Terms of vectors, matrices and numbers: "2u + 3v", "A · B". Parsed and reckoned. */
import { shown } from '../claim.js'
import {
  cross,
  determinant,
  dot,
  inverse,
  type Matrix,
  sameMatrix,
  sameVector,
  showMatrix,
  showVector,
  times,
  transposed,
  type Vector,
} from './linear.js'
import { readMatrix, readNumber, readVector } from './things.js'

/** A number, a vector or a matrix. */
export type Term = number | { vector: Vector } | { matrix: Matrix }

export const showTerm = (term: Term): string =>
  typeof term === 'number' ? shown(term) : 'vector' in term ? showVector(term.vector) : showMatrix(term.matrix)

/** Whether two terms are one; null where they are of different kinds. */
export function sameTerm(a: Term, b: Term): boolean | null {
  if (typeof a === 'number' || typeof b === 'number')
    return typeof a === 'number' && typeof b === 'number'
      ? Math.abs(a - b) <=
          0.006 * Math.max(Math.abs(a), Math.abs(b)) * (Number.isInteger(a) && Number.isInteger(b) ? 0 : 1) + 1e-9
      : null
  if ('vector' in a && 'vector' in b) return a.vector.length === b.vector.length ? sameVector(a.vector, b.vector) : null
  if ('matrix' in a && 'matrix' in b) return sameShape(a.matrix, b.matrix) ? sameMatrix(a.matrix, b.matrix) : null
  return null
}

const sameShape = (a: Matrix, b: Matrix) => a.length === b.length && a[0]?.length === b[0]?.length

/** What letters stand for. */
export function lettersOf(letters: ReadonlyMap<string, string>): Map<string, Term> {
  const found = new Map<string, Term>()
  for (const [letter, text] of letters) {
    const [matrix, vector] = [readMatrix(text), readVector(text)]
    if (matrix !== null) found.set(letter, { matrix })
    else if (vector !== null) found.set(letter, { vector })
  }
  return found
}

class Unread extends Error {}
const unread = new Unread('no term')

/** The value of a term of vectors, matrices and numbers; null where it is none. */
export function termOf(text: string, bound: ReadonlyMap<string, Term>): Term | null {
  if (text.length > 160 || text === '') return null
  const reader = new Reader(text.replace(/\s+/g, ' ').replace(/[−–]/g, '-'), bound)
  try {
    const term = reader.sum()
    return reader.isAtEnd() ? term : null
  } catch (error) {
    if (error === unread) return null
    throw error
  }
}

const vector = /^[([][^()[\]]*,[^()[\]]*[)\]]/
const number = /^(?:\d+(?:\.\d+)?(?:\s?\/\s?\d+)?|\\frac\{-?\d+\}\{-?\d+\}|√\d+|\\sqrt\{\d+\})/

class Reader {
  private at = 0
  private depth = 0
  private readonly text: string
  private readonly bound: ReadonlyMap<string, Term>

  constructor(text: string, bound: ReadonlyMap<string, Term>) {
    this.text = text
    this.bound = bound
  }

  isAtEnd(): boolean {
    this.space()
    return this.at === this.text.length
  }

  sum(): Term {
    if (++this.depth > 12) throw unread
    let total = this.product()
    for (;;) {
      if (this.take('+')) total = add(total, this.product(), 1)
      else if (this.take('-')) total = add(total, this.product(), -1)
      else break
    }
    this.depth--
    return total
  }

  private product(): Term {
    let total = this.take('-') ? scale(this.factor(), -1) : this.factor()
    for (;;) {
      if (this.take('·') || this.take('*')) total = multiply(total, this.factor(), true)
      else if (this.take('×')) total = multiplyAcross(total, this.factor())
      else if (this.take('/')) total = divide(total, this.factor())
      else if (this.starts()) total = multiply(total, this.factor(), false)
      else return total
    }
  }

  private starts(): boolean {
    this.space()
    return /^(?:[[(]|\\frac|[A-Za-z])/.test(this.text.slice(this.at))
  }

  private factor(): Term {
    let term = this.atom()
    for (;;) {
      const power = /^\s?(?:\^\s?\{?\s?(T|\\top|-1|\d)\s?\}?|(ᵀ|⁻¹|²|³))/.exec(this.text.slice(this.at))
      if (power === null) return term
      this.at += power[0].length
      term = raise(term, power[1] ?? power[2] ?? '')
    }
  }

  private atom(): Term {
    this.space()
    const rest = this.text.slice(this.at)
    const matrix = /^\[\s?\[[^[\]]*\](?:\s?,\s?\[[^[\]]*\])*\s?\]/.exec(rest)?.[0]
    if (matrix !== undefined) return this.read(matrix, readMatrix(matrix), (value) => ({ matrix: value }))
    const tuple = vector.exec(rest)?.[0]
    if (tuple !== undefined) return this.read(tuple, readVector(tuple), (value) => ({ vector: value }))
    const plain = number.exec(rest)?.[0]
    if (plain !== undefined) return this.read(plain, readNumber(plain)?.value ?? null, (value) => value)
    const name = /^\\?(?:det|tr)(?![a-z])/.exec(rest)?.[0]
    if (name !== undefined) {
      this.at += name.length
      const inside = this.atom()
      if (typeof inside === 'number' || !('matrix' in inside)) throw unread
      const value = name.endsWith('det')
        ? determinant(inside.matrix)
        : inside.matrix.reduce((sum, row, i) => sum + (row[i] ?? Number.NaN), 0)
      if (value === null) throw unread
      return value
    }
    const bar = /^(?:\|\||‖|\|)/.exec(rest)?.[0]
    if (bar !== undefined) {
      this.at += bar.length
      const inside = this.sum()
      if (!this.take(bar)) throw unread
      if (typeof inside === 'number') return Math.abs(inside)
      if ('vector' in inside) return Math.hypot(...inside.vector)
      const value = bar === '|' ? determinant(inside.matrix) : null
      if (value === null) throw unread
      return value
    }
    if (this.take('(')) {
      const inside = this.sum()
      if (!this.take(')')) throw unread
      return inside
    }
    const letter = /^[A-Za-z](?![a-z_'(])/.exec(rest)?.[0]
    const term = letter === undefined ? undefined : this.bound.get(letter)
    if (term === undefined) throw unread
    this.at += 1
    return term
  }

  private read<T>(text: string, value: T | null, as: (value: T) => Term): Term {
    if (value === null) throw unread
    this.at += text.length
    return as(value)
  }

  private take(sign: string): boolean {
    this.space()
    if (!this.text.startsWith(sign, this.at)) return false
    this.at += sign.length
    return true
  }

  private space(): void {
    while (this.text[this.at] === ' ') this.at++
  }
}

function scale(term: Term, by: number): Term {
  if (typeof term === 'number') return term * by
  if ('vector' in term) return { vector: term.vector.map((each) => each * by) }
  return { matrix: term.matrix.map((row) => row.map((each) => each * by)) }
}

function add(a: Term, b: Term, sign: 1 | -1): Term {
  const other = scale(b, sign)
  if (typeof a === 'number' && typeof other === 'number') return a + other
  if (typeof a === 'number' || typeof other === 'number') throw unread
  if ('vector' in a && 'vector' in other && a.vector.length === other.vector.length)
    return { vector: a.vector.map((each, i) => each + (other.vector[i] ?? 0)) }
  if ('matrix' in a && 'matrix' in other && sameShape(a.matrix, other.matrix))
    return { matrix: a.matrix.map((row, i) => row.map((each, k) => each + (other.matrix[i]?.[k] ?? 0))) }
  throw unread
}

function multiply(a: Term, b: Term, isDot: boolean): Term {
  if (typeof a === 'number') return scale(b, a)
  if (typeof b === 'number') return scale(a, b)
  if ('vector' in a && 'vector' in b) {
    if (!isDot || a.vector.length !== b.vector.length) throw unread
    return dot(a.vector, b.vector)
  }
  if ('vector' in a) throw unread
  if ('vector' in b) {
    const made = times(
      a.matrix,
      b.vector.map((each) => [each]),
    )
    if (made === null) throw unread
    return { vector: made.map(([each = Number.NaN]) => each) }
  }
  const made = times(a.matrix, b.matrix)
  if (made === null) throw unread
  return { matrix: made }
}

function multiplyAcross(a: Term, b: Term): Term {
  if (typeof a === 'number' && typeof b === 'number') return a * b
  if (typeof a === 'number' || typeof b === 'number' || !('vector' in a) || !('vector' in b)) throw unread
  const made = cross(a.vector, b.vector)
  if (made === null) throw unread
  return { vector: made }
}

function divide(a: Term, b: Term): Term {
  if (typeof b !== 'number' || b === 0) throw unread
  return scale(a, 1 / b)
}

function raise(term: Term, power: string): Term {
  if (typeof term === 'number') {
    const exponent = power === '²' ? 2 : power === '³' ? 3 : Number(power)
    if (Number.isNaN(exponent)) throw unread
    return term ** exponent
  }
  if ('vector' in term) {
    if (/^(?:T|\\top|ᵀ)$/.test(power)) return term
    throw unread
  }
  if (/^(?:T|\\top|ᵀ)$/.test(power)) return { matrix: transposed(term.matrix) }
  if (power === '-1' || power === '⁻¹') {
    const made = inverse(term.matrix)
    if (made === null) throw unread
    return { matrix: made }
  }
  const exponent = power === '²' ? 2 : power === '³' ? 3 : Number(power)
  let made: Matrix | null = term.matrix
  for (let i = 1; i < exponent; i++) made = made === null ? null : times(made, term.matrix)
  if (made === null || !(exponent >= 1)) throw unread
  return { matrix: made }
}
