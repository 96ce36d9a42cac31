/*
 * "Solve x² < 9", "For which x is |x − 2| ≤ 5?": one inequality in one letter. The answer may be written as one or several inequalities or as intervals; it has to hold at the same places.
 * What is right is left open.
 */
import { lean } from '../../../src/core/lean-patterns.js'
import { readExpression } from '../claims/equations/formulas.js'
import type { Asked, QuestionReader, Solved } from './form.js'

const asks = /\b(?:solve|for (?:which|what)|find all|solution set|löse|für welche)\b|解不等式/i
const SIGN = /<=|>=|[<>≤≥]/
/** Whole numbers alone, positive ones, several conditions: another set is asked for. */
const other =
  /\b(?:integers?|whole|natural|positive|negative|how many|system|and|smallest|largest|minimum|maximum|least|greatest|if|given|where|with|between|prime|ganze|natürliche)\b/i
const formula = /[-−+(|√\d]?[-−+*/×·^(){}|²³√\d\s.a-z\\]{0,60}?(?:<=|>=|[<>≤≥])[-−+*/×·^(){}|²³√\d\s.a-z\\]{1,60}/i

type Holds = (x: number) => boolean | null

function inequality({ question, text }: Asked): Solved | null {
  if (!asks.test(question) || question.length > 300 || other.test(text)) return null
  const plain = inSigns(text)
    .replace(asks, ' ; ')
    .replace(
      /\b(?:the\s)?(?:inequality|over the reals?(?: numbers)?|for real [a-z]|in the reals|in |real|numbers?|values?|of|is|it true that|does|hold|holds|the|set|x (?=is\b))\b/gi,
      ';',
    )
  const all = plain.split(/[;?:,]|\.(?!\d)/)
  const written = all.filter((part) => SIGN.test(part))
  if (all.some((part) => !SIGN.test(part) && /\p{L}{2}/u.test(part))) return null
  const [only, more] = written
  if (only === undefined || more !== undefined || !formula.test(only)) return null
  const read = conditionOf(only)
  if (read === null) return null
  const places = placesOf()
  const alike = (a: Holds | null, b: Holds | null) => a !== null && b !== null && places.every((x) => a(x) === b(x))
  return {
    what: `the solutions of ${only.trim()}`,
    values: [],
    answer: `those of ${only.trim()}`,
    reads: (answer) => {
      const said = setOf(answer, read.name)
      if (said === null) return null
      const known = places.map((x) => [read.holds(x), said(x)] as const).filter(([a, b]) => a !== null && b !== null)
      const off = known.filter(([a, b]) => a !== b).length
      // A bound alone may be rounded.
      return known.length > 100 && off > 2 ? false : null
    },
    statedBy: (step, answer) => {
      const said = setOf(answer, read.name)
      return inSigns(step)
        .split(pieces)
        .some((piece) => alike(setOf(piece.trim(), read.name), said))
    },
  }
}

const pieces = lean(
  /[,;:]|\.(?!\d)|(?<!\p{L})(?:so|thus|hence|then|get|obtain|gives?|is|are|than|as|that|set|solution|answer|means|when|for)(?!\p{L})/iu,
)

const inSigns = (text: string) =>
  text
    .replace(/\\leq?(?![a-z])|\\leqslant|<=/g, '≤')
    .replace(/\\geq?(?![a-z])|\\geqslant|>=/g, '≥')
    .replace(/\\lt(?![a-z])/g, '<')
    .replace(/\\gt(?![a-z])/g, '>')
    .replace(/[$]|\\[,;()[\]]/g, ' ')
    .replace(/[−–]/g, '-')
    .replace(/\\infty|infinity|∞/g, '∞')
    .replace(/\\cup|∪/g, ' or ')
    .replace(/\\in|∈/g, ' ∈ ')
    .replace(/\\(?:left|right)(?![a-z])/g, '')

/** Every eighth from -40 to 40: bounds are met. */
const placesOf = () => Array.from({ length: 641 }, (_, i) => -40 + i / 8)

interface Condition {
  name: string
  holds: Holds
}

/** "2x + 1 ≥ 9", "2 < x ≤ 7". */
function conditionOf(written: string): Condition | null {
  const text = inSigns(written).trim()
  const sides = text
    .split(/<=|>=|[<>≤≥]/)
    .map((side) => readExpression(side.trim().replace(/\|([^|]{1,40})\|/g, '\\sqrt{($1)^2}')))
  const signs = text.match(/[<>≤≥]/g) ?? []
  if (sides.length < 2 || sides.length > 3 || sides.some((side) => side == null)) return null
  const names = [...new Set(sides.flatMap((side) => side?.names ?? []))]
  const [name] = names
  if (name === undefined || names.length !== 1) return null
  return {
    name,
    holds: (x) => {
      const values = sides.map((side) => side?.at(new Map([[name, x]])) ?? null)
      let all = true
      for (const [i, sign] of signs.entries()) {
        const [a, b] = [values[i] ?? null, values[i + 1] ?? null]
        if (a === null || b === null || !Number.isFinite(a) || !Number.isFinite(b)) return null
        const gap = a - b
        const isEqual = Math.abs(gap) < 1e-9 * Math.max(1, Math.abs(a))
        all &&= isEqual ? /[≤≥]/.test(sign) : /[<≤]/.test(sign) ? gap < 0 : gap > 0
      }
      return all
    },
  }
}

const interval = /^(?:[a-z]\s?∈\s?)?([[(])\s?(-?[\d./∞]+)\s?[,;]\s?(-?[\d./∞]+)\s?([\])])$/

/** The set that an answer names; null where it is not read whole. */
function setOf(answer: string, name: string): Holds | null {
  const parts = inSigns(answer)
    .replace(/[.\s]+$/, '')
    .split(/\s(?:or|oder)\s|\s∨\s/)
    .map((part) => part.trim().replace(/^[a-z]\s?∈\s?/, ''))
  const sets = parts.map((part): Holds | null => {
    const bounds = interval.exec(part)
    if (bounds !== null) {
      const [, open, from = '', to = '', close] = bounds
      const [a, b] = [from, to].map(numberIn) as [number, number]
      if (!(a < b)) return null
      return (x) => (x > a || (x === a && open === '[')) && (x < b || (x === b && close === ']'))
    }
    const condition = conditionOf(part)
    return condition === null || condition.name !== name ? null : condition.holds
  })
  if (sets.some((set) => set === null)) return null
  return (x) => {
    const all = sets.map((set) => set?.(x) ?? null)
    return all.includes(null) ? null : all.includes(true)
  }
}

function numberIn(text: string): number {
  if (text.includes('∞')) return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  const [above, below = '1'] = text.split('/')
  return Number(above) / Number(below)
}

export const inequalityReaders: readonly QuestionReader[] = [inequality]
