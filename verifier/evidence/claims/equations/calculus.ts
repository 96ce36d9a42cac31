/* Derivatives and integrals in signs: "f'(x) = 2x", "∫ 2x dx = x² + C". Held against difference quotients and numerical integrals at several points. */
import type { Finding } from '../../../../src/core/records/types.js'
import { rare } from '../../../../src/core/triggers.js'
import { agrees, type ClaimText, finding, hedged, shown, stated } from '../claim.js'
import { isDerivative, slopeAt, type Values } from '../named/slopes.js'
import { goesOnBefore } from '../told/part-of.js'
import { readExpression } from './formulas.js'

/** A function that was written out: "f(x) = x² e^{3x}". */
export interface KnownFunction {
  variable: string
  text: string
  /** It has no letter but its variable. */
  pure: boolean
  at(x: number): number | null
}

/** Letters other than the variable stand for these. */
const CONSTANT = 1.37

const EXPRESSION = String.raw`([^=\n$;≈]{1,160}?)`
const END = String.raw`(?=\s*(?:[=≈$\n;]|\\approx|\\\]|\\\)|\\\\|\.\s|\.$|$|,\s|,?\s(?:and|for|on|at|where|with|which|so|then)\s|\s(?!(?:ln|log|lg|sin|cos|tan|cot|sec|csc|exp|sqrt|times|plus|minus|over|squared|cubed|to|divided|mod|if|when|falls|wenn)(?!\p{L}))\p{L}{2,}|\\text|\\quad|\\implies|\\Rightarrow))`
const writtenOut = rare(
  new RegExp(String.raw`(?<![A-Za-z'\\])([fghFGy])\s?\(\s?([a-z])\s?\)\s?=\s?${EXPRESSION}${END}`, 'gu'),
)
/** "y = e^{3x}": of its one letter. */
const curves = rare(new RegExp(String.raw`(?<![A-Za-z'\\])(?<![\^_+*/=·-]\s?)y\s?=\s?${EXPRESSION}${END}`, 'gu'))
const derived = rare(
  new RegExp(
    String.raw`(?<![A-Za-z\\])(?:([fghFGy])\s?('{1,2}|″|\^\{?\\prime\}?)(?:\s?\(\s?([a-z])\s?\))?|d([fghFGy])\/d([a-z])|\\frac\{d([fghFGy])\}\{d([a-z])\})\s?=\s?${EXPRESSION}${END}`,
    'gu',
  ),
)
/**
 * Derivatives and integrals, held against difference quotients and numerical integration at several points. What cannot be read whole, or has no value
 * there, is left alone. `known` are the functions written out so far; it is filled on the way.
 */
