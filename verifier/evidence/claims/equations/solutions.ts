/* Solutions of one equation: "5x = 35, so x = 6". The value is put back in. */
import { lean } from '../../../../src/core/lean-patterns.js'
import type { Finding, Span } from '../../../../src/core/records/types.js'
import { hasParts } from '../../questions/parts.js'
import { type ClaimText, finding, hedged, shown } from '../claim.js'
import { sentenceAround } from '../text/sentences.js'
import { type Formula, readFormulas, type Side } from './formulas.js'

/** An equation in one variable, waiting for its solution. */
export interface OpenEquation {
  name: string
  left: Side
  right: Side
  /** Where it ends in its step; negative where that was the step before. */
  end: number
  /** Its solution was told: what follows is another case. */
  solved?: boolean
  /** Solved equations of the same variable before it: cases, whose solutions are told together at the end. */
  cases?: readonly OpenEquation[]
  /** Equations of the same variable that led to it: a root may be one of a factor that was left behind. */
  earlier?: readonly OpenEquation[]
}

/** Under these words a variable takes a value on trial, or several. */
const trial =
  /\b(?:if|when|case|cases|try|trying|let|suppose|assume|plug\w*|substitut\w*|test\w*|setting|set|put|putting|at|for|start\w*|initial\w*|guess|extraneous|reject\w*|discard\w*|invalid|range|between|minimum|maximum|vertex|critical|axis|first|second|third|integer|integers|smallest|largest|possible|valid|these|both(?! sides)|other|either|neither|prime|für|wenn|mod|no)\b|<|>|≤|≥|\\le|\\ge|\\ne|\\neq|\\pm|±/i

