import type { Random } from '../../src/core/statistics/random.js'
import { evaluate, type Formula, namesOf, parseFormula } from './formula.js'
import type { Fact, Quantity, Topic, Unit } from './topic.js'

/** One line of a trace: what is computed, from which numbers as they are written, and what is stated. */
export interface Line {
  name: string
  quantity: Quantity
  formula: Formula
  /** The numbers that the line writes for the names of its formula. */
  written: Readonly<Record<string, number>>
  value: number
}

export type Values = Record<string, number>

/** Decimals that a value is stated with; later lines go on with what was stated, so that every line holds as it is written. */
const decimals: Record<Unit, number> = {
  money: 2,
  price: 2,
  percent: 4,
  ratio: 4,
  factor: 6,
  count: 2,
  years: 2,
  days: 2,
  months: 2,
}

export function rounded(value: number, unit: Unit): number {
  return Number(value.toFixed(decimals[unit]))
}

export function drawFacts(facts: Readonly<Record<string, Fact>>, random: Random): Values {
  return Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, drawFact(fact, random)]))
}

function drawFact({ unit, low, high, step }: Fact, random: Random): number {
  const value = low + step * random.int(Math.floor((high - low) / step + 1e-9) + 1)
  return rounded(unit === 'percent' ? value / 100 : value, unit === 'percent' ? 'factor' : unit)
}

/** The quantities that `asked` needs, itself the last, in an order in which they can be computed. */
export function neededFor({ quantities }: Topic, asked: string): string[] {
  const needed = new Set([asked])
  const names = Object.keys(quantities)
  for (const name of names.toReversed()) {
    const quantity = quantities[name]
    if (quantity === undefined || !needed.has(name)) continue
    for (const used of namesOf(parseFormula(quantity.formula))) if (used in quantities) needed.add(used)
  }
  return names.filter((name) => needed.has(name))
}

/** What may take the place of a line: undefined where it does not fit. */
export type Slip = (line: Line, known: Readonly<Values>) => Line | undefined

/** Computes the lines in order. A slip changes one of them, and what follows goes on with its value. */
export function trace(
  topic: Topic,
  facts: Readonly<Values>,
  names: readonly string[],
  slip?: { at: number; apply: Slip },
): Line[] | undefined {
  const known: Values = { ...facts }
  const lines: Line[] = []
  for (const [index, name] of names.entries()) {
    const quantity = topic.quantities[name]
    if (quantity === undefined) return undefined
    const right = lineOf(name, quantity, parseFormula(quantity.formula), known)
    const line = slip?.at === index ? slip.apply(right, known) : right
    if (line === undefined || !Number.isFinite(line.value)) return undefined
    lines.push(line)
    known[name] = line.value
  }
  return lines
}

export function lineOf(name: string, quantity: Quantity, formula: Formula, written: Readonly<Values>): Line {
  return { name, quantity, formula, written: { ...written }, value: rounded(evaluate(formula, written), quantity.unit) }
}