export function checkCalculus(claim: ClaimText, known: Map<string, KnownFunction>): Finding[] {
  const { question } = claim
  const text = claim.text.replace(/[′’]/g, "'")
  if (!/['′(\\y]/.test(text) || !/=|derivative/.test(text)) return []
  const [set, otherwise] = [new Map<string, string>(), new Set<string>()]
  for (const { index, 1: name = '', 2: variable = '', 3: source = '' } of writtenOut.matchAll(text)) {
    const read = functionOf(source, variable)
    // "ln f(x) = x ln x" writes out another function than f.
    if (read === null || goesOnBefore(text, index)) continue
    // "h(t) = 0 at t = 4" is an equation to be solved, and "h(t) = 3" one where h is known.
    if (readExpression(source.trim())?.names.length === 0 && (known.has(name) || read.at(0) === 0)) continue
    // Set twice in one step: which is meant depends on the place.
    if (set.has(name) && set.get(name) !== source.trim()) otherwise.add(name)
    set.set(name, source.trim())
    known.set(name, read)
  }
  for (const { index, 1: source = '' } of curves.matchAll(text)) {
    const names = readExpression(source.trim())?.names ?? []
    const read = names.length === 1 ? functionOf(source, names[0] ?? '') : null
    if (read !== null && !goesOnBefore(text, index)) known.set('y', read)
  }
  return [...(conditional.test(question) ? [] : values(text, without(known, otherwise))), ...derivatives(text, known)]
}

const without = (known: ReadonlyMap<string, KnownFunction>, names: ReadonlySet<string>) =>
  names.size === 0 ? known : new Map([...known].filter(([name]) => !names.has(name)))

/** Under these words a function may be another one elsewhere. */
const conditional = rare(
  /\b(?:if|when|satisf\w*|for all|for every|such that|even|odd|piecewise|otherwise|functional)\b|cases|[a-z]\s?(?:[<>≤≥]|\\[lg]e)/i,
)

const evaluated = rare(
  /(?<![A-Za-z'’\\]|[-+−*·/]\s?)([fghFGHpy])\s?('?)\(\s?([-−]?\d{1,6}(?:\.\d+)?)\s?\)\s?=\s?([^,;\n$≈≤≥<>。，]{1,120}?)(?=\s*(?:[,;\n$≈≤≥<>。，]|\\approx|\.\s|\.$|$|\s(?:and|is|so|which|the)\s))/g,
)

/** "f(3) = 9 + 18 + 2 = 29": every side of a value of a function that was written out. */
function values(text: string, known: ReadonlyMap<string, KnownFunction>): Finding[] {
  return [...evaluated.matchAll(text)].flatMap((match) => {
    const [all, name = '', mark = '', place = '', rest = ''] = match
    const read = known.get(name) ?? (mark === '' ? undefined : known.get(`${name}'`))
    const at = Number(place.replace('−', '-'))
    const exact = read === undefined ? null : valueAt(read, at, mark !== '' && known.has(name))
    if (read === undefined || !read.pure || exact === null) return []
    const span = [match.index, match.index + all.length] as const
    const off = rest.split('=').find((side) => {
      const written = readExpression(side.trim().replace(/−/g, '-'))
      const value = written === null || written.names.length > 0 ? null : written.at(none)
      if (value === null || Math.abs(value - exact) <= 1e-6 * Math.max(1, Math.abs(exact))) return false
      const literal = /^\s*[-−]?\d+(?:\.\d+)?\s*$/.test(side)
      return !(literal && agrees(stated(side), exact, false)) && !/\d\.\d/.test(side)
    })
    const claimed = (off ?? rest).trim()
    if (off !== undefined && hedged(text, span)) return []
    const message = `with ${name}(${read.variable}) = ${read.text}, ${name}${mark}(${place}) is ${shown(exact)}`
    return [finding('calculus', span, claimed, shown(exact), off === undefined, message)]
  })
}

/** The value at a place, or that of the derivative, as near to a simple number as it comes. */
function valueAt(read: KnownFunction, at: number, isSlope: boolean): number | null {
  if (!isSlope) return read.at(at)
  const slope = slopeAt((x) => read.at(x), at)
  const near = slope === null ? 0 : Math.round(slope * 1e7) / 1e7
  return slope !== null && Math.abs(slope - near) < 1e-7 ? near : slope
}

function functionOf(source: string, variable: string): KnownFunction | null {
  const read = readExpression(source.trim())
  // "f(x) = g(x) + 1", and constants of integration, are not known.
  if (read === null || /[fghFGHu]\s?\(|'|C/.test(source) || read.names.some((name) => name === 'i')) return null
  return {
    variable,
    text: source.trim(),
    pure: read.names.every((name) => name === variable),
    at: (x) => read.at(new Map(read.names.map((name) => [name, name === variable ? x : CONSTANT]))),
  }
}

function derivatives(text: string, known: Map<string, KnownFunction>): Finding[] {
  return [...derived.matchAll(text)].flatMap((match) => {
    const [all, primed, marks = "'", of, typed, by, set, under, source = ''] = match
    const name = primed ?? typed ?? set ?? ''
    const isSecond = marks === "''" || marks === '″'
    const below = isSecond ? (known.get(`${name}'`) ?? null) : (known.get(name) ?? null)
    // "x' = 2cos(2t), y' = -2sin(2t)": by the one letter that stands in it.
    const letters = readExpression(source.trim())?.names ?? []
    const variable = of ?? by ?? under ?? below?.variable ?? (letters.length === 1 ? (letters[0] ?? '') : '')
    if (variable === '') return []
    const claimed = functionOf(source, variable)
    if (claimed === null || goesOnBefore(text, match.index)) return []
    if (!isSecond) known.set(`${name}'`, claimed)
    if (below === null || below.variable !== variable) return []
    // "f''(x) = 0, so x = 2": set to a number, it is an equation.
    if (/^[-−\d.,;\s]+$/.test(source) && isDerivative(below.at, claimed.at) !== true) return []
    return derivativeFinding(text, [match.index, match.index + all.length], below, claimed)
  })
}

/** A function as it is written, and its values. */
export interface Written {
  text: string
  at: Values
}

/** That one is the derivative of the other; none where that cannot be told. */
export function derivativeFinding(
  text: string,
  span: readonly [number, number],
  below: Written,
  claimed: Written,
): Finding[] {
  const ok = isDerivative(below.at, claimed.at)
  if (ok === null || (!ok && hedged(text, span))) return []
  return [
    finding(
      'calculus',
      span,
      claimed.text,
      `the derivative of ${below.text}`,
      ok,
      `${claimed.text} is not the derivative of ${below.text}`,
    ),
  ]
}

const none = new Map<string, number>()
