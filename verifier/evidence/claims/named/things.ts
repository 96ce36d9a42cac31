/*
 * What a name is said of, and what is said of it: numbers, lists, vectors, matrices, expressions. Each is read whole or not at all.
 */
import { lean } from '../../../../src/core/lean-patterns.js'
import { applied, readExpression, type Side } from '../equations/formulas.js'

const none = new Map<string, number>()

/** A number as it is written in the place of a value. */
export interface Written {
  value: number
  /** Decimals shown, where it is written as digits alone; null for a formula (5√2, 25π, 3/8). */
  decimals: number | null
  percent: boolean
  /** Its unit in one spelling ("cm^2"), "" for none. */
  unit: string
}

const LENGTHS: Readonly<Record<string, string>> = Object.fromEntries(
  [
    ['mm', 'millimet(?:er|re)s?'],
    ['cm', 'centimet(?:er|re)s?'],
    ['dm', 'decimet(?:er|re)s?'],
    ['km', 'kilomet(?:er|re)s?'],
    ['m', 'met(?:er|re)s?'],
    ['ft', 'feet|foot'],
    ['in', 'inch(?:es)?'],
    ['yd', 'yards?'],
    ['mi', 'miles?'],
    ['u', 'units?'],
  ].map(([short = '', long = '']) => [short, `${short}|${long}`]),
)
const LENGTH = Object.values(LENGTHS).join('|')
export const UNIT = String.raw`(?:(?:(?:square|sq\.?|cubic|cu\.?)\s)?(?:${LENGTH})(?:\s?(?:\^\s?\{?[23]\}?|²|³))?(?![\p{L}\d])|°(?![CF])|degrees?(?!\p{L}))`
const unitBehind = lean(new RegExp(String.raw`^(.*?)\s?(${UNIT})\s*$`, 'iu'))

