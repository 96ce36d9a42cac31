import Fraction from 'fraction.js'
import { at } from '../../src/core/absence.js'
import type { Quantity } from '../../src/core/quantities/quantity.js'

/*
 * The calculations that may stand behind a number: all that are tried, whether they fit or not, so that chance can be reckoned with (`chance.ts`).
 */

/** A number that stands before. */
export interface Operand {
  value: Fraction
  shown: string
  quantity: Quantity
  /** How many numbers stand between it and the one to explain. */
  distance: number
}

export interface Calculation {
  value: Fraction
  sentence: string
  kind: keyof typeof cues
  /** The numbers in it. */
  from: readonly Operand[]
}

const moreOrLess =
  /\b(?:differ\w*|more|less|fewer|rise|rose|risen|fell|fall\w*|decline\w*|increase\w*|decrease\w*|drop\w*|down|up|gain\w*|loss|profit|left|remain\w*|net|ahead|behind|over|below|above|range|margin|surplus|deficit|taxable|reduc\w*|subtract\w*|minus)\b/i

const together = /\b(?:total\w*|together|sum|combined|altogether|in all|both|plus|added|adding|aggregate|ttl)\b/i

/** Words of the sentence that speak of such a calculation. */
export const cues = {
  change: /./, // the per cent sign is the cue
  before: /./,
  sum: together,
  difference: moreOrLess,
  points: new RegExp(`${together.source}|${moreOrLess.source}`, 'i'),
  scaled: moreOrLess,
  product:
    /\b(?:total\w*|each|per|times|worth|weigh\w*|cost\w*|earn\w*|pay\w*|paid|value|income|interest|altogether|in all|need|product)\b/i,
  quotient: /\b(?:each|per|average|every|rate|ratio|divided|share)\b|\//i,
} as const

/** Per cent changes and shares, totals, and calculations with two numbers: simpler ones are looked for first. */
export const families = [percentChanges, totals, pairs] as const

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
      from: [a, b],
    }
  }
  for (const [a, b] of neighbours(operands)) {
    if (!sameKind(a.quantity, b.quantity) || a.quantity.percent || b.value.equals(0)) continue
    if (a.value.compare(b.value) > 0 || a.value.s < 0) continue
    yield {
      value: a.value.div(b.value).mul(100),
      kind: 'change',
      sentence: `The share is ${a.shown} as a percentage of ${b.shown}.`,
      from: [a, b],
    }
  }
}

/** Sums of the last three to six numbers of the target's kind. */
function* totals(operands: readonly Operand[], target: Quantity): Generator<Calculation> {
  const same = operands.filter(({ quantity }) => sameKind(quantity, target))
  for (const count of [6, 5, 4, 3]) {
    if (same.length < count) continue
    const last = same.slice(-count)
    if (!addsUp(last, target)) continue
    const value = last.reduce((sum, each) => sum.add(each.value), new Fraction(0))
    const sentence = `The total is ${last.map(({ shown }) => shown).join(' + ')}.`
    yield { value, kind: 'sum', sentence, from: last }
  }
}

function* pairs(operands: readonly Operand[], target: Quantity): Generator<Calculation> {
  for (const [i, a] of operands.entries()) {
    for (const b of operands.slice(i + 1)) {
      if (sameKind(a.quantity, target) && sameKind(b.quantity, target)) yield* combined(a, b, target)
      yield* products(a, b, target)
      yield* products(b, a, target)
    }
  }
}

/** Two numbers of the target's kind; percentages are many and alike. No averages: all that were found and read were chance. */
function* combined(a: Operand, b: Operand, target: Quantity): Generator<Calculation> {
  if (!addsUp([a, b], target)) return
  const from = [a, b]
  const points = target.percent ? 'points' : undefined
  yield {
    value: a.value.add(b.value),
    kind: points ?? 'sum',
    sentence: `Together they are ${a.shown} + ${b.shown}.`,
    from,
  }
  const [high, low] = a.value.compare(b.value) >= 0 ? [a, b] : [b, a]
  const difference = high.value.sub(low.value)
  yield {
    value: difference,
    kind: points ?? 'difference',
    sentence: `The difference is ${high.shown} - ${low.shown}.`,
    from,
  }
}

/** `a` carries the target's kind; `b` scales it. Both orders are tried by the caller. */
function* products(a: Operand, b: Operand, target: Quantity): Generator<Calculation> {
  const from = [a, b]
  const scaled = sameKind(a.quantity, target) && !sameKind(b.quantity, target)
  if (b.quantity.percent && !a.quantity.percent && sameKind(a.quantity, target)) {
    const part = a.value.mul(b.value).div(100)
    const [more, less] = [a.value.add(part), a.value.sub(part)]
    yield { value: part, kind: 'product', sentence: `The part is ${b.shown} of ${a.shown}.`, from }
    yield { value: more, kind: 'scaled', sentence: `The new value is ${a.shown} plus ${b.shown} of it.`, from }
    yield { value: less, kind: 'scaled', sentence: `The new value is ${a.shown} less ${b.shown} of it.`, from }
    if (reachOf({ from }) <= 1) yield* valuesBefore(a, b, from)
  } else if (scaled && !a.quantity.percent) {
    yield { value: a.value.mul(b.value), kind: 'product', sentence: `The product is ${a.shown} x ${b.shown}.`, from }
    if (b.value.equals(0)) return
    const one = `The value for one is ${a.shown} / ${b.shown}.`
    yield { value: a.value.div(b.value), kind: 'quotient', sentence: one, from }
  }
}

/** "Rose 4.9 pct to 849 from": the two numbers next to it. Where the share is small, the value less the share fits too, and then nothing is said. */
function* valuesBefore(a: Operand, b: Operand, from: readonly Operand[]): Generator<Calculation> {
  const [risen, fallen] = [b.value.add(100).div(100), b.value.sub(100).div(-100)]
  const sentence = `The value before is ${a.shown}`
  if (risen.compare(0) > 0)
    yield { value: a.value.div(risen), kind: 'before', sentence: `${sentence} / (1 + ${b.shown}).`, from }
  if (fallen.compare(0) > 0)
    yield { value: a.value.div(fallen), kind: 'before', sentence: `${sentence} / (1 - ${b.shown}).`, from }
}

/** The distance of the farthest number in it. */
export const reachOf = ({ from }: Pick<Calculation, 'from'>) => Math.max(...from.map(({ distance }) => distance))

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

/** Neighbours in the text, both ways round: among all pairs of ten numbers, one in six percentages is some pair's ratio by chance. */
function* neighbours(operands: readonly Operand[]): Generator<[Operand, Operand]> {
  for (let i = 1; i < operands.length; i++) {
    const [a, b] = [at(operands, i - 1), at(operands, i)]
    yield [a, b]
    yield [b, a]
  }
}
