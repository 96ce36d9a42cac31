import type Fraction from 'fraction.js'
import { defined } from '../absence.js'
import { lean } from '../lean-patterns.js'
import type { Span } from '../records/types.js'
import { rare } from '../triggers.js'
import { doubtfulEnd, doubtfulStart, isName, isPartOfWords, mayStart } from './boundaries.js'
import { agree } from './compare.js'
import { type Expression, parseExpression, type Variables } from './parser.js'
import { isTakenBack } from './taken-back.js'
import type { Token } from './token.js'
import { tokenize } from './tokenize.js'

/** One equals sign, checked. */
export interface EquationCheck {
  /** From the start of the left side to the end of the right. */
  span: Span
  /** The side that states a result, as written. */
  claimed: string
  /** What the other side is worth. */
  computed: string
  ok: boolean
  claimedValue: Fraction
  computedValue: Fraction
}

/** A chain of sides joined by equals signs, or one expression alone. */
export interface Equation {
  span: Span
  checks: EquationCheck[]
  /** What it comes to: the value of the last side that has one, as stated. */
  result: Fraction | null
  /** Operations over all sides. */
  operations: number
  /** The numbers that went into sides with an operation. */
  operands: Fraction[]
  /** Some side has no value that could be known. */
  open: boolean
  /** Two sides of it do not agree, and what stands around them leaves open whether it is claimed: nothing rests on such an equation. */
  unsettled: boolean
  /** Variables in it. */
  names: readonly string[]
  /** The variable that is the whole first side. */
  assigns?: string
  /** The words of units on the last side. */
  units: readonly string[]
  /** An equation that comes to its `result` in one reading: no remark in brackets, and none in a variable ("2x = 8") that it does not give. */
  sure: boolean
}

/** Text beyond this is not read. */
const MAX_TEXT = 20_000

