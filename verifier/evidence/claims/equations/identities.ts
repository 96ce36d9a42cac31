/* Expansions and factorisations: "(x + 2)² = x² + 4". Where two sides are meant to be equal everywhere, they are evaluated at several points. */

import { normalLatex } from '../../../../src/core/answers/normal.js'
import { lean } from '../../../../src/core/lean-patterns.js'
import { COUNT, ORDINAL } from '../../../../src/core/quantities/words.js'
import type { Finding } from '../../../../src/core/records/types.js'
import { matchesOf, rare } from '../../../../src/core/triggers.js'
import { isOfOtherArithmetic } from '../../other-arithmetic.js'
import { type ClaimText, finding, hedged, shown } from '../claim.js'
import { coefficientsOf } from '../named/polynomials.js'
import { sentenceAround } from '../text/sentences.js'
import { type Formula, readFormulas, type Side } from './formulas.js'

/**
 * Expansions and factorisations: two sides in the same variables that are meant to be one polynomial are evaluated at several points; polynomials that agree
 * at random points are equal but for a chance that can be neglected (Schwartz 1980, Zippel 1979). An equation to be solved is no identity: accused is only what looks like an
 * expansion that slipped, a product on one side and the same leading term on both.
 */
export function identityReader(question: string): (claim: ClaimText, formulas: readonly Formula[]) => Finding[] {
  const bound = new Set(conditions(readFormulas(question)))
  const isOther = isOfOtherArithmetic(question) || otherRules.test(question)
  // Of a question that tells nothing they stand for any number.
  const isBound = boundInWords.test(question)
  const free =
    isBound || conditional.test(question) ? new Set<string>() : telling.test(question) ? lettersOf(question) : null
  return (claim, formulas) => {
    const isTied = ({ names }: Side) => names.some((name) => bound.has(name) || (free !== null && !free.has(name)))
    const found = checkIdentities(claim, formulas, isTied, isBound).filter(({ ok }) => ok || !isOther)
    for (const name of conditions(formulas)) bound.add(name)
    return found
  }
}

/** The letters of equations that do not hold everywhere: from there on they stand for some numbers only. "y = x² + 1" says what y is, and ties nothing else. */
function conditions(formulas: readonly Formula[]): string[] {
  return formulas.flatMap((sides) =>
    sides.slice(1).flatMap((right, i) => {
      const left = sides[i] as Side
      const names = [...new Set([...left.names, ...right.names])]
      const alone = [left, right].find((side) => side.names.length === 1 && side.names[0] === side.text.trim())
      const others = names.filter((name) => name !== alone?.text.trim())
      if (alone !== undefined && others.length > 0 && !left.names.some((name) => right.names.includes(name)))
        return alone.names
      return difference(left, right) === false ? [] : names
    }),
  )
}

/** The letters that a text speaks of: they stand alone, or in a row beside a sign or a digit, "xy = 15". Those of a word are none. */
const lettersOf = (text: string) =>
  new Set(
    matchesOf(letter, text).flatMap(([word]) =>
      word.startsWith('\\') ? [word] : smallWords.has(word) ? [] : [...word],
    ),
  )
