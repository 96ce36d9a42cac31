/* "Solve x² - 5x + 6 = 0", "What is the largest value of …?": solved on a fine grid, and the answer held against it. */
import { rare } from '../../../src/core/triggers.js'
import { readExpression } from '../claims/equations/formulas.js'
import { type Asked, asSolved, type QuestionReader, type Solved } from './form.js'

/** Equations, extreme values in one variable, by their values on a fine grid: the solution is known as exactly as a person writes it. */
export const algebraReaders: readonly QuestionReader[] = [solveEquation, extremum, rootsOfQuadratic]

export interface Curve {
  name: string
  text: string
  at(x: number): number | null
}

export function curve(source: string): Curve | null {
  const read = readExpression(spelled(source))
  const [name] = read?.names ?? []
  if (read === null || read.names.length !== 1 || name === undefined || name === 'i') return null
  return { name, text: source.trim(), at: (x) => read.at(new Map([[name, x]])) }
}

/** "|2x − 5|" as a root of a square, which the grammar of expressions reads; "√(x + 7)". */
const spelled = (source: string) =>
  source
    .trim()
    .replace(/[−–]/g, '-')
    .replace(/\|([^|]{1,40})\|/g, '\\sqrt{($1)^2}')
    .replace(/(?<![a-z])(sin|cos|tan|ln) (\d*[a-z])(?![a-z(^])/g, '$1($2)')

const REACH = 60
const STEPS = 480
const GRID = Array.from({ length: STEPS + 1 }, (_, i) => -REACH + ((2 * REACH) / STEPS) * i + 1e-7)

/** Where a difference of two curves is zero within the grid; null where there may be more than can be told. */
function rootsOf(difference: (x: number) => number | null): number[] | null {
  const roots: number[] = []
  const add = (x: number) => {
    if (!roots.some((root) => Math.abs(root - x) < 1e-4)) roots.push(x)
  }
  let [left, before]: [number | null, number | null] = [null, null]
  for (const [i, x] of GRID.entries()) {
    const here = difference(x)
    const last = GRID[i - 1] ?? x
    if (here !== null && left !== null) {
      if (left === 0) add(last)
      else if (left * here < 0) {
        const root = bisect(difference, last, x)
        if (root !== null) add(root)
      } else if (before !== null && Math.abs(left) < Math.abs(before) && Math.abs(left) <= Math.abs(here)) {
        const touch = lowest((at) => Math.abs(difference(at) ?? Number.POSITIVE_INFINITY), GRID[i - 2] ?? last, x)
        if (Math.abs(difference(touch) ?? 1) < 1e-9) add(touch)
      }
    }
    // A root at the edge of where both sides have values.
    if (here !== null && left === null && i > 0) edge(difference, x, last, add)
    if (here === null && left !== null) edge(difference, last, x, add)
    ;[before, left] = [left, here]
    if (roots.length > 8) return null
  }
  return roots.some((root) => Math.abs(root) > REACH - 1) ? null : roots.sort((a, b) => a - b)
}

function edge(
  difference: (x: number) => number | null,
  inside: number,
  outside: number,
  add: (x: number) => void,
): void {
  for (const candidate of [Math.round(inside), Math.round(inside * 2) / 2, Math.round(inside * 6) / 6]) {
    if (Math.abs(candidate - inside) > Math.abs(outside - inside) + 1e-6) continue
    const value = difference(candidate)
    if (value !== null && Math.abs(value) < 1e-9) add(candidate)
  }
}

function bisect(difference: (x: number) => number | null, from: number, to: number): number | null {
  let [a, b] = [from, to]
  const sign = Math.sign(difference(a) ?? 0)
  for (let i = 0; i < 60; i++) {
    const middle = (a + b) / 2
    const value = difference(middle)
    if (value === null) return null
    if (Math.sign(value) === sign) a = middle
    else b = middle
  }
  // A jump over a pole is no root.
  const at = difference((a + b) / 2)
  return at !== null && Math.abs(at) < 1e-6 ? (a + b) / 2 : null
}

/** The place of the lowest value between two places, by golden sections. */
function lowest(value: (x: number) => number, from: number, to: number): number {
  const part = (Math.sqrt(5) - 1) / 2
  let [a, b] = [from, to]
  for (let i = 0; i < 80; i++) {
    const [c, d] = [b - part * (b - a), a + part * (b - a)]
    if (value(c) < value(d)) b = d
    else a = c
  }
  return (a + b) / 2
}

const asksEquation = rare(
  /(?:\bsolve\b|\bfind all (?:real )?(?:values of |solutions (?:of|to) |numbers )?|\bfor which real |\blöse\b|\b(?:solutions?|roots|zeros) (?:of|to)(?: the equation)?)[^?=.]{0,60}?\$?([^?.,;=<>≤≥]{1,60}?)=([^?,;=<>≤≥]{1,60}?)\$?(?:,? (?:over|in|for) (?:the )?(?:reals|real numbers|x))?\s?[.?]?\s?$/iu,
)

/** How it is to be solved, behind the equation. */
const method =
  /,? (?:(?:with|using|by) (?:the )?(?:quadratic formula|p-?q[- ]formula|factori[sz]ing|factori[sz]ation|factoring|completing the square|formula)|and check(?: (?:it|your (?:answer|solution)))?|step by step)(?=\s?[.?]?$)/i

/** Of the solutions something else is asked, or not all of them: a length has no negative ones. */
const another = rare(
  /\b(?:positive|negative|integers?|natural|rational|interval|complex|system|mod|sum|product|number of|how many|largest|smallest|greatest|least|difference|average|then|terms of|expressed?|form|sides?|lengths?|width|height|radius|diameter|area|ages?|years?|distance|seconds?|hours?|met(?:er|re)s?|cm|price|people)\b|sin|cos|tan|\[0/i,
)

/** The equation that a question asks to solve over the reals, and nothing else. */
function equationAsked(
  text: string,
): { left: Curve | null; right: Curve | null; difference(x: number): number | null } | null {
  const plain = text.replace(method, '').trim()
  const match = asksEquation.exec(plain)
  if (match === null || another.test(plain)) return null
  const source = (match[1] ?? '').replace(
    /^.*?(?:\bx with|\bfor x|\bequation|\bfor|:|\bwith|\bsuch that|\bnumbers|\bx satisfying|\bsatisfying)\s(?=\S)/i,
    '',
  )
  const [left, right] = [readExpression(spelled(source)), readExpression(spelled(match[2] ?? ''))]
  if (left === null || right === null) return null
  const names = [...new Set([...left.names, ...right.names])]
  const [name] = names
  if (name === undefined || names.length > 1 || name === 'i') return null
  const side = (read: typeof left, text: string): Curve => ({ name, text, at: (x) => read.at(new Map([[name, x]])) })
  const [a, b] = [side(left, source.trim()), side(right, (match[2] ?? '').trim())]
  return {
    left: a,
    right: b,
    difference: (x) => {
      const [u, v] = [a.at(x), b.at(x)]
      return u === null || v === null ? null : u - v
    },
  }
}

function solveEquation({ text }: Asked): Solved | null {
  const equation = equationAsked(text)
  if (equation === null) return null
  const found = rootsOf(equation.difference)?.map((root) => [root, placeOf(root, equation.difference)] as const)
  // An end of where both sides have a value, hit but for the last digits, is left open; so is an equation that has no root left.
  if (found === undefined || found.some(([, place]) => place === 'end')) return null
  const roots = found.flatMap(([root, place]) => (place === 'root' ? [root] : []))
  if (roots.length === 0) return null
  return asSolved(`the solutions of ${equation.left?.text} = ${equation.right?.text}`, {
    values: roots.map((root) => [tidy(root)]),
    only: (x) => Math.abs(equation.difference(x) ?? 1) < 1e-6,
  })
}

/** A place at which a side has no value, though it has values all around it, is a hole and no root: x = 3 of (x² − 9)/(x − 3) = 6. */
function placeOf(root: number, difference: (x: number) => number | null): 'root' | 'hole' | 'end' {
  const isDefined = (x: number) => Number.isFinite(difference(x) ?? Number.NaN)
  if (isDefined(tidy(root))) return 'root'
  return isDefined(root - 1e-4) && isDefined(root + 1e-4) ? 'hole' : 'end'
}

/** A root that is a whole number or a simple fraction but for the last digits. */
function tidy(x: number): number {
  for (const under of [1, 2, 3, 4, 5, 6, 7, 8, 9]) {
    const over = Math.round(x * under)
    if (Math.abs(x * under - over) < 1e-6) return over / under
  }
  return x
}

const VALUE = String.raw`(-?\d+(?:\.\d+)?)`
const extremes = [
  rare(
    new RegExp(
      String.raw`(greatest|largest|maximum|smallest|least|minimum|max|min)(?: value)? of f\((\w)\) ?= ?([^?]{1,80}?) (?:on|over|in) (?:the )?(?:closed )?interval \[${VALUE}, ?${VALUE}\]`,
      'iu',
    ),
  ),
  rare(
    new RegExp(
      String.raw`(maximum|minimum|smallest value|largest value|least value|greatest value) of ()([^?=]{1,60}?) (?:for|over|with) (?:all )?(?:real )?(\w) ?(≥|≤|>=|<=) ?${VALUE}`,
      'iu',
    ),
  ),
]
const hanExtremes = rare(
  /f\((\w)\) ?= ?([^?,;。]{1,60}?), ?求(?:它|其|函数)?(?:在)?(?:区间)?\[(-?\d+), ?(-?\d+)\]上的最大值和最小值/,
)

function extremum({ text }: Asked): Solved | null {
  const han = hanExtremes.exec(text)
  if (han !== null) {
    const f = curve(han[2] ?? '')
    const found = f === null ? null : extremesOf(f, Number(han[3]), Number(han[4]))
    return found === null ? null : asSolved('最大值和最小值', found)
  }
  const [closed, ray] = extremes.map((pattern) => pattern.exec(text))
  if (closed) {
    const [, kind = '', , source = '', from, to] = closed
    const f = curve(source)
    const found = f === null ? null : extremesOf(f, Number(from), Number(to))
    if (found === null) return null
    const whole = Array.from(
      { length: Math.min(40, Number(to) - Number(from) + 1) },
      (_, i) => f?.at(Math.ceil(Number(from)) + i) ?? 0,
    )
    return asSolved(`the ${kind.toLowerCase()} value on the interval`, {
      values: [/great|larg|max/i.test(kind) ? found.slice(0, 1) : found.slice(1)],
      way: [...found, ...whole],
    })
  }
  if (ray) {
    const [, kind = '', , source = '', , relation = '', bound] = ray
    const f = curve(source)
    const start = Number(bound)
    const upwards = /≥|>=/.test(relation)
    const far = upwards ? start + 400 : start - 400
    const found = f === null ? null : extremesOf(f, Math.min(start, far), Math.max(start, far))
    const wanted = /great|larg|max/i.test(kind) ? found?.[0] : found?.[1]
    // A value taken far out is no extreme value.
    const end = f?.at(far) ?? null
    if (
      f === null ||
      wanted === undefined ||
      end === null ||
      Math.abs(end - wanted) <= 1e-3 * Math.max(1, Math.abs(wanted))
    )
      return null
    return asSolved(`the ${kind.toLowerCase()} under this condition`, wanted)
  }
  return null
}

/** The largest and the smallest value on an interval; null where the function has no value somewhere on it. */
function extremesOf(f: Curve, from: number, to: number): [number, number] | null {
  const n = 400
  let [top, bottom]: [[number, number], [number, number]] = [
    [Number.NEGATIVE_INFINITY, from],
    [Number.POSITIVE_INFINITY, from],
  ]
  const step = (to - from) / n
  for (let i = 0; i <= n; i++) {
    const x = from + i * step
    const value = f.at(x)
    if (value === null || !Number.isFinite(value)) return null
    if (value > top[0]) top = [value, x]
    if (value < bottom[0]) bottom = [value, x]
  }
  const at = (x: number) => f.at(Math.min(to, Math.max(from, x))) ?? Number.NaN
  const high = lowest((x) => -at(x), Math.max(from, top[1] - step), Math.min(to, top[1] + step))
  const low = lowest(at, Math.max(from, bottom[1] - step), Math.min(to, bottom[1] + step))
  return [round(Math.max(top[0], at(high))), round(Math.min(bottom[0], at(low)))]
}

export const round = (value: number) => (Math.abs(value - Math.round(value)) < 1e-7 ? Math.round(value) : value)

const quadraticRoots = rare(
  /let (\w) and (\w) be the (?:roots|solutions|zeros) of ([^?=]{3,40}?) ?= ?0[^?]{0,10}?\. find ([^?]{1,40}?)\s?[.?]\s?$/i,
)

/** "Let r and s be the roots of 2x² - 7x + 4 = 0. Find r² + s².": what is symmetric in both. */
function rootsOfQuadratic({ text }: Asked): Solved | null {
  const match = quadraticRoots.exec(text)
  const f = match === null ? null : curve(match[3] ?? '')
  const wanted = match === null ? null : readExpression(spelled(match[4] ?? ''))
  if (match === null || f === null || wanted === null) return null
  const [c, one, two] = [f.at(0), f.at(1), f.at(-1)]
  if (c === null || one === null || two === null) return null
  const [a, b] = [(one + two) / 2 - c, (one - two) / 2]
  const third = f.at(3)
  const discriminant = b * b - 4 * a * c
  if (a === 0 || discriminant < 0 || third === null || Math.abs(third - (9 * a + 3 * b + c)) > 1e-9) return null
  const roots = [(-b + Math.sqrt(discriminant)) / (2 * a), (-b - Math.sqrt(discriminant)) / (2 * a)] as const
  const [r, s] = [match[1] ?? '', match[2] ?? '']
  if (wanted.names.some((name) => name !== r && name !== s)) return null
  const value = wanted.at(
    new Map([
      [r, roots[0]],
      [s, roots[1]],
    ]),
  )
  const turned = wanted.at(
    new Map([
      [r, roots[1]],
      [s, roots[0]],
    ]),
  )
  if (value === null || turned === null || Math.abs(value - turned) > 1e-9) return null
  return asSolved(`${match[4]?.trim()} for these roots`, { values: [[value]], way: [-b / a, c / a] })
}
