/* Inequalities from line to line: "−2x > 4, dividing by −2 gives x > −2". A negative factor turns the sign. */
import type { Finding } from '../../../../src/core/records/types.js'
import { rare } from '../../../../src/core/triggers.js'
import { type ClaimText, finding, hedged, shown } from '../claim.js'
import { sentenceAround } from '../text/sentences.js'
import { readExpression } from './formulas.js'

/** A linear inequality in one variable: where it holds. */
export interface HalfLine {
  name: string
  bound: number
  /** It holds above the bound. */
  above: boolean
  /** The bound itself belongs to it. */
  closed: boolean
  text: string
  /** Where it ends in its step; -1 for one of a step before. */
  end: number
}

const MAX_TEXT = 4000
const SIDE = String.raw`(?:[-−+*·×/()\d ]|(?<=\d)\.(?=\d)|(?<![a-z])[a-z](?![a-z])){1,40}`
const pattern = rare(
  new RegExp(
    String.raw`(?<![\p{N}_^<>≤≥=|)}\]/÷*·×+−-]\s{0,12})(?<!\p{L})(${SIDE})\s?(<=|>=|[<>≤≥])\s?(${SIDE})(?![\p{L}\p{N}_^|({\[<>≤≥=\\]|\s{0,12}[<>≤≥=^÷×*/·+(\\])`,
    'gu',
  ),
)

/** The linear inequalities of a text, in reading order. */
function inequalities(text: string): HalfLine[] {
  return [...pattern.matchAll(text.slice(0, MAX_TEXT))].flatMap((match) => {
    const [all, left = '', relation = '', right = ''] = match
    const [a, b] = [left, right].map((side) => readExpression(side.trim().replace(/−/g, '-')))
    if (a == null || b == null) return []
    const names = [...new Set([...a.names, ...b.names])]
    const [name] = names
    if (name === undefined || names.length > 1) return []
    const difference = (x: number) => {
      const values = new Map([[name, x]])
      const [u, v] = [a.at(values), b.at(values)]
      return u === null || v === null ? Number.NaN : u - v
    }
    const [zero, one, two, far] = [0, 1, 2, -7.5].map(difference) as [number, number, number, number]
    const slope = one - zero
    const linear = Math.abs(two - zero - 2 * slope) < 1e-9 && Math.abs(far - zero + 7.5 * slope) < 1e-9
    if (!linear || Math.abs(slope) < 1e-9) return []
    return [
      {
        name,
        bound: -zero / slope,
        above: /[>≥]/.test(relation) === slope > 0,
        closed: /[≤≥]|=/.test(relation),
        text: all.trim(),
        end: match.index + all.length,
      },
    ]
  })
}

/** Words under which an inequality is one of several, or no consequence of the last. */
const several = rare(
  /\b(?:or|and|case|cases|if|when|since|because|where|also|both(?! sides)|either|domain|need|must|check|test|but|for)\b|\b(?:oder|und|wenn|falls|da)\b|或|且|当/i,
)

/** What turns the sign of an inequality, or is said to solve it. */
const turning = rare(/\b(?:divid|multipl|teil|mal\b|durch\b|dividier)|除|乘/i)

/** Nothing stands between the two but the division. */
const direct = rare(
  /^,?\s?(?:and |und |so |then )?(?:after |by |on |nach |durch )?(?:dividing|division|multiplying|multiplication|Division|Multiplikation|Teilen)\s[^,;.]{0,40}$|^[，,]?\s?两边(?:同时|都)?(?:除以|乘以?)[^。；]{0,16}$/i,
)

/**
 * "−2x > 4, dividing by −2 gives x > −2": of two linear inequalities with one bound, the second made from the first, the side has to be the same. `before` is the last one of the
 * step before, or the one that the question asks to solve.
 */
export function checkRewritten(
  { plain }: ClaimText,
  before: HalfLine | null,
  asked: HalfLine | null = null,
): { findings: Finding[]; last: HalfLine | null } {
  const findings: Finding[] = []
  let last = before
  for (const next of inequalities(plain)) {
    const from = last
    last = next
    if (from === null || from.name !== next.name) continue
    const start = next.end - next.text.length
    const elsewhere = asked === null ? null : unlike(plain, asked, next)
    if (elsewhere !== null) {
      findings.push(elsewhere)
      continue
    }
    const between = plain.slice(Math.max(0, from.end), Math.max(0, start))
    // Another bound may be of another inequality: only the sign that was not turned is a slip for certain.
    if (Math.abs(from.bound - next.bound) > 1e-6 * Math.max(1, Math.abs(from.bound))) continue
    const ok = from.above === next.above
    const span = [Math.max(0, start), next.end] as const
    const atOnce = direct.test(between)
    if (
      !atOnce &&
      (between.length > 120 || several.test(led(between)) || several.test(led(sentenceAround(plain, span))))
    )
      continue
    if (!ok && (hedged(plain, span) || !turning.test(sentenceAround(plain, span)))) continue
    const truth = `${from.name} ${from.above ? '>' : '<'}${from.closed ? '=' : ''} ${shown(from.bound)}`
    findings.push(finding('inequalities', span, next.text, truth, ok, `${from.text} comes to ${truth}, this does not`))
  }
  return { findings, last: last === null ? null : { ...last, end: -1 } }
}

/** "And you get", "and so": one consequence, not several conditions. */
const led = (text: string) =>
  text.replace(
    /\band\s(?=(?:so|then|hence|thus|therefore|you|we|I|get|gets|obtain|this|that|it|divid\w+|subtract\w*|add\w*|collect\w*|simplif\w*|find|have)\b)|\bund\s(?=(?:erhalte\w*|wir|man|dann|also)\b)|\bfor\s(?=this|the)/gi,
    '',
  )

/** "2x + 1 ≥ 9 … so x ≥ 5": on the way from the one inequality that the question asks to solve every one has to have its solutions. */
function unlike(text: string, asked: HalfLine, next: HalfLine): Finding | null {
  const span = [Math.max(0, next.end - next.text.length), next.end] as const
  const sentence = led(sentenceAround(text, span))
  if (next.name !== asked.name || several.test(sentence) || aside.test(sentence) || hedged(text, span)) return null
  const size = Math.max(1, Math.abs(asked.bound))
  const isNear = Math.abs(asked.bound - next.bound) <= (/\d\.\d/.test(next.text) ? 0.01 : 1e-6) * size
  if (isNear && (asked.above !== next.above || asked.closed === next.closed)) return null
  const truth = `${asked.name} ${asked.above ? '>' : '<'}${asked.closed ? '=' : ''} ${shown(asked.bound)}`
  const message = `${asked.text} comes to ${truth}, and this does not`
  return finding('inequalities', span, next.text, truth, false, message)
}
const aside =
  /\b(?:integers?|whole|instance|example|particular|only|because|were|even|still|let|take|try|put|domain|also|true|false|satisf\w*|says?|means\sthat|zero)\b|\?/i

/** Nothing else is asked of the letter. */
export const unconditionally = (question: string) =>
  !/\b(?:integers?|whole|natural|where|given|if|and|system|with|ganze|natürliche)\b/i.test(question) &&
  (question.match(/<=|>=|[<>≤≥]/g) ?? []).length === 1

/** The one linear inequality that a question asks to solve. */
export function askedInequality(question: string): HalfLine | null {
  if (!/\b(?:solve|for which|löse|für welche)\b|解不等式/i.test(question)) return null
  const [only, another] = inequalities(question)
  return only === undefined || another !== undefined ? null : { ...only, end: -1 }
}
