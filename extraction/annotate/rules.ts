import Fraction from 'fraction.js'
import { at, defined } from '../../src/core/absence.js'
import { type Quantity, readQuantities } from '../../src/core/quantities/quantity.js'
import type { Insertion } from '../filters/parse.js'
import type { Annotator } from './annotator.js'
import { sentenceBoundaries } from './positions.js'

/*
 * The miner that needs no model: where a number can be had from one to four numbers before it, and hardly by chance, the calculation is the hidden
 * rationale. It names the calculation, not its result: the result is what follows.
 */

/** Numbers before the one to explain that are looked at: those nearest. */
const WINDOW = 10
const MAX_NUMBERS = 400

export function rulesAnnotator(): Annotator {
  return {
    id: 'rules:1',
    async annotate({ text }) {
      const insertions = mineCalculations(text)
      return {
        insertions,
        exchanges: [],
        fidelity: null,
        ...defined({ reason: insertions.length === 0 ? 'no hidden calculation' : undefined }),
      }
    },
  }
}

/**
 * One rationale a sentence at most, put before the sentence that states the number. With `numbersOf`, the numbers to calculate with are taken from that
 * text instead: what is then found, is found by chance.
 */
export function mineCalculations(text: string, numbersOf?: string): Insertion[] {
  const strangers =
    numbersOf === undefined
      ? undefined
      : operandsOf(numbersOf, readQuantities(numbersOf, { limit: MAX_NUMBERS }).slice(-WINDOW))
  const quantities = readQuantities(text, { limit: MAX_NUMBERS })
  const boundaries = sentenceBoundaries(text)
  const insertions: Insertion[] = []
  let from = 0
  for (const [i, offset] of boundaries.entries()) {
    const end = boundaries[i + 1] ?? text.length
    while (from < quantities.length && at(quantities, from).span[0] < offset) from++
    const calculation = firstExplained(text, quantities, from, offset, end, strangers)
    if (calculation !== undefined) insertions.push({ offset, rationale: calculation })
  }
  return insertions
}

function firstExplained(
  text: string,
  quantities: readonly Quantity[],
  from: number,
  offset: number,
  end: number,
  strangers: readonly Operand[] | undefined,
): string | undefined {
  for (let t = from; t < quantities.length; t++) {
    const target = at(quantities, t)
    if (target.span[0] >= end) return undefined
    // An equation on the page hides nothing.
    if (/[=≈]\s*[$€£]?$/.test(text.slice(Math.max(offset, target.span[0] - 4), target.span[0]))) continue
    const digits = significantDigits(text, target)
    if (digits < DIGITS_WITH_CUE || isYear(target)) continue
    const own = operandsOf(text, quantities.slice(Math.max(0, from - WINDOW), from))
    // As many strangers as there are numbers of its own, or chance would look larger than it is.
    const operands = strangers === undefined ? own : strangers.slice(0, own.length)
    if (operands.some(({ value }) => value.abs().equals(target.value.abs()))) continue // said already
    const found = explain(target, digits, text.slice(offset, end), operands)
    if (found !== undefined) return found
  }
  return undefined
}

interface Operand {
  value: Fraction
  shown: string
  quantity: Quantity
}

interface Calculation {
  value: Fraction
  sentence: string
  kind: keyof typeof cues
}

/** Words of the sentence that speak of such a calculation. With one, three digits must agree; without, five: the more digits, the less chance. */
const cues = {
  change: /./, // the per cent sign is the cue
  sum: /\b(?:total\w*|together|sum|combined|altogether|in all|overall|both|plus|added|adding|aggregate|ttl)\b/i,
  difference:
    /\b(?:differ\w*|more|less|fewer|rise|rose|risen|fell|fall\w*|decline\w*|increase\w*|decrease\w*|drop\w*|down|up|gain\w*|loss|profit|left|remain\w*|net|ahead|behind|over|below|above|range|margin|surplus|deficit|taxable|reduc\w*|subtract\w*|minus)\b/i,
  product:
    /\b(?:total\w*|each|per|times|worth|weigh\w*|cost\w*|earn\w*|pay\w*|paid|value|income|interest|altogether|in all|need|product)\b/i,
  quotient: /\b(?:each|per|average|every|rate|ratio|divided|share)\b|\//i,
} as const
const DIGITS_WITH_CUE = 3
const DIGITS_WITHOUT = 5

