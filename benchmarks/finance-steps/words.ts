import type { Random } from '../../src/core/statistics/random.js'
import type { Line, Values } from './draw.js'
import { type Notation, write } from './formula.js'
import type { Topic, TopicGroup, Unit } from './topic.js'

/** How one solution is written, the same throughout. */
export interface Style {
  layout: 'names' | 'colon' | 'sentence' | 'latex'
  times: string
  currency: string
  table: 'pipes' | 'lines'
}

export function drawStyle(random: Random, isBare: boolean): Style {
  return {
    layout: random.pick(['names', 'colon', 'sentence', 'latex']),
    times: random.pick(['*', '×', 'x']),
    currency: isBare ? '' : random.pick(['$', '$', '€', '']),
    table: random.pick(['pipes', 'lines']),
  }
}

/** The figures that are given, as a table; `otherYear` stands in a second column. */
export function contextOf(
  { name, yearly }: Pick<TopicGroup, 'name' | 'yearly'>,
  topic: Topic,
  facts: Readonly<Values>,
  otherYear: Readonly<Values> | undefined,
  style: Style,
  year: number,
): string {
  const cell = (key: string, from: Readonly<Values>) =>
    shown(from[key] ?? Number.NaN, topic.facts[key]?.unit ?? 'ratio', style)
  const rows = Object.entries(topic.facts).map(([key, { label }]) => [
    label,
    cell(key, facts),
    ...(otherYear === undefined ? [] : [cell(key, otherYear)]),
  ])
  const head = yearly ? [`${name}, ${topic.name}`, String(year), String(year - 1)] : [topic.name, 'given']
  const table =
    style.table === 'pipes'
      ? [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`)
      : otherYear === undefined
        ? rows.map(([label, own]) => `${label}: ${own}`)
        : rows.map(([label, own, other]) => `${label}: ${year} ${own}; ${year - 1} ${other}`)
  return [...table, ...(topic.note === undefined ? [] : ['', topic.note])].join('\n')
}

export function questionFor(topic: Topic, asked: string, random: Random, year: number | undefined): string {
  const label = inSentence(topic.quantities[asked]?.label ?? asked)
  const when = year === undefined ? '' : ` for ${year}`
  return random.pick([
    `Compute the ${label}${when}.`,
    `Work out the ${label}${when} from these figures.`,
    `Find the ${label}${when}.`,
    `Using the figures given, determine the ${label}${when}.`,
  ])
}

export function stepText({ quantity, formula, written, value }: Line, topic: Topic, style: Style): string {
  const { label, unit } = quantity
  const isLatex = style.layout === 'latex'
  const labelOf = (name: string) => inSentence((topic.quantities[name] ?? topic.facts[name])?.label ?? name)
  const unitOf = (name: string) => (topic.quantities[name] ?? topic.facts[name])?.unit ?? 'ratio'
  const numeric: Notation = {
    leaf: (part) =>
      part.kind === 'number' ? String(part.value) : plain(written[part.name] ?? Number.NaN, unitOf(part.name)),
    times: isLatex ? '\\times' : style.times,
    latex: isLatex,
  }
  const inNames: Notation = {
    ...numeric,
    leaf: (part) => (part.kind === 'number' ? String(part.value) : labelOf(part.name)),
  }
  const sum = `${write(formula, numeric)} = ${result(value, unit, style)}`
  switch (style.layout) {
    case 'names':
      return `${label} = ${write(formula, inNames)} = ${sum}`
    case 'colon':
      return `${label}: ${sum}`
    case 'sentence':
      return `For the ${inSentence(label)} we get ${sum}.`
    case 'latex':
      return `${label}: \\( ${sum.replaceAll('%', '\\%').replaceAll('$', '\\$')} \\)`
  }
}

export function closing(value: number, unit: Unit, label: string, style: Style, random: Random): string {
  const answer = shown(value, unit, style)
  return random.pick([
    `The answer is ${answer}.`,
    `So the answer for the ${inSentence(label)} is ${answer}.`,
    `Answer: ${answer}`,
  ])
}

/** 0.0833 = 8.33%: a share is computed as a fraction and stated in per cent. */
function result(value: number, unit: Unit, style: Style): string {
  return unit === 'percent' ? `${plain(value, unit)} = ${shown(value, unit, style)}` : shown(value, unit, style)
}

/** A value with its unit, as tables and answers have it. */
export function shown(value: number, unit: Unit, { currency }: Style): string {
  if (unit === 'percent') return `${trimmed(value * 100, 4)}%`
  const isMoney = unit === 'money' || unit === 'price'
  const sign = value < 0 ? '-' : ''
  return isMoney ? `${sign}${currency}${plain(Math.abs(value), unit)}` : plain(value, unit)
}

/** A number as a formula has it; amounts have two decimals or none. */
function plain(value: number, unit: Unit): string {
  if (unit === 'money' || unit === 'price' || unit === 'count') {
    const digits = unit === 'count' || Number.isInteger(value) ? 0 : 2
    return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: 2 })
  }
  return trimmed(value, unit === 'years' || unit === 'days' || unit === 'months' ? 2 : 6)
}

const trimmed = (value: number, digits: number) => String(Number(value.toFixed(digits)))

/** "Gross profit" -> "gross profit"; EBITDA, FIFO and d1 stay. */
const inSentence = (label: string) =>
  /^[A-Z][a-z]/.test(label) && !/^(Black|Macaulay|Sharpe)/.test(label)
    ? label.charAt(0).toLowerCase() + label.slice(1)
    : label
