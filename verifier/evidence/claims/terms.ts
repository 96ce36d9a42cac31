import { redefines } from '../../../src/core/arithmetic/equations.js'
import { lean } from '../../../src/core/lean-patterns.js'
import type { Finding, FindingKind } from '../../../src/core/records/types.js'
import { rare } from '../../../src/core/triggers.js'
import { readTerm, type Term } from '../terms/reader.js'
import { type Num, remainder, wholeOf } from '../terms/value.js'
import { agrees, type ClaimText, comparedOtherwise, finding, hedged, shown } from './claim.js'
import { clauseEnds, clauseStarts } from './clauses.js'

const MAX_CLAUSES = 200

/** A step with none of these says nothing that is read here. */
const mayState =
  /[=<>≤≥≈≠]|\b(?:is|are|equals?|gives?|makes|yields|exceeds|ist|sind|ergibt|simplifies|reduces|evaluates|comes)\b/i

const relation = new RegExp(
  lean(
    /\s{0,3}(?:(=|≈|≠|<=|>=|[<>≤≥])\s{0,3}|(?:is|are|equals?|gives?|makes|yields|returns|ist|ergibt|evaluates\sto|comes\s(?:out\s)?to|works\sout\sto|simplifies\sto|reduces\sto|comes\sout\sas)(?!\p{L})\s?)/iu,
  ).source,
  'iy',
)
/** Behind "is". */
const comparison =
  /(?:also\s|clearly\s|indeed\s|therefore\s|thus\s|still\s|actually\s|again\s|then\s|simply\s|just\s|always\s)?(?:(not\s)?(?:equal\sto|the\ssame\s(?:number\s|value\s)?as|identical\s(?:to|with))\s|((?:strictly\s|slightly\s|much\s)?(?:less|smaller|fewer|lower|greater|larger|bigger|more|higher)\sthan)\s|(at\s(?:least|most))\s|(exactly|precisely)\s|((?:about|approximately|approx\.|roughly|around|nearly|almost|close\sto)\s|[≈~]\s?)|(not)\s)?(?:the\snumber\s)?/iy

interface Relation {
  how: '=' | '≠' | '<' | '>' | '≤' | '≥'
  approximate: boolean
  exactly: boolean
  /** Written as a sign. */
  isSign: boolean
  /** A verb that plain arithmetic does not know. */
  isOther: boolean
  end: number
}

function readRelation(text: string, at: number): Relation | null {
  relation.lastIndex = at
  const match = relation.exec(text)
  if (match === null) return null
  const end = at + match[0].length
  const sign = match[1]
  if (sign !== undefined) {
    const how =
      ({ '<=': '≤', '>=': '≥', '≈': '=' } as Record<string, Relation['how']>)[sign] ?? (sign as Relation['how'])
    return { how, approximate: sign === '≈', exactly: false, isSign: true, isOther: false, end }
  }
  comparison.lastIndex = end
  const [all = '', no, than, bound, exactly, about, not] = comparison.exec(text) ?? []
  const how: Relation['how'] =
    than !== undefined
      ? /less|smaller|fewer|lower/.test(than)
        ? '<'
        : '>'
      : bound !== undefined
        ? bound.endsWith('least')
          ? '≥'
          : '≤'
        : no !== undefined || not !== undefined
          ? '≠'
          : '='
  return {
    how,
    approximate: about !== undefined,
    exactly: exactly !== undefined,
    isSign: false,
    isOther: /to|as/.test(match[0]),
    end: end + all.length,
  }
}

/**
 * "f of a and b is c", for all functions that have a name, and any two things that can be reckoned out and are said to be equal or not: roots, powers, logarithms, sines,
 * remainders, divisors, complex numbers, numerals of other bases. A clause is read from its beginning to its end or not at all.
 */