/** A year, or 1, is hardly ever what a number was calculated from. */
function operandsOf(text: string, quantities: readonly Quantity[]): Operand[] {
  return quantities
    .filter((quantity) => !isYear(quantity) && !quantity.value.abs().equals(1))
    .map((quantity) => ({ value: quantity.value, quantity, shown: text.slice(...quantity.span).trim() }))
}

/** The simplest calculation from the numbers before that gives the target at its own precision; undefined where none does, or two disagree. */
function explain(target: Quantity, digits: number, sentence: string, operands: readonly Operand[]): string | undefined {
  const tolerance = toleranceOf(target)
  const hits = ({ value, kind }: Calculation) =>
    value.sub(target.value).abs().compare(tolerance) <= 0 && (digits >= DIGITS_WITHOUT || cues[kind].test(sentence))
  for (const candidates of [percentChanges, totals, pairs] as const) {
    const found = [...candidates(operands, target, sentence)].filter(hits)
    // Two calculations that fit equally well: neither is known to be the hidden one.
    const sentences = new Set(found.map(({ sentence }) => sentence))
    if (sentences.size === 1) return found[0]?.sentence
    if (sentences.size > 1) return undefined
  }
  return undefined
}

/** Half a unit in the last place the text shows. */
function toleranceOf({ digits, scale = 1 }: Quantity): Fraction {
  return new Fraction(scale).div(new Fraction(10).pow(digits) as Fraction).div(2)
}

function* percentChanges(operands: readonly Operand[], target: Quantity): Generator<Calculation> {
  if (!target.percent) return
  for (const [a, b] of neighbours(operands)) {
    if (!sameKind(a.quantity, b.quantity) || a.quantity.percent || a.value.equals(0)) continue
    // 100 (b - a) / a; text gives a fall as a positive number too
    const change = b.value.sub(a.value).div(a.value).mul(100)
    yield {
      value: target.value.s < 0 ? change : change.abs(),
      kind: 'change',
      sentence: `The percentage change from ${a.shown} to ${b.shown} is their difference divided by ${a.shown}.`,
    }
  }
  for (const [a, b] of neighbours(operands)) {
    if (!sameKind(a.quantity, b.quantity) || b.value.equals(0) || a.value.compare(b.value) > 0 || a.value.s < 0)
      continue
    yield {
      value: a.value.div(b.value).mul(100),
      kind: 'change',
      sentence: `The share is ${a.shown} as a percentage of ${b.shown}.`,
    }
  }
}

/** Sums of the last three or four numbers of the target's kind. */
function* totals(operands: readonly Operand[], target: Quantity): Generator<Calculation> {
  const same = operands.filter(({ quantity }) => sameKind(quantity, target))
  for (const count of [4, 3]) {
    if (same.length < count) continue
    const last = same.slice(-count)
    if (!addsUp(last, target)) continue
    const value = last.reduce((sum, each) => sum.add(each.value), new Fraction(0))
    yield { value, kind: 'sum', sentence: `The total is ${last.map(({ shown }) => shown).join(' + ')}.` }
  }
}

function* pairs(operands: readonly Operand[], target: Quantity, sentence: string): Generator<Calculation> {
  for (const [i, a] of operands.entries()) {
    for (const b of operands.slice(i + 1)) {
      if (sameKind(a.quantity, target) && sameKind(b.quantity, target)) yield* combined(a, b, target, sentence)
      yield* products(a, b, target)
      yield* products(b, a, target)
    }
  }
}