/** Behind an amount a letter is a unit: "2 m". */
const letter = lean(
  /\\(?:alpha|beta|gamma|theta|lambda|mu|phi|omega)|(?<![\p{L}\\'’]|\d\s)(?!a\s\p{L}|A\s\p{L}|I\s)\p{L}(?![\p{L}'’])|(?<=[+*^=<>≤≥·]\s?|\s[-−]\s|[\d−])(?<!\p{L})\p{L}{2,3}(?!\p{L})|(?<![\p{L}\\'’]|\d\s)\p{L}{2,3}(?=\s?[+*^=<>≤≥·²³]|\s[-−]\s)/gu,
)
const smallWords = new Set(
  'is of to in at or if we be by an as it do no on so up us me my he the and for are sum two all log sin cos tan exp lim max min gcd lcm mod how has can its one cm mm km dm ml kg mg ft yd'.split(
    ' ',
  ),
)

const telling = lean(
  new RegExp(
    String.raw`[\d=]|(?<!\p{L})(?:one|${COUNT}|${ORDINAL}|hundred|thousand|dozen|twice|double|half|numbers?|sums?|products?|squares?|ages?)(?!\p{L})`,
    'iu',
  ),
)

/** Rules under which squares and brackets are other ones: products that may not be turned, sums in which 2 is 0. */
const otherRules =
  /\b(?:characteristic|matri(?:x|ces)|(?:anti-?|non-?)?commut\w*|quaternions?|octonions?|operators?|idempotent|nilpotent|Frobenius|finite\sfield|rings?\b(?=[^.]{0,40}\b(?:element|where|with|in\swhich)))\b|\bF_\{?\d|\bZ_\{?\d|ℤ\/|\\mathbb\s?\{?[FZ]\}?_/i

/** What binds letters in words: "sum to 8", "a product of 1", "differ by 3". */
const boundInWords = lean(
  new RegExp(
    String.raw`\b(?:sums?|products?|differences?|quotients?|total|add(?:s|ing)?(?:\sup)?|multipl(?:y|ies)|differs?|averages?)\b(?:\s[a-z]+){0,6}?\s(?:=\s)?(?:\d+(?![\p{L}\d(^*+]|\.\d|\s?[-+*^(])|(?:zero|one|${COUNT})\b)`,
    'iu',
  ),
)
/** What asks for numbers, and what binds them. */
const conditional =
  /\b(?:satisf\w*|such\sthat|given|if|suppose|where|roots?|solv\w+|solutions?|equations?|constraints?|circle|conditions?|systems?|when|with)\b|löse|方程|满足|已知/i
/** What is said of an equation under a condition, or of both of its sides. */
const underCondition =
  /\b(?:substitut\w*|given|using|constraints?|conditions?|since|because|as|with|where|squar(?:e|ing)|cross[- ]multipl\w*|both\ssides|becomes?|setting|from|root)\b|代入|因为|由于/i
/** What is said where an expression is written in another way. */
const rewrites =
  /\b(?:expan\w+|multipl\w+\sout|FOIL|binomial|distribut\w+|factor\w*|identit\w+|difference\sof\s(?:two\s)?squares|perfect\ssquares?|complet\w+\sthe\ssquare|(?:vertex|standard)\sform|formula|rewrit\w+|for\s(?:all|every|any)|ausmultipl\w+|klammer\w*|binom\w*)\b|展开|因式分解|公式/i

function checkIdentities(
  { text, question }: ClaimText,
  formulas: readonly Formula[],
  isTied: (side: Side) => boolean,
  isBound: boolean,
): Finding[] {
  return formulas.flatMap((sides) =>
    sides.slice(1).flatMap((right, i) => {
      const left = sides[i]
      if (left === undefined || !comparable(left, right)) return []
      const differs = difference(left, right)
      if (differs === null) return []
      const span = [left.span[0], right.span[1]] as const
      if (!differs) return [finding('identities', span, right.text, left.text, true, '')]
      const given = unspaced(question).includes(unspaced(`${left.text}=${right.text}`))
      if (given || hedged(withoutCases(text), span) || !(isExpansion(left, right) || isForAll(text, left, right)))
        return []
      const sentence = sentenceAround(text, span)
      if (/\b(?:equation|Gleichung)\b|方程/i.test(sentence)) return []
      // Letters that stand for some numbers: only where an expression is rewritten, as it is said or within a row, and by nothing that is known of them.
      const isRewritten = () =>
        rewrites.test(sentence) ||
        (!isBound && isAskedOf(left, question)) ||
        (i > 0 && left.names.length === 1 && isProduct(left.text))
      if (isTied(left) && (underCondition.test(sentence) || !isRewritten())) return []
      const message = `${left.text} and ${right.text} differ: ${example(left, right)}`
      return [finding('identities', span, right.text, left.text, false, message)]
    }),
  )
}

const always = rare(
  /\bfor\s(?:all|every|any|each)\s(?:(?:real|positive|natural|numbers?|values?\sof|angles?|and|every)\s)*\$?(?:\\?[a-zα-ω](?![a-z]))|\b(?:identity|identically|whatever\s[a-z]\sis)\b/iu,
)
/** What a letter has to be besides, or an equation that is no statement. */
const under = rare(
  /\b(?:such\sthat|where|with|satisf\w*|solv\w*|mod|if|when|unless|integers?|functional|equations?|there\s(?:is|are|exists?)|odd|even|inequalit\w*|on\sthe|near|small|≈)\b/i,
)

/** "(a + b)ⁿ = aⁿ + bⁿ for all a, b", "by the identity sin 2x = 2 sin x": said to hold everywhere. */
function isForAll(text: string, left: Side, right: Side): boolean {
  const sentence = sentenceAround(text, [left.span[0], right.span[1]])
  if (!always.test(sentence) || under.test(sentence)) return false
  // Letters that stand alone are defined, and functions of unknown names are asked for.
  return ![left, right].some((side) => /^\s*\\?[a-zA-Z]+\s*$|(?<![a-z\\])[fghFGPT]\s?\(/.test(side.text))
}

/** "Find all roots of x² - 5x + 6": an expression, and no side of an equation. */
function isAskedOf({ text }: Side, question: string): boolean {
  const [asked, side] = [question, text].map((each) => unspaced(normalLatex(each)).replace(/[{}]/g, '')) as [
    string,
    string,
  ]
  const at = asked.indexOf(side)
  return at >= 0 && !/[=<>≤≥]\$?$/.test(asked.slice(0, at)) && !/^\$?[=<>≤≥]/.test(asked.slice(at + side.length))
}

const unspaced = (text: string) => text.replace(/\s/g, '')

/** In a case of several an expansion is as true as elsewhere: "If x < 0, …". */
const withoutCases = (text: string) => text.replace(/\b(?:if|wenn|falls)\b/gi, (word) => ' '.repeat(word.length))

/** Whether a second expression is meant to be the first one expanded, and is not. */
export const slippedExpansion = (left: Side, right: Side): boolean =>
  comparable(left, right) && difference(left, right) === true && isExpansion(left, right)

const MAX_NAMES = 3

function comparable(left: Side, right: Side): boolean {
  if (left.names.length === 0 || left.names.length > MAX_NAMES) return false
  if (left.names.join() !== right.names.join()) return false
  // "x = 2x - 3" defines or solves; i squared is -1.
  return (
    !left.names.some((name) => name === 'i' || name === 'j') &&
    [left, right].every(({ text }) => /[-+^(\d]/.test(text) && text.length > 2)
  )
}

const points = [0.7310585, 1.6180339, 2.4142135, 0.381966]

function valuesAt(names: readonly string[], point: number, scale = 1): Map<string, number> {
  return new Map(names.map((name, i) => [name, scale * (points[(point + i) % points.length] ?? 1) * (1 + i / 7)]))
}

/** Whether the sides differ at a point; null where too few points have a value on both. */
function difference(left: Side, right: Side): boolean | null {
  let seen = 0
  // Decimals may be rounded: "π (0.5r)² = 0.785r²".
  const tolerance = /\d\.\d/.test(left.text + right.text) ? 0.01 : 1e-7
  for (let point = 0; point < points.length; point++) {
    const values = valuesAt(left.names, point)
    const [a, b] = [left.at(values), right.at(values)]
    if (a === null || b === null) continue
    seen++
    if (Math.abs(a - b) > tolerance * Math.max(1, Math.abs(a), Math.abs(b))) return true
  }
  return seen < 2 ? null : false
}

/** A bracket that holds a variable and is multiplied, raised or taken away. */
const product = rare(
  /\)\s?[\^²³⁴]|\)\s?\(|\\right\)\s?(?:[\^²³⁴]|\\left\(|\()|\d\s?\(|[a-z]\s?\(|\)\s?\\cdot|\d\s?\\left\(|[a-z]\s?\\left\(|[-−]\s?(?:\\left)?\(/,
)

function isExpansion(left: Side, right: Side): boolean {
  if (!product.test(left.text) && !product.test(right.text)) return false
  if (/\\frac|\/|\\sqrt|sqrt|√|sin|cos|tan|log|ln|\^\s?\{?[a-z]/.test(left.text + right.text)) return false
  if (!isProduct(left.text) && !isProduct(right.text) && changedTerms(left, right) !== 1) return false
  // The same leading term: far out the quotient of both sides is one.
  return left.names.every((name) => {
    const far = new Map(valuesAt(left.names, 0)).set(name, 1e5)
    const [a, b] = [left.at(far), right.at(far)]
    return a !== null && b !== null && b !== 0 && Math.abs(a / b - 1) < 1e-3
  })
}

/** "(x - 4)²", "3(x + 2)(x - 1)": factors and nothing that is added. */
function isProduct(text: string): boolean {
  let depth = 0
  for (const [i, char] of [...text.trim()].entries()) {
    if ('([{'.includes(char)) depth++
    else if (')]}'.includes(char)) depth--
    else if (depth === 0 && i > 0 && '+-−–'.includes(char)) return false
  }
  return true
}

/** In how many coefficients two polynomials of one letter differ: a slip changes one, an equation that is to be solved more. */
function changedTerms(left: Side, right: Side): number {
  const [a, b] = [left, right].map((side) => coefficientsOf({ ...side, text: side.text }))
  if (a == null || b == null) return 1
  return a.filter((each, i) => Math.abs(each - (b[i] ?? 0)) > 1e-9 * Math.max(1, Math.abs(each))).length
}

/** Where they differ, at whole numbers where that is so: "with x = 1 they are -10 and 0". */
function example(left: Side, right: Side): string {
  for (const first of [1, 2, 3, 5]) {
    const values = new Map(left.names.map((name, i) => [name, first + i]))
    const [a, b] = [left.at(values), right.at(values)]
    if (a === null || b === null || Math.abs(a - b) < 1e-3 * Math.max(1, Math.abs(a))) continue
    return `with ${[...values].map(([name, value]) => `${name} = ${value}`).join(', ')} they are ${shown(a)} and ${shown(b)}`
  }
  return `for example at ${[...valuesAt(left.names, 0)].map(([name, value]) => `${name} = ${value.toFixed(2)}`).join(', ')}`
}