/** What leads from an equation to its solution. */
const leads =
  /(?:\b(?:so|thus|therefore|hence|gives?|giving|get|yields?|yielding|implies|implying|find|means|then|solving|dividing|subtracting|adding|multiplying|solutions?|roots?|or|and|also|ergibt|folgt|also|daraus)\b[^.=]{0,30}|[⇒→∴,:;\n]|\\(?:implies|Rightarrow|rightarrow|to|quad|\\)[^=]{0,12})\s*[\\$([{&]*\s*$/
const madeOf =
  /\b(?:twice|double[ds]?|half|thrice|triple|third|times|plus|minus|more|less|further|later|after|before|instead|other)\b/i
const MAX_GAP = 160
const MAX_EARLIER = 6

/** "x = 1½", "x = 3⁄2", "10x = 3.333…": the number is not read to its end. */
const goesOn = /^\s?(?:[½-¾⅐-⅞⁄…]|\.\.)/

/** "n = 5 gives 30" tries a value; in "x = π/6 (30°)" the degrees are said beside it, and multiply nothing. */
const isTried = (rest: string, [from, to]: Span): boolean =>
  /\(\s?[\d.,]+\s?°\s?\)/.test(rest.slice(0, to - from + 12)) ||
  /^\s(?:gives|yields|leads\sto|makes|fails|leaves)(?!\p{L})/u.test(rest.slice(to - from))

const none = new Map<string, number>()

/**
 * "5x = 35, so x = 6": a value found for the one variable of the equation right before it (in the step or the last one) is put back in. Several solutions ("x = 2 or x = 3")
 * each have to hold. What is tried, set or supposed is no solution.
 */
export function checkSolutions(
  { text }: ClaimText,
  formulas: readonly Formula[],
  before: OpenEquation | null,
): { findings: Finding[]; open: OpenEquation | null } {
  const findings: Finding[] = []
  let open = before
  let previous: OpenEquation | null = null
  const given = new Set<string>()
  for (const sides of formulas) {
    const [left, ...others] = sides
    const [right, last] = [others[0], others.at(-1)]
    if (left === undefined || right === undefined || last === undefined) continue
    if (goesOn.test(text.slice(last.span[1], last.span[1] + 2))) {
      open = null
      continue
    }
    const names = [...new Set(sides.flatMap((side) => side.names))]
    const [name] = names
    const span = [left.span[0], last.span[1]] as const
    // "x - 2 = 0 or x - 3 = 0": a solution need hold in one of them.
    const alternatives: readonly OpenEquation[] =
      previous !== null && previous.name === name && isAlternative.test(text.slice(previous.end, span[0]))
        ? [...(previous.cases ?? []), previous]
        : []
    previous =
      name !== undefined && names.length === 1 && sides.length === 2
        ? { name, left, right, end: span[1], cases: alternatives }
        : null
    if (name === undefined || names.length !== 1) {
      if (names.length > 1) open = null
      continue
    }
    if (sides.length === 2 && isAssignment(left, right, name, given)) {
      open = null
      continue
    }
    // The items of a list, and the members of a system, are no consequences of one another.
    if (isItem(text, span[0]) || isJoined(text, span, name)) {
      open = null
      continue
    }
    if (left.text.trim() === name && last.at(none) !== null) given.add(name)
    if (left.text.trim() !== name || others.some((side) => side.names.length > 0)) {
      const rewritten =
        sides.length === 2 && alternatives.length === 0
          ? rewriting(text, open, { name, left, right, end: span[1] }, span)
          : null
      if (rewritten !== null) findings.push(rewritten)
      const cases: readonly OpenEquation[] =
        open?.solved === true && open.name === name ? [...(open.cases ?? []), open] : alternatives
      // "x - 2 = 0, x - 3 = 0": of a second one beside it that was not read, its solutions are its own.
      const isAlone = unreadBeside.exec(text.slice(span[1], span[1] + 60))?.[1] !== name
      const earlier: readonly OpenEquation[] =
        open?.name === name ? [...(open.earlier ?? []), open].slice(-MAX_EARLIER) : []
      open = sides.length === 2 && isAlone ? { name, left, right, end: span[1], cases, earlier } : null
      continue
    }
    if (open === null || open.name !== name || !follows(text, open, span[0])) {
      open = null
      continue
    }
    const value = last.at(none)
    if (value === null || trial.test(sentenceAround(text, span)) || isTried(text.slice(last.span[0]), last.span)) {
      // "It is met when 4 + 6t = 9, so t = 5/6": no claim is read there, and the solution is told all the same.
      if (value !== null && holds(open, value, last.text) === true) open = { ...open, solved: true }
      continue
    }
    // "4d = 8", "d = 8", each in a step of its own: two cases.
    if (open.end < 0 && open.right.text.trim() === last.text.trim() && !/[\p{L}\d]/u.test(text.slice(0, span[0]))) {
      open = null
      continue
    }
    const { cases = [], earlier = [] } = open
    const own = holds(open, value, last.text)
    // What is open stays so: null is no denial.
    const ok = own === false ? holdsInOne(cases, value, last.text) : own
    if (ok === null || (!ok && hedged(text, span))) continue
    // "twice that, t = 4/3": the solution was told, and this is made of it.
    if (!ok && open.solved === true && madeOf.test(sentenceAround(text, span))) continue
    // "a(a² - a - 2) = 0", "(a - 2)(a + 1) = 0", "so a = 0, a = 2 or a = -1".
    if (!ok && earlier.some((each) => holds(each, value, last.text) === true)) continue
    const equation = `${open.left.text} = ${open.right.text}`
    const claimed = `${name} = ${shown(value)}`
    findings.push(finding('solutions', span, claimed, equation, ok, `put into ${equation}, ${claimed} does not hold`))
    // Of several roots the next may follow; after a wrong one nothing is known.
    open = ok ? { ...open, end: span[1], solved: true } : null
  }
  return { findings, open: open === null ? null : { ...open, end: open.end - text.length - 1 } }
}

/** "x - 2 = 0, x - 3 = 0": the letter of a second equation beside the first. */
const unreadBeside = lean(
  /^[\s$\\)]*,(?![^.;\n=]*(?:so|thus|hence|then|and|which|gives?)\b)[^.;\n=]{0,30}?(?<!\p{L})(\p{L})(?!\p{L})[^.;\n=,]{1,20}=/u,
)

/** Nothing but "or" or a comma between two equations. */
const isAlternative =
  /^(?=.*(?:,|or|oder|ou|或))(?:[\s$*(){}[\]\\.,;:]|q?quad|text|mbox|mathrm|either|or|oder|ou|或者?)*$/is

/** "2. \\( d = 8 \\)" of a list of cases, which is not the numbering of the steps: that is gone here. */
const isItem = (text: string, start: number) =>
  /(?:^|\n)[ \t]*(?:\d{1,2}[.)]|\([a-z\d]\)|[a-z]\))\s*[\\$({[&]*\s*$/.test(text.slice(Math.max(0, start - 24), start))

/** "6k + 189 = 0 and 960 - 192k = 0": either side of the word is an equation by itself, and no value. */
function isJoined(text: string, [from, to]: Span, name: string): boolean {
  if (/^\s*[a-zA-Z]\s?=/.test(text.slice(from, to))) return false
  const before = /(?:^|[\s{\\])(?:and|und)\s?\}?[\s$\\({]*(?:quad)?[\s$\\({]*$/.test(
    text.slice(Math.max(0, from - 24), from),
  )
  const after = /^[\s$.,\\)\]]*(?:quad)?\s?(?:\\text\s?\{\s?)?(?:and|und)\s?\}?(?:\s?\\quad)?[\s$\\(]*(.{0,12})/.exec(
    text.slice(to, to + 60),
  )
  const isEquation = after !== null && /^[-−\d(]/.test(after[1] ?? '') && text.slice(to, to + 120).includes(name)
  return isEquation || (before && /=[^=]*$/.test(text.slice(Math.max(0, from - 80), from)))
}

/** Two linear equations of one variable, the second made from the first: "3(x - 4) = 2x + 5", "3x - 4 = 2x + 5". Their solutions have to be the same. */
function rewriting(text: string, from: OpenEquation | null, to: OpenEquation, span: Span): Finding | null {
  if (from === null || from.solved === true || from.name !== to.name || !follows(text, from, span[0])) return null
  // "4d = 32" and then "4d = 8" are two cases.
  if (isOtherCase(from, to)) return null
  const [before, after] = [linearRoot(from), linearRoot(to)]
  const sentence = sentenceAround(text, span)
  if (before === null || after === null || trial.test(sentence) || /\b(?:or|from|oder|aus)\b/i.test(sentence))
    return null
  const ok = Math.abs(before - after) <= 1e-6 * Math.max(1, Math.abs(before))
  if (Math.abs(after - 100 * before) <= 0.01 * Math.abs(after)) return null
  // Decimals may have been rounded on the way.
  if (
    !ok &&
    (hedged(text, span) || (/\d\.\d/.test(text.slice(...span)) && Math.abs(before - after) <= 0.1 * Math.abs(before)))
  )
    return null
  const { name } = to
  const equation = `${from.left.text} = ${from.right.text}`
  const message = `${equation} has the solution ${name} = ${shown(before)}, this one ${name} = ${shown(after)}`
  return finding('solutions', span, text.slice(...span), equation, ok, message)
}

/** The same with another number on the right. */
const isOtherCase = (from: OpenEquation, to: OpenEquation) =>
  from.right.names.length + to.right.names.length === 0 &&
  from.left.text.replace(/\s/g, '') === to.left.text.replace(/\s/g, '')

/** "x = x * 2" of a program gives x a new value: as an equation it has no solution, or 0 alone, or x had a value. */
function isAssignment(left: Side, right: Side, name: string, given: ReadonlySet<string>): boolean {
  if (left.text.trim() !== name || !right.names.includes(name)) return false
  const at = (x: number) => right.at(new Map([[name, x]])) ?? Number.NaN
  const isLinear = at(2) - at(1) === at(1) - at(0)
  const isEmpty = isLinear && (at(0) === 0 || at(1) - at(0) === 1)
  return isEmpty || (given.has(name) && right.text.trim().startsWith(name))
}

/** The one solution of an equation that is linear in its variable, else null. */
function linearRoot({ name, left, right }: OpenEquation): number | null {
  const at = (x: number) => {
    const [a, b] = [left.at(new Map([[name, x]])), right.at(new Map([[name, x]]))]
    return a === null || b === null ? Number.NaN : a - b
  }
  const [zero, one, two, far] = [at(0), at(1), at(2), at(-7.5)]
  const slope = one - zero
  const size = Math.max(Math.abs(zero), Math.abs(one), Math.abs(far), 1)
  const linear = [two - (zero + 2 * slope), far - (zero - 7.5 * slope)].every((each) => Math.abs(each) <= 1e-9 * size)
  return linear && Math.abs(slope) > 1e-9 * size ? -zero / slope : null
}

/** The first equation of a question that asks to solve one. */
export function askedEquation(question: string): OpenEquation | null {
  if (!/\b(?:solve|löse|solution (?:of|to) the equation)\b|解方程/i.test(question)) return null
  if (hasParts(question)) return null
  const asked = readFormulas(question).filter((sides) => sides.length === 2)
  const [sides] = asked
  const [left, right] = [sides?.[0], sides?.[1]]
  if (asked.length !== 1 || left === undefined || right === undefined) return null
  const names = [...new Set([...left.names, ...right.names])]
  const [name] = names
  return name === undefined || names.length > 1 ? null : { name, left, right, end: -1 }
}

/** Whether what stands between an equation and a value leads from one to the other. */
function follows(text: string, { end }: OpenEquation, start: number): boolean {
  if (start - end > MAX_GAP) return false
  const between = text.slice(Math.max(0, end), start)
  return leads.test(between) || between.trim() === '' || (end < 0 && /^[^.=]{0,60}$/.test(between))
}

/** In one of several cases; null where one is open. */
function holdsInOne(cases: readonly OpenEquation[], value: number, written: string): boolean | null {
  const all = cases.map((each) => holds(each, value, written))
  return all.includes(true) || (all.includes(null) ? null : false)
}

function holds({ name, left, right }: OpenEquation, value: number, written: string): boolean | null {
  const at = (x: number) => {
    const [a, b] = [left.at(new Map([[name, x]])), right.at(new Map([[name, x]]))]
    return a === null || b === null ? null : { difference: a - b, size: Math.max(Math.abs(a), Math.abs(b), 1e-12) }
  }
  const here = at(value)
  const share = value === 0 ? null : at(value / 100)
  // A share that is told in per cent.
  if (here === null || (share !== null && Math.abs(share.difference) <= 0.01 * share.size)) return null
  if (Math.abs(here.difference) <= 1e-9 * Math.max(1, here.size)) return true
  // A rounded solution: the difference changes sign within a digit, or is small.
  const decimals = /\.(\d+)/.exec(written)?.[1]?.length
  if (Math.abs(here.difference) <= 0.01 * here.size)
    return decimals !== undefined || !Number.isInteger(value) ? true : null
  if (decimals === undefined) return false
  const step = 10 ** -decimals
  const [below, above] = [at(value - step), at(value + step)]
  return below !== null && above !== null && below.difference * above.difference <= 0
}