export function readTerms({ plain, question }: ClaimText): Finding[] {
  if (!mayState.test(plain)) return []
  const i = complexLetter(`${question}\n${plain}`)
  // A sign of the question's own, or digits that are bits.
  if (redefines(question) || inBinary.test(plain)) return []
  const otherwise = elsewhere.test(question) || elsewhere.test(plain)
  const found: Finding[] = []
  let read = -1
  for (const start of clauseStarts(plain).slice(0, MAX_CLAUSES)) {
    if (start < read) continue
    let [left, from] = [readTerm(plain, start, i), start]
    while (left !== null) {
      const how = readRelation(plain, left.end)
      if (how === null) break
      const right = readTerm(plain, how.end, i)
      if (right === null) break
      const goesOn = readRelation(plain, right.end)?.isSign === true
      if (!goesOn && !clauseEnds(plain, right.end)) break
      read = right.end
      const judged = judge(plain, from, left, how, right, otherwise)
      if (judged !== null) found.push(judged)
      ;[left, from] = [right, how.end]
    }
  }
  return found
}

/** Where one reckons modulo something, in another base, on a clock or with vectors, sums and products are other ones. */
const elsewhere =
  /\bmod(?:ulo)?\b|\\[pb]?mod|≡|\bbinary\b|\bhex|\boctal\b|\bbase\s\d|\bclock\b|\b[ZF]_\{?\d|ℤ|\bBoolean\b|\bvectors?\b|\bmatri(?:x|ces)\b/i
/** "110 & 011": nobody writes a decimal number so. */
const inBinary = rare(/(?<![\d.,:/-])0[01]+\s?[&|^⊕]|[&|^⊕]\s?0[01]+(?![\d.])/)
const aComplex =
  /\bcomplex\b|\bimaginary\b|\bi\s?(?:\^\s?\{?2\}?|²)\s?=\s?[-−]\s?1|\bmodulus\b|\bconjugate\b|\d\s?[-+−]\s?\d*i(?![\p{L}\d])|Gaussian|komplex|复数/u
const anIndex =
  /\bi\s?=\s?\d|\bi(?:-th|th)\b|\bfor\s(?:each\s)?i\b|\bindex\b|\\sum|∑|_\{?i\b|\bi\s?(?:<|<=|≤|\+\+|in)\b|\brange\b|\bloop\b/
const complexLetter = (text: string) => aComplex.test(text) || !anIndex.test(text)

function judge(
  text: string,
  from: number,
  left: Term,
  { how, approximate, exactly, isSign, isOther }: Relation,
  right: Term,
  otherwise: boolean,
): Finding | null {
  // Plain arithmetic has a grammar of its own.
  const isPlain = !left.isNamed && !right.isNamed
  if (left.list !== undefined || right.list !== undefined) return null
  // That plain arithmetic comes to something is read there; here only in other words, and that one fraction is another.
  const isFraction = !isSign && left.digits === undefined && right.digits === undefined && !approximate
  if (isPlain && how === '=' && !((isOther && left.digits === undefined) || isFraction)) return null
  if (isPlain && isSign) return null
  // "5 is five", "1 is the number": two plain numbers, one of them a label.
  if (
    how === '=' &&
    left.digits !== undefined &&
    right.digits !== undefined &&
    left.kinds.length + right.kinds.length === 0
  )
    return null
  // Degrees stand on both sides or behind an inverse function; 25° may be a temperature.
  if (left.readings.length === 0 || right.readings.length === 0) return null
  const kinds = [...left.kinds, ...right.kinds].filter((kind) => kind !== 'arithmetic')
  if (otherwise && kinds.length < left.kinds.length + right.kinds.length) return null
  const span = [from, right.end] as const
  const ok =
    left.readings.some((a) => right.readings.some((b) => holds(a, b, how, { left, right, approximate, exactly }))) ||
    holdsWithComma(text.slice(from, right.end), left)
  if (
    !ok &&
    hedged(text.slice(0, from) + text.slice(from, right.end).replace(/\bnot\b/g, '   ') + text.slice(right.end), span)
  )
    return null
  if (!ok && /[<>≤≥]/.test(how) && comparedOtherwise(text, from)) return null
  const kind: FindingKind = how !== '=' ? 'inequalities' : (kinds[0] ?? 'closed-forms')
  const [of, claimed] = [
    text.slice(from, left.end).trim(),
    text
      .slice(0, right.end)
      .slice(left.end)
      .replace(/^\s*(?:=|≈)?\s*/, '')
      .trim(),
  ]
  const computed = left.readings.map(shownNum).slice(0, 2).join(' or ')
  const message =
    how === '='
      ? `${of} is ${computed}`
      : `${of} is ${computed}, and ${text
          .slice(0, right.end)
          .slice(-60)
          .split(/\sthan\s|[<>≤≥≠]/)
          .at(-1)
          ?.trim()} is ${right.readings.map(shownNum)[0]}`
  return finding(kind, span, claimed, computed, ok, message)
}

/** "√3 ≈ 1,732": the comma is a decimal one. */
function holdsWithComma(claim: string, left: Term): boolean {
  const written = /[=≈]\s?(\d{1,3}),(\d{3})$/.exec(claim)
  if (written === null) return false
  const said = { text: '', value: Number(`${written[1]}.${written[2]}`), digits: 3 }
  return left.readings.some(({ re, im }) => im === 0 && agrees(said, re))
}

interface How {
  left: Term
  right: Term
  approximate: boolean
  exactly: boolean
}

function holds(a: Num, b: Num, how: Relation['how'], sides: How): boolean {
  if (how === '=') return same(a, b, sides) || isCongruent(a, b, sides.right.modulus)
  if (how === '≠') return !equal(a, b)
  if (a.im !== 0 || b.im !== 0 || a.tower !== undefined || b.tower !== undefined) return true
  const order = a.exact !== null && b.exact !== null ? a.exact.compare(b.exact) : equal(a, b) ? 0 : a.re - b.re
  return { '<': order < 0, '>': order > 0, '≤': order <= 0, '≥': order >= 0 }[how]
}

const isCongruent = (a: Num, b: Num, modulus: bigint | undefined): boolean =>
  modulus !== undefined &&
  (a.tower !== undefined || wholeOf(a) !== null) &&
  remainder(a, modulus) === remainder(b, modulus)

function equal(a: Num, b: Num): boolean {
  if (a.tower !== undefined || b.tower !== undefined) return true
  if (a.exact !== null && b.exact !== null) return a.exact.equals(b.exact)
  const size = Math.max(1, Math.hypot(a.re, a.im), Math.hypot(b.re, b.im))
  return Math.hypot(a.re - b.re, a.im - b.im) <= 1e-9 * size
}

function same(a: Num, b: Num, { left, right, approximate, exactly }: How): boolean {
  if (equal(a, b)) return true
  if (exactly || a.im !== 0 || b.im !== 0) return false
  for (const [side, stated, exact] of [
    [right, b, a],
    [left, a, b],
  ] as const) {
    // A whole number that is computed of whole numbers is not rounded.
    if (side.digits === undefined || (side.digits === 0 && !approximate && wholeOf(exact) !== null)) continue
    if (agrees({ text: '', value: stated.re, digits: side.digits }, exact.re, approximate)) return true
  }
  return (
    (approximate || (left.digits ?? 0) > 0) && Math.abs(a.re - b.re) <= 0.01 * Math.max(Math.abs(a.re), Math.abs(b.re))
  )
}

function shownNum(num: Num): string {
  const whole = wholeOf(num)
  if (whole !== null && num.im === 0) return String(whole)
  if (num.im === 0) return shown(num.re)
  const [re, im] = [shown(num.re), shown(Math.abs(num.im))]
  return `${num.re === 0 ? (num.im < 0 ? '-' : '') : `${re} ${num.im < 0 ? '-' : '+'} `}${im === '1' ? '' : im}i`
}