/** Arithmetic of another kind (remainders, other bases, sets, wavenumbers for energies) makes ordinary equations true or false in ways not known here. */
const otherArithmetic = rare(
  /=\s*\d{1,2}(?::\d\d)?\s?[ap]\.?m\b|\b(?:12|24)[- ]?h(?:our)?\b.{0,12}\bclock\b|\bclock\b.{0,20}\b(?:12|24)\b|\bcompass\b|\b(?:mod|modulo|modular|modulus|congruent|binary|octal|hexadecimal|ternary|base[- ]?(?:\d|two|three|four|five|six|seven|eight|nine|ten\b|[bn]\b))|\\[pb]?mod|≡|\\equiv|(?<=\d[)}]?)(?:_\{?(?:2|3|4|5|6|7|8|9|16)\}?(?!\w)|[₂-₉](?![₀-₉])|₁₆)|\\oplus|⊕|\bclock arithmetic|\bxor\b|\bbitwise\b|\b0x[\da-f]|\b0b[01]|\d\s?dB\w?\s?\+\s?\d|cm\}?\s?(?:\^\s?\{?\s?[-−]\s?1|⁻¹)|\bGF\s?\(|\bBoolean\b|\bcomplement\b(?=[^.]{0,40}\b(?:bits?|carry)\b)/i,
)

/**
 * Whether a question asks for arithmetic in which ordinary equations may be true or false otherwise: other bases, remainders, clocks, compasses, bits, finite fields,
 * logarithmic units.
 */
export const asksOtherArithmetic = (question: string): boolean => {
  const text = question.slice(0, MAX_TEXT)
  return otherKinds.some((kind) => kind.test(text)) || redefines(text)
}

/** "Let a * b = a + 2b": a sign that the question gives a meaning of its own, by both of its letters. */
const ownSign = lean(
  /(?<![\p{L}\d])([a-z])\s?([*∗×·+^/⊕⊗⊖⊙∘△▲☆★◇#@&-])\s?([a-z])\s?(?:=|:=|means|(?:to|we|shall|will)\smean|is\sdefined\s\w{2}|denotes?|stands\sfor|表示|等于)(?=[^.?;]{0,60}\1)(?=[^.?;]{0,60}\3)/iu,
)
const defines =
  /\b(?:defin\w+|operation|operator|means|denotes?|symbol|Verknüpfung|opéra\w+|operación)\b|定义|规定|运算/i

/** Sums are minima there, and products sums. */
const semiring = /\btropical (?:semiring|algebra|geometry|arithmetic)|\bsemirings?\b|\b(?:max|min)-plus\b/i
const riddle =
  /\b(?:if|wenn|si|puzzles?|riddles?|(?:same|secret|hidden) (?:rule|pattern|code|operation)|Rätsel|acertijo|énigme)\b|如果|已知|若/i

/** Whether the usual signs mean something else: they are defined, or a riddle reckons with them ("If 2 + 3 = 10 and 7 + 2 = 63, what is 8 + 4?"). */
export function redefines(text: string): boolean {
  const [, , sign = ''] = ownSign.exec(text) ?? []
  if (sign !== '' && (/[*∗⊕⊗⊖⊙∘△▲☆★◇#@&]/.test(sign) || defines.test(text))) return true
  if (semiring.test(text)) return true
  if (!text.includes('=') || !riddle.test(text)) return false
  return readEquations(text).some(({ checks }) => checks.some(({ ok }) => !ok))
}

const otherKinds: readonly RegExp[] = [
  /\b(?:mod|modulo|modular|modulus|congruent|binary|octal|hexadecimal|ternary|base[- ]?\d|(?:12|24)[- ]?h(?:our)? clock|compass)\b|≡|\\equiv|\\[pb]?mod/i,
  // "an analogue clock shows 10"; "8 o'clock" is a time like others.
  /(?<!o['’ ]\s?)\bclock\b[^.?]{0,40}\b(?:shows?|hours?|hands?|reads?|later)\b/i,
  semiring,
  /\bxor\b|\bbitwise\b|\b0x[\da-f]+|\b0b[01]+|\bBoolean\b|\b(?:one|two)['’]?s['’]? complement/i,
  /\bGF\s?\(|\bfinite field|\b[FZ]_\{?\w|\b[FZ]\/\d|ℤ[_/₀-₉]|\\(?:mathbb|mathbf)\s?\{?[FZ]\}?\s?[_/]|𝔽/,
  /\d\s?dB[A-Zm]?\b|\bdecibels?\b|\bfloating[- ]point\b|\bIEEE\b/,
  /\b(?:Richter|stellar magnitudes?|apparent magnitudes?)\b/i,
  /\bmix(?:ed|es|ing|ture)?\b[^?]{0,200}(?:\bpH\b|°|\bdegrees\b)|(?:\bpH\b|°|\bdegrees\b)[^?]{0,200}\bmix(?:ed|es|ing|ture)?\b/i,
]

/** Where "^" may be an exclusive or: in what programs say. */
export const caretMayBeOr = (text: string): boolean =>
  /\bxor\b|\bbitwise\b|\b0x[\da-f]|\b0b[01]|\bbinary\b|\bhex|\bpython\b|\bjava(?:script)?\b|\bC\+\+|\bin C\b|\bC (?:code|program|language|expression)\b|\bcode\b|```/i.test(
    text.slice(0, MAX_TEXT),
  )

/** Most prose is told apart at once. */
const mayCompute = /[\d=½-¾⅐-⅞≈]|\\|\b(?:plus|minus|times|divided|half|third|thirds|quarters?|twice|double|triple)\b/i

/** A step that denies something may deny its equation. */
const denied = /\b(?:doesn't|does not|isn't|is not)\b/i

/** Whether what a text says of numbers may be meant in another way, or is taken back, wherever it stands. */
export const isDoubted = (text: string): boolean => otherArithmetic.test(text) || isTakenBack(text)

/** Every equation and every expression with an operation in a text, left to right. Linear in the text's length; never throws. */
export function readEquations(text: string, variables: Variables = new Map()): Equation[] {
  const read = text.slice(0, MAX_TEXT)
  if (!mayCompute.test(read)) return []
  const found: Equation[] = []
  const doubtAll = isDoubted(read) || denied.test(read)
  // GSM8K's <<48/2=24>> are equations of their own; the text around them is read without them.
  if (!read.includes('<<')) scan(read, tokenize(read), doubtAll, found, variables)
  else {
    for (const match of read.matchAll(calculator)) {
      scan(read, shifted(tokenize(match[1] as string), match.index + 2), false, found, variables)
    }
    const outer = read.replace(calculator, (inside) => ' '.repeat(inside.length))
    scan(read, tokenize(outer), doubtAll, found, variables)
  }
  return found.sort((a, b) => a.span[0] - b.span[0])
}

/** In "1<<3 = 1*8, 64>>2 = 16" a number is shifted; what GSM8K reckons out has more than a number before its equals sign. */
const calculator = /<<(?!\s?\d{1,9}\s?=)([^<>]{1,200})>>/g

/** The value of a text that is one expression ("20% of 50", "\frac{3}{4} + 1"), or null. */
export function evaluateExpression(text: string): Fraction | null {
  const tokens = tokenize(text.slice(0, 2000)).filter((token) => token.kind !== 'newline')
  const expression = parseExpression(tokens, 0)
  return expression === null || expression.to < tokens.length ? null : expression.value
}

function shifted(tokens: Token[], by: number): Token[] {
  for (const token of tokens) {
    token.start += by
    token.end += by
  }
  return tokens
}

function scan(
  text: string,
  tokens: readonly Token[],
  doubtAll: boolean,
  found: Equation[],
  variables: Variables,
  depth = 0,
): void {
  let lastEnd = -1
  for (let i = 0; i < tokens.length; ) {
    if (!mayStart(tokens, i)) {
      i++
      continue
    }
    // What begins where the last expression could not go on may belong to it.
    const doubt = doubtAll || i === lastEnd || doubtfulStart(tokens, i)
    const first = parseExpression(tokens, i, variables)
    if (first === null) {
      i++
      continue
    }
    const named = doubt || isName(first, tokens[i - 1]) || isPartOfWords(text, tokens, first)
    first.doubtful ||= named
    const sides: Side[] = [first]
    let at = first.to
    for (;;) {
      const next = nextSide(text, tokens, at, sides[sides.length - 1] as Side, doubtAll, variables)
      // "The exponent of 3 in 3^6 is 6", "the number of pairs with mn = 210^2 is 16": it is said of something before.
      if (next?.weak && sides.length === 1 && isSaidOfOther(tokens[i - 1])) break
      // "b = 10⁶ gives 13.82": what comes of the value of b.
      if (next === null || (next.weak && sides.length === 2 && tokens[i]?.kind === 'name' && first.to === i + 1)) break
      sides.push(next)
      at = next.to
    }
    if (depth < 2) {
      for (const [from, to] of sides.flatMap((side) => side.remarks)) {
        scan(text, tokens.slice(from, to), doubtAll, found, variables, depth + 1)
      }
    }
    const equation = judge(text, tokens, sides, i)
    if (equation !== null) found.push(depth === 0 ? equation : { ...equation, sure: false })
    i = Math.max(at, i + 1)
    lastEnd = i
  }
}

const isSaidOfOther = (before: Token | undefined) =>
  before?.kind === 'equal' || (before?.kind === 'word' && /^(?:in|for|with|such|under|on|at)$/.test(before.word))

/** One side, and what the sign before it says; the first has none. */
interface Side extends Expression {
  approximate?: boolean
  weak?: boolean
}

function nextSide(
  text: string,
  tokens: readonly Token[],
  at: number,
  last: Side,
  doubtAll: boolean,
  variables: Variables,
): Side | null {
  let i = at
  // "3 + 4\n= 7"
  while (tokens[i]?.kind === 'newline' && i - at < 3) i++
  const sign = tokens[i]
  if (sign?.kind !== 'equal' || (sign.weak && (i > at || last.operations === 0))) return null
  let from = i + 1
  if (tokens[from]?.kind === 'newline' && !sign.weak) from++
  const side: Side | null = parseExpression(tokens, from, variables)
  if (side === null) return null
  side.doubtful ||= doubtAll || doubtfulEnd(text, tokens, side)
  side.approximate = sign.approximate
  side.weak = sign.weak
  return side
}

function judge(text: string, tokens: readonly Token[], sides: readonly Side[], from: number): Equation | null {
  const operations = sides.reduce((sum, side) => sum + side.operations, 0)
  const checks: EquationCheck[] = []
  let unsettled = false
  for (let i = 1; i < sides.length; i++) {
    const [left, right] = [sides[i - 1] as Side, sides[i] as Side]
    const { approximate = false, weak = false } = right
    const verdict = isOtherNumber(sides, i) ? 'unequal' : agree(left, right, { approximate, weak })
    if (verdict === 'unclear') {
      // Both sides alone would not agree: only words beside them keep this from being said.
      const [bare, other] = [left, right].map((side) => ({ ...side, doubtful: false })) as [Side, Side]
      unsettled ||= (left.doubtful || right.doubtful) && agree(bare, other, { approximate, weak }) === 'unequal'
      continue
    }
    // "100/3 - 100/7 = 33.33 - 14.29 = 19.05": rounded in between, right in the end.
    if (
      verdict !== 'equal' &&
      sides.slice(0, i - 1).some((side) => agree(side, right, { approximate, weak }) === 'equal')
    )
      continue
    // "100/3 rounds per minute = (100/3) / 60 = 5/9 rounds per second": the unit is told at the end.
    if (verdict !== 'equal' && isConvertedAtEnd(left, right, sides[i + 1])) continue
    // "398 × 21 ≈ 400 × 20 = 8000": an estimate by round numbers.
    if (verdict !== 'equal' && isEstimate(left, right) && !powerOfTen.test(written(text, tokens, right))) continue
    // "60/1.1 + 60/1.21 = 54.55 + 49.59 = 104.13": its rounded terms come to a little else, and the end is right.
    if (verdict !== 'equal' && isNear(left, right) && isEqualTo(left, sides[i + 1])) continue
    // "5/20 × 100 = 0.25 = 25%": the hundred is the per cent of the next side.
    if (verdict !== 'equal' && isHundredfold(left, right) && sides[i + 1]?.percent && isEqualTo(right, sides[i + 1]))
      continue
    // Of "5 = 10 / 2" the claim is the 5.
    const claim = right.operations > 0 && left.operations === 0 ? left : right
    const other = claim === right ? left : right
    checks.push({
      span: [startOf(tokens, left), endOf(tokens, right)],
      claimed: written(text, tokens, claim),
      computed: showLike(text, claim, other, written(text, tokens, other)),
      ok: verdict === 'equal',
      claimedValue: claim.value as Fraction,
      computedValue: other.value as Fraction,
    })
  }
  if (operations === 0 && checks.length === 0 && sides.length === 1) return null
  const last = sides.findLast((side) => side.value !== null)
  const [head, first] = [tokens[from], sides[0]]
  const assigned =
    head?.kind === 'name' && head.variable && sides.length > 1 && first?.to === from + 1 ? head.name : undefined
  const names = [...new Set(sides.flatMap((side) => side.names))]
  return {
    span: [(tokens[from] as Token).start, endOf(tokens, sides[sides.length - 1] as Side)],
    checks,
    result: last?.value ?? null,
    operations,
    operands: sides.filter((side) => side.operations > 0).flatMap((side) => side.operands),
    open: sides.some((side) => side.value === null),
    unsettled,
    names,
    ...defined({ assigns: assigned }),
    units: last?.units ?? [],
    sure: sides.length > 1 && last?.doubtful === false && (names.length === 0 || assigned !== undefined),
  }
}

/** Of two sides the second has no unit, and the one behind it, which is worth the same, has another than the first. */
const isConvertedAtEnd = (left: Side, right: Side, end: Side | undefined): boolean =>
  left.units.length > 0 &&
  right.units.length === 0 &&
  end !== undefined &&
  end.units.length > 0 &&
  isEqualTo(right, end) &&
  agree(left, end, { approximate: false, weak: false }) !== 'unequal'

/** "≈ 1.4 × 10^5" is one number. */
const powerOfTen = /10\s?(?:\^|\*\*|[⁰¹²³⁴-⁹⁻])/

/** Another calculation, and about the same. */
function isEstimate(left: Side, right: Side): boolean {
  if (right.approximate !== true || left.operations === 0 || right.operations === 0) return false
  const [a, b] = [(left.value as Fraction).valueOf(), (right.value as Fraction).valueOf()]
  return a * b > 0 && Math.abs(a - b) <= 0.25 * Math.max(Math.abs(a), Math.abs(b))
}

/** "1 + 1 = 2 = 3": two bare whole numbers that are not one, where the first is what was computed right before. */
function isOtherNumber(sides: readonly Side[], i: number): boolean {
  const [computed, left, right] = [sides[i - 2], sides[i - 1] as Side, sides[i] as Side]
  if (computed === undefined || computed.operations === 0 || computed.doubtful || right.weak || right.approximate)
    return false
  if (!isBare(left) || !isBare(right) || agree(computed, left, { approximate: false, weak: false }) !== 'equal')
    return false
  const [a, b] = [left.value as Fraction, right.value as Fraction]
  // "2 * 30 = 60 = 1" and "0.5 * 200 = 100 = 1" may be told in another unit.
  return !a.equals(b) && a.n !== 0n && b.n !== 0n && !turns.has(a.div(b).valueOf()) && !turns.has(b.div(a).valueOf())
}

const turns = new Set([7, 10, 12, 24, 52, 60, 100, 360, 365, 1000, 1440, 3600, 1e4, 1e6, 1e9])

/** One whole number of digits and nothing else. */
const isBare = ({ literal, operations, units, percent, scaled, doubtful, names }: Side) =>
  literal !== undefined &&
  literal.word === undefined &&
  literal.digits === 0 &&
  literal.value.d === 1n &&
  operations + units.length + names.length === 0 &&
  !(percent || scaled || doubtful)

/** Whether two sides differ by no more than rounded terms do. */
const isNear = ({ value: a }: Side, { value: b, operations }: Side): boolean =>
  a !== null && b !== null && operations > 0 && Math.abs(a.sub(b).valueOf()) <= 0.005 * Math.abs(a.valueOf())

const isHundredfold = (left: Side, { value }: Side): boolean =>
  left.value !== null &&
  value !== null &&
  left.operands.some((each) => each.equals(100)) &&
  Math.abs(left.value.div(100).sub(value).valueOf()) <= 0.005 * Math.abs(value.valueOf())

const isEqualTo = (left: Side, end: Side | undefined): boolean =>
  end !== undefined && agree(left, end, { approximate: end.approximate ?? false, weak: end.weak ?? false }) === 'equal'

/** A side as written; of a single number only the number, without brackets and units. */
function written(text: string, tokens: readonly Token[], side: Expression): string {
  if (side.literal === undefined) return text.slice(startOf(tokens, side), endOf(tokens, side))
  const { start, end, value } = side.literal
  return `${value.s < 0n ? '-' : ''}${text.slice(start, end)}`
}

/** What the other side (`said`) is worth, in the scale or as the percentage in which the claim is written: "0.8bn", "75 bps". */
function showLike(text: string, { literal, percent }: Expression, other: Expression, said: string): string {
  const shown = other.value as Fraction
  // "5/20 × 100 = 30%" and "5/20 × 100% = 30": the hundred and the sign are one. A plain 1 is no hundred per cent.
  const isTwice = percent && !other.percent && other.operands.some((each) => each.equals(100))
  const isOnce = !percent && other.percent && other.operations < 4 && /(?<![\d.,])100\s?(?:\\?%|per\s?cent)/.test(said)
  const value = isTwice ? shown.div(100) : isOnce ? shown.mul(100) : shown
  if (literal === undefined || (!literal.percent && (literal.scale === 1 || !other.scaled)))
    return showNumber(value, percent && !other.percent)
  const [behind = ''] = /\D*$/.exec(text.slice(literal.start, literal.end)) ?? []
  const parts = /^\s?b/i.test(behind) ? 10_000 : 100
  return showNumber(literal.percent ? value.mul(parts) : value.div(literal.scale)) + behind
}

const startOf = (tokens: readonly Token[], side: Expression) => (tokens[side.from] as Token).start
const endOf = (tokens: readonly Token[], side: Expression) => (tokens[side.to - 1] as Token).end

/** A number for a person: exact where it is short, otherwise six significant digits. */
export function showNumber(value: Fraction, asPercent = false): string {
  if (asPercent) return `${showNumber(value.mul(100))}%`
  const float = value.valueOf()
  const isTiny = float !== 0 && Math.abs(float) < 1e-6
  const exact = isTiny ? '' : value.toString(12)
  if (!isTiny && exact.length <= 14 && !exact.includes('(')) return exact
  const [digits, power] = float.toExponential(5).split('e') as [string, string]
  if (isTiny || Number(power) >= 12) return `about ${Number(digits)} × 10^${Number(power)}`
  return String(Number(float.toPrecision(6)))
}
