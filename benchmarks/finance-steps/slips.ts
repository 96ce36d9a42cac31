import type { Random } from '../../src/core/statistics/random.js'
import { type Line, lineOf, rounded, type Slip, trace, type Values } from './draw.js'
import { changed, evaluate, type Formula, namesOf, parseFormula } from './formula.js'
import type { Topic, Unit } from './topic.js'

export const slipKinds = [
  'calculation',
  'copied',
  'wrong figure',
  'carried over',
  'operation',
  'swapped',
  'misconception',
  'scale',
  'answer',
] as const
export type SlipKind = (typeof slipKinds)[number]

/** What a slip may take from: the table with its other year, and the dice. */
interface Surroundings {
  topic: Topic
  facts: Readonly<Values>
  /** The same facts in the other year, where the table has one. */
  otherYear: Readonly<Values> | undefined
  random: Random
}

/** A trace with one slip. Where the final answer is what is wrong, `at` is the number of lines and `stated` the wrong answer. */
export interface Slipped {
  kind: SlipKind
  lines: Line[]
  at: number
  stated: number
}

/** One slip of a kind and at a place drawn among those that fit. */
export function slipIn(names: readonly string[], right: readonly Line[], around: Surroundings): Slipped | undefined {
  const { topic, facts, random } = around
  for (const kind of random.shuffle(slipKinds)) {
    if (kind === 'answer') {
      const last = right.at(-1)
      const stated = last === undefined ? undefined : miswritten(last.value, last.quantity.unit, random)
      if (last === undefined || stated === undefined || !differs(stated, last.value)) continue
      return { kind, lines: [...right], at: right.length, stated }
    }
    for (const at of random.shuffle([...names.keys()])) {
      const lines = trace(topic, facts, names, { at, apply: visible(slips[kind](around)) })
      if (lines !== undefined) return { kind, lines, at, stated: lines.at(-1)?.value ?? Number.NaN }
    }
  }
  return undefined
}

/** A slip that changes the value by a per cent or less could be rounding. */
const visible =
  (slip: Slip): Slip =>
  (line, known) => {
    const wrong = slip(line, known)
    return wrong !== undefined && differs(wrong.value, line.value) ? wrong : undefined
  }

const differs = (a: number, b: number) =>
  Number.isFinite(a) && Math.abs(a - b) > 0.01 * Math.max(Math.abs(a), Math.abs(b))

const slips: Record<Exclude<SlipKind, 'answer'>, (around: Surroundings) => Slip> = {
  /** The right sum with a wrong result. */
  calculation:
    ({ random }) =>
    (line) => {
      const value = miswritten(line.value, line.quantity.unit, random)
      return value === undefined ? undefined : { ...line, value }
    },

  /** A figure of the table with a wrong digit. */
  copied: ({ topic, random }) =>
    rewrite(random, (name) => {
      const fact = topic.facts[name]
      return fact === undefined ? undefined : (known) => miswritten(known[name] ?? Number.NaN, fact.unit, random)
    }),

  /** Another figure of the table of the same unit, or the same one of the other year. */
  'wrong figure': ({ topic, facts, otherYear, random }) =>
    rewrite(random, (name, used) => {
      const fact = topic.facts[name]
      if (fact === undefined) return undefined
      const others = Object.keys(topic.facts).filter(
        (other) => topic.facts[other]?.unit === fact.unit && !used.includes(other),
      )
      const figures = [...others.map((other) => facts[other]), otherYear?.[name]].filter((each) => each !== undefined)
      return figures.length === 0 ? undefined : () => random.pick(figures)
    }),

  /** An earlier result with a wrong digit. */
  'carried over': ({ topic, random }) =>
    rewrite(random, (name) => {
      const quantity = topic.quantities[name]
      return quantity === undefined
        ? undefined
        : (known) => miswritten(known[name] ?? Number.NaN, quantity.unit, random)
    }),

  /** + for -, × for ÷ and back. */
  operation: ({ random }) =>
    reshape(random, (part) => {
      const other = { '+': '-', '-': '+', '*': '/', '/': '*' } as const
      if (part.kind !== 'operation' || part.operator === '^') return []
      return [{ ...part, operator: other[part.operator] }]
    }),

  /** b / a for a / b, b - a for a - b. */
  swapped: ({ random }) =>
    reshape(random, (part) =>
      part.kind === 'operation' && (part.operator === '-' || part.operator === '/')
        ? [{ ...part, left: part.right, right: part.left }]
        : [],
    ),

  /** The mistake that people make with this quantity. */
  misconception: () => (line, known) => {
    const { misconception } = line.quantity
    if (misconception === undefined) return undefined
    const formula = parseFormula(misconception)
    if (!namesOf(formula).every((name) => name in known)) return undefined
    return lineOf(line.name, line.quantity, formula, known)
  },

  /** 5 for 5%, or a result with its point in the wrong place. */
  scale:
    ({ topic, random }) =>
    (line, known) => {
      const percents = namesOf(line.formula).filter((name) => topic.facts[name]?.unit === 'percent')
      if (percents.length === 0) {
        return { ...line, value: rounded(line.value * random.pick([0.1, 10, 100]), line.quantity.unit) }
      }
      const name = random.pick(percents)
      return withWritten(line, { ...known, [name]: (known[name] ?? Number.NaN) * 100 })
    },
}

/** Writes another number for one name of the formula. */
function rewrite(
  random: Random,
  replacement: (name: string, used: readonly string[]) => ((known: Readonly<Values>) => number | undefined) | undefined,
): Slip {
  return (line, known) => {
    const used = namesOf(line.formula)
    for (const name of random.shuffle([...new Set(used)])) {
      const value = replacement(name, used)?.(known)
      if (value !== undefined && value !== known[name]) return withWritten(line, { ...known, [name]: value })
    }
    return undefined
  }
}

/** Another formula over the same numbers. */
function reshape(random: Random, change: (part: Formula) => Formula[]): Slip {
  return (line, known) => {
    const others = changed(line.formula, change).filter((formula) => Number.isFinite(evaluate(formula, known)))
    return others.length === 0 ? undefined : lineOf(line.name, line.quantity, random.pick(others), known)
  }
}

const withWritten = (line: Line, written: Readonly<Values>) => lineOf(line.name, line.quantity, line.formula, written)

/** A number with one of its first two digits wrong, or two of its first three exchanged. */
function miswritten(value: number, unit: Unit, random: Random): number | undefined {
  const text = String(rounded(Math.abs(value), unit === 'percent' ? 'factor' : unit))
  const digits = [...text.matchAll(/\d/g)].map(({ index }) => index)
  const leading = digits.slice(digits.findIndex((place) => text[place] !== '0')).slice(0, 3)
  const withDigit = (place: number, digit: number) => text.slice(0, place) + String(digit) + text.slice(place + 1)
  const changedDigits = leading
    .slice(0, 2)
    .flatMap((place) => [1, 2, 3].map((by) => withDigit(place, (Number(text[place]) + by) % 10)))
  const exchanged = leading.slice(1).map((place, i) => {
    const before = leading[i] ?? place
    return withDigit(before, Number(text[place])).slice(0, place) + text[before] + text.slice(place + 1)
  })
  const wrong = [...changedDigits, ...exchanged].map(Number).filter((each) => each > 0 && each !== Math.abs(value))
  return wrong.length === 0 ? undefined : Math.sign(value) * random.pick(wrong)
}
