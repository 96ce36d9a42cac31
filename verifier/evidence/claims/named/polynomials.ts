/* The coefficients of a polynomial that is only known by its values. */
import type { Curve } from './things.js'

/** The coefficients of a polynomial in one letter up to its third power, lowest first; null where it is none. */
export function coefficientsOf({ names, at }: Curve): number[] | null {
  const [name] = names
  if (name === undefined || names.length !== 1) return null
  const value = (x: number) => at(new Map([[name, x]])) ?? Number.NaN
  const [c, p, m, two] = [value(0), value(1), value(-1), value(2)]
  // From four values the cubic, from others that it is one.
  const even = (p + m) / 2 - c
  const odd = (p - m) / 2
  const cubic = (two - c - 4 * even - 2 * odd) / 6
  const found = [c, odd - cubic, even, cubic].map((each) =>
    Math.abs(each - Math.round(each)) < 1e-9 ? Math.round(each) : each,
  )
  const isIt = [3.5, -2.25, 7].every((x) => {
    const made = found.reduce((sum, each, i) => sum + each * x ** i, 0)
    return Math.abs(made - value(x)) <= 1e-7 * Math.max(1, Math.abs(made))
  })
  return isIt ? found : null
}
