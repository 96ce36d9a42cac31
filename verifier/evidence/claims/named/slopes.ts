import type { Curve } from './things.js'

/** The slope of a curve at a place, by its values around it. */
export const slopeAt = (f: Curve, name: string, x: number): number | null => {
  const at = (place: number) => f.at(new Map([[name, place]]))
  const [a, b, c, d] = [at(x + 1e-3), at(x - 1e-3), at(x + 2e-3), at(x - 2e-3)]
  return a === null || b === null || c === null || d === null ? null : (8 * (a - b) - (c - d)) / 12e-3
}

const places = [0.7310585, 1.6180339, 2.4142135, 0.381966]

/** Whether an expression is the derivative of a function; null where too few places tell. */
export function isDerivative(f: Curve, g: Curve): boolean | null {
  const [name] = f.names
  if (name === undefined || f.names.length !== 1 || g.names.some((each) => each !== name)) return null
  const pairs = places
    .map((x) => [slopeAt(f, name, x), g.at(new Map([[name, x]]))] as const)
    .filter(([a, b]) => a !== null && b !== null && Number.isFinite(a) && Number.isFinite(b))
  if (pairs.length < 3) return null
  return pairs.every(([a, b]) => Math.abs((a ?? 0) - (b ?? 0)) <= 1e-5 * Math.max(1, Math.abs(a ?? 0)))
}
