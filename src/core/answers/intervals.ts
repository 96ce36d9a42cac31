import Fraction from 'fraction.js'
import { evaluate, evaluateFor, type Value } from './expression.js'
import { exact, float, negate } from './values.js'

/** A lower or upper end: its value, null where there is none, and whether it belongs to the interval. */
interface End {
  value: Value | null
  closed: boolean
}

const relation = /\\(?:le|ge)(?![a-z])|[<>]/g
/** "x", "f(x)", "x_1", "\alpha". */
const name = /^\\?[a-zA-Z]{1,8}(?:_(?:\{\w{1,8}\}|\w))?(?: ?\([a-z]\))?$/
const absolute = /^\| ?(\\?[a-zA-Z]{1,8}(?:_\w)?) ?\|$/

/**
 * What an inequality in one name leaves for it, as an interval or a union of two: "-2 < x \le 7" is (-2, 7], "-x > -1" is (-infinity, 1),
 * "|x| \ge 3" is (-infinity, -3] and [3, infinity). Null where the text is no such inequality. `show` writes a value.
 */
export function intervalsOf(text: string, show: (value: Value) => string): string[] | null {
  const signs = [...text.matchAll(relation)]
  const [first, second] = signs
  if (first === undefined || signs.length > 2 || /\\(?:ne|in|cup)(?![a-z])|[=,:]/.test(text)) return null
  const sides = text.split(/\\(?:le|ge)(?![a-z])|[<>]/).map((side) => side.trim())
  const up = (sign: string) => sign === '<' || sign === '\\le'
  const closed = (sign: string) => sign.startsWith('\\')
  const write = ({ value: from, closed: atFrom }: End, { value: to, closed: atTo }: End) =>
    `${atFrom ? '[' : '('}${from === null ? '-infinity' : show(from)},${to === null ? 'infinity' : show(to)}${atTo ? ']' : ')'}`
  const open: End = { value: null, closed: false }
  const mirrored = ({ value, closed: at }: End): End => ({ value: value === null ? null : negate(value), closed: at })
  let subject: string
  let [from, to] = [open, open]
  if (second !== undefined) {
    const [a = '', middle = '', b = ''] = sides
    const [low, high] = [evaluateNumber(a), evaluateNumber(b)]
    if (up(first[0]) !== up(second[0]) || low === null || high === null) return null
    const ends: [End, End] = [
      { value: low, closed: closed(first[0]) },
      { value: high, closed: closed(second[0]) },
    ]
    ;[from, to] = up(first[0]) ? ends : [ends[1], ends[0]]
    subject = middle
  } else {
    const [left = '', right = ''] = sides
    const [a, b] = [evaluateNumber(left), evaluateNumber(right)]
    if ((a === null) === (b === null)) return null
    const end: End = { value: a ?? b, closed: closed(first[0]) }
    if (up(first[0]) === (b === null)) from = end
    else to = end
    subject = b === null ? right : left
  }
  if (name.test(subject)) return [write(from, to)]
  if (absolute.test(subject)) {
    if (from.value === null) return [write(mirrored(to), to)]
    return [write(mirrored(to), mirrored(from)), write(from, to)]
  }
  return second === undefined ? scaled(subject, from, to, write) : null
}

/** "-2x + 1 < 5": linear in one name, solved for it. */
function scaled(subject: string, from: End, to: End, write: (from: End, to: End) => string): string[] | null {
  const names = new Set<string>()
  const at = (x: number) =>
    evaluateFor(subject, (each) => {
      names.add(each)
      return x
    })?.approximate ?? Number.NaN
  const [zero, one, far] = [at(0), at(1), at(5)]
  const slope = one - zero
  const linear = names.size === 1 && Math.abs(far - (zero + 5 * slope)) < 1e-9 && slope !== 0 && Number.isFinite(slope)
  if (!linear) return null
  const solved = ({ value, closed }: End): End => ({
    value: value === null ? null : rationalOr((value.approximate - zero) / slope),
    closed,
  })
  return [slope > 0 ? write(solved(from), solved(to)) : write(solved(to), solved(from))]
}

function rationalOr(value: number): Value {
  const near = new Fraction(value).simplify(1e-12)
  return near.d <= 10_000n && Math.abs(near.valueOf() - value) < 1e-12 * Math.max(1, Math.abs(value))
    ? exact(near)
    : float(value)
}

/** The value of what has no name in it; an infinite end has none. */
function evaluateNumber(text: string): Value | null {
  return evaluateFor(text, () => undefined) === null ? null : evaluate(text)
}
