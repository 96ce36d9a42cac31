/* What a name is for the readers beside this file: how it is said, of what, and what it comes to. */
import { lean } from '../../../../src/core/lean-patterns.js'
import { FRACTION } from '../../../../src/core/quantities/words.js'
import type { FindingKind } from '../../../../src/core/records/types.js'
import { shown } from '../claim.js'
import { readList, readNumber, type Written } from './things.js'

/** What a named thing comes to, and whether what is said of it is that; null where that cannot be told. */
export interface Expected {
  computed: string
  holds(said: string): boolean | null
  /** It is a function: what is said of it ends at the first word, and a bare number may be its value at a place. */
  isFunction?: boolean
}

/** A name that has one value for what it is said of. */
export interface Named {
  kind: FindingKind
  /** Its names, as the source of a regular expression. */
  name: string
  /** What stands between the name and what it is said of; "of" and its like where nothing is told. */
  link?: string
  /** Its name as it is written as a function: "det(A)". */
  call?: string
  /** It is said of equations, so that a sign of equality behind it is no "is". */
  ofEquations?: boolean
  /** "The median is 5" may be said of what the question is about. */
  alone?: boolean
  /** The verb that says the same: "add up to". */
  verb?: string
  /** It says nothing where these stand right before the name: "harmonic" before "mean". */
  notBehind?: RegExp
  /** What it comes to for what stands behind it; null where that is not read. `name` is the name as written. */
  of(text: string, name: string): Expected | null
}

/** More than a formula: words, or a comma. */
export const prose = lean(
  /(?<![\p{L}\\])(?!(?:sin|cos|tan|ln|log|sqrt|base|height|width|length|times|half)(?!\p{L}))\p{L}{3,}|,\s|\s(?:is|of|we|to|so|in)\s/iu,
)

const relations = /≈|(?<![<>!])=/

/** A number, by every side of what is said: "(3 + 5)/2 = 4". `units`: those of what went in, of which a value of this dimension is. */
export function isNumber(exact: number | readonly number[], dimension = 0, unit = ''): Expected {
  const all = typeof exact === 'number' ? [exact] : exact
  const wanted = unit === '' || dimension === 0 ? '' : dimension === 1 ? unit : `${unit}^${dimension}`
  return {
    computed: [...new Set(all.map(shown))].join(' or '),
    holds(said) {
      const written = said.split(relations)
      const sides = written.map((side) => readNumber(side))
      const last = sides.at(-1)
      // "30, and so twice of it = 60": words between the sides say more than a value.
      if (last == null || written.some((side, i) => sides[i] === null && prose.test(side))) return null
      const about = /≈|\b(?:about|approximately|roughly|around|nearly)\b/i.test(said)
      for (const side of sides) {
        if (side === null) continue
        if (side.unit !== '' && wanted !== '' && side.unit !== wanted) return null
        if (!all.some((each) => isSaid(side, each, about))) return false
      }
      return true
    },
  }
}

/** Whether a value is what is written: exactly, to the digits shown, in per cent, or with π and roots taken for what they nearly are. */
export function isSaid({ value, decimals, percent }: Written, exact: number, about = false): boolean {
  const wanted = percent ? 100 * exact : exact
  const off = Math.abs(value - wanted)
  const size = Math.max(Math.abs(wanted), 1e-12)
  if (off <= 1e-9 * size) return true
  if (decimals === null) return off <= 1e-7 * size
  if (about && off <= Math.max(0.03 * size, 0.51 * 10 ** -decimals)) return true
  if (Number.isInteger(wanted) && decimals === 0) return false
  return (
    off <= 0.51 * 10 ** -decimals ||
    (decimals > 0 && off < 10 ** -decimals) ||
    (!Number.isInteger(wanted) && off <= 0.006 * size)
  )
}

const mixed = new RegExp(String.raw`\d\sand\s(?:${FRACTION}|\d\/\d)`, 'i')

/** Each of the numbers said is one of these; where `all` is set, all of them have to be said. */
export function areNumbers(test: (value: Written) => boolean | null, computed: string, count = Number.NaN): Expected {
  return {
    computed,
    holds(said) {
      // "3 and a half" is one number, and "3 and 1/2" may be.
      if (mixed.test(said)) return null
      const plain = said.replace(
        /\b(?:both|the\s(?:numbers|values)|either)\s|(?<![a-zA-Z])[a-zA-Z](?:_\{?\d\}?|₁|₂)?\s?=\s?/g,
        '',
      )
      const values = plain
        .replace(/^[{([]|[})\]]$/g, '')
        .split(/,\s?(?:and\s|or\s)?|\s(?:and|or|und|oder)\s|;/)
        .flatMap((part) => {
          const both = /^(.*)(?:±|\\pm)(.*)$/.exec(part)
          return both === null
            ? [readNumber(part)]
            : ['+', '-'].map((sign) => readNumber(`${both[1]}${sign}${both[2]}`))
        })
      if (values.length === 0 || values.some((each) => each === null)) return null
      const read = values as Written[]
      const tested = read.map(test)
      if (tested.includes(null)) return null
      if (tested.includes(false)) return false
      return Number.isNaN(count) || read.length === count ? true : null
    },
  }
}

export const listOf =
  (statistic: (numbers: readonly number[]) => number | readonly number[] | null) =>
  (text: string): Expected | null => {
    const numbers = readList(text)
    const value = numbers === null ? null : statistic(numbers)
    return value === null ? null : isNumber(value)
  }
