/* "Solve 2x + 3y = 12, x - y = 1": solved by elimination. */
import { shown } from '../claims/claim.js'
import { normalOf } from '../claims/named/normal.js'
import { type Curve, readEquation, readNumber, readVector } from '../claims/named/things.js'
import type { Asked, QuestionReader, Solved } from './form.js'

/** "Solve 2x + 3y = 12, x - y = 1": linear equations in two or three letters, as many as letters. */
export const systemReaders: readonly QuestionReader[] = [linearSystem]

type Equation = readonly [Curve, Curve]

/** A system of linear equations with one solution. */
export interface System {
  names: readonly string[]
  solution: readonly number[]
}

function linearSystem({ question }: Asked): Solved | null {
  const system = systemIn(question)
  if (system === null) return null
  const { names, solution } = system
  return {
    what: `the solution of ${names.length} equations`,
    values: solution.map((value) => [value]),
    answer: names.map((name, i) => `${name} = ${shown(solution[i] ?? Number.NaN)}`).join(', '),
    reads: (answer) => readsAs(answer, names, solution),
  }
}

/** What a question asks to solve. */
export function systemIn(question: string): System | null {
  const text = normalOf(
    question.replace(/\\(?:begin|end)\s?\{(?:cases|aligned?|array|gathered)\*?\}(?:\{[lcr]+\})?/g, ' '),
  ).text.trim()
  if (
    !/\b(?:solve|system|simultaneous|find|löse|solution)\b/i.test(text) ||
    /\b(?:integers?|mod|sum|product|ratio|how many|positive|value of|inequalit\w*|without|no solution|plus|greater)\b|[<>≤≥]|[+*/-] ?[a-z]\??$/i.test(
      text.replace(/=[^=]*$/, '='),
    )
  )
    return null
  const equations = text
    .replace(
      /^[^:=]*?(?:system|equations|simultaneously|for|solve|löse|unknowns?|following|have)(?: of(?: \w+)? equations)?:?\s/i,
      '',
    )
    .split(/,\s?(?:and\s)?|;|\sand\s|\sund\s|\n|\.\s|&|\\\\/)
    .map((part) =>
      part
        .replace(/[.?]+$/, '')
        .replace(/\s(?:for\s[a-z].*|by\s.*|using\s.*|simultaneously.*)$/i, '')
        .trim(),
    )
    .filter((part) => part.includes('='))
    .map(readEquation)
  if (equations.length < 2 || equations.some((each) => each === null)) return null
  const all = equations as Equation[]
  const names = [...new Set(all.flatMap((sides) => sides.flatMap((side) => side.names)))].sort()
  if (names.length !== all.length || names.length > 3 || names.includes('i')) return null
  const solution = solve(all, names)
  if (solution === null) return null
  return { names, solution }
}

const offOf = ([left, right]: Equation, names: readonly string[], at: readonly number[]): number => {
  const values = new Map(names.map((name, i) => [name, at[i] ?? 0]))
  return (left.at(values) ?? Number.NaN) - (right.at(values) ?? Number.NaN)
}

/** By elimination; null where an equation is not linear or there is not one solution. */
function solve(equations: readonly Equation[], names: readonly string[]): number[] | null {
  const zero = names.map(() => 0)
  const rows = equations.map((equation) => {
    const constant = offOf(equation, names, zero)
    const slopes = names.map(
      (_, i) =>
        offOf(
          equation,
          names,
          zero.map((_, k) => (k === i ? 1 : 0)),
        ) - constant,
    )
    const test = names.map((_, i) => 1.7 * i - 2.3)
    const made = slopes.reduce((sum, each, i) => sum + each * (test[i] ?? 0), constant)
    return Math.abs(made - offOf(equation, names, test)) < 1e-7 ? [...slopes, -constant] : null
  })
  if (rows.some((row) => row === null || row.some(Number.isNaN))) return null
  const m = rows as number[][]
  for (let i = 0; i < names.length; i++) {
    const pivot = m.findIndex((row, k) => k >= i && Math.abs(row[i] ?? 0) > 1e-9)
    const [a, b] = [m[i], m[pivot]]
    if (a === undefined || b === undefined) return null
    m[i] = b
    m[pivot] = a
    for (const [k, row] of m.entries()) {
      if (k === i) continue
      const factor = (row[i] ?? 0) / (b[i] ?? 1)
      m[k] = row.map((each, c) => each - factor * (b[c] ?? 0))
    }
  }
  const found = m.map((row, i) => (row[names.length] ?? 0) / (row[i] ?? 1))
  return found.every(Number.isFinite) ? found.map((each) => Math.round(each * 1e9) / 1e9) : null
}

/** "(3, 2)" in the order of the alphabet, "x = 3, y = 2" in any. */
function readsAs(answer: string, names: readonly string[], solution: readonly number[]): boolean | null {
  const text = normalOf(answer).text.replace(/\.+$/, '').trim()
  const near = (value: number, i: number) =>
    Math.abs(value - (solution[i] ?? Number.NaN)) <=
    0.006 * Math.max(1, Math.abs(value)) * (Number.isInteger(value) ? 1e-6 : 1) + 1e-9
  const tuple = readVector(text.replace(/^\(\s?[a-z]\s?,[a-z,\s]*\)\s?=\s?/, ''))
  if (tuple !== null && !/[a-z]\s?=/.test(text.replace(/^\([^()]*\)\s?=/, '')))
    return tuple.length === names.length ? tuple.every(near) : null
  const parts = [...text.matchAll(/(?<![\p{L}])([a-z])\s?=\s?([^,;=]+?)(?=,|;|\sand\s|\sund\s|$)/gu)]
  const said = new Map(parts.map(([, name = '', value = '']) => [name, readNumber(value)?.value]))
  if (names.some((name) => said.get(name) === undefined)) return null
  return names.every((name, i) => near(said.get(name) ?? Number.NaN, i))
}
