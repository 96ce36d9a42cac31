/* Any two terms that are said to be equal or not: "the square root of 144 is 14", "gcd(12, 18) = 4". Both are reckoned by the grammar in `terms/`. */

import { redefines } from '../../../../src/core/arithmetic/equations.js'
import { lean } from '../../../../src/core/lean-patterns.js'
import { COUNT } from '../../../../src/core/quantities/words.js'
import type { Finding, FindingKind } from '../../../../src/core/records/types.js'
import { rare } from '../../../../src/core/triggers.js'
import { readTerm, type Term } from '../../terms/reader.js'
import { type Num, rational, remainder, wholeOf } from '../../terms/value.js'
import { agrees, type ClaimText, comparedOtherwise, finding, hedged, isLost, shown } from '../claim.js'
import { clauseEnds } from '../text/clauses.js'
import { amid, differences, judgeApart } from './apart.js'
import { type Relation, readRelation } from './relations.js'
import { subjectsIn } from './subjects.js'

/** A step with none of these says nothing that is read here. */
const mayState =
  /[=<>≤≥≈≠≡]|\b(?:is|are|isn['’]t|aren['’]t|that['’]s|equals?|gives?|makes?|yields?|leaves?|brings|works|stands?|exceeds|surpasses|tops|beats|falls|lies|stays|remains|turns|comes|drops|sits|ist|sind|ergibt|simplifies|reduces|evaluates|comes|amounts|has\sthe)\b/i

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
  for (const { from: start, term, end } of subjectsIn(plain, i)) {
    if (start < read && end === term.end) continue
    let [left, from]: [Term | null, number] = [{ ...term, end }, start]
    found.push(...amid(plain, from, left, i))
    while (left !== null) {
      const how = readRelation(plain, left.end)
      if (how === null) break
      const to = passed(plain, left, how, i)
      const right: Term | null = to.how === '≡' ? congruent(plain, to.end, i) : readTerm(plain, to.end, i)
      if (right === null) break
      const apart = differences(plain, right, how, i)
      const last = apart?.right ?? right
      const goesOn = readRelation(plain, last.end)?.isSign === true
      if (!goesOn && !clauseEnds(plain, last.end + countedBehind(plain, left, last))) break
      if (end === term.end) read = last.end
      const judged =
        apart !== null ? judgeApart(plain, from, left, apart) : judge(plain, from, left, to, right, otherwise)
      if (judged !== null) found.push(judged)
      ;[left, from] = [last, to.end]
    }
  }
  return found
}

const counted = lean(
  /\s(?!times|plus|minus|less|degrees|radians|percents|points|dozens|hundreds|thousands|millions|billions)[a-z]{3,}s(?![\p{L}\d])/uy,
)

/** "C(5, 2) = 12 ways": how long what is counted is, behind a whole number. */
function countedBehind(text: string, { kinds }: Term, { digits, end }: Term): number {
  if (digits !== 0 || !kinds.includes('whole-numbers')) return 0
  counted.lastIndex = end
  return counted.exec(text)?.[0].length ?? 0
}

/** "tan 60° = sin/cos = 1/√3": what is said of a value by a name is passed over. */
function passed(text: string, left: Term, how: Relation, i: boolean): Relation {
  if (!how.isSign || how.how !== '=' || !left.isNamed || readTerm(text, how.end, i) !== null) return how
  const named = byName.exec(text.slice(how.end, how.end + 30))?.[0]
  const next = named === undefined ? null : readRelation(text, how.end + named.length)
  return next?.isSign === true && next.how === '=' ? { ...next, approximate: next.approximate || how.approximate } : how
}
const byName = /^[^=<>≤≥≈\n.;,:?]{1,28}?(?=\s?[=≈])/u

const modulus = /\s{0,4}\(?\s{0,4}\\?[pb]?mod(?:ulo)?\s{0,4}\{?(\d{1,12})\s{0,2}\}?\s{0,2}\)?/iy

/** "… ≡ 2 (mod 7)": a remainder, of which the modulus is told behind. */
function congruent(text: string, at: number, i: boolean): Term | null {
  const rest = readTerm(text, at, i)
  if (rest === null || rest.modulus !== undefined) return rest
  modulus.lastIndex = rest.end
  const match = modulus.exec(text)
  return match === null || Number(match[1]) === 0
    ? null
    : { ...rest, modulus: BigInt(match[1] ?? 0), isNamed: true, end: rest.end + match[0].length }
}

/** Where one reckons modulo something, in another base, on a clock or with vectors, sums and products are other ones. */
const elsewhere =
  /\bmod(?:ulo)?\b|\\[pb]?mod|≡|\bbinary\b|\bhex|\boctal\b|\bbase\s\d|\bclock\b|\b[ZF]_\{?\d|ℤ|\bBoolean\b|\bvectors?\b|\bmatri(?:x|ces)\b/i
/** "110 & 011": nobody writes a decimal number so. */
const inBinary = rare(/(?<![\d.,:/-])0[01]+\s?[&|^⊕]|[&|^⊕]\s?0[01]+(?![\d.])/)
const aComplex = lean(
  /\bcomplex\b|\bimaginary\b|\bi\s?(?:\^\s?\{?2\}?|²)\s?=\s?[-−]\s?1|\bmodulus\b|\bconjugate\b|\d\s?[-+−]\s?\d*i(?![\p{L}\d])|Gaussian|komplex|复数/u,
)
const anIndex =
  /\bi\s?=\s?\d|\bi(?:-th|th)\b|\bfor\s(?:each\s)?i\b|\bindex\b|\\sum|∑|_\{?i\b|\bi\s?(?:<|<=|≤|\+\+|in)\b|\brange\b|\bloop\b/
/** A rate, a number of things bought or a current, in equations of their own. */
const aRate = /\b(?:interest|inflation|investment|rates?|equilibrium|current|capacitor|inductor)\b/i
const surelyComplex = /\bcomplex\b|\bimaginary\b|\bi\s?(?:\^\s?\{?2\}?|²)/i
/** Without a word about it, i is the imaginary unit where its powers or multiples stand. */
const aPower =
  /(?<![\p{L}\d])\d*i\s?(?:\^|[²³⁴-⁹]|\*\*)|e\s?\^\s?\{?\(?i|[-+−]\s?i(?![\p{L}\d])|(?<![\p{L}\d.])\d+i(?![\p{L}\d])|\|i\|/u
const complexLetter = (text: string) =>
  aRate.test(text) ? surelyComplex.test(text) : aComplex.test(text) || (!anIndex.test(text) && aPower.test(text))

function judge(
  text: string,
  from: number,
  left: Term,
  { how, approximate, exactly, isSign, isOther, end: behind }: Relation,
  right: Term,
  otherwise: boolean,
): Finding | null {
  // Plain arithmetic has a grammar of its own.
  const isPlain = !left.isNamed && !right.isNamed
  if (left.list !== undefined || right.list !== undefined) return null
  // "1/3 leaves 2/3": of a whole that stands elsewhere.
  if (leaving.test(text.slice(left.end, right.end)) && !takesAway.test(text.slice(from, left.end))) return null
  // "But −3/2 is one, too": a solution.
  if (/\sone$/i.test(text.slice(0, right.end)) && /^,?\s(?:too|as\swell|also)(?!\p{L})/iu.test(text.slice(right.end)))
    return null
  // "25 is one quarter": of what stands elsewhere.
  for (const [start, end, other] of [
    [behind, right.end, left],
    [from, left.end, right],
  ] as const)
    if (aPart.test(text.slice(start, end)) && other.readings.every(({ re }) => Math.abs(re) >= 1)) return null
  // "π = -0.1(50)^2 + 10(50)": a profit.
  if (/^\s*(?:π|\\pi)\s*$/.test(text.slice(from, left.end)) && !/^3/.test(shownNum(right.readings[0] ?? rational(0))))
    return null
  // That plain arithmetic comes to something is read there; here only in other words, and that one fraction is another.
  const isFraction = !isSign && left.digits === undefined && right.digits === undefined && !approximate
  if (isPlain && how === '=' && !((isOther && left.digits === undefined) || isFraction)) return null
  // "5 is five", "1 is the number": two plain numbers, one of them a label.
  if (
    how === '=' &&
    left.digits !== undefined &&
    right.digits !== undefined &&
    left.kinds.length + right.kinds.length === 0
  )
    return null
  // "Three numbers are even and 3 are greater than 3": so many of them.
  if (
    how !== '=' &&
    !isSign &&
    left.digits !== undefined &&
    /^\s(?:are|were|lie)\b/.test(text.slice(left.end, left.end + 8))
  )
    return null
  // Degrees stand on both sides or behind an inverse function; 25° may be a temperature.
  if (left.readings.length === 0 || right.readings.length === 0) return null
  const kinds = [...left.kinds, ...right.kinds].filter((kind) => kind !== 'arithmetic')
  if (otherwise && kinds.length < left.kinds.length + right.kinds.length) return null
  const span = [from, right.end] as const
  // "sin x ≡ …" is an identity, and so is what stands without a modulus.
  if (how === '≡') return judgeCongruence(text, span, left, right)
  const ok =
    left.readings.some((a) => right.readings.some((b) => holds(a, b, how, { left, right, approximate, exactly }))) ||
    (how === '=' && hasRounded(text.slice(from, left.end), text.slice(left.end, right.end)) && isNear(left, right)) ||
    holdsWithComma(text.slice(from, right.end), left)
  if (
    !ok &&
    hedged(
      text.slice(0, from) + text.slice(from, right.end).replace(/\bnot\b|n['’]t\b/g, '   ') + text.slice(right.end),
      span,
    )
  )
    return null
  if (!ok && isLost(text.slice(from, right.end)) && /√|sqrt|log|ln|sin|cos|tan|exp/.test(text.slice(from, right.end)))
    return null
  // "This means 0 = 0!" is no factorial.
  if (!ok && text[right.end - 1] === '!' && /^\s*(?:$|\n|[A-Z])/.test(text.slice(right.end))) return null
  if (!ok && how === '=' && (left.isAngle || right.isAngle) && isTurned(left, right)) return null
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
  const computed = [...new Set(left.readings.map(shownNum))].slice(0, 2).join(' or ')
  if (how === '=') return finding(kind, span, claimed, computed, ok, `${of} is ${computed}`)
  const other = claimed.replace(
    /^.*(?:\s(?:than|of)\s|(?:\s|^)(?:to|as|least|most|not|above|below|beyond|under|exceeds|surpasses|tops|outweighs|beats|isn['’]t|aren['’]t)\s|[<>≤≥≠]\s?)/s,
    '',
  )
  const subject = of.split(/,\s|\s(?:is|has)\s/)[0] ?? of
  const order = `${subject} ${orderOf(left.readings[0] ?? rational(0), right.readings[0] ?? rational(0))} ${other}`
  const values =
    left.digits === undefined || right.digits === undefined
      ? `: ${[left, right].map(({ readings }) => shownNum(readings[0] ?? rational(0))).join(' and ')}`
      : ''
  return finding(kind, span, claimed, order, ok, `it is ${order}${values}`)
}

const aPart = lean(
  new RegExp(String.raw`^\s*(?:an?|one|${COUNT})[\s-](?:half|halves|thirds?|quarters?|\p{L}+ths?)$`, 'iu'),
)

/** "π/7 = 25.7°", "1 rad = 180/π = 57.3°": rounded degrees, or the sign of degrees stands for the number in front of it. */
const isTurned = ({ readings: left }: Term, { readings: right }: Term): boolean =>
  left.some((a) =>
    right.some((b) =>
      [1, 180 / Math.PI, Math.PI / 180].some((by) => a.im === 0 && Math.abs(a.re * by - b.re) <= 2e-3 * Math.abs(b.re)),
    ),
  )

/** "2^10 ≡ 2 (mod 7)" */
function judgeCongruence(text: string, span: readonly [number, number], left: Term, right: Term): Finding | null {
  const [a, b] = [left.readings[0], right.readings[0]]
  const { modulus } = right
  if (a === undefined || b === undefined || modulus === undefined || left.readings.length > 1) return null
  if ([a, b].some((each) => each.tower === undefined && wholeOf(each) === null)) return null
  const [rest, other] = [remainder(a, modulus), remainder(b, modulus)]
  const ok = rest === other
  if (!ok && hedged(text, span)) return null
  const of = text.slice(span[0], left.end).trim()
  return finding(
    'whole-numbers',
    span,
    `${other} (mod ${modulus})`,
    `${rest} (mod ${modulus})`,
    ok,
    `${of} leaves ${rest} modulo ${modulus}`,
  )
}

/** "√3 ≈ 1,732": the comma is a decimal one. */
function holdsWithComma(claim: string, left: Term): boolean {
  const written = /[=≈]\s?(\d{1,3}),(\d{3})$/.exec(claim)
  if (written === null) return false
  const said = { text: '', value: Number(`${written[1]}.${written[2]}`), digits: 3 }
  return left.readings.some(({ re, im }) => im === 0 && agrees(said, re))
}

/** "(4/3)π(5.568 × 10⁷)³ = 4.189 × 1.726 × 10²³": decimals on both sides of a calculation, rounded on the way. */
const hasRounded = (left: string, right: string) => /\d\.\d{2}/.test(left) && /\d\.\d{2}.*[×x*·⋅/].*\d/.test(right)
const isNear = ({ readings: [a] }: Term, { readings: [b] }: Term) =>
  a !== undefined && b !== undefined && a.im === 0 && b.im === 0 && Math.abs(a.re - b.re) <= 2e-3 * Math.abs(a.re)

const leaving = /^\s{0,8}leaves?\s/i
const takesAway = /\b(?:from|minus|less)\b/i

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
  return { '<': order < 0, '>': order > 0, '≤': order <= 0, '≥': order >= 0, '≡': true }[how]
}

const isCongruent = (a: Num, b: Num, modulus: bigint | undefined): boolean =>
  modulus !== undefined &&
  (a.tower !== undefined || wholeOf(a) !== null) &&
  remainder(a, modulus) === remainder(b, modulus)

const orderOf = (a: Num, b: Num) => (equal(a, b) ? '=' : a.re < b.re ? '<' : '>')

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
