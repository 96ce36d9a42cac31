/*
 * One expression said to be another: "x² − 16 factors as (x − 4)²", "12/2652, which simplifies to 1/169", "Expanding (2x − 1)(x + 4) gives …". Both are read whole and have to have
 * one value everywhere.
 */
import { lean } from '../../../../src/core/lean-patterns.js'
import { matchesOf } from '../../../../src/core/triggers.js'
import { isRoot } from './algebra.js'
import { isSaid } from './named.js'
import { type Claim, saidIn } from './said.js'
import { areEqual, type Curve, readCurve, readNumber } from './things.js'

const VERB =
  /,?\s?(?:\b(?:which|that|and|it)\s)?(?:(?:then|also|thus|further|clearly)\s)?(?:factors?\s(?:as|into|to)|factori[sz]es\s(?:as|into|to)|(?:can|may)\sbe\s(?:factored|factori[sz]ed|simplified|expanded|rewritten|reduced)\s(?:as|into|to)|simplifies\s(?:further\s)?to|reduces\s(?:further\s)?to|expands\sto|multiplies\sout\sto|is\s(?:identical|equivalent)\sto|is\sthe\ssame\sas)\s(?:be\s|just\s|simply\s)?/gu
const DOING =
  /(?:^|[\s,])(?:[Ee]xpanding|[Ff]actoring|[Ff]actori[sz]ing|[Ss]implifying|[Mm]ultiplying\sout|[Rr]educing)\s(?:the\s(?:product|fraction|expression|square|polynomial)\s)?([^=;]{2,80}?),?\s(?:gives(?:\sus)?|yields|leads\sto|results\sin|produces|we\s(?:get|obtain|have)|leaves)\s/gu

/** "Substituting c = 1 into …": said of a special case. */
const under = /\b(?:substitut\w*|plug\w*|sett?(?:ing)?|put\w*|insert\w*|with|if|when|for|at|mod)\b/i

const words =
  /(?<![\\A-Za-z])(?:(?!(?:sin|cos|tan|cot|sec|csc|log|exp|sqrt|arcsin|arccos|arctan|sinh|cosh|tanh)(?![a-z]))[A-Za-z]{3,}|[cmk]m|kg)(?![A-Za-z])/

/** `last` is what the sentence before ends with: "It factors as …". */
export function spokenClaims(sentence: string, last: () => string): Claim[] {
  const claims: Claim[] = []
  for (const match of matchesOf(VERB, sentence)) {
    const before = sentence.slice(0, match.index)
    if (under.test(before)) continue
    const isPronoun = /^\s*(?:(?:and|so|this|thus|then|here)\s)?(?:it|this|that|which)?\s*$/i.test(before)
    const left = isPronoun ? endOf(last()) : endOf(before)
    // "But that simplifies to" has no expression before it.
    if (left === null || words.test(left.text)) continue
    const from = isPronoun ? match.index : match.index - left.text.length
    claims.push(...claimed(left.curve, left.text, sentence, from, match.index + match[0].length))
  }
  for (const match of matchesOf(DOING, sentence)) {
    const source = match[1] ?? ''
    const curve = readCurve(source)
    if (curve !== null && curve.names.length > 0)
      claims.push(...claimed(curve, source, sentence, match.index, match.index + match[0].length))
  }
  return claims
}

function claimed(left: Curve, text: string, sentence: string, start: number, from: number): Claim[] {
  for (const said of saidIn(sentence.slice(from))) {
    // "4 = 3a + 1, which simplifies to 1 = a": an equation is rewritten. "It reduces to 3 when x = 1": not everywhere.
    if (
      /[=<>≤≥≈]/.test(said) ||
      /^\s?(?:[=<>≤≥≈+*/·×^(]|(?:when|if|for|where|under|at|mod)\b)/.test(sentence.slice(from + said.length))
    )
      return []
    // "9(1/8)%" is a mixed number, and a share of something.
    if (/%|\d\s?\(\d/.test(text + said)) return []
    const right = readCurve(said)
    if (right === null) continue
    const ok = isSame(left, right, said)
    if (right.names.some((name) => !left.names.includes(name))) return []
    return [
      {
        kind: 'identities',
        expected: { computed: `another form of ${text.trim()}` },
        said: said.trim(),
        ok,
        from: start,
        to: from + said.length,
      },
    ]
  }
  return []
}

function isSame(a: Curve, b: Curve, said: string): boolean {
  if (a.names.length > 0 || b.names.length > 0) return areEqual(a, b) !== false
  const exact = a.at(new Map())
  const written = readNumber(said)
  return exact === null || written === null || isSaid(written, exact, true)
}

/** The longest end of a text that is an expression. */
export function endOf(text: string): { curve: Curve; text: string } | null {
  const trimmed = text.replace(/[\s,:]+$/, '')
  const tail = trimmed.slice(-100)
  for (const { index } of [...matchesOf(/(?:^|(?<=[\s:,=]))(?=[-−\d(|√\\a-zA-Z])/gu, tail)]) {
    const before = tail.slice(0, index).trimEnd()
    if (/[-+*/·×^√(]$/.test(before) || (index === 0 && trimmed.length > 100)) continue
    const source = tail.slice(index)
    if (/[=,:]/.test(source)) continue
    const curve = /^[-−\d.\s]+$/.test(source) ? null : readCurve(source)
    if (
      curve !== null &&
      (curve.names.length > 0 || /[/√\\^²³]/.test(source)) &&
      (source.length > 2 || /\d[a-z]/.test(source))
    )
      return { curve, text: source }
  }
  return null
}

const SOLVES = lean(
  /(?<![\p{L}\d])([a-z]\s?=\s?[-−]?\d+(?:\.\d+)?(?:\/\d+)?)\s(?:solves|satisfies)\s(?:the\s(?:original\s)?(?:equation|condition)\s)?/gu,
)

/** "x = 5 solves 2x + 3 = 11". */
export function solvesClaims(sentence: string): Claim[] {
  return matchesOf(SOLVES, sentence).flatMap((match) => {
    if (/\b(?:and|or|,)\s$|\b(?:if|when|only)\s/.test(sentence.slice(0, match.index))) return []
    const from = match.index + match[0].length
    for (const equation of saidIn(sentence.slice(from))) {
      const expected = equation.includes('=') ? isRoot(equation) : null
      const ok = expected?.holds(match[1] ?? '') ?? null
      if (expected === null || ok === null) continue
      const said = match[1] ?? ''
      return [{ kind: 'solutions', expected, said, ok, from: match.index, to: from + equation.length }]
    }
    return []
  })
}
