/*
 * What a template is made of. A topic is a table of facts and a list of quantities that follow from them; a question asks for one of these, and its
 * trace is what it needs, in order. So one topic gives questions of three depths, and every number in a trace was computed.
 */

export type Unit = 'money' | 'percent' | 'ratio' | 'factor' | 'count' | 'years' | 'days' | 'months' | 'price'

/** A figure that is given: drawn evenly from low, low + step, …, high. Percents are drawn as such (5) and hold fractions (0.05). */
export interface Fact {
  label: string
  unit: Unit
  low: number
  high: number
  step: number
}

export interface Quantity {
  label: string
  unit: Unit
  formula: string
  /** How people get this one wrong: another formula over the same names. */
  misconception?: string
}

export interface Topic {
  name: string
  facts: Record<string, Fact>
  /** In an order in which they can be computed: each refers to facts and to those before it. */
  quantities: Record<string, Quantity>
  /** What the questions of levels 1, 2 and 3 ask for. */
  asks: readonly [string, string, string]
  /** Conventions that the question needs ("365 days a year"). */
  note?: string
}

export interface TopicGroup {
  name: string
  /** The table has a column for the year before too: figures that nobody needs. */
  yearly?: true
  /** Amounts carry no sign of a currency: the labels name it. */
  bare?: true
  topics: readonly Topic[]
}

const fact =
  (unit: Unit, usual: number) =>
  (label: string, low: number, high: number, step = usual): Fact => ({ label, unit, low, high, step })

export const money = fact('money', 10)
export const percent = fact('percent', 0.5)
export const count = fact('count', 1)
export const years = fact('years', 1)
export const days = fact('days', 1)
export const months = fact('months', 1)
export const price = fact('price', 0.5)
export const ratio = fact('ratio', 0.05)

const quantity = (unit: Unit) => (label: string, formula: string, misconception?: string) =>
  misconception === undefined ? { label, unit, formula } : { label, unit, formula, misconception }

/** Quantities by unit: `gives.money('Gross profit', 'revenue - costs', 'revenue + costs')`. */
export const gives = {
  money: quantity('money'),
  percent: quantity('percent'),
  ratio: quantity('ratio'),
  factor: quantity('factor'),
  count: quantity('count'),
  years: quantity('years'),
  days: quantity('days'),
  price: quantity('price'),
}
