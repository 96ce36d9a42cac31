/* Slopes by difference quotients, and whether one function is what an operation makes of another: both are held against each other at several places. */
import type { Curve } from './things.js'

/** A function by its values; null where it has none. */
export type Values = (x: number) => number | null

export const valuesOf =
  (curve: Curve, name: string): Values =>
  (x) =>
    curve.at(new Map([[name, x]]))

/** The slope at a place, by a difference quotient of fourth order. */
export function slopeAt(f: Values, x: number): number | null {
  const h = 1e-3 * Math.max(1, Math.abs(x))
  const [a, b, c, d] = [f(x - 2 * h), f(x - h), f(x + h), f(x + 2 * h)]
  if (a === null || b === null || c === null || d === null) return null
  return (a - 8 * b + 8 * c - d) / (12 * h)
}

const places = [0.7, 1.3, 2.1, 0.4, 1.9]

/** Whether two functions are one, at several places; null where too few tell. */
export function agreesEverywhere(made: Values, said: Values): boolean | null {
  let seen = 0
  for (const x of places) {
    const [a, b] = [made(x), said(x)]
    if (a === null || b === null || !Number.isFinite(a) || !Number.isFinite(b)) continue
    seen++
    if (Math.abs(a - b) > 2e-4 * Math.max(1, Math.abs(a), Math.abs(b))) return false
  }
  return seen < 2 ? null : true
}

/** Whether one function is the derivative of the other; null where too few places tell. */
export const isDerivative = (f: Values, g: Values): boolean | null => agreesEverywhere((x) => slopeAt(f, x), g)

/** The same of two terms of one letter; null for terms of other letters. */
export function isDerivativeOf(f: Curve, g: Curve): boolean | null {
  const [name] = f.names
  if (name === undefined || f.names.length !== 1 || g.names.some((each) => each !== name)) return null
  return isDerivative(valuesOf(f, name), valuesOf(g, name))
}