function unitOf(written: string): string {
  const power = /\^\s?\{?2|²|square|sq/i.test(written) ? '^2' : /\^\s?\{?3|³|cub|cu\b/i.test(written) ? '^3' : ''
  if (/°|degree/i.test(written)) return '°'
  const name = written.replace(/\^.*|[²³]|square|sq\.?|cubic|cu\.?(?=\s)/gi, '').trim()
  const found = Object.entries(LENGTHS).find(([, source]) => new RegExp(`^(?:${source})$`, 'i').test(name))
  return found === undefined ? name : `${found[0]}${power}`
}

const spokenNumbers: Readonly<Record<string, string>> = {
  zero: '0',
  one: '1',
  'one half': '1/2',
  'a half': '1/2',
  'one third': '1/3',
  'a third': '1/3',
  'one quarter': '1/4',
  'a quarter': '1/4',
}

/** A number and its unit, and nothing else. */
export function readNumber(source: string): Written | null {
  let text = source
    .trim()
    .replace(
      /^(?:(?:about|approximately|roughly|exactly|just|only|simply|nearly|around|also|still|again|indeed|clearly|now|always)\s)+/i,
      '',
    )
    .replace(/^[$€£]\s?(?=[\d.])/, '')
    .replace(/[\s.]+$/, '')
    .replace(/^\{(.*)\}$/, '$1')
  text = spokenNumbers[text.toLowerCase()] ?? text
  const behind = unitBehind.exec(text)
  const unit = behind === null ? '' : unitOf(behind[2] ?? '')
  text = (behind?.[1] ?? text).trim()
  const percent = /\\?%\s*$|\spercent$|\sper cent$/i.test(text)
  text = text.replace(/\s?(?:\\?%|percent|per cent)\s*$/i, '').trim()
  if (text === '' || /[,;](?!\d{3})|\p{L}{2,} \p{L}{2,}/u.test(text)) return null
  const plain = text.replace(/(?<=\d),(?=\d{3}(?!\d))/g, '')
  const decimals = /^[-−]?\d*(?:\.(\d+))?$/.exec(plain)
  const read = readExpression(plain.replace(/−/g, '-'))
  if (read === null || read.names.length > 0) return null
  const value = read.at(none)
  return value === null || !Number.isFinite(value)
    ? null
    : { value, decimals: decimals === null ? null : (decimals[1]?.length ?? 0), percent, unit }
}

const NUMBER = String.raw`[-−]?(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?(?:\s?\/\s?\d+)?|[-−]?\.\d+`
const listed = lean(
  new RegExp(
    String.raw`^[[{(]?\s?((?:[$€£]?(?:${NUMBER})\s?(?:${UNIT})?%?\s?(?:,\s?(?:and\s|und\s|&\s)?|;\s?|\s(?:and|und|&)\s)){1,60}[$€£]?(?:${NUMBER})\s?(?:${UNIT})?%?)\s?[\]})]?$`,
    'iu',
  ),
)
const nameOfList =
  /^(?:(?:the|these|this|our|following|a|given|ordered|sorted|all|its|their)\s)*(?:(?:\d+\s)?(?:numbers?|values?|data(?:\sset|\spoints)?|set|list|scores?|marks|grades|observations|measurements|sample|results|dataset|ages|heights|weights|temperatures|prices|terms|integers|entries|elements))?[:\s]*(?=[-−[{($\d.])/i

/** Two or more numbers and nothing else: "3, 9 and 7", "{2, 4}", "the data set 1, 2, 2". */
export function readList(source: string): number[] | null {
  const text = source.trim().replace(nameOfList, '')
  const inside = listed.exec(text)?.[1]
  if (inside === undefined) return null
  // "1,234, 5": a comma in front of three digits may be of one number.
  if (/\d,\d{3}(?!\d)/.test(inside) && /\d,\s/.test(inside)) return null
  return (inside.match(new RegExp(NUMBER, 'g')) ?? []).map((each) => {
    const [above = '', below] = each
      .replace(/−/g, '-')
      .replace(/,(?=\d{3})/g, '')
      .split('/')
    return below === undefined ? Number(above) : Number(above) / Number(below)
  })
}

/** (1, -2, 3) or [1, 2]: two to six numbers, which may be written as formulas. */
export function readVector(source: string): number[] | null {
  const text = source
    .trim()
    .replace(/^(?:(?:the\s)?(?:vectors?|points?|coordinates?)\s)?(?:\\?[a-zA-Z]\w?\s?=\s?|[A-Z](?=\())?/, '')
    .replace(/^(?:<)(.*)(?:>)$/, '($1)')
  const inside = /^[([]\s?([^()[\]]*(?:\([^()]*\)[^()[\]]*)*)\s?[)\]]\^?T?$/.exec(text)?.[1]
  if (inside === undefined) return null
  const cells = inside.split(/[,;|]\s*/)
  if (cells.length < 2 || cells.length > 6) return null
  const values = cells.map((cell) => readNumber(cell)?.value ?? Number.NaN)
  return values.every(Number.isFinite) ? values : null
}

/** [[1, 2], [3, 4]]; also with braces, round brackets and [1, 2; 3, 4]. */
export function readMatrix(source: string): number[][] | null {
  const text = source.trim().replace(/^(?:(?:the\s)?matrix\s)?(?:[A-Z]\s?=\s?)?/, '')
  const rows = /^[[({]\s?([[({].*[\])}])\s?[\])}]$/.exec(text)?.[1]
  const parts =
    rows === undefined
      ? /^\[([^[\]]*;[^[\]]*)\]$/
          .exec(text)?.[1]
          ?.split(';')
          .map((row) => `(${row.trim().replace(/\s+/g, ', ').replace(/,,/g, ',')})`)
      : rows.split(/(?<=[\])}])\s?,\s?(?=[[({])/)
  if (parts === undefined || parts.length > 5) return null
  const read = parts.map((row) => {
    const inside = /^[[({]([^[\](){}]*)[\])}]$/.exec(row.trim())?.[1]
    return inside?.split(/,\s*/).map((cell) => readNumber(cell)?.value ?? Number.NaN) ?? [Number.NaN]
  })
  const width = read[0]?.length ?? 0
  return read.every((row) => row.length === width && row.every(Number.isFinite)) ? read : null
}

/** Things in a row: "(1, 2) and (3, 4)", "[[1]], [[2]]". */
export function readPair(source: string): [string, string] | null {
  const match =
    /^(?:(?:the|both|\d|points?|vectors?|matrices)\s)*(.+?[)\]>])\s?(?:,|and|und|,\sand|to|×|·)\s?(.+)$/.exec(
      source.trim(),
    )
  return match === null ? null : [match[1] ?? '', match[2] ?? '']
}

/** An expression in one letter or more. */
export type Curve = Pick<Side, 'names' | 'at'> & { text: string }

/** Words, relations, and a dash that opens an item of a list. */
const notMath = lean(
  /(?<![\p{L}\\])(?!(?:sin|cos|tan|cot|sec|csc|ln|log|exp|sqrt|sinh|cosh|tanh|arcsin|arccos|arctan|pi)(?!\p{L}))(?:\p{L}{4,}|is|as|in|of|to|be|so|at|by|we|it|or|an|if|and|the|has|are|us|our|you|all|any|one|two|may|use|[b-df-hj-np-tv-z][aeiou][b-df-hj-np-tv-xz])(?!\p{L})|[=<>≤≥≈…:]|^[-+*/]\s|^[-+*/]$/u,
)

const absolute = /\|([^|]{1,40})\|/g

export function readCurve(source: string): Curve | null {
  const text = source
    .trim()
    .replace(
      /^(?:(?:the|an|a(?=\s(?:function|polynomial|expression|curve|equation|parabola|quadratic|line|term|graph)))\s)?(?:(?:function|polynomial|expression|curve|equation|parabola|quadratic|line|term|graph\sof)\s)*(?:[fghpqyFG]\s?(?:\(\s?[a-z]\s?\))?\s?=\s?)?/i,
      '',
    )
    .replace(/[\s.]+$/, '')
    .replace(absolute, '\\sqrt{($1)^2}')
    .replace(/(?<![a-z\\])(sin|cos|tan|ln|log|exp)\s(\d*[a-z](?:\^\d)?)(?![a-z(^])/g, '$1($2)')
    .replace(/(?<![a-z\\])(sin|cos|tan)\s?(\^\s?\{?2\}?|²)\s?\(?([a-z])\)?(?![a-z(^])/g, '($1($3))^2')
  if (text === '' || notMath.test(text) || applied.test(text) || text.length > 120) return null
  const read = readExpression(text)
  return read === null ? null : { ...read, text }
}

const places = [0.7310585, 1.6180339, 0.381966, 2.4142135, 1.2360679]

/** Whether two expressions have the same value wherever both have one; null where too few places tell. */
export function areEqual(a: Curve, b: Curve): boolean | null {
  const names = [...new Set([...a.names, ...b.names])].sort()
  let seen = 0
  for (const [i] of places.entries()) {
    const at = new Map(names.map((name, k) => [name, (places[(i + k) % places.length] ?? 1) * (1 + k / 7)]))
    const [x, y] = [a.at(at), b.at(at)]
    if (x === null || y === null || !Number.isFinite(x) || !Number.isFinite(y)) continue
    seen++
    if (Math.abs(x - y) > 1e-6 * Math.max(1, Math.abs(x), Math.abs(y))) return false
  }
  return seen < 2 ? null : true
}

/** An equation: its two sides. */
export function readEquation(source: string): readonly [Curve, Curve] | null {
  const sides = source
    .trim()
    .replace(
      /^(?:(?:the|a|an|this|our)\s)?(?:(?:quadratic|linear|cubic|polynomial|equation|exponential|simultaneous)\s)*/i,
      '',
    )
    .split('=')
  // "- x^2 = 4" may be an item of a list.
  if (sides.length !== 2 || /^\s*[-+*]\s/.test(sides[0] ?? '')) return null
  const [left, right] = [readCurve(`(${(sides[0] ?? '').trim()})`), readCurve(`(${(sides[1] ?? '').trim()})`)]
  return left === null || right === null ? null : [left, right]
}