/** Two numbers of the target's kind. An average fits by chance too often to be looked for where the text does not speak of one. */
function* combined(a: Operand, b: Operand, target: Quantity, sentence: string): Generator<Calculation> {
  if (addsUp([a, b], target)) {
    yield { value: a.value.add(b.value), kind: 'sum', sentence: `Together they are ${a.shown} + ${b.shown}.` }
    const [high, low] = a.value.compare(b.value) >= 0 ? [a, b] : [b, a]
    yield {
      value: high.value.sub(low.value),
      kind: 'difference',
      sentence: `The difference is ${high.shown} - ${low.shown}.`,
    }
  }
  if (!/\b(?:average|mean|midpoint|halfway)\b/i.test(sentence)) return
  const average = a.value.add(b.value).div(2)
  yield { value: average, kind: 'quotient', sentence: `The average of ${a.shown} and ${b.shown} is half their sum.` }
}

/** `a` carries the target's kind; `b` scales it. Both orders are tried by the caller. */
function* products(a: Operand, b: Operand, target: Quantity): Generator<Calculation> {
  const scaled = sameKind(a.quantity, target) && !sameKind(b.quantity, target)
  if (b.quantity.percent && !a.quantity.percent && sameKind(a.quantity, target)) {
    const part = a.value.mul(b.value).div(100)
    yield { value: part, kind: 'product', sentence: `The part is ${b.shown} of ${a.shown}.` }
    yield {
      value: a.value.add(part),
      kind: 'difference',
      sentence: `The new value is ${a.shown} plus ${b.shown} of it.`,
    }
    yield {
      value: a.value.sub(part),
      kind: 'difference',
      sentence: `The new value is ${a.shown} less ${b.shown} of it.`,
    }
  } else if (scaled && !a.quantity.percent) {
    yield { value: a.value.mul(b.value), kind: 'product', sentence: `The product is ${a.shown} x ${b.shown}.` }
    if (!b.value.equals(0))
      yield { value: a.value.div(b.value), kind: 'quotient', sentence: `The value for one is ${a.shown} / ${b.shown}.` }
  }
}

/** Sums keep the decimals of what is added, and what is added counts: it is not a hundredth of the rest. */
function addsUp(operands: readonly Operand[], target: Quantity): boolean {
  const decimals = Math.max(...operands.map(({ quantity }) => quantity.digits))
  const largest = Math.max(...operands.map(({ value }) => Math.abs(value.valueOf())))
  return target.digits === decimals && operands.every(({ value }) => Math.abs(value.valueOf()) * 100 >= largest)
}

/** Numbers that may be added or compared: of one currency or unit, or both bare. A share and an amount are not. */
function sameKind(a: Quantity, b: Quantity): boolean {
  if (Boolean(a.percent) !== Boolean(b.percent)) return false
  if (a.percent) return true
  if ((a.currency ?? b.currency) !== undefined) return a.currency === b.currency
  return a.unit === b.unit || a.unit === undefined || b.unit === undefined
}

/** What is shown, without zeros at the front, and without those that only round ("1,200,000" shows two). */
function significantDigits(text: string, { span, digits }: Quantity): number {
  const shown = (/[\d][\d,.]*/.exec(text.slice(...span))?.[0] ?? '').replace(/\D/g, '').replace(/^0+/, '')
  return (digits > 0 ? shown : shown.replace(/0+$/, '')).length
}

function isYear({ value, currency, percent, scale, digits }: Quantity): boolean {
  return (
    value.d === 1n &&
    digits === 0 &&
    !currency &&
    !percent &&
    !scale &&
    value.compare(1800) >= 0 &&
    value.compare(2100) <= 0
  )
}

/** Neighbours in the text, both ways round: among all pairs of ten numbers, one in six percentages is some pair's ratio by chance. */
function* neighbours(operands: readonly Operand[]): Generator<[Operand, Operand]> {
  for (let i = 1; i < operands.length; i++) {
    const [a, b] = [operands[i - 1] as Operand, at(operands, i)]
    yield [a, b]
    yield [b, a]
  }
}
